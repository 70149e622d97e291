package procedure_test

import (
	"strings"
	"testing"

	"klachtd/internal/procedure"
)

// The template has two gaps. As long as they are not filled nothing starts, and each is told with its place and with the
// setting that fills it (S-GT-01).
func TestPlaceholders(t *testing.T) {
	text := read(t, "generic")
	_, mistakes := procedure.Parse("generic.toml", text, read(t, "common"), nil)
	if len(mistakes) != 2 {
		t.Fatalf("%d mistakes, want 2:\n%s", len(mistakes), mistakes)
	}
	lines := strings.Split(string(text), "\n")
	for i, want := range []struct{ gap, setting string }{
		{"[bedenk goed welke mogelijkheden hiervoor zijn]", "set appeal_text under [procedure.generic]"},
		{"[stel een periode vast]", "set settle under [procedure.generic]"},
	} {
		m := mistakes[i]
		if m.File != "generic.toml" || !strings.HasPrefix(lines[m.Line-1][m.Col-1:], `"`+want.gap) {
			t.Errorf("%s: not the place of %q", m, want.gap)
		}
		if !strings.Contains(m.Hint, want.setting) {
			t.Errorf("%s: does not say %q", m, want.setting)
		}
	}
	gap := procedure.Setting{Value: "[stel een periode vast]", File: "klachtd.toml", Line: 7, Col: 10}
	_, mistakes = procedure.Parse("generic.toml", text, read(t, "common"), map[string]procedure.Setting{"settle": gap})
	if len(mistakes) != 2 || mistakes[1].File != "klachtd.toml" || mistakes[1].Line != 7 {
		t.Errorf("a gap in klachtd.toml is told as\n%s", mistakes)
	}
}

// One choice can set several values, each as the regulation pairs them.
func TestOptions(t *testing.T) {
	for value, want := range map[any][3]string{
		nil: {"6 weeks", "10 weeks", "10 weeks"}, "no": {"6 weeks", "10 weeks", "10 weeks"},
		"yes": {"10 weeks", "14 weeks", "14 weeks"}, true: {"10 weeks", "14 weeks", "14 weeks"},
	} {
		choices := map[string]procedure.Setting{}
		if value != nil {
			choices["committee"] = procedure.Setting{Value: value}
		}
		r := with(t, "awb", choices)
		settle := r.Term("settle")
		if got := [3]string{settle.Length.String(), settle.Steps[0].To.String(), r.Term("hard_limit").Length.String()}; got != want {
			t.Errorf("committee = %v: %v, want %v", value, got, want)
		}
	}
	wrong := map[string]procedure.Setting{"committee": {Value: "maybe", File: "klachtd.toml", Line: 3, Col: 13}}
	_, mistakes := procedure.Parse("awb.toml", read(t, "awb"), read(t, "common"), wrong)
	if got, want := mistakes.Error(), `klachtd.toml:3:13: committee can't be "maybe"; there is no, yes`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
