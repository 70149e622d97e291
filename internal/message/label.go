package message

import "strings"

// A fieldKind is a header field as it is named inside the text of a mail.
type fieldKind int

const (
	noLabel fieldKind = iota
	labelFrom
	labelTo
	labelCc
	labelDate
	labelSubject
	labelOther // known, of no use: reply-to, importance, attachments
)

// labelKinds holds the kind of each label.
var labelKinds = func() map[string]fieldKind {
	m := map[string]fieldKind{}
	for _, table := range []map[fieldKind]string{moreLabelWords, labelWords} {
		for kind, words := range table {
			for w := range strings.SplitSeq(words, "|") {
				m[w] = kind
			}
		}
	}
	return m
}()

const maxLabel = 40 // bytes

// aroundLabel may stand around a label: emphasis, the line of a table, and the
// marks of scripts that run from right to left.
const aroundLabel = " \t\u00a0*_|\u200e\u200f\u202a\u202b\u202c"

// labelled reads "Van: Jan", "*From:* Jan", "De : Jan" and "Onderwerp:	klacht".
func labelled(text string) (kind fieldKind, value string) {
	i := strings.IndexByte(text[:min(len(text), maxLabel)], ':')
	width := 1
	if wide := strings.Index(text[:min(len(text), maxLabel)], "："); i < 0 && wide > 0 {
		i, width = wide, len("：")
	}
	if i <= 0 {
		return noLabel, ""
	}
	name := strings.Trim(text[:i], aroundLabel)
	kind = labelKinds[strings.ToLower(name)]
	if kind == noLabel {
		return noLabel, ""
	}
	value = strings.Trim(text[i+width:], " \t\u00a0\u200e\u200f")
	if strings.HasPrefix(text, "*") || strings.HasPrefix(text, "_") || strings.HasPrefix(text, "|") {
		value = strings.Trim(value, "*_| \u00a0")
	}
	return kind, strings.ReplaceAll(value, "\u00a0", " ")
}
