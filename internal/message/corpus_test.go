package message

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// shared finds the sample mails that lie beside the repository.
func shared(t testing.TB, elem ...string) string {
	dir := os.Getenv("KLACHTD_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{dir, "mail"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skip("the sample mails are not here: set KLACHTD_SHARED")
	}
	return path
}

// readIn reads a file of the corpora in root.
func readIn(t testing.TB, root string, elem ...string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(append([]string{root}, elem...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// mailWith makes a plain mail of a subject and a body.
func mailWith(subject, body string) []byte {
	return []byte("From: Jan de Boer <jan@b.example>\nSubject: " + subject + "\nContent-Type: text/plain; charset=utf-8\n\n" + body)
}

// result is what was wrong with one sample, nothing when all is right.
type result struct {
	name  string
	wrong []string
}

func (r *result) note(format string, args ...any) {
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

func report(t *testing.T, all []result) {
	t.Helper()
	for _, r := range all {
		t.Run(r.name, func(t *testing.T) {
			for _, w := range r.wrong {
				t.Error(w)
			}
		})
	}
}

func TestSharedForwards(t *testing.T) { report(t, forwardsIn(t, shared(t))) }
func TestSharedAnswers(t *testing.T)  { report(t, answersIn(t, shared(t))) }
func TestSharedBounces(t *testing.T)  { report(t, bouncesIn(t, shared(t))) }

func forwardsIn(t testing.TB, root string) (all []result) {
	var cases []struct {
		Body, Subject, Test string
		Expect              map[string]any
	}
	if err := json.Unmarshal([]byte(readIn(t, root, "forward_expect.json")), &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		r := result{name: c.Body}
		subject := ""
		if c.Subject != "" {
			subject = strings.TrimSpace(readIn(t, root, "crisp-email-forward-parser", "test", "fixtures", c.Subject))
		}
		m := Parse(mailWith(subject, readIn(t, root, "crisp-email-forward-parser", "test", "fixtures", c.Body)))
		if got := len(m.Originals) > 0; got != c.Expect["forwarded"] {
			r.note("forwarded = %v, want %v", got, c.Expect["forwarded"])
		} else if got {
			compareForward(&r, m.Originals[0], c.Expect, c.Subject != "")
		}
		all = append(all, r)
	}
	return all
}

// compareForward looks at each value that is expected of an original. Where
// its subject stands in the subject of the forward, the block has none.
func compareForward(r *result, o Original, expect map[string]any, elsewhere bool) {
	for key, want := range expect {
		got, ok := forwardValue(o, key)
		if want == nil {
			want = ""
		}
		if ok && got != want && !(elsewhere && key == "email.subject") {
			r.note("%s = %q, want %q", key, got, want)
		}
	}
}

// forwardValue gives the value of an original that an expectation names.
func forwardValue(o Original, key string) (string, bool) {
	path := strings.Split(key, ".")
	switch path[len(path)-1] {
	case "message":
		return o.Note, true
	case "subject":
		return o.Subject, true
	case "body":
		return o.Text, true
	case "name", "address":
	default:
		return "", false
	}
	a := Address{}
	switch path[1] {
	case "from":
		a = *o.From
	case "to", "cc":
		list := o.To
		if path[1] == "cc" {
			list = o.Cc
		}
		if i, _ := strconv.Atoi(path[2]); i < len(list) {
			a = list[i]
		}
	}
	if path[len(path)-1] == "name" {
		return a.Name, true
	}
	return a.Address, true
}

// contradicted are expectations that the project's own contract overrules.
var contradicted = map[string]string{
	"embedded_email_1.txt": "drops what stands below a quote; the contract keeps it",
}

func answersIn(t testing.TB, root string) (all []result) {
	dir := filepath.Join(root, "email_reply_trimmer", "test", "trimmed")
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no expectations in %s: %v", dir, err)
	}
	for _, f := range files {
		r := result{name: filepath.Base(f)}
		want := strings.TrimSpace(readIn(t, root, "email_reply_trimmer", "test", "trimmed", r.name))
		if contradicted[r.name] != "" {
			want += "\n\nThis is after the embedded email and will not show up because 99% of the times\nthis is the signature..."
		}
		m := Parse(mailWith("Re: x", readIn(t, root, "email_reply_trimmer", "test", "emails", r.name)))
		if m.Answer != want {
			r.note("answer:\n%s\nwant:\n%s", m.Answer, want)
		}
		all = append(all, r)
	}
	return all
}

func bouncesIn(t testing.TB, root string) (all []result) {
	var cases map[string][]struct {
		Status, Reply, Reason string
	}
	if err := json.Unmarshal([]byte(readIn(t, root, "sisimai_expect.json")), &cases); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]Kind{"vacation": KindAuto, "feedback": KindFeedback}
	for name, want := range cases {
		r := result{name: name}
		m := Parse([]byte(readIn(t, root, "set-of-emails", "maildir", "bsd", name)))
		kind := kinds[want[0].Reason]
		if kind == "" {
			kind = KindBounce
		}
		permanent := strings.HasPrefix(want[0].Status, "5") || strings.HasPrefix(want[0].Reply, "5")
		switch {
		case m.Kind != kind:
			r.note("kind %q, want %q", m.Kind, kind)
		case kind == KindBounce && (m.Bounce.Status != want[0].Status || m.Bounce.Permanent != permanent || m.Bounce.Class != ClassFailed || len(m.Bounce.Recipients) == 0):
			r.note("bounce %+v, want status %q, permanent %v, failed, and a recipient", m.Bounce, want[0].Status, permanent)
		}
		all = append(all, r)
	}
	return all
}

// TestSharedAll holds of every sample: it is read, a sender is found where one
// is named, the text is valid, the rest is located.
func TestSharedAll(t *testing.T) {
	dir := shared(t)
	nameless := map[string]bool{"multimixed-no-closing-boundary.raw": true, "quoted-printable-invalid.raw": true} // a part without a header
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.Contains(".eml .raw", filepath.Ext(path)) || filepath.Ext(path) == "" {
			return err
		}
		t.Run(d.Name(), func(t *testing.T) {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			m := Parse(raw)
			if (m.From == nil) != nameless[d.Name()] {
				t.Errorf("from = %v", m.From)
			}
			check(t, m, raw)
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// check holds of every message whatever it was parsed from.
func check(t testing.TB, m *Message, raw []byte) {
	t.Helper()
	b, err := json.Marshal(Inspect(m))
	if err != nil {
		t.Fatalf("marshal: %v", err)
	}
	if !utf8.Valid(b) || strings.ContainsRune(string(b), '\u0000') {
		t.Error("the document is not valid UTF-8")
	}
	for what, s := range map[string]string{"text": m.Text, "answer": m.Answer, "subject": m.Subject} {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7F }) {
			t.Errorf("%s holds what no text may hold", what)
		}
	}
	if strings.ContainsAny(m.Subject, "\n\t") {
		t.Error("the subject has several lines")
	}
	for i := range m.Attachments {
		if _, err := m.Open(raw, i); err != nil {
			t.Errorf("attachment %d: %v", i, err)
		}
	}
	for _, a := range append(append(append([]Address{}, m.To...), m.Cc...), m.DeliveredTo...) {
		if cleanAddress(a.Address) == "" {
			t.Errorf("address %q", fmt.Sprintf("%.20q", a.Address))
		}
	}
	if m.Kind == "" || (m.Kind == KindBounce) != (m.Bounce != nil) || (m.Kind == KindHuman) != (len(m.Because) == 0) {
		t.Errorf("kind %q, bounce %v, because %v", m.Kind, m.Bounce, m.Because)
	}
}
