package letter

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"klachtd/internal/dossier"
)

// TestPartyLettersEchoNothing: but for what a command released, no letter to a party holds a run of eight bytes of what
// a stranger wrote or is called. Reference: security.md test 10.
func TestPartyLettersEchoNothing(t *testing.T) {
	list := partySamples(t)
	rapid.Check(t, func(rt *rapid.T) {
		word := rapid.StringMatching(`[qxzjQXZJ0-9]{8,30}`)
		in := rapid.SampledFrom(list).Draw(rt, "letter").in
		name, subject, body, file := word.Draw(rt, "name"), word.Draw(rt, "subject"), word.Draw(rt, "body"), word.Draw(rt, "file")
		in.Greeting, in.Statement = "", nil
		in.To.Name = name
		in.Case.Parties = slices.Clone(in.Case.Parties)
		for i := range in.Case.Parties {
			in.Case.Parties[i].Name = name
		}
		in.Quote, in.Sender, in.Attachments = body, name, []dossier.Attachment{{Name: file}}
		in.Mails = []MailLine{{ID: "m1", From: name, Subject: subject, Excerpt: body}}
		in.Duty.About, in.Case.Facts = "m1", map[string][]string{"reason": {body}, "underlying": {body}}
		raw, err := builtIn().Render(in)
		if err != nil {
			rt.Fatal(err)
		}
		r := parsed(rt, raw)
		seen := string(raw) + r.text + r.html
		for _, w := range []string{name, subject, body, file} {
			for i := 0; i+8 <= len(w); i++ {
				if strings.Contains(seen, w[i:i+8]) {
					rt.Fatalf("%s holds %q", in.Duty.Letter, w[i:i+8])
				}
			}
		}
	})
}

// TestSaidIsCut: what somebody else said fills no more of a letter than its share, and the letter says so.
func TestSaidIsCut(t *testing.T) {
	in := of(t, party(t, "reaction_request", toComplainant, dossier.LetterDetails{Round: 2}), "", "de aangesprokene", strings.Repeat("praat ", MaxQuoteRunes))
	in.Statement = append(in.Statement, Statement{Text: "Dit past er niet meer bij."})
	r := sound(t, render(t, in))
	if n := strings.Count(r.text, "praat"); n > MaxQuoteRunes/6+1 || !strings.Contains(r.text, "Wilt u ook de rest lezen?") {
		t.Errorf("%d words", n)
	}
	if strings.Contains(r.text, "niet meer bij") {
		t.Error("a second text stands in the letter though there was no room")
	}
}

