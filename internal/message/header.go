package message

import "strings"

// block collects the fields of one header block within the limits.
type block struct {
	fields header
	bytes  int
	over   bool            // a limit was passed
	cut    bool            // a value was cut
	seen   map[string]bool // names of fields, filled once over is set
}

// needed are the fields that are kept even beyond the limits, once each, so
// that a flood of fields above them does not make a message nameless.
var needed = map[string]bool{"from": true, "to": true, "subject": true, "date": true, "message-id": true,
	"reply-to": true, "content-type": true, "content-transfer-encoding": true, "content-disposition": true, "auto-submitted": true}

// add takes one field whose value is v, folds and all.
func (b *block) add(name, v []byte, loose bool) {
	if len(v) > maxField {
		v, b.cut = v[:maxField], true
	}
	b.bytes += len(name) + len(v) + 2
	if len(b.fields) >= maxFields || b.bytes > maxHeaderBlock {
		b.over = true
		low := strings.ToLower(string(name[:min(len(name), maxBoundary)]))
		if !needed[low] || b.has(low) {
			return
		}
	}
	b.fields = append(b.fields, Field{string(name), unfold(v), loose})
}

// has says whether a field of that name was kept, and remembers that it is now.
func (b *block) has(low string) bool {
	if b.seen == nil {
		b.seen = map[string]bool{}
		for _, f := range b.fields {
			b.seen[strings.ToLower(f.Name)] = true
		}
	}
	had := b.seen[low]
	b.seen[low] = true
	return had
}

// header reads the block that begins at pos and gives its fields and where
// the body begins. top is true for the block of the message itself.
func (r *reader) header(src []byte, pos, end int, top bool) (header, int) {
	b := block{fields: make(header, 0, 24)}
	if top {
		pos = r.skipLeading(src, pos, end)
	}
	for pos < end {
		line, next := nextLine(src, pos, end)
		if isBlank(line) {
			if len(line) > 0 && len(b.fields) > 0 && blankInside(src, next, end) {
				pos = next
				continue
			}
			pos = next
			break
		}
		name, from := fieldStart(src, pos, line, len(b.fields) == 0)
		if name == nil {
			skip, ends := r.strayLine(src, pos, next, end, &b)
			if ends {
				break
			}
			pos = skip
			continue
		}
		stop := r.fieldEnd(src, next, end, line)
		b.add(name, src[from:stop], from != pos+len(name)+1)
		pos = stop
	}
	if b.over {
		r.warn("header over %d fields or %d KB: the rest was left out", maxFields, maxHeaderBlock>>10)
	}
	if b.cut {
		r.warn("header field over %d KB cut", maxField>>10)
	}
	return b.fields, pos
}

// fieldStart gives the name of the field that line begins and where its value
// starts in src; nil when line begins none. The first line of a block may be
// indented (quirk: indented first field).
func fieldStart(src []byte, pos int, line []byte, first bool) (name []byte, from int) {
	indent := 0
	if line[0] == ' ' || line[0] == '\t' {
		if !first {
			return nil, 0
		}
		for indent < len(line) && (line[indent] == ' ' || line[indent] == '\t') {
			indent++
		}
	}
	n := fieldName(line[indent:])
	if n == 0 {
		return nil, 0
	}
	from = pos + indent + n
	for src[from] != ':' {
		from++
	}
	return line[indent : indent+n], from + 1
}

// fieldEnd gives where the value ends whose first line ended at pos: behind
// all its folds, and behind parameters that lost their indent.
func (r *reader) fieldEnd(src []byte, pos, end int, line []byte) int {
	for pos < end {
		following, next := nextLine(src, pos, end)
		if isBlank(following) {
			return pos
		}
		if following[0] != ' ' && following[0] != '\t' && !r.lostFold(line, following) {
			return pos
		}
		line, pos = following, next
	}
	return pos
}

func isBlank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}
