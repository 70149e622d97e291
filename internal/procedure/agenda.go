package procedure

import (
	"cmp"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// EntryKind says what an agenda entry does when its moment comes.
type EntryKind string

// Kinds of agenda entries.
const (
	EntryStep     EntryKind = "step"     // the letter of an extension leaves by itself
	EntryReminder EntryKind = "reminder" // a reminder to staff
	EntryEnd      EntryKind = "end"      // the last day of a term is over
	EntryAlert    EntryKind = "alert"    // a passed term is told again
	EntryKeep     EntryKind = "keep"     // the retention of an ended case is over
)

// What is the word of contract/values.md for the kind.
func (k EntryKind) What() string {
	switch k {
	case EntryStep:
		return "letter"
	case EntryReminder, EntryAlert:
		return "reminder"
	case EntryKeep:
		return "retention"
	}
	return "term_end"
}

// Entry is one thing that time will bring to a case if nobody does anything before.
type Entry struct {
	Day     calendar.Date // letters leave at the opening of letters.hours on it; an end lies at the close of the day
	Kind    EntryKind
	Term    dossier.TermName
	Step    int // of EntryStep
	Index   int // of the reminder rule
	Letter  dossier.LetterName
	To      []dossier.Role
	Article string
	Due     calendar.Date
	ActBy   calendar.Date
	Mode    Mode
}

// At is the instant of an entry: the opening of the letters' hours on its day, or, for an end, the first instant
// after its last day.
func (e Entry) At(ctx Context) time.Time {
	if e.Kind == EntryEnd || e.Kind == EntryKeep {
		return e.Day.AddDays(1).Start(ctx.Location)
	}
	return ctx.Hours.Opening(e.Day, ctx.Location)
}

// Latest is the instant after which a letter of time is late: the close of the next working day's hours
// (DESIGN 10.6).
func (e Entry) Latest(ctx Context) time.Time {
	return ctx.Hours.Closing(ctx.Calendars.Office.AddOpen(e.Day, 1), ctx.Location)
}

// Agenda lists what will happen to a case by time alone, in order of day. It is computed from the case, so nothing
// that happened can leave a stale timer behind.
func (r *Regulation) Agenda(c *dossier.Case, ctx Context) []Entry {
	var es []Entry
	for i := range c.Terms {
		t := &c.Terms[i]
		rule := r.Term(t.Name)
		if rule == nil || !t.Running() || t.Name == dossier.TermRetention {
			continue // retention has an entry of its own kind
		}
		es = append(es, r.steps(c, t, rule)...)
		if !r.underWay(c, t) {
			es = append(es, reminders(c, t, rule, ctx)...)
		}
		es = append(es, ends(c, t, rule, ctx)...)
	}
	es = append(es, r.keep(c)...)
	slices.SortStableFunc(es, func(a, b Entry) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(rank(a.Kind), rank(b.Kind)))
	})
	return es
}

// rank orders entries of one day: the letters of the morning before the end of the day.
func rank(k EntryKind) int {
	return slices.Index([]EntryKind{EntryReminder, EntryAlert, EntryStep, EntryEnd, EntryKeep}, k)
}

// steps are the extensions still to come.
func (r *Regulation) steps(c *dossier.Case, t *dossier.Term, rule *TermRule) []Entry {
	var es []Entry
	for i, s := range t.Steps {
		if s.Done || i >= len(rule.Steps) || rule.Steps[i].When == "never" || owed(c, t.Name, i) {
			continue
		}
		sr := rule.Steps[i]
		e := Entry{
			Day: s.ActBy, Kind: EntryStep, Term: t.Name, Step: i, Letter: s.Letter, To: audience(c, sr.Audience),
			Article: s.Article, Due: s.End, ActBy: s.ActBy, Mode: r.mode(s.Letter),
		}
		es = append(es, e)
	}
	return es
}

func (r *Regulation) mode(letter dossier.LetterName) Mode {
	if m := r.Letters[letter].Mode; m != "" {
		return m
	}
	return ModeAuto
}

// audience leaves out party roles that nobody has.
func audience(c *dossier.Case, roles []dossier.Role) []dossier.Role {
	var to []dossier.Role
	for _, role := range roles {
		if !slices.Contains(partyRoles, role) || len(c.PartiesAs(role)) > 0 {
			to = append(to, role)
		}
	}
	return to
}

// owed says whether a step has its duties already, in whatever state: a step is announced once.
func owed(c *dossier.Case, term dossier.TermName, step int) bool {
	return slices.ContainsFunc(c.Duties, func(d dossier.Duty) bool { return d.Term == term && d.Step == step })
}

