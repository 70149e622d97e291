package procedure

import (
	"cmp"
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// scope is what conditions are about besides the case: the arguments of a command, the party that it names, and, of an
// open record, the event since which things count.
type scope struct {
	args  Args
	party dossier.PartyID
	since int
}

// anyHolds says whether one of the conditions holds; none at all holds always.
func (w *work) anyHolds(all []Condition, s scope) bool {
	return len(all) == 0 || slices.ContainsFunc(all, func(c Condition) bool { return w.holds(c, s) })
}

// allHold says whether of each of the lists one holds.
func (w *work) allHold(all [][]Condition, s scope) bool {
	return !slices.ContainsFunc(all, func(any []Condition) bool { return !w.anyHolds(any, s) })
}

// holds judges one condition of the closed list.
func (w *work) holds(c Condition, s scope) bool { return w.positive(c, s) != c.Not }

func (w *work) positive(c Condition, s scope) bool {
	switch c.Is {
	case CondSent:
		return w.reached(c.Of, s, func(d dossier.Duty) bool { return d.Letter == dossier.LetterName(c.Name) })
	case CondTold:
		return w.reached(c.Of, s, func(d dossier.Duty) bool { return slices.Contains(w.r.Letters[d.Letter].Blocks, c.Name) })
	case CondRecorded:
		return slices.ContainsFunc(w.recorded(c.Name, s.since), func(k kept) bool {
			if c.Of != "" {
				return slices.ContainsFunc(w.addressees(c.Of, s), func(to dossier.Recipient) bool { return to.Party == k.Party })
			}
			return s.since == 0 || s.party == "" || k.Party == "" || k.Party == s.party
		})
	case CondAnswered:
		return w.answered(dossier.LetterName(c.Name), c.Of, s)
	case CondExpired:
		t := w.c.Term(dossier.TermName(c.Name))
		return t != nil && (t.State == dossier.TermPassed || t.State == dossier.TermLapsed) && w.opened(t.Name) > s.since
	case CondOver:
		t := w.c.Term(dossier.TermName(c.Name))
		return t != nil && !t.Running()
	case CondWithin:
		t := w.c.Term(dossier.TermName(c.Name))
		return t == nil || s.args.Date.IsZero() || !s.args.Date.After(latest(t))
	case CondOpen:
		return w.isOpen(c.Name)
	case CondHas:
		return w.has(c.Name)
	case CondGiven:
		return s.args.given(c.Name)
	case CondParty:
		return len(w.c.PartiesAs(dossier.Role(c.Name))) > 0
	case CondAgreed:
		return w.agreed(c.Name, c.Of, s)
	case CondReleased:
		return !slices.ContainsFunc(w.addressees(c.Of, s), func(to dossier.Recipient) bool { return !w.released(to.Party) })
	case CondAbsent:
		return w.allAway(dossier.Role(c.Name))
	}
	return w.is(c.Name, c.Value, s)
}

// latest is the last day that a term may end on by the regulation's own word.
func latest(t *dossier.Term) calendar.Date {
	last := t.Due
	for _, s := range t.Steps {
		if s.To.After(last) {
			last = s.To
		}
	}
	return last
}

// allAway says whether everybody who bears a role is absent today.
func (w *work) allAway(role dossier.Role) bool {
	n := 0
	for _, p := range w.ctx.People {
		if slices.Contains(p.Roles, role) {
			if n++; !p.Absent {
				return false
			}
		}
	}
	return n > 0
}

// addressees resolves the audiences of conditions and letters that depend on what a command is about.
func (w *work) addressees(who dossier.Role, s scope) []dossier.Recipient {
	switch who {
	case AudienceParty:
		return w.toParty(s.party)
	case AudienceOtherParty:
		return w.otherSide(s.party)
	case AudienceEachParty:
		return append(w.recipients(dossier.RoleComplainant), w.recipients(dossier.RoleRespondent)...)
	case AudiencePerson:
		return w.toPerson(s.args)
	case AudienceSender:
		return []dossier.Recipient{w.sender()}
	}
	return w.recipients(who)
}

// toParty is a party, or whoever gets his letters instead (DESIGN 10.10).
func (w *work) toParty(id dossier.PartyID) []dossier.Recipient {
	p, ok := w.c.Party(id)
	switch {
	case !ok:
		return nil
	case p.Role == dossier.RoleComplainant:
		return w.recipients(p.Role)
	}
	return []dossier.Recipient{{Role: p.Role, Party: p.ID, Person: p.Person}}
}

// otherSide is who may react to what a party said: the complainant and the respondent to each other, both to everybody
// else.
func (w *work) otherSide(id dossier.PartyID) []dossier.Recipient {
	p, _ := w.c.Party(id)
	switch p.Role {
	case dossier.RoleComplainant, dossier.RoleRepresentative:
		return w.recipients(dossier.RoleRespondent)
	case dossier.RoleRespondent:
		return w.recipients(dossier.RoleComplainant)
	}
	return append(w.recipients(dossier.RoleComplainant), w.recipients(dossier.RoleRespondent)...)
}

// left says whether a letter is on its way or has arrived: a notice that waits in the outbox leaves before what is
// ordered after it.
func left(d dossier.Duty) bool {
	switch d.State {
	case dossier.DutyQueued, dossier.DutyUnknown, dossier.DutyAccepted, dossier.DutyToPrint:
		return true
	}
	return false
}

// reached says whether everybody in the audience got a letter of that sort. An audience of nobody is reached.
func (w *work) reached(who dossier.Role, s scope, sort func(dossier.Duty) bool) bool {
	return len(w.unreached(who, s, sort)) == 0
}

func (w *work) unreached(who dossier.Role, s scope, sort func(dossier.Duty) bool) []dossier.Recipient {
	return slices.DeleteFunc(w.addressees(who, s), func(to dossier.Recipient) bool {
		return slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool {
			return left(d) && sort(d) && (d.To.Party == to.Party && d.To.Person == to.Person || actsFor(to, d.To))
		})
	})
}

