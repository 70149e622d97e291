package message

import (
	"encoding/binary"
	"strings"
)

// Outlook sends rich text to people outside as one file, winmail.dat, in a
// format of its own (MS-OXTNEF): a stream of attributes, among them the files
// that the sender attached. Without opening it a complaint would arrive with
// an attachment that nobody can read.

// The attributes of MS-OXTNEF 2.1.3.2 that matter.
const (
	tnefSignature  = 0x223E9F78
	tnefRendering  = 0x9002 // begins a file
	tnefTitle      = 0x8010 // its short name
	tnefData       = 0x800F // its content
	tnefProperties = 0x9005 // its properties, among them the long name
	tnefBody       = 0x800C // the text of the message, in the code page of the sender
	tnefHeader     = 6      // bytes of signature and key
	tnefAttribute  = 9      // bytes of level, id and length
	tnefChecksum   = 2      // bytes behind the data
)

// The properties of MS-OXPROPS that name a file.
const (
	propLongName = 0x3707
	typeString8  = 0x001E
	typeUnicode  = 0x001F
	maxLongName  = 1024 // bytes
)

// tnefFile is one file of a winmail.dat; start and end are places in it.
type tnefFile struct {
	name       string
	start, end int
}

// tnefFiles finds the files in b, and the text of the message; what is cut
// off is left out.
func tnefFiles(b []byte) (files []tnefFile, body []byte) {
	if len(b) < tnefHeader || binary.LittleEndian.Uint32(b) != tnefSignature {
		return nil, nil
	}
	for pos := tnefHeader; pos+tnefAttribute <= len(b); {
		id := binary.LittleEndian.Uint16(b[pos+1:])
		length := int(binary.LittleEndian.Uint32(b[pos+5:]))
		start := pos + tnefAttribute
		end := start + length
		if length < 0 || end > len(b) || end < start {
			break
		}
		if id == tnefBody && body == nil {
			body = b[start:end]
		}
		if id == tnefRendering && len(files) < maxParts {
			files = append(files, tnefFile{})
		}
		if len(files) > 0 {
			files[len(files)-1].take(id, b, start, end)
		}
		pos = end + tnefChecksum
	}
	return files, body
}

func (f *tnefFile) take(id uint16, b []byte, start, end int) {
	switch id {
	case tnefTitle:
		if f.name == "" {
			f.name = tnefName(b[start:end])
		}
	case tnefData:
		f.start, f.end = start, end
	case tnefProperties:
		if name := longName(b[start:end]); name != "" {
			f.name = name
		}
	}
}

// tnefName reads a name in the code page of the sender, ended by a zero.
func tnefName(b []byte) string {
	s, _, _ := strings.Cut(string(b), "\x00")
	return clip(oneLine(rawText(s)), maxFilename)
}

// longName finds PR_ATTACH_LONG_FILENAME among the properties: tag, one value,
// its length, the value. The others are passed over by searching the tag,
// because their sizes depend on types that matter to nobody here.
func longName(b []byte) string {
	for i := 0; i+12 <= len(b); i += 2 {
		if binary.LittleEndian.Uint16(b[i+2:]) != propLongName || binary.LittleEndian.Uint32(b[i+4:]) != 1 {
			continue
		}
		length := int(binary.LittleEndian.Uint32(b[i+8:]))
		value := b[i+12:]
		if length <= 0 || length > maxLongName || length > len(value) {
			continue
		}
		switch binary.LittleEndian.Uint16(b[i:]) {
		case typeUnicode:
			if t, ok := decode(value[:length&^1], "utf-16le"); ok {
				return tnefName([]byte(t))
			}
		case typeString8:
			return tnefName(value[:length])
		}
	}
	return ""
}

// isTNEF says whether p is a winmail.dat.
func isTNEF(p *part) bool {
	return p.media == "application/ms-tnef" || p.media == "application/vnd.ms-tnef" ||
		strings.EqualFold(p.name, "winmail.dat") && !p.is("text/")
}

// attachTNEF lists the files inside p behind p itself, which stays as
// evidence.
func (r *reader) attachTNEF(m *Message, p *part) {
	b := r.decode(p)
	files, body := tnefFiles(b)
	if r.wrapped == "" {
		r.wrapped = cleanText(strings.TrimRight(rawText(string(body[:min(len(body), maxScan)])), "\x00"))
	}
	if len(files) == 0 && len(body) == 0 {
		r.warn("%s: winmail.dat without readable files", p.where())
	}
	for _, f := range files {
		if f.end <= f.start {
			continue
		}
		m.Attachments = append(m.Attachments, Attachment{
			Name: f.name, Type: "application/octet-stream", Bytes: f.end - f.start,
			offset: p.start, length: p.end - p.start, encoding: p.encoding, from: f.start, to: f.end, in: r.in,
		})
	}
}
