package daemon

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"klachtd/internal/store"
)

// Waits of the loops.
const (
	DefaultPoll   = time.Minute      // between polls of a mailbox, besides IDLE
	FireEvery     = 30 * time.Second // between looks at what is due
	FlushAfter    = time.Second      // how long a server's answer may wait for another commit to go with
	FirstPause    = 5 * time.Second  // after a mailbox could not be read; doubled each time
	LongestPause  = 5 * time.Minute
	HousekeepEach = time.Hour
)

// Run works until ctx ends, and then ends cleanly: what was taken up is finished or left to the next start. It
// returns nil after ctx, and store.ErrCommitUnknown or ErrRetired when the store must be opened anew.
func (d *Daemon) Run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	d.begin(time.Now())
	d.log.started(len(d.boxes))
	var loops sync.WaitGroup
	var tried []<-chan struct{}
	for _, b := range d.boxes {
		first := make(chan struct{})
		tried = append(tried, first)
		loops.Go(func() { stop(d.drainLoop(ctx, b, sync.OnceFunc(func() { close(first) }))) })
		loops.Go(func() { stop(d.sendLoop(ctx, b)) })
	}
	loops.Go(func() { stop(d.fireLoop(ctx, tried)) })
	loops.Go(func() { stop(d.answerLoop(ctx)) })
	loops.Wait()
	cause := context.Cause(ctx)
	if errors.Is(cause, store.ErrCommitUnknown) {
		return cause
	}
	err := d.flush(time.Now())
	if errors.Is(cause, ErrRetired) {
		return errors.Join(err, cause)
	}
	d.log.stopped()
	return err
}

// drainLoop reads one mailbox: at once, then whenever its server says so or the poll's time has come. It calls tried
// when the mailbox was read, or could not be.
func (d *Daemon) drainLoop(ctx context.Context, b *box, tried func()) error {
	pause := FirstPause
	for ctx.Err() == nil {
		now := time.Now()
		err := d.drainBox(ctx, b, now)
		tried()
		copies := 0
		if err == nil {
			if copies, err = d.copyToSent(ctx, b, now); err != nil {
				d.log.failed("copy letters", err)
			}
		}
		if err == nil {
			err = d.expungeDestroyed(ctx, b, now)
		}
		if err == nil && copies > 0 { // mail that came meanwhile was not announced
			err = d.drainBox(ctx, b, time.Now())
		}
		if errors.Is(err, store.ErrCommitUnknown) {
			return err
		}
		b.ring()
		if err != nil {
			sleep(ctx, pause/2+time.Duration(rand.Int64N(int64(pause))))
			pause = min(2*pause, LongestPause)
			continue
		}
		pause = FirstPause
		d.idle(ctx, b)
	}
	return nil
}

// idle waits for new mail. Its errors are left to the next drain, which connects anew.
func (d *Daemon) idle(ctx context.Context, b *box) {
	poll := b.Poll
	if poll <= 0 {
		poll = DefaultPoll
	}
	b.drain.Lock()
	defer b.drain.Unlock()
	if b.conn == nil {
		return
	}
	if _, err := b.conn.Idle(ctx, poll); err != nil {
		b.hangUp()
	}
}

// fireLoop carries out what is due, the first time when every mailbox was tried (rule 16): what became late while
// nobody looked is then one list, whichever case it belongs to.
func (d *Daemon) fireLoop(ctx context.Context, tried []<-chan struct{}) error {
	for _, first := range tried {
		wait(ctx, first, FireEvery)
	}
	for ctx.Err() == nil {
		now := time.Now()
		for what, step := range map[string]func(time.Time) error{
			"fire": d.fire, "housekeep": d.housekeep, "compact": d.compactAtNight,
		} {
			err := step(now)
			if errors.Is(err, store.ErrCommitUnknown) || errors.Is(err, ErrRetired) {
				return err
			}
			if err != nil {
				d.log.failed(what, err)
			}
		}
		sleep(ctx, FireEvery)
	}
	return nil
}

// sendLoop sends what is due, at once when something is queued.
func (d *Daemon) sendLoop(ctx context.Context, b *box) error {
	for ctx.Err() == nil {
		if _, err := d.sendDue(ctx, b, time.Now()); errors.Is(err, store.ErrCommitUnknown) {
			return err
		}
		wait(ctx, b.wake, FireEvery)
	}
	return nil
}

// answerLoop stores the answers of servers when no other commit took them along in time. It does not wait for the
// next letter, over which a server may take ten minutes: a death would send again what was accepted long before.
func (d *Daemon) answerLoop(ctx context.Context) error {
	for ctx.Err() == nil {
		wait(ctx, d.answered, FireEvery)
		sleep(ctx, FlushAfter)
		if err := d.flushed(time.Now()); err != nil {
			return err
		}
	}
	return nil
}

// flushed stores what waits behind; only an outcome that nobody knows is an error.
func (d *Daemon) flushed(now time.Time) error {
	err := d.flush(now)
	if err != nil && !errors.Is(err, store.ErrCommitUnknown) {
		d.log.failed("store answers", err)
		return nil
	}
	return err
}

// ErrRetired is returned when the key before the one in use is accepted no more: a Daemon keeps the keys that it began
// with, so another has to take its place.
var ErrRetired = errors.New("the key before has been retired")

// Of mails whose code did not come.
const (
	MaxSwept = 1000                // are let go at a time
	LateCode = 30 * 24 * time.Hour // so long a code that comes too late is still answered
)

// housekeep erases mail that no dossier holds once its time is over, lets commands go whose code did not come, and
// retires the key of tokens that was rotated long ago; it looks once an hour.
func (d *Daemon) housekeep(now time.Time) error {
	d.mu.Lock()
	due := now.Sub(d.swept) >= HousekeepEach
	if due {
		d.swept = now
	}
	d.mu.Unlock()
	if !due {
		return nil
	}
	err := d.commit(now, func(tx *store.Tx) error {
		if _, err := tx.SweepHeld(now.Add(-LateCode), MaxSwept); err != nil || d.o.Unfiled.IsZero() {
			return err
		}
		_, err := tx.Erase(d.today(now).AddDays(-d.o.Unfiled.N).Start(d.o.Location))
		return err
	})
	if err != nil {
		return err
	}
	retired, err := d.st.RetireTokens(now)
	if err == nil && retired {
		err = ErrRetired
	}
	return err
}

func sleep(ctx context.Context, pause time.Duration) { wait(ctx, nil, pause) }

// wait comes back when the bell rings, the time is over or ctx ends.
func wait(ctx context.Context, bell <-chan struct{}, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-bell:
	case <-timer.C:
	}
}
