package message

import (
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// The layout half of the walker: where lines end, and what stands before text.

// text writes text with its blanks joined; in pre as it stands.
func (w *walker) text(s string) {
	if strings.Contains(s, "\u00a0") {
		s = strings.ReplaceAll(s, "\u00a0", " ")
		if strings.TrimSpace(s) == "" && w.pre == 0 && w.lines > 0 {
			w.lines++ // a paragraph of one blank is how Outlook writes an empty line
			return
		}
	}
	if w.pre > 0 {
		w.textAsIs(s)
		return
	}
	for s != "" {
		n := strings.IndexAny(s, " \t\r\n")
		if n < 0 {
			w.write(s)
			return
		}
		if n > 0 {
			w.write(s[:n])
		}
		w.blank = w.blank || w.begun
		s = strings.TrimLeft(s[n:], " \t\r\n")
	}
}

func (w *walker) textAsIs(s string) {
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			w.lines, w.begun = w.lines+1, false
		}
		if line = strings.TrimRight(line, "\r"); line != "" {
			w.write(line)
		}
	}
}

// write puts out what is owed, then s.
func (w *walker) write(s string) {
	if w.lines > 0 {
		owed := min(w.lines, 3)
		if w.pre > 0 {
			owed = w.lines
		}
		w.lines, w.begun, w.cells = 0, false, 0
		for i := 0; i < owed && len(w.out) > 0; i++ {
			if i > 0 {
				w.marks(min(w.quotes, w.quoted))
			}
			w.out = append(w.out, '\n')
		}
	}
	switch {
	case !w.begun && w.quotes > 0:
		w.marks(w.quotes)
		w.out = append(w.out, ' ')
	case w.begun && w.cells > 0:
		w.out = append(w.out, '\t')
	case w.begun && w.blank:
		w.out = append(w.out, ' ')
	}
	if w.cites {
		w.cites = false
		w.out = append(w.out, quoteMark...)
	}
	if w.signs {
		w.signs = false
		w.out = append(w.out, signatureMark...)
	}
	w.blank, w.begun, w.point, w.cells, w.quoted = false, true, false, 0, w.quotes
	w.doubt()
	w.out = append(w.out, s...)
}

// marks writes a mark for each of n quotes around a line.
func (w *walker) marks(n int) {
	for range min(n, 10) {
		w.out = append(w.out, '>')
	}
}

// breakLine owes at least n line ends, unless nothing was written yet; a
// paragraph in an item of a list begins behind its point.
func (w *walker) breakLine(n int) {
	if w.hidden > 0 || w.point {
		return
	}
	if len(w.out) > 0 {
		w.lines = max(w.lines, n)
	}
	w.blank = false
}

// item writes the point of a list.
func (w *walker) item() {
	if w.concealed() {
		return
	}
	point := "-"
	for i := len(w.open) - 1; i >= 0; i-- {
		if e := &w.open[i]; e.tag == atom.Ol {
			point = strconv.Itoa(e.number) + "."
			e.number++
			break
		} else if e.tag == atom.Ul {
			break
		}
	}
	w.write(point)
	w.blank, w.point = true, true
}

// cell owes a tab before the next text of the row.
func (w *walker) cell() {
	if w.hidden == 0 {
		w.cells, w.blank = w.cells+1, false
	}
}

func (w *walker) void(tag atom.Atom, a attributes) {
	if w.hidden > 0 || a.paint.gone() {
		return
	}
	switch tag {
	case atom.Br:
		w.lines, w.blank = w.lines+1, false
	case atom.Hr:
		w.breakLine(1)
		w.write("________________________________")
		w.breakLine(1)
	case atom.Img:
		if alt := strings.TrimSpace(a.alt); alt != "" && len(alt) < 200 {
			w.text("[" + strings.Join(strings.Fields(alt), " ") + "]")
		}
	}
}

// inList says whether a list is open: one inside it has no margin.
func (w *walker) inList() bool {
	for i := range w.open {
		if w.open[i].tag == atom.Ul || w.open[i].tag == atom.Ol {
			return true
		}
	}
	return false
}

// margin gives the line ends around a block: 2 make a blank line.
func margin(tag atom.Atom, tight bool) int {
	switch tag {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Dl:
		if !tight {
			return 2
		}
	}
	return 1
}

func void(tag atom.Atom) bool {
	switch tag {
	case atom.Br, atom.Hr, atom.Img, atom.Meta, atom.Link, atom.Input, atom.Base, atom.Col, atom.Area, atom.Wbr, atom.Embed, atom.Source, atom.Track, atom.Param:
		return true
	}
	return false
}

// notShown are the elements whose text a browser does not show.
func notShown(tag atom.Atom) bool {
	switch tag {
	case atom.Head, atom.Script, atom.Style, atom.Title, atom.Noscript, atom.Template, atom.Object, atom.Iframe,
		atom.Svg, atom.Math, atom.Textarea, atom.Select, atom.Noembed, atom.Noframes, atom.Xmp, atom.Plaintext:
		return true
	}
	return false
}

func isBlock(tag atom.Atom) bool {
	switch tag {
	case atom.Div, atom.Tr, atom.Body, atom.Html, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Main, atom.Nav,
		atom.Aside, atom.Address, atom.Center, atom.Fieldset, atom.Form, atom.Dt, atom.Dd, atom.Thead, atom.Tbody, atom.Tfoot,
		atom.Caption, atom.Figure, atom.Figcaption, atom.Li, atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Pre, atom.Blockquote:
		return true
	}
	return false
}
