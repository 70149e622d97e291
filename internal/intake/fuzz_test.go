package intake

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// FuzzArguments: whatever stands behind a word, the reader comes back with values of the closed lists, or a problem that
// says of what.
func FuzzArguments(f *testing.F) {
	for _, s := range []string{
		"#toewijzen Chris Bakker <chris@voorbeeld.example>", "#uitstel tot 1 juni 2026: wij wachten", "#horen klager 3 juni 2026 10:00 Zaal 2", "#kosten reis € 18,40 nee: te laat",
		"#afwezig 13 t/m 31 juli 2026 bert", "#weiger 2, 4 en 6-8", "#oordeel kennelijk gegrond\nOmdat", "#klager\nNaam: Jan\nE-mail: jan@b.example", "#feiten 1-6-2026, 2-6-2026", "#getuige : 1 uur @",
		"#vertegenwoordiger next of kin", "#samenvoegen K2026-0099", "#maatregel a, b, c 1 juni 2026 @cb",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		o := newOffice(t, "amnesty")
		r := o.anna(body)
		if r.Command == nil {
			return
		}
		reg := o.desk.Regulation
		for _, l := range r.Command.Lines {
			a, act := l.Args, reg.Act(l.Word)
			if act == nil {
				continue
			}
			takes := func(need string) bool { return slices.Contains(act.Needs, need) || slices.Contains(act.May, need) }
			if a.Text != "" && !takes("text") || a.Person != "" && !takes("person") || a.Amount < 0 || len(a.Items) > MaxItems || len(a.Times) > MaxTimes ||
				a.Outcome != "" && !slices.ContainsFunc(reg.Outcomes.Values, func(v procedure.OutcomeRule) bool { return v.Name == a.Outcome }) ||
				a.Days < 0 || a.Days > MaxDays || !a.Until.IsZero() && a.Until.Before(a.Date) || !a.Date.IsZero() && !takes("date") && !takes("period") && !takes("moment") {
				t.Fatalf("%q: %+v", body, a)
			}
			for set, value := range a.Answers {
				if !takes(set) || !slices.ContainsFunc(reg.Answers[set].Values, func(v procedure.OutcomeRule) bool { return v.Name == value }) {
					t.Fatalf("%q: answers %v", body, a.Answers)
				}
			}
			if p := l.Problem; p.Why != "" && p.What == "" || len(p.Said) > maxSaid || !utf8.ValidString(p.Said) {
				t.Fatalf("%q: problem %+v", body, p)
			}
			if a.Contact != nil && a.Contact.Name == "" && a.Contact.Address == "" {
				t.Fatalf("%q: a contact of nobody", body)
			}
		}
	})
}

// FuzzRead: a mail of anybody is read without a panic, and only people who may steer give commands.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/clients/*.eml")
	for _, file := range files {
		if raw, err := os.ReadFile(file); err == nil && len(raw) < 1500 { // large ones make the fuzzer slow
			f.Add(string(raw))
		}
	}
	f.Fuzz(func(t *testing.T, raw string) {
		o := newOffice(t, "amnesty")
		raw = strings.ReplaceAll(raw, "TOKEN", o.token(1, proof.Staff, "anna@voorbeeld.example", 3))
		r := o.readRaw(raw)
		if r.Command == nil {
			return
		}
		if s := r.Command.From; !s.Staff && s.Party == "" {
			t.Fatalf("commands of nobody: %+v", s)
		}
		if r.Place == PlaceTray || r.Place == PlaceIgnored || r.Place == PlaceLetter {
			t.Fatalf("commands in %s", r.Place)
		}
		if r.Command.Opens != nil && r.Place != PlaceNew {
			t.Fatalf("a case opened in %s", r.Place)
		}
	})
}
