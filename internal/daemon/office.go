package daemon

import (
	"fmt"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// office is handle for what belongs to no case: the same order, the same transaction.
func (d *Daemon) office(tx *store.Tx, b *box, in procedure.OfficeInput, now time.Time) error {
	o, err := tx.Office()
	if err != nil {
		return fmt.Errorf("read the office: %w", err)
	}
	ctx := d.context(b, now, now, procedure.Limited{})
	events := b.Regulation.DecideOffice(o, in, ctx).Events
	if len(events) == 0 {
		return nil
	}
	for i := range events {
		if q, ok := events[i].Body.(dossier.LetterQueued); ok {
			q.Duty.MessageID = d.messageID(b, 0, q.Duty)
			events[i].Body = q
		}
		o.Apply(events[i])
	}
	if err := tx.PutOffice(o, events); err != nil {
		return fmt.Errorf("keep the office: %w", err)
	}
	for _, e := range events {
		if q, ok := e.Body.(dossier.LetterQueued); ok {
			if err := d.post(tx, b.Regulation, &change{box: b, ctx: ctx}, q.Duty); err != nil {
				return err
			}
		}
	}
	return nil
}

// NearDays is how close, in working days, the end of an acknowledgement's term may come before mail in the tray is
// put to the coordinator at once (DESIGN 10.3).
const NearDays = 2

// putAside files a message in the tray. The list of the next working day shows it.
func (d *Daemon) putAside(
	tx *store.Tx, b *box, p parsed, m store.Mail, read intake.Reading, now time.Time,
) (outcome, error) {
	settled := store.Settled{At: now, Outcome: store.OutcomeTray, Reason: string(read.Why), Folder: b.Tray}
	if err := tx.Settle(p.id, settled); err != nil {
		return outcome{}, err
	}
	in := procedure.PutAside{Mail: p.id, Why: string(read.Why), Near: d.near(b, m.Arrived, now)}
	if err := d.office(tx, b, in, now); err != nil {
		return outcome{}, err
	}
	if err := d.planList(tx, now); err != nil {
		return outcome{}, err
	}
	return outcome{id: p.id, what: store.OutcomeTray, reason: string(read.Why)}, nil
}

// near says whether the term for acknowledging the message, were it a complaint, ends within two working days.
func (d *Daemon) near(b *box, arrived, now time.Time) bool {
	rule := b.Regulation.Term(dossier.TermAcknowledge)
	if rule == nil || rule.Length.IsZero() {
		return false
	}
	due := d.o.Calendars.Count(d.today(arrived), rule.Length, rule.Roll).Due
	return !due.After(d.o.Calendars.Office.AddOpen(d.today(now), NearDays))
}

// quarantine gives a message up that could not be handled: its bytes stay, and a person is told.
func (d *Daemon) quarantine(tx *store.Tx, b *box, id dossier.MailID, now time.Time) error {
	err := tx.Settle(id, store.Settled{At: now, Outcome: store.OutcomeQuarantine, Reason: "unhandled", Folder: b.Quarantine})
	if err != nil {
		return fmt.Errorf("quarantine message %s: %w", id, err)
	}
	return d.office(tx, b, procedure.PutAside{Mail: id, Why: "unhandled", Task: dossier.TaskQuarantine}, now)
}

// planList sets the office's own moment: the next working day's list.
func (d *Daemon) planList(tx *store.Tx, now time.Time) error {
	return tx.SetDue(0, d.nextList(now))
}

func (d *Daemon) nextList(now time.Time) time.Time {
	day := d.o.Calendars.Office.OnOrAfter(d.today(now))
	at := d.o.DigestAt.Opening(day, d.o.Location)
	if !at.After(now) {
		at = d.o.DigestAt.Opening(d.o.Calendars.Office.AddOpen(day, 1), d.o.Location)
	}
	return at
}

// MaxListed bounds a tray list; the next day's list shows what is left.
const MaxListed = 200

// trayLists sends each mailbox's coordinator the list of what waits in the tray, once a working day while anything
// waits.
func (d *Daemon) trayLists(tx *store.Tx, now time.Time) error {
	day := d.today(now)
	waiting := false
	for _, b := range d.boxes {
		lines, err := d.trayLines(tx, b)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			continue
		}
		waiting = true
		if err := d.office(tx, b, procedure.Listed{Day: day, Lines: lines}, now); err != nil {
			return err
		}
	}
	if !waiting {
		return tx.SetDue(0, time.Time{})
	}
	return d.planList(tx, now)
}

func (d *Daemon) trayLines(tx *store.Tx, b *box) ([]dossier.CaseLine, error) {
	mails, err := tx.Tray("", MaxListed)
	if err != nil {
		return nil, err
	}
	var lines []dossier.CaseLine
	for _, m := range mails {
		if m.Mailbox != b.Name {
			continue
		}
		lines = append(lines, dossier.CaseLine{
			Date: calendar.Of(m.Arrived, d.o.Location), Reason: m.Reason, Mail: m.ID,
		})
	}
	return lines, nil
}
