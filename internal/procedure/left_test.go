package procedure_test

import (
	"slices"
	"testing"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// TestHandlerWhoLeft: who handles a case, and stands in the configuration no more, has no part in it.
func TestHandlerWhoLeft(t *testing.T) {
	const chris dossier.PersonID = "chris@voorbeeld.example"
	r, loc := amnesty(t), amsterdam(t)
	at := time.Date(2026, 4, 2, 10, 0, 0, 0, loc)
	ctx := contextAt(t, at)
	c := fold(dossier.Case{}, r.Decide(dossier.Case{}, opening(at, loc), ctx))
	c.Parties = append(c.Parties, partyAs(dossier.RoleHandler, chris))
	if got := r.RolesOf(&c, ctx, chris); len(got) > 0 {
		t.Errorf("he left, and is %v", got)
	}
	ctx.People = append(ctx.People, procedure.Person{ID: chris, Name: "Chris"})
	if got := r.RolesOf(&c, ctx, chris); !slices.Contains(got, dossier.RoleHandler) {
		t.Errorf("he is there, and is %v", got)
	}
}
