package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/pelletier/go-toml/v2/unstable"

	"klachtd/internal/procedure"
	"klachtd/internal/spelling"
)

// maxShown is how much of a wrong value a message repeats.
const maxShown = 60

// reader gathers the mistakes of one file.
type reader struct {
	file     string // as the caller named it
	dir      string // what relative paths are relative to
	broken   bool   // lines could not be read: what seems to be missing may stand in them
	mistakes procedure.Mistakes
}

func (r *reader) mistake(at position, hint, format string, args ...any) {
	r.mistakes = append(r.mistakes,
		procedure.Mistake{File: r.file, Line: at.line, Col: at.col, Text: fmt.Sprintf(format, args...), Hint: hint})
}

// missing reports what is not there, unless it may stand in a line that could not be read.
func (r *reader) missing(at position, hint, format string, args ...any) {
	if !r.broken {
		r.mistake(at, hint, format, args...)
	}
}

// table is one table of the file, or a place where it could stand. Each of its readers takes a key, reports what is
// wrong with the value, and then returns the default, so that reading goes on.
type table struct {
	*reader
	path string // "mailbox.imap"
	node *node  // nil when the file has no such table
	at   position
	told bool // that what stands in its place is no table: nothing is missing from it
}

// open checks the keys of a table before any is read.
func (r *reader) open(path string, n *node, at position) table {
	t := table{reader: r, path: path, node: n, at: at}
	if n == nil {
		return t
	}
	for _, e := range n.keys {
		if !slices.Contains(keys[path], e.name) {
			t.unknown(e)
		}
	}
	return t
}

// unknown reports a key that the table does not take. When it is clear which one was meant, its value is read as that
// one: a slip of the pen is told once, not a second time as something missing.
func (t table) unknown(e *entry) {
	meant := spelling.Closest(e.name, keys[t.path])
	what := fmt.Sprintf("unknown key %q", shown(e.name))
	if t.path != "" {
		what += " in " + header(t.path)
	}
	t.mistake(e.at, t.unknownHint(e.name, meant), "%s", what)
	switch right := t.node.find(meant); {
	case meant == "":
	case right == nil:
		e.name = meant
	case lists[meant] && e.value.kind == unstable.Array:
		right.value.join(e.value)
	}
}

// join adds misspelt tables to a list. Tables below a misspelt header have opened a table of the right name, which
// then belongs to the last of them.
func (n *node) join(misspelt *node) {
	if last := misspelt.items[max(len(misspelt.items)-1, 0):]; n.kind == unstable.Table && len(last) > 0 {
		last[0].keys = append(last[0].keys, n.keys...)
		n.kind, n.keys, n.at = unstable.Array, nil, misspelt.at
	}
	n.items = append(n.items, misspelt.items...)
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
func (t table) get(key string) *node {
	if !slices.Contains(keys[t.path], key) {
		panic("unreachable: " + t.path + " is read for " + key + ", which keys.go does not list")
	}
	if t.node == nil {
		return nil
	}
	if e := t.node.find(key); e != nil {
		return e.value
	}
	return nil
}

// place is where a mistake about a key is told: at its value, or at the table when it is left out.
func (t table) place(key string) position {
	if n := t.get(key); n != nil {
		return n.at
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
	if n.kind == unstable.Array && len(n.items) == 1 {
		t.mistake(n.at, "write "+header(path), "%s is no list", path)
		n = n.items[0]
	}
	if n.kind != unstable.Table {
		t.mistake(n.at, "write its keys below a line "+header(path), "%s is a table, not %s", path, kindName(n.kind))
		return table{reader: t.reader, path: path, at: n.at, told: true}
	}
	return t.open(path, n, n.at)
}

// tables opens the tables of a list.
func (t table) tables(key string) []table {
	n := t.get(key)
	if n == nil {
		return nil
	}
	items := n.items
	if n.kind == unstable.Table {
		t.mistake(n.at, "write "+header(key)+": there may be several", "%s is a list of tables", key)
		items = []*node{n}
	}
	var ts []table
	for _, item := range items {
		if item.kind != unstable.Table {
			t.mistake(item.at, "write its keys below a line "+header(key), "%s holds tables, not %s", key, kindName(item.kind))
			continue
		}
		ts = append(ts, t.open(key, item, item.at))
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
func (r *reader) line(n *node, example string) (string, bool) {
	if n == nil {
		return "", false
	}
	if n.kind != unstable.String {
		r.wrongKind(n, "a text", example)
		return "", false
	}
	if strings.ContainsFunc(n.text, unicode.IsControl) {
		r.mistake(n.at, "write it on one line", "%s has a control character in it", n.key)
		return "", false
	}
	return strings.TrimSpace(n.text), true
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
	if n.kind != unstable.Bool {
		t.wrongKind(n, "true or false", "")
		return otherwise
	}
	return n.text == "true"
}

// texts reads a list of texts with their places. A single text is taken as a list of one, with a mistake.
func (t table) texts(key string) []*node {
	n := t.get(key)
	if n == nil {
		return nil
	}
	items := n.items
	if n.kind != unstable.Array {
		t.wrongKind(n, "a list", "")
		items = []*node{n}
	}
	var kept []*node
	for _, item := range items {
		if s, ok := t.line(item, ""); ok && s != "" {
			item.text = s
			kept = append(kept, item)
		} else if ok {
			t.mistake(item.at, "delete it", "an empty text in %s", key)
		}
	}
	return kept
}

// words reads a list of texts without their places.
func (t table) words(key string) []string {
	var words []string
	for _, n := range t.texts(key) {
		words = append(words, n.text)
	}
	return words
}

func (r *reader) wrongKind(n *node, want, example string) {
	r.mistake(n.at, kindHint(n, want, example), "%s is %s, not %s", n.key, kindName(n.kind), want)
}

func kindHint(n *node, want, example string) string {
	switch {
	case example != "":
		return fmt.Sprintf("write it as %q", example)
	case want == "a list" && n.kind == unstable.String:
		return fmt.Sprintf("write [%q]", shown(n.text))
	case want == "a text" && n.kind == unstable.Array:
		return "write it without brackets"
	case want == "a text" && (n.kind == unstable.Integer || n.kind == unstable.Float):
		return fmt.Sprintf("write it in quotes: %q", shown(n.text))
	case n.kind == unstable.String:
		return "write it without quotes"
	}
	return ""
}

func kindName(k unstable.Kind) string {
	switch k {
	case unstable.String:
		return "a text"
	case unstable.Integer:
		return "a number"
	case unstable.Float:
		return "a fraction"
	case unstable.Bool:
		return "true or false"
	case unstable.Array:
		return "a list"
	case unstable.Table:
		return "a table"
	}
	return "a date or time"
}

// shown cuts a value that a message repeats.
func shown(s string) string {
	if r := []rune(s); len(r) > maxShown {
		return string(r[:maxShown]) + "…"
	}
	return s
}
