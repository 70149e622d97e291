package calendar

import "time"

// The names of the holidays, as the regulations and the letters write them.
const (
	newYear       = "Nieuwjaarsdag"
	goodFriday    = "Goede Vrijdag"
	easterMonday  = "Tweede Paasdag"
	kingsDay      = "Koningsdag"
	liberationDay = "Bevrijdingsdag"
	ascension     = "Hemelvaartsdag"
	whitMonday    = "Tweede Pinksterdag"
	christmas     = "Eerste Kerstdag"
	boxingDay     = "Tweede Kerstdag"
)

// englishReasons translates the reasons for a closed day.
var englishReasons = map[string]string{
	newYear:       "New Year's Day",
	goodFriday:    "Good Friday",
	easterMonday:  "Easter Monday",
	kingsDay:      "King's Day",
	liberationDay: "Liberation Day",
	ascension:     "Ascension Day",
	whitMonday:    "Whit Monday",
	christmas:     "Christmas Day",
	boxingDay:     "Boxing Day",
	weekend:       "weekend",
	officeClosed:  "office closed",
	equatedDay:    "day equated with a holiday",
}

// publicHoliday returns the Dutch name of a day that art. 3 of the Algemene termijnenwet names, or "". Easter
// Sunday and Whit Sunday are not among them: they are Sundays. Ascension Day goes before Liberation Day when the
// two meet, as in 2016, for an office may leave out only the second. King's Day is right from 2014 on.
func publicHoliday(d Date) string {
	if name := movableHoliday(d); name != "" {
		return name
	}
	switch {
	case d.month == 1 && d.day == 1:
		return newYear
	case d.month == 4 && d == kingsDayOf(d.Year()):
		return kingsDay
	case d.month == 5 && d.day == 5:
		return liberationDay
	case d.month == 12 && d.day == 25:
		return christmas
	case d.month == 12 && d.day == 26:
		return boxingDay
	}
	return ""
}

// kingsDayOf returns 27 April, or the 26th when the 27th is a Sunday.
func kingsDayOf(year int) Date {
	d := New(year, time.April, 27)
	if d.Weekday() == time.Sunday {
		return d.AddDays(-1)
	}
	return d
}

func movableHoliday(d Date) string {
	// Good Friday is 20 March at the earliest, Whit Monday 14 June at the latest.
	if d.month < 3 || d.month > 6 {
		return ""
	}
	switch easter(d.Year()).DaysUntil(d) {
	case -2:
		return goodFriday
	case 1:
		return easterMonday
	case 39:
		return ascension
	case 50:
		return whitMonday
	}
	return ""
}

// easter returns Easter Sunday of the Gregorian calendar by the anonymous algorithm that Meeus prints
// (Astronomical Algorithms, chapter 8).
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return Date{year: int32(year), month: uint8(n / 31), day: uint8(n%31 + 1)}
}
