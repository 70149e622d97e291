package procedure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

const theCoordinator, theDeputy = dossier.PersonID("anna@voorbeeld.example"), dossier.PersonID("bert@voorbeeld.example")

var allProof = procedure.Evidence{Token: true, Verdict: "pass", Profile: "rfc8601"}

func regulationNamed(t testing.TB, name string) *procedure.Regulation {
	t.Helper()
	r, mistakes := procedure.Parse(name+".toml", read(t, name), read(t, "common"), nil)
	if mistakes != nil {
		t.Fatal(mistakes)
	}
	return r
}

// trayMail is a mail of the coordinator about a list of three: the first waits and seems to belong to case 7, the second
// waits, the third was decided.
func trayMail(lines ...procedure.Line) procedure.Steering {
	for i := range lines {
		lines[i].Line, lines[i].Written = i+1, "#"+lines[i].Word
	}
	return procedure.Steering{
		Command: procedure.Command{
			Mail: dossier.Mail{ID: "m9"}, From: procedure.Speaker{Person: theCoordinator, Role: dossier.RoleCoordinator}, Proof: allProof,
			Lines: lines,
		},
		Items: []procedure.Item{
			{N: 1, Mail: "m1", Waits: true, Case: 7, Number: "K2026-0007"}, {N: 2, Mail: "m2", Waits: true}, {N: 3, Mail: "m3"},
		},
		Measures: map[string]dossier.Ref{"M1": 4},
	}
}

func tell(w string, items ...int) procedure.Line {
	return procedure.Line{Word: w, Args: procedure.Args{Items: items}}
}

// transcriptOf is what the transcript of a decision says, line by line, and what was ordered.
func transcriptOf(t testing.TB, d procedure.Decision) (result string, refused []string, orders []string) {
	t.Helper()
	for _, e := range d.Events {
		q, ok := e.Body.(dossier.LetterQueued)
		if !ok || q.Duty.Letter != dossier.LetterTranscript {
			continue
		}
		if result != "" || q.Duty.To.Person != theCoordinator {
			t.Errorf("a second transcript, or one to %s", q.Duty.To.Person)
		}
		result = string(q.Duty.Details.Result)
		for _, l := range q.Duty.Details.Script {
			refused = append(refused, strings.TrimSuffix(l.Refused+" "+l.Need, " "))
		}
	}
	for _, o := range d.Orders {
		orders = append(orders, strings.TrimSpace(fmt.Sprintf("%s %s %d %s %s", o.Do, o.Mail, o.Case, o.Role, o.Kind)))
	}
	return result, refused, orders
}

func TestTrayWords(t *testing.T) {
	r := regulationNamed(t, "milieudefensie")
	ctx := contextAt(t, time.Date(2026, 6, 9, 10, 0, 0, 0, amsterdam(t)))
	category := procedure.Line{Word: "klacht", Args: procedure.Args{Items: []int{2}, Category: "financieel"}}
	asParty := procedure.Line{Word: "accepteer", Args: procedure.Args{Items: []int{1}, Role: dossier.RoleComplainant}}
	named := procedure.Line{Word: "accepteer", Args: procedure.Args{Items: []int{2}, Case: "K2026-0005", Ref: 5}}
	nobody := procedure.Line{Word: "accepteer", Args: procedure.Args{Items: []int{2}, Case: "K2026-9999"}}
	odd := procedure.Line{Word: "accepteer", Args: procedure.Args{Items: []int{1}, Role: dossier.RoleBoard}}
	for _, c := range []struct {
		name    string
		lines   []procedure.Line
		result  string
		refused []string
		orders  []string
	}{
		{"a complaint", []procedure.Line{category}, "done", []string{""}, []string{"open m2 0  complaint"}},
		{"a cancellation", []procedure.Line{tell("opzegging", 1)}, "done", []string{""}, []string{"open m1 0  cancellation"}},
		{"no complaint", []procedure.Line{tell("geen-klacht", 2)}, "done", []string{""}, []string{"put m2 0"}},
		{"rejected", []procedure.Line{tell("weiger", 2)}, "done", []string{""}, []string{"put m2 0"}},
		{"several at once", []procedure.Line{tell("geen-klacht", 1, 2)}, "done", []string{""}, []string{"put m1 0", "put m2 0"}},
		{"accepted as the list guesses", []procedure.Line{tell("accepteer", 1)}, "done", []string{""}, []string{"file m1 7"}},
		{"accepted as a party", []procedure.Line{asParty}, "done", []string{""}, []string{"file m1 7 complainant"}},
		{"accepted into a named case", []procedure.Line{named}, "done", []string{""}, []string{"file m2 5"}},
		{"accepted into no case", []procedure.Line{tell("accepteer", 2)}, "refused", []string{"needs case"}, nil},
		{"accepted into a case that is not there", []procedure.Line{nobody}, "refused", []string{"case case"}, nil},
		{"accepted as no party", []procedure.Line{odd}, "refused", []string{"unreadable party"}, nil},
		{"which one", []procedure.Line{tell("klacht")}, "refused", []string{"needs item"}, nil},
		{"decided before", []procedure.Line{tell("klacht", 3)}, "refused", []string{"nothing item"}, nil},
		{"decided by the line above", []procedure.Line{tell("geen-klacht", 2), tell("klacht", 2)}, "refused", []string{"other", "nothing item"}, nil},
		{"the one that is left", []procedure.Line{tell("geen-klacht", 2), tell("klacht")}, "done", []string{"", ""}, []string{"put m2 0", "open m1 0  complaint"}},
		{"a number that is not there", []procedure.Line{tell("weiger", 4)}, "refused", []string{"nothing item"}, nil},
		{"all or none", []procedure.Line{tell("geen-klacht", 1), tell("klacht", 9)}, "refused", []string{"other", "nothing item"}, nil},
		{"a rehearsal", []procedure.Line{tell("proef"), tell("klacht", 1)}, "rehearsed", []string{""}, nil},
		{"a word that needs a case", []procedure.Line{tell("toewijzen")}, "refused", []string{"case case"}, nil},
		{"no word at all", []procedure.Line{tell("klagt", 1)}, "refused", []string{"unknown"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := r.DecideOffice(dossier.Office{}, trayMail(c.lines...), ctx)
			result, refused, orders := transcriptOf(t, d)
			if result != c.result || !slices.Equal(refused, c.refused) || !slices.Equal(orders, c.orders) {
				t.Errorf("got %s %q %q", result, refused, orders)
			}
		})
	}
}

