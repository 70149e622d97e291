package message

import "strings"

// line is one line of a text with its quote marks counted and taken off.
type line struct {
	raw   string // as it stands, without blanks at its end
	text  string // without quote marks and blanks around it
	depth int    // number of > before it
	signs bool   // the HTML begins a signature here
	cites bool   // the HTML begins a quote here
}

func (l line) blank() bool { return l.text == "" }

// lines splits at most maxScan bytes of text.
func lines(text string) []line {
	text = clip(text, maxScan)
	all := make([]line, 0, strings.Count(text, "\n")+1)
	for s := range strings.SplitSeq(text, "\n") {
		all = append(all, lineOf(s))
	}
	return all
}

func lineOf(s string) line {
	l := line{raw: strings.TrimRight(s, " \t\u00a0")}
	l.raw, l.cites = strings.CutPrefix(l.raw, quoteMark)
	l.raw, l.signs = strings.CutPrefix(l.raw, signatureMark)
	rest := l.raw
	for {
		t := strings.TrimLeft(rest, " \t")
		if !strings.HasPrefix(t, ">") {
			break
		}
		l.depth++
		rest = t[1:]
	}
	l.text = strings.Trim(rest, " \t\u00a0")
	return l
}

// rawLines joins the lines as they stand.
func rawLines(all []line) string {
	parts := make([]string, len(all))
	for i, l := range all {
		parts[i] = l.raw
	}
	return strings.Join(parts, "\n")
}

// unquoted joins the lines with depth quote marks taken off each.
func unquoted(all []line, depth int) string {
	parts := make([]string, len(all))
	for i, l := range all {
		s := l.raw
		for range depth {
			t := strings.TrimLeft(s, " \t")
			if !strings.HasPrefix(t, ">") {
				break
			}
			s = strings.TrimPrefix(t[1:], " ")
		}
		parts[i] = s
	}
	return strings.Trim(strings.Join(parts, "\n"), "\n \t")
}

// skipBlank gives the first index from i that is not blank.
func skipBlank(all []line, i int) int {
	for i < len(all) && all[i].blank() {
		i++
	}
	return i
}
