package intake

import (
	"strings"
	"testing"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

const (
	annaFrom = "Anna de Vries <anna@voorbeeld.example>"
	elsFrom  = "Els Mulder <els@burger.example>"
)

// TestWhoSteers: whose lines with a # are commands, in which case, and with what proof.
func TestWhoSteers(t *testing.T) {
	o := newOffice(t, "amnesty")
	anna, els := o.token(1, proof.Staff, "anna@voorbeeld.example", 3), o.token(1, proof.Party, "p1", 3)
	verdict := func(token bool, verdict string) procedure.Evidence {
		return procedure.Evidence{Token: token, Verdict: verdict, Profile: "rfc8601"}
	}
	for _, c := range []struct {
		name     string
		mail     letter
		place    Place
		command  bool
		proof    procedure.Evidence
		speaker  procedure.Speaker
		security Security
	}{
		{"coordinator with all proofs", letter{from: annaFrom, token: anna}, PlaceCase, true, verdict(true, "pass"),
			procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true, Verified: true}, ""},
		{"by keyed id", letter{from: annaFrom, answers: o.id(1, 5, "anna@voorbeeld.example")}, PlaceCase, true, verdict(true, "pass"),
			procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true, Verified: true}, ""},
		{"number in the subject only", letter{from: annaFrom, subject: "[K2026-0001]"}, PlaceCase, true, verdict(false, "pass"),
			procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true, Verified: true}, ""},
		{"token without verdict", letter{from: annaFrom, token: anna, verdict: "none"}, PlaceCase, true, verdict(true, "missing"),
			procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true}, ""},
		{"no proof at all", letter{from: annaFrom, subject: "K2026-0001", verdict: "none"}, PlaceCase, true, verdict(false, "missing"),
			procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true}, ""},
		{"refuted", letter{from: annaFrom, token: anna, verdict: "fail"}, PlaceCase, true, verdict(false, "fail"),
			procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true}, SecurityForged},
		{"a stranger with the coordinator's token", letter{from: "mallory@elders.example", token: anna}, PlaceTray, false, procedure.Evidence{}, procedure.Speaker{}, SecurityToken},
		{"a party with the coordinator's token", letter{from: elsFrom, token: anna}, PlaceCase, false, verdict(false, "pass"), procedure.Speaker{}, SecurityToken},
		{"a colleague with the coordinator's token", letter{from: "bert@voorbeeld.example", token: anna}, PlaceCase, true, verdict(false, "pass"),
			procedure.Speaker{Person: "bert@voorbeeld.example", Role: "deputy", Staff: true, Verified: true}, ""},
		{"the coordinator's display name", letter{from: `"anna@voorbeeld.example" <mallory@elders.example>`, subject: "K2026-0001"}, PlaceTray, false, procedure.Evidence{}, procedure.Speaker{}, ""},
		{"several senders", letter{from: "anna@voorbeeld.example, mallory@elders.example", token: anna}, PlaceTray, false, procedure.Evidence{}, procedure.Speaker{}, ""},
		{"a party", letter{from: elsFrom, token: els}, PlaceCase, false, verdict(true, "pass"), procedure.Speaker{}, ""},
		{"a stranger in the thread", letter{from: "wie@elders.example", token: els}, PlaceTray, false, procedure.Evidence{}, procedure.Speaker{}, ""},
		{"the receiver", letter{from: "piet@voorbeeld.example", token: o.token(1, proof.Party, "p2", 3)}, PlaceCase, true, verdict(true, "pass"),
			procedure.Speaker{Party: "p2", Role: "receiver", Staff: true, Verified: true}, ""},
		{"the handler", letter{from: "chris@voorbeeld.example", token: o.token(1, proof.Party, "p3", 3)}, PlaceCase, true, verdict(true, "pass"),
			procedure.Speaker{Party: "p3", Person: "chris@voorbeeld.example", Role: "handler", Staff: true, Verified: true}, ""},
		{"the respondent, of the staff", letter{from: "joke@voorbeeld.example", token: o.token(1, proof.Party, "p4", 3)}, PlaceCase, false, verdict(true, "pass"), procedure.Speaker{}, ""},
		{"a handler of other cases", letter{from: "kees@voorbeeld.example", subject: "K2026-0001"}, PlaceOffice, true, verdict(false, "pass"),
			procedure.Speaker{Person: "kees@voorbeeld.example", Role: "handler", Staff: true, Verified: true}, ""},
		{"a colleague who was asked", letter{from: "kees@voorbeeld.example", token: o.token(1, proof.Staff, "kees@voorbeeld.example", 3)}, PlaceCase, true, verdict(true, "pass"),
			procedure.Speaker{Person: "kees@voorbeeld.example", Role: "staff", Staff: true, Verified: true}, ""},
		{"somebody shut out", letter{from: "bert@voorbeeld.example", subject: "K2026-0002"}, PlaceTray, false, procedure.Evidence{}, procedure.Speaker{}, ""},
		{"expired", letter{from: annaFrom, token: o.token(1, proof.Staff, "anna@voorbeeld.example", 181)}, PlaceCase, true,
			procedure.Evidence{Stale: true, Verdict: "pass", Profile: "rfc8601"}, procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true, Verified: true}, ""},
		{"of a key that is gone", letter{from: annaFrom, subject: "K2026-0001", token: strings.Repeat("a", proof.TokenLength)}, PlaceCase, true,
			procedure.Evidence{Stale: true, Verdict: "pass", Profile: "rfc8601"}, procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true, Verified: true}, ""},
		{"out of office", letter{from: annaFrom, token: anna, head: "Auto-Submitted: auto-replied\r\n"}, PlaceCase, false, verdict(true, "pass"), procedure.Speaker{}, ""},
		{"token in the body only", letter{from: annaFrom, subject: "K2026-0001 " + anna, verdict: "none"}, PlaceCase, true, verdict(false, "missing"),
			procedure.Speaker{Person: "anna@voorbeeld.example", Role: "coordinator", Staff: true}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.mail.body = "#sluiten\n"
			r := o.read(c.mail)
			if r.Place != c.place || (r.Command != nil) != c.command {
				t.Fatalf("place %s (%s), command %v", r.Place, r.Why, r.Command)
			}
			if r.Proof != c.proof || r.Security != c.security {
				t.Errorf("proof %+v, security %q", r.Proof, r.Security)
			}
			if c.command && (r.Command.From != c.speaker || r.Command.Proof != c.proof || len(r.Command.Lines) != 1) {
				t.Errorf("from %+v, proof %+v, lines %v", r.Command.From, r.Command.Proof, r.Command.Lines)
			}
		})
	}
}

