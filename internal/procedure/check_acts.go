package procedure

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"klachtd/internal/dossier"
)

// letters: every one has an audience, and what goes to a party says what it must hold.
func (k *checker) letters() {
	for _, name := range k.letterNames() {
		l := k.r.Letters[dossier.LetterName(name)]
		at := []string{"letter", name}
		k.based(l.Clause, at...)
		k.allKnown("audience", k.audiences(), strs(l.To), "letter", name, "to")
		k.allKnown("audience", k.audiences(), strs(l.Cc), "letter", name, "cc")
		k.allKnown("block", namesOf(k.r.Blocks), l.Blocks, "letter", name, "blocks")
		k.known("record", namesOf(k.r.Records), l.Answer.Record, "letter", name, "answer", "name")
		k.conditions(without(slices.Concat(l.Answer.If...), CondGiven), nil, []string{"letter", name, "answer", "if"})
		if toParty(l.To) && len(l.Blocks) == 0 {
			k.wrong(at, fmt.Sprintf("the letter %q goes to a party, and does not say what it must hold", name),
				`say blocks = ["number", "contact"]`)
		}
		if n := k.root.Get(at...); n != nil && !n.Inherited && !k.joined && !contains(k.used().letters, name) {
			k.tell(n.Keyed, fmt.Sprintf("the letter %q never leaves: no act, term or round sends it", name), "")
		}
	}
}

// without leaves out what can only be asked of a message.
func without(conds []Condition, is ConditionKind) []Condition {
	return slices.DeleteFunc(conds, func(c Condition) bool { return c.Is == is && c.Name == "attachment" })
}

func toParty(to []dossier.Role) bool {
	return slices.ContainsFunc(to, func(r dossier.Role) bool {
		return r != dossier.RoleReceiver && slices.Contains(partyRoles, r) ||
			r == AudienceParty || r == AudienceOtherParty || r == AudienceEachParty
	})
}

// Pseudo-roles of who may do an act.
const (
	whoEveryone dossier.Role = "everyone" // all people of the configuration, and staff
	whoStaff    dossier.Role = "staff"    // any member of staff
	whoParty    dossier.Role = "party"    // a party of the case
	whoGiver    dossier.Role = "giver"    // who gave the command that this is about
)

var whos = []dossier.Role{whoEveryone, whoStaff, whoParty, whoGiver}

// plainNeeds are what a command can take besides the sets of words of the regulation.
var plainNeeds = []string{"text", "date", "dates", "days", "moment", "period", "times", "person", "party", "contact",
	"outcome", "ground", "category", "case", "message", "item", "measure", "amount", "language", "word", "attachment", "content"}

var commandWord = regexp.MustCompile(`^\p{Ll}[\p{Ll}0-9]*(-[\p{Ll}0-9]+)*$`)

func (k *checker) acts() {
	taken := map[string]string{}
	for i := range k.r.Acts {
		a := &k.r.Acts[i]
		k.words(a, taken)
		k.actor(a)
		k.needs(a)
		k.gates(a)
		k.effects(a)
	}
}

// words: each stands in exactly one act.
func (k *checker) words(a *Act, taken map[string]string) {
	k.based(a.Clause, "act", a.Name)
	for lang, word := range map[string]string{"nl": a.Words.NL, "en": a.Words.EN} {
		at := []string{"act", a.Name, "words", lang}
		if word != "" && !commandWord.MatchString(word) {
			k.wrong(at, fmt.Sprintf("%q can't be a command: small letters, digits and hyphens only, without #", word), "")
		}
		if other, ok := taken[word]; ok && other != a.Name {
			k.wrong(at, fmt.Sprintf("the word %q is taken by act %q", word, other), "")
		}
	}
	for _, word := range []string{a.Words.NL, a.Words.EN} {
		if _, ok := taken[word]; !ok && word != "" {
			taken[word] = a.Name
		}
	}
}

