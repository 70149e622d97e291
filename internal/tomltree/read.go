package tomltree

import (
	"bytes"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Limits of a file. The shipped regulations are under 100 KB, and five levels deep.
const (
	MaxText   = 1 << 20 // bytes
	maxBroken = 20      // statements; after so many the file is something else than TOML
	maxDepth  = 12      // lists and tables inside each other
)

// byteOrderMark is what Notepad puts before UTF-8.
const byteOrderMark = "\ufeff"

// Read makes the tree of a text. Broken is what is no TOML, in the order of the file; the tree is that of the rest. File is
// the name for messages.
func Read(file string, text []byte) (root *Node, broken Mistakes) {
	text = bytes.TrimPrefix(bytes.Clone(text), []byte(byteOrderMark))
	start := Place{File: file, Line: 1, Col: 1}
	switch {
	case len(text) > MaxText:
		broken.Tell(start, fmt.Sprintf("the file is larger than %d bytes", MaxText), "")
		return NewTable("", start), broken
	case isUTF16(text):
		broken.Tell(start, "the file is written as UTF-16", "save it as UTF-8")
		return NewTable("", start), broken
	}
	text, broken, ok := repair(file, text)
	if !ok {
		return NewTable("", start), broken
	}
	r := &reader{file: file, text: text, starts: lineStarts(text), broken: broken}
	return r.read(), r.broken
}

// isUTF16 recognises what Notepad calls Unicode.
func isUTF16(text []byte) bool {
	return bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff"))
}

// reader makes nodes of the syntax of one file.
type reader struct {
	file   string
	text   []byte
	starts []int // offset of each line
	parser unstable.Parser
	broken Mistakes
	deep   bool // that something stands too deep was told
	before spot // the last place that was asked for
}

// spot is an offset with its place.
type spot struct{ offset, line, col int }

func lineStarts(text []byte) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// read expects a text that check approved of.
func (r *reader) read() *Node {
	root := NewTable("", Place{File: r.file, Line: 1, Col: 1})
	here := root
	r.parser.Reset(r.text)
	for r.parser.NextExpression() {
		switch e := r.parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			here = r.header(root, e)
		case unstable.KeyValue:
			r.pair(here, e, 0)
		}
	}
	if err := r.parser.Error(); err != nil {
		r.broken.Tell(root.At, err.Error(), "")
	}
	return root
}

// header opens [a.b] or [[a.b]] and returns the table that the lines below it belong to.
func (r *reader) header(root *Node, e *unstable.Node) *Node {
	here, depth := root, 0
	for keys := e.Key(); keys.Next(); depth++ {
		name, at := string(keys.Node().Data), r.place(keys.Node().Raw)
		switch {
		case depth >= maxDepth:
			r.tooDeep(at)
			return NewTable(name, at) // no part of the tree
		case keys.IsLast() && e.Kind == unstable.ArrayTable:
			return r.item(here, name, at)
		}
		here = r.inside(here, name, at)
		if keys.IsLast() {
			here.At = at
		}
	}
	return here
}

// item adds a table to a list of them.
func (r *reader) item(in *Node, name string, at Place) *Node {
	list := in.Find(name)
	if list == nil {
		list = &Node{Key: name, At: at, Keyed: at, Kind: List}
		in.Put(name, list)
	}
	table := NewTable(name, at)
	list.Items = append(list.Items, table)
	return table
}

// inside steps into a table, making it when it is new; in a list of tables it is the last one that is meant.
func (r *reader) inside(in *Node, name string, at Place) *Node {
	next := in.Find(name)
	if next == nil {
		next = NewTable(name, at)
		in.Put(name, next)
	}
	if next.Kind == List {
		return next.Items[len(next.Items)-1]
	}
	return next
}

func (r *reader) pair(in *Node, e *unstable.Node, depth int) {
	for keys := e.Key(); keys.Next(); depth++ {
		name, at := string(keys.Node().Data), r.place(keys.Node().Raw)
		switch {
		case depth >= maxDepth:
			r.tooDeep(at)
			return
		case keys.IsLast():
			in.Put(name, r.value(name, at, e.Value(), depth))
		default:
			in = r.inside(in, name, at)
		}
	}
}

// kinds are those of the parser; what is not in it has a time.
var kinds = map[unstable.Kind]Kind{
	unstable.String: Text, unstable.Integer: Number, unstable.Float: Fraction, unstable.Bool: Truth, unstable.LocalDate: Day,
	unstable.Array: List, unstable.InlineTable: Table,
}

// value converts a value. A list has no place of its own in the syntax and gets that of its key.
func (r *reader) value(key string, keyed Place, e *unstable.Node, depth int) *Node {
	kind, known := kinds[e.Kind]
	if !known {
		kind = Time
	}
	n := &Node{Key: key, At: keyed, Keyed: keyed, Kind: kind}
	if e.Raw.Length > 0 {
		n.At = r.place(e.Raw)
	}
	switch {
	case kind != List && kind != Table:
		n.Text = string(e.Data)
		return n
	case depth >= maxDepth:
		r.tooDeep(n.At)
		return n
	}
	for below := e.Children(); below.Next(); {
		if kind == Table {
			r.pair(n, below.Node(), depth+1)
		} else {
			n.Items = append(n.Items, r.value(key, keyed, below.Node(), depth+1))
		}
	}
	return n
}

// tooDeep tells once that something is left out.
func (r *reader) tooDeep(at Place) {
	if !r.deep {
		r.broken.Tell(at, "tables and lists stand too deep in each other", "")
	}
	r.deep = true
}

// place turns an offset into a line and a column in characters. It counts from the last place on the same line: a list of
// a megabyte on one line would else be counted once for each item.
func (r *reader) place(raw unstable.Range) Place {
	offset := int(raw.Offset)
	line, exact := slices.BinarySearch(r.starts, offset)
	if exact {
		line++
	}
	from := spot{r.starts[line-1], line, 1}
	if r.before.line == line && r.before.offset <= offset {
		from = r.before
	}
	r.before = spot{offset, line, from.col + utf8.RuneCount(r.text[from.offset:offset])}
	return Place{File: r.file, Line: line, Col: r.before.col}
}
