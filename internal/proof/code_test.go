package proof

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var codeKeys = Keys{Current: Key{ID: 2, Secret: [32]byte{1}}, Previous: Key{ID: 1, Secret: [32]byte{2}}}

func TestCodeFits(t *testing.T) {
	code := codeKeys.Code(7, "m12", "anna@voorbeeld.example")
	if len(code) != CodeLength+1 || code[4] != '-' || strings.ContainsAny(code, "ilou") {
		t.Fatalf("code %q", code)
	}
	bare := strings.ReplaceAll(code, "-", "")
	for _, c := range []struct {
		written string
		want    bool
	}{
		{code, true}, {bare, true}, {strings.ToUpper(code), true}, {" " + bare[:4] + " " + bare[4:] + "\n", true},
		{strings.ReplaceAll(code, "-", "\u2011"), true}, {strings.NewReplacer("0", "O", "1", "l").Replace(code), true},
		{"", false}, {"ok", false}, {bare[:7], false}, {bare + "0", false}, {bare[1:] + bare[:1], bare[1:]+bare[:1] == bare},
	} {
		if got := CodeFits(c.written, code); got != c.want {
			t.Errorf("%q fits %q: %t", c.written, code, got)
		}
	}
	if CodeFits("", "") {
		t.Error("nothing fits nothing")
	}
}

func TestCodeIsBound(t *testing.T) {
	code := codeKeys.Code(7, "m12", "anna@voorbeeld.example")
	for name, other := range map[string]string{
		"case": codeKeys.Code(8, "m12", "anna@voorbeeld.example"), "mail": codeKeys.Code(7, "m13", "anna@voorbeeld.example"),
		"person": codeKeys.Code(7, "m12", "bert@voorbeeld.example"), "split": codeKeys.Code(7, "m1", "2anna@voorbeeld.example"),
		"key": Keys{Current: Key{Secret: [32]byte{9}}}.Code(7, "m12", "anna@voorbeeld.example"),
	} {
		if other == code {
			t.Errorf("the same code for another %s", name)
		}
	}
	old := Keys{Current: codeKeys.Previous}.Code(7, "m12", "anna@voorbeeld.example")
	if !codeKeys.KnowsCode(old, 7, "m12", "Anna@voorbeeld.example") || !codeKeys.KnowsCode(code, 7, "m12", "anna@voorbeeld.example") {
		t.Error("a code of a live key is not known")
	}
	if (Keys{Current: codeKeys.Current}).KnowsCode(old, 7, "m12", "anna@voorbeeld.example") {
		t.Error("a code of a key that is gone is known")
	}
}

func TestFindCode(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"ab3d-ef7h", "ab3def7h"}, {"De code is AB3D-EF7H.", "ab3def7h"}, {"ab3def7h", "ab3def7h"}, {"Ok!\n\nab3d ef7h\n", "ab3def7h"},
		{"abcd-efgh", "abcdefgh"}, {"ok", ""}, {"", ""}, {"dossiers", ""}, {"Dat is akkoord", ""}, {"naar waar", ""},
		{"dit mag weg, code: ab3d–ef7h", "ab3def7h"}, {"ab3d-ef7u", ""}, {"K2026-0001", ""},
		{"2026-06-01", ""}, {"01-06-2026", ""}, {"Het was op 2026-06-01.\n\nab3d-ef7h", "ab3def7h"}, {"ab-3def7h", ""},
	} {
		if got := FindCode(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// Every code is found in a mail however it is written, and no forged one fits.
func TestCodeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ref, mail := rapid.Uint32().Draw(t, "case"), rapid.StringMatching(`m[0-9]{1,6}`).Draw(t, "mail")
		code := codeKeys.Code(ref, mail, "anna@voorbeeld.example")
		found := FindCode("Akkoord, de code is " + code + "\n")
		if !CodeFits(found, code) {
			t.Fatalf("found %q for %q", found, code)
		}
		i := rapid.IntRange(0, CodeLength-1).Draw(t, "place")
		forged := []byte(found)
		forged[i] = rapid.SampledFrom([]byte("0123456789abcdefghjkmnpqrstvwxyz")).Draw(t, "letter")
		if CodeFits(string(forged), code) != (string(forged) == found) {
			t.Fatalf("%q fits %q", forged, code)
		}
	})
}
