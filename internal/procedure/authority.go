package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// standing is what the evidence behind a command is worth for it.
type standing int

// Standings, the weaker ones first; of the lines of a mail the weakest holds for all.
const (
	standsRefused     standing = iota // the receiving server says that the sender is not who he says
	standsCode                        // a one-time code has to come back first
	standsUnconfirmed                 // it is registered; what leaves waits for a confirming reply
	standsFirm
)

// Verdicts and profiles as Evidence names them.
const (
	verdictPass      = "pass"
	verdictFail      = "fail"
	profileNone      = "none"
	profileMicrosoft = "microsoft365"
)

// authority weighs the evidence for an act (DESIGN section 6). second: destruction wants the word of two.
func authority(a *Act, e Evidence, opens, second bool) standing {
	pass := e.Verdict == verdictPass
	switch {
	case e.Verdict == verdictFail:
		return standsRefused
	case e.Code:
		if second && a.doesDeed(DoKeep, KeepDestroy) && !e.Second {
			return standsCode
		}
		return standsFirm
	case a.alwaysCode():
		return standsCode
	}
	enough := false
	switch a.Weight {
	case WeightLight:
		enough = e.Token || pass
	case WeightRegistering:
		if enough = e.Token || pass; !enough && opens {
			return standsUnconfirmed
		}
	case WeightNormal:
		enough = e.Token && (pass || e.Profile == profileNone)
	case WeightHeavy:
		enough = e.Token && pass && e.Profile != profileNone && e.Profile != profileMicrosoft
	}
	if enough {
		return standsFirm
	}
	return standsCode
}

// partyAuthority weighs the evidence behind one of the few words of a party: From, and token or verdict.
func partyAuthority(e Evidence) standing {
	switch {
	case e.Verdict == verdictFail:
		return standsRefused
	case e.Token || e.Verdict == verdictPass || e.Code:
		return standsFirm
	}
	return standsRefused
}

// alwaysCode is true for what cannot be taken back: destruction, and lifting a complainant's confidentiality.
func (a *Act) alwaysCode() bool {
	return a.doesDeed(DoKeep, KeepDestroy) || a.doesDeed(DoAccess, AccessConfidentiality)
}

// PartyWords are the acts that a party of a case may order by mail; every other word in a party's mail is plain text.
var PartyWords = []string{"hearing_request", "consent", "appeal", "status"}

// roles are what somebody is on this case: his roles in the organisation, unless the case is closed to him or he is
// himself complainant or respondent (DESIGN 10.11), and his roles as a party.
func (w *work) roles(s Speaker) []dossier.Role {
	var all []dossier.Role
	for _, p := range w.c.Parties {
		if !p.Removed && !w.hasLeft(p) && (p.ID == s.Party || s.Person != "" && p.Person == s.Person) && !slices.Contains(all, p.Role) {
			all = append(all, p.Role)
		}
	}
	if w.concerns(s.Person) || concerned(all) {
		return slices.DeleteFunc(all, func(r dossier.Role) bool { return r == dossier.RoleHandler || r == dossier.RoleReceiver })
	}
	if slices.Contains(w.c.Shut, s.Person) && s.Person != "" {
		return nil
	}
	for _, p := range w.ctx.People {
		if p.ID != s.Person {
			continue
		}
		for _, role := range p.Roles {
			if !w.closed(role) || w.spared(p) {
				all = append(all, role)
			}
		}
	}
	if s.Staff || len(configured(w.ctx, s.Person)) > 0 {
		all = append(all, dossier.RoleStaff)
	}
	if w.closed(dossier.RoleCoordinator) && slices.ContainsFunc(all, w.r.leadsTo) {
		all = append(all, dossier.RoleCoordinator) // who stands above the line does what the line may not see
	}
	return all
}

