package procedure_test

import (
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// TestOwnInterest: who complains, or is complained about, gives no command in that case, whatever he is in the organisation
// (DESIGN 10.11). Intake reads none in his mail; the decision does not rely on it.
func TestOwnInterest(t *testing.T) {
	for _, role := range []dossier.Role{dossier.RoleComplainant, dossier.RoleRespondent} {
		o := newOffice(t, "2026-06-01 10:00")
		o.c.Apply(dossier.Event{Seq: o.c.Seq + 1, At: o.ctx.Now, Body: dossier.PartyAdded{Party: dossier.Party{
			ID: "p9", Role: role, Name: "Anna de Vries", Address: "anna@voorbeeld.example", Person: anna,
		}}})
		for _, word := range []string{"ingetrokken", "spoed", "notitie"} {
			o.says(anna, dossier.RoleCoordinator, word, procedure.Args{Text: "Zo is het."})
		}
		for _, e := range o.c.Journal {
			if g, ok := e.Body.(dossier.CommandGiven); ok {
				t.Errorf("the coordinator is %s and gave #%s", role, g.Word)
			}
		}
		o.says(bert, dossier.RoleDeputy, "spoed", procedure.Args{})
		if !o.c.Urgent {
			t.Errorf("the deputy is not heard where the coordinator is %s", role)
		}
	}
}
