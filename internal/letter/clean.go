package letter

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What comes from outside is made harmless here, once, on its way into the fields. Everything that could reorder,
// hide or end a line is shown as its code point, so that staff see that it was there (security.md test 78).

// maxLineBytes is how much of a text is looked at for a field of one line.
const maxLineBytes = 8 << 10

// line makes s one line of at most limit runes.
func line(s string, limit int) string {
	if plainASCII(s) && !strings.Contains(s, "  ") {
		return cut(strings.Trim(s, " "), limit)
	}
	s = strings.ToValidUTF8(s[:min(len(s), maxLineBytes)], "\uFFFD")
	return cut(strings.Join(strings.Fields(visible(s)), " "), limit)
}

// cut shortens s to limit runes and says so with three dots.
func cut(s string, limit int) string {
	if limit <= 0 || utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:limit-1])) + "…"
}

// visible shows what a reader cannot see: controls and marks of direction become <U+202E>. Every kind of space
// becomes a space.
func visible(s string) string {
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	runes := []rune(s)
	for i, r := range runes {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case r == '\u200d' && i > 0 && i+1 < len(runes) && emoji(runes[i-1]) && emoji(runes[i+1]):
			b.WriteRune(r) // joins an emoji such as a family
		case unseen(r):
			fmt.Fprintf(&b, "<U+%04X>", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

func emoji(r rune) bool { return r >= 0x1f000 || r == 0xfe0f || r >= 0x2600 && r < 0x2800 }

// unseen says whether a rune is a control, a mark of direction, or has no width. The categories Cc and Cf hold all of
// them; private and unassigned runes are shown as the font shows them.
func unseen(r rune) bool {
	if r <= unicode.MaxLatin1 { // the same in short, for nearly all that is written here
		return unicode.IsControl(r) || r == '\u00ad'
	}
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) ||
		r == '\u115f' || r == '\u1160' || r == '\u3164' || r == '\uffa0' // blank letters of Hangul
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// linesOf makes lines of s: each visible, at most limit runes in all and maxLines lines. cutOff says that something
// was left out.
func linesOf(s string, limit, maxLines int) (lines []string, cutOff bool) {
	if most := utf8.UTFMax * limit; len(s) > most {
		s, cutOff = s[:most], true
	}
	s = strings.Trim(lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD")), "\n ")
	if s == "" {
		return nil, cutOff
	}
	if utf8.RuneCountInString(s) > limit {
		s, cutOff = string([]rune(s)[:limit]), true
	}
	blank := false
	for raw := range strings.SplitSeq(s, "\n") {
		l := strings.TrimRight(visible(raw), " ")
		if l == "" && blank {
			continue // one empty line says as much as ten
		}
		if blank = l == ""; len(lines) == maxLines {
			return lines, true
		}
		lines = append(lines, l)
	}
	return lines, cutOff
}

// Mail programs that break lines do so at a width between these, in characters (RFC 5322, 2.1.1 recommends 78 at most).
const leastWrap, mostWrap = 50, 80

// paragraphs puts together what a mail program broke into lines: a line ends its paragraph when the next word would have
// fitted in it, when it is followed by an empty line, or when the next one begins an item of a list.
func paragraphs(lines []string) (list []string) {
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(l))
	}
	last := 0 // characters of the line before; 0 when it ends its paragraph
	for _, l := range lines {
		word, _, _ := strings.Cut(l, " ")
		switch {
		case l == "":
		case last > 0 && width >= leastWrap && width <= mostWrap && !item(word) && last+1+utf8.RuneCountInString(word) > width:
			list[len(list)-1] += " " + l
		default:
			list = append(list, l)
		}
		last = utf8.RuneCountInString(l)
	}
	return list
}

// item says whether a word begins an item of a list: a dash, a star, a dot, or a number with a mark behind it.
func item(word string) bool {
	rest := strings.TrimLeft(word, "0123456789")
	return rest == "-" || rest == "*" || rest == "•" || rest == "–" || word != rest && (rest == "." || rest == ")")
}

// What a mail program would make live in words of a stranger: a scheme, and the host after it or without one.
var (
	schemeExp = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*):(//|\\\\)`)
	hostExp   = regexp.MustCompile(`(?i)(//|\\\\)[^\s/\\?#]+|\bwww\.[^\s/\\?#]+|\b(?:[a-z0-9-]+\.)+[a-z]{2,24}/`)
)

// unlink makes links dead and readable: https://a.example becomes hxxps://a[.]example (security.md test 73). It
// returns how many there were.
func unlink(s string) (string, int) {
	n := 0
	if !strings.ContainsAny(s, `/\`) && !strings.Contains(strings.ToLower(s), "www.") {
		return s, 0
	}
	s = schemeExp.ReplaceAllStringFunc(s, func(l string) string {
		n++
		scheme, slashes, _ := strings.Cut(l, ":")
		return deadScheme(scheme) + slashes
	})
	s = hostExp.ReplaceAllStringFunc(s, func(h string) string {
		if h[0] != '/' && h[0] != '\\' {
			n++
		}
		return strings.ReplaceAll(h, ".", "[.]")
	})
	return s, n
}

func deadScheme(s string) string {
	switch strings.ToLower(s) {
	case "http":
		return "hxxp:"
	case "https":
		return "hxxps:"
	}
	return s + "[:]"
}

// dottedExp finds what a mail program takes for the name of a host; initials stand alone before their dots.
var dottedExp = regexp.MustCompile(`[\p{L}\d-]{2,}\.\p{L}{2,}`)

// personName is a name fit for a greeting or a header: letters and what stands between them, on one line. A name that
// could be read as an encoded word (RFC 2047) is left out, and so is one that holds an address or a link.
func personName(s string) string {
	s = strings.ToValidUTF8(s, "")
	if strings.Contains(s, "=?") || strings.Contains(s, "?=") || strings.ContainsAny(s, "@/\\") || dottedExp.MatchString(s) {
		return ""
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unseen(r):
		case unicode.IsLetter(r) || unicode.Is(unicode.M, r) || r == '\'' || r == '’' || r == '-' || r == '.':
			b.WriteRune(r)
		}
	}
	return shorten(strings.Join(strings.Fields(b.String()), " "), MaxNameRunes)
}

// displayName is a name of the configuration, fit for a header: letters, digits, and marks that need no care there.
// (net/mail writes a backslash beside a letter with an accent into an encoded word that it can't read itself.)
func displayName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unseen(r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || strings.ContainsRune("-'’.,&+/()!", r):
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
	return shorten(strings.Join(strings.Fields(s), " "), 2*MaxNameRunes)
}

// shorten cuts s at limit runes without a mark: in a header or greeting three dots would be odd.
func shorten(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return strings.TrimSpace(string(r[:limit]))
	}
	return s
}
