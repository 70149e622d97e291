package message

import "bytes"

// Programs of newsgroups write files into a text in yEnc, which leaves eight
// bits as they are: each byte is raised by 42, and what a line cannot hold is
// escaped. The file stays in the text too, as evidence.
//
//	=ybegin line=128 size=11 name=foto.jpg
//	...
//	=yend size=11

// findYenc lists such files.
func (r *reader) findYenc(m *Message, p *part) {
	b := p.body()
	for pos := 0; len(m.Attachments) < maxParts; {
		at := bytes.Index(b[pos:], []byte("=ybegin "))
		if at < 0 {
			return
		}
		at += pos
		line, next := nextLine(b, at, len(b))
		pos = next
		_, name, named := bytes.Cut(line, []byte(" name="))
		if !named || at > 0 && b[at-1] != '\n' {
			continue
		}
		end := bytes.Index(b[next:], []byte("\n=yend"))
		if end < 0 {
			return
		}
		m.Attachments = append(m.Attachments, Attachment{
			Name: clip(headerText(string(name)), maxFilename), Type: "application/octet-stream", Bytes: decodedSize(b[next:next+end], "yenc"),
			offset: p.start + next, length: end, encoding: "yenc", in: r.in,
		})
		pos = next + end
	}
}

// decodeYenc undoes yEnc. The line that tells of a part is no data.
func decodeYenc(b []byte) []byte {
	if bytes.HasPrefix(b, []byte("=ypart ")) {
		_, next := nextLine(b, 0, len(b))
		b = b[next:]
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\r' || c == '\n':
		case c == '=' && i+1 < len(b):
			i++
			out = append(out, b[i]-64-42)
		default:
			out = append(out, c-42)
		}
	}
	return out
}
