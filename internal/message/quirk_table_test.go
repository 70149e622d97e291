package message

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestQuirkTable holds the package comment to the files: what it names is
// there, and every file is named.
func TestQuirkTable(t *testing.T) {
	page, _, ok := strings.Cut(source(t, "message.go"), "\npackage message")
	if !ok {
		t.Fatal("message.go has no package comment")
	}
	_, table, ok := strings.Cut(page, "# Quirks")
	if !ok {
		t.Fatal("the package comment has no table of quirks")
	}
	rows := 0
	for row := range strings.SplitSeq(table, "\n") {
		places := regexp.MustCompile(`\w+\.go.*$`).FindString(row)
		if places == "" {
			continue
		}
		rows++
		file := ""
		for _, name := range regexp.MustCompile(`[\w.]+`).FindAllString(places, -1) {
			if strings.HasSuffix(name, ".go") {
				file = source(t, name)
			} else if !regexp.MustCompile(`(?m)^(func (\([^)]*\) )?|\s+|var |const )` + name + `\b`).MatchString(file) {
				t.Errorf("%s: there is no %s", strings.TrimSpace(row), name)
			}
		}
	}
	if rows < 40 {
		t.Errorf("%d rows", rows)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if name != "message.go" && !strings.HasSuffix(name, "_test.go") && !strings.Contains(page, name) {
			t.Errorf("the package comment does not say what %s is for", name)
		}
	}
}

func source(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
