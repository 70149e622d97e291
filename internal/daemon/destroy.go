package daemon

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/mailbox"
	"klachtd/internal/message"
	"klachtd/internal/store"
)

// destroyCase destroys a case whose journal says that it ends (DESIGN section 7). While letters of it are still to leave,
// to staff for example, it waits for them: each delivery looks again (destroyLater).
func (d *Daemon) destroyCase(tx *store.Tx, _ *box, ref dossier.Ref, now time.Time) error {
	c, err := tx.Case(ref)
	if err != nil {
		return fmt.Errorf("destroy case %d: %w", ref, err)
	}
	if slices.ContainsFunc(c.Duties, owed) {
		return nil
	}
	return d.end(tx, &c, now)
}

// end destroys a case. The message that opened it goes to another case that began with it: a forward with the complaints
// of several people dies with the last of them.
func (d *Daemon) end(tx *store.Tx, c *dossier.Case, now time.Time) error {
	for _, l := range c.Links {
		other, err := tx.Case(l.Ref)
		if errors.Is(err, store.ErrDestroyed) {
			continue
		}
		if err != nil {
			return fmt.Errorf("destroy case %s: %w", c.Number, err)
		}
		if first := c.First(); first != "" && other.First() == first && other.State != dossier.StateDestroyed {
			if err := d.settleIn(tx, first, other.Ref, now); err != nil {
				return fmt.Errorf("hand over message %s: %w", first, err)
			}
			break
		}
	}
	return tx.Destroy(c.Ref, orderedBy(c), d.today(now))
}

func owed(duty dossier.Duty) bool {
	return duty.State == dossier.DutyQueued || duty.State == dossier.DutyUnknown
}

// destroyLater ends a case that was destroyed but for its last letters, once they have left or never will.
func (d *Daemon) destroyLater(tx *store.Tx, ref dossier.Ref, now time.Time) error {
	s, err := tx.Summary(ref)
	if errors.Is(err, store.ErrDestroyed) {
		return nil
	}
	if err != nil || s.State != dossier.StateDestroyed {
		return err
	}
	letters, err := tx.Letters(store.LetterFilter{Case: &ref}, MaxListedLetters)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.State != store.LetterAccepted && l.State != store.LetterRefused {
			return nil
		}
	}
	c, err := tx.Case(ref)
	if err != nil {
		return err
	}
	return d.end(tx, &c, now)
}

// orderedBy is on whose word a case is destroyed.
func orderedBy(c *dossier.Case) dossier.Actor {
	by := dossier.Actor{Role: dossier.RoleClock}
	for _, e := range c.Journal {
		switch e.Body.(type) {
		case dossier.DestructionOrdered:
			by = e.By
		case dossier.CommandRevoked:
			by = dossier.Actor{Role: dossier.RoleClock}
		}
	}
	return by
}

// read is what intake reads in a message. What leads to a destroyed case leads nowhere: its parties are forgotten, and
// who names its number gets the answer that everybody gets who names one.
func (d *Daemon) read(tx *store.Tx, b *box, m *message.Message, mail dossier.Mail) (intake.Reading, error) {
	read, err := b.desk.Read(m, mail, d.register(tx, b))
	if read.Command != nil {
		for _, l := range read.Command.Lines {
			unmailable(l.Args.Contact, l.Args.Outside)
		}
	}
	if err != nil || read.Case == 0 {
		return read, err
	}
	_, destroyed, err := tx.Tombstone(read.Case)
	if err != nil || !destroyed {
		return read, err
	}
	lost := intake.Reading{Place: intake.PlaceTray, Why: intake.WhyNumber, Sender: read.Sender}
	if read.Place == intake.PlaceLetter || read.Place == intake.PlaceIgnored {
		lost.Place, lost.Why = intake.PlaceIgnored, whyDestroyed
	}
	return lost, nil
}

// whyDestroyed is why a report about a letter changes nothing: the letter went with its case.
const whyDestroyed intake.Reason = "case_destroyed"

// stone is a destroyed case as far as anybody may still know it.
func stone(t store.Tombstone) dossier.Case {
	e := dossier.Event{Seq: 1, At: t.Destroyed.Start(time.UTC), By: t.By, Body: dossier.Destroyed{On: t.Destroyed}}
	c := dossier.Case{Ref: t.Ref, Number: t.Number, Mailbox: t.Mailbox, Kind: t.Kind, Outcome: t.Outcome, Received: t.Received,
		Filed: t.Received, Closed: t.Closed}
	if t.Request != "" { // all that is left of the mail by which somebody asked for it
		e.Seq = 2
		c.Apply(dossier.Event{Seq: 1, At: t.Asked, By: dossier.Actor{Role: dossier.RoleComplainant},
			Body: dossier.Filed{Mail: dossier.Mail{Digest: t.Request, Arrived: t.Asked}}})
	}
	c.Apply(e)
	if c.Closed.IsZero() {
		c.Closed = t.Destroyed
	}
	return c
}

// caseOrStone reads a case; of a destroyed one what is left, which has no parties.
func caseOrStone(tx *store.Tx, ref dossier.Ref) (dossier.Case, error) {
	c, err := tx.Case(ref)
	if !errors.Is(err, store.ErrDestroyed) {
		return c, err
	}
	t, ok, err2 := tx.Tombstone(ref)
	if err2 != nil || !ok {
		return c, errors.Join(err, err2)
	}
	return stone(t), nil
}

