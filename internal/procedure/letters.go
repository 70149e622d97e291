package procedure

import (
	"maps"
	"slices"

	"klachtd/internal/dossier"
)

// staff lists who of the configuration gets a role's mail on this case. Shut out are people whose name or address
// stands in the complaint (DESIGN 10.12), who complain or are complained about themselves (10.11), and the absent;
// when nobody is left, the role that stands in takes over, and then those above the desk. A complaint that names
// everybody must not go unseen (rule 12): at the very last those hear of it who are only named in it.
func (w *work) staff(role dossier.Role) []dossier.Recipient {
	named := func(id dossier.PersonID) bool { return slices.Contains(w.c.Shut, id) || w.concerns(id) }
	if w.closed(role) {
		if to := staff(w.r, w.board(), role, named); len(to) > 0 {
			return to
		}
		if to := w.standIns(role); len(to) > 0 {
			return to
		}
	} else if to := staff(w.r, w.ctx, role, named); len(to) > 0 || role != dossier.RoleCoordinator {
		return to
	}
	if role != dossier.RoleCoordinator {
		return nil
	}
	for _, above := range aboveDesk {
		if to := staff(w.r, w.ctx, above, named); len(to) > 0 && !w.closed(above) {
			return to
		}
	}
	return staff(w.r, w.ctx, role, w.concerns)
}

// standIns are those who take the place of a role to which the case is closed.
func (w *work) standIns(role dossier.Role) []dossier.Recipient {
	for _, name := range slices.Sorted(maps.Keys(w.r.Roles)) {
		if w.r.Roles[name].StandsIn == role && name != role {
			if to := w.staff(name); len(to) > 0 {
				return to
			}
		}
	}
	return nil
}

// board is the context of a case that is closed to the line: those alone who are spared.
func (w *work) board() Context {
	ctx := w.ctx
	ctx.People = slices.DeleteFunc(slices.Clone(ctx.People), func(p Person) bool { return !w.spared(p) })
	return ctx
}

// aboveDesk are those who get the mail of a case that is closed to everybody at the desk.
var aboveDesk = []dossier.Role{dossier.RoleDirector, dossier.RoleManagement, dossier.RoleBoard}

// concerns says whether somebody complains or is complained about in this case.
func (w *work) concerns(id dossier.PersonID) bool {
	return slices.ContainsFunc(w.c.Parties, func(p dossier.Party) bool {
		return id != "" && p.Person == id && !p.Removed && (p.Role == dossier.RoleComplainant || p.Role == dossier.RoleRespondent)
	})
}

// everybody lists those who bear one of the roles, each once; the coordinator when nobody does, for an entry of the
// agenda that reaches nobody would stand there for ever.
func (w *work) everybody(roles []dossier.Role) []dossier.Recipient {
	var all []dossier.Recipient
	for _, role := range roles {
		for _, to := range w.recipients(role) {
			if !slices.ContainsFunc(all, func(r dossier.Recipient) bool { return r.Party == to.Party && r.Person == to.Person }) {
				all = append(all, to)
			}
		}
	}
	if len(all) == 0 {
		return w.staff(dossier.RoleCoordinator)
	}
	return all
}

func staff(r *Regulation, ctx Context, role dossier.Role, shut func(dossier.PersonID) bool) []dossier.Recipient {
	var to []dossier.Recipient
	for _, p := range ctx.People {
		if slices.Contains(p.Roles, role) && !p.Absent && !shut(p.ID) {
			to = append(to, dossier.Recipient{Role: role, Person: p.ID})
		}
	}
	if len(to) > 0 {
		return to
	}
	for name, rule := range r.Roles {
		if rule.StandsIn == role && name != role {
			to = append(to, staff(r, ctx, name, shut)...)
		}
	}
	slices.SortFunc(to, func(a, b dossier.Recipient) int { return compare(a.Person, b.Person) })
	return to
}

func compare(a, b dossier.PersonID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// partyRoles are those whose recipients are parties of the case; every other role is one of the configuration.
var partyRoles = []dossier.Role{
	dossier.RoleComplainant, dossier.RoleRepresentative, dossier.RoleRespondent, dossier.RoleReceiver,
	dossier.RoleAdviser, dossier.RoleWitness, dossier.RoleInvolved,
}

// recipients resolves a role to addressees. Letters to a complainant go to the representative instead, when there
// is one (DESIGN 10.10).
func (w *work) recipients(role dossier.Role) []dossier.Recipient {
	if role == dossier.RoleComplainant && !w.inPerson {
		if rep := w.parties(dossier.RoleRepresentative); len(rep) > 0 && !w.closed(dossier.RoleRepresentative) {
			return rep
		}
	}
	if slices.Contains(partyRoles, role) && w.closed(role) {
		return nil
	}
	if of := w.r.Roles[role].Of; of != "" {
		return w.superiors(role, of)
	}
	if role == dossier.RoleHandler {
		if h := w.parties(role); len(h) > 0 {
			return h
		}
		return w.staff(dossier.RoleCoordinator)
	}
	if slices.Contains(partyRoles, role) {
		return w.parties(role)
	}
	return w.staff(role)
}

func (w *work) parties(role dossier.Role) []dossier.Recipient {
	var to []dossier.Recipient
	for _, p := range w.c.PartiesAs(role) {
		if w.hasLeft(p) {
			continue
		}
		to = append(to, dossier.Recipient{Role: role, Party: p.ID, Person: p.Person})
	}
	return to
}

// reachable says whether a recipient can be reached by mail: people of the configuration always can.
func (w *work) reachable(to dossier.Recipient) bool {
	if to.Party == "" {
		return to.Person != ""
	}
	p, ok := w.c.Party(to.Party)
	return ok && p.Address != "" && !p.NoMail
}

// queue orders a letter for one recipient and returns its duty. Without an address it becomes a page to print.
func (w *work) queue(why dossier.Basis, d dossier.Duty) dossier.DutyID {
	d = w.duty(why, d)
	if !w.reachable(d.To) {
		d.State, d.Reason = dossier.DutyToPrint, "no_address"
		w.add(why, dossier.LetterDrafted{Duty: d})
		w.task(why, dossier.Task{Kind: dossier.TaskPrint, Duty: d.ID, Letter: d.Letter})
		w.notify(design("DESIGN 10.17"), dossier.LetterPrintPage, dossier.LetterDetails{Letter: d.Letter, Duty: d.ID, DueDate: d.Due})
		return d.ID
	}
	w.add(why, dossier.LetterQueued{Duty: d})
	return d.ID
}

// duty completes a new duty; one with an id (a draft that is released) keeps it.
func (w *work) duty(why dossier.Basis, d dossier.Duty) dossier.Duty {
	if d.ID == "" {
		d.ID = dossier.DutyID("d" + w.next())
		if d.Term == "" {
			d.Step = noStep
		}
	}
	if d.Article == "" {
		d.Article = why.Article
	}
	return d
}

// noStep marks a duty that announces no step of a term.
const noStep = -1

// notify sends a letter to the coordinator, or to who stands in.
func (w *work) notify(why dossier.Basis, letter dossier.LetterName, details dossier.LetterDetails) {
	w.tell(why, dossier.RoleCoordinator, letter, details)
}

func (w *work) tell(why dossier.Basis, role dossier.Role, letter dossier.LetterName, details dossier.LetterDetails) {
	for _, to := range w.recipients(role) {
		w.queue(why, dossier.Duty{Letter: letter, To: to, Step: noStep, Details: details, About: w.about})
	}
}
