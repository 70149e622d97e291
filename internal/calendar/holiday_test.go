package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// easterByMoon computes Easter as the church defines it, by golden number, epact and the weekday of the full moon
// (Clavius' method as Knuth gives it, The Art of Computer Programming 1.3.2, exercise 14). It shares no step with
// the algorithm under test.
func easterByMoon(year int) Date {
	golden := year%19 + 1
	century := year/100 + 1
	skippedLeaps := 3*century/4 - 12
	moonCorrection := (8*century+5)/25 - 5
	sunday := 5*year/4 - skippedLeaps - 10
	epact := ((11*golden+20+moonCorrection-skippedLeaps)%30 + 30) % 30
	if (epact == 25 && golden > 11) || epact == 24 {
		epact++
	}
	fullMoon := 44 - epact
	if fullMoon < 21 {
		fullMoon += 30
	}
	return New(year, time.March, fullMoon+7-(sunday+fullMoon)%7)
}

func TestEasterAlgorithmsAgree(t *testing.T) {
	for year := 1583; year <= 4099; year++ {
		if got, want := easter(year), easterByMoon(year); got != want {
			t.Errorf("Easter of %d = %s, by the moon %s", year, got, want)
		}
	}
}

func TestEasterProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(1583, 9999).Draw(t, "year")
		d := easter(year)
		if d != easterByMoon(year) {
			t.Fatalf("Easter of %d = %s, by the moon %s", year, d, easterByMoon(year))
		}
		if d.Weekday() != time.Sunday || d.Before(New(year, time.March, 22)) || d.After(New(year, time.April, 25)) {
			t.Fatalf("Easter of %d is %s, a %s", year, d, d.Weekday())
		}
	})
}

func TestEasterPublished(t *testing.T) {
	for _, want := range []string{"2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
		"2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25", "1943-04-25", "2285-03-22"} {
		if got := easter(day(t, want).Year()); got.String() != want {
			t.Errorf("Easter = %s, want %s", got, want)
		}
	}
}

// TestHolidaysOfAYear holds that each name comes exactly once a year, but for a Liberation Day that is also
// Ascension Day.
func TestHolidaysOfAYear(t *testing.T) {
	names := []string{newYear, goodFriday, easterMonday, kingsDay, liberationDay, ascension, whitMonday, christmas, boxingDay}
	for year := 2014; year <= 2199; year++ {
		seen := map[string]int{}
		for d := New(year, time.January, 1); d.Year() == year; d = d.AddDays(1) {
			if name := publicHoliday(d); name != "" {
				seen[name]++
			}
		}
		for _, name := range names {
			want := 1
			if name == liberationDay && easter(year).AddDays(39) == New(year, time.May, 5) {
				want = 0
			}
			if seen[name] != want {
				t.Errorf("%d has %s %d times, want %d", year, name, seen[name], want)
			}
		}
		if kingsDayOf(year).Weekday() == time.Sunday {
			t.Errorf("King's Day of %d is a Sunday", year)
		}
	}
}

func TestEveryReasonHasAnEnglishName(t *testing.T) {
	for _, c := range []*Calendar{NewStatutory(nil), NewOffice(Rules{Closed: []Date{New(2026, time.July, 1)}})} {
		for d := New(2026, time.January, 1); d.Year() < 2032; d = d.AddDays(1) {
			if why, closed := c.Closed(d); closed && englishReasons[why] == "" {
				t.Fatalf("%s: %q has no English name", d, why)
			}
		}
	}
}
