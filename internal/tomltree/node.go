package tomltree

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Place is where something stands. Lines and columns count from 1, columns in characters; Line is 0 when a mistake is
// that something is not there at all.
type Place struct {
	File      string
	Line, Col int
}

// Kind is what a value is.
type Kind int

// The kinds of values.
const (
	Text Kind = iota
	Number
	Fraction
	Truth
	Day  // a date without a time
	Time // with or without a date
	List
	Table
)

var kindNames = [...]string{
	Text: "a text", Number: "a number", Fraction: "a fraction", Truth: "true or false", Day: "a date", Time: "a time",
	List: "a list", Table: "a table",
}

// String names the kind as a mistake does: "a text".
func (k Kind) String() string { return kindNames[k] }

// Instead says that the value of a key has another kind than the one that is wanted.
func (k Kind) Instead(key string, want Kind) string {
	name := want.String()
	if want == Number {
		name = "a whole number"
	}
	return fmt.Sprintf("%s must be %s, not %s", key, name, k)
}

// Node is one value of a file. The zero Node is an empty text without a place.
type Node struct {
	Key       string // the key that it stands under, as it is written; of an item of a list that of the list
	At        Place  // of the value; of its key where a list or table has no place of its own
	Keyed     Place  // of the key; of a table where it is first named
	Kind      Kind
	Text      string // the value of a Text; as it is written for what is neither Text, List nor Table
	Items     []*Node
	Inherited bool // stands in the lower of two trees that were laid over each other

	names  []string // of a Table, in the order of the file
	byName map[string]*Node
}

// NewTable returns a table without keys.
func NewTable(key string, at Place) *Node { return &Node{Key: key, At: at, Keyed: at, Kind: Table} }

// Names are the keys of a table, in the order of the file. Whoever changes the table while walking them clones them first.
func (n *Node) Names() []string { return n.names }

// Find returns the value of a key of a table; nil when there is none, or when n is no table.
func (n *Node) Find(name string) *Node { return n.byName[name] }

// Get walks down by names; nil when there is no such value. In a list the names are numbers from 1, and a single value
// stands for a list of one.
func (n *Node) Get(names ...string) *Node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		n = n.step(name)
	}
	return n
}

func (n *Node) step(name string) *Node {
	if n.Kind != List {
		if below := n.byName[name]; below != nil || name != "1" {
			return below
		}
		return n
	}
	if i, err := strconv.ParseUint(name, 10, 31); err == nil && 0 < i && int(i) <= len(n.Items) {
		return n.Items[i-1]
	}
	return nil
}

// Put sets a key of a table; a new one comes last.
func (n *Node) Put(name string, value *Node) {
	if n.byName == nil {
		n.byName = map[string]*Node{}
	}
	if _, there := n.byName[name]; !there {
		n.names = append(n.names, name)
	}
	n.byName[name] = value
}

// Remove takes a key out of a table.
func (n *Node) Remove(name string) {
	delete(n.byName, name)
	n.names = slices.DeleteFunc(n.names, func(s string) bool { return s == name })
}

// Rename gives a value another key, in its place in the order. There must be no value under the new one.
func (n *Node) Rename(name, to string) {
	n.byName[to] = n.byName[name]
	delete(n.byName, name)
	n.names[slices.Index(n.names, name)] = to
}

// First moves keys of a table to its beginning.
func (n *Node) First(names []string) {
	order := slices.DeleteFunc(slices.Clone(names), func(s string) bool { return n.byName[s] == nil })
	for _, name := range n.names {
		if !slices.Contains(order, name) {
			order = append(order, name)
		}
	}
	n.names = order
}

// Whole is the value of a Number; ok is false when n is none, or has no room in 64 bits.
func (n *Node) Whole() (v int64, ok bool) {
	if n.Kind != Number {
		return 0, false
	}
	v, err := strconv.ParseInt(strings.ReplaceAll(n.Text, "_", ""), 0, 64)
	return v, err == nil
}

// Overlay lays a tree over the one that it inherits from: tables are joined key by key, everything else is replaced. It
// returns the lower one, changed; own must not be used any more.
func Overlay(base, own *Node) *Node {
	inherit(base)
	return overlay(base, own)
}

func inherit(n *Node) {
	n.Inherited = true
	for _, item := range n.Items {
		inherit(item)
	}
	for _, name := range n.names {
		inherit(n.byName[name])
	}
}

func overlay(base, own *Node) *Node {
	for _, name := range own.names {
		value := own.byName[name]
		if below := base.byName[name]; below != nil && below.Kind == Table && value.Kind == Table {
			value = overlay(below, value)
		}
		base.Put(name, value)
	}
	base.At, base.Keyed, base.Inherited = own.At, own.Keyed, false
	return base
}
