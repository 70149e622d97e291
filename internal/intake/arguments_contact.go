package intake

import (
	"regexp"
	"slices"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// withContact reads a line that names somebody new. A name can be any words, so all else is taken first: a moment from
// its day on, the rest from the end or the beginning; what stays names him.
func (a *arguments) withContact(words []string, below string) []string {
	if a.wants("moment") {
		for i := range words {
			if day, n := dayAt(words[i:]); n > 0 {
				if k := a.moment(words[i:]); k > 0 {
					a.taken["moment"] = true
					words = words[:i]
				} else if a.takes("date") { // the hour is still to be agreed
					a.args.Date, a.taken["date"] = day, true
					words = slices.Concat(words[:i], words[i+n:])
				}
				break
			}
		}
	}
	words = a.besides(words)
	for len(words) > 0 && small(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if n := looksLikeDate(words); a.wants("moment") && n > 0 || a.problem.Why != "" {
		return words
	}
	f := nameAndAddress(strings.Join(words, " "))
	if f == nil {
		f = contactIn(below)
	}
	if f != nil {
		a.args.Contact, a.taken["contact"] = a.known(f), true
	}
	return nil
}

// besides takes answers and parties off both ends of a line.
func (a *arguments) besides(words []string) []string {
	for again := true; again && len(words) > 0; {
		again = false
		for n := min(3, len(words)); n > 0 && !again; n-- {
			for _, side := range [][]string{words[len(words)-n:], words[:n]} {
				if !a.exactly(side) {
					continue
				}
				if &side[0] == &words[0] && len(side) < len(words) {
					words = words[n:]
				} else {
					words = words[:len(words)-n]
				}
				again = true
				break
			}
		}
	}
	return words
}

// exactly takes an argument that fills all of words: an answer, or a party who has a word.
func (a *arguments) exactly(words []string) bool {
	for _, need := range slices.Concat(a.act.Needs, a.act.May) {
		if set, ok := a.rules.Answers[need]; ok && !a.taken[need] {
			if name, n := longest(set.Values, words); n == len(words) {
				a.setAnswer(need, name)
				a.taken[need] = true
				return true
			}
		}
	}
	if !a.wants("party") || len(words) != 1 {
		return false
	}
	if _, n := a.roleAt(words); n != 1 {
		if at, _, k := addressAt(words); k != 1 || len(a.parties(func(p dossier.Party) bool { return p.Address == at })) != 1 {
			return false
		}
	}
	a.taken["party"] = a.party(words) == 1
	return a.taken["party"]
}

// known says who of the organisation somebody is who is named by address or whole name; who is complained about, also by
// a part of it.
func (a *arguments) known(f *procedure.Found) *procedure.Found {
	p := personAt(a.d.peopleOf(a.c), f.Address)
	if p == nil && f.Address == "" {
		same := a.people(func(p Person) bool { return sameName(p.Name, f.Name) })
		if len(same) == 0 && partyOfAct(a.act) == dossier.RoleRespondent { // a colleague may be called by his first name
			if same = a.people(func(p Person) bool { return isCalled(p.Name, f.Name) }); len(same) == 1 {
				f.Name = same[0].Name
			}
		}
		if len(same) > 1 {
			a.problem = procedure.Problem{Why: procedure.RefusedAmbiguous, What: "contact", Said: said(strings.Fields(f.Name))}
			return f
		}
		if len(same) == 1 {
			p = &same[0]
		}
	}
	if p != nil {
		f.Person, f.Address = p.ID, fold(p.Address)
		if f.Name == "" {
			f.Name = p.Name
		}
	}
	f.Staff = f.Address != "" && a.d.staff(f.Address)
	return f
}

// nameAndAddress reads "Jan de Boer jan@voorbeeld.example", in either order, the address perhaps in < >. A name
// alone is enough: then letters to that complainant are printed. What stands behind a comma and has digits is where he
// lives, and no name.
func nameAndAddress(rest string) *procedure.Found {
	var f procedure.Found
	var name []string
	for _, word := range strings.Fields(rest) {
		if strings.HasPrefix(strings.Trim(word, "<[("), "mailto:") {
			continue // what Outlook writes behind an address
		}
		if a := address(word); f.Address == "" && a != "" {
			f.Address = a
			continue
		}
		name = append(name, word)
	}
	f.Name = withoutStreet(strings.Join(withoutPhone(name), " "))
	if f.Name == "" && f.Address == "" {
		return nil
	}
	return &f
}

// phoneDigits is how many digits a telephone number has at least, with its area code.
const phoneDigits = 8

// phonePart is a word of a telephone number: "06-12345678", "+31", "(020)".
var phonePart = regexp.MustCompile(`^[+(]*\d[\d()./-]*,?$`)

// withoutPhone leaves out a telephone number behind a name: no letter is to greet anybody with it. It stays in the mail,
// which is in the dossier.
func withoutPhone(words []string) []string {
	for i := range words {
		digits, end := 0, i
		for end < len(words) && phonePart.MatchString(words[end]) {
			digits += countDigits(words[end])
			end++
		}
		if digits < phoneDigits {
			continue
		}
		start := i
		for start > 0 && slices.Contains(phoneLabels, strings.ToLower(strings.Trim(words[start-1], ".:,"))) {
			start--
		}
		return slices.Concat(words[:start], words[end:])
	}
	return words
}

// phoneLabels stand before a telephone number.
var phoneLabels = strings.Fields("tel telefoon telefoonnummer telnr mobiel mob phone telephone mobile")

func countDigits(word string) (n int) {
	for _, c := range word {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

func withoutStreet(name string) string {
	parts := strings.Split(name, ",")
	for i, part := range parts {
		if i > 0 && strings.ContainsAny(part, "0123456789") {
			parts = parts[:i]
			break
		}
	}
	return strings.Trim(strings.Join(parts, ","), `,;:"' `)
}

// labelled finds what somebody filled in behind a label: "Naam: Jan de Boer".
var labelled = regexp.MustCompile(`(?im)^[ \t*>-]*(naam|naam klager|naam van de klager|klager|name|e-?mail|e-?mailadres|mailadres|e-?mail address|` +
	`telefoon|telefoonnummer|tel|telephone|phone|adres|address|datum|date|ontvangen|received)[ \t*]*:[ \t*]*(.*?)[ \t*]*$`)

// kindOfLabel says what a label asks for.
func kindOfLabel(label string) string {
	switch label = strings.ToLower(label); {
	case strings.Contains(label, "mail"):
		return "mail"
	case strings.HasPrefix(label, "naam"), label == "name", label == "klager":
		return "name"
	case strings.HasPrefix(label, "tel"), label == "phone":
		return "phone"
	case label == "adres", label == "address":
		return "street"
	}
	return "date"
}

// labels are what a text says behind its labels, the first of each; what is still to be filled in, in [brackets] or
// with dots, says nothing.
func labels(text string) map[string]string {
	found := map[string]string{}
	for _, m := range labelled.FindAllStringSubmatch(text, MaxItems) {
		kind, value := kindOfLabel(m[1]), strings.TrimSpace(m[2])
		if value == "" || found[kind] != "" || strings.HasPrefix(value, "[") || strings.Trim(value, "._… ") == "" {
			continue
		}
		found[kind] = value
	}
	return found
}

// contactIn is who a filled-in form or a note names as the one who complains; nil when it names nobody.
func contactIn(text string) *procedure.Found {
	l := labels(text)
	if l["name"] == "" && address(l["mail"]) == "" {
		return nil
	}
	f := nameAndAddress(l["name"])
	if f == nil {
		f = &procedure.Found{}
	}
	for _, word := range strings.Fields(l["mail"]) {
		if a := address(word); a != "" && f.Address == "" {
			f.Address = a
		}
	}
	return f
}