// hasLeft says whether a handler was somebody of the configuration and is no more: then nobody handles the case but the
// coordinator, until somebody else is appointed.
func (w *work) hasLeft(p dossier.Party) bool {
	return p.Role == dossier.RoleHandler && p.Person != "" &&
		!slices.ContainsFunc(w.ctx.People, func(known Person) bool { return known.ID == p.Person })
}

// leadsTo says whether a role stands in for the coordinator, or for whoever does.
func (r *Regulation) leadsTo(role dossier.Role) bool {
	for range r.Roles { // no chain is longer than the list
		if role = r.Roles[role].StandsIn; role == dossier.RoleCoordinator {
			return true
		}
	}
	return false
}

// RolesOf are what a person of the organisation is on a case; nothing but staff when he has no part in it.
func (r *Regulation) RolesOf(c *dossier.Case, ctx Context, id dossier.PersonID) []dossier.Role {
	w := &work{r: r, c: *c, ctx: ctx}
	return w.roles(Speaker{Person: id})
}

// Stands says whether a person has any part in a case besides being staff: a role of the organisation to which the case
// is not closed, or one of a party.
func (r *Regulation) Stands(c *dossier.Case, ctx Context, id dossier.PersonID) bool {
	return slices.ContainsFunc(r.RolesOf(c, ctx, id), func(role dossier.Role) bool { return role != dossier.RoleStaff })
}

func concerned(roles []dossier.Role) bool {
	return slices.Contains(roles, dossier.RoleComplainant) || slices.Contains(roles, dossier.RoleRespondent)
}

func configured(ctx Context, id dossier.PersonID) []dossier.Role {
	for _, p := range ctx.People {
		if p.ID == id {
			return p.Roles
		}
	}
	return nil
}

// may says whether one of the roles may do an act. A deputy may what the coordinator may.
func (r *Regulation) may(a *Act, roles []dossier.Role, giver bool) bool {
	for _, who := range a.Who {
		switch who {
		case whoEveryone:
			if slices.ContainsFunc(roles, func(role dossier.Role) bool { return !slices.Contains(outsideRoles, role) }) {
				return true
			}
		case whoParty:
			if slices.Contains(PartyWords, a.Name) &&
				slices.ContainsFunc(roles, func(role dossier.Role) bool { return slices.Contains(outsideRoles, role) }) {
				return true
			}
		case whoGiver:
			if giver {
				return true
			}
		}
		if slices.ContainsFunc(roles, func(role dossier.Role) bool { return role == who || r.Roles[role].StandsIn == who }) {
			return true
		}
	}
	return false
}

// outsideRoles are parties that do not work for the organisation, or stand in the case for themselves.
var outsideRoles = []dossier.Role{
	dossier.RoleComplainant, dossier.RoleRepresentative, dossier.RoleRespondent, dossier.RoleAdviser,
	dossier.RoleWitness, dossier.RoleInvolved,
}

// closed says whether the regulation closes this case to a role. Rules about a person ("coordinator is respondent")
// shut out that person, not the role: concerns sees to it.
func (w *work) closed(role dossier.Role) bool {
	return slices.ContainsFunc(w.r.Access, func(rule AccessRule) bool {
		without := slices.Contains(rule.Without, role)
		if rule.Closed != ClosedCase || role != rule.To && !without {
			return false
		}
		if len(rule.If) == 0 {
			return true
		}
		return slices.ContainsFunc(rule.If, func(c Condition) bool {
			return (without || !aboutPerson(w.r, c)) && w.holds(c, scope{})
		})
	})
}

// spared says whether rules that close a case to those of the line are not about somebody: he works for the mailbox of the
// board alone, and the case came in there.
func (w *work) spared(p Person) bool { return p.Only && w.c.Route == routeBoard }

// aboutPerson says whether a condition speaks of the bearer of a role: "director is respondent".
func aboutPerson(r *Regulation, c Condition) bool {
	_, ok := r.Roles[dossier.Role(c.Name)]
	return c.Is == CondIs && ok
}
