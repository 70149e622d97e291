package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// anyOf says conditions of which one must hold.
func (s *shower) anyOf(conds []Condition) string {
	var all []string
	for _, c := range conds {
		all = append(all, s.condition(c))
	}
	return s.or(all)
}

// allOf says groups of conditions that must all hold.
func (s *shower) allOf(groups [][]Condition) string {
	var all []string
	for _, g := range groups {
		all = append(all, s.anyOf(g))
	}
	return s.and(all)
}

// not picks the affirmative or the negative wording.
func (s *shower) not(c Condition, nl, nlNot, en, enNot string, args ...any) string {
	if c.Not {
		return s.say(nlNot, enNot, args...)
	}
	return s.say(nl, en, args...)
}

// condition says one condition as a clause: "de klager een ontvangstbevestiging heeft gekregen".
func (s *shower) condition(c Condition) string {
	who := s.role(c.Of)
	switch c.Is {
	case CondSent:
		return s.not(c, "%s “%s” heeft ontvangen", "%s “%s” nog niet heeft ontvangen", "%s has received “%s”", "%s has not received “%s” yet",
			who, s.letterNamed(c.Name))
	case CondTold:
		return s.not(c, "%s is gewezen op %s", "%s nog niet is gewezen op %s", "%s was told of %s", "%s was not told of %s yet",
			who, s.r.Blocks[c.Name].In(s.lang))
	case CondRecorded:
		if c.Of != "" {
			return s.not(c, "van %s een %s is vastgelegd", "van %s nog geen %s is vastgelegd", "a %[2]s of %[1]s is recorded", "no %[2]s of %[1]s is recorded yet", who, s.record(c.Name))
		}
		return s.not(c, "er een %s is vastgelegd", "er nog geen %s is vastgelegd", "a %s is recorded", "no %s is recorded yet", s.record(c.Name))
	case CondAnswered:
		if c.Of == "" {
			return s.not(c, "“%s” is beantwoord", "“%s” nog niet is beantwoord", "“%s” was answered", "“%s” was not answered yet", s.letterNamed(c.Name))
		}
		return s.not(c, "%s heeft gereageerd op “%s”", "%s nog niet heeft gereageerd op “%s”", "%s answered “%s”", "%s has not answered “%s” yet",
			who, s.letterNamed(c.Name))
	case CondExpired:
		return s.not(c, "de termijn “%s” voorbij is", "de termijn “%s” nog niet voorbij is", "the term “%s” is over", "the term “%s” is not over yet", s.term(c.Name))
	case CondOver:
		return s.not(c, "%s voorbij is", "%s niet voorbij is", "%s is over", "%s is not over", s.term(c.Name))
	case CondAbsent:
		return s.not(c, "%s afwezig is", "%s er is", "%s is away", "%s is there", s.role(dossier.Role(c.Name)))
	case CondWithin:
		if s.c != nil && s.c.Term(dossier.TermName(c.Name)) != nil && !c.Not {
			return s.say("de datum niet na %s ligt", "the date is not after %s", latest(s.c.Term(dossier.TermName(c.Name))).Long(s.lang))
		}
		return s.not(c, "de datum binnen de termijn “%s” valt", "de datum buiten de termijn “%s” valt", "the date lies within the term “%s”",
			"the date lies outside the term “%s”", s.term(c.Name))
	}
	return s.fact(c)
}

// hasTexts say what it means that a field of these is filled, or not.
var hasTexts = map[string][2]Text{
	"urgent":   {{"er spoed bij is", "it is urgent"}, {"er geen spoed bij is", "it is not urgent"}},
	"clearly":  {{"de klacht kennelijk gegrond is", "the complaint is clearly upheld"}, {"de klacht niet kennelijk gegrond is", "the complaint is not clearly upheld"}},
	"outcome":  {{"er een uitkomst is", "there is an outcome"}, {"er geen uitkomst is", "there is no outcome"}},
	"measures": {{"er een maatregel is vastgelegd", "a measure is recorded"}, {"er geen maatregel is vastgelegd", "no measure is recorded"}},
}

