package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/tomltree"
)

// usage is what a regulation uses of its own names.
type usage struct{ blocks, letters, states, records, tasks, kinds, answers, keeps []string }

// engineLetters leave without a regulation saying so: notices to staff, answers to commands, and what DESIGN.md
// section 10 orders. A regulation may change to whom and with which blocks.
var engineLetters = []string{"acknowledgement", "case_registered", "receiver_receipt", "sender_question", "reminder",
	"task", "delivery_failed", "late_list", "tray_list", "tray_notice", "print_page", "retention_list", "transcript",
	"help", "status", "one_time_code", "security_notice", "procedure_text"}

// letterMeasures is the list that goes out for the periodic check of measures.
const letterMeasures = "measures_check"

// used is computed once a check; the regulation does not change meanwhile.
func (k *checker) used() *usage {
	if k.usage == nil {
		k.usage = usageOf(k.r)
	}
	return k.usage
}

func usageOf(r *Regulation) *usage {
	u := &usage{letters: slices.Clone(engineLetters), kinds: []string{string(r.Begin.Kind)}}
	u.states = []string{string(r.Begin.State), string(r.Begin.AskState)}
	u.letters = append(append(u.letters, strs(r.Begin.AfterForward)...), strs(r.Begin.Letters)...)
	u.letters = append(u.letters, string(r.Rounds.Letter), string(r.Rounds.Notice))
	u.keeps = append(u.keeps, r.Rounds.Overrun, r.Rounds.Skipped)
	for _, t := range r.Terms {
		u.letters = append(u.letters, string(t.AtEnd.Letter), string(t.Notice.Letter))
		for _, s := range t.Steps {
			u.letters = append(u.letters, string(s.Letter))
		}
		u.kinds = append(u.kinds, strs(t.Kinds)...)
		u.keeps = append(u.keeps, t.Notice.Late)
		for _, rr := range t.Remind {
			u.keeps = append(u.keeps, rr.Record)
		}
	}
	if r.Measures.Cadence != "" {
		u.letters = append(u.letters, letterMeasures)
	}
	for _, rec := range r.Recognise {
		u.tasks = append(u.tasks, string(rec.Task))
	}
	for _, l := range r.Letters {
		u.blocks = append(u.blocks, l.Blocks...)
		u.keeps = append(u.keeps, l.Answer.Record)
	}
	u.records = append(u.records, u.keeps...)
	for i := range r.Acts {
		u.act(&r.Acts[i])
	}
	return u
}

func (u *usage) act(a *Act) {
	u.kinds = append(u.kinds, strs(a.Kinds)...)
	u.answers = append(append(u.answers, a.Needs...), a.May...)
	for _, g := range a.Gates {
		u.letters = append(u.letters, strs(g.Send)...)
	}
	for _, e := range a.Effects {
		switch e.Do {
		case DoLetter:
			u.letters = append(u.letters, string(e.Letter()))
		case DoState:
			u.states = append(u.states, string(e.State()))
		case DoRecord:
			u.records = append(u.records, e.Record())
		case DoTask, DoDone:
			u.tasks = append(u.tasks, string(e.Task()))
		case DoKind:
			u.kinds = append(u.kinds, string(e.Kind()))
		}
	}
}

// trimmed reads the regulation without what it inherits and never uses. Leaving out an act can leave a state that
// no case comes to, and that an act that no state allows, so it goes on until nothing changes.
func (p *parser) trimmed() *Regulation {
	for {
		before := len(p.mistakes)
		r := p.regulation()
		if p.root.Get(joinedKey) != nil || !p.trim(r) {
			return r
		}
		p.mistakes = p.mistakes[:before]
	}
}

// trim removes what is inherited and unused from the tree; it returns whether there was any.
func (p *parser) trim(r *Regulation) bool {
	u := usageOf(r)
	removed := p.drop("block", u.blocks) | p.drop("letter", u.letters) | p.drop("record", u.records) | p.drop("task", u.tasks) |
		p.drop("kind", u.kinds) | p.drop("answer", u.answers)
	if n := p.drop("state", u.states); n > 0 {
		removed += n
		p.forgetStates()
	}
	for i := range r.Acts {
		a := &r.Acts[i]
		if n := p.root.Get("act", a.Name); n.Inherited && (len(a.In) == 0 && !a.New || r.lacksTermOf(a)) {
			p.root.Get("act").Remove(a.Name)
			removed++
		}
	}
	for _, t := range r.Terms {
		n := p.root.Get("term", string(t.Name))
		if n != nil && n.Inherited && p.root.Get("act", t.From) == nil && !strings.HasSuffix(t.From, " sent") &&
			t.From != anchorReceived && t.From != anchorFiled && t.From != anchorClosed {
			p.root.Get("term").Remove(string(t.Name))
			removed++
		}
	}
	return removed > 0
}

// lacksTermOf says whether an act is about a term that the regulation does not have: asking for a supplement where no
// term is set for it.
func (r *Regulation) lacksTermOf(a *Act) bool {
	return slices.ContainsFunc(a.Effects, func(e Effect) bool {
		return e.Term() != "" && r.Term(e.Term()) == nil
	})
}

// drop removes the inherited names of a section that are not used, and counts them.
func (p *parser) drop(section string, used []string) int {
	n, count := p.root.Get(section), 0
	if n == nil || n.Kind != tomltree.Table {
		return 0
	}
	for _, name := range slices.Clone(n.Names()) {
		if value := n.Find(name); value.Inherited && !contains(used, name) {
			n.Remove(name)
			count++
		}
	}
	return count
}

// forgetStates takes the states that are gone from the acts that are inherited; an act of the regulation's own that
// names one keeps it, as a mistake.
func (p *parser) forgetStates() {
	acts, states := p.root.Get("act"), p.root.Get("state")
	if acts == nil || acts.Kind != tomltree.Table {
		return
	}
	groups := []string{inAny, inRunning, inEnded, inNew}
	for _, name := range acts.Names() {
		in := acts.Find(name).Get("in")
		if in == nil || !in.Inherited || in.Kind != tomltree.List {
			continue
		}
		in.Items = slices.DeleteFunc(in.Items, func(item *tomltree.Node) bool {
			return states.Find(item.Text) == nil && !contains(groups, item.Text)
		})
	}
}
