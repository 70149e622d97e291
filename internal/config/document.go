package config

import (
	"bytes"
	"errors"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"klachtd/internal/procedure"
)

// Limits of a configuration as text.
const (
	maxFileBytes      = 1 << 20
	maxSyntaxMistakes = 20 // after so many the file is something else than TOML
	maxNesting        = 12 // lists and tables inside each other; what stands deeper is left out
)

// position is a place in the file; line and column count from 1, columns in characters.
type position struct{ line, col int }

// node is a value of the file with its place. The decoder of go-toml stops at the first wrong type and forgets where
// a value stood; a tree of its syntax has every place, so that a mistake in meaning has one too.
type node struct {
	key   string        // the key that it belongs to, for messages
	kind  unstable.Kind // String, Integer, Float, Bool, a date or time, Array, or Table
	text  string        // the value of a String; else the value as it is written
	items []*node       // of an Array
	keys  []*entry      // of a Table, in the order of the file
	at    position
}

// entry is one key of a table.
type entry struct {
	name  string
	at    position
	value *node
}

func (n *node) find(name string) *entry {
	for _, e := range n.keys {
		if e.name == name {
			return e
		}
	}
	return nil
}

// syntax is a place where the file is not TOML.
type syntax struct {
	at   position
	text string
	hint string
}

// document is a file as a tree. When it has broken lines the tree is that of the other lines.
type document struct {
	root   *node
	broken []syntax
}

// read makes the tree. go-toml reports one mistake of syntax; to find the next one, the broken line is blanked out
// and the rest read again.
func read(text []byte) document {
	text = bytes.TrimPrefix(bytes.Clone(text), []byte("\xef\xbb\xbf"))
	if s, wide := utf16(text); wide {
		return document{root: &node{kind: unstable.Table, at: position{1, 1}}, broken: []syntax{s}}
	}
	var broken []syntax
	for len(broken) < maxSyntaxMistakes {
		s, ok := check(text)
		if ok {
			return document{root: tree(text), broken: broken}
		}
		broken = append(broken, s)
		text = blank(text, s.at.line)
	}
	return document{root: &node{kind: unstable.Table, at: position{1, 1}}, broken: broken}
}

// utf16 recognises what Notepad calls Unicode.
func utf16(text []byte) (syntax, bool) {
	if !bytes.HasPrefix(text, []byte("\xff\xfe")) && !bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return syntax{}, false
	}
	return syntax{at: position{1, 1}, text: "the file is written as UTF-16", hint: "save it as UTF-8"}, true
}

// check lets go-toml judge the whole text: syntax, keys that are written twice, tables that contradict each other.
func check(text []byte) (syntax, bool) {
	var all map[string]any
	err := toml.Unmarshal(text, &all)
	if err == nil {
		return syntax{}, true
	}
	s := syntax{at: position{1, 1}, text: strings.TrimPrefix(err.Error(), "toml: ")}
	var d *toml.DecodeError
	if errors.As(err, &d) {
		s.at.line, s.at.col = d.Position()
		s.at.col = characters(line(text, s.at.line), s.at.col)
	}
	s.hint = procedure.SyntaxHint(s.text, strings.TrimSpace(line(text, s.at.line)))
	return s, false
}

// line returns line n, which counts from 1.
func line(text []byte, n int) string {
	lines := bytes.Split(text, []byte("\n"))
	if n < 1 || n > len(lines) {
		return ""
	}
	return string(lines[n-1])
}

// characters turns a column in bytes into one in characters.
func characters(line string, col int) int {
	return utf8.RuneCountInString(line[:min(max(col-1, 0), len(line))]) + 1
}

