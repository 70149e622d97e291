package procedure

import (
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Begun starts the schedules of a mailbox that never ran, so that the first day is not overrun with what came before.
type Begun struct {
	Mailbox string
	Day     calendar.Date // what was due until then counts as done
}

// MeasuresCheck asks the roles of the regulation what became of open measures.
type MeasuresCheck struct {
	Mailbox string
	Day     calendar.Date
	Glances []Glance
}

// RetentionList names the dossiers whose retention is over.
type RetentionList struct {
	Mailbox string
	Day     calendar.Date
	Glances []Glance // those of the section destroy
}

// Flooding says that a registration was not told at once, since too many came from strangers.
type Flooding struct{ Mailbox string }

// Flooded asks for the list of what was not told one by one.
type Flooded struct {
	Mailbox string
	Day     calendar.Date
	Glances []Glance
	More    int
}

func (Digest) office()        {}
func (Begun) office()         {}
func (MeasuresCheck) office() {}
func (RetentionList) office() {}
func (Flooding) office()      {}
func (Flooded) office()       {}

// Schedules of a mailbox, as they stand in Office.Ran with the mailbox's name.
const (
	ScheduleDigest    = "digest"
	ScheduleMeasures  = "measures_check"
	ScheduleRetention = "retention_list"
)

// Ran is the day on which a schedule of a mailbox was carried out last; zero: never.
func Ran(o dossier.Office, schedule, mailbox string) calendar.Date {
	return o.Ran[schedule+" "+mailbox]
}

// scheduled decides what a calendar asks for; false when in is something else.
func (w *desk) scheduled(in OfficeInput) {
	switch in := in.(type) {
	case Begun:
		for _, schedule := range []string{ScheduleDigest, ScheduleMeasures} {
			if Ran(w.o, schedule, in.Mailbox).IsZero() {
				w.ran(schedule, in.Mailbox, in.Day, 0)
			}
		}
	case Digest:
		w.digest(in)
	case MeasuresCheck:
		w.ran(ScheduleMeasures, in.Mailbox, in.Day, 0)
		w.measures(in)
	case RetentionList:
		w.ran(ScheduleRetention, in.Mailbox, in.Day, 0)
		w.listTo(w.r.Retain.Article, dossier.LetterRetentionList, in.Day, in.Glances)
	case Flooding:
		if _, on := w.o.Floods[in.Mailbox]; !on {
			w.add("limit on notices", dossier.Recorded{Record: dossier.RecordFlood, Text: in.Mailbox})
		}
	case Flooded:
		w.flooded(in)
	}
}

// OpenMeasure says whether nobody has said yet what became of a measure.
func OpenMeasure(m dossier.Measure) bool { return m.Done.IsZero() && m.Reason == "" }

// MeasuresOf lists the measures of a case that were proposed before a day and are still open, with those who are asked.
func (r *Regulation) MeasuresOf(c *dossier.Case, before calendar.Date, ctx Context) []Glance {
	w := &work{r: r, c: *c, ctx: ctx}
	var to []dossier.PersonID
	for _, role := range r.Measures.To {
		to = append(to, w.mayRead(w.recipients(role))...)
	}
	slices.Sort(to)
	to = slices.Compact(to)
	var all []Glance
	for _, m := range c.Measures {
		if OpenMeasure(m) && m.Proposed.Before(before) && len(to) > 0 {
			all = append(all, Glance{Line: dossier.CaseLine{Number: c.Number, Measure: m.ID, Date: m.Due}, To: to})
		}
	}
	return all
}

// measures asks each reader about all that he may see, and says so in the journal of the office.
func (w *desk) measures(in MeasuresCheck) {
	w.listTo(w.r.Measures.Article, dossier.LetterMeasuresCheck, in.Day, in.Glances)
}

// listTo writes a list to each reader, with what he may see of it.
func (w *desk) listTo(article string, letter dossier.LetterName, day calendar.Date, all []Glance) {
	for _, p := range w.ctx.People {
		details := dossier.LetterDetails{Date: day}
		for _, g := range all {
			if !slices.Contains(g.To, p.ID) {
				continue
			}
			details.Cases = append(details.Cases, g.Line)
			if g.Line.Measure != "" {
				details.Measures = append(details.Measures, g.Line.Measure)
			}
		}
		if len(details.Cases) == 0 {
			continue
		}
		to := dossier.Recipient{Role: firstRole(p.Roles), Person: p.ID}
		w.put(dossier.Basis{Article: article, Rule: string(letter)}, dossier.LetterQueued{Duty: dossier.Duty{
			ID: dossier.DutyID("d" + w.next()), Letter: letter, To: to, Article: article, Step: noStep, Details: details,
		}})
	}
}

// flooded tells in one list what a flood left untold: the first of it, and how many more there are.
func (w *desk) flooded(in Flooded) {
	w.add("limit on notices", dossier.Recorded{Record: dossier.RecordFloodTold, Text: in.Mailbox})
	lines := map[dossier.PersonID][]dossier.CaseLine{}
	for _, g := range in.Glances {
		for _, id := range g.To {
			lines[id] = append(lines[id], g.Line)
		}
	}
	for _, to := range w.readers(nil) {
		if in.More > 0 {
			lines[to.Person] = append(lines[to.Person], dossier.CaseLine{Section: dossier.SectionNew, Count: in.More})
		}
	}
	for _, p := range w.ctx.People {
		if len(lines[p.ID]) > 0 && !p.Absent {
			w.overview(p, dossier.LetterDetails{Date: in.Day, Cases: arrange(lines[p.ID]), Reason: "flood"})
		}
	}
}
