package message

import "strings"

// How much of the HTML must be missing from the text for a warning.
const (
	mismatchWords = 8         // words that only the HTML has, at least
	mismatchShare = 2         // and at least one in so many of its words
	mismatchMax   = 256 << 10 // bytes of either that are compared

	mismatchHidden = 3   // words of the text that the HTML hides
	mismatchLines  = 100 // lines of the text that are looked for as commands
)

// wordSet holds the hashes of words in 64 Ki bits; a collision only makes a
// warning less likely.
type wordSet [1 << 10]uint64

func (s *wordSet) add(h uint32)      { s[h>>6&1023] |= 1 << (h & 63) }
func (s *wordSet) has(h uint32) bool { return s[h>>6&1023]&(1<<(h&63)) != 0 }

// tellsElse says whether most words of the HTML are not in the text: then a
// person who looks at the mail sees something else than klachtd reads. It
// reads the HTML as bytes, tags passed over, because it runs on every mail
// that has both.
func tellsElse(plain, html string) bool {
	var have wordSet
	eachWord(plain[:min(len(plain), mismatchMax)], false, have.add)
	all, missing := 0, 0
	eachWord(html[:min(len(html), mismatchMax)], true, func(h uint32) {
		all++
		if !have.has(h) {
			missing++
		}
	})
	return missing >= mismatchWords && missing*mismatchShare >= all
}

// mayHide are the styles without which nothing is hidden, in the forms that
// programs write; only then, or when the text may hold a command, is the HTML
// read a second time.
var mayHide = []string{"display", "font-size", "font:", "color", "opacity", "visibility", "mso-hide", "overflow", "text-indent", "absolute", "fixed", "hidden"}

// tellsHidden says whether the text holds words that the HTML hides and shows
// nowhere: then klachtd reads what a person who looks at the mail doesn't see.
// commands are the lines among them that could be commands.
func tellsHidden(plain, html string) (hidden bool, commands []string) {
	if !strings.Contains(plain, "#") && !containsAny(lowerASCII(html), mayHide) {
		return false, nil
	}
	shown, unshown, doubted := htmlShown(html)
	if unshown == "" && len(doubted) == 0 {
		return false, nil
	}
	var have, seen wordSet
	eachWord(plain, false, have.add)
	eachWord(shown, false, seen.add)
	only := 0
	eachWord(unshown, false, func(h uint32) {
		if have.has(h) && !seen.has(h) {
			only++
		}
	})
	commands = append(hiddenCommands(plain, shown, unshown), doubted...)
	return only >= mismatchHidden || len(commands) > 0, commands
}

// hiddenCommands lists the lines of plain that begin with a # and stand in the
// HTML only where nobody sees them.
func hiddenCommands(plain, shown, unshown string) (all []string) {
	shown, unshown = spaced(shown), spaced(unshown)
	lines := 0
	for l := range strings.SplitSeq(plain, "\n") {
		l = strings.TrimSpace(l)
		if !strings.HasPrefix(l, "#") {
			continue
		}
		if lines++; lines > mismatchLines {
			break
		}
		if strings.Contains(unshown, spaced(l)) && !strings.Contains(shown, spaced(l)) {
			all = append(all, l)
		}
	}
	return all
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// eachWord gives the hash (FNV-1a) of each word of three letters or more,
// ASCII lowered. In markup it passes over tags, what browsers don't show, and
// words with entities in them.
func eachWord(s string, markup bool, f func(uint32)) {
	const offset, prime = 2166136261, 16777619
	h, n, skip := uint32(offset), 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c >= 'a' && c <= 'z' || c >= 0x80 {
			h = (h ^ uint32(c)) * prime
			n++
			continue
		}
		if markup && c == '&' {
			skip = true
			continue
		}
		if n > 2 && !skip {
			f(h)
		}
		h, n, skip = offset, 0, skip && markup && (c == '#' || isDigit(c) || c == ';')
		if markup && c == '<' {
			i = tagEnd(s, i)
		}
	}
	if n > 2 && !skip {
		f(h)
	}
}

// tagEnd gives the index of the last byte of the tag that begins at i, with
// the whole element when it is one that is not shown.
func tagEnd(s string, i int) int {
	for _, name := range []string{"style", "script", "head", "title", "!--"} {
		if len(s) > i+len(name)+1 && strings.EqualFold(s[i+1:i+1+len(name)], name) && (name == "!--" || s[i+1+len(name)] == '>' || s[i+1+len(name)] == ' ') {
			end := "</" + name
			if name == "!--" {
				end = "-->"
			}
			if n := indexFold(s[i:], end); n >= 0 {
				i += n
			}
			break
		}
	}
	if n := strings.IndexByte(s[i:], '>'); n >= 0 {
		return i + n
	}
	return len(s)
}

// indexFold finds end, which begins with a byte that has no case.
func indexFold(s, end string) int {
	for i := 0; ; i++ {
		n := strings.IndexByte(s[i:], end[0])
		if n < 0 || i+n+len(end) > len(s) {
			return -1
		}
		i += n
		if strings.EqualFold(s[i:i+len(end)], end) {
			return i
		}
	}
}
