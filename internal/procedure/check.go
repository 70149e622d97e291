package procedure

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/spelling"
)

// check finds what is wrong with a regulation that reads well: names of nothing, duties without an end, gates that
// can never hold. A case must never be the first to meet such a mistake.
func (p *parser) check(r *Regulation) {
	k := &checker{parser: p, r: r, joined: p.root.Get(joinedKey) != nil, lists: map[string][]string{}}
	k.people()
	k.beginning()
	for i := range r.Terms {
		k.term(&r.Terms[i])
	}
	k.limits()
	k.letters()
	k.acts()
	k.states()
	k.records()
	k.content()
	k.afterwards()
}

// checker knows the names of a regulation.
type checker struct {
	*parser
	r      *Regulation
	joined bool // the text was joined and checked before
	usage  *usage
	lists  map[string][]string
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }

func namesOf[K ~string, V any](m map[K]V) []string {
	var names []string
	for name := range m {
		names = append(names, string(name))
	}
	slices.Sort(names)
	return names
}

func strs[T ~string](list []T) []string {
	var all []string
	for _, s := range list {
		all = append(all, string(s))
	}
	return all
}

// known tells a name of nothing.
func (k *checker) known(what string, all []string, name string, path ...string) bool {
	if name == "" || contains(all, name) {
		return true
	}
	hint := didYouMean(name, all)
	if form, ok := declared[what]; ok && spelling.Closest(name, all) == "" {
		how := "a new one is declared: " + strings.ReplaceAll(form, "NAME", name)
		if len(all) <= fewNames && hint != "" {
			how = hint + "; " + how
		}
		hint = how
	}
	k.wrong(path, fmt.Sprintf("unknown %s %q", what, name), hint)
	return false
}

// fewNames is how many names are listed beside how a new one is made.
const fewNames = 12

// declared is how a regulation makes a name of its own.
var declared = map[string]string{
	"block":  `below [block] NAME = { nl = "...", en = "..." }`,
	"letter": "[letter.NAME]", "act": "[act.NAME]", "letter or act": "[letter.NAME] or [act.NAME]", "record": "[record.NAME]",
	"state": "[state.NAME]", "term": "[term.NAME]",
}

// allKnown does so for a list, with the place of each item.
func (k *checker) allKnown(what string, all, names []string, path ...string) {
	for i, name := range names {
		k.known(what, all, name, append(slices.Clone(path), strconv.Itoa(i+1))...)
	}
}

// staffRoles follow from a member of staff: the configuration names them beside the person.
var staffRoles = []string{"team_coordinator", "line_manager"}

// names are all names of one kind, gathered once: the regulation does not change while it is checked.
func (k *checker) names(kind string, gather func() []string) []string {
	all, done := k.lists[kind]
	if !done {
		all = slices.Clip(gather())
		k.lists[kind] = all
	}
	return all
}

func (k *checker) roleNames() []string {
	return k.names("role", func() []string { return namesOf(k.r.Roles) })
}

func (k *checker) letterNames() []string {
	return k.names("letter", func() []string { return namesOf(k.r.Letters) })
}

func (k *checker) stateNames() []string {
	return k.names("state", func() []string { return namesOf(k.r.States) })
}

func (k *checker) termNames() []string {
	return k.names("term", func() []string { return each(k.r.Terms, func(t TermRule) string { return string(t.Name) }) })
}

func (k *checker) actNames() []string {
	return k.names("act", func() []string { return each(k.r.Acts, func(a Act) string { return a.Name }) })
}

func (k *checker) kindNames() []string {
	return k.names("kind", func() []string { return each(k.r.Kinds, func(r KindRule) string { return string(r.Kind) }) })
}

// anybody are the roles that a letter may go to or a term may bind: those of the organisation and of the parties.
func (k *checker) anybody() []string {
	return k.names("anybody", func() []string { return append(k.roleNames(), partyNames()...) })
}

func (k *checker) audiences() []string {
	return k.names("audience", func() []string {
		return append(k.anybody(), strs([]dossier.Role{AudienceParty, AudienceOtherParty, AudienceEachParty, AudiencePerson,
			AudienceSender})...)
	})
}

func each[T any](list []T, name func(T) string) []string {
	var names []string
	for _, item := range list {
		names = append(names, name(item))
	}
	return names
}

// based asks every rule of the regulation's own for its article, or for the choice that stands in its place.
func (k *checker) based(c Clause, path ...string) {
	n := k.root.Get(path...)
	if k.joined || n == nil || n.Inherited || c.Article != "" || c.Choice != "" {
		return
	}
	k.tell(n.Keyed, fmt.Sprintf("%s has neither an article nor a choice", strings.Join(path, ".")), "")
}

func (k *checker) people() {
	for _, name := range slices.Sorted(maps.Keys(k.r.Roles)) {
		stand := string(k.r.Roles[name].StandsIn)
		k.known("role", k.roleNames(), stand, "role", string(name), "stands_in")
		if of := k.r.Roles[name].Of; of != "" {
			k.known("party", partyNames(), string(of), "role", string(name), "of")
			k.known("role that staff carry", staffRoles, string(name), "role", string(name))
		}
	}
	if _, ok := k.r.Roles[dossier.RoleCoordinator]; !ok {
		k.wrong([]string{"role"}, "the role coordinator is missing", "somebody must get what klachtd does not do by itself")
	}
	for i, a := range k.r.Access {
		at := []string{"access", strconv.Itoa(i + 1)}
		k.known("role", k.anybody(), string(a.To), append(at, "to")...)
		k.allKnown("role", k.anybody(), strs(a.Without), append(at, "without")...)
		k.conditions(a.If, nil, append(at, "when"))
	}
}

