package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// letters are those to people outside klachtd's own notices: what a reader of a regulation looks for.
func (s *shower) letters() {
	s.title("Brieven", "Letters")
	for _, name := range namesOf(s.r.Letters) {
		l := s.r.Letters[dossier.LetterName(name)]
		if len(l.Blocks) == 0 && l.Clause == (Clause{}) {
			continue
		}
		text := "**" + capital(l.Title.In(s.lang)) + "**" + s.say(", aan %s", ", to %s", s.roles(l.To))
		if len(l.Cc) > 0 {
			text += s.say(", afschrift aan %s", ", copy to %s", s.roles(l.Cc))
		}
		if l.InPerson {
			text += s.say(", ook als iemand anders namens die persoon optreedt", ", even when somebody else acts for that person")
		}
		if l.Mode == ModeDraft {
			text += s.say("; ligt klaar en gaat pas na vrijgave", "; waits as a draft until it is released")
		}
		var holds []string
		for _, b := range l.Blocks {
			holds = append(holds, s.r.Blocks[b].In(s.lang))
		}
		if len(holds) > 0 {
			text += s.say(". Bevat: ", ". Holds: ") + strings.Join(holds, "; ")
		}
		var with []string
		for _, w := range l.With {
			with = append(with, enclosureTexts[w].In(s.lang))
		}
		if len(with) > 0 {
			text += s.say(". Erbij: ", ". With it: ") + s.and(with)
		}
		if l.Answer.Record != "" {
			text += s.say(". Het antwoord staat in het dossier als “%s”", ". The answer stands in the dossier as “%s”", s.record(l.Answer.Record))
			if len(l.Answer.If) > 0 {
				text += s.say(", als ", ", if ") + s.allOf(l.Answer.If)
			}
		}
		s.item(text, l.Clause)
	}
	for _, name := range namesOf(s.r.Texts) {
		t := s.r.Texts[name]
		lines := strings.Join(t.Lines, "; ")
		if lines == "" {
			lines = s.say("[nog in te vullen]", "[still to be filled in]")
		}
		s.item(s.say("Eigen tekst, %s: %s", "Own text, %s: %s", s.ownText(name), lines), t.Clause)
	}
}

// ownText names a text of the organisation as the choice that sets it does.
func (s *shower) ownText(name string) string {
	for _, c := range s.r.Choices {
		if slices.Contains(c.Sets, "text."+name+".lines") {
			return c.Title.In(s.lang)
		}
	}
	return strings.ReplaceAll(name, "_", " ")
}

func (s *shower) dossier() {
	s.title("Wat er in een dossier staat", "What a dossier holds")
	s.line(s.say("Alle berichten, brieven, opdrachten en besluiten staan er met hun datum in; er wordt niets overschreven.",
		"All messages, letters, commands and decisions stand in it with their dates; nothing is overwritten."))
	s.line("")
	for _, f := range s.r.Fields {
		text := capital(f.Title.In(s.lang))
		switch {
		case f.Hard && f.IfAny:
			text += s.say(" — nodig om te sluiten, als die er is", " — needed for closing, if there is one")
		case f.Hard:
			text += s.say(" — nodig om te sluiten", " — needed for closing")
		case f.IfAny:
			text += s.say(" — als die er is", " — if there is one")
		default:
			text += s.say(" — gewenst", " — wanted")
		}
		s.item(text+s.onlyFor(f.Kinds), f.Clause)
	}
	s.openRecords()
	s.categories()
}

func (s *shower) openRecords() {
	for _, name := range namesOf(s.r.Records) {
		if rec := s.r.Records[name]; len(rec.Until) > 0 {
			s.item(s.say("%s staat open tot %s", "%s stays open until %s", capital(rec.Title.In(s.lang)), s.anyOf(rec.Until)), rec.Clause)
		}
		if rec := s.r.Records[name]; rec.Private {
			s.item(s.say("%s blijft in het dossier: in geen lijst, verslag of brief", "%s stays in the dossier: in no list, report or letter", capital(rec.Title.In(s.lang))), rec.Clause)
		}
	}
}

