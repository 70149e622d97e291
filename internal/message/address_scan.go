package message

import "strings"

// addressScanner holds the entry that is being read.
type addressScanner struct {
	s       string
	decoded bool // s holds no encoded words

	phrase  strings.Builder // what stands outside < >, quotes and comments taken off
	angle   []string        // what stood between < and >
	behind  int             // length of phrase when the last angle was read
	comment string
	open    string // words before a comma that may begin the next entry's name
	spoiled bool   // the entry is one that no letter may go to

	list      []Address
	bad, over bool

	noQuote, noComment bool // one was not closed: the others are letters
}

func (a *addressScanner) run() {
	for i := 0; i < len(a.s); {
		switch c := a.s[i]; {
		case c == '"':
			i = a.quoted(i + 1)
		case c == '(' && !a.noComment:
			i = a.skipComment(i)
		case c == '<':
			a.splitHere()
			i = a.readAngle(i+1, '>')
			a.behind = a.phrase.Len()
		case c == '[':
			i = a.bracket(i)
		case c == ',' || c == ';':
			a.finish(c == ',')
			i++
		case c == ':':
			a.colon()
			i++
		case c == '=':
			i = a.word(i)
		default:
			a.phrase.WriteByte(c)
			i++
		}
		if len(a.list) > maxAddresses {
			a.list, a.over = a.list[:maxAddresses], true
			return
		}
	}
	a.finish(false)
	if a.open != "" {
		a.bad = true
	}
}

// word copies an encoded word whole, so that what its text holds separates
// nothing.
func (a *addressScanner) word(i int) int {
	if !a.decoded && strings.HasPrefix(a.s[i:], "=?") {
		if _, rest, ok := nextWord(a.s[i:]); ok && !strings.Contains(a.s[i:len(a.s)-len(rest)], "<") {
			end := len(a.s) - len(rest)
			a.phrase.WriteString(a.s[i:end])
			return end
		}
	}
	a.phrase.WriteByte('=')
	return i + 1
}

// quoted reads a quoted string into the phrase. One that is not closed is
// read as if its quote were not there.
func (a *addressScanner) quoted(i int) int {
	start := i
	var text strings.Builder
	for ; i < len(a.s) && !a.noQuote; i++ {
		switch {
		case a.s[i] == '\\' && i+1 < len(a.s):
			i++
			text.WriteByte(a.s[i])
		case a.s[i] == '"':
			a.phrase.WriteString(text.String())
			if strings.HasPrefix(a.s[i+1:], "@") && strings.ContainsFunc(text.String(), notInLocal) {
				a.spoiled = true // a local part that needs its quotes
			}
			return i + 1
		default:
			text.WriteByte(a.s[i])
		}
	}
	a.noQuote = true
	return start
}

// skipComment reads a comment, however deep its parentheses are nested.
func (a *addressScanner) skipComment(i int) int {
	depth, start := 0, i+1
	for ; i < len(a.s); i++ {
		switch a.s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				if a.comment == "" {
					a.comment = a.s[start:i]
				}
				return i + 1
			}
		}
	}
	a.noComment = true
	return start
}

// splitHere ends the entry when another one begins without a comma.
//
//	Jan <jan@b.example> Els <els@b.example>
func (a *addressScanner) splitHere() {
	if len(a.angle) == 0 || a.behind > a.phrase.Len() || cleanAddress(a.angle[len(a.angle)-1]) == "" {
		return
	}
	phrase := a.phrase.String()
	next := strings.TrimSpace(phrase[a.behind:])
	if next == "" || strings.Trim(next, ">") == "" {
		return
	}
	a.phrase.Reset()
	a.phrase.WriteString(phrase[:a.behind])
	a.finish(true)
	a.phrase.WriteString(next)
}

// readAngle reads an address up to the closing mark, or to the next comma
// when it is missing.
func (a *addressScanner) readAngle(i int, closing byte) int {
	inQuotes := false
	end, limit := i, min(len(a.s), i+2*maxAddress)
	for ; end < limit; end++ {
		if c := a.s[end]; c == '"' {
			inQuotes = !inQuotes
		} else if c == '\\' && inQuotes {
			end++
		} else if c == closing && !inQuotes || c == '<' {
			break
		}
	}
	end = min(end, limit)
	if end == limit && i < end {
		if n := strings.IndexAny(a.s[i:end], ",;> "); n > 0 {
			end = i + n
		}
	}
	a.angle = append(a.angle, a.s[i:end])
	if end < len(a.s) && a.s[end] == closing {
		end++
	}
	return end
}

