package procedure

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
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
	if best := Closest(word, known); best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	if len(known) > 0 && len(known) <= maxListed {
		return "there is " + strings.Join(known, ", ")
	}
	return ""
}

// Closest finds the name that was probably meant: at most a third of its letters differ, at least one may. A swap of two
// neighbours counts as one. Empty when none is near.
func Closest(word string, known []string) string {
	best, distance := "", max(1, len(word)/3)+1
	for _, k := range known {
		if d := editDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// maxListed is how many names a hint lists: all roles, all needs, not all letters.
const maxListed = 30

// editDistance counts the insertions, deletions, replacements and swaps of neighbours that make a of b (optimal
// string alignment). Names are short ASCII words, so bytes will do.
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
