package control

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

func (a *answer) caseList() error {
	if a.q.JSON {
		list := &array{w: a.w}
		err := a.s.Cases(func(c dossier.Case) error { return cmp.Or(a.ctx.Err(), list.add(Row(c))) })
		return cmp.Or(err, list.end())
	}
	t := &table{head: []string{"NUMBER", "RECEIVED", "STATE", "COMPLAINANT", "NEXT"}, soft: []int{3, 4}}
	open, today := 0, a.today()
	err := a.s.Cases(func(c dossier.Case) error {
		if c.Closed.IsZero() {
			open++
		}
		t.row(string(c.Number), Long(c.Received), string(c.State), complainant(&c), next(&c, today))
		return a.ctx.Err()
	})
	if err != nil {
		return err
	}
	return a.write(t, "no cases", fmt.Sprintf("%s, %d of them not closed", count(len(t.rows), "case"), open))
}

// write prints a listing with a line below it, or what it says when it is empty.
func (a *answer) write(t *table, empty, below string) error {
	if len(t.rows) == 0 {
		return a.say(empty)
	}
	if err := t.write(a.w, a.q.Width); err != nil {
		return err
	}
	if below == "" {
		return nil
	}
	return a.say("\n" + below)
}

func (a *answer) say(line string) error {
	_, err := io.WriteString(a.w, line+"\n")
	return err
}

func complainant(c *dossier.Case) string {
	for _, p := range c.PartiesAs(dossier.RoleComplainant) {
		return cmp.Or(p.Name, p.Address, "unknown")
	}
	return "not known yet"
}

// next is what the case waits for: its first running term, and how many tasks.
func next(c *dossier.Case, today calendar.Date) string {
	var parts []string
	if t := firstTerm(c); t != nil {
		part := fmt.Sprintf("%s by %s", t.Name, Long(t.ActBy))
		switch {
		case t.State == dossier.TermPassed || t.Due.Before(today):
			part = fmt.Sprintf("%s passed on %s", t.Name, Long(t.Due))
		case t.ActBy.Before(today):
			part += ", now"
		}
		parts = append(parts, part)
	}
	if n := len(c.OpenTasks()); n > 0 {
		parts = append(parts, count(n, "task"))
	}
	return strings.Join(parts, "; ")
}

// firstTerm is the running term that ends first; retention is no work.
func firstTerm(c *dossier.Case) *dossier.Term {
	var first *dossier.Term
	for i := range c.Terms {
		t := &c.Terms[i]
		if t.Running() && t.Name != dossier.TermRetention && (first == nil || t.Due.Before(first.Due)) {
			first = t
		}
	}
	return first
}

func (a *answer) due() error {
	rows, err := a.s.Due(a.q.Until)
	if err != nil {
		return err
	}
	if a.q.JSON {
		for i := range rows {
			rows[i].To = append([]dossier.Role{}, rows[i].To...) // [], never null
		}
		return writeArray(a.w, rows)
	}
	t := &table{head: []string{"DATE", "CASE", "WHAT", "TO", "FOR"}, soft: []int{2, 3, 4}}
	late, today := 0, a.today()
	for _, r := range rows {
		what := string(r.Letter)
		if what == "" || r.What == "term_end" {
			what = spaced(r.What)
		}
		if r.Mode == "draft" {
			what += " (draft)"
		}
		if calendar.Date(r.Date).Before(today) {
			late++
		}
		t.row(Long(calendar.Date(r.Date)), string(r.Case), what, roles(r.To), forTerm(r))
	}
	below := ""
	if late > 0 {
		below = fmt.Sprintf("%d of them before today, %s", late, Long(today))
	}
	empty := "nothing is due"
	if !a.q.Until.IsZero() {
		empty += " up to " + Long(a.q.Until)
	}
	return a.write(t, empty, below)
}

// forTerm names the term for which something comes, its end and the article.
func forTerm(r DueRow) string {
	s := string(r.Term)
	switch due := calendar.Date(r.Due); {
	case r.What == "term_end":
	case calendar.Date(r.Date).After(due):
		s += ", over since " + Long(due)
	default:
		s += ", ends " + Long(due)
	}
	if r.Article != "" {
		s += " [" + r.Article + "]"
	}
	return s
}

func roles(list []dossier.Role) string {
	words := make([]string, len(list))
	for i, r := range list {
		words[i] = string(r)
	}
	return strings.Join(words, ", ")
}

func (a *answer) queue() error {
	rows, err := a.s.Queue()
	if err != nil {
		return err
	}
	if a.q.JSON {
		return writeArray(a.w, rows)
	}
	t := &table{head: []string{"ID", "CASE", "LETTER", "TO", "STATE", "TRIES", "NEXT TRY", "LAST REPLY"}, soft: []int{7}}
	for _, r := range rows {
		t.row(r.ID, cmp.Or(string(r.Case), "-"), string(r.Letter), string(r.To), r.State, strconv.Itoa(r.Attempts),
			minute(r.Next.Time(), a.s.Location()), cmp.Or(r.SMTP, "-"))
	}
	return a.write(t, "the outbox is empty", "")
}

func (a *answer) retry(id string) error {
	if err := a.s.Retry(id); err != nil {
		return &Hinted{fmt.Errorf("retry letter %s: %w", Clean(id), err), "klachtd queue list shows the letters that can be tried again"}
	}
	if a.q.JSON {
		return WriteJSON(a.w, struct {
			ID    string `json:"id"`
			State string `json:"state"`
		}{id, "queued"})
	}
	return a.say(Clean(id) + " leaves with the next pass")
}

func (a *answer) tray() error {
	rows, err := a.s.Tray()
	if err != nil {
		return err
	}
	if a.q.JSON {
		for i := range rows {
			rows[i].Attachments = append([]Attachment{}, rows[i].Attachments...)
		}
		return writeArray(a.w, rows)
	}
	t := &table{head: []string{"#", "RECEIVED", "FROM", "SUBJECT", "WHY", "CASE?"}, soft: []int{2, 3, 4}}
	for _, r := range rows {
		t.row(strconv.Itoa(r.Number), minute(r.ReceivedAt.Time(), a.s.Location()), who(r.From.Name, r.From.Address),
			cut(r.Subject, mostSubject), whyTray(r.Why), cmp.Or(string(r.Case), "-"))
	}
	return a.write(t, "the tray is empty", "")
}

// mostSubject is how many columns of a subject a listing shows.
const mostSubject = 120

// whyTray says in words why a mail waits; what it does not know it shows as it is.
func whyTray(why string) string { return cmp.Or(trayReasons[why], spaced(why)) }

var trayReasons = map[string]string{
	"own_letter":           "one of our own letters came back",
	"own_address":          "it claims to come from this mailbox",
	"foreign_bounce":       "a delivery report about mail of others",
	"no_sender":            "no sender can be found",
	"stranger_in_thread":   "a stranger in the thread of a case",
	"several_cases":        "it answers letters of more than one case",
	"number_from_stranger": "a case number in the subject, from a stranger",
	"forwarded_again":      "a forward, without proof, of a complaint that is known",
	"note_refused":         "a note of a complaint with lines that are refused; its writer could not be told",
	"answer_to_office":     "an answer to a notice of no case",
	"mixed_mailbox":        "is it a complaint?",
}
