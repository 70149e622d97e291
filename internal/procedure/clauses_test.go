package procedure_test

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var listClauses = flag.Bool("clauses", false, "print each clause with its stories and its lines")

const storyDir = "../daemon/testdata/story"

// clause is a row of testdata/clauses.txt.
type clause struct{ id, prio, kind, at, rest string }

// clauseLetters part the demands of one clause: MD-5a, MD-5b.
const clauseLetters = "abcdefghi"

// files of the regulations, by what ids begin with.
var clauseFiles = map[string]string{"AI": "amnesty", "NO": "ombudsman", "MD": "milieudefensie", "DC": "defenceforchildren",
	"GT": "generic", "AWB": "awb"}

func (c clause) file() string {
	source, _, _ := strings.Cut(c.id, "-")
	return clauseFiles[source]
}

// article is the article as the file writes it: what the row says, or the number of the id.
func (c clause) article() string {
	if c.at != "" {
		return c.at
	}
	_, number, _ := strings.Cut(c.id, "-")
	return strings.TrimRight(number, clauseLetters)
}

func lines(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []string
	for in := bufio.NewScanner(f); in.Scan(); {
		if line := strings.TrimSpace(in.Text()); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all
}

func clauses(t *testing.T) []clause {
	t.Helper()
	var all []clause
	for _, line := range lines(t, "testdata/clauses.txt") {
		col := strings.Split(line, "|")
		if len(col) < 4 {
			t.Fatalf("not a row: %q", line)
		}
		for i := range col {
			col[i] = strings.TrimSpace(col[i])
		}
		all = append(all, clause{col[0], col[1], col[2], col[3], strings.Join(col[4:], " ")})
	}
	return all
}

var storyClauses = regexp.MustCompile(`(?m)^#\s*clauses:\s*(.+)$`)

// stories are the names of stories by the clauses that they name.
func stories(t *testing.T) (byClause map[string][]string, names []string) {
	t.Helper()
	files, err := filepath.Glob(storyDir + "/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories")
	}
	byClause = map[string][]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		names = append(names, name)
		for _, header := range storyClauses.FindAllStringSubmatch(string(text), -1) {
			for _, id := range strings.FieldsFunc(header[1], func(r rune) bool { return r == ',' || r == ' ' }) {
				byClause[id] = append(byClause[id], name)
			}
		}
	}
	return byClause, names
}