// actor: somebody may do it, somewhere.
func (k *checker) actor(a *Act) {
	at := []string{"act", a.Name}
	if len(a.Who) == 0 {
		k.wrong(at, fmt.Sprintf("nobody may do act %q", a.Name), "")
	}
	k.allKnown("role", append(k.roleNames(), strs(whos)...), strs(a.Who), "act", a.Name, "who")
	groups := []string{inAny, inRunning, inEnded, inNew}
	k.allKnown("state", append(groups, k.stateNames()...), k.top().at("act").at(a.Name).at("in").strs(), "act", a.Name, "in")
	if len(a.In) == 0 && !a.New {
		k.wrong(at, fmt.Sprintf("there is no state in which act %q can be done", a.Name), "")
	}
	k.allKnown("kind", k.kindNames(), strs(a.Kinds), "act", a.Name, "kinds")
}

func (k *checker) needs(a *Act) {
	all := append(slices.Clone(plainNeeds), namesOf(k.r.Answers)...)
	k.allKnown("need", all, a.Needs, "act", a.Name, "needs")
	k.allKnown("need", all, a.May, "act", a.Name, "may")
	k.choosable(a, "outcome", len(k.r.Outcomes.Values), `[outcomes.value] for instance gegrond = { nl = "gegrond", en = "upheld" }`)
	k.choosable(a, "ground", len(k.r.Admit.Grounds), `[admissibility.ground] for instance te-oud = { nl = "te oud", en = "too-old" }`)
	for i, need := range a.May {
		if contains(a.Needs, need) {
			k.wrong([]string{"act", a.Name, "may", strconv.Itoa(i + 1)}, fmt.Sprintf("%q is needed already", need), "")
		}
	}
}

// choosable: what a command has to choose from is there.
func (k *checker) choosable(a *Act, need string, there int, form string) {
	if there == 0 && contains(a.Needs, need) {
		k.wrong([]string{"act", a.Name, "needs"}, fmt.Sprintf("act %q needs one %s of those that there are, and the regulation has none", a.Name, need),
			"say below "+form)
	}
}

func (k *checker) gates(a *Act) {
	for i, g := range a.Gates {
		at := []string{"act", a.Name, "gates", strconv.Itoa(i + 1)}
		k.allKnown("letter", k.letterNames(), strs(g.Send), append(at, "send")...)
		if !k.conditions(g.Any, a, append(at, "need")) || len(g.Any) == 0 {
			continue
		}
		why := ""
		for _, c := range g.Any {
			if why = k.impossible(c, a); why == "" {
				break
			}
		}
		if why != "" {
			k.wrong(append(at, "need"), "this gate can never hold: "+why, "")
		}
	}
}

// effects: what an act does is about things that exist, and it gets what it needs for it.
func (k *checker) effects(a *Act) {
	if len(a.Effects) == 0 {
		k.wrong([]string{"act", a.Name}, fmt.Sprintf("act %q does nothing", a.Name), "say letters, records, state, ...")
	}
	count := map[EffectKind]int{}
	for _, e := range a.Effects {
		count[e.Do]++
		at := []string{"act", a.Name, effectKey[e.Do], strconv.Itoa(count[e.Do])}
		if what, all := k.nameable(e.Do); what != "" {
			k.known(what, all, e.what, append(at[:4:4], "name")...)
		}
		k.conditions(slices.Concat(e.If...), a, append(at[:4:4], "if"))
		k.wants(a, e, at)
	}
}

// effectKey is the key of an act that makes an effect.
var effectKey = func() map[EffectKind]string {
	keys := map[EffectKind]string{DoLetter: "letters"}
	for key, do := range plainEffects {
		keys[do] = key
	}
	return keys
}()

// nameable says what an effect names, and which names there are.
func (k *checker) nameable(do EffectKind) (what string, all []string) {
	switch do {
	case DoLetter:
		return "letter", k.letterNames()
	case DoOpen, DoMeet, DoEnd, DoExtend, DoSuspend, DoResume:
		return "term", k.termNames()
	case DoState:
		return "state", append(k.stateNames(), string(stateBefore))
	case DoKind:
		return "kind", k.kindNames()
	case DoTrack:
		return "track", strs(tracks)
	case DoOutcome:
		return "outcome", append(k.outcomeNames(), outcomeGiven, outcomeProposed)
	case DoParty:
		return "party", partyNames()
	case DoAssign:
		return "role", k.anybody()
	case DoRecord:
		return "record", namesOf(k.r.Records)
	case DoTask, DoDone:
		return "task", namesOf(k.r.Tasks)
	}
	return "", nil
}

