package message

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const complaint = "Ik ben boos.\n\nEls"

func TestInlineForwards(t *testing.T) {
	els, piet := Address{"Els Mulder", "els@b.example"}, Address{"", "piet@voorbeeld.example"}
	for _, c := range []struct {
		name, subject, body string
		from                Address
		to                  []Address
		day, title, note    string
	}{
		{"Outlook, Dutch", "FW: klacht", "Zie hieronder.\n\nGroet, Piet\n\n________________________________\nVan: Els Mulder <els@b.example>\nVerzonden: donderdag 11 juni 2026 10:12\nAan: piet@voorbeeld.example\nOnderwerp: klacht\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", "Zie hieronder.\n\nGroet, Piet"},
		{"Outlook desktop, English", "Fwd: klacht", "From: Els Mulder [mailto:els@b.example]\nSent: Thursday, June 11, 2026 10:12 AM\nTo: piet@voorbeeld.example\nSubject: klacht\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", ""},
		{"Outlook, German", "WG: klacht", "-----Ursprüngliche Nachricht-----\nVon: Els Mulder <els@b.example>\nGesendet: Donnerstag, 11. Juni 2026 10:12\nAn: piet@voorbeeld.example\nBetreff: klacht\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", ""},
		{"Outlook, French", "TR: klacht", "De : Els Mulder <els@b.example>\nEnvoyé : jeudi 11 juin 2026 10:12\nÀ : piet@voorbeeld.example\nObjet : klacht\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", ""},
		{"Outlook, name only", "Doorst: klacht", "Van: Els Mulder\nVerzonden: donderdag 11 juni 2026 10:12\nAan: Piet\nOnderwerp: klacht\n\n" + complaint,
			Address{"Els Mulder", ""}, nil, "2026-06-11", "klacht", ""},
		{"Outlook mobile, bold", "FW: klacht", "Ter info\n\n*Van:* Els Mulder <els@b.example>\n*Verzonden:* donderdag 11 juni 2026 10:12\n*Aan:* piet@voorbeeld.example\n*Onderwerp:* klacht\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", "Ter info"},
		{"Outlook, own subject, new mail", "klacht van mevrouw Mulder", "Graag oppakken.\n\nVan: Els Mulder <els@b.example>\nVerzonden: donderdag 11 juni 2026 10:12\nAan: piet@voorbeeld.example\nOnderwerp: klacht\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", "Graag oppakken."},
		{"Gmail, Dutch", "Fwd: klacht", "Zie onder\n\n---------- Forwarded message ---------\nVan: Els Mulder <els@b.example>\nDate: do 11 jun. 2026 om 10:12\nSubject: klacht\nTo: <piet@voorbeeld.example>\n\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", "Zie onder"},
		{"Gmail, English", "Fwd: klacht", "---------- Forwarded message ----------\nFrom: Els Mulder <els@b.example>\nDate: Thu, Jun 11, 2026 at 10:12 AM\nSubject: klacht\nTo: piet@voorbeeld.example\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", ""},
		{"Apple Mail, Dutch", "Fwd: klacht", "Hoi,\n\nzie onder.\n\n> Begin doorgestuurd bericht:\n> \n> Van: Els Mulder <els@b.example>\n> Onderwerp: klacht\n> Datum: 11 juni 2026 om 10:12:13 CEST\n> Aan: piet@voorbeeld.example\n> \n> Ik ben boos.\n> \n> Els\n",
			els, []Address{piet}, "2026-06-11", "klacht", "Hoi,\n\nzie onder."},
		{"Thunderbird, Dutch", "Fwd: klacht", "-------- Doorgestuurd bericht --------\nOnderwerp: \tklacht\nDatum: \tThu, 11 Jun 2026 10:12:13 +0200\nVan: \tEls Mulder <els@b.example>\nAan: \tpiet@voorbeeld.example\n\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", ""},
		{"Samsung", "Fwd: klacht", "-------- Oorspronkelijk bericht --------\nVan: Els Mulder <els@b.example>\nDatum: 11-06-2026 10:12 (GMT+01:00)\nAan: piet@voorbeeld.example\nOnderwerp: klacht\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", ""},
		{"Proton", "Fw: klacht", "------- Forwarded Message -------\nFrom: Els Mulder <els@b.example>\nDate: On Thursday, June 11th, 2026 at 10:12\nSubject: klacht\nTo: piet@voorbeeld.example\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", ""},
		{"labels with blank lines between", "FW: klacht", "Van: Els Mulder <els@b.example>\n\nVerzonden: donderdag 11 juni 2026 10:12\n\nAan: piet@voorbeeld.example\n\nOnderwerp: klacht\n\n" + complaint,
			els, []Address{piet}, "2026-06-11", "klacht", ""},
		{"recipients over two lines", "FW: klacht", "Van: Els Mulder <els@b.example>\nVerzonden: 11-6-2026 10:12\nAan: Piet <piet@voorbeeld.example>;\nAns <ans@voorbeeld.example>\nOnderwerp: klacht\n\n" + complaint,
			els, []Address{{"Piet", "piet@voorbeeld.example"}, {"Ans", "ans@voorbeeld.example"}}, "2026-06-11", "klacht", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse(mailWith(c.subject, c.body))
			if len(m.Originals) != 1 {
				t.Fatalf("%d originals: %+v", len(m.Originals), m.Originals)
			}
			o := m.Originals[0]
			got := Original{How: o.How, From: o.From, To: o.To, Subject: o.Subject, Date: o.Date, Day: o.Day, Text: o.Text, Note: o.Note, Attachment: o.Attachment}
			want := Original{How: Inline, From: &c.from, To: c.to, Subject: c.title, Date: c.day, Day: c.day, Text: complaint, Note: c.note, Attachment: -1}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(Original{})); diff != "" {
				t.Errorf("want -, got +\n%s", diff)
			}
			if m.Answer != c.note {
				t.Errorf("answer = %q, want the note", m.Answer)
			}
		})
	}
}

