package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/dossier"
)

// party brings whom the command names into the case. Who is there already in that role gets what is new; a complainant is
// one person, so that naming another corrects him.
func (d *doing) party(role dossier.Role) (Refusal, string) {
	w, f := d.w, d.args.Contact
	if f == nil {
		return RefusedNeeds, "contact"
	}
	if name := w.nameOf(f.Person); name != "" { // however the command called him
		named := *f
		named.Name, f = name, &named
	}
	if role == dossier.RoleComplainant {
		return d.complainant(*f)
	}
	for _, p := range w.c.PartiesAs(role) { // the same person may be another party as well
		if f.Address == "" || p.Address != f.Address {
			continue
		}
		if f.Name != "" && f.Name != p.Name {
			p.Name = f.Name
			w.add(d.why, dossier.PartyChanged{Party: p})
		}
		d.about(p.ID)
		return "", ""
	}
	for _, p := range w.c.PartiesAs(role) { // called by his name once more
		if f.Address == "" && f.Name != "" && strings.EqualFold(p.Name, f.Name) {
			d.about(p.ID)
			return "", ""
		}
	}
	for _, p := range w.c.PartiesAs(role) {
		if p.Address != "" || p.Name != f.Name || f.Address == "" {
			continue
		}
		p.Address, p.Person, p.Staff, p.NoMail = f.Address, f.Person, f.Staff, f.NoMail
		w.add(d.why, dossier.PartyChanged{Party: p})
		d.about(p.ID)
		w.shutOut(d.why, role, p)
		return "", ""
	}
	p := dossier.Party{
		ID: w.nextParty(), Role: role, Name: f.Name, Address: f.Address, Verified: true, Person: f.Person, Staff: f.Staff,
		NoMail: f.NoMail, Of: d.args.Party, Capacity: d.args.Answers["capacity"],
	}
	w.add(d.why, dossier.PartyAdded{Party: p})
	d.about(p.ID)
	w.shutOut(d.why, role, p)
	d.warnOfRounds(role)
	return "", ""
}

// about makes a party the one that the rest of the act is about.
func (d *doing) about(id dossier.PartyID) {
	d.scope.party = id
	if d.args.Party == "" {
		d.args.Party = id
	}
}

func (w *work) nextParty() dossier.PartyID {
	return dossier.PartyID("p" + itoa(len(w.c.Parties)+1))
}

// shutOut closes the case to somebody of the configuration who is complained about (DESIGN 10.11).
func (w *work) shutOut(why dossier.Basis, role dossier.Role, p dossier.Party) {
	if role == dossier.RoleRespondent && p.Person != "" && !slices.Contains(w.c.Shut, p.Person) {
		w.add(why, dossier.AccessSet{Shut: append(slices.Clone(w.c.Shut), p.Person), Route: w.c.Route})
	}
}

// complainant names who complains, or corrects who he is: then letters that did not reach him go to where he is found,
// and an acknowledgement that somebody else got is owed to him. Who first wrote on behalf of somebody else represents
// him from now on.
func (d *doing) complainant(f Found) (Refusal, string) {
	w := d.w
	known := w.c.PartiesAs(dossier.RoleComplainant)
	if len(known) == 0 {
		p := dossier.Party{
			ID: w.nextParty(), Role: dossier.RoleComplainant, Name: f.Name, Address: f.Address, Verified: true, Person: f.Person,
			Staff: f.Staff, NoMail: f.NoMail, Thread: f.Thread,
		}
		w.add(d.why, dossier.PartyAdded{Party: p})
		d.about(p.ID)
		if w.c.State == w.r.Begin.AskState {
			w.moveTo(d.why, w.r.Begin.State)
		}
		w.finish(dossier.TaskFindSender, "")
		if !slices.ContainsFunc(d.a.Effects, func(e Effect) bool { return e.Letter() == dossier.LetterConsent }) {
			w.acknowledge(ackOrder{message: d.message(), hold: d.unconfirmed()})
		}
		return "", ""
	}
	p := known[0]
	if d.onBehalf(f, p) {
		return "", ""
	}
	before := p.Address
	if f.Name != "" {
		p.Name = f.Name
	}
	if f.Address != "" && f.Address != p.Address {
		p.Address, p.NoMail, p.Thread, p.Person, p.Staff = f.Address, f.NoMail, "", f.Person, f.Staff
	}
	p.Verified = true
	w.add(d.why, dossier.PartyChanged{Party: p})
	d.about(p.ID)
	w.sendAgain(d.message(), p, p.Address != before)
	return "", ""
}