// TestGuessing: a number that no case has is answered as one that the sender may not see.
func TestGuessing(t *testing.T) {
	o := newOffice(t, "amnesty")
	said := func(r Reading) string {
		if r.Command == nil {
			return string(r.Place)
		}
		l := r.Command.Lines[0]
		l.Problem.Said, l.Rest, l.Args.Case = "", "", ""
		return string(r.Place) + " " + string(l.Problem.Why) + " " + l.Problem.What
	}
	for _, from := range []string{"kees@voorbeeld.example", "iemand@voorbeeld.example", "wie@elders.example"} {
		for _, body := range []string{"#status", "#sluiten", "Hoe staat het?"} {
			there := said(o.read(letter{from: from, subject: "K2026-0001", body: body}))
			none := said(o.read(letter{from: from, subject: "K2026-0099", body: body}))
			if there != none {
				t.Errorf("%s, %q: %q and %q", from, body, there, none)
			}
		}
		there := said(o.read(letter{from: from, body: "#status K2026-0001"}))
		none := said(o.read(letter{from: from, body: "#status K2026-0099"}))
		if there != none {
			t.Errorf("%s asks: %q and %q", from, there, none)
		}
	}
}

// TestWhichCase: where commands go that name a case, or none.
func TestWhichCase(t *testing.T) {
	o := newOffice(t, "amnesty")
	tokens := map[dossier.Ref]string{}
	for ref := range dossier.Ref(2) {
		tokens[ref] = o.token(ref, proof.Staff, "anna@voorbeeld.example", 3)
	}
	for _, c := range []struct {
		name  string
		mail  letter
		place Place
		ref   dossier.Ref
		why   procedure.Refusal
		what  string
	}{
		{"reply", letter{token: tokens[1], body: "#sluiten"}, PlaceCase, 1, "", ""},
		{"reply whose subject names another case", letter{token: tokens[1], subject: "[K2026-0002]", body: "#sluiten"}, PlaceCase, 1, procedure.RefusedCase, CaseAnother},
		{"reply whose subject names no case that there is", letter{token: tokens[1], subject: "[K2026-0098]", body: "#sluiten"}, PlaceCase, 1, procedure.RefusedCase, CaseAnother},
		{"tokens of two cases", letter{token: tokens[1], answers: o.id(2, 5, "anna@voorbeeld.example"), body: "#sluiten"}, PlaceOffice, 0, procedure.RefusedCase, CaseAnother},
		{"new mail with a number", letter{subject: "over K2026-0002", body: "#sluiten"}, PlaceCase, 2, "", ""},
		{"new mail with a wrong number", letter{subject: "over K2026-0099", body: "#sluiten"}, PlaceOffice, 0, procedure.RefusedCase, CaseNone},
		{"new mail that asks", letter{body: "#toon K2026-0002"}, PlaceCase, 2, "", ""},
		{"new mail that asks for nothing that there is", letter{body: "#toon K2026-0099"}, PlaceOffice, 0, procedure.RefusedCase, CaseNone},
		{"new mail without a number", letter{body: "#sluiten"}, PlaceOffice, 0, procedure.RefusedCase, CaseNone},
		{"new mail for the office", letter{body: "#agenda 7"}, PlaceOffice, 0, "", ""},
		{"help", letter{body: "#help"}, PlaceOffice, 0, "", ""},
		{"answer to the tray's list", letter{answers: o.id(0, 7, "anna@voorbeeld.example"), body: "#accepteer 2 K2026-0001"}, PlaceOffice, 0, "", ""},
		{"answer to a digest that asks", letter{answers: o.id(0, 7, "anna@voorbeeld.example"), body: "#toon K2026-0001"}, PlaceCase, 1, "", ""},
		{"misspelt", letter{token: tokens[1], body: "#sluitn"}, PlaceCase, 1, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.mail.from = annaFrom
			r := o.read(c.mail)
			if r.Command == nil || r.Place != c.place || r.Case != c.ref {
				t.Fatalf("place %s, case %d, command %v", r.Place, r.Case, r.Command)
			}
			for _, l := range r.Command.Lines {
				if l.Problem.Why != c.why || l.Problem.What != c.what {
					t.Errorf("problem %+v", l.Problem)
				}
			}
		})
	}
	r := o.read(letter{from: annaFrom, answers: o.id(0, 7, "anna@voorbeeld.example"), body: "#toon K2026-0001", verdict: "none"})
	if !r.Proof.Token || !r.Command.Proof.Token {
		t.Error("a token of the office does not count for what is asked in reply to its letter")
	}
	if r := o.read(letter{from: annaFrom, answers: o.id(0, 7, "anna@voorbeeld.example"), body: "#weiger 2"}); r.Command.Answers != "d7" || !r.Proof.Token {
		t.Errorf("answers %q, token %t", r.Command.Answers, r.Proof.Token)
	}
	if r := o.read(letter{from: annaFrom, token: o.token(0, proof.Staff, "anna@voorbeeld.example", 3), subject: "K2026-0001", body: "#weiger 2"}); r.Place != PlaceOffice {
		t.Errorf("a token of the office goes to %s", r.Place)
	}
	if r := o.anna("#sluitn"); len(r.Command.Near) != 1 || r.Command.Near[0].Suggest != "#sluiten" {
		t.Errorf("near %v", r.Command.Near)
	}
}

