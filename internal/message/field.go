package message

import (
	"bytes"
	"strings"
)

// A Field is one header field: the name as written and the value raw, with
// the folds taken out. Values may hold any bytes.
type Field struct {
	Name, Value string
	Loose       bool // with a blank before the name or the colon: others may read no such field here
}

// header is one header block in the order of the message.
type header []Field

// value gives the first field of that name.
func (h header) value(name string) string {
	for i := range h {
		if strings.EqualFold(h[i].Name, name) {
			return h[i].Value
		}
	}
	return ""
}

// has says whether a field of that name stands in h, empty or not.
func (h header) has(name string) bool {
	for i := range h {
		if strings.EqualFold(h[i].Name, name) {
			return true
		}
	}
	return false
}

// values gives all fields of that name.
func (h header) values(name string) []string {
	var all []string
	for i := range h {
		if strings.EqualFold(h[i].Name, name) {
			all = append(all, h[i].Value)
		}
	}
	return all
}

// nextLine gives the line of b that begins at pos, without its line end, and
// where the next one begins. \r\r\n, written by broken relays, ends a line too.
func nextLine(b []byte, pos, end int) (line []byte, next int) {
	i := bytes.IndexByte(b[pos:end], '\n')
	if i < 0 {
		return bytes.TrimRight(b[pos:end], "\r"), end
	}
	line = b[pos : pos+i]
	for len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	}
	return line, pos + i + 1
}

// fieldName gives the length of the field name that line begins with, or 0.
// Blanks before the colon are obsolete but legal (RFC 5322 4.5).
func fieldName(line []byte) int {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 {
		return 0
	}
	n := colon
	for n > 0 && (line[n-1] == ' ' || line[n-1] == '\t') {
		n--
	}
	for _, c := range line[:n] {
		if c <= ' ' || c >= 127 {
			return 0
		}
	}
	return n
}

// unfold takes the line ends out of a value: each fold becomes one blank.
func unfold(v []byte) string {
	v = bytes.Trim(v, " \t\r\n")
	if bytes.IndexByte(v, '\n') < 0 {
		return string(v)
	}
	out := make([]byte, 0, len(v))
	for pos := 0; pos < len(v); {
		line, next := nextLine(v, pos, len(v))
		if line = bytes.Trim(line, " \t"); len(line) > 0 {
			if len(out) > 0 {
				out = append(out, ' ')
			}
			out = append(out, line...)
		}
		pos = next
	}
	return string(out)
}
