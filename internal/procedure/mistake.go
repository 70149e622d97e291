package procedure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"klachtd/internal/spelling"
)

// MaxMistakes is how many mistakes of one file are told; what comes after them mostly follows from them.
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

// Mistakes are all mistakes of a file, in the order of the lines. Nil means that there are none.
type Mistakes []Mistake

// Error returns one line for each mistake.
func (ms Mistakes) Error() string {
	lines := make([]string, len(ms))
	for i, m := range ms {
		lines[i] = m.Error()
	}
	return strings.Join(lines, "\n")
}

// sorted orders the mistakes by file and line, drops repetitions and keeps at most MaxMistakes.
func (ms Mistakes) sorted() Mistakes {
	slices.SortStableFunc(ms, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	ms = slices.Compact(ms)
	return ms[:min(len(ms), MaxMistakes)]
}

// didYouMean finds the name that was probably meant and makes the hint of it; without one it lists what there is,
// when that is short.
func didYouMean(word string, known []string) string {
	if best := spelling.Closest(word, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	if len(known) > 0 && len(known) <= maxListed {
		return "there is " + strings.Join(known, ", ")
	}
	return ""
}

// maxListed is how many names a hint lists: all roles, all needs, not all letters.
const maxListed = 30
