package intake

import (
	"slices"
	"strings"
	"unicode"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// Who a note of staff is about, when it has no labels. People write the name first: "Mevrouw De Wit, 020-7654321, belde
// over ...", "Jan de Boer (jan@burger.example) klaagt over ...". What is found is a proposal that stands in the receipt
// and in the registration, for a person to correct with #klager; and a complaint without a name is a complaint all the
// same, whose letters are printed.

// MaxNotedNameWords is how many words a name at the beginning of a note may have.
const MaxNotedNameWords = 6

// noted is who complains in a note: the only address outside the organisation that stands in it, and the name with
// which it begins.
func (o *script) noted(text string) *procedure.Found {
	f := &procedure.Found{Name: nameFirst(text)}
	for _, word := range strings.Fields(text) {
		a := address(word)
		if a == "" || o.d.staff(a) || a == f.Address {
			continue
		}
		if f.Address != "" {
			f.Address = "" // two: nobody knows whose is whose
			break
		}
		f.Address = a
	}
	return f
}

// nameFirst is a name at the beginning of a text: words with a capital, and what stands before a surname, up to the
// first other word, a comma, a bracket, a number or the end of the line.
func nameFirst(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	var name []string
	for _, word := range strings.Fields(line) {
		bare := strings.TrimRight(word, ",;:")
		first := []rune(bare)
		switch {
		case bare == "" || len(name) == MaxNotedNameWords || strings.ContainsAny(bare, "0123456789@()<>"):
			return finished(name)
		case unicode.IsUpper(first[0]):
		case !slices.Contains(beforeSurname, strings.ToLower(bare)) && !isTitle(bare):
			return finished(name)
		}
		name = append(name, bare)
		if bare != word {
			return finished(name)
		}
	}
	return finished(name)
}

// finished is a name that is more than the beginning of a sentence: a word with a capital behind another word, and none
// at its end that cannot end a name.
func finished(name []string) string {
	for len(name) > 0 && slices.Contains(beforeSurname, strings.ToLower(name[len(name)-1])) {
		name = name[:len(name)-1]
	}
	for _, word := range name[min(1, len(name)):] {
		if unicode.IsUpper([]rune(word)[0]) && !isTitle(word) {
			return strings.Join(name, " ")
		}
	}
	return ""
}

func isTitle(word string) bool {
	return slices.Contains(titles, strings.ToLower(strings.Trim(word, ".")))
}

// beforeSurname are the words that stand before Dutch surnames; titles those before the name of somebody.
var (
	beforeSurname = strings.Fields("de den der van het 't ter ten te von la le du el")
	titles        = strings.Fields("mevrouw mevr mw meneer mijnheer heer dhr mr mrs ms mister dr drs ing ir prof familie fam")
)

// byNote says whether a channel is one by which nobody wrote a mail.
func byNote(c dossier.Channel) bool {
	return slices.Contains([]dossier.Channel{dossier.ChannelPhone, dossier.ChannelOral, dossier.ChannelPost, dossier.ChannelReception}, c)
}
