package control

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// steered is a case in which people gave commands.
func steered() dossier.Case {
	k := (&chronicle{}).at("2026-05-04 10:00")
	k.add("complainant", "", "", dossier.Received{
		Ref: 3, Number: "K2026-0003", Procedure: dossier.ProcedureID{Name: "amnesty"}, Kind: "complaint", State: "open",
		Channel: "mail", Received: calendar.New(2026, 5, 4), Mail: mail("m1", "Klacht"),
	})
	k.add("coordinator", "", "", dossier.PartyAdded{Party: dossier.Party{ID: "p2", Role: "respondent", Name: "Piet Pietersen"}})
	k.add("klachtd", "", "", dossier.TermOpened{Term: term("take_up", "9.6", calendar.New(2026, 5, 4), "2 weeks")})
	note := mail("m7", "Re: [K2026-0003]")
	for _, body := range []dossier.Body{
		dossier.CommandGiven{Word: "categorie", Text: "financieel", Mail: note, Line: 1, Proof: "token+verdict"},
		dossier.FactSet{Field: dossier.FactCategory, Values: []string{"financieel"}},
		dossier.CommandRefused{Word: "horen", Why: "needs", Mail: note, Line: 2, Proof: "token"},
		dossier.CommandRefused{Why: "proof", Mail: note},
		dossier.CommandHeld{Word: "vernietigen", Why: "weight", Mail: note, Until: k.now.Add(72 * time.Hour), Proof: "token+verdict"},
		dossier.CommandRevoked{First: 5, Last: 7},
		dossier.TermStopped{Term: "take_up", State: dossier.TermCancelled},
		dossier.Recorded{Record: "consent", Party: "p2", Value: "nee", Text: "liever niet", Day: calendar.New(2026, 5, 4)},
		dossier.Recorded{Record: "costs", Value: "reis", Amount: 1250},
		dossier.MeasureSet{Measure: dossier.Measure{ID: "M1", Text: "training", Due: calendar.New(2026, 9, 1)}},
		dossier.MeasureSet{Measure: dossier.Measure{ID: "M1", Text: "training", Done: calendar.New(2026, 8, 1)}},
		dossier.MeasureSet{Measure: dossier.Measure{ID: "M2", Text: "brief", Reason: "vervallen"}},
		dossier.Linked{Link: dossier.Link{Number: "K2026-0001", Ref: 1, How: "earlier"}},
		dossier.SplitOff{Mail: "m1", Link: dossier.Link{Number: "K2026-0009", Ref: 9, How: "split"}},
		dossier.AccessSet{Shut: []dossier.PersonID{"anna@voorbeeld.example"}, Route: "board"},
		dossier.MergedInto{Link: dossier.Link{Number: "K2026-0001", Ref: 1, How: "merged"}},
		dossier.DestructionOrdered{},
		dossier.Destroyed{On: calendar.New(2031, 5, 4)},
	} {
		k.add("coordinator", "", "", body)
	}
	return dossier.Fold(k.events)
}

// TestSteered shows what people asked, on what evidence, and how cases are tied.
func TestSteered(t *testing.T) {
	c := steered()
	var lines []string
	for _, e := range c.Journal {
		lines = append(lines, Say(&c, e))
	}
	golden(t, "steered.txt", []byte(strings.Join(lines, "\n")+"\n"))
	b, err := json.MarshalIndent(Case(c).Journal, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "steered.json", append(b, '\n'))
}

func closedCase(n dossier.Ref, category, respondent string) dossier.Case {
	c := dossier.Case{
		Ref: n, Number: dossier.Number("K2026-000" + string(rune('0'+n))), Procedure: dossier.ProcedureID{Name: "amnesty"},
		State: "settled", Category: category, Outcome: "gegrond", Received: calendar.New(2026, 1, int(n)),
		Closed: calendar.New(2026, 2, int(n)),
	}
	c.Terms = []dossier.Term{{Name: dossier.TermRetention, Article: "9.10", Due: calendar.New(2031, 2, int(n)), State: dossier.TermOpen}}
	if respondent != "" {
		c.Parties = []dossier.Party{{ID: "p1", Role: dossier.RoleRespondent, Name: respondent}}
	}
	return c
}

func TestSimilar(t *testing.T) {
	s := &fake{cases: []dossier.Case{
		closedCase(1, "financieel", ""), closedCase(2, "werving", "Piet Pietersen"), closedCase(3, "financieel", "piet pietersen"),
		closedCase(4, "", ""), closedCase(5, "financieel", "Piet Pietersen"), closedCase(6, "financieel", ""),
	}}
	q := Query{Command: []string{"case", "similar", "K2026-0005"}}
	golden(t, "similar.txt", []byte(ask(t, s, q)))
	q.JSON = true
	var rows []similarNumber
	if err := json.Unmarshal([]byte(ask(t, s, q)), &rows); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		got = append(got, string(r.Number)+" "+strings.Join(r.Alike, "+"))
	}
	want := []string{"K2026-0003 category+respondent", "K2026-0002 respondent", "K2026-0001 category"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := ask(t, s, Query{Command: []string{"case", "similar", "K2026-0004"}, JSON: true}); got != "[]\n" {
		t.Errorf("a case without category is like none, got %s", got)
	}
}

// similarNumber is what the test reads back.
type similarNumber struct {
	Number dossier.Number
	Alike  []string
}

func TestRetentionList(t *testing.T) {
	held, gone := closedCase(2, "", ""), closedCase(3, "", "")
	held.Hold, gone.State = true, dossier.StateDestroyed
	s := &fake{cases: []dossier.Case{closedCase(5, "", ""), held, closedCase(1, "", ""), gone}}
	at := time.Date(2031, 2, 3, 9, 0, 0, 0, time.UTC)
	golden(t, "retention.txt", []byte(ask(t, s, Query{Command: []string{"retention", "list"}, At: at})))
	golden(t, "retention.json", []byte(ask(t, s, Query{
		Command: []string{"retention", "list"}, At: at, Until: calendar.New(2031, 3, 1), JSON: true,
	})))
}
