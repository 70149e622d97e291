package internal_test

import (
	"flag"
	"fmt"
	"go/ast"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables of internal/README.md anew")

// page is internal/README.md.
const page = "README.md"

// section returns what stands in a page between <!-- name --> and <!-- /name -->.
func section(t *testing.T, text, name string) string {
	t.Helper()
	_, after, ok := strings.Cut(text, "<!-- "+name+" -->\n")
	inner, _, closed := strings.Cut(after, "<!-- /"+name+" -->")
	if !ok || !closed {
		t.Fatalf("%s has no section %q", page, name)
	}
	return inner
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestWallsTable: the table of walls on the page is the one that the tests go by.
func TestWallsTable(t *testing.T) {
	text := read(t, page)
	got, want := section(t, text, "walls"), wallsTable()
	if got == want {
		return
	}
	if !*update {
		t.Errorf("the table of walls in %s is not the one of arch_test.go; write it with -update", page)
		return
	}
	opening := "<!-- walls -->\n"
	text = strings.Replace(text, opening+got, opening+want, 1)
	if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func wallsTable() string {
	var b strings.Builder
	b.WriteString("| package | what | of ours | of others |\n|---|---|---|---|\n")
	for _, room := range walls {
		fmt.Fprintf(&b, "| %s | | | |\n", room.name)
		for _, r := range room.rows {
			fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", r.pkg, r.what, names(r.ours, ours), names(r.libs, theirs))
		}
	}
	return b.String()
}

func names(list []string, short func(string) string) string {
	if len(list) == 0 {
		return "-"
	}
	var out []string
	for _, e := range list {
		out = append(out, short(e))
	}
	return strings.Join(out, ", ")
}

func ours(pkg string) string {
	if name, ok := strings.CutPrefix(pkg, "internal/"); ok {
		return name
	}
	return "`" + pkg + "/`"
}

var majorVersion = regexp.MustCompile(`^v\d+$`)

// theirs shortens a module to the name by which people call it.
func theirs(lib string) string {
	base := path.Base(lib)
	if majorVersion.MatchString(base) {
		base = path.Base(path.Dir(lib))
	}
	if strings.HasPrefix(lib, "golang.org/x/") {
		base = "x/" + base
	}
	return base
}

var (
	required   = regexp.MustCompile(`(?m)^(?:require)?\s+([a-z][^\s(]*\.[^\s]*) (v\S+)`)
	dependency = regexp.MustCompile("(?m)^\\| `([^` ]+)` (v\\S+) \\| *([^|]*?) *\\| *([^|]*?) *\\|$")
)

// TestDependencies: each module of go.mod has a line on the page, with its version and what it is for.
func TestDependencies(t *testing.T) {
	wanted := map[string]string{}
	for _, m := range required.FindAllStringSubmatch(read(t, root+"/go.mod"), -1) {
		wanted[m[1]] = m[2]
	}
	if len(wanted) == 0 {
		t.Fatal("go.mod requires nothing: it was not read")
	}
	told := map[string]bool{}
	for line := range strings.Lines(section(t, read(t, page), "dependencies")) {
		m := dependency.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			if strings.HasPrefix(line, "| `") {
				t.Errorf("%s: cannot be read as module, version, purpose, rejected: %s", page, line)
			}
			continue
		}
		name, version := m[1], m[2]
		switch {
		case told[name]:
			t.Errorf("%s tells %s twice", page, name)
		case wanted[name] == "":
			t.Errorf("%s tells of %s, which go.mod does not require", page, name)
		case wanted[name] != version:
			t.Errorf("%s says %s %s, go.mod %s", page, name, version, wanted[name])
		case m[3] == "" || m[4] == "":
			t.Errorf("%s: %s: say what it is for and what was rejected", page, name)
		}
		told[name] = true
	}
	for name, version := range wanted {
		if !told[name] {
			t.Errorf("%s %s stands in go.mod and has no line in %s: what is it for, what was rejected?", name, version, page)
		}
	}
}

var glossaryLine = regexp.MustCompile("(?m)^\\| ([^|`]+) \\| (`[^|]+`) \\| ([^|]+) \\|$")

// TestGlossary: each identifier of the glossary is a name in the code: pkg.Name, or pkg.Type.Field.
func TestGlossary(t *testing.T) {
	known := declared(source(t))
	lines := glossaryLine.FindAllStringSubmatch(section(t, read(t, page), "glossary"), -1)
	if len(lines) == 0 {
		t.Fatal("the glossary has no lines")
	}
	seen := map[string]bool{}
	for _, m := range lines {
		if seen[m[1]] {
			t.Errorf("%s tells %q twice", page, m[1])
		}
		seen[m[1]] = true
		for _, name := range strings.Split(m[2], ", ") {
			if name = strings.Trim(name, "`"); !known[name] {
				t.Errorf("%s: %q is %s in the glossary and nowhere in the code", page, m[1], name)
			}
		}
	}
}

// declared are the exported names of packages, fields and methods among them: pkg.Name and pkg.Type.Name.
func declared(files []file) map[string]bool {
	known := map[string]bool{}
	for _, f := range files {
		if f.test {
			continue
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				known[f.ast.Name.Name+"."+receiver(d)+d.Name.Name] = true
			case *ast.GenDecl:
				for _, s := range d.Specs {
					declaredBy(known, f.ast.Name.Name, s)
				}
			}
		}
	}
	return known
}

func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	x := d.Recv.List[0].Type
	if star, ok := x.(*ast.StarExpr); ok {
		x = star.X
	}
	if id, ok := x.(*ast.Ident); ok {
		return id.Name + "."
	}
	return ""
}

