package message

import "strings"

// People begin a letter as they learned it: with the lines of a header, which
// look like those that Outlook puts above what it forwards. They name no
// address, stand on top, and the subject tells of neither forward nor answer.
//
//	Van: Jan de Boer
//	Aan: Klachtencommissie
//	Datum: 3 mei 2026
//	Onderwerp: klacht

// formLetter splits such a letter behind its head.
func formLetter(text string, prefix subjectKind, answers bool) (head, rest string, ok bool) {
	if prefix != noPrefix || answers {
		return "", "", false
	}
	all := lines(text)
	i := skipBlank(all, 0)
	b, is := blockAt(all, i, false)
	if !is || !b.isHead(all, i) {
		return "", "", false
	}
	end := b.end
	for end > i && all[end-1].blank() {
		end--
	}
	return rawLines(all[i:end]) + strings.Repeat("\n", b.end-end+1), rawLines(all[b.end:]), true
}

// isHead says whether the block at line i is the head of a letter. That it was
// sent only a program says.
func (b *headerBlock) isHead(all []line, i int) bool {
	if b.depth > 0 || len(trimBlank(all[:i])) > 0 || strings.Contains(b.from+b.to+b.cc, "@") {
		return false
	}
	for _, l := range all[i:b.end] {
		if hasAnyPrefix(strings.ToLower(strings.TrimLeft(l.text, "*")), []string{"verzonden", "sent", "gesendet", "envoyé"}) {
			return false
		}
	}
	return true
}
