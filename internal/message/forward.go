package message

import "strings"

// forwardIn finds the forwarded message in text. The first thing that speaks
// of another mail decides: behind a quote of an earlier mail a forward mark is
// history, and a header block without a mark is a forward only when the
// subject says so, because Outlook writes the same block above its replies.
// answers says that the message names the one it answers.
func forwardIn(text, subject string, answers bool) (o Original, ok bool) {
	prefix := subjectPrefix(subject)
	all := lines(text)
	if prefix == replyPrefix && isForwardVS(subject, all) {
		prefix = forwardPrefix
	}
	for i := 0; i < len(all); i++ {
		l := all[i]
		if l.blank() {
			continue
		}
		if inner, is := groupwise(l); is {
			return groupwiseForward(all, i, inner, prefix)
		}
		switch markOf(l.text) {
		case forwardMark:
			if l.depth > 0 && prefix == replyPrefix {
				return o, false
			}
			return markedForward(all, i)
		case originalMark:
			if prefix == replyPrefix || prefix == noPrefix && answers {
				return o, false
			}
			return markedForward(all, i)
		}
		b, is := blockAt(all, i, false)
		if is || prefix == forwardPrefix && b.isShort(all) {
			if l.depth > 0 && prefix != forwardPrefix || prefix == replyPrefix || prefix == noPrefix && answers {
				return o, false
			}
			if prefix == noPrefix && (b.isHead(all, i) || b.isTold(all, i)) {
				return o, false
			}
			return blockForward(all, i, b), true
		}
		if o, is := crammedForward(all, i); is {
			return o, prefix != replyPrefix
		}
		if a, is := attributionAt(all, i); is {
			if next := skipBlank(all, a.end); next < len(all) && all[next].depth == 0 && a.prose(false) {
				continue // the forwarder tells of it
			}
			return attributedForward(all, i, a, prefix)
		}
	}
	return o, false
}

// markedForward reads the forward that the mark in line i announces.
func markedForward(all []line, i int) (Original, bool) {
	if o, ok := crammedForward(all, i); ok {
		return o, true
	}
	start := skipBlank(all, i+1)
	b, ok := blockAt(all, start, true)
	if !ok {
		if start >= len(all) {
			return Original{}, false
		}
		if a, is := attributionAt(all, start); is {
			return attributedForward(all, i, a, forwardPrefix)
		}
		if text := all[start].text; strings.HasSuffix(text, ">:") && strings.ContainsAny(text, "0123456789") {
			return attributedForward(all, i, attribution{end: start + 1, text: text}, forwardPrefix) // of Yandex
		}
		return Original{}, false
	}
	return blockForward(all, i, b), true
}

// blockForward makes an original of the block; note is what stands above line i.
func blockForward(all []line, i int, b headerBlock) Original {
	below := untilEndMark(behindSecondMark(all[b.end:], all[i].text))
	o := Original{How: Inline, Attachment: -1, Subject: oneLine(b.subject), From: blockSender(b.from),
		Text: unquoted(below, quotedDepth(below, b.depth)), Note: noteAbove(all[:i])}
	o.To, _ = addresses(b.to)
	o.Cc, _ = addresses(b.cc)
	if b.date == "" && startsOrange(all[i].text) {
		b.date = all[i].text
	}
	o.date(b.date)
	return o
}

// behindSecondMark passes over the mark that Zoho repeats below the labels.
func behindSecondMark(all []line, mark string) []line {
	if len(all) == 0 || !isDashed(mark) || all[0].text != mark {
		return all
	}
	if _, nested := blockAt(all, skipBlank(all, 1), true); nested {
		return all
	}
	return all[1:]
}

// untilEndMark takes off the line with which some programs (Mutt, Horde) end
// a forward, when nothing follows it.
//
//	----- End forwarded message -----
func untilEndMark(all []line) []line {
	end := len(all)
	for end > 0 && all[end-1].blank() {
		end--
	}
	if end == 0 {
		return all
	}
	text := all[end-1].text
	if low := strings.ToLower(strings.Trim(text, "-=* ")); strings.HasPrefix(text, "--") && (strings.HasPrefix(low, "end ") || strings.HasPrefix(low, "einde ") || strings.HasPrefix(low, "ende ") || strings.HasPrefix(low, "fin ") || strings.HasPrefix(low, "конец ")) {
		return all[:end-1]
	}
	return all
}

// quotedDepth is how many marks stand before the original: those of its block,
// and one more where the program (ProtonMail) quotes all that is below it.
func quotedDepth(all []line, depth int) int {
	some := false
	for _, l := range all {
		if l.depth <= depth && !l.blank() {
			return depth
		}
		some = some || !l.blank()
	}
	if some {
		depth++
	}
	return depth
}

// noteAbove is what the forwarder wrote himself; the ruled line that Outlook
// draws above the block is none of it.
func noteAbove(all []line) string {
	return ownWords(rawLines(trimSignature(all)), false)
}

// blockSender reads the sender of a block, which often shows only a name, and
// to which parentheses are letters like others.
//
//	Mulder, E. (Els) <els@b.example>     Els Mulder (els@b.example)
func blockSender(v string) *Address {
	if name, inner, ok := strings.Cut(v, "("); ok && !strings.Contains(v, "<") && strings.Contains(inner, "@") {
		v = name + "<" + strings.TrimRight(inner, ") ") + ">"
	}
	v = strings.ReplaceAll(v, " mailto:", " ")
	if open := strings.LastIndexByte(v, '<'); open > 0 && strings.Contains(v[:open], "(") {
		if addr := cleanAddress(v[open:]); addr != "" {
			return &Address{Name: clip(unquotedName(strings.Trim(oneLine(headerText(v[:open])), " *")), maxName), Address: addr}
		}
	}
	if list, _ := addresses(v); len(list) > 0 {
		last := &list[len(list)-1]
		last.Name = strings.Trim(last.Name, "*_ ") // bold in Gmail
		return last
	}
	name := unquotedName(strings.Trim(oneLine(headerText(v)), " <>*"))
	if name == "" {
		return nil
	}
	return &Address{Name: clip(name, maxName)}
}

