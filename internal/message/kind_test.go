package message

import (
	"strings"
	"testing"
)

func withHeaders(lines ...string) []byte {
	return []byte("From: Jan de Boer <jan@b.example>\nTo: klachten@voorbeeld.example\nSubject: klacht\n" + strings.Join(lines, "\n") + "\n\nIk heb een klacht.\n")
}

func TestAutomatic(t *testing.T) {
	for _, c := range []struct {
		name   string
		fields []string
		kind   Kind
		reason string // "" when it may be answered
	}{
		{"a person", nil, KindHuman, ""},
		{"auto-generated", []string{"Auto-Submitted: auto-generated"}, KindAuto, ReasonAutoSubmitted},
		{"auto-replied", []string{"Auto-Submitted: auto-replied"}, KindAuto, ReasonAutoSubmitted},
		{"auto-notified", []string{"Auto-Submitted: auto-notified"}, KindAuto, ReasonAutoSubmitted},
		{"upper case", []string{"Auto-Submitted: AUTO-REPLIED"}, KindAuto, ReasonAutoSubmitted},
		{"with a parameter", []string{"auto-submitted: auto-replied; owner-email=x"}, KindAuto, ReasonAutoSubmitted},
		{"unknown value", []string{"Auto-Submitted: perhaps"}, KindAuto, ReasonAutoSubmitted},
		{"no, then auto-replied", []string{"Auto-Submitted: no", "Auto-Submitted: auto-replied"}, KindAuto, ReasonAutoSubmitted},
		{"no", []string{"Auto-Submitted: no"}, KindHuman, ""},
		{"No", []string{"Auto-Submitted: No"}, KindHuman, ""},
		{"no with a comment", []string{"Auto-Submitted: no (human)"}, KindHuman, ""},
		{"precedence bulk", []string{"Precedence: bulk"}, KindAuto, ReasonPrecedence},
		{"precedence junk", []string{"Precedence: Junk"}, KindAuto, ReasonPrecedence},
		{"precedence auto_reply", []string{"Precedence: auto_reply"}, KindAuto, ReasonPrecedence},
		{"precedence list is no bounce", []string{"Precedence: LIST"}, KindList, ReasonPrecedence},
		{"precedence normal", []string{"Precedence: normal"}, KindHuman, ""},
		{"List-Id", []string{"List-Id: <x.example>"}, KindList, ReasonList},
		{"List-Unsubscribe", []string{"List-Unsubscribe: <mailto:x@b.example>"}, KindList, ReasonList},
		{"List-Post", []string{"List-Post: NO"}, KindList, ReasonList},
		{"List-Help", []string{"List-Help: x"}, KindList, ReasonList},
		{"List-Owner", []string{"List-Owner: x"}, KindList, ReasonList},
		{"List-Archive", []string{"List-Archive: x"}, KindList, ReasonList},
		{"List-Subscribe", []string{"List-Subscribe: x"}, KindList, ReasonList},
		{"X-Loop", []string{"X-Loop: klachten@voorbeeld.example"}, KindHuman, ReasonLoop},
		{"suppress all", []string{"X-Auto-Response-Suppress: All"}, KindAuto, ReasonSuppress},
		{"suppress out of office", []string{"X-Auto-Response-Suppress: OOF"}, KindAuto, ReasonSuppress},
		{"suppress several", []string{"X-Auto-Response-Suppress: DR, OOF, RN"}, KindAuto, ReasonSuppress},
		{"suppress replies", []string{"X-Auto-Response-Suppress: AutoReply"}, KindAuto, ReasonSuppress},
		{"suppress none", []string{"X-Auto-Response-Suppress: None"}, KindHuman, ""},
		{"suppress receipts", []string{"X-Auto-Response-Suppress: DR, RN, NRN"}, KindHuman, ""},
		{"X-Autoreply", []string{"X-Autoreply: yes"}, KindAuto, ReasonAutoreply},
		{"X-Autorespond", []string{"X-Autorespond: x"}, KindAuto, ReasonAutoreply},
		{"X-Autoreply no", []string{"X-Autoreply: no"}, KindHuman, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse(withHeaders(c.fields...))
			reason, yes := m.Automatic()
			if m.Kind != c.kind || reason != c.reason || yes != (c.reason != "") {
				t.Errorf("kind %q, reason %q, %v; want %q, %q", m.Kind, reason, yes, c.kind, c.reason)
			}
		})
	}
}

