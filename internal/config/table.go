package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"klachtd/internal/spelling"
	"klachtd/internal/tomltree"
)

// maxShown is how much of a wrong value a message repeats.
const maxShown = 60

// reader gathers the mistakes of one file.
type reader struct {
	file     string // as the caller named it
	dir      string // what relative paths are relative to
	broken   bool   // lines could not be read: what seems to be missing may stand in them
	mistakes tomltree.Mistakes
}

func (r *reader) mistake(at tomltree.Place, hint, format string, args ...any) {
	r.mistakes.Tell(at, fmt.Sprintf(format, args...), hint)
}

// missing reports what is not there, unless it may stand in a line that could not be read.
func (r *reader) missing(at tomltree.Place, hint, format string, args ...any) {
	if !r.broken {
		r.mistake(at, hint, format, args...)
	}
}

// table is one table of the file, or a place where it could stand. Each of its readers takes a key, reports what is
// wrong with the value, and then returns the default, so that reading goes on.
type table struct {
	*reader
	path string         // "mailbox.imap"
	node *tomltree.Node // nil when the file has no such table
	at   tomltree.Place
	told bool // that what stands in its place is no table: nothing is missing from it
}

// open checks the keys of a table before any is read.
func (r *reader) open(path string, n *tomltree.Node, at tomltree.Place) table {
	t := table{reader: r, path: path, node: n, at: at}
	if n == nil {
		return t
	}
	for _, name := range slices.Clone(n.Names()) {
		if !slices.Contains(keys[path], name) {
			t.unknown(name)
		}
	}
	return t
}

// unknown reports a key that the table does not take. When it is clear which one was meant, its value is read as that
// one: a slip of the pen is told once, not a second time as something missing.
func (t table) unknown(name string) {
	n, meant := t.node.Find(name), spelling.Closest(name, keys[t.path])
	what := fmt.Sprintf("unknown key %q", shown(name))
	if t.path != "" {
		what += " in " + header(t.path)
	}
	t.mistake(n.Keyed, t.unknownHint(name, meant), "%s", what)
	switch right := t.node.Find(meant); {
	case meant == "":
	case right == nil:
		t.node.Rename(name, meant)
	case lists[meant] && n.Kind == tomltree.List:
		join(right, n)
	}
}

// join adds misspelt tables to a list. Tables below a misspelt header have opened a table of the right name, which
// then belongs to the last of them.
func join(right, misspelt *tomltree.Node) {
	if last := misspelt.Items[max(len(misspelt.Items)-1, 0):]; right.Kind == tomltree.Table && len(last) > 0 {
		for _, name := range slices.Clone(right.Names()) {
			if last[0].Find(name) == nil {
				last[0].Put(name, right.Find(name))
			}
			right.Remove(name)
		}
		right.Kind, right.At = tomltree.List, misspelt.At
	}
	right.Items = append(right.Items, misspelt.Items...)
}

func (t table) unknownHint(name, meant string) string {
	switch {
	case slices.Contains(secrets, name):
		return `a password stands in a file of its own: password_file = "imap.secret"`
	case meant != "":
		return fmt.Sprintf("did you mean %q?", meant)
	}
	var elsewhere []string
	for path, ks := range keys {
		if slices.Contains(ks, name) {
			elsewhere = append(elsewhere, header(path))
		}
	}
	if len(elsewhere) > 0 {
		slices.Sort(elsewhere)
		return "it belongs in " + strings.Join(elsewhere, " or ")
	}
	if ks := keys[t.path]; len(ks) > 0 {
		return "one of " + strings.Join(ks, ", ")
	}
	return ""
}

// get finds a value; nil when it is left out.
func (t table) get(key string) *tomltree.Node {
	if !slices.Contains(keys[t.path], key) {
		panic("unreachable: " + t.path + " is read for " + key + ", which keys.go does not list")
	}
	if t.node == nil {
		return nil
	}
	return t.node.Find(key)
}

// place is where a mistake about a key is told: at its value, or at the table when it is left out.
func (t table) place(key string) tomltree.Place {
	if n := t.get(key); n != nil {
		return n.At
	}
	return t.at
}

// table opens a table inside t. One that is left out reads as empty and stands where t stands.
func (t table) table(key string) table {
	path := strings.TrimPrefix(t.path+"."+key, ".")
	n := t.get(key)
	if n == nil {
		return t.open(path, nil, t.at)
	}
	if n.Kind == tomltree.List && len(n.Items) == 1 {
		t.mistake(n.At, "write "+header(path), "%s is no list", path)
		n = n.Items[0]
	}
	if n.Kind != tomltree.Table {
		t.mistake(n.At, "write its keys below a line "+header(path), "%s", n.Kind.Instead(path, tomltree.Table))
		return table{reader: t.reader, path: path, at: n.At, told: true}
	}
	return t.open(path, n, n.At)
}

