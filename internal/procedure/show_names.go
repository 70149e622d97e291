package procedure

import (
	"strings"

	"klachtd/internal/dossier"
)

// audienceTexts are the audiences and actors that are no role of the file.
var audienceTexts = map[dossier.Role]Text{
	AudienceParty:      {"de partij om wie het gaat", "the party concerned"},
	AudienceOtherParty: {"de andere partij", "the other side"},
	AudienceEachParty:  {"elke partij", "each party"},
	AudiencePerson:     {"de genoemde persoon", "the person named"},
	AudienceSender:     {"wie de opdracht gaf", "who gave the command"},
	whoEveryone:        {"iedereen die met klachten werkt", "everybody who works with complaints"},
	whoStaff:           {"elke medewerker", "any member of staff"},
	whoGiver:           {"wie de opdracht gaf", "who gave the command"},

	dossier.RoleOrganisation: {"de organisatie", "the organisation"},
}

// role names a role as the regulation does.
func (s *shower) role(role dossier.Role) string {
	if rule, ok := s.r.Roles[role]; ok {
		return rule.Title.In(s.lang)
	}
	if t, ok := s.r.Parties[role]; ok {
		return t.In(s.lang)
	}
	if t, ok := audienceTexts[role]; ok {
		return t.In(s.lang)
	}
	return string(role)
}

func (s *shower) roles(roles []dossier.Role) string {
	var names []string
	for _, role := range roles {
		names = append(names, s.role(role))
	}
	return s.and(names)
}

// bare is the role without its article: "er een klager is".
func (s *shower) bare(role dossier.Role) string {
	return Text{NL: s.role(role), EN: s.role(role)}.Bare(s.lang)
}

// actors names who may do an act; there a party is any party.
func (s *shower) actors(who []dossier.Role) string {
	var names []string
	for _, w := range who {
		if w == whoParty {
			names = append(names, s.say("een partij van de zaak", "a party of the case"))
			continue
		}
		names = append(names, s.role(w))
	}
	return s.and(names)
}

func (s *shower) letter(name dossier.LetterName) string { return s.r.Letters[name].Title.In(s.lang) }

func (s *shower) state(name dossier.State) string { return s.r.States[name].Title.In(s.lang) }

func (s *shower) term(name string) string {
	if t := s.r.Term(dossier.TermName(name)); t != nil {
		return t.Title.In(s.lang)
	}
	return name
}

func (s *shower) record(name string) string { return s.r.Records[name].Title.In(s.lang) }

func (s *shower) kind(name string) string {
	for _, k := range s.r.Kinds {
		if string(k.Kind) == name {
			return k.Title.In(s.lang)
		}
	}
	return name
}

// field names a field of the dossier; those that the file gives no title have one here.
func (s *shower) field(name string) string {
	for _, f := range s.r.Fields {
		if f.Name == name {
			return f.Title.In(s.lang)
		}
	}
	if t, ok := fieldTexts[name]; ok {
		return t.In(s.lang)
	}
	return strings.ReplaceAll(name, "_", " ")
}

var fieldTexts = map[string]Text{
	"received": {"datum van ontvangst", "date of receipt"}, "category": {"soort klacht", "category"},
	"address": {"adres", "address"}, "language": {"taal", "language"}, "summary": {"samenvatting", "summary"},
	"external": {"nummer elders", "number elsewhere"}, "urgent": {"spoed", "urgent"},
	"clearly": {"kennelijk", "clearly"}, "satisfied": {"tevredenheid", "satisfaction"},
	"facts_dates": {"datum van de feiten", "date of the facts"}, "filed": {"datum van indiening", "date of filing"},
	"call_slots": {"voorgestelde tijden", "proposed times"}, "outcome": {"uitkomst", "outcome"},
	"person": {"die persoon", "that person"}, "route": {"de mailbox", "the mailbox"}, "track": {"de behandeling", "the track"},
	"kind": {"de zaak", "the case"}, "state": {"de stand", "the state"}, "channel": {"de weg", "the channel"},
	"way": {"het bericht", "the message"}, "cost": {"de soort kosten", "the kind of costs"},
	"yes_no": {"het antwoord", "the answer"}, "offer": {"het aanbod", "the offer"}, "decision": {"het besluit", "the decision"},
	"measures": {"maatregelen", "measures"}, "respondent": {"aangesprokene", "respondent"}, "handler": {"behandelaar", "handler"},
}

// value names a value of a closed set: an outcome, a kind, a state, a word that commands take.
func (s *shower) value(subject, value string) string {
	switch subject {
	case "outcome":
		return s.among(s.r.Outcomes.Values, value)
	case "kind":
		return s.kind(value)
	case "state":
		return "“" + s.state(dossier.State(value)) + "”"
	case "track":
		return map[Track]Text{TrackFormal: {"formeel", "formal"}, TrackInformal: {"informeel", "informal"}}[Track(value)].In(s.lang)
	case "route":
		return s.say("die van het bestuur", "the board's")
	}
	if a, ok := s.r.Answers[subject]; ok {
		return s.among(a.Values, value)
	}
	return s.role(dossier.Role(value))
}

func (s *shower) among(values []OutcomeRule, name string) string {
	for _, v := range values {
		if v.Name == name {
			return "“" + strings.ReplaceAll(v.Title.In(s.lang), "-", " ") + "”"
		}
	}
	return name
}

// commands names acts by their words.
func (s *shower) commands(acts []string) string {
	var all []string
	for _, name := range acts {
		all = append(all, s.command(name))
	}
	return s.or(all)
}

func (s *shower) command(act string) string {
	for _, a := range s.r.Acts {
		if a.Name == act {
			return "#" + a.Words.In(s.lang)
		}
	}
	return act
}

// needTexts say what a command takes after its word.
var needTexts = map[string]Text{
	"text": {"tekst", "text"}, "date": {"datum", "date"}, "dates": {"data", "dates"}, "days": {"aantal dagen", "number of days"},
	"moment": {"dag, uur en plaats", "day, hour and place"}, "period": {"van en tot", "from and to"}, "times": {"tijden", "times"},
	"person": {"persoon", "person"}, "party": {"partij", "party"}, "contact": {"naam en adres", "name and address"},
	"outcome": {"uitkomst", "outcome"}, "ground": {"grond", "ground"}, "category": {"soort", "category"},
	"case": {"zaaknummer", "case number"}, "message": {"bericht", "message"}, "item": {"nummer in de lijst", "number in the list"},
	"measure": {"maatregel", "measure"}, "amount": {"bedrag", "amount"}, "language": {"taal", "language"},
	"word": {"nummer of naam", "number or name"}, "attachment": {"bijlage", "attachment"},
	"content": {"tekst of een bijlage", "text or an attachment"},
}

func (s *shower) need(name string) string {
	if t, ok := needTexts[name]; ok {
		return t.In(s.lang)
	}
	var words []string
	for _, v := range s.r.Answers[name].Values {
		words = append(words, v.Title.In(s.lang))
	}
	return strings.Join(words, " / ")
}