// actsFor says whether a letter to the complainant counts for who acts for him: it came before the representative did.
func actsFor(to, had dossier.Recipient) bool {
	return to.Role == dossier.RoleRepresentative && had.Role == dossier.RoleComplainant
}

// kept is a record of the journal: what it says and where it stands.
type kept struct {
	dossier.Recorded
	seq int
}

// recorded lists the records of a name that were kept after an event, the newest last. What was revoked does not count.
func (w *work) recorded(name string, since int) []kept {
	var all []kept
	for _, e := range w.journal() {
		switch b := e.Body.(type) {
		case dossier.Recorded:
			if b.Record == name && e.Seq > since {
				all = append(all, kept{b, e.Seq})
			}
		case dossier.Noted:
			if name == recordNote && e.Seq > since {
				all = append(all, kept{dossier.Recorded{Record: name, Text: b.Text, Mail: b.Mail}, e.Seq})
			}
		}
	}
	return all
}

// recordNote is the record that the journal keeps as a note of its own.
const recordNote = "note"

// journal is the journal without what was revoked.
func (w *work) journal() []dossier.Event { return inForce(w.c.Journal) }

func inForce(journal []dossier.Event) []dossier.Event {
	var revoked []dossier.CommandRevoked
	for _, e := range journal {
		if r, ok := e.Body.(dossier.CommandRevoked); ok {
			revoked = append(revoked, r)
		}
	}
	if len(revoked) == 0 {
		return journal
	}
	return slices.DeleteFunc(slices.Clone(journal), func(e dossier.Event) bool {
		return slices.ContainsFunc(revoked, func(r dossier.CommandRevoked) bool { return e.Seq >= r.First && e.Seq <= r.Last })
	})
}

// opened is the event that opened a term last, 0 when none did.
func (w *work) opened(name dossier.TermName) int {
	seq := 0
	for _, e := range w.journal() {
		if o, ok := e.Body.(dossier.TermOpened); ok && o.Term.Name == name {
			seq = e.Seq
		}
	}
	return seq
}

// answered says whether who got a letter has written since. Without who: everybody who got it.
func (w *work) answered(letter dossier.LetterName, who dossier.Role, s scope) bool {
	asked := false
	for _, d := range w.c.Duties {
		if d.Letter != letter || d.State != dossier.DutyAccepted || seqOf(d.ID) <= s.since ||
			s.since > 0 && d.Details.Party != "" && s.party != "" && d.Details.Party != s.party {
			continue
		}
		if who != "" && !slices.ContainsFunc(w.addressees(who, s), func(to dossier.Recipient) bool {
			return to.Party == d.To.Party && to.Person == d.To.Person
		}) {
			continue
		}
		if asked = true; !w.wrote(d.To, d) {
			return false
		}
	}
	return asked
}

// wrote says whether somebody sent mail after a letter to him was accepted. What a machine answers is no reaction.
func (w *work) wrote(who dossier.Recipient, d dossier.Duty) bool {
	return slices.ContainsFunc(w.journal(), func(e dossier.Event) bool {
		f, ok := e.Body.(dossier.Filed)
		if !ok || e.At.Before(d.Accepted) || e.Seq < seqOf(d.ID) || byMachine(f) {
			return false
		}
		return who.Party != "" && e.By.Party == who.Party || who.Person != "" && e.By.Person == who.Person
	})
}

func byMachine(f dossier.Filed) bool {
	return slices.ContainsFunc(f.Flags, func(flag dossier.Flag) bool {
		return flag == dossier.FlagAutomatic || flag == dossier.FlagReceipt || flag == dossier.FlagBounce
	})
}

