package intake

import (
	"slices"
	"strings"

	"klachtd/internal/command"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// roleWords are the words for the parties of a case, in both languages (contract values).
var roleWords = map[string]dossier.Role{
	"klager": dossier.RoleComplainant, "klaagster": dossier.RoleComplainant, "klant": dossier.RoleComplainant, "complainant": dossier.RoleComplainant,
	"aangesprokene": dossier.RoleRespondent, "beklaagde": dossier.RoleRespondent, "respondent": dossier.RoleRespondent,
	"vertegenwoordiger": dossier.RoleRepresentative, "representative": dossier.RoleRepresentative,
	"ontvanger": dossier.RoleReceiver, "receiver": dossier.RoleReceiver, "behandelaar": dossier.RoleHandler, "handler": dossier.RoleHandler,
	"getuige": dossier.RoleWitness, "witness": dossier.RoleWitness, "betrokkene": dossier.RoleInvolved, "involved": dossier.RoleInvolved,
	"bijstand": dossier.RoleAdviser, "adviser": dossier.RoleAdviser,
}

// address is one that stands in a word, "" when none does.
func address(word string) string {
	a := strings.TrimPrefix(strings.Trim(word, `<>,;:()[]"'.`), "mailto:")
	local, host, ok := strings.Cut(a, "@")
	if !ok || local == "" || !strings.Contains(host, ".") || strings.Contains(host, "@") {
		return ""
	}
	return fold(a)
}

// addressAt reads an address from the front, with what Outlook writes behind it (a@b.example <mailto:a@b.example>), or
// with a name before it (Jan Bos <jan@bos.example>).
func addressAt(words []string) (at, name string, n int) {
	if at = address(words[0]); at != "" {
		if len(words) > 1 && strings.HasPrefix(strings.Trim(words[1], "<[("), "mailto:") {
			return at, "", 2
		}
		return at, "", 1
	}
	for i := 1; i < min(len(words), MaxArgumentWords/2); i++ {
		if strings.HasPrefix(words[i], "<") && address(words[i]) != "" {
			return address(words[i]), strings.Trim(strings.Join(words[:i], " "), `"', `), i + 1
		}
		if strings.ContainsAny(words[i-1], ":;0123456789?!") {
			break
		}
	}
	return "", "", 0
}

// party reads whom of the case is meant: by address, by a word for what he is, or by name.
func (a *arguments) party(words []string) int {
	if len(words) > 1 && isTitle(words[0]) {
		if n := a.party(words[1:]); n > 0 {
			return n + 1
		}
		return 0
	}
	if at, _, n := addressAt(words); n > 0 {
		return a.oneParty(n, words, a.parties(func(p dossier.Party) bool { return p.Address == at }))
	}
	if role, n := a.roleAt(words); n > 0 {
		a.args.Role = role
		found := a.parties(func(p dossier.Party) bool { return p.Role == role })
		if len(found) == 0 {
			return n // there is none, or no case: Decide tells
		}
		return a.oneParty(n, words, found)
	}
	for n := min(len(words), 5); n > 0; n-- {
		called := strings.Join(words[:n], " ")
		if found := a.parties(func(p dossier.Party) bool { return isCalled(p.Name, called) }); len(found) > 0 {
			return a.oneParty(n, words, found)
		}
	}
	return 0
}

func (a *arguments) parties(is func(dossier.Party) bool) []dossier.Party {
	if a.c == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(a.c.Parties), func(p dossier.Party) bool { return p.Removed || !is(p) })
}

// sameMan makes one of the parties that are one person: who passed a complaint on may handle it too.
func sameMan(found []dossier.Party) []dossier.Party {
	for _, p := range found {
		if p.Address == "" || p.Address != found[0].Address {
			return found
		}
	}
	return found[:min(len(found), 1)]
}

func (a *arguments) oneParty(n int, words []string, found []dossier.Party) int {
	switch found = sameMan(found); len(found) {
	case 0:
		return 0
	case 1:
		a.args.Party, a.args.Role = found[0].ID, found[0].Role
		return n
	}
	return a.ambiguous("party", n, words)
}

func (a *arguments) ambiguous(what string, n int, words []string) int {
	a.problem = procedure.Problem{Why: procedure.RefusedAmbiguous, What: what, Said: said(words[:n])}
	return n
}

// roleAt reads a word for a party: that of the contract, or the one that the regulation calls him by.
func (a *arguments) roleAt(words []string) (dossier.Role, int) {
	w := dashless(words[0])
	if role, ok := roleWords[w]; ok {
		return role, 1
	}
	for role, called := range a.rules.Parties {
		if w != "" && (w == dashless(called.Bare("nl")) || w == dashless(called.Bare("en"))) {
			return role, 1
		}
	}
	return "", 0
}