// TestNoForwards holds what only resembles a forward.
func TestNoForwards(t *testing.T) {
	block := "\n\nVan: Klachten <klachten@voorbeeld.example>\nVerzonden: donderdag 11 juni 2026 10:12\nAan: Els Mulder\nOnderwerp: RE: klacht\n\nGeachte mevrouw,"
	for _, c := range []struct{ name, head, subject, body, answer string }{
		{"a reply of Outlook", "In-Reply-To: <a@b.example>\n", "RE: klacht", "Dank u." + block, "Dank u."},
		{"a reply without a prefix", "In-Reply-To: <a@b.example>\n", "klacht", "Dank u." + block, "Dank u."},
		{"a reply without ids", "", "Antw: klacht", "Dank u." + block, "Dank u."},
		{"a reply with the original announced", "", "Re: klacht", "Dank u.\n\n-----Oorspronkelijk bericht-----" + block, "Dank u."},
		{"a reply to a forward", "", "Re: Fwd: klacht", "Dank.\n\nOp do 11 jun. 2026 om 10:12 schreef Piet <piet@b.example>:\n\n> ---------- Forwarded message ---------\n> Van: Els <els@b.example>\n> Subject: klacht\n> Date: 1 juni 2026\n", "Dank."},
		{"a quoted forward without a sentence above", "", "Re: Fwd: klacht", "Dank.\n\n> ---------- Forwarded message ---------\n> Van: Els <els@b.example>\n> Subject: klacht\n> Date: 1 juni 2026\n", "Dank."},
		{"a reply of Gmail", "", "Re: klacht", "Dank.\n\nOp do 11 jun. 2026 om 10:12 schreef Piet <piet@b.example>:\n> Ja\n", "Dank."},
		{"prose", "", "klacht", "Ik stuur u een doorgestuurd bericht:\nvan: mijn buurman\nhij is ook boos", "Ik stuur u een doorgestuurd bericht:\nvan: mijn buurman\nhij is ook boos"},
		{"a list of labels that is no header", "", "klacht", "Mijn gegevens\n\nNaam: Els\nDatum: 11 juni\nOnderwerp: bejegening\n", "Mijn gegevens\n\nNaam: Els\nDatum: 11 juni\nOnderwerp: bejegening"},
		{"Fwd in front of nothing", "", "Fwd: klacht", "Hallo", "Hallo"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte("From: jan@b.example\n" + c.head + "Subject: " + c.subject + "\nContent-Type: text/plain; charset=utf-8\n\n" + c.body))
			if len(m.Originals) > 0 {
				t.Errorf("taken for a forward: %+v", m.Originals)
			}
			if m.Answer != c.answer {
				t.Errorf("answer = %q, want %q", m.Answer, c.answer)
			}
		})
	}
}

