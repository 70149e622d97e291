package daemon

import (
	"fmt"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

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
	shut, err := shutTo(tx, b, p.m, read.Case)
	if err != nil {
		return outcome{}, err
	}
	in := procedure.PutAside{Mail: p.id, Why: string(read.Why), Near: d.near(b, m.Arrived, now), Shut: shut}
	if err := d.office(tx, b, in, now); err != nil {
		return outcome{}, err
	}
	return outcome{id: p.id, what: store.OutcomeTray, reason: string(read.Why)}, nil
}

// looksLike begins the reason of a candidate that the regulation's words recognise.
const looksLike = "looks_like_"

// candidate leaves a message of a service mailbox where it is, until a person says what it is. What a rule
// of the regulation finds is put to the coordinator at once (DESIGN 10.2); that is a hint, and nothing else follows from it.
func (d *Daemon) candidate(
	tx *store.Tx, b *box, p parsed, read intake.Reading, now time.Time,
) (outcome, error) {
	why, at := string(read.Why), false
	for _, rule := range b.Regulation.Recognised(p.m.Subject + "\n" + p.m.Answer) {
		if decidesItem(b.Regulation, rule.Offers) && !at {
			why, at = looksLike+rule.Name, true
		}
	}
	if err := tx.Settle(p.id, store.Settled{At: now, Outcome: store.OutcomeCandidate, Reason: why}); err != nil {
		return outcome{}, err
	}
	done := outcome{id: p.id, what: store.OutcomeCandidate, reason: why}
	if !at {
		return done, nil // the list of the next working day shows it
	}
	in := procedure.PutAside{Mail: p.id, Why: why, Near: true, Shut: b.desk.Mentions(p.m)}
	return done, d.office(tx, b, in, now)
}

// decidesItem says whether one of the acts says what a mail of the list is.
func decidesItem(r *procedure.Regulation, acts []string) bool {
	return slices.ContainsFunc(r.Acts, func(a procedure.Act) bool {
		return a.New && slices.Contains(a.May, "item") && slices.Contains(acts, a.Name)
	})
}

// shutTo lists who shall not read a mail of the tray: whom it speaks of, and to whom the case is shut that it seems to
// belong to (DESIGN 10.12).
func shutTo(tx *store.Tx, b *box, m *message.Message, seems dossier.Ref) ([]dossier.PersonID, error) {
	shut := b.desk.Mentions(m)
	if seems == 0 {
		return shut, nil
	}
	c, err := tx.Case(seems)
	if err != nil {
		return nil, fmt.Errorf("case of a mail in the tray: %w", err)
	}
	return append(shut, shutOut(&c)...), nil
}

// shutOut are the people who may not know of a case: it speaks of them, or they complain or are complained about.
func shutOut(c *dossier.Case) []dossier.PersonID {
	shut := slices.Clone(c.Shut)
	for _, p := range c.Parties {
		if p.Person != "" && !p.Removed && (p.Role == dossier.RoleComplainant || p.Role == dossier.RoleRespondent) {
			shut = append(shut, p.Person)
		}
	}
	return shut
}

