package message

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Address is one mailbox. The domain is lower-cased; Name is decoded, ""
// when there is none or when it only repeats the address.
type Address struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// addresses reads an address list as it was written. It never refuses a list
// for one bad entry: entries without a usable address are left out, bad says
// that there were some.
//
// net/mail, and go-message with it, refuse the whole list for each of these:
//
//	De Vries, Jan <jan@b.example>      comma without quotes
//	a@b.example; c@d.example           semicolons of Outlook
//	Jan [afd. zorg] <jan@b.example>    brackets
//	'jan@b.example' <jan@b.example>    quotes around a name
//	jan.@b.example, <jan@b.example.>   dots where none may stand
//	Jan <jan@b.example                 not closed
func addresses(raw string) (list []Address, bad bool) {
	if strings.TrimSpace(raw) == "" {
		return nil, false
	}
	s := addressScanner{s: rawText(raw)}
	s.run()
	if len(s.list) == 0 && s.bad && strings.Contains(raw, "=?") {
		// The whole entry may be one encoded word.
		s = addressScanner{s: headerText(raw), decoded: true}
		s.run()
	}
	return s.list, s.bad || s.over
}

// cleanAddress gives s as local@domain, or "" when it is none that a letter
// could be sent to: nothing that would need quoting, no blank, no control
// character, no second address inside (GHSA-wpwj-69cm-q9c5 in go-mail).
func cleanAddress(s string) string {
	s = strings.TrimSpace(s)
	for _, scheme := range []string{"mailto:", "smtp:"} {
		if len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			s = s[len(scheme):]
		}
	}
	if strings.HasPrefix(s, "@") {
		_, s, _ = strings.Cut(s, ":") // a source route, RFC 5322 4.4
	}
	s = strings.TrimRight(strings.Trim(s, " \t'`<>()[]{}"), ".,;:>")
	at := strings.LastIndexByte(s, '@')
	if at <= 0 || at == len(s)-1 || len(s) > maxAddress {
		return ""
	}
	local, domain := s[:at], s[at+1:]
	if len(local) > 2 && local[0] == '"' && local[len(local)-1] == '"' {
		local = local[1 : len(local)-1]
	}
	if strings.HasPrefix(domain, "[") || strings.Count(s, "[") > strings.Count(s, "]") {
		domain += "]" // the bracket of a domain literal was trimmed above
	}
	if strings.ContainsAny(strings.TrimSuffix(strings.TrimPrefix(domain, "["), "]"), "[]") || (domain[0] == '[') != strings.HasSuffix(domain, "]") || domain == "[]" {
		return "" // brackets are for the literal of a whole domain
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(local, notInLocal) || strings.ContainsFunc(domain, notInDomain) {
		return ""
	}
	return local + "@" + strings.ToLower(domain)
}

func notInLocal(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("\"(),:;<>@[\\]", r) || hidden(r)
}

func notInDomain(r rune) bool {
	if r >= utf8.RuneSelf {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-._[]:", r)
}

// hidden says whether r shows nothing or turns the order of what stands
// around it: zero-width and bidirectional controls.
func hidden(r rune) bool {
	return unicode.Is(unicode.Cf, r)
}
