package daemon

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"klachtd/internal/outbox"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// SendBatch is how many letters are read from the outbox at a time.
const SendBatch = 64

// result is what a server answered to one letter, until it is committed.
type result struct {
	box    *box
	letter store.Letter
	state  store.LetterResult
	what   procedure.Outcome // "" when nothing is decided yet: it is tried again
}

// errServer is returned when the SMTP server cannot be used at all: no letter's fault, so none is counted.
var errServer = errors.New("smtp server cannot be used")

// sendWhile sends what is due, and what becomes due while others work, until over is closed and nothing is left.
func (d *Daemon) sendWhile(ctx context.Context, b *box, now time.Time, over <-chan struct{}) error {
	for {
		if _, err := d.sendDue(ctx, b, now); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-b.wake:
		case <-over:
			_, err := d.sendDue(ctx, b, now)
			return err
		}
	}
}

// sendDue sends every letter of a mailbox whose time has come, one recipient each, in order of their time. It stops
// at the first answer that is about the server and not about the letter.
func (d *Daemon) sendDue(ctx context.Context, b *box, now time.Time) (sent int, err error) {
	for ctx.Err() == nil && !now.Before(b.held()) {
		due, err := d.pick(b, now)
		if err != nil {
			return sent, fmt.Errorf("read the outbox of %q: %w", b.Name, err)
		}
		if len(due) == 0 {
			return sent, nil
		}
		for i, l := range due {
			if err := d.sendOne(ctx, b, l, now); err != nil {
				b.give(due[i:])
				return sent, err
			}
			sent++
		}
		if len(due) < SendBatch {
			continue
		}
		if err := d.flush(now); err != nil { // or a death would send them all again
			return sent, fmt.Errorf("store the answers of %q: %w", b.Name, err)
		}
	}
	return sent, nil
}

// pick reads letters that are due and marks them as under way. Meanwhile none may land: one that the reading still
// sees as waiting would otherwise look free, and leave twice.
func (d *Daemon) pick(b *box, now time.Time) (due []store.Letter, err error) {
	b.picking.Lock()
	defer b.picking.Unlock()
	b.mu.Lock()
	flying := maps.Clone(b.flying)
	b.mu.Unlock()
	err = d.st.View(func(tx *store.Tx) (err error) {
		due, err = tx.LettersDue(b.Name, now, SendBatch, flying)
		return err
	})
	b.take(due)
	return due, err
}

// take marks letters as under way until their answer is stored; meanwhile they still stand in the outbox.
func (b *box) take(letters []store.Letter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range letters {
		b.flying[l.ID] = true
	}
}

func (b *box) give(letters []store.Letter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, l := range letters {
		delete(b.flying, l.ID)
	}
}

func (d *Daemon) sendOne(ctx context.Context, b *box, l store.Letter, now time.Time) error {
	if l.Attempts > 1 || l.State != store.LetterQueued {
		// The first attempt was counted when the letter was queued; each further one gets a mark before it is made.
		err := d.commit(now, func(tx *store.Tx) error { return tx.StartAttempt(l.ID) })
		if err != nil {
			return err
		}
		l.Attempts++
	}
	answer := b.sender.Send(ctx, outbox.Envelope{From: l.From, To: l.To}, l.Raw)
	if answer.State == outbox.Down {
		return d.serverDown(b, now)
	}
	r := d.judge(b, l, answer, now)
	d.log.delivery(string(l.Name), string(answer.State), l.Attempts, answer.Code)
	d.mu.Lock()
	d.pending.results = append(d.pending.results, r)
	d.mu.Unlock()
	select {
	case d.answered <- struct{}{}:
	default: // told already
	}
	return nil
}

// serverDown lets every letter of the mailbox wait a while: its server answers nobody. That is no letter's fault, so
// none is counted.
func (d *Daemon) serverDown(b *box, now time.Time) error {
	d.log.away(b.Name, "smtp", errServer)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.downs++
	b.hold = now.Add(outbox.Pause(b.downs, rand.Float64()))
	return fmt.Errorf("send for mailbox %q: %w", b.Name, errServer)
}

func (b *box) held() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.hold
}

// judge makes a result of an answer. What is not accepted within five days is refused for good.
func (d *Daemon) judge(b *box, l store.Letter, answer outbox.Result, now time.Time) result {
	b.mu.Lock()
	b.downs, b.hold = 0, time.Time{}
	b.mu.Unlock()
	r := result{box: b, letter: l, state: store.LetterResult{Reply: reply(answer), At: now}}
	next := now.Add(outbox.Pause(l.Attempts, rand.Float64()))
	old := now.Sub(leaves(l)) >= outbox.Lifetime
	switch answer.State {
	case outbox.Accepted:
		r.state.State, r.what = store.LetterAccepted, procedure.DeliveryAccepted
	case outbox.Refused:
		r.state.State, r.what = store.LetterRefused, procedure.DeliveryRefused
	case outbox.Unknown:
		r.state.State, r.state.Next, r.what = store.LetterUnknown, next, procedure.DeliveryUnknown
	default:
		r.state.State, r.state.Next = store.LetterLater, next
	}
	if old && r.state.State != store.LetterAccepted {
		r.state.State, r.what, r.state.Next = store.LetterRefused, procedure.DeliveryRefused, time.Time{}
	}
	if r.what == "" && l.Ref != 0 {
		r.what = procedure.DeliveryWaiting
	}
	return r
}

// leaves is when a letter was to leave.
func leaves(l store.Letter) time.Time { return maxTime(l.Queued, l.NotBefore) }

// reply is the server's answer as it stands in the dossier: the code, then its words without addresses.
func reply(r outbox.Result) string {
	if r.Code == 0 {
		return r.Reply
	}
	return strings.TrimSpace(strconv.Itoa(r.Code) + " " + r.Reply)
}
