package letter

import (
	"testing"

	"klachtd/internal/dossier"
)

var (
	toWitness  = dossier.Recipient{Role: dossier.RoleWitness, Party: "p4"}
	toInvolved = dossier.Recipient{Role: dossier.RoleInvolved, Party: "p5"}
	toManager  = dossier.Recipient{Role: "line_manager", Person: "kim@voorbeeld.example"}
)

// reasons is what a coordinator writes below a decision.
const reasons = `Onze medewerker stond drie keer bij u aan de deur. U zei steeds dat u geen lid wilde worden.

Toch kreeg u een bevestiging. Dat had niet mogen gebeuren. Uw rekeningnummer is gewist.`

// answer is what the other side says.
const answer = `Ik weet nog dat ik daar was. Mevrouw zei volgens mij dat het goed was.
Kijk ook op https://www.werving.example/lijst.

Ik vind het vervelend dat het zo is gegaan.`

// partySamples are the letters to the parties of a case.
func partySamples(t testing.TB) []sample {
	list := beginning(t)
	list = append(list, handling(t)...)
	return append(list, ending(t)...)
}

// party is a letter of a command, with what the regulation demands of it.
func party(t testing.TB, name dossier.LetterName, to dossier.Recipient, d dossier.LetterDetails) Input {
	in := later(t, basic(t, name, to), "2026-04-09")
	in.Case.Parties = append(in.Case.Parties,
		dossier.Party{ID: "p4", Role: dossier.RoleWitness, Name: "Els Vos", Address: "els@post.example", Verified: true},
		dossier.Party{ID: "p5", Role: dossier.RoleInvolved, Name: "Bo Mol", Address: "bo@post.example"})
	in.Case.Facts = map[string][]string{"underlying": {"2025.00123", "opschorten"}}
	in.Case.Measures = []dossier.Measure{
		{ID: "M1", Text: "Wie nee zegt aan de deur, krijgt geen bevestiging meer.", Due: day(t, "2026-06-01")},
		{ID: "M2", Text: "Wij leggen de werver uit wat er misging."},
		{ID: "M3", Text: "Een maatregel die niet doorgaat.", Reason: "te duur"},
	}
	in.Case.Terms = append(in.Case.Terms,
		term(t, "appeal", "8", day(t, "2026-04-08"), "30 days"), term(t, dossier.TermRetention, "12.4", day(t, "2026-04-09"), "5 years"))
	in.Retention = length(t, "5 years")
	in.Titles = map[string]string{"cost.reis": "reis", "cost.kopie": "kopieën", "category": "werving aan de deur"}
	in.Duty.Details = d
	in.Handler, in.Signatory = "Kim Bos", "de Nationale ombudsman"
	switch to {
	case toWitness:
		in.To, in.Greeting = Address{Address: "els@post.example"}, "Els Vos"
	case toInvolved:
		in.To = Address{Address: "bo@post.example"}
	case toManager:
		in.To, in.Greeting = Address{Name: "Kim Bos", Address: "kim@voorbeeld.example"}, "Kim Bos"
	}
	for b := range builtIn().letters[key{"nl", name, ""}].blocks {
		in.Blocks = append(in.Blocks, b)
	}
	return in
}

// of gives a letter the words of somebody else.
func of(t testing.TB, in Input, title, who, text string) Input {
	in.Statement = []Statement{{Title: title, Who: who, Day: day(t, "2026-04-02"), Text: text}}
	return in
}

func titled(in Input, pairs ...string) Input {
	for i := 0; i < len(pairs); i += 2 {
		in.Titles[pairs[i]] = pairs[i+1]
	}
	return in
}

// without leaves one block out.
func without(in Input, block string) Input {
	var kept []string
	for _, b := range in.Blocks {
		if b != block {
			kept = append(kept, b)
		}
	}
	in.Blocks = kept
	return in
}

func wrote(text string) dossier.LetterDetails { return dossier.LetterDetails{Text: text} }