// TestWhoReads: each letter goes only to those for whom it is meant.
func TestWhoReads(t *testing.T) {
	toAdviser := dossier.Recipient{Role: dossier.RoleAdviser, Party: "p4"}
	toAgent := dossier.Recipient{Role: dossier.RoleRepresentative, Party: "p4"}
	for _, c := range []struct {
		letter dossier.LetterName
		to     dossier.Recipient
		as     dossier.Role
		says   string // "" when it may not leave
	}{
		{"ruling", toComplainant, "", "kregen wij uw klacht"},
		{"ruling", toAgent, "", "kregen wij uw klacht"},
		{"ruling", toRespondent, "", "waar u bij betrokken bent"},
		{"ruling", toAdviser, dossier.RoleComplainant, "kregen wij uw klacht"},
		{"ruling", toAdviser, dossier.RoleRespondent, "waar u bij betrokken bent"},
		{"ruling", toAdviser, "", ""},
		{"ruling", toWitness, "", ""},
		{"ruling", toCoordinator, "", ""},
		{"respondent_notice", toRespondent, "", "waar u bij betrokken bent"},
		{"respondent_notice", toManager, "", "U krijgt dit bericht in kopie."},
		{"respondent_notice", toComplainant, "", ""},
		{"respondent_notice", toWitness, "", ""},
		{"employee_copy", toManager, "", "U krijgt dit bericht in kopie."},
		{"employee_copy", toComplainant, "", ""},
		{"hearing_invitation", toWitness, "", "Misschien hebt u gezien"},
		{"hearing_invitation", toManager, "", ""},
		{"costs_decision", toRespondent, "", ""},
		{"documents_request", toInvolved, "", "Wij onderzoeken een klacht."},
	} {
		t.Run(fmt.Sprintf("%s %s %s", c.letter, c.to.Role, c.as), func(t *testing.T) {
			in := party(t, c.letter, c.to, dossier.LetterDetails{})
			in.For, in.Blocks = c.as, nil
			raw, err := builtIn().Render(in)
			if c.says == "" {
				if err == nil {
					t.Error("it left")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if r := parsed(t, raw); !strings.Contains(r.text, c.says) {
				t.Errorf("lacks %q:\n%s", c.says, r.text)
			}
		})
	}
}

// TestOnlyWhenItIsSo: what a letter says of a case depends on the case.
func TestOnlyWhenItIsSo(t *testing.T) {
	for _, c := range []struct {
		name string
		in   Input
		says string
		is   bool
	}{
		{"costs when clearly upheld", party(t, "ruling", toComplainant, dossier.LetterDetails{Outcome: "gegrond", Clearly: true}), "uw kosten te vergoeden", true},
		{"no costs when upheld", party(t, "ruling", toComplainant, dossier.LetterDetails{Outcome: "gegrond"}), "uw kosten te vergoeden", false},
		{"no appeal in a ruling", party(t, "ruling", toComplainant, dossier.LetterDetails{Outcome: "gegrond"}), "in beroep", false},
		{"no appeal when inadmissible", party(t, "inadmissible", toComplainant, dossier.LetterDetails{}), "niet in beroep", true},
		{"last reaction", party(t, "reaction_request", toRespondent, dossier.LetterDetails{Round: 3, Last: true}), "Dit is de laatste reactie", true},
		{"not the last", party(t, "reaction_request", toComplainant, dossier.LetterDetails{Round: 2}), "Dit is de laatste reactie", false},
		{"costs of a witness", party(t, "hearing_invitation", toWitness, dossier.LetterDetails{}), "voor degene die u heeft gevraagd", true},
		{"costs of who brings one", party(t, "hearing_invitation", toComplainant, dossier.LetterDetails{}), "daarvan voor uzelf", true},
		{"underlying waits", party(t, "respondent_notice", toRespondent, dossier.LetterDetails{}), "Behandel die zaak niet verder", true},
		{"no measure that was dropped", party(t, "ruling", toComplainant, dossier.LetterDetails{}), "die niet doorgaat", false},
		{"only the measures named", party(t, "ruling", toComplainant, dossier.LetterDetails{Measures: []string{"M2"}}), "krijgt geen bevestiging meer", false},
		{"identity withheld", party(t, "respondent_notice", toRespondent, dossier.LetterDetails{Hidden: true}), "Wij vertellen u niet wie er klaagt", true},
		{"identity known", party(t, "respondent_notice", toRespondent, dossier.LetterDetails{}), "Wij vertellen u niet wie er klaagt", false},
		{"within thirty days", party(t, "appeal_ack", toComplainant, dossier.LetterDetails{}), "binnen 30 dagen. Dat is uiterlijk op vrijdag 8 mei 2026", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if text := parsed(t, render(t, c.in)).text; strings.Contains(text, c.says) != c.is {
				t.Errorf("says %q: %v, want %v\n%s", c.says, !c.is, c.is, text)
			}
		})
	}
}

// TestUnderlying: the fact holds a case number and one of two words, in any order.
func TestUnderlying(t *testing.T) {
	for fact, want := range map[string]string{
		"2025.1 opschorten": "suspend", "doorgaan": "continue", "2025.1": "", "niet-opschorten": "",
	} {
		if got := underlying([]string{fact}); got != want {
			t.Errorf("%q is %q, want %q", fact, got, want)
		}
	}
}
