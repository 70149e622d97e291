package letter

import (
	"slices"
	"strings"

	"klachtd/internal/calendar"
)

// Examples of days are days of this case: a line that is sent as it stands shall say nothing odd.

// Limits of the days that are looked for in a complaint.
const (
	maxFacts      = 3   // days that are proposed
	maxFactWords  = 500 // words that are looked at
	maxFactBytes  = 8 << 10
	maxFactsYears = 10 // before the receipt
	exampleAhead  = 14 // days from the letter to the example of a day to come
)

// received is the day of receipt, or that of the letter where there is none.
func (m *maker) received() calendar.Date {
	if d := m.in.Case.Received; !d.IsZero() {
		return d
	}
	return m.today()
}

// dated puts days into a text that shows how a command is written.
func (m *maker) dated(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	today := m.today()
	_, plain, _ := strings.Cut(today.Long(m.lang), " ")
	return strings.NewReplacer("{long}", plain, "{date}", m.short(today), "{later}", m.short(today.AddDays(exampleAhead)),
		"{received}", m.short(m.received()), "{facts}", m.facts()).Replace(text)
}

// facts are the days that the complaint itself names, as a command takes them: a proposal, which a person gives or not. Where it
// names none, the day of receipt stands for one.
func (m *maker) facts() string {
	var days []string
	words := strings.Fields(m.in.Quote[:min(len(m.in.Quote), maxFactBytes)])
	words = words[:min(len(words), maxFactWords)]
	last := m.received()
	for i := range words {
		for _, n := range []int{3, 1} {
			if i+n > len(words) {
				continue
			}
			day, err := calendar.ParseLoose(strings.Trim(strings.Join(words[i:i+n], " "), ".,;:!?()\"'"))
			if err != nil || day.After(last) || day.Before(last.AddYears(-maxFactsYears)) {
				continue
			}
			if said := m.short(day); !slices.Contains(days, said) && len(days) < maxFacts {
				days = append(days, said)
			}
			break
		}
	}
	if len(days) == 0 {
		return m.short(last)
	}
	return strings.Join(days, " ")
}
