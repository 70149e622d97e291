package daemon

import (
	"strings"
	"testing"

	"klachtd/internal/dossier"
)

var complains = dossier.Case{Parties: []dossier.Party{
	{ID: "p1", Role: dossier.RoleComplainant, Name: "Jan de Boer-Smit", Address: "jan.deboer@burger.example"},
	{ID: "p2", Role: dossier.RoleRespondent, Name: "Piet Pietersen", Address: "piet@werving.example"},
}}

func TestWithhold(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing to hide", "Piet was grof.", "Piet was grof."},
		{"name", "Ik, Jan de Boer-Smit, klaag over Piet Pietersen.", "Ik, [...], klaag over Piet Pietersen."},
		{"parts of it", "Zeg maar jan. Groetjes van mevrouw SMIT!", "Zeg maar [...]. Groetjes van mevrouw [...]!"},
		{"within other words", "In januari aan de smitsweg.", "In januari aan de smitsweg."},
		{"address", "Mail mij op jan.deboer@burger.example of jdb+x@elders.example.", "Mail mij op [...] of [...]"},
		{"telephone", "Bel 06-12345678, +31 6 1234 5678 of (020) 123 45 67", "Bel [...], [...] of ([...]"},
		{"a date is none", "Op 12 maart 2026 om 10:30 uur, zaak K2026-0001.", "Op 12 maart 2026 om 10:30 uur, zaak K2026-0001."},
		{"postcode and account", "Ik woon in 1234 AB Dorp, NL91 ABNA 0417 1643 00.", "Ik woon in [...], [...]."},
		{"where he lives", "Ik ben de buurvrouw van Rozenlaan 3b, 9711 AB Groningen, en woon op Rozenlaan 3b. Het was aan de Kerkstraat 5.", "Ik ben de buurvrouw van [...], en woon op [...]. Het was aan de Kerkstraat 5."},
		{"a town with more names", "Mijn adres: Lange Dwarsstraat 12-2, 2511 CD Den Haag. Het regende.", "Mijn adres: [...]. Het regende."},
		{"quoted header", "Zie onder.\n> Van: Iemand Anders\n> To: x\nTekst.", "Zie onder.\nTekst."},
		{"closing", "Klacht.\n\nMet vriendelijke groet,\nIemand\nDorpsstraat 1", "Klacht."},
		{"a greeting in a sentence", "Hij had geen groet voor mij over, en zei verder helemaal niets tegen mij.", "Hij had geen groet voor mij over, en zei verder helemaal niets tegen mij."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := withhold(c.text, &complains); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestContactless(t *testing.T) {
	got := contactless("Klacht van mij.\nBel 06-12345678.\n\nHoogachtend,\n\nJan de Boer\nDorpsstraat 1\n1234 AB Dorp\njan@burger.example")
	if want := "Klacht van mij.\nBel [...].\n\nHoogachtend,\n\nJan de Boer"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, secret := range []string{"06-12345678", "Dorpsstraat", "jan@"} {
		if strings.Contains(got, secret) {
			t.Errorf("%q is still there", secret)
		}
	}
}
