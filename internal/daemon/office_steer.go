package daemon

import (
	"fmt"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// steering gathers what the lines of a mail to the office may be about: the messages of the list that it answers,
// measures by name, the agenda of all cases.
func (d *Daemon) steering(tx *store.Tx, b *box, cmd procedure.Command, now time.Time) (procedure.Steering, error) {
	in := procedure.Steering{Command: cmd, Measures: map[string]dossier.Ref{}}
	o, err := tx.Office()
	if err != nil {
		return in, fmt.Errorf("read the office: %w", err)
	}
	if list := answeredList(&o, cmd); list != nil {
		if in.Items, err = d.items(tx, b, *list, now); err != nil {
			return in, err
		}
	}
	for _, l := range cmd.Lines {
		if err := d.named(tx, b, o, l, now, &in); err != nil {
			return in, err
		}
	}
	return in, nil
}

// answeredList is the list or notice that a mail answers, or the last list that its sender got. A list that went to
// somebody else gives nobody its numbers.
func answeredList(o *dossier.Office, cmd procedure.Command) *dossier.Duty {
	lists := func(d *dossier.Duty) bool {
		return d.To.Person == cmd.From.Person && d.To.Person != "" &&
			(d.Letter == dossier.LetterTrayList && len(d.Details.Cases) > 0 || d.Letter == dossier.LetterTrayNotice && d.About != "")
	}
	if d := o.Duty(cmd.Answers); d != nil && lists(d) {
		return d
	}
	for i := len(o.Duties) - 1; i >= 0; i-- {
		if d := &o.Duties[i]; d.Letter == dossier.LetterTrayList && lists(d) {
			return d
		}
	}
	return nil
}

// items are the messages of a list, numbered as the letter numbers them, and whether they still wait.
func (d *Daemon) items(tx *store.Tx, b *box, list dossier.Duty, now time.Time) ([]procedure.Item, error) {
	lines := list.Details.Cases
	if list.Letter == dossier.LetterTrayNotice {
		lines = []dossier.CaseLine{{Mail: list.About}}
	}
	var items []procedure.Item
	for i, l := range lines {
		if l.Mail == "" {
			continue // so many more of them
		}
		m, err := tx.Mail(l.Mail)
		if err != nil {
			return nil, fmt.Errorf("message %s: %w", l.Mail, err)
		}
		item := procedure.Item{N: i + 1, Mail: l.Mail, Waits: waits(m)}
		if item.Waits {
			if item.Case, item.Number, err = d.guess(tx, b, l.Mail, list.To.Person, now); err != nil {
				return nil, err
			}
		}
		items = append(items, item)
	}
	return items, nil
}

func waits(m store.Mail) bool {
	return (m.Outcome == store.OutcomeTray || m.Outcome == store.OutcomeCandidate) && !m.Erased
}

// guess is the case to which a message seems to belong, when a person may know of it.
func (d *Daemon) guess(
	tx *store.Tx, b *box, id dossier.MailID, reader dossier.PersonID, now time.Time,
) (dossier.Ref, dossier.Number, error) {
	raw, err := tx.RawMail(id)
	if err != nil {
		return 0, "", fmt.Errorf("message %s: %w", id, err)
	}
	read, err := d.read(tx, b, message.Parse(raw), dossier.Mail{ID: id})
	if err != nil || read.Case == 0 {
		return 0, "", err
	}
	if ok, err := d.stands(tx, read.Case, reader, now); err != nil || !ok {
		return 0, "", err
	}
	c, err := tx.Case(read.Case)
	if err != nil {
		return 0, "", fmt.Errorf("case of message %s: %w", id, err)
	}
	return c.Ref, c.Number, nil
}

// named looks up what one line names: a measure by its id, the agenda by asking for it.
func (d *Daemon) named(
	tx *store.Tx, b *box, o dossier.Office, l procedure.Line, now time.Time, in *procedure.Steering,
) error {
	if id := l.Args.Measure; id != "" {
		ref, ok, err := tx.CaseOfMeasure(id)
		if err != nil {
			return fmt.Errorf("case of measure: %w", err)
		}
		if ok {
			if ok, err = d.stands(tx, ref, in.From.Person, now); err != nil {
				return err
			}
		}
		if ok {
			in.Measures[id] = ref
		}
	}
	a := b.Regulation.Act(l.Word)
	if a == nil || in.Agenda != nil || !slices.ContainsFunc(a.Effects, func(e procedure.Effect) bool {
		return e.Do == procedure.DoAnswer && e.Deed() == procedure.AnswerAgenda
	}) {
		return nil
	}
	days := l.Args.Days
	if days <= 0 || days > MaxAgendaDays {
		days = AgendaDays
	}
	var err error
	in.Agenda, err = d.agenda(tx, b, o, d.today(now).AddDays(days), now)
	return err
}

// stands says whether a person has any part in a case. To others its measures are none.
func (d *Daemon) stands(tx *store.Tx, ref dossier.Ref, id dossier.PersonID, now time.Time) (bool, error) {
	c, err := caseOrStone(tx, ref)
	if err != nil || c.State == dossier.StateDestroyed {
		return false, err
	}
	home := d.box(c.Mailbox)
	r, err := d.regulation(tx, home, c.Procedure.Hash)
	if err != nil {
		return false, err
	}
	return r.Stands(&c, d.context(home, now, now, procedure.Limited{}), id), nil
}

// How many days #agenda looks ahead when nobody says so, and at most.
const (
	AgendaDays    = 14
	MaxAgendaDays = 366
)

// dueSections are the parts of a digest that #agenda answers with.
var dueSections = []string{dossier.SectionOverdue, dossier.SectionToday, dossier.SectionWeek, dossier.SectionAhead}

// agenda is what time brings to the cases of a mailbox until a day, the earliest first, as far as a letter shows it.
func (d *Daemon) agenda(
	tx *store.Tx, b *box, o dossier.Office, until calendar.Date, now time.Time,
) ([]procedure.Glance, error) {
	ctx := d.context(b, now, now, procedure.Limited{})
	refs, err := tx.Due(until.AddDays(1).Start(d.o.Location), MaxLooked)
	if err != nil {
		return nil, fmt.Errorf("read what is due: %w", err)
	}
	win := procedure.Window{After: ^dossier.Ref(0), Until: until}
	var all []procedure.Glance
	for _, ref := range refs {
		gs, err := d.glances(tx, ref, b, win, ctx)
		if err != nil {
			return nil, err
		}
		for _, g := range gs {
			if slices.Contains(dueSections, g.Line.Section) {
				all = append(all, g)
			}
		}
	}
	return all, nil
}