// blank empties a broken line. With a broken header go its keys, for they would land in the table before it.
func blank(text []byte, n int) []byte {
	lines := bytes.Split(text, []byte("\n"))
	header := bytes.HasPrefix(bytes.TrimSpace(lines[n-1]), []byte("["))
	lines[n-1] = nil
	for i := n; header && i < len(lines) && !bytes.HasPrefix(bytes.TrimSpace(lines[i]), []byte("[")); i++ {
		lines[i] = nil
	}
	return bytes.Join(lines, []byte("\n"))
}

// builder turns the syntax of go-toml into nodes.
type builder struct {
	parser unstable.Parser
	text   []byte
	starts []int // offset of each line
	root   *node
	table  *node // where key = value lines go now
}

// tree expects text that check approved of.
func tree(text []byte) *node {
	b := &builder{text: text, starts: []int{0}}
	for i, c := range text {
		if c == '\n' {
			b.starts = append(b.starts, i+1)
		}
	}
	b.root = &node{kind: unstable.Table, at: position{1, 1}}
	b.table = b.root
	b.parser.Reset(text)
	for b.parser.NextExpression() {
		b.expression(b.parser.Expression())
	}
	return b.root
}

func (b *builder) expression(e *unstable.Node) {
	switch e.Kind {
	case unstable.Table:
		b.table = b.descend(b.root, b.path(e), false)
	case unstable.ArrayTable:
		b.table = b.descend(b.root, b.path(e), true)
	case unstable.KeyValue:
		b.assign(b.table, e, 0)
	}
}

// key is one part of a dotted key.
type key struct {
	name string
	at   position
}

func (b *builder) path(e *unstable.Node) []key {
	var keys []key
	for it := e.Key(); it.Next(); {
		n := it.Node()
		keys = append(keys, key{string(n.Data), b.place(n.Raw)})
	}
	return keys
}

// descend finds or makes the table of a dotted key; in a list of tables it is the last one, or a new one when the key
// says so.
func (b *builder) descend(from *node, path []key, appends bool) *node {
	for i, k := range path {
		e := from.find(k.name)
		last := i == len(path)-1
		if e == nil {
			e = &entry{name: k.name, at: k.at, value: &node{key: k.name, kind: unstable.Table, at: k.at}}
			if last && appends {
				e.value.kind = unstable.Array
			}
			from.keys = append(from.keys, e)
		}
		if last && appends {
			e.value.items = append(e.value.items, &node{key: k.name, kind: unstable.Table, at: k.at})
		}
		from = e.value
		if from.kind == unstable.Array && len(from.items) > 0 {
			from = from.items[len(from.items)-1]
		}
		if last && !appends {
			from.at = k.at
		}
	}
	return from
}

func (b *builder) assign(to *node, e *unstable.Node, depth int) {
	path := b.path(e)
	last := path[len(path)-1]
	if len(path) > 1 {
		to = b.descend(to, path[:len(path)-1], false)
	}
	to.keys = append(to.keys, &entry{name: last.name, at: last.at, value: b.value(last, e.Value(), last.at, depth)})
}

// value converts a value; a list has no place of its own in the syntax and gets that of its key.
func (b *builder) value(k key, v *unstable.Node, at position, depth int) *node {
	n := &node{key: k.name, kind: v.Kind, text: string(v.Data), at: at}
	if v.Raw.Length > 0 {
		n.at = b.place(v.Raw)
	}
	switch v.Kind {
	case unstable.Array:
		n.text = ""
		for it := v.Children(); depth < maxNesting && it.Next(); {
			n.items = append(n.items, b.value(k, it.Node(), n.at, depth+1))
		}
	case unstable.InlineTable:
		n.kind, n.text = unstable.Table, ""
		for it := v.Children(); depth < maxNesting && it.Next(); {
			b.assign(n, it.Node(), depth+1)
		}
	}
	return n
}

func (b *builder) place(r unstable.Range) position {
	offset := int(r.Offset)
	line := sort.SearchInts(b.starts, offset+1) - 1
	return position{line + 1, utf8.RuneCount(b.text[b.starts[line]:offset]) + 1}
}