// Names in effects that stand for what the command gives or what was.
const (
	stateBefore     dossier.State = "before" // the state from which the case came
	stateAppeal     dossier.State = "appeal"
	outcomeGiven                  = "given"    // the one that the command names
	outcomeProposed               = "proposed" // the one of the proposal that is approved
)

// wants: an effect that is about a person, a party, a date or an outcome needs the command to name it.
func (k *checker) wants(a *Act, e Effect, at []string) {
	takes := func(needs ...string) bool {
		return slices.ContainsFunc(needs, func(n string) bool { return contains(a.Needs, n) || contains(a.May, n) })
	}
	missing := ""
	switch e.Do {
	case DoExtend:
		if !takes("date") {
			missing = "date"
		}
	case DoParty:
		if !takes("contact") {
			missing = "contact"
		}
	case DoOutcome:
		if e.Outcome() == outcomeGiven && !takes("outcome") {
			missing = "outcome"
		}
	case DoMeasure:
		if e.Deed() != MeasurePropose && !takes("measure") {
			missing = "measure"
		}
	case DoLetter:
		k.allKnown("audience", k.audiences(), strs(e.To), append(at[:4:4], "to")...)
		k.allKnown("audience", k.audiences(), strs(e.Cc), append(at[:4:4], "cc")...)
		missing = k.unaddressed(a, e, takes)
	}
	if missing != "" {
		k.wrong(at, fmt.Sprintf("act %q needs a %s for this, and does not take one", a.Name, missing),
			fmt.Sprintf("say needs = [%q]", missing))
	}
}

func (k *checker) unaddressed(a *Act, e Effect, takes func(...string) bool) string {
	to := e.To
	if len(to) == 0 {
		to = k.r.Letters[e.Letter()].To
	}
	round := slices.ContainsFunc(a.Effects, func(e Effect) bool { return e.Do == DoRound })
	switch {
	case slices.Contains(to, AudiencePerson) && !takes("person"):
		return "person"
	case slices.Contains(to, AudienceParty) && !takes("party", "contact") && !round:
		return "party"
	case slices.Contains(to, AudienceOtherParty) && !takes("party"):
		return "party"
	}
	return ""
}

func (k *checker) outcomeNames() []string { return valueNames(k.r.Outcomes.Values) }

func valueNames(values []OutcomeRule) []string {
	return each(values, func(v OutcomeRule) string { return v.Name })
}

// states: a case that comes to one can leave it, unless it is an end; and one that the file declares can be reached.
func (k *checker) states() {
	reached := k.used().states
	for _, name := range k.stateNames() {
		n := k.root.Get("state", name)
		if !contains(reached, name) {
			if !n.Inherited && !k.joined {
				k.tell(n.Keyed, fmt.Sprintf("no case ever comes to the state %q", name), "")
			}
			continue
		}
		if !k.r.States[dossier.State(name)].Ends && !k.canLeave(dossier.State(name)) {
			k.tell(n.Keyed, fmt.Sprintf("a case can't leave the state %q: no act leads out of it", name), "say ends = true if it is an end")
		}
	}
}

func (k *checker) canLeave(from dossier.State) bool {
	for i := range k.r.Acts {
		a := &k.r.Acts[i]
		if !slices.Contains(a.In, from) || a.doesDeed(DoKeep, KeepFreeze) {
			continue
		}
		for _, e := range a.Effects {
			if e.Do != DoState || e.State() == from {
				continue
			}
			if e.State() != stateBefore || k.freezesTo(from) {
				return true
			}
		}
	}
	return false
}

// freezesTo says whether a state is the one of frozen cases, from which a release leads back.
func (k *checker) freezesTo(state dossier.State) bool {
	return slices.ContainsFunc(k.r.Acts, func(a Act) bool {
		return a.doesDeed(DoKeep, KeepFreeze) && a.does(DoState, string(state))
	})
}
