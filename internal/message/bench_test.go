package message

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
)

// ordinary is the 8 KB mail of a person's webmail: text and HTML, a quote, a
// small attachment, the trace of three servers.
func ordinary() []byte {
	var b strings.Builder
	b.WriteString("Return-Path: <jan@b.example>\r\nDelivered-To: klachten@voorbeeld.example\r\n")
	for i := range 3 {
		fmt.Fprintf(&b, "Received: from mx%d.b.example (mx%d.b.example [192.0.2.%d])\r\n\tby mail.voorbeeld.example (Postfix) with ESMTPS id 4XyZ%d\r\n\tfor <klachten@voorbeeld.example>; Thu,  2 Apr 2026 16:10:0%d +0200 (CEST)\r\n", i, i, i, i, i)
	}
	b.WriteString("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=b.example; s=s1;\r\n\th=from:to:subject:date:message-id; bh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=;\r\n\tb=" + strings.Repeat("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n\t ", 6) + "AA==\r\n")
	b.WriteString("From: Jan de Boer <jan@b.example>\r\nTo: \"Klachten, Stichting\" <klachten@voorbeeld.example>\r\nSubject: =?utf-8?Q?Klacht_over_telefoongesprek_=E2=80=93_2_april?=\r\nDate: Thu, 02 Apr 2026 16:09:58 +0200\r\nMessage-ID: <a@b.example>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"outer\"\r\n\r\n")
	b.WriteString("--outer\r\nContent-Type: multipart/alternative; boundary=\"inner\"\r\n\r\n--inner\r\nContent-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	for i := range 10 {
		fmt.Fprintf(&b, "Op %d april werd ik gebeld door een medewerker die mij niet liet uitspreken. =\r\nIk vind dat onbehoorlijk, en ik wil weten wat u daaraan gaat doen. Caf=C3=A9.\r\n\r\n", i+1)
	}
	b.WriteString("Met vriendelijke groet,\r\nJan\r\n\r\nOp do 2 apr 2026 om 10:00 schreef Stichting <info@voorbeeld.example>:\r\n> Geachte heer,\r\n> Dank voor uw steun.\r\n\r\n--inner\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body>")
	for i := range 10 {
		fmt.Fprintf(&b, "<p>Op %d april werd ik gebeld door een medewerker die mij niet liet uitspreken. =\r\nIk vind dat onbehoorlijk, en ik wil weten wat u daaraan gaat doen. Caf=C3=A9.</p>\r\n", i+1)
	}
	b.WriteString("<div>Op do 2 apr 2026 schreef Stichting:<blockquote>Geachte heer,<br>Dank voor uw steun.</blockquote></div></body></html>\r\n--inner--\r\n--outer\r\nContent-Type: application/pdf; name=\"brief.pdf\"\r\nContent-Disposition: attachment; filename=\"brief.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	for range 24 {
		b.WriteString(strings.Repeat("AAAA", 19) + "\r\n")
	}
	b.WriteString("--outer--\r\n")
	return []byte(b.String())
}

// walk is the floor: go-message's own walk over a mail, every part decoded.
func walk(raw []byte) (parts int, err error) {
	e, err := gomessage.Read(bytes.NewReader(raw))
	if err != nil {
		return 0, err
	}
	err = e.Walk(func(_ []int, e *gomessage.Entity, err error) error {
		if err != nil {
			return err
		}
		parts++
		if e.MultipartReader() != nil {
			return nil
		}
		_, err = io.Copy(io.Discard, e.Body)
		return err
	})
	return parts, err
}

func BenchmarkWalk(b *testing.B) {
	raw := ordinary()
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if n, err := walk(raw); err != nil || n != 5 {
			b.Fatal(n, err)
		}
	}
}

// BenchmarkParse must stay within twice BenchmarkWalk.
func BenchmarkParse(b *testing.B) {
	raw := ordinary()
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if m := Parse(raw); len(m.Attachments) != 1 {
			b.Fatal(len(m.Attachments))
		}
	}
}

// BenchmarkBig reads a mail of 10 MB: the attachment is located, not decoded.
func BenchmarkBig(b *testing.B) {
	raw := big(10 << 20)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if m := Parse(raw); len(m.Attachments) != 1 {
			b.Fatal(len(m.Attachments))
		}
	}
}

func big(size int) []byte {
	head := "From: jan@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nzie bijlage\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
	line := strings.Repeat("AAAA", 19) + "\r\n"
	return []byte(head + strings.Repeat(line, size/len(line)) + "--b--\r\n")
}
