package procedure_test

import (
	"regexp"
	"strings"
	"testing"

	"klachtd/internal/procedure"
)

var header = regexp.MustCompile(`(?m)^\[+((?:letter|record|answer|task|term|role)\.\w+)\]+\n`)

// Whatever of these a regulation adds of its own is needed by something in it: without it, the reading tells so. Terms
// alone may stand for themselves, and so may roles that only get letters by name.
func TestNothingCanBeMissing(t *testing.T) {
	for _, name := range shipped {
		text, common := string(read(t, name)), string(read(t, "common"))
		sections := header.FindAllStringSubmatchIndex(text, -1)
		for _, at := range sections {
			section := text[at[2]:at[3]]
			end := len(text)
			if next := regexp.MustCompile(`(?m)^\[`).FindStringIndex(text[at[1]:]); next != nil {
				end = at[1] + next[0]
			}
			inherits := strings.Contains(common, "["+section+"]\n")
			if inherits || strings.HasPrefix(section, "term.") || strings.HasPrefix(section, "role.") {
				continue
			}
			t.Run(name+"/"+section, func(t *testing.T) {
				_, mistakes := procedure.Parse(name+".toml", []byte(text[:at[0]]+text[end:]), []byte(common), filled[name])
				if len(mistakes) == 0 {
					t.Error("nothing misses it")
				}
			})
		}
	}
}

// A coordinator who slips in a letter of any name that the file refers to is told, with the right name.
func TestSlips(t *testing.T) {
	slips := []struct{ right, wrong string }{
		{`met_by = "acknowledgement"`, `met_by = "acknowledgment"`},
		{`letter = "delay_notice_1"`, `letter = "delay_notice_l"`},
		{`audience = ["complainant", "respondent"]`, `audience = ["complainant", "respondents"]`},
		{`from = "supplement_request sent"`, `from = "suplement_request sent"`},
		{`need = "no open hearing_report"`, `need = "no open hearing_raport"`},
		{`need = "told confidentiality to party"`, `need = "told confidentialty to party"`},
		{`need = "within hard_limit"`, `need = "within hard_limmit"`},
		{`send = ["acknowledgement", "respondent_notice"]`, `send = ["acknowledgement", "respondent_notise"]`},
		{`in = ["open", "rounds"]`, `in = ["open", "round"]`},
		{`who = "coordinator"`, `who = "cordinator"`},
		{`needs = ["party", "moment"]`, `needs = ["party", "momment"]`},
		{`if = "not agreed documents by respondent"`, `if = "not agreed document by respondent"`},
		{`with = ["calendar entry"]`, `with = ["calender entry"]`},
		{`offers = ["extend"]`, `offers = ["extends"]`},
		{`binds = "complainant"`, `binds = "complainent"`},
		{`party = "witness"`, `party = "witnes"`},
	}
	text := regexp.MustCompile(` +=`).ReplaceAllString(string(read(t, "amnesty")), " =")
	common := read(t, "common")
	for _, s := range slips {
		t.Run(s.wrong, func(t *testing.T) {
			if !strings.Contains(text, s.right) {
				t.Fatalf("the file does not say %s", s.right)
			}
			broken := strings.Replace(text, s.right, s.wrong, 1)
			line := strings.Count(broken[:strings.Index(broken, s.wrong)], "\n") + 1
			_, mistakes := procedure.Parse("amnesty.toml", []byte(broken), common, nil)
			for _, m := range mistakes {
				if m.Line == line && strings.HasPrefix(m.Hint, "did you mean") {
					return
				}
			}
			t.Errorf("line %d is not told with a suggestion:\n%s", line, mistakes)
		})
	}
}