// onBehalf turns who wrote into the representative of the person for whom he complains.
func (d *doing) onBehalf(f Found, p dossier.Party) bool {
	if !d.a.does(DoParty, string(dossier.RoleComplainant)) || d.a.Name != actOnBehalf || p.Address == f.Address {
		return false
	}
	w := d.w
	p.Role, p.Capacity = dossier.RoleRepresentative, d.args.Answers["capacity"]
	id := w.nextParty()
	p.Of = id
	w.add(d.why, dossier.PartyChanged{Party: p})
	w.add(d.why, dossier.PartyAdded{Party: dossier.Party{
		ID: id, Role: dossier.RoleComplainant, Name: f.Name, Address: f.Address, Verified: true, Person: f.Person, Staff: f.Staff, NoMail: f.NoMail,
	}})
	d.about(id)
	return true
}

// actOnBehalf is the act by which somebody says that he complains for another.
const actOnBehalf = "on_behalf_of"

// message is the mail of the command as what an acknowledgement answers.
func (d *doing) message() Message {
	return Message{Mail: d.in.Mail, From: d.in.From, Proved: d.in.Proof.Token}
}

// unconfirmed says whether what leaves has to wait for a confirming reply.
func (d *doing) unconfirmed() bool {
	return d.script.standing(d.a) == standsUnconfirmed || d.in.Opens != nil && d.in.Opens.Unconfirmed
}

// assign gives somebody of the organisation a role in the case. Nobody handles a complaint about himself.
func (d *doing) assign(role dossier.Role) (Refusal, string) {
	w := d.w
	p := dossier.Party{Role: role, Person: d.args.Person, Verified: true, Staff: true}
	switch {
	case d.args.Person != "":
		p.Address, p.Name = string(d.args.Person), w.ctx.nameOf(d.args.Person)
	case d.args.Outside != nil:
		p.Name, p.Address, p.Staff, p.NoMail = d.args.Outside.Name, d.args.Outside.Address, d.args.Outside.Staff, d.args.Outside.NoMail
	default: // the giver takes it on himself
		p.Person, p.Address, p.Name = d.in.From.Person, string(d.in.From.Person), w.ctx.nameOf(d.in.From.Person)
		if own, ok := w.c.Party(d.in.From.Party); ok {
			p.Name, p.Address, p.Person = own.Name, own.Address, own.Person
		}
	}
	if p.Address == "" {
		return RefusedNeeds, "person"
	}
	if w.concerns(p.Person) || p.Person != "" && slices.Contains(w.c.Shut, p.Person) && role == dossier.RoleHandler {
		return RefusedGate, "person is not respondent"
	}
	if at, ok := w.c.PartyAt(p.Address); ok && concerned([]dossier.Role{at.Role}) && role != at.Role {
		return RefusedGate, "person is not respondent"
	}
	w.take(d.why, p)
	if role == dossier.RoleHandler { // whoever lets somebody handle the case has admitted it
		for _, kind := range []dossier.TaskKind{dossier.TaskTooOld, dossier.TaskBeforeForce, dossier.TaskRepeated} {
			w.finish(kind, "")
		}
	}
	d.scope.party = ""
	return "", ""
}

// nameOf is the name of somebody of the organisation; "" when he is not known here.
func (c Context) nameOf(id dossier.PersonID) string {
	i := slices.IndexFunc(c.People, func(p Person) bool { return p.ID == id })
	if id == "" || i < 0 {
		return ""
	}
	return c.People[i].Name
}

// take gives a role to a party. A case has one handler; the one before is no longer.
func (w *work) take(why dossier.Basis, p dossier.Party) {
	for _, old := range w.c.PartiesAs(p.Role) {
		if old.Address == p.Address {
			return
		}
		if p.Role == dossier.RoleHandler {
			old.Removed = true
			w.add(why, dossier.PartyChanged{Party: old})
		}
	}
	p.ID = w.nextParty()
	w.add(why, dossier.PartyAdded{Party: p})
}

// access opens an identity to somebody, or lifts the confidentiality of the complainant altogether.
func (d *doing) access(what Deed) (Refusal, string) {
	switch what {
	case AccessIdentity:
		p, ok := d.w.c.Party(d.args.Party)
		if !ok {
			return RefusedNothing, "party"
		}
		for _, f := range [][2]string{{factDisclosed, string(p.Role)}, {factDisclosedTo, string(p.ID)}} {
			if known := d.w.c.Facts[f[0]]; !slices.Contains(known, f[1]) {
				d.fact(f[0], append(slices.Clone(known), f[1])...)
			}
		}
	case AccessConfidentiality:
		d.fact(factDisclosed, disclosedToAll)
	}
	return "", ""
}

// nameOf is the name of somebody of the configuration; "" when he is nobody of it.
func (w *work) nameOf(id dossier.PersonID) string {
	for _, p := range w.ctx.People {
		if id != "" && p.ID == id {
			return p.Name
		}
	}
	return ""
}
