package internal_test

import (
	"go/ast"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Limits on size. A clear reason beats a number: then the place stands in longer, with it.
const (
	maxFileLines     = 450
	maxFunctionLines = 60
	maxReadmeLines   = 150
	minDocWords      = 25  // of a package comment
	minDesignWords   = 100 // of one that is a design page
)

// longer are the files and functions (path:name) that may be longer, and why.
var longer = map[string]string{
	"internal/postoffice/debian/dovecot.go:configuration": "one configuration file as a text",
}

// designs are the packages whose comment is their design page: layout, rules of order, why not otherwise.
var designs = []string{
	"internal/calendar", "internal/daemon", "internal/intake", "internal/procedure", "internal/store",
}

func TestLimits(t *testing.T) {
	used := map[string]bool{}
	tell := func(place, key string, lines, limit int) {
		if lines <= limit {
			return
		}
		used[key] = true
		if longer[key] == "" {
			t.Errorf("%s: %s has %d lines, the limit is %d", place, key, lines, limit)
		}
	}
	var files, functions []int
	for _, f := range source(t) {
		if f.test {
			continue
		}
		files = append(files, f.lines)
		tell(f.path, f.path, f.lines, maxFileLines)
		for _, d := range f.ast.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			lines := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1
			functions = append(functions, lines)
			tell(f.at(fn), f.path+":"+fn.Name.Name, lines, maxFunctionLines)
		}
	}
	t.Logf("files: %s; functions: %s", spread(files), spread(functions))
	for _, key := range slices.Sorted(maps.Keys(longer)) {
		if !used[key] {
			t.Errorf("%s is not too long any more", key)
		}
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(readme), "\n"); n > maxReadmeLines {
		t.Errorf("README.md has %d lines, the limit is %d", n, maxReadmeLines)
	}
}

// TestPackageDocs: each package says once what it is, and the five that carry the design say it at length.
func TestPackageDocs(t *testing.T) {
	docs := map[string][]string{}
	words := map[string]int{}
	for _, f := range source(t) {
		if f.test {
			continue
		}
		if _, ok := docs[f.pkg]; !ok {
			docs[f.pkg] = nil
		}
		if f.ast.Doc != nil {
			docs[f.pkg] = append(docs[f.pkg], f.path)
			words[f.pkg] += len(strings.Fields(f.ast.Doc.Text()))
			if !strings.HasPrefix(f.ast.Doc.Text(), opening(f)) {
				t.Errorf("%s: the comment of a package begins with %q", f.path, opening(f))
			}
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(docs)) {
		least := minDocWords
		if slices.Contains(designs, pkg) {
			least = minDesignWords
		}
		switch n := len(docs[pkg]); {
		case n == 0:
			t.Errorf("%s: no file has the package's comment", pkg)
		case n > 1:
			t.Errorf("%s: %d files have a package comment: %s", pkg, n, strings.Join(docs[pkg], ", "))
		case words[pkg] < least:
			t.Errorf("%s: the comment of package %s has %d words; say what, in what order, and why not otherwise (%d)",
				docs[pkg][0], pkg, words[pkg], least)
		}
	}
}

func opening(f file) string {
	if f.ast.Name.Name == "main" {
		return "Command " + filepath.Base(f.pkg) + " "
	}
	return "Package " + f.ast.Name.Name + " "
}

// topLevel is all that stands at the top of the repository besides dotfiles and what .gitignore names.
var topLevel = []string{
	"LICENSE", "Makefile", "README.md", "cmd", "config", "go.mod", "go.sum", "internal", "mailtemplates",
}

func TestTopLevel(t *testing.T) {
	ignored, err := os.ReadFile(filepath.Join(root, ".gitignore"))
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !ignores(string(ignored), e.Name()) {
			got = append(got, e.Name())
		}
	}
	for _, name := range got {
		if !slices.Contains(topLevel, name) {
			t.Errorf("%s stands at the top of the repository; prose lives beside what it describes, code in cmd and internal", name)
		}
	}
	for _, name := range topLevel {
		if !slices.Contains(got, name) {
			t.Errorf("%s is missing", name)
		}
	}
}

// ignores says whether a line of .gitignore names an entry at the top.
func ignores(list, name string) bool {
	for line := range strings.Lines(list) {
		pattern := strings.Trim(strings.TrimSpace(line), "/")
		if pattern == "" || strings.HasPrefix(pattern, "#") {
			continue
		}
		if ok, err := filepath.Match(pattern, name); err == nil && ok {
			return true
		}
	}
	return false
}