// bracket reads [jan@b.example] and [mailto:jan@b.example] of Outlook as an
// address, and any other bracket as part of the name or of the domain.
func (a *addressScanner) bracket(i int) int {
	n := strings.IndexByte(a.s[i:], ']')
	if n > 0 && strings.Contains(a.s[i:i+n], "@") && !strings.HasSuffix(a.phrase.String(), "@") {
		return a.readAngle(i+1, ']')
	}
	a.phrase.WriteByte('[')
	return i + 1
}

// colon ends the name of a group, or a scheme.
func (a *addressScanner) colon() {
	p := a.phrase.String()
	if strings.Contains(p, "@") && !strings.Contains(p, " ") {
		a.phrase.WriteByte(':')
		return
	}
	a.phrase.Reset()
	a.open = ""
}

// finish ends an entry.
func (a *addressScanner) finish(comma bool) {
	phrase := strings.TrimSpace(a.phrase.String())
	angles, comment, spoiled := a.angle, a.comment, a.spoiled
	a.phrase.Reset()
	a.angle, a.comment, a.spoiled = nil, "", false
	if phrase == "" && len(angles) == 0 {
		return
	}
	if spoiled {
		a.bad, a.open = true, ""
		return
	}
	for i := len(angles) - 1; i >= 0; i-- {
		if addr := cleanAddress(angles[i]); addr != "" {
			a.add(phrase, comment, addr)
			return
		}
	}
	for i := len(angles) - 1; i >= 0; i-- {
		if addr := cleanAddress(withoutBlanks(angles[i])); addr != "" {
			a.add(phrase, comment, addr)
			return
		}
	}
	if list := bareAddresses(phrase); len(list) > 1 {
		for _, addr := range list {
			a.add("", "", addr)
		}
		return
	}
	name, addr := addressIn(phrase)
	if addr == "" && len(angles) == 0 && !comma {
		addr = cleanAddress(comment) // Jan de Boer (jan@b.example)
		comment = ""
	}
	switch {
	case addr != "":
		a.add(name, comment, addr)
	case comma && len(angles) == 0:
		a.open = strings.TrimPrefix(a.open+", "+phrase, ", ")
	default:
		a.bad, a.open = true, ""
	}
}

func (a *addressScanner) add(name, comment, addr string) {
	if a.open != "" {
		if strings.Contains(name, "@") || name == "" {
			a.bad = true
		} else {
			name = a.open + ", " + name
		}
		a.open = ""
	}
	if name == "" {
		name = comment
	}
	if !a.decoded {
		name = headerText(name)
	}
	name = unquotedName(oneLine(name))
	if strings.EqualFold(name, addr) {
		name = ""
	}
	a.list = append(a.list, Address{Name: clip(name, maxName), Address: addr})
}

// unquotedName takes off the quotes around a whole name, and one that stands
// alone at either end; those around a part of it are the name's own, and so is
// the apostrophe of a short word.
//
//	'Jan de Boer'   Bakkerij "De Hoek"   't Hart, Els
func unquotedName(name string) string {
	name = strings.Trim(name, "<> ")
	for _, q := range []string{`"`, "'"} {
		for strings.HasPrefix(name, q) && strings.HasSuffix(name, q) && len(name) > 1 {
			name = strings.Trim(name[1:len(name)-1], "<> ")
		}
		if n := strings.Count(name, q); n == 1 {
			if !hasAnyPrefix(strings.ToLower(name), []string{"'t ", "'s "}) {
				name = strings.TrimPrefix(name, q)
			}
			name = strings.TrimSuffix(name, q)
		}
	}
	return strings.Trim(name, "<> ")
}

// addressIn finds the first address among the words of s and gives the others
// as the name.
func addressIn(s string) (name, addr string) {
	if !strings.Contains(s, "@") {
		return s, ""
	}
	words := strings.Fields(s)
	for i, w := range words {
		if !strings.Contains(w, "@") {
			continue
		}
		if addr = cleanAddress(w); addr != "" {
			name = strings.Join(append(append([]string{}, words[:i]...), words[i+1:]...), " ")
			if strings.Contains(name, "@") {
				name = ""
			}
			return name, addr
		}
	}
	return s, cleanAddress(strings.Join(words, ""))
}
