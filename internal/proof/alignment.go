package proof

import (
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Alignment is how near an authenticated domain must be to the From domain (RFC 7489 3.1).
type Alignment string

// The empty Alignment is Relaxed.
const (
	Relaxed Alignment = "relaxed" // the same organisational domain
	Strict  Alignment = "strict"  // the same domain
)

// covers reports whether mail that is authenticated for a domain may speak for the From domain; both are clean.
//
// The organisational domain is the one below the public suffix: org.nl of mail.org.nl, org.co.uk of mail.org.co.uk.
// The list of public suffixes is that of publicsuffix.org, with its private part: two customers of one host are
// two organisations. A domain that is itself a suffix has no organisation above it and is covered by itself only.
func (a Alignment) covers(domain, from string) bool {
	if domain == from {
		return true
	}
	if a == Strict {
		return false
	}
	one, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		return false
	}
	other, err := publicsuffix.EffectiveTLDPlusOne(from)
	return err == nil && one == other
}

// clean returns a domain name in lower case, in its ASCII form and without a dot at its end, or "" when it is none.
func clean(domain string) string {
	domain = strings.TrimSuffix(lower(domain), ".")
	if len(domain) > maxDomain { // before the conversion, whose cost is the square of the length
		return ""
	}
	if strings.ContainsFunc(domain, func(c rune) bool { return c >= 0x80 }) {
		ascii, err := idna.Lookup.ToASCII(domain)
		if err != nil {
			return ""
		}
		domain = ascii
	}
	for label := range strings.SplitSeq(domain, ".") {
		if label == "" || len(label) > maxLabel || strings.ContainsFunc(label, notInLabel) {
			return ""
		}
	}
	return domain
}

// Limits of a domain name (RFC 1035 2.3.4).
const (
	maxDomain = 253
	maxLabel  = 63
)

func notInLabel(c rune) bool { return c >= 0x80 || !isWord(byte(c)) }

// domainOf returns the clean domain of an address, or of a bare domain. The local part may hold an @ when it was
// quoted.
func domainOf(address string) string {
	address = strings.TrimSuffix(strings.TrimPrefix(address, "<"), ">")
	return clean(address[strings.LastIndexByte(address, '@')+1:])
}
