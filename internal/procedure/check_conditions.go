package procedure

import (
	"fmt"
	"maps"
	"slices"

	"klachtd/internal/dossier"
)

// conditions tells names of nothing in conditions; it returns whether all are known. The act is nil where a
// condition stands outside of one.
func (k *checker) conditions(all []Condition, a *Act, path []string) bool {
	good := true
	for _, c := range all {
		good = k.condition(c, a, path) && good
	}
	return good
}

func (k *checker) condition(c Condition, a *Act, path []string) bool {
	good := k.known("audience", k.audiences(), string(c.Of), path...)
	what, all := "", []string(nil)
	switch c.Is {
	case CondSent, CondAnswered:
		what, all = "letter", k.letterNames()
	case CondTold:
		what, all = "block", namesOf(k.r.Blocks)
	case CondRecorded:
		what, all = "record", namesOf(k.r.Records)
	case CondExpired, CondOver, CondWithin:
		what, all = "term", k.termNames()
	case CondOpen:
		what, all = "term, record or task", slices.Concat(k.termNames(), namesOf(k.r.Records), namesOf(k.r.Tasks))
	case CondHas:
		what, all = "field", append(k.fieldNames(), caseFields...)
	case CondAbsent:
		what, all = "role", k.roleNames()
	case CondParty:
		what, all = "party", append(partyNames(), string(dossier.RoleHandler))
	case CondAgreed:
		what, all = "consent", valueNames(k.r.Answers["consent"].Values)
	case CondReleased:
		what, all = "thing that is released", []string{releasedIdentity}
	case CondGiven:
		what, all = "optional part of the command", nil
		if a != nil {
			all = a.May
		}
	case CondIs:
		return k.comparison(c, a, path) && good
	}
	return k.known(what, all, c.Name, path...) && good
}

// comparison knows the values of what is compared, where they are fixed.
func (k *checker) comparison(c Condition, a *Act, path []string) bool {
	values := map[string][]string{
		"track": strs(tracks), "kind": k.kindNames(), "outcome": k.outcomeNames(), "state": k.stateNames(),
		"route": {"board"}, "person": append(k.anybody(), string(whoStaff)), "party": partyNames(), "category": k.categoryNames(),
		"date":    {dateAhead, datePast},
		"channel": {"mail", "forward", "form", "phone", "oral", "post", "reception"},
	}
	for _, role := range k.anybody() {
		values[role] = append(k.anybody(), string(whoStaff))
	}
	for name, answer := range k.r.Answers {
		values[name] = valueNames(answer.Values)
	}
	if all, ok := values[c.Name]; ok {
		return k.known("value of "+c.Name, all, c.Value, path...)
	}
	return k.known("subject", append(slices.Sorted(maps.Keys(values)), k.fieldNames()...), c.Name, path...)
}

func (k *checker) categoryNames() []string {
	return each(k.r.Category, func(c CategoryRule) string { return c.Name })
}

// caseFields are what a case holds of itself, whatever fields the file declares.
var caseFields = []string{"complainant", "respondent", "handler", "category", "outcome", "measures"}

// What "date is ..." compares the date of a command with: the day on which it came.
const (
	dateAhead = "ahead" // after that day
	datePast  = "past"  // on it or before
)

// impossible says why a condition can never hold when the act is about to be done, or "".
func (k *checker) impossible(c Condition, a *Act) string {
	if c.Not {
		return ""
	}
	does := func(do EffectKind) bool { return k.otherDoes(a, do, c.Name) }
	switch c.Is {
	case CondSent, CondAnswered:
		if !contains(k.used().letters, c.Name) {
			return fmt.Sprintf("nothing sends the letter %q", c.Name)
		}
	case CondRecorded:
		if !does(DoRecord) && !contains(k.used().keeps, c.Name) {
			return fmt.Sprintf("no other act records %q", c.Name)
		}
	case CondHas:
		isField := contains(caseFields, c.Name) || slices.ContainsFunc(k.r.Fields, func(f FieldRule) bool { return f.Name == c.Name })
		if !isField && !does(DoFact) {
			return fmt.Sprintf("no other act sets %q", c.Name)
		}
	case CondOpen:
		rec, isRecord := k.r.Records[c.Name]
		if isRecord && (len(rec.Until) == 0 || !does(DoRecord)) {
			return fmt.Sprintf("a record %q is never open", c.Name)
		}
	case CondParty:
		atHand := []string{string(dossier.RoleComplainant), string(dossier.RoleReceiver)}
		if !contains(atHand, c.Name) && !does(DoParty) && !does(DoAssign) {
			return fmt.Sprintf("no other act adds a %s", c.Name)
		}
	case CondAgreed:
		if !slices.ContainsFunc(k.r.Acts, func(a Act) bool { return contains(a.Needs, "consent") }) {
			return "no act takes consent"
		}
	}
	return ""
}

func (k *checker) otherDoes(a *Act, do EffectKind, what string) bool {
	return slices.ContainsFunc(k.r.Acts, func(other Act) bool {
		return (a == nil || other.Name != a.Name) && what != "" && other.does(do, what)
	})
}

// records: one that may be open can be closed again.
func (k *checker) records() {
	for _, name := range namesOf(k.r.Records) {
		rec := k.r.Records[name]
		at := []string{"record", name, "open_until"}
		k.conditions(rec.Until, nil, at)
		n := k.root.Get("record", name)
		if !n.Inherited && !k.joined && !contains(k.used().records, name) {
			k.tell(n.Keyed, fmt.Sprintf("no act keeps the record %q", name), "")
		}
	}
}