// TestPartyWords: four words, and only of who is proved.
func TestPartyWords(t *testing.T) {
	for _, c := range []struct {
		name, rules, body, verdict string
		token                      bool
		want                       int
	}{
		{"status", "amnesty", "#status", "", true, 1},
		{"by verdict only", "amnesty", "#STATUS:", "", false, 1},
		{"by token only", "amnesty", "#hearing-request", "none", true, 1},
		{"unproved", "amnesty", "#status", "none", false, 0},
		{"refuted", "amnesty", "#status", "fail", true, 0},
		{"consent", "amnesty", "#toestemming stukken ja", "", true, 1},
		{"two, then text", "amnesty", "#status\n#hoorverzoek\nIk wil graag langskomen.", "", true, 2},
		{"another word", "amnesty", "#sluiten", "", true, 0},
		{"another word behind", "amnesty", "#status\n#sluiten", "", true, 1},
		{"misspelt", "amnesty", "#statsu", "", true, 0},
		{"no such word in this regulation", "amnesty", "#beroep", "", true, 0},
		{"appeal", "milieudefensie", "#beroep\nIk ben het er niet mee eens.", "", true, 1},
		{"text first", "amnesty", "Hallo\n#status", "", true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, c.rules)
			l := letter{from: elsFrom, subject: "Re: K2026-0001", body: c.body, verdict: c.verdict}
			if c.token {
				l.token = o.token(1, proof.Party, "p1", 3)
			}
			r := o.read(l)
			if r.Place != PlaceCase || r.Case != 1 || r.Input.From.Party != "p1" {
				t.Fatalf("reading %+v", r)
			}
			got := 0
			if r.Command != nil {
				got = len(r.Command.Lines)
				if len(r.Command.Near) > 0 || r.Command.From.Role != dossier.RoleComplainant {
					t.Errorf("near %v, from %+v", r.Command.Near, r.Command.From)
				}
			}
			if got != c.want {
				t.Errorf("%d commands, want %d", got, c.want)
			}
		})
	}
	o := newOffice(t, "amnesty")
	if r := o.read(letter{from: elsFrom, body: "#status K2026-0001"}); r.Command == nil || r.Case != 1 {
		t.Errorf("a party's word in a new mail: %+v", r)
	}
	if r := o.read(letter{from: elsFrom, body: "#status K2026-0002"}); r.Command != nil || r.Place != PlaceNew {
		t.Errorf("of another case: %+v", r)
	}
}

