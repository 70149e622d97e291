package control

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// margin is how far the sections of a dossier stand from the left.
const margin = 2

func (a *answer) caseShow(number string) error {
	c, err := a.find(number)
	if err != nil {
		return err
	}
	if a.q.JSON {
		return WriteJSON(a.w, Case(c))
	}
	return a.show(&c)
}

// show prints a dossier: what it is, then who, by when, which letters, what waits, and what happened.
func (a *answer) show(c *dossier.Case) error {
	sections := []struct {
		title string
		table *table
	}{
		{title(c), a.facts(c)},
		{"People", a.people(c)},
		{"Terms", a.terms(c)},
		{"Letters", a.letters(c)},
		{"Waits for a person", a.tasks(c)},
		{"Journal", a.journal(c)},
	}
	for i, s := range sections {
		if len(s.table.rows) == 0 {
			continue
		}
		space := "\n"
		if i == 0 {
			space = ""
		}
		if _, err := io.WriteString(a.w, space+s.title+"\n"); err != nil {
			return err
		}
		s.table.indent = margin
		if err := s.table.write(a.w, a.q.Width); err != nil {
			return err
		}
	}
	return nil
}

func title(c *dossier.Case) string {
	s := fmt.Sprintf("%s  %s, %s", c.Number, c.Kind, c.State)
	if c.Public != "" {
		s += fmt.Sprintf(" (the complainant sees: %s)", c.Public)
	}
	return Clean(s)
}

func (a *answer) facts(c *dossier.Case) *table {
	t := &table{soft: []int{1}}
	optional := func(name, value string) {
		if value != "" {
			t.row(name, value)
		}
	}
	t.row("received", fmt.Sprintf("%s, by %s%s", Long(c.Received), c.Channel, dated[c.Dated]))
	t.row("regulation", fmt.Sprintf("%s, version %s", c.Procedure.Name, c.Procedure.Version))
	t.row("mailbox", c.Mailbox)
	optional("category", c.Category)
	optional("track", c.Track)
	optional("outcome", c.Outcome)
	if !c.Closed.IsZero() {
		t.row("closed", Long(c.Closed))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Facts)) {
		if slices.Contains(ownLine, name) {
			continue
		}
		t.row(spaced(name), strings.Join(c.Facts[name], ", "))
	}
	for _, m := range c.Measures {
		t.row("measure "+m.ID, fmt.Sprintf("%s (%s, by %s)", m.Text, m.Owner, Long(m.Due)))
	}
	return t
}

// ownLine are facts that have a line of their own above.
var ownLine = []string{dossier.FactCategory, dossier.FactTrack, dossier.FactOutcome, dossier.FactKind}

// dated says how the day of receipt is known, where that is not the arrival of the mail itself.
var dated = map[dossier.Dated]string{
	dossier.DatedReceived: "; the day on which the forwarded mail came in",
	dossier.DatedDate:     "; the date of the forwarded mail",
	dossier.DatedInline:   "; as the forward says",
	dossier.DatedCommand:  "; as a member of staff said",
}

func (a *answer) people(c *dossier.Case) *table {
	t := &table{soft: []int{1}}
	for _, p := range c.Parties {
		if p.Removed {
			continue
		}
		vouched := ""
		if p.Verified {
			vouched = "verified"
		}
		t.row(string(p.Role), who(p.Name, p.Address), vouched)
	}
	return t
}

func (a *answer) terms(c *dossier.Case) *table {
	t := &table{soft: []int{2}}
	for _, term := range c.Terms {
		t.row(string(term.Name), Long(term.Due), termState(&term), bracketed(term.Article))
		for _, s := range term.Steps {
			how := "then, by "
			if s.Done {
				how = "extended by "
			}
			t.row("", Long(s.To), how+string(s.Letter), bracketed(s.Article))
		}
	}
	return t
}

func termState(t *dossier.Term) string {
	switch {
	case t.State == dossier.TermMetState && t.Met.After(t.Due):
		return "met late, on " + Long(t.Met)
	case t.State == dossier.TermMetState:
		return "met on " + Long(t.Met)
	case t.Running() && t.ActBy != t.Due && t.State != dossier.TermPassed:
		return fmt.Sprintf("%s; act by %s", t.State, Long(t.ActBy))
	}
	return string(t.State)
}

func (a *answer) letters(c *dossier.Case) *table {
	t := &table{soft: []int{4}}
	for _, d := range c.Duties {
		when, note := d.Queued, d.Reason
		if d.State == dossier.DutyAccepted {
			when, note = d.Accepted, d.SMTP
		}
		t.row(string(d.Letter), string(d.To.Role), string(d.State), clock(when, a.s.Location()), spaced(cmp.Or(note, d.SMTP)))
	}
	return t
}

func (a *answer) tasks(c *dossier.Case) *table {
	t := &table{soft: []int{1}}
	for _, k := range c.OpenTasks() {
		t.row(string(k.For), task(k), "since "+Long(calendar.Of(k.Opened, a.s.Location())))
	}
	return t
}

func (a *answer) journal(c *dossier.Case) *table {
	t := &table{soft: []int{2}}
	for _, e := range c.Journal {
		says := Say(c, e)
		if article := bracketed(Entry(c, e).Article); article != "" {
			says += " " + article
		}
		t.row(fmt.Sprintf("%3s", strconv.Itoa(e.Seq)), clock(e.At, a.s.Location()), says)
	}
	return t
}

// bracketed is an article as it stands behind a line.
func bracketed(article string) string {
	if article == "" {
		return ""
	}
	return "[" + article + "]"
}
