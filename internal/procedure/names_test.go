package procedure_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// examples are the places that name a regulation to show a person what to type. None of them decides anything.
var examples = []string{
	"cmd/klachtd/procedure.go",      // an example of how to call the command
	"cmd/klachtd/demo.go",           // the demo has to choose one
	"cmd/klachtd/demo_tell.go",      // and tells which
	"internal/config/mailbox.go",    // the hint of a key that is missing
	"internal/config/regulation.go", // the hint of a table that stands wrong
}

var (
	regulationNames = regexp.MustCompile(`(?i)\b(amnesty|milieudefensie|defence ?for ?children|nationale ombudsman|awb)\b|^(ombudsman|generic)$`)
	clauseIDs       = regexp.MustCompile(`\b(AI|NO|MD|DC|GT|AWB)-([0-9]|stap|indiening|afhandeling|beheer)`)
)

// Decisions are made by what the files say: no name of a regulation, none of its articles and no clause stands in code
// outside of tests. Laws may be cited where they are computed, and our own design by its number.
func TestNoRegulationInCode(t *testing.T) {
	article := articlePattern(t)
	ownDesign := regexp.MustCompile(`DESIGN(\.md)? [0-9.]+|RFC [0-9.]+`)
	for _, dir := range []string{"cmd", "internal", "config", "mailtemplates"} {
		err := filepath.WalkDir("../../"+dir, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
			if err != nil {
				return err
			}
			name := strings.TrimPrefix(filepath.ToSlash(path), "../../")
			tell := func(at token.Pos, what string) { t.Errorf("%s:%d: %s", name, fset.Position(at).Line, what) }
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.BasicLit:
					text, err := strconv.Unquote(n.Value)
					if n.Kind != token.STRING || err != nil {
						return true
					}
					text = ownDesign.ReplaceAllString(text, "")
					if found := regulationNames.FindString(text); found != "" && !slices.Contains(examples, name) && !isInstitution(name, found) {
						tell(n.Pos(), "names the regulation "+found)
					}
					if found := clauseIDs.FindString(text) + article.FindString(text); found != "" {
						tell(n.Pos(), "names the clause "+found)
					}
				case *ast.Ident:
					if found := regulationNames.FindString(n.Name); found != "" && n.Name != "generic" && !isInstitution(name, found) {
						tell(n.Pos(), "names the regulation "+found)
					}
				}
				return true
			})
			for _, group := range file.Comments {
				if found := regulationNames.FindString(group.Text()); found != "" && !slices.Contains(examples, name) {
					tell(group.Pos(), "names the regulation "+found+" in a comment")
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// isInstitution: letters speak of the ombudsman to whom one can go afterwards.
func isInstitution(file, name string) bool {
	return strings.EqualFold(name, "ombudsman") && strings.HasPrefix(file, "internal/letter/")
}

// articlePattern finds every article that the files name, but for bare numbers and words, which stand for anything.
func articlePattern(t *testing.T) *regexp.Regexp {
	t.Helper()
	telling := regexp.MustCompile(`^[0-9]+[.:][0-9.]+[a-z]?$|^stap [0-9]|, punt [0-9]`)
	var all []string
	for _, name := range shipped {
		for article := range linesOfArticles(string(read(t, name))).articles {
			if telling.MatchString(article) {
				all = append(all, regexp.QuoteMeta(article))
			}
		}
	}
	if len(all) < 100 {
		t.Fatalf("only %d articles", len(all))
	}
	return regexp.MustCompile(`(^|[ (,;])(` + strings.Join(all, "|") + `)($|[^0-9.:])`)
}
