package daemon

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/letter"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// errOrders is returned for orders that nobody can carry out: a defect of a regulation's act, or too many of them.
var errOrders = errors.New("orders that cannot be carried out")

// Limits of what one decision may order of other cases.
const (
	MaxOrders = 250  // of one mail: each message of a list of the tray, and each of its lines
	MaxMerged = 1000 // messages of a case that move into another
)

// opened is a case that an order opens: it has its number before the decision that orders it is stored, since the journal
// of the case where it was ordered names it.
type opened struct {
	order procedure.Order
	ch    *change
}

// decideCase asks the regulation what follows. Commands are taken back only while all of their letters wait.
func (d *Daemon) decideCase(r *procedure.Regulation, ch *change) procedure.Decision {
	decided := r.Decide(ch.c, ch.in, ch.ctx)
	for _, o := range decided.Orders {
		if cmd, ok := ch.in.(procedure.Command); ok && o.Do == procedure.OrderCancel && !d.recallable(ch, o) {
			cmd.Late = true
			ch.in = cmd
			return r.Decide(ch.c, cmd, ch.ctx)
		}
	}
	return decided
}

// prepare gives numbers to the cases that a decision orders, and writes them where its events leave them open. Letters
// that it takes back leave the outbox now, or the decision does not stand.
func (d *Daemon) prepare(tx *store.Tx, by *change, decided procedure.Decision) ([]opened, error) {
	if len(decided.Orders) > MaxOrders {
		return nil, fmt.Errorf("%d orders of one decision: %w", len(decided.Orders), errOrders)
	}
	var all []opened
	for _, o := range decided.Orders {
		if o.Do == procedure.OrderCancel {
			if err := tx.CancelLetters(by.c.Ref, waitingOf(&by.c, o.Duties)); err != nil {
				return nil, fmt.Errorf("take back letters: %w", err)
			}
		}
		if o.Do != procedure.OrderOpen {
			continue
		}
		ch, err := d.toOpen(tx, by, o)
		if err != nil {
			return nil, fmt.Errorf("open a case with message %s: %w", o.Mail, err)
		}
		all = append(all, opened{o, ch})
		in := opening(ch.in)
		for i, e := range decided.Events {
			if s, ok := e.Body.(dossier.SplitOff); ok && s.Mail == o.Mail && s.Link.Number == "" {
				s.Link.Number, s.Link.Ref = in.Number, in.Ref
				decided.Events[i].Body = s
			}
			if q, ok := e.Body.(dossier.LetterQueued); ok && q.Duty.Letter == dossier.LetterTranscript && q.Duty.Details.Reason == "" {
				q.Duty.Details.Other, q.Duty.Details.Reason = in.Number, dossier.ReasonOpened
				decided.Events[i].Body = q
			}
		}
	}
	return all, nil
}

// carry carries out what a decision ordered, in the same transaction. An order may only change other cases by handle, and
// what those decide in turn orders nothing that this one did: a mail is filed, a letter taken back, a key dropped.
func (d *Daemon) carry(tx *store.Tx, by *change, orders []procedure.Order, ready []opened) error {
	if len(orders) > MaxOrders || by.depth > maxDepth {
		return fmt.Errorf("%d orders: %w", len(orders), errOrders)
	}
	for _, o := range orders {
		var err error
		switch o.Do {
		case procedure.OrderOpen:
			if len(ready) == 0 {
				if ready, err = d.prepare(tx, by, procedure.Decision{Orders: []procedure.Order{o}}); err != nil {
					return err
				}
			}
			err = d.open(tx, by, ready[0])
			ready = ready[1:]
		case procedure.OrderEach:
			err = d.each(tx, by, o)
		case procedure.OrderFile:
			err = d.fileIn(tx, by, o.Mail, o.Case, o.Role)
		case procedure.OrderPut:
			err = d.putAway(tx, by, o)
		case procedure.OrderMerge:
			err = d.merge(tx, by, o.Case)
		case procedure.OrderCancel:
			err = nil // taken out of the outbox before the decision was stored
		case procedure.OrderCommand:
			err = d.passOn(tx, by, o)
		case procedure.OrderAbsence:
			away := procedure.Away{Absence: dossier.Absence{Person: o.Person, From: o.From, Until: o.Until}}
			err = d.office(tx, by.box, away, by.ctx.Now)
		case procedure.OrderDestroy:
			err = d.destroyCase(tx, by.box, o.Case, by.ctx.Now)
		default:
			err = fmt.Errorf("%q: %w", o.Do, errOrders)
		}
		if err != nil {
			return fmt.Errorf("order %s: %w", o.Do, err)
		}
	}
	return nil
}

