package message

import (
	"slices"
	"strings"
)

// ids finds the message ids of a field by their looks, at most maxIDs. When
// there are more, those behind the first go: the first is the root of the
// thread, the last are the nearest ancestors.
// Ids that a program folded in the middle are joined; without angle brackets
// anything with an @ is taken.
//
//	References: <a@b.example>,<c.
//	 d@b.example> e@f.example
func ids(values ...string) []string {
	var all []string
	for _, v := range values {
		found := bracketedIDs(v)
		if len(found) == 0 {
			found = bareIDs(v)
		}
		for _, id := range found {
			if !slices.Contains(all, id) {
				all = append(all, id)
			}
			if len(all) > maxIDs {
				all = slices.Delete(all, 1, 2)
			}
		}
	}
	return all
}

func bracketedIDs(v string) []string {
	var all []string
	for {
		open := strings.IndexByte(v, '<')
		if open < 0 {
			return all
		}
		v = v[open+1:]
		end := strings.IndexAny(v, "<>")
		if end < 0 {
			return all
		}
		if v[end] == '>' {
			if id := cleanID(v[:end]); id != "" {
				all = append(all, id)
			}
			end++
		}
		v = v[end:]
		if len(all) > maxIDs {
			all = slices.Delete(all, 1, 2)
		}
	}
}

func bareIDs(v string) []string {
	var all []string
	for _, w := range strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' || r == '"' }) {
		if strings.Contains(w, "@") && len(all) < maxIDs {
			if id := cleanID(w); id != "" {
				all = append(all, id)
			}
		}
	}
	return all
}

// cleanID gives an id with its brackets, "" when nothing usable is in s.
func cleanID(s string) string {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7F || r == '<' || r == '>' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if s == "" || len(s) > maxID {
		return ""
	}
	return "<" + s + ">"
}
