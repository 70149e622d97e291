package intake

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// The matrix: every act of every regulation, given by everybody who may have to do with a case or not, with every proof
// that he may have or forge. What is believed is written here once more, as DESIGN section 6 says it.

// shown is what a mail shows for its sender.
type shown struct {
	token bool
	pass  bool
	fail  bool
}

// enough says whether that is enough for an act in a mailbox of that profile. Party words need one of the two.
func enough(a *procedure.Act, s shown, profile proof.Profile, party bool) bool {
	switch {
	case s.fail:
		return false
	case party:
		return s.token || s.pass
	case a.Words.NL == "vernietigen" || a.Words.NL == "vertrouwelijkheid-opheffen":
		return false
	}
	switch a.Weight {
	case procedure.WeightLight, procedure.WeightRegistering:
		return s.token || s.pass
	case procedure.WeightNormal:
		return s.token && (s.pass || profile == proof.None)
	}
	return s.token && s.pass && profile != proof.None && profile != proof.Microsoft365
}

// mayGive says whether a role may give an act at all: a party only the four words, where the regulation gives them to
// parties.
func (co *court) mayGive(a *procedure.Act, role dossier.Role) bool {
	switch {
	case slices.Contains(strange, role):
		return false
	case outside(role):
		return slices.Contains(a.Who, "party") && slices.Contains([]string{"hoorverzoek", "toestemming", "beroep", "status"}, a.Words.NL)
	}
	of := []dossier.Role{role, dossier.RoleStaff, "everyone", co.rules.Roles[role].StandsIn}
	return slices.ContainsFunc(a.Who, func(who dossier.Role) bool { return who != "" && slices.Contains(of, who) })
}

func outside(role dossier.Role) bool {
	return slices.Contains([]dossier.Role{dossier.RoleComplainant, dossier.RoleRespondent, dossier.RoleWitness}, role)
}

// server is the field that a receiving server writes on top.
func server(profile proof.Profile, verdict, domain string) string {
	id := "mx.voorbeeld.example; "
	if profile == proof.Microsoft365 {
		id = ""
	}
	return "Authentication-Results: " + id + "dmarc=" + verdict + " header.from=" + domain + "\r\n"
}

// forge makes a mail in somebody's name whose proof is not enough for an act. The forger writes every header, below what
// the server writes; he may have seen letters to others, but reads no mail of the one whose name he takes.
func (co *court) forge(dice *rand.Rand, a *procedure.Act, role dossier.Role) (letter, shown) {
	pick := func(all ...string) string { return all[dice.IntN(len(all))] }
	f := &forger{o: co.office, dice: dice}
	who, profile := co.people[role], co.desk.Trust.Profile
	_, host, _ := strings.Cut(who, "@")
	genuine := co.tokenOf(role)
	l := letter{from: who, subject: pick("Re: [K2026-0001]", "[K2026-0001] zaak"), body: co.written(a, dice.IntN(2) == 0), verdict: "none"}
	pass, fail := server(profile, "pass", host), server(profile, "fail", host)
	foreign := strings.ReplaceAll(pass, "mx.voorbeeld", "mx.elders")
	notToken := []string{
		"", f.flip(genuine), genuine[:44], genuine + "a", co.token(2, proof.Staff, who, 3), co.token(1, proof.Staff, "mt@voorbeeld.example", 3),
		co.token(1, proof.Party, "p9", 3), co.token(0, proof.Staff, who, 3), co.token(1, proof.Staff, who, 200), f.flip(genuine),
	}
	notPass := []string{
		"", foreign, server(profile, "none", host), server(profile, "temperror", host), fail, fail + pass, fail + "Received: x\r\n" + pass,
		server(profile, "fail", host+" (dmarc=pass header.from="+host+")"), "Received: x\r\n",
	}
	if profile == proof.Microsoft365 {
		notPass[1] = "" // it has no name of its own server to tell
	}
	for range 50 {
		l.token, l.head = pick(append(notToken, genuine, genuine)...), pick(append(notPass, pass, pass)...)
		s := shown{
			token: l.token == genuine, pass: profile != proof.None && l.head == pass,
			fail: profile != proof.None && strings.HasPrefix(l.head, fail[:len(fail)-2]),
		}
		if !enough(a, s, profile, outside(role)) || !co.mayGive(a, role) {
			return l, s
		}
	}
	co.t.Fatalf("nothing is too little for #%s by %s", a.Words.NL, role)
	return l, shown{}
}

