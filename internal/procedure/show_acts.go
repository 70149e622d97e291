package procedure

import (
	"fmt"
	"strings"

	"klachtd/internal/dossier"
)

var partTexts = map[Part]Text{
	PartAsking: {"Vragen aan klachtd", "Asking klachtd"}, PartRegistering: {"Vastleggen", "Registering"},
	PartJudging: {"Wat is het?", "What is it?"}, PartHandling: {"Behandelen", "Handling"}, PartDeciding: {"Beslissen", "Deciding"},
	PartEnding: {"Beëindigen en bewaren", "Ending and keeping"}, PartTrays: {"De postbak", "The tray"},
}

func (s *shower) acts() {
	s.title("Wie mag wat, met welke woorden", "Who may do what, with which words")
	s.line(s.say("Een opdracht is een regel in een mail die begint met # en een woord. Wie een ander vervangt, mag wat die ander mag. "+
		"Bij een zware opdracht wil klachtd extra bewijs van wie die geeft. Wat tussen haken staat, mag weg.",
		"A command is a line of a mail that begins with # and a word. Who stands in for somebody may do what that person may do. "+
			"For a heavy command klachtd wants more proof of who gives it. What stands in brackets may be left out."))
	for _, part := range parts {
		fmt.Fprintf(&s.b, "\n### %s\n\n", partTexts[part].In(s.lang))
		for i := range s.r.Acts {
			if s.r.Acts[i].Part == part {
				s.act(&s.r.Acts[i])
			}
		}
	}
}

func (s *shower) act(a *Act) {
	other := Text{NL: a.Words.EN, EN: a.Words.NL}.In(s.lang)
	head := "**#" + a.Words.In(s.lang) + "**"
	if other != a.Words.In(s.lang) {
		head += s.say(" (Engels: #%s)", " (Dutch: #%s)", other)
	}
	s.item(head+" "+a.Does.In(s.lang), a.Clause)
	s.below(s.byWhom(a), Clause{})
	for _, g := range a.Gates {
		s.below(s.gate(g), g.Clause)
	}
	if happens := s.happens(a); len(happens) > 0 {
		s.below(s.say("Gevolg: ", "Effect: ")+strings.Join(happens, "; "), Clause{})
	}
}

// byWhom says who may do it, when, and what has to be given.
func (s *shower) byWhom(a *Act) string {
	text := s.say("Door: ", "By: ") + s.actors(a.Who)
	if a.Weight == WeightHeavy {
		text += s.say(" (zwaar)", " (heavy)")
	}
	if when := s.when(a); when != "" {
		text += ". " + when
	}
	if len(a.Needs)+len(a.May) > 0 {
		var given []string
		for _, n := range a.Needs {
			given = append(given, s.need(n))
		}
		for _, n := range a.May {
			given = append(given, "["+s.need(n)+"]")
		}
		text += s.say(". Erbij: ", ". With it: ") + strings.Join(given, ", ")
	}
	return text
}

// when says in which states, shortly: running is what needs no words.
func (s *shower) when(a *Act) string {
	running, ends, all := 0, 0, 0
	for name, rule := range s.r.States {
		switch {
		case name == dossier.StateDestroyed:
			continue
		case rule.Ends:
			ends++
		case name != dossier.StateFrozen:
			running++
		}
		all++
	}
	ended, names := 0, []string(nil)
	for _, name := range a.In {
		if s.r.States[name].Ends {
			ended++
		}
		names = append(names, "“"+s.state(name)+"”")
	}
	text := ""
	switch {
	case len(a.In) == 0:
		return s.say("Opent een zaak", "Opens a case")
	case len(a.In) == all:
		return s.say("Altijd", "Always") + s.onlyFor(a.Kinds)
	case ended == 0 && len(a.In) == running:
		text = s.say("zolang de zaak loopt", "as long as the case runs")
	case ended == len(a.In) && ended == ends:
		text = s.say("als de zaak ten einde is", "when the case has ended")
	default:
		text = s.say("bij: ", "in: ") + strings.Join(names, ", ")
	}
	if a.New {
		text = s.say("bij een nieuwe zaak, of ", "in a new case, or ") + text
	}
	return capital(text) + s.onlyFor(a.Kinds)
}

func (s *shower) onlyFor(of []dossier.Kind) string {
	var kinds []string
	for _, k := range of {
		kinds = append(kinds, s.kind(string(k)))
	}
	if len(kinds) == 0 {
		return ""
	}
	return s.say("; alleen voor: ", "; only for: ") + s.and(kinds)
}

