package proof

import (
	"slices"
	"strings"
)

// Limits of a search for tokens. What lies beyond them is not read.
const (
	maxRecipients     = 200
	maxRecipientBytes = 64 << 10 // of one field
	maxTokens         = 16
)

const maxLocalPart = 64 // octets before the @ (RFC 5321 4.5.3.1.1)

// Fits reports whether an address of this mailbox, given whole or as the part before the @, can carry a token.
func Fits(mailbox string) bool {
	local, _, _ := strings.Cut(mailbox, "@")
	return len(local)+len("+")+TokenLength <= maxLocalPart
}

// Plus returns the address of a mailbox with a token in it: klachten+TOKEN@voorbeeld.example.
func Plus(mailbox, token string) string {
	local, domain, _ := strings.Cut(mailbox, "@")
	return local + "+" + token + "@" + domain
}

// FindToken returns the tokens that the recipients carry, in lower case, each once, in order, not yet verified.
// Recipients are addresses or whole values of To, Cc, Delivered-To and X-Original-To. The mailbox is given whole or
// as the part before the @; domains are not compared, for servers rewrite them in Delivered-To, and a token proves
// itself.
func FindToken(recipients []string, mailbox string) []string {
	local, _, _ := strings.Cut(mailbox, "@")
	if local == "" {
		return nil
	}
	prefix := lower(local) + "+"
	var tokens []string
	for _, r := range recipients[:min(len(recipients), maxRecipients)] {
		rest := lower(r[:min(len(r), maxRecipientBytes)])
		before := byte(' ')
		for len(tokens) < maxTokens {
			i := strings.Index(rest, prefix)
			if i < 0 {
				break
			}
			if i > 0 {
				before = rest[i-1]
			}
			rest = rest[i+len(prefix):]
			token, ok := leadingToken(rest)
			if ok && !inLocalPart(before) && !slices.Contains(tokens, token) {
				tokens = append(tokens, token)
			}
			before = '+'
		}
	}
	return tokens
}

// leadingToken reads a token that is followed by the end of a local part. White space in it comes from a header
// line that was folded too eagerly.
func leadingToken(s string) (string, bool) {
	token := make([]byte, 0, TokenLength)
	i := 0
	for ; i < len(s) && len(token) <= TokenLength; i++ {
		switch c := s[i]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
		case 'a' <= c && c <= 'z', '2' <= c && c <= '7':
			token = append(token, c)
		default:
			ended := strings.HasPrefix(s[i:], "@") || strings.HasPrefix(s[i:], `"@`)
			return string(token), ended && len(token) == TokenLength
		}
	}
	return "", false
}

// inLocalPart reports whether c can be part of an address before the @, so that the mailbox's name does not begin
// after it.
func inLocalPart(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c >= 0x80 || strings.IndexByte("!#$%&'*+-/=?^_`{|}~.", c) >= 0
}

// lower maps ASCII only: the Kelvin sign is no k in an address.
func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c - 'A' + 'a'
		}
	}
	return string(b)
}
