package daemon

import (
	"cmp"
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/letter"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// regulated adds what the regulation says in its own words, for every letter.
func (d *Daemon) regulated(r *procedure.Regulation, ch *change, in *letter.Input) {
	details, lang := in.Duty.Details, in.Language
	in.Titles = map[string]string{
		"outcome": cmp.Or(r.ValueTitle("decision", details.Decision, lang),
			r.ValueTitle("outcome", cmp.Or(details.Outcome, ch.c.Outcome), lang)),
		"ground": r.ValueTitle("ground", details.Ground, lang), "way": r.ValueTitle("way", details.Way, lang),
		"consent": r.ValueTitle("consent", details.Consent, lang), "category": r.ValueTitle("category", ch.c.Category, lang),
		"kind": r.ValueTitle("kind", string(cmp.Or(details.Kind, ch.c.Kind)), lang),
	}
	for _, c := range details.Costs {
		in.Titles["cost."+c.Kind] = r.ValueTitle("cost", c.Kind, lang)
	}
	in.Named = func(group, name string) string { return named(r, group, name, lang) }
	in.Texts = map[string][]string{}
	for name, t := range r.Texts {
		in.Texts[name] = t.Lines
	}
	if in.CallSlots = ch.c.Facts["call_slots"]; len(in.CallSlots) == 0 {
		in.CallSlots = r.Texts["call_slots"].Lines
	}
	in.Retention = r.Retain.Length
	in.ByPerson = map[dossier.TermName]bool{}
	for i := range r.Terms {
		in.ByPerson[r.Terms[i].Name] = r.Terms[i].ByPerson()
	}
	if t := r.Term(details.Term); t != nil {
		in.Again = string(t.AtEnd.Repeat)
	}
	for _, p := range ch.c.PartiesAs(dossier.RoleHandler) {
		in.Handler = cmp.Or(p.Name, d.nameOf(p.Person), p.Address)
	}
	if name := d.nameOf(details.Person); in.Duty.To.Party != "" && name != "" {
		in.Handler = name // whom the command names that the letter tells of
	}
	in.Signatory = d.signatory(r, ch.box, lang)
	in.Tight = in.Duty.Letter == dossier.LetterCaseRegistered && r.Tight(&ch.c, ch.ctx)
	if p, ok := ch.c.Party(in.Duty.To.Party); ok {
		if of, found := ch.c.Party(p.Of); found {
			in.For = of.Role
		}
	}
	if in.Duty.Letter == dossier.LetterProcedureText && len(in.Duty.Details.With) == 0 {
		in.Rules = []string{r.Show(lang)}
	}
}

// named is what a regulation calls a name of its own, by the groups of words.md; "" for what it does not know.
func named(r *procedure.Regulation, group, name, lang string) string {
	switch group {
	case "terms":
		if t := r.Term(dossier.TermName(name)); t != nil {
			return t.Title.In(lang)
		}
	case "letters":
		return r.Letters[dossier.LetterName(name)].Title.In(lang)
	case "roles":
		return r.PartyTitle(dossier.Role(name), lang)
	case "states":
		return r.States[dossier.State(name)].Title.In(lang)
	case "kinds":
		return r.ValueTitle("kind", name, lang)
	case "fields":
		for _, f := range r.Fields {
			if f.Name == name {
				return f.Title.In(lang)
			}
		}
	}
	return ""
}

// nameOf is the name of somebody of the configuration, "" when he is nobody of it.
func (d *Daemon) nameOf(id dossier.PersonID) string {
	p, _ := d.person(id)
	return p.Name
}

// signatory is who signs the letters that wait for a signature: by name, else as the regulation calls him; "" where
// nobody signs.
func (d *Daemon) signatory(r *procedure.Regulation, b *box, lang string) string {
	role := r.Signatory()
	for _, p := range d.o.People {
		if role != "" && slices.Contains(p.Roles, role) && p.serves(b.Name) {
			return p.Name
		}
	}
	return r.Roles[role].Title.In(lang)
}

// commanding adds what only staff read of commands: what they do, what they may do now, and the code of a mail that waits.
func (d *Daemon) commanding(tx *store.Tx, r *procedure.Regulation, ch *change, in *letter.Input) error {
	details, lang := in.Duty.Details, in.Language
	if in.Duty.To.Person != "" && in.Duty.Letter == dossier.LetterTranscript && ch.c.Ref != 0 && !r.Stands(&ch.c, ch.ctx, in.Duty.To.Person) {
		in.Case = dossier.Case{Ref: ch.c.Ref, Number: ch.c.Number} // he named a case of which he may know nothing
		in.Handler = ""
	}
	in.People = map[dossier.PersonID]string{}
	for _, p := range d.o.People {
		in.People[p.ID] = p.Name
	}
	handled := len(ch.c.PartiesAs(dossier.RoleHandler)) > 0 || !ch.c.Closed.IsZero()
	if told := in.Duty.Letter; !handled && (told == dossier.LetterCaseRegistered || told == dossier.LetterTranscript) {
		in.Suggested = r.Suggested(&ch.c, ch.ctx)
	}
	in.Proposes = r.Named("propose") != nil
	in.Result = details.Result
	in.Gates, in.Needs, in.Acts = r.GateWords(&ch.c, lang), r.NeedWords(lang), map[string]letter.Act{}
	in.Choices = r.ChoiceWords(lang)
	for _, l := range details.Script {
		if a := r.Named(l.Act); a != nil {
			said := act(r, a, lang)
			if !slices.Contains(a.Who, in.Duty.To.Role) {
				said.Who = r.WhoMay(a, lang)
			}
			in.Acts[a.Name] = said
		}
	}
	grounds := r.Grounds(&ch.c, lang)
	for _, name := range d.offers(r, ch, in.Duty) {
		a := r.Named(name)
		if i := slices.IndexFunc(grounds, func(p procedure.Proposal) bool { return p.Act == name }); a != nil && i >= 0 {
			for _, p := range grounds {
				in.Offers = append(in.Offers, letter.Offer{Line: p.Line, Does: a.Does.In(lang)})
			}
		} else if a != nil {
			in.Offers = append(in.Offers, letter.Offer{Line: r.Example(a, lang), Does: a.Does.In(lang)})
		}
	}
	if in.Duty.Letter == dossier.LetterHelp || in.Duty.Letter == dossier.LetterFormTemplate {
		in.Groups = d.help(r, ch, in.Duty, lang)
	}
	return d.code(tx, ch, in)
}

func act(r *procedure.Regulation, a *procedure.Act, lang string) letter.Act {
	must, may := r.Needed(a, lang)
	return letter.Act{
		Name: a.Name, Does: a.Does.In(lang), Line: r.Example(a, lang), Needs: strings.Join(must, ", "), May: strings.Join(may, ", "),
	}
}

// offers are the acts that the reader of a letter may do now, the most sensible first. A letter that names its own keeps
// them.
func (d *Daemon) offers(r *procedure.Regulation, ch *change, duty dossier.Duty) []string {
	if duty.Letter == dossier.LetterFormTemplate || duty.Letter == dossier.LetterHelp && ch.c.Ref == 0 {
		return nil // it has forms of its own, or lists all commands
	}
	first := d.allowed(r, ch, duty)
	if len(first) > 0 && duty.Letter != dossier.LetterCaseRegistered && duty.Details.Task != dossier.TaskNewMail {
		return first
	}
	quiet := duty.Letter == dossier.LetterOneTimeCode || duty.Letter == dossier.LetterSecurityNotice // one thing at a time
	apart := duty.Letter == dossier.LetterTranscript && !r.Stands(&ch.c, ch.ctx, duty.To.Person)
	if ch.c.Ref == 0 || duty.To.Person == "" || quiet || apart {
		return nil
	}
	for _, name := range r.Offers(&ch.c, ch.ctx, append(d.rolesOf(ch, duty.To), r.RolesOf(&ch.c, ch.ctx, duty.To.Person)...)) {
		if !slices.Contains(first, name) && len(first) < procedure.MaxOffers {
			first = append(slices.Clip(first), name)
		}
	}
	return first
}

// allowed are the acts that a letter names of its own, without those that its reader may not do: one reminder goes to several.
func (d *Daemon) allowed(r *procedure.Regulation, ch *change, duty dossier.Duty) []string {
	roles := append(d.rolesOf(ch, duty.To), r.RolesOf(&ch.c, ch.ctx, duty.To.Person)...)
	return slices.DeleteFunc(slices.Clone(duty.Details.Offers), func(name string) bool {
		a := r.Named(name)
		return a == nil || ch.c.Ref != 0 && duty.To.Person != "" && !r.Allows(&ch.c, a, roles)
	})
}

// rolesOf are what somebody is in a case: in the organisation, and as a party.
func (d *Daemon) rolesOf(ch *change, to dossier.Recipient) []dossier.Role {
	p, _ := d.person(to.Person)
	roles := append(slices.Clone(p.Roles), dossier.RoleStaff)
	for _, party := range ch.c.Parties {
		if !party.Removed && party.Person == to.Person && !slices.Contains(roles, party.Role) {
			roles = append(roles, party.Role)
		}
	}
	return roles
}

// help lists every command that the reader may use now, by part of the language.
func (d *Daemon) help(r *procedure.Regulation, ch *change, duty dossier.Duty, lang string) []letter.ActGroup {
	roles := d.rolesOf(ch, duty.To)
	var groups []letter.ActGroup
	for _, part := range procedure.Parts() {
		group := letter.ActGroup{Title: string(part)}
		for i := range r.Acts {
			if a := &r.Acts[i]; a.Part == part && r.Allows(&ch.c, a, roles) {
				group.Acts = append(group.Acts, act(r, a, lang))
			}
		}
		if len(group.Acts) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// code gives the one-time code of a mail that waits, and until when it works.
func (d *Daemon) code(tx *store.Tx, ch *change, in *letter.Input) error {
	details := in.Duty.Details
	if in.Duty.Letter != dossier.LetterOneTimeCode || details.Held == "" {
		return nil
	}
	held, ok, err := tx.Held(details.Held)
	if err != nil || !ok {
		return err
	}
	in.Code = d.keys.Code(uint32(ch.c.Ref), string(held.Mail), string(held.Person))
	in.CodeUntil = held.Until
	for _, l := range details.Script {
		in.Held = append(in.Held, l.Word+" "+l.Rest)
	}
	return nil
}

// CodeHours must be one number in both places that know it: the letter says what the journal holds.
var _ [proof.CodeHours - procedure.CodeHours]struct{} = [procedure.CodeHours - proof.CodeHours]struct{}{}

// day is the local civil day of an event.
func (d *Daemon) dayOf(e dossier.Event) calendar.Date { return calendar.Of(e.At, d.o.Location) }
