package procedure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Setting is what an organisation chose in klachtd.toml under [procedure.<name>], with its place there. Value is a
// string, a []string, or something that prints itself, such as a date.
type Setting struct {
	Value any
	File  string
	Line  int
	Col   int
}

// overlay lays the regulation over what it inherits: tables are joined name by name, everything else is replaced.
func overlay(base, own *node) *node {
	for _, name := range own.names {
		value := own.byName[name]
		if below := base.byName[name]; below != nil && below.form == formTable && value.form == formTable {
			value = overlay(below, value)
			value.at, value.keyed, value.ownFile = own.byName[name].at, own.byName[name].keyed, true
		}
		base.put(name, value)
	}
	return base
}

// leaveOut takes what the regulation does not want from what it inherits. Names are written as in a header:
// "act.costs".
func (p *parser) leaveOut(base *node, out cursor) {
	all := paths(base)
	for _, c := range out.items() {
		path := strings.Split(c.str(), ".")
		in := base.get(path[:len(path)-1]...)
		name := path[len(path)-1]
		if in == nil || in.form != formTable || in.byName[name] == nil {
			c.wrong(fmt.Sprintf("nothing inherited is called %q", c.str()), hintOr(didYouMean(c.str(), all), tableOf(c.str(), all)))
			continue
		}
		in.remove(name)
	}
}

// tableOf is the hint for a name that was written without its table.
func tableOf(name string, all []string) string {
	for _, path := range all {
		if strings.HasSuffix(path, "."+name) {
			return fmt.Sprintf("did you mean %q?", path)
		}
	}
	return ""
}

// paths lists the names that can be left out: two levels deep.
func paths(n *node) []string {
	var all []string
	for _, name := range n.names {
		if n.byName[name].form != formTable {
			continue
		}
		for _, below := range n.byName[name].names {
			all = append(all, name+"."+below)
		}
	}
	return all
}

// choose fills in the organisation's own choices.
func (p *parser) choose(choices map[string]Setting) {
	offered := p.top().at("choice")
	for key, s := range choices {
		target := offered.at(key)
		if target.n == nil {
			hint := "this regulation leaves nothing to choose"
			if offered.n != nil {
				hint = didYouMean(key, offered.n.names)
			}
			p.mistakes = append(p.mistakes, Mistake{File: s.File, Line: s.Line, Col: s.Col,
				Text: fmt.Sprintf("the regulation %q has no choice %q", p.top().at("name").peek(), key), Hint: hint})
			continue
		}
		if options := target.at("option"); options.n != nil {
			p.pick(key, target, options, s)
			continue
		}
		p.fill(target.at("sets").items(), s)
	}
}

// pick fills in what one option of a choice sets, each value as the regulation writes it there.
func (p *parser) pick(key string, target, options cursor, s Setting) {
	said := fmt.Sprint(s.Value)
	if yes, is := s.Value.(bool); is {
		said = map[bool]string{true: "yes", false: "no"}[yes]
	}
	o := options.at(said)
	if o.n == nil || o.n.form != formTable {
		p.mistakes = append(p.mistakes, Mistake{File: s.File, Line: s.Line, Col: s.Col,
			Text: fmt.Sprintf("%s can't be %q", key, said), Hint: didYouMean(said, options.keys())})
		return
	}
	target.n.put("chosen", &node{at: o.n.at, keyed: o.n.keyed, text: said, ownFile: true})
	sets := o.at("sets")
	for _, path := range sets.keys() {
		name := &node{at: sets.n.byName[path].keyed, text: path}
		p.fill([]cursor{{p: p, n: name, name: "sets"}}, Setting{Value: sets.at(path).peek(), File: s.File, Line: s.Line, Col: s.Col})
	}
}

// fill puts a setting where the regulation says that it belongs.
func (p *parser) fill(targets []cursor, s Setting) {
	for _, c := range targets {
		path := strings.Split(c.str(), ".")
		name := path[len(path)-1]
		in := p.root.get(path[:len(path)-1]...)
		value := s.node()
		value.ownFile = true
		switch {
		case in != nil && in.form == formTable:
			if old := in.byName[name]; old != nil && old.form == formList && value.form != formList {
				value = &node{at: value.at, keyed: value.keyed, form: formList, list: []*node{value}, ownFile: true}
			}
			in.put(name, value)
		default:
			c.wrong(fmt.Sprintf("there is no %q to set", c.str()), "")
		}
	}
}

// node makes the value that would have been read if it stood in the regulation.
func (s Setting) node() *node {
	at := place{file: s.File, line: s.Line, col: s.Col}
	switch v := s.Value.(type) {
	case string:
		return &node{at: at, keyed: at, text: v}
	case []string:
		l := &node{at: at, keyed: at, form: formList}
		for _, item := range v {
			l.list = append(l.list, &node{at: at, keyed: at, text: item})
		}
		return l
	case bool:
		return &node{at: at, keyed: at, form: formTruth, text: strconv.FormatBool(v)}
	case int64, int:
		return &node{at: at, keyed: at, form: formNumber, text: fmt.Sprint(v)}
	case fmt.Stringer:
		return &node{at: at, keyed: at, form: formDay, text: v.String()}
	}
	return &node{at: at, keyed: at, form: formOther}
}

// placeholders finds the gaps that a template leaves in square brackets. They are told together, each with the
// setting that fills it.
func (p *parser) placeholders(n *node, path []string) {
	switch n.form {
	case formText:
		if isPlaceholder(n.text) {
			p.tell(n.at, fmt.Sprintf("still to be filled in: %q", n.text), p.filledBy(strings.Join(path, ".")))
		}
	case formList:
		for i, item := range n.list {
			p.placeholders(item, append(slices.Clone(path), strconv.Itoa(i+1)))
		}
	case formTable:
		for _, name := range n.names {
			p.placeholders(n.byName[name], append(slices.Clone(path), name))
		}
	}
}

func isPlaceholder(s string) bool {
	return strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") && len(s) > 2
}

// filledBy says which setting fills a gap.
func (p *parser) filledBy(path string) string {
	choices := p.root.get("choice")
	if choices == nil {
		return ""
	}
	for _, key := range choices.names {
		for _, c := range p.top().at("choice").at(key).at("sets").items() {
			if set := c.peek(); path == set || strings.HasPrefix(path, set+".") {
				return fmt.Sprintf("set %s under [procedure.%s] in klachtd.toml", key, p.top().at("name").peek())
			}
		}
	}
	return ""
}
