// Package internal_test keeps the architecture that internal/README.md describes: who may import whom, where time is
// read, where goroutines start, how big things get, and that the tables of that page say what is so.
//
// It parses the files instead of asking `go list`: the test cache sees the files that a test opens, not what a
// command reads, so a forbidden import would pass as "ok (cached)".
//
// Every exception stands in a table with its reason. An exception that nothing needs any more fails as well.
package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// root is the top of the repository as seen from this directory.
const root = ".."

// module is the name in go.mod.
const module = "klachtd"

// A file is one Go file of the repository.
type file struct {
	path  string // from the top of the repository, with slashes
	pkg   string // its directory
	test  bool
	ast   *ast.File
	fset  *token.FileSet
	lines int
}

// source is every Go file, parsed once.
func source(t *testing.T) []file {
	t.Helper()
	files, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var load = sync.OnceValues(func() ([]file, error) {
	var files []file
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() {
			if name != root && strings.HasPrefix(base, ".") || base == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if path.Ext(base) != ".go" {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		files = append(files, file{
			path: rel, pkg: path.Dir(rel), test: strings.HasSuffix(rel, "_test.go"), ast: parsed, fset: fset,
			lines: strings.Count(string(text), "\n"),
		})
		return nil
	})
	return files, err
})

// at says where a node stands.
func (f file) at(n ast.Node) string {
	return f.path + ":" + strconv.Itoa(f.fset.Position(n.Pos()).Line)
}

// imports are the paths that a file imports.
func (f file) imports() []string {
	var list []string
	for _, s := range f.ast.Imports {
		list = append(list, unquote(s.Path.Value))
	}
	return list
}

func unquote(literal string) string {
	s, err := strconv.Unquote(literal)
	if err != nil {
		return literal
	}
	return s
}

// local is the name under which a file knows a package of the standard library, "" when it does not import it.
func (f file) local(imported string) string {
	for _, s := range f.ast.Imports {
		if unquote(s.Path.Value) != imported {
			continue
		}
		if s.Name != nil {
			return s.Name.Name
		}
		return path.Base(imported)
	}
	return ""
}

// selected calls visit for each use of a package's name, such as time.Now, whether it is called or handed on.
func (f file) selected(imported string, visit func(name string, n ast.Node)) {
	local := f.local(imported)
	if local == "" {
		return
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Name == local {
				visit(s.Sel.Name, n)
			}
		}
		return true
	})
}

// A row is one line of the table of walls.
type row struct {
	pkg   string
	what  string
	ours  []string // packages of ours that it may import
	libs  []string // modules of others, or packages of them
	tests []string // what only its tests import besides, of either kind
}

// A room is a group of packages.
type room struct {
	name string
	rows []row
}

