package message

import (
	"bytes"
	"encoding/base64"
	"strings"
)

// transfer gives what a Content-Transfer-Encoding field means: "base64",
// "qp", "uu" or "" for bytes as they are. Names are misspelt in many ways:
//
//	quoted printable, Quoted-printable;, quotedprintable, base-64, 7-bit, x-uuencode
//
// note tells of a name that means nothing known.
func transfer(field string) (encoding, note string) {
	if field == "" {
		return "", ""
	}
	low := strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, clip(field, 60))
	switch {
	case strings.HasPrefix(low, "quoted"), low == "qp":
		return "qp", ""
	case strings.HasPrefix(low, "base64"), low == "b64":
		return "base64", ""
	case strings.Contains(low, "uue"), strings.Contains(low, "uuencode"):
		return "uu", ""
	case strings.HasPrefix(low, "7"), strings.HasPrefix(low, "8"), strings.HasPrefix(low, "bin"), low == "none", low == "":
		return "", ""
	}
	return "", "unknown transfer encoding, read as it stands"
}

// decodeTransfer undoes a transfer encoding. It never fails: what can be read
// is read.
func decodeTransfer(b []byte, encoding string) []byte {
	switch encoding {
	case "base64":
		return decodeBase64(b)
	case "qp":
		return decodeQP(b)
	case "uu":
		return decodeUU(b)
	case "yenc":
		return decodeYenc(b)
	}
	return b
}

// isNotBase64 says whether text that is called base64 plainly is not: more
// than one letter in thirty stands outside the alphabet, or blanks stand
// between its words.
//
//	Content-Transfer-Encoding: base64
//
//	Beste mensen, ik heb een klacht.
func isNotBase64(b []byte) bool {
	b = b[:min(len(b), 4096)]
	outside, blanks := 0, 0
	for _, c := range bytes.TrimSpace(b) {
		switch {
		case c == '\r' || c == '\n':
		case c == ' ' || c == '\t':
			blanks++
		case base64Value[c] == 0xFF || c == '-' || c == '_':
			outside++
		}
	}
	return outside > 4 && outside*30 > len(b) || blanks > 4 && blanks*20 > len(b)
}

// base64Value holds the six bits of each letter of the alphabet; padding is
// 0x40 and what does not belong to it 0xFF.
var base64Value = func() (t [256]byte) {
	for i := range t {
		t[i] = 0xFF
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		t[c] = byte(i)
	}
	t['-'], t['_'] = 62, 63 // the alphabet of URLs
	t['='] = 0x40
	return t
}()

// decodeBase64 reads base64 with letters that don't belong to it, without its
// padding, or joined of several pieces with padding of their own. The strict
// decoder, four times as fast, goes first.
func decodeBase64(b []byte) []byte {
	out := make([]byte, base64.StdEncoding.DecodedLen(len(b)))
	if n, err := base64.StdEncoding.Decode(out, b); err == nil {
		return out[:n]
	}
	out = out[:0]
	var bits uint32
	have := 0
	for _, c := range b {
		switch v := base64Value[c]; {
		case v == 0xFF:
		case v == 0x40:
			out = flushBase64(out, bits, have)
			bits, have = 0, 0
		default:
			bits = bits<<6 | uint32(v)
			if have++; have == 4 {
				out = append(out, byte(bits>>16), byte(bits>>8), byte(bits))
				bits, have = 0, 0
			}
		}
	}
	return flushBase64(out, bits, have)
}

// flushBase64 appends the bytes of an incomplete group of four.
func flushBase64(out []byte, bits uint32, have int) []byte {
	switch have {
	case 2:
		return append(out, byte(bits>>4))
	case 3:
		return append(out, byte(bits>>10), byte(bits>>2))
	}
	return out
}

// decodeQP reads quoted-printable. An equals sign that begins neither a code
// nor a soft line break stands for itself; blanks at line ends are padding of
// the transport (RFC 2045 6.7).
func decodeQP(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for pos := 0; pos < len(b); {
		line, next := nextLine(b, pos, len(b))
		ended := next > pos && b[next-1] == '\n'
		pos = next
		line = bytes.TrimRight(line, " \t")
		soft := len(line) > 0 && line[len(line)-1] == '='
		if soft {
			line = line[:len(line)-1]
		}
		out = appendQP(out, line)
		if ended && !soft {
			out = append(out, '\n')
		}
	}
	return out
}

func appendQP(out, line []byte) []byte {
	for {
		i := bytes.IndexByte(line, '=')
		if i < 0 {
			return append(out, line...)
		}
		out = append(out, line[:i]...)
		if i+2 < len(line) && hex(line[i+1]) >= 0 && hex(line[i+2]) >= 0 {
			out = append(out, byte(hex(line[i+1])<<4|hex(line[i+2])))
			line = line[i+3:]
			continue
		}
		out = append(out, '=')
		line = line[i+1:]
	}
}

// decodeUU reads uuencode: lines of a length letter and groups of four, from
// "begin 644 name" to "end".
func decodeUU(b []byte) []byte {
	out := make([]byte, 0, len(b)*3/4)
	for pos := 0; pos < len(b); {
		line, next := nextLine(b, pos, len(b))
		pos = next
		if bytes.HasPrefix(line, []byte("begin ")) || len(line) == 0 {
			continue
		}
		if bytes.Equal(line, []byte("end")) {
			break
		}
		out = appendUU(out, line)
	}
	return out
}

func appendUU(out, line []byte) []byte {
	n := int(line[0]-' ') & 63
	line = line[1:]
	start := len(out)
	for i := 0; i < len(line) && len(out)-start < n; i += 4 {
		var g [4]byte
		for j := range g {
			if i+j < len(line) {
				g[j] = (line[i+j] - ' ') & 63
			}
		}
		out = append(out, g[0]<<2|g[1]>>4, g[1]<<4|g[2]>>2, g[2]<<6|g[3])
	}
	return out[:min(len(out), start+n)]
}

// exactSize is the size up to which base64 is counted letter by letter.
const exactSize = 1 << 20

// decodedSize gives the size of b decoded, without decoding base64; above
// exactSize it trusts base64 to be well formed.
func decodedSize(b []byte, encoding string) int {
	switch encoding {
	case "base64":
		if len(b) > exactSize {
			n := len(b) - bytes.Count(b, []byte("\n")) - bytes.Count(b, []byte("\r")) - bytes.Count(b, []byte("="))
			return n * 3 / 4
		}
		n := 0
		for _, c := range b {
			if base64Value[c] < 0x40 {
				n++
			}
		}
		return n * 3 / 4
	case "qp", "uu", "yenc":
		return len(decodeTransfer(b, encoding))
	}
	return len(b)
}
