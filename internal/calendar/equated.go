package calendar

import "time"

// A decree equates days with holidays for the Algemene termijnenwet (art. 3 lid 3), some years at a time.
type decree struct {
	first, last int // years
	days        []Date
}

// decrees grows when a new one is published; until then an organisation names the days in its configuration.
var decrees = []decree{
	{first: 2026, last: 2028, days: []Date{
		New(2026, time.January, 2),
		New(2026, time.May, 15),
		New(2027, time.May, 7),
		New(2028, time.April, 28),
		New(2028, time.May, 26),
	}},
}

var equatedDays = decreedDays()

func decreedDays() map[Date]bool {
	days := map[Date]bool{}
	for _, d := range decrees {
		for _, day := range d.days {
			days[day] = true
		}
	}
	return days
}

// EquatedKnown reports whether the decree on equated days of that year is known. For another year a term that
// rolls may in truth end a day later, and who computes one should say so.
func EquatedKnown(year int) bool {
	for _, d := range decrees {
		if d.first <= year && year <= d.last {
			return true
		}
	}
	return false
}
