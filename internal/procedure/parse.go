package procedure

import (
	"fmt"

	"klachtd/internal/dossier"
	"klachtd/internal/tomltree"
)

// Parse reads a regulation. Name is the file's name for messages; inherit is the text of what the regulation
// inherits (common.toml), or nil; choices are the organisation's own, from [procedure.<name>] of its configuration.
// All mistakes come at once, in the order of the lines. The regulation is nil only when the file is no TOML at
// all; with other mistakes it is what could be read, for showing, never for working with.
//
// Regulation.Text holds everything in one file that inherits nothing: Parse of it gives the same regulation with
// the same hash, which is how a case keeps the version under which it began.
func Parse(name string, text, inherit []byte, choices map[string]Setting) (*Regulation, tomltree.Mistakes) {
	own, broken := tomltree.Read(name, text)
	if broken != nil {
		return nil, broken
	}
	p := &parser{root: own, file: name}
	p.join(inherit)
	p.choose(choices)
	p.placeholders(p.root, nil)
	r := p.trimmed()
	p.check(r)
	if p.alone && len(p.mistakes) > 0 {
		p.tell(tomltree.Place{File: name, Line: 1, Col: 1}, "the regulation inherits nothing", `say inherits = "common" to begin with what is shared`)
	}
	r.Text, r.Hash = canonical(p.root)
	return r, p.mistakes.Sorted(name)
}

// inherited is the file that a regulation may inherit from.
const inherited = "common"

// join lays the regulation over what it inherits.
func (p *parser) join(inherit []byte) {
	c, out := p.top().at("inherits"), p.top().at("leaves_out")
	p.root.Remove("inherits")
	p.root.Remove("leaves_out")
	if c.n == nil {
		p.alone = inherit != nil && p.root.Get(joinedKey) == nil
		return
	}
	if c.str() != inherited {
		c.wrong(fmt.Sprintf("nothing to inherit is called %q", c.str()), didYouMean(c.str(), []string{inherited}))
		return
	}
	base, broken := tomltree.Read(inherited+".toml", inherit)
	if p.mistakes = append(p.mistakes, broken...); broken != nil {
		return
	}
	p.leaveOut(base, out)
	terms := p.root.Get("term")
	p.root = tomltree.Overlay(base, p.root)
	if joined := p.root.Get("term"); terms != nil && joined.Kind == tomltree.Table {
		joined.First(terms.Names()) // its own terms are what a regulation is about
	}
}

// regulation reads all sections. The order is that of the file and of procedure show.
func (p *parser) regulation() *Regulation {
	t := p.top().only(joinedKey, "name", "title", "source", "version", "language", "in_force", "party", "role", "kind", "state", "begin",
		"term", "block", "letter", "act", "field", "category", "structural", "outcomes", "rounds", "admissibility", "retention",
		"access", "folder", "report", "measures", "choice", "record", "task", "answer", "text", "recognise")
	r := &Regulation{
		Name: t.at("name").must().str(), Title: t.at("title").must().str(), Source: t.at("source").str(),
		Version: t.at("version").must().str(), Language: t.at("language").oneOf("nl", "en"),
		Roles: map[dossier.Role]RoleRule{}, Parties: map[dossier.Role]Text{}, Blocks: map[string]Text{}, States: map[dossier.State]StateRule{},
		Letters: map[dossier.LetterName]LetterRule{}, Records: map[string]RecordRule{},
		Tasks: map[dossier.TaskKind]TaskRule{}, Answers: map[string]AnswerRule{}, Texts: map[string]TextRule{},
	}
	if r.Language == "" {
		r.Language = "nl"
	}
	p.people(r)
	p.beginning(r)
	p.terms(r)
	p.letters(r)
	p.content(r)
	p.ending(r)
	p.acts(r)
	askAfterTurns(r)
	p.choices(r)
	return r
}

