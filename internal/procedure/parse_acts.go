package procedure

import (
	"klachtd/internal/dossier"
	"klachtd/internal/tomltree"
)

func (p *parser) letters(r *Regulation) {
	blocks := p.top().at("block")
	for _, name := range blocks.keys() {
		r.Blocks[name] = blocks.at(name).text()
	}
	p.top().at("letter").each(func(name string, c cursor) {
		c.rule("title", "to", "cc", "blocks", "with", "mode", "in_person", "answer")
		l := LetterRule{
			Name: dossier.LetterName(name), Title: c.at("title").must().text(), To: words[dossier.Role](c.at("to").must()),
			Cc: words[dossier.Role](c.at("cc")), Blocks: c.at("blocks").strs(),
			Mode: valueOf(c.at("mode"), modes), InPerson: c.at("in_person").flag(),
			With: enclosed(c.at("with")), Answer: answerRecord(c.at("answer")), Clause: c.clause(),
		}
		if l.Mode == "" {
			l.Mode = ModeAuto
		}
		for _, t := range r.Terms {
			if l.Meets == "" && contains(t.MetBy, name) {
				l.Meets = t.Name
			}
		}
		r.Letters[l.Name] = l
	})
}

// answerRecord reads answer = "comment", and answer = { name = "signed_letter", if = "given attachment" }.
func answerRecord(c cursor) AnswerRecord {
	if c.n == nil || c.n.Kind != tomltree.Table {
		return AnswerRecord{Record: c.str()}
	}
	c = c.only("name", "if")
	return AnswerRecord{Record: c.at("name").must().str(), If: c.at("if").allConditions()}
}

func enclosed(c cursor) []string {
	var all []string
	for _, w := range c.items() {
		all = append(all, w.oneOf(enclosures...))
	}
	return all
}

func (p *parser) acts(r *Regulation) {
	p.top().at("act").each(func(name string, c cursor) {
		r.Acts = append(r.Acts, p.act(r, name, c))
	})
}

func (p *parser) act(r *Regulation, name string, c cursor) Act {
	c.rule(append([]string{"part", "words", "does", "who", "weight", "in", "kinds", "needs", "may", "gates"}, effectKeys...)...)
	a := Act{
		Name: name, Part: mustValueOf(c.at("part"), parts), Words: c.at("words").must().text(), Does: c.at("does").must().text(),
		Who: words[dossier.Role](c.at("who").must()), Weight: mustValueOf(c.at("weight"), weights),
		In: p.states(r, c.at("in")), New: contains(c.at("in").strs(), inNew), Kinds: words[dossier.Kind](c.at("kinds")), Needs: c.at("needs").strs(),
		May: c.at("may").strs(), Clause: c.clause(),
	}
	if a.Words.EN == "" {
		a.Words.EN = a.Words.NL
	}
	for _, g := range c.at("gates").items() {
		a.Gates = append(a.Gates, p.gate(g))
	}
	a.Effects = p.effects(c)
	return a
}

// Groups of states that "in" takes besides names.
const (
	inRunning = "running"
	inEnded   = "ended"
	inAny     = "any"
	inNew     = "new" // no case at all
)

// states spells out the states in which an act is possible, in the order of the file. Without "in" these are the
// states of a running case; a frozen one does not run. No group holds what is destroyed: there nothing can be done.
func (p *parser) states(r *Regulation, c cursor) []dossier.State {
	said := c.strs()
	if c.n == nil {
		said = []string{inRunning}
	}
	var all []dossier.State
	states := p.top().at("state")
	if states.n == nil {
		return nil
	}
	for _, name := range states.n.Names() {
		group := inRunning
		switch {
		case r.States[dossier.State(name)].Ends:
			group = inEnded
		case dossier.State(name) == dossier.StateFrozen:
			group = inAny
		}
		alive := dossier.State(name) != dossier.StateDestroyed
		if contains(said, name) || alive && (contains(said, inAny) || contains(said, group)) {
			all = append(all, dossier.State(name))
		}
	}
	return all
}

func (p *parser) gate(c cursor) Gate {
	c = c.rule("need", "then", "send")
	g := Gate{Need: c.at("need").must().str(), Any: c.at("need").conditions(), Then: valueOf(c.at("then"), thens), Clause: c.clause()}
	if g.Send = words[dossier.LetterName](c.at("send")); len(g.Send) > 0 {
		g.Then = ThenSend
	}
	return g
}

// effectKeys are the keys of an act that say what it does. Each makes effects of one kind; their order here is the
// order in which the effects happen.
var effectKeys = []string{"case", "links", "kind", "track", "outcome", "party", "assigns", "sets", "records",
	"measure", "access", "letters", "meets", "ends", "suspends", "resumes", "opens", "extends", "round", "keep", "state", "tasks",
	"done", "tray", "releases", "absence", "answer", "commands"}

// plainEffects are those that only name things.
var plainEffects = map[string]EffectKind{
	"case": DoCase, "links": DoLink, "kind": DoKind, "track": DoTrack, "outcome": DoOutcome, "party": DoParty,
	"assigns": DoAssign, "sets": DoFact, "records": DoRecord, "measure": DoMeasure, "access": DoAccess, "meets": DoMeet,
	"ends": DoEnd, "suspends": DoSuspend, "resumes": DoResume, "opens": DoOpen, "extends": DoExtend, "round": DoRound,
	"state": DoState, "tasks": DoTask, "done": DoDone, "keep": DoKeep, "tray": DoTray, "releases": DoRelease, "absence": DoAbsence,
	"answer": DoAnswer, "commands": DoCommands,
}

func (p *parser) effects(c cursor) []Effect {
	var all []Effect
	for _, key := range effectKeys {
		at := c.at(key)
		if key == "letters" {
			all = append(all, p.letterEffects(at)...)
			continue
		}
		for _, item := range at.items() {
			what, conds := item, [][]Condition(nil)
			if item.n.Kind == tomltree.Table {
				item = item.only("name", "if")
				what, conds = item.at("name").must(), item.at("if").allConditions()
			}
			e := Effect{Do: plainEffects[key], If: conds}
			if closed := deeds[e.Do]; closed != nil {
				e.what = what.oneOf(strs(closed)...)
			} else {
				e.what = what.str()
			}
			if e.what != "" {
				all = append(all, e)
			}
		}
	}
	return all
}

// enclosures are what a letter may enclose: the closed list.
var enclosures = []string{"calendar entry", "complaint", "dossier", "rules", "statement", "hearing report", "note",
	"draft", "memo", "copy", "attachments"}

func (p *parser) letterEffects(c cursor) []Effect {
	var all []Effect
	for _, item := range c.items() {
		e := Effect{Do: DoLetter}
		if item.n.Kind == tomltree.Text {
			e.what = item.str()
		} else {
			item = item.only("name", "to", "cc", "with", "mode", "if")
			e.what = item.at("name").must().str()
			e.To, e.Cc = words[dossier.Role](item.at("to")), words[dossier.Role](item.at("cc"))
			e.With = enclosed(item.at("with"))
			e.Mode = valueOf(item.at("mode"), modes)
			e.If = item.at("if").allConditions()
		}
		if e.what != "" {
			all = append(all, e)
		}
	}
	return all
}
