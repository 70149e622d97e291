package letter

import (
	"fmt"
	"strings"
)

// Mistake is something wrong in a template, told to whoever wrote it. Line and Column count from 1; 0 is unknown.
type Mistake struct {
	File   string // "" when the mistake is that there is none
	Line   int
	Column int
	Text   string
	Hint   string
}

// String writes the mistake on one line: file:line:column: text; hint.
func (m Mistake) String() string {
	var b strings.Builder
	if m.File != "" {
		b.WriteString(m.File)
		if m.Line > 0 {
			fmt.Fprintf(&b, ":%d", m.Line)
			if m.Column > 0 {
				fmt.Fprintf(&b, ":%d", m.Column)
			}
		}
		b.WriteString(": ")
	}
	b.WriteString(m.Text)
	if m.Hint != "" {
		b.WriteString("; " + m.Hint)
	}
	return b.String()
}

// Mistakes is the error of Load: all mistakes at once, in order of file and line.
type Mistakes []Mistake

// Error writes one mistake a line.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}