func (s *shower) categories() {
	if len(s.r.Category) == 0 {
		return
	}
	s.title("Soorten klachten", "Kinds of complaints")
	for _, c := range s.r.Category {
		text := capital(c.Title.In(s.lang))
		switch {
		case c.To != "" && c.Topic != "":
			text += s.say(": naar een behandelaar met het onderwerp “%s”, anders naar %s", ": to a handler with the topic “%s”, else to %s", c.Topic, s.role(c.To))
		case c.To != "":
			text += s.say(": naar %s", ": to %s", s.role(c.To))
		case strings.HasPrefix(c.Topic, "{"):
			text += s.say(": naar wie het onderwerp heeft dat bij “%s” staat", ": to who has the topic that stands at “%s”", s.field(strings.Trim(c.Topic, "{}")))
		case c.Topic != "":
			text += s.say(": naar een behandelaar met het onderwerp “%s”", ": to a handler with the topic “%s”", c.Topic)
		}
		if c.When == "structural" {
			text += s.say(", als het vaker voorkomt", ", when it recurs")
		}
		for _, set := range c.Sets {
			field, value, _ := strings.Cut(set, " ")
			text += s.say("; %s: %s, tot iemand iets anders vastlegt", "; %s: %s, until somebody records otherwise", s.field(field), s.value(field, value))
		}
		if per := c.Per.In(s.lang); per != "" {
			text += s.say("; in het verslag naast het aantal %s", "; in the report beside the number of %s", per)
		}
		s.item(text, c.Clause)
	}
	if rec := s.r.Recur; rec.Times > 0 {
		s.item(s.say("Vaker voorkomen is: %d keer in %s", "Recurring means: %d times in %s", rec.Times, rec.Within.Text(s.lang)), rec.Clause)
	}
}

// ending shows outcomes, admissibility, retention and what comes after.
func (s *shower) ending() {
	s.title("Hoe een zaak eindigt", "How a case ends")
	if o := s.r.Outcomes; len(o.Values) > 0 {
		var values []string
		for _, v := range o.Values {
			values = append(values, strings.ReplaceAll(v.Title.In(s.lang), "-", " "))
		}
		text := s.say("Mogelijke uitkomsten: ", "Possible outcomes: ") + strings.Join(values, "; ")
		if o.Binding {
			text += s.say(". Het oordeel is bindend", ". The decision is binding")
		}
		s.item(text, o.Clause)
	}
	s.admissible()
	s.kept()
	s.afterwards()
}

func (s *shower) admissible() {
	a := s.r.Admit
	if !a.MaxAge.IsZero() {
		day := s.say("ontvangst", "receipt")
		if a.MaxAgeFrom == anchorFiled {
			day = s.say("indiening", "filing")
		}
		s.item(s.say("De feiten mogen op de dag van %[2]s niet langer dan %[1]s geleden zijn. klachtd wijst erop, een mens beslist", "The facts may not lie more than %[1]s before the day of %[2]s. klachtd points it out, a person decides", a.MaxAge.Text(s.lang), day), a.MaxAgeBy)
	}
	switch a.Anonymous {
	case AnonymousRegistered:
		s.item(s.say("Anonieme klachten worden geregistreerd en niet behandeld", "Anonymous complaints are registered and not handled"), a.AnonBy)
	case AnonymousHandled:
		s.item(s.say("Anonieme klachten worden geregistreerd en behandeld", "Anonymous complaints are registered and handled"), a.AnonBy)
	}
	if a.Repeated {
		s.item(s.say("Een klacht die al eens is afgehandeld, wordt alleen bij nieuwe feiten opnieuw behandeld", "A complaint that was settled before is handled again only when there are new facts"), a.RepeatBy)
	}
	var grounds []string
	for _, g := range a.Grounds {
		grounds = append(grounds, strings.ReplaceAll(g.Title.In(s.lang), "-", " "))
	}
	if len(grounds) > 0 {
		s.item(s.say("Gronden om een klacht niet te behandelen: ", "Grounds for not handling a complaint: ")+strings.Join(grounds, "; "), Clause{})
	}
}

func (s *shower) kept() {
	k := s.r.Retain
	text := s.say("Een dossier blijft %s na het einde van de zaak. Daarna staat het op een lijst; vernietigd wordt het op de opdracht van een mens",
		"A dossier stays %s after the end of the case. Then it stands on a list; it is destroyed when a person says so", k.Length.Text(s.lang))
	if !k.Minimum.IsZero() && k.Minimum != k.Length {
		text += s.say(". Ten minste %s", ". At least %s", k.Minimum.Text(s.lang))
	}
	switch k.OnRequest {
	case OnRequestDestroy:
		text += s.say(". Eerder, als de klager erom vraagt", ". Earlier, when the complainant asks for it")
	case OnRequestGDPR:
		text += s.say(". Eerder alleen op een verzoek volgens de AVG", ". Earlier only on a request under the GDPR")
	}
	s.item(text, k.Clause)
}

