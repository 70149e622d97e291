package procedure_test

import (
	"cmp"
	"reflect"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

func amnesty(t testing.TB) *procedure.Regulation {
	t.Helper()
	r, mistakes := procedure.Parse("amnesty.toml", read(t, "amnesty"), read(t, "common"), nil)
	if mistakes != nil {
		t.Fatal(mistakes)
	}
	return r
}

func amsterdam(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func contextAt(t testing.TB, now time.Time) procedure.Context {
	t.Helper()
	hours, err := calendar.ParseHours("08:00-18:00")
	if err != nil {
		t.Fatal(err)
	}
	return procedure.Context{
		Now: now, Arrived: now, Location: amsterdam(t), Hours: hours,
		Calendars: calendar.Calendars{
			Office:    calendar.NewOffice(calendar.Rules{LiberationDay: calendar.Lustrum}),
			Statutory: calendar.NewStatutory(nil),
		},
		People: []procedure.Person{
			{ID: "anna@voorbeeld.example", Roles: []dossier.Role{dossier.RoleCoordinator}},
			{ID: "bert@voorbeeld.example", Roles: []dossier.Role{dossier.RoleDeputy}},
			{ID: "mt@voorbeeld.example", Roles: []dossier.Role{dossier.RoleManagement}},
		},
	}
}

func opening(at time.Time, loc *time.Location) procedure.Message {
	return procedure.Message{
		Mail: dossier.Mail{ID: "m1", MessageID: "<een@burger.example>", Arrived: at},
		Opens: &procedure.Opening{
			Ref: 1, Number: "K2026-0001", Mailbox: "klachten", Channel: dossier.ChannelMail,
			Received: calendar.Of(at, loc), Dated: dossier.DatedArrival,
			Complainant: &procedure.Found{Name: "Jan de Boer", Address: "jan@burger.example"},
		},
	}
}

func fold(c dossier.Case, d procedure.Decision) dossier.Case {
	c = c.Clone()
	for _, e := range d.Events {
		c.Apply(e)
	}
	return c
}

// letters are the names of the letters that a decision orders, with the person or the party they go to.
func letters(d procedure.Decision) []string {
	var names []string
	for _, e := range d.Events {
		if q, ok := e.Body.(dossier.LetterQueued); ok {
			names = append(names, string(q.Duty.Letter)+" to "+cmp.Or(string(q.Duty.To.Person), string(q.Duty.To.Role)))
		}
	}
	return names
}

func TestOpening(t *testing.T) {
	loc := amsterdam(t)
	at := time.Date(2026, 6, 1, 10, 0, 0, 0, loc)
	ack := "acknowledgement to complainant"
	registered, task := "case_registered to anna@voorbeeld.example", "task to anna@voorbeeld.example"
	for _, test := range []struct {
		name   string
		change func(*procedure.Message, *procedure.Context)
		want   []string
		state  dossier.DutyState
		task   dossier.TaskKind
	}{
		{"a person writes", func(*procedure.Message, *procedure.Context) {}, []string{ack, registered}, dossier.DutyQueued, ""},
		{"a machine writes", func(m *procedure.Message, _ *procedure.Context) { m.Automatic = "list-header" },
			[]string{registered, task}, dossier.DutySuppressed, dossier.TaskAcknowledge},
		{"too many answers", func(_ *procedure.Message, c *procedure.Context) { c.Limited.Complainant = "limit_address" },
			[]string{registered}, dossier.DutySuppressed, dossier.TaskAcknowledge},
		{"not confirmed", func(m *procedure.Message, _ *procedure.Context) { m.Opens.Unconfirmed = true },
			[]string{registered}, dossier.DutyHeld, dossier.TaskConfirmForward},
		{"its term is past", func(m *procedure.Message, _ *procedure.Context) {
			m.Opens.Received = m.Opens.Received.AddDays(-14)
		}, []string{registered}, dossier.DutyDraft, dossier.TaskLateLetter},
		{"no address", func(m *procedure.Message, _ *procedure.Context) { m.Opens.Complainant.Address = "" },
			[]string{"print_page to anna@voorbeeld.example", registered}, dossier.DutyToPrint, dossier.TaskPrint},
		{"about the coordinator", func(m *procedure.Message, _ *procedure.Context) {
			m.Opens.Mentions = []dossier.PersonID{"anna@voorbeeld.example"}
		}, []string{ack, "case_registered to bert@voorbeeld.example"}, dossier.DutyQueued, ""},
		{"the coordinator is away", func(_ *procedure.Message, c *procedure.Context) { c.People[0].Absent = true },
			[]string{ack, "case_registered to bert@voorbeeld.example"}, dossier.DutyQueued, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			in, ctx := opening(at, loc), contextAt(t, at)
			test.change(&in, &ctx)
			d := amnesty(t).Decide(dossier.Case{}, in, ctx)
			if got := letters(d); !slices.Equal(got, test.want) {
				t.Errorf("letters %q, want %q", got, test.want)
			}
			c := fold(dossier.Case{}, d)
			if c.Duties[0].State != test.state {
				t.Errorf("acknowledgement is %s, want %s", c.Duties[0].State, test.state)
			}
			var task dossier.TaskKind
			if open := c.OpenTasks(); len(open) > 0 {
				task = open[0].Kind
			}
			if task != test.task {
				t.Errorf("task %q, want %q", task, test.task)
			}
		})
	}
}

// TestDecide plays random histories: the same question gets the same answer, the case is left alone, numbers go on
// without a gap, every event says why, a term never ends before it begins, and what is carried out leaves the agenda.
func TestDecide(t *testing.T) {
	r, loc := amnesty(t), amsterdam(t)
	rapid.Check(t, func(rt *rapid.T) {
		now := time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(rt, "month")), rapid.IntRange(1, 28).Draw(rt, "day"),
			rapid.IntRange(0, 23).Draw(rt, "hour"), 0, 0, 0, loc)
		ctx := contextAt(t, now)
		in := opening(now, loc)
		in.Opens.Unconfirmed = rapid.Bool().Draw(rt, "unconfirmed")
		if rapid.Bool().Draw(rt, "machine") {
			in.Automatic = "precedence"
		}
		c := step(rt, r, dossier.Case{}, in, ctx)
		for range rapid.IntRange(0, 30).Draw(rt, "steps") {
			next, what := draw(rt, r, &c, &ctx)
			before := c.Seq
			c = step(rt, r, c, next, ctx)
			if e, ok := next.(procedure.Elapsed); ok && c.Seq > before {
				for _, left := range r.Agenda(&c, ctx) {
					if left.Day == e.Entry.Day && left.Kind == e.Entry.Kind && left.Term == e.Entry.Term && left.Step == e.Entry.Step {
						rt.Fatalf("%s: %+v is still on the agenda", what, left)
					}
				}
			}
		}
	})
}

