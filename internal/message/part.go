package message

import (
	"fmt"
	"strconv"
	"strings"
)

// reader is the state of one Parse.
type reader struct {
	warnings []string
	parts    int
	text     int // bytes of text kept so far
	decoded  int
	in       *Attachment // the signed file whose content is being gathered
	unseen   []string    // commands of the text that the HTML hides
	wrapped  string      // the text inside a winmail.dat
	charset  string      // that the first text declares
}

// warn adds a warning once; warnings name parts and limits, never content.
func (r *reader) warn(format string, args ...any) {
	if len(r.warnings) >= maxWarnings {
		return
	}
	w := fmt.Sprintf(format, args...)
	for _, have := range r.warnings {
		if have == w {
			return
		}
	}
	r.warnings = append(r.warnings, w)
}

// part is one node of the tree of a message. Nothing is decoded but what had
// to be opened: src[start:end] is the encoded body.
type part struct {
	path   string // 1.2 for the second part of the first, "" for the message
	fields header

	media       string // type/subtype in lower case
	params      params
	disposition string
	name        string
	encoding    string

	src        []byte // the message, or a decoded enclosed message
	start, end int
	kids       []*part
	enclosed   *part // the root of an enclosed message
	signed     *part // what an opaque signature wraps
}

func (p *part) body() []byte { return p.src[p.start:p.end] }

// where names the part in warnings.
func (p *part) where() string {
	if p.path == "" {
		return "body"
	}
	return "part " + p.path
}

func (p *part) is(prefix string) bool { return strings.HasPrefix(p.media, prefix) }

// open reads the part at src[pos:end] and everything in it down to maxDepth.
func (r *reader) open(src []byte, pos, end, depth int, path, media string) *part {
	r.parts++
	p := &part{path: path, src: src, end: end}
	p.fields, p.start = r.header(src, pos, end, path == "")
	r.describe(p, media)
	switch {
	case p.is("multipart/"):
		r.openMultipart(p, depth)
	case p.media == "message/rfc822" || p.media == "message/global" || p.looksLikeMail():
		r.openEnclosed(p, depth)
	case p.mayBeSigned():
		r.openSigned(p, depth)
	case path == "" && isBareMultipart(p):
		r.warn("body: multipart that no header announces")
		r.openBare(p, depth)
	}
	return p
}

// describe reads the Content fields of p. media is what a part without any is.
func (r *reader) describe(p *part, media string) {
	content := p.fields.value("Content-Type")
	p.media, p.params = parseParams(content)
	switch half := strings.Trim(p.media, "/ "); {
	case half == "text" || half == "plain":
		p.media = "text/plain"
	case half == "html":
		p.media = "text/html"
	case half == "multipart":
		p.media = "multipart/mixed"
	case half == "":
		p.media = media
	case !strings.Contains(p.media, "/"):
		r.warn("%s: content type without a subtype", p.where())
		p.media = media
	}
	p.media = clip(strings.Trim(strings.ToValidUTF8(p.media, ""), "<>\"'(),;:/ "), 100)
	var ps params
	p.disposition, ps = parseParams(p.fields.value("Content-Disposition"))
	if p.is("text/") && r.charset == "" {
		r.charset = label(p.params["charset"])
	}
	if p.name = filename(r.hintedName(ps), r.hintedName(p.params)); p.name == "" {
		p.name = securityNames[p.media]
	}
	var note string
	if p.encoding, note = transfer(p.fields.value("Content-Transfer-Encoding")); note != "" {
		r.warn("%s: %s", p.where(), note)
	}
}

// openMultipart splits p at its boundary. When nothing can be split p becomes
// a leaf of text, so that its bytes are still read.
func (r *reader) openMultipart(p *part, depth int) {
	if depth >= maxDepth {
		r.warn("nested deeper than %d parts: the rest was not opened", maxDepth)
		p.media = "application/octet-stream"
		return
	}
	boundary := r.boundary(p)
	media := "text/plain"
	if p.media == "multipart/digest" {
		media = "message/rfc822"
	}
	if boundary != "" {
		for i, s := range r.split(p, boundary) {
			if r.parts >= maxParts {
				r.warn("more than %d parts: the rest was not opened", maxParts)
				break
			}
			p.kids = append(p.kids, r.open(p.src, s.start, s.end, depth+1, join(p.path, i+1), media))
		}
	}
	if len(p.kids) == 0 {
		r.warn("%s: multipart without parts, read as text", p.where())
		p.media = "text/plain"
	}
}

func join(path string, i int) string {
	if path == "" {
		return strconv.Itoa(i)
	}
	return path + "." + strconv.Itoa(i)
}

// looksLikeMail says whether a part is an enclosed message that was sent
// under another type.
//
//	Content-Type: application/octet-stream; name="klacht.eml"
func (p *part) looksLikeMail() bool {
	return len(p.name) > 4 && strings.EqualFold(p.name[len(p.name)-4:], ".eml") && !p.is("message/")
}

// openEnclosed reads the message inside p. It may be encoded, although RFC
// 2046 5.2.1 forbids that.
func (r *reader) openEnclosed(p *part, depth int) {
	if depth >= maxDepth {
		r.warn("nested deeper than %d parts: the rest was not opened", maxDepth)
		return
	}
	src, start, end := p.src, p.start, p.end
	if p.encoding != "" {
		src = r.decode(p)
		start, end = 0, len(src)
	}
	path := p.path
	if path == "" {
		path = "0"
	}
	enclosed := &part{path: path, src: src, end: end}
	r.parts++
	enclosed.fields, enclosed.start = r.header(src, start, end, true)
	if len(enclosed.fields) == 0 {
		r.warn("%s: enclosed message without a header", p.where())
	}
	r.describe(enclosed, "text/plain")
	switch {
	case enclosed.is("multipart/"):
		r.openMultipart(enclosed, depth+1)
	case enclosed.media == "message/rfc822":
		r.openEnclosed(enclosed, depth+1)
	case enclosed.mayBeSigned():
		r.openSigned(enclosed, depth+1)
	}
	p.enclosed = enclosed
}

// decode undoes the transfer encoding of p within what may be decoded.
func (r *reader) decode(p *part) []byte {
	b := p.body()
	if left := maxDecoded - r.decoded; len(b) > left {
		r.warn("more than %d MB to decode: the rest was left out", maxDecoded>>20)
		b = b[:max(0, left)]
	}
	b = decodeTransfer(b, p.encoding)
	r.decoded += len(b)
	return b
}