func (s *shower) gate(g Gate) string {
	switch g.Then {
	case ThenWarn:
		return s.say("Waarschuwt, tenzij %s", "Warns, unless %s", s.anyOf(g.Any))
	case ThenSend:
		return s.say("Eerst nodig: dat %s; zo niet, dan gaat die brief vooraf", "First: that %s; if not, that letter goes ahead", s.anyOf(g.Any))
	}
	return s.say("Kan alleen als %s", "Only when %s", s.anyOf(g.Any))
}

// happens says the effects, each as a short clause.
func (s *shower) happens(a *Act) []string {
	var all []string
	for _, e := range a.Effects {
		text := s.effect(e)
		if text == "" {
			continue
		}
		if len(e.If) > 0 {
			text += s.say(", als ", ", if ") + s.allOf(e.If)
		}
		all = append(all, text)
	}
	return all
}

func (s *shower) effect(e Effect) string {
	switch e.Do {
	case DoLetter:
		return s.leaves(e)
	case DoOpen:
		return s.say("de termijn “%s” begint", "the term “%s” begins", s.term(string(e.Term())))
	case DoMeet:
		return s.say("de termijn “%s” is gehaald", "the term “%s” is met", s.term(string(e.Term())))
	case DoEnd:
		return s.say("de termijn “%s” vervalt", "the term “%s” lapses", s.term(string(e.Term())))
	case DoExtend:
		return s.say("de termijn “%s” krijgt de nieuwe datum", "the term “%s” gets the new date", s.term(string(e.Term())))
	case DoState:
		if e.State() == stateBefore {
			return s.say("de zaak staat weer waar die stond", "the case stands where it stood before")
		}
		return s.say("de zaak komt op “%s”", "the case comes to “%s”", s.state(e.State()))
	case DoKind:
		return s.say("de zaak is een %s", "the case is: %s", s.kind(string(e.Kind())))
	case DoOutcome:
		if e.Outcome() == outcomeGiven || e.Outcome() == outcomeProposed {
			return ""
		}
		return s.say("uitkomst: %s", "outcome: %s", s.value("outcome", e.Outcome()))
	case DoSuspend:
		return s.say("de termijn “%s” staat stil", "the term “%s” stands still", s.term(string(e.Term())))
	case DoResume:
		return s.say("de termijn “%s” loopt weer", "the term “%s” runs again", s.term(string(e.Term())))
	case DoTask:
		return s.task(e.Task())
	case DoDone:
		return s.say("taak gedaan: %s", "task done: %s", s.r.Tasks[e.Task()].Title.In(s.lang))
	}
	return ""
}

func (s *shower) task(name dossier.TaskKind) string {
	t := s.r.Tasks[name]
	text := s.say("taak voor %s: %s", "task for %s: %s", s.role(t.For), t.Title.In(s.lang))
	if t.OnDate {
		text += s.say(", met een herinnering op de datum", ", with a reminder on the date")
	}
	if !t.Remind.IsZero() {
		text += s.say(", met een herinnering na %s", ", with a reminder after %s", t.Remind.Text(s.lang))
	}
	return text
}

func (s *shower) leaves(e Effect) string {
	l := s.r.Letters[e.Letter()]
	to, cc := e.To, e.Cc
	if len(to) == 0 {
		to = l.To
	}
	if len(cc) == 0 {
		cc = l.Cc
	}
	text := s.say("brief “%s” aan %s", "letter “%s” to %s", l.Title.In(s.lang), s.roles(to))
	if len(cc) > 0 {
		text += s.say(", afschrift aan %s", ", copy to %s", s.roles(cc))
	}
	var with []string
	for _, w := range e.With {
		with = append(with, enclosureTexts[w].In(s.lang))
	}
	if len(with) > 0 {
		text += s.say(", met %s", ", with %s", s.and(with))
	}
	if e.Mode == ModeAuto && s.r.Letters[e.Letter()].Mode == ModeDraft {
		text += s.say(" (gaat meteen weg)", " (leaves at once)")
	}
	if e.Mode == ModeDraft {
		text += s.say(" (ligt klaar tot iemand haar vrijgeeft)", " (waits until somebody releases it)")
	}
	return text
}

var enclosureTexts = map[string]Text{
	"calendar entry": {"een agenda-item", "a calendar entry"}, "complaint": {"de klacht", "the complaint"},
	"dossier": {"het dossier", "the dossier"}, "rules": {"deze beschrijving", "this description"},
	"statement": {"wat er is gezegd", "what was said"}, "hearing report": {"het hoorverslag", "the hearing report"},
	"note": {"de notitie", "the note"}, "draft": {"het concept", "the draft"}, "memo": {"de toelichting", "the memo"},
	"copy": {"de brief", "the letter"}, "attachments": {"de bijlagen", "the attachments"},
}