func (s *shower) afterwards() {
	cadence := map[Cadence]Text{CadenceDaily: {"elke werkdag", "every working day"}, CadenceMonthly: {"elke maand", "every month"}, CadenceQuarterly: {"elk kwartaal", "every quarter"},
		CadenceHalfYearly: {"elk half jaar", "every half year"}, CadenceYearly: {"elk jaar", "every year"}}
	if m := s.r.Measures; m.Cadence != "" {
		text := s.say("Controle of maatregelen zijn uitgevoerd: %s, door %s", "Check that measures were carried out: %s, by %s", cadence[m.Cadence].In(s.lang), s.roles(m.To))
		if !m.Repeat.IsZero() {
			text += s.say("; zonder antwoord na %s opnieuw", "; again after %s without an answer", m.Repeat.Text(s.lang))
		}
		s.item(text, m.Clause)
	}
	kinds := map[ReportKind]Text{ReportDigest: {"Overzicht van wat loopt en wat er moet gebeuren", "Overview of what is open and what is due"}, ReportMonth: {"Maandverslag", "Monthly report"}, ReportQuarter: {"Kwartaalverslag", "Quarterly report"},
		ReportYear: {"Jaarverslag", "Yearly report"}, ReportLearning: {"Overzicht van leerpunten", "Overview of learning points"},
		ReportMeasures: {"Overzicht van maatregelen", "Overview of measures"}, ReportTrends: {"Overzicht van wat vaker voorkomt", "Overview of what recurs"}}
	for _, rep := range s.r.Reports {
		text := s.say("%s: %s, aan %s", "%s: %s, to %s", kinds[rep.Kind].In(s.lang), cadence[rep.Cadence].In(s.lang), s.roles(rep.To))
		if rep.Public {
			text += s.say("; openbaar en zonder namen", "; public and without names")
		}
		s.item(text, rep.Clause)
	}
	for _, f := range s.r.Folders {
		s.item(s.say("De mails van een zaak staan na %s in de map “%s”", "After %s the mail of a case stands in the folder “%s”", s.command(f.On), f.Name), f.Clause)
	}
}

// choices lists what the organisation may set, and how it stands.
func (s *shower) choices() {
	if len(s.r.Choices) == 0 {
		return
	}
	s.title("Wat de organisatie zelf instelt", "What the organisation sets itself")
	for _, c := range s.r.Choices {
		value := s.chosen(c)
		s.item(s.say("%s (%s): %s", "%s (%s): %s", capital(c.Title.In(s.lang)), c.Key, value), c.Clause)
	}
}

// chosen writes a setting as a person would: lengths, dates and conditions in words.
func (s *shower) chosen(c Choice) string {
	value := c.Value
	if len(c.Options) > 0 {
		return s.ways(c.Options)
	}
	if value == "" {
		return s.say("[nog in te vullen]", "[still to be filled in]")
	}
	if l, err := calendar.ParseLength(value); err == nil {
		return l.Text(s.lang)
	}
	if d, err := calendar.Parse(value); err == nil {
		return d.Long(s.lang)
	}
	return value
}

// ways says which option was picked, and what else could be.
func (s *shower) ways(options []OptionRule) string {
	chosen, others := "", []string(nil)
	for _, o := range options {
		if way := o.Title.In(s.lang) + " (" + o.Name + ")"; o.Chosen {
			chosen = way
		} else {
			others = append(others, way)
		}
	}
	return chosen + s.say("; kan ook: ", "; can be too: ") + s.or(others)
}

// Summary is the regulation in one line, for lists: what it is called and its main terms.
func (r *Regulation) Summary(lang string) string {
	s := &shower{r: r, lang: lang}
	var terms []string
	for _, name := range []dossier.TermName{dossier.TermAcknowledge, dossier.TermSettle, dossier.TermHardLimit} {
		i := slices.IndexFunc(r.Terms, func(t TermRule) bool { return t.Name == name })
		if i >= 0 && !r.Terms[i].Length.IsZero() {
			terms = append(terms, r.Terms[i].Title.In(lang)+" "+r.Terms[i].Length.Text(lang))
		}
	}
	return r.Title + ": " + s.and(terms)
}
