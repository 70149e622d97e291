package message

import (
	"bytes"
	"regexp"
	"strings"
)

// Bodies that are not what their header calls them. Each function is one
// quirk, with an example of what was met.

// maxPreamble is how many lines may stand above the first delimiter of a
// multipart whose header is lost.
const maxPreamble = 6

// isBareMultipart says whether the header of p lost its Content-Type but its
// body is a multipart. A bounce of old servers holds a copy of one further
// down: there the text around it is the message.
//
//	Subject: klacht
//
//	This is a multi-part message in MIME format.
//	------=_NextPart_000
//	Content-Type: text/plain
func isBareMultipart(p *part) bool {
	if p.media != "text/plain" || p.fields.has("Content-Type") {
		return false
	}
	pos := p.start
	for range maxPreamble {
		if pos >= p.end {
			break
		}
		line, next := nextLine(p.src, pos, p.end)
		switch {
		case bytes.HasPrefix(line, []byte("--")):
			return shownBoundary(p.src, pos, next+min(maxBoundary, p.end-next)) != ""
		case isBlank(line), bytes.Contains(bytes.ToLower(line), []byte("multi-part message")), bytes.Contains(bytes.ToLower(line), []byte("mime")):
			pos = next
		default:
			return false
		}
	}
	return false
}

// openBare opens such a part; a text and an HTML are taken for alternatives.
func (r *reader) openBare(p *part, depth int) {
	p.media = "multipart/mixed"
	r.openMultipart(p, depth)
	if len(p.kids) == 2 && p.kids[0].media == "text/plain" && p.kids[1].media == "text/html" {
		p.media = "multipart/alternative"
	}
}

var markup = regexp.MustCompile(`(?i)<(/|!|[a-z])`)

// isHTML says whether a text that is called plain is a page.
//
//	Content-Type: text/plain
//
//	<html><body><p>Ik heb een klacht.</p></body></html>
func isHTML(text string) bool {
	head := strings.ToLower(strings.TrimSpace(clip(text, 500)))
	return (strings.HasPrefix(head, "<html") || strings.HasPrefix(head, "<!doctype html")) && strings.Contains(text, "</")
}

// isNoHTML says whether a text that is called HTML has no tag in it; its line
// ends are then all the layout it has.
func isNoHTML(text string) bool {
	return strings.Contains(strings.TrimSpace(text), "\n") && !markup.MatchString(text)
}

var (
	enrichedTag   = regexp.MustCompile(`<<|</?[A-Za-z][A-Za-z0-9-]{0,59}>`)
	enrichedParam = regexp.MustCompile(`(?is)<param>.*?</param>`)
	enrichedEnds  = regexp.MustCompile(`\n+`)
)

// plainEnriched makes plain text of text/enriched (RFC 1896): commands are
// taken out, << is a <, and of n line ends one is a fold.
func plainEnriched(text string) string {
	text = enrichedParam.ReplaceAllString(strings.ReplaceAll(text, "\r\n", "\n"), "")
	text = enrichedTag.ReplaceAllStringFunc(text, func(tag string) string {
		if tag == "<<" {
			return "<"
		}
		return ""
	})
	return enrichedEnds.ReplaceAllStringFunc(text, func(ends string) string {
		if len(ends) == 1 {
			return " "
		}
		return ends[1:]
	})
}

// securityNames are the names that RFC 8551 3.2.1 and RFC 3156 give to the
// parts of signed and encrypted mail, for senders that give none.
var securityNames = map[string]string{
	"application/pkcs7-mime": "smime.p7m", "application/x-pkcs7-mime": "smime.p7m",
	"application/pkcs7-signature": "smime.p7s", "application/x-pkcs7-signature": "smime.p7s",
	"application/pgp-signature": "signature.asc", "application/pgp-encrypted": "version.txt",
}
