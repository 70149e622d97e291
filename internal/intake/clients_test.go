package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// TestClients: the same two commands, as mail programs write them above, below and around what they answer. Each gives
// the same commands, and nothing of the letter that they quote acts.
func TestClients(t *testing.T) {
	files, err := filepath.Glob("testdata/clients/*.eml")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d clients, %v", len(files), err)
	}
	want := []procedure.Line{
		{Word: "toewijzen", Args: args{Person: "chris@voorbeeld.example"}},
		{Word: "uitstel", Args: args{Date: june1, Text: "Wij wachten nog op het verslag van de beller. Daarna schrijven wij de brief."}},
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".eml"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o := newOffice(t, "amnesty")
			r := o.readRaw(strings.ReplaceAll(string(raw), "TOKEN", o.token(1, proof.Staff, "anna@voorbeeld.example", 3)))
			if r.Command == nil || r.Place != PlaceCase || r.Case != 1 || !r.Proof.Token || r.Proof.Verdict != "pass" {
				t.Fatalf("place %s, case %d, proof %+v, command %v", r.Place, r.Case, r.Proof, r.Command)
			}
			if len(r.Command.Near) > 0 {
				t.Errorf("near %v", r.Command.Near)
			}
			for i := range r.Command.Lines {
				text := &r.Command.Lines[i].Args.Text
				*text = strings.Join(strings.Fields(beforeGreeting(*text)), " ")
			}
			if diff := cmp.Diff(want, r.Command.Lines, anyDate, cmpopts.EquateEmpty(),
				cmpopts.IgnoreFields(procedure.Line{}, "Line", "Written", "Rest"), cmpopts.IgnoreFields(args{}, "Attachments")); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
		})
	}
}

// beforeGreeting cuts a text where its writer says goodbye: a signature without a mark stays part of it.
func beforeGreeting(text string) string {
	for _, greeting := range []string{"Met vriendelijke groet", "Hartelijke groet", "Kind regards"} {
		text, _, _ = strings.Cut(text, greeting)
	}
	return text
}
