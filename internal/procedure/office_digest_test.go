package procedure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// glimpse writes an overview for a test: section, reason or letter, date and readers.
func glimpse(all []procedure.Glance) []string {
	var lines []string
	for _, g := range all {
		var to []string
		for _, id := range g.To {
			name, _, _ := strings.Cut(string(id), "@")
			to = append(to, name)
		}
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s", g.Line.Section, g.Line.Reason, g.Line.Letter, g.Line.Date, strings.Join(to, "+")))
	}
	return lines
}

// digestWeek is the window of a digest on a day: all cases are new, what is due until Sunday.
func digestWeek(t testing.TB, now time.Time) procedure.Window {
	today := calendar.Of(now, amsterdam(t))
	return procedure.Window{Until: today.AddDays((7 - int(today.Weekday())) % 7)}
}

// TestOverview: a case is new until a digest has shown it.
func TestOverview(t *testing.T) {
	r, loc := amnesty(t), amsterdam(t)
	at := time.Date(2026, 4, 2, 10, 0, 0, 0, loc)
	c := fold(dossier.Case{}, r.Decide(dossier.Case{}, opening(at, loc), contextAt(t, at)))
	now := time.Date(2026, 4, 3, 8, 0, 0, 0, loc)
	for known, want := range map[dossier.Ref][]string{0: {"new   2026-04-02 anna"}, 1: nil} {
		win := digestWeek(t, now)
		win.After = known
		got := glimpse(r.Overview(&c, win, contextAt(t, now)))
		got = slices.DeleteFunc(got, func(l string) bool { return !strings.HasPrefix(l, "new") })
		if !slices.Equal(got, want) {
			t.Errorf("known %d: %q", known, got)
		}
	}
}

