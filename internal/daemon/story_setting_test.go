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
			case "second":
				o.Mailboxes[0].SecondPerson = words[0] == "yes"
			case "recall":
				recall, err := time.ParseDuration(words[0])
				check(t, err)
				o.Recall = recall
			case "person":
				name, _, _ := strings.Cut(words[0], "@")
				p := daemon.Person{ID: dossier.PersonID(words[0]), Name: strings.ToUpper(name[:1]) + name[1:], Address: words[0]}
				for _, role := range words[1:] {
					p.Roles = append(p.Roles, dossier.Role(role))
				}
				o.People = append(o.People, p)
			}
		}
	}
}

// choices are what an organisation has to fill in before a regulation can run.
var choices = map[string]map[string]procedure.Setting{"generic": {
	"settle":      {Value: "21 days", File: "klachtd.toml", Line: 1, Col: 1},
	"appeal_text": {Value: "Bent u niet tevreden? Leg uw klacht dan voor aan de directeur.", File: "klachtd.toml", Line: 2, Col: 1},
}}