// fact says the conditions that are about what is known of a case.
func (s *shower) fact(c Condition) string {
	switch c.Is {
	case CondOpen:
		name := s.term(c.Name)
		if _, ok := s.r.Records[c.Name]; ok {
			name = s.record(c.Name)
		}
		return s.not(c, "er een %s openstaat", "er geen %s openstaat", "a %s is open", "no %s is open", name)
	case CondHas:
		if t, ok := hasTexts[c.Name]; ok {
			return s.not(c, t[0].NL, t[1].NL, t[0].EN, t[1].EN)
		}
		return s.not(c, "“%s” is ingevuld", "“%s” niet is ingevuld", "“%s” is filled in", "“%s” is not filled in", s.field(c.Name))
	case CondGiven:
		return s.not(c, "“%s” erbij staat", "“%s” er niet bij staat", "“%s” is given", "“%s” is not given", s.need(c.Name))
	case CondParty:
		return s.not(c, "er een %s is", "er geen %s is", "there is a %s", "there is no %s", s.bare(dossier.Role(c.Name)))
	case CondReleased:
		return s.not(c, "dat bekend is gemaakt aan %s", "dat niet bekend is gemaakt aan %s, of de toestemming daarvoor is ingetrokken",
			"that was made known to %s", "that was not made known to %s, or the consent for it was taken back", s.role(c.Of))
	case CondAgreed:
		return s.not(c, "%s toestemming heeft gegeven (%s)", "%s nog geen toestemming heeft gegeven (%s)", "%s gave consent (%s)",
			"%s has not given consent yet (%s)", s.role(c.Of), s.value("consent", c.Name))
	}
	return s.compare(c)
}

// compare says that a subject has a value.
func (s *shower) compare(c Condition) string {
	isField := slices.ContainsFunc(s.r.Fields, func(f FieldRule) bool { return f.Name == c.Name })
	_, isAnswer := s.r.Answers[c.Name]
	switch {
	case c.Name == "kind":
		return s.not(c, "het een %s is", "het geen %s is", "it is a case of the kind “%s”", "it is no case of the kind “%s”", s.kind(c.Value))
	case c.Name == "state":
		return s.not(c, "de zaak op %s staat", "de zaak niet op %s staat", "the case stands at %s", "the case does not stand at %s", s.value(c.Name, c.Value))
	case c.Name == "outcome":
		return s.not(c, "de uitkomst %s is", "de uitkomst niet %s is", "the outcome is %s", "the outcome is not %s", s.value(c.Name, c.Value))
	case c.Name == "date" && c.Value == datePast:
		return s.not(c, "de dag voorbij is", "de dag nog komt", "the day is past", "the day is still to come")
	case c.Name == "date":
		return s.not(c, "de dag nog komt", "de dag voorbij is", "the day is still to come", "the day is past")
	case isAnswer && !isField:
		return s.not(c, "er %s bij staat", "er geen %s bij staat", "%s is given", "%s is not given", s.value(c.Name, c.Value))
	case isField:
		return s.not(c, "bij “%s” %s staat", "bij “%s” geen %s staat", "“%s” is %s", "“%s” is not %s", s.field(c.Name), s.value(c.Name, c.Value))
	}
	if r := dossier.Role(c.Name); r == AudienceParty {
		return s.not(c, "het om %s gaat", "het niet om %s gaat", "it is about %s", "it is not about %s", s.value(c.Name, c.Value))
	}
	subject := s.field(c.Name)
	if t := s.role(dossier.Role(c.Name)); t != c.Name {
		subject = t
	}
	return s.not(c, "%s %s is", "%s niet %s is", "%s is %s", "%s is not %s", subject, s.value(c.Name, c.Value))
}

func (s *shower) letterNamed(name string) string { return s.letter(dossier.LetterName(name)) }
