package message

import "strings"

// Exchange and some webmail write a read receipt as plain text when the sender
// is outside: no report says what it is, but the sentence is always the same.
//
//	Subject: Gelezen: Ontvangstbevestiging
//
//	Uw bericht
//	  Aan: Jan  Onderwerp: Ontvangstbevestiging
//	is gelezen op donderdag 11 juni 2026 10:12.

var (
	receiptSubjects = []string{"gelezen:", "niet gelezen:", "leesbevestiging:", "leesbevestiging (", "read:", "not read:", "ongelezen:", "ongelezen verwijderd:", "read-receipt:", "read receipt:", "return receipt (displayed)", "gelesen:", "ungelesen:", "lesebestätigung:", "lu :", "lu\u00a0:", "non lu :", "accusé de réception :"}
	receiptBegins   = []string{"uw bericht", "your message", "ihre nachricht", "votre message", "this is a receipt for", "this is a return receipt", "dit is een leesbevestiging", "dit is een ontvangstbevestiging voor", "dies ist eine", "ceci est un accusé"}
	receiptTexts    = []string{"is gelezen op", "was gelezen op", "werd gelezen op", "is verwijderd zonder", "ongelezen verwijderd", "zonder te zijn gelezen", "was read on", "deleted without being read", "was displayed on", "wurde gelesen", "gelesen am", "wurde am", "ungelesen gelöscht", "a été lu", "supprimé sans avoir été lu", "this is a receipt for", "this is a return receipt for", "leesbevestiging voor"}
)

// receiptLabels name the mail that was read; a person who has read something
// does not list its header, or give an address.
var receiptLabels = []string{"aan:", "onderwerp:", "to:", "subject:", "an:", "betreff:", "à :", "à\u00a0:", "objet", "@", "receipt", "bevestiging"}

// receiptWords says whether m is such a receipt: by its subject, by how its
// text begins, and by what that says.
func receiptWords(m *Message) bool {
	subject := strings.ToLower(untagged(m.Subject))
	for _, begin := range receiptSubjects {
		if strings.HasPrefix(subject, begin) {
			text := strings.ToLower(clip(strings.TrimSpace(m.Text), 600))
			return hasAnyPrefix(text, receiptBegins) && containsAny(text, receiptTexts) && containsAny(text, receiptLabels)
		}
	}
	return false
}

func hasAnyPrefix(s string, begins []string) bool {
	for _, b := range begins {
		if strings.HasPrefix(s, b) {
			return true
		}
	}
	return false
}