// shows: an id without its last letter stands for all that begin so.
func (c clause) shown(byClause map[string][]string) []string {
	group := strings.TrimRight(c.id, clauseLetters)
	found := slices.Clone(byClause[c.id])
	if len(c.id)-len(group) == 1 {
		found = append(found, byClause[group]...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// later are the clauses about reports, which come later.
func (c clause) later() bool { return c.kind == "report" }

// Every demand has a story that shows it, in the whole pipeline.
func TestEveryClauseHasAStory(t *testing.T) {
	byClause, _ := stories(t)
	known := map[string]bool{}
	var without []string
	for _, c := range clauses(t) {
		known[c.id], known[strings.TrimRight(c.id, clauseLetters)] = true, true
		if c.prio == "must" && !c.later() && len(c.shown(byClause)) == 0 {
			without = append(without, c.id)
		}
	}
	if len(without) > 0 {
		t.Errorf("%d clauses have no story that names them (# clauses: ID, ID): %s", len(without), strings.Join(without, " "))
	}
	for id, in := range byClause {
		if !known[id] {
			t.Errorf("story %s names a clause that does not exist: %s", in[0], id)
		}
	}
}

// Every scenario has a story by its number.
func TestEveryScenarioHasAStory(t *testing.T) {
	_, names := stories(t)
	tests := testNames(t)
	for _, line := range lines(t, "testdata/scenarios.txt") {
		id, otherwise, _ := strings.Cut(line, " ")
		how, what, _ := strings.Cut(strings.TrimSpace(otherwise), ": ")
		switch how {
		case "outside":
		case "test":
			if !slices.Contains(tests, what) {
				t.Errorf("%s is shown by %s, which does not exist", id, what)
			}
		default:
			if !slices.ContainsFunc(names, func(n string) bool { return n == id || strings.HasPrefix(n, id+"-") }) {
				t.Errorf("no story is called %s or %s-...", id, id)
			}
		}
	}
}

func testNames(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)`).FindAllSubmatch(text, -1) {
			names = append(names, string(m[1]))
		}
	}
	return names
}

// Every clause that a program can carry stands in a file, with its article, or is carried by the program for all.
func TestEveryClauseIsInAFile(t *testing.T) {
	files := map[string]articleLines{}
	for _, name := range clauseFiles {
		files[name] = linesOfArticles(string(read(t, name)))
	}
	for _, c := range clauses(t) {
		how, why, _ := strings.Cut(c.at, ": ")
		switch how {
		case "engine", "outside":
			if why == "" {
				t.Errorf("%s: does not say why", c.id)
			}
			continue
		}
		if c.prio == "note" {
			continue
		}
		if len(files[c.file()].find(c.article())) == 0 {
			t.Errorf("%s: %s.toml has nothing at %q", c.id, c.file(), c.article())
		}
	}
	if *listClauses {
		printClauses(t, files)
	}
}

// printClauses is what make clauses shows.
func printClauses(t *testing.T, files map[string]articleLines) {
	byClause, _ := stories(t)
	for _, c := range clauses(t) {
		where := c.at
		if how, _, _ := strings.Cut(c.at, ": "); how != "engine" && how != "outside" {
			var at []string
			for _, line := range files[c.file()].find(c.article()) {
				at = append(at, fmt.Sprint(line))
			}
			if where = cmp.Or(strings.Join(at, ","), "-"); where != "-" {
				where = fmt.Sprintf("config/procedures/%s.toml:%s", c.file(), where)
			}
		}
		shown := strings.Join(c.shown(byClause), " ")
		switch {
		case shown != "":
		case c.later():
			shown = "(a report: later)"
		default:
			shown = "-"
		}
		fmt.Printf("%-17s %-6s %-13s %s  %s", c.id, c.prio, c.kind, where, shown)
		if c.rest != "" {
			fmt.Printf("  (%s)", c.rest)
		}
		fmt.Println()
	}
}

// articleLines are the lines of a file that name an article, and those that begin a section.
type articleLines struct {
	articles map[string][]int
	sections map[string]int
}

var (
	articleValue  = regexp.MustCompile(`\barticle\s*=\s*"([^"]*)"`)
	sectionHeader = regexp.MustCompile(`^\[+([^\]]+)\]+`)
)

func linesOfArticles(text string) articleLines {
	found := articleLines{articles: map[string][]int{}, sections: map[string]int{}}
	for i, line := range strings.Split(text, "\n") {
		if m := sectionHeader.FindStringSubmatch(line); m != nil {
			found.sections[m[1]] = i + 1
		}
		for _, m := range articleValue.FindAllStringSubmatch(line, -1) {
			for _, a := range splitArticles(m[1]) {
				found.articles[a] = append(found.articles[a], i+1)
			}
		}
	}
	return found
}

// splitArticles parts "9.6, 3.2" and "afhandeling, punt 4 en 5; stap 5".
func splitArticles(value string) []string {
	var all []string
	for _, part := range strings.Split(value, ";") {
		part = strings.TrimSpace(part)
		if chapter, points, ok := strings.Cut(part, ", punt "); ok {
			for _, point := range strings.Split(strings.ReplaceAll(points, " en ", ", "), ", ") {
				all = append(all, chapter+", punt "+point)
			}
			continue
		}
		for _, a := range strings.Split(part, ",") {
			all = append(all, strings.TrimSpace(a))
		}
	}
	return all
}

// find is the lines of an article, or of a section that is named with "at"; a clause without a line of its own stands
// where the clause above it does: 9.7 in 9.7.1.
func (a articleLines) find(article string) []int {
	if section, ok := strings.CutPrefix(article, "at "); ok {
		if line := a.sections[section]; line > 0 {
			return []int{line}
		}
		return nil
	}
	if found := a.articles[article]; len(found) > 0 {
		return slices.Compact(found)
	}
	var below []int
	for name, found := range a.articles {
		if strings.HasPrefix(name, article+".") {
			below = append(below, found...)
		}
	}
	slices.Sort(below)
	return slices.Compact(below)
}
