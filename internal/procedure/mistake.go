package procedure

import (
	"fmt"
	"strings"

	"klachtd/internal/spelling"
)

// maxListed is how many names a hint lists: all roles, all needs, not all letters.
const maxListed = 30

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
