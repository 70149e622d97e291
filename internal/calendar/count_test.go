package calendar

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func calendars() Calendars {
	return Calendars{Office: NewOffice(Rules{}), Statutory: NewStatutory(nil)}
}

// counts are terms of which each shows another piece of a count.
var counts = []struct {
	name, from, length string
	roll               Roll
	end, due, actBy    string
}{
	{"working days over Easter", "2026-04-02", "5 working days", RollNone, "2026-04-10", "2026-04-10", "2026-04-10"},
	{"working days from a Sunday", "2026-10-25", "5 working days", RollNone, "2026-10-30", "2026-10-30", "2026-10-30"},
	{"promise that ends on King's Day", "2026-04-13", "2 weeks", RollNone, "2026-04-27", "2026-04-27", "2026-04-24"},
	{"promise that ends on Ascension Day", "2026-04-02", "6 weeks", RollNone, "2026-05-14", "2026-05-14", "2026-05-13"},
	{"promise that ends in a weekend", "2026-10-25", "2 weeks", RollNone, "2026-11-08", "2026-11-08", "2026-11-06"},
	{"promise that ends on a working day", "2026-04-02", "2 weeks", RollNone, "2026-04-16", "2026-04-16", "2026-04-16"},
	{"window that ends at Christmas", "2026-12-11", "2 weeks", RollForward, "2026-12-25", "2026-12-28", "2026-12-28"},
	{"window that ends on a working day", "2026-06-25", "2 weeks", RollForward, "2026-07-09", "2026-07-09", "2026-07-09"},
	{"window that ends on Good Friday", "2026-03-20", "14 days", RollForward, "2026-04-03", "2026-04-07", "2026-04-07"},
	{"window that ends on Ascension Day", "2026-04-30", "2 weeks", RollForward, "2026-05-14", "2026-05-18", "2026-05-18"},
	{"month that is too short", "2027-01-30", "1 month", RollForward, "2027-02-28", "2027-03-01", "2027-03-01"},
	{"year from a leap day", "2028-02-29", "1 year", RollNone, "2029-02-28", "2029-02-28", "2029-02-28"},
	{"window in a year without a decree", "2029-04-28", "2 weeks", RollForward, "2029-05-12", "2029-05-14", "2029-05-14"},
	{"term that was over before it began", "2026-04-04", "1 day", RollNone, "2026-04-05", "2026-04-05", "2026-04-03"},
	{"one day", "2026-04-08", "1 day", RollNone, "2026-04-09", "2026-04-09", "2026-04-09"},
	{"working days over the turn of the year", "2026-12-24", "3 working days", RollNone, "2026-12-30", "2026-12-30", "2026-12-30"},
}

func TestCount(t *testing.T) {
	for _, c := range counts {
		t.Run(c.name, func(t *testing.T) {
			length, err := ParseLength(c.length)
			if err != nil {
				t.Fatal(err)
			}
			got := calendars().Count(day(t, c.from), length, c.roll)
			if got.End.String() != c.end || got.Due.String() != c.due || got.ActBy.String() != c.actBy {
				t.Errorf("end %s, due %s, act by %s; want %s, %s, %s", got.End, got.Due, got.ActBy, c.end, c.due, c.actBy)
			}
		})
	}
}

func TestCountKeepsWhatItPassedOver(t *testing.T) {
	got := calendars().Count(day(t, "2026-12-11"), Length{2, Weeks}, RollForward).Skipped
	want := []Skip{
		{day(t, "2026-12-25"), christmas, DuringRoll},
		{day(t, "2026-12-26"), boxingDay, DuringRoll},
		{day(t, "2026-12-27"), weekend, DuringRoll},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("skipped %v, want %v", got, want)
	}
}

func TestCountWithoutLength(t *testing.T) {
	got := calendars().Count(day(t, "2026-04-06"), Length{}, RollNone)
	if got.Due != got.From || got.ActBy != day(t, "2026-04-03") {
		t.Errorf("due %s, act by %s", got.Due, got.ActBy)
	}
}