// maxDepth is how far orders may lead to others: a command that was passed on may order something itself.
const maxDepth = 3

// at makes a change of another case that follows from this one.
func (by *change) at(b *box, c dossier.Case, in procedure.Input, m *message.Message) *change {
	return &change{box: b, c: c, in: in, ctx: by.ctx, mail: m, press: by.press, depth: by.depth + 1}
}

// readAgain reads a stored message once more, as intake reads it now.
func (d *Daemon) readAgain(tx *store.Tx, id dossier.MailID) (*message.Message, dossier.Mail, error) {
	stored, err := tx.Mail(id)
	if err != nil {
		return nil, dossier.Mail{}, err
	}
	raw, err := tx.RawMail(id)
	if err != nil {
		return nil, dossier.Mail{}, err
	}
	m := message.Parse(raw)
	return m, intake.Mail(m, id, stored.Arrived, digest(stored.Digest)), nil
}

// toOpen makes the change that opens a case with a message: as intake opens one, with what the order adds.
func (d *Daemon) toOpen(tx *store.Tx, by *change, o procedure.Order) (*change, error) {
	m, mail, err := d.readAgain(tx, o.Mail)
	if err != nil {
		return nil, err
	}
	in, err := by.box.desk.Opens(m, mail, d.register(tx, by.box))
	if err != nil {
		return nil, err
	}
	open := in.Opens
	if o.Kind != "" {
		open.Kind = o.Kind
	}
	if o.State != "" {
		open.State = o.State
	}
	if o.How != "" {
		open.Link = dossier.Link{Number: by.c.Number, Ref: by.c.Ref, How: o.How}
	}
	if o.Text != "" && by.c.Ref != 0 { // the office says there by which word
		open.Text = o.Text
	}
	for field, value := range o.Facts {
		if open.Facts == nil {
			open.Facts = map[string][]string{}
		}
		open.Facts[field] = []string{value}
	}
	in.Tasks = append(in.Tasks, o.Tasks...)
	markUnmailable(open, nil)
	if open.Ref, open.Number, err = tx.NewCase(d.o.Prefix, open.Received.Year()); err != nil {
		return nil, fmt.Errorf("number a case: %w", err)
	}
	ch := by.at(by.box, dossier.Case{}, in, m)
	ch.ctx.Arrived = mail.Arrived
	return ch, nil
}

// open opens the case, and files its mail there.
func (d *Daemon) open(tx *store.Tx, by *change, o opened) error {
	if err := d.handle(tx, o.ch); err != nil {
		return err
	}
	return d.settleIn(tx, o.order.Mail, o.ch.c.Ref, by.ctx.Now)
}

// settleIn gives a message the case as its place, wherever it was before.
func (d *Daemon) settleIn(tx *store.Tx, id dossier.MailID, ref dossier.Ref, now time.Time) error {
	m, err := tx.Mail(id)
	if err != nil {
		return err
	}
	folder, err := d.shelf(tx, d.box(m.Mailbox), ref)
	if err != nil {
		return err
	}
	if m.Outcome == store.OutcomeDossier {
		return tx.Refile(id, ref, folder)
	}
	return tx.Settle(id, store.Settled{At: now, Outcome: store.OutcomeDossier, Case: ref, Folder: folder})
}

// fileIn files a message in a case. With a role its sender becomes that party; without one nobody does, whoever wrote it.
func (d *Daemon) fileIn(tx *store.Tx, by *change, id dossier.MailID, ref dossier.Ref, role dossier.Role) error {
	m, mail, err := d.readAgain(tx, id)
	if err != nil {
		return fmt.Errorf("message %s: %w", id, err)
	}
	c, err := tx.Case(ref)
	if err != nil {
		return fmt.Errorf("case of message %s: %w", id, err)
	}
	b := d.box(c.Mailbox)
	if c.Holds(id) {
		return d.settleIn(tx, id, ref, by.ctx.Now)
	}
	in := procedure.Message{Mail: mail, From: speakerOf(&c, m), Machine: m.Kind != message.KindHuman, Automatic: "filed_by_hand", Moved: role == ""}
	if role != "" && m.From != nil {
		in.Joins = &procedure.Joining{Role: role, Who: procedure.Found{
			Name: m.From.Name, Address: strings.ToLower(m.From.Address), Thread: m.MessageID,
		}}
		in.Joins.Who.NoMail = !letter.Mailable(in.Joins.Who.Address)
		if p, ok := d.person(dossier.PersonID(in.Joins.Who.Address)); ok {
			in.Joins.Who.Person = p.ID
		}
	}
	if err := d.handle(tx, by.at(b, c, in, m)); err != nil {
		return err
	}
	return d.settleIn(tx, id, ref, by.ctx.Now)
}

