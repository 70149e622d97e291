package letter

import (
	"maps"
	"slices"
	"strings"

	"klachtd/internal/spelling"
)

// farthest is how many letters a word may differ and still be taken for a slip.
const farthest = 3

// oneOf is the hint for a word that is not in a list: the one that it is nearly, or all of them.
func oneOf(word string, known []string) string {
	if best := nearest(word, known); best != "" {
		return "did you mean " + quoted(best) + "?"
	}
	if len(known) == 0 {
		return "there is none"
	}
	return "use one of: " + strings.Join(known, ", ")
}

// nearest finds the known word that a slip of the pen would turn into word, "" when none is near.
func nearest(word string, known []string) string {
	best, least := "", farthest+1
	for _, k := range known {
		limit := min(farthest, max(1, len(k)/3))
		if d := spelling.Distance(strings.ToLower(word), strings.ToLower(k)); d <= limit && d < least {
			best, least = k, d
		}
	}
	return best
}

func quoted(s string) string { return `"` + s + `"` }

func keysOf[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
