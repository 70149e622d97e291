package procedure

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"klachtd/internal/dossier"
)

// Show writes the regulation as plain text in a language ("nl" or "en") that a complaints coordinator can read,
// check against the text of the regulation, and sign. It is Markdown with headings, lists and bold words only, so
// that it reads as well in a terminal or a mail. Nothing in it is written by hand for one regulation: what it says
// is what the file says, in the file's own names.
func (r *Regulation) Show(lang string) string {
	s := &shower{r: r, lang: lang}
	s.heading()
	s.who()
	s.beginning()
	s.terms()
	s.rounds()
	s.acts()
	s.letters()
	s.dossier()
	s.ending()
	s.choices()
	return s.b.String()
}

// shower writes one regulation in one language.
type shower struct {
	b    strings.Builder
	r    *Regulation
	lang string
	c    *dossier.Case // of which the days are told; nil: none
}

// say picks the language and fills in.
func (s *shower) say(nl, en string, args ...any) string {
	if s.lang == "en" {
		nl = en
	}
	if len(args) == 0 {
		return nl
	}
	return fmt.Sprintf(nl, args...)
}

func (s *shower) title(nl, en string) { fmt.Fprintf(&s.b, "\n## %s\n\n", s.say(nl, en)) }

func (s *shower) line(text string) { s.b.WriteString(text + "\n") }

// item writes a list item; c is where it comes from.
func (s *shower) item(text string, c Clause) { s.line("- " + s.with(text, c)) }

func (s *shower) below(text string, c Clause) { s.line("  - " + s.with(text, c)) }

// with ends a sentence with its article and, where there is one, the organisation's own choice.
func (s *shower) with(text string, c Clause) string {
	if c.Article != "" {
		text += " (" + s.article(c.Article) + ")"
	}
	if !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, "?") {
		text += "."
	}
	if choice := c.choice(s.lang); choice != "" {
		text += s.say(" *Eigen keuze: ", " *Own choice: ") + strings.TrimSuffix(choice, ".")
		if !strings.HasSuffix(choice, "?") {
			text += "."
		}
		text += "*"
	}
	return text
}

// article names an article; a word of the text itself ("stap 3a", "AVG art. 12") stands as it is.
func (s *shower) article(a string) string {
	if a[0] >= '0' && a[0] <= '9' {
		return s.say("art. ", "art. ") + a
	}
	return a
}

func (c Clause) choice(lang string) string {
	if lang == "en" && c.ChoiceEN != "" {
		return c.ChoiceEN
	}
	return c.Choice
}

// and joins words: "a, b en c".
func (s *shower) and(words []string) string { return joinLast(words, s.say(" en ", " and ")) }

func (s *shower) or(words []string) string { return joinLast(words, s.say(" of ", " or ")) }

func joinLast(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}

// capital begins a sentence.
func capital(s string) string {
	for i, r := range s {
		return strings.ToUpper(s[:i+len(string(r))]) + s[i+len(string(r)):]
	}
	return s
}

func (s *shower) heading() {
	s.line("# " + s.r.Title)
	s.line("")
	if s.r.Source != "" {
		s.line(s.with(capital(s.r.Source), Clause{}))
	}
	s.line(s.say("Zo voert klachtd deze regels uit, versie %s. Achter elke regel staat het artikel. ",
		"This is how klachtd carries out these rules, version %s. Behind each line stands its article. ", s.r.Version) +
		s.say("Wat de tekst openlaat en de organisatie zelf koos, staat er als *eigen keuze*.", "What the text leaves open, and the organisation chose itself, stands as an *own choice*."))
	if since := s.r.InForce; !since.Since.IsZero() {
		s.line(s.with(s.say("Het geldt voor wat sinds %s is gebeurd", "It holds for what happened since %s", since.Since.Long(s.lang)), since.Clause))
	}
}

func (s *shower) who() {
	s.title("Wie doet wat", "Who does what")
	for _, name := range s.roleOrder() {
		rule := s.r.Roles[name]
		text := "**" + capital(rule.Title.Bare(s.lang)) + "**"
		if rule.StandsIn != "" {
			text += s.say(": treedt in de plaats van %s bij afwezigheid, of als de klacht over die persoon gaat",
				": takes the place of %s when absent, or when the complaint is about that person", s.role(rule.StandsIn))
		}
		if rule.Of != "" {
			text += s.say(": dat staat bij de medewerker zelf ingesteld", ": set beside each member of staff")
		}
		if rule.Required {
			text += s.say(" — verplicht: zonder begint klachtd niet", " — required: klachtd does not start without")
		}
		s.item(text, rule.Clause)
	}
	var called []string
	for _, p := range partyRoles {
		if t, ok := s.r.Parties[p]; ok {
			called = append(called, t.Bare(s.lang))
		}
	}
	s.line("")
	s.line(s.say("De mensen van een zaak heten hier: %s.", "The people of a case are called here: %s.", s.and(called)))
	s.access()
}

