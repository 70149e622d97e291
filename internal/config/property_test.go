package config

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"klachtd/internal/proof"
	"klachtd/internal/tomltree"
)

// Whatever letter slips in whatever key of the example, the mistake is told at that line, and nothing else is.
func TestEverySlipIsFound(t *testing.T) {
	text, err := os.ReadFile("../../config/klachtd.toml")
	if err != nil {
		t.Fatal(err)
	}
	path := place(t, text)
	lines := strings.SplitAfter(string(text), "\n")
	slots := slotsOf(tree(text), "")
	rapid.Check(t, func(t *rapid.T) {
		s := slots[rapid.IntRange(0, len(slots)-1).Draw(t, "slot")]
		wrong := misspell(t, s.name)
		if slices.Contains(keys[s.table], wrong) {
			t.Skip("another key")
		}
		changed := slices.Clone(lines)
		line := changed[s.at.Line-1]
		changed[s.at.Line-1] = line[:s.at.Col-1] + wrong + line[s.at.Col-1+len(s.name):]
		_, mistakes := Parse(path, []byte(strings.Join(changed, "")))
		if len(mistakes) == 0 {
			t.Fatalf("%q instead of %q in %s is no mistake", wrong, s.name, header(s.table))
		}
		for _, m := range mistakes {
			if m.Line != s.at.Line {
				t.Fatalf("%q instead of %q in line %d is told elsewhere: %v", wrong, s.name, s.at.Line, mistakes)
			}
		}
		if !slices.ContainsFunc(mistakes, func(m tomltree.Mistake) bool {
			return m.Line == s.at.Line && m.Col == s.at.Col && strings.Contains(m.Text, wrong)
		}) {
			t.Fatalf("%q instead of %q in line %d: %v", wrong, s.name, s.at.Line, mistakes)
		}
	})
}

// slot is one place of a key.
type slot struct {
	table string
	name  string
	at    tomltree.Place
}

func slotsOf(n *tomltree.Node, path string) []slot {
	var slots []slot
	for _, item := range n.Items {
		slots = append(slots, slotsOf(item, path)...)
	}
	for _, name := range n.Names() {
		below := n.Find(name)
		slots = append(slots, slot{path, name, below.Keyed})
		slots = append(slots, slotsOf(below, strings.TrimPrefix(path+"."+name, "."))...)
	}
	return slots
}

// misspell changes one letter of a key, drops one, doubles one, or swaps two.
func misspell(t *rapid.T, name string) string {
	i := rapid.IntRange(0, len(name)-1).Draw(t, "letter")
	switch rapid.IntRange(0, 3).Draw(t, "slip") {
	case 0:
		return name[:i] + "q" + name[i+1:]
	case 1:
		if len(name) > 1 {
			return name[:i] + name[i+1:]
		}
	case 2:
		return name[:i+1] + name[i:]
	case 3:
		if i+1 < len(name) && name[i] != name[i+1] {
			return name[:i] + name[i+1:i+2] + name[i:i+1] + name[i+2:]
		}
	}
	return name + "x"
}

func TestTokenLength(t *testing.T) {
	if tokenLength != proof.TokenLength {
		t.Errorf("addresses with a token have room for %d characters, tokens have %d", tokenLength, proof.TokenLength)
	}
}

// Every key that keys.go lists is read, and no key is read that it does not list: get would panic.
func TestEveryKeyIsRead(t *testing.T) {
	for table, names := range keys {
		for _, name := range names {
			if _, isTable := keys[strings.TrimPrefix(table+"."+name, ".")]; isTable || name == "procedure" && table == "" {
				continue
			}
			text := least
			value := "[[[[[]]]]]\n" // wrong for every key
			switch head := header(table) + "\n"; {
			case table == "":
				text = name + " = " + value + text
			case strings.Contains(text, head):
				text = strings.Replace(withoutKey(text, head, name), head, head+name+" = "+value, 1)
			default:
				text = strings.Replace(text, "[[person]]", head+name+" = "+value+"[[person]]", 1)
			}
			_, mistakes := Parse("klachtd.toml", []byte(text))
			at := slices.IndexFunc(strings.Split(text, "\n"), func(l string) bool { return strings.HasPrefix(l, name+" = [[") })
			if !slices.ContainsFunc(mistakes, func(m tomltree.Mistake) bool { return m.Line == at+1 }) {
				t.Errorf("%s in %s takes anything: %v\n%s", name, header(table), mistakes, text)
			}
		}
	}
}

// withoutKey takes the line of a key out of the first table with that header.
func withoutKey(text, head, name string) string {
	before, after, _ := strings.Cut(text, head)
	lines := strings.SplitAfter(after, "\n")
	for i, l := range lines {
		if strings.HasPrefix(strings.TrimSpace(l), "[") {
			break
		}
		if strings.HasPrefix(strings.TrimSpace(l), name+" =") {
			return before + head + strings.Join(slices.Delete(lines, i, i+1), "")
		}
	}
	return text
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(least))
	files, err := filepath.Glob("testdata/mistakes/*.toml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, "../../config/klachtd.toml") {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		start := time.Now()
		c, mistakes := Parse("klachtd.toml", text)
		if d := time.Since(start); d > 2*time.Second {
			t.Fatalf("%d bytes took %v", len(text), d)
		}
		if (c == nil) == (len(mistakes) == 0) {
			t.Fatalf("config %v beside mistakes %v", c, mistakes)
		}
		lines, last := bytes.Count(text, []byte("\n"))+1, 0
		for _, m := range mistakes {
			if m.Text == "" || m.File != "klachtd.toml" {
				continue
			}
			if m.Line < 1 || m.Line > lines || m.Col < 1 || m.Line < last {
				t.Fatalf("mistake %v stands in no place of %d lines, or out of order", m, lines)
			}
			last = m.Line
		}
	})
}
