package proof

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMessageIDRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := MessageRef{
			Case:     rapid.Uint32().Draw(t, "case"),
			Seq:      rapid.Uint32().Draw(t, "seq"),
			Person:   rapid.Uint32().Draw(t, "person"),
			Audience: rapid.SampledFrom([]Audience{Party, Staff}).Draw(t, "audience"),
		}
		id := keys.MessageID(want.Case, want.Seq, want.Person, want.Audience, "voorbeeld.example")
		if !strings.HasPrefix(id, "<") || !strings.HasSuffix(id, "@voorbeeld.example>") || len(id) > 78 {
			t.Fatalf("Message-ID %s", id)
		}
		for _, spelled := range []string{id, id[1 : len(id)-1], " " + id + "\r\n", strings.ToUpper(id)} {
			if got, ok := keys.ParseMessageID(spelled); !ok || got != want {
				t.Fatalf("ParseMessageID(%q) = %v, %t; want %v", spelled, got, ok, want)
			}
		}
	})
}

func TestMessageIDIsFixed(t *testing.T) {
	const want = "<cibaaaaaa4aaaaadaaaaaanbireldiug7zcxlp25hkgpw6zc@voorbeeld.example>"
	if got := keys.MessageID(7, 3, 1, Staff, "voorbeeld.example"); got != want {
		t.Errorf("the Message-ID is %s, want %s", got, want)
	}
}

func TestParseMessageIDRefuses(t *testing.T) {
	id := keys.MessageID(7, 1, 3, Party, "voorbeeld.example")
	text := id[1:strings.Index(id, "@")]
	for name, s := range map[string]string{
		"nothing": "", "brackets only": "<>", "no domain": "<" + text + ">", "somebody else's": "<abc@b.example>",
		"cut off": "<" + text[:40] + "@voorbeeld.example>", "two in one": id + id[1:], "prefix": "<x" + id[1:],
		"token":                  "<" + keys.Token(subject) + "@voorbeeld.example>",
		"key that lives no more": Keys{Current: key(9)}.MessageID(7, 1, 3, Party, "voorbeeld.example"),
		"no audience":            keys.MessageID(7, 1, 3, 0, "voorbeeld.example"),
	} {
		got, ok := keys.ParseMessageID(s)
		if name == "two in one" {
			if !ok { // what follows the first @ is the domain, which is not looked at
				t.Errorf("%s: not ours", name)
			}
			continue
		}
		if ok || got != (MessageRef{}) {
			t.Errorf("%s: %v, %t", name, got, ok)
		}
	}
	raw, _ := decode(text, messageIDHead+macSize)
	for bit := range 8 * len(raw) {
		forged := forge(raw, func(b []byte) { b[bit/8] ^= 1 << (bit % 8) })
		if got, ok := keys.ParseMessageID("<" + forged + "@voorbeeld.example>"); ok {
			t.Errorf("bit %d flipped: %v", bit, got)
		}
	}
}

func FuzzParseMessageID(f *testing.F) {
	for _, s := range []string{keys.MessageID(7, 1, 3, Party, "voorbeeld.example"), "", "<@>", "<a@b>", "@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, ok := keys.ParseMessageID(s)
		if !ok {
			return
		}
		_, domain, _ := strings.Cut(s, "@")
		if again, ok := keys.ParseMessageID(keys.MessageID(r.Case, r.Seq, r.Person, r.Audience, domain)); !ok || again != r {
			t.Fatalf("%q names %v, which comes back as %v, %t", s, r, again, ok)
		}
	})
}
