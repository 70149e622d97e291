package message

import (
	"slices"
	"strings"
)

// answer sets m.Answer: what the sender wrote himself, above, between and
// below what he quotes, without signature. Text keeps everything.
func (m *Message) answer() {
	for _, o := range m.Originals {
		if o.How == Inline && o.depth == 0 {
			m.Answer = o.Note
			return
		}
	}
	text, prefix := withoutArmour(m.Text), subjectPrefix(m.Subject)
	reply := prefix == replyPrefix || len(m.InReplyTo) > 0
	if head, rest, ok := formLetter(text, prefix, len(m.InReplyTo) > 0); ok {
		m.Answer = head + ownWords(rest, reply)
		return
	}
	if m.Answer = ownWords(text, reply); m.Answer == "" && strings.Contains(text, signatureMark) {
		m.Answer = ownWords(strings.ReplaceAll(text, signatureMark, ""), reply) // written into the signature itself
	}
}

// withoutLines takes the lines out of text that a person who looked at the
// HTML would not have seen: nobody may be made to give a command. Text keeps
// them.
func withoutLines(text string, unseen []string) string {
	if len(unseen) == 0 {
		return text
	}
	return strings.Trim(strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool {
		return slices.Contains(unseen, strings.TrimSpace(l))
	}), "\n"), "\n")
}

// ownWords cuts the quotes out of text. What stands behind a header block or
// a marker is all quote; behind an attribution only what bears quote marks,
// unless the attribution is one that only programs write. reply says that the
// message answers another: then more is taken for a quote.
func ownWords(text string, reply bool) string {
	all := lines(text)
	var kept []string
	start := 0
	take := func(end int) {
		if own := trimSignature(all[start:end]); len(own) > 0 {
			kept = append(kept, rawLines(own))
		}
	}
	named := false // an attribution came: "Jan> text" is a quote
	for i := 0; i < len(all); {
		if !reply && citationAt(all, i) {
			i = quotedRun(all, i)
			continue
		}
		end, rest := quoteAt(all, i, named, reply)
		if end == i {
			i++
			continue
		}
		take(i)
		if rest {
			return strings.Join(kept, "\n\n")
		}
		named = named || all[i].depth == 0
		i, start = end, end
	}
	take(len(all))
	return strings.Join(kept, "\n\n")
}

// quoteAt gives where the quote ends that begins at line i; end is i when none
// does. rest says that everything below belongs to it.
func quoteAt(all []line, i int, named, reply bool) (end int, rest bool) {
	l := all[i]
	if l.blank() {
		return i, false
	}
	if _, ok := groupwise(l); ok {
		return len(all), true
	}
	if l.depth > 0 {
		return quotedRun(all, i), false
	}
	if isReplyLine(l.text) {
		return len(all), true
	}
	if l.cites {
		return citedAt(all, i)
	}
	if markOf(l.text) != noMark && (reply || isDashed(l.text) || quotesBelow(all, i+1)) {
		return markedQuote(all, i)
	}
	if _, ok := crammedForward(all, i); ok {
		return len(all), true
	}
	if isRule(l.text) {
		if _, ok := blockAt(all, skipBlank(all, i+1), false); ok {
			return len(all), true
		}
		return i, false
	}
	if b, ok := blockAt(all, i, false); ok && b.depth == 0 && (reply || !b.isTold(all, i)) {
		return len(all), true
	}
	if a, ok := attributionAt(all, i); ok {
		next := skipBlank(all, a.end)
		if next < len(all) && (all[next].depth > 0 || nameQuoted(all[next].text)) {
			return a.end, false
		}
		if a.strong && !a.prose(reply) {
			return len(all), true
		}
	}
	if named && nameQuoted(l.text) {
		return i + 1, false
	}
	return i, false
}

// quotesBelow says whether a header, the sentence of a program or quoted text
// comes next. Without it a line of prose is no mark:
//
//	Oorspronkelijk bericht:
//	zie de brief van 3 mei.
func quotesBelow(all []line, i int) bool {
	if i = skipBlank(all, i); i >= len(all) {
		return true
	}
	if _, ok := blockAt(all, i, true); ok || all[i].depth > 0 {
		return true
	}
	_, ok := attributionAt(all, i)
	return ok
}

// markedQuote gives where the quote ends that a mark announces: at the end of
// the text, but behind the sentence of old ProtonMail what bears quote marks.
func markedQuote(all []line, i int) (end int, rest bool) {
	if next := skipBlank(all, i+1); next < len(all) {
		if a, ok := attributionAt(all, next); ok {
			if next = skipBlank(all, a.end); next < len(all) && all[next].depth > 0 {
				return a.end, false
			}
		}
	}
	return len(all), true
}

// quotedRun gives the end of the run of quoted lines; single blank lines
// between them belong to it.
func quotedRun(all []line, i int) int {
	for i < len(all) && all[i].depth > 0 {
		i++
		if next := skipBlankOwn(all, i); next < len(all) && all[next].depth > 0 {
			i = next
		}
	}
	return i
}

// skipBlankOwn passes over blank lines without quote marks.
func skipBlankOwn(all []line, i int) int {
	for i < len(all) && all[i].blank() && all[i].depth == 0 {
		i++
	}
	return i
}

// nameQuoted says whether a line is quoted in the manner of some programs:
// "Jan> text".
func nameQuoted(text string) bool {
	i := strings.IndexByte(text, '>')
	return i > 0 && i <= 20 && !strings.ContainsAny(text[:i], " <@:/\"")
}