func (p *parser) people(r *Regulation) {
	parties := p.top().at("party").must()
	for _, role := range parties.only(partyNames()...).keys() {
		r.Parties[dossier.Role(role)] = parties.at(role).text()
	}
	p.top().at("role").each(func(name string, c cursor) {
		c.rule("title", "required", "stands_in", "of")
		r.Roles[dossier.Role(name)] = RoleRule{
			Title: c.at("title").must().text(), Required: c.at("required").flag(),
			StandsIn: dossier.Role(c.at("stands_in").str()), Of: dossier.Role(c.at("of").str()), Clause: c.clause(),
		}
	})
	for _, c := range p.top().at("access").items() {
		c = c.rule("to", "closed", "when", "without")
		r.Access = append(r.Access, AccessRule{
			To: dossier.Role(c.at("to").must().str()), Closed: mustValueOf(c.at("closed"), closings),
			When: c.at("when").str(), If: c.at("when").conditions(), Without: words[dossier.Role](c.at("without")),
			Clause: c.clause(),
		})
	}
}

func (p *parser) beginning(r *Regulation) {
	c := p.top().at("in_force")
	if c.n != nil {
		c = c.rule("since", "ground")
		r.InForce = InForce{Since: c.at("since").date(), Ground: c.at("ground").str(), Clause: c.clause()}
	}
	p.top().at("kind").each(func(name string, c cursor) {
		c.rule("title")
		r.Kinds = append(r.Kinds, KindRule{Kind: dossier.Kind(name), Title: c.at("title").must().text(), Clause: c.clause()})
	})
	p.top().at("state").each(func(name string, c cursor) {
		c.rule("title", "public", "ends")
		r.States[dossier.State(name)] = StateRule{
			Title: c.at("title").must().text(), Public: mustValueOf(c.at("public"), publicStatuses),
			Ends: c.at("ends").flag(), Clause: c.clause(),
		}
	})
	if c = p.top().at("begin").must(); c.n == nil {
		return
	}
	c = c.rule("state", "kind", "track", "staff_mail", "staff_forward", "ask_state", "after_forward", "letters", "intake")
	r.Begin = Begin{
		State: dossier.State(c.at("state").must().str()), Kind: dossier.Kind(c.at("kind").must().str()),
		Track:        valueOf(c.at("track"), tracks),
		StaffMail:    mustValueOf(c.at("staff_mail"), staffMails),
		StaffForward: c.at("staff_forward").oneOf("case") != "",
		AskState:     dossier.State(c.at("ask_state").must().str()), AfterForward: words[dossier.LetterName](c.at("after_forward")),
		Letters: words[dossier.LetterName](c.at("letters")), Intake: valueOf(c.at("intake"), intakes), Clause: c.clause(),
	}
}

func (p *parser) content(r *Regulation) {
	p.top().at("field").each(func(name string, c cursor) {
		c.rule("title", "hard", "if_any", "late", "kinds", "pattern", "records")
		r.Fields = append(r.Fields, FieldRule{
			Name: name, Title: c.at("title").must().text(), Hard: c.at("hard").flag(), IfAny: c.at("if_any").flag(), Late: c.at("late").flag(),
			Kinds: words[dossier.Kind](c.at("kinds")), Pattern: c.at("pattern").str(), Records: c.at("records").strs(), Clause: c.clause(),
		})
	})
	p.top().at("category").each(func(name string, c cursor) {
		c.rule("title", "topic", "to", "when", "asks", "sets", "per", "kind")
		r.Category = append(r.Category, CategoryRule{
			Name: name, Title: c.at("title").must().text(), Topic: c.at("topic").str(),
			To: dossier.Role(c.at("to").str()), When: c.at("when").oneOf("structural"), Asks: c.at("asks").strs(),
			Sets: c.at("sets").strs(), Per: c.at("per").text(), Kind: dossier.Kind(c.at("kind").str()), Clause: c.clause(),
		})
	})
	if c := p.top().at("structural"); c.n != nil {
		c = c.rule("times", "within")
		r.Recur = Recurrence{Times: c.at("times").must().num(), Within: c.at("within").must().length(), Clause: c.clause()}
	}
	p.recordsAndTasks(r)
	p.top().at("text").each(func(name string, c cursor) {
		c.rule("lines")
		r.Texts[name] = TextRule{Lines: c.at("lines").strs(), Clause: c.clause()}
	})
	p.top().at("recognise").each(func(name string, c cursor) {
		c.rule("words", "offers", "task", "holds", "party")
		r.Recognise = append(r.Recognise, RecogniseRule{Name: name, Words: c.at("words").must().strs(),
			Offers: c.at("offers").must().strs(), Task: dossier.TaskKind(c.at("task").str()),
			Holds: words[dossier.LetterName](c.at("holds")), Party: dossier.Role(c.at("party").str()), Clause: c.clause()})
	})
}

