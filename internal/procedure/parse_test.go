package procedure_test

import (
	"testing"

	"klachtd/config"
	"klachtd/internal/procedure"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := config.Files.ReadFile("procedures/" + name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestFive(t *testing.T) {
	for _, name := range []string{"amnesty"} {
		r, mistakes := procedure.Parse(name+".toml", read(t, name), read(t, "common"), nil)
		if mistakes != nil {
			t.Fatal(mistakes)
		}
		again, mistakes := procedure.Parse(name+".toml", r.Text, nil, nil)
		if mistakes != nil {
			t.Fatal(mistakes)
		}
		if again.Hash != r.Hash {
			t.Error("the canonical text has another hash")
		}
	}
}