// TestTrayProof: what another role gives, or without proof, changes nothing (security 2).
func TestTrayProof(t *testing.T) {
	r := regulationNamed(t, "milieudefensie")
	ctx := contextAt(t, time.Date(2026, 6, 9, 10, 0, 0, 0, amsterdam(t)))
	ctx.People = append(ctx.People, procedure.Person{ID: "chris@voorbeeld.example", Roles: []dossier.Role{dossier.RoleHandler}})
	for name, c := range map[string]struct {
		change func(*procedure.Steering)
		orders int
		events string // the last one
	}{
		"proven":            {func(*procedure.Steering) {}, 1, "letter_queued transcript"},
		"the deputy":        {func(s *procedure.Steering) { s.From.Person = theDeputy }, 1, "letter_queued transcript"},
		"a code came back":  {func(s *procedure.Steering) { s.Proof = procedure.Evidence{Code: true} }, 1, "letter_queued transcript"},
		"without a token":   {func(s *procedure.Steering) { s.Proof.Token = false }, 0, "letter_queued one_time_code"},
		"without a verdict": {func(s *procedure.Steering) { s.Proof.Verdict = "missing" }, 0, "letter_queued one_time_code"},
		"refuted":           {func(s *procedure.Steering) { s.Proof.Verdict = "fail" }, 0, "letter_queued security_notice"},
		"a handler":         {func(s *procedure.Steering) { s.From.Person = "chris@voorbeeld.example" }, 0, "letter_queued transcript"},
		"a stranger":        {func(s *procedure.Steering) { s.From = procedure.Speaker{} }, 0, "command_refused "},
		"once more":         {func(s *procedure.Steering) { s.Done = true }, 0, "letter_queued transcript"},
	} {
		in := trayMail(tell("klacht", 1))
		c.change(&in)
		d := r.DecideOffice(dossier.Office{}, in, ctx)
		last := d.Events[len(d.Events)-1].Body
		got := last.Name() + " "
		if q, ok := last.(dossier.LetterQueued); ok {
			got += string(q.Duty.Letter)
		}
		if len(d.Orders) != c.orders || got != c.events {
			t.Errorf("%s: %d orders, last %q", name, len(d.Orders), got)
		}
	}
}

