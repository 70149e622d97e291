package calendar

import "fmt"

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
		if e.ActBy != e.Due {
			e.say("Wat de organisatie zelf belooft, schuift niet op naar een latere dag.",
				"What the organisation promises does not move to a later day.")
		}
		return
	case e.Due == e.End:
		e.say("Dat is geen weekend of feestdag, dus de termijn loopt tot en met %s, 24.00 uur.",
			"That is no weekend or holiday, so the term runs to the end of %s (24:00).", due)
	default:
		e.skips(DuringRoll, "Deze termijn eindigt niet op %s (%s).", "This term does not end on %s (%s).")
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
	var run []Skip
	for _, s := range e.Skipped {
		if s.During != during {
			continue
		}
		if len(run) > 0 && !continues(run[len(run)-1], s) {
			e.say(nl, en, e.days(run), reason(run[0].Why, e.lang))
			run = run[:0]
		}
		run = append(run, s)
	}
	if len(run) > 0 {
		e.say(nl, en, e.days(run), reason(run[0].Why, e.lang))
	}
}

func continues(s, next Skip) bool {
	gap := s.Day.DaysUntil(next.Day)
	return s.Why == next.Why && (gap == 1 || gap == -1)
}

// days names a run in the order of a paper calendar, whichever way it was walked.
func (e *explanation) days(run []Skip) string {
	first, last := run[0].Day, run[len(run)-1].Day
	if last.Before(first) {
		first, last = last, first
	}
	and, through := " en ", " tot en met "
	if e.lang == "en" {
		and, through = " and ", " to "
	}
	switch len(run) {
	case 1:
		return first.Long(e.lang)
	case 2:
		return first.Long(e.lang) + and + last.Long(e.lang)
	}
	return first.Long(e.lang) + through + last.Long(e.lang)
}

// reason leaves a reason alone that it does not know: an older version may have stored it.
func reason(why, lang string) string {
	if en, ok := englishReasons[why]; ok && lang == "en" {
		return en
	}
	return why
}
