package message

import (
	"encoding/base64"
	"encoding/binary"
	"testing"
	"unicode/utf16"
)

// winmail makes a winmail.dat with one file for each pair of short and long
// name; the content of a file is its short name.
func winmail(names ...string) []byte {
	b := binary.LittleEndian.AppendUint32(nil, tnefSignature)
	b = append(b, 1, 0)
	add := func(id uint16, data []byte) {
		b = append(b, 2)
		b = binary.LittleEndian.AppendUint16(b, id)
		b = append(b, 6, 0)
		b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
		b = append(append(b, data...), 0, 0)
	}
	for i := 0; i < len(names); i += 2 {
		add(tnefRendering, make([]byte, 14))
		add(tnefTitle, append([]byte(names[i]), 0))
		add(tnefData, []byte(names[i]))
		if long := names[i+1]; long != "" {
			p := binary.LittleEndian.AppendUint32(nil, 1)
			p = binary.LittleEndian.AppendUint16(p, typeUnicode)
			p = binary.LittleEndian.AppendUint16(p, propLongName)
			p = binary.LittleEndian.AppendUint32(p, 1)
			units := utf16.Encode([]rune(long + "\x00"))
			p = binary.LittleEndian.AppendUint32(p, uint32(2*len(units)))
			for _, u := range units {
				p = binary.LittleEndian.AppendUint16(p, u)
			}
			add(tnefProperties, p)
		}
	}
	return b
}

func TestWinmail(t *testing.T) {
	dat := winmail("BRIEF~1.PDF", "brief aan café.pdf", "a.txt", "")
	raw := []byte("From: jan@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntekst\n--b\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(dat) + "\n--b--\n")
	m := Parse(raw)
	want := []struct{ name, content string }{{"winmail.dat", string(dat)}, {"brief aan café.pdf", "BRIEF~1.PDF"}, {"a.txt", "a.txt"}}
	if len(m.Attachments) != len(want) {
		t.Fatalf("attachments %+v", m.Attachments)
	}
	for i, w := range want {
		b, err := m.Open(raw, i)
		if err != nil || m.Attachments[i].Name != w.name || string(b) != w.content || m.Attachments[i].Bytes != len(b) {
			t.Errorf("attachment %d: %+v, %q, %v; want %q", i, m.Attachments[i], b, err, w.name)
		}
	}
	for n := range dat {
		files, _ := tnefFiles(dat[:n])
		for _, f := range files {
			if f.end > n || f.start > f.end {
				t.Fatalf("cut at %d: %+v", n, f)
			}
		}
	}
}

// TestWinmailText: a message that is nothing but a winmail.dat has its text
// inside.
func TestWinmailText(t *testing.T) {
	dat := binary.LittleEndian.AppendUint32(nil, tnefSignature)
	dat = append(dat, 1, 0, 1)
	dat = binary.LittleEndian.AppendUint16(dat, tnefBody)
	dat = append(dat, 2, 0)
	dat = binary.LittleEndian.AppendUint32(dat, 10)
	dat = append(dat, "Ren\xe9\r\nja\x00\x00\x00"...)
	m := Parse([]byte("From: jan@b.example\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(dat)))
	if m.Text != "René\nja" || len(m.Attachments) != 1 || len(m.Warnings) != 1 {
		t.Errorf("text %q, %d attachments, warnings %q", m.Text, len(m.Attachments), m.Warnings)
	}
}