// walls is the table of DESIGN.md section 1 as the code stands. Where it differs, the reason stands beside the row.
var walls = []room{
	{"**decide** (pure: no I/O, log, clock, goroutine)", []row{
		{pkg: "internal/calendar", what: "civil dates, working days, holidays, terms, and why a date is that date"},
		// Not in the design: whoever reads what people write by hand says what was probably meant.
		{pkg: "internal/spelling", what: "the name that somebody probably meant"},
		{
			// Not in the design: configuration and regulations are written by hand, and their mistakes told in one way.
			pkg: "internal/tomltree", what: "a file of TOML as a tree with places, and the mistakes in it",
			libs: []string{"github.com/pelletier/go-toml/v2"},
		},
		{
			pkg: "internal/dossier", what: "what a case is: parties, terms, duties, tasks; `Fold` makes it of its events",
			ours: []string{"internal/calendar"},
		},
		{
			pkg: "internal/procedure", what: "a regulation as data, `Decide` and `Agenda`",
			// A regulation is read here and not in config, so that whoever writes one needs no configuration around it.
			ours:  []string{"internal/calendar", "internal/dossier", "internal/spelling", "internal/tomltree"},
			tests: []string{"config"},
		},
		{
			pkg: "internal/proof", what: "who speaks: tokens, keyed Message-IDs, the receiving server's verdict",
			ours: []string{"internal/calendar"},
			// DMARC alignment needs the public suffix list, and domains are compared in their ASCII form.
			libs: []string{"golang.org/x/net"},
		},
	}},
	{"**read**", []row{
		{
			pkg: "internal/config", what: "a configuration as plain values; every mistake with file, line and hint",
			ours:  []string{"internal/calendar", "internal/dial", "internal/procedure", "internal/spelling", "internal/tomltree", "config"},
			tests: []string{"internal/proof"}, // the profiles of trust have to be those that proof knows
		},
		{
			pkg: "internal/message", what: "raw bytes to Message: ids, people, answer, originals, attachments, kind, bounce",
			libs: []string{"github.com/emersion/go-message", "github.com/wlynxg/chardet", "golang.org/x/net"},
		},
		{
			// Without calendar: what stands behind a word is read by the act that wants it.
			pkg: "internal/command", what: "the small language of staff mail",
			ours: []string{"internal/spelling"},
			libs: []string{"golang.org/x/text"},
		},
		{
			pkg: "internal/intake", what: "which case, who, what: message to input",
			ours: []string{
				"internal/calendar", // days of receipt are civil days
				"internal/command", "internal/dossier", "internal/message", "internal/procedure", "internal/proof",
			},
		},
	}},
	{"**write**", []row{
		{
			// Without proof: tokens and Message-IDs come in as ready strings.
			pkg: "internal/letter", what: "duty and template to the final bytes of a mail",
			ours:  []string{"internal/calendar", "internal/dossier", "internal/spelling", "mailtemplates"},
			libs:  []string{"github.com/wneessen/go-mail", "github.com/yuin/goldmark"},
			tests: []string{"github.com/emersion/go-message", "golang.org/x/net"}, // letters are read back by others' readers
		},
		{
			pkg: "internal/store", what: "one sealed bbolt file: cases, mail, threads, due index, outbox, cursors",
			ours: []string{"internal/calendar", "internal/dossier"}, // records hold civil dates
			libs: []string{"github.com/klauspost/compress", "go.etcd.io/bbolt"},
		},
		// Not in the design: what IMAP and SMTP have in common, so that a rule about passwords stands once.
		{pkg: "internal/dial", what: "how a mail server is reached: TLS, or this machine only"},
		{
			pkg: "internal/mailbox", what: "one IMAP mailbox: what is new, and where to file it",
			ours:  []string{"internal/dial"},
			libs:  []string{"github.com/emersion/go-imap/v2", "github.com/emersion/go-sasl"},
			tests: []string{"internal/postoffice", "internal/postoffice/debian"},
		},
		{
			pkg: "internal/outbox", what: "stored bytes over SMTP: accepted, later, refused, unknown, down",
			ours:  []string{"internal/dial"},
			libs:  []string{"github.com/wneessen/go-mail"},
			tests: []string{"internal/postoffice", "internal/postoffice/debian"},
		},
	}},
	{"**run**", []row{
		{
			pkg: "internal/daemon", what: "the one `handle`, `Pass`, `Run`; the clock, the goroutines, the log",
			ours: []string{
				"internal/calendar", "internal/control", "internal/dossier", "internal/intake", "internal/letter",
				"internal/mailbox", "internal/message", "internal/outbox", "internal/procedure", "internal/proof",
				"internal/store",
			},
			tests: []string{
				"config", "internal/dial", "internal/postoffice", "internal/postoffice/debian",
				// The floor that the benchmarks compare with is made of the bare libraries.
				"github.com/emersion/go-imap/v2", "github.com/emersion/go-message", "go.etcd.io/bbolt",
			},
		},
		{
			// With calendar: `case explain` writes out the count of a date.
			pkg: "internal/control", what: "documents and listings, and the socket beside a running daemon",
			ours: []string{"internal/calendar", "internal/dossier"},
			libs: []string{"github.com/rivo/uniseg"},
		},
		{
			pkg: "cmd/klachtd", what: "flags, wiring, signals, exit codes; a file per subcommand; the demo",
			ours: []string{
				"config", "internal/calendar", "internal/command", "internal/config", "internal/control", "internal/daemon",
				"internal/dial", "internal/dossier", "internal/intake", "internal/letter", "internal/mailbox", "internal/message",
				"internal/outbox", "internal/postoffice", "internal/procedure", "internal/proof", "internal/store", "internal/tomltree",
			},
			libs: []string{
				"github.com/rivo/uniseg", // columns of the demo
				"github.com/schollz/progressbar/v3", "github.com/spf13/cobra", "github.com/spf13/pflag",
				"golang.org/x/term",
			},
		},
	}},
	// DESIGN knows no room for this; the demo and the tests of four packages need the same servers.
	{"**stand in** (the demo and tests only)", []row{
		{
			pkg: "internal/postoffice", what: "IMAP and SMTP servers inside the process, which fail when told to",
			libs: []string{"github.com/emersion/go-imap/v2", "github.com/emersion/go-sasl", "github.com/emersion/go-smtp"},
		},
		{
			pkg: "internal/postoffice/debian", what: "Dovecot and Postfix, private, for tests",
			ours: []string{"internal/postoffice"},
		},
	}},
	{"**data** (embedded)", []row{
		{pkg: "mailtemplates", what: "the letters, Dutch and English, replaceable"},
		{pkg: "config", what: "the regulations, an example configuration, a systemd unit"},
	}},
}

// testLibs are for the tests of every package.
var testLibs = []string{"github.com/google/go-cmp", "github.com/rogpeppe/go-internal", "pgregory.net/rapid"}

// adapters never import each other: only the daemon sees more than one.
var adapters = []string{"internal/store", "internal/mailbox", "internal/outbox", "internal/letter"}

// pure packages give the same answer to the same question, always.
var pure = []string{
	"internal/calendar", "internal/dossier", "internal/procedure", "internal/report", "internal/proof", "internal/spelling",
	"internal/tomltree",
}

// impure is what they may not import, nor anything below it.
var impure = []string{"context", "crypto/rand", "log", "math/rand", "net", "os", "sync"}

