package message

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
)

// labels maps what mail programs write as the charset to what they mean. The
// first three are what the web platform does too: programs that say latin1
// send the curly quotes of windows-1252.
var labels = map[string]string{
	"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252",
	"iso8859-1": "windows-1252", "iso_8859-1": "windows-1252", "latin-1": "windows-1252", "l1": "windows-1252",
	"ascii": "windows-1252", "ansi_x3.4-1968": "windows-1252", "ansi": "windows-1252", "iso-8859-1-windows-3.1-latin-1": "windows-1252",
	"cp1252": "windows-1252", "cp-1252": "windows-1252", "win-1252": "windows-1252", "windows1252": "windows-1252",
	"iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "iso-8859-6-i": "iso-8859-6",
	"cp1250": "windows-1250", "cp1251": "windows-1251", "win-1251": "windows-1251", "cp-850": "ibm850", "cp850": "ibm850", "cp437": "ibm437",
	"iso8859-15": "iso-8859-15", "latin9": "iso-8859-15", "latin-9": "iso-8859-15", "iso8859-2": "iso-8859-2",
	"utf8": "utf-8", "utf_8": "utf-8", "utf-8n": "utf-8", "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "cp65001": "utf-8", "utf": "utf-8", "unicode": "utf-8",
	"unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7", "utf7": "utf-7", "csunicode11utf7": "utf-7",
	"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "euc-cn": "gb18030", "hz": "hz-gb-2312",
	"ks_c_5601-1987": "euc-kr", "ks_c_5601": "euc-kr", "ksc5601": "euc-kr", "cp949": "euc-kr", "windows-949": "euc-kr", "korean": "euc-kr",
	"shift-jis": "shift_jis", "sjis": "shift_jis", "x-sjis": "shift_jis", "cp932": "shift_jis", "windows-31j": "shift_jis", "ms_kanji": "shift_jis",
	"iso-2022-jp-1": "iso-2022-jp", "iso-2022-jp-2": "iso-2022-jp", "iso-2022-jp-ms": "iso-2022-jp", "cp50220": "iso-2022-jp", "iso2022jp": "iso-2022-jp",
	"8859-1": "windows-1252", "iso-88591": "windows-1252", "iso_8859_1": "windows-1252", "latin_1": "windows-1252", "iso-8859-1-unknown": "windows-1252", "ascii646": "windows-1252", "646": "windows-1252",
	"8859-15": "iso-8859-15", "iso8859_15": "iso-8859-15", "cp858": "ibm850", "ibm858": "ibm850", "latin-2": "iso-8859-2", "turkish": "windows-1254", "win1250": "windows-1250", "win1251": "windows-1251", "cp-1251": "windows-1251",
	"mac-roman": "macintosh", "macroman": "macintosh", "x-macintosh": "macintosh", "cp874": "windows-874", "ms874": "windows-874",
	"utf-8-mac": "utf-8", "utf8-sig": "utf-8", "x-utf-8": "utf-8", "utf-8bom": "utf-8", "windows-utf-8": "utf-8", "utf-8_general_ci": "utf-8", "iso-10646-1": "utf-8", "utf16": "utf-16", "utf-16-le": "utf-16le",
	"gb2312-80": "gb18030", "gb18030-2005": "gb18030", "x-euc-cn": "gb18030", "euc_cn": "gb18030", "x-euc-kr": "euc-kr", "uhc": "euc-kr",
	"eucjp": "euc-jp", "euc_jp": "euc-jp", "ujis": "euc-jp", "cp51932": "euc-jp", "jis": "iso-2022-jp", "shift_jisx0213": "shift_jis", "mskanji": "shift_jis", "big5hkscs": "big5", "big-5": "big5",
	"sjis-win": "shift_jis", "shift_jis-2004": "shift_jis", "ms932": "shift_jis", "eucjp-win": "euc-jp", "eucjp-ms": "euc-jp", "euc-jp-ms": "euc-jp", "ms936": "gb18030", "gb12345": "gb18030", "ms949": "euc-kr", "ms950": "big5",
	"big5-hkscs": "big5", "cp950": "big5", "x-big5": "big5", "koi8r": "koi8-r", "tis620": "tis-620", "x-mac-roman": "macintosh", "mac": "macintosh",
}

// label gives the canonical name of a declared charset, "" when none is meant.
func label(declared string) string {
	l := strings.ToLower(strings.Trim(declared, " \t\"'<>=;,*"))
	if i := strings.IndexAny(l, " \t;,"); i > 0 {
		l = l[:i] // RFC 2231 language or a second parameter glued on
	}
	l = strings.TrimPrefix(l, "charset=")
	if known, ok := labels[l]; ok {
		return known
	}
	if part, ok := strings.CutPrefix(strings.Trim(strings.TrimPrefix(l, "iso"), "-_"), "8859"); ok {
		l = "iso-8859-" + strings.Trim(part, "-_") // iso-88592, iso_8859_2
		if known, ok := labels[l]; ok {
			return known
		}
	}
	return l
}

// toText turns body bytes into UTF-8, whatever was declared. note says what
// was done when the declaration could not be followed.
//
// The order saved the most mails: valid UTF-8 is taken as it is when the
// declaration is missing or a single-byte one (text in another charset is
// practically never valid UTF-8), then the declaration, then text in other
// scripts by detection, then windows-1252, which always gives something.
func toText(b []byte, declared string) (text, note string) {
	l := label(declared)
	if t, ok := byMark(b); ok {
		return t, ""
	}
	if isASCII(b) && !stateful(l, b) && !bytes.Contains(b, []byte("\x1b$")) {
		return string(b), ""
	}
	if (l == "" || l == "utf-8" || singleByte(l) || doubleByte(l) && notEastAsian(b)) && utf8.Valid(b) && !isASCII(b) {
		return string(b), ""
	}
	lies := l == "windows-1252" && detected(b) != "" // written by programs that put us-ascii on everything
	if l != "" && l != "utf-8" && !lies {
		if t, ok := decode(b, l); ok {
			return t, ""
		}
	}
	return undeclared(b, l)
}

