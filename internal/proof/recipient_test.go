package proof

import (
	"slices"
	"strings"
	"testing"
)

func TestFindToken(t *testing.T) {
	a, b := keys.Token(subject), keys.Token(Subject{Audience: Party, Case: 8, Person: 1, Day: issued})
	for _, c := range []struct {
		name       string
		recipients []string
		want       []string
	}{
		{"bare address", []string{"klachten+" + a + "@voorbeeld.example"}, []string{a}},
		{"in brackets with a name", []string{"Klachten <klachten+" + a + "@voorbeeld.example>"}, []string{a}},
		{"upper case", []string{"KLACHTEN+" + strings.ToUpper(a) + "@VOORBEELD.EXAMPLE"}, []string{a}},
		{"folded within the token", []string{"<klachten+" + a[:30] + "\r\n " + a[30:] + "@voorbeeld.example>"}, []string{a}},
		{"quoted local part", []string{`"klachten+` + a + `"@voorbeeld.example`}, []string{a}},
		{"domain of the server", []string{"klachten+" + a + "@imap3.host.example"}, []string{a}},
		{"several in one field", []string{"x@y.example, klachten+" + a + "@v.example, klachten+" + b + "@v.example"}, []string{a, b}},
		{"several fields", []string{"klachten@v.example", "klachten+" + b + "@v.example"}, []string{b}},
		{"the same twice", []string{"klachten+" + a + "@v.example", "klachten+" + strings.ToUpper(a) + "@v.example"}, []string{a}},
		{"no token", []string{"klachten@voorbeeld.example", "", "klachten+@v.example", "klachten+nieuws@v.example"}, nil},
		{"another mailbox", []string{"info+" + a + "@voorbeeld.example"}, nil},
		{"the end of another mailbox", []string{"bezwaar-klachten+" + a + "@v.example", "xklachten+" + a + "@v.example"}, nil},
		{"one character short", []string{"klachten+" + a[1:] + "@v.example"}, nil},
		{"one character long", []string{"klachten+a" + a + "@v.example"}, nil},
		{"token not at the end", []string{"klachten+" + a + ".x@v.example", "klachten+" + a + "+x@v.example"}, nil},
		{"no address around it", []string{"klachten+" + a, a}, nil},
		{"Kelvin sign for k", []string{"\u212alachten+" + a + "@v.example"}, nil},
	} {
		for _, mailbox := range []string{"klachten@voorbeeld.example", "klachten", "Klachten@Voorbeeld.example"} {
			t.Run(c.name+" "+mailbox, func(t *testing.T) {
				if got := FindToken(c.recipients, mailbox); !slices.Equal(got, c.want) {
					t.Errorf("found %q, want %q", got, c.want)
				}
			})
		}
	}
}

func TestFindTokenLimits(t *testing.T) {
	token := keys.Token(subject)
	address := "klachten+" + token + "@v.example"
	many := slices.Repeat([]string{"x@y.example"}, maxRecipients)
	if got := FindToken(append(many, address), "klachten"); got != nil {
		t.Errorf("found %q behind %d recipients", got, maxRecipients)
	}
	if got := FindToken([]string{strings.Repeat(" ", maxRecipientBytes) + address}, "klachten"); got != nil {
		t.Errorf("found %q behind %d bytes", got, maxRecipientBytes)
	}
	if got := FindToken([]string{"+" + token + "@v.example"}, ""); got != nil {
		t.Errorf("found %q without a mailbox", got)
	}
	var different []string
	for i := range uint32(maxTokens + 5) {
		different = append(different, Plus("klachten@v.example", keys.Token(Subject{Audience: Staff, Case: i, Day: issued})))
	}
	if got := FindToken(different, "klachten"); len(got) != maxTokens {
		t.Errorf("found %d tokens, want %d at most", len(got), maxTokens)
	}
}

func FuzzFindToken(f *testing.F) {
	f.Add("Klachten <klachten+" + keys.Token(subject) + "@voorbeeld.example>")
	f.Add("klachten+klachten+@")
	f.Fuzz(func(t *testing.T, s string) {
		for _, token := range FindToken([]string{s, s}, "klachten@voorbeeld.example") {
			if len(token) != TokenLength {
				t.Fatalf("token %q", token)
			}
		}
	})
}
