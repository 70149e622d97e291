package intake

import "testing"

func TestNameFirst(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Mevrouw De Wit, 020-7654321, belde over de colportage.", "Mevrouw De Wit"},
		{"mevr. De Wit belde", "mevr. De Wit"},
		{"Jan de Boer (jan@burger.example) klaagt over Ede.", "Jan de Boer"},
		{"Jan de Boer, jan@burger.example, klaagt", "Jan de Boer"},
		{"Dhr. P. van den Berg\nDorpsstraat 1", "Dhr. P. van den Berg"},
		{"Er belde een boze man.", ""},
		{"Klacht over de werving", ""},
		{"een mevrouw belde", ""},
		{"", ""},
		{"020-7654321", ""},
	} {
		if got := nameFirst(test.text); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}
