package config

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Staff says who counts as staff when they forward or note a complaint, beside the people.
type Staff struct {
	Domains   []string
	Addresses []string
}

// Person is somebody whom klachtd knows by name.
type Person struct {
	ID              string // the lower-cased address
	Name            string
	Address         string
	Roles           []string
	Topics          []string
	Mailboxes       []string // names; every mailbox when the file names none
	Language        string
	Initials        string
	TeamCoordinator string // address; "" for none
	LineManager     string // address; "" for none
}

func staff(t table) Staff {
	return Staff{Domains: t.domains("domains"), Addresses: t.addresses("addresses")}
}

func person(t table, language string) Person {
	p := Person{
		Name:            t.required("name", "Anna de Vries"),
		Address:         t.requiredAddress("address", "anna@voorbeeld.example"),
		Roles:           t.words("roles"),
		Topics:          t.words("topics"),
		Mailboxes:       t.words("mailboxes"),
		Language:        t.oneOf("language", language, languages...),
		TeamCoordinator: t.address("team_coordinator"),
		LineManager:     t.address("line_manager"),
	}
	p.ID = p.Address
	p.Initials = t.text("initials", initials(p.Name))
	if strings.ContainsFunc(p.Initials, notInName) || utf8.RuneCountInString(p.Initials) > maxInitials {
		t.mistake(t.place("initials"), "one to eight letters or digits", "initials cannot be %q", shown(p.Initials))
	}
	return p
}

// initials takes the first letter of each part of a name, without the small words between: Anna de Vries is AV.
func initials(name string) string {
	var capital, all []rune
	for part := range strings.FieldsFuncSeq(name, notInName) {
		first, _ := utf8.DecodeRuneInString(part)
		all = append(all, unicode.ToUpper(first))
		if unicode.IsUpper(first) {
			capital = append(capital, first)
		}
	}
	if len(capital) == 0 {
		capital = all
	}
	return string(capital[:min(len(capital), maxInitials)])
}

func notInName(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) }
