package message

import (
	"html"
	"strings"
	"unicode/utf8"
)

// chunk is a piece of the body: as text, as HTML, or as both alternatives.
type chunk struct{ plain, html string }

// gather reads the body of p and lists in m what lies beside it.
func (r *reader) gather(m *Message, p *part) []chunk {
	switch {
	case p.enclosed != nil:
		r.attach(m, p)
		return nil
	case p.signed != nil:
		return r.gatherSigned(m, p)
	case len(p.kids) == 0:
		return r.gatherLeaf(m, p)
	case p.media == "multipart/alternative":
		return r.gatherAlternative(m, p)
	case p.media == "multipart/encrypted":
		m.Encrypted = true
		if last := p.kids[len(p.kids)-1]; last.name == "" && len(last.kids) == 0 {
			last.name = "encrypted.asc"
		}
		r.attachAll(m, p.kids)
		return nil
	case p.media == "multipart/signed":
		m.Signed = true
		return r.gatherFirst(m, p)
	case p.media == "multipart/related" || p.media == "multipart/report":
		return r.gatherFirst(m, p)
	}
	var all []chunk
	for _, kid := range p.kids {
		all = append(all, r.gather(m, kid)...)
	}
	return all
}

// gatherFirst takes the body from the first part; the others are attachments.
func (r *reader) gatherFirst(m *Message, p *part) []chunk {
	body := r.gather(m, p.kids[0])
	r.attachAll(m, p.kids[1:])
	return body
}

// gatherAlternative makes one chunk: the first text and the last HTML.
func (r *reader) gatherAlternative(m *Message, p *part) []chunk {
	var c chunk
	for _, kid := range p.kids {
		var plain, html []string
		for _, k := range r.gather(m, kid) {
			plain, html = appendFilled(plain, k.plain), appendFilled(html, k.html)
		}
		if c.plain == "" {
			c.plain = strings.Join(plain, "\n")
		}
		if len(html) > 0 {
			c.html = strings.Join(html, "\n")
		}
	}
	return []chunk{c}
}

func appendFilled(all []string, s string) []string {
	if strings.TrimSpace(s) == "" {
		return all
	}
	return append(all, s)
}

// gatherLeaf reads a text part without a name as body, all else beside it.
// Programs name inline texts only when they are files; the text of a message
// that is nothing but one part is its body even so.
func (r *reader) gatherLeaf(m *Message, p *part) []chunk {
	readable := p.media == "text/plain" || p.media == "text/html" || p.media == "text/enriched" ||
		p.media == "text/markdown" || p.media == "text/x-markdown"
	file := p.disposition == "attachment" && (p.name != "" || p.path != "") || p.name != "" && p.path != ""
	if !readable || file {
		r.attachAll(m, []*part{p})
		return nil
	}
	if p.media == "text/html" {
		text := r.decodedText(p)
		if isNoHTML(text) {
			return []chunk{{plain: cleanText(html.UnescapeString(text))}}
		}
		return []chunk{{html: text}}
	}
	if p.encoding == "" {
		r.findUUencoded(m, p)
		r.findYenc(m, p)
	}
	text := cleanText(r.decodedText(p))
	switch {
	case p.media == "text/enriched":
		return []chunk{{plain: plainEnriched(text)}}
	case isHTML(text):
		r.warn("%s: HTML that is called plain text", p.where())
		return []chunk{{html: text}}
	}
	if isFlowed(p) {
		text = unflow(text, strings.EqualFold(strings.TrimSpace(p.params["delsp"]), "yes"))
	}
	return []chunk{{plain: text}}
}

// decodedText is the body of p as UTF-8, with its line ends as they were.
func (r *reader) decodedText(p *part) string {
	p, footer := withoutFooter(p)
	if p.encoding == "base64" && isNotBase64(p.body()) {
		p.encoding = ""
		r.warn("%s: called base64 but is not", p.where())
	}
	b := r.decode(p)
	if left := maxText - r.text; len(b) > left {
		r.warn("text over %d MB cut", maxText>>20)
		b = b[:max(0, left)]
	}
	r.text += len(b)
	declared := p.params["charset"]
	if declared == "" && p.media == "text/html" {
		declared = metaCharset(b)
	}
	t, note := toText(b, declared)
	if note != "" {
		r.warn("%s: %s", p.where(), note)
	}
	if footer != nil {
		r.warn("%s: text behind the base64, kept", p.where())
		t += "\n" + rawText(string(footer))
	}
	return t
}

// join makes one text of the chunks; HTML is read only where there is no text.
func (r *reader) join(chunks []chunk) string {
	var all []string
	for _, c := range chunks {
		if strings.TrimSpace(c.plain) == "" && c.html != "" {
			if shown := r.shownText(c.html); len(all) == 0 || spaced(shown) != spaced(all[len(all)-1]) {
				all = appendFilled(all, shown) // alternatives that no header calls so are told once
			}
			continue
		}
		all = appendFilled(all, c.plain)
		if c.html == "" {
			continue
		}
		hidden, commands := tellsHidden(c.plain, c.html)
		if hidden || tellsElse(c.plain, c.html) {
			r.warn("the text part says something else than the HTML")
		}
		r.unseen = append(r.unseen, commands...)
	}
	if len(all) == 1 {
		return strings.Trim(all[0], "\n")
	}
	return strings.Trim(strings.Join(all, "\n"), "\n")
}

// shownText is what a person sees of HTML. When that is nothing at all, what
// the styles hide is read after all: some programs write white letters for a
// dark screen. A command that nobody saw stays hidden even then.
func (r *reader) shownText(html string) string {
	shown, unshown, doubted := htmlShown(html)
	if len(doubted) > 0 {
		r.warn("the HTML may hide a line that begins with #")
		r.unseen = append(r.unseen, doubted...)
	}
	switch {
	case unshown == "":
	case strings.TrimSpace(shown) == "" && !strings.Contains(unshown, "#"):
		r.warn("the HTML hides all its text, read nevertheless")
		shown = unshown
	default:
		r.warn("text that the HTML hides was left out")
	}
	return cleanText(shown)
}

// cleanText gives valid UTF-8 with \n as the only line end and without
// control characters, among them those that a terminal obeys.
func cleanText(s string) string {
	if isClean(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case c == '\r':
			for i < len(s) && s[i] == '\r' {
				i++
			}
			if i < len(s) && s[i] == '\n' {
				continue
			}
			out = append(out, '\n')
		case c == '\u2028' || c == '\u2029' || c == '\u0085' || c == '\f':
			out = append(out, '\n')
		case c == '\n' || c == '\t':
			out = append(out, byte(c))
		case c < ' ' || c >= 0x7F && c < 0xA0 || c == '\uFEFF':
		default:
			out = utf8.AppendRune(out, c)
		}
	}
	return string(out)
}

func isClean(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\n' && c != '\t' || c >= 0x7F {
			return false
		}
	}
	return true
}