// date sets the dates of an inline original. Only the day is kept in Date:
// the block names no zone that could be trusted.
func (o *Original) date(v string) {
	if t, ok := anyDate(v); ok {
		o.DateTime, o.Day = t.time, t.day()
		o.Date = o.Day
	}
}

// attributedForward reads the forwards of old Outlook for Mac, which writes
// the sentence of a reply above a forward too. Only the subject tells, and
// nothing may stand above it that looks like an answer to quoted text.
//
//	On 28/10/2021 12:46, "Jan" <jan@b.example> wrote:
func attributedForward(all []line, i int, a attribution, prefix subjectKind) (Original, bool) {
	if prefix != forwardPrefix || !strings.Contains(a.text, "@") {
		return Original{}, false
	}
	o := Original{How: Inline, Attachment: -1, Note: noteAbove(all[:i])}
	o.From = attributedSender(a.text)
	depth := 0
	if next := skipBlank(all, a.end); next < len(all) {
		depth = all[next].depth
	}
	o.Text = outdent(unquoted(untilEndMark(all[a.end:]), depth))
	o.date(beforeName(a.text))
	return o, o.From != nil
}

// attributedSender takes name and address out of the sentence.
func attributedSender(text string) *Address {
	open := strings.LastIndexByte(text, '<')
	if open < 0 {
		if _, addr := addressIn(text); addr != "" {
			return &Address{Address: addr}
		}
		return nil
	}
	end := strings.IndexByte(text[open:], '>')
	if end < 0 {
		return nil
	}
	addr := cleanAddress(text[open : open+end])
	if addr == "" {
		return nil
	}
	return &Address{Name: nameBefore(text[:open]), Address: addr}
}

// nameBefore gives the name at the end of s: what is quoted, or the words
// behind the last comma, verb or number.
func nameBefore(s string) string {
	s = strings.TrimRight(s, " ")
	if strings.HasSuffix(s, `"`) {
		if i := strings.LastIndexByte(s[:len(s)-1], '"'); i >= 0 {
			return strings.TrimSpace(s[i+1 : len(s)-1])
		}
	}
	if i := strings.LastIndexByte(s, ','); i >= 0 {
		s = s[i+1:]
	}
	words := strings.Fields(s)
	from := len(words)
	for from > 0 && !strings.ContainsAny(words[from-1], "0123456789:") && !startWords[strings.ToLower(words[from-1])] {
		from--
	}
	return strings.Join(words[from:], " ")
}

// startWords stand between a time and a name.
var startWords = map[string]bool{"schreef": true, "heeft": true, "schrieb": true, "hat": true, "am": true, "pm": true, "de": true, "skrev": true, "cet": true, "cest": true, "uhr": true}

// beforeName is the part of the sentence that holds the date.
func beforeName(s string) string {
	if i := strings.IndexAny(s, "\"<"); i > 0 {
		return s[:i]
	}
	return s
}

// outdent takes off the indent that all lines share.
func outdent(s string) string {
	all := strings.Split(s, "\n")
	for i, l := range all {
		all[i] = strings.TrimPrefix(strings.TrimPrefix(l, "    "), "\t")
	}
	return strings.Join(all, "\n")
}

// crammedForward reads the forwards of Yahoo, which put mark and labels on one
// line.
//
//	----- Message transmis ----- De : Jan <jan@b.example>À : Piet <piet@b.example>Objet : klacht
func crammedForward(all []line, i int) (o Original, ok bool) {
	text := all[i].text
	if !strings.HasPrefix(text, "--") {
		return o, false
	}
	end := strings.LastIndex(text, "--")
	rest := strings.TrimLeft(text[end+2:], "- ")
	if markOf(strings.TrimSpace(text[:end+2])) == noMark || rest == "" {
		return o, false
	}
	b := headerBlock{has: map[fieldKind]bool{}, depth: all[i].depth, end: skipBlank(all, i+1)}
	for _, piece := range cutLabels(rest) {
		kind, value := labelled(piece)
		if kind != noLabel && !b.has[kind] {
			b.has[kind] = true
			b.put(kind, value)
		}
	}
	if !b.has[labelFrom] {
		return o, false
	}
	return blockForward(all, i, b), true
}

// cutLabels splits a line before each label that it holds.
func cutLabels(s string) []string {
	var pieces []string
	start := 0
	for i := 1; i < len(s); i++ {
		if s[i] != ':' || i+1 < len(s) && s[i+1] != ' ' {
			continue
		}
		from := labelStart(s, start, i)
		if from > start {
			pieces = append(pieces, s[start:from])
			start = from
		}
	}
	return append(pieces, s[start:])
}

// labelStart gives where the label begins that ends at the colon, or -1. The
// longest word that is a label wins.
func labelStart(s string, start, colon int) int {
	best := -1
	for from := colon - 1; from >= start && colon-from < maxLabel; from-- {
		if s[from] >= 0x80 && s[from] < 0xC0 {
			continue // inside a character
		}
		if kind := labelKinds[strings.ToLower(strings.Trim(s[from:colon], " \u00a0"))]; kind != noLabel && s[from] != ' ' {
			best = from
		}
	}
	return best
}
