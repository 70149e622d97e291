package message

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlText makes text of HTML that a person can read: paragraphs, lists,
// cells apart, links with their address, quotes behind "> ", nothing of what
// a browser does not show. unshown holds the words that were passed over
// because of their style.
//
// It walks the tokens and builds no tree: the libraries at hand were either
// quadratic in nested elements or glued the cells of a table together.
func htmlText(src string) (text, unshown string) {
	text, unshown, _ = htmlShown(src)
	return text, unshown
}

// htmlShown is htmlText, and tells which lines of the text begin with a # and
// may not be seen all the same.
func htmlShown(src string) (text, unshown string, doubted []string) {
	w := walker{z: html.NewTokenizer(strings.NewReader(src))}
	w.z.SetMaxBuf(maxText)
	w.out = make([]byte, 0, len(src)/3)
	for {
		t := w.z.Next()
		if t == html.ErrorToken {
			break
		}
		w.token(t)
	}
	return strings.Trim(string(w.out), "\n "), strings.TrimSpace(string(w.unshown)), w.doubtedCommands()
}

// walker is the state of one htmlText.
type walker struct {
	z   *html.Tokenizer
	out []byte

	open   []element // only those that matter for what follows
	lost   int       // elements inside a hidden one that did not fit into open
	hidden int       // open elements that a browser does not show
	look   look      // of the text that follows
	tinted bool      // a colour other than white was put behind some text
	pre    int       // open pre elements: blanks count
	quotes int       // open blockquotes
	quoted int       // those around the last line
	tight  bool      // the last block has no margin

	lines int  // line ends owed before the next text
	blank bool // a blank is owed
	begun bool // something stands on the line
	point bool // nothing but the point of a list stands on it
	cells int  // cells on this line

	unshown []byte // the text that was passed over

	hiders map[string]bool // selectors of style sheets that hide

	suspects map[string]bool // selectors of style sheets that may hide
	doubts   int             // open elements that may not be seen
	shade    shade           // of the text that follows
	doubted  []int           // places in out where text was written that may not be seen
	signs    bool            // the mark of a signature is owed
	cites    bool            // the mark of a quote is owed
}

// element is an open element.
type element struct {
	tag     atom.Atom
	hides   bool
	indents bool // a blockquote that is no quote
	breaks  bool // line ends of the source are shown, as in pre
	before  look // of the text around it
	doubts  bool
	around  shade // of the text around it
	href    string
	start   int // where the text of a link begins in out
	number  int // the next number of an ordered list, 0 for bullets
}

