package procedure

import (
	"fmt"
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

func (s *shower) terms() {
	s.title("Termijnen", "Terms")
	s.line(s.say("De dag waarop een termijn begint, telt niet mee. De laatste dag telt helemaal mee. Werkdagen zijn de dagen waarop het kantoor open is.",
		"The day on which a term begins does not count. Its last day counts as a whole. Working days are the days on which the office is open."))
	for i := range s.r.Terms {
		t := &s.r.Terms[i]
		if t.Name != dossier.TermRetention && !strings.HasPrefix(t.From, "round ") {
			s.oneTerm(t)
		}
	}
}

func (s *shower) oneTerm(t *TermRule) {
	length := t.Length.Text(s.lang)
	if t.Length.IsZero() {
		length = s.say("[nog in te vullen]", "[still to be filled in]")
	}
	fmt.Fprintf(&s.b, "\n**%s: %s** %s\n\n", capital(t.Title.In(s.lang)), length, s.with(s.from(t), t.Clause))
	s.metBy(t)
	for _, r := range t.Remind {
		s.item(s.reminder(r), r.Clause)
	}
	for i, st := range t.Steps {
		s.item(s.extension(t, i), st.Clause)
	}
	if n := t.Notice; n.Letter != "" {
		s.item(s.say("Lukt het niet, dan moet “%s” uiterlijk %s voor het einde naar %s. Dat gaat niet vanzelf: iemand geeft de reden en de nieuwe datum",
			"If it can't be met, “%s” must leave at the latest %s before the end, to %s. It does not leave by itself: somebody gives the reason and the new date",
			s.letter(n.Letter), n.Lead.Text(s.lang), s.roles(n.Audience)), n.Clause)
	}
	if t.Notice.Late != "" {
		s.item(s.say("Gaat dat bericht later, dan legt klachtd dat vast: “%s”", "When that notice leaves later, klachtd records it: “%s”", s.record(t.Notice.Late)), Clause{})
	}
	if len(t.Pause) > 0 {
		s.item(s.say("Herinneringen wachten zolang %s", "Reminders wait as long as %s", s.allOf(t.Pause)), Clause{})
	}
	s.atEnd(t)
}

// from says where a term begins, whom it binds and what happens on a closed day.
func (s *shower) from(t *TermRule) string {
	text := s.anchor(t.From)
	if t.Binds != dossier.RoleOrganisation {
		text += s.say(", voor %s", ", for %s", s.role(t.Binds))
	}
	text += s.onlyFor(t.Kinds)
	if t.Roll == calendar.RollForward {
		text += s.say("; valt de laatste dag in een weekend of op een feestdag, dan loopt de termijn door tot de eerste gewone dag erna",
			"; when its last day falls in a weekend or on a holiday, the term runs on to the first ordinary day after")
	}
	return text
}

func (s *shower) anchor(from string) string {
	if letter, ok := strings.CutSuffix(from, " sent"); ok {
		return s.say("vanaf de verzending van “%s”", "from the sending of “%s”", s.letterNamed(letter))
	}
	switch from {
	case anchorReceived:
		return s.say("na ontvangst", "from receipt")
	case anchorFiled:
		return s.say("na indiening", "from filing")
	case anchorClosed:
		return s.say("na het einde van de zaak", "from the end of the case")
	}
	return s.say("vanaf %s", "from %s", s.command(from))
}

func (s *shower) metBy(t *TermRule) {
	if len(t.MetBy) == 0 {
		return
	}
	var ways []string
	for _, by := range t.MetBy {
		role, isMail := strings.CutPrefix(by, mailOf)
		_, isLetter := s.r.Letters[dossier.LetterName(by)]
		switch {
		case isMail:
			ways = append(ways, s.say("bericht van %s", "mail of %s", s.role(dossier.Role(role))))
		case isLetter && s.actAlone(by):
			ways = append(ways, "“"+s.letterNamed(by)+"”", s.command(by))
		case isLetter:
			ways = append(ways, "“"+s.letterNamed(by)+"”")
		default:
			ways = append(ways, s.command(by))
		}
	}
	if t.MetByAll {
		s.item(s.say("Gehaald met %s samen", "Met by %s together", s.and(ways)), Clause{})
		return
	}
	text := s.say("Gehaald met %s", "Met by %s", s.or(ways))
	if t.Again {
		text += s.say("; na een bericht begint de termijn opnieuw, zolang de zaak loopt", "; after a mail the term begins anew, as long as the case runs")
	}
	s.item(text, Clause{})
}

// actAlone says whether there is an act of that name which does not always send the letter of that name.
func (s *shower) actAlone(name string) bool {
	i := slices.IndexFunc(s.r.Acts, func(a Act) bool { return a.Name == name })
	return i >= 0 && !slices.ContainsFunc(s.r.Acts[i].Effects, func(e Effect) bool {
		return e.Letter() == dossier.LetterName(name) && len(e.If) == 0 && e.Mode != ModeDraft
	})
}

func (s *shower) reminder(r ReminderRule) string {
	text := s.say("Herinnering aan %s, %s voor de laatste werkdag", "Reminder to %s, %s before the last working day", s.roles(r.To), r.Before.Text(s.lang))
	if r.Before.IsZero() {
		text = s.say("Herinnering aan %s, %s na het begin", "Reminder to %s, %s after the beginning", s.roles(r.To), r.After.Text(s.lang))
	}
	if only := turned(r.Unless); len(only) > 0 {
		text += s.say(", alleen als ", ", only when ") + s.allOf(only)
	} else if len(r.Unless) > 0 {
		text += s.say(", tenzij ", ", unless ") + s.anyOf(r.Unless)
	}
	if r.Record != "" {
		text += s.say("; vastgelegd als “%s”", "; recorded as “%s”", s.record(r.Record))
	}
	if len(r.Offers) > 0 {
		text += s.say("; stelt voor: %s", "; offers: %s", s.commands(r.Offers))
	}
	return text
}

// turned makes "unless not" into "only when": all conditions turned round, which then must hold together. Nil when one of
// them is affirmative.
func turned(conds []Condition) [][]Condition {
	var all [][]Condition
	for _, c := range conds {
		if !c.Not {
			return nil
		}
		c.Not = false
		all = append(all, []Condition{c})
	}
	return all
}

func (s *shower) extension(t *TermRule, i int) string {
	st := t.Steps[i]
	before := t.Length
	if i > 0 {
		before = t.Steps[i-1].To
	}
	switch st.When {
	case SendNever:
		return s.say("Niet gehaald in %s: op opdracht gaat “%s” naar %s; de termijn wordt %s", "Not met in %s: on a command “%s” leaves, to %s; the term becomes %s",
			before.Text(s.lang), s.letter(st.Letter), s.roles(st.Audience), st.To.Text(s.lang))
	case SendLead:
		return s.say("Niet gehaald in %s: %s ervoor gaat vanzelf “%s” naar %s; de termijn wordt %s", "Not met in %s: %s before, “%s” leaves by itself, to %s; the term becomes %s",
			before.Text(s.lang), st.Lead.Text(s.lang), s.letter(st.Letter), s.roles(st.Audience), st.To.Text(s.lang))
	}
	return s.say("Niet gehaald in %s: op de laatste werkdag gaat vanzelf “%s” naar %s; de termijn wordt %s", "Not met in %s: on the last working day “%s” leaves by itself, to %s; the term becomes %s",
		before.Text(s.lang), s.letter(st.Letter), s.roles(st.Audience), st.To.Text(s.lang))
}

func (s *shower) atEnd(t *TermRule) {
	e := t.AtEnd
	if e.Lapses {
		s.item(s.say("Is de termijn voorbij, dan vervalt hij; niemand hoeft iets te doen", "When the term is over, it lapses; nobody has to do anything"), e.Clause)
	}
	if len(e.Alert) > 0 {
		text := s.say("Is de termijn voorbij, dan gaat er bericht naar %s", "When the term is over, a message goes to %s", s.roles(e.Alert))
		switch e.Repeat {
		case RepeatDaily:
			text += s.say(", en daarna elke werkdag opnieuw", ", and again every working day after")
		case RepeatWeekly:
			text += s.say(", en daarna elke week opnieuw", ", and again every week after")
		}
		s.item(text, e.Clause)
	}
	if e.Ask != "" {
		s.item(s.say("Is de termijn voorbij, dan beslist %s: %s. Vanzelf gebeurt er niets", "When the term is over, %s decides: %s. Nothing happens by itself",
			s.role(e.Ask), s.commands(e.Offers)), e.Clause)
	}
	if e.Letter != "" {
		s.item(s.say("Dan gaat ook “%s” naar %s", "Then “%s” leaves too, to %s", s.letter(e.Letter), s.roles(s.r.Letters[e.Letter].To)), s.r.Letters[e.Letter].Clause)
	}
}

func (s *shower) rounds() {
	ro := s.r.Rounds
	if len(ro.Order) == 0 {
		return
	}
	s.title("Hoor en wederhoor", "Both sides are heard")
	s.line(s.with(s.say("Alleen als er een %s is, en pas na %s. Elke ronde begint met de brief “%s”",
		"Only when there is a %s, and only after %s. Each round begins with the letter “%s”", s.bare(ro.OnlyWith), s.roundCommand(), s.letter(ro.Letter)), ro.Clause))
	s.line("")
	for i, turn := range ro.Order {
		text := s.say("Ronde %d: %s heeft %s", "Round %d: %s has %s", i+1, s.role(turn.Party), turn.Length.Text(s.lang))
		if turn.Last {
			text += s.say(" en daarmee het laatste woord", " and with it the last word")
		}
		s.item(text, turn.Clause)
	}
	s.beyond()
}

// beyond says what happens when the turns take longer than the limit, and when somebody does not react.
func (s *shower) beyond() {
	ro := s.r.Rounds
	if ro.Skipped != "" {
		s.item(s.say("Reageert een partij niet op tijd, dan gaat het verder zonder; dat staat in het dossier", "When a party does not react in time, it goes on without; the dossier says so"), Clause{})
	}
	if ro.Limit == "" {
		return
	}
	limit := s.term(string(ro.Limit))
	switch ro.BeyondLimit {
	case BeyondWarn:
		text := s.say("Komt het einde van een ronde na “%s”, dan waarschuwt klachtd en legt het de reden vast", "When a round ends after “%s”, klachtd warns and records the reason", limit)
		if ro.Notice != "" {
			text += s.say("; beide partijen krijgen dan “%s”", "; both parties then get “%s”", s.letter(ro.Notice))
		}
		s.item(text, Clause{})
	case BeyondCap:
		s.item(s.say("Komt het einde van een ronde na “%s”, dan wordt zij korter: tot %s ervoor", "When a round ends after “%s”, it is cut short: to %s before", limit, ro.Margin.Text(s.lang)), Clause{})
	case BeyondSuspend:
		s.item(s.say("Komt het einde van een ronde na “%s”, dan staat die termijn stil zolang de ronde duurt", "When a round ends after “%s”, that term stands still as long as the round runs", limit), Clause{})
	}
}

func (s *shower) roundCommand() string {
	for _, a := range s.r.Acts {
		for _, e := range a.Effects {
			if e.Do == DoRound {
				return "#" + a.Words.In(s.lang)
			}
		}
	}
	return "#"
}
