package calendar

import (
	"strings"
	"time"
)

// language is what dates and explanations need of one language.
type language struct {
	weekdays [7]string // from Sunday
	months   [12]string
	units    map[Unit][2]string // singular, plural
}

var dutch = language{
	weekdays: [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
	months: [12]string{"januari", "februari", "maart", "april", "mei", "juni",
		"juli", "augustus", "september", "oktober", "november", "december"},
	units: map[Unit][2]string{
		WorkingDays: {"werkdag", "werkdagen"},
		Days:        {"dag", "dagen"},
		Weeks:       {"week", "weken"},
		Months:      {"maand", "maanden"},
		Years:       {"jaar", "jaar"},
	},
}

var english = language{
	weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	months: [12]string{"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"},
	units: map[Unit][2]string{
		WorkingDays: {"working day", "working days"},
		Days:        {"day", "days"},
		Weeks:       {"week", "weeks"},
		Months:      {"month", "months"},
		Years:       {"year", "years"},
	},
}

// wordsFor falls back to Dutch, the language of the regulations.
func wordsFor(lang string) language {
	if lang == "en" {
		return english
	}
	return dutch
}

var monthNames, weekdayNames = readNames()

// readNames maps the names of both languages, in full and cut to three letters. Where the Dutch and the English
// abbreviation are the same, so is the month.
func readNames() (map[string]time.Month, map[string]time.Weekday) {
	months := map[string]time.Month{"mrt": time.March, "sept": time.September}
	days := map[string]time.Weekday{}
	for _, l := range []language{dutch, english} {
		for i, name := range l.months {
			name = strings.ToLower(name)
			months[name], months[name[:3]] = time.Month(i+1), time.Month(i+1)
		}
		for i, name := range l.weekdays {
			name = strings.ToLower(name)
			days[name], days[name[:3]] = time.Weekday(i), time.Weekday(i)
		}
	}
	for i, name := range dutch.weekdays {
		days[name[:2]] = time.Weekday(i)
	}
	return months, days
}
