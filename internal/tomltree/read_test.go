package tomltree

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// outline writes each value with its place, the place of its key, and its kind.
func outline(n *Node, path string) []string {
	var all []string
	if path != "" {
		line := fmt.Sprintf("%s %d:%d %d:%d %s %s", path, n.Keyed.Line, n.Keyed.Col, n.At.Line, n.At.Col, n.Kind, n.Text)
		all = append(all, strings.TrimSpace(line))
	}
	for i, item := range n.Items {
		all = append(all, outline(item, fmt.Sprintf("%s.%d", path, i+1))...)
	}
	for _, name := range n.Names() {
		all = append(all, outline(n.Find(name), strings.TrimPrefix(path+"."+name, "."))...)
	}
	return all
}

// Each value with the place of its key and its own.
func TestPlaces(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"kinds", "a = 'é'\nb = 1_0\nc = 1.5\nd = true\ne = 2026-06-01\nf = 2026-06-01T08:00:00\ng = 08:00:00\n", []string{
			"a 1:1 1:5 a text é", "b 2:1 2:5 a number 1_0", "c 3:1 3:5 a fraction 1.5", "d 4:1 4:5 true or false true",
			"e 5:1 5:5 a date 2026-06-01", "f 6:1 6:5 a time 2026-06-01T08:00:00", "g 7:1 7:5 a time 08:00:00"}},
		{"columns are characters", "x = { 'ë' = 'ïï', b = 1 }", []string{
			"x 1:1 1:5 a table", "x.ë 1:7 1:13 a text ïï", "x.b 1:19 1:23 a number 1"}},
		{"lists", "a = [\n  'x',\n  ['y'],\n]", []string{
			"a 1:1 1:1 a list", "a.1 1:1 2:3 a text x", "a.2 1:1 1:1 a list", "a.2.1 1:1 3:4 a text y"}},
		{"dotted keys", "a.b = 1\na.c = 2", []string{
			"a 1:1 1:1 a table", "a.b 1:3 1:7 a number 1", "a.c 2:3 2:7 a number 2"}},
		{"a table named after what is in it", "[a.b]\nx = 1\n[a]\ny = 2", []string{
			"a 1:2 3:2 a table", "a.b 1:4 1:4 a table", "a.b.x 2:1 2:5 a number 1", "a.y 4:1 4:5 a number 2"}},
		{"tables of a list", "[[m]]\nx = 1\n[[m]]\n[m.sub]\ny = 2", []string{
			"m 1:3 1:3 a list", "m.1 1:3 1:3 a table", "m.1.x 2:1 2:5 a number 1", "m.2 3:3 3:3 a table",
			"m.2.sub 4:4 4:4 a table", "m.2.sub.y 5:1 5:5 a number 2"}},
		{"a list in a list", "[[m]]\n[[m.n]]\nx = 1\n[[m.n]]\nx = 2", []string{
			"m 1:3 1:3 a list", "m.1 1:3 1:3 a table", "m.1.n 2:5 2:5 a list", "m.1.n.1 2:5 2:5 a table",
			"m.1.n.1.x 3:1 3:5 a number 1", "m.1.n.2 4:5 4:5 a table", "m.1.n.2.x 5:1 5:5 a number 2"}},
		{"a text over lines", "a = \"\"\"\nx\ny\"\"\"\nb = 1", []string{"a 1:1 1:5 a text x\ny", "b 4:1 4:5 a number 1"}},
		{"Notepad", "\ufeffa = 1\r\nb = 'x'\r\n", []string{"a 1:1 1:5 a number 1", "b 2:1 2:5 a text x"}},
		{"nothing", "", nil},
		{"comments", "# a = 1\n\n# b\n", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := parse(t, "x.toml", tt.text)
			if got := outline(root, ""); !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			if root.At != (Place{"x.toml", 1, 1}) {
				t.Errorf("the file begins at %v", root.At)
			}
		})
	}
}

// A key belongs to the value, in lists to each item: messages name it.
func TestKeys(t *testing.T) {
	root := parse(t, "x.toml", "a = ['x']\n[[b]]\nc.d = 1\n")
	for _, tt := range []struct {
		path []string
		want string
	}{
		{[]string{"a"}, "a"}, {[]string{"a", "1"}, "a"}, {[]string{"b"}, "b"}, {[]string{"b", "1"}, "b"},
		{[]string{"b", "1", "c"}, "c"}, {[]string{"b", "1", "c", "d"}, "d"},
	} {
		if got := root.Get(tt.path...).Key; got != tt.want {
			t.Errorf("%q has the key %q, want %q", tt.path, got, tt.want)
		}
	}
}

// What does not fit is told, and left out.
func TestLimits(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	dotted := func(n int) string { return strings.TrimSuffix(strings.Repeat("a.", n), ".") }
	const tooDeep = "tables and lists stand too deep in each other"
	for _, tt := range []struct {
		name, text string
		want       string // "" when it fits
	}{
		{"size that fits", strings.Repeat("#", MaxText), ""},
		{"size", strings.Repeat("#", MaxText+1), "x.toml:1:1: the file is larger than 1048576 bytes"},
		{"lists that fit", "a = " + deep(maxDepth), ""},
		{"lists", "b = 1\na = " + deep(maxDepth+1), "x.toml:2:1: " + tooDeep},
		{"lists twice", "a = " + deep(maxDepth+1) + "\nb = " + deep(maxDepth+1), "x.toml:1:1: " + tooDeep},
		{"lists without end", "a = " + deep(MaxText/4), "x.toml:1:10005: arrays and inline tables are nested more than the maximum of 10000 levels deep"},
		{"a key that fits", dotted(maxDepth) + " = 1", ""},
		{"a key", dotted(maxDepth+1) + " = 1", "x.toml:1:25: " + tooDeep},
		{"a header that fits", "[" + dotted(maxDepth) + "]", ""},
		{"a header", "[" + dotted(maxDepth+1) + "]\nx = 1", "x.toml:1:26: " + tooDeep},
		{"a list of tables", "[[" + dotted(maxDepth+1) + "]]\nx = 1", "x.toml:1:27: " + tooDeep},
		{"tables in braces", "a = " + strings.Repeat("{ b = ", maxDepth) + "1" + strings.Repeat(" }", maxDepth), "x.toml:1:73: " + tooDeep},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root, broken := Read("x.toml", []byte(tt.text))
			if got := broken.Error(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if got := depth(root); got > maxDepth+1 { // the empty list that nothing was put into
				t.Errorf("the tree is %d deep", got)
			}
		})
	}
}

// A line may be as long as a file, and takes no longer than one.
func TestLongLine(t *testing.T) {
	const n = MaxText / 5
	start := time.Now()
	list := parse(t, "x.toml", "b = 1\na = ["+strings.Repeat("'é',", n-4)+"]").Find("a")
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	if got, want := list.Items[len(list.Items)-1].At, (Place{"x.toml", 2, 6 + 4*(n-5)}); got != want {
		t.Errorf("the last item stands at %v, want %v", got, want)
	}
}

func depth(n *Node) int {
	most := -1
	for _, item := range n.Items {
		most = max(most, depth(item))
	}
	for _, name := range n.Names() {
		most = max(most, depth(n.Find(name)))
	}
	return most + 1
}
