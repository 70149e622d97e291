package letter

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"klachtd/internal/dossier"
)

// veil takes out of a text what tells who complains: names and addresses of the complainant and of whoever represents
// him, each mail address, telephone number, account number and postal code, and all from the closing words of a letter
// on. It can't know what only the reader recognises (a date, a place, a way of writing): a person looks at such a
// letter before it leaves (clauses DC-2.1).
type veil struct {
	names []*regexp.Regexp // the longest first: a name may begin with another
	mark  string           // what stands in the place of what was taken out
}

// veil is nil when the reader may know who complains.
func (m *maker) veil() *veil {
	if !m.in.Duty.Details.Hidden || m.reader() == dossier.RoleComplainant {
		return nil
	}
	var words []string
	for _, role := range []dossier.Role{dossier.RoleComplainant, dossier.RoleRepresentative} {
		for _, p := range m.in.Case.PartiesAs(role) {
			words = append(words, nameWords(p)...)
		}
	}
	v := &veil{mark: m.say("frame", "left_out")}
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	for _, w := range slices.Compact(words) {
		v.names = append(v.names, regexp.MustCompile(`(?i)`+regexp.QuoteMeta(w)))
	}
	return v
}

// maxVeiled is how much of a name is looked for, in runes.
const maxVeiled = 200

// nameWords are the address and the name of a party, and each part of the name that is no small word ("van", "de"). A part
// of one letter is an initial, which says little.
func nameWords(p dossier.Party) (words []string) {
	local, _, _ := strings.Cut(p.Address, "@")
	for _, s := range append([]string{p.Address, p.Name, local}, strings.FieldsFunc(p.Name, apart)...) {
		s = strings.TrimSpace(shorten(strings.ToValidUTF8(s, ""), maxVeiled))
		if utf8.RuneCountInString(s) < 2 || smallWords[strings.ToLower(s)] {
			continue
		}
		words = append(words, s)
	}
	return words
}

func apart(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(".,;()\"<>", r) }

// smallWords stand in many names and in every text.
var smallWords = map[string]bool{
	"de": true, "den": true, "der": true, "het": true, "ten": true, "ter": true, "te": true, "van": true, "von": true, "le": true,
	"la": true, "el": true, "al": true, "in": true, "op": true, "aan": true, "en": true, "of": true, "the": true, "mr": true,
	"mevrouw": true, "meneer": true, "dhr": true, "mw": true,
}

var (
	// What reaches a person: mail addresses, account numbers (IBAN), Dutch postal codes, and telephone numbers of nine
	// digits or more.
	reachExp = regexp.MustCompile(`[^\s<>"(),;:]+@[^\s<>"(),;:]+|\b[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d){10}\b|\b[1-9]\d{3} ?[A-Z]{2}\b|` +
		`(?:\+|\b0)\d(?:[ ().-]{0,2}\d){7,}`)

	// The words with which a letter closes, on a line of their own or before a name.
	closingExp = regexp.MustCompile(`(?i)^\s*(?:-- ?$|(?:met )?(?:vriendelijke|hartelijke|beste|veel) ?groet|hoogachtend|groet(?:en|jes)?\b|m\.?v\.?g\b|` +
		`(?:kind|best|warm) regards|regards\b|yours (?:sincerely|faithfully|truly)|sincerely\b)`)
)

// over returns the lines with the mark in the place of what tells who complains. What follows the last closing words is
// the signature.
func (v *veil) over(lines []string) []string {
	var kept []string
	end := len(lines)
	for i, l := range lines {
		if i > 0 && len(l) <= maxClosing && closingExp.MatchString(l) {
			end = i
		}
	}
	for _, l := range lines[:end] {
		kept = append(kept, v.takeOut(reachExp.ReplaceAllString(l, v.mark)))
	}
	if end < len(lines) {
		kept = append(kept, v.mark)
	}
	return kept
}

// maxClosing is how long a line with closing words may be, in bytes: a longer one is a sentence of the letter.
const maxClosing = 60

// own is a text of the organisation itself, in which a name may have slipped.
func (v *veil) own(lines []string) []string {
	if v == nil {
		return lines
	}
	for i, l := range lines {
		lines[i] = v.takeOut(l)
	}
	return lines
}

// takeOut replaces names that stand as words of their own.
func (v *veil) takeOut(l string) string {
	for _, name := range v.names {
		l = v.without(l, name)
	}
	return l
}

func (v *veil) without(l string, name *regexp.Regexp) string {
	var b strings.Builder
	from := 0
	for _, at := range name.FindAllStringIndex(l, -1) {
		before, _ := utf8.DecodeLastRuneInString(l[:at[0]])
		after, _ := utf8.DecodeRuneInString(l[at[1]:])
		if inWord(before) || inWord(after) && after != 's' {
			continue
		}
		b.WriteString(l[from:at[0]] + v.mark)
		from = at[1]
	}
	return b.String() + l[from:]
}

func inWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
