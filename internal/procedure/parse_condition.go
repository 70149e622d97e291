package procedure

import (
	"fmt"
	"strings"

	"klachtd/internal/dossier"
)

// conditionForms shows the closed list to who wrote something else.
const conditionForms = `write one of: sent LETTER to WHO, told BLOCK to WHO, recorded RECORD [of WHO], answered LETTER [by WHO], ` +
	`expired TERM, over TERM, within TERM, open TERM|RECORD|TASK, has FIELD, given WHAT, party ROLE, ` +
	`agreed WHAT by WHO, released identity to WHO, absent ROLE, SUBJECT is VALUE; "not" or "no" before it turns it round, " or " joins two; what must hold too is a gate of its own`

// conditions reads a phrase: alternatives joined by " or ".
func (c cursor) conditions() []Condition {
	s := c.str()
	if s == "" {
		return nil
	}
	var all []Condition
	for _, phrase := range strings.Split(s, " or ") {
		cond, ok := parseCondition(strings.Fields(phrase))
		if !ok {
			c.wrong(fmt.Sprintf("no such condition: %q", phrase), conditionForms)
			continue
		}
		all = append(all, cond)
	}
	return all
}

// allConditions reads a list of phrases that must all hold.
func (c cursor) allConditions() [][]Condition {
	var all [][]Condition
	for _, item := range c.items() {
		if conds := item.conditions(); len(conds) > 0 {
			all = append(all, conds)
		}
	}
	return all
}

func parseCondition(w []string) (Condition, bool) {
	var c Condition
	if len(w) > 0 && (w[0] == "not" || w[0] == "no") {
		c.Not, w = true, w[1:]
	}
	if len(w) < 2 {
		return c, false
	}
	if is, ok := parseIs(w); ok && !c.Not {
		return is, true
	}
	c.Is, c.Name = ConditionKind(w[0]), w[1]
	var rest bool
	switch c.Is {
	case CondSent, CondTold, CondReleased:
		c.Of, rest = parseWho(w[2:], "to")
	case CondAgreed:
		c.Of, rest = parseWho(w[2:], "by")
	case CondAnswered:
		if rest = len(w) == 2; !rest {
			c.Of, rest = parseWho(w[2:], "by")
		}
	case CondRecorded:
		if rest = len(w) == 2; !rest {
			c.Of, rest = parseWho(w[2:], "of")
		}
	case CondAbsent, CondExpired, CondOver, CondWithin, CondOpen, CondHas, CondGiven, CondParty:
		rest = len(w) == 2
	}
	return c, rest
}

// parseIs reads "SUBJECT is VALUE" and "SUBJECT is not VALUE".
func parseIs(w []string) (Condition, bool) {
	if len(w) < 3 || w[1] != "is" {
		return Condition{}, false
	}
	c := Condition{Is: CondIs, Name: w[0], Value: strings.Join(w[2:], " ")}
	if value, not := strings.CutPrefix(c.Value, "not "); not {
		c.Not, c.Value = true, value
	}
	return c, true
}

func parseWho(w []string, preposition string) (dossier.Role, bool) {
	if len(w) < 2 || w[0] != preposition {
		return "", false
	}
	who := dossier.Role(strings.Join(w[1:], "_"))
	return who, len(w) == 2 || who == AudienceOtherParty || who == AudienceEachParty
}
