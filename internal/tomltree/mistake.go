package tomltree

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// MaxMistakes is how many mistakes are told at once; what comes after them mostly follows from them.
const MaxMistakes = 100

// Mistake is one mistake in a file that a person wrote: where it stands, what is wrong, and what was probably meant.
type Mistake struct {
	File string
	Line int // from 1; 0 when the mistake is that something is not there at all
	Col  int // from 1, in characters
	Text string
	Hint string // "" when there is nothing to suggest
}

// Error returns the mistake on one line: rules.toml:14:3: unknown term "horne"; did you mean "horen"?
func (m Mistake) Error() string {
	s := m.File + ": "
	if m.Line > 0 {
		s = fmt.Sprintf("%s:%d:%d: ", m.File, m.Line, m.Col)
	}
	s += m.Text
	if m.Hint != "" {
		s += "; " + m.Hint
	}
	return s
}

// Mistakes are all mistakes of a file. Nil means that there are none.
type Mistakes []Mistake

// Error returns one line for each mistake.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.Error()
	}
	return strings.Join(lines, "\n")
}

// Tell adds a mistake; hint may be "".
func (ms *Mistakes) Tell(at Place, text, hint string) {
	*ms = append(*ms, Mistake{File: at.File, Line: at.Line, Col: at.Col, Text: text, Hint: hint})
}

// Sorted puts the mistakes of one file before those of the others, each in the order of the lines; it drops repetitions
// and keeps at most MaxMistakes.
func (ms Mistakes) Sorted(first string) Mistakes {
	rank := func(m Mistake) int {
		if m.File == first {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(ms, func(a, b Mistake) int {
		return cmp.Or(rank(a)-rank(b), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	ms = slices.Compact(ms)
	return ms[:min(len(ms), MaxMistakes)]
}
