package letter

import (
	"fmt"
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// LackLine is something that a dossier lacks, and the line that fills it; Line is empty when there is none.
type LackLine struct {
	What string
	Line string
}

// SectionRow is a part of a digest.
type SectionRow struct {
	Title string
	Rows  []Row
	Mails int // in the tray
	More  int // lines that are left out
}

// MeasureRow is a measure that was proposed, with the lines that say what became of it.
type MeasureRow struct {
	ID     string
	Number string
	Text   string
	Owner  string
	Due    string
	Late   bool
}

// DiaryLine is a line of the journal.
type DiaryLine struct {
	Day  string
	What string
	Who  string
}

// sections is the order of a digest's parts: what is late first.
var sections = []string{dossier.SectionOverdue, dossier.SectionToday, dossier.SectionWeek, dossier.SectionAhead, dossier.SectionUndelivered, dossier.SectionDrafts,
	dossier.SectionTasks, dossier.SectionNew, dossier.SectionTray, dossier.SectionDestroy}

// dossierFields fill what a letter shows of a dossier.
func (m *maker) dossierFields(f *Fields) {
	in, c := m.in, &m.in.Case
	d := in.Duty.Details
	f.State, f.Urgent, f.Tight = m.say("states", string(c.State)), c.Urgent, in.Tight
	f.Flood = d.Reason == "flood"
	if f.KindTitle == "" {
		f.KindTitle = m.say("kinds", f.Kind)
	}
	if f.Category == "" {
		f.Category = line(strings.ReplaceAll(c.Category, "_", " "), 120)
	}
	if f.Outcome == "" {
		f.Outcome = line(strings.NewReplacer("_", " ", "-", " ").Replace(c.Outcome), 120)
	}
	if f.Handler == "" {
		f.Handler = m.parties(dossier.RoleHandler)
	}
	f.Respondent = m.parties(dossier.RoleRespondent)
	if d.Hidden {
		f.Complainant, f.ComplainAddr = "", ""
	}
	f.Person, f.Running, f.TodayShort, f.ReceivedShort = m.person(d.Person), m.running(), m.short(m.today()), m.short(m.received())
	f.Draft, _ = linesOf(in.Draft, MaxQuoteRunes, MaxQuoteLines)
	f.Memo, _ = linesOf(in.Memo, MaxQuoteRunes, MaxQuoteLines)
	m.lacks(f)
	m.lists(f)
}

// files names what is enclosed.
func (m *maker) files(files []File) (lines []AttachLine) {
	for _, f := range files[:min(len(files), MaxRows)] {
		lines = append(lines, AttachLine{dead(line(f.Name, MaxFileNameRunes)), m.size(len(f.Data))})
	}
	return lines
}

// short writes a day as a command takes it: 3-4-2026, or 2026-04-03 in English.
func (m *maker) short(d calendar.Date) string {
	if m.lang == "nl" {
		return fmt.Sprintf("%d-%d-%d", d.Day(), d.Month(), d.Year())
	}
	return d.String()
}

// own fills what a party may know of the case: its public status, and the terms that bind the reader or were promised
// to who complains.
func (m *maker) own(f *Fields) {
	c, reader := &m.in.Case, m.reader()
	f.Public = m.say("public", c.Public)
	for _, t := range c.Terms {
		promised := reader == dossier.RoleComplainant && t.Name == dossier.TermSettle
		if (promised || t.Binds == reader) && t.State != dossier.TermCancelled && len(f.OwnDates) < MaxRows {
			f.OwnDates = append(f.OwnDates, TermLine{Name: m.say("terms", string(t.Name)), Due: m.long(t.Due), Met: m.long(t.Met)})
		}
	}
}

// parties are the names of those with a role, in the order in which they came.
func (m *maker) parties(role dossier.Role) string {
	var s string
	for _, p := range m.in.Case.PartiesAs(role) {
		name := nameOf(p)
		if name == "" {
			name = m.person(p.Person)
		}
		if name = line(name, 2*MaxNameRunes); name != "" && len(s) < 1000 {
			if s != "" {
				s += "; "
			}
			s += name
		}
	}
	return s
}

// lacks say what is missing, each with the command that fills it.
func (m *maker) lacks(f *Fields) {
	names := m.in.Missing
	if len(names) == 0 {
		names = m.in.Duty.Details.Missing
	}
	if d := m.in.Duty.Details; d.Task == dossier.TaskMissing && d.Reason != "" {
		names = []string{d.Reason}
	}
	for _, name := range names[:min(len(names), MaxRows)] {
		l := LackLine{What: m.say("fields", name), Line: m.dated(m.w["fills"][name])}
		if m.in.Duty.Letter == dossier.LetterReceiverReceipt && !slices.Contains(receiverFills, name) {
			l.Line = "" // a word of the coordinator's
		}
		f.Lacks = append(f.Lacks, l)
	}
}

// receiverFills are the fields that whoever received a complaint may fill by a word of his own.
var receiverFills = []string{"complainant", "name", "received", "facts_dates", "address", "member_number"}

// lists fill what a letter goes through.
func (m *maker) lists(f *Fields) {
	in := m.in
	for _, j := range in.Journal[:min(len(in.Journal), MaxRows)] {
		f.Diary = append(f.Diary, DiaryLine{m.long(j.Day), line(dead(j.What), 300), line(dead(j.Who), 200)})
	}
	m.checks(f)
	m.digest(f)
}

func (m *maker) checks(f *Fields) {
	list := m.in.Measures
	if len(list) == 0 {
		for _, id := range m.in.Duty.Details.Measures {
			if k := slices.IndexFunc(m.in.Case.Measures, func(x dossier.Measure) bool { return x.ID == id }); k >= 0 {
				list = append(list, Measure{m.in.Case.Number, m.in.Case.Measures[k]})
			}
		}
	}
	if len(list) == 0 { // the shell knows no more than what the list names
		for _, l := range m.in.Duty.Details.Cases {
			if l.Measure != "" {
				list = append(list, Measure{l.Number, dossier.Measure{ID: l.Measure, Due: l.Date}})
			}
		}
	}
	today := m.today()
	for _, x := range list[:min(len(list), MaxRows)] {
		owner := line(x.Owner, 120)
		if owner == "" {
			owner = m.person(x.Person)
		}
		f.Checks = append(f.Checks, MeasureRow{ID: line(x.ID, 20), Number: string(x.Number), Text: line(dead(x.Text), 300), Owner: owner,
			Due: m.long(x.Due), Late: !x.Due.IsZero() && x.Due.Before(today)})
	}
}

// digest puts the lines of a digest in its parts. A part that the letter does not know comes last, under its own name.
func (m *maker) digest(f *Fields) {
	lines := m.in.Duty.Details.Cases
	order := slices.Clone(sections)
	for _, l := range lines {
		if l.Section != "" && !slices.Contains(order, l.Section) && len(order) < MaxRows {
			order = append(order, l.Section)
		}
	}
	for _, name := range order {
		row, found := SectionRow{Title: m.say("sections", name)}, false
		for _, l := range lines {
			if l.Section != name {
				continue
			}
			switch found = true; {
			case l.Number == "" && l.Reason == "" && l.Letter == "" && name == dossier.SectionTray:
				row.Mails += l.Count
			case l.Number == "" && l.Reason == "" && l.Letter == "":
				row.More += l.Count
			case len(row.Rows) == MaxRows:
				row.More++
			default:
				row.Rows = append(row.Rows, m.glance(l, len(row.Rows)+1))
			}
		}
		if found {
			f.Sections = append(f.Sections, row)
		}
	}
}

// glance is a line of a digest: what it is about, what belongs to it, and a day in words.
func (m *maker) glance(l dossier.CaseLine, n int) Row {
	letter := m.say("letters", string(l.Letter))
	r := Row{N: n, Number: string(l.Number), Reason: m.why(l.Reason), Letter: letter, Date: m.long(l.Date), Count: l.Count, Age: l.Age}
	task, isTask := m.w["tasks"][l.Reason]
	_, isTerm := m.w["terms"][l.Reason]
	since := func(word string) {
		if r.Date != "" {
			r.Date = m.say("frame", word) + " " + r.Date
		}
	}
	switch l.Section {
	case dossier.SectionTasks:
		if isTask {
			r.Reason = task
		}
		since("since")
	case dossier.SectionUndelivered, dossier.SectionDrafts:
		if letter != "" {
			r.Reason, r.Letter = letter, ""
		} else if isTask {
			r.Reason = task
		}
	case dossier.SectionNew:
		if r.Reason == "" {
			r.Reason = m.say("frame", "came_in")
		}
	case dossier.SectionDestroy:
		r.Reason = m.say("frame", "kept")
		since("since")
	case dossier.SectionOverdue:
		since("was_due")
	default:
		if isTask && !isTerm {
			r.Reason = task
		}
	}
	return r
}
