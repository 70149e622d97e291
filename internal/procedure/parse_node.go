package procedure

import (
	"bytes"
	"errors"
	"slices"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// Limits of a regulation's file. The shipped ones are under 50 KB, and five levels deep.
const (
	MaxText  = 1 << 20
	maxDepth = 12
)

// place is where something stands.
type place struct {
	file      string
	line, col int
}

// form is what a value is.
type form int

const (
	formText form = iota
	formNumber
	formTruth
	formDay
	formList
	formTable
	formOther // floats, times: never wanted
)

var formNames = map[form]string{
	formText: "a text", formNumber: "a number", formTruth: "true or false", formDay: "a date", formList: "a list",
	formTable: "a table", formOther: "another kind of value",
}

// node is one value of a file with its place. A tree of nodes, not Go structs, is what files are read into, because
// inheriting, leaving out and an organisation's choices work on names, and because every mistake wants a place.
type node struct {
	at      place // of the value; of the key where a table has no brace of its own
	keyed   place // of its key
	form    form
	text    string // of what is no list and no table
	list    []*node
	names   []string // keys of a table, in order
	byName  map[string]*node
	ownFile bool // stands in the regulation itself, not in what it inherits
}

func newTable(at place) *node {
	return &node{at: at, keyed: at, form: formTable, byName: map[string]*node{}}
}

// get walks down by names; nil when there is no such node. In a list the names are numbers from 1.
func (n *node) get(names ...string) *node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		n = n.child(name)
	}
	return n
}

func (n *node) child(name string) *node {
	if n.form != formList {
		if below := n.byName[name]; below != nil || name != "1" {
			return below
		}
		return n // a single value stands for a list of one
	}
	if name == "" {
		return nil
	}
	i := 0
	for _, digit := range name {
		if i = i*10 + int(digit-'0'); digit < '0' || digit > '9' || i > len(n.list) {
			return nil
		}
	}
	if i == 0 {
		return nil
	}
	return n.list[i-1]
}

func (n *node) put(name string, value *node) {
	if _, there := n.byName[name]; !there {
		n.names = append(n.names, name)
	}
	n.byName[name] = value
}

func (n *node) remove(name string) {
	delete(n.byName, name)
	n.names = slices.DeleteFunc(n.names, func(s string) bool { return s == name })
}

// treeReader makes nodes of the expressions of one file.
type treeReader struct {
	file   string
	text   []byte
	starts []int // offsets of the beginnings of lines
	parser unstable.Parser
	own    bool
}

// readTree reads a file. The decoder goes first, because it knows all rules of TOML (no key twice, no table opened
// twice); the second walk is for the places.
func readTree(file string, text []byte, own bool) (*node, Mistakes) {
	if len(text) > MaxText {
		return nil, Mistakes{{File: file, Text: "the file is larger than a regulation can be"}}
	}
	var discard map[string]any
	if err := toml.Unmarshal(text, &discard); err != nil {
		return nil, Mistakes{syntaxMistake(file, text, err)}
	}
	t := &treeReader{file: file, text: text, own: own, starts: []int{0}}
	for i, c := range text {
		if c == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	root, err := t.read()
	if err != nil {
		return nil, Mistakes{{File: file, Text: err.Error()}}
	}
	return root, nil
}

var errTooDeep = errors.New("tables and lists stand too deep in each other")

func (t *treeReader) read() (*node, error) {
	root := newTable(place{file: t.file, line: 1, col: 1})
	here := root
	t.parser.Reset(t.text)
	for t.parser.NextExpression() {
		e := t.parser.Expression()
		var err error
		switch e.Kind {
		case unstable.Table:
			here, err = t.header(root, e, false)
		case unstable.ArrayTable:
			here, err = t.header(root, e, true)
		case unstable.KeyValue:
			err = t.pair(here, e, 0)
		}
		if err != nil {
			return nil, err
		}
	}
	return root, t.parser.Error()
}

// header opens [a.b] or [[a.b]] and returns the table that the lines below it belong to.
func (t *treeReader) header(root *node, e *unstable.Node, listed bool) (*node, error) {
	here, depth := root, 0
	for keys := e.Key(); keys.Next(); depth++ {
		name, at := string(keys.Node().Data), t.place(keys.Node().Raw)
		if depth >= maxDepth {
			return nil, errTooDeep
		}
		if listed && keys.IsLast() {
			return t.listed(here, name, at), nil
		}
		here = t.inside(here, name, at)
	}
	here.at = here.keyed
	return here, nil
}

func (t *treeReader) listed(in *node, name string, at place) *node {
	l := in.byName[name]
	if l == nil {
		l = &node{at: at, keyed: at, form: formList, ownFile: t.own}
		in.put(name, l)
	}
	item := newTable(at)
	item.ownFile = t.own
	l.list = append(l.list, item)
	return item
}

// inside steps into a table, making it when it is new; in a list of tables it is the last one that is meant.
func (t *treeReader) inside(in *node, name string, at place) *node {
	next := in.byName[name]
	if next == nil {
		next = newTable(at)
		next.ownFile = t.own
		in.put(name, next)
	}
	if next.form == formList {
		return next.list[len(next.list)-1]
	}
	return next
}

func (t *treeReader) pair(in *node, e *unstable.Node, depth int) error {
	for keys := e.Key(); keys.Next(); depth++ {
		name, at := string(keys.Node().Data), t.place(keys.Node().Raw)
		if depth >= maxDepth {
			return errTooDeep
		}
		if !keys.IsLast() {
			in = t.inside(in, name, at)
			continue
		}
		value, err := t.value(e.Value(), at, depth)
		if err != nil {
			return err
		}
		value.keyed = at
		in.put(name, value)
	}
	return nil
}

func (t *treeReader) value(e *unstable.Node, keyed place, depth int) (*node, error) {
	if depth >= maxDepth {
		return nil, errTooDeep
	}
	n := &node{at: keyed, keyed: keyed, text: string(e.Data), ownFile: t.own}
	if e.Raw.Length > 0 {
		n.at = t.place(e.Raw)
	}
	switch e.Kind {
	case unstable.String:
		n.form = formText
	case unstable.Integer:
		n.form = formNumber
	case unstable.Bool:
		n.form = formTruth
	case unstable.LocalDate:
		n.form = formDay
	case unstable.Array:
		return n, t.items(n, e, depth)
	case unstable.InlineTable:
		n.form, n.byName = formTable, map[string]*node{}
		for kids := e.Children(); kids.Next(); {
			if err := t.pair(n, kids.Node(), depth+1); err != nil {
				return nil, err
			}
		}
	default:
		n.form = formOther
	}
	return n, nil
}

func (t *treeReader) items(n *node, e *unstable.Node, depth int) error {
	n.form = formList
	for kids := e.Children(); kids.Next(); {
		item, err := t.value(kids.Node(), n.keyed, depth+1)
		if err != nil {
			return err
		}
		n.list = append(n.list, item)
	}
	return nil
}

// place turns an offset into a line and a column in characters.
func (t *treeReader) place(r unstable.Range) place {
	offset := int(r.Offset)
	line, exact := slices.BinarySearch(t.starts, offset)
	if !exact {
		line--
	}
	column := utf8.RuneCount(bytes.TrimPrefix(t.text[t.starts[line]:offset], []byte("\ufeff")))
	return place{file: t.file, line: line + 1, col: column + 1}
}
