package procedure_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file under testdata, or writes it.
func golden(t *testing.T, path, got string) {
	t.Helper()
	path = filepath.Join("testdata", path)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
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
		t.Errorf("%s differs; run with -update and read the difference", path)
	}
}

func TestShow(t *testing.T) {
	for _, name := range shipped {
		for _, lang := range []string{"nl", "en"} {
			t.Run(name+"/"+lang, func(t *testing.T) { golden(t, "show/"+name+"."+lang+".txt", parse(t, name).Show(lang)) })
		}
	}
}

// What stands in the file stands in the text: every word, every article, every own choice, every letter with blocks.
func TestShowIsComplete(t *testing.T) {
	for _, name := range shipped {
		r := parse(t, name)
		text := map[string]string{"nl": r.Show("nl"), "en": r.Show("en")}
		want := func(lang, what string) {
			if what != "" && !strings.Contains(text[lang], what) {
				t.Errorf("%s/%s: does not say %q", name, lang, what)
			}
		}
		for _, a := range r.Acts {
			want("nl", "**#"+a.Words.NL+"**")
			want("en", "**#"+a.Words.EN+"**")
			want("nl", a.Article)
			want("nl", strings.TrimSuffix(a.Choice, "."))
			want("en", strings.TrimSuffix(a.ChoiceEN, "."))
		}
		for _, term := range r.Terms {
			want("nl", term.Article)
			want("en", term.ChoiceEN)
			for _, s := range term.Steps {
				want("nl", s.Article)
				want("nl", s.Choice)
			}
		}
		for _, l := range r.Letters {
			want("nl", l.Article)
			if len(l.Blocks) > 0 {
				want("nl", l.Title.NL[1:])
				want("en", l.Title.EN[1:])
			}
		}
	}
}

// No text of them shows a name of the file instead of words: names have underscores, words do not.
func TestShowSaysWords(t *testing.T) {
	names := regexp.MustCompile(`\b[a-z]+_[a-z_]+\b`)
	allowed := []string{"in_force_since", "rounds_vs_hard_limit", "hearing_reaction", "phone_letter", "call_slots", "inform_employee", "after_ack", "after_call", "appeal_text", "notice_lead"} // keys of klachtd.toml
	for _, name := range shipped {
		for _, lang := range []string{"nl", "en"} {
			for _, found := range names.FindAllString(parse(t, name).Show(lang), -1) {
				if !slices.Contains(allowed, found) {
					t.Errorf("%s/%s: %q", name, lang, found)
				}
			}
		}
	}
}
