package letter

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// The text part is put together from blocks whose neighbours are known only when the letter is filled: conditions and
// loops lie between them. So each block begins with a mark that says what it is, and spaceOut turns the marks into
// line ends. No field can hold such a mark: control characters are taken out of all of them.
const (
	markPara  = "\x01" // a paragraph or heading: a blank line above it
	markItem  = "\x02" // a line of a list
	markFact  = "\x03" // a label and its value
	markQuote = "\x04" // a line of a quote
)

// spaceOut replaces the marks: lines of the same list follow each other, everything else is a blank line apart. A space
// that a condition left at the end of a line goes.
func spaceOut(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 64)
	last := byte(0)
	for len(s) > 0 {
		i := strings.IndexAny(s, markPara+markItem+markFact+markQuote)
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(strings.TrimRight(s[:i], " "))
		switch mark := s[i]; {
		case last == 0:
			last = mark
		case mark == last && mark != markPara[0]:
			b.WriteString("\n")
		default:
			b.WriteString("\n\n")
			last = mark
		}
		s = s[i+1:]
	}
	return b.String()
}

// text writes the piece as plain text.
func (m *markdown) text() string {
	var b strings.Builder
	for n := m.root.FirstChild(); n != nil; n = n.NextSibling() {
		m.textBlock(&b, n)
	}
	return m.putBack(b.String())
}

func (m *markdown) textBlock(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.List:
		m.textList(b, n)
	case *ast.Blockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			for line := range strings.SplitSeq(m.textOf(c), "\n") {
				b.WriteString(markQuote + "> " + line)
			}
		}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.WriteString(markPara + "    " + strings.ReplaceAll(m.code(n), "\n", "\n    "))
	case *ast.ThematicBreak:
		b.WriteString(markPara + strings.Repeat("-", 40))
	default:
		b.WriteString(markPara + m.textOf(n))
	}
}

func (m *markdown) textList(b *strings.Builder, list *ast.List) {
	facts, number := m.facts(list), list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		switch {
		case facts:
			b.WriteString(markFact + m.textOf(item.FirstChild()))
		case list.IsOrdered():
			b.WriteString(markItem + strconv.Itoa(number) + ". " + m.textItem(item, "   "))
			number++
		default:
			b.WriteString(markItem + "- " + m.textItem(item, "  "))
		}
	}
}

// textItem is the text of an item; further paragraphs of it are indented under the first.
func (m *markdown) textItem(item ast.Node, indent string) string {
	var parts []string
	for c := item.FirstChild(); c != nil; c = c.NextSibling() {
		parts = append(parts, strings.ReplaceAll(m.textOf(c), "\n", "\n"+indent))
	}
	return strings.Join(parts, "\n"+indent)
}

// textOf is the text of what stands in a block; lines of the file become one line.
func (m *markdown) textOf(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		m.textInline(&b, c)
	}
	return b.String()
}

func (m *markdown) textInline(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.WriteString(m.plain(n))
		if n.HardLineBreak() {
			b.WriteString("\n")
		} else if n.SoftLineBreak() {
			b.WriteString(" ")
		}
	case *ast.String:
		b.WriteString(m.plain(n))
	case *ast.AutoLink:
		b.Write(n.Label(m.src))
	case *ast.Link:
		label, to := m.textOf(n), strings.TrimPrefix(string(n.Destination), "mailto:")
		b.WriteString(label)
		if m.putBack(to) != m.putBack(label) {
			b.WriteString(" (" + to + ")")
		}
	default:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			m.textInline(b, c)
		}
	}
}
