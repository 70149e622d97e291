package tomltree

import (
	"slices"
	"testing"
)

// names are the keys of a table with what stands under them, in order.
func names(n *Node) []string {
	var all []string
	for _, name := range n.Names() {
		all = append(all, name+"="+n.Find(name).Text)
	}
	return all
}

func parse(t *testing.T, file, text string) *Node {
	t.Helper()
	root, broken := Read(file, []byte(text))
	if broken != nil {
		t.Fatal(broken)
	}
	return root
}

func TestGet(t *testing.T) {
	root := parse(t, "x.toml", `
single = "one"
list = ["a", "b"]
[[box]]
name = "first"
[[box]]
name = "second"
[box.below]
deep = "yes"
`)
	for _, tt := range []struct {
		path []string
		want string // "-" when there is nothing
	}{
		{[]string{"single"}, "one"},
		{[]string{"single", "1"}, "one"},
		{[]string{"single", "2"}, "-"},
		{[]string{"list", "1"}, "a"},
		{[]string{"list", "2"}, "b"},
		{[]string{"list", "0"}, "-"},
		{[]string{"list", "3"}, "-"},
		{[]string{"list", ""}, "-"},
		{[]string{"list", "x"}, "-"},
		{[]string{"list", "99999999999999999999"}, "-"},
		{[]string{"box", "1", "name"}, "first"},
		{[]string{"box", "2", "below", "deep"}, "yes"},
		{[]string{"box", "name"}, "-"},
		{[]string{"nothing", "below"}, "-"},
	} {
		got := "-"
		if n := root.Get(tt.path...); n != nil {
			got = n.Text
		}
		if got != tt.want {
			t.Errorf("%q is %q, want %q", tt.path, got, tt.want)
		}
	}
}

func TestChange(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(n *Node)
		want   []string
	}{
		{"put a new one", func(n *Node) { n.Put("d", &Node{Text: "4"}) }, []string{"a=1", "b=2", "c=3", "d=4"}},
		{"put another", func(n *Node) { n.Put("b", &Node{Text: "4"}) }, []string{"a=1", "b=4", "c=3"}},
		{"remove", func(n *Node) { n.Remove("b") }, []string{"a=1", "c=3"}},
		{"remove nothing", func(n *Node) { n.Remove("d") }, []string{"a=1", "b=2", "c=3"}},
		{"rename", func(n *Node) { n.Rename("b", "z") }, []string{"a=1", "z=2", "c=3"}},
		{"first", func(n *Node) { n.First([]string{"c", "absent", "a"}) }, []string{"c=3", "a=1", "b=2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := parse(t, "x.toml", "a = '1'\nb = '2'\nc = '3'\n")
			if tt.change(n); !slices.Equal(names(n), tt.want) {
				t.Errorf("got %q, want %q", names(n), tt.want)
			}
		})
	}
	var zero Node
	if zero.Put("a", &Node{}); zero.Find("a") == nil {
		t.Error("a node without a table takes no key")
	}
}

func TestWhole(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "-7": -7, "+7": 7, "1_000": 1000, "0x1F": 31, "0o17": 15, "0b101": 5, "9223372036854775807": 9223372036854775807,
		"1.0": -1, "'7'": -1, "true": -1,
	} {
		got, ok := parse(t, "x.toml", "n = "+text).Find("n").Whole()
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%s is %d, want %d", text, got, want)
		}
	}
}

func TestInstead(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{Number.Instead("title", Text), "title must be a text, not a number"},
		{Fraction.Instead("times", Number), "times must be a whole number, not a fraction"},
		{Text.Instead("trust", Table), "trust must be a table, not a text"},
		{List.Instead("flag", Truth), "flag must be true or false, not a list"},
		{Time.Instead("since", Day), "since must be a date, not a time"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestOverlay(t *testing.T) {
	base := parse(t, "base.toml", `
list = ["x", "y"]
[term.a]
length = "1 day"
title = "a"
[term.b]
length = "2 days"
`)
	own := parse(t, "own.toml", `
list = ["z"]
[term.a]
length = "3 days"
[term.c]
length = "4 days"
`)
	joined := Overlay(base, own)
	for _, tt := range []struct {
		path      []string
		text      string
		inherited bool
		file      string
	}{
		{nil, "", false, "own.toml"},
		{[]string{"list", "1"}, "z", false, "own.toml"},
		{[]string{"term"}, "", false, "own.toml"},
		{[]string{"term", "a"}, "", false, "own.toml"},
		{[]string{"term", "a", "length"}, "3 days", false, "own.toml"},
		{[]string{"term", "a", "title"}, "a", true, "base.toml"},
		{[]string{"term", "b"}, "", true, "base.toml"},
		{[]string{"term", "b", "length"}, "2 days", true, "base.toml"},
		{[]string{"term", "c", "length"}, "4 days", false, "own.toml"},
	} {
		n := joined.Get(tt.path...)
		if n == nil {
			t.Fatalf("%q is gone", tt.path)
		}
		if n.Text != tt.text || n.Inherited != tt.inherited || n.At.File != tt.file {
			t.Errorf("%q is %q of %s, inherited %v; want %q of %s, %v", tt.path, n.Text, n.At.File, n.Inherited, tt.text, tt.file, tt.inherited)
		}
	}
	if n := joined.Get("list", "2"); n != nil {
		t.Errorf("the lower list is joined: %q", n.Text)
	}
	if got := joined.Find("term").Names(); !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("terms are %q", got)
	}
}
