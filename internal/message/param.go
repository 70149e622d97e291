package message

import (
	"sort"
	"strconv"
	"strings"
)

// params are the parameters of a Content-Type or Content-Disposition field,
// names in lower case, values decoded.
type params map[string]string

// parseParams splits "text/plain; charset=utf-8". It is lenient: no semicolon
// before the first parameter, nothing but parameters, no closing quote, blanks in values that are not
// quoted, comments, RFC 2231 pieces in any order. The first of two equal
// parameters wins, and the RFC 2231 form of a name over the plain one.
func parseParams(value string) (main string, ps params) {
	main, rest, _ := strings.Cut(value, ";")
	main = strings.TrimSpace(main)
	if eq := strings.IndexByte(main, '='); eq > 0 && !strings.ContainsAny(main[:eq], " /\t(") {
		main, rest = "", value // nothing but parameters
	}
	if i := strings.IndexAny(main, " \t("); i >= 0 {
		if strings.Contains(main[i:], "=") {
			rest = main[i:] + ";" + rest
		}
		main = main[:i]
	}
	main = strings.ToLower(strings.Trim(main, "\"' "))
	if strings.TrimSpace(rest) == "" {
		return main, nil
	}
	ps = params{}
	var pieces []piece
	for rest != "" {
		var name, v string
		name, v, rest = nextParam(rest)
		if name == "" {
			continue
		}
		if base, star, ok := strings.Cut(name, "*"); ok {
			pieces = append(pieces, piece{base, star, v})
		} else if _, twice := ps[name]; !twice {
			ps[name] = v
		}
	}
	joinPieces(ps, pieces)
	return main, ps
}

// nextParam reads one name=value.
func nextParam(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, "; \t")
	eq := strings.IndexAny(s, "=;")
	if eq < 0 {
		return "", "", ""
	}
	if s[eq] == ';' {
		return "", "", s[eq+1:]
	}
	name = strings.ToLower(strings.TrimSpace(s[:eq]))
	s = strings.TrimLeft(s[eq+1:], " \t")
	if strings.HasPrefix(s, `"`) {
		value, rest = quoted(s[1:])
		return name, value, rest
	}
	value, rest, _ = strings.Cut(s, ";")
	if i := strings.Index(value, " ("); i >= 0 {
		value = value[:i]
	}
	return name, strings.Trim(value, " \t'"), rest
}

// quoted reads up to the closing quote. A backslash escapes only a quote and
// itself, as in file names of Windows it stands for itself.
func quoted(s string) (value, rest string) {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			out.WriteByte(s[i])
		case s[i] == '"':
			_, rest, _ = strings.Cut(s[i+1:], ";")
			return out.String(), rest
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String(), ""
}

// piece is a parameter of RFC 2231: filename*0*=utf-8”een%20, filename*1=brief.
type piece struct{ base, star, value string }

func joinPieces(ps params, pieces []piece) {
	number := func(p piece) int {
		n, _ := strconv.Atoi(strings.TrimSuffix(p.star, "*"))
		return n
	}
	sort.SliceStable(pieces, func(i, j int) bool { return number(pieces[i]) < number(pieces[j]) })
	joined := map[string][]byte{}
	charsets := map[string]string{}
	for _, p := range pieces {
		v := []byte(p.value)
		if strings.HasSuffix(p.star, "*") || p.star == "" {
			if _, seen := joined[p.base]; !seen {
				if c, after, ok := strings.Cut(p.value, "'"); ok {
					_, text, _ := strings.Cut(after, "'")
					charsets[p.base], v = c, []byte(text)
				}
			}
			v = unpercent(v)
		}
		joined[p.base] = append(joined[p.base], v...)
	}
	for base, b := range joined {
		ps[base], _ = toText(b, charsets[base])
	}
}

func unpercent(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '%' && i+2 < len(b) && hex(b[i+1]) >= 0 && hex(b[i+2]) >= 0 {
			out = append(out, byte(hex(b[i+1])<<4|hex(b[i+2])))
			i += 2
			continue
		}
		out = append(out, b[i])
	}
	return out
}

// filename is the name that a part gives to itself, decoded; data for people,
// not a path to write to.
func filename(disposition, content params) string {
	for _, v := range []string{disposition["filename"], content["name"], disposition["name"], content["filename"]} {
		if v == "" {
			continue
		}
		v = headerText(v)
		if i := strings.LastIndexByte(v, '.'); i > 0 && len(v)-i <= 10 && len([]rune(v)) > maxFilename {
			return clip(v[:i], maxFilename-10) + v[i:]
		}
		return clip(v, maxFilename)
	}
	return ""
}