func TestReturnPath(t *testing.T) {
	body := "Received: from x\nFrom: jan@b.example\nTo: k@voorbeeld.example\nSubject: klacht\n"
	for _, c := range []struct {
		name, raw, path string
		top, null, auto bool
	}{
		{"null on top", "Return-Path: <>\n" + body, "", true, true, true},
		{"null on top, a sender's below", "Return-Path: <>\n" + body + "Return-Path: <jan@b.example>\n", "", true, true, true},
		{"ours on top, a sender's null below", "Return-Path: <jan@b.example>\n" + body + "Return-Path: <>\n", "jan@b.example", true, false, false},
		{"a sender's null only", body + "Return-Path: <>\n", "", false, false, false},
		{"behind Delivered-To", "Delivered-To: k@voorbeeld.example\nReturn-Path: <>\n" + body, "", true, true, true},
		{"none", body, "", false, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.raw + "\ntekst"))
			_, auto := m.Automatic()
			if m.ReturnPath != c.path || m.ReturnPathTop != c.top || m.NullSender != c.null || auto != c.auto {
				t.Errorf("path %q, top %v, null %v, automatic %v; want %+v", m.ReturnPath, m.ReturnPathTop, m.NullSender, auto, c)
			}
		})
	}
}

func TestSenders(t *testing.T) {
	for _, c := range []struct {
		from string
		kind Kind
		auto bool
	}{
		{"MAILER-DAEMON@b.example", KindBounce, true},
		{"postmaster@b.example", KindHuman, true},
		{"owner-x@b.example", KindHuman, true},
		{"x-request@b.example", KindHuman, true},
		{"listserv@b.example", KindAuto, true},
		{"majordomo@b.example", KindAuto, true},
		{"noreply@b.example", KindAuto, true},
		{"No-Reply@b.example", KindAuto, true},
		{"no-reply+123@b.example", KindAuto, true},
		{"donotreply@b.example", KindAuto, true},
		{"jan.noreply@b.example", KindHuman, false},
		{"noreply-orders@b.example", KindAuto, true},
		{"drive-shares-noreply@b.example", KindAuto, true},
		{"geen-antwoord@b.example", KindAuto, true},
		{"noreplyjansen@b.example", KindHuman, false},
		{"bouncer@b.example", KindHuman, false},
		{"", KindHuman, true},
		{"x:;", KindHuman, true},
	} {
		t.Run(c.from, func(t *testing.T) {
			m := Parse([]byte("From: " + c.from + "\nTo: k@voorbeeld.example\nSubject: vraag\n\nBeste mensen,\n\nwat nu?"))
			if _, auto := m.Automatic(); m.Kind != c.kind || auto != c.auto {
				t.Errorf("kind %q, automatic %v (%v); want %q, %v", m.Kind, auto, m.Because, c.kind, c.auto)
			}
		})
	}
}

