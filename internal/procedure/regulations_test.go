package procedure_test

import (
	"slices"
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

const (
	merel    dossier.PersonID = "merel@voorbeeld.example"
	director dossier.PersonID = "directeur@voorbeeld.example"
)

// play begins one case under a regulation, in an office that has everybody whom the regulations name.
func play(t *testing.T, name, at string) *office {
	o := &office{t: t, r: with(t, name, filled[name]), ctx: contextAt(t, clock(t, at))}
	o.ctx.People = append(o.ctx.People,
		procedure.Person{ID: chris, Name: "Chris Bakker", Roles: []dossier.Role{dossier.RoleHandler}},
		procedure.Person{ID: director, Name: "Dirk Prins", Roles: []dossier.Role{"director"}},
		procedure.Person{ID: "collega@voorbeeld.example", Name: "Carla Bos", Roles: []dossier.Role{"colleague"}},
		procedure.Person{ID: "secretariaat@voorbeeld.example", Name: "Sem Vos", Roles: []dossier.Role{"secretariat"}},
		procedure.Person{ID: merel, Name: "Merel de Vries", TeamCoordinator: "tc@voorbeeld.example", LineManager: "lg@voorbeeld.example"},
		procedure.Person{ID: "tc@voorbeeld.example", Name: "Toos Mulder"},
		procedure.Person{ID: "lg@voorbeeld.example", Name: "Leo Smit"})
	o.decide(opening(o.ctx.Now, o.ctx.Location))
	o.accept()
	return o
}

// sent lists to whom a letter went, by role, in order.
func (o *office) sent(letter dossier.LetterName) []dossier.Role {
	var to []dossier.Role
	for _, d := range o.c.Duties {
		if d.Letter == letter && d.State == dossier.DutyAccepted {
			to = append(to, d.To.Role)
		}
	}
	return to
}

func (o *office) wentTo(letter dossier.LetterName, want ...dossier.Role) {
	o.t.Helper()
	if got := o.sent(letter); !slices.Equal(got, want) {
		o.t.Errorf("%s went to %v, want %v", letter, got, want)
	}
}

// A minor complaint is handled informally; what becomes formal has its terms from that day (S-DC-06), and the director
// is told on the last day that nobody handles it (S-DC-01).
func TestDefenceForChildren(t *testing.T) {
	o := play(t, "defenceforchildren", "2026-10-05 10:00")
	o.wentTo("director_notice", "director")
	o.must("informeel", procedure.Args{})
	o.due("settle", "2026-11-02 cancelled")
	o.at("2026-10-16 10:00")
	o.writes(dossier.RoleComplainant)
	o.must("formeel", procedure.Args{})
	o.at("2026-10-16 12:00")
	o.due("take_up", "2026-10-23 open")
	o.due("settle", "2026-11-13 open")
	o.at("2026-10-23 12:00")
	told := slices.ContainsFunc(o.c.Duties, func(d dossier.Duty) bool {
		return d.Letter == dossier.LetterReminder && d.To.Person == director && d.Details.Date == on("2026-10-23")
	})
	if !told {
		t.Error("the director is not told on the last day that there is no handler")
	}
}

// The check of day 14 is recorded, the notice leaves by itself, and a settlement by phone meets the term while the
// letter about it waits for the coordinator (S-MD-01, S-MD-02).
func TestMilieudefensie(t *testing.T) {
	o := play(t, "milieudefensie", "2026-12-12 10:00")
	o.at("2026-12-21 12:00")
	checked := slices.ContainsFunc(o.c.Journal, func(e dossier.Event) bool {
		r, ok := e.Body.(dossier.Recorded)
		return ok && r.Record == "check" && r.Day == on("2026-12-21")
	})
	if !checked {
		t.Error("the check is not recorded")
	}
	o.at("2026-12-24 12:00")
	o.wentTo("delay_notice_1", dossier.RoleComplainant)
	o.must("afgehandeld", procedure.Args{Date: on("2026-12-24"), Answers: map[string]string{"way": "telefoon"}})
	o.due("settle", "2027-01-09 met")
	if got := o.sent("settled"); len(got) > 0 {
		t.Errorf("the letter after a call went to %v without anybody's word", got)
	}
}

// A cancellation is no complaint: no term of a complaint runs, and who cancels is offered another way (S-MD-06).
func TestCancellation(t *testing.T) {
	o := play(t, "milieudefensie", "2026-01-15 10:00")
	o.must("opzegging", procedure.Args{})
	o.due("settle", "2026-01-29 cancelled")
	o.must("gebeld", procedure.Args{Answers: map[string]string{"cancel_reason": "financieel"}})
	o.must("afgehandeld", procedure.Args{Text: "opgezegd", Answers: map[string]string{"way": "mail"}})
	o.at("2026-01-16 12:00")
	o.wentTo("cancellation_offer", dossier.RoleComplainant)
	o.wentTo("settled")
}

// From treatment complaint to signed letter: who is told in copy, what waits, what the checklist asks (S-NO-06, S-NO-08,
// S-NO-12).
func TestOmbudsman(t *testing.T) {
	o := play(t, "ombudsman", "2026-10-01 10:00")
	o.wentTo("acknowledgement")
	o.must("klacht", procedure.Args{Category: "bejegening"})
	o.at("2026-10-01 12:00")
	o.wentTo("acknowledgement", dossier.RoleComplainant)
	o.must("aangesprokene", procedure.Args{Contact: &procedure.Found{Name: "Merel de Vries", Address: "merel@voorbeeld.example", Person: merel}})
	o.must("gebeld", procedure.Args{Date: on("2026-10-01")})
	o.must("formeel", procedure.Args{})
	o.at("2026-10-02 12:00")
	o.wentTo("respondent_notice", dossier.RoleRespondent, "team_coordinator", "line_manager")
	o.must("gesprek", procedure.Args{Date: on("2026-10-05"), Person: merel})
	draft := o.says(anna, dossier.RoleCoordinator, "concept", procedure.Args{Text: "Wij vinden ...", Outcome: "gegrond"})
	if draft.Refused != "" || len(draft.Warned) != 1 {
		t.Fatalf("#concept without a note of the meeting: refused %q %s, warned %v", draft.Refused, draft.Need, draft.Warned)
	}
	o.at("2026-10-06 12:00")
	o.wentTo("draft_circulation", "colleague")
	o.must("gesprek", procedure.Args{Date: on("2026-10-05"), Text: "zij herkent het"})
	o.must("tekenen", procedure.Args{})
	o.refused(procedure.RefusedGate, "verzenden", procedure.Args{})
	o.must("getekend", procedure.Args{})
	o.must("verzenden", procedure.Args{})
	o.at("2026-10-07 12:00")
	o.wentTo("judgement", dossier.RoleComplainant)
	o.wentTo("employee_copy", dossier.RoleRespondent, "team_coordinator", "line_manager")
	o.refused(procedure.RefusedGate, "sluiten", procedure.Args{})
	o.must("leerpunt", procedure.Args{Answers: map[string]string{"lesson": "structureel"}, Text: "bel eerst"})
	o.must("sluiten", procedure.Args{})
	o.at("2026-10-08 12:00")
	o.wentTo("resume_underlying", dossier.RoleRespondent, "team_coordinator", "line_manager")
}

// Unread for a working day, a complaint goes to the deputy; a notice of delay that leaves too late is recorded (S-GT-08).
func TestGeneric(t *testing.T) {
	o := play(t, "generic", "2026-11-23 10:00")
	o.at("2026-11-24 12:00")
	if !slices.ContainsFunc(o.c.Duties, func(d dossier.Duty) bool { return d.Letter == dossier.LetterReminder && d.To.Person == bert }) {
		t.Error("the deputy is not told after a working day")
	}
	o.at("2026-12-10 12:00")
	o.must("uitstel", procedure.Args{Date: on("2026-12-21"), Text: "de monteur is ziek"})
	late := slices.ContainsFunc(o.c.Journal, func(e dossier.Event) bool {
		r, ok := e.Body.(dossier.Recorded)
		return ok && r.Record == "late_notice"
	})
	if !late {
		t.Error("a late notice is not recorded")
	}
}

// Only an urgent complaint is reminded of earlier; for another, nothing of that stands in the list of what comes.
func TestUrgentReminder(t *testing.T) {
	early := func(o *office) bool {
		return slices.ContainsFunc(o.r.Agenda(&o.c, o.ctx), func(e procedure.Entry) bool {
			return e.Kind == procedure.EntryReminder && e.Article == "10.3"
		})
	}
	o := play(t, "amnesty", "2026-11-16 10:00")
	if early(o) {
		t.Error("a complaint that is not urgent has the reminder of one that is")
	}
	o.must("spoed", procedure.Args{})
	if !early(o) {
		t.Error("an urgent complaint has no earlier reminder")
	}
}
