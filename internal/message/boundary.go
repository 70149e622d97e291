package message

import "bytes"

// span is a piece of the source.
type span struct{ start, end int }

// split gives the pieces of p between the delimiter lines of boundary. What
// stands above the first and behind the closing one belongs to no part. The
// closing delimiter may be missing, and parts may follow behind it.
func (r *reader) split(p *part, boundary string) []span {
	delimiter := []byte("--" + boundary)
	var spans []span
	from := -1
	for pos := p.start; pos < p.end; {
		at, next, closing := findDelimiter(p.src, p.start, pos, p.end, delimiter)
		if at < 0 {
			break
		}
		if from >= 0 {
			spans = append(spans, span{from, beforeLineEnd(p.src, from, at)})
		}
		from, pos = next, next
		if closing {
			from = -1
		}
		if len(spans) > maxParts {
			return spans
		}
	}
	if from >= 0 && from < p.end {
		r.warn("%s: closing boundary missing", p.where())
		spans = append(spans, span{from, p.end})
	}
	return spans
}

// findDelimiter gives the next line of src[pos:end] that is the delimiter:
// where it begins, where the line behind it begins, and whether it closes.
func findDelimiter(src []byte, start, pos, end int, delimiter []byte) (at, next int, closing bool) {
	for {
		i := bytes.Index(src[pos:end], delimiter)
		if i < 0 {
			return -1, end, false
		}
		at = pos + i
		pos = at + len(delimiter)
		if at > start && src[at-1] != '\n' {
			continue // looking at its line each time would be quadratic in a long one
		}
		line, next := nextLine(src, pos, end)
		switch rest := bytes.TrimRight(line, " \t"); {
		case len(rest) == 0:
			return at, next, false
		case bytes.Equal(rest, []byte("--")):
			return at, next, true
		}
	}
}

// beforeLineEnd steps back over the line end that belongs to a delimiter.
func beforeLineEnd(src []byte, from, at int) int {
	if at > from && src[at-1] == '\n' {
		at--
	}
	for at > from && src[at-1] == '\r' {
		at--
	}
	return at
}

// boundary gives the delimiter of p. A boundary that does not occur, or none
// at all, is replaced by the one that the body shows.
func (r *reader) boundary(p *part) string {
	declared := p.params["boundary"]
	if len(declared) > maxBoundary {
		r.warn("%s: boundary over %d bytes", p.where(), maxBoundary)
		declared = ""
	}
	if declared != "" {
		if at, _, _ := findDelimiter(p.src, p.start, p.start, p.end, []byte("--"+declared)); at >= 0 {
			return declared
		}
	}
	shown := shownBoundary(p.src, p.start, p.end)
	if shown != "" {
		r.warn("%s: boundary missing or wrong, taken from the body", p.where())
	}
	return shown
}

// shownBoundary finds a delimiter by its looks: a line of two hyphens and a
// word, followed by a Content field.
//
//	Content-Type: multipart/mixed; boundary="abc"
//
//	--ABC
//	Content-Type: text/plain
func shownBoundary(src []byte, pos, end int) string {
	for range 200 {
		if pos >= end {
			break
		}
		line, next := nextLine(src, pos, end)
		pos = next
		if len(line) < 3 || len(line) > maxBoundary || line[0] != '-' || line[1] != '-' || bytes.ContainsAny(line, " \t") {
			continue
		}
		following, _ := nextLine(src, pos, end)
		if n := fieldName(following); n > 8 && bytes.EqualFold(following[:8], []byte("content-")) {
			return string(line[2:])
		}
	}
	return ""
}