// TestStrangers: what somebody from outside writes is a complaint, whatever it begins with.
func TestStrangers(t *testing.T) {
	o := newOffice(t, "amnesty")
	for _, body := range []string{"#klacht\nOver de straat", "#vernietigen K2026-0001", "#telefoon\nIk belde"} {
		r := o.read(letter{from: "wie@elders.example", body: body})
		if r.Place != PlaceNew || r.Command != nil || r.Input.Opens.Complainant.Address != "wie@elders.example" {
			t.Errorf("%q: %+v", body, r)
		}
	}
}

// TestAnswersWithoutCommands: what somebody who steers writes without a command is filed as what it is.
func TestAnswersWithoutCommands(t *testing.T) {
	o := newOffice(t, "amnesty")
	r := o.read(letter{from: "chris@voorbeeld.example", answers: o.id(1, 5, "chris@voorbeeld.example"), body: "Ik heb met mevrouw gesproken. Het #1-probleem is de brief."})
	if r.Place != PlaceCase || r.Command != nil || r.Input.From.Role != dossier.RoleHandler || r.Input.Answers != "d5" {
		t.Errorf("report: %+v", r)
	}
	r = o.read(letter{from: elsFrom, head: "References: " + keys.MessageID(1, 5, 1, proof.Party, "voorbeeld.example") + "\r\n", body: "Ja."})
	if r.Input.Answers != "d5" {
		t.Errorf("by reference: %+v", r.Input)
	}
	r = o.read(letter{from: elsFrom, answers: keys.MessageID(1, 99, 1, proof.Party, "voorbeeld.example"), body: "Ja."})
	if r.Input.Answers != "" {
		t.Errorf("a letter that the case does not know: %q", r.Input.Answers)
	}
}

// TestCode: a code is found in an answer to the letter that asked for it, and nowhere else.
func TestCode(t *testing.T) {
	o := newOffice(t, "amnesty")
	asked := o.id(1, 6, "anna@voorbeeld.example")
	office := o.id(0, 9, "anna@voorbeeld.example")
	for _, c := range []struct {
		name string
		mail letter
		want string
	}{
		{"the code", letter{answers: asked, body: "k7mq-29xw"}, "k7mq29xw"},
		{"upper case, in a sentence", letter{answers: asked, body: "Bevestigd: K7MQ-29XW.\nGroet"}, "k7mq29xw"},
		{"in two groups", letter{answers: asked, body: "K7MQ 29XW"}, "k7mq29xw"},
		{"without a hyphen", letter{answers: asked, body: "k7mq29xw"}, "k7mq29xw"},
		{"letters only", letter{answers: asked, body: "Akkoord, kxmq-zzxw"}, "kxmqzzxw"},
		{"office", letter{answers: office, body: "k7mq-29xw"}, "k7mq29xw"},
		{"ok", letter{answers: asked, body: "ok"}, ""},
		{"a word of eight letters", letter{answers: asked, body: "Ik bevestig dit"}, ""},
		{"another letter", letter{answers: o.id(1, 5, "anna@voorbeeld.example"), body: "k7mq-29xw"}, ""},
		{"quoted", letter{answers: asked, body: "Wat is dit?\n\n> Uw code is k7mq-29xw\n"}, ""},
		{"out of office", letter{answers: asked, body: "Ik ben er niet. k7mq-29xw", head: "Auto-Submitted: auto-replied\r\n"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.mail.from = annaFrom
			r := o.read(c.mail)
			if r.Code != c.want || r.Command != nil {
				t.Errorf("code %q, want %q; %+v", r.Code, c.want, r.Command)
			}
			if c.want != "" && (!r.Proof.Token || r.Proof.Verdict != "pass" || r.Input.From.Person != "anna@voorbeeld.example" || r.Input.Answers == "") {
				t.Errorf("proof %+v, from %+v, answers %q", r.Proof, r.Input.From, r.Input.Answers)
			}
		})
	}
	if r := o.read(letter{from: "mallory@elders.example", answers: asked, body: "k7mq-29xw"}); r.Code != "" {
		t.Error("a stranger's code")
	}
}

