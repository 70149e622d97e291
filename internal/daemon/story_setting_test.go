package daemon_test

import (
	"strings"
	"testing"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// setting reads from the comments of a story what is different from the office of most stories:
//
//	# regulation: milieudefensie
//	# intake: mixed
//	# person: chris@voorbeeld.example handler
//	# recall: 10m
//	# profile: none
//	# second: yes
//	# choice: rounds_vs_hard_limit cap
//	# person: dirk@voorbeeld.example handler topic:levering mailbox:bestuur manager:anna@voorbeeld.example
//	# form: formulier@site.example
//	# board: bestuur@voorbeeld.example
//	# mailbox: kinderen@voorbeeld.example defenceforchildren
//	# rules: yes
//	# alias: info@voorbeeld.example
func setting(t testing.TB, script string) func(*daemon.Options) {
	return func(o *daemon.Options) {
		for line := range strings.Lines(script) {
			key, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "# "), ": ")
			if !ok || !strings.HasPrefix(line, "# ") {
				continue
			}
			words := strings.Fields(value)
			switch key {
			case "regulation":
				o.Mailboxes[0].Regulation = regulation(t, words[0])
			case "intake":
				o.Mailboxes[0].Mixed = words[0] == "mixed"
			case "profile":
				o.Mailboxes[0].Trust.Profile = proof.Profile(words[0])
			case "rules":
				o.Mailboxes[0].RulesOnRequest = words[0] == "yes"
			case "alias":
				o.Mailboxes[0].Aliases = append(o.Mailboxes[0].Aliases, words[0])
			case "second":
				o.Mailboxes[0].SecondPerson = words[0] == "yes"
			case "recall":
				recall, err := time.ParseDuration(words[0])
				check(t, err)
				o.Recall = recall
			case "choice":
				o.Mailboxes[0].Regulation = chosen(t, o.Mailboxes[0].Regulation, words[0], strings.Join(words[1:], " "))
			case "person":
				name, _, _ := strings.Cut(words[0], "@")
				p := colleague{daemon.Person{
					ID: dossier.PersonID(words[0]), Name: strings.ToUpper(name[:1]) + name[1:], Address: words[0],
				}}
				for _, word := range words[1:] {
					p.learn(word)
				}
				o.People = append(o.People, p.Person)
			case "form":
				o.Mailboxes[0].Forms = append(o.Mailboxes[0].Forms, words[0])
			case "board", "mailbox":
				m := o.Mailboxes[0]
				m.Name, _, _ = strings.Cut(words[0], "@")
				m.Address, m.Board, m.Mixed = words[0], key == "board", false
				m.IMAP.Username = words[0]
				if key == "mailbox" {
					m.Regulation = regulation(t, words[1])
				}
				o.Mailboxes = append(o.Mailboxes, m)
			}
		}
	}
}

// choose gives the first mailbox another version of its regulation, as an organisation does by a choice of its own.
func (d *desk) choose(key, value string) {
	d.opts.Mailboxes[0].Regulation = chosen(d.t, d.opts.Mailboxes[0].Regulation, key, value)
}

type colleague struct{ daemon.Person }

// learn takes a word of a person's line: a role, or topic:, mailbox:, initials:, team: or manager: with a value.
func (c *colleague) learn(word string) {
	key, value, _ := strings.Cut(word, ":")
	switch key {
	case "topic":
		c.Topics = append(c.Topics, strings.ReplaceAll(value, "_", " "))
	case "mailbox":
		c.Mailboxes = append(c.Mailboxes, value)
	case "initials":
		c.Initials = value
	case "team":
		c.TeamCoordinator = dossier.PersonID(value)
	case "manager":
		c.LineManager = dossier.PersonID(value)
	default:
		c.Roles = append(c.Roles, dossier.Role(word))
	}
}

// choices are what an organisation has to fill in before a regulation can run.
var choices = map[string]map[string]procedure.Setting{"generic": {
	"settle":      {Value: "21 days", File: "klachtd.toml", Line: 1, Col: 1},
	"appeal_text": {Value: "Bent u niet tevreden? Leg uw klacht dan voor aan de directeur.", File: "klachtd.toml", Line: 2, Col: 1},
}}