// underWay says whether a letter that meets the term has left and only its server's answer is waited for: then there
// is nothing to remind of.
func (r *Regulation) underWay(c *dossier.Case, t *dossier.Term) bool {
	return slices.ContainsFunc(c.Duties, func(d dossier.Duty) bool {
		return (d.State == dossier.DutyQueued || d.State == dossier.DutyUnknown) && d.Step < 0 &&
			r.meets(t.Name, string(d.Letter))
	})
}

// reminders fall before the act-by day of the term as it stands, and of each extension still to come, or on the
// n-th working day of the term.
func reminders(c *dossier.Case, t *dossier.Term, rule *TermRule, ctx Context) []Entry {
	var es []Entry
	for i, rr := range rule.Remind {
		add := func(day, due, actBy calendar.Date) {
			if day.Before(t.Started) || reminded(c, t.Name, day) {
				return
			}
			es = append(es, Entry{
				Day: day, Kind: EntryReminder, Term: t.Name, Index: i, Letter: dossier.LetterReminder, To: rr.To,
				Article: rr.Article, Due: due, ActBy: actBy, Mode: ModeAuto,
			})
		}
		if rr.Day > 0 {
			add(ctx.Calendars.Office.AddOpen(t.Started, rr.Day), t.Due, t.ActBy)
			continue
		}
		for _, end := range comingEnds(c, t, rule) {
			add(before(end.ActBy, rr.Before, ctx), end.Due, end.ActBy)
		}
	}
	return es
}

type endDay struct{ Due, ActBy calendar.Date }

// comingEnds are the ends of a term that lie ahead: of each extension that will come by itself, and the last one.
func comingEnds(c *dossier.Case, t *dossier.Term, rule *TermRule) []endDay {
	end := endDay{t.Due, t.ActBy}
	var ends []endDay
	for i, s := range t.Steps {
		if s.Done {
			continue
		}
		if owed(c, t.Name, i) || i >= len(rule.Steps) || rule.Steps[i].When == "never" {
			break // its letter was held back, or waits for a person: the term ends where it stands
		}
		ends = append(ends, endDay{s.End, s.ActBy})
		end = endDay{s.To, s.Count.ActBy}
	}
	return append(ends, end)
}

// before steps back from an act-by day, in working days or in calendar days on to a working day.
func before(actBy calendar.Date, l calendar.Length, ctx Context) calendar.Date {
	if l.Unit == calendar.WorkingDays {
		return ctx.Calendars.Office.AddOpen(actBy, -l.N)
	}
	return ctx.Calendars.Office.OnOrBefore(back(actBy, l))
}

func reminded(c *dossier.Case, term dossier.TermName, day calendar.Date) bool {
	return slices.ContainsFunc(c.Duties, func(d dossier.Duty) bool {
		return d.Letter == dossier.LetterReminder && d.Details.Term == term && d.Details.Date == day
	})
}

// ends are the passing of a term, and then, when the regulation wants it, an alert on every working day.
func ends(c *dossier.Case, t *dossier.Term, rule *TermRule, ctx Context) []Entry {
	e := Entry{
		Day: t.Due, Kind: EntryEnd, Term: t.Name, Letter: rule.AtEnd.Letter, To: rule.AtEnd.Alert, Article: t.Article,
		Due: t.Due, ActBy: t.ActBy, Mode: ModeAuto,
	}
	if t.State != dossier.TermPassed {
		coming := comingEnds(c, t, rule)
		last := coming[len(coming)-1]
		e.Day, e.Due, e.ActBy = last.Due, last.Due, last.ActBy
		return []Entry{e}
	}
	if rule.AtEnd.Repeat == "" || len(rule.AtEnd.Alert) == 0 {
		return nil
	}
	e.Kind, e.Letter = EntryAlert, dossier.LetterReminder
	e.Day = ctx.Calendars.Office.AddOpen(lastAlert(c, t), 1)
	return []Entry{e}
}

// lastAlert is the day of the last alert about a passed term, at first its due date.
func lastAlert(c *dossier.Case, t *dossier.Term) calendar.Date {
	day := t.Due
	for _, d := range c.Duties {
		if d.Letter == dossier.LetterReminder && d.Details.Term == t.Name && d.Details.Date.After(day) {
			day = d.Details.Date
		}
	}
	return day
}

// keep is the end of retention of an ended case.
func (r *Regulation) keep(c *dossier.Case) []Entry {
	t := c.Term(dossier.TermRetention)
	if t == nil || c.Closed.IsZero() || t.State != dossier.TermOpen {
		return nil
	}
	return []Entry{{
		Day: t.Due, Kind: EntryKeep, Term: t.Name, To: []dossier.Role{dossier.RoleCoordinator}, Article: t.Article,
		Due: t.Due, ActBy: t.ActBy, Mode: ModeDraft,
	}}
}
