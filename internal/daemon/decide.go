package daemon

import (
	"errors"
	"fmt"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/store"
)

// MaxAttempts is how often a message is tried before it goes to quarantine (rule 6).
const MaxAttempts = 3

// LeftoverBatch is how many messages of an earlier run are looked at in one turn.
const LeftoverBatch = 1024

// errPanic stands for a panic while a message was handled. Its text is not kept: it may quote the mail.
var errPanic = errors.New("panic while handling")

// arrival is a stored message that waits for its decision; raw is at hand when it was just fetched.
type arrival struct {
	id  dossier.MailID
	raw []byte
}

// decide handles a batch of messages in one commit. When that fails, each goes alone, so that a bad one holds up
// nothing: it is counted again and, after the third time, put into quarantine.
func (d *Daemon) decide(b *box, batch []arrival, now time.Time) error {
	if len(batch) == 0 {
		return nil
	}
	read := make([]parsed, len(batch))
	for i, a := range batch {
		read[i] = parse(a)
	}
	var done []outcome
	err := d.commit(now, func(tx *store.Tx) error {
		var err error
		done, err = d.together(tx, b, read, now)
		return err
	})
	switch {
	case err == nil:
		d.report(done)
		return nil
	case errors.Is(err, store.ErrCommitUnknown):
		return err
	case len(read) == 1:
		return d.again(b, read[0], err, now)
	}
	for _, p := range read {
		if err := d.alone(b, p, now); err != nil {
			return err
		}
	}
	return nil
}

// together handles the messages of a batch, whose letters are rendered meanwhile.
func (d *Daemon) together(tx *store.Tx, b *box, read []parsed, now time.Time) (done []outcome, err error) {
	press := &press{templates: d.o.Templates}
	for i := 0; err == nil && i < len(read); i++ {
		p := read[i]
		p.press = press
		var o outcome
		o, err = d.guarded(tx, b, p, now)
		done = append(done, o)
	}
	return done, press.finish(tx, err)
}

// alone handles one message in a commit of its own, on the attempt that is counted already.
func (d *Daemon) alone(b *box, p parsed, now time.Time) error {
	var o outcome
	err := d.commit(now, func(tx *store.Tx) (err error) {
		o, err = d.guarded(tx, b, p, now)
		return err
	})
	switch {
	case err == nil:
		d.report([]outcome{o})
		return nil
	case errors.Is(err, store.ErrCommitUnknown):
		return err
	}
	return d.again(b, p, err, now)
}

// again counts a further attempt before it is made, or gives the message up.
func (d *Daemon) again(b *box, p parsed, cause error, now time.Time) error {
	attempts := 0
	err := d.commit(now, func(tx *store.Tx) error {
		m, err := tx.Mail(p.id)
		if err != nil {
			return err
		}
		attempts = m.Attempts
		if attempts >= MaxAttempts {
			return d.quarantine(tx, b, p.id, now)
		}
		_, err = tx.CountAttempt(p.id)
		return err
	})
	if err != nil {
		return err
	}
	d.log.retrying(p.id, attempts, cause)
	if attempts >= MaxAttempts {
		return nil
	}
	return d.alone(b, p, now)
}

// leftovers takes up what an earlier run stored and did not decide. Each was begun once already, so the attempt is
// counted before it is made, and each goes alone: one of them may have ended that run.
func (d *Daemon) leftovers(b *box, now time.Time) error {
	var waiting []store.Mail
	err := d.st.View(func(tx *store.Tx) (err error) {
		waiting, err = tx.Pending(LeftoverBatch)
		return err
	})
	if err != nil {
		return err
	}
	for _, m := range waiting {
		if m.Mailbox != b.Name {
			continue
		}
		if err := d.leftover(b, m, now); err != nil {
			return err
		}
	}
	return nil
}

func (d *Daemon) leftover(b *box, m store.Mail, now time.Time) error {
	var raw []byte
	err := d.commit(now, func(tx *store.Tx) (err error) {
		if m.Attempts >= MaxAttempts {
			return d.quarantine(tx, b, m.ID, now)
		}
		_, err = tx.CountAttempt(m.ID)
		return err
	})
	if err != nil || m.Attempts >= MaxAttempts {
		return err
	}
	err = d.st.View(func(tx *store.Tx) (err error) {
		raw, err = tx.RawMail(m.ID)
		return err
	})
	if err != nil {
		return fmt.Errorf("read message %s: %w", m.ID, err)
	}
	return d.alone(b, parse(arrival{id: m.ID, raw: raw}), now)
}

// parsed is a message as it was understood; reading it is no part of a transaction.
type parsed struct {
	arrival
	m     *message.Message
	press *press // where its letters are made; nil: on the spot
}

func parse(a arrival) parsed { return parsed{arrival: a, m: message.Parse(a.raw)} }

// guarded turns a panic into an error of this message.
func (d *Daemon) guarded(tx *store.Tx, b *box, p parsed, now time.Time) (o outcome, err error) {
	defer func() {
		if recover() != nil {
			err = fmt.Errorf("message %s: %w", p.id, errPanic)
		}
	}()
	if d.hook != nil {
		d.hook(p.m)
	}
	return d.handleMail(tx, b, p, now)
}

// outcome is what became of a message, for the log.
type outcome struct {
	id     dossier.MailID
	what   string
	reason string
	number dossier.Number
}

func (d *Daemon) report(done []outcome) {
	for _, o := range done {
		d.log.handled(o.id, o.what, o.reason, o.number)
	}
}
