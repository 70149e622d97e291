package tomltree

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// Any bytes give a tree: no panic, no place outside of the text, and where nothing is broken the values are those that the
// decoder finds.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"../config/testdata/mistakes/*.toml", "../procedure/testdata/mistakes/*.toml", "../../config/*.toml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("%s: no files: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		root, broken := Read("x.toml", text)
		if len(broken) > maxBroken+1 {
			t.Fatalf("%d mistakes", len(broken))
		}
		lines := bytes.Split(text, []byte("\n"))
		inside := func(p Place, what string) {
			if p.File != "x.toml" || p.Line < 1 || p.Line > len(lines) || p.Col < 1 || p.Col > len(lines[p.Line-1])+1 {
				t.Fatalf("%s stands at %v, of %d lines", what, p, len(lines))
			}
		}
		for _, m := range broken {
			if inside(Place{m.File, m.Line, m.Col}, m.Text); m.Text == "" {
				t.Fatal("a mistake without words")
			}
		}
		var walk func(n *Node)
		walk = func(n *Node) {
			inside(n.At, n.Key)
			inside(n.Keyed, n.Key)
			for _, item := range n.Items {
				walk(item)
			}
			for _, name := range n.Names() {
				walk(n.Find(name))
			}
		}
		walk(root)
		var decoded map[string]any
		if broken == nil {
			if err := toml.Unmarshal(bytes.TrimPrefix(text, []byte(byteOrderMark)), &decoded); err != nil {
				t.Fatalf("nothing is told of %v", err)
			}
			same(t, root, decoded)
		}
	})
}

// same compares a value with what the decoder makes of it.
func same(t *testing.T, n *Node, decoded any) {
	t.Helper()
	ok := true
	switch v := decoded.(type) {
	case map[string]any:
		if ok = n.Kind == Table && len(n.Names()) == len(v); ok {
			for _, name := range n.Names() {
				same(t, n.Find(name), v[name])
			}
		}
	case []any:
		if ok = n.Kind == List && len(n.Items) == len(v); ok {
			for i, item := range n.Items {
				same(t, item, v[i])
			}
		}
	case string:
		ok = n.Kind == Text && n.Text == v
	case bool:
		ok = n.Kind == Truth && (n.Text == "true") == v
	case int64:
		whole, is := n.Whole()
		ok = is && whole == v
	case float64:
		ok = n.Kind == Fraction
	case toml.LocalDate:
		ok = n.Kind == Day && n.Text == v.String()
	default:
		ok = n.Kind == Time
	}
	if !ok {
		t.Fatalf("%s at %v is %s %q, and the decoder finds %v", n.Key, n.At, n.Kind, n.Text, decoded)
	}
}