// harmless says what is wrong with the outcome of a mail that must bring about nothing: the mail is filed, or put aside,
// the commands are recorded as refused or held, and whoever is written to is who the mail says that he is, at his
// registered address, or the office itself.
func (co *court) harmless(d procedure.Decision, role dossier.Role, s shown) string {
	for _, e := range d.Events {
		switch b := e.Body.(type) {
		case dossier.TermMet: // "mail of coordinator": he wrote, whatever he may order
			if s.fail || !s.token && !s.pass {
				return fmt.Sprintf("%T %+v", e.Body, e.Body)
			}
		case dossier.Filed, dossier.CommandRefused, dossier.CommandHeld, dossier.TaskOpened:
		case dossier.LetterQueued:
			to := b.Duty.To
			switch {
			case b.Duty.Letter == dossier.LetterTranscript, b.Duty.Letter == dossier.LetterOneTimeCode:
				p, _ := co.cases[1].Party(to.Party)
				if outside(role) || to.Person != "" && string(to.Person) != co.people[role] || p.Address != "" && p.Address != co.people[role] {
					return fmt.Sprintf("%s to %+v", b.Duty.Letter, to)
				}
			case outside(to.Role):
				return fmt.Sprintf("%s to %+v", b.Duty.Letter, to)
			}
		default:
			return fmt.Sprintf("%T %+v", e.Body, e.Body)
		}
	}
	if len(d.Orders) > 0 {
		return fmt.Sprintf("orders %+v", d.Orders)
	}
	return ""
}

// each calls visit for every act of every regulation with everybody of its case, in a state in which the act can be done.
func each(t *testing.T, profiles []proof.Profile, visit func(co *court, a *procedure.Act, role dossier.Role)) {
	for i, rules := range five {
		co := newCourt(t, rules, profiles[i%len(profiles)])
		roles := make([]dossier.Role, 0, len(co.people))
		for role := range co.people {
			roles = append(roles, role)
		}
		slices.Sort(roles)
		for k := range co.rules.Acts {
			a := &co.rules.Acts[k]
			at := co
			if len(a.In) > 0 && !slices.Contains(a.In, co.cases[1].State) {
				at = co.in(a.In[0])
			}
			for _, role := range roles {
				visit(at, a, role)
			}
		}
	}
}

var profiles = []proof.Profile{proof.RFC8601, proof.None, proof.Microsoft365, proof.RFC8601, proof.RFC8601}

// TestMatrix: forged commands in everybody's name, and commands of those who may not give them with all proof. None
// brings anything about.
func TestMatrix(t *testing.T) {
	dice := rand.New(rand.NewPCG(5, 6))
	mails, refused, held := 0, 0, 0
	each(t, profiles, func(co *court, a *procedure.Act, role dossier.Role) {
		l, s := co.forge(dice, a, role)
		_, d := co.decided(l)
		mails++
		if wrong := co.harmless(d, role, s); wrong != "" {
			t.Fatalf("%s: #%s by %s with %+v: %s\n%s", co.rules.Name, a.Words.NL, role, s, wrong, l.raw(co.office))
		}
		for _, e := range d.Events {
			switch e.Body.(type) {
			case dossier.CommandRefused:
				refused++
			case dossier.CommandHeld:
				held++
			}
		}
	})
	t.Logf("%d forged mails: %d commands refused, %d held", mails, refused, held)
	if mails < 2000 || refused < 200 || held < 200 {
		t.Errorf("%d forged mails, %d refused, %d held: the matrix has shrunk", mails, refused, held)
	}
}

