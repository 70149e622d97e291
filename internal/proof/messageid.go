package proof

import (
	"encoding/binary"
	"strings"
)

const messageIDHead = 14

// MessageRef is what a keyed Message-ID names: a letter of a case, and the one it was issued to.
type MessageRef struct {
	Case     uint32 // internal reference; 0 is no case
	Seq      uint32 // of the letter in the case; the caller makes it unique
	Person   uint32 // as in Subject
	Audience Audience
}

// MessageID returns the Message-ID of a letter, with its angle brackets. It holds no name and no address. It panics
// without a current key.
func (k Keys) MessageID(caseRef, seq, person uint32, aud Audience, domain string) string {
	head := make([]byte, messageIDHead, messageIDHead+macSize)
	binary.BigEndian.PutUint32(head[2:], caseRef)
	binary.BigEndian.PutUint32(head[6:], seq)
	binary.BigEndian.PutUint32(head[10:], person)
	return "<" + k.sign(forMessageID, aud, head) + "@" + domain + ">"
}

// ParseMessageID returns what one of our Message-IDs names, with or without its brackets, and false for any other.
// The domain is not looked at: an organisation may move while its threads go on.
func (k Keys) ParseMessageID(id string) (MessageRef, bool) {
	id = strings.TrimPrefix(strings.TrimSpace(id), "<")
	text, _, ok := strings.Cut(id, "@")
	if !ok {
		return MessageRef{}, false
	}
	head, audience, ok := k.open(forMessageID, text, messageIDHead)
	if !ok {
		return MessageRef{}, false
	}
	return MessageRef{
		Case:     binary.BigEndian.Uint32(head[2:]),
		Seq:      binary.BigEndian.Uint32(head[6:]),
		Person:   binary.BigEndian.Uint32(head[10:]),
		Audience: audience,
	}, true
}