// person reads whom of the organisation is meant: by address, initials, role or name. An address of nobody known is
// somebody outside.
func (a *arguments) person(words []string) int {
	if len(words) > 1 && isTitle(words[0]) {
		if n := a.person(words[1:]); n > 0 {
			return n + 1
		}
		return 0
	}
	if at, name, n := addressAt(words); n > 0 {
		if p := personAt(a.d.peopleOf(a.c), at); p != nil {
			a.args.Person = p.ID
		} else {
			a.args.Outside = &procedure.Found{Name: name, Address: at, Staff: a.d.staff(at)}
			a.asParty(func(p dossier.Party) bool { return p.Address == at })
		}
		return n
	}
	if initials, ok := strings.CutPrefix(strings.Trim(words[0], ",;:.()"), "@"); ok {
		found := a.people(func(p Person) bool { return hasInitials(p, initials) })
		if len(found) == 0 { // or what stands before the @ of his address
			found = a.people(func(p Person) bool { return strings.HasPrefix(p.Address, fold(initials)+"@") })
		}
		if len(found) == 0 { // or with the small words that initials leave out: @mdv for Merel de Vries
			found = a.people(func(p Person) bool { p.Initials = ""; return hasInitials(p, initials) })
		}
		return a.onePerson(1, words, found)
	}
	if initials := strings.Trim(words[0], ",;:.()"); len(initials) > 1 && len(initials) <= 4 && strings.ToUpper(initials) == initials {
		if found := a.people(func(p Person) bool { return hasInitials(p, initials) }); len(found) > 0 {
			return a.onePerson(1, words, found)
		}
	}
	if n := a.personByRole(words); n > 0 {
		return n
	}
	for n := min(len(words), 5); n > 0; n-- {
		called := strings.Join(words[:n], " ")
		found := a.people(func(p Person) bool { return isCalled(p.Name, called) })
		if whole := slices.DeleteFunc(slices.Clone(found), func(p Person) bool { return !sameName(p.Name, called) }); len(whole) == 1 {
			found = whole
		}
		if len(found) > 0 {
			return a.onePerson(n, words, found)
		}
	}
	return a.partyCalled(words)
}

// partyCalled reads the name of a party where somebody is meant who is not of the organisation.
func (a *arguments) partyCalled(words []string) int {
	for n := min(len(words), 5); n > 0; n-- {
		called := strings.Join(words[:n], " ")
		if a.asParty(func(p dossier.Party) bool { return isCalled(p.Name, called) }) > 0 {
			return n
		}
	}
	return 0
}

func (a *arguments) people(is func(Person) bool) []Person {
	return slices.DeleteFunc(slices.Clone(a.d.peopleOf(a.c)), func(p Person) bool { return !is(p) })
}

func (a *arguments) onePerson(n int, words []string, found []Person) int {
	switch len(found) {
	case 0:
		return 0
	case 1:
		a.args.Person = found[0].ID
		return n
	}
	return a.ambiguous("person", n, words)
}

// personByRole reads "behandelaar" as the handler of the case, and "bestuur" as who bears that role in the
// organisation, when it is one.
func (a *arguments) personByRole(words []string) int {
	if role, n := a.roleAt(words); n > 0 && len(a.parties(func(p dossier.Party) bool { return p.Role == role })) > 0 {
		a.args.Role = role
		return a.asParty(func(p dossier.Party) bool { return p.Role == role })
	}
	most := min(len(words), 4)
	for n := most; n > 0; n-- {
		w := dashless(strings.Join(words[:n], " "))
		for role, rule := range a.rules.Roles {
			if w == "" || w != dashless(string(role)) && w != dashless(rule.Title.Bare("nl")) && w != dashless(rule.Title.Bare("en")) {
				continue
			}
			a.args.Role = role
			return a.onePerson(n, words, a.people(func(p Person) bool { return slices.Contains(p.Roles, role) }))
		}
	}
	return 0
}

// asParty names the party that is meant as a person, when there is one.
func (a *arguments) asParty(is func(dossier.Party) bool) int {
	found := sameMan(a.parties(is))
	if len(found) > 1 {
		a.problem = procedure.Problem{Why: procedure.RefusedAmbiguous, What: "person", Said: string(found[0].Role)}
		return 1
	}
	if len(found) == 1 {
		a.args.Party, a.args.Role, a.args.Person = found[0].ID, found[0].Role, found[0].Person
		if a.args.Person == "" {
			a.args.Outside = &procedure.Found{Name: found[0].Name, Address: found[0].Address, Staff: a.d.staff(found[0].Address)}
		}
	}
	return len(found)
}

func hasInitials(p Person, initials string) bool {
	if p.Initials != "" {
		return strings.EqualFold(p.Initials, initials)
	}
	all, capital := "", ""
	for _, w := range strings.Fields(p.Name) {
		first := string([]rune(w)[:1])
		all += first
		if first != strings.ToLower(first) {
			capital += first
		}
	}
	return initials != "" && (strings.EqualFold(all, initials) || strings.EqualFold(capital, initials))
}

func nameWords(s string) []string {
	return strings.Fields(strings.Trim(strings.ReplaceAll(command.Fold(s), ",", " "), ` .;:!?"'()`))
}

func sameName(name, called string) bool { return slices.Equal(nameWords(name), nameWords(called)) }

// isCalled says whether somebody may be called so: by his whole name, his surname with or without what stands before
// it, or his first name.
func isCalled(name, called string) bool {
	n, c := nameWords(name), nameWords(called)
	if len(c) == 0 || len(c) > len(n) || len(n) == 0 {
		return false
	}
	if slices.Equal(n, c) {
		return true
	}
	surname := len(n) > 1 && slices.Equal(n[len(n)-len(c):], c) && !small(c[0])
	tussen := len(n) > 2 && slices.Equal(n[len(n)-len(c):], c) && len(c) > 1
	return surname || tussen || len(c) == 1 && len(n) > 1 && c[0] == n[0]
}
