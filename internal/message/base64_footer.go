package message

import "bytes"

// Mailing lists and scanners put their footer behind a text without a look at
// its encoding. Read as base64 it would be rubbish, and a short text with it
// would pass for one that is no base64 at all.
//
//	Content-Transfer-Encoding: base64
//
//	TGlmdCBzdHVrLg==
//
//	-- Deze mail is gescand op virussen.

// maxFooter bounds the lines of a footer.
const maxFooter = 60

// withoutFooter gives p without the plain text behind its base64, and that
// text; nil when there is none, as nearly always.
func withoutFooter(p *part) (*part, []byte) {
	b := p.body()
	if p.encoding != "base64" {
		return p, nil
	}
	head, rest, ok := bytes.Cut(b, []byte("\n\n"))
	if crlf, after, has := bytes.Cut(b, []byte("\n\r\n")); has && (!ok || len(crlf) < len(head)) {
		head, rest, ok = crlf, after, true
	}
	rest = bytes.TrimSpace(rest)
	if !ok || len(rest) == 0 || !isBase64Text(head) || bytes.Count(rest, []byte("\n")) > maxFooter {
		return p, nil
	}
	for pos := 0; pos < len(rest); {
		line, next := nextLine(rest, pos, len(rest))
		if pos = next; len(line) > 40 && isBase64Text(line) {
			return p, nil // it goes on
		}
	}
	if isBase64Text(rest) {
		return p, nil
	}
	without := *p
	without.end = p.start + len(head)
	return &without, rest
}

// isBase64Text says whether b is whole groups of base64 and line ends.
func isBase64Text(b []byte) bool {
	letters := 0
	for _, c := range b {
		switch {
		case c == '\r' || c == '\n':
		case base64Value[c] == 0xFF || c == '-' || c == '_':
			return false
		default:
			letters++
		}
	}
	return letters > 0 && letters%4 == 0
}