// genuine is a command as its giver's mail program sends it: the token in one of the places in which it comes back.
func (co *court) genuine(n int, a *procedure.Act, role dossier.Role) letter {
	who, token := co.people[role], co.tokenOf(role)
	_, host, _ := strings.Cut(who, "@")
	l := letter{
		from: name(who) + " <" + who + ">", subject: "Re: [K2026-0001] klacht", token: token, verdict: "none",
		body: co.written(a, n%2 == 0) + "\nOp ma 18 mei 2026 om 09:12 schreef Klachten <klachten@voorbeeld.example>:\n> #vernietigen\n> Beste collega\n",
	}
	if co.desk.Trust.Profile != proof.None {
		l.head = server(co.desk.Trust.Profile, "pass", host)
	}
	switch n % 4 {
	case 1:
		l.token = strings.ToUpper(token)
	case 2:
		l.head += "Delivered-To: klachten+" + token + "@mail.voorbeeld.example\r\n"
		l.token = ""
	case 3:
		l.from = strings.ToUpper(who)
	}
	return l
}

// understood are the reasons for which a command that its giver may give is not carried out in a case that has only begun:
// it has no such thing, or something else comes first. Who he is, and what he wrote, is never among them.
var understood = []procedure.Refusal{
	procedure.RefusedGate, procedure.RefusedKind, procedure.RefusedNothing, procedure.RefusedOwn, procedure.RefusedDate, procedure.RefusedOpen,
	procedure.RefusedLate, procedure.RefusedState, procedure.RefusedTurn,
}

// TestMatrixGenuine: every act by everybody who may give it, with the proof that he has: it is carried out, or asks for its
// code, or is refused for what stands in the way.
func TestMatrixGenuine(t *testing.T) {
	mails, n, ways := 0, 0, map[string]int{}
	each(t, profiles, func(co *court, a *procedure.Act, role dossier.Role) {
		none := len(co.rules.Category) == 0 && slices.Contains(a.Needs, "category")
		if !co.mayGive(a, role) || slices.Contains(a.Who, "giver") || a.Words.NL == "einde" || a.Words.NL == "proef" || none {
			return
		}
		for range 2 {
			n++
			l := co.genuine(n, a, role)
			r, d := co.decided(l)
			mails++
			way := co.way(r, d, a)
			ways[way]++
			profile := co.desk.Trust.Profile
			want := "given"
			if !enough(a, shown{token: true, pass: profile != proof.None}, profile, outside(role)) {
				want = "held"
			}
			if why, refused := strings.CutPrefix(way, "refused: "); way != want && !(refused && slices.Contains(understood, procedure.Refusal(why))) {
				t.Errorf("%s: #%s by %s: %s\n%s", co.rules.Name, a.Words.NL, role, way, l.raw(co.office))
			}
		}
	})
	t.Logf("%d genuine mails: %v", mails, ways)
	if mails < 500 || ways["given"]*2 < mails {
		t.Errorf("%d genuine mails: %v", mails, ways)
	}
}

// way is what became of a mail with one command.
func (co *court) way(r Reading, d procedure.Decision, a *procedure.Act) string {
	switch {
	case r.Place != PlaceCase || r.Case != 1 || r.Command == nil:
		return fmt.Sprintf("no command: %s %s", r.Place, r.Why)
	case len(r.Command.Lines) != 1 || r.Command.Lines[0].Word != a.Words.NL || len(r.Command.Near) > 0:
		return fmt.Sprintf("read as %+v", r.Command.Lines)
	}
	for _, e := range d.Events {
		switch b := e.Body.(type) {
		case dossier.CommandGiven:
			return "given"
		case dossier.CommandHeld:
			return "held"
		case dossier.CommandRefused:
			if need := asked(d); b.Why == string(procedure.RefusedNeeds) && !slices.Contains(a.Needs, need) {
				return "refused: " + string(procedure.RefusedGate) // what this case needs besides: "field outcome"
			}
			return "refused: " + b.Why
		}
	}
	return "nothing"
}

// asked is what the transcript of one command asks for.
func asked(d procedure.Decision) string {
	for _, e := range d.Events {
		if q, ok := e.Body.(dossier.LetterQueued); ok && len(q.Duty.Details.Script) == 1 {
			return q.Duty.Details.Script[0].Need
		}
	}
	return ""
}
