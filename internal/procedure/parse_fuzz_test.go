package procedure_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"klachtd/internal/procedure"
)

// Whatever a person writes: no panic, no place outside of the file, and what has no mistakes can be kept with a case
// and read again.
func FuzzParse(f *testing.F) {
	common := read(f, "common")
	for _, name := range shipped {
		f.Add(read(f, name))
	}
	files, _ := filepath.Glob("testdata/mistakes/*.toml")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, mistakes := procedure.Parse("fuzz.toml", text, common, nil)
		for _, m := range mistakes {
			if m.File == "fuzz.toml" && m.Line > bytes.Count(text, []byte("\n"))+1 {
				t.Fatalf("%s: the file has fewer lines", m)
			}
		}
		if r == nil {
			return
		}
		if r.Show("nl") == "" || r.Show("en") == "" {
			t.Fatal("shows nothing")
		}
		if mistakes != nil {
			return
		}
		again, mistakes := procedure.Parse("fuzz.toml", r.Text, nil, nil)
		if mistakes != nil || again.Hash != r.Hash {
			t.Fatalf("reading its own text again: %s", mistakes)
		}
	})
}