// TestOfficeWords: what else can be said where there is no case.
func TestOfficeWords(t *testing.T) {
	r := regulationNamed(t, "amnesty")
	ctx := contextAt(t, time.Date(2026, 7, 6, 10, 0, 0, 0, amsterdam(t)))
	day := calendar.New(2026, 7, 13)
	away := procedure.Line{Word: "afwezig", Args: procedure.Args{Date: day, Until: day.AddDays(18)}}
	for name, c := range map[string]struct {
		line    procedure.Line
		refused string
		letters []string
		orders  int
		absent  []dossier.PersonID
	}{
		"away": {line: away, absent: []dossier.PersonID{theCoordinator}},
		"somebody else away": {line: procedure.Line{Word: "afwezig", Args: procedure.Args{
			Person: theDeputy, Date: day, Until: day.AddDays(18)}}, absent: []dossier.PersonID{theDeputy}},
		"a role away": {line: procedure.Line{Word: "afwezig", Args: procedure.Args{
			Role: dossier.RoleDeputy, Date: day, Until: day.AddDays(18)}}, absent: []dossier.PersonID{theDeputy}},
		"away in the past": {line: procedure.Line{Word: "afwezig", Args: procedure.Args{
			Date: day.AddDays(-60), Until: day.AddDays(-30)}}, refused: "date period"},
		"away backwards": {line: procedure.Line{Word: "afwezig", Args: procedure.Args{Date: day, Until: day.AddDays(-1)}},
			refused: "date period"},
		"done":               {line: procedure.Line{Word: "uitgevoerd", Args: procedure.Args{Measure: "M1", Date: day.AddDays(-20)}}, orders: 1},
		"done, which is not": {line: procedure.Line{Word: "uitgevoerd", Args: procedure.Args{Measure: "M2", Date: day}}, refused: "nothing measure"},
		"not done, no why":   {line: procedure.Line{Word: "niet-uitgevoerd", Args: procedure.Args{Measure: "M1"}}, refused: "needs text"},
		"help":               {line: tell("help"), letters: []string{"help"}},
		"agenda":             {line: tell("agenda"), letters: []string{"digest"}},
		"undo":               {line: tell("herroep"), refused: "nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			d := r.DecideOffice(dossier.Office{}, trayMail(c.line), ctx)
			result, refused, _ := transcriptOf(t, d)
			if c.refused != "" != (result == "refused") || !slices.Equal(refused, []string{c.refused}) || len(d.Orders) != c.orders {
				t.Errorf("%s %q, %d orders", result, refused, len(d.Orders))
			}
			var o dossier.Office
			for _, e := range d.Events {
				o.Apply(e)
			}
			for _, letter := range c.letters {
				if !slices.ContainsFunc(o.Duties, func(d dossier.Duty) bool { return string(d.Letter) == letter && d.To.Person == theCoordinator }) {
					t.Errorf("no letter %s", letter)
				}
			}
			for _, id := range []dossier.PersonID{theCoordinator, theDeputy} {
				if o.Absent(id, day) != slices.Contains(c.absent, id) || o.Absent(id, day.AddDays(-1)) || o.Absent(id, day.AddDays(19)) {
					t.Errorf("absences %+v", o.Absences)
				}
			}
		})
	}
}

// TestSteerProperties: whatever is said, there are orders only with a transcript that says done, each message leaves the
// list once, and what does not wait never does.
func TestSteerProperties(t *testing.T) {
	r := regulationNamed(t, "milieudefensie")
	ctx := contextAt(t, time.Date(2026, 6, 9, 10, 0, 0, 0, amsterdam(t)))
	rapid.Check(t, func(rt *rapid.T) {
		var lines []procedure.Line
		for range rapid.IntRange(0, 6).Draw(rt, "lines") {
			l := tell(rapid.SampledFrom([]string{"klacht", "geen-klacht", "opzegging", "weiger", "accepteer", "proef", "help", "sluiten"}).Draw(rt, "word"))
			l.Args.Items = rapid.SliceOfN(rapid.IntRange(0, 4), 0, 2).Draw(rt, "items")
			lines = append(lines, l)
		}
		in := trayMail(lines...)
		in.Proof.Token = rapid.Bool().Draw(rt, "token")
		d := r.DecideOffice(dossier.Office{}, in, ctx)
		result, _, _ := transcriptOf(t, d)
		if len(d.Orders) > 0 && result != "done" {
			rt.Fatalf("%d orders of a mail that is %q", len(d.Orders), result)
		}
		seen := map[dossier.MailID]bool{}
		for _, o := range d.Orders {
			if seen[o.Mail] || o.Mail == "m3" {
				rt.Fatalf("message %s leaves the list again", o.Mail)
			}
			seen[o.Mail] = true
		}
	})
}

func TestRecognised(t *testing.T) {
	r := regulationNamed(t, "milieudefensie")
	for text, want := range map[string]string{
		"Ik heb een KLACHT over u":            "complaint",
		"Lidmaatschap beeindigen graag":       "cancellation",
		"Ik wil mijn lidmaatschap beëindigen": "cancellation",
		"Een klachtenregeling hebt u zeker":   "",
		"Ik ben ontevreden en ga opzeggen":    "complaint cancellation",
		"":                                    "",
	} {
		var got []string
		for _, rule := range r.Recognised(text) {
			if rule.Name == "complaint" || rule.Name == "cancellation" {
				got = append(got, rule.Name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
