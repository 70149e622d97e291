package proof

import (
	"errors"
	"strings"
)

// Limits of one Authentication-Results field. One that is larger is not believed.
const (
	maxResultsBytes = 16 << 10
	maxResults      = 64
	maxProperties   = 32
)

var errUnreadable = errors.New("unreadable Authentication-Results")

// A result is one statement of a server: method=result, and the properties that say about what, named
// ptype.property (RFC 8601 2.2). Names are in lower case.
type result struct {
	method     string
	value      string
	properties map[string]string
}

// readResults reads the value of an Authentication-Results field that begins with an authserv-id, which it returns
// even when the rest is unreadable. An id alone, or "none" after it, is no result.
func readResults(value string) (id string, results []result, err error) {
	r := reader{rest: value}
	if !r.space() {
		return "", nil, errUnreadable
	}
	id, ok := r.value()
	if !ok || !r.space() {
		return id, nil, errUnreadable
	}
	version := r.word() // another one would have another grammar
	if (version != "" && version != "1") || !r.space() || (r.rest != "" && !r.take(';')) {
		return id, nil, errUnreadable
	}
	results, err = r.results()
	return id, results, err
}

// readBareResults reads a value without an authserv-id, as Exchange writes it.
func readBareResults(value string) ([]result, error) {
	r := reader{rest: value}
	return r.results()
}

// A reader walks through the value of a field. Its methods return false where the grammar is broken; there is no
// recovery, for a sender who breaks the grammar does so to plant something behind.
type reader struct {
	rest string
}

func (r *reader) results() ([]result, error) {
	if len(r.rest) > maxResultsBytes {
		return nil, errUnreadable
	}
	var results []result
	for {
		if !r.space() {
			return nil, errUnreadable
		}
		switch {
		case r.rest == "":
			return results, nil
		case r.take(';'):
			continue
		case len(results) == maxResults:
			return nil, errUnreadable
		}
		one, ok := r.result()
		if !ok {
			return nil, errUnreadable
		}
		if one.method != "" {
			results = append(results, one)
		}
	}
}

// result reads up to and including the semicolon. "none" gives the zero result.
func (r *reader) result() (result, bool) {
	one := result{method: r.word(), properties: map[string]string{}}
	if one.method == "" || !r.space() {
		return result{}, false
	}
	if one.method == "none" && (r.rest == "" || r.take(';')) {
		return result{}, true
	}
	if r.take('/') { // method version
		if !r.space() || r.word() == "" || !r.space() {
			return result{}, false
		}
	}
	value, ok := r.assigned()
	one.value = lower(value)
	for ok && r.rest != "" && !r.take(';') {
		ok = r.property(one.properties)
	}
	return one, ok
}

// property reads ptype.property=value, or a bare name=value, which Exchange writes. A property that comes twice
// could be read either way, so it is refused.
func (r *reader) property(into map[string]string) bool {
	name := r.word()
	if name == "" || !r.space() {
		return false
	}
	if r.take('.') {
		if !r.space() {
			return false
		}
		part := r.word()
		if part == "" || !r.space() {
			return false
		}
		name += "." + part
	}
	value, ok := r.assigned()
	if _, twice := into[name]; !ok || twice || len(into) == maxProperties {
		return false
	}
	into[name] = value
	return true
}

// assigned reads "=" and a value, and the space behind it.
func (r *reader) assigned() (string, bool) {
	if !r.take('=') || !r.space() {
		return "", false
	}
	value, ok := r.value()
	return value, ok && r.space()
}

// take steps over one byte when it stands next.
func (r *reader) take(c byte) bool {
	if r.rest == "" || r.rest[0] != c {
		return false
	}
	r.rest = r.rest[1:]
	return true
}

// word reads letters, digits, hyphens and underscores, in lower case; "" when none stand next.
func (r *reader) word() string {
	n := 0
	for n < len(r.rest) && isWord(r.rest[n]) {
		n++
	}
	word := lower(r.rest[:n])
	r.rest = r.rest[n:]
	return word
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_'
}

// value reads a token, a quoted string, or an address whose local part is quoted, up to white space, a semicolon
// or a comment. An empty value is allowed: a bounce has no sender.
func (r *reader) value() (string, bool) {
	var b strings.Builder
	for r.rest != "" {
		switch c := r.rest[0]; {
		case c == '"':
			if !r.quoted(&b) {
				return "", false
			}
		case isSpace(c), c == ';', c == '(':
			return b.String(), true
		case c < ' ', c == 0x7f, c == ')', c == '\\':
			return "", false
		default:
			b.WriteByte(c)
			r.rest = r.rest[1:]
		}
	}
	return b.String(), true
}

// quoted reads a quoted string and writes what it means.
func (r *reader) quoted(b *strings.Builder) bool {
	for i := 1; i < len(r.rest); i++ {
		switch c := r.rest[i]; {
		case c == '"':
			r.rest = r.rest[i+1:]
			return true
		case c < ' ' && !isSpace(c), c == 0x7f:
			return false
		case c == '\\':
			i++
			if i == len(r.rest) {
				return false
			}
			b.WriteByte(r.rest[i])
		default:
			b.WriteByte(c)
		}
	}
	return false
}

// space steps over white space and comments, which may be nested. A quotation mark in a comment is refused: it
// has no meaning there, and a server that copies a quoted envelope address into its comment lets the sender close
// the comment.
func (r *reader) space() bool {
	depth := 0
	for i := 0; i < len(r.rest); i++ {
		switch c := r.rest[i]; {
		case c == '(':
			depth++
		case depth == 0 && !isSpace(c):
			r.rest = r.rest[i:]
			return true
		case c == ')':
			depth--
		case c == '\\' && i+1 < len(r.rest):
			i++
		case c == '"', c < ' ' && !isSpace(c), c == 0x7f:
			return false
		}
	}
	r.rest = ""
	return depth == 0
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }
