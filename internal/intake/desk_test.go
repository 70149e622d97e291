package intake

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// regulations are the shipped ones, read once.
var regulations = map[string]*procedure.Regulation{}

func regulation(t testing.TB, name string) *procedure.Regulation {
	t.Helper()
	if r := regulations[name]; r != nil {
		return r
	}
	text := func(name string) []byte {
		b, err := os.ReadFile("../../config/procedures/" + name + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	r, mistakes := procedure.Parse(name+".toml", text(name), text("common"), map[string]map[string]procedure.Setting{"generic": {
		"settle": {Value: "21 days"}, "appeal_text": {Value: "Leg uw klacht dan voor aan de directeur."},
	}}[name])
	if mistakes != nil {
		t.Fatalf("\n%s", mistakes)
	}
	regulations[name] = r
	return r
}

var keys = proof.Keys{Current: proof.Key{ID: 1, Secret: [32]byte{1, 2, 3}}}

// office is a mailbox with people and cases. The clock stands at half past nine on Monday 18 May 2026.
type office struct {
	t     testing.TB
	desk  *Desk
	cases map[dossier.Ref]*dossier.Case
	now   time.Time
}

func newOffice(t testing.TB, rules string) *office {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	person := func(name, address string, roles ...dossier.Role) Person {
		return Person{ID: dossier.PersonID(address), Name: name, Address: address, Roles: roles}
	}
	o := &office{t: t, now: time.Date(2026, 5, 18, 9, 30, 0, 0, loc), cases: map[dossier.Ref]*dossier.Case{}}
	o.desk = &Desk{
		Mailbox: "klachten", Address: "klachten@voorbeeld.example", Prefix: "K", Location: loc, Keys: keys,
		Staff: Staff{Domains: []string{"voorbeeld.example"}}, Regulation: regulation(t, rules), StaffMail: regulation(t, rules).Begin.StaffMail,
		Trust: proof.Trust{Profile: proof.RFC8601, AuthservID: "mx.voorbeeld.example"},
		People: []Person{
			person("Anna de Vries", "anna@voorbeeld.example", dossier.RoleCoordinator),
			person("Bert Jansen", "bert@voorbeeld.example", dossier.RoleDeputy),
			person("Chris Bakker", "chris@voorbeeld.example", dossier.RoleHandler),
			person("Kees Bakker", "kees@voorbeeld.example", dossier.RoleHandler),
			person("Managementteam", "mt@voorbeeld.example", dossier.RoleManagement),
			{ID: "merel@voorbeeld.example", Name: "Merel de Vries", Address: "merel@voorbeeld.example", Initials: "MV"},
		},
	}
	o.cases[1] = &dossier.Case{
		Ref: 1, Number: "K2026-0001", State: dossier.StateOpen, Channel: dossier.ChannelForward,
		Parties: []dossier.Party{
			{ID: "p1", Role: dossier.RoleComplainant, Name: "Els Mulder", Address: "els@burger.example"},
			{ID: "p2", Role: dossier.RoleReceiver, Name: "Piet Smit", Address: "piet@voorbeeld.example"},
			{ID: "p3", Role: dossier.RoleHandler, Name: "Chris Bakker", Address: "chris@voorbeeld.example", Person: "chris@voorbeeld.example"},
			{ID: "p4", Role: dossier.RoleRespondent, Name: "Joke Prins", Address: "joke@voorbeeld.example"},
			{ID: "p5", Role: dossier.RoleWitness, Name: "Wim Kok", Address: "wim@burger.example"},
			{ID: "p6", Role: dossier.RoleWitness, Name: "Ria Kok", Address: "ria@burger.example"},
		},
		Duties:  []dossier.Duty{{ID: "d5", Letter: "case_registered", About: "m4"}, {ID: "d6", Letter: dossier.LetterOneTimeCode}},
		Journal: []dossier.Event{{Body: dossier.Received{Mail: dossier.Mail{ID: "m3"}}}, {Body: dossier.Filed{Mail: dossier.Mail{ID: "m4"}}}},
	}
	o.cases[2] = &dossier.Case{Ref: 2, Number: "K2026-0002", State: dossier.StateOpen, Shut: []dossier.PersonID{"bert@voorbeeld.example"}}
	return o
}

func (o *office) Threads(id string) ([]Thread, error) { return nil, nil }

func (o *office) Number(n dossier.Number) (dossier.Ref, bool, error) {
	for ref, c := range o.cases {
		if c.Number == n {
			return ref, true, nil
		}
	}
	return 0, false, nil
}

func (o *office) Case(ref dossier.Ref) (dossier.Case, error) {
	if c := o.cases[ref]; c != nil {
		return *c, nil
	}
	return dossier.Case{}, fmt.Errorf("no case %d", ref)
}

func (o *office) Regulation(*dossier.Case) (*procedure.Regulation, error) { return nil, nil }

// letter is a mail to the office, as its headers say.
type letter struct {
	from, subject, body string
	verdict             string // "" pass
	token               string // in To
	answers             string // In-Reply-To
	head                string // further fields
}

// token of a person or party, issued some days ago.
func (o *office) token(ref dossier.Ref, a proof.Audience, who string, days int) string {
	s := proof.Subject{Audience: a, Case: uint32(ref), Day: calendar.Of(o.now, o.desk.Location).AddDays(-days)}
	if s.Person = keys.PersonRef(who); a == proof.Party {
		s.Person = PartyRef(dossier.PartyID(who))
	}
	return keys.Token(s)
}

func (o *office) id(ref dossier.Ref, seq uint32, who string) string {
	return keys.MessageID(uint32(ref), seq, keys.PersonRef(who), proof.Staff, "voorbeeld.example")
}

func (l letter) raw(o *office) string {
	verdict := map[string]string{
		"":     "dmarc=pass header.from=" + domain(fold(message.Parse([]byte("From: "+l.from+"\r\n\r\n")).From.Address)),
		"fail": "dmarc=fail header.from=" + domain(fold(message.Parse([]byte("From: "+l.from+"\r\n\r\n")).From.Address)),
	}[l.verdict]
	head := l.head
	if verdict != "" {
		head = "Authentication-Results: mx.voorbeeld.example; " + verdict + "\r\n" + head
	}
	to := o.desk.Address
	if l.token != "" {
		to = proof.Plus(to, l.token)
	}
	if l.answers != "" {
		head += "In-Reply-To: " + l.answers + "\r\n"
	}
	if !strings.Contains(head, "Content-Type") {
		head += "Content-Type: text/plain; charset=utf-8\r\n"
	}
	return head + "From: " + l.from + "\r\nTo: " + to + "\r\nMessage-ID: <m@voorbeeld.example>\r\nSubject: " + l.subject + "\r\n\r\n" + l.body
}

func (o *office) read(l letter) Reading {
	o.t.Helper()
	return o.readRaw(l.raw(o))
}

func (o *office) readRaw(raw string) Reading {
	o.t.Helper()
	r, err := o.desk.Read(message.Parse([]byte(raw)), dossier.Mail{ID: "m9", Arrived: o.now}, o)
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// anna answers a letter of case 1 that was issued to her.
func (o *office) anna(body string) Reading {
	o.t.Helper()
	return o.read(letter{
		from: "Anna de Vries <anna@voorbeeld.example>", subject: "Re: [K2026-0001]", body: body,
		token: o.token(1, proof.Staff, "anna@voorbeeld.example", 3),
	})
}
