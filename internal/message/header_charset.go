package message

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Programs that put raw 8-bit into a header write it in the charset of the
// body, which the body declares.
//
//	Subject: <bytes of windows-1251>
//	Content-Type: text/plain; charset=windows-1251

// hinted gives h with the raw fields of people and the subject in UTF-8.
func hinted(h header, p *part) header {
	var l string
	out := h
	for i, f := range h {
		if utf8.ValidString(f.Value) || !slices.Contains([]string{"from", "to", "cc", "reply-to", "sender", "subject"}, strings.ToLower(f.Name)) {
			continue
		}
		if l == "" {
			if l = label(bodyCharset(p)); l == "" || l == "utf-8" {
				return h
			}
			out = slices.Clone(h)
		}
		out[i].Value, _ = toText([]byte(f.Value), l)
	}
	return out
}

// hintedName gives the parameters that name a file in UTF-8, when they are raw
// 8-bit in the charset that the text above the file declares.
func (r *reader) hintedName(ps params) params {
	if r.charset == "" || r.charset == "utf-8" {
		return ps
	}
	for _, key := range []string{"filename", "name"} {
		if v := ps[key]; !utf8.ValidString(v) {
			ps[key], _ = toText([]byte(v), r.charset)
		}
	}
	return ps
}

// bodyCharset is what the first text of p declares.
func bodyCharset(p *part) string {
	if len(p.kids) == 0 {
		if p.is("text/") {
			return p.params["charset"]
		}
		return ""
	}
	for _, kid := range p.kids {
		if c := bodyCharset(kid); c != "" {
			return c
		}
	}
	return ""
}
