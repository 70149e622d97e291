package message

import "strings"

// subjectKind is what the outermost prefix of a subject says.
type subjectKind int

const (
	noPrefix subjectKind = iota
	replyPrefix
	forwardPrefix
)

var prefixes = map[string]subjectKind{
	"re": replyPrefix, "aw": replyPrefix, "antw": replyPrefix, "antwoord": replyPrefix, "betr": replyPrefix, "sv": replyPrefix, "vs": replyPrefix, "ref": replyPrefix, "res": replyPrefix, "r": replyPrefix, "odp": replyPrefix, "ynt": replyPrefix, "回复": replyPrefix, "答复": replyPrefix, "réf": replyPrefix, "rép": replyPrefix, "atb": replyPrefix,
	"fw": forwardPrefix, "fwd": forwardPrefix, "doorst": forwardPrefix, "doorgest": forwardPrefix, "doorgestuurd": forwardPrefix, "doorsturen": forwardPrefix, "dst": forwardPrefix, "wg": forwardPrefix, "wtr": forwardPrefix, "weitergeleitet": forwardPrefix,
	"tr": forwardPrefix, "rv": forwardPrefix, "reenv": forwardPrefix, "enc": forwardPrefix, "i": forwardPrefix, "inoltro": forwardPrefix, "vl": forwardPrefix, "vb": forwardPrefix, "vbs": forwardPrefix, "vid": forwardPrefix, "pd": forwardPrefix, "tov": forwardPrefix, "továbbítás": forwardPrefix, "továbbított": forwardPrefix,
	"ilt": forwardPrefix, "i̇lt": forwardPrefix, "transfert": forwardPrefix, "转发": forwardPrefix, "轉寄": forwardPrefix, "ha": replyPrefix, "пересл": forwardPrefix, "fs": forwardPrefix, "prosl": forwardPrefix,
}

// untagged gives a subject without the tag that a filter or a list put before it.
//
//	***SPAM*** Automatisch antwoord: klacht
//	[EXTERN] Gelezen: klacht
func untagged(subject string) string {
	s := strings.TrimSpace(subject)
	for open, shut := range map[string]string{"[": "]", "{": "}", "***": "***"} {
		if rest, ok := strings.CutPrefix(s, open); ok {
			tag, after, closed := strings.Cut(rest, shut)
			if after = strings.TrimLeft(after, " :"); closed && len(tag) <= maxPrefix && after != "" {
				return after
			}
		}
	}
	return s
}

const maxPrefix = 24 // bytes

// subjectPrefix reads "FW: klacht", "Doorst.: klacht" and "Re[2]: klacht"; a
// tag in brackets before the prefix is passed over.
func subjectPrefix(subject string) subjectKind {
	s := strings.TrimSpace(subject)
	if strings.HasPrefix(s, "[") {
		if i := strings.IndexByte(s, ']'); i > 0 {
			s = strings.TrimSpace(s[i+1:])
		}
	}
	head := s[:min(len(s), maxPrefix)]
	i := strings.IndexByte(head, ':')
	if wide := strings.Index(head, "："); i < 0 {
		i = wide
	}
	if i <= 0 {
		return noPrefix
	}
	name, _, _ := strings.Cut(head[:i], "[")
	name, _, _ = strings.Cut(name, "(")
	return prefixes[strings.ToLower(strings.Trim(name, " .\u00a0"))]
}
