package message

import (
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// slow is what a hostile message may take (security.md, proposed limits) on a
// machine that has other work; on an idle one each takes under half a second.
const slow = 10 * time.Second

// hostile makes the messages of security.md tests 61 and 62.
func hostile() map[string]string {
	var nest, enclosed strings.Builder
	nest.WriteString("From: jan@b.example\n")
	for i := range 30000 {
		fmt.Fprintf(&nest, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	enclosed.WriteString("From: jan@b.example\n")
	for range 1000 {
		enclosed.WriteString("Content-Type: message/rfc822\n\nFrom: els@b.example\n")
	}
	long := func(s string, n int) string { return strings.Repeat(s, n) }
	head := "From: jan@b.example\n"
	return map[string]string{
		"30,000 multiparts in each other":  nest.String(),
		"1,000 messages in each other":     enclosed.String(),
		"100,000 fields":                   long("X-A: b\n", 100000) + head + "\ntext",
		"500,000 To fields":                head + long("To: a@b.example\n", 500000) + "\ntext",
		"a To field of 500,000 lines":      head + "To: a@b.example" + long(",\n a@b.example", 500000) + "\n\ntext",
		"a subject of 2 MB":                head + "Subject: " + long("a", 2<<20) + "\n\ntext",
		"100,000 folds":                    head + "Subject: a" + long("\n b", 100000) + "\n\ntext",
		"100,000 parts":                    head + "Content-Type: multipart/mixed; boundary=b\n\n" + long("--b\n\na\n", 100000) + "--b--",
		"a line of 20 MB":                  head + "\n" + long("a", 20<<20),
		"10 MB of zeros in base64":         head + "Content-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(make([]byte, 10<<20)),
		"5 MB of equals signs":             head + "Content-Transfer-Encoding: quoted-printable\n\n" + long("=", 5<<20),
		"200,000 comments":                 "From: " + long("(", 60000) + "jan@b.example\n\ntext",
		"100,000 divs":                     head + "Content-Type: text/html\n\n" + long("<div>", 100000) + "text",
		"100,000 blockquotes":              head + "Content-Type: text/html\n\n" + long("<blockquote>a", 100000),
		"100,000 hidden divs":              head + "Content-Type: text/html\n\n" + long("<div style='display:none'>", 100000) + "x",
		"1 MB of quote marks":              head + "\n" + long(">", 1<<20),
		"100,000 quoted lines":             head + "\n" + long("> a\n", 100000),
		"100,000 labels":                   head + "\n" + long("Van: a\n", 100000),
		"100,000 attributions":             head + "\n" + long("Op 3 mei schreef Jan:\n", 100000),
		"100,000 blank lines":              head + "\n" + long("\n", 1000000) + "a",
		"100,000 words that are no header": long("line without colon\n", 100000) + head + "\ntext",
		"50,000 boundaries in one line":    head + "Content-Type: multipart/mixed; boundary=b\n\n" + long("--b ", 1000000),
		"encoded words":                    head + "Subject: " + long("=?utf-8?q?a?= ", 5000) + long("=?", 20000) + "\n\ntext",
		"parameters":                       head + "Content-Type: text/plain" + long("; a*0*=b", 8000) + "\n\ntext",
		"unclosed tags":                    head + "Content-Type: text/html\n\n" + long("<", 1<<20),
		"unclosed comments":                head + "Content-Type: text/html\n\n" + long("<!--", 1<<18),
		"unclosed heads":                   head + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: text/html\n\n" + long("<head <", 1<<17) + "\n--b--",
		"100,000 uuencoded files":          head + "\n" + long("begin 644 a\n#0V%T\nend\n", 100000),
		"delivery status of 100,000 rows":  head + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + long("Final-Recipient: rfc822; a@b.example\nAction: failed\n\n", 100000) + "--b--",
		"dashes":                           head + "\n" + long("-----\n", 200000),
		"disclaimers":                      head + "\na\n\n" + long("vertrouwelijk "+long("x", 300)+"\n\n", 3000),
		"recipients under a label":         head + "\nFrom: a@b.example\nTo: c@d.example,\n" + long("e@f.example,\n", 80000),
		"labels of no use":                 head + "\n" + long("Importance: high\n", 60000),
		"labels of no use in a quote":      head + "\n" + long("> Bcc: a@b.example\n", 50000),
		"labels in one line":               head + "\n----- Message transmis -----" + long(" De : a", 100000),
	}
}

func TestHostile(t *testing.T) {
	for name, raw := range hostile() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			m := Parse([]byte(raw))
			if took := time.Since(start); took > slow {
				t.Errorf("took %v", took)
			}
			if name != "100,000 words that are no header" && (m.From == nil || m.From.Address != "jan@b.example") {
				t.Errorf("from = %v", m.From)
			}
			check(t, m, []byte(raw))
			start = time.Now()
			m.ContentDigest([]byte(raw))
			if took := time.Since(start); took > slow {
				t.Errorf("digest took %v", took)
			}
		})
	}
}

