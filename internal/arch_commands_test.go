package internal_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"klachtd/config"
	language "klachtd/internal/command"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// shipped are the regulations in the order in which the pages name them, and what the template has to be told.
var shipped = []struct {
	name string
	set  map[string]procedure.Setting
}{
	{"amnesty", nil}, {"ombudsman", nil}, {"milieudefensie", nil}, {"defenceforchildren", nil},
	{"generic", map[string]procedure.Setting{"settle": {Value: "21 days"}, "appeal_text": {Value: "..."}}},
	{"awb", nil},
}

// word is what one command is in one regulation, or in several.
type word struct {
	words, who, weight, needs, does string
}

// TestRegulationTables: the tables of commands and roles on config/README.md are what the shipped regulations say; words
// that none of them has stand below the commands.
func TestRegulationTables(t *testing.T) {
	const name = "../config/README.md"
	for table, make := range map[string]func(*testing.T) string{"commands": commandTable, "roles": roleTable} {
		text := read(t, name)
		got, want := section(t, text, table), make(t)
		if got == want {
			continue
		}
		if !*update {
			t.Errorf("the table of %s in %s is not what the regulations say; write it with -update", table, name)
			continue
		}
		opening := "<!-- " + table + " -->\n"
		text = strings.Replace(text, opening+got, opening+want, 1)
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func roleTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| regulation | must be there | may be there |\n|---|---|---|\n")
	for _, s := range shipped {
		r := regulation(t, s.name, s.set)
		var required, others []string
		for _, name := range slices.Sorted(maps.Keys(r.Roles)) {
			switch rule := r.Roles[name]; {
			case rule.Of != "": // it stands beside a person
			case rule.Required:
				required = append(required, "`"+string(name)+"`")
			default:
				others = append(others, "`"+string(name)+"`")
			}
		}
		fmt.Fprintf(&b, "| %s | %s |%s|\n", s.name, strings.Join(required, " "), spaced(strings.Join(others, " ")))
	}
	return b.String()
}

func commandTable(t *testing.T) string {
	rows := map[procedure.Part][]word{} // of each part, in the order of the language
	in := map[word][]string{}
	known := map[string]bool{}
	for _, s := range shipped {
		r := regulation(t, s.name, s.set)
		for i := range r.Acts {
			a := &r.Acts[i]
			w := wordOf(r, a)
			if len(in[w]) == 0 {
				rows[a.Part] = append(rows[a.Part], w)
			}
			in[w] = append(in[w], s.name)
			known["#"+a.Words.NL] = true
		}
	}
	var b strings.Builder
	b.WriteString("| word, and its English twin | who | weight | what comes behind it | what it does | in |\n|---|---|---|---|---|---|\n")
	for _, part := range procedure.Parts() {
		fmt.Fprintf(&b, "| **%s** | | | | | |\n", partNames[part])
		slices.SortStableFunc(rows[part], func(a, b word) int { return place(a) - place(b) })
		for _, w := range rows[part] {
			fmt.Fprintf(&b, "| %s | %s | %s |%s| %s | %s |\n", w.words, w.who, w.weight, spaced(w.needs), w.does, where(in[w]))
		}
	}
	for _, w := range language.Words {
		if !known[w.Dutch] {
			fmt.Fprintf(&b, "| `%s` `%s` | | | | known to klachtd, for regulations of your own | |\n", w.Dutch, w.English)
		}
	}
	return b.String()
}

var partNames = map[procedure.Part]string{
	"asking": "asking klachtd", "registering": "registering", "judging": "what is it?", "handling": "handling", "deciding": "deciding",
	"ending": "ending and keeping", "trays": "the tray",
}

func wordOf(r *procedure.Regulation, a *procedure.Act) word {
	words := "`#" + a.Words.NL + "`"
	if a.Words.EN != a.Words.NL {
		words += " `#" + a.Words.EN + "`"
	}
	var who []string
	for _, role := range a.Who {
		who = append(who, roleName(role))
	}
	needs, may := r.Needed(a, "en")
	for _, n := range may {
		needs = append(needs, "["+n+"]")
	}
	return word{words, strings.Join(who, ", "), string(a.Weight), strings.Join(needs, ", "), a.Does.EN}
}

func roleName(role dossier.Role) string {
	if name, ok := map[dossier.Role]string{"giver": "who gave the command", "party": "a party", "staff": "any staff"}[role]; ok {
		return name
	}
	return string(role)
}

// place is where a word stands in the language; one of a regulation's own stands behind all others.
func place(w word) int {
	i := slices.IndexFunc(language.Words, func(c language.Word) bool { return strings.HasPrefix(w.words, "`"+c.Dutch+"`") })
	if i < 0 {
		return len(language.Words)
	}
	return i
}

func where(in []string) string {
	if len(in) == len(shipped) {
		return "all"
	}
	return strings.Join(in, ", ")
}

func regulation(t *testing.T, name string, set map[string]procedure.Setting) *procedure.Regulation {
	t.Helper()
	text, err := config.Files.ReadFile("procedures/" + name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	common, err := config.Files.ReadFile("procedures/common.toml")
	if err != nil {
		t.Fatal(err)
	}
	r, mistakes := procedure.Parse(name+".toml", text, common, set)
	if mistakes != nil {
		t.Fatalf("%s: %v", name, mistakes)
	}
	return r
}

// TestRegulationsShipped: the list above is the directory.
func TestRegulationsShipped(t *testing.T) {
	files, err := config.Files.ReadDir("procedures")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(shipped)+1 {
		t.Errorf("%d files of regulations, and common.toml, expected %d", len(files)-1, len(shipped))
	}
}

// spaced is what stands between two bars of a table.
func spaced(cell string) string { return strings.Replace(" "+cell+" ", "  ", " ", 1) }
