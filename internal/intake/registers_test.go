package intake

import (
	"testing"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

const forwarded = "\r\n\r\n---------- Forwarded message ---------\r\nVan: Els Mulder <els@burger.example>\r\n" +
	"Date: vr 15 mei 2026 om 10:12\r\nSubject: Klacht\r\nTo: <piet@voorbeeld.example>\r\n\r\n#vernietigen K2026-0001\r\nIk wacht al weken.\r\n"

// TestRegisters: what staff register by mail, without a form and with it.
func TestRegisters(t *testing.T) {
	arrived := on(2026, 5, 18)
	for _, c := range []struct {
		name, rules, body, verdict string
		channel                    dossier.Channel
		received                   calendar.Date
		dated                      dossier.Dated
		who, address               string // of the complainant
		text                       string
		unconfirmed                bool
	}{
		{"phone", "amnesty", "#telefoon\nMevrouw Mulder belde boos.", "", dossier.ChannelPhone, arrived, dossier.DatedArrival, "Mevrouw Mulder", "", "Mevrouw Mulder belde boos.", false},
		{"phone, with its day", "amnesty", "#phone 14 mei 2026\nMevrouw belde.", "", dossier.ChannelPhone, on(2026, 5, 14), dossier.DatedCommand, "", "", "Mevrouw belde.", false},
		{"post, and who", "amnesty", "#post 14-5-2026\n#klager Els Mulder els@burger.example\nEen brief.", "", dossier.ChannelPost, on(2026, 5, 14), dossier.DatedCommand, "Els Mulder", "els@burger.example", "Een brief.", false},
		{"reception, without a verdict", "amnesty", "#receptie\nEen meneer.", "none", dossier.ChannelReception, arrived, dossier.DatedArrival, "", "", "Een meneer.", true},
		{"the form", "amnesty", "#mondeling\n\nNaam: Els Mulder\nE-mail: els@burger.example\nTelefoon: 06-12345678\nAdres: Dorpsstraat 1, Ede\nDatum: 13 mei 2026\nWat is er gebeurd:\nZij wacht.", "",
			dossier.ChannelOral, on(2026, 5, 13), dossier.DatedCommand, "Els Mulder", "els@burger.example",
			"Naam: Els Mulder\nE-mail: els@burger.example\nTelefoon: 06-12345678\nAdres: Dorpsstraat 1, Ede\nDatum: 13 mei 2026\nWat is er gebeurd:\nZij wacht.", false},
		{"the form, not filled in", "amnesty", "#telefoon\nNaam: [naam]\nE-mail: ...\nDatum:\nZij wacht.", "", dossier.ChannelPhone, arrived, dossier.DatedArrival, "", "", "Naam: [naam]\nE-mail: ...\nDatum:\nZij wacht.", false},
		{"only who", "amnesty", "#klager Els Mulder\n#ontvangen 14 mei 2026\nZij schreef ons.", "", dossier.ChannelForward, on(2026, 5, 14), dossier.DatedCommand, "Els Mulder", "", "Zij schreef ons.", false},
		{"forward", "amnesty", "#ontvangen 13 mei 2026" + forwarded, "", dossier.ChannelForward, on(2026, 5, 13), dossier.DatedCommand, "Els Mulder", "els@burger.example", "", false},
		{"forward of somebody else's", "amnesty", "#klager Wim Kok wim@kok.example" + forwarded, "", dossier.ChannelForward, on(2026, 5, 15), dossier.DatedInline, "Wim Kok", "wim@kok.example", "", false},
		{"forward, only the name", "amnesty", "#klager mevrouw E. Mulder" + forwarded, "", dossier.ChannelForward, on(2026, 5, 15), dossier.DatedInline, "mevrouw E. Mulder", "els@burger.example", "", false},
		{"forward with another order", "amnesty", "#spoed" + forwarded, "", dossier.ChannelForward, on(2026, 5, 15), dossier.DatedInline, "Els Mulder", "els@burger.example", "", false},
		{"forward with a slip", "amnesty", "#klger Jan" + forwarded, "", dossier.ChannelForward, on(2026, 5, 15), dossier.DatedInline, "Els Mulder", "els@burger.example", "", false},
		{"own", "defenceforchildren", "#eigen-klacht\nIk word gepest.", "", dossier.ChannelMail, arrived, dossier.DatedArrival, "Piet Smit", "piet@voorbeeld.example", "Ik word gepest.", false},
		{"own complaint is the rule, but this is another's", "defenceforchildren", "#namens Els Mulder els@burger.example\nZij wacht.", "", dossier.ChannelForward, arrived, dossier.DatedArrival, "Els Mulder", "els@burger.example", "Zij wacht.", false},
		{"self-informal", "ombudsman", "#zelf-informeel\nIk bel haar morgen.", "", dossier.ChannelForward, arrived, dossier.DatedArrival, "", "", "Ik bel haar morgen.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, c.rules)
			r := o.read(letter{from: "Piet Smit <piet@voorbeeld.example>", subject: "Klacht", body: c.body, verdict: c.verdict})
			if r.Place != PlaceNew || r.Command == nil || r.Command.Opens == nil || r.Input.Opens != r.Command.Opens {
				t.Fatalf("reading %+v", r)
			}
			op := r.Command.Opens
			if op.Channel != c.channel || op.Received != c.received || op.Dated != c.dated || op.Text != c.text || op.Unconfirmed != c.unconfirmed {
				t.Errorf("opening %+v", op)
			}
			who, address := "", ""
			if op.Complainant != nil {
				who, address = op.Complainant.Name, op.Complainant.Address
			}
			if who != c.who || address != c.address || r.Answered != c.address {
				t.Errorf("complainant %q %q, answered %q", who, address, r.Answered)
			}
			if own := c.name == "own"; own != (op.Receiver == nil) || !own && (op.Receiver.Address != "piet@voorbeeld.example" || !op.Receiver.Staff) {
				t.Errorf("receiver %+v", op.Receiver)
			}
			if !r.Command.From.Staff || r.Command.Proof.Token {
				t.Errorf("from %+v, proof %+v", r.Command.From, r.Command.Proof)
			}
			for _, l := range r.Command.Lines {
				a := o.desk.Regulation.Act(l.Word)
				if a != nil && channelOf(a) != "" && c.text != "" && l.Args.Text != c.text && l.Word != "eigen-klacht" && l.Word != "zelf-informeel" {
					t.Errorf("%s has the text %q", l.Word, l.Args.Text)
				}
			}
		})
	}
}

