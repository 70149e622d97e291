package letter

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"klachtd/internal/dossier"
)

func TestLine(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"Jan de Boer", 0, "Jan de Boer"},
		{"  Jan \t\r\n de   Boer ", 0, "Jan de Boer"},
		{"regel\u2028een\u0085twee\vdrie", 0, "regel een twee drie"},
		{"fdp.\u202eexe", 0, "fdp.<U+202E>exe"},
		{"a\u200bb\ufeffc\u00add", 0, "a<U+200B>b<U+FEFF>c<U+00AD>d"},
		{"esc\x1b[2J nul\x00", 0, "esc<U+001B>[2J nul<U+0000>"},
		{"👩\u200d👧 x\u200dy", 0, "👩\u200d👧 x<U+200D>y"},
		{"kapot \xff\xfe", 0, "kapot \uFFFD"},
		{"één te lange naam", 8, "één te…"},
		{"12345678", 8, "12345678"},
		{"\u3164", 0, "<U+3164>"},
	} {
		if got := line(c.in, c.limit); got != c.want {
			t.Errorf("line(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestLinesOf(t *testing.T) {
	for _, c := range []struct {
		in           string
		limit, lines int
		want         string
		cut          bool
	}{
		{"", 100, 10, "", false},
		{"\r\n een\r\ntwee\rdrie\n\n\n\nvier  \n\n", 100, 10, "een|twee|drie||vier", false},
		{"een\ntwee\ndrie", 100, 2, "een|twee", true},
		{"abcdef", 4, 10, "abcd", true},
		{"a\u2029b\u202ec", 100, 10, "a|b<U+202E>c", false},
	} {
		got, cut := linesOf(c.in, c.limit, c.lines)
		if strings.Join(got, "|") != c.want || cut != c.cut {
			t.Errorf("linesOf(%q) = %q, %v; want %q, %v", c.in, got, cut, c.want, c.cut)
		}
	}
}

// Reference: security.md test 73.
func TestUnlink(t *testing.T) {
	for _, c := range []struct {
		in, want string
		n        int
	}{
		{"geen link. Wel een punt.", "geen link. Wel een punt.", 0},
		{"zie https://www.post.example/a.b?c=d.e nu", "zie hxxps://www[.]post[.]example/a.b?c=d.e nu", 1},
		{"HTTP://POST.EXAMPLE", "hxxp://POST[.]EXAMPLE", 1},
		{"www.post.example en post.example/x", "www[.]post[.]example en post[.]example/x", 2},
		{"ftp://a.example file://b.example/c", "ftp[:]//a[.]example file[:]//b[.]example/c", 2},
		{"mail jan@post.example, om 10.30 uur", "mail jan@post.example, om 10.30 uur", 0},
		{`http:\\a.example`, `hxxp:\\a[.]example`, 1},
	} {
		got, n := unlink(c.in)
		if got != c.want || n != c.n {
			t.Errorf("unlink(%q) = %q, %d; want %q, %d", c.in, got, n, c.want, c.n)
		}
	}
}

// TestUnlinkedStaysUnlinked: nothing that a mail program makes live is left, and doing it again changes nothing.
func TestUnlinkedStaysUnlinked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := hostile().Draw(t, "text")
		once, _ := unlink(s)
		if strings.Contains(once, "http://") || strings.Contains(once, "https://") {
			t.Fatalf("unlink(%q) = %q", s, once)
		}
	})
}