func TestForwardOfForward(t *testing.T) {
	body := "Voor jullie.\n\n---------- Forwarded message ---------\nVan: Piet <piet@voorbeeld.example>\nDate: vr 12 jun. 2026 om 09:00\nSubject: Fwd: klacht\nTo: <ans@voorbeeld.example>\n\nAns, wat moet ik hiermee?\n\n---------- Forwarded message ---------\nVan: Els Mulder <els@b.example>\nDate: do 11 jun. 2026 om 10:12\nSubject: klacht\nTo: <piet@voorbeeld.example>\n\n" + complaint
	m := Parse(mailWith("Fwd: Fwd: klacht", body))
	if len(m.Originals) != 2 {
		t.Fatalf("%d originals", len(m.Originals))
	}
	outer, inner := m.Originals[0], m.Originals[1]
	if outer.From.Address != "piet@voorbeeld.example" || outer.Nested() || inner.From.Address != "els@b.example" || !inner.Nested() || inner.Text != complaint {
		t.Errorf("outer %+v\ninner %+v", outer, inner)
	}
}

func TestAttachedOriginals(t *testing.T) {
	raw := "From: Piet <piet@voorbeeld.example>\nSubject: klachten\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain\n\nTwee klachten.\n-- \nPiet\n--a\nContent-Type: message/rfc822\n\n" +
		"Received: from x by mail.voorbeeld.example; Thu, 11 Jun 2026 10:12:14 +0200\nFrom: Els Mulder <Els@B.example>\nTo: piet@voorbeeld.example\nCc: ans@voorbeeld.example\nSubject: =?utf-8?q?klacht_=E2=82=AC?=\nDate: Thu, 11 Jun 2026 10:12:13 +0200\nMessage-ID: <k1@b.example>\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\n" + complaint + "\n--c\nContent-Type: application/pdf; name=brief.pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n--c--\n" +
		"--a\nContent-Type: application/octet-stream; name=\"tweede.eml\"\nContent-Transfer-Encoding: base64\n\nRnJvbTogYmVuQGIuZXhhbXBsZQpTdWJqZWN0OiB0d2VlCgpPb2sgYm9vcy4K\n--a--\n"
	m := Parse([]byte(raw))
	if len(m.Originals) != 2 || len(m.Attachments) != 2 || len(m.Warnings) != 0 {
		t.Fatalf("%d originals, %d attachments, warnings %v", len(m.Originals), len(m.Attachments), m.Warnings)
	}
	o := m.Originals[0]
	want := Original{How: Attached, From: &Address{"Els Mulder", "Els@b.example"}, To: []Address{{"", "piet@voorbeeld.example"}}, Cc: []Address{{"", "ans@voorbeeld.example"}},
		Subject: "klacht €", Date: "2026-06-11T10:12:13+02:00", Day: "2026-06-11", Text: complaint, Note: "Twee klachten.", MessageID: "<k1@b.example>"}
	got := o
	got.DateTime, got.Fields, got.Attachments = want.DateTime, nil, nil
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Original{})); diff != "" {
		t.Errorf("want -, got +\n%s", diff)
	}
	if len(o.Fields) != 8 || o.Fields[0].Name != "Received" || len(o.Attachments) != 1 || o.Attachments[0].Name != "brief.pdf" || o.DateTime.IsZero() {
		t.Errorf("fields %d, attachments %v", len(o.Fields), o.Attachments)
	}
	second := m.Originals[1]
	if second.From.Address != "ben@b.example" || second.Text != "Ook boos." || second.Attachment != 1 {
		t.Errorf("second %+v", second)
	}
	b, err := m.Open([]byte(raw), second.Attachment)
	if err != nil || Parse(b).Subject != "twee" {
		t.Errorf("opened %q, %v", b, err)
	}
	if m.Attachments[0].Type != "message/rfc822" || m.Attachments[1].Type != "message/rfc822" {
		t.Errorf("attachments %+v", m.Attachments)
	}
}

func TestAttachedInAttached(t *testing.T) {
	raw := "From: Ans <ans@voorbeeld.example>\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=a\n\n--a\n\nZie.\n--a\nContent-Type: message/rfc822\n\nFrom: Piet <piet@voorbeeld.example>\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nZie hier.\n--c\nContent-Type: message/rfc822\n\nFrom: els@b.example\nSubject: klacht\n\nboos\n--c--\n--a--\n"
	m := Parse([]byte(raw))
	if len(m.Originals) != 2 || m.Originals[0].From.Address != "piet@voorbeeld.example" || m.Originals[1].From.Address != "els@b.example" || !m.Originals[1].Nested() || m.Originals[1].Note != "Zie hier." {
		t.Errorf("originals %+v", m.Originals)
	}
	if len(m.Attachments) != 1 {
		t.Errorf("%d attachments", len(m.Attachments))
	}
}

