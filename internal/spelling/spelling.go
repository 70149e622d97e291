// Package spelling finds the name that somebody probably meant: of a key, a regulation's word, a command, a field of a
// letter. Whoever writes those by hand makes slips of one or two letters, and every refusal of klachtd names what it takes
// them for.
//
// Slips are counted as insertions, deletions, replacements and swaps of neighbours (optimal string alignment): a swap is
// the most common slip of a hand at a keyboard, and plain Levenshtein counts it twice. Words are compared byte by byte;
// names are ASCII, and who compares others folds them first. Callers differ in how far they go, so the count is exported
// beside the choice.
package spelling

// Closest finds the name that was probably meant: at most a third of the letters of word differ, at least one may. Of
// several the first that is nearest; "" when none is near.
func Closest(word string, known []string) string {
	best, least := "", max(1, len(word)/3)+1
	for _, k := range known {
		if d := Distance(word, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// Distance counts the slips that make b of a. Its cost is the product of their lengths, which the caller bounds.
func Distance(a, b string) int {
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
