package message

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
)

// ContentDigest identifies the content whatever way it came: SHA-256 over
// From, Date, Message-ID, Subject and the decoded leaves with their types and
// names, each preceded by its length. Trace fields have no part in it, so that
// the same mail through an alias gives the same digest (DESIGN 10.4).
func (m *Message) ContentDigest(raw []byte) [32]byte {
	h := sha256.New()
	fields := header(m.Fields)
	for _, name := range []string{"From", "Date", "Message-ID", "Subject"} {
		digest(h, []byte(fields.value(name)))
	}
	src := macLines(raw)
	r := &reader{}
	digestPart(h, r, r.open(src, 0, len(src), 0, "", "text/plain"))
	return [32]byte(h.Sum(nil))
}

func digestPart(h hash.Hash, r *reader, p *part) {
	for _, kid := range p.kids {
		digestPart(h, r, kid)
	}
	if len(p.kids) == 0 {
		digest(h, []byte(p.media))
		digest(h, []byte(p.name))
		digest(h, r.decode(p))
	}
}

func digest(h hash.Hash, b []byte) {
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(len(b)))
	h.Write(n[:])
	h.Write(b)
}
