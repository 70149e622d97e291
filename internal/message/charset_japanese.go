package message

// isShiftJIS says whether b, which does not say what it is, is Shift_JIS. The
// detector wants a page of it; but every Japanese sentence has syllables, which
// stand behind 82 and 83: a low quote and a florin in windows-1252.
func isShiftJIS(b []byte) bool {
	const minKana = 5
	kana, kanji := 0, 0
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case c < 0x80 || c >= 0xA1 && c <= 0xDF: // katakana of half width stand alone
			continue
		case c == 0x80 || c == 0xA0 || c > 0xFC || i+1 == len(b) || b[i+1] < 0x40 || b[i+1] == 0x7F || b[i+1] > 0xFC:
			return false
		case c == 0x82 && b[i+1] >= 0x9F && b[i+1] <= 0xF1, c == 0x83 && b[i+1] <= 0x96:
			kana++
		default:
			kanji++
		}
		i++
	}
	return kana >= minKana && kana*3 >= kanji
}
