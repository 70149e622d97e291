package message

import (
	"slices"
	"testing"
)

// TestRecipientWithoutDomain reads bounces of mail systems that name only the
// mailbox: the address of a help desk beside it did not fail.
func TestRecipientWithoutDomain(t *testing.T) {
	daemon := "Return-Path: <>\nFrom: MAILER-DAEMON@mx.b.example\nTo: klachten@voorbeeld.example\nSubject: Undeliverable mail\n\n"
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"brackets", "<jan>: user unknown\n\nQuestions? Mail helpdesk@b.example.\n", nil},
		{"colon", "The following recipients failed:\n\njan: no such user\n\nContact the administrator at beheer@b.example for help.\n", nil},
		{"Domino", "Your message\n\n  Subject: Ontvangstbevestiging\n\nwas not delivered to:\n\n  Jan de Boer/Zorg/NL\n\nbecause:\n\n  User Jan de Boer not listed in public Name & Address Book\n\nQuestions: notes@b.example\n", nil},
		{"label", "Recipient: jan\nReason: 550 mailbox unavailable\n\nMail beheer@b.example for help.\n", nil},
		{"command", "The server answered\n\nRCPT TO:<jan>\n550 5.1.1 unknown\n\nQuestions to beheer@b.example\n", nil},
		{"Exchange 5.5", "Your message did not reach some or all of the intended recipients.\n\nThe following recipient(s) could not be reached:\n\n      Boer, Jan de on 11-6-2026 10:12\n            The recipient name is not recognized\n\nFor assistance, contact beheer@b.example\n", nil},
		{"contact only", "The message could not be delivered: user unknown.\nPlease contact the helpdesk at helpdesk@b.example.\n", nil},
		{"contact in Dutch", "Het bericht kon niet worden bezorgd.\nVoor vragen kunt u mailen naar helpdesk@b.example.\n", nil},
		{"sender of the original", "Message could not be delivered: user unknown\n\nFrom: els@b.example\nMessage-ID: <x1@b.example>\n", nil},
		{"link", "Message could not be delivered: user unknown.\nSee http://b.example/help?id=1@b.example for more.\n", nil},
		{"contact over two lines", "Message could not be delivered: user unknown. Please contact\nhelpdesk@b.example for more.\n", nil},
		{"both", "<jan>: user unknown\n<els@b.example>: user unknown\n", []string{"els@b.example"}},
		{"sentence", "Your message to jan@b.example could not be delivered: user unknown. Questions? Mail helpdesk@b.example.\n", []string{"jan@b.example"}},
		{"contact on the first line", "Contact helpdesk@b.example for help.\n\nYour message to jan@b.example was not delivered.\n", []string{"jan@b.example"}},
		{"line of its own below the contact", "For help mail helpdesk@b.example\n\n  jan@b.example\n    550 no such user\n", []string{"jan@b.example"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(daemon + c.text))
			if m.Kind != KindBounce || !slices.Equal(m.Bounce.Recipients, c.want) {
				t.Errorf("kind %q, bounce %+v, want recipients %q", m.Kind, m.Bounce, c.want)
			}
		})
	}
}
