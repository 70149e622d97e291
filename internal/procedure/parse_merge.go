package procedure

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"klachtd/internal/tomltree"
)

// Setting is what an organisation chose in klachtd.toml under [procedure.<name>], with its place there. Value is a
// string, a []string, or something that prints itself, such as a date.
type Setting struct {
	Value any
	File  string
	Line  int
	Col   int
}

func (s Setting) at() tomltree.Place { return tomltree.Place{File: s.File, Line: s.Line, Col: s.Col} }

// leaveOut takes what the regulation does not want from what it inherits. Names are written as in a header:
// "act.costs".
func (p *parser) leaveOut(base *tomltree.Node, out cursor) {
	all := paths(base)
	for _, c := range out.items() {
		path := strings.Split(c.str(), ".")
		in := base.Get(path[:len(path)-1]...)
		name := path[len(path)-1]
		if in == nil || in.Kind != tomltree.Table || in.Find(name) == nil {
			c.wrong(fmt.Sprintf("nothing inherited is called %q", c.str()), hintOr(didYouMean(c.str(), all), tableOf(c.str(), all)))
			continue
		}
		in.Remove(name)
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
func paths(n *tomltree.Node) []string {
	var all []string
	for _, name := range n.Names() {
		if n.Find(name).Kind != tomltree.Table {
			continue
		}
		for _, below := range n.Find(name).Names() {
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
				hint = didYouMean(key, offered.n.Names())
			}
			p.tell(s.at(), fmt.Sprintf("the regulation %q has no choice %q", p.top().at("name").peek(), key), hint)
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
	if o.n == nil || o.n.Kind != tomltree.Table {
		p.tell(s.at(), fmt.Sprintf("%s can't be %q", key, said), didYouMean(said, options.keys()))
		return
	}
	target.n.Put("chosen", &tomltree.Node{Key: "chosen", At: o.n.At, Keyed: o.n.Keyed, Text: said})
	sets := o.at("sets")
	for _, path := range sets.keys() {
		name := &tomltree.Node{At: sets.n.Find(path).Keyed, Text: path}
		p.fill([]cursor{{p: p, n: name, name: "sets"}}, Setting{Value: sets.at(path).peek(), File: s.File, Line: s.Line, Col: s.Col})
	}
}

// fill puts a setting where the regulation says that it belongs.
func (p *parser) fill(targets []cursor, s Setting) {
	for _, c := range targets {
		path := strings.Split(c.str(), ".")
		name := path[len(path)-1]
		in := p.root.Get(path[:len(path)-1]...)
		value := s.node(name)
		switch {
		case in != nil && in.Kind == tomltree.Table:
			if old := in.Find(name); old != nil && old.Kind == tomltree.List && value.Kind != tomltree.List {
				value = &tomltree.Node{Key: name, At: value.At, Keyed: value.Keyed, Kind: tomltree.List, Items: []*tomltree.Node{value}}
			}
			in.Put(name, value)
		default:
			c.wrong(fmt.Sprintf("there is no %q to set", c.str()), "")
		}
	}
}

// node makes the value that would have been read if it stood in the regulation under that key.
func (s Setting) node(key string) *tomltree.Node {
	n := &tomltree.Node{Key: key, At: s.at(), Keyed: s.at()}
	switch v := s.Value.(type) {
	case string:
		n.Text = v
	case []string:
		n.Kind = tomltree.List
		for _, item := range v {
			n.Items = append(n.Items, &tomltree.Node{Key: key, At: n.At, Keyed: n.At, Text: item})
		}
	case bool:
		n.Kind, n.Text = tomltree.Truth, strconv.FormatBool(v)
	case int64, int:
		n.Kind, n.Text = tomltree.Number, fmt.Sprint(v)
	case fmt.Stringer:
		n.Kind, n.Text = tomltree.Day, v.String()
	default:
		n.Kind = tomltree.Time
	}
	return n
}

// placeholders finds the gaps that a template leaves in square brackets. They are told together, each with the
// setting that fills it.
func (p *parser) placeholders(n *tomltree.Node, path []string) {
	switch n.Kind {
	case tomltree.Text:
		if isPlaceholder(n.Text) {
			p.tell(n.At, fmt.Sprintf("still to be filled in: %q", n.Text), p.filledBy(strings.Join(path, ".")))
		}
	case tomltree.List:
		for i, item := range n.Items {
			p.placeholders(item, append(slices.Clone(path), strconv.Itoa(i+1)))
		}
	case tomltree.Table:
		for _, name := range n.Names() {
			p.placeholders(n.Find(name), append(slices.Clone(path), name))
		}
	}
}

func isPlaceholder(s string) bool {
	return strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") && len(s) > 2
}

// filledBy says which setting fills a gap.
func (p *parser) filledBy(path string) string {
	choices := p.root.Get("choice")
	if choices == nil {
		return ""
	}
	for _, key := range choices.Names() {
		for _, c := range p.top().at("choice").at(key).at("sets").items() {
			if set := c.peek(); path == set || strings.HasPrefix(path, set+".") {
				return fmt.Sprintf("set %s under [procedure.%s] in klachtd.toml", key, p.top().at("name").peek())
			}
		}
	}
	return ""
}
