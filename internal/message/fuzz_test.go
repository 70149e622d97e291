package message

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// patience is what any input a fuzzer makes may take.
const patience = time.Second

func within(t *testing.T, f func()) {
	t.Helper()
	start := time.Now()
	f()
	if took := time.Since(start); took > patience {
		t.Errorf("took %v", took)
	}
}

func FuzzParse(f *testing.F) {
	for _, raw := range [][]byte{
		[]byte("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b\nContent-Type: message/rfc822\n\nFrom: c@b.example\n\nd\n--b--"),
		[]byte("From: MAILER-DAEMON@b.example\nSubject: failure notice\n\n<a@b.example>:\n550 5.1.1 no (#5.1.1)\n\n--- Below this line is a copy of the message.\nMessage-ID: <x@b.example>\n"),
		[]byte("Content-Type: application/pkcs7-mime; smime-type=signed-data; name=a.p7m\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(signedBER(signedEntity))),
		[]byte("Content-Type: text/plain; format=flowed; delsp=yes\n\n> een \n> twee \n -- \n#c \nVan: x\n"),
		[]byte("Content-Type: multipart/alternative; boundary=b\n\n--b\n\neen twee drie\n--b\nContent-Type: text/html\n\n<td bgcolor=red><p style=\"color:#fff;font:0/0 a\">een<b style='opacity:0;left:-999px;position:fixed'>twee</td>drie--b--"),
		[]byte("Subject: FW: x\nContent-Type: text/html; charset=utf-7\n\n<div><b>Van:</b> a@b.example<br><b>Aan:</b> x<br><b>Onderwerp:</b> y</div>+AOk-"),
		[]byte("From: a@b.example\n\nThis is a multi-part message in MIME format.\n--b\nContent-Type: text/plain\n\n<html><p>a</html>\n--b\nContent-Type: text/html\n\n<style>.a{display:none}@media print{.b{opacity:0}}</style><i class=a>b</i><div class=gmail_signature>c</div>\n--b--"),
		[]byte("Content-Type: text/enriched; charset=utf-8\n\n<bold><<a</bold>\n\n<param>x</param>\xe9\xc3\xa9"),
		[]byte("Subject: Fwd: x\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: x\n\n- -- \n>>> \"b\" <b@b.example> 11-6-2026 10:12 >>>\nc\n-----BEGIN PGP SIGNATURE-----\n"),
		[]byte("\xEF\xBB\xBF\n From: =?utf-8?b?w6k=?= <a@b.example>\n\tx\nContent-Transfer-Encoding: quoted printable\n\n=C3=A9=\n\nbegin 644 a\n#0V%T\nend"),
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		before := bytes.Clone(raw)
		within(t, func() {
			m := Parse(raw)
			check(t, m, raw)
			for _, w := range m.Warnings {
				if w == "reading failed" {
					t.Error("a panic was caught")
				}
			}
			if strings.ContainsAny(m.Text+m.Answer, signatureMark+quoteMark) {
				t.Error("the mark of a signature is left")
			}
			m.Automatic()
			m.Names("a@b.example")
			if m.ContentDigest(raw) != Parse(raw).ContentDigest(raw) {
				t.Error("two digests of one message")
			}
		})
		if !bytes.Equal(before, raw) {
			t.Error("the raw bytes were changed")
		}
	})
}

func FuzzAddresses(f *testing.F) {
	f.Add("De Vries, Jan <jan@b.example>; \"x\\\"\" (c (d)) <@a:e@f.example>, g: h@[192.0.2.1];")
	f.Add("=?utf-8?q?Jan_=3Cjan=40b.example=3E?= [mailto:a@b.example] <<c@d.example")
	f.Fuzz(func(t *testing.T, raw string) {
		within(t, func() {
			list, _ := addresses(raw)
			if len(list) > maxAddresses {
				t.Errorf("%d addresses", len(list))
			}
			for _, a := range list {
				if cleanAddress(a.Address) != a.Address {
					t.Errorf("%q is %q when read again", a.Address, cleanAddress(a.Address))
				}
				if !utf8.ValidString(a.Name) || strings.ContainsAny(a.Name+a.Address, "\r\n\x00") || strings.ContainsAny(a.Address, " <>,;\"") {
					t.Errorf("name %q, address %q", a.Name, a.Address)
				}
			}
		})
	})
}