// seqOf is the number of the event that made a duty or task.
func seqOf[S ~string](id S) int {
	n := 0
	for _, c := range strings.TrimLeft(string(id), "dt") {
		if c < '0' || c > '9' {
			return 0
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// isOpen says whether a term runs, a task waits, or a record still asks for something.
func (w *work) isOpen(name string) bool {
	if t := w.c.Term(dossier.TermName(name)); t != nil {
		return t.State == dossier.TermOpen || t.State == dossier.TermExtended
	}
	if slices.ContainsFunc(w.c.OpenTasks(), func(t dossier.Task) bool { return t.Kind == dossier.TaskKind(name) }) {
		return true
	}
	rule, ok := w.r.Records[name]
	if !ok || len(rule.Until) == 0 {
		return false
	}
	return slices.ContainsFunc(w.recorded(name, 0), func(k kept) bool {
		return !w.anyHolds(rule.Until, scope{party: k.Party, since: k.seq})
	})
}

func (w *work) has(field string) bool {
	switch field {
	case dossier.FactUrgent:
		return w.c.Urgent
	case dossier.FactHold:
		return w.c.Hold
	case "measures":
		return len(w.c.Measures) > 0
	}
	return w.filled(field)
}

// given says whether a command said something that it may leave out.
func (a Args) given(what string) bool {
	switch what {
	case "text":
		return a.Text != ""
	case "content":
		return a.Text != "" || len(a.Attachments) > 0
	case "date", "moment", "period":
		return !a.Date.IsZero()
	case "dates":
		return len(a.Dates) > 0
	case "days":
		return a.Days > 0
	case "times":
		return len(a.Times) > 0
	case "person":
		return a.Person != "" || a.Outside != nil
	case "party":
		return a.Party != ""
	case "contact":
		return a.Contact != nil
	case "item":
		return len(a.Items) > 0
	case "attachment":
		return len(a.Attachments) > 0
	case "amount":
		return a.Amount > 0
	}
	for need, said := range map[string]string{
		"outcome": a.Outcome, "ground": a.Ground, "category": a.Category, "case": string(a.Case), "message": string(a.Message),
		"measure": a.Measure, "language": a.Language, "word": a.Word,
	} {
		if need == what {
			return said != ""
		}
	}
	return a.Answers[what] != ""
}

// Words of answers that the engine itself understands.
const (
	recordConsent = "consent"
	answerYes     = "ja"
	answerNo      = "nee"
)

// is compares a subject: an answer of the command, something of the case, a field, or the bearer of a role.
func (w *work) is(subject, value string, s scope) bool {
	if said := s.args.Answers[subject]; said != "" {
		return said == value
	}
	switch subject {
	case "track":
		return w.c.Track == value
	case "kind":
		return w.c.Kind == dossier.Kind(value)
	case "outcome":
		return cmp.Or(s.args.Outcome, w.c.Outcome) == value
	case "state":
		return w.c.State == dossier.State(value)
	case "route":
		return w.c.Route == value
	case "category":
		return w.c.Category == value
	case "channel":
		return w.c.Channel == dossier.Channel(value)
	case "party":
		p, _ := w.c.Party(s.party)
		return p.Role == dossier.Role(value)
	case "person":
		return w.personIs(s.args, value)
	case "date":
		return !s.args.Date.IsZero() && s.args.Date.After(w.ctx.Today()) != (value == datePast)
	}
	if values, ok := w.c.Facts[subject]; ok {
		return slices.Contains(values, value)
	}
	return w.bearerIs(dossier.Role(subject), dossier.Role(value))
}

// personIs says whether the person that a command names has a role on the case.
func (w *work) personIs(a Args, value string) bool {
	if a.Party != "" {
		p, _ := w.c.Party(a.Party)
		return p.Role == dossier.Role(value)
	}
	if slices.ContainsFunc(w.recipients(dossier.Role(value)), func(to dossier.Recipient) bool {
		return a.Person != "" && to.Person == a.Person && to.Role == dossier.Role(value)
	}) {
		return true
	}
	return a.Role == dossier.Role(value) ||
		slices.Contains(w.roles(Speaker{Person: a.Person}), dossier.Role(value)) && a.Person != ""
}

// bearerIs says whether somebody who bears a role is also the other: "director is respondent", "complainant is staff".
func (w *work) bearerIs(role, other dossier.Role) bool {
	if slices.Contains(partyRoles, role) {
		return slices.ContainsFunc(w.c.PartiesAs(role), func(p dossier.Party) bool {
			if other == dossier.RoleStaff {
				return p.Staff || p.Person != ""
			}
			return slices.Contains(configured(w.ctx, p.Person), other)
		})
	}
	return slices.ContainsFunc(w.ctx.People, func(p Person) bool {
		return slices.Contains(p.Roles, role) && slices.ContainsFunc(w.c.PartiesAs(other), func(q dossier.Party) bool { return q.Person == p.ID })
	})
}

// saidOn is the day on which the complainant last wrote since the case began: what the coordinator marks because of
// that mail counts from its arrival (DESIGN section 8). Without such mail it is today.
func (w *work) saidOn() calendar.Date {
	for _, e := range slices.Backward(w.journal()) {
		f, ok := e.Body.(dossier.Filed)
		if !ok || byMachine(f) {
			continue
		}
		if p, ok := w.c.Party(e.By.Party); ok && (p.Role == dossier.RoleComplainant || p.Role == dossier.RoleRepresentative) {
			return calendar.Of(f.Mail.Arrived, w.ctx.Location)
		}
	}
	return w.ctx.Today()
}
