package procedure_test

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// wordRow is a row of testdata/words.txt: word, twin, who and weight of each command that the mail language knows.
type wordRow struct{ nl, en, who, weight string }

func wordRows(t *testing.T) map[string]wordRow {
	t.Helper()
	f, err := os.Open("testdata/words.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows := map[string]wordRow{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		c := strings.Fields(lines.Text())
		rows[c[0]] = wordRow{c[0], c[1], c[2], c[3]}
	}
	return rows
}

var whoOf = map[string][]dossier.Role{
	"co": {"coordinator"}, "ha": {"handler"}, "st": {"staff"}, "di": {"director"}, "bo": {"board"}, "se": {"secretariat"},
	"party": {"party"}, "giver": {"giver"}, "all": {"everyone"},
}

// Every word of a regulation is one of the list, with its twin and weight and for no other people; and every word of the
// list is offered by one of them at least.
func TestWords(t *testing.T) {
	rows, offered := wordRows(t), map[string]bool{}
	weights := map[string]procedure.Weight{"l": procedure.WeightLight, "r": procedure.WeightRegistering, "n": procedure.WeightNormal, "h": procedure.WeightHeavy}
	for _, name := range shipped {
		r := parse(t, name)
		for _, a := range r.Acts {
			row, ok := rows[a.Words.NL]
			if !ok {
				t.Errorf("%s: #%s is no word of the list", name, a.Words.NL)
				continue
			}
			offered[a.Words.NL] = true
			if a.Words.EN != row.en {
				t.Errorf("%s: #%s: twin #%s, want #%s", name, a.Words.NL, a.Words.EN, row.en)
			}
			if a.Weight != weights[row.weight] {
				t.Errorf("%s: #%s: weight %s, want %s", name, a.Words.NL, a.Weight, weights[row.weight])
			}
			var may []dossier.Role
			for _, who := range strings.Split(row.who, "+") {
				may = append(may, whoOf[who]...)
			}
			for _, who := range a.Who {
				if !slices.Contains(may, who) {
					t.Errorf("%s: #%s: %s may not do it; the list says %v", name, a.Words.NL, who, may)
				}
			}
		}
	}
	for word := range rows {
		if !offered[word] {
			t.Errorf("no regulation offers #%s", word)
		}
	}
}