// undeclared reads bytes whose label is missing, unknown or wrong.
func undeclared(b []byte, l string) (text, note string) {
	guess := detected(b)
	if guess == "" && l == "utf-8" && mostlyUTF8(b) {
		return strings.ToValidUTF8(string(b), "\uFFFD"), "broken utf-8, some characters lost"
	}
	if guess == "" && utf8.Valid(b) {
		guess = "utf-8"
	}
	if guess == "" && l == "utf-8" && hasUTF8(b) {
		return mixed(b), "utf-8 and windows-1252 in one text"
	}
	if guess == "" {
		guess = "windows-1252"
	}
	if t, ok := decode(b, guess); ok {
		switch l {
		case "":
			return t, "no charset, read as " + guess
		case "utf-8":
			return t, "not the utf-8 that it is called, read as " + guess
		}
		return t, "unknown charset " + clip(l, 40) + ", read as " + guess
	}
	return strings.ToValidUTF8(string(b), "\uFFFD"), "charset unknown, some characters lost"
}

// decode gives b in the charset l as UTF-8; false when l is not known or b
// plainly is not written in it.
func decode(b []byte, l string) (string, bool) {
	switch l {
	case "utf-8":
		return string(b), utf8.Valid(b)
	case "utf-7":
		return utf7(b), true
	case "windows-1252":
		return windows1252(b), true
	case "utf-16", "ucs-2", "iso-10646-ucs-2":
		l = utf16Order(b)
	case "iso-2022-kr":
		b, l = withoutShifts(b), "euc-kr"
	case "iso-2022-cn", "iso-2022-cn-ext":
		b, l = withoutShifts(b), "gb18030"
	}
	in, err := charset.Reader(l, bytes.NewReader(b))
	if err != nil {
		return "", false
	}
	out, err := io.ReadAll(io.LimitReader(in, maxText*2))
	if err != nil && len(out) == 0 {
		return "", false
	}
	t := strings.ToValidUTF8(string(out), "\uFFFD")
	if lost := strings.Count(t, "\uFFFD"); lost > 0 && (utf8.Valid(b) || lost*10 > utf8.RuneCountInString(t)) {
		return "", false
	}
	return t, true
}

// byMark reads text that says by a byte order mark what it is.
func byMark(b []byte) (string, bool) {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) && utf8.Valid(b):
		return string(b[3:]), true
	case bytes.HasPrefix(b, []byte("\xFF\xFE")) && len(b) > 2:
		return decode(b[2:], "utf-16le")
	case bytes.HasPrefix(b, []byte("\xFE\xFF")) && len(b) > 2:
		return decode(b[2:], "utf-16be")
	}
	return "", false
}

// utf16Order tells the byte order of UTF-16 without a mark by where the zero
// bytes of its ASCII stand; RFC 2781 4.3 says big-endian when in doubt.
func utf16Order(b []byte) string {
	var even, odd int
	for i, c := range b {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	if odd > even {
		return "utf-16le"
	}
	return "utf-16be"
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// stateful says whether l writes other scripts in ASCII bytes. Text that is
// called UTF-16 but holds no zero byte is ASCII that was named wrongly.
func stateful(l string, b []byte) bool {
	switch l {
	case "utf-7", "hz-gb-2312":
		return true
	case "utf-16", "utf-16le", "utf-16be", "ucs-2", "iso-10646-ucs-2", "utf-32":
		return bytes.IndexByte(b, 0) >= 0
	}
	return strings.HasPrefix(l, "iso-2022")
}

func singleByte(l string) bool {
	return strings.HasPrefix(l, "windows-125") || strings.HasPrefix(l, "iso-8859-") || strings.HasPrefix(l, "koi8-") || l == "macintosh" || l == "ibm850" || l == "ibm437"
}

func doubleByte(l string) bool {
	return l == "gb18030" || l == "big5" || l == "shift_jis" || l == "euc-jp" || l == "euc-kr"
}

// notEastAsian says whether b, which is called East Asian but is valid UTF-8,
// is UTF-8: a program of the East put the name of its own charset on what
// somebody else wrote. One pair of bytes may be both, several Western letters
// or half a dozen of others hardly are.
//
//	Content-Type: text/plain; charset=gb2312
//
//	Eén café                    in UTF-8, else read as E茅n caf茅
func notEastAsian(b []byte) bool {
	western, all := 0, 0
	for _, r := range string(b) {
		switch {
		case r < utf8.RuneSelf:
			continue
		case r < 0x250 || r >= 0x2000 && r < 0x2100:
			western++
		}
		all++
	}
	return all > 5 || all > 1 && western == all
}

// mostlyUTF8 says whether only a few bytes of b break UTF-8, as when a relay
// cut a text in the middle of a character.
func mostlyUTF8(b []byte) bool {
	bad, good := 0, 0
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		b = b[n:]
	}
	return good > 2*bad
}

// metaCharset finds the charset that HTML declares in itself; it counts only
// when the part declares none.
//
//	<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">
func metaCharset(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 2048)])
	i := bytes.Index(head, []byte("charset="))
	if i < 0 || !bytes.Contains(head[:i], []byte("<meta")) {
		return ""
	}
	v := bytes.TrimLeft(head[i+len("charset="):], "\"' ")
	if end := bytes.IndexAny(v, "\"'> ;/"); end >= 0 {
		v = v[:end]
	}
	return string(v)
}