func (w *walker) token(t html.TokenType) {
	switch t {
	case html.TextToken:
		if s := string(w.z.Text()); w.concealed() {
			w.conceal(s)
		} else {
			w.text(s)
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		name, attrs := w.z.TagName()
		w.start(atom.Lookup(name), attrs, t == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := w.z.TagName()
		w.end(atom.Lookup(name))
	}
}

// attributes are those of an element that matter here.
type attributes struct {
	href, alt, start string
	id, class, name  string // in lower case
	cited            bool   // a blockquote that is a quote
	borderless       bool
	breaks           bool // white-space: pre-wrap, as telephones and chats write
	paint            paint
	tight            bool // a paragraph without a margin, as Outlook writes lines
}

func (w *walker) attributes(more bool) (a attributes) {
	for range 100 {
		if !more {
			break
		}
		var key, val []byte
		key, val, more = w.z.TagAttr()
		switch string(key) {
		case "href":
			a.href = strings.TrimSpace(string(val))
		case "alt":
			a.alt = string(val)
		case "start":
			a.start = string(val)
		case "hidden":
			a.paint.hides = true
		case "bgcolor", "background":
			a.paint.put("background", strings.ToLower(string(val)))
		case "color", "text":
			a.paint.put("color", strings.ToLower(string(val)))
		case "id":
			a.id = strings.ToLower(string(val))
		case "class":
			a.class = strings.ToLower(string(val))
			a.tight = a.tight || strings.HasPrefix(a.class, "mso")
			a.cited = a.cited || strings.Contains(a.class, "quote")
		case "name":
			a.name = strings.ToLower(string(val))
		case "type", "cite":
			a.cited = true
		case "style":
			declarations(string(val), a.paint.put)
			style := strings.ToLower(strings.Join(strings.Fields(string(val)), ""))
			a.borderless = strings.Contains(style, "border:none")
			a.breaks = strings.Contains(style, "white-space:pre") || strings.Contains(style, "white-space:break-spaces")
			a.tight = a.tight || strings.Contains(style, "margin:0") || strings.Contains(style, "margin-bottom:0")
		}
	}
	return a
}

func (w *walker) start(tag atom.Atom, more, closed bool) {
	a := w.attributes(more)
	if len(w.hiders) > 0 && !a.paint.shows && w.hiddenBySheet(tag, &a) {
		a.paint.hides = true
	}
	w.closeImplied(tag)
	if a.isSignature() {
		w.beginSignature()
	}
	if a.isQuote() {
		w.beginQuote()
	}
	if void(tag) {
		w.void(tag, a)
		return
	}
	e := element{tag: tag, hides: a.paint.gone() || notShown(tag), before: w.look, around: w.shade, href: a.href, start: len(w.out), indents: a.isIndent(), breaks: tag == atom.Pre || a.breaks}
	e.doubts = a.paint.doubts || doubtfulElement(tag, &a) || w.suspects[anything] || matches(w.suspects, tag, &a)
	w.look, w.shade = a.paint.over(w.look, w.tinted), a.paint.tone(w.shade)
	if closed && tag != atom.P && tag != atom.Div {
		w.unclosed(e) // browsers take it for a start all the same
		return
	}
	w.tinted = w.tinted || a.paint.tints()
	switch {
	case tag == atom.Li:
		w.point = false
		w.breakLine(1)
		w.item()
	case tag == atom.Q && !w.concealed():
		w.text("\"")
	case isBlock(tag):
		w.tight = a.tight || w.inList()
		w.breakLine(margin(tag, w.tight))
	}
	if tag == atom.Ol {
		e.number = max(1, atoi(a.start))
	}
	w.push(e)
}

// closeImplied closes what a browser closes by itself: the head at the body or
// at the first text element, a paragraph at the next block, a cell or item at
// its next. Hidden ones only; an open visible one does no harm.
func (w *walker) closeImplied(tag atom.Atom) {
	if !w.concealed() || len(w.open) == 0 {
		return
	}
	if tag == atom.Body {
		for i := range w.open {
			w.mistrust(0, i)
		}
		w.open, w.hidden, w.lost, w.look, w.shade = w.open[:0], 0, 0, look{}, shade{}
		return
	}
	last := w.open[len(w.open)-1].tag
	ends := last == atom.Head && isBlock(tag) || last == atom.P && isBlock(tag) || last == tag && (tag == atom.Li || tag == atom.Td || tag == atom.Tr)
	if ends && w.lost == 0 {
		w.close(w.open[len(w.open)-1])
		w.open = w.open[:len(w.open)-1]
	}
}

func atoi(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 || n > 1<<20 {
		return 0
	}
	return n
}

// push opens e if it matters later: when it changes what is seen, or stands
// inside one that does, so that its end is not taken for the end of that one.
func (w *walker) push(e element) {
	switch e.tag {
	case atom.Blockquote, atom.Pre, atom.A, atom.Ol, atom.Ul:
	default:
		styled := w.look != look{} || e.before != look{}
		shaded := w.doubts > 0 || w.shade != shade{} || e.around != shade{}
		if !e.hides && !e.doubts && !e.breaks && w.pre == 0 && (w.hidden == 0 && !styled && !shaded || e.tag == 0) {
			w.look, w.shade = e.before, e.around
			return
		}
	}
	if len(w.open) >= maxHTMLDepth {
		w.unclosed(e)
		if w.concealed() || w.doubts > 0 {
			w.lost++
		}
		return
	}
	w.open = append(w.open, e)
	if e.doubts {
		w.doubts++
	}
	if e.hides {
		w.hidden++
	}
	if e.breaks {
		w.pre++
	}
	if e.tag == atom.Blockquote && !e.indents {
		w.quotes++
	}
}

// end closes the nearest open element of that tag, and those inside it.
func (w *walker) end(tag atom.Atom) {
	if w.lost > 0 && (w.concealed() || w.doubts > 0) && tag != 0 {
		w.lost--
		return
	}
	for i := len(w.open) - 1; i >= 0; i-- {
		if w.open[i].tag != tag {
			continue
		}
		w.mistrust(tag, i)
		for k := len(w.open) - 1; k >= i; k-- {
			w.close(w.open[k])
		}
		w.open = w.open[:i]
		break
	}
	w.point = w.point && tag != atom.Li
	switch {
	case tag == atom.P:
		w.breakLine(margin(tag, w.tight))
	case tag == atom.Td || tag == atom.Th:
		w.cell()
	case tag == atom.Q && !w.concealed():
		w.text("\"")
	case isBlock(tag):
		w.breakLine(margin(tag, w.inList() && (tag == atom.Ul || tag == atom.Ol)))
	}
}

func (w *walker) close(e element) {
	w.look, w.shade = e.before, e.around
	if e.hides {
		w.hidden--
	}
	if e.doubts {
		w.doubts--
	}
	if e.breaks {
		w.pre--
	}
	switch e.tag {
	case atom.Blockquote:
		w.breakLine(1)
		if !e.indents {
			w.quotes--
		}
	case atom.A:
		w.link(e)
	}
}

// link writes the address of a link behind its text, unless the text is it.
func (w *walker) link(e element) {
	href := strings.TrimPrefix(e.href, "mailto:")
	if w.hidden > 0 || e.hides || href == "" || href[0] == '#' || e.start > len(w.out) || strings.HasPrefix(href, "cid:") {
		return
	}
	shown := strings.TrimSpace(string(w.out[e.start:]))
	bare := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(href, "https://"), "http://"), "/")
	if shown == "" || strings.Contains(shown, bare) || strings.HasPrefix(href, "javascript:") {
		return
	}
	w.write(" <" + strings.Join(strings.Fields(href), "") + ">")
}
