package procedure

import (
	"cmp"
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Glance is a line of an overview with those who may see it.
type Glance struct {
	Line dossier.CaseLine
	To   []dossier.PersonID
}

// Window is what an overview looks at: cases behind After are new, and what time brings until a day.
type Window struct {
	After dossier.Ref
	Until calendar.Date
}

// Overview lists what people should know of a case today, without any name: the rows of its agenda, what is over, and
// what waits for a person. Coordinators see it, or who stands in for them, handlers see theirs, and the regulation may
// name more readers; nobody sees what is shut to him (DESIGN 10.11, 10.12).
func (r *Regulation) Overview(c *dossier.Case, win Window, ctx Context) []Glance {
	w := &work{r: r, c: *c, ctx: ctx}
	g := &glancer{w: w, desk: w.mayRead(w.staff(dossier.RoleCoordinator)), hands: w.hands(), above: w.supervisors()}
	g.agenda(win.Until)
	g.passed()
	g.drafts()
	g.tasks()
	if c.Ref > win.After {
		g.add(dossier.CaseLine{Section: dossier.SectionNew, Date: c.Received}, g.desk, g.above)
	}
	return g.all
}

type glancer struct {
	w                  *work
	desk, hands, above []dossier.PersonID
	all                []Glance
}

func (g *glancer) add(l dossier.CaseLine, to ...[]dossier.PersonID) {
	l.Number = g.w.c.Number
	if c := &g.w.c; c.Closed.IsZero() && l.Section != dossier.SectionNew { // whose line says when it came in
		l.Age = c.Received.DaysUntil(g.w.ctx.Today())
	}
	readers := slices.Concat(to...)
	slices.Sort(readers)
	if readers = slices.Compact(readers); len(readers) > 0 {
		g.all = append(g.all, Glance{Line: l, To: readers})
	}
}

// agenda are the rows that the command line lists for the same days. That a passed term is told again is left out: it
// stands among what is over.
func (g *glancer) agenda(until calendar.Date) {
	today := g.w.ctx.Today()
	all := g.w.r.Agenda(&g.w.c, g.w.ctx)
	for _, e := range all {
		if e.Kind == EntryAlert || e.Kind == EntryKeep || e.Day.After(until) || saidBy(all, e) {
			continue
		}
		about := string(e.Term)
		for _, t := range g.w.c.Tasks {
			if e.Kind == EntryTask && t.ID == e.Task {
				about = string(t.Kind)
			}
		}
		l := dossier.CaseLine{Letter: e.Letter, Date: e.Day, Reason: about, Section: dossier.SectionWeek}
		switch sunday := today.AddDays((7 - int(today.Weekday())) % 7); {
		case !e.Day.After(today):
			l.Section = dossier.SectionToday
		case e.Day.After(sunday):
			l.Section = dossier.SectionAhead
		}
		g.add(l, g.desk, g.hands, g.above)
	}
}

// saidBy says whether a reminder falls on the day on which its term ends, or moves on: that line says it.
func saidBy(all []Entry, e Entry) bool {
	return e.Kind == EntryReminder && slices.ContainsFunc(all, func(o Entry) bool {
		return o.Term == e.Term && o.Day == e.Day && (o.Kind == EntryEnd || o.Kind == EntryStep)
	})
}

func (g *glancer) passed() {
	for _, t := range g.w.c.Terms {
		switch {
		case t.State != dossier.TermPassed:
		case t.Name != dossier.TermRetention:
			l := dossier.CaseLine{Section: dossier.SectionOverdue, Date: t.Due, Reason: string(t.Name)}
			g.add(l, g.desk, g.hands, g.above)
		case !g.w.c.Hold && g.w.c.State != dossier.StateDestroyed && !g.w.c.Destroying:
			g.add(dossier.CaseLine{Section: dossier.SectionDestroy, Date: t.Due, Reason: string(t.Name)}, g.desk)
		}
	}
}

func (g *glancer) drafts() {
	for _, d := range g.w.c.Duties {
		if waitsForPerson(d) {
			g.add(dossier.CaseLine{Section: dossier.SectionDrafts, Letter: d.Letter, Date: d.Due, Reason: d.Reason}, g.desk, g.hands)
		}
	}
}

func waitsForPerson(d dossier.Duty) bool {
	return d.State == dossier.DutyDraft || d.State == dossier.DutyHeld || d.State == dossier.DutyToPrint
}

// tasks leaves out what stands in another section: letters that wait, and terms that are over.
func (g *glancer) tasks() {
	for _, t := range g.w.c.OpenTasks() {
		if d := g.w.c.Duty(t.Duty); d != nil && waitsForPerson(*d) || t.Kind == dossier.TaskTermPassed && g.over(t.Reason) {
			continue
		}
		l := dossier.CaseLine{
			Section: dossier.SectionTasks, Reason: string(t.Kind), Letter: t.Letter, Date: calendar.Of(t.Opened, g.w.ctx.Location),
		}
		if t.Kind == dossier.TaskUndelivered {
			l.Section = dossier.SectionUndelivered
		}
		g.add(l, g.desk, g.hands)
	}
}

func (g *glancer) over(term string) bool {
	t := g.w.c.Term(dossier.TermName(term))
	return t != nil && t.State == dossier.TermPassed
}

// mayRead leaves out whom the regulation shuts out of the case by his role.
func (w *work) mayRead(to []dossier.Recipient) []dossier.PersonID {
	var ids []dossier.PersonID
	for _, r := range to {
		if r.Person != "" && !w.closed(r.Role) {
			ids = append(ids, r.Person)
		}
	}
	return ids
}

// hands are the handlers of the case among the people of the configuration.
func (w *work) hands() []dossier.PersonID {
	return slices.DeleteFunc(w.mayRead(w.parties(dossier.RoleHandler)), func(id dossier.PersonID) bool {
		return slices.Contains(w.c.Shut, id) || w.concerns(id)
	})
}

// supervisors are those to whom the regulation gives the overview besides who handles complaints.
func (w *work) supervisors() []dossier.PersonID {
	var ids []dossier.PersonID
	for _, rep := range w.r.Reports {
		if rep.Kind != ReportDigest {
			continue
		}
		for _, role := range rep.To {
			shut := func(id dossier.PersonID) bool { return slices.Contains(w.c.Shut, id) || w.concerns(id) }
			ids = append(ids, w.mayRead(staff(w.r, w.ctx, role, shut))...)
		}
	}
	return ids
}

// Digest asks for the overviews of one mailbox.
type Digest struct {
	Mailbox string
	Day     calendar.Date
	Glances []Glance
	Tray    []dossier.CaseLine
	Shut    map[dossier.MailID][]dossier.PersonID // of Tray, as in PutAside
	More    int                                   // cases with something to say that were not looked at
	Known   dossier.Ref                           // the last case that there is
}

// MaxSection is how many lines of a section a digest shows; of the others it says how many there are.
const MaxSection = 25

var sections = []string{
	dossier.SectionOverdue, dossier.SectionToday, dossier.SectionWeek, dossier.SectionAhead, dossier.SectionUndelivered, dossier.SectionDrafts,
	dossier.SectionTasks, dossier.SectionNew, dossier.SectionTray, dossier.SectionDestroy,
}

// digest writes one overview to each reader, and none to whom it would say nothing.
func (w *desk) digest(in Digest) {
	lines := map[dossier.PersonID][]dossier.CaseLine{}
	for _, g := range in.Glances {
		for _, id := range g.To {
			lines[id] = append(lines[id], g.Line)
		}
	}
	w.ownTasks(lines)
	tray := map[dossier.PersonID]int{}
	for _, l := range in.Tray {
		for _, to := range w.readers(in.Shut[l.Mail]) {
			tray[to.Person]++
		}
	}
	for _, to := range w.readers(nil) {
		if in.More > 0 {
			lines[to.Person] = append(lines[to.Person], dossier.CaseLine{Section: dossier.SectionTasks, Count: in.More})
		}
	}
	for id, n := range tray {
		lines[id] = append(lines[id], dossier.CaseLine{Section: dossier.SectionTray, Count: n})
	}
	w.ran(ScheduleDigest, in.Mailbox, in.Day, in.Known)
	for _, p := range w.ctx.People {
		if news(lines[p.ID]) && !p.Absent {
			w.overview(p, dossier.LetterDetails{Date: in.Day, Cases: arrange(lines[p.ID])})
		}
	}
}

// news says whether lines are worth a mail: dossiers that wait for destruction, for years perhaps, have a list of their own.
func news(lines []dossier.CaseLine) bool {
	return slices.ContainsFunc(lines, func(l dossier.CaseLine) bool { return l.Section != dossier.SectionDestroy })
}

func (w *desk) overview(p Person, details dossier.LetterDetails) {
	article := ""
	if i := slices.IndexFunc(w.r.Reports, func(r ReportRule) bool { return r.Kind == ReportDigest }); i >= 0 {
		article = w.r.Reports[i].Article
	}
	w.put(dossier.Basis{Article: article, Rule: ScheduleDigest}, dossier.LetterQueued{Duty: dossier.Duty{
		ID: dossier.DutyID("d" + w.next()), Letter: dossier.LetterDigest, Article: article, Step: noStep, Details: details,
		To: dossier.Recipient{Role: firstRole(p.Roles), Person: p.ID},
	}})
}

// ownTasks are those of the office itself: a mailbox that is away, mail in quarantine. Each kind is one line.
func (w *desk) ownTasks(lines map[dossier.PersonID][]dossier.CaseLine) {
	counts := map[dossier.TaskKind]int{}
	var kinds []dossier.TaskKind
	for _, t := range w.o.Tasks {
		if counts[t.Kind]++; counts[t.Kind] == 1 {
			kinds = append(kinds, t.Kind)
		}
	}
	for _, kind := range kinds {
		for _, to := range w.readers(nil) {
			l := dossier.CaseLine{Section: dossier.SectionTasks, Reason: string(kind), Count: counts[kind]}
			lines[to.Person] = append(lines[to.Person], l)
		}
	}
}

// arrange orders the lines by section, date and number, and cuts each section.
func arrange(lines []dossier.CaseLine) []dossier.CaseLine {
	slices.SortStableFunc(lines, func(a, b dossier.CaseLine) int {
		return cmp.Or(cmp.Compare(slices.Index(sections, a.Section), slices.Index(sections, b.Section)),
			a.Date.Compare(b.Date), compareNumbers(a.Number, b.Number))
	})
	var kept []dossier.CaseLine
	for _, section := range sections {
		shown, more := 0, 0
		for _, l := range lines {
			switch {
			case l.Section != section:
			case l.Number == "" && l.Reason == "" && section != dossier.SectionTray:
				more += l.Count
			case shown == MaxSection:
				more++
			default:
				shown++
				kept = append(kept, l)
			}
		}
		if more > 0 {
			kept = append(kept, dossier.CaseLine{Section: section, Count: more})
		}
	}
	return kept
}

// compareNumbers sorts as numbers: K2026-9999 before K2026-10000 (DESIGN 10.19).
func compareNumbers(a, b dossier.Number) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}

// ran records that a schedule of a mailbox was carried out, when so many cases were there.
func (w *desk) ran(schedule, mailbox string, day calendar.Date, known dossier.Ref) {
	w.put(design(schedule), dossier.Recorded{
		Record: dossier.RecordSchedule, Text: schedule + " " + mailbox, Day: day, Amount: int(known),
	})
}

// agendaLines are the rows of an agenda that one person may see.
func agendaLines(all []Glance, id dossier.PersonID) []dossier.CaseLine {
	var lines []dossier.CaseLine
	for _, g := range all {
		if slices.Contains(g.To, id) {
			lines = append(lines, g.Line)
		}
	}
	return arrange(lines)
}