func declaredBy(known map[string]bool, pkg string, s ast.Spec) {
	switch s := s.(type) {
	case *ast.ValueSpec:
		for _, id := range s.Names {
			known[pkg+"."+id.Name] = true
		}
	case *ast.TypeSpec:
		known[pkg+"."+s.Name.Name] = true
		if st, ok := s.Type.(*ast.StructType); ok {
			for _, field := range st.Fields.List {
				for _, id := range field.Names {
					known[pkg+"."+s.Name.Name+"."+id.Name] = true
				}
			}
		}
	}
}

var (
	designNumber = regexp.MustCompile(`DESIGN (10\.\d+|section \d+)`)
	ruleNumber   = regexp.MustCompile(`\brule (\d+)\b(?: of )?`)
)

// TestNumbers: a number that a comment or a story quotes is told on the page.
func TestNumbers(t *testing.T) {
	text := read(t, page)
	numbers, rules := section(t, text, "numbers"), section(t, text, "rules")
	quoted := func(name, text string) {
		for _, m := range designNumber.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(numbers, "| DESIGN "+m[1]+" |") {
				t.Errorf("%s quotes DESIGN %s, which %s does not tell", name, m[1], page)
			}
		}
		for _, m := range ruleNumber.FindAllStringSubmatch(text, -1) {
			if !strings.HasSuffix(m[0], " of ") && !strings.Contains(rules, "\n| "+m[1]+" |") {
				t.Errorf("%s quotes rule %s, which %s does not tell", name, m[1], page)
			}
		}
	}
	for _, f := range source(t) {
		if f.pkg == "internal" {
			continue
		}
		for _, c := range f.ast.Comments {
			quoted(f.at(c), c.Text())
		}
	}
	stories, err := filepath.Glob("daemon/testdata/story/*.txt")
	if err != nil || len(stories) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, name := range stories {
		quoted(name, read(t, name))
	}
}

// TestLinks: what the pages of the repository link to is there.
func TestLinks(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	for _, name := range []string{"README.md", "../README.md", "../config/README.md", "../mailtemplates/README.md"} {
		for _, m := range link.FindAllStringSubmatch(read(t, name), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(name), m[1])); err != nil {
				t.Errorf("%s links to %s, which is not there", name, m[1])
			}
		}
	}
}

// TestCommandsOfThePage: what README.md shows is what the program does: the story of its demo, line by line and in
// that order, and a configuration that loads.
func TestCommandsOfThePage(t *testing.T) {
	source(t) // opened here, so that the test cache sees a change of the program
	dir := t.TempDir()
	program := filepath.Join(dir, "klachtd")
	if out, err := command(root, "go", "build", "-buildvcs=false", "-o", program, "./cmd/klachtd"); err != nil {
		t.Fatalf("go build ./cmd/klachtd: %v\n%s", err, out)
	}
	text := read(t, root+"/README.md")
	t.Run("demo", func(t *testing.T) {
		out, err := command(dir, program, "demo")
		if err != nil {
			t.Fatalf("klachtd demo: %v\n%s", err, out)
		}
		inOrder(t, "the demo", strings.Split(fenced(section(t, text, "story"), "text"), "\n"), strings.Split(out, "\n"))
	})
	t.Run("configuration", func(t *testing.T) {
		for name, content := range map[string]string{"klachtd.toml": fenced(text, "toml"), "mail.secret": "geheim\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := command(dir, program, "check", "--offline"); err != nil {
			t.Errorf("klachtd check --offline with the configuration of README.md: %v\n%s", err, out)
		}
	})
}

func command(dir, name string, args ...string) (string, error) {
	c := exec.Command(name, args...)
	c.Dir = dir
	out, err := c.CombinedOutput()
	return string(out), err
}

// fenced is the first block of a language on a page.
func fenced(text, language string) string {
	_, block, _ := strings.Cut(text, "```"+language+"\n")
	block, _, _ = strings.Cut(block, "```")
	return block
}

// inOrder finds each line of an excerpt in what was told, behind the one before; of a line that ends with dots, its
// beginning.
func inOrder(t *testing.T, by string, excerpt, told []string) {
	t.Helper()
	excerpt = slices.DeleteFunc(excerpt, func(line string) bool { return strings.TrimSpace(line) == "" })
	if len(excerpt) == 0 {
		t.Fatal("nothing is shown")
	}
	for _, line := range excerpt {
		at := slices.IndexFunc(told, func(s string) bool {
			begin, short := strings.CutSuffix(line, " ...")
			return s == line || short && strings.HasPrefix(s, begin)
		})
		if at < 0 {
			t.Errorf("a line that %s does not tell there: %q", by, line)
			continue
		}
		told = told[at+1:]
	}
}

// TestWalk: the mails that the pages show of one case, further in than what is said of them, are lines of its story in
// that order.
func TestWalk(t *testing.T) {
	var told []string
	for line := range strings.Lines(read(t, "daemon/testdata/story/walk.txt")) {
		told = append(told, strings.TrimSpace(strings.TrimPrefix(line, "|")))
	}
	for _, name := range []string{"../README.md", "../config/README.md"} {
		t.Run(name, func(t *testing.T) {
			var shown []string
			for line := range strings.Lines(section(t, read(t, name), "walk")) {
				if strings.HasPrefix(line, "    ") {
					shown = append(shown, strings.TrimSpace(line))
				}
			}
			inOrder(t, "the story", shown, told)
		})
	}
}

// spread shows the middle, the upper tenth and the largest of some numbers.
func spread(list []int) string {
	if len(list) == 0 {
		return "none"
	}
	slices.Sort(list)
	return fmt.Sprintf("%d, median %d, p90 %d, most %d", len(list), list[len(list)/2], list[len(list)*9/10], list[len(list)-1])
}