// TestOverviewIsAgenda: of the days that it shows, an overview holds exactly the rows of the agenda (S-X-08), on each
// day of the weeks around both clock changes.
func TestOverviewIsAgenda(t *testing.T) {
	r, loc := amnesty(t), amsterdam(t)
	for _, start := range []calendar.Date{calendar.New(2026, 3, 16), calendar.New(2026, 10, 12)} {
		at := start.At(10, 0, loc)
		c := fold(dossier.Case{}, r.Decide(dossier.Case{}, opening(at, loc), contextAt(t, at)))
		for day := start; day.Before(start.AddDays(30)); day = day.AddDays(1) {
			now := day.At(8, 0, loc)
			ctx := contextAt(t, now)
			win := digestWeek(t, now)
			var want, got []string
			for _, e := range r.Agenda(&c, ctx) {
				if !e.Day.After(win.Until) && e.Kind != procedure.EntryKeep && e.Kind != procedure.EntryAlert {
					want = append(want, fmt.Sprint(e.Letter, e.Term, e.Day))
				}
			}
			for _, g := range r.Overview(&c, win, ctx) {
				if s := g.Line.Section; s == dossier.SectionToday || s == dossier.SectionWeek {
					got = append(got, fmt.Sprint(g.Line.Letter, g.Line.Reason, g.Line.Date))
					if today := !g.Line.Date.After(day); today != (s == dossier.SectionToday) {
						t.Errorf("%s: %s stands in %s", day, g.Line.Date, s)
					}
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: got %q, want %q", day, got, want)
			}
		}
	}
}

// TestOverviewAccess: nobody sees a case that is shut to him, and the deputy stands in for who is away.
func TestOverviewAccess(t *testing.T) {
	r, loc := amnesty(t), amsterdam(t)
	at := time.Date(2026, 4, 2, 10, 0, 0, 0, loc)
	now := at.AddDate(0, 0, 1)
	for name, c := range map[string]struct {
		change func(*dossier.Case, *procedure.Context)
		want   string
	}{
		"as ever": {func(*dossier.Case, *procedure.Context) {}, "anna"},
		"shut":    {func(c *dossier.Case, _ *procedure.Context) { c.Shut = []dossier.PersonID{theCoordinator} }, "bert"},
		"absent":  {func(_ *dossier.Case, ctx *procedure.Context) { ctx.People[0].Absent = true }, "bert"},
		"respondent": {func(c *dossier.Case, _ *procedure.Context) {
			c.Parties = append(c.Parties, partyAs(dossier.RoleRespondent, theCoordinator))
		}, "bert"},
		"handler too": {func(c *dossier.Case, ctx *procedure.Context) {
			ctx.People = append(ctx.People, procedure.Person{ID: "chris@voorbeeld.example", Name: "Chris", Roles: []dossier.Role{dossier.RoleHandler}})
			c.Parties = append(c.Parties, partyAs(dossier.RoleHandler, "chris@voorbeeld.example"))
		}, "anna+chris"},
	} {
		ctx := contextAt(t, now)
		cs := fold(dossier.Case{}, r.Decide(dossier.Case{}, opening(at, loc), contextAt(t, at)))
		c.change(&cs, &ctx)
		cs.Tasks = append(cs.Tasks, dossier.Task{ID: "t99", Kind: dossier.TaskReplyTo, Opened: at})
		for _, l := range glimpse(r.Overview(&cs, digestWeek(t, now), ctx)) {
			if strings.HasPrefix(l, dossier.SectionTasks) && !strings.HasSuffix(l, " "+c.want) {
				t.Errorf("%s: %q", name, l)
			}
		}
	}
}

func partyAs(role dossier.Role, id dossier.PersonID) dossier.Party {
	return dossier.Party{ID: "p9", Role: role, Person: id, Address: string(id)}
}

// TestDigest: one letter to each reader with something to read, sections in order, each cut with a count; nothing to
// whom it would say nothing.
func TestDigest(t *testing.T) {
	r := amnesty(t)
	ctx := contextAt(t, time.Date(2026, 6, 9, 8, 0, 0, 0, amsterdam(t)))
	day := ctx.Today()
	in := procedure.Digest{Mailbox: "klachten", Day: day}
	if d := r.DecideOffice(dossier.Office{}, in, ctx); len(letters(d)) != 0 || len(d.Events) != 1 {
		t.Errorf("a digest about nothing: %v", letters(d))
	}
	for i := range procedure.MaxSection + 3 {
		l := dossier.CaseLine{Number: dossier.Number(fmt.Sprintf("K2026-%04d", i+1)), Section: dossier.SectionTasks, Reason: "acknowledge", Date: day}
		in.Glances = append(in.Glances, procedure.Glance{Line: l, To: []dossier.PersonID{theCoordinator}})
	}
	in.Glances = append(in.Glances, procedure.Glance{To: []dossier.PersonID{theCoordinator, theDeputy},
		Line: dossier.CaseLine{Number: "K2025-0001", Section: dossier.SectionOverdue, Reason: "settle", Date: day.AddDays(-3)}})
	in.Tray, in.More = []dossier.CaseLine{{Mail: "m1"}, {Mail: "m2"}}, 4
	in.Shut = map[dossier.MailID][]dossier.PersonID{"m2": {theCoordinator}}
	d := r.DecideOffice(dossier.Office{}, in, ctx)
	if got := letters(d); !slices.Equal(got, []string{"digest to " + string(theCoordinator), "digest to " + string(theDeputy)}) {
		t.Fatalf("letters %v", got)
	}
	for _, e := range d.Events {
		q, ok := e.Body.(dossier.LetterQueued)
		if !ok {
			continue
		}
		var got []string
		for _, l := range q.Duty.Details.Cases {
			if s := l.Section; l.Count > 0 {
				got = append(got, fmt.Sprintf("%s %d", s, l.Count))
			} else if len(got) == 0 || !strings.HasPrefix(got[len(got)-1], s) {
				got = append(got, s)
			}
		}
		want := []string{"overdue", "tasks", "tasks 7", "tray 1"}
		if q.Duty.To.Person == theDeputy {
			want = []string{"overdue", "tray 1"}
		}
		if !slices.Equal(got, want) {
			t.Errorf("digest to %s: %q", q.Duty.To.Person, got)
		}
	}
}

// TestMeasures: those are asked about that were proposed before the check and that nobody answered.
func TestMeasures(t *testing.T) {
	r := amnesty(t)
	check := calendar.New(2026, 4, 1)
	c := dossier.Case{Number: "K2026-0003", Measures: []dossier.Measure{
		{ID: "M1", Proposed: check.AddDays(-20)}, {ID: "M2", Proposed: check.AddDays(-20), Done: check.AddDays(-1)},
		{ID: "M3", Proposed: check.AddDays(-20), Reason: "te duur"}, {ID: "M4", Proposed: check},
	}}
	all := r.MeasuresOf(&c, check, contextAt(t, check.At(8, 0, amsterdam(t))))
	if len(all) != 1 || all[0].Line.Measure != "M1" || !slices.Equal(all[0].To, []dossier.PersonID{theCoordinator}) {
		t.Errorf("got %+v", all)
	}
}