// draw makes one thing happen; time moves on with the agenda.
func draw(rt *rapid.T, r *procedure.Regulation, c *dossier.Case, ctx *procedure.Context) (procedure.Input, string) {
	agenda := r.Agenda(c, *ctx)
	switch kind := rapid.IntRange(0, 3).Draw(rt, "what"); {
	case kind == 0 && len(agenda) > 0:
		if at := agenda[0].At(*ctx); at.After(ctx.Now) {
			ctx.Now = at
		}
		return procedure.Elapsed{Entry: agenda[0], Late: rapid.Bool().Draw(rt, "late")}, "elapsed"
	case kind == 1 && len(c.Duties) > 0:
		d := rapid.SampledFrom(c.Duties).Draw(rt, "duty")
		what := rapid.SampledFrom([]procedure.Outcome{
			procedure.DeliveryAccepted, procedure.DeliveryRefused, procedure.DeliveryUnknown, procedure.DeliveryBounced,
			procedure.DeliveryDelayed,
		}).Draw(rt, "outcome")
		return procedure.Delivery{Duty: d.ID, What: what, Reply: "250 ok"}, "delivery"
	case kind == 2:
		return procedure.Message{
			Mail: dossier.Mail{ID: "m2", Arrived: ctx.Now}, Machine: rapid.Bool().Draw(rt, "machine"),
			From:   procedure.Speaker{Party: "p1", Role: dossier.RoleComplainant},
			Proved: rapid.Bool().Draw(rt, "proved"),
		}, "message"
	}
	return procedure.Operator{Retry: "d3"}, "operator"
}

func step(rt *rapid.T, r *procedure.Regulation, c dossier.Case, in procedure.Input, ctx procedure.Context) dossier.Case {
	before := c.Clone()
	d := r.Decide(c, in, ctx)
	if !reflect.DeepEqual(before.Duties, c.Duties) || !reflect.DeepEqual(before.Terms, c.Terms) || before.Seq != c.Seq {
		rt.Fatal("Decide changed the case that it was given")
	}
	if again := r.Decide(c, in, ctx); !reflect.DeepEqual(d, again) {
		rt.Fatalf("the same input was decided differently:\n%+v\n%+v", d, again)
	}
	for i, e := range d.Events {
		if e.Seq != c.Seq+i+1 {
			rt.Fatalf("event %d has number %d, want %d", i, e.Seq, c.Seq+i+1)
		}
		if e.Basis.Article == "" && e.Basis.Rule == "" {
			rt.Fatalf("event %s does not say why", e.Body.Name())
		}
	}
	c = fold(c, d)
	for _, term := range c.Terms {
		if term.Due.Before(term.Started) || term.Due.Before(term.FirstDue) {
			rt.Fatalf("term %s from %s ends on %s, first on %s", term.Name, term.Started, term.Due, term.FirstDue)
		}
	}
	return c
}

// TestBounceOpensAgain: DESIGN 10.9.
func TestBounceOpensAgain(t *testing.T) {
	r, loc := amnesty(t), amsterdam(t)
	at := time.Date(2026, 6, 1, 10, 0, 0, 0, loc)
	ctx := contextAt(t, at)
	c := fold(dossier.Case{}, r.Decide(dossier.Case{}, opening(at, loc), ctx))
	duty := c.Duties[0].ID
	c = fold(c, r.Decide(c, procedure.Delivery{Duty: duty, What: procedure.DeliveryAccepted, Reply: "250 ok"}, ctx))
	if term := c.Term(dossier.TermAcknowledge); term.State != dossier.TermMetState || term.Met != calendar.Of(at, loc) {
		t.Fatalf("accepted: term is %s on %s", term.State, term.Met)
	}
	c = fold(c, r.Decide(c, procedure.Delivery{Duty: duty, What: procedure.DeliveryBounced, Status: "5.1.1"}, ctx))
	if term := c.Term(dossier.TermAcknowledge); term.State != dossier.TermOpen || !term.Met.IsZero() {
		t.Errorf("bounced: term is %s on %s", term.State, term.Met)
	}
	if d := c.Duty(duty); d.State != dossier.DutyBounced {
		t.Errorf("bounced: duty is %s", d.State)
	}
}
