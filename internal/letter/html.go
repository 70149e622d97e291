package letter

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Styles of the HTML part. They stand in each element, because many mail programs drop a style sheet; classes are for
// the dark colours of the frame only.
const (
	styleParagraph = `margin:16px 0`
	styleHeading   = `margin:28px 0 10px;font-size:18px;line-height:1.35;font-weight:600`
	styleList      = `margin:0 0 8px;padding:0 0 0 22px`
	styleItem      = `margin:0 0 6px`
	styleFacts     = `width:100%;border-collapse:collapse;margin:0`
	styleLabel     = `width:34%;padding:7px 14px 7px 0;vertical-align:top;color:#57606a;border-bottom:1px solid #d8dee4`
	styleValue     = `padding:7px 0;vertical-align:top;border-bottom:1px solid #d8dee4`
	styleQuote     = `border-left:3px solid #c3cad3;padding:0 0 0 14px;margin:0;color:#3d444d`
	styleCode      = `margin:16px 0;padding:12px 14px;background:#f3f5f7;border-radius:6px;` +
		`font:15px/1.6 Consolas,Menlo,monospace;white-space:pre-wrap`
	styleCodeSpan = `font-family:Consolas,Menlo,monospace;font-size:15px`
	styleLink     = `color:#0b5394`
	styleRule     = `border:0;border-top:1px solid #d8dee4;margin:24px 0`
)

// Ends and beginnings between which conditions and loops may lie. A list of which each item has a condition of its own is
// a run of short lists until join makes one of them.
const (
	openFacts = `<table role="presentation" cellpadding="0" cellspacing="0" style="` + styleFacts + `">`
	endFacts  = "</table>\n"
	openList  = `<ul style="` + styleList + `">`
	endList   = "</ul>\n"
	openQuote = `<div class="line dim" style="` + styleQuote + `">`
	endQuote  = "<br></div>\n" // the <br> keeps an empty line of the quote as high as the others
)

// join makes one table, list or quote of those that follow each other.
func join(page string) string {
	for _, seam := range []struct{ end, open, between string }{
		{endFacts, openFacts, "\n"}, {endList, openList, "\n"}, {endQuote, openQuote, "<br>\n"},
	} {
		// A long pattern is slow to look for, and mostly it is not there.
		if strings.Contains(page, seam.end+seam.open[:4]) {
			page = strings.ReplaceAll(page, seam.end+seam.open, seam.between)
		}
	}
	return page
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

// html writes the piece as HTML.
func (m *markdown) html() string {
	var b strings.Builder
	for n := m.root.FirstChild(); n != nil; n = n.NextSibling() {
		m.htmlBlock(&b, n)
	}
	return m.putBack(b.String())
}

func (m *markdown) htmlBlock(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.List:
		m.htmlList(b, n)
	case *ast.Heading:
		b.WriteString(`<h2 style="` + styleHeading + `">` + m.htmlOf(n) + "</h2>\n")
	case *ast.Blockquote:
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			b.WriteString(openQuote + m.htmlOf(c) + endQuote)
		}
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.WriteString(`<pre class="soft" style="` + styleCode + `">` + escaper.Replace(m.code(n)) + "</pre>\n")
	case *ast.ThematicBreak:
		b.WriteString(`<hr class="line" style="` + styleRule + `">` + "\n")
	default:
		b.WriteString(`<p style="` + styleParagraph + `">` + m.htmlOf(n) + "</p>\n")
	}
}

func (m *markdown) htmlList(b *strings.Builder, list *ast.List) {
	if m.facts(list) {
		m.htmlFacts(b, list)
		return
	}
	open, end := openList, endList
	if list.IsOrdered() {
		open, end = `<ol start="`+strconv.Itoa(list.Start)+`" style="`+styleList+`">`, "</ol>\n"
	}
	b.WriteString(open)
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		var parts []string
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			parts = append(parts, m.htmlOf(c))
		}
		b.WriteString(`<li style="` + styleItem + `">` + strings.Join(parts, "<br>") + "</li>")
	}
	b.WriteString(end)
}

// htmlFacts writes labels and values as a table of two columns.
func (m *markdown) htmlFacts(b *strings.Builder, list ast.Node) {
	b.WriteString(openFacts)
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		label, rest, _ := m.fact(item)
		b.WriteString(`<tr><td class="line dim" style="` + styleLabel + `">` +
			strings.TrimSuffix(m.htmlOf(label), ":") + `</td><td class="line" style="` + styleValue + `">`)
		var value strings.Builder
		for _, n := range rest {
			m.htmlInline(&value, n)
		}
		b.WriteString(strings.TrimSpace(value.String()) + "</td></tr>")
	}
	b.WriteString(endFacts)
}

func (m *markdown) htmlOf(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		m.htmlInline(&b, c)
	}
	return b.String()
}

func (m *markdown) htmlInline(b *strings.Builder, n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.WriteString(escaper.Replace(m.plain(n)))
		if n.HardLineBreak() {
			b.WriteString("<br>\n")
		} else if n.SoftLineBreak() {
			b.WriteString("\n")
		}
	case *ast.String:
		b.WriteString(escaper.Replace(m.plain(n)))
	case *ast.Emphasis:
		tag := "em"
		if n.Level == 2 {
			tag = "strong"
		}
		b.WriteString("<" + tag + ">" + m.htmlOf(n) + "</" + tag + ">")
	case *ast.CodeSpan:
		b.WriteString(`<code style="` + styleCodeSpan + `">` + m.htmlOf(n) + "</code>")
	case *ast.Link:
		b.WriteString(link(string(n.Destination), m.htmlOf(n)))
	case *ast.AutoLink:
		b.WriteString(link(string(n.URL(m.src)), escaper.Replace(string(n.Label(m.src)))))
	}
}

func link(to, label string) string {
	return `<a href="` + escaper.Replace(to) + `" style="` + styleLink + `">` + label + "</a>"
}
