package dossier_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// dates compares dates by their value.
var dates = cmpopts.EquateComparable(calendar.Date{})

func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// story is a case with an acknowledgement that was accepted and came back, and a term that was extended.
func story() []dossier.Event {
	at := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	bodies := []dossier.Body{
		dossier.Received{Ref: 7, Number: "K2026-0007", State: dossier.StateOpen, Received: day("2026-06-01"), Filed: day("2026-06-01")},
		dossier.PartyAdded{Party: dossier.Party{ID: "p1", Role: dossier.RoleComplainant, Address: "jan@burger.example"}},
		dossier.TermOpened{Term: dossier.Term{Name: dossier.TermAcknowledge, State: dossier.TermOpen, Due: day("2026-06-08"), FirstDue: day("2026-06-08")}},
		dossier.TermOpened{Term: dossier.Term{
			Name: dossier.TermSettle, State: dossier.TermOpen, Due: day("2026-06-15"), FirstDue: day("2026-06-15"),
			Steps: []dossier.Step{
				{End: day("2026-06-15"), ActBy: day("2026-06-15"), To: day("2026-06-29")},
				{End: day("2026-06-29"), ActBy: day("2026-06-29"), To: day("2026-07-13")},
			},
		}},
		dossier.LetterQueued{Duty: dossier.Duty{ID: "d5", Letter: dossier.LetterAcknowledgement, Step: -1}},
		dossier.LetterAccepted{Duty: "d5", SMTP: "250 ok", On: day("2026-06-01")},
		dossier.TermMet{Term: dossier.TermAcknowledge, On: day("2026-06-01"), Duty: "d5"},
		dossier.TaskOpened{Task: dossier.Task{ID: "t8", Kind: dossier.TaskUndelivered}},
		dossier.LetterBounced{Duty: "d5", Status: "5.1.1"},
		dossier.TermExtendedTo{Term: dossier.TermSettle, Due: day("2026-06-29"), ActBy: day("2026-06-29"), Step: 0},
		dossier.TaskDone{Task: "t8"},
		dossier.FactSet{Field: "member_number", Values: []string{"1234567"}},
		dossier.TermHasPassed{Term: dossier.TermAcknowledge, On: day("2026-06-08")},
		dossier.StateChanged{State: dossier.StateSettled, Outcome: "gegrond", Closed: day("2026-06-20")},
	}
	var events []dossier.Event
	for i, b := range bodies {
		events = append(events, dossier.Event{Seq: i + 1, At: at.Add(time.Duration(i) * time.Hour), Body: b})
	}
	return events
}

// TestFold: what each stretch of the story leaves.
func TestFold(t *testing.T) {
	events := story()
	for _, test := range []struct {
		upTo                      int
		acknowledge, settle       dossier.TermState
		duty                      dossier.DutyState
		openTasks                 int
		due                       string
		firstStepDone, secondDone bool
	}{
		{5, dossier.TermOpen, dossier.TermOpen, dossier.DutyQueued, 0, "2026-06-15", false, false},
		{7, dossier.TermMetState, dossier.TermOpen, dossier.DutyAccepted, 0, "2026-06-15", false, false},
		{9, dossier.TermOpen, dossier.TermOpen, dossier.DutyBounced, 1, "2026-06-15", false, false},
		{11, dossier.TermOpen, dossier.TermExtended, dossier.DutyBounced, 0, "2026-06-29", true, false},
		{13, dossier.TermPassed, dossier.TermExtended, dossier.DutyBounced, 0, "2026-06-29", true, false},
		{14, dossier.TermPassed, dossier.TermExtended, dossier.DutyBounced, 0, "2026-06-29", true, false}, // what becomes of them is said apart
	} {
		c := dossier.Fold(events[:test.upTo])
		settle := c.Term(dossier.TermSettle)
		got := []any{
			c.Term(dossier.TermAcknowledge).State, settle.State, c.Duty("d5").State, len(c.OpenTasks()), settle.Due.String(),
			settle.Steps[0].Done, settle.Steps[1].Done,
		}
		want := []any{
			test.acknowledge, test.settle, test.duty, test.openTasks, test.due, test.firstStepDone, test.secondDone,
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("after %d events (-want +got):\n%s", test.upTo, d)
		}
	}
}

