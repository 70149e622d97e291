package control

import (
	"fmt"

	"klachtd/internal/dossier"
)

// words are the sentences of an explanation in a language: "en", anything else is Dutch.
type words string

// or chooses between the Dutch and the English form.
func (w words) or(nl, en string) string {
	if w == "en" {
		return en
	}
	return nl
}

func (w words) heading(c *dossier.Case) string {
	return fmt.Sprintf(w.or("%s: hoe elke datum is geteld, volgens %s (versie %s)",
		"%s: how every date is counted, by %s (version %s)"), c.Number, c.Procedure.Name, c.Procedure.Version)
}

func (w words) received(c *dossier.Case) string {
	return fmt.Sprintf(w.or("Ontvangen op %s: %s.", "Received on %s: %s."), c.Received.Long(string(w)), w.dated(c.Dated))
}

func (w words) dated(how dossier.Dated) string {
	switch how {
	case dossier.DatedReceived:
		return w.or("de dag waarop de doorgestuurde mail bij ons binnenkwam", "the day on which the forwarded mail reached us")
	case dossier.DatedDate:
		return w.or("de datum van de doorgestuurde mail", "the date of the forwarded mail")
	case dossier.DatedInline:
		return w.or("de datum die in de doorgestuurde tekst staat", "the date that the forwarded text names")
	case dossier.DatedCommand:
		return w.or("de dag die een medewerker heeft opgegeven", "the day that a member of staff gave")
	}
	return w.or("de dag waarop het bericht binnenkwam", "the day on which the message arrived")
}

// term is the line above a count: what the term is called, and its article.
func (w words) term(t *dossier.Term) string {
	s := w.name(t.Name)
	if t.Article != "" {
		s += fmt.Sprintf(w.or(", artikel %s", ", article %s"), t.Article)
	}
	return s
}

// name calls the terms of the contract by what they are; a regulation's own term keeps its name.
func (w words) name(n dossier.TermName) string {
	names := map[dossier.TermName][2]string{
		"acknowledge":      {"Ontvangst bevestigen", "Acknowledge receipt"},
		"take_up":          {"In behandeling nemen", "Take up"},
		"settle":           {"Afhandelen", "Settle"},
		"hard_limit":       {"Uiterste termijn", "Outer limit"},
		"supplement":       {"Aanvullen door de klager", "Supplement by the complainant"},
		"round_1":          {"Eerste ronde", "First round"},
		"round_2":          {"Tweede ronde", "Second round"},
		"round_3":          {"Derde ronde", "Third round"},
		"hearing_reaction": {"Reactie op een gesprek", "Reaction to a hearing"},
		"appeal":           {"Beroep", "Appeal"},
		"retention":        {"Bewaren", "Keep the dossier"},
	}
	if pair, ok := names[n]; ok {
		return fmt.Sprintf("%s (%s)", w.or(pair[0], pair[1]), n)
	}
	return string(n)
}

func (w words) step(n int, s dossier.Step) string {
	began := w.or("Is het op %s nog niet gedaan, dan volgt uitstel %d (%s, artikel %s):",
		"If it is not done by %s, extension %d follows (%s, article %s):")
	if s.Done {
		began = w.or("Op %s was het nog niet gedaan; toen volgde uitstel %d (%s, artikel %s):",
			"It was not done by %s; extension %d followed (%s, article %s):")
	}
	return fmt.Sprintf(began, s.End.Long(string(w)), n+1, s.Letter, s.Article)
}

// ends says how a term stands.
func (w words) ends(t *dossier.Term) string {
	day := func(nl, en string, v ...any) string { return fmt.Sprintf(w.or(nl, en), v...) }
	due := t.Due.Long(string(w))
	switch t.State {
	case dossier.TermMetState:
		if t.Met.After(t.Due) {
			return day("Gedaan op %s, na de termijn.", "Done on %s, after its end.", t.Met.Long(string(w)))
		}
		return day("Gedaan op %s, binnen de termijn.", "Done on %s, in time.", t.Met.Long(string(w)))
	case dossier.TermPassed:
		return day("Voorbij sinds %s, zonder dat het gedaan is.", "Over since %s, and not done.", due)
	case dossier.TermExtended:
		return day("Verlengd tot en met %s; eerst was het %s.", "Extended to %s; at first it was %s.", due, t.FirstDue.Long(string(w)))
	case dossier.TermCancelled:
		return w.or("Niet meer nodig: de zaak is afgesloten.", "No longer needed: the case is closed.")
	case dossier.TermLapsed:
		return w.or("Vervallen.", "Lapsed.")
	case dossier.TermSuspended:
		return w.or("Opgeschort.", "Suspended.")
	}
	return day("Loopt tot en met %s; uiterlijk te doen op %s.", "Runs to %s; to be done by %s.", due, t.ActBy.Long(string(w)))
}