// shutLines asks shutTo for each line of a list, and notes the case to which the message seems to belong: a guess, for a
// person to judge.
func (d *Daemon) shutLines(tx *store.Tx, b *box, lines []dossier.CaseLine) (map[dossier.MailID][]dossier.PersonID, error) {
	shut := map[dossier.MailID][]dossier.PersonID{}
	for i, l := range lines {
		if l.Mail == "" {
			continue
		}
		raw, err := tx.RawMail(l.Mail)
		if err != nil {
			return nil, fmt.Errorf("message %s: %w", l.Mail, err)
		}
		m := message.Parse(raw)
		read, err := d.read(tx, b, m, dossier.Mail{ID: l.Mail})
		if err != nil {
			return nil, fmt.Errorf("read message %s: %w", l.Mail, err)
		}
		if shut[l.Mail], err = shutTo(tx, b, m, read.Case); err != nil {
			return nil, err
		}
		if read.Case == 0 {
			continue
		}
		s, err := tx.Summary(read.Case)
		if err != nil {
			return nil, fmt.Errorf("case of message %s: %w", l.Mail, err)
		}
		lines[i].Number = s.Number
	}
	return shut, nil
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

// RepeatList is after how many working days a list is sent again that has nothing new.
const RepeatList = 5

// listDue is when the next list of the tray leaves: at the first opening of the digest's hours on a working day after
// something new came in, and again after some days while anything waits. ok is false when nothing waits.
func (d *Daemon) listDue(tx *store.Tx) (at time.Time, ok bool, err error) {
	first, err := oldest(tx, time.Time{})
	if err != nil || first.IsZero() {
		return at, false, err // nothing waits: the office need not be read at each turn
	}
	o, err := tx.Office()
	if err != nil {
		return at, false, fmt.Errorf("read the office: %w", err)
	}
	listed := d.listed(o)
	fresh, err := oldest(tx, listed) // of those that no list has shown
	if err != nil {
		return at, false, err
	}
	if fresh.IsZero() {
		return d.o.DigestAt.Opening(d.o.Calendars.Office.AddOpen(o.ListedOn, RepeatList), d.o.Location), true, nil
	}
	day := d.o.Calendars.Office.OnOrAfter(d.today(fresh))
	if at = d.o.DigestAt.Opening(day, d.o.Location); at.Before(fresh) || at.Equal(listed) {
		at = d.o.DigestAt.Opening(d.o.Calendars.Office.AddOpen(day, 1), d.o.Location)
	}
	return at, true, nil
}

// oldest is when the first mail came to wait that did so since an instant; zero: none did.
func oldest(tx *store.Tx, since time.Time) (at time.Time, err error) {
	for _, outcome := range []string{store.OutcomeTray, store.OutcomeCandidate} {
		waiting, err := tx.WaitingSince(outcome, since, 1)
		if err != nil {
			return at, fmt.Errorf("read the tray: %w", err)
		}
		for _, m := range waiting {
			at = earlier(at, m.Settled)
		}
	}
	return at, nil
}

// listed is when the last list of the tray left, the zero time when none did.
func (d *Daemon) listed(o dossier.Office) time.Time {
	if o.ListedOn.IsZero() {
		return time.Time{}
	}
	return d.o.DigestAt.Opening(o.ListedOn, d.o.Location)
}

// MaxScanned bounds what is read of a tray for one list, the mail of other mailboxes included.
const MaxScanned = 10_000

// earlier is the earlier of two instants; the zero time is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || b.Before(a) {
		return b
	}
	return a
}

// Limits of a tray list. New mail stands first in it, so that a tray full of old rubbish hides nobody. Reports about mail
// that somebody else sent in our name come by the thousand: more than a few are one line (security 12).
const (
	MaxListed  = 200
	MaxReports = 3
)

// trayLists sends each mailbox's coordinator the list of what waits in the tray, once a working day while anything
// waits.
func (d *Daemon) trayLists(now time.Time) error {
	due := false
	err := d.st.View(func(tx *store.Tx) error {
		at, ok, err := d.listDue(tx)
		due = ok && !at.After(now)
		return err
	})
	if err != nil || !due {
		return err
	}
	return d.commit(now, func(tx *store.Tx) error {
		o, err := tx.Office()
		if err != nil {
			return fmt.Errorf("read the office: %w", err)
		}
		for _, b := range d.boxes {
			lines, err := d.trayLines(tx, b, d.listed(o))
			if err != nil {
				return err
			}
			shut, err := d.shutLines(tx, b, lines)
			if err != nil {
				return err
			}
			in := procedure.Listed{Day: d.today(now), Lines: lines, Shut: shut}
			if err := d.office(tx, b, in, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// trayLines are what no list has shown yet, and then what waits longest.
func (d *Daemon) trayLines(tx *store.Tx, b *box, listed time.Time) (lines []dossier.CaseLine, err error) {
	w := waitingLines{known: map[dossier.MailID]bool{}}
	for _, from := range []time.Time{listed, {}} {
		for _, outcome := range []string{store.OutcomeTray, store.OutcomeCandidate} {
			waiting, err := tx.WaitingSince(outcome, from, MaxScanned)
			if err != nil {
				return nil, fmt.Errorf("read the tray: %w", err)
			}
			for _, m := range waiting {
				if m.Mailbox == b.Name && !w.known[m.ID] {
					w.known[m.ID] = true
					w.add(dossier.CaseLine{Date: calendar.Of(m.Arrived, d.o.Location), Reason: m.Reason, Mail: m.ID})
				}
			}
		}
	}
	return w.list(), nil
}

// waitingLines are the lines of a tray list in the making.
type waitingLines struct {
	known          map[dossier.MailID]bool
	lines, reports []dossier.CaseLine
	more           int // beyond MaxListed
}

func (w *waitingLines) add(l dossier.CaseLine) {
	switch {
	case l.Reason == string(intake.WhyBounce):
		w.reports = append(w.reports, l)
	case len(w.lines) < MaxListed:
		w.lines = append(w.lines, l)
	default:
		w.more++
	}
}

// list puts the reports last, and what has no line of its own is counted below.
func (w *waitingLines) list() []dossier.CaseLine {
	lines := w.lines
	if len(w.reports) > MaxReports {
		lines = append(lines, dossier.CaseLine{Reason: string(intake.WhyBounce), Count: len(w.reports)})
	} else {
		lines = append(lines, w.reports...)
	}
	if w.more > 0 {
		lines = append(lines, dossier.CaseLine{Count: w.more})
	}
	return lines
}
