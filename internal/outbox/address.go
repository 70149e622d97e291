package outbox

import "strings"

// Limits of an address (RFC 5321, 4.5.3.1).
const (
	localLimit   = 64
	domainLimit  = 255
	addressLimit = 254
	labelLimit   = 63
)

// checkAddress accepts addresses that make exactly one path: a dot-atom, an at
// sign, and a domain name (RFC 5321, 4.1.2). Quoted local parts, routes,
// address literals and anything outside ASCII are refused: nobody's mail needs
// them, and each is a way to smuggle a second address or parameter. A domain
// with other letters comes here in its A-label form (xn--).
func checkAddress(a string) error {
	local, domain, found := strings.Cut(a, "@")
	if !found || len(a) > addressLimit || len(local) > localLimit || len(domain) > domainLimit {
		return ErrAddress
	}
	for atom := range strings.SplitSeq(local, ".") {
		if atom == "" || strings.ContainsFunc(atom, notAtext) {
			return ErrAddress
		}
	}
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || len(label) > labelLimit || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.ContainsFunc(label, notLabel) {
			return ErrAddress
		}
	}
	return nil
}

// notAtext is the complement of atext (RFC 5322, 3.2.3).
func notAtext(r rune) bool {
	return notLabel(r) && !strings.ContainsRune("!#$%&'*+/=?^_`{|}~", r)
}

func notLabel(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-')
}

func checkEnvelope(e Envelope) error {
	if e.From != "" {
		if err := checkAddress(e.From); err != nil {
			return err
		}
	}
	return checkAddress(e.To)
}

// checkBytes refuses what a server could read as more than one mail, or as a
// mail that ends early (RFC 5321, 2.3.8).
func checkBytes(raw []byte) error {
	if len(raw) > LetterLimit {
		return ErrSize
	}
	for i, b := range raw {
		switch b {
		case 0:
			return ErrBytes
		case '\r':
			if i+1 == len(raw) || raw[i+1] != '\n' {
				return ErrBytes
			}
		case '\n':
			if i == 0 || raw[i-1] != '\r' {
				return ErrBytes
			}
		}
	}
	if len(raw) == 0 || raw[len(raw)-1] != '\n' {
		return ErrBytes
	}
	return nil
}
