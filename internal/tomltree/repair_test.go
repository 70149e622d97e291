package tomltree

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Each slip is told once, at its line, and what stands around it is read.
func TestBroken(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		broken     []string // line:col: text; hint
		left       []string // what can be read
	}{
		{"a bare word", "a = 1\nb = nl\nc = 3", []string{`2:5: expected keyword "nan"; text stands in quotes: b = "..."`}, []string{"a", "c"}},
		{"two next to each other", "a 'x'\nb 'y'\nc = 3", []string{
			"1:3: expected '=' after key; a line has the form key = value", "2:3: expected '=' after key; a line has the form key = value"}, []string{"c"}},
		{"a value in columns of characters", "a = 'ëë' 'x'\nb = 2", []string{
			"1:10: expected newline but got U+0027 '''; text stands in quotes: a = \"...\""}, []string{"b"}},
		{"no value", "a = \nb = 2", []string{`1:5: unexpected character U+000A at start of value; an empty text is written as ""`}, []string{"b"}},
		{"no closing quote", "a = \"x\nb = 2", []string{"1:7: basic strings cannot have new lines; the text has no closing quote"}, []string{"b"}},
		{"curly quotes", "a = “x”\nb = 2", []string{`1:5: unexpected character U+00E2 'â' at start of value; curly quotes do not count: use "`}, []string{"b"}},
		{"a backslash", `a = "C:\imap"` + "\nb = 2", []string{
			`1:8: invalid escape character U+0069 'i'; a backslash needs single quotes around the text: 'C:\data'`}, []string{"b"}},
		{"a key of two words", "a b = 1\nb = 2", []string{"1:3: expected '=' after key; a key is one word, with _ between its parts"}, []string{"b"}},
		{"a key twice", "a = 1\nb = 2\na = 3", []string{"3:1: key a is already defined; it stands in the file twice: put both together"}, []string{"a", "b"}},
		{"a table twice", "[t]\na = 1\n[u]\n[t]\nb = 2\n[v]", []string{
			"4:2: table t already exists; it stands in the file twice: put both together"}, []string{"t", "t.a", "u", "v"}},
		{"a broken header", "a = 1\n[t\nb = 2\n[u]\nc = 3", []string{
			"2:3: expected ']' to close table name; a table begins with its name in brackets, alone on a line: [name], or [[name]] where there are several"},
			[]string{"a", "u", "u.c"}},
		{"a list that nobody closed", "a = [\n  'x',\n  'y',\nb = 2\nc = 3", []string{
			"4:1: unexpected character U+0062 'b' at start of value; in what begins on line 1 a comma, a quote or a bracket is missing"}, []string{"b", "c"}},
		{"such a list before a header", "a = ['x'\n\n[t]\nb = 2", []string{
			"3:1: expected ',' or ']' after array value; in what begins on line 1 a comma, a quote or a bracket is missing"}, []string{"t", "t.b"}},
		{"such a list at the end", "a = 1\nb = [\n  'x',", []string{"3:6: array is incomplete; in what begins on line 2 a comma, a quote or a bracket is missing"}, []string{"a"}},
		{"a list without a comma", "a = [\n  'x'\n  'y',\n]\nb = 2", []string{
			"3:3: expected ',' or ']' after array value; in what begins on line 1 a comma, a quote or a bracket is missing"}, []string{"b"}},
		{"a list of a bare word", "a = [\n  x,\n  'y',\n]\nb = 2", []string{
			"2:3: unexpected character U+0078 'x' at start of value; in what begins on line 1 a comma, a quote or a bracket is missing"}, []string{"b"}},
		{"a list of a bare word behind another", "a = [\n  true,\n  x,\n]\nb = 2", []string{
			"3:3: unexpected character U+0078 'x' at start of value; in what begins on line 1 a comma, a quote or a bracket is missing"}, []string{"b"}},
		{"a table in a list without its brace", "a = [\n  { n = 1 },\n  n = 2 },\n  { n = 3 },\n]\nb = 2", []string{
			"3:3: expected keyword \"nan\"; in what begins on line 1 a comma, a quote or a bracket is missing"}, []string{"b"}},
		{"a number in a list that is too large", "a = [\n  1,\n  99999999999999999999,\n]\nb = 2", []string{
			"3:3: decimal number is too large to fit in a 64-bit signed integer"}, []string{"b"}},
		{"UTF-16", "\xff\xfea\x00=\x00", []string{"1:1: the file is written as UTF-16; save it as UTF-8"}, nil},
		{"another UTF-16", "\xfe\xff\x00a", []string{"1:1: the file is written as UTF-16; save it as UTF-8"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root, broken := Read("x.toml", []byte(tt.text))
			var told []string
			for _, m := range broken {
				told = append(told, strings.TrimPrefix(m.Error(), "x.toml:"))
			}
			if !slices.Equal(told, tt.broken) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(tt.broken, "\n"))
			}
			var left []string
			for _, line := range outline(root, "") {
				name, _, _ := strings.Cut(line, " ")
				left = append(left, name)
			}
			if !slices.Equal(left, tt.left) {
				t.Errorf("what is left is %q, want %q", left, tt.left)
			}
		})
	}
}

// After so many broken lines the file is something else than TOML.
func TestSomethingElse(t *testing.T) {
	var text strings.Builder
	for i := range 2 * maxBroken {
		fmt.Fprintf(&text, "Dear colleague %d\n", i)
	}
	text.WriteString("a = 1\n")
	root, broken := Read("x.toml", []byte(text.String()))
	if len(broken) != maxBroken || root.Names() != nil {
		t.Errorf("%d mistakes are told beside %q, want %d beside nothing", len(broken), root.Names(), maxBroken)
	}
}
