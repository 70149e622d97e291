package message

import "bytes"

// Headers that are not quite headers. Each function is one quirk, with an
// example of what was met. go-message gives up on all of them but the BOM.

// skipLeading passes over what some programs put above the header.
//
//	<BOM>From: ...             saved by an editor
//	(blank lines)From: ...     piped by a script
//	From jan@b.example Thu ... the separator of an mbox
//	>From jan@b.example ...    the same, quoted by a relay
func (r *reader) skipLeading(src []byte, pos, end int) int {
	pos += len(src[pos:end]) - len(bytes.TrimPrefix(src[pos:end], []byte("\xEF\xBB\xBF")))
	for pos < end {
		line, next := nextLine(src, pos, end)
		switch {
		case isBlank(line):
		case bytes.HasPrefix(line, []byte("From ")), bytes.HasPrefix(line, []byte(">From ")):
			if fieldName(line) > 0 {
				return pos
			}
		default:
			return pos
		}
		pos = next
	}
	return pos
}

// lostFold says whether next goes on with the field of line although it is
// not indented: a parameter behind a semicolon, the rest of an id or of a list
// of addresses.
//
//	Content-Type: application/zip;
//	name="a.zip"
//	References: <a@b.example> <c@
//	d.example>
//	To: jan@b.example,
//	els@c.example
func (r *reader) lostFold(line, next []byte) bool {
	line = bytes.TrimRight(line, " \t")
	if len(line) == 0 {
		return false
	}
	open := bytes.LastIndexByte(line, '<') > bytes.LastIndexByte(line, '>') && bytes.IndexByte(next, '>') > 0 && fieldName(next) == 0
	eq := bytes.IndexByte(next, '=')
	parameter := line[len(line)-1] == ';' && eq > 0 && !bytes.ContainsAny(next[:eq], ": ")
	list := line[len(line)-1] == ',' && bytes.IndexByte(line, '@') > 0 && bytes.IndexByte(next, '@') > 0 && fieldName(next) == 0
	if !open && !parameter && !list {
		return false
	}
	r.warn("header line without its indent joined to the field above")
	return true
}

// strayLine judges a line that is neither field nor fold. When fields follow
// below it is passed over; otherwise the header ended without a blank line
// and the body begins with it.
//
//	Received: from a.example
//	quite Delivered-To: x@b.example
//	Subject: hello
func (r *reader) strayLine(src []byte, pos, next, end int, b *block) (skip int, ends bool) {
	if fieldsFollow(src, next, end) {
		r.warn("line in the header that is no field passed over")
		return next, false
	}
	if len(b.fields) > 0 {
		r.warn("no blank line between header and body")
	}
	return pos, true
}

// blankInside says whether fields follow behind a line of blanks only: then
// that line is a fold with nothing in it, not the end of the header.
func blankInside(src []byte, pos, end int) bool {
	line, _ := nextLine(src, pos, end)
	n := fieldName(line)
	return n > 0 && knownField(line[:n])
}

// fieldsFollow looks a few lines ahead for a field that mail is known to
// carry, before the next blank line.
func fieldsFollow(src []byte, pos, end int) bool {
	for range maxPeek {
		if pos >= end {
			return false
		}
		line, next := nextLine(src, pos, end)
		if isBlank(line) {
			return false
		}
		if n := fieldName(line); n > 0 && knownField(line[:n]) {
			return true
		}
		pos = next
	}
	return false
}

// knownField says whether name is one that a mail header holds.
func knownField(name []byte) bool {
	if len(name) > 40 {
		return false
	}
	low := string(bytes.ToLower(name))
	switch low {
	case "from", "to", "cc", "bcc", "subject", "date", "sender", "reply-to", "message-id", "in-reply-to",
		"references", "received", "return-path", "delivered-to", "mime-version", "auto-submitted", "precedence",
		"dkim-signature", "authentication-results", "user-agent", "importance":
		return true
	}
	return len(low) > 2 && low[:2] == "x-" || len(low) > 8 && low[:8] == "content-" || len(low) > 5 && low[:5] == "list-"
}
