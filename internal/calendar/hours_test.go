package calendar

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseHours(t *testing.T) {
	for text, want := range map[string]string{
		"08:00-18:00": "08:00-18:00", "8:00 - 18:30": "08:00-18:30", "00:00-24:00": "00:00-24:00", "09:15-24:00": "09:15-24:00",
		"18:00-08:00": "", "08:00-08:00": "", "08:00": "", "": "", "08:00-25:00": "", "08:60-18:00": "", "08:0-18:00": "",
		"08:00-24:01": "", "8-18": "", "-08:00-18:00": "", "08:00-18:00-19:00": "",
	} {
		got, err := ParseHours(text)
		if (err == nil) != (want != "") || (err == nil && got.String() != want) {
			t.Errorf("ParseHours(%q) = %s, %v; want %q", text, got, err, want)
		}
		if err != nil && !strings.Contains(err.Error(), "08:00-18:00") && !strings.Contains(err.Error(), "after the begin") {
			t.Errorf("ParseHours(%q) gives no hint: %v", text, err)
		}
	}
}

func TestHoursText(t *testing.T) {
	var h Hours
	for _, text := range []string{"08:00-18:00", "00:00-24:00", ""} {
		if err := h.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		want := text
		if text == "" {
			want = "00:00-24:00"
		}
		if got, err := h.MarshalText(); err != nil || string(got) != want {
			t.Errorf("%q comes back as %q, %v", text, got, err)
		}
	}
	if err := h.UnmarshalText([]byte("always")); err == nil {
		t.Error("wrong hours were read")
	}
}

func hours(t testing.TB, s string) Hours {
	t.Helper()
	h, err := ParseHours(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestContains(t *testing.T) {
	loc, h := amsterdam(t), hours(t, "08:00-18:00")
	for wall, want := range map[string]bool{
		"2026-04-10 07:59:59": false, "2026-04-10 08:00:00": true, "2026-04-10 17:59:59": true, "2026-04-10 18:00:00": false,
		"2026-03-29 08:00:00": true, "2026-03-29 07:59:59": false, "2026-10-25 08:00:00": true,
	} {
		at, err := time.ParseInLocation(time.DateTime, wall, loc)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Contains(at.UTC(), loc); got != want {
			t.Errorf("%s: %t, want %t", wall, got, want)
		}
		if !(Hours{}).Contains(at, loc) {
			t.Errorf("%s lies outside the whole day", wall)
		}
	}
}

func TestNextWindow(t *testing.T) {
	loc := amsterdam(t)
	office := NewOffice(Rules{})
	for _, c := range []struct{ name, hours, at, want string }{
		{"before opening", "08:00-18:00", "2026-04-10 06:30", "2026-04-10 08:00"},
		{"within", "08:00-18:00", "2026-04-10 12:34", "2026-04-10 12:34"},
		{"at closing", "08:00-18:00", "2026-04-09 18:00", "2026-04-10 08:00"},
		{"Friday night", "08:00-18:00", "2026-04-10 19:00", "2026-04-13 08:00"},
		{"Easter", "08:00-18:00", "2026-04-03 18:00", "2026-04-07 08:00"},
		{"within the hours of King's Day", "08:00-18:00", "2026-04-27 12:00", "2026-04-28 08:00"},
		{"over the spring clock change", "08:00-18:00", "2026-03-27 18:00", "2026-03-30 08:00"},
		{"over the autumn clock change", "08:00-18:00", "2026-10-23 18:00", "2026-10-26 08:00"},
		{"New Year", "08:00-18:00", "2026-12-31 18:00", "2027-01-04 08:00"},
		{"the whole day", "00:00-24:00", "2026-04-10 23:59", "2026-04-10 23:59"},
		{"the whole day, Saturday", "00:00-24:00", "2026-04-11 00:00", "2026-04-13 00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			at, err := time.ParseInLocation("2006-01-02 15:04", c.at, loc)
			if err != nil {
				t.Fatal(err)
			}
			got := office.NextWindow(at, hours(t, c.hours), loc)
			if got.Format("2006-01-02 15:04") != c.want {
				t.Errorf("after %s comes %s, want %s", c.at, got, c.want)
			}
		})
	}
}

// TestNextWindowInAGap takes a zone whose clocks go forward on a working day, at 00:00.
func TestNextWindowInAGap(t *testing.T) {
	loc, err := time.LoadLocation("Africa/Cairo")
	if err != nil {
		t.Fatal(err)
	}
	friday := New(2026, time.April, 24) // after it a weekend, and King's Day
	want := friday.AddDays(4).At(0, 10, loc)
	for _, at := range []time.Time{friday.AddDays(-1).At(23, 0, loc), friday.Start(loc)} {
		if got := NewOffice(Rules{}).NextWindow(at, hours(t, "00:10-00:50"), loc); !got.Equal(want) {
			t.Errorf("the window after %s is %s, want %s", at, got, want)
		}
	}
}

func TestNextWindowProperties(t *testing.T) {
	loc, office := amsterdam(t), NewOffice(Rules{})
	rapid.Check(t, func(t *rapid.T) {
		at := anyDate.Draw(t, "day").At(0, rapid.IntRange(0, minutesPerDay-1).Draw(t, "minute"), loc)
		from := rapid.IntRange(0, minutesPerDay-1).Draw(t, "from")
		h := Hours{from: from, until: rapid.IntRange(from+1, minutesPerDay).Draw(t, "until") % minutesPerDay}
		next := office.NextWindow(at, h, loc)
		if next.Before(at) || !h.Contains(next, loc) || !office.Open(Of(next, loc)) {
			t.Fatalf("after %s with %s comes %s", at, h, next)
		}
		if again := office.NextWindow(next, h, loc); !again.Equal(next) {
			t.Fatalf("the window after %s is %s", next, again)
		}
		if h.Contains(at, loc) && office.Open(Of(at, loc)) && !next.Equal(at) {
			t.Fatalf("%s lies in a window, and still moves to %s", at, next)
		}
	})
}
