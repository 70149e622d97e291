package intake

import (
	"testing"

	"klachtd/internal/procedure"
)

func TestWithoutGoodbye(t *testing.T) {
	letter := []procedure.Effect{{Do: procedure.DoLetter}}
	for _, c := range []struct {
		name       string
		part       procedure.Part
		text, want string
		effects    []procedure.Effect
	}{
		{"name and function", "deciding", "Dat mag niet.\n\nMet vriendelijke groet,\n\nAnna de Vries\nKlachtencoördinator\nT 020-1234567", "Dat mag niet.", letter},
		{"on one line", "handling", "Hoe laat was het?\nGroetjes Anna", "Hoe laat was het?", letter},
		{"surname", "handling", "Hoe laat was het?\nGroet, Anna de Vries", "Hoe laat was het?", letter},
		{"thanks", "handling", "Hoe laat was het?\n\nAlvast bedankt,\nAnna", "Hoe laat was het?", letter},
		{"English", "handling", "Which day?\nKind regards,\nAnna", "Which day?", letter},
		{"a sentence below it", "deciding", "Zij schreef:\nGroeten\nDat was alles.", "Zij schreef:\nGroeten\nDat was alles.", letter},
		{"a sentence that begins so", "handling", "Waarom?\nGroeten doet hij nooit", "Waarom?\nGroeten doet hij nooit", letter},
		{"nothing else", "handling", "Met vriendelijke groet", "Met vriendelijke groet", letter},
		{"a note", "handling", "Gebeld.\nGroet, Anna", "Gebeld.\nGroet, Anna", nil},
		{"what somebody said", "registering", "Ik klaag.\nGroet, Els", "Ik klaag.\nGroet, Els", letter},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := withoutGoodbye(&procedure.Act{Part: c.part, Effects: c.effects}, c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestWithoutGreeting(t *testing.T) {
	letter := []procedure.Effect{{Do: procedure.DoLetter}}
	for _, c := range []struct {
		name       string
		part       procedure.Part
		text, want string
		effects    []procedure.Effect
	}{
		{"of a letter", "deciding", "Geachte mevrouw Kok,\n\nUw klacht is gegrond.", "Uw klacht is gegrond.", letter},
		{"of a mail", "handling", "\nBeste Jan,\nWelke brief?", "Welke brief?", letter},
		{"English", "handling", "Dear Ms O'Brien,\nWhich letter?", "Which letter?", letter},
		{"a sentence", "deciding", "Geachte mevrouw Kok, uw klacht is gegrond.\nWij bieden excuses aan.",
			"Geachte mevrouw Kok, uw klacht is gegrond.\nWij bieden excuses aan.", letter},
		{"no comma", "deciding", "Beste oplossing is bellen\nDat doen wij.", "Beste oplossing is bellen\nDat doen wij.", letter},
		{"nothing else", "deciding", "Geachte mevrouw Kok,", "Geachte mevrouw Kok,", letter},
		{"a note", "handling", "Beste Anna,\nhij belde.", "Beste Anna,\nhij belde.", nil},
		{"what somebody said", "registering", "Beste mensen,\nik klaag.", "Beste mensen,\nik klaag.", letter},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := withoutGreeting(&procedure.Act{Part: c.part, Effects: c.effects}, c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