// TestWords holds what subjects and texts say, and what people write that is
// nearly the same.
func TestWords(t *testing.T) {
	for _, c := range []struct {
		subject, text string
		kind          Kind
	}{
		{"Gelezen: uw brief", "Uw bericht van 2 april heb ik gelezen. Ik ben het er niet mee eens.", KindHuman},
		{"Automatisch antwoord: klacht", "Ik ben afwezig.", KindAuto},
		{"Afwezigheidsbericht", "x", KindAuto},
		{"Afwezig", "x", KindAuto},
		{"Afwezig: Re: uw klacht", "x", KindAuto},
		{"Out of Office: klacht", "x", KindAuto},
		{"Automatic reply: klacht", "x", KindAuto},
		{"Abwesenheitsnotiz: x", "x", KindAuto},
		{"Réponse automatique : x", "x", KindAuto},
		{"Uw bericht", "Dit is een automatisch gegenereerd bericht.\nWij hebben het ontvangen.", KindAuto},
		{"[Automatisch antwoord] klacht", "x", KindAuto},
		{"Out of Office AutoReply: klacht", "x", KindAuto},
		{"AUTO: Jan de Boer is out of the office (returning 11-06-2026)", "x", KindAuto},
		{"Away until May 5", "x", KindAuto},
		{"Auto: schade door uw collectebus", "Mijn auto heeft een kras.", KindHuman},
		{"(Auto Reply) klacht", "x", KindAuto},
		{"Odpowiedź automatyczna: klacht", "x", KindAuto},
		{"自動返信：klacht", "x", KindAuto},
		{"Uw mail is ontvangen", "Dit is een automatische ontvangstbevestiging.", KindAuto},
		{"Jan de Boer is out of the office.", "I will be out of the office starting 8-6-2026 and will not return until 22-6-2026.", KindAuto},
		{"Jan de Boer is out of the office", "For weeks now. Who has my file?", KindHuman},
		{"Afwezig!", "Er was weer niemand.", KindHuman},
		{"Niet aanwezig: uw monteur", "Ik wachtte de hele dag.", KindHuman},
		{"Dit bericht", "Dit bericht is automatisch ondertekend door mijn telefoon. De lift is stuk.", KindHuman},
		{"***SPAM*** Automatisch antwoord: klacht", "x", KindAuto},
		{"[EXTERN] Out of office", "x", KindAuto},
		{"{Spam?} AUTO: Jan is out of the office", "x", KindAuto},
		{"[EXTERN] Automatisch antwoord op mijn brief", "Dat is geen antwoord.", KindHuman},
		{"[EXTERN] Gelezen: Ontvangstbevestiging", "Uw bericht\n\nAan: Jan\n\nis gelezen op donderdag.", KindReceipt},
		{"complaint", "This is an automated response? I want a person.", KindHuman},
		{"Gelezen: uw bericht", "Uw bericht is gelezen op onze vergadering. Wij zijn tegen.", KindHuman},
		{"Automatisch antwoord op mijn brief", "Dat is geen antwoord.", KindHuman},
		{"Out of office hours nobody answers", "I called at six.", KindHuman},
		{"Vakantie", "Mijn reis is mislukt.", KindHuman},
		{"Ontvangstbevestiging nooit gekregen", "Waar blijft die?", KindHuman},
		{"Afwezigheid", "Er was niemand.", KindHuman},
		{"Afwezig", "#afwezig 3-8-2026 t/m 21-8-2026", KindHuman},
		{"Re: Automatisch antwoord: klacht", "Hij is nooit aanwezig!", KindHuman},
		{"Afwezigheid van uw medewerker", "Niemand nam op.", KindHuman},
		{"klacht over automatische antwoorden", "Ik kreeg weer een automatisch antwoord.", KindHuman},
		{"klacht", "Beste,\n\nOp mijn brief kreeg ik alleen:\n\nDit is een automatisch antwoord.\n\nDat is geen manier.", KindHuman},
		{"Onbestelbaar: Ontvangstbevestiging", "Het bericht kon niet worden bezorgd.\nels@b.example", KindBounce},
		{"Mijn brief kwam als onbestelbaar terug", "Ik stuurde u een brief, die kwam terug.", KindHuman},
		{"Undeliverable parcel", "My parcel never came. The delivery failed.", KindHuman},
		{"Tijdschrift niet bezorgd", "Het tijdschrift is niet bezorgd bij mij.\nIk betaal er 550 euro voor.\n\njan@b.example", KindHuman},
		{"Re: Onbestelbaar", "Mijn brief kon niet worden bezorgd, schrijft u.\njan@b.example", KindHuman},
	} {
		t.Run(c.subject, func(t *testing.T) {
			m := Parse(mailWith(c.subject, c.text))
			if m.Kind != c.kind {
				t.Errorf("kind %q because %v, want %q", m.Kind, m.Because, c.kind)
			}
		})
	}
}

// TestAbsentAnswers holds the words that make an absence only in an answer.
func TestAbsentAnswers(t *testing.T) {
	for _, c := range []struct {
		subject, head string
		kind          Kind
	}{
		{"Niet aanwezig: Uitnodiging", "In-Reply-To: <k.0001@voorbeeld.example>\n", KindAuto},
		{"Vakantie: liever een andere dag", "In-Reply-To: <k.0001@voorbeeld.example>\n", KindHuman},
		{"Vakantie : [K2026-0001] Uitnodiging", "In-Reply-To: <k.0001@voorbeeld.example>\n", KindAuto},
		{"Niet aanwezig: Uitnodiging", "", KindHuman},
		{"Re: Niet aanwezig: Uitnodiging", "In-Reply-To: <k.0001@voorbeeld.example>\n", KindHuman},
		{"Niet aanwezig bij zitting: uitstel", "In-Reply-To: <k.0001@voorbeeld.example>\n", KindHuman},
	} {
		m := Parse([]byte(c.head + "From: jan@b.example\nSubject: " + c.subject + "\n\nIk ben er de achttiende niet."))
		if m.Kind != c.kind {
			t.Errorf("%s, %q: kind %q because %q, want %q", c.subject, c.head, m.Kind, m.Because, c.kind)
		}
	}
}