func TestCountIsStoredWhole(t *testing.T) {
	want := calendars().Count(day(t, "2026-04-13"), Length{2, Weeks}, RollNone)
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	const text = `{"from":"2026-04-13","length":"2 weeks","roll":"none","end":"2026-04-27","due":"2026-04-27","act_by":"2026-04-24",` +
		`"skipped":[{"day":"2026-04-27","why":"Koningsdag","during":"act_by"},{"day":"2026-04-26","why":"weekend","during":"act_by"},` +
		`{"day":"2026-04-25","why":"weekend","during":"act_by"}]}`
	if string(raw) != text {
		t.Errorf("stored as %s\nwant      %s", raw, text)
	}
	var got Count
	if err := json.Unmarshal(raw, &got); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read back as %v, %v", got, err)
	}
}

func TestExplain(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		t.Run(lang, func(t *testing.T) {
			var b strings.Builder
			for _, c := range counts {
				length, err := ParseLength(c.length)
				if err != nil {
					t.Fatal(err)
				}
				n := calendars().Count(day(t, c.from), length, c.roll)
				b.WriteString("# " + c.name + "\n" + strings.Join(n.Explain(lang), "\n") + "\n\n")
			}
			closed := Calendars{Office: NewOffice(Rules{Closed: []Date{day(t, "2026-12-28"), day(t, "2026-12-29"),
				day(t, "2026-12-30"), day(t, "2026-12-31")}}), Statutory: NewStatutory(nil)}
			n := closed.Count(day(t, "2026-12-23"), Length{5, WorkingDays}, RollNone)
			b.WriteString("# an office that closes between Christmas and New Year\n" + strings.Join(n.Explain(lang), "\n") + "\n")
			golden(t, "explain."+lang+".txt", b.String())
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the difference\n%s", path, got)
	}
}

func TestExplainNothing(t *testing.T) {
	if got := (Count{}).Explain("nl"); len(got) != 0 {
		t.Errorf("the zero count explains itself as %q", got)
	}
}

// TestCountProperties holds what every term must be, whatever its dates.
func TestCountProperties(t *testing.T) {
	pair := calendars()
	rapid.Check(t, func(t *rapid.T) {
		from := anyDate.Draw(t, "from")
		length := Length{
			N:    rapid.IntRange(1, 60).Draw(t, "n"),
			Unit: rapid.SampledFrom([]Unit{WorkingDays, Days, Weeks, Months, Years}).Draw(t, "unit"),
		}
		roll := rapid.SampledFrom([]Roll{RollNone, RollForward}).Draw(t, "roll")
		n := pair.Count(from, length, roll)
		if !n.End.After(from) || n.Due.Before(n.End) || n.ActBy.After(n.Due) {
			t.Fatalf("from %s: end %s, due %s, act by %s", from, n.End, n.Due, n.ActBy)
		}
		if roll == RollNone && n.Due != n.End {
			t.Fatalf("a promise moved from %s to %s", n.End, n.Due)
		}
		if roll == RollForward && n.Due != pair.Statutory.OnOrAfter(n.End) {
			t.Fatalf("%s rolled to %s", n.End, n.Due)
		}
		if n.ActBy != pair.Office.OnOrBefore(n.Due) {
			t.Fatalf("due %s, act by %s", n.Due, n.ActBy)
		}
		if length.Unit == WorkingDays && n.End != pair.Office.AddOpen(from, length.N) {
			t.Fatalf("%s after %s is %s", length, from, n.End)
		}
		explainsEverySkip(t, n)
	})
}

// explainsEverySkip holds that the days passed over are exactly those that the dates leave out.
func explainsEverySkip(t *rapid.T, n Count) {
	walked := map[string]int{}
	for _, s := range n.Skipped {
		walked[s.During]++
	}
	if n.Length.Unit == WorkingDays && walked[DuringCount] != n.From.DaysUntil(n.End)-n.Length.N {
		t.Fatalf("%d days skipped between %s and %s", walked[DuringCount], n.From, n.End)
	}
	if walked[DuringRoll] != n.End.DaysUntil(n.Due) || walked[DuringActBy] != n.ActBy.DaysUntil(n.Due) {
		t.Fatalf("skipped %v; end %s, due %s, act by %s", walked, n.End, n.Due, n.ActBy)
	}
}

func BenchmarkCount(b *testing.B) {
	pair, from := calendars(), day(b, "2026-04-02")
	for _, length := range []Length{{5, WorkingDays}, {6, Weeks}, {5, Years}, {MaxWorkingDays, WorkingDays}} {
		b.Run(length.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				pair.Count(from, length, RollForward)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	office, d := NewOffice(Rules{}), day(b, "2026-05-12")
	for b.Loop() {
		office.Open(d)
	}
}
