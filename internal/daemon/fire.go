package daemon

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// FireBatch is how many cases share a commit when their moment has come.
const FireBatch = 64

// MaxEntries bounds what one case does at one moment: an agenda that never empties is a defect of a regulation.
const MaxEntries = 100

// DrainAge is how old the last drain may be for timers to fire (DESIGN 10.6): a reply that settles a case may lie in
// an inbox that nobody read.
const DrainAge = time.Hour

// errAgenda is returned when a case's agenda does not come to an end at one moment.
var errAgenda = errors.New("agenda does not end")

// turn is one look at what is due. Which mailboxes were read lately is settled at its beginning: a drain that ends
// meanwhile must not divide what is late between two lists.
type turn struct {
	now   time.Time
	fresh map[*box]bool
}

// fire carries out what is due. It goes on until nothing is, or all that is left has to wait: for its mailbox, or
// because its case cannot be decided, which holds up no other case.
func (d *Daemon) fire(now time.Time) error {
	d.tellAway(now)
	t := turn{now: now, fresh: make(map[*box]bool, len(d.boxes))}
	for _, b := range d.boxes {
		t.fresh[b] = d.fresh(b, now)
	}
	var waiting []dossier.Ref
	var errs faults
	errs.add(d.trayLists(now))
	errs.add(d.schedules(now))
	for {
		var due []dossier.Ref
		err := d.st.View(func(tx *store.Tx) (err error) {
			due, err = tx.Due(now, len(waiting)+FireBatch)
			return err
		})
		if err != nil {
			errs.add(fmt.Errorf("read what is due: %w", err))
			return errs.join()
		}
		due = slices.DeleteFunc(due, func(r dossier.Ref) bool { return slices.Contains(waiting, r) })
		if len(due) == 0 {
			return errs.join()
		}
		wait, err := d.fireBatch(due, t)
		if errors.Is(err, store.ErrCommitUnknown) {
			return err
		}
		errs.add(err)
		waiting = append(waiting, wait...)
	}
}

// fireBatch carries out the agendas of some cases in one commit, or each in its own when that fails. It returns the
// cases that have to wait.
func (d *Daemon) fireBatch(due []dossier.Ref, t turn) ([]dossier.Ref, error) {
	wait, err := d.fireTogether(due, t)
	if err == nil || errors.Is(err, store.ErrCommitUnknown) {
		return wait, err
	}
	var errs faults
	wait = nil
	for _, ref := range due {
		w, err := d.fireTogether([]dossier.Ref{ref}, t)
		if errors.Is(err, store.ErrCommitUnknown) {
			return wait, err
		}
		if err != nil {
			errs.add(fmt.Errorf("agenda of case %d: %w", ref, err))
			d.log.stuck(ref, err)
			errs.add(d.tellStuck(ref, t.now))
			w = []dossier.Ref{ref}
		}
		wait = append(wait, w...)
	}
	return wait, errs.join()
}

// tellStuck tells the coordinator, once, of a case whose letters of time cannot be made: the day of a letter that the
// regulation demands must not pass in silence.
func (d *Daemon) tellStuck(ref dossier.Ref, now time.Time) error {
	return d.commit(now, func(tx *store.Tx) error {
		s, err := tx.Summary(ref)
		if err != nil {
			return fmt.Errorf("case %d: %w", ref, err)
		}
		in := procedure.Trouble{Task: dossier.TaskStuck, Reason: string(s.Number)}
		return d.office(tx, d.box(s.Mailbox), in, now)
	})
}