// TestOnlyAParty: who has a side in the case, to whom it is closed, or who is no colleague, steers nothing in it.
func TestOnlyAParty(t *testing.T) {
	colleague := func(id dossier.PartyID, role dossier.Role, address, person string) dossier.Party {
		return dossier.Party{ID: id, Role: role, Address: address, Person: dossier.PersonID(person)}
	}
	for _, c := range []struct {
		name    string
		from    string
		parties []dossier.Party
		shut    []dossier.PersonID
		party   dossier.PartyID
	}{
		{"a witness from outside", "wim@burger.example", nil, nil, "p5"},
		{"receiver and respondent", "piet@voorbeeld.example", []dossier.Party{colleague("p7", dossier.RoleRespondent, "piet@voorbeeld.example", "")}, nil, "p7"},
		{"the coordinator complains from another address", "anna@voorbeeld.example", []dossier.Party{colleague("p7", dossier.RoleComplainant, "anna@thuis.example", "anna@voorbeeld.example")}, nil, "p7"},
		{"a handler to whom it is closed", "chris@voorbeeld.example", nil, []dossier.PersonID{"chris@voorbeeld.example"}, "p3"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, "amnesty")
			o.cases[1].Parties, o.cases[1].Shut = append(o.cases[1].Parties, c.parties...), c.shut
			r := o.read(letter{from: c.from, subject: "K2026-0001", body: "#sluiten"})
			if r.Command != nil || r.Input.From.Party != c.party {
				t.Errorf("place %s, from %+v, command %+v", r.Place, r.Input.From, r.Command)
			}
		})
	}
}

// TestOldLetters: the id of a letter proves for as long as a token would.
func TestOldLetters(t *testing.T) {
	o := newOffice(t, "amnesty")
	c := o.cases[1]
	for _, test := range []struct {
		name    string
		days    int // ago that the letter left, or the case ended
		mail    letter
		command bool
		token   bool
	}{
		{"a colleague's, in time", 180, letter{from: annaFrom, answers: o.id(1, 5, "anna@voorbeeld.example"), body: "#sluiten"}, true, true},
		{"a colleague's, too old", 181, letter{from: annaFrom, answers: o.id(1, 5, "anna@voorbeeld.example"), body: "#sluiten"}, true, false},
		{"a party's token, in time", 90, letter{from: elsFrom, token: o.token(1, proof.Party, "p1", 400), body: "#status"}, true, true},
		{"a party's token, long after the end", 91, letter{from: elsFrom, token: o.token(1, proof.Party, "p1", 400), body: "#status"}, true, false},
		{"a party's letter, long after the end", 91, letter{from: elsFrom, answers: keys.MessageID(1, 5, 1, proof.Party, "voorbeeld.example"), body: "#status"}, true, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c.Duties[0].Queued = o.now.AddDate(0, 0, -test.days)
			c.Closed = calendar.Of(o.now, o.desk.Location).AddDays(-test.days)
			r := o.read(test.mail)
			if (r.Command != nil) != test.command || r.Proof.Token != test.token || r.Proof.Stale == test.token {
				t.Errorf("command %v, proof %+v", r.Command != nil, r.Proof)
			}
		})
	}
}

// TestLineInATextStays: a note may quote a line that looks like a command; a question that goes out may not.
func TestLineInATextStays(t *testing.T) {
	o := newOffice(t, "amnesty")
	for _, test := range []struct {
		body string
		near int
	}{
		{"#telefoon\nHij zei:\n#sluiten\nen hing op.", 0},
		{"#telefoon\nHij zei iets.\n#einde\n#sluiten", 0},
	} {
		r := o.read(letter{from: "Piet Smit <piet@voorbeeld.example>", subject: "Klacht", body: test.body})
		if r.Command == nil || len(r.Command.Near) != test.near || len(r.Command.Lines) != 1 {
			t.Errorf("%q: %+v", test.body, r.Command)
		}
	}
}