// stones lists the destroyed cases behind from, up to and without to (0: to the end).
func stones(tx *store.Tx, from, to dossier.Ref) (list []dossier.Case, err error) {
	for {
		page, err := tx.Tombstones(from, PageSize)
		if err != nil || len(page) == 0 {
			return list, err
		}
		for _, t := range page {
			if to != 0 && t.Ref >= to {
				return list, nil
			}
			list = append(list, stone(t))
		}
		from = page[len(page)-1].Ref
	}
}

// ExpungeBatch is how many messages of destroyed cases are removed from a mailbox with one commit.
const ExpungeBatch = 64

// expungeDestroyed removes what stands on the IMAP server of destroyed cases, behind the commit that destroyed them: their
// mail where klachtd filed it, and the copies of their letters. What is not there any more, and what the server cannot
// remove alone, is counted on the tombstone.
func (d *Daemon) expungeDestroyed(ctx context.Context, b *box, now time.Time) error {
	b.drain.Lock()
	defer b.drain.Unlock()
	for b.conn != nil {
		var due []store.Expunge
		err := d.st.View(func(tx *store.Tx) (err error) {
			due, err = tx.Expunges(b.Name, ExpungeBatch)
			return err
		})
		if err != nil || len(due) == 0 {
			return err
		}
		if err := d.expungeBatch(ctx, b, due, now); err != nil {
			if !errors.Is(err, store.ErrCommitUnknown) {
				b.hangUp()
			}
			return fmt.Errorf("expunge from mailbox %q: %w", b.Name, err)
		}
	}
	return nil // without a connection the next pass does it
}

func (d *Daemon) expungeBatch(ctx context.Context, b *box, due []store.Expunge, now time.Time) error {
	left := make([]bool, len(due))
	gone := 0
	for i, e := range due {
		done, err := d.expungeOne(ctx, b, e)
		if err != nil {
			return err
		}
		if left[i] = !done; done {
			gone++
		}
	}
	err := d.commit(now, func(tx *store.Tx) error {
		for i, e := range due {
			if err := tx.Expunged(e, left[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		d.log.expunged(b.Name, gone, len(due)-gone)
	}
	return err
}

// expungeOne removes one message; false says that it is still there, or where nobody knows. A death may have taken the note
// of its last move, so it is looked for in every folder in which it may stand; those that hold nothing any more go too.
func (d *Daemon) expungeOne(ctx context.Context, b *box, e store.Expunge) (done bool, err error) {
	folders := []string{e.Place.Folder}
	maybe := e.Sent && e.Place.Folder == "" // a copy that may not have been made
	if maybe {
		folders[0] = b.sent()
	}
	want := mailbox.Wanted{UID: mailbox.UID(e.Place.UID), UIDValidity: e.Place.UIDValidity, MessageID: e.MessageID, Digest: e.Digest}
	done = maybe
	for _, folder := range append(folders, e.Also...) {
		if folder == "" && e.Sent {
			continue // no copies are made
		}
		found, err := d.expungeIn(ctx, b, cmp.Or(b.folder[folder], folder), want)
		if err != nil {
			return false, err
		}
		done = done || found
		want.UID, want.UIDValidity = 0, 0
	}
	return done, nil
}

// expungeIn removes a message from one folder; found is false when it is not there, or the server cannot remove it alone.
func (d *Daemon) expungeIn(ctx context.Context, b *box, folder string, want mailbox.Wanted) (found bool, err error) {
	at, err := b.conn.Locate(ctx, folder, want)
	if found = err == nil && len(at.UIDs) > 0; found {
		err = b.conn.Expunge(ctx, folder, at.UIDValidity, at.UIDs)
	}
	if err == nil || errors.Is(err, mailbox.ErrNoFolder) { // a death may have interrupted its end
		err = errors.Join(err, d.clear(ctx, b, folder))
	}
	var said *mailbox.StatusError
	if errors.Is(err, mailbox.ErrNoFolder) || errors.Is(err, mailbox.ErrNoExpunge) || errors.As(err, &said) {
		return false, nil
	}
	return found && err == nil, err
}

// Hours of the night, local time, in which the file of the store is compacted.
const (
	nightFrom  = 1
	nightUntil = 5
)

// compactAtNight is tidy at an hour at which nobody waits for the store.
func (d *Daemon) compactAtNight(now time.Time) error {
	if hour := now.In(d.o.Location).Hour(); hour < nightFrom || hour >= nightUntil {
		return nil
	}
	return d.tidy(now)
}

// tidy compacts the store's file when it holds what was destroyed, or little else than free pages; it looks once an hour.
func (d *Daemon) tidy(now time.Time) error {
	d.mu.Lock()
	due := now.Sub(d.tidied) >= HousekeepEach
	if due {
		d.tidied = now
	}
	d.mu.Unlock()
	if !due {
		return nil
	}
	if worn, err := d.st.CompactDue(); err != nil || !worn {
		return err
	}
	err := d.st.Compact()
	if errors.Is(err, store.ErrBusy) { // the next look comes soon
		d.mu.Lock()
		d.tidied = time.Time{}
		d.mu.Unlock()
		return nil
	}
	return err
}