func (k *checker) beginning() {
	b := k.r.Begin
	k.known("state", k.stateNames(), string(b.State), "begin", "state")
	k.known("state", k.stateNames(), string(b.AskState), "begin", "ask_state")
	k.known("kind", k.kindNames(), string(b.Kind), "begin", "kind")
	k.allKnown("letter", k.letterNames(), strs(b.AfterForward), "begin", "after_forward")
	k.allKnown("letter", k.letterNames(), strs(b.Letters), "begin", "letters")
	for _, name := range []dossier.State{b.State, b.AskState} {
		if k.r.States[name].Ends {
			k.wrong([]string{"begin"}, fmt.Sprintf("a case can't begin in the state %q: it is an end", name), "")
		}
	}
}

func (k *checker) content() {
	for _, f := range k.r.Fields {
		k.allKnown("kind", k.kindNames(), strs(f.Kinds), "field", f.Name, "kinds")
		k.allKnown("record", namesOf(k.r.Records), f.Records, "field", f.Name, "records")
		if _, err := regexp.Compile(f.Pattern); err != nil {
			k.wrong([]string{"field", f.Name, "pattern"}, err.Error(), "")
		}
	}
	for _, c := range k.r.Category {
		k.known("role", k.roleNames(), string(c.To), "category", c.Name, "to")
		k.allKnown("field", k.fieldNames(), c.Asks, "category", c.Name, "asks")
		for i, set := range c.Sets {
			field, _, _ := strings.Cut(set, " ")
			k.known("field", k.fieldNames(), field, "category", c.Name, "sets", strconv.Itoa(i+1))
		}
	}
	for _, rec := range k.r.Recognise {
		k.allKnown("act", k.actNames(), rec.Offers, "recognise", rec.Name, "offers")
		k.known("task", namesOf(k.r.Tasks), string(rec.Task), "recognise", rec.Name, "task")
		k.allKnown("letter", k.letterNames(), strs(rec.Holds), "recognise", rec.Name, "holds")
		k.known("party", strs(partyRoles), string(rec.Party), "recognise", rec.Name, "party")
	}
	for _, name := range slices.Sorted(maps.Keys(k.r.Tasks)) {
		k.known("role", k.anybody(), string(k.r.Tasks[name].For), "task", string(name), "for")
	}
}

// fieldNames are the fields of the file and those that acts set.
func (k *checker) fieldNames() []string {
	return k.names("field", func() []string {
		names := each(k.r.Fields, func(f FieldRule) string { return f.Name })
		for _, a := range k.r.Acts {
			for _, e := range a.Effects {
				if field := e.Field(); field != "" && !contains(names, field) {
					names = append(names, field)
				}
			}
		}
		return names
	})
}

var folderFields = regexp.MustCompile(`\{(\w+)\}`)

func (k *checker) afterwards() {
	for i, f := range k.r.Folders {
		at := []string{"folder", strconv.Itoa(i + 1)}
		k.known("act or state", append(k.actNames(), k.stateNames()...), f.On, append(at, "on")...)
		for _, m := range folderFields.FindAllStringSubmatch(f.Name, -1) {
			k.known("part of a folder's name", []string{"initials", "complainant", "number"}, m[1], append(at, "name")...)
		}
	}
	for i, rep := range k.r.Reports {
		at := []string{"report", strconv.Itoa(i + 1)}
		k.known("kind of report", strs(reportKinds), string(rep.Kind), append(at, "kind")...)
		k.allKnown("role", k.roleNames(), strs(rep.To), append(at, "to")...)
	}
	k.grounds()
	k.allKnown("role", k.roleNames(), strs(k.r.Measures.To), "measures", "to")
	if k.r.Measures.Cadence != "" {
		k.known("letter", k.letterNames(), letterMeasures, "measures")
	}
	for _, c := range k.r.Choices {
		for i, set := range c.Sets {
			k.settable(set, "choice", c.Key, "sets", strconv.Itoa(i+1))
		}
		for _, o := range c.Options {
			for _, set := range k.top().at("choice").at(c.Key).at("option").at(o.Name).at("sets").keys() {
				k.settable(set, "choice", c.Key, "option", o.Name, "sets", set)
			}
		}
	}
	if m := k.r.Retain.Minimum; days(m) > days(k.r.Retain.Length) {
		k.wrong([]string{"retention", "length"}, "the retention is shorter than its minimum of "+m.String(), "")
	}
}

func (k *checker) settable(set string, path ...string) {
	if k.root.Get(strings.Split(set, ".")...) == nil {
		k.wrong(path, fmt.Sprintf("there is no %q to set", set), "")
	}
}

// grounds: what is proposed for a complaint that may not be handled is a ground for that.
func (k *checker) grounds() {
	all := valueNames(k.r.Admit.Grounds)
	k.known("ground", all, k.r.InForce.Ground, "in_force", "ground")
	k.known("ground", all, k.r.Admit.MaxAgeGround, "admissibility", "age", "ground")
	k.known("ground", all, k.r.Admit.RepeatGround, "admissibility", "repeated", "ground")
}

// days compares lengths of different units, roughly: enough to find what makes no sense.
func days(l calendar.Length) float64 {
	perUnit := map[calendar.Unit]float64{
		calendar.WorkingDays: 7.0 / 5, calendar.Days: 1, calendar.Weeks: 7, calendar.Months: 30.4, calendar.Years: 365,
	}
	return float64(l.N) * perUnit[l.Unit]
}
