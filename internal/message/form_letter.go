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

// isHead says whether the block at line i is the head of a letter.
func (b *headerBlock) isHead(all []line, i int) bool {
	return len(trimBlank(all[:i])) == 0 && b.isNameless(all, i)
}

// isTold says whether the block at line i is what a person tells, wherever it
// stands: a program writes a time, or who was meant by his address.
//
//	Het gaat om deze rit:
//	Datum: 3 mei 2026
//	Van: Ede
//	Naar: Arnhem
func (b *headerBlock) isTold(all []line, i int) bool {
	return b.isNameless(all, i) && !hasClock(b.date)
}

// isNameless says whether the block holds no address and none of the labels
// that only programs write.
func (b *headerBlock) isNameless(all []line, i int) bool {
	if b.depth > 0 || strings.Contains(b.from+b.to+b.cc, "@") {
		return false
	}
	for _, l := range all[i:b.end] {
		if hasAnyPrefix(strings.ToLower(strings.TrimLeft(l.text, "*")), sentLabels) {
			return false
		}
	}
	return true
}

// sentLabels say that a program wrote the block.
var sentLabels = []string{"verzonden", "sent", "gesendet", "envoyé", "enviad", "inviato", "skickat", "sendt", "wysłano", "odeslán", "gönder", "lähetetty"}
