package message

import (
	"encoding/base64"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnswersOfPrograms reads the answers in testdata/answers, each as another
// program writes it:
//
//	@@ name | subject
//	body
//	@=
//	answer
func TestAnswersOfPrograms(t *testing.T) {
	for file, media := range map[string]string{"text.txt": "text/plain", "html.txt": "text/html"} {
		b, err := os.ReadFile(filepath.Join("testdata", "answers", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range strings.Split(string(b), "@@ ")[1:] {
			head, rest, _ := strings.Cut(c, "\n")
			name, subject, _ := strings.Cut(head, " | ")
			body, want, ok := strings.Cut(rest, "\n@=\n")
			if !ok {
				t.Fatalf("%s: %s has no answer", file, name)
			}
			t.Run(name, func(t *testing.T) {
				m := Parse([]byte("From: Jan <jan@b.example>\nSubject: " + subject + "\nContent-Type: " + media + "; charset=utf-8\n\n" + body))
				if want = strings.TrimSpace(want); m.Answer != want || m.Kind != KindHuman || len(m.Originals) > 0 {
					t.Errorf("%s with %d originals, answer\n%s\nwant\n%s\ntext\n%s", m.Kind, len(m.Originals), m.Answer, want, m.Text)
				}
				if strings.ContainsAny(m.Text+m.Answer, signatureMark+quoteMark) {
					t.Error("a mark of signatures or quotes is left in the text")
				}
				if file == "text.txt" {
					sameInOtherForms(t, subject, body, want)
				}
			})
		}
	}
}

// sameInOtherForms reads body with the line ends of mail in base64, and as the
// HTML that a program makes of it, a block for each line.
func sameInOtherForms(t *testing.T, subject, body, want string) {
	t.Helper()
	head := "From: Jan <jan@b.example>\r\nSubject: " + subject + "\r\n"
	encoded := base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(body, "\n", "\r\n")))
	if m := Parse([]byte(head + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded)); m.Answer != want {
		t.Errorf("in base64, answer\n%s", m.Answer)
	}
	var page strings.Builder
	for l := range strings.SplitSeq(body, "\n") {
		if strings.TrimSpace(l) == "" {
			l = "<br>"
		} else {
			l = strings.ReplaceAll(html.EscapeString(l), "  ", " &nbsp;")
		}
		page.WriteString("<div>" + l + "</div>")
	}
	m := Parse([]byte(head + "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>" + page.String() + "</body></html>"))
	if strings.Join(strings.Fields(m.Answer), " ") != strings.Join(strings.Fields(want), " ") {
		t.Errorf("as HTML, answer\n%s", m.Answer)
	}
}

// TestForwardsOfPrograms reads the forwards in testdata/forwards, in the same
// form; the expectation is from|to|subject|day|text|note, lines joined by ~,
// or none.
func TestForwardsOfPrograms(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "forwards", "text.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range strings.Split(string(b), "@@ ")[1:] {
		head, rest, _ := strings.Cut(c, "\n")
		name, subject, _ := strings.Cut(head, " | ")
		body, want, ok := strings.Cut(rest, "\n@=\n")
		if !ok {
			t.Fatalf("%s has no expectation", name)
		}
		t.Run(name, func(t *testing.T) {
			m := Parse(mailWith(subject, body))
			got := "none"
			if len(m.Originals) > 0 {
				o := m.Originals[0]
				got = fmt.Sprintf("%v|%v|%s|%s|%s|%s", o.From, o.To, o.Subject, o.Day, strings.ReplaceAll(o.Text, "\n", "~"), strings.ReplaceAll(o.Note, "\n", "~"))
			}
			if want = strings.TrimSpace(want); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