func TestNames(t *testing.T) {
	m := Parse([]byte("From: jan@b.example\nTo: Klachten <Klachten+K2026-0001@Voorbeeld.example>\nCc: els@b.example\nDelivered-To: bcc@voorbeeld.example\nSubject: x\n\nx"))
	for address, want := range map[string]bool{
		"klachten@voorbeeld.example": true, "els@b.example": true, "bcc@voorbeeld.example": false, "jan@b.example": false,
		"klacht@voorbeeld.example": false, "": false,
	} {
		if got := m.Names(address); got != want {
			t.Errorf("Names(%q) = %v, want %v", address, got, want)
		}
	}
	if !m.Names("a@b.example", "els@b.example") {
		t.Error("the second of two addresses was not found")
	}
}

func TestReports(t *testing.T) {
	report := func(kind, media, fields string) string {
		return "From: x@b.example\nTo: jan@b.example\nSubject: x\nContent-Type: multipart/report; report-type=" + kind + "; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: " + media + "\n\n" + fields + "\n--b--\n"
	}
	for _, c := range []struct {
		name, raw string
		kind      Kind
	}{
		{"read receipt", report("disposition-notification", "message/disposition-notification", "Disposition: manual-action; displayed"), KindReceipt},
		{"feedback", report("feedback-report", "message/feedback-report", "Feedback-Type: abuse"), KindFeedback},
		{"bounce", report("delivery-status", "message/delivery-status", "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1"), KindBounce},
		{"read receipt in words", "From: jan@b.example\nSubject: Gelezen: Ontvangstbevestiging\n\nUw bericht\n\n  Aan: Jan\n  Onderwerp: Ontvangstbevestiging\n\nis gelezen op donderdag 11 juni 2026 10:12.\n", KindReceipt},
		{"unread receipt in words", "From: jan@b.example\nSubject: Not read: Ontvangstbevestiging\n\nYour message\n\n  To: Jan\n\nwas deleted without being read on Thursday.\n", KindReceipt},
		{"receipt of webmail", "From: jan@b.example\nSubject: Return Receipt (displayed) - x\n\nThis is a Return Receipt for the mail that you sent to jan@b.example. It was displayed.\n\nThis is a receipt for the mail you sent.", KindReceipt},
		{"spam button of Hotmail", "From: staff@hotmail.example\nX-HmXmrOriginalRecipient: jan@b.example\nSubject: complaint about message from 192.0.2.1\n\n", KindFeedback},
		{"read receipt that is nothing else", "From: jan@b.example\nSubject: x\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; jan@b.example\nDisposition: manual-action; displayed\n", KindReceipt},
		{"read receipt in UTF-8", report("", "message/global-disposition-notification", "Disposition: manual-action; displayed"), KindReceipt},
		{"unread receipt in Dutch", "From: jan@b.example\nSubject: Ongelezen: Ontvangstbevestiging\n\nUw bericht\n\n  Aan: Jan\n\nis ongelezen verwijderd op donderdag.\n", KindReceipt},
		{"report of DMARC", "From: dmarc@mail.example\nSubject: Report Domain: b.example Submitter: mail.example Report-ID: <1>\nContent-Type: application/octet-stream; name=\"mail.example!b.example!1749340800!1749427199.xml.gz\"\nContent-Transfer-Encoding: base64\n\nH4sI\n", KindFeedback},
		{"complaint of Amazon in JSON", "From: no-reply@sns.example\nSubject: x\n\n{\"notificationType\":\"Complaint\"}", KindFeedback},
		{"report of TLS", report("tlsrpt", "application/tlsrpt+gzip", "x"), KindFeedback},
		{"unquoted and upper case", report("DELIVERY-STATUS", "message/delivery-status", "Final-Recipient: rfc822; a@b.example"), KindBounce},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte(c.raw))
			if m.Kind != c.kind {
				t.Errorf("kind %q because %v", m.Kind, m.Because)
			}
			if reason, yes := m.Automatic(); !yes || reason != ReasonReport {
				t.Errorf("automatic = %q, %v", reason, yes)
			}
		})
	}
}
