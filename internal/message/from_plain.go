package message

import (
	"strings"
	"unicode"
)

// Who may command is told by From, and so From has to say the same to whoever
// reads it: to the receiving server that judged a domain, to a mail program,
// and here. What mail programs write is read alike everywhere:
//
//	From: anna@voorbeeld.example
//	From: "Vries, Anna de" <anna@voorbeeld.example>
//	From: anna@voorbeeld.example (Anna de Vries)
//
// Routes, groups, encoded addresses, blanks before the colon, a second address
// in the name and whatever else addresses repairs is good for a complaint, and
// not for a command. The forms are those of the tests by Chen et al. (USENIX
// Security 2020) and of Mailsploit.

// writtenPlainly says whether h names its sender in one field From that holds
// a and nothing that could be taken for another address.
func writtenPlainly(h header, a *Address) bool {
	plain := false
	for _, f := range h {
		if !strings.EqualFold(f.Name, "From") {
			continue
		}
		if plain || f.Loose {
			return false
		}
		if plain = plainMailbox(f.Value, a.Address); !plain {
			return false
		}
	}
	return plain && !namesAnother(a.Name, a.Address)
}

// plainMailbox says whether value is addr, alone or between < and >, with a
// name beside it at most.
func plainMailbox(value, addr string) bool {
	if strings.ContainsFunc(value, unicode.IsControl) {
		return false
	}
	rest, comments, ok := withoutQuotes(value)
	if !ok || namesAnother(comments, addr) {
		return false
	}
	name, angle, has := strings.Cut(rest, "<")
	if !has {
		return strings.EqualFold(strings.TrimSpace(rest), addr)
	}
	inside, after, closed := strings.Cut(angle, ">")
	return closed && strings.EqualFold(inside, addr) && strings.TrimSpace(after) == "" &&
		!strings.ContainsAny(name, `>,;:\`) && !namesAnother(name, addr)
}

// withoutQuotes takes the quoted strings and the comments out of a value, and
// gives what the comments say. It is not ok when one is not closed, or stands
// in an address.
func withoutQuotes(value string) (rest, comments string, ok bool) {
	var out, inside strings.Builder
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c != '"' && c != '(' {
			out.WriteByte(c)
			continue
		}
		closing := byte('"')
		if c == '(' {
			closing = ')'
		}
		end := i + 1
		for ; end < len(value) && value[end] != closing; end++ {
			if value[end] == '\\' {
				end++
			} else if value[end] == '(' && c == '(' {
				return "", "", false // comments in each other
			}
		}
		if end >= len(value) || end+1 < len(value) && value[end+1] == '@' || strings.Contains(out.String(), "<") && !strings.Contains(out.String(), ">") {
			return "", "", false
		}
		inside.WriteString(value[i+1:end] + " ")
		i = end
	}
	return out.String(), inside.String(), true
}

// namesAnother says whether a text holds what may be an address, and is not addr.
func namesAnother(text, addr string) bool {
	for w := range strings.FieldsSeq(text) {
		at := strings.IndexByte(w, '@')
		if at > 0 && at < len(w)-1 && !strings.EqualFold(strings.Trim(w, `'"<>()`), addr) {
			return true
		}
	}
	return false
}