// TestExtendByHand: a date between the regulation's own steps moves the beginning of the next one.
func TestExtendByHand(t *testing.T) {
	events := append(story()[:4], dossier.Event{Seq: 5, Body: dossier.TermExtendedTo{
		Term: dossier.TermSettle, Due: day("2026-07-03"), ActBy: day("2026-07-03"), Step: -1,
	}})
	settle := dossier.Fold(events).Terms[1]
	if !settle.Steps[0].Done || settle.Steps[1].Done || settle.Steps[1].End != day("2026-07-03") {
		t.Errorf("steps after an extension by hand: %+v", settle.Steps)
	}
}

// TestReceivedFact: a day that a person names always wins (DESIGN section 8).
func TestReceivedFact(t *testing.T) {
	c := dossier.Fold(story()[:2])
	c.Apply(dossier.Event{Seq: 3, Body: dossier.FactSet{Field: dossier.FactReceived, Values: []string{"2026-05-28"}}})
	if c.Received != day("2026-05-28") || c.Filed != day("2026-05-28") || c.Dated != dossier.DatedCommand {
		t.Errorf("received %s, filed %s, dated %s", c.Received, c.Filed, c.Dated)
	}
}

// TestRevoke: the case is as if the revoked events had never been; the journal keeps them.
func TestRevoke(t *testing.T) {
	events := story()
	c := dossier.Fold(events)
	c.Apply(dossier.Event{Seq: 15, Body: dossier.CommandRevoked{First: 14, Last: 14}})
	want := dossier.Fold(events[:13])
	if c.State != want.State || c.Outcome != "" || !cmp.Equal(c.Terms, want.Terms, dates) {
		t.Errorf("state %s, outcome %q, terms %+v", c.State, c.Outcome, c.Terms)
	}
	if len(c.Journal) != 15 || c.Seq != 15 {
		t.Errorf("journal of %d events, number %d", len(c.Journal), c.Seq)
	}
}

// TestClone: no event on a copy reaches the original.
func TestClone(t *testing.T) {
	events := story()
	for n := range len(events) {
		c := dossier.Fold(events[:n])
		before := dossier.Fold(events[:n])
		copied := c.Clone()
		for _, e := range events[n:] {
			copied.Apply(e)
		}
		if d := cmp.Diff(before, c, dates); d != "" {
			t.Errorf("after %d events, applying the rest to a copy changed the original:\n%s", n, d)
		}
	}
}

// TestOffice: the snapshot keeps open tasks and forgets ended ones, and never grows without end.
func TestOffice(t *testing.T) {
	var o dossier.Office
	add := func(b dossier.Body) { o.Apply(dossier.Event{Seq: o.Seq + 1, At: time.Unix(1, 0), Body: b}) }
	add(dossier.TaskOpened{Task: dossier.Task{ID: "t1"}})
	add(dossier.TaskOpened{Task: dossier.Task{ID: "t2"}})
	add(dossier.TaskDone{Task: "t1"})
	if len(o.Tasks) != 1 || o.Tasks[0].ID != "t2" {
		t.Errorf("tasks %+v", o.Tasks)
	}
	for range 2 * dossier.MaxOfficeDuties {
		add(dossier.LetterQueued{Duty: dossier.Duty{Letter: dossier.LetterTask}})
		add(dossier.LetterAccepted{Duty: o.Duties[len(o.Duties)-1].ID})
	}
	if len(o.Duties) > dossier.MaxOfficeDuties {
		t.Errorf("%d duties kept, at most %d", len(o.Duties), dossier.MaxOfficeDuties)
	}
	add(dossier.LetterQueued{Duty: dossier.Duty{Letter: dossier.LetterTrayList, Details: dossier.LetterDetails{Date: day("2026-06-01")}}})
	if o.ListedOn != day("2026-06-01") {
		t.Errorf("listed on %s", o.ListedOn)
	}
	list := dossier.Duty{ID: "list", Letter: dossier.LetterLateList}
	list.Details.Cases = []dossier.CaseLine{{Number: "K2026-0001"}}
	add(dossier.LetterQueued{Duty: list})
	add(dossier.LetterAccepted{Duty: "list"})
	if d := o.Duty("list"); d == nil || d.State != dossier.DutyAccepted || len(d.Details.Cases) > 0 {
		t.Errorf("an accepted list is kept as %+v", d)
	}
}
