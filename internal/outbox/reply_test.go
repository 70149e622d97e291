package outbox

import (
	"net/textproto"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var party = Envelope{From: "klachten@a.example", To: "Jan.de.Vries@b.example"}

func TestCleanReply(t *testing.T) {
	for text, want := range map[string]string{
		"2.0.0 OK: queued as 4B1C":                               "2.0.0 OK: queued as 4B1C",
		"5.1.1 <jan.de.vries@b.example>: no such user":           "5.1.1 <...>: no such user",
		"5.1.1 Jan.De.Vries@B.example... User unknown":           "5.1.1 ...... User unknown",
		"5.1.1 mailbox jan.de.vries is full":                     "5.1.1 mailbox ... is full",
		"5.1.1 no such user\n5.1.1 ask postmaster@b.example":     "5.1.1 no such user ask ...",
		"4.7.1 try\tagain\r\x00 in  5 minutes":                   "4.7.1 try again in 5 minutes",
		"5.7.1 see https://b.example/?who=piet@c.example&why=no": "5.7.1 see https://b.example/?who=...",
		"5.1.1 o'hara@b.example unknown":                         "5.1.1 o'... unknown",
		"relay for \"Jan\" <other+tag@c.example> denied":         "relay for \"Jan\" <...> denied",
		"\xff\xfe":                 "?",
		"":                         "",
		strings.Repeat("é", 300):   strings.Repeat("é", ReplyLimit/2),
		"5.2.2 klachten@a.example": "5.2.2 ...",
	} {
		if got := cleanReply(text, party); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestAnswered(t *testing.T) {
	for text, want := range map[string]string{
		"5.1.1 no": "5.1.1", "no 5.1.1": "", "4.22.333": "4.22.333", "6.1.1 no": "", "5.1 no": "", "5.1.1234 no": "", "5.1.1no": "",
	} {
		r := answered(Refused, &textproto.Error{Code: 550, Msg: text}, party)
		if r.Enhanced != want || r.Code != 550 || r.Err == nil || r.State != Refused {
			t.Errorf("%q: got %+v", text, r)
		}
	}
	if r := answered(Accepted, &textproto.Error{Code: 250, Msg: "2.0.0 ok"}, party); r.Err != nil {
		t.Errorf("accepted with error %v", r.Err)
	}
}

// Whatever a server says, one short line without an address is kept.
func FuzzCleanReply(f *testing.F) {
	for _, seed := range []string{"5.1.1 <jan.de.vries@b.example>", "a\nb\r\n", "@", "<<@>>", "jan.de.vries", "\xff@\xfe", strings.Repeat("<a@", 100)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := cleanReply(text, party)
		if strings.Contains(got, "@") || strings.Contains(strings.ToLower(got), "jan.de.vries") {
			t.Errorf("%q keeps an address: %q", text, got)
		}
		if len(got) > ReplyLimit || !utf8.ValidString(got) || strings.ContainsFunc(got, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("%q is not one short line: %q", text, got)
		}
	})
}
