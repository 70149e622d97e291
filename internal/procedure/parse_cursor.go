package procedure

import (
	"fmt"
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/tomltree"
)

// parser holds what is read and what is wrong with it.
type parser struct {
	root     *tomltree.Node
	file     string
	alone    bool // nothing is inherited
	mistakes tomltree.Mistakes
}

func (p *parser) top() cursor { return cursor{p: p, n: p.root} }

// at finds the place for a mistake: the value with these names, or what comes nearest above it.
func (p *parser) at(path ...string) tomltree.Place {
	n, best := p.root, tomltree.Place{File: p.file}
	for _, name := range path {
		if n = n.Get(name); n == nil {
			break
		}
		best = n.At
	}
	return best
}

func (p *parser) tell(at tomltree.Place, text, hint string) { p.mistakes.Tell(at, text, hint) }

// wrong tells a mistake of the value with this path.
func (p *parser) wrong(path []string, text, hint string) { p.tell(p.at(path...), text, hint) }

// cursor points at a value that may be absent. Reading an absent value gives the zero value and no mistake, so that
// a reader is a list of what it reads; what must be there says must.
type cursor struct {
	p    *parser
	n    *tomltree.Node
	name string         // for messages
	up   *tomltree.Node // the table that it should stand in
}

func (c cursor) at(name string) cursor {
	next := cursor{p: c.p, name: name, up: c.n}
	if c.n != nil && c.n.Kind == tomltree.Table {
		next.n = c.n.Find(name)
	}
	return next
}

// must tells a mistake when the value is absent, and returns the cursor for reading on.
func (c cursor) must() cursor {
	c.missing("")
	return c
}

func (c cursor) missing(hint string) {
	if c.n == nil && c.up != nil {
		c.p.tell(c.up.At, fmt.Sprintf("%q is missing", c.name), hint)
	}
}

func (c cursor) wrong(text, hint string) { c.p.tell(c.n.At, text, hint) }

// is tells a mistake and returns false when the value has another form.
func (c cursor) is(want tomltree.Kind) bool { return c.isWritten(want, "") }

// isWritten is that, with a hint of how the value is written.
func (c cursor) isWritten(want tomltree.Kind, how string) bool {
	if c.n == nil {
		return false
	}
	if c.n.Kind != want {
		c.wrong(c.n.Kind.Instead(c.name, want), how)
		return false
	}
	return true
}

// only tells unknown keys of a table.
func (c cursor) only(keys ...string) cursor {
	if !c.isWritten(tomltree.Table, "write { "+strings.Join(keys, " = ..., ")+" = ... }, or some of these") {
		c.n = nil
		return c
	}
	for _, name := range c.n.Names() {
		if !slices.Contains(keys, name) {
			c.p.tell(c.n.Find(name).Keyed, fmt.Sprintf("unknown key %q", name), didYouMean(name, keys))
		}
	}
	return c
}

// peek is the text of the value, without any mistake.
func (c cursor) peek() string {
	if c.n == nil || c.n.Kind != tomltree.Text {
		return ""
	}
	return c.n.Text
}

// str reads a text. A placeholder reads as "": it is told once, by placeholders.
func (c cursor) str() string {
	if !c.is(tomltree.Text) || isPlaceholder(c.n.Text) {
		return ""
	}
	return c.n.Text
}

// items are the elements of a list; a single value stands for a list of one, because it reads better.
func (c cursor) items() []cursor {
	if c.n == nil {
		return nil
	}
	if c.n.Kind != tomltree.List {
		return []cursor{c}
	}
	items := make([]cursor, len(c.n.Items))
	for i, n := range c.n.Items {
		items[i] = cursor{p: c.p, n: n, name: c.name}
	}
	return items
}

func (c cursor) strs() []string {
	var all []string
	for _, item := range c.items() {
		if s := item.str(); s != "" {
			all = append(all, s)
		}
	}
	return all
}

func (c cursor) flag() bool { return c.is(tomltree.Truth) && c.n.Text == "true" }

func (c cursor) num() int {
	if !c.is(tomltree.Number) {
		return 0
	}
	n, ok := c.n.Whole()
	if !ok || n < 0 || n > calendar.MaxLength {
		c.wrong(fmt.Sprintf("%s must be a number from 0 to %d", c.name, calendar.MaxLength), "")
		return 0
	}
	return int(n)
}

func (c cursor) length() calendar.Length {
	if !c.isWritten(tomltree.Text, `write it as "5 working days" or "6 weeks"`) || isPlaceholder(c.n.Text) {
		return calendar.Length{}
	}
	s := c.n.Text
	l, err := calendar.ParseLength(s)
	if err != nil {
		c.wrong(err.Error(), "")
	}
	return l
}

func (c cursor) date() calendar.Date {
	if c.n == nil {
		return calendar.Date{}
	}
	if c.n.Kind == tomltree.Text && isPlaceholder(c.n.Text) {
		return calendar.Date{}
	}
	if c.n.Kind != tomltree.Text && !c.is(tomltree.Day) {
		return calendar.Date{}
	}
	d, err := calendar.Parse(c.n.Text)
	if err != nil {
		c.wrong(fmt.Sprintf("%s: %s", c.name, err), "")
	}
	return d
}

// oneOf reads a word of a closed list.
func (c cursor) oneOf(words ...string) string {
	s := c.str()
	if s != "" && !slices.Contains(words, s) {
		c.wrong(fmt.Sprintf("%s can't be %q", c.name, s), didYouMean(s, words))
		return ""
	}
	return s
}

// mustOneOf reads a word of a closed list that has to be there.
func (c cursor) mustOneOf(words ...string) string {
	c.missing("write one of " + strings.Join(words, ", "))
	return c.oneOf(words...)
}

// valueOf reads a word of a closed list that has a type of its own.
func valueOf[T ~string](c cursor, all []T) T { return T(c.oneOf(strs(all)...)) }

// mustValueOf reads one that has to be there.
func mustValueOf[T ~string](c cursor, all []T) T { return T(c.mustOneOf(strs(all)...)) }

// keys are the names of a table, in order.
func (c cursor) keys() []string {
	if c.n == nil {
		return nil
	}
	return c.n.Names()
}

// each walks the tables of a table: [term.x] and [term.y] under "term".
func (c cursor) each(read func(name string, c cursor)) {
	if c.n == nil || !c.is(tomltree.Table) {
		return
	}
	for _, name := range c.n.Names() {
		below := c.at(name)
		if below.is(tomltree.Table) {
			read(name, below)
		}
	}
}

// words reads texts into any kind of name.
func words[T ~string](c cursor) []T {
	var all []T
	for _, s := range c.strs() {
		all = append(all, T(s))
	}
	return all
}

func (c cursor) text() Text {
	if !c.isWritten(tomltree.Table, `write { nl = "...", en = "..." }`) {
		return Text{}
	}
	c.only("nl", "en")
	return Text{NL: c.at("nl").must().str(), EN: c.at("en").str()}
}

// clause reads where a rule comes from; the keys stand beside the rule itself.
func (c cursor) clause() Clause {
	return Clause{Article: c.at("article").str(), Choice: c.at("choice").str(), ChoiceEN: c.at("choice_en").str()}
}

// clauseKeys are allowed beside every rule.
var clauseKeys = []string{"article", "choice", "choice_en"}

// rule is only for a rule with a clause.
func (c cursor) rule(keys ...string) cursor { return c.only(append(keys, clauseKeys...)...) }