// roleOrder puts those who do the work first, the others in alphabet.
func (s *shower) roleOrder() []dossier.Role {
	first := []dossier.Role{dossier.RoleCoordinator, dossier.RoleDeputy, dossier.RoleHandler}
	var order []dossier.Role
	for _, name := range first {
		if _, ok := s.r.Roles[name]; ok {
			order = append(order, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.r.Roles)) {
		if !slices.Contains(first, name) {
			order = append(order, name)
		}
	}
	return order
}

func (s *shower) access() {
	for i, a := range s.r.Access {
		if i == 0 {
			s.line("")
			s.line(s.say("Wat voor wie dicht blijft:", "What stays closed to whom:"))
			s.line("")
		}
		closed := map[Closed]Text{
			ClosedCase:     {"De hele zaak is dicht voor %s", "The whole case is closed to %s"},
			ClosedIdentity: {"Wie de klager is, blijft geheim voor %s", "Who the complainant is stays hidden from %s"},
			ClosedNotes:    {"Interne notities gaan nooit vanzelf naar %s", "Internal notes never go by themselves to %s"},
		}[a.Closed]
		text := fmt.Sprintf(closed.In(s.lang), s.roles(append([]dossier.Role{a.To}, a.Without...)))
		if len(a.If) > 0 {
			text += s.say(" als ", " when ") + s.anyOf(a.If)
		}
		s.item(text, a.Clause)
	}
}

func (s *shower) beginning() {
	s.title("Hoe een zaak begint", "How a case begins")
	b := s.r.Begin
	if b.Intake == IntakeMixed {
		s.item(s.say("In de mailbox komt ook andere post. Een nieuw bericht staat daarom eerst op een lijst voor %s; pas als het een klacht heet, is er een zaak",
			"The mailbox gets other mail too. A new message therefore stands on a list for %s first; only when it is called a complaint there is a case", s.role(dossier.RoleCoordinator)), b.Clause)
	} else {
		s.item(s.say("Elk bericht van een mens aan de klachtenmailbox is meteen een zaak, met een nummer en de stand “%s”",
			"Each message of a person to the complaints mailbox is a case at once, with a number and the state “%s”", s.state(b.State)), b.Clause)
	}
	s.item(s.say("%s krijgt bericht, met alle data en met wat er ontbreekt", "%s is told, with all dates and with what is missing", capital(s.role(dossier.RoleCoordinator))), Clause{})
	for _, l := range b.Letters {
		s.item(s.say("Er gaat een brief “%s” naar %s", "A letter “%s” goes to %s", s.letter(l), s.roles(s.r.Letters[l].To)), s.r.Letters[l].Clause)
	}
	if len(b.AfterForward) > 0 {
		s.item(s.say("Wie een klacht doorstuurt, krijgt te horen onder welk nummer die is geregistreerd; de klager is wie het bericht oorspronkelijk schreef",
			"Who forwards a complaint is told as which case it is registered; the complainant is who wrote the message originally"), Clause{})
	}
	if b.StaffForward {
		s.item(s.say("Wat een collega doorstuurt, is meteen een zaak", "What a colleague forwards is a case at once"), b.Clause)
	}
	if b.StaffMail == StaffMailOwn {
		s.item(s.say("Een bericht van een medewerker zonder doorgestuurd bericht is een klacht van die medewerker zelf",
			"A message of a member of staff without a forwarded message is a complaint of that member of staff"), Clause{})
	} else {
		s.item(s.say("Is niet te vinden wie er klaagt, dan vraagt klachtd dat aan wie het doorstuurde; de zaak staat zolang op “%s”",
			"Where it can't be found who complains, klachtd asks who forwarded it; meanwhile the case has the state “%s”", s.state(b.AskState)), Clause{})
	}
	s.recognised()
}

func (s *shower) recognised() {
	for _, rec := range s.r.Recognise {
		if rec.Party != "" {
			s.item(s.say("Schrijft een collega die een klacht doorstuurt “%s”, dan is hij %s", "When a colleague who forwards a complaint writes “%s”, he is %s",
				strings.Join(rec.Words, "”, “"), s.r.PartyTitle(rec.Party, s.lang)), rec.Clause)
			continue
		}
		text := s.say("Staat er een van deze woorden in, dan stelt klachtd %s voor: “%s”", "When one of these phrases stands in it, klachtd suggests %s: “%s”",
			s.commands(rec.Offers), strings.Join(rec.Words, "”, “"))
		if t, ok := s.r.Tasks[rec.Task]; ok {
			text += s.say("; er staat een taak open: %s", "; a task stays open: %s", t.Title.In(s.lang))
		}
		var held []string
		for _, l := range rec.Holds {
			held = append(held, "“"+s.letter(l)+"”")
		}
		if len(held) > 0 {
			text += s.say("; %s wacht dan op een mens", "; %s then waits for a person", s.and(held))
		}
		s.item(text, rec.Clause)
	}
}
