package message

import (
	"bytes"
	"fmt"
)

// An Attachment is a leaf that is not the body, or an enclosed message. It is
// located, not decoded.
type Attachment struct {
	Name  string `json:"name"` // as the sender named it: data, not a path
	Type  string `json:"type"`
	Bytes int    `json:"bytes"` // of the decoded content

	offset, length int // of the encoded body in the raw message
	encoding       string
	from, to       int // of the file within the decoded body, when to is not 0

	in *Attachment // the signed file that it lies in; offset is a place in what that wraps
}

// attach lists one part.
func (r *reader) attach(m *Message, p *part) {
	b := p.body()
	media := p.media
	if p.enclosed != nil {
		media = "message/rfc822"
	}
	m.Attachments = append(m.Attachments, Attachment{
		Name: p.name, Type: media, Bytes: decodedSize(b, p.encoding),
		offset: p.start, length: len(b), encoding: p.encoding, in: r.in,
	})
	if p.enclosed != nil {
		m.enclosed = append(m.enclosed, enclosure{p, len(m.Attachments) - 1})
	}
}

// enclosure is an enclosed message and its place among the attachments.
type enclosure struct {
	part  *part
	index int
}

// attachAll lists the leaves of parts.
func (r *reader) attachAll(m *Message, parts []*part) {
	for _, p := range parts {
		if len(p.kids) > 0 {
			r.attachAll(m, p.kids)
			continue
		}
		if isEncrypted(p) {
			m.Encrypted = true
		}
		r.attach(m, p)
		if isTNEF(p) {
			r.attachTNEF(m, p)
		}
	}
}

// isEncrypted says whether p is S/MIME or PGP that nobody here can open. What
// is only signed says so in smime-type.
func isEncrypted(p *part) bool {
	switch p.media {
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		return p.signed == nil && p.params["smime-type"] != "signed-data" && p.params["smime-type"] != "certs-only"
	case "application/pgp-encrypted":
		return true
	}
	return false
}

// Open decodes attachment i; raw is what the message was parsed from. An
// error means that there is no such attachment in raw.
func (m *Message) Open(raw []byte, i int) ([]byte, error) {
	if i < 0 || i >= len(m.Attachments) {
		return nil, fmt.Errorf("open attachment %d of %d: %w", i, len(m.Attachments), ErrNoAttachment)
	}
	b, err := m.Attachments[i].open(raw)
	if err != nil {
		return nil, fmt.Errorf("open attachment %d: %w", i, err)
	}
	return b, nil
}

func (a Attachment) open(raw []byte) ([]byte, error) {
	if a.in != nil {
		wrapper, err := a.in.open(raw)
		if err != nil {
			return nil, err
		}
		raw = signedContent(wrapper)
	}
	if a.offset < 0 || a.length > maxOpen || a.offset+a.length > len(raw) {
		return nil, ErrNoAttachment
	}
	b := decodeTransfer(raw[a.offset:a.offset+a.length], a.encoding)
	if a.to == 0 {
		return b, nil
	}
	if a.to > len(b) {
		return nil, ErrNoAttachment
	}
	return b[a.from:a.to], nil
}

// findUUencoded lists the files that old programs write into the text itself.
// They stay in the text too, as evidence.
//
//	begin 644 brief.txt
//	#0V%T
//	end
func (r *reader) findUUencoded(m *Message, p *part) {
	b := p.body()
	for pos := 0; len(m.Attachments) < maxParts; {
		at := bytes.Index(b[pos:], []byte("begin "))
		if at < 0 {
			return
		}
		at += pos
		line, next := nextLine(b, at, len(b))
		pos = next
		name := uuName(line)
		if name == "" || at > 0 && b[at-1] != '\n' {
			continue
		}
		end := bytes.Index(b[next:], []byte("\nend"))
		if end < 0 {
			return
		}
		piece := b[next : next+end]
		m.Attachments = append(m.Attachments, Attachment{
			Name: name, Type: "application/octet-stream", Bytes: decodedSize(piece, "uu"),
			offset: p.start + next, length: end, encoding: "uu", in: r.in,
		})
		pos = next + end
	}
}

// uuName gives the file name of a line "begin 644 name", "" for another line.
func uuName(line []byte) string {
	f := bytes.SplitN(line, []byte(" "), 3)
	if len(f) != 3 || len(f[1]) < 3 || len(f[1]) > 4 {
		return ""
	}
	for _, c := range f[1] {
		if c < '0' || c > '7' {
			return ""
		}
	}
	return clip(headerText(string(f[2])), maxFilename)
}