// standIn says who may use the servers of the demo outside tests: by package, the beginning of the file's name.
var standIn = map[string]string{
	"cmd/klachtd":                "demo",
	"internal/postoffice/debian": "",
}

// allRows are the rows by package.
func allRows() map[string]row {
	rows := map[string]row{}
	for _, room := range walls {
		for _, r := range room.rows {
			rows[r.pkg] = r
		}
	}
	return rows
}

// covers says which entry of a list allows an import: the entry itself, or a module or package above it.
func covers(list []string, imported string) (entry string, ok bool) {
	for _, e := range list {
		if imported == e || strings.HasPrefix(imported, e+"/") {
			return e, true
		}
	}
	return "", false
}

// ownPath is an import of ours from the top of the repository.
func ownPath(imported string) (string, bool) { return strings.CutPrefix(imported, module+"/") }

// foreign says whether an import is neither ours nor of the standard library.
func foreign(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return strings.Contains(first, ".")
}

func TestImports(t *testing.T) {
	rows, used := allRows(), map[string]map[string]bool{}
	for _, f := range source(t) {
		r, known := rows[f.pkg]
		if !known && f.pkg != "internal" {
			t.Errorf("%s: package %s has no row in the table of walls", f.path, f.pkg)
			rows[f.pkg] = row{pkg: f.pkg}
			continue
		}
		if used[f.pkg] == nil {
			used[f.pkg] = map[string]bool{}
		}
		for _, s := range f.ast.Imports {
			if s.Name != nil && s.Name.Name == "." {
				t.Errorf("%s: an import without a name: nobody sees where a name comes from", f.at(s))
			}
		}
		for _, imported := range f.imports() {
			entry, ok := allowed(f, r, imported)
			if !ok {
				t.Errorf("%s: %s may not import %s", f.path, f.pkg, imported)
			}
			used[f.pkg][entry] = true
		}
	}
	for _, r := range allRows() {
		if used[r.pkg] == nil {
			t.Errorf("%s has a row in the table of walls, and no files", r.pkg)
			continue
		}
		for _, e := range slices.Concat(r.ours, r.libs, r.tests) {
			if !used[r.pkg][e] {
				t.Errorf("%s may import %s and does not: a door that nobody uses is a hole; take it out of its row", r.pkg, e)
			}
		}
	}
}

// allowed says by which entry of its row a file may import something.
func allowed(f file, r row, imported string) (entry string, ok bool) {
	own, ours := ownPath(imported)
	if !ours && !foreign(imported) {
		return "", true // of the standard library: TestPure
	}
	list := r.libs
	if ours {
		list, imported = r.ours, own
		if f.test && (own == f.pkg || f.pkg == "internal") { // the tests here hold the pages to all of it
			return "", true
		}
		if slices.Contains(list, own) { // exactly: a row for a package is none for what lies below it
			return own, true
		}
		return own, f.test && slices.Contains(r.tests, own)
	}
	if entry, ok := covers(list, imported); ok {
		return entry, true
	}
	if f.test {
		return covers(slices.Concat(r.tests, testLibs), imported)
	}
	return "", false
}

// TestWalls looks at the table itself: what no row may ever allow.
func TestWalls(t *testing.T) {
	for _, r := range allRows() {
		for _, e := range r.ours {
			switch {
			case slices.Contains(adapters, r.pkg) && slices.Contains(adapters, e):
				t.Errorf("adapter %s may not import adapter %s", r.pkg, e)
			case slices.Contains(pure, r.pkg) && !slices.Contains(pure, e):
				t.Errorf("%s is pure and may not import %s", r.pkg, e)
			case e == "internal/config" && r.pkg != "cmd/klachtd":
				t.Errorf("%s may not import %s: who works knows nothing of files", r.pkg, e)
			case e == "internal/daemon" && r.pkg != "cmd/klachtd":
				t.Errorf("%s may not import %s", r.pkg, e)
			}
		}
	}
}

// TestPure holds the standard library away from the packages that decide.
func TestPure(t *testing.T) {
	for _, f := range source(t) {
		if f.test || !slices.Contains(pure, f.pkg) {
			continue
		}
		for _, imported := range f.imports() {
			if _, banned := covers(impure, imported); banned {
				t.Errorf("%s: %s is pure and may not import %s", f.path, f.pkg, imported)
			}
		}
	}
}

// TestStandIns keeps servers made for the demo, and what only tests may use, out of the product.
func TestStandIns(t *testing.T) {
	used := map[string]bool{}
	for _, f := range source(t) {
		if f.test {
			continue
		}
		for _, imported := range f.imports() {
			own, _ := ownPath(imported)
			if own != "internal/postoffice" && own != "internal/postoffice/debian" && imported != "testing" {
				continue
			}
			prefix, ok := standIn[f.pkg]
			if !ok || !strings.HasPrefix(path.Base(f.path), prefix) {
				t.Errorf("%s may not import %s: it stands in for a real server in the demo and in tests", f.path, imported)
			}
			used[f.pkg] = true
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(standIn)) {
		if !used[pkg] {
			t.Errorf("%s needs no stand-ins any more", pkg)
		}
	}
}
