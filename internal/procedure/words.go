package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/dossier"
)

// Named finds an act by its name; nil when the regulation has none.
func (r *Regulation) Named(act string) *Act {
	i := slices.IndexFunc(r.Acts, func(a Act) bool { return a.Name == act })
	if i < 0 {
		return nil
	}
	return &r.Acts[i]
}

// Needed says in words what stands behind an act's word, and what may stand there too.
func (r *Regulation) Needed(a *Act, lang string) (must, may []string) {
	s := &shower{r: r, lang: lang}
	for _, n := range a.Needs {
		must = append(must, s.need(n))
	}
	for _, n := range a.May {
		may = append(may, s.need(n))
	}
	return must, may
}

// Example is a line that gives a command, ready but for what stands in brackets: "#horen [partij] [dag, uur en plaats]".
// A text goes below it.
func (r *Regulation) Example(a *Act, lang string) string {
	s := &shower{r: r, lang: lang}
	line, below := "#"+a.Words.In(lang), ""
	for _, n := range a.Needs {
		if n == needText {
			below = "\n[" + s.need(n) + "]"
			continue
		}
		line += " [" + s.need(n) + "]"
	}
	return line + below
}

const needText = "text"

// NeedWords says in words what commands need, by its name in the file.
func (r *Regulation) NeedWords(lang string) map[string]string {
	s := &shower{r: r, lang: lang}
	words := map[string]string{}
	for _, a := range r.Acts {
		for _, n := range slices.Concat(a.Needs, a.May) {
			words[n] = s.need(n)
		}
	}
	return words
}

// ChoiceWords are the words of the closed sets that a command may lack, as they can be written behind it.
func (r *Regulation) ChoiceWords(lang string) map[string][]string {
	choices := map[string][]string{}
	add := func(set, name string, title Text) {
		if lang == "en" && title.EN != "" {
			name = title.EN
		}
		choices[set] = append(choices[set], name)
	}
	for _, v := range r.Outcomes.Values {
		add("outcome", v.Name, v.Title)
	}
	for _, v := range r.Admit.Grounds {
		add("ground", v.Name, v.Title)
	}
	for _, c := range r.Category {
		add("category", c.Name, c.Title)
	}
	return choices
}

// GateWords says in words what must have happened before an act of a case, by the gate as the file writes it: "de klager is
// gehoord".
func (r *Regulation) GateWords(c *dossier.Case, lang string) map[string]string {
	s := &shower{r: r, lang: lang, c: c}
	words := map[string]string{}
	for _, a := range r.Acts {
		for _, g := range a.Gates {
			words[g.Need] = s.anyOf(g.Any) + s.opening(g.Any)
			need, any := g.Missing()
			words[need] = s.anyOf(any) + s.opening(any)
		}
	}
	for i := range r.Terms {
		if late := r.Terms[i].Notice.Late; late != "" {
			words["recorded "+late] = s.say("er nog tijd genoeg is; het bericht gaat te laat, en dat staat nu in het dossier",
				"there is time enough; the notice is late, and that stands in the dossier now")
		}
	}
	return words
}

// opening are the commands that can bring about what a gate waits for, in brackets: "(#voorleggen, #buiten-beschouwing)".
func (s *shower) opening(any []Condition) string {
	var words []string
	for i := range s.r.Acts {
		a := &s.r.Acts[i]
		if slices.ContainsFunc(any, func(c Condition) bool { return s.r.brings(a, c) }) {
			words = append(words, "#"+a.Words.In(s.lang))
		}
	}
	if len(words) == 0 || len(words) > maxOpening {
		return ""
	}
	return " (" + strings.Join(words, ", ") + ")"
}

// maxOpening is how many commands help somebody who looks for one.
const maxOpening = 4

// brings says whether an act brings about what a condition asks for.
func (r *Regulation) brings(a *Act, c Condition) bool {
	switch c.Is {
	case CondOpen:
		if !c.Not {
			return false
		}
		return a.does(DoEnd, c.Name) || slices.ContainsFunc(r.Records[c.Name].Until, func(u Condition) bool {
			return u.Is == CondAnswered && a.does(DoLetter, u.Name) || u.Is == CondRecorded && a.does(DoRecord, u.Name)
		})
	case CondRecorded:
		return !c.Not && a.does(DoRecord, c.Name)
	case CondParty:
		return !c.Not && a.does(DoParty, c.Name)
	case CondHas:
		return !c.Not && (a.does(DoFact, c.Name) || c.Name == "measures" && a.doesDeed(DoMeasure, MeasurePropose))
	}
	return false
}

// WhoMay says in words who may do an act.
func (r *Regulation) WhoMay(a *Act, lang string) string {
	return (&shower{r: r, lang: lang}).actors(a.Who)
}

// PartyTitle is what the regulation calls a party or a role.
func (r *Regulation) PartyTitle(role dossier.Role, lang string) string {
	if t, ok := r.Parties[role]; ok {
		return t.In(lang)
	}
	return r.Roles[role].Title.In(lang)
}

// ValueTitle is the title of a value of a closed set: outcome, ground, kind, category, or a name of Answers. "" when the
// regulation does not know it.
func (r *Regulation) ValueTitle(set, value, lang string) string {
	values := r.Answers[set].Values
	switch set {
	case "outcome":
		values = r.Outcomes.Values
	case "ground":
		values = r.Admit.Grounds
	case "kind":
		for _, k := range r.Kinds {
			if k.Kind == dossier.Kind(value) {
				return k.Title.In(lang)
			}
		}
	case "category":
		for _, c := range r.Category {
			if c.Name == value {
				return c.Title.In(lang)
			}
		}
	}
	for _, v := range values {
		if v.Name == value {
			return v.Title.In(lang)
		}
	}
	return ""
}
