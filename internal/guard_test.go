package internal_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// withoutGuards is what make guards sets.
var withoutGuards = flag.Bool("guards", false, "take each guard away in turn, and see its tests fail")

// A guard is a piece of the program that keeps forgers, strangers or floods out, as text that stands once in its file, and
// what stands there when somebody has taken it away. Each of its tests has to notice.
type guard struct {
	name      string
	file      string // below internal
	with      string
	without   string
	noticedBy []string // package, a space, and the test as -run takes it
}

// TestGuards: every guard is where this list says, and its tests are there. With -guards (make guards) each is taken away
// in a scratch copy of its file, and every one of its tests has to fail.
func TestGuards(t *testing.T) {
	tests := testNames(t)
	for _, g := range guards {
		t.Run(strings.ReplaceAll(g.name, " ", "_"), func(t *testing.T) {
			text := read(t, g.file)
			if n := strings.Count(text, g.with); n != 1 {
				t.Fatalf("%s has %d times what guards against this, not once:\n%s", g.file, n, g.with)
			}
			if g.with == g.without || len(g.noticedBy) == 0 {
				t.Fatal("nothing is taken away, or nobody looks")
			}
			for _, by := range g.noticedBy {
				pkg, name, _ := strings.Cut(by, " ")
				top, _, _ := strings.Cut(name, "/")
				if !tests["internal/"+pkg+" "+strings.Trim(top, "^$")] {
					t.Errorf("there is no test %s in internal/%s", name, pkg)
				}
				if *withoutGuards && !t.Failed() {
					missed(t, g, strings.Replace(text, g.with, g.without, 1), pkg, name)
				}
			}
		})
	}
}

// testNames are the tests of every package: its directory, a space, the name.
func testNames(t *testing.T) map[string]bool {
	known := map[string]bool{}
	for _, f := range source(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && f.test && fn.Recv == nil {
				known[f.pkg+" "+fn.Name.Name] = true
			}
		}
	}
	return known
}

var failedTest = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// missed runs a test against the program without the guard, and says so when it passes. The copy is laid over the file by
// the go command, so that the tree stays as it is.
func missed(t *testing.T, g guard, text, pkg, name string) {
	t.Helper()
	dir := t.TempDir()
	file, err := filepath.Abs(filepath.FromSlash(g.file))
	if err != nil {
		t.Fatal(err)
	}
	scratch, overlay := filepath.Join(dir, filepath.Base(g.file)), filepath.Join(dir, "overlay.json")
	list, err := json.Marshal(map[string]map[string]string{"Replace": {file: scratch}})
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string][]byte{scratch: []byte(text), overlay: list} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := command(".", "go", "test", "-vet=off", "-timeout", "10m", "-overlay", overlay, "-run", name, "./"+pkg)
	failed := failedTest.FindAllStringSubmatch(out, -1)
	switch {
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		t.Errorf("%s without %s does not build:\n%s", g.file, g.name, out)
	case err == nil || len(failed) == 0:
		t.Errorf("without %s, %s of internal/%s passes:\n%s", g.name, name, pkg, out)
	default:
		var names []string
		for _, m := range failed {
			names = append(names, m[1])
		}
		slices.Sort(names)
		fmt.Printf("%-28s %-10s %s\n", g.name, pkg, names[len(names)-1])
	}
}
