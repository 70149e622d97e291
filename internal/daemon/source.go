package daemon

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/control"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// PageSize is how many rows of the store a listing reads at a time: no reading transaction is held longer.
const PageSize = 256

// MaxListedLetters bounds the outbox listing.
const MaxListedLetters = 10_000

// Source is the daemon's view of the store for the command line. Its methods may be called beside Run.
func (d *Daemon) Source() control.Source { return source{d} }

type source struct{ d *Daemon }

func (s source) Language() string         { return s.d.o.Language }
func (s source) Location() *time.Location { return s.d.o.Location }

// Cases reads the cases in pages, so that the intake goes on meanwhile.
func (s source) Cases(each func(dossier.Case) error) error {
	for from := dossier.Ref(0); ; {
		var page []dossier.Case
		last := dossier.Ref(0)
		err := s.d.st.View(func(tx *store.Tx) error {
			page = page[:0]
			rows, err := tx.Cases(from, PageSize)
			if err != nil {
				return err
			}
			for _, row := range rows {
				c, err := tx.Case(row.Ref)
				if err != nil {
					return fmt.Errorf("case %s: %w", row.Number, err)
				}
				page = append(page, c)
			}
			if len(page) > 0 {
				last = page[len(page)-1].Ref
			}
			gone, err := stones(tx, from, last)
			page = append(page, gone...)
			return err
		})
		slices.SortFunc(page, func(a, b dossier.Case) int { return cmp.Compare(a.Ref, b.Ref) })
		if err != nil || len(page) == 0 {
			return err
		}
		for _, c := range page {
			if err := each(c); err != nil {
				return err
			}
		}
		from = page[len(page)-1].Ref
	}
}

func (s source) Case(number string) (c dossier.Case, found bool, err error) {
	err = s.d.st.View(func(tx *store.Tx) error {
		ref, ok, err := tx.CaseByNumber(dossier.Number(number))
		if err != nil || !ok {
			return err
		}
		c, err = caseOrStone(tx, ref)
		found = err == nil
		return err
	})
	return c, found, err
}

// Due lists the agendas of all cases, in order of date and number.
func (s source) Due(until calendar.Date) ([]control.DueRow, error) {
	var rows []control.DueRow
	err := s.Cases(func(c dossier.Case) error {
		return s.d.st.View(func(tx *store.Tx) error {
			more, err := s.dueOf(tx, c, until)
			rows = append(rows, more...)
			return err
		})
	})
	slices.SortStableFunc(rows, func(a, b control.DueRow) int {
		return calendar.Date(a.Date).Compare(calendar.Date(b.Date))
	})
	return rows, err
}

func (s source) dueOf(tx *store.Tx, c dossier.Case, until calendar.Date) ([]control.DueRow, error) {
	b := s.d.box(c.Mailbox)
	r, err := s.d.regulation(tx, b, c.Procedure.Hash)
	if err != nil {
		return nil, err
	}
	var rows []control.DueRow
	for _, e := range r.Agenda(&c, s.d.context(b, c.ReceivedAt, c.ReceivedAt, procedure.Limited{})) {
		if !until.IsZero() && e.Day.After(until) {
			break
		}
		to := e.To
		if to == nil {
			to = []dossier.Role{}
		}
		rows = append(rows, control.DueRow{
			Date: control.Day(e.Day), Case: c.Number, What: e.Kind.What(), Letter: e.Letter, To: to, Term: e.Term,
			Article: e.Article, Due: control.Day(e.Due), ActBy: control.Day(e.ActBy), Mode: string(e.Mode),
		})
	}
	return rows, nil
}

