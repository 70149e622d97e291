package letter

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"klachtd/internal/dossier"
)

// entry reads a calendar entry as a program does: unfolded, one value for each name.
func entry(t failer, data string) map[string]string {
	t.Helper()
	if !strings.HasSuffix(data, "\r\n") || strings.ContainsAny(strings.ReplaceAll(data, "\r\n", ""), "\r\n") {
		t.Fatalf("line ends: %q", data)
	}
	for l := range strings.SplitSeq(data, "\r\n") {
		if len(l) > maxEntryLine || !utf8.ValidString(l) {
			t.Fatalf("a line of %d bytes: %q", len(l), l)
		}
	}
	values, depth := map[string]string{}, 0
	for l := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(data, "\r\n ", ""), "\r\n"), "\r\n") {
		name, value, ok := strings.Cut(l, ":")
		switch {
		case !ok:
			t.Fatalf("a line without a name: %q", l)
		case name == "BEGIN":
			depth++
		case name == "END":
			depth--
		case values[name] != "":
			t.Fatalf("%s twice", name)
		}
		values[name] = value
	}
	if depth != 0 || !strings.HasPrefix(data, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") || !strings.HasSuffix(data, "END:VEVENT\r\nEND:VCALENDAR\r\n") {
		t.Fatalf("not a calendar: %q", data)
	}
	return values
}

func invitation(t testing.TB) Input {
	in := work(t, "meeting_invitation", dossier.LetterDetails{Date: day(t, "2026-04-15"), Time: "10:00", Place: "kamer 3; eerste etage, links"})
	in.Language = "nl"
	return in
}

// Reference: RFC 5545 sections 3.1, 3.3.11 and 3.6.1; RFC 5546 section 3.2.1.
func TestCalendarEntry(t *testing.T) {
	f, ok := builtIn().CalendarEntry(invitation(t))
	if !ok {
		t.Fatal("no entry")
	}
	got := entry(t, string(f.Data))
	for name, want := range map[string]string{
		"METHOD": "PUBLISH", "DTSTART": "20260415T080000Z", "DTEND": "20260415T090000Z", "DTSTAMP": "20260409T060000Z",
		"SUMMARY": "Gesprek K2026-0001", "LOCATION": `kamer 3\; eerste etage\, links`,
		`ORGANIZER;CN="Klachten Stichting Voorbeeld"`: "mailto:klachten@voorbeeld.example",
	} {
		if got[name] != want {
			t.Errorf("%s is %q, want %q", name, got[name], want)
		}
	}
	if strings.Contains(got["UID"], "9f1c2d3e") || !strings.HasSuffix(got["UID"], "@voorbeeld.example") || strings.Contains(string(f.Data), "Boer") {
		t.Errorf("the entry gives something away:\n%s", f.Data)
	}
	in := invitation(t)
	in.Duty.Details.Date = day(t, "2026-12-15") // winter time
	if f, _ = builtIn().CalendarEntry(in); entry(t, string(f.Data))["DTSTART"] != "20261215T090000Z" {
		t.Errorf("in winter:\n%s", f.Data)
	}
}

func TestNoCalendarEntry(t *testing.T) {
	for name, change := range map[string]func(*Input){
		"no hour":     func(in *Input) { in.Duty.Details.Time = "" },
		"no hour yet": func(in *Input) { in.Duty.Details.Time = "ochtend" },
		"no day": func(in *Input) {
			in.Duty.Details.Date = day(t, "2026-01-01").AddDays(-1 << 20)
			in.Duty.Details = dossier.LetterDetails{Time: "10:00"}
		},
		"other letter": func(in *Input) { in.Duty.Letter = "advice" },
	} {
		in := invitation(t)
		change(&in)
		if f, ok := builtIn().CalendarEntry(in); ok {
			t.Errorf("%s: %s", name, f.Data)
		}
	}
}

// TestCalendarEntryOfStrangers: no place and no name brings a line of its own into the entry.
func TestCalendarEntryOfStrangers(t *testing.T) {
	in := invitation(t)
	rapid.Check(t, func(rt *rapid.T) {
		in.Duty.Details.Place, in.Organisation.FromName = hostile().Draw(rt, "place"), hostile().Draw(rt, "name")
		f, ok := builtIn().CalendarEntry(in)
		if !ok {
			rt.Fatal("no entry")
		}
		got := entry(rt, string(f.Data))
		for name := range got {
			if name, _, _ := strings.Cut(name, ";"); !strings.Contains(" BEGIN END VERSION PRODID METHOD UID DTSTAMP DTSTART DTEND SUMMARY LOCATION ORGANIZER CLASS ", " "+name+" ") {
				rt.Fatalf("a line %q:\n%q", name, f.Data)
			}
		}
	})
}

// TestCalendarEntryIsEnclosed: Outlook takes an enclosure for an appointment by its type and method.
func TestCalendarEntryIsEnclosed(t *testing.T) {
	in := invitation(t)
	f, _ := builtIn().CalendarEntry(in)
	in.Files = []File{f}
	raw := render(t, in)
	if r := sound(t, raw); r.files["afspraak.ics"] != string(f.Data) {
		t.Errorf("enclosed: %v", r.files)
	}
	if head := strings.ReplaceAll(string(raw), "\r\n ", " "); !strings.Contains(head, "Content-Type: text/calendar; method=PUBLISH; charset=UTF-8") {
		t.Error("the enclosure has no method")
	}
}

func TestTextFile(t *testing.T) {
	f := TextFile("../verklaring: 1.txt", "Verklaringen\r\nvan Jan", []string{"een\ntwee  ", "kwaad\u202etxt\x00 & <b>", ""})
	want := "Verklaringen van Jan\r\n====================\r\n\r\neen\r\ntwee\r\nkwaad<U+202E>txt<U+0000> & <b>\r\n\r\n"
	if string(f.Data) != want || f.Name != "_verklaring_ 1.txt" || f.Type != "text/plain" {
		t.Errorf("%s, %s:\n%q", f.Name, f.Type, f.Data)
	}
	if f = TextFile("x.txt", "", []string{"regel"}); string(f.Data) != "regel\r\n" {
		t.Errorf("%q", f.Data)
	}
}

// TestFilesThatFit: a letter lists what is enclosed and what was too large for it.
func TestFilesThatFit(t *testing.T) {
	in := assignment(t)
	in.Limit = 1 << 20
	in.Files = append(in.Files, File{Name: "film.mp4", Type: "video/mp4", Data: make([]byte, 1<<20)})
	text := sound(t, render(t, in)).text
	if !strings.Contains(text, "- dossier.txt (") || !strings.Contains(text, "te groot voor deze mail:\n\n- film.mp4 (1,0 MB)") || strings.Count(text, "film.mp4") != 1 {
		t.Errorf("the letter says\n%s", text)
	}
}
