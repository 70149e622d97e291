package message

import "testing"

// TestCitations keeps what people mark or indent themselves.
func TestCitations(t *testing.T) {
	for name, c := range map[string]struct{ head, text, want string }{
		"an indented dash ends nothing": {"", "De site gaf:\n\n    From: localhost\n    --\n    Error: 500\n\nWat nu?", "De site gaf:\n\n    From: localhost\n    --\n    Error: 500\n\nWat nu?"},
		"a list in a first mail":        {"", "Mijn punten:\n> de balie was dicht\n> de brief kwam te laat", "Mijn punten:\n> de balie was dicht\n> de brief kwam te laat"},
		"the same lines in an answer":   {"In-Reply-To: <k@voorbeeld.example>\n", "Mijn punten:\n> de balie was dicht\n> de brief kwam te laat", "Mijn punten:"},
		"below the sentence of another": {"", "Mevrouw Bos schreef:\n> de balie was dicht\n\nDat was niet zo.", "Dat was niet zo."},
	} {
		t.Run(name, func(t *testing.T) {
			m := Parse([]byte("From: els@b.example\nSubject: klacht\n" + c.head + "\n" + c.text))
			if m.Answer != c.want {
				t.Errorf("answer\n%s\nwant\n%s", m.Answer, c.want)
			}
		})
	}
}
