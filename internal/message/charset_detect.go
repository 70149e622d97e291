package message

import (
	"bytes"

	"github.com/wlynxg/chardet"
)

// detectMin is the length below which detection guesses wrongly on Dutch:
// "ÅÅn" in windows-1252 was taken for Chinese.
const detectMin = 24

// detectMax bounds what is handed to the detector.
const detectMax = 16 << 10

// detectSure is the confidence below which a detection is none.
const detectSure = 0.7

// detected names the charset of text that is not Western and does not say
// what it is, "" when b is no such text. More than a quarter of its bytes are
// above ASCII then: East Asian in two bytes, Cyrillic, Greek. No language
// written in windows-1252 comes near that.
func detected(b []byte) string {
	if bytes.Contains(b, []byte("\x1b$B")) || bytes.Contains(b, []byte("\x1b$@")) {
		return "iso-2022-jp"
	}
	if len(b) < detectMin {
		return ""
	}
	b = b[:min(len(b), detectMax)]
	high := 0
	for _, c := range b {
		if c >= 0x80 {
			high++
		}
	}
	if high*4 <= len(b) {
		return ""
	}
	switch {
	case isKorean(b):
		return "euc-kr"
	case isShiftJIS(b):
		return "shift_jis"
	}
	found := chardet.Detect(b)
	if found.Confidence < detectSure {
		return ""
	}
	if l := label(found.Encoding); l != "windows-1252" && l != "utf-8" {
		return l
	}
	return ""
}
