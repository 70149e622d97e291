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
	EntryNotice   EntryKind = "notice"   // the last day on which a delay can be told in time
	EntryTask     EntryKind = "task"     // the day of a task
	EntryAfter    EntryKind = "after"    // the letter that a passed term demands
	EntryEnd      EntryKind = "end"      // the last day of a term is over
	EntryAlert    EntryKind = "alert"    // a passed term is told again
	EntryKeep     EntryKind = "keep"     // the retention of an ended case is over
)

// What is the word of contract/values.md for the kind.
func (k EntryKind) What() string {
	switch k {
	case EntryStep, EntryAfter:
		return "letter"
	case EntryReminder, EntryAlert, EntryNotice, EntryTask:
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
	Step    int            // of EntryStep
	Rules   []int          // of EntryReminder: the reminder rules of the term that fall on the day
	Task    dossier.TaskID // of EntryTask
	Mark    calendar.Date  // the day that the regulation gives; Day is later when the reminder had to wait
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
// that happened can leave a stale timer behind. Of a case that has ended only those terms are left that still run.
func (r *Regulation) Agenda(c *dossier.Case, ctx Context) []Entry {
	w := &work{r: r, c: *c, ctx: ctx}
	var es []Entry
	for i := range c.Terms {
		t := &c.Terms[i]
		rule := r.Term(t.Name)
		if rule == nil || !t.Running() || t.Name == dossier.TermRetention {
			continue // retention has an entry of its own kind
		}
		if c.Closed.IsZero() || w.beside(t.Name) {
			es = append(es, r.steps(c, t, rule, ctx)...)
			if !r.underWay(c, t) {
				es = append(es, w.paused(rule, append(w.reminders(t, rule), notices(c, t, rule, ctx)...))...)
			}
		}
		es = append(es, w.ends(t, rule)...)
	}
	es = append(es, w.tasks()...)
	es = append(es, r.keep(c)...)
	slices.SortStableFunc(es, func(a, b Entry) int {
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(rank(a.Kind), rank(b.Kind)))
	})
	return es
}

// rank orders entries of one day: the letters of the morning before the end of the day.
func rank(k EntryKind) int {
	return slices.Index([]EntryKind{
		EntryReminder, EntryNotice, EntryTask, EntryAlert, EntryAfter, EntryStep, EntryEnd, EntryKeep,
	}, k)
}

// paused moves reminders of a term that stands in a pause to the next working day, on which it is asked again.
func (w *work) paused(rule *TermRule, es []Entry) []Entry {
	if len(rule.Pause) == 0 || !w.allHold(rule.Pause, scope{}) {
		return es
	}
	next := w.ctx.Calendars.Office.AddOpen(w.ctx.Today(), 1)
	for i := range es {
		if es[i].Day.Before(next) {
			es[i].Day = next
		}
	}
	return es
}

// steps are the extensions still to come.
func (r *Regulation) steps(c *dossier.Case, t *dossier.Term, rule *TermRule, ctx Context) []Entry {
	var es []Entry
	for i, s := range t.Steps {
		if s.Done || i >= len(rule.Steps) || rule.Steps[i].When == SendNever || owed(c, t.Name, i) {
			continue
		}
		sr := rule.Steps[i]
		day := s.ActBy
		if sr.When == SendLead {
			day = before(s.ActBy, sr.Lead, ctx)
		}
		e := Entry{
			Day: day, Kind: EntryStep, Term: t.Name, Step: i, Letter: s.Letter, To: audience(c, sr.Audience),
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

// reminders fall before the act-by day of the term as it stands, and of each extension still to come, or so long after
// its beginning. Rules that fall on one day make one reminder.
func (w *work) reminders(t *dossier.Term, rule *TermRule) []Entry {
	var es []Entry
	c, ctx := &w.c, w.ctx
	for i, rr := range rule.Remind {
		if rr.Record == "" && w.heldBy(rr.Unless) != "" {
			continue // as things stand it is needless
		}
		add := func(day, due, actBy calendar.Date) {
			if day.Before(t.Started) || reminded(c, t.Name, day) {
				return
			}
			if at := slices.IndexFunc(es, func(e Entry) bool { return e.Mark == day }); at >= 0 {
				es[at].Rules, es[at].To = append(es[at].Rules, i), union(es[at].To, rr.To)
				return
			}
			es = append(es, Entry{
				Day: day, Mark: day, Kind: EntryReminder, Term: t.Name, Rules: []int{i}, Letter: dossier.LetterReminder, To: rr.To,
				Article: cmp.Or(rr.Article, t.Article), Due: due, ActBy: actBy, Mode: ModeAuto,
			})
		}
		if day, ok := afterStart(t, rr, ctx); ok {
			add(day, t.Due, t.ActBy)
			continue
		}
		for _, end := range comingEnds(c, t, rule) {
			add(before(end.ActBy, rr.Before, ctx), end.Due, end.ActBy)
		}
	}
	return es
}

// afterStart is the day of a reminder that counts from the beginning of its term.
func afterStart(t *dossier.Term, rr ReminderRule, ctx Context) (calendar.Date, bool) {
	switch {
	case rr.Day > 0:
		return ctx.Calendars.Office.AddOpen(t.Started, rr.Day), true
	case rr.After.IsZero():
		return calendar.Date{}, false
	case rr.After.Unit == calendar.WorkingDays:
		return ctx.Calendars.Office.AddOpen(t.Started, rr.After.N), true
	}
	return ctx.Calendars.Office.OnOrAfter(ahead(t.Started, rr.After)), true
}

func union(a, b []dossier.Role) []dossier.Role {
	all := slices.Clone(a)
	for _, r := range b {
		if !slices.Contains(all, r) {
			all = append(all, r)
		}
	}
	return all
}

// notices fall on the last day on which a delay can be told in time, for a term whose extension only a person gives.
func notices(c *dossier.Case, t *dossier.Term, rule *TermRule, ctx Context) []Entry {
	if rule.Notice.Letter == "" {
		return nil
	}
	day := noticeDay(t, rule, ctx)
	if day.Before(t.Started) || t.State == dossier.TermPassed || reminded(c, t.Name, day) {
		return nil
	}
	var to []dossier.Role
	for _, rr := range rule.Remind {
		to = union(to, rr.To)
	}
	return []Entry{{
		Day: day, Mark: day, Kind: EntryNotice, Term: t.Name, Letter: dossier.LetterReminder, To: to, Article: rule.Notice.Article,
		Due: t.Due, ActBy: t.ActBy, Mode: ModeAuto,
	}}
}

func noticeDay(t *dossier.Term, rule *TermRule, ctx Context) calendar.Date {
	return before(t.ActBy, rule.Notice.Lead, ctx)
}

// tasks that have a day are reminded of on it, once. In a case that has ended only of those that keep it from being closed.
func (w *work) tasks() []Entry {
	c, ctx := &w.c, w.ctx
	var es []Entry
	for _, t := range c.OpenTasks() {
		if !c.Closed.IsZero() && !w.hinders(t.Kind) {
			continue
		}
		day := ctx.Calendars.Office.OnOrAfter(t.Due)
		if t.Due.IsZero() || notADay(t.Kind) || slices.ContainsFunc(c.Duties, func(d dossier.Duty) bool {
			return d.Letter == dossier.LetterReminder && d.Details.Reason == reasonTask && d.Details.Task == t.Kind && d.Details.Date == t.Due
		}) {
			continue
		}
		es = append(es, Entry{
			Day: day, Mark: t.Due, Kind: EntryTask, Task: t.ID, Letter: dossier.LetterReminder, To: []dossier.Role{t.For},
			Article: t.Article, Due: t.Due, ActBy: day, Mode: ModeAuto,
		})
	}
	return es
}

// hinders says whether an act that the case could do now waits for the end of such a task.
func (w *work) hinders(kind dossier.TaskKind) bool {
	return slices.ContainsFunc(w.r.Acts, func(a Act) bool {
		return slices.Contains(a.In, w.c.State) && slices.ContainsFunc(a.Gates, func(g Gate) bool {
			return g.Then == ThenRefuse && len(g.Any) == 1 && g.Any[0].Is == CondOpen && g.Any[0].Not && g.Any[0].Name == string(kind)
		})
	})
}

// notADay are tasks whose date is a limit, no day to act.
func notADay(k dossier.TaskKind) bool { return k == dossier.TaskTooOld || k == dossier.TaskBeforeForce }

// reasonTask marks a reminder of a task.
const reasonTask = "task"

type endDay struct{ Due, ActBy calendar.Date }

// comingEnds are the ends of a term that lie ahead: of each extension that will come by itself, and the last one.
func comingEnds(c *dossier.Case, t *dossier.Term, rule *TermRule) []endDay {
	end := endDay{t.Due, t.ActBy}
	var ends []endDay
	for i, s := range t.Steps {
		if s.Done {
			continue
		}
		if owed(c, t.Name, i) || i >= len(rule.Steps) || rule.Steps[i].When == SendNever {
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

// ends are the passing of a term, and then what the regulation wants: a letter, a question, alerts.
func (w *work) ends(t *dossier.Term, rule *TermRule) []Entry {
	c, office := &w.c, w.ctx.Calendars.Office
	e := Entry{
		Day: t.Due, Mark: t.Due, Kind: EntryEnd, Term: t.Name, To: union(rule.AtEnd.Alert, roleList(rule.AtEnd.Ask)), Article: t.Article,
		Due: t.Due, ActBy: t.ActBy, Mode: ModeAuto,
	}
	if t.State != dossier.TermPassed {
		coming := comingEnds(c, t, rule)
		last := coming[len(coming)-1]
		e.Day, e.Mark, e.Due, e.ActBy = last.Due, last.Due, last.Due, last.ActBy
		return []Entry{e}
	}
	var es []Entry
	first := office.AddOpen(t.Due, 1)
	if letter := rule.AtEnd.Letter; letter != "" && !w.afterEnd(t, letter) {
		after := e
		after.Day, after.Mark, after.Kind, after.Letter, after.To = first, first, EntryAfter, letter, w.r.Letters[letter].To
		after.Mode = w.r.mode(letter)
		es = append(es, after)
	}
	last := lastAlert(c, t)
	e.Kind, e.Letter, e.Day = EntryAlert, dossier.LetterReminder, first
	switch {
	case len(e.To) == 0:
		return es
	case last == t.Due && !(rule.AtEnd.Repeat == RepeatWeekly && reminded(c, t.Name, t.Due)): // nobody was told yet
	case rule.AtEnd.Repeat == RepeatDaily:
		e.Day = office.AddOpen(last, 1)
	case rule.AtEnd.Repeat == RepeatWeekly:
		e.Day = office.OnOrAfter(last.AddDays(7))
	default:
		return es
	}
	e.Mark = e.Day
	return append(es, w.paused(rule, []Entry{e})...)
}

func roleList(r dossier.Role) []dossier.Role {
	if r == "" {
		return nil
	}
	return []dossier.Role{r}
}

// afterEnd says whether the letter that a passed term demands was made for this end of it.
func (w *work) afterEnd(t *dossier.Term, letter dossier.LetterName) bool {
	return slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool {
		return d.Letter == letter && d.Details.Term == t.Name && d.Details.DueDate == t.Due
	})
}

// lastAlert is the day of the last alert or reminder about a passed term, at first its due date.
func lastAlert(c *dossier.Case, t *dossier.Term) calendar.Date {
	day := t.Due
	for _, d := range c.Duties {
		if (d.Letter == dossier.LetterReminder || d.Letter == dossier.LetterTask) && d.Details.Term == t.Name && d.Details.Date.After(day) {
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
