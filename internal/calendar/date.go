package calendar

import (
	"fmt"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// Date is a civil day, without time or zone. Dates are comparable; the zero Date is no date, and stays none under
// arithmetic.
type Date struct {
	year  int32
	month uint8
	day   uint8
}

// New returns the day, normalised as time.Date does: 32 March is 1 April.
func New(year int, month time.Month, day int) Date {
	return ofUTC(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Of returns the civil day of t in loc; of the zero time, no date.
func Of(t time.Time, loc *time.Location) Date {
	if t.IsZero() {
		return Date{}
	}
	return ofUTC(t.In(loc))
}

func ofUTC(t time.Time) Date {
	y, m, d := t.Date()
	return Date{year: int32(y), month: uint8(m), day: uint8(d)}
}

func (d Date) utc() time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Year returns the year of d.
func (d Date) Year() int { return int(d.year) }

// Month returns the month of d.
func (d Date) Month() time.Month { return time.Month(d.month) }

// Day returns the day of the month.
func (d Date) Day() int { return int(d.day) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

func (d Date) isWeekend() bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// Compare returns -1, 0 or 1. No date comes before every date.
func (d Date) Compare(e Date) int {
	switch a, b := d.ordinal(), e.ordinal(); {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (d Date) ordinal() int64 { return int64(d.year)<<16 | int64(d.month)<<8 | int64(d.day) }

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// After reports whether d is a later day than e.
func (d Date) After(e Date) bool { return d.Compare(e) > 0 }

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date {
	if d.IsZero() {
		return d
	}
	return New(int(d.year), time.Month(d.month), int(d.day)+n)
}

// AddMonths returns the same day n months later, or the last day of that month when it has no such day.
func (d Date) AddMonths(n int) Date {
	if d.IsZero() {
		return d
	}
	last := New(int(d.year), time.Month(int(d.month)+n+1), 0)
	if d.day < last.day {
		last.day = d.day
	}
	return last
}

// AddYears returns the same day n years later; 29 February becomes the 28th in a common year.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// DaysUntil returns the number of days from d to e, negative when e is earlier. Both must be dates.
func (d Date) DaysUntil(e Date) int {
	return int((e.utc().Unix() - d.utc().Unix()) / secondsPerDay)
}

// At returns the instant at which a clock on the wall in loc shows that time on d. A time that comes twice is the
// first of the two; of a time that summer time skips, it is the first instant after the gap.
func (d Date) At(hour, minute int, loc *time.Location) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	wall := time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, time.UTC)
	// The offsets a day before and a day after are the only ones that can hold; time.Date does not promise which
	// of them it takes.
	early, late := readAs(wall, wall.AddDate(0, 0, -1), loc), readAs(wall, wall.AddDate(0, 0, 1), loc)
	if late.Before(early) {
		early, late = late, early
	}
	for _, t := range []time.Time{early, late} {
		if shows(t, wall) {
			return t
		}
	}
	start, _ := late.ZoneBounds()
	return start
}

// readAs returns the instant of a wall clock that has the offset which is in force at the instant near.
func readAs(wall, near time.Time, loc *time.Location) time.Time {
	_, offset := near.In(loc).Zone()
	return wall.Add(-time.Duration(offset) * time.Second).In(loc)
}

func shows(t, wall time.Time) bool {
	_, offset := t.Zone()
	return t.Unix()+int64(offset) == wall.Unix()
}

// Start returns the first instant of d in loc. A term that is due on d ends at d.AddDays(1).Start(loc).
func (d Date) Start(loc *time.Location) time.Time { return d.At(0, 0, loc) }

// String returns the date as 2006-01-02, and "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalText returns String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes; empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Long returns the date as a letter writes it: "vrijdag 10 april 2026", or "Friday 10 April 2026" when lang is
// "en"; "" for no date.
func (d Date) Long(lang string) string {
	if d.IsZero() {
		return ""
	}
	w := wordsFor(lang)
	return fmt.Sprintf("%s %d %s %d", w.weekdays[d.Weekday()], d.Day(), w.months[d.Month()-1], d.Year())
}