// speakerOf is the party of a case whose address a message names as its sender.
func speakerOf(c *dossier.Case, m *message.Message) procedure.Speaker {
	if m.From == nil {
		return procedure.Speaker{}
	}
	p, ok := c.PartyAt(strings.ToLower(m.From.Address))
	if !ok {
		return procedure.Speaker{}
	}
	return procedure.Speaker{Party: p.ID, Role: p.Role, Person: p.Person, Staff: p.Staff}
}

// putAway takes a message out of the tray for good: a person has looked at it.
func (d *Daemon) putAway(tx *store.Tx, by *change, o procedure.Order) error {
	m, err := tx.Mail(o.Mail)
	if err != nil {
		return fmt.Errorf("message %s: %w", o.Mail, err)
	}
	folder := d.box(m.Mailbox).Handled
	if m.Outcome == store.OutcomeCandidate {
		folder = "" // in a service mailbox only mail of a case is ever moved (DESIGN 10.2)
	}
	return tx.Settle(o.Mail, store.Settled{At: by.ctx.Now, Outcome: store.OutcomeIgnored, Reason: reasonPutAway, Folder: folder})
}

// reasonPutAway is why a message is in no case that a person put aside.
const reasonPutAway = "put_aside"

// merge files all mail of a case in another one.
func (d *Daemon) merge(tx *store.Tx, by *change, into dossier.Ref) error {
	moved := 0
	for _, e := range by.c.Journal {
		id := dossier.MailID("")
		switch b := e.Body.(type) {
		case dossier.Received:
			id = b.Mail.ID
		case dossier.Filed:
			if e.By.Party != "" { // what staff wrote was about this case
				id = b.Mail.ID
			}
		}
		if id == "" {
			continue
		}
		if moved++; moved > MaxMerged {
			return fmt.Errorf("merge %s: more than %d messages: %w", by.c.Number, MaxMerged, errOrders)
		}
		if err := d.fileIn(tx, by, id, into, ""); err != nil {
			return err
		}
	}
	return nil
}

// recallMargin is how long before a letter leaves it can no longer be taken back: its sender may have read it already.
const recallMargin = 5 * time.Second

// recallable says whether the letters that an order takes back still wait, all of them.
func (d *Daemon) recallable(ch *change, o procedure.Order) bool {
	ch.box.mu.Lock()
	defer ch.box.mu.Unlock()
	for _, id := range waitingOf(&ch.c, o.Duties) {
		duty := ch.c.Duty(id)
		if !duty.NotBefore.After(ch.ctx.Now.Add(recallMargin)) {
			return false
		}
		for flying := range ch.box.flying {
			if strings.HasPrefix(flying, fmt.Sprintf("%d/%s/", ch.c.Ref, id)) || flying == fmt.Sprintf("%d/%s", ch.c.Ref, id) {
				return false
			}
		}
	}
	return true
}

// waitingOf are those of the duties whose letters wait in the outbox: an answer to whoever gave the commands has left.
func waitingOf(c *dossier.Case, all []dossier.DutyID) (ids []dossier.DutyID) {
	for _, id := range all {
		if duty := c.Duty(id); duty != nil && duty.State == dossier.DutyQueued {
			ids = append(ids, id)
		}
	}
	return ids
}

// passOn gives a line that was written to the office to the case that it is about.
func (d *Daemon) passOn(tx *store.Tx, by *change, o procedure.Order) error {
	cmd, ok := by.in.(procedure.Command)
	if !ok {
		return fmt.Errorf("a line without its mail: %w", errOrders)
	}
	c, err := tx.Case(o.Case)
	if err != nil {
		return fmt.Errorf("case of a line: %w", err)
	}
	cmd.Lines, cmd.Near, cmd.Answers, cmd.Passed = []procedure.Line{o.Line}, nil, "", true
	return d.handle(tx, by.at(d.box(c.Mailbox), c, cmd, by.mail))
}