func FuzzHeader(f *testing.F) {
	f.Add([]byte("\n>From x\n From: a\nb\nc: d;\ne=f\n\ng"))
	f.Add([]byte("A : b\n \n\tc\nReferences: <a@\nb>\n\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		within(t, func() {
			r := &reader{}
			fields, body := r.header(raw, 0, len(raw), true)
			if body < 0 || body > len(raw) {
				t.Fatalf("the body begins at %d of %d", body, len(raw))
			}
			for _, field := range fields {
				if field.Name == "" || strings.ContainsAny(field.Name+field.Value, "\n") || strings.ContainsAny(field.Name, ": \t") {
					t.Errorf("field %+v", field)
				}
				headerText(field.Value)
				parseParams(field.Value)
				ids(field.Value)
				anyDate(field.Value)
			}
		})
	})
}

func FuzzQuotes(f *testing.F) {
	f.Add("Dank.\n\nOp 11 jun. 2026 om 10:12 schreef Piet <piet@b.example>:\n> a\n>> b\n\nc\n-- \nd")
	f.Add("a\n________________\nVan: b\nVerzonden: c\nOnderwerp: d\n\ne\n***\nVerstuurd vanaf mijn iPhone")
	f.Fuzz(func(t *testing.T, text string) {
		text = cleanText(strings.ToValidUTF8(text, ""))
		within(t, func() {
			have := map[string]bool{}
			for _, l := range lines(text) {
				have[l.raw] = true
			}
			for l := range strings.SplitSeq(ownWords(text, true), "\n") {
				if l != "" && !have[l] {
					t.Errorf("%q stands in the answer but not in the text", l)
				}
			}
		})
	})
}

func FuzzForward(f *testing.F) {
	f.Add("FW: x", "a\n\n---------- Forwarded message ---------\nVan: b <b@b.example>\nDate: 11 juni 2026\nTo: c\nSubject: d\n\ne")
	f.Add("Re: x", "----- Message transmis ----- De : b <b@b.example>À : c@b.example Objet : d\n\ne")
	f.Add("Fwd: x", "On 28/10/2021 12:46, \"b\" <b@b.example> wrote:\n\n    c")
	f.Fuzz(func(t *testing.T, subject, text string) {
		text = cleanText(strings.ToValidUTF8(text, ""))
		within(t, func() {
			m := &Message{}
			m.inlineOriginals(text, subject, false, 0)
			for _, o := range m.Originals {
				if !utf8.ValidString(o.Text+o.Note+o.Subject) || o.From != nil && strings.Contains(o.From.Name, "\n") || len(o.Text) > len(text) {
					t.Errorf("original %+v", o)
				}
			}
		})
	})
}

func FuzzBounce(f *testing.F) {
	f.Add("failure notice", "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1", "<a@b.example>:\n550 5.1.1 no\n----- Original message -----\nMessage-ID: <x@b.example>")
	f.Fuzz(func(t *testing.T, subject, status, text string) {
		raw := []byte("From: MAILER-DAEMON@b.example\nSubject: " + subject + "\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n" + text + "\n--b\nContent-Type: message/delivery-status\n\n" + status + "\n--b--")
		within(t, func() {
			m := Parse(raw)
			check(t, m, raw)
			if m.Bounce != nil && (len(m.Bounce.Recipients) > maxRecipients || m.Bounce.Recipients == nil || weight[m.Bounce.Class] == 0) {
				t.Errorf("bounce %+v", m.Bounce)
			}
		})
	})
}

func FuzzHTML(f *testing.F) {
	f.Add("<div style='display:none'>a<p>b</div><blockquote>c<br>d</blockquote><ol start=2><li>e<table><td>f<td>g<a href=h>i</a><pre>j\nk")
	f.Fuzz(func(t *testing.T, src string) {
		within(t, func() {
			htmlText(src)
			tellsElse(src, src)
			tellsElse("", src)
		})
	})
}
