package message

import (
	"bytes"
	"strings"

	"github.com/wlynxg/chardet"
)

// detectMin is the length below which detection guesses wrongly on Dutch:
// "ÅÅn" in windows-1252 was taken for Chinese.
const detectMin = 24

// detectMax bounds what is handed to the detector.
const detectMax = 16 << 10

// eastAsian names the charset of undeclared Japanese, Chinese or Korean text,
// "" when b is no such text. In these two-byte charsets nearly every high byte
// has a neighbour; in Western text they stand alone between letters.
func eastAsian(b []byte) string {
	if bytes.Contains(b, []byte("\x1b$B")) || bytes.Contains(b, []byte("\x1b$@")) {
		return "iso-2022-jp"
	}
	if len(b) < detectMin || !highPairs(b) {
		return ""
	}
	found := chardet.Detect(b[:min(len(b), detectMax)])
	if found.Confidence < 0.7 {
		return ""
	}
	switch l := label(found.Encoding); l {
	case "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr", "iso-2022-jp", "iso-2022-kr":
		return l
	default:
		if strings.HasPrefix(l, "gb") {
			return "gb18030"
		}
		return ""
	}
}

// highPairs says whether the bytes above ASCII mostly come in runs and are a
// good part of the text.
func highPairs(b []byte) bool {
	high, paired := 0, 0
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		high++
		if i > 0 && b[i-1] >= 0x80 || i+1 < len(b) && b[i+1] >= 0x80 {
			paired++
		}
	}
	return high*4 > len(b) && paired*10 > high*8
}
