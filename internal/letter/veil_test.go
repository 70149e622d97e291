package letter

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"klachtd/internal/dossier"
)

// veiled gives the lines that a respondent reads who may not know who complains.
func veiled(t testing.TB, text string) []string {
	t.Helper()
	in := of(t, party(t, "respondent_notice", toRespondent, dossier.LetterDetails{Hidden: true}), "de klacht", "de klager", text)
	m := maker{in: &in, w: builtIn().words["nl"], lang: "nl"}
	return m.fields(false).Said[0].Lines
}

func TestVeil(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Ik ben Jan de Boer.", "Ik ben [weggelaten]."},
		{"JAN was er, mevrouw Boer ook", "[weggelaten] was er, mevrouw [weggelaten] ook"},
		{"Jan de Boerderij", "[weggelaten] de Boerderij"},
		{"Jans fiets", "[weggelaten]s fiets"},
		{"in januari bij de boerderij", "in januari bij de boerderij"},
		{"schrijf jan@post.example of J.deboer@elders.example", "schrijf [weggelaten] of [weggelaten]"},
		{"bel 06-12345678 of +31 6 1234 5678", "bel [weggelaten] of [weggelaten]"},
		{"NL91 ABNA 0417 1643 00 is van mij", "[weggelaten] is van mij"},
		{"Dorpsstraat 1, 1234 AB Ons Dorp", "Dorpsstraat 1, [weggelaten] Ons Dorp"},
		{"op 20 maart 2026 om 10 uur", "op 20 maart 2026 om 10 uur"},
		{"Dat was het.\nMet vriendelijke groet,\nJ. Boertje", "Dat was het.|[weggelaten]"},
		{"Dat was het.\n-- \nJan, de enige klant van nummer 4", "Dat was het.|[weggelaten]"},
		{"Groeten waren er niet bij.", "Groeten waren er niet bij."},
		{"Zo ging het.\nGroet deze man eens die daar elke dag bij u aan de balie zit en niets zegt.",
			"Zo ging het.|Groet deze man eens die daar elke dag bij u aan de balie zit en niets zegt."},
	} {
		if got := strings.Join(veiled(t, c.in), "|"); got != c.want {
			t.Errorf("%q became %q, want %q", c.in, got, c.want)
		}
	}
}

// TestVeilIsLifted: who may know the name reads the words as they are.
func TestVeilIsLifted(t *testing.T) {
	for _, c := range []struct {
		to     dossier.Recipient
		hidden bool
	}{{toRespondent, false}, {toComplainant, true}} {
		in := of(t, party(t, "reaction_request", c.to, dossier.LetterDetails{Hidden: c.hidden}), "", "de klager", "Ik ben Jan de Boer.")
		in.Statement[0].Name = "Jan de Boer"
		m := maker{in: &in, w: builtIn().words["nl"], lang: "nl"}
		if s := m.fields(false).Said[0]; s.Lines[0] != "Ik ben Jan de Boer." || s.Name != "Jan de Boer" {
			t.Errorf("%s, hidden %v: %+v", c.to.Role, c.hidden, s)
		}
	}
}

// TestHiddenStaysHidden: whatever the complainant is called and wherever that stands in his words, no letter to a
// respondent who may not know it holds his name or address (rule 10).
func TestHiddenStaysHidden(t *testing.T) {
	letters := []dossier.LetterName{
		"respondent_notice", "reaction_request", "hearing_invitation", "hearing_report_to_counterparty", "question",
		"shared_note", "ruling", "provisional_ruling", "correction", "withdrawal_confirmation", "employee_copy", "resume_underlying",
		"delay_notice_1", "delay_notice_2",
	}
	inputs := map[dossier.LetterName]Input{}
	for _, name := range letters {
		inputs[name] = party(t, name, toRespondent, dossier.LetterDetails{Hidden: true, Round: 1})
	}
	rapid.Check(t, func(rt *rapid.T) {
		first := rapid.StringMatching(`[QXZ][qxz]{3,9}`).Draw(rt, "first")
		last := rapid.StringMatching(`[QXZ][qxz]{3,9}`).Draw(rt, "last")
		name := first + " van der " + last
		address := strings.ToLower(first) + "@post.example"
		in := inputs[rapid.SampledFrom(letters).Draw(rt, "letter")]
		in.Case.Parties = slices.Clone(in.Case.Parties)
		in.Case.Parties[0].Name, in.Case.Parties[0].Address = name, address
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{
			name, first, last, address, strings.ToUpper(last), "Ik was er.", "\n", "Met vriendelijke groet,\n" + first, "(" + last + ")", "<" + address + ">",
		}), 1, 8).Draw(rt, "pieces")
		in.Statement = []Statement{{Title: "de klacht van " + last, Who: name + ", de klager", Name: name, Text: strings.Join(pieces, " ")}}
		in.Duty.Details.Text = "Dat zei " + rapid.SampledFrom([]string{name, first, last}).Draw(rt, "slip") + " ons."
		raw, err := builtIn().Render(in)
		if err != nil {
			rt.Fatal(err)
		}
		r := parsed(rt, raw)
		seen := strings.ToLower(string(raw) + r.text + r.html)
		for _, secret := range []string{first, last, address} {
			if strings.Contains(seen, strings.ToLower(secret)) {
				rt.Fatalf("%s holds %q:\n%s", in.Duty.Letter, secret, r.text)
			}
		}
	})
}