// Queue lists what waits, then what could not be delivered.
func (s source) Queue() ([]control.QueueRow, error) {
	rows := []control.QueueRow{}
	err := s.d.st.View(func(tx *store.Tx) error {
		rows = rows[:0]
		waiting, err := tx.Letters(store.LetterFilter{}, MaxListedLetters)
		if err != nil {
			return err
		}
		refused, err := tx.Letters(store.LetterFilter{All: true, State: store.LetterRefused}, MaxListedLetters)
		if err != nil {
			return err
		}
		for _, l := range append(waiting, refused...) {
			row, err := queueRow(tx, l)
			if err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	return rows, err
}

func queueRow(tx *store.Tx, l store.Letter) (control.QueueRow, error) {
	row := control.QueueRow{
		ID: l.ID, Case: l.Number, Letter: l.Name, State: string(l.State), Attempts: l.Attempts,
		Queued: control.Moment(l.Queued), Next: control.Moment(l.Next), MessageID: l.MessageID, SMTP: l.Reply,
	}
	if l.Ref == 0 {
		row.To = dossier.RoleCoordinator
		return row, nil
	}
	c, err := tx.Case(l.Ref)
	if err != nil {
		return row, fmt.Errorf("case of letter %s: %w", l.ID, err)
	}
	if d := c.Duty(l.Duty); d != nil {
		row.To, row.Article = d.To.Role, d.Article
	}
	return row, nil
}

// Tray lists mail that waits for a person, with the case that it seems to belong to.
func (s source) Tray() ([]control.TrayRow, error) {
	rows := []control.TrayRow{}
	err := s.d.st.View(func(tx *store.Tx) error {
		rows = rows[:0]
		for _, list := range []func(dossier.MailID, int) ([]store.Mail, error){tx.Tray, tx.Candidates, tx.Quarantined} {
			mails, err := list("", MaxScanned)
			if err != nil {
				return err
			}
			for _, m := range mails {
				row, err := s.d.trayRow(tx, m)
				if err != nil {
					return err
				}
				row.Number = len(rows) + 1
				rows = append(rows, row)
			}
		}
		return nil
	})
	return rows, err
}

func (d *Daemon) trayRow(tx *store.Tx, m store.Mail) (control.TrayRow, error) {
	raw, err := tx.RawMail(m.ID)
	if err != nil {
		return control.TrayRow{}, fmt.Errorf("message %s: %w", m.ID, err)
	}
	msg := message.Parse(raw)
	row := control.TrayRow{
		ID: m.ID, Mailbox: m.Mailbox, ReceivedAt: control.Moment(m.Arrived), Subject: msg.Subject, Why: m.Reason,
		Attachments: []control.Attachment{},
	}
	for _, a := range msg.Attachments {
		row.Attachments = append(row.Attachments, control.Attachment{Name: a.Name, Type: a.Type, Bytes: a.Bytes})
	}
	if msg.From != nil {
		row.From = control.Person{Name: msg.From.Name, Address: msg.From.Address}
	}
	b := d.box(m.Mailbox)
	read, err := d.read(tx, b, msg, dossier.Mail{ID: m.ID, Arrived: m.Arrived})
	if err != nil || read.Case == 0 {
		return row, err
	}
	c, err := tx.Case(read.Case)
	if err != nil {
		return row, fmt.Errorf("case of message %s: %w", m.ID, err)
	}
	row.Case = c.Number
	return row, nil
}

// Retry tries a letter that waits for its next attempt now, and makes a refused or bounced one anew.
func (s source) Retry(id string) error {
	now := time.Now()
	return s.d.commit(now, func(tx *store.Tx) error {
		l, err := tx.Letter(id)
		if errors.Is(err, store.ErrNotFound) {
			return control.ErrNotFound
		}
		if err != nil {
			return err
		}
		if l.State != store.LetterAccepted && l.State != store.LetterRefused {
			return s.d.hasten(tx, l, now)
		}
		c, err := tx.Case(l.Ref)
		if err != nil {
			return fmt.Errorf("case of letter %s: %w", id, err)
		}
		duty := c.Duty(l.Duty)
		if duty == nil || (duty.State != dossier.DutyRefused && duty.State != dossier.DutyBounced) {
			return control.ErrRefused
		}
		b := s.d.box(c.Mailbox)
		ch := &change{box: b, c: c, in: procedure.Operator{Retry: l.Duty}, ctx: s.d.context(b, now, now, procedure.Limited{})}
		return s.d.handle(tx, ch)
	})
}

// hasten lets a letter be tried now: its server is back, and the next attempt may be an hour away. The bytes stay what
// they were. ErrRefused is returned while an attempt is under way, and for a letter whose own time has not come.
func (d *Daemon) hasten(tx *store.Tx, l store.Letter, now time.Time) error {
	b := d.box(l.Mailbox)
	if b == nil || l.NotBefore.After(now) {
		return control.ErrRefused
	}
	b.mu.Lock()
	flying, held := b.flying[l.ID], b.hold.After(now)
	if !flying {
		b.hold = time.Time{}
	}
	b.mu.Unlock()
	if flying || l.State == store.LetterQueued && !held {
		return control.ErrRefused
	}
	b.ring()
	return tx.SetLetter(l.ID, store.LetterResult{State: l.State, Reply: l.Reply, At: l.At, Next: now})
}
