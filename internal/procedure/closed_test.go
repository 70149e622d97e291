package procedure_test

import (
	"slices"
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// TestClosedToARole: a case that the regulation closes to a role is nothing to who bears it, and opens again with its
// conditions.
func TestClosedToARole(t *testing.T) {
	r := regulationNamed(t, "defenceforchildren")
	ctx := procedure.Context{People: []procedure.Person{
		{ID: anna, Roles: []dossier.Role{dossier.RoleCoordinator}}, {ID: bert, Roles: []dossier.Role{dossier.RoleDirector}},
	}}
	for _, test := range []struct {
		name     string
		c        dossier.Case
		who      dossier.PersonID
		role     dossier.Role
		hasARole bool
	}{
		{"a complaint", dossier.Case{Kind: "complaint"}, anna, dossier.RoleCoordinator, true},
		{"retaliation", dossier.Case{Kind: "retaliation"}, anna, dossier.RoleCoordinator, false},
		{"retaliation, above the line", dossier.Case{Kind: "retaliation"}, bert, dossier.RoleDirector, true},
		{"by the board's mailbox", dossier.Case{Kind: "board", Route: "board"}, bert, dossier.RoleDirector, false},
	} {
		if got := slices.Contains(r.RolesOf(&test.c, ctx, test.who), test.role); got != test.hasARole {
			t.Errorf("%s: %s is %s: %v", test.name, test.who, test.role, got)
		}
	}
}
