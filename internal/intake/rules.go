package intake

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// rulesSubjects are what a mail is called that asks for the regulation, as people write it.
var rulesSubjects = []string{"klachtenreglement", "klachtenregeling", "klachtenprocedure", "complaints regulation", "complaints procedure"}

// MaxRulesText is how many characters somebody who asks for the regulation writes at most. Who writes more, or encloses
// something, has more to say: that is a complaint under this name, and becomes a case.
const MaxRulesText = 500

// asksRules says whether a new mail asks for the text of the regulation and nothing else (DESIGN 10.24).
func (r *reader) asksRules() bool {
	if !r.d.Rules || !r.readable() || len(r.m.Attachments) > 0 || len(r.m.Originals) > 0 || r.automatic() != "" {
		return false
	}
	subject := strings.Join(strings.Fields(strings.ToLower(r.m.Subject)), " ")
	return slices.Contains(rulesSubjects, strings.TrimRight(subject, ".!?")) && utf8.RuneCountInString(r.m.Answer) <= MaxRulesText
}
