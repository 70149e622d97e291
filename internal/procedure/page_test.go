package procedure

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPageListsTheWords: who writes a regulation finds all words of the language on the page that teaches it.
func TestPageListsTheWords(t *testing.T) {
	page, err := os.ReadFile("../../config/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "<!-- vocabulary -->")
	table, _, _ = strings.Cut(table, "<!-- /vocabulary -->")
	rows := map[string][]string{}
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) == 4 {
			for _, m := range regexp.MustCompile("`([a-z_ ]+)`").FindAllStringSubmatch(cells[2], -1) {
				where := strings.TrimSpace(cells[1])
				rows[where] = append(rows[where], m[1])
			}
		}
	}
	var conds []string
	for _, m := range regexp.MustCompile(`(?:: |, |SUBJECT )([a-z]+) [A-Zi]`).FindAllStringSubmatch(conditionForms, -1) {
		conds = append(conds, m[1])
	}
	for where, want := range map[string][]string{
		"`part`": strs(parts), "`weight`": strs(weights), "`who`": strs(whos), "`in`": {inRunning, inEnded, inAny, inNew},
		"`needs`, `may`": plainNeeds, "`with`": enclosures, "conditions": conds, "what happens, in this order": effectKeys,
		"`from` of a term": {anchorReceived, anchorFiled, anchorClosed},
		"`to`, `cc`":       {string(AudienceParty), string(AudienceOtherParty), string(AudienceEachParty), string(AudiencePerson), string(AudienceSender)},
	} {
		if got := rows[where]; !slices.Equal(got, want) {
			t.Errorf("%s: the page lists\n%q, the language has\n%q", where, got, want)
		}
	}
}
