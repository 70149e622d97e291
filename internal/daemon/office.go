package daemon

import (
	"fmt"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// office is handle for what belongs to no case: the same order, the same transaction.
func (d *Daemon) office(tx *store.Tx, b *box, in procedure.OfficeInput, now time.Time) error {
	orders, err := d.decideOffice(tx, b, in, now)
	if err != nil || len(orders) == 0 {
		return err
	}
	by := &change{box: b, ctx: d.context(b, now, now, procedure.Limited{})}
	if s, ok := in.(procedure.Steering); ok {
		by.in = s.Command
	}
	return d.carry(tx, by, orders, nil)
}

// decideOffice keeps what follows from an input; the orders that come back concern cases.
func (d *Daemon) decideOffice(tx *store.Tx, b *box, in procedure.OfficeInput, now time.Time) ([]procedure.Order, error) {
	o, err := tx.Office()
	if err != nil {
		return nil, fmt.Errorf("read the office: %w", err)
	}
	ctx := d.context(b, now, now, procedure.Limited{})
	decision := b.Regulation.DecideOffice(o, in, ctx)
	events := decision.Events
	if len(events) == 0 {
		return decision.Orders, nil
	}
	for i := range events {
		if q, ok := events[i].Body.(dossier.LetterQueued); ok {
			q.Duty.MessageID = d.messageID(b, 0, q.Duty)
			events[i].Body = q
		}
		o.Apply(events[i])
	}
	if err := tx.PutOffice(o, events); err != nil {
		return nil, fmt.Errorf("keep the office: %w", err)
	}
	d.setAbsences(o.Absences)
	for _, e := range events {
		if q, ok := e.Body.(dossier.LetterQueued); ok {
			if err := d.post(tx, b.Regulation, &change{box: b, ctx: ctx}, q.Duty); err != nil {
				return nil, err
			}
		}
	}
	return decision.Orders, nil
}

// setAbsences keeps who is away at hand for every later decision. A commit that fails after it ends this daemon's use of
// the store; the next one reads anew.
func (d *Daemon) setAbsences(all []dossier.Absence) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.absences = slices.Clone(all)
}

// absent says whether somebody is away.
func (d *Daemon) absent(id dossier.PersonID, day calendar.Date) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	o := dossier.Office{Absences: d.absences}
	return o.Absent(id, day)
}

// loadAbsences reads who is away, at the start.
func (d *Daemon) loadAbsences() error {
	o, err := d.readOffice()
	if err == nil {
		d.setAbsences(o.Absences)
	}
	return err
}

// quarantine gives a message up that could not be handled: its bytes stay, and a person is told.
func (d *Daemon) quarantine(tx *store.Tx, b *box, id dossier.MailID, now time.Time) error {
	err := tx.Settle(id, store.Settled{At: now, Outcome: store.OutcomeQuarantine, Reason: "unhandled", Folder: b.Quarantine})
	if err != nil {
		return fmt.Errorf("quarantine message %s: %w", id, err)
	}
	return d.office(tx, b, procedure.PutAside{Mail: id, Why: "unhandled", Task: dossier.TaskQuarantine}, now)
}
