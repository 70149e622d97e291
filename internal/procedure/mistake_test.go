package procedure_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klachtd/internal/procedure"
)

// Each file of testdata/mistakes has what is told of it beside it.
func TestMistakes(t *testing.T) {
	files, err := filepath.Glob("testdata/mistakes/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatal("no files with mistakes")
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".toml")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, mistakes := procedure.Parse(name+".toml", text, read(t, "common"), nil)
			if len(mistakes) == 0 {
				t.Fatal("no mistake was found")
			}
			golden(t, "mistakes/"+name+".txt", mistakes.Error()+"\n")
		})
	}
}

// What an organisation writes in klachtd.toml is told with its place there.
func TestMistakesOfChoices(t *testing.T) {
	at := func(v any, line int) procedure.Setting {
		return procedure.Setting{Value: v, File: "klachtd.toml", Line: line, Col: 15}
	}
	_, mistakes := procedure.Parse("generic.toml", read(t, "generic"), read(t, "common"), map[string]procedure.Setting{
		"settle":      at("3 fortnights", 11),
		"apeal_text":  at("Ga naar de directeur.", 12),
		"notice_lead": at("5 weeks", 13),
		"retention":   at(true, 14),
	})
	golden(t, "mistakes/choices.txt", mistakes.Error()+"\n")
}
