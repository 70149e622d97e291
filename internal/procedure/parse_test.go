package procedure_test

import (
	"bytes"
	"testing"

	"klachtd/config"
	"klachtd/internal/procedure"
)

var shipped = []string{"amnesty", "ombudsman", "milieudefensie", "defenceforchildren", "generic", "awb"}

// filled are the choices that the generic template can't do without.
var filled = map[string]map[string]procedure.Setting{"generic": {
	"settle":      {Value: "21 days", File: "klachtd.toml", Line: 150, Col: 15},
	"appeal_text": {Value: "Bent u niet tevreden? Leg uw klacht dan voor aan de directeur.", File: "klachtd.toml", Line: 151, Col: 15},
}}

func read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := config.Files.ReadFile("procedures/" + name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func parse(t testing.TB, name string) *procedure.Regulation {
	t.Helper()
	r, mistakes := procedure.Parse(name+".toml", read(t, name), read(t, "common"), filled[name])
	if mistakes != nil {
		t.Fatalf("\n%s", mistakes)
	}
	return r
}

// The text that a case keeps gives the same regulation again, without common.toml and without klachtd.toml.
func TestTextOfACase(t *testing.T) {
	for _, name := range shipped {
		t.Run(name, func(t *testing.T) {
			r := parse(t, name)
			again, mistakes := procedure.Parse(name+".toml", r.Text, nil, nil)
			if mistakes != nil {
				t.Fatalf("\n%s", mistakes)
			}
			if again.Hash != r.Hash || !bytes.Equal(again.Text, r.Text) {
				t.Error("reading the text of a regulation changes it")
			}
		})
	}
}