func TestLimitsWarn(t *testing.T) {
	nested := func(n int) string {
		var b strings.Builder
		b.WriteString("From: jan@b.example\n")
		for i := range n {
			fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
		}
		return b.String() + "\ntext\n"
	}
	enclosed := func(n int) string {
		return "From: jan@b.example\n" + strings.Repeat("Content-Type: message/rfc822\n\nFrom: els@b.example\n", n) + "\ntext\n"
	}
	parts := func(n int) string {
		return "From: jan@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\na\n", n) + "--b--\n"
	}
	fields := func(n int) string { return "From: jan@b.example\n" + strings.Repeat("X-A: b\n", n-1) + "\ntext" }
	for _, c := range []struct {
		name, raw, warning string
	}{
		{"20 deep", nested(20), ""},
		{"21 deep", nested(21), "nested deeper than 20"},
		{"20 messages in each other", enclosed(20), ""},
		{"21 messages in each other", enclosed(21), "nested deeper than 20"},
		{"499 parts", parts(499), ""},
		{"500 parts and their message", parts(500), "more than 500 parts"},
		{"500 fields", fields(500), ""},
		{"501 fields", fields(501), "header over 500 fields"},
		{"300 fields of 1 KB", "From: jan@b.example\n" + strings.Repeat("X-A: "+strings.Repeat("b", 1000)+"\n", 300) + "\ntext", "256 KB"},
		{"a field of 65 KB", "From: jan@b.example\nX-A: " + strings.Repeat("a", 65<<10) + "\n\ntext", "header field over 64 KB"},
		{"200 addresses", "From: jan@b.example\nTo: " + strings.Repeat("a@b.example, ", 200) + "\n\n", ""},
		{"201 addresses", "From: jan@b.example\nTo: " + strings.Repeat("a@b.example, ", 201) + "\n\n", "over 200"},
		{"text of 6 MB", "From: jan@b.example\n\n" + strings.Repeat("a", 6<<20), "text over 5 MB"},
		{"a boundary of 201 bytes", "From: jan@b.example\nContent-Type: multipart/mixed; boundary=" + strings.Repeat("a", 201) + "\n\ntext", "boundary over 200"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(Parse([]byte(c.raw)).Warnings, "\n")
			got = strings.ReplaceAll(got, "body: closing boundary missing", "")
			if c.warning == "" {
				for _, w := range []string{"over", "deeper", "more than"} {
					if strings.Contains(got, w) {
						t.Errorf("warnings %q, want none of a limit", got)
					}
				}
			} else if !strings.Contains(got, c.warning) {
				t.Errorf("warnings %q, want %q", got, c.warning)
			}
		})
	}
}

// TestBigIsNotCopied holds that an attachment is located, not decoded.
func TestBigIsNotCopied(t *testing.T) {
	raw := big(10 << 20)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m := Parse(raw)
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
		t.Errorf("allocated %d bytes for a message of %d", got, len(raw))
	}
	if want := 10 << 20 / 78 * 57; m.Attachments[0].Bytes < want-100 || m.Attachments[0].Bytes > want+100 {
		t.Errorf("bytes = %d, want about %d", m.Attachments[0].Bytes, want)
	}
	b, err := m.Open(raw, 0)
	if err != nil || len(b) != m.Attachments[0].Bytes {
		t.Errorf("opened %d bytes, %v; announced %d", len(b), err, m.Attachments[0].Bytes)
	}
}

// TestLimitsCut holds what is cut without a word, because nobody misses it.
func TestLimitsCut(t *testing.T) {
	long := strings.Repeat("é", 5000)
	var forward strings.Builder
	for range 10 {
		forward.WriteString("---------- Forwarded message ---------\nVan: Els <els@b.example>\nDate: 11 juni 2026\nSubject: Fwd: x\n\n")
	}
	var enclosed, recipients strings.Builder
	for i := range 300 {
		if i < 60 {
			enclosed.WriteString("--b\nContent-Type: message/rfc822\n\nFrom: els@b.example\n\nx\n")
		}
		fmt.Fprintf(&recipients, "Final-Recipient: rfc822; a%d@b.example\nAction: failed\n\n", i)
	}
	m := Parse([]byte("From: \"" + long + "\" <jan@b.example>\nSubject: " + long + "\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment; filename=\"" + long + ".pdf\"\n\nx\n" + enclosed.String() + "--b--"))
	bounce := Parse([]byte("From: a@b.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n" + recipients.String() + "--b--"))
	strange := "From: jan@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Transfer-Encoding: rot13\n\nx\n", 100) + "--b--"
	name := m.Attachments[0].Name
	for what, c := range map[string]struct{ got, want int }{
		"runes of a subject":   {len([]rune(m.Subject)), 2000},
		"runes of a name":      {len([]rune(m.From.Name)), 200},
		"runes of a file name": {len([]rune(name)), 114},
		"originals":            {len(m.Originals), 50},
		"recipients":           {len(bounce.Bounce.Recipients), 200},
		"warnings":             {len(Parse([]byte(strange)).Warnings), 50},
		"forwards in forwards": {len(Parse(mailWith("Fwd: x", forward.String())).Originals), 5},
	} {
		if c.got != c.want {
			t.Errorf("%d %s, want %d", c.got, what, c.want)
		}
	}
	if !strings.HasSuffix(name, ".pdf") {
		t.Errorf("the file name lost its end: %q", name[len(name)-8:])
	}
	for n, want := range map[int]bool{320: true, 321: false} {
		address := strings.Repeat("a", n-len("@b.example")) + "@b.example"
		if got := cleanAddress(address) != ""; got != want {
			t.Errorf("an address of %d bytes: %v", n, got)
		}
	}
}

func TestDecodesNoMoreThan100MB(t *testing.T) {
	p := &part{src: []byte("hallo"), end: 5}
	r := &reader{decoded: 100<<20 - 3}
	if got := string(r.decode(p)); got != "hal" || len(r.warnings) != 1 {
		t.Errorf("decoded %q, warnings %v", got, r.warnings)
	}
}

func TestOpenElements(t *testing.T) {
	w := walker{z: html.NewTokenizer(strings.NewReader(strings.Repeat("<blockquote>a", 1000)))}
	for next := w.z.Next(); next != html.ErrorToken; next = w.z.Next() {
		w.token(next)
	}
	if len(w.open) != 256 || w.quotes != 256 {
		t.Errorf("%d elements and %d quotes are open, want 256", len(w.open), w.quotes)
	}
}
