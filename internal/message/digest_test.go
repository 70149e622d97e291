package message

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

func TestContentDigest(t *testing.T) {
	const mail = "Received: from x\nDelivered-To: k@voorbeeld.example\nFrom: jan@b.example\nDate: Thu, 2 Apr 2026 16:09:58 +0200\nMessage-ID: <a@b.example>\nSubject: klacht\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n"
	digest := func(raw string) [32]byte { return Parse([]byte(raw)).ContentDigest([]byte(raw)) }
	replace := func(old, with string) string {
		t.Helper()
		i := len(mail) - len(mail[indexOf(t, mail, old):])
		return mail[:i] + with + mail[i+len(old):]
	}
	for _, same := range []string{
		replace("Received: from x\nDelivered-To: k@voorbeeld.example\n", "Delivered-To: alias@voorbeeld.example\nX-Spam: no\n"),
		replace("AAAA", "AAA\nA"),
		replace("boundary=b", "boundary=\"b\""),
	} {
		if digest(same) != digest(mail) {
			t.Errorf("another digest for\n%s", same)
		}
	}
	for _, other := range []string{
		replace("jan@", "els@"), replace("16:09:58", "16:09:59"), replace("<a@b", "<c@b"), replace("klacht", "Klacht"),
		replace("tekst", "tekst."), replace("AAAA", "AAAB"), replace("a.pdf", "b.pdf"), replace("application/pdf", "application/doc"),
	} {
		if digest(other) == digest(mail) {
			t.Errorf("the same digest for\n%s", other)
		}
	}
}

func indexOf(t *testing.T, s, part string) int {
	t.Helper()
	for i := range s {
		if len(s)-i >= len(part) && s[i:i+len(part)] == part {
			return i
		}
	}
	t.Fatalf("%q is not in the mail", part)
	return 0
}

func TestOpen(t *testing.T) {
	raw := []byte("From: jan@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\naGFs\nbG8=\n--b--\n")
	m := Parse(raw)
	if b, err := m.Open(raw, 0); string(b) != "hallo" || err != nil || m.Attachments[0].Bytes != 5 {
		t.Errorf("%q, %v, %d bytes", b, err, m.Attachments[0].Bytes)
	}
	for _, i := range []int{-1, 1} {
		if _, err := m.Open(raw, i); err == nil {
			t.Errorf("attachment %d was opened", i)
		}
	}
	if _, err := m.Open(raw[:50], 0); err == nil {
		t.Error("an attachment was opened outside the bytes")
	}
}

// TestInspect compares the document with the contract, key by key and type by
// type.
func TestInspect(t *testing.T) {
	dir := os.Getenv("KLACHTD_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	b, err := os.ReadFile(filepath.Join(dir, "contract", "inspect.json"))
	if err != nil {
		t.Skip("the contract is not here: set KLACHTD_SHARED")
	}
	var want, got map[string]any
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	raw := []byte("From: Jan <jan@b.example>\nTo: els@b.example\nReply-To: jan@b.example\nDate: Thu, 2 Apr 2026 16:09:58 +0200\nMessage-ID: <a@b.example>\nSubject: Fwd: klacht\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nZie.\n\n---------- Forwarded message ---------\nVan: Els Mulder <els@b.example>\nDate: do 11 jun. 2026 om 10:12\nSubject: klacht\nTo: <piet@voorbeeld.example>\n\nboos\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b--\n")
	m := Parse(raw)
	m.Commands = []any{struct{}{}}
	out, err := json.Marshal(Inspect(m))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	sameKeys(t, "", want, got)
	empty, err := json.Marshal(Inspect(Parse(nil)))
	if err != nil {
		t.Fatal(err)
	}
	var bare map[string]any
	if err := json.Unmarshal(empty, &bare); err != nil {
		t.Fatal(err)
	}
	for key, v := range want {
		if _, isList := v.([]any); isList && reflect.TypeOf(bare[key]) != reflect.TypeOf(v) {
			t.Errorf("%s of an empty message is %v, not a list", key, bare[key])
		}
		if _, there := bare[key]; !there {
			t.Errorf("%s is missing from an empty message", key)
		}
	}
}

// beyond are keys that the document has and the contract has not.
var beyond = []string{"forwarded.cc", "originals.cc"}

func sameKeys(t *testing.T, path string, want, got any) {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s is no object", path)
			return
		}
		for key := range want {
			if _, there := got[key]; !there {
				t.Errorf("%s.%s is missing", path, key)
			} else if want[key] != nil && path != ".commands" {
				sameKeys(t, path+"."+key, want[key], got[key])
			}
		}
		for key := range got {
			if _, there := want[key]; !there && !slices.Contains(beyond, (path + "." + key)[1:]) {
				t.Errorf("%s.%s is not in the contract", path, key)
			}
		}
	case []any:
		list, ok := got.([]any)
		if !ok {
			t.Errorf("%s is no list", path)
		} else if len(want) > 0 && len(list) > 0 && path != ".commands" {
			sameKeys(t, path, want[0], list[0])
		}
	default:
		if got != nil && reflect.TypeOf(got) != reflect.TypeOf(want) {
			t.Errorf("%s is %T, want %T", path, got, want)
		}
	}
}
