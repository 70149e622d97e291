package proof

import (
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"strings"
)

// Limits of one-time codes (DESIGN section 6). A code has 40 bits; with CodeTries guesses at each, nobody finds one.
const (
	CodeLength = 8  // characters
	CodeHours  = 72 // how long a mail waits for its code
	CodeTries  = 5  // wrong answers to one code; then it is good for nothing
)

// codeSpelling is base32 without i, l, o and u (Crockford's): read over the phone, none is taken for another.
var codeSpelling = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Code returns the one-time code with which a person confirms the commands of one mail about one case, 0 for the
// office: "ab3d-ef7h". It is derived, so that it stands nowhere: mail is the id of the stored message, person the
// address to which the code goes. It panics without a current key.
func (k Keys) Code(caseRef uint32, mail, person string) string {
	if k.Current.Secret == [32]byte{} {
		panic("proof: no current key")
	}
	return k.Current.code(caseRef, mail, person)
}

func (k Key) code(caseRef uint32, mail, person string) string {
	data := binary.BigEndian.AppendUint32(nil, caseRef)
	for _, s := range []string{mail, strings.ToLower(strings.TrimSpace(person))} {
		data = binary.BigEndian.AppendUint32(data, uint32(len(s)))
		data = append(data, s...)
	}
	s := codeSpelling.EncodeToString(k.mac(forCode, Staff, data)[:CodeLength*5/8])
	return s[:CodeLength/2] + "-" + s[CodeLength/2:]
}

// KnowsCode reports whether a written code is the one that Code gave, with either live key.
func (k Keys) KnowsCode(written string, caseRef uint32, mail, person string) bool {
	good := false
	for _, key := range k.live() {
		good = CodeFits(written, key.code(caseRef, mail, person)) || good
	}
	return good
}

// CodeFits compares a code as somebody wrote it with the right one: case, blanks and hyphens don't matter, nor o for 0
// and i or l for 1. How long it takes does not depend on how much of it is right.
func CodeFits(written, code string) bool {
	a, b := plainCode(written), plainCode(code)
	return len(b) == CodeLength && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// FindCode returns the first thing in a text that is written as a code: two groups of four with a hyphen or a blank
// between them, or all in one, alone on its line or behind other words. "" is returned when there is none.
func FindCode(text string) string {
	text = text[:min(len(text), maxCodeText)]
	for line := range strings.Lines(text) {
		words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\n\u00a0.,:;!\"'<>()[]*", r) })
		for i, w := range words {
			if isCode(w) {
				return plainCode(w)
			}
			if i > 0 && len(words[i-1]) == CodeLength/2 && len(w) == CodeLength/2 && len(words) <= maxCodeWords && isCode(words[i-1]+w) {
				return plainCode(words[i-1] + w)
			}
		}
	}
	return ""
}

const (
	maxCodeText  = 16 << 10 // bytes that are searched for a code
	maxCodeWords = 4        // words of a line in which two of four letters are taken for a code
)

// isCode says whether a word can only be meant as a code: a plain word of eight letters has no digit and no hyphen, and a
// date has two.
func isCode(w string) bool {
	p := plainCode(w)
	if len(p) != CodeLength || strings.Trim(p, "0123456789abcdefghjkmnpqrstvwxyz") != "" {
		return false
	}
	parts := strings.FieldsFunc(w, func(r rune) bool { return strings.ContainsRune("-\u2010\u2011\u2013", r) })
	switch len(parts) {
	case 1:
		return strings.ContainsAny(w, "0123456789")
	case 2:
		return len(parts[0]) == CodeLength/2
	}
	return false
}

// plainCode is a code without what people and programs add.
func plainCode(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case strings.ContainsRune("- \t\r\n\u00a0\u2010\u2011\u2013", r):
			return -1
		}
		switch r {
		case 'o':
			return '0'
		case 'i', 'l':
			return '1'
		}
		return r
	}, s[:min(len(s), maxWrittenCode)])
}

const maxWrittenCode = 64 // bytes
