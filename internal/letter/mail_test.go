package letter

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"mime"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset"
)

// read is a letter as a mail program reads it.
type read struct {
	header     mail.Header
	text, html string
	files      map[string]string
}

// failer is what helpers need of a *testing.T or a *rapid.T.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// parsed reads raw with two independent parsers and fails when either finds fault.
func parsed(t failer, raw []byte) read {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	e, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r := read{header: m.Header, files: map[string]string{}}
	if err := e.Walk(func(path []int, part *message.Entity, err error) error {
		if err != nil {
			return err
		}
		kind, _, err := part.Header.ContentType()
		if err != nil || strings.HasPrefix(kind, "multipart/") {
			return err
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			return err
		}
		disposition, params, _ := part.Header.ContentDisposition()
		switch {
		case disposition == "attachment":
			r.files[params["filename"]] = string(body)
		case kind == "text/plain":
			r.text = strings.ReplaceAll(string(body), "\r\n", "\n")
		case kind == "text/html":
			r.html = strings.ReplaceAll(string(body), "\r\n", "\n")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if r.text == "" || r.html == "" {
		t.Fatal("a part is missing")
	}
	return r
}

func (r read) subject(t failer) string {
	t.Helper()
	s, err := new(mime.WordDecoder).DecodeHeader(r.header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// allowedFields are all header fields that a letter may have.
var allowedFields = []string{
	"Auto-Submitted", "Content-Type", "Date", "From", "In-Reply-To", "Message-Id", "Mime-Version", "References", "Reply-To",
	"Subject", "To", "X-Auto-Response-Suppress", "X-Klachtd-Case", "X-Klachtd-Letter", "X-Klachtd-Result", "X-Klachtd-Sandbox",
}

// sound holds for each letter whatever its input: CRLF only, fields of the list once each, one recipient.
func sound(t failer, raw []byte) read {
	t.Helper()
	if rest := bytes.ReplaceAll(raw, []byte("\r\n"), nil); bytes.ContainsAny(rest, "\r\n\x00") {
		t.Fatal("a bare CR, LF or NUL leaves")
	}
	if !bytes.HasSuffix(raw, []byte("\r\n")) {
		t.Fatal("the letter does not end in CRLF")
	}
	for l := range bytes.SplitSeq(raw, []byte("\r\n")) {
		if len(l) > 998 {
			t.Fatalf("a line of %d bytes", len(l))
		}
	}
	head, _, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
	for l := range bytes.SplitSeq(head, []byte("\r\n")) {
		if bytes.HasSuffix(l, []byte(":")) {
			t.Fatalf("a field begins on the line below its name: %s", l)
		}
	}
	r := parsed(t, raw)
	for name, values := range r.header {
		if !slices.Contains(allowedFields, name) || len(values) != 1 {
			t.Fatalf("field %q %d times", name, len(values))
		}
	}
	to, err := r.header.AddressList("To")
	if err != nil || len(to) != 1 {
		t.Fatalf("To: %v, %v", to, err)
	}
	if s := r.subject(t); strings.ContainsFunc(s, unseen) {
		t.Fatalf("subject %q", s)
	}
	return r
}

func TestEveryLetterIsSound(t *testing.T) {
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) { sound(t, render(t, s.in)) })
	}
}

func TestHeader(t *testing.T) {
	r := sound(t, render(t, allBlocks(t)))
	got := map[string]string{}
	for name := range r.header {
		if name != "Content-Type" {
			got[name] = r.header.Get(name)
		}
	}
	want := map[string]string{
		"Auto-Submitted": "auto-replied", "Date": "Thu, 02 Apr 2026 16:11:00 +0200",
		"From": `"Klachten Stichting Voorbeeld" <klachten@voorbeeld.example>`, "In-Reply-To": "<a1b2@post.example>",
		"Message-Id": "<k.9f1c2d3e4b5a@voorbeeld.example>", "Mime-Version": "1.0",
		"References": "<first@post.example> <a1b2@post.example>", "Reply-To": "<klachten+c4qx3tokenbbb@voorbeeld.example>",
		"Subject": "[K2026-0001] Wij hebben uw klacht ontvangen", "To": `"Jan de Boer" <jan@post.example>`,
		"X-Auto-Response-Suppress": "OOF, AutoReply, RN, NRN", "X-Klachtd-Case": "K2026-0001",
		"X-Klachtd-Letter": "acknowledgement", "X-Klachtd-Sandbox": "yes",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	if !strings.HasPrefix(r.text, "*** Dit is een proef. Deze brief is niet echt. ***\n\n") || !strings.Contains(r.html, "Dit is een proef.") {
		t.Error("the letter does not say that it is a trial")
	}
}

// TestLongID: an id as our own domain makes them stands on the line of its name. Programs that read one line of a field
// find it there.
func TestLongID(t *testing.T) {
	in := allBlocks(t)
	in.MessageID = "<" + strings.Repeat("k", 48) + "@klachtencommissie.voorbeeld.example>"
	in.InReplyTo = "<" + strings.Repeat("a", 90) + "@post.example>"
	raw := render(t, in)
	sound(t, raw)
	for _, want := range []string{"\r\nMessage-ID: " + in.MessageID + "\r\n", "\r\nIn-Reply-To: " + in.InReplyTo + "\r\n"} {
		if !bytes.Contains(raw, []byte(want)) {
			t.Errorf("no %q", want)
		}
	}
}

func TestOfficeLetterHasNoCase(t *testing.T) {
	r := sound(t, render(t, lateList(t)))
	if r.header.Get("X-Klachtd-Case") != "" || strings.Contains(r.subject(t), "[") {
		t.Errorf("an office letter names a case: %v", r.header)
	}
}

// Reference: security.md test 69.
func TestAddress(t *testing.T) {
	for _, c := range []struct {
		address string
		ok      bool
	}{
		{"jan@post.example", true},
		{"jan.de-boer+klacht=1@sub.post.example", true},
		{"o'hara@post.example", true},
		{`"a@evil.example> SIZE=1"@b.example`, false},
		{"a@b.example\r\nRCPT TO:<x@y.example>", false},
		{"<@a,@b:c@d>", false},
		{"x@[127.0.0.1]", false},
		{"a@b.example,c@d.example", false},
		{"a@b@c.example", false},
		{"jan.@post.example", false},
		{".jan@post.example", false},
		{"jan..boer@post.example", false},
		{"jan@post..example", false},
		{"jan@.example", false},
		{"jan", false},
		{"", false},
		{"@", false},
		{"jan@pоst.example", false}, // the o is Cyrillic
		{strings.Repeat("a", 65) + "@post.example", false},
		{"a@" + strings.Repeat("b.", 160) + "example", false},
	} {
		in := basic(t, "acknowledgement", toComplainant)
		in.To.Address = c.address
		raw, err := builtIn().Render(in)
		if c.ok {
			if err != nil {
				t.Errorf("%q: %v", c.address, err)
			} else if to := sound(t, raw).header.Get("To"); !strings.HasSuffix(to, "<"+c.address+">") {
				t.Errorf("%q became %q", c.address, to)
			}
		} else if !errors.Is(err, ErrAddress) {
			t.Errorf("%q: got %v", c.address, err)
		}
	}
}

func TestRenderRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Input)
		want   error
	}{
		{"sender", func(in *Input) { in.From.Address = "x" }, ErrAddress},
		{"reply address", func(in *Input) { in.ReplyTo = "a b@c.example" }, ErrAddress},
		{"unknown letter", func(in *Input) { in.Duty.Letter = "poem" }, ErrUnknownLetter},
		{"letter for another", func(in *Input) { in.Duty.To = toRespondent }, ErrUnknownLetter},
		{"staff letter to a party", func(in *Input) { in.Duty.Letter = "case_registered" }, ErrUnknownLetter},
		{"block", func(in *Input) { in.Blocks = []string{"poem"} }, ErrBlock},
		{"message id", func(in *Input) { in.MessageID = "a b" }, nil},
		{"no message id", func(in *Input) { in.MessageID = "" }, nil},
		{"auto-submitted", func(in *Input) { in.Auto = "no" }, nil},
		{"limit", func(in *Input) { in.Limit = 1000 }, ErrTooBig},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := acknowledgement(t, amnestyBlocks)
			c.change(&in)
			_, err := builtIn().Render(in)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestReferences(t *testing.T) {
	var many []string
	for i := range 50 {
		many = append(many, "<m"+strings.Repeat("x", i)+"@post.example>")
	}
	for _, c := range []struct {
		name string
		ids  []string
		last string
		want string
	}{
		{"none", nil, "", ""},
		{"last only", nil, "<a@b.example>", "<a@b.example>"},
		{"brackets are added", []string{"a@b.example"}, "", "<a@b.example>"},
		{"last is there already", []string{"<a@b.example>", "<c@d.example>"}, "<c@d.example>", "<a@b.example> <c@d.example>"},
		{"injection", []string{"<a@b.example>\r\nBcc: x@y.example", "<a b@c.example>", "<é@b.example>", "<a>b@c.example>", "<=?utf-8?q?x?=@b.example>"}, "", ""},
		{"long id", []string{"<" + strings.Repeat("a", MaxMessageID) + "@b.example>"}, "", ""},
	} {
		if got := references(c.ids, c.last); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	got := strings.Fields(references(many, "<last@post.example>"))
	if len(got) != MaxReferences || got[0] != "<m@post.example>" || got[len(got)-1] != "<last@post.example>" {
		t.Errorf("of 51 ids remain %d, from %s to %s", len(got), got[0], got[len(got)-1])
	}
}

func TestEnclosures(t *testing.T) {
	in := basic(t, "case_registered", toCoordinator)
	in.Limit = 1 << 20
	in.Files = []File{
		{Name: "klachten/reglement:2026.pdf", Type: "application/pdf", Data: bytes.Repeat([]byte("a"), 300_000)},
		{Name: "te groot.bin", Type: "nonsense//", Data: bytes.Repeat([]byte("b"), 600_000)},
		{Name: "..", Type: "text/plain", Data: []byte("é")},
	}
	raw := render(t, in)
	if !bytes.Equal(raw, render(t, in)) {
		t.Error("the same input gave other bytes")
	}
	r := sound(t, raw)
	if got := slices.Sorted(maps.Keys(r.files)); !slices.Equal(got, []string{"file", "klachten_reglement_2026.pdf"}) {
		t.Errorf("enclosed: %v", got)
	}
	if len(r.files["klachten_reglement_2026.pdf"]) != 300_000 || r.files["file"] != "é" {
		t.Error("an enclosure changed")
	}
	if len(raw) > in.Limit {
		t.Errorf("%d bytes", len(raw))
	}
	m := maker{in: &in, w: builtIn().words["nl"], lang: "nl"}
	if _, left := m.enclosed(); len(left) != 1 || left[0] != (AttachLine{"te groot.bin", "600 kB"}) {
		t.Errorf("left out: %v", left)
	}
}

func TestPrintPage(t *testing.T) {
	r := sound(t, render(t, printPage(t)))
	page := r.files["K2026-0001-acknowledgement.html"]
	for _, want := range []string{"Jan de Boer<br>Dorpsstraat 1<br>", "vrijdag 3 april 2026", "Schrijf ons dan: Voorbeeldstraat 1", "K2026-0001"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "Antwoord") {
		t.Error("a letter on paper asks for an answer by mail")
	}
	if !strings.Contains(r.text, "> Geachte Jan de Boer,\n") {
		t.Error("the mail does not show the letter")
	}
	in := printPage(t)
	in.Print.Duty.Letter = "poem"
	if _, err := builtIn().Render(in); !errors.Is(err, ErrUnknownLetter) {
		t.Errorf("got %v", err)
	}
}
