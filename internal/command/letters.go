package command

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func runeAt(s string, i int) rune {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return r
}

// accents are the marks that a letter may bear in a word. A mark that strikes
// a letter through is none of them: a command crossed out must not act.
const accents = "\u0300\u0301\u0302\u0303\u0308\u030a\u030c\u0327"

// fold brings a word to lower case without accents. ok is false when a letter
// is not Latin, or does not belong in a word: letters that only look like
// ours are never taken for them, not even those that Unicode calls equal (the
// Kelvin sign).
func fold(word string) (folded string, ok bool) {
	var out strings.Builder
	for _, r := range word {
		switch {
		case r < utf8.RuneSelf:
			out.WriteRune(unicode.ToLower(r))
		case strings.ContainsRune(accents, r):
		default:
			base, marks := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
			if base >= utf8.RuneSelf || marks == len(norm.NFD.String(string(r))) {
				return "", false
			}
			out.WriteRune(unicode.ToLower(base))
		}
	}
	return out.String(), true
}

// hasHidden says whether s holds letters that show nothing, turn the order
// around, or are of no language at all.
func hasHidden(s string) bool {
	for _, r := range s {
		if r >= utf8.RuneSelf && (unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || filler(r)) || r < ' ' && r != '\t' && r != '\r' || r == utf8.RuneError {
			return true
		}
	}
	return false
}

// filler are the letters that Unicode counts as letters and fonts leave empty.
func filler(r rune) bool {
	return r == '\u115F' || r == '\u1160' || r == '\u3164' || r == '\uFFA0' || r == '\u034F' || r == '\u2800'
}

// signs look like # or are one in another guise.
const signs = "#＃﹟♯⌗⋕"

// looksLike says whether a person would take s for a command: a sign, perhaps
// behind something that does not show or a mark of markup, and a letter.
func looksLike(s string) bool {
	s = strings.TrimLeftFunc(s, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || filler(r) || strings.ContainsRune("*_`\\'\"-•", r)
	})
	r, n := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(signs, r) {
		return false
	}
	s = strings.TrimLeft(s[n:], blanks)
	r, _ = utf8.DecodeRuneInString(s)
	return s != "" && (unicode.IsLetter(r) || unicode.Is(unicode.Cf, r))
}

// plain brings a written word to the letters that a reader sees in it: only
// for suggestions.
func plain(word string) string {
	var out strings.Builder
	for _, r := range norm.NFKD.String(word) {
		if alike, ok := lookAlikes[unicode.ToLower(r)]; ok {
			r = alike
		}
		switch {
		case unicode.IsLetter(r) && r < utf8.RuneSelf:
			out.WriteRune(unicode.ToLower(r))
		case r == '-' || r == '–' || r == '\u2010' || r == '\u2011' || r == '_':
			out.WriteByte('-')
		}
	}
	return strings.Trim(out.String(), "-")
}

// lookAlikes are letters of other scripts that show as ours.
var lookAlikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'е': 'e', 'к': 'k', 'м': 'm', 'н': 'h', 'о': 'o', 'р': 'p', 'с': 'c', 'т': 't', 'у': 'y', 'х': 'x', 'і': 'i', 'ѕ': 's', 'ј': 'j', 'ԁ': 'd', 'ո': 'n',
	'α': 'a', 'ο': 'o', 'ν': 'v', 'ρ': 'p', 'τ': 't', 'ι': 'i', 'κ': 'k', 'ε': 'e', 'ı': 'i', 'ɡ': 'g', 'ɩ': 'i',
}
