package proof

import (
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"

	"pgregory.net/rapid"
)

func key(id byte) Key {
	k := Key{ID: id}
	for i := range k.Secret {
		k.Secret[i] = id ^ byte(i) ^ 0x5a
	}
	return k
}

var (
	keys    = Keys{Current: key(2), Previous: key(1)}
	issued  = calendar.New(2026, time.April, 2)
	subject = Subject{Audience: Staff, Case: 7, Person: 0xdeadbeef, Day: issued}
)

var anySubject = rapid.Custom(func(t *rapid.T) Subject {
	return Subject{
		Audience: rapid.SampledFrom([]Audience{Party, Staff}).Draw(t, "audience"),
		Case:     rapid.Uint32().Draw(t, "case"),
		Person:   rapid.Uint32().Draw(t, "person"),
		Day:      firstDay.AddDays(rapid.IntRange(0, 1<<16-1).Draw(t, "day")),
	}
})

func TestTokenRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anySubject.Draw(t, "subject")
		token := keys.Token(want)
		if len(token) != TokenLength || strings.Trim(token, "abcdefghijklmnopqrstuvwxyz234567") != "" {
			t.Fatalf("token %q is not %d base32 characters", token, TokenLength)
		}
		for _, spelled := range []string{token, strings.ToUpper(token), strings.ToUpper(token[:9]) + token[9:]} {
			if got, err := keys.Verify(spelled); err != nil || got != want {
				t.Fatalf("Verify(%q) = %v, %v; want %v", spelled, got, err, want)
			}
		}
	})
}

// TestTokenForm holds the form: tokens live for years in the mailboxes of others.
func TestTokenForm(t *testing.T) {
	const want = "cibaaaaaa7pk3pxpbdvqm2csfyp2yy5loni7ypz5f5mlu"
	if got := keys.Token(subject); got != want {
		t.Errorf("the token is %s, want %s", got, want)
	}
}

func TestTokenFitsAnAddress(t *testing.T) {
	address := Plus("klachten@voorbeeld.example", keys.Token(subject))
	local, domain, _ := strings.Cut(address, "@")
	if len(local) > 64 || domain != "voorbeeld.example" || !strings.HasPrefix(local, "klachten+") {
		t.Errorf("address %s", address)
	}
	for mailbox, want := range map[string]bool{
		"klachten@voorbeeld.example": true, "klachten": true,
		strings.Repeat("k", 18) + "@voorbeeld.example": true,
		strings.Repeat("k", 19) + "@voorbeeld.example": false,
	} {
		if got := Fits(mailbox); got != want {
			t.Errorf("Fits(%q) = %t, want %t", mailbox, got, want)
		}
	}
}

func TestTokenDayOutOfRange(t *testing.T) {
	for day, want := range map[calendar.Date]calendar.Date{
		{}:                                   firstDay,
		calendar.New(2019, time.December, 1): firstDay,
		calendar.New(2300, time.January, 1):  firstDay.AddDays(1<<16 - 1),
	} {
		got, err := keys.Verify(keys.Token(Subject{Audience: Staff, Day: day}))
		if err != nil || got.Day != want {
			t.Errorf("issued on %q: %v, %v; want %s", day, got, err, want)
		}
	}
}

// TestTokenBitFlips holds that no token is near another one. A flip that only changes the case of a letter spells
// the same token (security 35).
func TestTokenBitFlips(t *testing.T) {
	for _, aud := range []Audience{Party, Staff} {
		token := keys.Token(Subject{Audience: aud, Case: 7, Person: 3, Day: issued})
		for bit := range 8 * len(token) {
			flipped := []byte(token)
			flipped[bit/8] ^= 1 << (bit % 8)
			if strings.EqualFold(string(flipped), token) && flipped[bit/8] < 0x80 {
				continue
			}
			if s, err := keys.Verify(string(flipped)); !errors.Is(err, ErrToken) || s != (Subject{}) {
				t.Errorf("bit %d flipped: %v, %v", bit, s, err)
			}
		}
		raw, _ := decode(token, tokenHead+macSize)
		for bit := range 8 * len(raw) {
			raw[bit/8] ^= 1 << (bit % 8)
			if s, err := keys.Verify(encoding.EncodeToString(raw)); !errors.Is(err, ErrToken) {
				t.Errorf("bit %d of the bytes flipped: %v, %v", bit, s, err)
			}
			raw[bit/8] ^= 1 << (bit % 8)
		}
	}
}

