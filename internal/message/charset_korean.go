package message

import "bytes"

// Korean mail, which the tables at hand read badly or not at all, and Chinese
// that is written in the same way.

// withoutShifts gives the EUC-KR or GB2312 that b stands for (RFC 1557, 1922):
// a line declares the set of characters, shift-out and shift-in enclose it, in
// seven bits.
//
//	ESC $ ) C
//	SO >H3g SI !
func withoutShifts(b []byte) []byte {
	b = bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("\x1b$)C"), nil), []byte("\x1b$)A"), nil)
	out := make([]byte, 0, len(b))
	shifted := false
	for _, c := range b {
		switch {
		case c == 0x0E:
			shifted = true
		case c == 0x0F:
			shifted = false
		case c == '\n': // a line begins in ASCII again
			shifted = false
			out = append(out, c)
		case shifted && c > ' ':
			out = append(out, c|0x80)
		default:
			out = append(out, c)
		}
	}
	return out
}

// isKorean says whether b, which does not say what it is, is EUC-KR. The
// detector wants a page of it; but words of Hangul, and nothing else, stand in
// the rows B0 to C8 with blanks between them, which Chinese and Japanese lack.
func isKorean(b []byte) bool {
	const minPairs, maxWord = 8, 8
	hangul, other, blanks := 0, 0, 0
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == ' ':
			blanks++
		case b[i] < 0x80:
		case i+1 < len(b) && b[i] >= 0xB0 && b[i] <= 0xC8 && b[i+1] >= 0xA1:
			hangul++
			i++
		default:
			other++
			i++
		}
	}
	return hangul >= minPairs && other*20 <= hangul && blanks*maxWord >= hangul
}
