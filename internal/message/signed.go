package message

import "strings"

// A message that Outlook or Exchange signs "opaque" (RFC 8551 3.5.2) is one
// file, smime.p7m: the signed text lies inside, in clear, in the wrapping of
// CMS (RFC 5652 5.1). Without taking it out a complaint would arrive empty.
// No signature is checked here; the file stays as evidence.
//
// The wrapping is read by hand because encoding/asn1 reads DER only, and most
// programs write the indefinite lengths of BER.
//
//	ContentInfo { signedData, [0] SignedData { version, digests, { data, [0] OCTET STRING }, ... } }

// The tags of X.690 that matter, class and form included.
const (
	tagInteger     = 0x02
	tagOctets      = 0x04
	tagOID         = 0x06
	tagSequence    = 0x30
	tagSet         = 0x31
	tagOctetsParts = 0x24 // an octet string in pieces
	tagContext0    = 0xA0
	maxBERDepth    = 16
)

// oidSignedData is 1.2.840.113549.1.7.2.
const oidSignedData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"

// mayBeSigned says whether p could hold a signed text.
func (p *part) mayBeSigned() bool {
	switch p.media {
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		kind := strings.ToLower(p.params["smime-type"])
		return kind == "" || kind == "signed-data"
	}
	return p.media == "application/octet-stream" && strings.HasSuffix(strings.ToLower(p.name), ".p7m")
}

// openSigned reads the part that is signed inside p.
func (r *reader) openSigned(p *part, depth int) {
	if depth >= maxDepth {
		r.warn("nested deeper than %d parts: the rest was not opened", maxDepth)
		return
	}
	if content := signedContent(r.decode(p)); len(content) > 0 {
		path := p.path
		if path == "" {
			path = "0"
		}
		p.signed = r.open(content, 0, len(content), depth+1, join(path, 1), "text/plain")
	} else if p.params["smime-type"] != "" {
		r.warn("%s: signed text that cannot be read", p.where())
	}
}

// gatherSigned takes the body from what is signed; the file itself and the
// files inside it are attachments.
func (r *reader) gatherSigned(m *Message, p *part) []chunk {
	m.Signed = true
	r.attach(m, p)
	outer, wrapper := r.in, m.Attachments[len(m.Attachments)-1]
	r.in = &wrapper
	body := r.gather(m, p.signed)
	r.in = outer
	return body
}

// signedContent gives what is signed in b, nil when that cannot be found.
func signedContent(b []byte) []byte {
	info := descend(b, tagSequence)
	kind, rest := berElement(info, tagOID)
	if string(kind) != oidSignedData {
		return nil
	}
	data := descend(descend(rest, tagContext0), tagSequence)
	_, data = berElement(data, tagInteger)
	_, data = berElement(data, tagSet)
	inner := descend(data, tagSequence)
	_, inner = berElement(inner, tagOID)
	return octets(nil, descend(inner, tagContext0), 0)
}

// descend gives the content of the element of that tag at the front of b.
func descend(b []byte, tag byte) []byte {
	content, _ := berElement(b, tag)
	return content
}

// berElement gives the content of the first element of b and what follows it,
// nothing when it has another tag or is damaged.
func berElement(b []byte, tag byte) (content, rest []byte) {
	got, content, rest, ok := nextBER(b, 0)
	if !ok || got != tag {
		return nil, nil
	}
	return content, rest
}

// octets joins the octet string at the front of b, which may be in pieces.
func octets(out, b []byte, depth int) []byte {
	tag, content, _, ok := nextBER(b, 0)
	switch {
	case !ok || depth > maxBERDepth:
		return out
	case tag == tagOctets:
		return append(out, content...)
	case tag != tagOctetsParts:
		return out
	}
	for len(content) > 0 {
		_, _, rest, ok := nextBER(content, 0)
		if !ok {
			break
		}
		out = octets(out, content, depth+1)
		content = rest
	}
	return out
}

// nextBER splits the first element off b. Tags above 30 do not occur here.
func nextBER(b []byte, depth int) (tag byte, content, rest []byte, ok bool) {
	if len(b) < 2 || depth > maxBERDepth {
		return 0, nil, nil, false
	}
	tag, b, length := b[0], b[2:], int(b[1])
	switch {
	case length == 0x80:
		content, rest, ok = untilEnd(b, depth)
		return tag, content, rest, ok
	case length > 0x84:
		return 0, nil, nil, false
	case length > 0x80:
		n := length & 0x7F
		if len(b) < n {
			return 0, nil, nil, false
		}
		length = 0
		for _, c := range b[:n] {
			length = length<<8 | int(c)
		}
		b = b[n:]
	}
	if length < 0 || length > len(b) {
		return 0, nil, nil, false
	}
	return tag, b[:length], b[length:], true
}

// untilEnd gives the content of an element of indefinite length: the elements
// up to two zero bytes (X.690 8.1.5).
func untilEnd(b []byte, depth int) (content, rest []byte, ok bool) {
	for left := b; len(left) >= 2; {
		if left[0] == 0 && left[1] == 0 {
			return b[:len(b)-len(left)], left[2:], true
		}
		if _, _, left, ok = nextBER(left, depth+1); !ok {
			break
		}
	}
	return nil, nil, false
}