// tables opens the tables of a list.
func (t table) tables(key string) []table {
	n := t.get(key)
	if n == nil {
		return nil
	}
	items := n.Items
	if n.Kind == tomltree.Table {
		t.mistake(n.At, "write "+header(key)+": there may be several", "%s is a list of tables", key)
		items = []*tomltree.Node{n}
	}
	var ts []table
	for _, item := range items {
		if item.Kind != tomltree.Table {
			t.mistake(item.At, "write its keys below a line "+header(key), "%s holds tables, not %s", key, item.Kind)
			continue
		}
		ts = append(ts, t.open(key, item, item.At))
	}
	return ts
}

// text reads a line of text. An empty text is the same as a key that is left out.
func (t table) text(key, otherwise string) string {
	s, ok := t.line(t.get(key), otherwise)
	if !ok || s == "" {
		return otherwise
	}
	return s
}

// required reads a text that can't be left out.
func (t table) required(key, example string) string {
	n := t.get(key)
	s, ok := t.line(n, example)
	switch {
	case t.told || n != nil && (!ok || s != ""):
	case t.node == nil:
		t.missing(t.at, fmt.Sprintf("add a line %s and below it %s = %q", header(t.path), key, example), "%s is missing", header(t.path))
	default:
		t.missing(t.place(key), fmt.Sprintf("add %s = %q", key, example), "%s needs %s", header(t.path), key)
	}
	return s
}

// line takes text without control characters: names and addresses of the configuration come into headers of mail.
func (r *reader) line(n *tomltree.Node, example string) (string, bool) {
	if n == nil {
		return "", false
	}
	if n.Kind != tomltree.Text {
		r.wrongKind(n, tomltree.Text, example)
		return "", false
	}
	if strings.ContainsFunc(n.Text, unicode.IsControl) {
		r.mistake(n.At, "write it on one line", "%s has a control character in it", n.Key)
		return "", false
	}
	return strings.TrimSpace(n.Text), true
}

// oneOf reads one of a fixed set of words; the empty word is "otherwise".
func (t table) oneOf(key, otherwise string, words ...string) string {
	s := t.text(key, otherwise)
	if s == otherwise || slices.Contains(words, s) {
		return s
	}
	hint := "one of " + strings.Join(words, ", ")
	if meant := spelling.Closest(strings.ToLower(s), words); meant != "" {
		hint = fmt.Sprintf("did you mean %q?", meant)
	}
	t.mistake(t.place(key), hint, "%s cannot be %q", key, shown(s))
	return otherwise
}

// flag reads true or false.
func (t table) flag(key string, otherwise bool) bool {
	n := t.get(key)
	if n == nil {
		return otherwise
	}
	if n.Kind != tomltree.Truth {
		t.wrongKind(n, tomltree.Truth, "")
		return otherwise
	}
	return n.Text == "true"
}

// texts reads a list of texts with their places. A single text is taken as a list of one, with a mistake.
func (t table) texts(key string) []*tomltree.Node {
	n := t.get(key)
	if n == nil {
		return nil
	}
	items := n.Items
	if n.Kind != tomltree.List {
		t.wrongKind(n, tomltree.List, "")
		items = []*tomltree.Node{n}
	}
	var kept []*tomltree.Node
	for _, item := range items {
		if s, ok := t.line(item, ""); ok && s != "" {
			item.Text = s
			kept = append(kept, item)
		} else if ok {
			t.mistake(item.At, "delete it", "an empty text in %s", key)
		}
	}
	return kept
}

// words reads a list of texts without their places.
func (t table) words(key string) []string {
	var words []string
	for _, n := range t.texts(key) {
		words = append(words, n.Text)
	}
	return words
}

func (r *reader) wrongKind(n *tomltree.Node, want tomltree.Kind, example string) {
	r.mistake(n.At, kindHint(n, want, example), "%s", n.Kind.Instead(n.Key, want))
}

func kindHint(n *tomltree.Node, want tomltree.Kind, example string) string {
	switch {
	case example != "":
		return fmt.Sprintf("write it as %q", example)
	case want == tomltree.List && n.Kind == tomltree.Text:
		return fmt.Sprintf("write [%q]", shown(n.Text))
	case want == tomltree.Text && n.Kind == tomltree.List:
		return "write it without brackets"
	case want == tomltree.Text && (n.Kind == tomltree.Number || n.Kind == tomltree.Fraction):
		return fmt.Sprintf("write it in quotes: %q", shown(n.Text))
	case n.Kind == tomltree.Text:
		return "write it without quotes"
	}
	return ""
}

// shown cuts a value that a message repeats.
func shown(s string) string {
	if r := []rune(s); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}
