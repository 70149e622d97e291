package intake

import (
	"slices"
	"strings"
	"testing"

	"klachtd/internal/dossier"
)

// TestUnreadable: whoever wrote it, somebody has to look at a mail of which nothing could be read.
func TestUnreadable(t *testing.T) {
	const broken = "MIAGCSqGSIb3DQEHAqCAMIACAQExDzANBglghkgBZQMEAgEFADCABgkqhkiG9w0BBwGggA=="
	head := "From: Jan de Boer <jan@burger.example>\nTo: klachten@voorbeeld.example\nSubject: Klacht\nMIME-Version: 1.0\n"
	for name, tt := range map[string]struct {
		raw  string
		want bool
	}{
		"encrypted": {head + "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n" +
			"Content-Transfer-Encoding: base64\n\n" + broken + "\n", true},
		"signed, and the wrapping is broken": {head + "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n" +
			"Content-Transfer-Encoding: base64\n\n" + broken + "\n", true},
		"an attachment that can be opened": {head + "Content-Type: application/pdf; name=klacht.pdf\n" +
			"Content-Transfer-Encoding: base64\n\nJVBERi0xLjQ=\n", false},
		"text": {head + "\nMijn klacht.\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := reading(t, strings.ReplaceAll(tt.raw, "\n", "\r\n"))
			if got := slices.Contains(r.readingTasks(), dossier.TaskUnreadable); got != tt.want {
				t.Errorf("task: got %t, want %t", got, tt.want)
			}
		})
	}
}