// TestForwardsInHTML reads forwards that have no text part.
func TestForwardsInHTML(t *testing.T) {
	for _, c := range []struct{ name, subject, html, note string }{
		{"Gmail", "Fwd: klacht", `<div dir="ltr">Zie onder.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">---------- Forwarded message ---------<br>Van: <strong class="gmail_sendername" dir="auto">Els Mulder</strong> <span dir="auto">&lt;<a href="mailto:els@b.example">els@b.example</a>&gt;</span><br>Date: do 11 jun. 2026 om 10:12<br>Subject: klacht<br>To:  &lt;<a href="mailto:piet@voorbeeld.example">piet@voorbeeld.example</a>&gt;<br></div><br><br><p>Ik ben boos.</p><p>Els</p></div></div>`, "Zie onder."},
		{"Outlook", "FW: klacht", `<div class="WordSection1"><p class="MsoNormal">Zie onder.</p><p class="MsoNormal">&nbsp;</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Van:</b> Els Mulder &lt;els@b.example&gt; <br><b>Verzonden:</b> donderdag 11 juni 2026 10:12<br><b>Aan:</b> piet@voorbeeld.example<br><b>Onderwerp:</b> klacht</p></div></div><p class="MsoNormal">&nbsp;</p><p class="MsoNormal">Ik ben boos.</p><p class="MsoNormal">&nbsp;</p><p class="MsoNormal">Els</p></div>`, "Zie onder."},
		{"Outlook on the web", "Fw: klacht", `<div>Zie onder.</div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font><b>Van:</b> Els Mulder &lt;els@b.example&gt;<br><b>Verzonden:</b> donderdag 11 juni 2026 10:12<br><b>Aan:</b> piet@voorbeeld.example &lt;piet@voorbeeld.example&gt;<br><b>Onderwerp:</b> klacht</font><div>&nbsp;</div></div><div>Ik ben boos.<br><br>Els</div>`, "Zie onder."},
		{"Apple Mail", "Fwd: klacht", `<div>Zie onder.</div><div><br><blockquote type="cite"><div>Begin doorgestuurd bericht:</div><br class="Apple-interchange-newline"><div style="margin:0"><span><b>Van: </b></span><span>Els Mulder &lt;<a href="mailto:els@b.example">els@b.example</a>&gt;<br></span></div><div style="margin:0"><span><b>Onderwerp: </b></span><span><b>klacht</b><br></span></div><div style="margin:0"><span><b>Datum: </b></span><span>11 juni 2026 om 10:12:13 CEST<br></span></div><div style="margin:0"><span><b>Aan: </b></span><span><a href="mailto:piet@voorbeeld.example">piet@voorbeeld.example</a><br></span></div><br><div><div>Ik ben boos.</div><div><br></div><div>Els</div></div></blockquote></div>`, "Zie onder."},
		{"Thunderbird", "Fwd: klacht", `<p>Zie onder.</p><div class="moz-forward-container"><br><br>-------- Doorgestuurd bericht -------- <table class="moz-email-headers-table" cellspacing="0"><tbody><tr><th align="RIGHT" nowrap>Onderwerp: </th><td>klacht</td></tr><tr><th>Datum: </th><td>Thu, 11 Jun 2026 10:12:13 +0200</td></tr><tr><th>Van: </th><td>Els Mulder <a class="moz-txt-link-rfc2396E" href="mailto:els@b.example">&lt;els@b.example&gt;</a></td></tr><tr><th>Aan: </th><td>piet@voorbeeld.example</td></tr></tbody></table><br><br>Ik ben boos.<br><br>Els</div>`, "Zie onder."},
		{"Outlook.com, name behind a link", "Fw: klacht", `<div>Zie onder.</div><div>Van: <a href="mailto:els@b.example">Els Mulder</a></div><div>Verzonden: donderdag 11 juni 2026 10:12</div><div>Aan: <a href="mailto:piet@voorbeeld.example">piet@voorbeeld.example</a></div><div>Onderwerp: klacht</div><div><br></div><div>Ik ben boos.</div><div><br></div><div>Els</div>`, "Zie onder."},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := Parse([]byte("From: piet@voorbeeld.example\nSubject: " + c.subject + "\nContent-Type: text/html; charset=utf-8\n\n" + c.html))
			if len(m.Originals) != 1 {
				t.Fatalf("%d originals in\n%s", len(m.Originals), m.Text)
			}
			o := m.Originals[0]
			got := []string{o.From.Name, o.From.Address, o.To[0].Address, o.Subject, o.Day, o.Text, o.Note}
			want := []string{"Els Mulder", "els@b.example", "piet@voorbeeld.example", "klacht", "2026-06-11", complaint, c.note}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +\n%s\nin\n%s", diff, m.Text)
			}
		})
	}
}
