package message

import "testing"

// TestPeopleTellOfBounces: a person who pastes, forwards or complains of a
// bounce is no mail system, whatever he is called; what a system says is.
func TestPeopleTellOfBounces(t *testing.T) {
	const pasted = "550 5.1.1 <piet@voorbeeld.example>: Recipient address rejected: User unknown"
	for _, c := range []struct {
		name, head, text string
		kind             Kind
	}{
		{"pasted, sent under his own address", "Return-Path: <els@b.example>\nFrom: els@b.example\nSubject: Mail error", "See: " + pasted, KindHuman},
		{"pasted, in his own words", "From: els@b.example\nSubject: Undeliverable", "Please register my complaint.\n\n" + pasted, KindHuman},
		{"pasted, in Dutch", "From: els@b.example\nSubject: Onbestelbaar", "Dit krijg ik steeds:\n\n" + pasted, KindHuman},
		{"forwarded", "From: els@b.example\nSubject: Fwd: Undelivered Mail Returned to Sender", "Why?\n\n---------- Forwarded message ----------\nFrom: MAILER-DAEMON@b.example\nSubject: Undelivered Mail Returned to Sender\n\n" + pasted, KindHuman},
		{"a name like a mail system's", "From: Postmaster Wijkblad <postmaster@b.example>\nSubject: Pakket niet bezorgd", "Het pakket is niet bezorgd.", KindHuman},
		{"a name like another's", "From: Mail Delivery Baas <bezorger@b.example>\nSubject: Pakket niet bezorgd", "Het pakket is niet bezorgd.", KindHuman},
		{"a mail system without words of its own", "From: Postmaster <postmaster@b.example>\nSubject: Niet bezorgd", "Uw bericht is niet bezorgd bij piet@voorbeeld.example.", KindBounce},
		{"a mail system with a copy", "From: Postmaster <postmaster@b.example>\nSubject: Niet bezorgd\nContent-Type: multipart/mixed; boundary=b", "--b\n\nNiet gelukt.\n--b\nContent-Type: message/rfc822\n\n" + ours + "\n--b--", KindBounce},
		{"a mail system under its own address", "Return-Path: <no-reply@b.example>\nFrom: no-reply@b.example\nSubject: Mail delivery failed", "Your mail could not be delivered.\n\npiet@voorbeeld.example\n" + pasted, KindBounce},
		{"an absence with a null sender and a version in it", "Return-Path: <>\nFrom: els@b.example\nSubject: Re: x", "Ik ben er niet. Mail piet@b.example, of bel 550.\n\nElsMail 5.1.10", KindAuto},
		{"null sender", "Return-Path: <>\nFrom: Postmaster Kees <kees@b.example>\nSubject: Niet bezorgd", "Het is niet bezorgd.", KindBounce},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.head + "\n\n" + c.text))
			if m.Kind != c.kind {
				t.Errorf("kind %q because %q, want %q", m.Kind, m.Because, c.kind)
			}
		})
	}
}
