package daemon_test

import (
	"strings"
	"time"

	"klachtd/internal/postoffice"
)

// crashStory touches every way in and out: what was there at the start, a complaint, a forward, a newsletter, copies,
// mail that breaks its reading, an address that refuses, a reply, a stranger, an automatic answer, a delivery report,
// a restored mailbox, and the letters of time.
const crashStory = `
# first start: what is there is left alone
at 2026-03-02 08:50
mail
| From: Oude Post <oud@burger.example>
| Subject: Al lang hier
|
| Dit stond er al.
pass

at 2026-03-02 11:00
mail pass
| From: Jan de Boer <jan@burger.example>
| Date: Mon, 02 Mar 2026 09:20:00 +0100
| Message-ID: <jan-1@burger.example>
| Subject: Klacht over de deurverkoop
|
| Op 20 februari ben ik onvriendelijk te woord gestaan.
mail pass
| From: Piet Werver <piet@voorbeeld.example>
| Subject: Fwd: klacht
| Content-Type: multipart/mixed; boundary=grens
|
| --grens
| Content-Type: text/plain
|
| Deze kreeg ik vorige week, kun jij kijken?
| --grens
| Content-Type: message/rfc822
|
| Received: from post.burger.example by mx.voorbeeld.example; Tue, 24 Feb 2026 14:05:00 +0100
| From: Els Mulder <els@burger.example>
| To: Piet Werver <piet@voorbeeld.example>
| Date: Tue, 24 Feb 2026 14:04:00 +0100
| Message-ID: <els-1@burger.example>
| Subject: Klacht over de deurverkoop
|
| Ik werd onder druk gezet aan mijn eigen deur.
| --grens--
mail
| From: Nieuwsbrief <nieuws@burger.example>
| List-Id: <nieuws.burger.example>
| Subject: Nieuws
|
| Dit is nieuws.
# the same mail again: the same bytes, and once more through another server
mail pass
| From: Jan de Boer <jan@burger.example>
| Date: Mon, 02 Mar 2026 09:20:00 +0100
| Message-ID: <jan-1@burger.example>
| Subject: Klacht over de deurverkoop
|
| Op 20 februari ben ik onvriendelijk te woord gestaan.
mail pass
| Received: from alias.example by mx.voorbeeld.example; Mon, 02 Mar 2026 09:25:00 +0100
| From: Jan de Boer <jan@burger.example>
| Date: Mon, 02 Mar 2026 09:20:00 +0100
| Message-ID: <jan-1@burger.example>
| Subject: Klacht over de deurverkoop
|
| Op 20 februari ben ik onvriendelijk te woord gestaan.
pass

# a mail that breaks its reading, before others; an address that does not exist
at 2026-03-03 10:00
refuse kees@burger.example
mail
| From: Mallory <mallory@elders.example>
| Subject: Gif
|
| Wie dit leest, valt om.
mail pass
| From: Kees Bakker <kees@burger.example>
| Subject: Klacht over een brief
|
| Uw brief was niet aan mij gericht.
reply acknowledgement jan@burger.example
| Ik vergat de datum: het was in de avond.
pass

at 2026-03-03 14:00
reply acknowledgement jan@burger.example mallory@elders.example
| Laat maar zitten, alles is goed.
reply acknowledgement jan@burger.example
| Content-Type: text/plain
| Auto-Submitted: auto-replied
|
| Ik ben met vakantie.
bounce acknowledgement els@burger.example
pass

# the list of the tray
at 2026-03-04 08:30
pass

# an administrator restores the mailbox: a mail that was handled lies there again, and a new one
at 2026-03-05 11:00
mail pass
| From: Jan de Boer <jan@burger.example>
| Date: Mon, 02 Mar 2026 09:20:00 +0100
| Message-ID: <jan-1@burger.example>
| Subject: Klacht over de deurverkoop
|
| Op 20 februari ben ik onvriendelijk te woord gestaan.
mail pass
| From: Mia Smit <mia@burger.example>
| Subject: Klacht over een belletje
|
| Ik word elke avond gebeld.
rollover
pass

# the days of reminders and delay notices; what falls on other days is late by then
at 2026-03-06 09:00
pass
at 2026-03-09 09:00
pass
at 2026-03-10 09:00
pass
at 2026-03-11 09:00
pass
at 2026-03-16 09:00
pass
at 2026-03-17 09:00
pass
at 2026-03-19 09:00
pass
`

// tell plays a story: the commands of desk.play that bring something about, and `pass`. What happens outside happens
// between two moments; deaths happen within them.
func (w *world) tell(story string) {
	w.t.Helper()
	lines := strings.Split(story, "\n")
	for i := 0; i < len(lines); i++ {
		words := strings.Fields(lines[i])
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		var body []string
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "|") {
			i++
			body = append(body, strings.TrimPrefix(strings.TrimPrefix(lines[i], "|"), " "))
		}
		w.do(words, strings.Join(body, "\n"))
	}
}

func (w *world) do(words []string, body string) {
	w.t.Helper()
	switch words[0] {
	case "at":
		at := w.moment(words[1] + " " + words[2])
		if !at.After(time.Now()) {
			w.t.Fatalf("%s has passed", at)
		}
		time.Sleep(time.Until(at))
	case "mail":
		w.mail(words[1:], body)
	case "reply":
		w.answer(w.last(words[1], words[2]), words[len(words)-1], body)
	case "order":
		w.order(words[1:], body)
	case "bounce":
		w.bounced(w.last(words[1], words[2]))
	case "refuse":
		w.refused[words[1]] = true
	case "rollover":
		w.restore()
	case "meanwhile": // an order that comes in while the process is dead, or behind the next pass
		w.meanwhile = append(w.meanwhile, func() { w.order(words[1:], body) })
	case "pass":
		w.pass()
		if w.comesIn() {
			w.pass()
		}
	default:
		w.t.Fatalf("unknown command %q", words[0])
	}
}

// answer is desk.reply to one letter: which of them was the last depends on deaths.
func (w *world) answer(tr postoffice.Transaction, from, body string) {
	id := header(tr.Raw, "Message-ID")
	head := "From: " + from + "\nTo: " + header(tr.Raw, "Reply-To") + "\nSubject: Re: " + header(tr.Raw, "Subject") +
		"\nIn-Reply-To: " + id + "\nReferences: " + id + "\n"
	if !strings.HasPrefix(body, "Content-Type:") {
		head += "\n"
	}
	w.mail(nil, head+body)
}

// bounced is desk.bounce of one letter.
func (w *world) bounced(tr postoffice.Transaction) {
	w.mail(nil, strings.Join([]string{
		"From: Mail Delivery System <MAILER-DAEMON@post.example>", "To: " + tr.From, "Return-Path: <>",
		"Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied",
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
		"--b", "Content-Type: text/plain", "", "The mail could not be delivered.", "",
		"--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; post.example", "",
		"Final-Recipient: rfc822; " + tr.To, "Action: failed", "Status: 5.1.1", "",
		"--b", "Content-Type: text/rfc822-headers", "", "Message-ID: " + header(tr.Raw, "Message-ID"), "", "--b--",
	}, "\n"))
}
