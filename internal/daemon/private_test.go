package daemon_test

import (
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"regexp"
	"strings"
	"testing"
)

// private fails when the log of a story holds an address, a name, a subject or a longer word of its mails (rule 13).
func private(t *testing.T, script string, log []byte) {
	t.Helper()
	text := strings.ToLower(string(log))
	for _, secret := range secrets(script) {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds %q of a mail", secret)
		}
	}
}

var (
	addressIn = regexp.MustCompile(`[a-z0-9._+-]+@[a-z0-9.-]+`)
	wordIn    = regexp.MustCompile(`\pL{6,}`)
)

// secrets are the addresses and the longer words of the mails of a story, without the words that klachtd itself uses.
func secrets(script string) []string {
	var found []string
	for line := range strings.Lines(script) {
		text, isMail := strings.CutPrefix(line, "|")
		if !isMail {
			continue
		}
		text = strings.ToLower(carried.ReplaceAllString(text, ""))
		found = append(found, addressIn.FindAllString(text, -1)...)
		if strings.HasPrefix(strings.TrimSpace(text), "content-") {
			continue
		}
		for _, w := range wordIn.FindAllString(text, -1) {
			if !strings.Contains("message subject received klachten mailbox references replied status agenda", w) {
				found = append(found, w)
			}
		}
	}
	return found
}

// plainText is the text part of a letter.
func plainText(t testing.TB, raw []byte) string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(string(raw)))
	check(t, err)
	return textOf(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
}

func textOf(t testing.TB, contentType, encoding string, body io.Reader) string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(contentType)
	check(t, err)
	if !strings.HasPrefix(kind, "multipart/") {
		if strings.EqualFold(encoding, "quoted-printable") {
			body = quotedprintable.NewReader(body)
		}
		text, err := io.ReadAll(body)
		check(t, err)
		return string(text)
	}
	r := multipart.NewReader(body, params["boundary"])
	p, err := r.NextRawPart()
	check(t, err)
	return textOf(t, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p)
}
