package message

import "strings"

// GroupWise writes one line above what it answers or forwards, between marks
// that look like those of a quote; the text below bears none.
//
//	>>> "Els Mulder" <els@b.example> 11-6-2026 10:12 >>>

// groupwise reads such a line; ok is false for any other.
func groupwise(l line) (inner string, ok bool) {
	inner, ok = strings.CutPrefix(l.raw, ">>> ")
	if !ok || !strings.HasSuffix(inner, ">>>") || len(inner) > maxAttribution {
		return "", false
	}
	inner = strings.TrimSpace(strings.TrimSuffix(inner, ">>>"))
	return inner, strings.ContainsAny(inner, "0123456789")
}

// groupwiseForward reads the forward that line i introduces; as in other
// programs only the subject tells it from an answer.
func groupwiseForward(all []line, i int, inner string, prefix subjectKind) (Original, bool) {
	if prefix != forwardPrefix {
		return Original{}, false
	}
	o := Original{How: Inline, Attachment: -1, From: attributedSender(inner), Text: unquoted(all[i+1:], 0), Note: noteAbove(all[:i])}
	if end := strings.LastIndexByte(inner, '>'); end > 0 {
		o.date(inner[end+1:])
	}
	return o, o.From != nil
}
