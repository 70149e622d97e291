package calendar

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestZeroDate(t *testing.T) {
	var none Date
	if !none.IsZero() || none.String() != "" || none.Long("nl") != "" || !none.At(8, 0, time.UTC).IsZero() {
		t.Errorf("the zero date is %q, %q, %s", none, none.Long("nl"), none.At(8, 0, time.UTC))
	}
	for name, got := range map[string]Date{
		"AddDays": none.AddDays(3), "AddMonths": none.AddMonths(3), "AddYears": none.AddYears(3),
		"Of": Of(time.Time{}, time.UTC),
	} {
		if !got.IsZero() {
			t.Errorf("%s of no date = %s", name, got)
		}
	}
	if !none.Before(New(1, time.January, 1)) {
		t.Error("no date does not come before every date")
	}
}

func TestDateText(t *testing.T) {
	type record struct {
		Day  Date `json:"day"`
		None Date `json:"none"`
	}
	const text = `{"day":"2026-04-10","none":""}`
	raw, err := json.Marshal(record{Day: New(2026, time.April, 10)})
	if err != nil || string(raw) != text {
		t.Errorf("marshalled %s, %v; want %s", raw, err, text)
	}
	got := record{None: New(2026, time.May, 1)}
	if err := json.Unmarshal([]byte(text), &got); err != nil || got != (record{Day: New(2026, time.April, 10)}) {
		t.Errorf("unmarshalled %v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"day":"10-4-2026"}`), &got); err == nil {
		t.Error("a stored date of another form was read")
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"2026-02-28": "2026-02-28", "2028-02-29": "2028-02-29", "0001-01-01": "0001-01-01",
		"2026-02-29": "", "2026-2-28": "", "": "", "2026-02-28 ": "", "0000-01-01": "", "26-02-28": "",
	} {
		got, err := Parse(text)
		if got.String() != want || (err == nil) != (want != "") {
			t.Errorf("Parse(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestLong(t *testing.T) {
	d := New(2026, time.April, 10)
	for lang, want := range map[string]string{
		"nl": "vrijdag 10 april 2026", "en": "Friday 10 April 2026", "": "vrijdag 10 april 2026",
	} {
		if got := d.Long(lang); got != want {
			t.Errorf("Long(%q) = %q, want %q", lang, got, want)
		}
	}
}

func TestOfTakesTheLocalDay(t *testing.T) {
	loc := amsterdam(t)
	for at, want := range map[string]string{
		"2026-03-31T21:59:59Z": "2026-03-31", // 23:59 in summer time
		"2026-03-31T22:00:00Z": "2026-04-01",
		"2026-12-31T22:59:59Z": "2026-12-31",
		"2026-12-31T23:00:00Z": "2027-01-01",
		"2026-10-25T00:30:00Z": "2026-10-25",
	} {
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := Of(instant, loc); got.String() != want {
			t.Errorf("Of(%s) = %s, want %s", at, got, want)
		}
	}
}

func TestAt(t *testing.T) {
	zone := func(name string) *time.Location {
		loc, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return loc
	}
	for _, c := range []struct {
		name, zone, day string
		hour, minute    int
		want            string // UTC
	}{
		{"winter", "Europe/Amsterdam", "2026-01-15", 8, 0, "2026-01-15T07:00:00Z"},
		{"summer", "Europe/Amsterdam", "2026-07-15", 8, 0, "2026-07-15T06:00:00Z"},
		{"before the gap", "Europe/Amsterdam", "2026-03-29", 1, 59, "2026-03-29T00:59:00Z"},
		{"start of the gap", "Europe/Amsterdam", "2026-03-29", 2, 0, "2026-03-29T01:00:00Z"},
		{"in the gap", "Europe/Amsterdam", "2026-03-29", 2, 30, "2026-03-29T01:00:00Z"},
		{"after the gap", "Europe/Amsterdam", "2026-03-29", 3, 0, "2026-03-29T01:00:00Z"},
		{"later that day", "Europe/Amsterdam", "2026-03-29", 8, 0, "2026-03-29T06:00:00Z"},
		{"before the hour that comes twice", "Europe/Amsterdam", "2026-10-25", 1, 59, "2026-10-24T23:59:00Z"},
		{"the hour that comes twice", "Europe/Amsterdam", "2026-10-25", 2, 30, "2026-10-25T00:30:00Z"},
		{"after the hour that comes twice", "Europe/Amsterdam", "2026-10-25", 3, 0, "2026-10-25T02:00:00Z"},
		{"midnight of the long day", "Europe/Amsterdam", "2026-10-25", 24, 0, "2026-10-25T23:00:00Z"},
		{"a gap at midnight", "America/Asuncion", "2023-10-01", 0, 0, "2023-10-01T04:00:00Z"},
		{"midnight that comes twice", "America/Havana", "2026-11-01", 0, 30, "2026-11-01T04:30:00Z"},
		{"a day that was left out", "Pacific/Apia", "2011-12-30", 12, 0, "2011-12-30T10:00:00Z"},
		{"UTC", "UTC", "2026-03-29", 2, 30, "2026-03-29T02:30:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := day(t, c.day).At(c.hour, c.minute, zone(c.zone))
			if got.UTC().Format(time.RFC3339) != c.want {
				t.Errorf("%s %02d:%02d in %s = %s, want %s", c.day, c.hour, c.minute, c.zone, got.UTC(), c.want)
			}
		})
	}
}

func TestDaysAreNotTwentyFourHours(t *testing.T) {
	loc := amsterdam(t)
	for d, want := range map[string]time.Duration{
		"2026-03-28": 24 * time.Hour, "2026-03-29": 23 * time.Hour, "2026-10-25": 25 * time.Hour,
	} {
		start := day(t, d)
		if got := start.AddDays(1).Start(loc).Sub(start.Start(loc)); got != want {
			t.Errorf("%s has %s, want %s", d, got, want)
		}
	}
}

func TestAtProperties(t *testing.T) {
	loc := amsterdam(t)
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Draw(t, "day")
		minute := rapid.IntRange(0, 24*60-1).Draw(t, "minute")
		at := d.At(0, minute, loc)
		if Of(at, loc) != d {
			t.Fatalf("%s at minute %d is %s", d, minute, at)
		}
		if shown := at.Hour()*60 + at.Minute(); shown < minute || shown > minute+60 {
			t.Fatalf("%s at minute %d shows %02d:%02d", d, minute, at.Hour(), at.Minute())
		}
		if next := d.At(0, minute+1, loc); next.Before(at) {
			t.Fatalf("%s at minute %d is %s, a minute later %s", d, minute, at, next)
		}
	})
}

func TestDateArithmeticProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Draw(t, "day")
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		if got := d.AddDays(n).AddDays(-n); got != d {
			t.Fatalf("%s %+d days and back is %s", d, n, got)
		}
		if got := d.DaysUntil(d.AddDays(n)); got != n {
			t.Fatalf("%d days until %s %+d days", got, d, n)
		}
		if got := d.Compare(d.AddDays(n)); got != -sign(n) {
			t.Fatalf("Compare(%s, %+d days) = %d", d, n, got)
		}
		months := rapid.IntRange(-120, 120).Draw(t, "months")
		e := d.AddMonths(months)
		if got := (e.Year()-d.Year())*12 + int(e.Month()) - int(d.Month()); got != months {
			t.Fatalf("%s %+d months = %s", d, months, e)
		}
		if e.Day() != d.Day() && (e.Day() > d.Day() || e.AddDays(1).Day() != 1) {
			t.Fatalf("%s %+d months = %s, neither the same day nor the last of the month", d, months, e)
		}
		if got, err := Parse(d.String()); err != nil || got != d {
			t.Fatalf("Parse(%s) = %s, %v", d, got, err)
		}
	})
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}
