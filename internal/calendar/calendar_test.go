package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func day(t testing.TB, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func amsterdam(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// anyDate draws days from the years that a case can touch.
var anyDate = rapid.Custom(func(t *rapid.T) Date {
	return New(2000, time.January, 1).AddDays(rapid.IntRange(0, 36525).Draw(t, "days since 2000"))
})

func TestClosed(t *testing.T) {
	office, statutory := NewOffice(Rules{}), NewStatutory(nil)
	for _, c := range []struct{ day, office, statutory string }{
		{"2026-01-01", "Nieuwjaarsdag", "Nieuwjaarsdag"},
		{"2026-01-02", "", "gelijkgestelde dag"},
		{"2026-04-03", "", "Goede Vrijdag"},
		{"2026-04-04", "weekend", "weekend"},
		{"2026-04-05", "weekend", "weekend"},
		{"2026-04-06", "Tweede Paasdag", "Tweede Paasdag"},
		{"2026-04-07", "", ""},
		{"2026-04-26", "weekend", "weekend"},
		{"2026-04-27", "Koningsdag", "Koningsdag"},
		{"2026-05-05", "", "Bevrijdingsdag"},
		{"2026-05-14", "Hemelvaartsdag", "Hemelvaartsdag"},
		{"2026-05-15", "", "gelijkgestelde dag"},
		{"2026-05-25", "Tweede Pinksterdag", "Tweede Pinksterdag"},
		{"2026-12-05", "weekend", "weekend"},
		{"2026-12-25", "Eerste Kerstdag", "Eerste Kerstdag"},
		{"2026-12-26", "Tweede Kerstdag", "Tweede Kerstdag"},
		{"2026-12-31", "", ""},
		{"2027-03-26", "", "Goede Vrijdag"},
		{"2027-03-29", "Tweede Paasdag", "Tweede Paasdag"},
		{"2027-04-27", "Koningsdag", "Koningsdag"},
		{"2027-05-06", "Hemelvaartsdag", "Hemelvaartsdag"},
		{"2027-05-07", "", "gelijkgestelde dag"},
		{"2027-05-17", "Tweede Pinksterdag", "Tweede Pinksterdag"},
		{"2025-04-26", "Koningsdag", "Koningsdag"}, // the 27th is a Sunday
		{"2025-04-27", "weekend", "weekend"},
		{"2031-04-26", "Koningsdag", "Koningsdag"},
		{"2025-05-05", "Bevrijdingsdag", "Bevrijdingsdag"},
		{"2016-05-05", "Hemelvaartsdag", "Hemelvaartsdag"}, // two holidays on one day
	} {
		t.Run(c.day, func(t *testing.T) {
			if got, closed := office.Closed(day(t, c.day)); got != c.office || closed != (c.office != "") {
				t.Errorf("office: %q, %t; want %q", got, closed, c.office)
			}
			if got, closed := statutory.Closed(day(t, c.day)); got != c.statutory || closed != (c.statutory != "") {
				t.Errorf("statutory: %q, %t; want %q", got, closed, c.statutory)
			}
		})
	}
}

func TestOfficeChoices(t *testing.T) {
	days := func(s ...string) (list []Date) {
		for _, d := range s {
			list = append(list, day(t, d))
		}
		return list
	}
	for _, c := range []struct {
		name  string
		rules Rules
		day   string
		why   string
	}{
		{"Good Friday closed", Rules{GoodFriday: true}, "2026-04-03", "Goede Vrijdag"},
		{"Liberation Day always", Rules{LiberationDay: Always}, "2026-05-05", "Bevrijdingsdag"},
		{"Liberation Day never", Rules{LiberationDay: Never}, "2025-05-05", ""},
		{"Liberation Day in a lustrum", Rules{LiberationDay: Lustrum}, "2025-05-05", "Bevrijdingsdag"},
		{"Liberation Day between lustra", Rules{LiberationDay: Lustrum}, "2026-05-05", ""},
		{"equated day closed", Rules{Equated: true}, "2026-05-15", "gelijkgestelde dag"},
		{"extra equated day closed", Rules{Equated: true, ExtraEquated: days("2029-05-11")}, "2029-05-11", "gelijkgestelde dag"},
		{"extra equated day, office open", Rules{ExtraEquated: days("2029-05-11")}, "2029-05-11", ""},
		{"closed day", Rules{Closed: days("2026-05-15")}, "2026-05-15", "gesloten"},
		{"closed day in a weekend", Rules{Closed: days("2026-05-16")}, "2026-05-16", "weekend"},
		{"closed holiday keeps its name", Rules{Closed: days("2026-04-27")}, "2026-04-27", "Koningsdag"},
		{"open holiday", Rules{Open: days("2026-04-27")}, "2026-04-27", ""},
		{"open holiday in a weekend", Rules{Open: days("2026-12-26")}, "2026-12-26", "weekend"},
		{"open weekend day", Rules{Open: days("2026-05-16")}, "2026-05-16", "weekend"},
		{"closed beats open", Rules{Open: days("2026-04-27"), Closed: days("2026-04-27")}, "2026-04-27", "Koningsdag"},
		{"closed beats open on a plain day", Rules{Open: days("2026-04-28"), Closed: days("2026-04-28")}, "2026-04-28", "gesloten"},
	} {
		t.Run(c.name, func(t *testing.T) {
			office := NewOffice(c.rules)
			if got, _ := office.Closed(day(t, c.day)); got != c.why {
				t.Errorf("closed because %q, want %q", got, c.why)
			}
			if got := office.Open(day(t, c.day)); got != (c.why == "") {
				t.Errorf("open = %t", got)
			}
		})
	}
}

func TestStatutoryTakesExtraEquatedDays(t *testing.T) {
	d := day(t, "2029-05-11")
	if why, _ := NewStatutory([]Date{d}).Closed(d); why != equatedDay {
		t.Errorf("closed because %q, want %q", why, equatedDay)
	}
}

func TestHolidayLeavesTheWeekendAside(t *testing.T) {
	office := NewOffice(Rules{})
	if name, ok := office.Holiday(day(t, "2026-12-26")); name != boxingDay || !ok {
		t.Errorf("Holiday on a Saturday = %q, %t", name, ok)
	}
	if name, ok := office.Holiday(day(t, "2026-12-27")); name != "" || ok {
		t.Errorf("Holiday on a plain Sunday = %q, %t", name, ok)
	}
}

func TestEquatedKnown(t *testing.T) {
	for year, want := range map[int]bool{2025: false, 2026: true, 2027: true, 2028: true, 2029: false} {
		if got := EquatedKnown(year); got != want {
			t.Errorf("EquatedKnown(%d) = %t, want %t", year, got, want)
		}
	}
}

func TestOpenDayProperties(t *testing.T) {
	calendars := []*Calendar{NewOffice(Rules{}), NewOffice(Rules{GoodFriday: true, Equated: true}), NewStatutory(nil)}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(calendars).Draw(t, "calendar")
		d := anyDate.Draw(t, "day")
		n := rapid.IntRange(1, 60).Draw(t, "n")

		end := c.AddOpen(d, n)
		if !c.Open(end) {
			t.Fatalf("AddOpen(%s, %d) = %s is closed", d, n, end)
		}
		if got := openBetween(c, d, end); got != n {
			t.Fatalf("%d open days after %s up to %s, want %d", got, d, end, n)
		}
		if c.Open(d) && c.AddOpen(end, -n) != d {
			t.Fatalf("AddOpen(%s, %d) = %s, want %s back", end, -n, c.AddOpen(end, -n), d)
		}
		before, after := c.OnOrBefore(d), c.OnOrAfter(d)
		if !c.Open(before) || !c.Open(after) || before.After(d) || after.Before(d) {
			t.Fatalf("around %s: %s and %s", d, before, after)
		}
		if c.Open(d) != (before == d) || c.Open(d) != (after == d) {
			t.Fatalf("%s open %t, but around it %s and %s", d, c.Open(d), before, after)
		}
		if !c.Open(d) && c.AddOpen(before, 1) != after {
			t.Fatalf("an open day between %s and %s", before, after)
		}
	})
}

func openBetween(c *Calendar, after, through Date) int {
	n := 0
	for d := after.AddDays(1); !d.After(through); d = d.AddDays(1) {
		if c.Open(d) {
			n++
		}
	}
	return n
}

func TestAddOpenZero(t *testing.T) {
	sunday := day(t, "2026-04-05")
	if got := NewOffice(Rules{}).AddOpen(sunday, 0); got != sunday {
		t.Errorf("AddOpen(%s, 0) = %s", sunday, got)
	}
}
