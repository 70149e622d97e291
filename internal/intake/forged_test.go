package intake

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"klachtd/internal/command"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// forger writes mails in the name of people who may give commands. What he has: the mail that parties get, the number
// of the case, all addresses, and every header that he can write below the receiving server's own.
type forger struct {
	o     *office
	dice  *rand.Rand
	staff []string
}

// flip changes one letter of a token.
func (f *forger) flip(token string) string {
	i := f.dice.IntN(len(token))
	for {
		if c := "abcdefghijklmnopqrstuvwxyz234567"[f.dice.IntN(32)]; c != token[i] {
			return token[:i] + string(c) + token[i+1:]
		}
	}
}

func (f *forger) pick(all ...string) string { return all[f.dice.IntN(len(all))] }

// forgery lacks the token or the verdict, each of which he imitates in some way.
func (f *forger) forgery() letter {
	who := f.pick(f.staff...)
	genuine := f.o.token(1, proof.Staff, who, 3)
	other := f.pick("els@burger.example", "mt@voorbeeld.example", "wie@elders.example")
	l := letter{from: who, subject: f.pick("Re: [K2026-0001]", "K2026-0001", "Re: klacht"), body: f.body()}
	if f.dice.IntN(2) == 0 { // the server vouches for the domain, as it does for any colleague's mailbox: no token
		l.token = f.pick(
			"", f.flip(genuine), genuine[:44], genuine+"a", strings.Repeat("a", proof.TokenLength), f.o.token(2, proof.Staff, who, 3),
			f.o.token(1, proof.Staff, other, 3), f.o.token(1, proof.Party, "p1", 3), f.o.token(1, proof.Staff, who, 200), f.o.token(0, proof.Staff, who, 3),
		)
		l.answers = f.pick("", f.o.id(1, 5, other), f.o.id(2, 5, who), "<x@voorbeeld.example>", keys.MessageID(1, 5, 1, proof.Party, "voorbeeld.example"))
		l.head = f.pick("", "References: "+f.o.id(1, 5, who)+"\r\n", "X-Klachtd-Token: "+genuine+"\r\n", "Reply-To: klachten+"+genuine+"@voorbeeld.example\r\n")
		l.body += f.pick("", "\n"+genuine, "\nklachten+"+genuine+"@voorbeeld.example")
		return l
	}
	l.token = f.pick(genuine, strings.ToUpper(genuine), "") // stolen, and sent from elsewhere
	pass := "Authentication-Results: mx.voorbeeld.example; dmarc=pass header.from=voorbeeld.example\r\n"
	l.verdict = "none"
	l.head = f.pick(
		"", "Authentication-Results: mx.elders.example; dmarc=pass header.from=voorbeeld.example\r\n",
		"Authentication-Results: mx.voorbeeld.example; dmarc=fail header.from=voorbeeld.example\r\n"+pass,
		"Authentication-Results: mx.voorbeeld.example; dmarc=fail header.from=voorbeeld.example\r\nReceived: x\r\n"+pass,
		"Authentication-Results: mx.voorbeeld.example; spf=pass smtp.mailfrom=elders.example\r\n",
		"Authentication-Results: mx.voorbeeld.example; dkim=pass header.d=elders.example\r\n",
		"Authentication-Results: mx.voorbeeld.example; dmarc=fail header.from=voorbeeld.example (dmarc=pass header.from=voorbeeld.example)\r\n",
		`Authentication-Results: mx.voorbeeld.example; spf=fail smtp.mailfrom="x dmarc=pass header.from=voorbeeld.example"@elders.example; dmarc=fail`+"\r\n",
		"Authentication-Results: mx.voorbeeld.example; dmarc=pass header.from=voorbeeld.example.elders.example\r\n",
		"Authentication-Results: mx.voorbeeld.example; none\r\n", "Received: from elders\r\n", "X-MS-Exchange-Organization-AuthAs: Internal\r\n",
	)
	return l
}

func (f *forger) body() string {
	w := command.Words[f.dice.IntN(len(command.Words))]
	return f.pick(w.Dutch, w.English, strings.ToUpper(w.English)) + " " + f.pick("", "chris@voorbeeld.example", "1 juni 2026", "gegrond: omdat") + "\n"
}

// TestForged: of two thousand forged commands about a case none comes with both proofs for it.
func TestForged(t *testing.T) {
	f := &forger{
		o: newOffice(t, "amnesty"), dice: rand.New(rand.NewPCG(1, 2)),
		staff: []string{"anna@voorbeeld.example", "bert@voorbeeld.example", "chris@voorbeeld.example"},
	}
	commands := 0
	for i := range 2000 {
		l := f.forgery()
		r := f.o.read(l)
		if r.Command == nil {
			continue
		}
		commands++
		if r.Case != 1 { // a token of another case, or of the office, is genuine there
			continue
		}
		if e := r.Command.Proof; e.Token && e.Verdict == "pass" || e.Code || e.Second {
			t.Fatalf("%d: %+v of\n%s", i, e, l.raw(f.o))
		}
	}
	if commands < 1000 {
		t.Errorf("only %d were read as commands at all", commands)
	}
}

// TestGenuine: five hundred genuine commands of those who may give them come with the proofs that they have.
func TestGenuine(t *testing.T) {
	o := newOffice(t, "amnesty")
	dice := rand.New(rand.NewPCG(3, 4))
	givers := []struct {
		from  string
		token string
		who   procedure.Speaker
	}{
		{"Anna de Vries <anna@voorbeeld.example>", o.token(1, proof.Staff, "anna@voorbeeld.example", 3), procedure.Speaker{Person: "anna@voorbeeld.example", Role: dossier.RoleCoordinator, Staff: true, Verified: true}},
		{"BERT@Voorbeeld.example", o.token(1, proof.Staff, "bert@voorbeeld.example", 179), procedure.Speaker{Person: "bert@voorbeeld.example", Role: dossier.RoleDeputy, Staff: true, Verified: true}},
		{"chris@voorbeeld.example", o.token(1, proof.Party, "p3", 30), procedure.Speaker{Person: "chris@voorbeeld.example", Party: "p3", Role: dossier.RoleHandler, Staff: true, Verified: true}},
		{"piet@voorbeeld.example", o.token(1, proof.Party, "p2", 30), procedure.Speaker{Party: "p2", Role: dossier.RoleReceiver, Staff: true, Verified: true}},
	}
	for i := range 500 {
		g, w := givers[dice.IntN(len(givers))], command.Words[dice.IntN(len(command.Words)-1)] // all but #einde
		word := []string{w.Dutch, w.English, strings.ToUpper(w.Dutch), w.Dutch + ":", "\u00a0" + w.English}[dice.IntN(5)]
		l := letter{from: g.from, subject: "Re: [K2026-0001]", body: word + "\n\n> #vernietigen\n", token: g.token}
		switch dice.IntN(4) {
		case 0:
			l.token = strings.ToUpper(l.token)
		case 1:
			l.head = fmt.Sprintf("Delivered-To: klachten+%s@mail.voorbeeld.example\r\n", l.token)
			l.token = ""
		}
		r := o.read(l)
		if r.Command == nil || len(r.Command.Lines) != 1 || r.Place != PlaceCase || r.Case != 1 {
			t.Fatalf("%d: %s: %+v", i, word, r)
		}
		c := r.Command
		if c.Lines[0].Word != strings.TrimPrefix(w.Dutch, "#") || c.From != g.who || !c.Proof.Token || c.Proof.Verdict != "pass" {
			t.Errorf("%s by %s: %+v, %+v", word, g.from, c.Lines[0], c.From)
		}
	}
}