// beginning are the letters before a complaint is handled, and those instead.
func beginning(t testing.TB) []sample {
	consent := func(what string, to dossier.Recipient, text string) Input {
		return party(t, "consent_request", to, dossier.LetterDetails{Consent: what, Text: text, DueDate: day(t, "2026-04-23")})
	}
	hidden := of(t, party(t, "respondent_notice", toRespondent, dossier.LetterDetails{Hidden: true}), "de klacht", "de klager",
		"Iemand van u stond drie keer aan mijn deur.")
	known := of(t, party(t, "respondent_notice", toRespondent, dossier.LetterDetails{}), "de klacht", "de klager", complaint)
	known.Statement[0].Name = "Jan de Boer"
	phone := of(t, party(t, "phone_confirmation", toComplainant, dossier.LetterDetails{}), "", "", "Mevrouw kreeg een bevestiging. Zij wilde geen lid worden.")
	retaliation := acknowledgement(t, []string{"no_retaliation", "confidentiality"})
	retaliation.Case.Kind = "retaliation"
	return []sample{
		{"acknowledgement_retaliation", retaliation},
		{"anonymous_notice", party(t, "anonymous_notice", toComplainant, dossier.LetterDetails{})},
		{"registration_only_confirmation", party(t, "registration_only_confirmation", toComplainant, dossier.LetterDetails{})},
		{"phone_confirmation", phone},
		{"clarification_request", party(t, "clarification_request", toComplainant, wrote("Wilt u een klacht indienen, of hebt u een vraag?"))},
		{"not_a_complaint_review", party(t, "not_a_complaint", toComplainant, dossier.LetterDetails{Kind: "review"})},
		{"not_a_complaint", titled(party(t, "not_a_complaint", toComplainant, dossier.LetterDetails{Kind: "question"}), "kind", "vraag")},
		{"inadmissible", without(party(t, "inadmissible", toComplainant, dossier.LetterDetails{
			Ground: "eerder-behandeld", Other: "K2025-0012", Text: "In die zaak schreven wij u op 3 maart 2025.",
		}), "ombudsman_route")},
		{"inadmissible_awb", withOmbudsman(without(titled(party(t, "inadmissible", toComplainant, dossier.LetterDetails{
			Ground: "ander-belang", Text: reasons,
		}), "ground", "uw belang is te klein"), "no_appeal"))},
		{"consent_request_documents", consent("documents", toRespondent, "De lijst van bezochte adressen van 20 maart.")},
		{"consent_request_identity", consent("identity", toComplainant, "")},
		{"consent_request_on_behalf_of", consent("on_behalf_of", toComplainant, "")},
		{"respondent_notice_hidden", without(hidden, "underlying")},
		{"respondent_notice", known},
		{"respondent_notice_copy", party(t, "respondent_notice", toManager, dossier.LetterDetails{})},
		{"supplement_request", party(t, "supplement_request", toComplainant, dossier.LetterDetails{
			Text: "Op welke dag kreeg u de bevestiging?\nHebt u de brief nog?", DueDate: day(t, "2026-04-23"),
		})},
	}
}

// withOmbudsman names an ombudsman outside.
func withOmbudsman(in Input) Input {
	in.Texts = map[string][]string{"ombudsman": {"Nationale ombudsman, postbus 1, 1000 AA Voorbeeld"}}
	return in
}

// handling are the letters while a complaint is handled.
func handling(t testing.TB) []sample {
	round := func(n int, last bool, to dossier.Recipient, who, text string) Input {
		return of(t, party(t, "reaction_request", to, dossier.LetterDetails{Round: n, Last: last, DueDate: day(t, "2026-04-30")}),
			"wat de andere kant schreef", who, text)
	}
	talk := dossier.LetterDetails{Date: day(t, "2026-04-20"), Time: "10:00", Place: "Voorbeeldstraat 1, kamer 2"}
	hear := func(to dossier.Recipient) Input {
		in := party(t, "hearing_invitation", to, talk)
		in.Files = []File{{Name: "afspraak.ics", Type: "text/calendar", Data: []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}}
		return in
	}
	question := dossier.LetterDetails{Text: "Hoe laat was u daar?", DueDate: day(t, "2026-04-16")}
	return []sample{
		{"reaction_request_1", round(1, false, toRespondent, "de klager", complaint)},
		{"reaction_request_2", round(2, false, toComplainant, "de aangesprokene", answer)},
		{"reaction_request_3", round(3, true, toRespondent, "de klager", "Zo is het niet gegaan.")},
		{"hearing_invitation", hear(toComplainant)},
		{"hearing_invitation_witness", hear(toWitness)},
		{"hearing_invitation_involved", hear(toInvolved)},
		{"hearing_report_to_counterparty", of(t, party(t, "hearing_report_to_counterparty", toComplainant,
			dossier.LetterDetails{DueDate: day(t, "2026-04-23")}), "verslag van het gesprek", "de aangesprokene", answer)},
		{"question", party(t, "question", toComplainant, question)},
		{"question_respondent", party(t, "question", toRespondent, question)},
		{"documents_request_outside", party(t, "documents_request", toInvolved, wrote("De lijst van bezochte adressen van 20 maart."))},
		{"meeting_invitation_party", party(t, "meeting_invitation", toRespondent, talk)},
		{"reminder_party", party(t, "reminder", toRespondent, dossier.LetterDetails{})},
		{"consultation_party", party(t, "consultation", toInvolved, wrote("Hoe bewaart u de adressen?"))},
		{"action_request_party", party(t, "action_request", toInvolved, dossier.LetterDetails{Text: "Wilt u het adres wissen?", Date: day(t, "2026-04-20")})},
		{"shared_note", of(t, party(t, "shared_note", toComplainant, dossier.LetterDetails{}), "notitie van het gesprek", "", "Wij spraken af dat wij u bellen.")},
		{"referral_note", party(t, "referral_note", toComplainant, dossier.LetterDetails{})},
		{"sufficient_question", party(t, "sufficient_question", toComplainant, wrote("Uw rekeningnummer is gewist."))},
		{"status_letter", party(t, "status_letter", toComplainant, dossier.LetterDetails{Term: dossier.TermSettle})},
		{"delay_notice_1_expected", expected(t)},
	}
}

