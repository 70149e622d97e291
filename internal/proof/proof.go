// Package proof answers who speaks in a mail: it makes and checks the tokens that klachtd hands out, and reads the
// verdict of the receiving mail server about the From domain.
//
// # Three proofs
//
// From is a claim. A command needs, next to a From that may give it, a token issued to that person and a verdict
// that the From domain is authenticated and aligned; the weight of the command says which of the two may be
// missing. This package gives the token's Subject and the Verdict; weighing them is the caller's work, for only
// the caller knows people, roles and commands.
//
// # Tokens
//
// A token travels in an address, klachten+TOKEN@..., so it is short, survives a change of case, and holds nothing
// but what it proves. It is the base32 of 28 bytes:
//
//	0      version (high half), audience (low half)
//	1      id of the key
//	2-5    case, 0 for none
//	6-9    person: PersonRef of a member of staff, number of a party in its case
//	10-11  day of issue, counted from 2020-01-01
//	12-27  HMAC-SHA256 over bytes 0-11, the first 16 bytes
//
// A keyed Message-ID is alike: version and audience, key id, case, number of the letter, person, HMAC. It routes an
// answer, and in In-Reply-To it proves to whom the answered mail was issued. References travel to everyone in a
// thread and prove nothing.
//
// Parties and staff, tokens and Message-IDs have keys of their own, derived (RFC 5869) from one secret, so that no
// value of one kind can stand in for another. Two secrets live during a rotation; the older one only checks.
// Numbers stand readable in the token. Encrypting them would hide how many cases there are, which the case number
// tells anyhow.
//
// # One-time codes
//
// A code confirms the commands of one mail. It is derived from case, mail and person under a key of its own and kept
// nowhere; how long it waits, how often it may be tried, and that it works once, is the caller's to keep (code.go).
//
// # Verdicts
//
// Trust anchors at the top of the header, for each server writes above what it received. See Judge for the rules,
// and results.go for the reader of RFC 8601: its grammar has comments and quoted strings in which a sender can
// plant whole results by way of the envelope address, so what does not parse is not believed.
package proof

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"strings"
)

// Audience is the side of the desk that a token was issued to.
type Audience byte

// The zero Audience is nobody.
const (
	Party Audience = 1
	Staff Audience = 2
)

// String returns "party" or "staff", and "" for nobody.
func (a Audience) String() string {
	switch a {
	case Party:
		return "party"
	case Staff:
		return "staff"
	}
	return ""
}

// Key is a secret and the number under which tokens name it. A Key without a secret is no key: it signs and checks
// nothing.
type Key struct {
	ID     byte
	Secret [32]byte
}

// Keys are the keys that live: the current one signs, both check.
type Keys struct {
	Current  Key
	Previous Key // zero: none
}

func (k Keys) live() []Key {
	var keys []Key
	for _, key := range []Key{k.Current, k.Previous} {
		if key.Secret != [32]byte{} {
			keys = append(keys, key)
		}
	}
	return keys
}

const (
	version = 1
	macSize = 16
)

// A purpose separates the derived keys; it is part of the format and must not change.
type purpose string

const (
	forToken     purpose = "klachtd 1 token"
	forMessageID purpose = "klachtd 1 message-id"
	forPerson    purpose = "klachtd 1 person"
	forCode      purpose = "klachtd 1 code"
)

// mac returns the full HMAC of the data under the key that is derived for a purpose and an audience.
func (k Key) mac(p purpose, a Audience, data []byte) []byte {
	derived, err := hkdf.Expand(sha256.New, k.Secret[:], string(append([]byte(p), 0, byte(a))), sha256.Size)
	if err != nil {
		panic("proof: unreachable: " + err.Error()) // the lengths are constants
	}
	h := hmac.New(sha256.New, derived)
	h.Write(data)
	return h.Sum(nil)
}

var encoding = base32.StdEncoding.WithPadding(base32.NoPadding)

// sign appends the MAC of the current key to the head, whose first two bytes it fills in, and spells the whole. It
// panics without a current key: everybody could make such a token.
func (k Keys) sign(p purpose, a Audience, head []byte) string {
	if k.Current.Secret == [32]byte{} {
		panic("proof: no current key")
	}
	head[0], head[1] = version<<4|byte(a), k.Current.ID
	return strings.ToLower(encoding.EncodeToString(append(head, k.Current.mac(p, a, head)[:macSize]...)))
}

// open returns the head of a text that sign made with a live key. What it takes does not depend on how much of a
// forged text is right: every live key is tried, and all is compared before anything is decided.
func (k Keys) open(p purpose, text string, headSize int) (head []byte, a Audience, ok bool) {
	raw, ok := decode(text, headSize+macSize)
	if !ok {
		return nil, 0, false
	}
	head, sum := raw[:headSize], raw[headSize:]
	a = Audience(head[0] & 0x0f)
	good := 0
	for _, key := range k.live() {
		good |= subtle.ConstantTimeCompare(sum, key.mac(p, a, head)[:macSize]) & subtle.ConstantTimeByteEq(head[1], key.ID)
	}
	good &= subtle.ConstantTimeByteEq(head[0]>>4, version)
	return head, a, good == 1 && a.String() != ""
}

// decode reads exactly size bytes. It refuses what the decoder would forgive: line breaks, and bits behind the
// last byte, with which one token could be written in several ways.
func decode(text string, size int) ([]byte, bool) {
	if len(text) != encoding.EncodedLen(size) {
		return nil, false
	}
	upper := []byte(text)
	for i, c := range upper {
		if 'a' <= c && c <= 'z' {
			upper[i] = c - 'a' + 'A'
		}
	}
	raw, err := encoding.DecodeString(string(upper))
	if err != nil || encoding.EncodeToString(raw) != string(upper) {
		return nil, false
	}
	return raw, true
}

// PersonRef returns the reference of a member of staff in tokens that are issued now. It is keyed, so that no
// address can be guessed from a token, and it changes with the key: to compare, use Names.
func (k Keys) PersonRef(address string) uint32 { return k.Current.personRef(address) }

func (k Key) personRef(address string) uint32 {
	data := []byte(strings.ToLower(strings.TrimSpace(address)))
	return binary.BigEndian.Uint32(k.mac(forPerson, Staff, data))
}

// Names reports whether a reference, made with either live key, is that of this address.
func (k Keys) Names(person uint32, address string) bool {
	for _, key := range k.live() {
		if key.personRef(address) == person {
			return true
		}
	}
	return false
}
