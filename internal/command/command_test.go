package command

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	line := func(n int, word, rest string) Line { return Line{Line: n, Word: word, Rest: rest} }
	for _, c := range []struct {
		name, answer string
		want         Mail
	}{
		{"one", "#toewijzen chris@voorbeeld.example", Mail{Lines: []Line{line(1, "#toewijzen", "chris@voorbeeld.example")}}},
		{"blank lines above", "\n \n#status", Mail{Lines: []Line{line(3, "#status", "")}}},
		{"several, then text", "#klacht financieel\n#toewijzen chris bakker\nGraag voor vrijdag.\n\nGroet", Mail{
			Lines: []Line{line(1, "#klacht", "financieel"), line(2, "#toewijzen", "chris bakker")}, Text: "Graag voor vrijdag.\n\nGroet"}},
		{"blank line between", "#klacht\n\n#spoed\n\nTekst", Mail{Lines: []Line{line(1, "#klacht", ""), line(3, "#spoed", "")}, Text: "Tekst"}},
		{"a command in the text is text, and told", "#notitie\nTekst\n#sluiten", Mail{Lines: []Line{line(1, "#notitie", "")}, Text: "Tekst\n#sluiten", Near: []Near{{Line: 3, Written: "#sluiten", Below: true}}}},
		{"end of the text", "#notitie\nTekst\n#einde\nniet gelezen\n#sluiten", Mail{Lines: []Line{line(1, "#notitie", "")}, Text: "Tekst"}},
		{"end in English, straight away", "#sluiten\n#END\n#heropenen", Mail{Lines: []Line{line(1, "#sluiten", "")}}},
		{"a greeting first: told, not done", "Beste Chris,\n\n#sluiten", Mail{Text: "Beste Chris,\n\n#sluiten", Near: []Near{{Line: 3, Written: "#sluiten", Below: true}}}},
		{"a greeting, misspelt", "Hallo,\n#toewijsen chris", Mail{Text: "Hallo,\n#toewijsen chris", Near: []Near{{Line: 2, Written: "#toewijsen", Suggestion: "#toewijzen", Below: true}}}},
		{"text first", "Ik heb gebeld.\nHij was er niet.\nMorgen weer.\nTekst\n#sluiten", Mail{Text: "Ik heb gebeld.\nHij was er niet.\nMorgen weer.\nTekst\n#sluiten"}},
		{"nothing to end", "#einde\nTekst", Mail{Text: "#einde\nTekst"}},
		{"empty", "", Mail{}},
		{"English twin", "#assign chris", Mail{Lines: []Line{line(1, "#toewijzen", "chris")}}},
		{"case and accents", "#GÉTÚIGE jan", Mail{Lines: []Line{line(1, "#getuige", "jan")}}},
		{"accents apart", "#ge\u0301tuige jan", Mail{Lines: []Line{line(1, "#getuige", "jan")}}},
		{"blanks that do not break", "\u00a0#toewijzen\u00a0chris\u00a0bakker", Mail{Lines: []Line{line(1, "#toewijzen", "chris bakker")}}},
		{"colon behind the word", "#notitie: gebeld", Mail{Lines: []Line{line(1, "#notitie", "gebeld")}}},
		{"full stop behind the word", "#sluiten.", Mail{Lines: []Line{line(1, "#sluiten", "")}}},
		{"curly quotes", "#klager “Jan de Boer” ‘jan@b.example’", Mail{Lines: []Line{line(1, "#klager", `"Jan de Boer" 'jan@b.example'`)}}},
		{"hyphen that does not break in a date", "#uitstel 1\u20116\u20112026", Mail{Lines: []Line{line(1, "#uitstel", "1-6-2026")}}},
		{"carriage returns", "#klacht\r\n#spoed\r\nTekst\r\n", Mail{Lines: []Line{line(1, "#klacht", ""), line(2, "#spoed", "")}, Text: "Tekst"}},
		{"the page's own example of weight", "#oordeel gegrond kennelijk\nOmdat", Mail{Lines: []Line{line(1, "#oordeel", "gegrond kennelijk")}, Text: "Omdat"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Parse(c.answer)
			for i := range got.Lines {
				got.Lines[i].Written = ""
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

// TestNeverActs holds what must not be taken for a command, and the hint that
// the sender gets.
func TestNeverActs(t *testing.T) {
	for _, c := range []struct {
		name, answer, suggestion string
		near                     bool
	}{
		{"misspelt", "#toewijsen chris", "#toewijzen", true},
		{"letters swapped", "#salne jan", "", true},
		{"misspelt English", "#asign chris", "#assign", true},
		{"unknown", "#banaan", "", true},
		{"full-width sign", "＃sluiten", "#sluiten", true},
		{"small sign", "﹟sluiten", "#sluiten", true},
		{"musical sign", "♯sluiten", "#sluiten", true},
		{"Cyrillic e", "#vеrnietigen", "#vernietigen", true},
		{"Kelvin sign", "#\u212Alacht", "#klacht", true},
		{"full-width letters", "#ｓluiten", "#sluiten", true},
		{"long s", "#\u017Fluiten", "#sluiten", true},
		{"dotless i", "#slu\u0131ten", "#sluiten", true},
		{"zero-width blank in the word", "#slui\u200bten", "#sluiten", true},
		{"soft hyphen", "#slui\u00adten", "#sluiten", true},
		{"hidden letter before the sign", "\u200b#sluiten", "#sluiten", true},
		{"hidden letter in the rest", "#klager jan\u200b@b.example", "#klager", true},
		{"order turned around", "#klager \u202egro.b@naj", "#klager", true},
		{"Hangul filler", "#klager \u3164", "#klager", true},
		{"struck through", "#s\u0336l\u0336u\u0336i\u0336t\u0336e\u0336n\u0336", "#sluiten", true},
		{"blank behind the sign", "# sluiten", "#sluiten", true},
		{"two signs", "##sluiten", "", false},
		{"en dash in the word", "#geen–klacht", "#geen-klacht", true},
		{"bold of Markdown", "*#sluiten*", "#sluiten", true},
		{"quoted", "> #sluiten", "", false},
		{"in a sentence", "Ik wil #sluiten", "", false},
		{"glued", "#sluiten/heropenen", "", true},
		{"number", "#2 is de tweede", "", false},
		{"only the sign", "#", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Parse(c.answer + "\nTekst")
			if len(got.Lines) > 0 {
				t.Errorf("acted: %v", got.Lines)
			}
			if (len(got.Near) > 0) != c.near {
				t.Fatalf("near = %v, want %v", got.Near, c.near)
			}
			if c.near && c.suggestion != "" && got.Near[0].Suggestion != c.suggestion {
				t.Errorf("suggestion = %q, want %q", got.Near[0].Suggestion, c.suggestion)
			}
			if got.Text != c.answer+"\nTekst" {
				t.Errorf("text = %q", got.Text)
			}
		})
	}
}

func TestNearBehindCommands(t *testing.T) {
	got := Parse("#klacht\n#toewijsen chris\nTekst")
	want := []Near{{Line: 2, Written: "#toewijsen", Suggestion: "#toewijzen"}}
	if diff := cmp.Diff(want, got.Near); diff != "" {
		t.Error(diff)
	}
	if got.Text != "#toewijsen chris\nTekst" {
		t.Errorf("text = %q", got.Text)
	}
}

func TestTooMany(t *testing.T) {
	got := Parse(strings.Repeat("#klacht\n", MaxLines+1))
	if len(got.Lines) != MaxLines || len(got.Near) != 1 || got.Near[0].Line != MaxLines+1 {
		t.Errorf("%d lines, near %v", len(got.Lines), got.Near)
	}
}

func TestWords(t *testing.T) {
	seen := map[string]string{}
	for _, w := range Words {
		for _, s := range []string{w.Dutch, w.English} {
			if other, ok := seen[s]; ok && other != w.Dutch {
				t.Errorf("%s means %s and %s", s, other, w.Dutch)
			}
			seen[s] = w.Dutch
			for _, written := range []string{s, strings.ToUpper(s), s + ":"} {
				if got := Lines(written + " x"); len(got) != 1 && w.Dutch != endWord || len(got) == 1 && (got[0].Word != w.Dutch || got[0].Rest != "x" || got[0].Line != 1) {
					t.Errorf("%q is read as %v", written, got)
				}
			}
			if got, ok := standard.Suggest(s); !ok || got != s {
				t.Errorf("Suggest(%q) = %q", s, got)
			}
		}
	}
}

// TestTwinsAgree: whatever is written in Dutch says the same in English.
func TestTwinsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var nl, en strings.Builder
		for range rapid.IntRange(0, 5).Draw(t, "commands") {
			w := rapid.SampledFrom(Words).Draw(t, "word")
			rest := rapid.StringMatching(`[a-z0-9@. ]{0,12}`).Draw(t, "rest")
			fmt.Fprintf(&nl, "%s %s\n", w.Dutch, rest)
			fmt.Fprintf(&en, "%s %s\n", w.English, rest)
		}
		a, b := Parse(nl.String()), Parse(en.String())
		for i := range a.Lines {
			a.Lines[i].Written, b.Lines[i].Written = "", ""
		}
		if diff := cmp.Diff(a.Lines, b.Lines); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzParse: a line acts only when it is, byte for byte but for case, accents
// and blanks, a known word behind a plain #.
func FuzzParse(f *testing.F) {
	f.Add("#toewijzen chris\n#uitstel 1-6-2026\nTekst\n#einde\nrest")
	f.Add("＃sluiten\n#slu\u200biten")
	f.Add("\u00a0#GE\u0301TUIGE: “jan”")
	f.Fuzz(func(t *testing.T, answer string) {
		m := Parse(answer)
		all := strings.Split(answer, "\n")
		last := 0
		for _, l := range m.Lines {
			if l.Line <= last || l.Line > len(all) {
				t.Fatalf("line %d behind %d of %d", l.Line, last, len(all))
			}
			last = l.Line
			source := all[l.Line-1]
			if !strings.HasPrefix(strings.Trim(source, blanks), "#") || hasHidden(strings.Trim(source, blanks)) {
				t.Fatalf("%q acted", source)
			}
			if w, ok := standard.Lookup(l.Written); !ok || w != l.Word {
				t.Fatalf("%q is read as %q", l.Written, l.Word)
			}
		}
		if len(m.Lines) > MaxLines {
			t.Fatalf("%d commands", len(m.Lines))
		}
		again := Parse(answer)
		if diff := cmp.Diff(m, again); diff != "" {
			t.Fatal(diff)
		}
	})
}
