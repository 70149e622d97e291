package message

import (
	"strings"
	"unicode"
)

// How much of the HTML must be missing from the text for a warning.
const (
	mismatchWords = 8        // words that only the HTML has, at least
	mismatchShare = 2        // and at least one in so many of its words
	mismatchMax   = 64 << 10 // bytes of HTML that are compared
)

// tellsElse says whether most words of the HTML are not in the text: then a
// person who looks at the mail sees something else than klachtd reads.
func tellsElse(plain, html string) bool {
	if len(html) > mismatchMax {
		return false
	}
	have := map[string]bool{}
	for w := range wordsOf(plain) {
		have[w] = true
	}
	all, missing := 0, 0
	for w := range wordsOf(htmlText(html)) {
		all++
		if !have[w] {
			missing++
		}
	}
	return missing >= mismatchWords && missing*mismatchShare >= all
}

// wordsOf gives the words of s that are longer than two letters, in lower case.
func wordsOf(s string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(w) > 2 && !yield(strings.ToLower(w)) {
				return
			}
		}
	}
}