// expected is a notice with a reason that a person wrote and a date that is expected.
func expected(t testing.TB) Input {
	in := delay(t, "delay_notice_1", toComplainant, -1, "2026-04-16")
	in.Blocks = []string{"fact", "reason", "expected_date", "contact"}
	in.Duty.Details = dossier.LetterDetails{Text: "Wij wachten nog op een verslag.", Date: day(t, "2026-05-15"), DueDate: day(t, "2026-04-30")}
	return in
}

// ending are the letters that end a complaint, and what may follow.
func ending(t testing.TB) []sample {
	decided := func(name dossier.LetterName, to dossier.Recipient, outcome, title string) Input {
		return titled(party(t, name, to, dossier.LetterDetails{Outcome: outcome, Text: reasons}), "outcome", title)
	}
	clearly := decided("ruling", toComplainant, "gegrond", "gegrond")
	clearly.Duty.Details.Clearly = true
	costs := party(t, "costs_decision", toComplainant, dossier.LetterDetails{Costs: []dossier.CostLine{
		{Kind: "reis", Amount: 1250, Granted: true}, {Kind: "verzending", Amount: 495, Granted: true},
		{Kind: "kopie", Amount: 300, Reason: "Deze kopieën waren niet nodig."},
	}})
	position := decided("position", toComplainant, "opgelost", "opgelost")
	position.Texts = map[string][]string{"appeal": {"Schrijf aan onze directeur.", "Ga naar de geschillencommissie."}}
	offer := party(t, "cancellation_offer", toComplainant, dossier.LetterDetails{})
	offer.Texts = map[string][]string{"offers": {"Lees onze nieuwsbrief.", "Teken onze petities."}}
	destroyed := party(t, "destruction_confirmation", toComplainant, dossier.LetterDetails{})
	destroyed.Titles = map[string]string{"kind": "klacht", "outcome": "gegrond"}
	rules := party(t, "procedure_text", toComplainant, dossier.LetterDetails{})
	rules.Rules = []string{"1. Iedereen kan klagen.", "", "2. Wij antwoorden binnen twee weken."}
	data := party(t, "dossier_copy", toComplainant, dossier.LetterDetails{})
	data.Files = []File{{Name: "dossier.txt", Type: "text/plain", Data: []byte("K2026-0001\r\n")}}
	signed := decided("judgement", toComplainant, "deels", "deels gegrond")
	signed.Files, signed.Duty.Details.Text = []File{{Name: "brief.pdf", Type: "application/pdf", Data: []byte("%PDF-1.7\n")}}, ""
	copied := titled(party(t, "employee_copy", toRespondent, dossier.LetterDetails{Outcome: "ongegrond"}), "outcome", "ongegrond")
	copied.Files = signed.Files
	return []sample{
		{"provisional_ruling", decided("provisional_ruling", toComplainant, "gegrond", "gegrond")},
		{"provisional_ruling_respondent", decided("provisional_ruling", toRespondent, "gegrond", "gegrond")},
		{"ruling_clearly", clearly},
		{"ruling", decided("ruling", toComplainant, "geen-oordeel", "geen oordeel")},
		{"ruling_respondent", decided("ruling", toRespondent, "gedeeltelijk-gegrond", "gedeeltelijk gegrond")},
		{"result", decided("result", toComplainant, "ongegrond-te-goeder-trouw", "ongegrond, te goeder trouw")},
		{"position", position},
		{"settled", party(t, "settled", toComplainant, dossier.LetterDetails{Text: reasons})},
		{"informal_settled", party(t, "informal_settled", toComplainant, wrote("Wij bellen u voortaan eerst."))},
		{"judgement", withOmbudsman(decided("judgement", toComplainant, "gegrond", "gegrond"))},
		{"judgement_signed", without(without(without(signed, "ombudsman_route"), "findings"), "conclusions")},
		{"correction", party(t, "correction", toComplainant, wrote("Er stond 3 mei. Dat moet 13 mei zijn."))},
		{"correction_respondent", party(t, "correction", toRespondent, wrote("Er stond 3 mei. Dat moet 13 mei zijn."))},
		{"costs_decision", costs},
		{"appeal_ack", party(t, "appeal_ack", toComplainant, dossier.LetterDetails{})},
		{"appeal_decision", decided("appeal_decision", toComplainant, "gegrond", "gegrond")},
		{"withdrawal_confirmation", party(t, "withdrawal_confirmation", toComplainant, dossier.LetterDetails{})},
		{"withdrawal_confirmation_respondent", party(t, "withdrawal_confirmation", toRespondent, dossier.LetterDetails{})},
		{"employee_copy", copied},
		{"resume_underlying", party(t, "resume_underlying", toRespondent, dossier.LetterDetails{})},
		{"cancellation_offer", offer},
		{"procedure_text", rules},
		{"dossier_copy", data},
		{"destruction_confirmation", destroyed},
	}
}
