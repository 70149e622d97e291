package message

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// high1252 are the characters that windows-1252 has where ISO 8859-1 has
// control characters; the five holes stay what they are in ISO 8859-1.
var high1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

// windows1252 reads every byte sequence: the last resort of the chain.
func windows1252(b []byte) string {
	var out strings.Builder
	out.Grow(len(b) + len(b)/8)
	for _, c := range b {
		switch {
		case c < utf8.RuneSelf:
			out.WriteByte(c)
		case c < 0xA0:
			out.WriteRune(high1252[c-0x80])
		default:
			out.WriteRune(rune(c))
		}
	}
	return out.String()
}

// hasUTF8 says whether b holds a character of several bytes in UTF-8.
func hasUTF8(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if n > 1 && r != utf8.RuneError {
			return true
		}
		b = b[n:]
	}
	return false
}

// mixed reads UTF-8 into which a program pasted windows-1252, as a footer
// that a relay adds.
func mixed(b []byte) string {
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			out.WriteString(windows1252(b[:1]))
		} else {
			out.WriteRune(r)
		}
		b = b[n:]
	}
	return out.String()
}

// utf7 reads RFC 2152, which Exchange still wrote around 2010 and no library
// at hand knows. A shifted piece that is not base64 stays as it is written.
func utf7(b []byte) string {
	var out strings.Builder
	s := string(b)
	for {
		i := strings.IndexByte(s, '+')
		if i < 0 {
			out.WriteString(s)
			break
		}
		out.WriteString(s[:i])
		s = s[i+1:]
		n := 0
		for n < len(s) && isBase64(s[n]) {
			n++
		}
		shifted := s[:n]
		s = s[n:]
		closed := strings.HasPrefix(s, "-")
		if closed {
			s = s[1:]
		}
		switch {
		case shifted == "" && closed:
			out.WriteByte('+')
		case shifted == "":
			out.WriteByte('+')
		default:
			out.WriteString(utf7Piece(shifted))
		}
	}
	return strings.ToValidUTF8(out.String(), "\uFFFD")
}

// utf7Piece reads UTF-16BE in base64 without padding.
func utf7Piece(s string) string {
	s = strings.TrimRight(s, "=")
	if len(s)%4 == 1 {
		s = s[:len(s)-1]
	}
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || len(b) < 2 {
		return "+" + s
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

func isBase64(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/'
}
