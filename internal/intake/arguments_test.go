package intake

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

func on(year int, month time.Month, day int) calendar.Date { return calendar.New(year, month, day) }

var (
	june1   = on(2026, 6, 1)
	anyDate = cmp.Comparer(func(a, b calendar.Date) bool { return a == b })
)

func answers(pairs ...string) map[string]string {
	m := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}

type args = procedure.Args

// TestArguments: every kind of argument, in the forms in which people write it. A mail with the line comes as a reply in
// case K2026-0001.
func TestArguments(t *testing.T) {
	chris := args{Person: "chris@voorbeeld.example"}
	for _, c := range []struct {
		rules, line string
		want        args
	}{
		// person
		{"amnesty", "#toewijzen chris@voorbeeld.example", chris},
		{"amnesty", "#toewijzen <Chris@Voorbeeld.example>", chris},
		{"amnesty", "#toewijzen chris@voorbeeld.example<mailto:chris@voorbeeld.example>", chris},
		{"amnesty", "#toewijzen chris@voorbeeld.example <mailto:chris@voorbeeld.example>", chris},
		{"amnesty", "#toewijzen chris bakker", chris},
		{"amnesty", "#assign Chris Bakker.", chris},
		{"amnesty", "#toewijzen aan Chris Bakker, graag", chris},
		{"amnesty", "#toewijzen chris", chris},
		{"amnesty", "#toewijzen chris: graag vandaag nog", args{Person: "chris@voorbeeld.example", Text: "graag vandaag nog"}},
		{"amnesty", "#toewijzen @cb", chris},
		{"amnesty", "#toewijzen @mdv", args{Person: "merel@voorbeeld.example"}},
		{"amnesty", "#toewijzen Jansen", args{Person: "bert@voorbeeld.example"}},
		{"amnesty", "#toewijzen Merel de Vries", args{Person: "merel@voorbeeld.example"}},
		{"amnesty", "#toewijzen mt@voorbeeld.example", args{Person: "mt@voorbeeld.example"}},
		{"amnesty", "#herinner behandelaar", args{Person: "chris@voorbeeld.example", Party: "p3", Role: dossier.RoleHandler}},
		{"amnesty", "#remind the handler", args{Person: "chris@voorbeeld.example", Party: "p3", Role: dossier.RoleHandler}},
		{"amnesty", "#herinner managementteam", args{Person: "mt@voorbeeld.example", Role: dossier.RoleManagement}},
		{"amnesty", "#herinner het managementteam", args{Person: "mt@voorbeeld.example", Role: dossier.RoleManagement}},
		{"amnesty", "#toewijzen Chris Bakker <chris@voorbeeld.example>", chris},
		{"amnesty", "#toewijzen Bakker, Chris <chris@voorbeeld.example>", chris},
		{"amnesty", "#toewijzen Chris Bakker<mailto:chris@voorbeeld.example>", chris},
		{"amnesty", "#toewijzen Bakker <kees@voorbeeld.example>", args{Person: "kees@voorbeeld.example"}},
		{"amnesty", "#toewijzen Jan Bos <jan@bos.example>", args{Outside: &procedure.Found{Name: "Jan Bos", Address: "jan@bos.example"}}},
		{"amnesty", "#vraag Els Mulder <els@burger.example>: Klopt het?", args{Party: "p1", Role: dossier.RoleComplainant, Text: "Klopt het?"}},
		{"amnesty", "#toewijzen iemand@elders.example", args{Outside: &procedure.Found{Address: "iemand@elders.example"}}},
		{"amnesty", "#toewijzen piet@voorbeeld.example", args{Party: "p2", Role: dossier.RoleReceiver, Outside: &procedure.Found{Name: "Piet Smit", Address: "piet@voorbeeld.example", Staff: true}}},

		// party
		{"amnesty", "#voorleggen klager", args{Party: "p1", Role: dossier.RoleComplainant}},
		{"amnesty", "#put complainant", args{Party: "p1", Role: dossier.RoleComplainant}},
		{"amnesty", "#voorleggen de klant", args{Party: "p1", Role: dossier.RoleComplainant}},
		{"amnesty", "#voorleggen aan de Aangesprokene!", args{Party: "p4", Role: dossier.RoleRespondent}},
		{"amnesty", "#voorleggen joke@voorbeeld.example", args{Party: "p4", Role: dossier.RoleRespondent}},
		{"amnesty", "#voorleggen Joke Prins", args{Party: "p4", Role: dossier.RoleRespondent}},
		{"amnesty", "#voorleggen Wim", args{Party: "p5", Role: dossier.RoleWitness}},
		{"amnesty", "#voorleggen bijstand", args{Role: dossier.RoleAdviser}},

		// text
		{"amnesty", "#notitie bilateraal", args{Text: "bilateraal"}},
		{"amnesty", "#notitie: 1-6-2026: gebeld", args{Text: "1-6-2026: gebeld"}},
		{"amnesty", "#notitie\nEerste regel\n\nTweede", args{Text: "Eerste regel\n\nTweede"}},
		{"amnesty", "#notitie Kop\nEerste regel", args{Text: "Kop\nEerste regel"}},
		{"amnesty", "#aanvullen de brief van maart", args{Text: "de brief van maart"}},
		{"amnesty", "#signaal te veel brieven zonder antwoord", args{Text: "te veel brieven zonder antwoord"}},
		{"amnesty", "#vraag klager: Klopt het dat u belde?", args{Party: "p1", Role: dossier.RoleComplainant, Text: "Klopt het dat u belde?"}},
		{"amnesty", "#vraag klager\n[tekst]\nKlopt het?", args{Party: "p1", Role: dossier.RoleComplainant, Text: "Klopt het?"}},
		{"amnesty", "#vraag klager\n[tekst]", args{Party: "p1", Role: dossier.RoleComplainant}},
		{"amnesty", "#oordeel deels gegrond\nHij bleef staan.", args{Text: "deels gegrond\nHij bleef staan."}}, // Decide asks for the outcome
		{"amnesty", "#oordeel niet gegrond\nHij ging.", args{Text: "niet gegrond\nHij ging."}},
		{"amnesty", "#vraag klager\nKlopt het?", args{Party: "p1", Role: dossier.RoleComplainant, Text: "Klopt het?"}},
		{"amnesty", "#vraag aan de klager of het klopt", args{Party: "p1", Role: dossier.RoleComplainant, Text: "of het klopt"}},

		// dates
		{"amnesty", "#uitstel 2026-06-01 wij wachten", args{Date: june1, Text: "wij wachten"}},
		{"amnesty", "#uitstel 1-6-2026: wij wachten", args{Date: june1, Text: "wij wachten"}},
		{"amnesty", "#uitstel 1 juni 2026\nWij wachten", args{Date: june1, Text: "Wij wachten"}},
		{"amnesty", "#extend until 1 June 2026, we wait", args{Date: june1, Text: "we wait"}},
		{"amnesty", "#uitstel tot maandag 1 juni 2026, wij wachten", args{Date: june1, Text: "wij wachten"}},
		{"amnesty", "#uitstel wij wachten tot 1 juni 2026", args{Date: june1, Text: "wij wachten"}},
		{"amnesty", "#ontvangen op 1 juni 2026.", args{Date: june1}},
		{"amnesty", "#feiten 1 juni 2026, 3 juni 2026 en 5-6-2026", args{Dates: []calendar.Date{june1, on(2026, 6, 3), on(2026, 6, 5)}}},
		{"amnesty", "#telefoon 1 juni 2026 Mevrouw belde", args{Date: june1, Text: "Mevrouw belde"}},
		{"amnesty", "#telefoon\nMevrouw belde", args{Text: "Mevrouw belde"}},
		{"milieudefensie", "#gebeld reden financieel", args{Answers: map[string]string{"cancel_reason": "financieel"}}},
		{"milieudefensie", "#gebeld 1-6-2026 reden financieel: hij is werkloos", args{Date: june1, Text: "hij is werkloos", Answers: map[string]string{"cancel_reason": "financieel"}}},
		{"milieudefensie", "#gebeld reden financieel hij is werkloos", args{Text: "hij is werkloos", Answers: map[string]string{"cancel_reason": "financieel"}}},
		{"milieudefensie", "#gebeld financieel gaat het niet goed", args{Text: "financieel gaat het niet goed"}},
		{"milieudefensie", "#opzegging 2 financieel", args{Items: []int{2}, Answers: map[string]string{"cancel_reason": "financieel"}}},
		{"amnesty", "#gebeld om 14.30 uur, mevrouw was boos", args{Text: "om 14.30 uur, mevrouw was boos"}},
		{"amnesty", "#toewijzen aan mevrouw Chris Bakker", args{Person: "chris@voorbeeld.example"}},
		{"amnesty", "#afwezig 2026-07-13 2026-07-31", args{Date: on(2026, 7, 13), Until: on(2026, 7, 31)}},
		{"amnesty", "#afwezig van 13 juli 2026 tot 31 juli 2026", args{Date: on(2026, 7, 13), Until: on(2026, 7, 31)}},
		{"amnesty", "#afwezig 13 juli tot en met 31 juli 2026", args{Date: on(2026, 7, 13), Until: on(2026, 7, 31)}},
		{"amnesty", "#afwezig 13 t/m 31 juli 2026", args{Date: on(2026, 7, 13), Until: on(2026, 7, 31)}},
		{"amnesty", "#afwezig 13-7-2026 - 31-7-2026 bert", args{Date: on(2026, 7, 13), Until: on(2026, 7, 31), Person: "bert@voorbeeld.example"}},
		{"amnesty", "#afwezig bert 13-7-2026 – 31-7-2026", args{Date: on(2026, 7, 13), Until: on(2026, 7, 31), Person: "bert@voorbeeld.example"}},
		{"amnesty", "#agenda 14", args{Days: 14}},
		{"amnesty", "#agenda 14 dagen", args{Days: 14}},
		{"amnesty", "#agenda", args{}},

		// moments
		{"amnesty", "#horen klager 3 juni 2026 10:00 Keizersgracht 177, Amsterdam", args{Party: "p1", Role: dossier.RoleComplainant, Date: on(2026, 6, 3), Time: "10:00", Place: "Keizersgracht 177, Amsterdam"}},
		{"amnesty", "#horen 3-6-2026 om 9.30 uur, Zaal 2 klager", args{Date: on(2026, 6, 3), Time: "09:30", Place: "Zaal 2", Party: "p1", Role: dossier.RoleComplainant}},
		{"amnesty", "#hear respondent on 3 June 2026 at 10:00 in the office", args{Party: "p4", Role: dossier.RoleRespondent, Date: on(2026, 6, 3), Time: "10:00", Place: "the office"}},
		{"amnesty", "#getuige Jan Bos jan@bos.example 3 juni 2026 heropen", args{Contact: &procedure.Found{Name: "Jan Bos", Address: "jan@bos.example"}, Date: on(2026, 6, 3), Answers: answers("reopen", "heropen")}},
		{"amnesty", "#getuige Jan Bos jan@bos.example 2026-06-03", args{Contact: &procedure.Found{Name: "Jan Bos", Address: "jan@bos.example"}, Date: on(2026, 6, 3)}},
		{"amnesty", "#getuige Jan Bos jan@bos.example 3 juni 2026 10 uur het kantoor heropen", args{Contact: &procedure.Found{Name: "Jan Bos", Address: "jan@bos.example"}, Date: on(2026, 6, 3), Time: "10:00", Place: "kantoor", Answers: answers("reopen", "heropen")}},
		{"ombudsman", "#belafspraak ma 10:00-12:00, do 14:00-16:00", args{Times: []string{"ma 10:00-12:00", "do 14:00-16:00"}}},
		{"ombudsman", "#belafspraak\n3 juni 2026 10:00\n4 juni 2026 11:00", args{Times: []string{"3 juni 2026 10:00", "4 juni 2026 11:00"}}},

		// contact
		{"amnesty", "#klager Jan de Boer <jan@boer.example>", args{Contact: &procedure.Found{Name: "Jan de Boer", Address: "jan@boer.example"}}},
		{"amnesty", "#klager jan@boer.example Jan de Boer", args{Contact: &procedure.Found{Name: "Jan de Boer", Address: "jan@boer.example"}}},
		{"amnesty", "#klager Jan de Boer, Dorpsstraat 1, 1234 AB Ons Dorp", args{Contact: &procedure.Found{Name: "Jan de Boer"}}},
		{"amnesty", "#klager Wim Kok 06-12345678", args{Contact: &procedure.Found{Name: "Wim Kok"}}},
		{"amnesty", "#klager Wim Kok, tel: +31 (0)20 123 45 67 wim@kok.example", args{Contact: &procedure.Found{Name: "Wim Kok", Address: "wim@kok.example"}}},
		{"amnesty", "#klager Team 12", args{Contact: &procedure.Found{Name: "Team 12"}}},
		{"amnesty", "#klager “Jan de Boer”", args{Contact: &procedure.Found{Name: "Jan de Boer"}}},
		{"amnesty", "#klager\nNaam: Jan de Boer\nE-mail: jan@boer.example", args{Contact: &procedure.Found{Name: "Jan de Boer", Address: "jan@boer.example"}}},
		{"amnesty", "#aangesprokene Merel de Vries", args{Contact: &procedure.Found{Name: "Merel de Vries", Address: "merel@voorbeeld.example", Person: "merel@voorbeeld.example", Staff: true}}},
		{"amnesty", "#aangesprokene piet@voorbeeld.example", args{Contact: &procedure.Found{Address: "piet@voorbeeld.example", Staff: true}}},
		{"amnesty", "#aangesprokene merel", args{Contact: &procedure.Found{Name: "Merel de Vries", Address: "merel@voorbeeld.example", Person: "merel@voorbeeld.example", Staff: true}}},
		{"amnesty", "#klager merel", args{Contact: &procedure.Found{Name: "merel"}}},
		{"amnesty", "#vertegenwoordiger mr. Pieters p@pieters.example gemachtigde", args{Contact: &procedure.Found{Name: "mr. Pieters", Address: "p@pieters.example"}, Answers: answers("capacity", "gemachtigde")}},
		{"amnesty", "#representative next of kin Jan de Boer", args{Contact: &procedure.Found{Name: "Jan de Boer"}, Answers: answers("capacity", "nabestaande")}},
		{"amnesty", "#bijstand mr. Pieters p@pieters.example van de klager", args{Contact: &procedure.Found{Name: "mr. Pieters", Address: "p@pieters.example"}, Party: "p1", Role: dossier.RoleComplainant}},

		// values of the regulation
		{"amnesty", "#oordeel gegrond: Omdat", args{Outcome: "gegrond", Text: "Omdat"}},
		{"amnesty", "#oordeel Gedeeltelijk Gegrond\nOmdat", args{Outcome: "gedeeltelijk-gegrond", Text: "Omdat"}},
		{"amnesty", "#rule partly upheld\nBecause", args{Outcome: "gedeeltelijk-gegrond", Text: "Because"}},
		{"amnesty", "#oordeel gegrond kennelijk\nOmdat", args{Outcome: "gegrond", Text: "Omdat", Answers: answers("clearly", "kennelijk")}},
		{"amnesty", "#oordeel kennelijk gegrond: Omdat", args{Outcome: "gegrond", Text: "Omdat", Answers: answers("clearly", "kennelijk")}},
		{"amnesty", "#voorlopig gegrond: gesprekken per direct gestopt", args{Outcome: "gegrond", Text: "gesprekken per direct gestopt"}},
		{"amnesty", "#niet-ontvankelijk eerder behandeld K2026-0001: zie daar", args{Ground: "eerder-behandeld", Case: "K2026-0001", Ref: 1, Text: "zie daar"}},
		{"amnesty", "#inadmissible too-old\nMore than a year", args{Ground: "te-oud", Text: "More than a year"}},
		{"amnesty", "#categorie Beleid en standpunten structureel", args{Category: "beleid-en-standpunten", Answers: answers("structural", "structureel")}},
		{"amnesty", "#category member recruitment", args{Category: "ledenwerving"}},
		{"amnesty", "#klager taal", args{Contact: &procedure.Found{Name: "taal"}}},
		{"amnesty", "#taal engels klager", args{Language: "en", Party: "p1", Role: dossier.RoleComplainant}},
		{"amnesty", "#language NL", args{Language: "nl"}},
		{"amnesty", "#toestemming stukken ja", args{Answers: answers("consent", "documents", "yes_no", "ja")}},
		{"amnesty", "#consent yes documents complainant", args{Answers: answers("consent", "documents", "yes_no", "ja"), Party: "p1", Role: dossier.RoleComplainant}},
		{"amnesty", "#ronde overslaan", args{Answers: answers("skip", "overslaan")}},
		{"amnesty", "#verzonden post 1 juni 2026", args{Date: june1, Answers: answers("way", "post")}},
		{"amnesty", "#verzonden per brief op 1 juni 2026", args{Date: june1, Answers: answers("way", "brief")}},
		{"milieudefensie", "#afgehandeld telefoon: besproken", args{Answers: answers("way", "telefoon"), Text: "besproken"}},
		{"milieudefensie", "#afgehandeld mail 1 juni 2026 doorverwezen: besproken", args{Answers: answers("way", "mail"), Date: june1, Outcome: "doorverwezen", Text: "besproken"}},
		{"ombudsman", "#onderliggend Z-2026/77 opschorten", args{Word: "Z-2026/77", Answers: answers("underlying", "opschorten")}},
		{"generic", "#standpunt Opgelost vinden wij dat u te lang wachtte", args{Text: "Opgelost vinden wij dat u te lang wachtte"}},
		{"generic", "#standpunt niet opgelost\nWij vinden", args{Outcome: "niet-opgelost", Text: "Wij vinden"}},

		// numbers
		{"amnesty", "#kosten reis 18,40", args{Amount: 1840, Answers: answers("cost", "reis")}},
		{"amnesty", "#kosten reis € 18,40 nee: te laat", args{Amount: 1840, Text: "te laat", Answers: answers("cost", "reis", "yes_no", "nee")}},
		{"amnesty", "#kosten reis 18.40 nee te laat", args{Amount: 1840, Text: "te laat", Answers: answers("cost", "reis", "yes_no", "nee")}},
		{"amnesty", "#costs copies EUR 1.234,56", args{Amount: 123456, Answers: answers("cost", "kopie")}},
		{"amnesty", "#kosten getuige 12 euro", args{Amount: 1200, Answers: answers("cost", "getuige")}},
		{"amnesty", "#kosten getuige €12,-", args{Amount: 1200, Answers: answers("cost", "getuige")}},
		{"amnesty", "#uitgevoerd M12 1 juni 2026", args{Measure: "M12", Date: june1}},
		{"amnesty", "#uitgevoerd maatregel 12 op 1 juni 2026", args{Measure: "M12", Date: june1}},
		{"amnesty", "#uitgevoerd 12 1 juni 2026", args{Measure: "M12", Date: june1}},
		{"amnesty", "#niet-uitgevoerd 3 maanden te laat", args{Text: "3 maanden te laat"}},
		{"amnesty", "#niet-uitgevoerd 3: geen geld", args{Measure: "M3", Text: "geen geld"}},
		{"amnesty", "#uitgevoerd 1 juni 2026", args{Date: june1}},
		{"amnesty", "#niet-uitgevoerd m3: geen geld", args{Measure: "M3", Text: "geen geld"}},
		{"amnesty", "#maatregel Chris Bakker 1 juni 2026: training geven", args{Person: "chris@voorbeeld.example", Date: june1, Text: "training geven"}},
		{"amnesty", "#maatregel training geven, Chris Bakker, 1 juni 2026", args{Person: "chris@voorbeeld.example", Date: june1, Text: "training geven"}},
		{"amnesty", "#accepteer 2 K2026-0001 klager", args{Items: []int{2}, Case: "K2026-0001", Ref: 1, Party: "p1", Role: dossier.RoleComplainant}},
		{"amnesty", "#weiger 2, 4 en 6-8", args{Items: []int{2, 4, 6, 7, 8}}},
		{"amnesty", "#samenvoegen [K2026-0002]", args{Case: "K2026-0002", Ref: 2}},
		{"amnesty", "#samenvoegen zaak k2026-0002", args{Case: "K2026-0002", Ref: 2}},
		{"milieudefensie", "#klacht 2 financieel", args{Items: []int{2}, Category: "financieel"}},
		{"amnesty", "#splitsen m4", args{Message: "m4"}},
		{"amnesty", "#splitsen bericht 1", args{Message: "m3"}},
		{"amnesty", "#extern CRM 12345", args{Word: "CRM 12345"}},
		{"amnesty", "#sluiten graag", args{}},
	} {
		t.Run(c.rules+"/"+strings.ReplaceAll(c.line, "\n", "|"), func(t *testing.T) {
			o := newOffice(t, c.rules)
			r := o.anna(c.line)
			if r.Command == nil || len(r.Command.Lines) != 1 {
				t.Fatalf("no command: %+v", r)
			}
			l := r.Command.Lines[0]
			if l.Problem.Why != "" {
				t.Fatalf("problem %+v", l.Problem)
			}
			if diff := cmp.Diff(c.want, l.Args, anyDate, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

// TestOneManTwoRoles: who passed the complaint on and took it himself is one person, by whatever he is named.
func TestOneManTwoRoles(t *testing.T) {
	for _, line := range []string{"#toewijzen piet@voorbeeld.example", "#toewijzen Piet Smit", "#vraag piet@voorbeeld.example: hoe laat?", "#vraag Piet: hoe laat?"} {
		o := newOffice(t, "amnesty")
		o.cases[1].Parties[2] = dossier.Party{ID: "p3", Role: dossier.RoleHandler, Name: "Piet Smit", Address: "piet@voorbeeld.example"}
		r := o.anna(line)
		if r.Command == nil || len(r.Command.Lines) != 1 {
			t.Fatalf("%s: no command: %+v", line, r)
		}
		if l := r.Command.Lines[0]; l.Problem.Why != "" || l.Args.Party == "" {
			t.Errorf("%s: problem %+v, party %q", line, l.Problem, l.Args.Party)
		}
	}
}

// TestArgumentsRefused: what cannot be made out is refused, and never guessed.
func TestArgumentsRefused(t *testing.T) {
	for _, c := range []struct {
		rules, line string
		why         procedure.Refusal
		what, said  string
	}{
		{"amnesty", "#toewijzen bakker", procedure.RefusedAmbiguous, "person", "bakker"},
		{"amnesty", "#toewijzen klaas", procedure.RefusedUnreadable, "person", "klaas"},
		{"amnesty", "#toewijzen niet chris", procedure.RefusedUnreadable, "person", "niet chris"},
		{"amnesty", "#toewijzen chris of kees", procedure.RefusedUnreadable, "text", "of kees"},
		{"amnesty", "#voorleggen getuige", procedure.RefusedAmbiguous, "party", "getuige"},
		{"amnesty", "#voorleggen Kok", procedure.RefusedAmbiguous, "party", "Kok"},
		{"amnesty", "#vraag kleger: Klopt het?", procedure.RefusedUnreadable, "party", "kleger"},
		{"amnesty", "#sluiten K2026-0099", procedure.RefusedCase, "", "K2026-0099"},
		{"amnesty", "#sluiten nog niet", procedure.RefusedUnreadable, "text", "nog niet"},
		{"amnesty", "#uitstel 31 februari 2026 wij wachten", procedure.RefusedUnreadable, "date", "31 februari 2026"},
		{"amnesty", "#uitstel 1/6/2026: wij wachten", procedure.RefusedUnreadable, "date", "1/6/2026"},
		{"amnesty", "#uitstel 1 juni: wij wachten", procedure.RefusedUnreadable, "date", "1 juni"},
		{"amnesty", "#ontvangen gisteren", procedure.RefusedUnreadable, "date", "gisteren"},
		{"amnesty", "#gebeld 30 februari\nMevrouw was boos.", procedure.RefusedUnreadable, "date", "30 februari"},
		{"amnesty", "#gebeld gisteren om 14.00: Mevrouw was boos.", procedure.RefusedUnreadable, "date", "gisteren"},
		{"amnesty", "#horen klager 3 juni 2026 in de ochtend", procedure.RefusedUnreadable, "moment", "3 juni 2026 in de ochtend"},
		{"amnesty", "#horen klager 31 juni 2026 10:00 zaal", procedure.RefusedUnreadable, "date", "31 juni 2026"},
		{"amnesty", "#afwezig 31 juli 2026 tot 13 juli 2026", procedure.RefusedUnreadable, "date", "31 juli 2026"},
		{"amnesty", "#taal frans", procedure.RefusedUnreadable, "language", "frans"},
		{"amnesty", "#categorie koffie", procedure.RefusedUnreadable, "category", "koffie"},
		{"amnesty", "#samenvoegen K2026-0099", procedure.RefusedCase, CaseNone, "K2026-0099"},
		{"amnesty", "#oordeel hm: omdat", procedure.RefusedUnreadable, "outcome", "hm"},
		{"amnesty", "#agenda volgende week", procedure.RefusedUnreadable, "days", "volgende week"},
		{"amnesty", "#splitsen m99", procedure.RefusedUnreadable, "message", "m99"},
		{"amnesty", "#weiger alles", procedure.RefusedUnreadable, "item", "alles"},
	} {
		t.Run(c.line, func(t *testing.T) {
			o := newOffice(t, c.rules)
			r := o.anna(c.line)
			if r.Command == nil || len(r.Command.Lines) != 1 {
				t.Fatalf("no command: %+v", r)
			}
			want := procedure.Problem{Why: c.why, What: c.what, Said: c.said}
			if got := r.Command.Lines[0].Problem; got != want {
				t.Errorf("got %+v, want %+v (args %+v)", got, want, r.Command.Lines[0].Args)
			}
		})
	}
}

// TestArgumentsMissing: what is not there stays empty; Decide asks for it.
func TestArgumentsMissing(t *testing.T) {
	for _, line := range []string{"#toewijzen", "#uitstel", "#uitstel wij wachten", "#vraag", "#oordeel", "#klager", "#horen", "#afwezig", "#kosten"} {
		o := newOffice(t, "amnesty")
		l := o.anna(line).Command.Lines[0]
		if l.Problem.Why != "" {
			t.Errorf("%s: %+v", line, l.Problem)
		}
		l.Args.Text = ""
		if diff := cmp.Diff(args{}, l.Args, anyDate, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

// TestLastSuchDay: a day without its year is the last such day until today.
func TestLastSuchDay(t *testing.T) {
	for _, c := range []struct{ said, today, want string }{
		{"29 mei", "2024-06-03", "2024-05-29"},
		{"29 mei", "2024-05-29", "2024-05-29"},
		{"29 mei", "2024-05-28", "2023-05-29"},
		{"30 december", "2025-01-06", "2024-12-30"},
		{"29 feb", "2026-03-01", "2024-02-29"},
		{"29 februari", "2103-03-01", "2096-02-29"},
		{"woensdag 29 mei", "2024-06-03", "2024-05-29"},
		{"woensdag 29 mei", "2026-06-03", "2024-05-29"},
		{"29-5", "2024-06-03", "2024-05-29"},
		{"30 februari", "2024-06-03", ""},
		{"mei", "2024-06-03", ""},
		{"", "2024-06-03", ""},
	} {
		today, err := calendar.Parse(c.today)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := lastSuch(c.said, today)
		if ok != (c.want != "") || ok && got.String() != c.want {
			t.Errorf("%q on %s: got %s %v, want %q", c.said, c.today, got, ok, c.want)
		}
	}
}
