package control

import (
	"cmp"
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// MaxSimilar is how many cases `case similar` shows, the newest first.
const MaxSimilar = 50

// SimilarRow is an earlier case that is like another one.
type SimilarRow struct {
	Number   dossier.Number `json:"number"`
	Received Day            `json:"received"`
	Closed   Day            `json:"closed"`
	State    dossier.State  `json:"state"`
	Category Text           `json:"category"`
	Outcome  Text           `json:"outcome"`
	Alike    []string       `json:"alike"` // category | respondent
	Measures []MeasureDoc   `json:"measures"`
}

// caseSimilar lists the cases of the same regulation that came before, with the same category or about the same
// respondent: what was found then helps to find the same now.
func (a *answer) caseSimilar(number string) error {
	c, err := a.find(number)
	if err != nil {
		return err
	}
	rows := []SimilarRow{}
	err = a.s.Cases(func(other dossier.Case) error {
		if alike := alike(&c, &other); len(alike) > 0 {
			rows = append(rows, SimilarRow{
				Number: other.Number, Received: Day(other.Received), Closed: Day(other.Closed), State: other.State,
				Category: Text(other.Category), Outcome: Text(other.Outcome), Alike: alike, Measures: measures(&other),
			})
		}
		return a.ctx.Err()
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(x, y SimilarRow) int { return calendar.Date(y.Received).Compare(calendar.Date(x.Received)) })
	rows = rows[:min(len(rows), MaxSimilar)]
	if a.q.JSON {
		return writeArray(a.w, rows)
	}
	t := &table{head: []string{"NUMBER", "RECEIVED", "STATE", "CATEGORY", "OUTCOME", "ALIKE IN", "MEASURES"}, soft: []int{3, 4, 6}}
	for _, r := range rows {
		t.row(string(r.Number), Long(calendar.Date(r.Received)), string(r.State), cmp.Or(string(r.Category), "-"),
			cmp.Or(string(r.Outcome), "-"), strings.Join(r.Alike, ", "), measureIDs(r.Measures))
	}
	return a.write(t, "no earlier case is like "+string(c.Number), "")
}

func alike(c, other *dossier.Case) []string {
	earlier := other.Ref < c.Ref && other.State != dossier.StateDestroyed
	if !earlier || other.Procedure.Name != c.Procedure.Name {
		return nil
	}
	var in []string
	if c.Category != "" && c.Category == other.Category {
		in = append(in, "category")
	}
	for _, p := range c.PartiesAs(dossier.RoleRespondent) {
		if slices.ContainsFunc(other.PartiesAs(dossier.RoleRespondent), func(o dossier.Party) bool { return sameParty(p, o) }) {
			return append(in, "respondent")
		}
	}
	return in
}

// sameParty compares by person, by address and, where one has no address, by name.
func sameParty(p, o dossier.Party) bool {
	switch {
	case p.Person != "" || o.Person != "":
		return p.Person == o.Person
	case p.Address != "" && o.Address != "":
		return p.Address == o.Address
	}
	return p.Name != "" && strings.EqualFold(p.Name, o.Name)
}

func measureIDs(list []MeasureDoc) string {
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	return cmp.Or(strings.Join(ids, ", "), "-")
}