func (p *parser) recordsAndTasks(r *Regulation) {
	p.top().at("record").each(func(name string, c cursor) {
		c.rule("title", "open_until", "private")
		rec := RecordRule{Name: name, Title: c.at("title").must().text(), Private: c.at("private").flag(), Clause: c.clause()}
		for _, until := range c.at("open_until").items() {
			rec.Until = append(rec.Until, until.conditions()...)
		}
		r.Records[name] = rec
	})
	p.top().at("task").each(func(name string, c cursor) {
		c.rule("title", "for", "remind", "on_date")
		r.Tasks[dossier.TaskKind(name)] = TaskRule{
			Kind: dossier.TaskKind(name), Title: c.at("title").must().text(), For: dossier.Role(c.at("for").must().str()),
			Remind: c.at("remind").length(), OnDate: c.at("on_date").flag(), Clause: c.clause(),
		}
	})
	p.top().at("answer").each(func(name string, c cursor) {
		r.Answers[name] = AnswerRule{Name: name, Values: p.values(c)}
	})
}

// values reads [x] name = { nl, en } ....
func (p *parser) values(c cursor) []OutcomeRule {
	var all []OutcomeRule
	if c.n == nil || !c.is(tomltree.Table) {
		return nil
	}
	for _, name := range c.n.Names() {
		v := c.at(name).rule("nl", "en")
		if v.n != nil {
			all = append(all, OutcomeRule{Name: name, Clause: v.clause(),
				Title: Text{NL: v.at("nl").must().str(), EN: v.at("en").must().str()}})
		}
	}
	return all
}

// choices lists what the organisation may set, with what holds now.
func (p *parser) choices(r *Regulation) {
	p.top().at("choice").each(func(name string, c cursor) {
		c.rule("title", "sets", "option", "chosen")
		ch := Choice{Key: name, Title: c.at("title").must().text(), Sets: c.at("sets").strs(), Clause: c.clause()}
		for _, set := range ch.Sets {
			ch.Value = p.valueAt(set)
		}
		p.options(&ch, c)
		r.Choices = append(r.Choices, ch)
	})
}

// options reads the ways in which a choice can be made. The one that the organisation picked was filled in already, and
// stands under "chosen"; before that it is the one that sets nothing.
func (p *parser) options(ch *Choice, c cursor) {
	chosen := c.at("chosen").str()
	c.at("option").each(func(name string, o cursor) {
		o.only("title", "sets")
		ch.Options = append(ch.Options, OptionRule{Name: name, Title: o.at("title").must().text(),
			Chosen: name == chosen || chosen == "" && o.at("sets").n == nil})
	})
	if (len(ch.Options) == 0) == (len(ch.Sets) == 0) {
		c.wrong(fmt.Sprintf("the choice %q sets nothing, or twice", ch.Key), "say sets = \"term.settle.length\", or [choice.x.option.y], not both")
	}
}

func partyNames() []string {
	var names []string
	for _, role := range partyRoles {
		names = append(names, string(role))
	}
	return names
}
