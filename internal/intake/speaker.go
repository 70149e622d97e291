package intake

import (
	"slices"

	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// caseRoles are the roles of the configuration whose bearers belong to every case of the mailbox.
var caseRoles = []dossier.Role{dossier.RoleCoordinator, dossier.RoleDeputy}

// aboveRoles are those that get the mail of a case which names everybody at the desk, and may answer it.
var aboveRoles = []dossier.Role{dossier.RoleManagement, dossier.RoleBoard}

// speaker finds who of a case sent the mail: a party by the address of From, or a person of the configuration who
// belongs to the case by his role, or to whom a letter of it was issued. Who complains, or is complained about, and
// whoever the case is closed to, is no more than the party that he is.
func (r *reader) speaker(c *dossier.Case, t trail) (procedure.Speaker, bool) {
	s := procedure.Speaker{Verified: r.verdict == proof.Pass, Staff: r.d.staff(r.from)}
	p, party := r.partyOf(c)
	if party {
		s.Party, s.Role = p.ID, p.Role
	}
	person := r.configured(c)
	if person == nil && !party && r.wroteTo(c) && r.proved(c, s, t) {
		s.Person, s.Role, s.Staff = dossier.PersonID(r.from), dossier.RoleStaff, true
		return s, true
	}
	if person == nil || slices.Contains(c.Shut, person.ID) {
		return s, party
	}
	s.Person, s.Staff = person.ID, true
	if party {
		return s, true
	}
	if s.Role = caseRole(person.Roles); s.Role != "" {
		return s, true
	}
	s.Role = dossier.RoleStaff
	return s, r.proved(c, s, t)
}

// wroteTo says whether a letter of the case went to the sender as a colleague whom only his address names: the superior of
// somebody, or who was asked for advice. What he answers is filed; he orders nothing. One who left the configuration got
// his letters by a role of it.
func (r *reader) wroteTo(c *dossier.Case) bool {
	rules, err := r.regulation(c)
	if err != nil || rules == nil {
		return false
	}
	return slices.ContainsFunc(c.Duties, func(d dossier.Duty) bool {
		return string(d.To.Person) == r.from && d.To.Party == "" && (d.To.Role == dossier.RoleStaff || rules.Roles[d.To.Role].Of != "")
	})
}

// partyOf is the party of a case that the sender is. Of several, the one for which he stands in it himself.
func (r *reader) partyOf(c *dossier.Case) (dossier.Party, bool) {
	var found dossier.Party
	person := r.configured(c)
	for _, p := range c.Parties {
		himself := person != nil && p.Person == person.ID && stake(p.Role) // from his address at work
		if p.Removed || p.Address != r.from && !himself || person == nil && p.Role == dossier.RoleHandler && p.Person != "" {
			continue // he was one of us: what he handled is the coordinator's again
		}
		if stake(p.Role) {
			return p, true
		}
		if found.ID == "" || found.Role == dossier.RoleReceiver && p.Role == dossier.RoleHandler {
			found = p
		}
	}
	return found, found.ID != ""
}

// stake says whether a role has a side in the case: then it is all that its bearer is there (DESIGN 10.11).
func stake(role dossier.Role) bool {
	return role == dossier.RoleComplainant || role == dossier.RoleRespondent
}

// caseRole is the role by which somebody belongs to every case, "" when none does: a handler belongs to his own only.
func caseRole(roles []dossier.Role) dossier.Role {
	for _, role := range slices.Concat(caseRoles, aboveRoles) {
		if slices.Contains(roles, role) {
			return role
		}
	}
	for _, role := range roles {
		if role != dossier.RoleHandler && role != dossier.RoleStaff {
			return role
		}
	}
	return ""
}

// steers says whether the sender may give any command at all that stands in the words of a regulation: somebody of the
// configuration or of the staff, who is not one whom the case is about. c is nil where there is no case.
func (r *reader) steers(c *dossier.Case, s procedure.Speaker) bool {
	if !r.readable() || !s.Staff {
		return false
	}
	if c == nil {
		return true
	}
	person := r.configured(c)
	if person != nil && (slices.Contains(c.Shut, person.ID) || concerned(c, person.ID)) {
		return false
	}
	return !stake(s.Role) && (person != nil || s.Party != "")
}

func concerned(c *dossier.Case, id dossier.PersonID) bool {
	return slices.ContainsFunc(c.Parties, func(p dossier.Party) bool {
		return !p.Removed && p.Person == id && stake(p.Role)
	})
}

// readable says whether a mail is one in which commands, and codes, are looked for: of one person, with a text.
func (r *reader) readable() bool {
	return r.m.Kind == message.KindHuman && !r.m.Encrypted && !r.m.FromDoubtful && r.m.From != nil
}

// elsewhere says whether a party writes in the thread of another one.
func (r *reader) elsewhere(c *dossier.Case, s procedure.Speaker, t trail) bool {
	if s.Party == "" {
		return false
	}
	his := func(ref uint32) bool { return PartyRef(s.Party) == ref || c != nil && holdsBoth(c, s.Party, ref) }
	for _, token := range t.tokens {
		if token.Audience == proof.Party && !his(token.Person) {
			return true
		}
	}
	return len(t.issued) > 0 && !slices.ContainsFunc(t.issued, func(id dossier.PartyID) bool { return his(PartyRef(id)) })
}