func (d *Daemon) fireTogether(due []dossier.Ref, t turn) (wait []dossier.Ref, err error) {
	fired := 0
	err = d.commit(t.now, func(tx *store.Tx) error {
		wait, fired = wait[:0], 0
		missed := map[*box][]dossier.CaseLine{}
		for _, ref := range due {
			waits, err := d.fireOne(tx, ref, t, missed)
			if err != nil {
				return err
			}
			if waits {
				wait = append(wait, ref)
				continue
			}
			fired++
		}
		for _, b := range d.boxes {
			if err := d.office(tx, b, procedure.Missed{Lines: missed[b]}, t.now); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && fired > 0 {
		d.log.fired(fired)
	}
	return wait, err
}

func (d *Daemon) fireOne(tx *store.Tx, ref dossier.Ref, t turn, missed map[*box][]dossier.CaseLine) (bool, error) {
	c, err := tx.Case(ref)
	if err != nil {
		return false, fmt.Errorf("case %d: %w", ref, err)
	}
	b := d.box(c.Mailbox)
	if !t.fresh[b] {
		return true, nil
	}
	return false, d.runAgenda(tx, b, c, t.now, missed)
}

// runAgenda decides each entry whose moment has come, the earliest first; each may change what comes after it.
func (d *Daemon) runAgenda(
	tx *store.Tx, b *box, c dossier.Case, now time.Time, missed map[*box][]dossier.CaseLine,
) error {
	ctx := d.context(b, now, now, procedure.Limited{})
	r, err := d.regulation(tx, b, c.Procedure.Hash)
	if err != nil {
		return err
	}
	ch := &change{box: b, c: c, ctx: ctx}
	for range MaxEntries {
		entry, late, ok := d.ripe(r, ch, now)
		if !ok {
			return d.schedule(tx, r, ch)
		}
		ch.in = procedure.Elapsed{Entry: entry, Late: late}
		before := ch.c.Seq
		if err := d.handle(tx, ch); err != nil {
			return err
		}
		if ch.c.Seq == before {
			return fmt.Errorf("entry %s of %s in %s: %w", entry.Kind, entry.Term, ch.c.Number, errAgenda)
		}
		if late && !lateWhenOpened(&ch.c, entry, d.o.Location) {
			missed[b] = note(missed[b], r, ch.c.Number, entry)
		}
	}
	return fmt.Errorf("case %s: %w", c.Number, errAgenda)
}

// lateWhenOpened says whether a term was over on the day on which it was opened (a cancellation that proves to be a complaint): who
// opened it was told so, and nothing was missed.
func lateWhenOpened(c *dossier.Case, e procedure.Entry, loc *time.Location) bool {
	for _, ev := range slices.Backward(c.Journal) {
		if b, ok := ev.Body.(dossier.TermOpened); ok && b.Term.Name == e.Term {
			return calendar.Of(ev.At, loc).After(e.Due)
		}
	}
	return false
}

// note puts a late letter or a passed term on the list, a term once for each case: its late letter says that it passed.
func note(lines []dossier.CaseLine, r *procedure.Regulation, number dossier.Number, e procedure.Entry) []dossier.CaseLine {
	if e.Kind != procedure.EntryStep && e.Kind != procedure.EntryEnd {
		return lines
	}
	line := dossier.CaseLine{Number: number, Letter: e.Letter, Date: e.Due, Reason: string(e.Term)}
	for _, l := range lines {
		if l.Number == number && l.Reason == line.Reason && e.Kind == procedure.EntryEnd {
			return lines
		}
	}
	if rule := r.Term(e.Term); rule != nil && line.Letter == "" {
		for _, name := range rule.MetBy {
			if _, ok := r.Letters[dossier.LetterName(name)]; ok {
				line.Letter = dossier.LetterName(name)
				break
			}
		}
	}
	return append(lines, line)
}

// ripe finds the first entry whose moment has come. Late is a letter of time whose own day and the next working day
// went by while nobody looked; the end of a term is late in the same measure, so that it is told once, in the list.
func (d *Daemon) ripe(r *procedure.Regulation, ch *change, now time.Time) (procedure.Entry, bool, bool) {
	for _, e := range r.Agenda(&ch.c, ch.ctx) {
		if e.At(ch.ctx).After(now) {
			return procedure.Entry{}, false, false
		}
		late := now.After(e.Latest(ch.ctx))
		if late || !d.moment(e, ch.ctx).After(now) {
			return e, late, true
		}
	}
	return procedure.Entry{}, false, false
}

// fresh says whether a mailbox was read lately, so that timers may fire. When its server stays away, they fire all
// the same after one working day.
func (d *Daemon) fresh(b *box, now time.Time) bool {
	b.mu.Lock()
	last := b.drained
	b.mu.Unlock()
	if last.IsZero() {
		last = d.since
	}
	if now.Sub(last) <= DrainAge && b.reached() {
		return true
	}
	return now.After(d.o.Hours.Closing(d.o.Calendars.Office.AddOpen(d.today(last), 1), d.o.Location))
}

// reached says whether the mailbox was ever read since the start.
func (b *box) reached() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.drained.IsZero()
}

// tellAway tells the coordinator that a mailbox has not been read for longer than timers may wait.
func (d *Daemon) tellAway(now time.Time) {
	for _, b := range d.boxes {
		b.mu.Lock()
		away := b.away != nil && !b.told && now.Sub(maxTime(b.drained, d.since)) > DrainAge
		back := b.away == nil && b.told
		b.mu.Unlock()
		if !away && !back {
			continue
		}
		err := d.commit(now, func(tx *store.Tx) error {
			return d.office(tx, b, procedure.Trouble{Task: dossier.TaskMailbox, Reason: b.Name, Over: back}, now)
		})
		if err != nil {
			d.log.failed("tell that a mailbox is away", err)
			continue
		}
		b.mu.Lock()
		b.told = away
		b.mu.Unlock()
	}
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
