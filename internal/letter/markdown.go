package letter

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// standIn is the word that stands in the place of action n while the Markdown around it is read. It holds nothing
// that Markdown or HTML would touch.
func standIn(n int) string { return fmt.Sprintf("zq%04dqz", n) }

// parser reads CommonMark, without extensions. It is safe for concurrent use.
var parser = goldmark.DefaultParser()

var standInExp = regexp.MustCompile(`zq[0-9]{4}qz`)

// markdown is one piece of Markdown, parsed, with stand-ins in the place of its actions.
type markdown struct {
	src     []byte
	root    ast.Node
	actions []string
	line    int
	staff   bool
	report  func(line, column int, text, hint string)
}

// parseMarkdown reads one piece. What a letter has no use for (raw HTML, pictures, tables) is reported: it would be
// lost in the text part, or load something from elsewhere.
func parseMarkdown(p piece, staff bool, report func(line, column int, text, hint string)) *markdown {
	m := &markdown{line: p.line, staff: staff, report: report}
	if at := standInExp.FindStringIndex(p.text); at != nil {
		report(p.line+strings.Count(p.text[:at[0]], "\n"), 1, "the word "+quoted(p.text[at[0]:at[1]])+" is used by klachtd itself",
			"choose another word")
	}
	m.src = actionExp.ReplaceAllFunc([]byte(p.text), func(a []byte) []byte {
		m.actions = append(m.actions, string(a))
		return []byte(standIn(len(m.actions) - 1))
	})
	m.root = parser.Parse(text.NewReader(m.src))
	_ = ast.Walk(m.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			m.check(n)
		}
		return ast.WalkContinue, nil
	})
	return m
}

// check reports a construct that a letter can't hold.
func (m *markdown) check(n ast.Node) {
	switch n := n.(type) {
	case *ast.Document, *ast.Paragraph, *ast.TextBlock, *ast.Heading, *ast.List, *ast.ListItem, *ast.Blockquote,
		*ast.CodeBlock, *ast.FencedCodeBlock, *ast.ThematicBreak, *ast.Text, *ast.String, *ast.Emphasis, *ast.CodeSpan:
	case *ast.Link:
		m.checkLink(n, string(n.Destination))
	case *ast.AutoLink:
		m.checkLink(n, string(n.URL(m.src)))
	case *ast.Image:
		m.fail(n, "a letter holds no pictures", "leave it out; mail programs would fetch it from elsewhere")
	case *ast.RawHTML, *ast.HTMLBlock:
		m.fail(n, "a letter holds no HTML", "write Markdown; < is written \\<")
	default:
		m.fail(n, "a letter can't hold "+n.Kind().String(), "use paragraphs, headings, lists and bold")
	}
}

// checkLink lets links go to a field of the configuration, to a web page over TLS, or to an address. Staff read words
// of strangers in their letters: there nothing can be clicked (rule 18 of security.md) but a mail to our own address. The
// links of the frame, which open a reply with a command in it, are made by [Mailto].
func (m *markdown) checkLink(n ast.Node, to string) {
	if m.staff {
		if to := m.putBack(to); to != "mailto:{{.Address}}" && to != "mailto:{{$.Address}}" {
			m.fail(n, "a letter to staff holds no link", "write the address of the page as text, or link to mailto:{{.Address}}")
		}
		return
	}
	if standInExp.MatchString(to) || strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "mailto:") {
		return
	}
	m.fail(n, "the link "+quoted(to)+" can't stand in a letter", "begin it with https:// or mailto:")
}

func (m *markdown) fail(n ast.Node, text, hint string) {
	m.report(m.lineOf(n), 1, text, hint)
}

// lineOf finds the line of the file at which a node stands, by the nearest ancestor that knows its lines.
func (m *markdown) lineOf(n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return m.line + bytes.Count(m.src[:n.Lines().At(0).Start], []byte("\n"))
		}
	}
	return m.line
}

// putBack puts the actions in the place of their stand-ins.
func (m *markdown) putBack(s string) string {
	return standInExp.ReplaceAllStringFunc(s, func(w string) string {
		n, err := strconv.Atoi(w[2:6])
		if err != nil || n >= len(m.actions) {
			return w
		}
		return m.actions[n]
	})
}

// plain is the text of an inline node as a reader sees it: escapes and entities resolved.
func (m *markdown) plain(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Text:
		b := util.UnescapePunctuations(n.Segment.Value(m.src))
		return string(util.ResolveEntityNames(util.ResolveNumericReferences(b)))
	case *ast.String:
		return string(n.Value)
	}
	return ""
}

// fact says whether an item begins with a bold label that ends in a colon ("- **Zaaknummer:** K2026-0001") and
// returns the paragraph that holds it.
func (m *markdown) fact(item ast.Node) (label *ast.Emphasis, rest []ast.Node, ok bool) {
	first := item.FirstChild()
	if first == nil || first.NextSibling() != nil || first.FirstChild() == nil {
		return nil, nil, false
	}
	label, ok = first.FirstChild().(*ast.Emphasis)
	if !ok || label.Level != 2 || !strings.HasSuffix(m.inner(label), ":") {
		return nil, nil, false
	}
	for n := label.NextSibling(); n != nil; n = n.NextSibling() {
		rest = append(rest, n)
	}
	return label, rest, true
}

// facts says whether every item of a list is a fact: such a list is printed as labels and values.
func (m *markdown) facts(list ast.Node) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if _, _, ok := m.fact(item); !ok {
			return false
		}
	}
	return true
}

// inner is the plain text of all that stands in a node.
func (m *markdown) inner(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.WriteString(m.plain(c))
		b.WriteString(m.inner(c))
	}
	return b.String()
}

// code is the text of a code block, without its last line end.
func (m *markdown) code(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(m.src))
	}
	return strings.TrimRight(b.String(), "\n")
}
