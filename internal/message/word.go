package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// headerText decodes the text of a header: encoded words (RFC 2047), raw
// 8-bit, control characters out, blanks joined.
func headerText(raw string) string {
	if !strings.Contains(raw, "=?") {
		return oneLine(rawText(raw))
	}
	return oneLine(decodeWords(raw))
}

// rawText reads bytes that a header should not hold but does.
func rawText(raw string) string {
	for i := range len(raw) {
		if raw[i] >= utf8.RuneSelf || raw[i] == 0x1b {
			t, _ := toText([]byte(raw), "")
			return t
		}
	}
	return raw
}

// encodedWord is one =?charset?encoding?text?= with its text decoded to bytes.
type encodedWord struct {
	charset string
	base64  string // the text, when it is in base64
	bytes   []byte
}

// add puts the bytes of next, which has the same charset, behind those of w.
// Programs cut base64 in the middle of a group, too:
//
//	=?utf-8?B?S2xhY2h0IG?= =?utf-8?B?92ZXI=?=
func (w *encodedWord) add(next encodedWord) {
	if cut := len(w.base64) % 4; cut != 0 && next.base64 != "" && !strings.HasSuffix(w.base64, "=") {
		open := w.base64[len(w.base64)-cut:]
		w.bytes = w.bytes[:max(0, len(w.bytes)-len(decodeBase64([]byte(open))))]
		next.base64 = open + next.base64
		next.bytes = decodeBase64([]byte(next.base64))
	}
	w.base64 = next.base64
	w.bytes = append(w.bytes, next.bytes...)
}

// decodeWords replaces the encoded words of raw. Blanks between two of them
// vanish, and neighbours of one charset are joined before the charset is
// decoded: many programs cut a character of several bytes in two.
func decodeWords(raw string) string {
	var out strings.Builder
	var pending *encodedWord
	flush := func() {
		if pending != nil {
			t, _ := toText(pending.bytes, pending.charset)
			out.WriteString(t)
			pending = nil
		}
	}
	for {
		i := strings.Index(raw, "=?")
		if i < 0 {
			break
		}
		w, rest, ok := nextWord(raw[i:])
		if !ok {
			flush()
			out.WriteString(rawText(raw[:i+2]))
			raw = raw[i+2:]
			continue
		}
		between := raw[:i]
		if pending != nil && strings.Trim(between, " \t") != "" || pending == nil {
			flush()
			out.WriteString(rawText(between))
		}
		if pending != nil && label(pending.charset) == label(w.charset) {
			pending.add(w)
		} else {
			flush()
			pending = &w
		}
		raw = rest
	}
	flush()
	out.WriteString(rawText(raw))
	return out.String()
}

// nextWord reads the encoded word that s begins with. A word that a program
// cut off at its end, or that holds blanks, is read all the same.
func nextWord(s string) (w encodedWord, rest string, ok bool) {
	body := s[2:]
	q1 := strings.IndexByte(body, '?')
	if q1 <= 0 || q1 > 60 || len(body) < q1+3 || body[q1+2] != '?' {
		return w, "", false
	}
	w.charset, _, _ = strings.Cut(body[:q1], "*")
	if strings.ContainsAny(w.charset, " \t=<>@,\"") {
		return w, "", false
	}
	text := body[q1+3:]
	end := strings.Index(text, "?=")
	if end < 0 {
		end = len(text)
		rest = ""
	} else {
		rest = text[end+2:]
	}
	text = text[:end]
	switch body[q1+1] {
	case 'B', 'b':
		w.base64 = text
		w.bytes = decodeBase64([]byte(text))
	case 'Q', 'q':
		w.bytes = decodeQ(text)
	default:
		return w, "", false
	}
	return w, rest, true
}

// decodeQ reads the Q encoding: like quoted-printable, _ is a blank.
func decodeQ(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '_':
			out = append(out, ' ')
		case s[i] == '=' && i+2 < len(s) && hex(s[i+1]) >= 0 && hex(s[i+2]) >= 0:
			out = append(out, byte(hex(s[i+1])<<4|hex(s[i+2])))
			i += 2
		default:
			out = append(out, s[i])
		}
	}
	return out
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// oneLine makes valid UTF-8 of one line: control characters and line ends
// become blanks, runs of blanks one.
func oneLine(s string) string {
	if isPlainLine(s) {
		return strings.Trim(s, " ")
	}
	var out strings.Builder
	blank := true
	for _, r := range s {
		if unicode.IsSpace(r) && r != '\u00A0' || unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			if !blank {
				out.WriteByte(' ')
			}
			blank = true
			continue
		}
		out.WriteRune(r) // RuneError for what is not UTF-8
		blank = false
	}
	return strings.TrimRight(out.String(), " ")
}

// isPlainLine says whether oneLine has nothing to change but the ends.
func isPlainLine(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7F || s[i] == ' ' && i+1 < len(s) && s[i+1] == ' ' {
			return false
		}
	}
	return true
}

// clip shortens s to n runes.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
