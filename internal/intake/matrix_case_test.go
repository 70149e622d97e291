package intake

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"testing"
	_ "time/tzdata"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// five are the regulations that come with klachtd.
var five = []string{"amnesty", "ombudsman", "milieudefensie", "defenceforchildren", "generic"}

// court is an office with one case, and all who may have to do with it: everybody of the configuration by his role, and
// the parties. Mail is read by the desk, and decided by the regulation.
type court struct {
	*office
	rules  *procedure.Regulation
	ctx    procedure.Context
	people map[dossier.Role]string // addresses
}

// outsider is somebody of nowhere; colleague works here, and does not stand in the configuration; idle handles other cases.
const (
	outsider  dossier.Role = "outsider"
	colleague dossier.Role = "colleague"
	idle      dossier.Role = "idle handler"
)

// strange are those who have nothing to do with the case, though they may work here.
var strange = []dossier.Role{outsider, colleague, idle}

func newCourt(t testing.TB, rules string, profile proof.Profile) *court {
	t.Helper()
	o := newOffice(t, rules)
	o.desk.Trust.Profile = profile
	co := &court{office: o, rules: regulation(t, rules), people: map[dossier.Role]string{
		dossier.RoleComplainant: "els@burger.example", dossier.RoleRespondent: "joke@voorbeeld.example", dossier.RoleReceiver: "piet@voorbeeld.example",
		dossier.RoleHandler: "chris@voorbeeld.example", dossier.RoleWitness: "wim@burger.example",
		outsider: "wie@elders.example", colleague: "greet@voorbeeld.example", idle: "kees@voorbeeld.example",
	}}
	co.desk.People = nil
	for _, role := range slices.Sorted(maps.Keys(co.rules.Roles)) {
		if co.rules.Roles[role].Of == "" && co.people[role] == "" {
			co.people[role] = string(role) + "@voorbeeld.example"
		}
	}
	for role, address := range co.people {
		if _, configured := co.rules.Roles[role]; configured || role == idle {
			r := role
			if role == idle {
				r = dossier.RoleHandler
			}
			co.desk.People = append(co.desk.People, Person{ID: dossier.PersonID(address), Name: name(address), Address: address, Roles: []dossier.Role{r}})
		}
	}
	slices.SortFunc(co.desk.People, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	co.context()
	co.begin()
	return co
}

// name makes a name of an address: "piet@voorbeeld.example" is Piet.
func name(address string) string {
	local, _, _ := strings.Cut(address, "@")
	return strings.ToUpper(local[:1]) + local[1:]
}

func (co *court) context() {
	hours, err := calendar.ParseHours("08:00-18:00")
	if err != nil {
		co.t.Fatal(err)
	}
	co.ctx = procedure.Context{
		Now: co.now, Arrived: co.now, Location: co.desk.Location, Hours: hours, NextMeasure: 1,
		Calendars: calendar.Calendars{
			Office: calendar.NewOffice(calendar.Rules{LiberationDay: calendar.Lustrum}), Statutory: calendar.NewStatutory(nil),
		},
	}
	for _, p := range co.desk.People {
		co.ctx.People = append(co.ctx.People, procedure.Person{ID: p.ID, Name: p.Name, Roles: p.Roles})
	}
}

// begin opens the case with a complaint, and brings its parties in.
func (co *court) begin() {
	co.t.Helper()
	r := co.read(letter{from: "Els Mulder <els@burger.example>", subject: "Klacht", body: "Ik wacht al weken op een antwoord.\n"})
	if r.Place != PlaceNew || r.Input.Opens == nil {
		co.t.Fatalf("a complaint is no case: %+v", r)
	}
	in := r.Input
	in.Opens.Ref, in.Opens.Number, in.Opens.Mailbox = 1, "K2026-0001", "klachten"
	c := after(dossier.Case{}, co.rules.Decide(dossier.Case{}, in, co.ctx))
	for _, role := range []dossier.Role{dossier.RoleReceiver, dossier.RoleHandler, dossier.RoleRespondent, dossier.RoleWitness} {
		p := dossier.Party{ID: dossier.PartyID("p" + string(rune('1'+len(c.Parties)))), Role: role, Name: name(co.people[role]), Address: co.people[role]}
		if _, configured := co.rules.Roles[role]; configured {
			p.Person = dossier.PersonID(p.Address)
		}
		c.Apply(dossier.Event{Seq: c.Seq + 1, At: co.now, Body: dossier.PartyAdded{Party: p}})
	}
	co.cases[1] = &c // the other one stays as it is
	co.accept()
}

// accept lets the mail server take what is queued.
func (co *court) accept() {
	c := co.cases[1]
	for _, d := range slices.Clone(c.Duties) {
		if d.State == dossier.DutyQueued {
			*c = after(*c, co.rules.Decide(*c, procedure.Delivery{Duty: d.ID, What: procedure.DeliveryAccepted, Reply: "250 OK"}, co.ctx))
		}
	}
}

// in is the same case in another state.
func (co *court) in(state dossier.State) *court {
	if co.cases[1].State == state {
		return co
	}
	other, o := *co, *co.office
	c := co.cases[1].Clone()
	c.Apply(dossier.Event{Seq: c.Seq + 1, At: co.now, Body: dossier.StateChanged{State: state}})
	o.cases = map[dossier.Ref]*dossier.Case{1: &c, 2: co.cases[2]}
	other.office = &o
	return &other
}

func after(c dossier.Case, d procedure.Decision) dossier.Case {
	c = c.Clone()
	for _, e := range d.Events {
		c.Apply(e)
	}
	return c
}

// decided is what comes of a mail: how it was read, and what the regulation decides on it, when it is about the case.
func (co *court) decided(l letter) (Reading, procedure.Decision) {
	r := co.read(l)
	if r.Place != PlaceCase {
		return r, procedure.Decision{}
	}
	var in procedure.Input = r.Input
	if r.Command != nil {
		in = *r.Command
	}
	return r, co.rules.Decide(*co.cases[r.Case], in, co.ctx)
}

// tokenOf is the token that a person of the case got with his last letter. Who has nothing to do with it has one of
// another case.
func (co *court) tokenOf(role dossier.Role) string {
	if slices.Contains(strange, role) {
		return co.token(2, proof.Staff, co.people[role], 3)
	}
	for _, p := range co.cases[1].Parties {
		if p.Role == role {
			return co.token(1, proof.Party, string(p.ID), 3)
		}
	}
	return co.token(1, proof.Staff, co.people[role], 3)
}

// written is an act as somebody writes it: its word, what it needs, and a text.
func (co *court) written(a *procedure.Act, english bool) string {
	word, below := a.Words.NL, ""
	if english {
		word = a.Words.EN
	}
	line := "#" + word
	for _, need := range a.Needs {
		if need == "text" || need == "content" {
			below = "\nDat is zo afgesproken.\n"
			continue
		}
		line += " " + co.needed(need)
	}
	return line + "\n" + below
}

func (co *court) needed(need string) string {
	if set, ok := co.rules.Answers[need]; ok {
		return set.Values[0].Name
	}
	switch need {
	case "outcome":
		return co.rules.Outcomes.Values[0].Name
	case "ground":
		return co.rules.Admit.Grounds[0].Name
	case "category":
		if len(co.rules.Category) > 0 {
			return co.rules.Category[0].Name
		}
		return "overig"
	}
	return map[string]string{
		"date": "20 mei 2026", "dates": "4 mei 2026", "days": "10", "period": "20 mei 2026 tot 24 mei 2026", "moment": "3 juni 2026 10:00 Dorpsstraat 1, Ede",
		"person": "chris@voorbeeld.example", "party": "klager", "contact": "Ria Kok ria@burger.example", "item": "1", "amount": "25 euro",
		"case": "K2026-0002", "measure": "M1", "language": "en", "word": "politie", "message": "1", "times": "3 juni 10:00, 4 juni 11:00",
	}[need]
}