func TestPersonName(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Jan de Boer", "Jan de Boer"},
		{"Zoë  van\t’t Hof-Ünal Jr.", "Zoë van ’t Hof-Ünal Jr."},
		{"Jan <jan@post.example>", ""},
		{"Win op www.post.example", ""},
		{"http://post.example/x", ""},
		{"Ga naar post.example nu", ""},
		{"J.P. de Boer-van 't Hof", "J.P. de Boer-van 't Hof"},
		{"Mr. A.B.C. P.Jansen", "Mr. A.B.C. P.Jansen"},
		{"=?utf-8?q?=0D=0ABcc?=", ""},
		{"1234 {{.Env}}", ".Env"},
		{"Jan\u202e\u200b\r\nBcc: x", "Jan Bcc x"},
		{"\u3164", ""},
		{strings.Repeat("a", 100), strings.Repeat("a", MaxNameRunes)},
	} {
		if got := personName(c.in); got != c.want {
			t.Errorf("personName(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

// TestNamesAreNoLinks: in mail to staff the name of a stranger is no link either (security.md test 73).
func TestNamesAreNoLinks(t *testing.T) {
	p := dossier.Party{Role: dossier.RoleComplainant, Name: "http://post.example/a www.post.example", Address: "jan@www.example"}
	m := &maker{w: words{}, in: &Input{Case: dossier.Case{Parties: []dossier.Party{p}}}}
	var f Fields
	m.originFields(&f)
	lines := m.attachments([]dossier.Attachment{{Name: "https://post.example/b"}})
	for _, got := range []string{f.Complainant, nameOf(p), m.parties(dossier.RoleComplainant), lines[0].Name} {
		if !strings.Contains(got, "post[.]example") || strings.Contains(got, "post.example") || strings.Contains(got, "http") {
			t.Errorf("%q", got)
		}
	}
	if f.ComplainAddr != p.Address {
		t.Errorf("address %q", f.ComplainAddr)
	}
}

func TestNamesAreShort(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := hostile().Draw(t, "name")
		for _, got := range []string{personName(s), displayName(s)} {
			if utf8.RuneCountInString(got) > 2*MaxNameRunes || !utf8.ValidString(got) || strings.ContainsFunc(got, unseen) || strings.Contains(got, "=?") {
				t.Fatalf("%q became %q", s, got)
			}
		}
	})
}

func TestSize(t *testing.T) {
	for _, c := range []struct {
		n      int
		nl, en string
	}{
		{0, "0 bytes", "0 bytes"}, {1, "1 byte", "1 byte"}, {812, "812 bytes", "812 bytes"}, {14_400, "14 kB", "14 kB"}, {999_400, "999 kB", "999 kB"},
		{999_500, "1,0 MB", "1.0 MB"}, {2_341_870, "2,3 MB", "2.3 MB"},
	} {
		nl, en := maker{lang: "nl"}, maker{lang: "en"}
		if nl.size(c.n) != c.nl || en.size(c.n) != c.en {
			t.Errorf("size(%d) = %q, %q", c.n, nl.size(c.n), en.size(c.n))
		}
	}
}

func TestSpaceOut(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{markPara + "een" + markPara + "twee", "een\n\ntwee"},
		{markPara + "een " + markItem + "- a" + markItem + "- b" + markPara + "twee", "een\n\n- a\n- b\n\ntwee"},
		{markFact + "A: 1" + markFact + "B: 2" + markQuote + "> c" + markQuote + "> d", "A: 1\nB: 2\n\n> c\n> d"},
	} {
		if got := spaceOut(c.in); got != c.want {
			t.Errorf("spaceOut(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"Number", "Name", "Received", "delay_notice_1"}
	for word, want := range map[string]string{
		"Numbr": "Number", "recieved": "Received", "number": "Number", "Zaaknummer": "", "delay_notice1": "delay_notice_1", "": "", "Nam": "Name",
	} {
		if got := nearest(word, known); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestWithoutToken(t *testing.T) {
	raw := render(t, acknowledgement(t, amnestyBlocks))
	copied, err := WithoutToken(raw, "klachten@voorbeeld.example")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(copied), "c4qx3token") {
		t.Error("the copy holds the token")
	}
	want := strings.Replace(string(raw), "<klachten+c4qx3tokenbbb@voorbeeld.example>", "<klachten@voorbeeld.example>", 1)
	if string(copied) != want {
		t.Errorf("more than the token changed:\n%s", copied)
	}
	sound(t, copied)
	again, err := WithoutToken(copied, "klachten@voorbeeld.example")
	if err != nil || string(again) != want {
		t.Errorf("a copy of the copy: %v", err)
	}
}

func TestWithoutTokenRefuses(t *testing.T) {
	for _, c := range []struct{ name, raw, mailbox string }{
		{"no body", "Reply-To: <a+b@c.example>\r\n", "a@c.example"},
		{"token in the body", "Reply-To: <a+tok@c.example>\r\n\r\na+tok@c.example\r\n", "a@c.example"},
		{"token in another field", "Reply-To:\r\n <a+tok@c.example>\r\nX: a+tok@c.example\r\n\r\n", "a@c.example"},
		{"mailbox", "To: <x@y.example>\r\n\r\n", "a\r\nb"},
	} {
		if got, err := WithoutToken([]byte(c.raw), c.mailbox); err == nil {
			t.Errorf("%s: got %q", c.name, got)
		}
	}
	folded := "To: <x@y.example>\r\nReply-To:\r\n <a+tok@c.example>\r\nDate: x\r\n\r\nx"
	got, err := WithoutToken([]byte(folded), "a@c.example")
	if want := "To: <x@y.example>\r\nReply-To: <a@c.example>\r\nDate: x\r\n\r\nx"; err != nil || string(got) != want {
		t.Errorf("folded: %q, %v", got, err)
	}
}

// TestUnseenShort: the short way for the first 256 runes says what the categories say.
func TestUnseenShort(t *testing.T) {
	for r := rune(0); r <= unicode.MaxLatin1; r++ {
		if got, want := unseen(r), unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp); got != want {
			t.Errorf("%U: got %t, want %t", r, got, want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"hard wrapped": {
			"U vroeg ons twee keer om niet meer te bellen. Dat hebben wij niet goed\nopgeschreven. Dat spijt ons. Uw nummer staat nu op onze bellijst.\n\nDank.",
			"U vroeg ons twee keer om niet meer te bellen. Dat hebben wij niet goed opgeschreven. Dat spijt ons. Uw nummer staat nu op onze bellijst.|Dank.",
		},
		"one line each": {"Beste Jan,\nDank voor uw mail.\nAnna", "Beste Jan,|Dank voor uw mail.|Anna"},
		"long lines":    {strings.Repeat("woord ", 30) + "\nEn nog iets", strings.TrimSpace(strings.Repeat("woord ", 30)) + "|En nog iets"},
		"short paragraph": {
			"Wij spraken de werver en twee collega's, en zij bevestigen uw verhaal.\nDat is ernstig.\nHet mag niet.",
			"Wij spraken de werver en twee collega's, en zij bevestigen uw verhaal. Dat is ernstig.|Het mag niet.",
		},
		"list": {
			"- de werver krijgt een training en gaat een week met een ander mee op pad\n- u krijgt excuses van de afdeling\n1. eerst",
			"- de werver krijgt een training en gaat een week met een ander mee op pad|- u krijgt excuses van de afdeling|1. eerst",
		},
		"nothing": {"", ""},
	} {
		lines, _ := linesOf(c.text, MaxQuoteRunes, MaxQuoteLines)
		if got := strings.Join(paragraphs(lines), "|"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
