package message

import "testing"

func TestFlowed(t *testing.T) {
	for _, c := range []struct{ name, params, body, want string }{
		{"a paragraph", "format=flowed", "De medewerker heeft mij \nniet teruggebeld.\nGroet", "De medewerker heeft mij niet teruggebeld.\nGroet"},
		{"as Windows ends lines", "format=flowed", "een \r\ntwee\r\n", "een twee"},
		{"upper case and quoted", "Format=\"Flowed\"", "een \ntwee", "een twee"},
		{"not flowed", "charset=utf-8", "een \ntwee", "een \ntwee"},
		{"fixed", "format=fixed", "een \ntwee", "een \ntwee"},
		{"blanks deleted", "format=flowed; delsp=yes", "boos \nheid\nGroet", "boosheid\nGroet"},
		{"stuffed", "format=flowed", " From here on\n  two", "From here on\n two"},
		{"signature", "format=flowed", "een \n-- \nEls", "een \n-- \nEls"},
		{"blank line", "format=flowed", "een \n\ntwee \n \ndrie", "een \n\ntwee \n\ndrie"},
		{"quote", "format=flowed", "> een \n> twee\n> drie \nvier", "> een twee\n> drie \nvier"},
		{"quotes of two depths", "format=flowed", ">> een \n> twee \n> drie", ">> een \n> twee drie"},
		{"command behind a stray blank", "format=flowed", "Beste, \n#sluiten", "Beste, \n#sluiten"},
		{"folded command", "format=flowed", "#notitie een lange \nregel", "#notitie een lange regel"},
		{"label behind a stray blank", "format=flowed", "Van: Els \nOnderwerp: klacht", "Van: Els \nOnderwerp: klacht"},
		{"the last line open", "format=flowed", "een ", "een "},
		{"empty", "format=flowed", "", ""},
		{"one blank", "format=flowed", " ", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte("From: jan@b.example\nContent-Type: text/plain; " + c.params + "\n\n" + c.body))
			if m.Text != c.want {
				t.Errorf("%q, want %q", m.Text, c.want)
			}
		})
	}
}

// TestFlowedAnswer reads a reply of Thunderbird, whose sentence above the
// quote is folded too.
func TestFlowedAnswer(t *testing.T) {
	m := Parse([]byte("From: jan@b.example\nContent-Type: text/plain; charset=UTF-8; format=flowed\n\nOp 11-06-2026 om 10:12 schreef Piet Smit van de afdeling \nklachten:\n> Wilt u langskomen \n> voor een gesprek?\n\nJa, dat wil ik graag, \nliefst op dinsdag.\n\n-- \nEls\n"))
	if want := "Ja, dat wil ik graag, liefst op dinsdag."; m.Answer != want {
		t.Errorf("answer = %q, want %q", m.Answer, want)
	}
}
