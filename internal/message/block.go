package message

import "strings"

// headerBlock is a header copied into the text, as forwards and the replies of
// Outlook have it.
//
//	Van: Els Mulder <els@b.example>
//	Verzonden: donderdag 11 juni 2026 10:12
//	Aan: Piet Smit
//	Onderwerp: klacht
type headerBlock struct {
	from, to, cc, date, subject string
	has                         map[fieldKind]bool
	empty                       int // labels with nothing behind them
	other                       int // labels of no use
	depth                       int // quote marks before it
	end                         int // index of the line behind it
}

// minLabels is how many labels make a block that no marker announces; one of
// them names the sender.
const minLabels = 3

// maxBlank is how many blank lines a program puts between two labels.
const maxBlank = 2

// maxBlock is how many lines a block may have: a block may begin at each of
// them, so that reading more would be quadratic in lines of a hostile mail. A
// list of more recipients than are read fits in it, a line each. Labels of no
// use may be many, but not that many.
const (
	maxBlock = 300
	maxOther = 16
)

// blockAt reads the block that begins at line i. announced is true behind a
// marker, where two labels suffice.
func blockAt(all []line, i int, announced bool) (b headerBlock, ok bool) {
	if i >= len(all) {
		return b, false
	}
	kind, _ := labelled(all[i].text)
	if kind == noLabel {
		return b, false
	}
	b = headerBlock{has: map[fieldKind]bool{}, depth: all[i].depth}
	last := noLabel
	for b.end = i; b.end < min(len(all), i+maxBlock); b.end++ {
		l := all[b.end]
		if l.blank() {
			next := skipBlank(all, b.end)
			if next == len(all) || next-b.end > maxBlank || !b.goesOn(all[next].text) {
				break
			}
			last = noLabel
			continue
		}
		kind, value := labelled(l.text)
		if kind == noLabel || kind != labelOther && b.has[kind] {
			if last != noLabel && kind == noLabel && looksLabel(l.text) && b.end+1 < len(all) && b.goesOn(all[b.end+1].text) {
				continue // a label that some program added
			}
			if last == noLabel || kind != noLabel || !b.wraps(last, l, all, b.end) {
				break
			}
			b.put(last, " "+l.text)
			continue
		}
		if kind == labelOther {
			if b.other++; b.other > maxOther {
				break
			}
		}
		b.has[kind] = true
		if value == "" {
			b.empty++
		}
		b.put(kind, value)
		last = kind
	}
	b.end = skipBlank(all, b.end)
	return b, b.has[labelFrom] && (len(b.has) >= minLabels || announced && len(b.has) >= 2)
}

// looksLabel says whether text is one word, a colon and something behind it.
func looksLabel(text string) bool {
	name, value, ok := strings.Cut(text, ":")
	return ok && len(name) > 1 && len(name) < maxLabel && strings.TrimSpace(value) != "" && !strings.ContainsAny(name, " <>@\",;")
}

// isShort says whether b has but two labels, and its sender an address: under
// the subject of a forward that is a block, unless further labels follow.
func (b *headerBlock) isShort(all []line) bool {
	if b.end < len(all) {
		if kind, _ := labelled(all[b.end].text); kind != noLabel && kind != labelOther {
			return false
		}
	}
	return len(b.has) >= 2 && b.has[labelFrom] && (b.has[labelSubject] || b.has[labelDate]) && strings.Contains(b.from, "@")
}

// goesOn says whether text is a further label of b.
func (b *headerBlock) goesOn(text string) bool {
	kind, _ := labelled(text)
	return kind != noLabel && !b.has[kind]
}

// wraps says whether l goes on with the value of the label above it: a list of
// addresses or a long subject that the program broke. The text may begin
// without a blank line, so a line that reads like text does not.
func (b *headerBlock) wraps(last fieldKind, l line, all []line, i int) bool {
	above := all[i-1].text
	if strings.HasSuffix(above, ":") && b.empty == len(b.has) {
		return true // each value stands below its label
	}
	goesOn := i+1 < len(all) && b.goesOn(all[i+1].text)
	switch last {
	case labelTo, labelCc, labelFrom:
		return goesOn && last != labelFrom || strings.Contains(l.text, "@") || strings.HasSuffix(above, ",") || strings.HasSuffix(above, ";")
	case labelSubject, labelDate:
		return goesOn
	}
	return false
}

func (b *headerBlock) put(kind fieldKind, value string) {
	switch kind {
	case labelFrom:
		b.from += value
	case labelTo:
		b.to += value
	case labelCc:
		b.cc += value
	case labelDate:
		b.date += value
	case labelSubject:
		b.subject += value
	}
}