// TestRegistersInTheFuture: a day that is still to come is no day of receipt.
func TestRegistersInTheFuture(t *testing.T) {
	o := newOffice(t, "amnesty")
	r := o.read(letter{from: "piet@voorbeeld.example", body: "#telefoon 19 mei 2026\nMevrouw belde."})
	if r.Command.Opens.Received != on(2026, 5, 18) || r.Command.Lines[0].Problem.Why != procedure.RefusedDate {
		t.Errorf("%+v, %+v", r.Command.Opens, r.Command.Lines[0].Problem)
	}
}

// TestRegistersRefuted: a note in the name of staff that the receiving server refutes is taken in as a mail, unconfirmed,
// and nothing in it acts.
func TestRegistersRefuted(t *testing.T) {
	o := newOffice(t, "amnesty")
	for _, from := range []string{"piet@voorbeeld.example", "anna@voorbeeld.example"} {
		r := o.read(letter{from: from, body: "#telefoon\nMevrouw belde.", verdict: "fail"})
		if r.Place != PlaceNew || r.Command != nil || r.Security != SecurityForged || r.Input.Opens.Channel != dossier.ChannelForward {
			t.Errorf("%s: %+v", from, r)
		}
	}
	r := o.read(letter{from: "anna@voorbeeld.example", body: "#afwezig 1-6-2026 2-6-2026", verdict: "fail"})
	if r.Place != PlaceOffice || r.Proof.Verdict != "fail" || r.Security != SecurityForged {
		t.Errorf("office: %+v", r)
	}
}

