package message

import "strings"

// Programs that write format=flowed (RFC 3676) break a paragraph behind a
// blank, and put a blank before lines that would be taken for something else.
// Unfolded, the paragraph is a line again, as the sender saw it: a command or
// a header label that was broken in two is whole.
//
//	De medewerker heeft mij
//	niet teruggebeld.

// isFlowed says whether the text of p is folded so.
func isFlowed(p *part) bool {
	return p.media == "text/plain" && strings.EqualFold(strings.TrimSpace(p.params["format"]), "flowed")
}

// unflow joins the lines of flowed text. deletes is DelSp: the blank at a fold
// was put there by the program, as in languages without blanks.
func unflow(text string, deletes bool) string {
	if !strings.Contains(text, " \n") && !strings.Contains(text, "\n ") && !strings.HasPrefix(text, " ") {
		return text
	}
	out := make([]byte, 0, len(text))
	above, open := 0, false // the marks of the last line, and whether it goes on
	for s := range strings.SplitSeq(text, "\n") {
		depth, content := flowedLine(s)
		switch {
		case open && depth == above && goesOnFlowed(content):
			if deletes {
				out = out[:len(out)-1]
			}
			out = append(out, content...)
		case depth > 0:
			out = append(append(out, '\n'), s...)
		default:
			out = append(append(out, '\n'), content...)
		}
		above, open = depth, strings.HasSuffix(content, " ") && content != "-- " && strings.TrimSpace(content) != ""
	}
	return string(out[1:])
}

// flowedLine takes the quote marks and one stuffed blank from the front of s.
func flowedLine(s string) (depth int, content string) {
	for depth < len(s) && s[depth] == '>' {
		depth++
	}
	return depth, strings.TrimPrefix(s[depth:], " ")
}

// goesOnFlowed says whether a line can be the rest of the one above. Some
// programs leave blanks at the ends of lines that they did not fold.
func goesOnFlowed(content string) bool {
	if strings.TrimSpace(content) == "" || content == "-- " || content[0] == '#' {
		return false
	}
	kind, _ := labelled(content)
	return kind == noLabel && markOf(content) == noMark
}
