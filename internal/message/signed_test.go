package message

import (
	"encoding/asn1"
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

const signedEntity = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIk heb een klacht over één medewerker.\r\n--b\r\nContent-Type: application/pdf; name=brief.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\naGFsbG8=\r\n--b--\r\n"

// signedDER wraps content as DER does, without a signature.
func signedDER(t *testing.T, content string) []byte {
	t.Helper()
	type encapsulated struct {
		Type    asn1.ObjectIdentifier
		Content []byte `asn1:"explicit,optional,tag:0"`
	}
	type signedData struct {
		Version int
		Digests []asn1.ObjectIdentifier `asn1:"set"`
		Content encapsulated
	}
	b, err := asn1.Marshal(struct {
		Type asn1.ObjectIdentifier
		Data signedData `asn1:"explicit,tag:0"`
	}{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}, signedData{1, nil, encapsulated{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}, []byte(content)}}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// signedBER wraps content with indefinite lengths and in pieces, as OpenSSL
// and Exchange do.
func signedBER(content string) []byte {
	b := "\x30\x80\x06\x09" + oidSignedData + "\xa0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80\x06\x09" + oidSignedData[:8] + "\x01\xa0\x80\x24\x80"
	for piece := range slices.Chunk([]byte(content), 100) {
		b += "\x04" + string(rune(len(piece))) + string(piece)
	}
	return []byte(b + "\x00\x00\x00\x00\x00\x00\x31\x00\x00\x00\x00\x00\x00\x00")
}

func wrapped(contentType string, b []byte) []byte {
	return []byte("From: jan@b.example\nSubject: klacht\nContent-Type: " + contentType + "\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(b) + "\n")
}

func TestSigned(t *testing.T) {
	const opaque = "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"
	twice := "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=binnen.p7m\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(signedBER(signedEntity)) + "\n"
	text := "Ik heb een klacht over één medewerker."
	for _, c := range []struct {
		name, contentType string
		content           []byte
		text, files       string
		encrypted         bool
	}{
		{"DER", opaque, signedDER(t, signedEntity), text, "smime.p7m, brief.pdf", false},
		{"BER in pieces", opaque, signedBER(signedEntity), text, "smime.p7m, brief.pdf", false},
		{"old type, no kind", "application/x-pkcs7-mime; name=smime.p7m", signedBER(signedEntity), text, "smime.p7m, brief.pdf", false},
		{"as a file", "application/octet-stream; name=SMIME.P7M", signedBER(signedEntity), text, "SMIME.P7M, brief.pdf", false},
		{"signed twice", opaque, signedDER(t, twice), text, "smime.p7m, binnen.p7m, brief.pdf", false},
		{"text without a header", opaque, signedDER(t, "\nHallo"), "Hallo", "smime.p7m", false},
		{"cut off", opaque, signedDER(t, signedEntity)[:200], "", "smime.p7m", false},
		{"certificates only", opaque, signedDER(t, ""), "", "smime.p7m", false},
		{"encrypted", "application/pkcs7-mime; name=smime.p7m", []byte(strings.Replace(string(signedBER(signedEntity)), oidSignedData, oidSignedData[:8]+"\x03", 1)), "", "smime.p7m", true},
		{"nested without end", opaque, []byte(strings.Repeat("\x30\x80", 1<<16)), "", "smime.p7m", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := wrapped(c.contentType, c.content)
			m := Parse(raw)
			var files []string
			for i, a := range m.Attachments {
				files = append(files, a.Name)
				b, err := m.Open(raw, i)
				if err != nil || len(b) != a.Bytes {
					t.Errorf("%s: %d bytes, want %d, %v", a.Name, len(b), a.Bytes, err)
				}
				if a.Name == "brief.pdf" && string(b) != "hallo" {
					t.Errorf("%s = %q", a.Name, b)
				}
			}
			if m.Text != c.text || strings.Join(files, ", ") != c.files || m.Encrypted != c.encrypted || m.Signed != (c.text != "") {
				t.Errorf("text %q, files %q, encrypted %v, signed %v", m.Text, files, m.Encrypted, m.Signed)
			}
			if (len(m.Warnings) > 0) != (c.text == "") {
				t.Errorf("warnings %q", m.Warnings)
			}
		})
	}
}
