package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"klachtd/internal/tomltree"
)

// Limits of RFC 5321 section 4.5.3.1: what stands before the @, and the domain, in characters.
const (
	maxLocal  = 64
	maxDomain = 255
	maxLabel  = 63
)

// atext are the characters of RFC 5322 section 3.2.3 that an address may have before the @, beside letters, digits
// and the dot. Quoted and international ones are left out: no published complaints address has them, and servers
// differ in what they do with them.
const atext = "!#$%&'*+-/=?^_`{|}~"

// address reads one mail address, lower-cased: klachtd compares addresses so.
func (t table) address(key string) string {
	n := t.get(key)
	if n == nil {
		return ""
	}
	s, ok := t.line(n, "klachten@voorbeeld.example")
	if !ok || s == "" {
		return ""
	}
	return t.checkAddress(n.At, s)
}

func (t table) requiredAddress(key, example string) string {
	s := t.required(key, example)
	if s == "" {
		return ""
	}
	return t.checkAddress(t.place(key), s)
}

func (t table) addresses(key string) []string {
	var list []string
	for _, n := range t.texts(key) {
		if a := t.checkAddress(n.At, n.Text); a != "" {
			list = append(list, a)
		}
	}
	return list
}

// checkAddress returns the lower-cased address, "" when it is none.
func (r *reader) checkAddress(at tomltree.Place, s string) string {
	a := strings.ToLower(s)
	local, domain, ok := strings.Cut(a, "@")
	if ok && isLocal(local) && isDomain(domain) {
		return a
	}
	r.mistake(at, addressHint(s), "%q is no mail address", shown(s))
	return ""
}

func addressHint(s string) string {
	if _, rest, ok := strings.Cut(s, "<"); ok && strings.HasSuffix(rest, ">") {
		return fmt.Sprintf("only the address: %q", shown(strings.TrimSuffix(rest, ">")))
	}
	if bare, ok := strings.CutPrefix(strings.ToLower(s), "mailto:"); ok {
		return fmt.Sprintf("only the address: %q", shown(bare))
	}
	return `write it as "klachten@voorbeeld.example"`
}

func isLocal(s string) bool {
	if s == "" || len(s) > maxLocal {
		return false
	}
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" || strings.ContainsFunc(atom, func(c rune) bool { return !isLDH(c) && !strings.ContainsRune(atext, c) }) {
			return false
		}
	}
	return true
}

// isDomain takes host names in their ASCII form, in any case.
func isDomain(s string) bool {
	if s == "" || len(s) > maxDomain {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.ContainsFunc(label, func(c rune) bool { return !isLDH(c) }) {
			return false
		}
	}
	return true
}

// isLDH says whether c may stand in a host name: a letter, a digit, a hyphen.
func isLDH(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-'
}

// domains reads a list of domains, lower-cased.
func (t table) domains(key string) []string {
	var list []string
	for _, n := range t.texts(key) {
		d := strings.ToLower(n.Text)
		switch {
		case !isDomain(d):
			hint := `write it as "voorbeeld.example"`
			if _, after, ok := strings.Cut(d, "@"); ok && isDomain(after) {
				hint = fmt.Sprintf("write %q; single addresses stand in addresses", after)
			}
			t.mistake(n.At, hint, "%q is no domain", shown(n.Text))
		case slices.Contains(publicDomains, d):
			t.mistake(n.At, "name the single persons in addresses", "everybody can have an address at %s", d)
		default:
			list = append(list, d)
		}
	}
	return list
}

// publicDomains are mail providers of the public. As a staff domain one of them would make staff of the whole world.
var publicDomains = []string{
	"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.nl", "live.nl", "live.com", "msn.com",
	"icloud.com", "me.com", "yahoo.com", "proton.me", "protonmail.com", "ziggo.nl", "kpnmail.nl", "planet.nl",
	"hetnet.nl", "home.nl", "xs4all.nl", "upcmail.nl", "casema.nl", "quicknet.nl", "telfort.nl", "tele2.nl",
}

// host reads the name or number of a server.
func (t table) host(key, example string) string {
	s := t.required(key, example)
	bare := strings.Trim(s, "[]")
	if _, err := netip.ParseAddr(bare); err == nil {
		return bare
	}
	if s == "" || isDomain(s) {
		return strings.ToLower(s)
	}
	hint := "write only the name, " + fmt.Sprintf("%q", example)
	if name, port, ok := strings.Cut(s, ":"); ok && isDomain(name) && strings.Trim(port, "0123456789") == "" && port != "" {
		hint = fmt.Sprintf("write %s = %q, and port = %s on a line of its own", key, name, shown(port))
	}
	t.mistake(t.place(key), hint, "%q is no host name", shown(s))
	return ""
}

// web reads the address of a page.
func (t table) web(key string) string {
	s := t.text(key, "")
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.ContainsAny(s, " <>\"") {
		t.mistake(t.place(key), `write it as "https://voorbeeld.example/klachten"`, "%q is no web address", shown(s))
		return ""
	}
	return s
}
