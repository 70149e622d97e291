package letter

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"text/template/parse"
)

// functions are all that a text may call. Everything else that Go's templates know (printf, call, html, ...) is a
// mistake: a letter that a person replaced can print fields, ask and repeat, and nothing more (security.md test 71). Only
// the names count here, as long as no value is nil.
var functions = map[string]any{
	"cap": capital, "eq": true, "ne": true, "and": true, "or": true, "not": true,
}

var functionNames = keysOf(functions)

// checker walks over the actions of one text and compares each field with Fields.
type checker struct {
	s        *source
	text     string // as given to the parser: positions are offsets in it
	line     int    // of the file at which text begins
	column   int    // of the first line
	audience audience
}

var fieldsType = reflect.TypeFor[Fields]()

// checkActions parses text and reports each action that can't be carried out.
func (s *source) checkActions(text string, line, column int) {
	c := &checker{s: s, text: text, line: line, column: column, audience: s.audience}
	trees := map[string]*parse.Tree{}
	t := parse.New("letter")
	t, err := t.Parse(text, "", "", trees, functions)
	if err != nil {
		c.syntax(err)
		return
	}
	for name := range trees {
		if name != "letter" {
			s.fail(line, 1, "define and block have no use here", `mark a block with "::: name"`)
		}
	}
	c.list(t.Root, fieldsType)
}

var syntaxExp = regexp.MustCompile(`(?s)^template: letter:(\d+): (.*)$`)

// syntax reports what the parser says, with the line of the file.
func (c *checker) syntax(err error) {
	n, text, at := 1, err.Error(), "{{"
	if m := syntaxExp.FindStringSubmatch(text); m != nil {
		n, _ = strconv.Atoi(m[1])
		text = m[2]
	}
	hint := `fields are written {{.Number}}, conditions {{if .Number}} ... {{end}}`
	if word, ok := strings.CutPrefix(text, `function "`); ok {
		word, _, _ = strings.Cut(word, `"`)
		at, text, hint = word, "unknown word "+quoted(word), "fields begin with a dot; "+oneOf(word, functionNames)
		if known := nearest(word, fieldNames(fieldsType)); known != "" {
			hint = "did you mean ." + known + "?"
		}
	}
	c.s.fail(c.line+n-1, c.columnOf(n, at), text, hint)
}

// columnOf finds a word on line n, for mistakes whose column the parser does not know.
func (c *checker) columnOf(n int, word string) int {
	lines := strings.Split(c.text, "\n")
	if n < 1 || n > len(lines) {
		return 1
	}
	return max(0, strings.Index(lines[n-1], word)) + c.first(n)
}

// first is the column of the file at which line n of the text begins.
func (c *checker) first(n int) int {
	if n == 1 {
		return c.column
	}
	return 1
}

func (c *checker) fail(at parse.Pos, text, hint string) {
	before := c.text[:min(int(at), len(c.text))]
	n := strings.Count(before, "\n") + 1
	column := len(before) - strings.LastIndex(before, "\n") - 1
	c.s.fail(c.line+n-1, column+c.first(n), text, hint)
}

func (c *checker) list(l *parse.ListNode, dot reflect.Type) {
	if l == nil {
		return
	}
	for _, n := range l.Nodes {
		switch n := n.(type) {
		case *parse.TextNode, *parse.CommentNode:
		case *parse.ActionNode:
			if t := c.pipe(n.Pipe, dot); t != nil && t.Kind() != reflect.String && t.Kind() != reflect.Int {
				c.fail(n.Pos, "this field can't be printed", `ask for it with {{if ...}}, or go through it with {{range ...}}`)
			}
		case *parse.IfNode:
			c.pipe(n.Pipe, dot)
			c.list(n.List, dot)
			c.list(n.ElseList, dot)
		case *parse.WithNode:
			inner := c.pipe(n.Pipe, dot)
			c.list(n.List, inner)
			c.list(n.ElseList, dot)
		case *parse.RangeNode:
			c.list(n.List, c.element(n.Pipe, dot))
			c.list(n.ElseList, dot)
		default:
			c.fail(n.Position(), "a letter can't do "+n.String(), "it may print, ask (if) and repeat (range)")
		}
	}
}

// element is the type of what a range goes through.
func (c *checker) element(p *parse.PipeNode, dot reflect.Type) reflect.Type {
	t := c.pipe(p, dot)
	if t == nil {
		return nil
	}
	if t.Kind() != reflect.Slice {
		c.fail(p.Pos, "this field is no list", "ask for it with {{if ...}}")
		return nil
	}
	return t.Elem()
}

// pipe is the type of a value, nil when it is unknown (a mistake above it was reported).
func (c *checker) pipe(p *parse.PipeNode, dot reflect.Type) reflect.Type {
	if len(p.Decl) > 0 || len(p.Cmds) != 1 {
		c.fail(p.Pos, "a letter can't do "+p.String(), "it knows fields, no variables and no |")
		return nil
	}
	args := p.Cmds[0].Args
	if id, ok := args[0].(*parse.IdentifierNode); ok {
		for _, a := range args[1:] {
			c.value(a, dot)
		}
		if id.Ident == "cap" && len(args) == 2 {
			return reflect.TypeFor[string]()
		}
		return reflect.TypeFor[bool]()
	}
	if len(args) > 1 {
		c.fail(p.Pos, "a letter can't do "+p.String(), "one field an action")
		return nil
	}
	return c.value(args[0], dot)
}

func (c *checker) value(n parse.Node, dot reflect.Type) reflect.Type {
	switch n := n.(type) {
	case *parse.FieldNode:
		return c.field(n.Pos, n.Ident, dot)
	case *parse.VariableNode:
		if n.Ident[0] == "$" {
			return c.field(n.Pos, n.Ident[1:], fieldsType)
		}
	case *parse.DotNode:
		return dot
	case *parse.PipeNode:
		return c.pipe(n, dot)
	case *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
		return nil
	}
	c.fail(n.Position(), "a letter can't do "+n.String(), "it may print, ask (if) and repeat (range)")
	return nil
}

// field follows a chain of names from a type.
func (c *checker) field(at parse.Pos, names []string, t reflect.Type) reflect.Type {
	for _, name := range names {
		if t == nil {
			return nil
		}
		if t.Kind() != reflect.Struct {
			c.fail(at, "there is no field "+quoted(name)+" here", "the fields of the letter are reached with $."+name)
			return nil
		}
		f, ok := t.FieldByName(name)
		if !ok || f.Tag.Get("only") == "frame" {
			c.fail(at, "unknown field "+quoted(name), fieldHint(name, t))
			return nil
		}
		if f.Tag.Get("only") == "staff" && !c.audience.staff() && c.audience != "" {
			c.fail(at, fmt.Sprintf("the field %q can't stand in a letter to: %s", name, c.audience),
				"it holds what only people of the organisation may read")
		}
		t = f.Type
	}
	return t
}

// fieldHint names the field that was meant. All fields of a letter would be a long list.
func fieldHint(name string, t reflect.Type) string {
	if t == fieldsType && nearest(name, fieldNames(t)) == "" {
		return "mailtemplates/README.md lists the fields"
	}
	return oneOf(name, fieldNames(t))
}

// fieldNames lists the fields of a type that a text may name.
func fieldNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("only") != "frame" {
			names = append(names, t.Field(i).Name)
		}
	}
	return names
}
