package daemon

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"klachtd/internal/dossier"
)

// blank stands where something was withheld.
const blank = "[...]"

// minName is how long a part of a name has to be to be looked for by itself: shorter ones are words of the language.
const minName = 3

// What gives a person away besides his name.
var (
	anyAddress = regexp.MustCompile(`[\pL\pN._%+-]+@[\pL\pN.-]+`)
	anyPhone   = regexp.MustCompile(`(?:\+|\b00|\b0)[0-9][0-9 ().\-\x{a0}/]{6,16}[0-9]\b`)
	postcode   = regexp.MustCompile(`\b[1-9][0-9]{3} ?[A-Z]{2}\b`)
	account    = regexp.MustCompile(`\b[A-Z]{2}[0-9]{2} ?[A-Z]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{2}\b`)
	header     = regexp.MustCompile(`(?i)^[>|*\s]*(from|van|to|aan|cc|bcc|sender|afzender|verzonden door|reply-to|mailto)\s*\*?:`)
	closing    = regexp.MustCompile(`(?i)^\s*(met )?((vriendelijke|hartelijke|beste|warme) )?(groet(en|jes)?|hoogachtend|mvg|m\.v\.g\.|kind regards|best regards|regards|sincerely( yours)?|yours (sincerely|faithfully))\b[^.?!]{0,40}$`)
)

// A street with its number, and what a postcode is followed by. A street alone may be where it happened: it gives somebody away
// behind "ik woon" or before his postcode.
const (
	streetAt   = `\p{Lu}[\pL'.-]*(?: [\pL'.-]+){0,3} [0-9]{1,5}(?: ?[A-Za-z]\b)?(?:-[0-9A-Za-z]{1,4})?`
	postcodeAt = `[1-9][0-9]{3} ?[A-Z]{2}\b`
	townAt     = `(?:,? (?:(?:'s-|'t |Den |De |Het |Sint |St\. )?\p{Lu}[\pL'-]+)(?: (?:aan|op|bij) (?:den |de |het )?\p{Lu}[\pL'-]+)?)?`
)

var (
	addressBlock = regexp.MustCompile(`(?:` + streetAt + `[,\s]+)?` + postcodeAt + townAt)
	homeStreet   = regexp.MustCompile(`(?i:\b(woon|woont|wonen|wonend|adres|live|living|address)\b)((?: (?:aan|op|in|is|de|het|at|on))*:? )` + streetAt)
)

// concealed says whose identity is meant when it is withheld.
func concealed(p dossier.Party) bool {
	return p.Role == dossier.RoleComplainant || p.Role == dossier.RoleRepresentative
}

// contactless takes out of a party's words how to reach him: nobody gets the address of the other side from us (rule 10).
// Below the closing words only the name stays.
func contactless(text string) string {
	var lines []string
	below := -1
	for line := range strings.SplitSeq(text, "\n") {
		if below >= 0 && strings.TrimSpace(line) != "" {
			below++
		}
		if closing.MatchString(line) && below < 0 {
			below = 0
		}
		if !header.MatchString(line) && below <= 1 {
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(unreachable(strings.Join(lines, "\n")))
}

func unreachable(text string) string {
	for _, find := range []*regexp.Regexp{anyAddress, account, anyPhone, postcode} {
		text = find.ReplaceAllString(text, blank)
	}
	return text
}

// withhold takes out of a text what would tell who complains: names and addresses of the complainant and who represents
// him, every mail address, postcode with its street and town, telephone number and account, lines of quoted headers, and all below the closing words.
// What somebody tells about himself in his own words cannot be found this way; the letter to the coordinator says so.
func withhold(text string, c *dossier.Case) string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if closing.MatchString(line) {
			break
		}
		if !header.MatchString(line) {
			lines = append(lines, line)
		}
	}
	text = addressBlock.ReplaceAllString(strings.Join(lines, "\n"), blank)
	text = unreachable(homeStreet.ReplaceAllString(text, "${1}${2}"+blank))
	for _, name := range namesOf(c) {
		text = withoutName(text, name)
	}
	return strings.TrimSpace(text)
}

// namesOf are what the complainants are called: the whole name first, then its parts, and the part before the @.
func namesOf(c *dossier.Case) []string {
	var whole, parts []string
	for _, p := range c.Parties {
		if !concealed(p) {
			continue
		}
		if p.Name != "" {
			whole = append(whole, p.Name)
		}
		local, _, _ := strings.Cut(p.Address, "@")
		for _, part := range strings.FieldsFunc(p.Name+" "+local, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len([]rune(part)) >= minName && !slices.Contains(particles, strings.ToLower(part)) {
				parts = append(parts, part)
			}
		}
	}
	return append(whole, parts...)
}

// particles are parts of names that are words.
var particles = []string{"van", "den", "der", "ter", "ten", "het", "the", "von", "und", "mevrouw", "heer", "info", "mail", "contact"}

// withoutName blanks a name where it stands as a word of its own, whatever its case.
func withoutName(text, name string) string {
	find, err := regexp.Compile(`(?i)` + regexp.QuoteMeta(name))
	if err != nil {
		return text
	}
	var b strings.Builder
	last := 0
	for _, at := range find.FindAllStringIndex(text, -1) {
		before, after := lastRune(text[:at[0]]), firstRune(text[at[1]:])
		if unicode.IsLetter(before) || unicode.IsLetter(after) {
			continue
		}
		b.WriteString(text[last:at[0]] + blank)
		last = at[1]
	}
	return b.String() + text[last:]
}

func firstRune(s string) rune {
	for _, r := range s {
		return r
	}
	return ' '
}

func lastRune(s string) rune {
	r := []rune(s[max(0, len(s)-4):])
	if len(r) == 0 {
		return ' '
	}
	return r[len(r)-1]
}
