package config

import (
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"klachtd/config"
	"klachtd/internal/calendar"
	"klachtd/internal/procedure"
	"klachtd/internal/spelling"
	"klachtd/internal/tomltree"
)

// Where the regulations stand among the embedded files, and what all of them inherit from.
const (
	embeddedDir    = "procedures"
	commonName     = "common"
	regulationType = ".toml"
)

// source is the text of a regulation.
type source struct {
	name string // as it calls itself; what [procedure.NAME] means
	file string // for messages
	text []byte
}

// library holds the regulations that the mailboxes of a file use.
type library struct {
	*reader
	choices map[string]*tomltree.Node        // by name of the regulation
	used    map[string]string                // name of the regulation to its file
	parsed  map[string]*procedure.Regulation // by file
}

func (r *reader) library(top table) *library {
	l := &library{reader: r, choices: map[string]*tomltree.Node{}, used: map[string]string{}, parsed: map[string]*procedure.Regulation{}}
	n := top.get("procedure")
	switch {
	case n == nil:
	case n.Kind != tomltree.Table:
		r.mistake(n.At, "write [procedure.amnesty]; a mailbox names its regulation below [[mailbox]]", "procedure is a table here")
	default:
		for _, name := range n.Names() {
			l.choices[name] = n.Find(name)
		}
	}
	return l
}

// embedded lists the regulations that ship with klachtd.
func embedded() []string {
	var names []string
	entries, _ := fs.ReadDir(config.Files, embeddedDir)
	for _, e := range entries {
		if name := strings.TrimSuffix(e.Name(), regulationType); name != commonName {
			names = append(names, name)
		}
	}
	return names
}

func readEmbedded(name string) ([]byte, bool) {
	text, err := fs.ReadFile(config.Files, embeddedDir+"/"+name+regulationType)
	return text, err == nil
}

// find reads the text that a mailbox names: one that ships with klachtd, or a file.
func (l *library) find(t table, named string) (source, bool) {
	if slices.Contains(embedded(), named) {
		text, _ := readEmbedded(named)
		return source{name: named, file: named + regulationType, text: text}, true
	}
	at := t.place("procedure")
	if !strings.HasSuffix(named, regulationType) && !strings.ContainsAny(named, `/\`) {
		l.mistake(at, l.regulationHint(named), "there is no regulation %q", shown(named))
		return source{}, false
	}
	path := t.locate("procedure", "")
	text, _, err := readFile(path, tomltree.MaxText)
	if err != nil {
		l.mistake(at, t.whereHint("procedure"), "there is no regulation to read at %s", path)
		return source{}, false
	}
	return source{name: nameOf(path, text), file: path, text: text}, true
}

func (l *library) regulationHint(named string) string {
	if meant := spelling.Closest(strings.ToLower(named), embedded()); meant != "" {
		return `did you mean "` + meant + `"?`
	}
	return "one of " + strings.Join(embedded(), ", ") + `, or a file such as "ours.toml"`
}

// nameOf finds how a regulation calls itself before it is parsed, since its choices are part of what is parsed.
func nameOf(path string, text []byte) string {
	root, _ := tomltree.Read(path, text)
	if n := root.Find("name"); n != nil && n.Kind == tomltree.Text && n.Text != "" {
		return n.Text
	}
	return strings.TrimSuffix(filepath.Base(path), regulationType)
}

// regulation returns the regulation of a mailbox; nil when it has mistakes, which are then told.
func (l *library) regulation(t table, named string) *procedure.Regulation {
	if named == "" {
		return nil
	}
	s, ok := l.find(t, named)
	if !ok {
		return nil
	}
	if file, taken := l.used[s.name]; taken && file != s.file {
		l.mistake(t.place("procedure"), `change name = "..." in your own file`, "%s and %s are both called %q", file, s.file, s.name)
		return nil
	}
	l.used[s.name] = s.file
	if _, done := l.parsed[s.file]; !done {
		common, _ := readEmbedded(commonName)
		reg, mistakes := procedure.Parse(s.file, s.text, common, l.settings(s.name))
		l.mistakes = append(l.mistakes, mistakes...)
		if len(mistakes) > 0 {
			reg = nil
		}
		l.parsed[s.file] = reg
	}
	return l.parsed[s.file]
}

// settings are the organisation's own choices for a regulation.
func (l *library) settings(name string) map[string]procedure.Setting {
	n := l.choices[name]
	if n == nil {
		return nil
	}
	if n.Kind != tomltree.Table {
		l.mistake(n.Keyed, "write its keys below a line [procedure."+name+"]", "procedure.%s is a table", name)
		return nil
	}
	settings := map[string]procedure.Setting{}
	for _, name := range n.Names() {
		choice := n.Find(name)
		if v, ok := setting(choice); ok {
			settings[name] = procedure.Setting{Value: v, File: l.file, Line: choice.Keyed.Line, Col: choice.Keyed.Col}
		} else {
			l.mistake(choice.At, "a text, a number, a date, true or false, or a list of texts", "%s cannot be %s", shown(name), choice.Kind)
		}
	}
	return settings
}

// setting turns a node into what package procedure takes. Numbers stay within 64 bits: go-toml saw to it.
func setting(n *tomltree.Node) (any, bool) {
	switch n.Kind {
	case tomltree.Text:
		return n.Text, true
	case tomltree.Truth:
		return n.Text == "true", true
	case tomltree.Number:
		return n.Whole()
	case tomltree.Day:
		d, err := calendar.Parse(n.Text)
		return d, err == nil
	case tomltree.List:
		return list(n.Items)
	}
	return nil, false
}

func list(items []*tomltree.Node) (any, bool) {
	words := make([]string, len(items))
	for i, item := range items {
		if item.Kind != tomltree.Text {
			return nil, false
		}
		words[i] = item.Text
	}
	return words, true
}

// unused reports choices for a regulation that no mailbox uses.
func (l *library) unused() {
	names := slices.Sorted(maps.Keys(l.used))
	for name, n := range l.choices {
		if _, ok := l.used[name]; ok {
			continue
		}
		hint := "in use: " + strings.Join(names, ", ")
		if meant := spelling.Closest(name, names); meant != "" {
			hint = `did you mean [procedure.` + meant + `]?`
		}
		l.mistake(n.Keyed, hint, "no mailbox uses the regulation %q", shown(name))
	}
}