// TestRandomTokens: nobody guesses one (security 35).
func TestRandomTokens(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	raw := make([]byte, tokenHead+macSize)
	for range 100_000 {
		for i := range raw {
			raw[i] = byte(r.Uint32())
		}
		raw[0], raw[1] = version<<4|byte(Staff), keys.Current.ID // as right as a guess can be
		if s, err := keys.Verify(encoding.EncodeToString(raw)); err == nil {
			t.Fatalf("%s is taken for %v", hex.EncodeToString(raw), s)
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	token := keys.Token(subject)
	letter := keys.MessageID(7, 1, 0xdeadbeef, Staff, "voorbeeld.example")
	other := Keys{Current: key(9)}
	sameID := Keys{Current: Key{ID: keys.Current.ID, Secret: key(9).Secret}}
	raw, _ := decode(token, tokenHead+macSize)
	for name, text := range map[string]string{
		"nothing":                      "",
		"one character":                "a",
		"shorter":                      token[:len(token)-1],
		"longer":                       token + "a",
		"padded":                       token + "===",
		"with a line break":            token[:20] + "\r\n" + token[20:],
		"with a line break, same size": token[:20] + "\n" + token[21:],
		"with a space":                 " " + token[1:],
		"line breaks only":             strings.Repeat("\n", TokenLength),
		"spare bit set":                token[:len(token)-1] + "v", // u and v differ in the bit behind the last byte
		"Kelvin sign for k":            strings.Replace(strings.Repeat("k", TokenLength), "k", "\u212a", 1),
		"key that lives no more":       other.Token(subject),
		"other secret, same id":        sameID.Token(subject),
		"Message-ID":                   letter[1:strings.Index(letter, "@")],
		"no audience":                  keys.Token(Subject{Case: 7, Day: issued}),
		"unknown audience":             keys.Token(Subject{Audience: 3, Case: 7, Day: issued}),
		"audience of the other side":   forge(raw, func(b []byte) { b[0] = version<<4 | byte(Party) }),
		"other key id":                 forge(raw, func(b []byte) { b[1] = keys.Previous.ID }),
	} {
		if s, err := keys.Verify(text); !errors.Is(err, ErrToken) || s != (Subject{}) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}

func forge(raw []byte, change func([]byte)) string {
	forged := append([]byte(nil), raw...)
	change(forged)
	return encoding.EncodeToString(forged)
}

// TestHeadsThatWeDoNotWrite signs them with our own key: a later format, and the number of another key.
func TestHeadsThatWeDoNotWrite(t *testing.T) {
	raw, _ := decode(keys.Token(subject), tokenHead+macSize)
	for name, change := range map[string]func([]byte){
		"version": func(head []byte) { head[0] = (version+1)<<4 | byte(Staff) },
		"key id":  func(head []byte) { head[1] = keys.Previous.ID },
	} {
		head := append([]byte(nil), raw[:tokenHead]...)
		change(head)
		token := encoding.EncodeToString(append(head, keys.Current.mac(forToken, Staff, head)[:macSize]...))
		if s, err := keys.Verify(token); !errors.Is(err, ErrToken) {
			t.Errorf("a token of another %s is taken for %v", name, s)
		}
	}
}

// TestAudiencesHaveTheirOwnKeys signs the head of a staff token with the key of the parties.
func TestAudiencesHaveTheirOwnKeys(t *testing.T) {
	raw, _ := decode(keys.Token(subject), tokenHead+macSize)
	head := append([]byte(nil), raw[:tokenHead]...)
	forged := encoding.EncodeToString(append(head, keys.Current.mac(forToken, Party, head)[:macSize]...))
	if s, err := keys.Verify(forged); !errors.Is(err, ErrToken) {
		t.Errorf("the key of the parties makes a token of %v", s)
	}
}

func TestRotation(t *testing.T) {
	before := Keys{Current: key(1)}
	during := Keys{Current: key(2), Previous: key(1)}
	after := Keys{Current: key(3), Previous: key(2)}
	token, id := before.Token(subject), before.MessageID(7, 1, 2, Party, "voorbeeld.example")
	for name, c := range map[string]struct {
		keys Keys
		want bool
	}{"before": {before, true}, "during": {during, true}, "after": {after, false}} {
		if _, err := c.keys.Verify(token); (err == nil) != c.want {
			t.Errorf("%s the rotation: %v", name, err)
		}
		if _, ok := c.keys.ParseMessageID(id); ok != c.want {
			t.Errorf("%s the rotation the Message-ID is ours: %t", name, ok)
		}
	}
	if during.Token(subject) == token {
		t.Error("the older key still issues")
	}
}

// TestNoKeyIsNoKey holds that a key without a secret, which everybody knows, opens nothing and signs nothing.
func TestNoKeyIsNoKey(t *testing.T) {
	everybody := Key{ID: 0}
	head := []byte{version<<4 | byte(Staff), 0, 0, 0, 0, 7, 0, 0, 0, 1, 9, 9}
	token := encoding.EncodeToString(append(head, everybody.mac(forToken, Staff, head)[:macSize]...))
	for name, k := range map[string]Keys{"no previous key": {Current: key(2)}, "no key at all": {}} {
		if s, err := k.Verify(token); !errors.Is(err, ErrToken) {
			t.Errorf("%s: a token without a secret is taken for %v", name, s)
		}
		if k.Names(everybody.personRef("anna@voorbeeld.example"), "anna@voorbeeld.example") {
			t.Errorf("%s: a reference without a secret names somebody", name)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a token was signed without a key")
		}
	}()
	Keys{}.Token(subject)
}

func TestExpired(t *testing.T) {
	for _, c := range []struct {
		name     string
		audience Audience
		days     int
		want     bool
	}{
		{"today", Staff, 0, false},
		{"the last day", Staff, 180, false},
		{"a day later", Staff, 181, true},
		{"issued tomorrow", Staff, -1, false},
		{"a party's token after years", Party, 2000, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Expired(Subject{Audience: c.audience, Day: issued}, issued.AddDays(c.days)); got != c.want {
				t.Errorf("expired after %d days: %t", c.days, got)
			}
		})
	}
}

func TestPersonRef(t *testing.T) {
	ref := keys.PersonRef("Anna@Voorbeeld.example ")
	if ref != keys.PersonRef("anna@voorbeeld.example") {
		t.Error("the reference depends on upper case or space")
	}
	if ref == keys.PersonRef("bert@voorbeeld.example") || ref == (Keys{Current: key(1)}).PersonRef("anna@voorbeeld.example") {
		t.Error("the reference does not depend on the address or the key")
	}
	old := Keys{Current: key(1)}.PersonRef("anna@voorbeeld.example")
	for ref, want := range map[uint32]bool{ref: true, old: true, ref + 1: false} {
		if got := keys.Names(ref, "ANNA@voorbeeld.example"); got != want {
			t.Errorf("Names(%08x) = %t, want %t", ref, got, want)
		}
	}
	if keys.Names(ref, "bert@voorbeeld.example") {
		t.Error("the reference of one names another")
	}
}

func TestAudienceText(t *testing.T) {
	for a, want := range map[Audience]string{Party: "party", Staff: "staff", 0: "", 3: ""} {
		if got := a.String(); got != want {
			t.Errorf("audience %d is %q, want %q", a, got, want)
		}
	}
}

func FuzzVerify(f *testing.F) {
	for _, s := range []string{keys.Token(subject), strings.ToUpper(keys.Token(subject)), "", "klachten", strings.Repeat("a", TokenLength)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := keys.Verify(s)
		if err != nil {
			return
		}
		// A fuzzer cannot make a MAC; what is accepted must be a token that we would issue.
		if again := keys.Token(got); !strings.EqualFold(again, s) && !strings.EqualFold(Keys{Current: keys.Previous}.Token(got), s) {
			t.Fatalf("%q is accepted as %v, whose token is %s", s, got, again)
		}
	})
}

func BenchmarkToken(b *testing.B) {
	for b.Loop() {
		keys.Token(subject)
	}
}

// BenchmarkVerify shows that a forged token takes as long as a genuine one, wherever it goes wrong.
func BenchmarkVerify(b *testing.B) {
	raw, _ := decode(keys.Token(subject), tokenHead+macSize)
	for _, c := range []struct{ name, token string }{
		{"genuine", keys.Token(subject)},
		{"last byte wrong", forge(raw, func(b []byte) { b[len(b)-1] ^= 1 })},
		{"first byte wrong", forge(raw, func(b []byte) { b[tokenHead] ^= 1 })},
		{"key id wrong", forge(raw, func(b []byte) { b[1] = 77 })},
		{"version wrong", forge(raw, func(b []byte) { b[0] = 0xf2 })},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				keys.Verify(c.token)
			}
		})
	}
}
