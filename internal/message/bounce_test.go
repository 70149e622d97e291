package message

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const ours = "Message-ID: <k.0001@voorbeeld.example>\nSubject: Ontvangstbevestiging\nFrom: klachten@voorbeeld.example\n\ntekst\n"

func TestBounces(t *testing.T) {
	daemon := "Return-Path: <>\nFrom: MAILER-DAEMON@mx.b.example\nTo: klachten@voorbeeld.example\nSubject: "
	report := func(status string) string {
		return daemon + "x\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.b.example\n\n" + status + "\n--b\nContent-Type: message/rfc822\n\n" + ours + "--b--\n"
	}
	for _, c := range []struct {
		name, raw string
		want      Bounce
	}{
		{"failed", report("Final-Recipient: rfc822; jan@b.example\nAction: failed\nStatus: 5.1.1"),
			Bounce{[]string{"jan@b.example"}, "5.1.1", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"failed for now", report("Final-Recipient: rfc822; jan@b.example\nAction: failed\nStatus: 4.4.7"),
			Bounce{[]string{"jan@b.example"}, "4.4.7", ClassFailed, false, "<k.0001@voorbeeld.example>"}},
		{"delayed", report("Final-Recipient: rfc822; jan@b.example\nAction: delayed\nStatus: 4.4.1"),
			Bounce{[]string{"jan@b.example"}, "4.4.1", ClassDelayed, false, "<k.0001@voorbeeld.example>"}},
		{"delivered", report("Final-Recipient: rfc822; jan@b.example\nAction: relayed\nStatus: 2.0.0"),
			Bounce{[]string{"jan@b.example"}, "2.0.0", ClassDelivered, false, "<k.0001@voorbeeld.example>"}},
		{"one of two failed", report("Final-Recipient: rfc822; els@b.example\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; jan@b.example\nAction: failed\nStatus: 5.2.2"),
			Bounce{[]string{"jan@b.example"}, "5.2.2", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"one of two failed, told first", report("Final-Recipient: rfc822; jan@b.example\nAction: failed\nStatus: 5.2.2\n\nFinal-Recipient: rfc822; els@b.example\nAction: delivered\nStatus: 2.0.0"),
			Bounce{[]string{"jan@b.example"}, "5.2.2", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"status only in the diagnostic", report("Final-Recipient: rfc822; jan@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.1 refused"),
			Bounce{[]string{"jan@b.example"}, "5.7.1", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"reply without a status", report("Final-Recipient: rfc822; jan@b.example\nAction: failed\nDiagnostic-Code: smtp; 552 mailbox full"),
			Bounce{[]string{"jan@b.example"}, "", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"qmail", daemon + "failure notice\n\nHi. This is the qmail-send program at mx.b.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\n\n<jan@b.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n" + ours,
			Bounce{[]string{"jan@b.example"}, "5.1.1", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"exim", daemon + "Mail delivery failed: returning message to sender\nX-Failed-Recipients: jan@b.example, els@b.example\n\nThe following address(es) failed:\n\n  jan@b.example\n    550 no such user\n\n------ This is a copy of the message, including all the headers. ------\n\n" + ours,
			Bounce{[]string{"jan@b.example", "els@b.example"}, "", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"exim delayed", daemon + "Warning: message 1abc delayed 24 hours\n\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\n  jan@b.example\n\nNo action is required on your part.\n",
			Bounce{[]string{"jan@b.example"}, "", ClassDelayed, false, ""}},
		{"Exchange in Dutch", "From: postmaster@b.example\nTo: klachten@voorbeeld.example\nSubject: Onbestelbaar: Ontvangstbevestiging\n\nBezorgen is mislukt voor deze geadresseerden of groepen:\n\njan@b.example\nHet e-mailadres kan niet worden gevonden.\n\nGenererende server: mx.b.example\n\njan@b.example\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'\n\nOorspronkelijke berichtkoppen:\n\n" + ours,
			Bounce{[]string{"jan@b.example"}, "5.1.10", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"blanks between the groups", report("Final-Recipient: rfc822; els@b.example\nAction: delivered\nStatus: 2.0.0\n  \nFinal-Recipient: rfc822; jan@b.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550\n\t\n\tunknown"),
			Bounce{[]string{"jan@b.example"}, "5.1.1", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"the id in the status only", daemon + "x\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.b.example\nX-Original-Message-ID: <k.0001@voorbeeld.example>\n\nFinal-Recipient: rfc822; jan@b.example\nAction: failed\nStatus: 5.1.1\n--b--\n",
			Bounce{[]string{"jan@b.example"}, "5.1.1", ClassFailed, true, "<k.0001@voorbeeld.example>"}},
		{"other numbers above the reply", daemon + "Undelivered mail\n\nThe subject was: 550 woningen\n\n<jan@b.example>: host mx.b.example said: 451 4.3.0 try later\n",
			Bounce{[]string{"jan@b.example"}, "4.3.0", ClassFailed, false, ""}},
		{"the sender named above", daemon + "Undelivered mail\n\nEnvelope sender: <k+118=ab@voorbeeld.example>\nThe recipient <jan@b.example> is no longer in use.\n",
			Bounce{[]string{"jan@b.example"}, "", ClassFailed, true, ""}},
		{"a language that nobody speaks", "From: Microsoft Outlook <MicrosoftExchange329e71ec@b.example>\nTo: klachten@voorbeeld.example\nSubject: Ei onnistu: x\n\nToimitus epaonnistui:\n\njan@b.example\n\nRemote Server returned '550 5.1.10 x'\n",
			Bounce{[]string{"jan@b.example"}, "5.1.10", ClassFailed, true, ""}},
		{"JSON", "From: no-reply@sns.example\nSubject: AWS Notification Message\n\n{\"notificationType\" : \"Bounce\",\"bounce\":{\"bounceType\":\"Transient\",\"bouncedRecipients\":[{\"emailAddress\":\"jan@b.example\",\"action\":\"failed\",\"status\":\"4.4.7\"}]},\"mail\":{\"commonHeaders\":{\"messageId\":\"<k.0001@voorbeeld.example>\"}}}\n\n--\nUnsubscribe",
			Bounce{[]string{"jan@b.example"}, "4.4.7", ClassFailed, false, "<k.0001@voorbeeld.example>"}},
		{"JSON without an action", "From: no-reply@sns.example\nSubject: AWS Notification Message\n\n{\"eventType\":\"Bounce\",\"bounce\":{\"bounceType\":\"Permanent\",\"bouncedRecipients\":[{\"emailAddress\":\"jan@b.example\"}]}}",
			Bounce{[]string{"jan@b.example"}, "", ClassFailed, true, ""}},
		{"our address with a token", "Return-Path: <>\nFrom: MAILER-DAEMON@mx.b.example\nTo: klachten+b118=k9f3@voorbeeld.example\nSubject: Undelivered mail\n\nMail from <klachten@voorbeeld.example> to <jan@b.example>: 550 5.1.1 unknown.\n",
			Bounce{[]string{"jan@b.example"}, "5.1.1", ClassFailed, true, ""}},
		{"text without a number", daemon + "Undeliverable mail\n\nYour message to jan@b.example could not be delivered: user unknown.\n",
			Bounce{[]string{"jan@b.example"}, "", ClassFailed, true, ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.raw))
			if m.Kind != KindBounce {
				t.Fatalf("kind %q because %v", m.Kind, m.Because)
			}
			if diff := cmp.Diff(c.want, *m.Bounce); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
			if len(m.Originals) > 0 {
				t.Error("the returned mail was taken for a forward")
			}
		})
	}
}

func TestForwardedBounceIsHuman(t *testing.T) {
	raw := "From: els@b.example\nSubject: Fwd: x\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nwat is dit?\n--a\nContent-Type: message/rfc822\n\nFrom: MAILER-DAEMON@b.example\nSubject: Undelivered Mail\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; x@b.example\nAction: failed\nStatus: 5.1.1\n--b--\n--a--\n"
	m := Parse([]byte(raw))
	if m.Kind != KindHuman || len(m.Originals) != 1 {
		t.Errorf("kind %q because %v, %d originals", m.Kind, m.Because, len(m.Originals))
	}
}

func TestEnhanced(t *testing.T) {
	for s, want := range map[string]string{
		"550 5.1.1 unknown": "5.1.1", "(#5.5.0)": "5.5.0", "host 192.0.2.5.1.1 said": "", "2.0.0 (delivered)": "2.0.0", "5.1.10": "5.1.10",
		"version 15.2.3.4": "", "5.1": "", "": "", "x5.7.1x": "5.7.1", "3.1.1": "", "5.1.1.2": "", "4.4.7.": "4.4.7",
	} {
		if got := enhanced(s); got != want {
			t.Errorf("enhanced(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestReplyClass(t *testing.T) {
	for s, want := range map[string]byte{"550 no": '5', "said: 450 later": '4', "1550": 0, "5500": 0, "id 550a": 0, "<<< 554-5.7.1": '5', "590 x": 0, "": 0} {
		if got := replyClass(s); got != want {
			t.Errorf("replyClass(%q) = %q, want %q", s, got, want)
		}
	}
}

// TestPermanentInWords holds what a report without any number says of it.
func TestPermanentInWords(t *testing.T) {
	for text, want := range map[string]bool{
		"user unknown": true, "Account disabled": true, "Host unknown": true, "Message too large": true, "postbus opgeheven": true, "adres onbekend": true,
		"mailbox is full": false, "quota exceeded": false, "Connection refused": false, "temporary lookup failure: user unknown": false, "delivery time expired": false, "postbus vol": false,
		"Please verify it and try again. This address no longer accepts mail.": true, "user unknown, try again later": false,
		"This is a permanent error: retry timeout exceeded": true,
	} {
		m := Parse([]byte("Return-Path: <>\nFrom: MAILER-DAEMON@b.example\nSubject: Undelivered mail\n\nNot delivered:\n\n<jan@b.example>\n  " + text + "\n"))
		if m.Bounce == nil || m.Bounce.Permanent != want {
			t.Errorf("%s: %+v, want permanent %v", text, m.Bounce, want)
		}
	}
}
