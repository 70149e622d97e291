package procedure_test

import (
	"slices"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// body plays one case under title 9.1 of the Awb.
func body(t *testing.T, at string, choices map[string]procedure.Setting) *office {
	o := &office{t: t, r: with(t, "awb", choices), ctx: contextAt(t, clock(t, at))}
	o.ctx.People = append(o.ctx.People, procedure.Person{ID: "chris@voorbeeld.example", Name: "Chris Bakker", Roles: []dossier.Role{dossier.RoleHandler}})
	o.decide(opening(o.ctx.Now, o.ctx.Location))
	o.accept()
	return o
}

func june(day int) calendar.Date { return calendar.New(2026, time.June, day) }

// S-X-01: six weeks end on Whit Monday and roll to Tuesday; the adjournment of four weeks counts from the Monday.
func TestAwbTerms(t *testing.T) {
	o := body(t, "2026-04-13 10:00", nil)
	o.due("settle", "2026-05-26 open")
	o.due("decline_notice", "2026-05-11 open")
	o.due("hard_limit", "2026-06-22 open")
	if got := o.c.Term("settle").Steps[0].To; got != june(22) {
		t.Errorf("an adjournment leads to %s, want 2026-06-22", got)
	}
	ten := body(t, "2026-04-13 10:00", map[string]procedure.Setting{"committee": {Value: true}})
	ten.due("settle", "2026-06-22 open")
	ten.due("hard_limit", "2026-07-20 open")
}

// The day for "not handled" binds only who declines: when it is over nobody has to do anything, but declining is late.
func TestAwbDeclineLapses(t *testing.T) {
	o := body(t, "2026-04-13 10:00", nil)
	o.at("2026-05-12 10:00")
	o.due("decline_notice", "2026-05-11 lapsed")
	for _, task := range o.c.OpenTasks() {
		if task.Kind == dossier.TaskTermPassed {
			t.Errorf("the day passed, and a task waits: %+v", task)
		}
	}
	line := o.says(anna, dossier.RoleCoordinator, "niet-ontvankelijk", procedure.Args{Ground: "onvoldoende-belang", Text: "het raakt u niet"})
	if line.Refused != "" || len(line.Warned) != 1 {
		t.Errorf("declining after four weeks is warned of by %q", line.Warned)
	}
}

// One adjournment by the body's own word, told to both sides; a further one only when the complainant agreed.
func TestAwbAdjournment(t *testing.T) {
	o := body(t, "2026-04-13 10:00", nil)
	o.must("aangesprokene", procedure.Args{Contact: &procedure.Found{Name: "Piet Pot", Address: "piet@voorbeeld.example"}})
	o.at("2026-05-20 10:00")
	o.refused(procedure.RefusedGate, "uitstel", procedure.Args{Date: june(23), Text: "de getuige was ziek"})
	o.must("uitstel", procedure.Args{Date: june(22), Text: "de getuige was ziek"})
	o.at("2026-05-20 12:00")
	o.due("settle", "2026-06-22 extended")
	var told []dossier.Role
	for _, d := range o.c.Duties {
		if d.Letter == "delay_notice_1" {
			told = append(told, d.To.Role)
		}
	}
	if !slices.Equal(told, []dossier.Role{dossier.RoleComplainant, dossier.RoleRespondent}) {
		t.Errorf("the adjournment is told to %v", told)
	}
	july := calendar.New(2026, time.July, 6)
	o.refused(procedure.RefusedGate, "uitstel", procedure.Args{Date: july, Text: "nog niet klaar"})
	yes := map[string]string{"consent": "delay", "yes_no": "ja"}
	o.must("toestemming", procedure.Args{Party: o.party(dossier.RoleComplainant).ID, Answers: yes})
	o.must("uitstel", procedure.Args{Date: july, Text: "nog niet klaar"})
	o.due("settle", "2026-07-06 extended")
	o.due("hard_limit", "2026-07-06 extended")
}

// Who is complained about does not handle the complaint, and nobody is judged unheard.
func TestAwbJudgement(t *testing.T) {
	o := body(t, "2026-04-13 10:00", nil)
	o.must("aangesprokene", procedure.Args{Contact: &procedure.Found{Name: "Chris Bakker", Address: "chris@voorbeeld.example", Person: chris}})
	o.at("2026-04-14 10:00")
	o.refused(procedure.RefusedGate, "toewijzen", procedure.Args{Person: chris})
	ruling := procedure.Args{Outcome: "gegrond", Text: "wat wij zagen, wat wij vinden"}
	o.refused(procedure.RefusedGate, "oordeel", ruling)
	o.must("hoorverslag", procedure.Args{Party: o.party(dossier.RoleComplainant).ID, Text: "hij zei"})
	o.refused(procedure.RefusedGate, "oordeel", ruling)
	o.must("hoorverzoek-ingetrokken", procedure.Args{Party: o.party(dossier.RoleRespondent).ID})
	o.must("oordeel", ruling)
	if o.c.State != dossier.StateSettled || o.c.Outcome != "gegrond" {
		t.Errorf("state %s, outcome %s", o.c.State, o.c.Outcome)
	}
	o.at("2026-04-14 12:00")
	if o.c.Term("settle").State != dossier.TermMetState {
		t.Errorf("settle is %s", o.c.Term("settle").State)
	}
}
