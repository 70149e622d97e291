package procedure

import (
	"slices"
	"strings"
	"unicode"
)

// MaxRecognised bounds what is read of a message to recognise it, in bytes: who has something to say begins with it.
const MaxRecognised = 64 << 10

// Recognised lists the rules of the regulation that find one of their words in a text, as whole words, without regard to
// case or accents. They only ever suggest.
func (r *Regulation) Recognised(text string) []*RecogniseRule {
	text = spread(text[:min(len(text), MaxRecognised)])
	var found []*RecogniseRule
	for i := range r.Recognise {
		rule := &r.Recognise[i]
		if slices.ContainsFunc(rule.Words, func(w string) bool { return strings.Contains(text, spread(w)) }) {
			found = append(found, rule)
		}
	}
	return found
}

// spread writes a text as bare words, each between two blanks.
func spread(text string) string {
	words := strings.FieldsFunc(strings.ToLower(bare.Replace(text)), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c)
	})
	return " " + strings.Join(words, " ") + " "
}

// bare takes the accents off that Dutch and English words may have.
var bare = strings.NewReplacer(
	"á", "a", "à", "a", "â", "a", "ä", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "í", "i", "ì", "i", "î", "i", "ï", "i",
	"ó", "o", "ò", "o", "ô", "o", "ö", "o", "ú", "u", "ù", "u", "û", "u", "ü", "u", "ç", "c", "ñ", "n",
	"Á", "a", "À", "a", "Ä", "a", "É", "e", "È", "e", "Ë", "e", "Ï", "i", "Ó", "o", "Ö", "o", "Ü", "u", "Ç", "c",
	"\u0300", "", "\u0301", "", "\u0302", "", "\u0303", "", "\u0308", "", "\u0327", "",
)
