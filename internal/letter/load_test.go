package letter

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klachtd/internal/dossier"
)

// own makes a directory that replaces letters; the keys are paths below it.
func own(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// mistakesOf loads a directory that has mistakes and returns them without its own path.
func mistakesOf(t *testing.T, dir string) string {
	t.Helper()
	_, err := Load(dir)
	var ms Mistakes
	if !errors.As(err, &ms) {
		t.Fatalf("want mistakes, got %v", err)
	}
	return strings.ReplaceAll(ms.Error(), filepath.ToSlash(dir)+"/", "") + "\n"
}

// TestMistakes compares what is said about each wrong letter with the file beside it.
func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/mistakes/*.md")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := mistakesOf(t, own(t, map[string]string{"nl/reminder.md": string(text)}))
			want := strings.TrimSuffix(file, ".md") + ".txt"
			if *update {
				if err := os.WriteFile(want, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			text, err = os.ReadFile(want)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(text) {
				t.Errorf("differs from %s:\n%s", want, got)
			}
		})
	}
}

const note = "---\nsubject: Kort bericht\nto: staff\n---\n\nKort over {{.Number}}.\n"

func TestReplaceOneLetter(t *testing.T) {
	dir := own(t, map[string]string{"nl/reminder.md": "\ufeff" + strings.ReplaceAll(note, "\n", "\r\n"), "README.md": "x", "nl/notes.txt": "x"})
	ts, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := ts.Render(reminder(t))
	if err != nil {
		t.Fatal(err)
	}
	if text := parsed(t, raw).text; !strings.HasPrefix(text, "Kort over K2026-0001.\n") {
		t.Errorf("the replaced letter says\n%s", text)
	}
	in := reminder(t)
	in.Language = "en"
	if raw, err = ts.Render(in); err != nil {
		t.Fatal(err)
	}
	if text := parsed(t, raw).text; !strings.Contains(text, "nearly over") {
		t.Errorf("the English letter was not replaced, but says\n%s", text)
	}
}

func TestNewLetterIsTwoFiles(t *testing.T) {
	ts, err := Load(own(t, map[string]string{"nl/welcome_note.md": note, "en/welcome_note.md": note}))
	if err != nil {
		t.Fatal(err)
	}
	in := basic(t, "welcome_note", toCoordinator)
	if _, err := ts.Render(in); err != nil {
		t.Error(err)
	}
}

func TestMistakesOfDirectory(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"slip in a name", map[string]string{"nl/remindr.md": note},
			`nl/remindr.md: no built-in letter has this name; did you mean "nl/reminder.md"?`},
		{"one language only", map[string]string{"nl/welcome_note.md": note},
			`en/welcome_note.md: this letter exists in nl only; write it in this language too`},
		{"words left out", map[string]string{"nl/words.md": "## frame\n\n- sandbox: Proef\n- kapot\n"},
			`nl/words.md:4:1: this line names no words; write "- name: words" under a "## group"`},
		{"unknown group", map[string]string{"en/words.md": "## frames\n"},
			`en/words.md: unknown group "frames"; did you mean "frame"?`},
		{"footer", map[string]string{"nl/footer.md": "{{.Organisatie}} {{.Quote}}"},
			`nl/footer.md:1:3: unknown field "Organisatie"; did you mean "Organisation"?`},
		{"staff field in footer", map[string]string{"nl/footer.md": "{{.Complainant}}"},
			`nl/footer.md:1:3: the field "Complainant" can't stand in a letter to: party; it holds what only people of the organisation may read`},
		{"name of a file", map[string]string{"nl/Mijn brief over van alles.md": note, "en/Mijn brief over van alles.md": note},
			`nl/Mijn brief over van alles.md: a letter's file is named by small letters; as acknowledgement.md, or delay_notice_1.respondent.md`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := mistakesOf(t, own(t, c.files)); !strings.Contains(got, c.want+"\n") {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	got := mistakesOf(t, own(t, map[string]string{
		"nl/reminder.md": strings.Replace(note, ".Number", ".Nummer", 1), "en/task.md": "x", "nl/words.md": "## term\n",
	}))
	for _, want := range []string{"nl/reminder.md:6:13:", "en/task.md:1:1:", `unknown group "term"`, `no words for "acknowledge"`} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q:\n%s", want, got)
		}
	}
}

func TestLoadRefusesBigFile(t *testing.T) {
	_, err := Load(own(t, map[string]string{"nl/reminder.md": note + strings.Repeat("x", maxFileSize)}))
	if err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("got %v", err)
	}
}

// TestCheck asks for every block that a shipped regulation demands of these letters.
func TestCheck(t *testing.T) {
	need := map[dossier.LetterName]Demand{
		"acknowledgement": {Blocks: []string{"number", "received", "in_treatment", "confidentiality", "assistance", "no_costs",
			"target_date", "contact", "no_retaliation", "board_route", "reply_period", "call_appointment", "identity_confidential"}},
		"delay_notice_1": {Blocks: []string{"fact", "new_term", "expected_date", "reason", "outer_date", "contact"},
			Readers: []dossier.Role{"complainant", "representative", "respondent"}},
		"delay_notice_2": {Blocks: []string{"fact", "outer_date", "contact"}},
		"reminder":       {Readers: []dossier.Role{"coordinator", "committee"}},
		"employee_copy":  {Readers: []dossier.Role{"respondent", "line_manager"}},
	}
	if ms := builtIn().Check(need); len(ms) > 0 {
		t.Errorf("the built-in letters lack:\n%s", Mistakes(ms))
	}
	got := Mistakes(builtIn().Check(map[dossier.LetterName]Demand{
		"acknowledgment": {Blocks: []string{"number"}}, "delay_notice_2": {Blocks: []string{"outer_dat"}},
		"advice": {Readers: []dossier.Role{"handler", "complainant"}}, "settled": {Readers: []dossier.Role{"handler"}},
	})).Error()
	want := `the regulation sends the letter "acknowledgment", which has no text; did you mean "acknowledgement"?
mailtemplates/nl/advice.md: the regulation sends this letter to "complainant", and it is for "staff"; write nl/advice.complainant.md and en/advice.complainant.md in the directory that templates names
mailtemplates/en/delay_notice_2.md: the regulation demands the block "outer_dat", this letter does not hold it; did you mean "outer_date"?
mailtemplates/en/delay_notice_2.respondent.md: the regulation demands the block "outer_dat", this letter does not hold it; did you mean "outer_date"?
mailtemplates/nl/delay_notice_2.md: the regulation demands the block "outer_dat", this letter does not hold it; did you mean "outer_date"?
mailtemplates/nl/delay_notice_2.respondent.md: the regulation demands the block "outer_dat", this letter does not hold it; did you mean "outer_date"?
mailtemplates/nl/settled.md: the regulation sends this letter to "handler", and it is for "complainant"; write nl/settled.handler.md and en/settled.handler.md in the directory that templates names`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}
