package control

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes a text of a stranger fit for a line of a terminal: line ends and tabs are spaces, and every character
// that is not seen or changes the order of what is seen is written as <U+202E>.
func Clean(s string) string {
	if !strings.ContainsFunc(s, func(c rune) bool { return hidden(c) || c == utf8.RuneError }) {
		return s
	}
	var b strings.Builder
	for _, c := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case c == '\n' || c == '\r' || c == '\t':
			b.WriteByte(' ')
		case hidden(c):
			fmt.Fprintf(&b, "<U+%04X>", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// hidden says whether a character is a control (ESC, CSI, NUL), a format character (bidirectional controls, zero
// width, tags), a line separator or one of the letters that print as nothing.
func hidden(c rune) bool {
	switch c {
	case '\u115F', '\u1160', '\u3164', '\uFFA0':
		return true
	}
	return unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}