// TestRegistersFromOutside: the same words from a stranger, or in a forward by one, are text.
func TestRegistersFromOutside(t *testing.T) {
	o := newOffice(t, "amnesty")
	r := o.read(letter{from: "wie@elders.example", body: "#klager Els Mulder els@burger.example" + forwarded})
	if r.Place != PlaceNew || r.Command != nil || r.Input.Opens.Complainant.Address != "wie@elders.example" {
		t.Errorf("%+v", r)
	}
}

// TestHashtag: a colleague's complaint that begins with a word that is no command, and like none, is a complaint.
func TestHashtag(t *testing.T) {
	o := newOffice(t, "defenceforchildren")
	r := o.read(letter{from: "piet@voorbeeld.example", body: "#metoo\nIk wil een klacht indienen."})
	if r.Place != PlaceNew || r.Command != nil || r.Input.Opens.Complainant.Address != "piet@voorbeeld.example" {
		t.Errorf("%+v", r)
	}
	if r := o.read(letter{from: "piet@voorbeeld.example", body: "#telefon\nMevrouw belde."}); r.Place != PlaceOffice || len(r.Command.Near) != 1 {
		t.Errorf("a slip: %+v", r)
	}
}

// TestFormOfTheOffice: the form comes back in answer to the letter of the office that brought it.
func TestFormOfTheOffice(t *testing.T) {
	o := newOffice(t, "amnesty")
	r := o.read(letter{from: annaFrom, answers: o.id(0, 7, "anna@voorbeeld.example"), body: "#telefoon\nNaam: Els Mulder\nZij wacht."})
	if r.Place != PlaceNew || !r.Proof.Token || r.Command.Answers != "d7" || r.Command.Opens.Complainant.Name != "Els Mulder" {
		t.Errorf("%+v", r)
	}
}

// TestMixedMailbox: in a service mailbox commands are commands, and all other new mail is a candidate.
func TestMixedMailbox(t *testing.T) {
	o := newOffice(t, "milieudefensie")
	o.desk.Mixed = true
	if r := o.read(letter{from: annaFrom, body: "#telefoon\nZij belde."}); r.Place != PlaceNew || r.Command == nil {
		t.Errorf("phone note: %+v", r)
	}
	if r := o.read(letter{from: annaFrom, body: "Wat eten we?"}); r.Place != PlaceCandidate {
		t.Errorf("other mail: %+v", r)
	}
	if r := o.read(letter{from: annaFrom, answers: o.id(0, 3, "anna@voorbeeld.example"), body: "#klacht 2 financieel"}); r.Place != PlaceOffice ||
		len(r.Command.Lines[0].Args.Items) != 1 || r.Command.Answers != "d3" {
		t.Errorf("choice from the list: %+v", r)
	}
}

// TestSupply: the complaint that staff enclose late names who complains; words do that by commands.
func TestSupply(t *testing.T) {
	o := newOffice(t, "amnesty")
	o.cases[1].Parties = o.cases[1].Parties[1:2]
	l := letter{from: "piet@voorbeeld.example", subject: "Re: K2026-0001", token: o.token(1, proof.Party, "p2", 3), body: "Hier is hij." + forwarded}
	r := o.read(l)
	if r.Command != nil || r.Input.Supplies == nil || r.Input.Supplies.Complainant.Address != "els@burger.example" || !r.Input.Proved {
		t.Errorf("original: %+v", r.Input)
	}
	l.body = "#klager Els Mulder els@burger.example\n#ontvangen 14 mei 2026"
	r = o.read(l)
	if r.Input.Supplies != nil || r.Command == nil || len(r.Command.Lines) != 2 || r.Command.From.Role != dossier.RoleReceiver || !r.Proof.Token {
		t.Errorf("words: %+v", r)
	}
	l.body = "#ontvangen 14 mei 2026" + forwarded
	r = o.read(l)
	if r.Command == nil || len(r.Command.Lines) != 2 || r.Command.Lines[0].Word != "klager" || r.Command.Lines[0].Args.Contact.Address != "els@burger.example" {
		t.Errorf("a word and the original: %+v", r.Command)
	}
}
