package calendar

import (
	"fmt"
	"strings"
)

// Explain returns the count in lines that a complaints coordinator can follow with a paper calendar at hand, in
// Dutch, or in English when lang is "en".
func (n Count) Explain(lang string) []string {
	e := explanation{Count: n, lang: lang}
	if n.From.IsZero() {
		return nil
	}
	e.say("Dag 0 is %s; die dag telt niet mee.", "Day 0 is %s; that day does not count.", n.From.Long(lang))
	e.counted()
	e.rolled()
	e.actBy()
	return e.lines
}

type explanation struct {
	Count
	lang  string
	lines []string
}

// say takes the Dutch and the English line with the same values in the same order.
func (e *explanation) say(nl, en string, values ...any) {
	if e.lang == "en" {
		nl = en
	}
	e.lines = append(e.lines, fmt.Sprintf(nl, values...))
}

func (e *explanation) counted() {
	length, end := e.Length.Text(e.lang), e.End.Long(e.lang)
	if e.Length.Unit == WorkingDays {
		e.say("De termijn is %s; daarvoor geldt de kalender van het kantoor.",
			"The term is %s, counted on the calendar of the office.", length)
		e.skips(DuringCount, "Overgeslagen: %s (%s).", "Skipped: %s (%s).")
		e.say("Werkdag %d is %s.", "Working day %d is %s.", e.Length.N, end)
		return
	}
	e.say("%s na dag 0 is %s.", "%s after day 0 is %s.", length, end)
	if (e.Length.Unit == Months || e.Length.Unit == Years) && e.End.Day() != e.From.Day() {
		e.say("Die maand heeft geen dag %d; dan geldt de laatste dag van de maand.",
			"That month has no day %d; then the last day of the month counts.", e.From.Day())
	}
}

func (e *explanation) rolled() {
	due := e.Due.Long(e.lang)
	switch {
	case e.Roll != RollForward:
		e.say("De termijn loopt tot en met %s, 24.00 uur.", "The term runs to the end of %s (24:00).", due)
		return
	case e.Due == e.End:
		e.say("Dat is geen weekend of feestdag, dus de termijn loopt tot en met %s, 24.00 uur.",
			"That is no weekend or holiday, so the term runs to the end of %s (24:00).", due)
	default:
		e.skips(DuringRoll, "Een termijn eindigt niet op %s (%s).", "A term does not end on %s (%s).")
		e.say("Daarom schuift het einde op: de termijn loopt tot en met %s, 24.00 uur.",
			"So its end moves on: the term runs to the end of %s (24:00).", due)
	}
	if !EquatedKnown(e.Due.Year()) {
		e.say("Let op: welke dagen in %d met een feestdag gelijkstaan, is nog niet bekend; alleen dagen uit de configuratie tellen.",
			"Note: the days of %d that are equated with holidays are not known yet; only those of the configuration count.",
			e.Due.Year())
	}
}

func (e *explanation) actBy() {
	if e.ActBy == e.Due {
		e.say("Het kantoor werkt die dag: uiterlijk te doen op %s.",
			"The office works on that day: to be done by %s.", e.ActBy.Long(e.lang))
		return
	}
	e.skips(DuringActBy, "Het kantoor is dicht op %s (%s).", "The office is closed on %s (%s).")
	e.say("Uiterlijk te doen op de laatste werkdag daarvoor: %s.",
		"To be done by the last working day before: %s.", e.ActBy.Long(e.lang))
	if e.ActBy.Before(e.From) {
		e.say("Die werkdag was al voorbij op dag 0: doe het meteen.",
			"That working day was over on day 0: do it at once.")
	}
}

// skips says one line for each run of days that were passed over for the same reason.
func (e *explanation) skips(during, nl, en string) {
	and := " en "
	if e.lang == "en" {
		and = " and "
	}
	for i := 0; i < len(e.Skipped); i++ {
		s := e.Skipped[i]
		if s.During != during {
			continue
		}
		days := []string{s.Day.Long(e.lang)}
		for ; i+1 < len(e.Skipped) && continues(s, e.Skipped[i+1], len(days)); i++ {
			days = append(days, e.Skipped[i+1].Day.Long(e.lang))
		}
		e.say(nl, en, strings.Join(days, and), reason(s.Why, e.lang))
	}
}

// continues reports whether next lies n days from s, in either direction, for the same reason.
func continues(s, next Skip, n int) bool {
	gap := s.Day.DaysUntil(next.Day)
	return s.During == next.During && s.Why == next.Why && (gap == n || gap == -n)
}

// reason leaves a reason alone that it does not know: an older version may have stored it.
func reason(why, lang string) string {
	if en, ok := englishReasons[why]; ok && lang == "en" {
		return en
	}
	return why
}
