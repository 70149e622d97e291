package calendar

import (
	"strings"
	"testing"
)

func TestParseLoose(t *testing.T) {
	for text, want := range map[string]string{
		"2026-06-01": "2026-06-01", "2026-6-1": "2026-06-01", "1-6-2026": "2026-06-01", "01-06-2026": "2026-06-01",
		" 1-6-2026 ": "2026-06-01", "31-12-2026": "2026-12-31", "29-2-2028": "2028-02-29",
		"1 juni 2026": "2026-06-01", "1 june 2026": "2026-06-01", "1 JUNI 2026": "2026-06-01", "1  jun.  2026": "2026-06-01",
		"1 maart 2026": "2026-03-01", "1 mrt 2026": "2026-03-01", "1 mrt. 2026": "2026-03-01", "1 march 2026": "2026-03-01",
		"1 mar 2026": "2026-03-01", "1 mei 2026": "2026-05-01", "1 may 2026": "2026-05-01", "1 okt 2026": "2026-10-01",
		"1 oct 2026": "2026-10-01", "1 sept 2026": "2026-09-01", "30 augustus 2026": "2026-08-30", "30 aug 2026": "2026-08-30",
		"maandag 1 juni 2026": "2026-06-01", "ma 1 juni 2026": "2026-06-01", "Monday, 1 June 2026": "2026-06-01",
		"vr. 10 apr. 2026": "2026-04-10",

		"":                     "", // nothing
		"juni":                 "",
		"1 juni":               "", // the year is never guessed
		"1-6-26":               "",
		"26-6-1":               "",
		"1/6/2026":             "", // which of the two is the month?
		"1.6.2026":             "",
		"29-2-2026":            "", // no such day
		"31 april 2026":        "",
		"0-6-2026":             "",
		"1-13-2026":            "",
		"1-0-2026":             "",
		"1 juin 2026":          "",
		"+1-6-2026":            "",
		"1--6-2026":            "",
		"-1-6-2026":            "",
		"1-6-2026-":            "",
		"1-6-20260":            "",
		"1-6-1726":             "", // a slip of the pen
		"1-6-2626":             "",
		"001-6-2026":           "",
		"１-6-2026":             "", // full-width digit
		"1 juni 2026 om":       "",
		"dinsdag 1 juni 2026":  "", // a Monday
		"feestdag 1 juni 2026": "",
		"1 juni 2026 " + strings.Repeat(" ", 2*maxDateText) + "": "", // longer than anybody writes
	} {
		got, err := ParseLoose(text)
		if got.String() != want || (err == nil) != (want != "") {
			t.Errorf("ParseLoose(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestParseLooseErrorKeepsTheTextToItself(t *testing.T) {
	for _, text := range []string{"Jan", "1-6-Jan", "1 Jansen 2026", "Jansen 1 juni 2026", "Jan de Boer"} {
		_, err := ParseLoose(text)
		if err == nil || strings.Contains(err.Error(), "Jan") {
			t.Errorf("ParseLoose(%q): %v", text, err)
		}
	}
}

func TestParseLength(t *testing.T) {
	for text, want := range map[string]Length{
		"5 working days": {5, WorkingDays}, "1 working day": {1, WorkingDays}, "2 weeks": {2, Weeks}, "1 week": {1, Weeks},
		"21 days": {21, Days}, "1 day": {1, Days}, "3 months": {3, Months}, "1 year": {1, Years}, "5 years": {5, Years},
		" 5  Working  Days ": {5, WorkingDays}, "3660 days": {3660, Days}, "366 working days": {366, WorkingDays},
		"1 weeks": {1, Weeks},
	} {
		got, err := ParseLength(text)
		if err != nil || got != want {
			t.Errorf("ParseLength(%q) = %v, %v; want %v", text, got, err, want)
		}
		if again, err := ParseLength(got.String()); err != nil || again != got {
			t.Errorf("%q comes back as %v, %v", got, again, err)
		}
	}
	for text, hint := range map[string]string{
		"": "2 weeks", "weeks": "2 weeks", "two weeks": "2 weeks", "-2 weeks": "2 weeks", "2weeks": "2 weeks",
		"2 fortnights": "unknown unit", "2 werkdagen": "unknown unit", "0 days": "1 to 3660 days",
		"3661 days": "1 to 3660 days", "99999999999 days": "2 weeks", "367 working days": "1 to 366 working days",
		"[stel een periode vast]": "2 weeks",
	} {
		got, err := ParseLength(text)
		if err == nil || !got.IsZero() || !strings.Contains(err.Error(), hint) {
			t.Errorf("ParseLength(%q) = %v, %v; want an error with %q", text, got, err, hint)
		}
	}
}

func TestLengthText(t *testing.T) {
	for _, c := range []struct {
		length Length
		nl, en string
	}{
		{Length{5, WorkingDays}, "5 werkdagen", "5 working days"},
		{Length{1, WorkingDays}, "1 werkdag", "1 working day"},
		{Length{2, Weeks}, "2 weken", "2 weeks"},
		{Length{1, Weeks}, "1 week", "1 week"},
		{Length{28, Days}, "28 dagen", "28 days"},
		{Length{3, Months}, "3 maanden", "3 months"},
		{Length{1, Years}, "1 jaar", "1 year"},
		{Length{5, Years}, "5 jaar", "5 years"},
		{Length{}, "", ""},
	} {
		if nl, en := c.length.Text("nl"), c.length.Text("en"); nl != c.nl || en != c.en {
			t.Errorf("%v is %q and %q, want %q and %q", c.length, nl, en, c.nl, c.en)
		}
		text, err := c.length.MarshalText()
		got := Length{N: 9, Unit: Days}
		if err != nil || got.UnmarshalText(text) != nil || got != c.length {
			t.Errorf("%v comes back as %v", c.length, got)
		}
	}
	var l Length
	if err := l.UnmarshalText([]byte("soon")); err == nil {
		t.Error("a wrong length was read")
	}
}

func FuzzParseLoose(f *testing.F) {
	for _, s := range []string{"2026-06-01", "1-6-2026", "1 juni 2026", "ma 1 juni 2026", "31 april 2026", "1--1-2026", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseLoose(s)
		if (err == nil) == d.IsZero() {
			t.Fatalf("%s, %v", d, err)
		}
		if err != nil {
			return
		}
		if d.Year() < minYear || d.Year() > maxYear {
			t.Fatalf("%s lies outside the limits", d)
		}
		for _, again := range []string{d.String(), d.Long("nl"), d.Long("en")} {
			if e, err := ParseLoose(again); err != nil || e != d {
				t.Fatalf("%s written as %q is read as %s, %v", d, again, e, err)
			}
		}
	})
}

func FuzzParseLength(f *testing.F) {
	for _, s := range []string{"5 working days", "2 weeks", "1 year", "0 days", "99999 days", "21", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := ParseLength(s)
		if (err == nil) == l.IsZero() {
			t.Fatalf("%v, %v", l, err)
		}
		if err != nil {
			return
		}
		if l.N < 1 || l.N > MaxLength {
			t.Fatalf("%v lies outside the limits", l)
		}
		if again, err := ParseLength(l.String()); err != nil || again != l {
			t.Fatalf("%v is read back as %v, %v", l, again, err)
		}
	})
}
