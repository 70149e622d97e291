package letter

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"klachtd/internal/dossier"
)

var (
	letterTable = regexp.MustCompile(`(?m)^\[letter\.(\w+)\]\n((?:[^\[\n].*\n|\n)*)`)
	blockList   = regexp.MustCompile(`(?m)^blocks\s*=\s*\[(.*)\]$`)
	quotedName  = regexp.MustCompile(`"(\w+)"`)
)

// TestEveryRegulationHasItsLetters: each letter that a shipped regulation names exists in each language, with every block
// that any of them demands. (The files are read without the procedure room, which letters do not know.)
func TestEveryRegulationHasItsLetters(t *testing.T) {
	files, err := filepath.Glob("../../config/procedures/*.toml")
	if err != nil || len(files) < 7 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	need := map[dossier.LetterName]Demand{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range letterTable.FindAllStringSubmatch(string(text), -1) {
			name := dossier.LetterName(table[1])
			need[name] = Demand{Blocks: append(need[name].Blocks, blocksIn(table[2])...)}
		}
	}
	if len(need) < 50 || !slices.Contains(need["inadmissible"].Blocks, "no_appeal") {
		t.Fatalf("the files were not read well: %v", need)
	}
	if lacking := builtIn().Check(need); len(lacking) > 0 {
		t.Error(Mistakes(lacking))
	}
	for name := range need {
		for _, language := range languages {
			if builtIn().words[language]["letters"][string(name)] == "" {
				t.Errorf("%s: words.md does not say what %q is", language, name)
			}
		}
	}
}

func blocksIn(table string) (names []string) {
	if list := blockList.FindStringSubmatch(table); list != nil {
		for _, q := range quotedName.FindAllStringSubmatch(list[1], -1) {
			names = append(names, q[1])
		}
	}
	return names
}
