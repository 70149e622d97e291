package config

import (
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"klachtd/config"
	"klachtd/internal/calendar"
	"klachtd/internal/procedure"
	"klachtd/internal/spelling"
)

// Where the regulations stand among the embedded files, and what all of them inherit from.
const (
	embeddedDir    = "procedures"
	commonName     = "common"
	maxRegulation  = 1 << 20
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
	choices map[string]*entry                // by name of the regulation
	used    map[string]string                // name of the regulation to its file
	parsed  map[string]*procedure.Regulation // by file
}

func (r *reader) library(top table) *library {
	l := &library{reader: r, choices: map[string]*entry{}, used: map[string]string{}, parsed: map[string]*procedure.Regulation{}}
	n := top.get("procedure")
	switch {
	case n == nil:
	case n.kind != unstable.Table:
		r.mistake(n.at, "write [procedure.amnesty]; a mailbox names its regulation below [[mailbox]]", "procedure is a table here")
	default:
		for _, e := range n.keys {
			l.choices[e.name] = e
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
	text, _, err := readFile(path, maxRegulation)
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
	var head struct{ Name string }
	if err := toml.Unmarshal(text, &head); err != nil || head.Name == "" {
		return strings.TrimSuffix(filepath.Base(path), regulationType)
	}
	return head.Name
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
	e := l.choices[name]
	if e == nil {
		return nil
	}
	if e.value.kind != unstable.Table {
		l.mistake(e.at, "write its keys below a line [procedure."+name+"]", "procedure.%s is a table", name)
		return nil
	}
	settings := map[string]procedure.Setting{}
	for _, choice := range e.value.keys {
		if v, ok := setting(choice.value); ok {
			settings[choice.name] = procedure.Setting{Value: v, File: l.file, Line: choice.at.line, Col: choice.at.col}
		} else {
			l.mistake(choice.value.at, "a text, a number, a date, true or false, or a list of texts", "%s cannot be %s",
				shown(choice.name), kindName(choice.value.kind))
		}
	}
	return settings
}

// setting turns a node into what package procedure takes. Numbers stay within 64 bits: go-toml saw to it.
func setting(n *node) (any, bool) {
	switch n.kind {
	case unstable.String:
		return n.text, true
	case unstable.Bool:
		return n.text == "true", true
	case unstable.Integer:
		return integer(n.text)
	case unstable.LocalDate:
		d, err := calendar.Parse(n.text)
		return d, err == nil
	case unstable.Array:
		return list(n.items)
	}
	return nil, false
}

func list(items []*node) (any, bool) {
	words := make([]string, len(items))
	for i, item := range items {
		if item.kind != unstable.String {
			return nil, false
		}
		words[i] = item.text
	}
	return words, true
}

// unused reports choices for a regulation that no mailbox uses.
func (l *library) unused() {
	names := slices.Sorted(maps.Keys(l.used))
	for name, e := range l.choices {
		if _, ok := l.used[name]; ok {
			continue
		}
		hint := "in use: " + strings.Join(names, ", ")
		if meant := spelling.Closest(name, names); meant != "" {
			hint = `did you mean [procedure.` + meant + `]?`
		}
		l.mistake(e.at, hint, "no mailbox uses the regulation %q", shown(name))
	}
}
