package procedure

import "klachtd/internal/dossier"

// Whom a command answers, and whom it names.

// sender is who gave the commands: as a person of the organisation where he is one, else as the party. A handler who has
// just handed the case over is no party any more, and is answered as the person that he is.
func (w *work) sender() dossier.Recipient {
	to := dossier.Recipient{Role: w.giver.Role, Person: w.giver.Person}
	_, takesPart := w.c.Party(w.giver.Party)
	if to.Person == "" || takesPart && (to.Role == dossier.RoleReceiver || to.Role == dossier.RoleHandler) {
		to.Party = w.giver.Party
	}
	return to
}

// toPerson is whoever a command names: somebody of the configuration, or an address outside it, who then is a party.
func (w *work) toPerson(a Args) []dossier.Recipient {
	switch {
	case a.Person != "":
		role := a.Role
		if role == "" {
			role = firstRole(configured(w.ctx, a.Person))
		}
		return []dossier.Recipient{{Role: role, Person: a.Person}}
	case a.Party != "":
		return w.toParty(a.Party)
	case a.Outside != nil:
		return w.toOutside(*a.Outside)
	}
	return nil
}

// toOutside is somebody whom only an address names: a colleague as such, anybody else as a party of the case.
func (w *work) toOutside(f Found) []dossier.Recipient {
	if p, ok := w.c.PartyAt(f.Address); ok {
		return []dossier.Recipient{{Role: p.Role, Party: p.ID, Person: p.Person}}
	}
	if f.Address == "" {
		return nil
	}
	if f.Staff {
		return []dossier.Recipient{{Role: dossier.RoleStaff, Person: dossier.PersonID(f.Address)}}
	}
	p := dossier.Party{ID: w.nextParty(), Role: dossier.RoleInvolved, Name: f.Name, Address: f.Address, NoMail: f.NoMail}
	w.add(design("DESIGN 10.10"), dossier.PartyAdded{Party: p})
	return []dossier.Recipient{{Role: p.Role, Party: p.ID}}
}

func firstRole(roles []dossier.Role) dossier.Role {
	if len(roles) > 0 {
		return roles[0]
	}
	return dossier.RoleStaff
}
