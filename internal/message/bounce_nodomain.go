package message

import "strings"

// Old mail systems name whom they did not reach without a domain, and beside
// that the address of a help desk. No recipient is better than that one: the
// letter is then matched by its id.
//
//	<jan>: user unknown
//
//	Questions? Mail helpdesk@b.example.

// namesMailbox says whether a line names a recipient without a domain.
func namesMailbox(line string) bool {
	low := lowerASCII(strings.TrimSpace(line))
	for _, intro := range []string{"rcpt to:", "recipient:", "recipient address:", "failed recipient:", "user:", "ontvanger:"} {
		if rest, ok := strings.CutPrefix(low, intro); ok {
			return isMailbox(strings.Trim(rest, " <>"))
		}
	}
	if rest, ok := strings.CutPrefix(low, "<"); ok {
		name, _, closed := strings.Cut(rest, ">")
		return closed && isMailbox(name)
	}
	return containsAny(low, []string{"not listed in public name", "not listed in domino directory"})
}

func isMailbox(s string) bool {
	return s != "" && len(s) <= 64 && !strings.ContainsAny(s, "@ <>/")
}

// helpWords stand in sentences that tell whom to ask.
var helpWords = []string{
	"please contact", "contact the", "contact your", "contact our", "contact us", "questions", "assistance", "for help", "for more information", "support at", "further information",
	"contact op", "neem contact", "voor vragen", "voor hulp", "meer informatie", "bei fragen", "wenden sie sich", "pour toute question",
}

// originalLabels begin lines of the original's header.
var originalLabels = []string{"from:", "sender:", "envelope sender:", "envelope-sender:", "sender address:", "mail from:", "envelope from:", "envelope-from:", "afzender:", "absender:", "reply-to:", "return-path:", "message-id:", "in-reply-to:", "references:", "received:", "date:", "subject:", "van:", "von:"}

// onlyNamed says whether the address a of a line is one to ask, the sender of
// the original, an id or part of a link. above is the line above.
func onlyNamed(above, line, a string) bool {
	if strings.ContainsAny(a, "/?=&") && strings.Contains(line, "://") {
		return true
	}
	low := lowerASCII(strings.TrimLeft(line, " \t>*"))
	for _, label := range originalLabels {
		if strings.HasPrefix(low, label) {
			return true
		}
	}
	at := strings.Index(line, a)
	sentence := lowerASCII(line)
	if end := strings.Index(sentence[at+len(a):], ". "); end >= 0 {
		sentence = sentence[:at+len(a)+end]
	}
	if start := strings.LastIndex(sentence[:at], ". "); start >= 0 {
		sentence = sentence[start:]
	} else if above = strings.TrimSpace(above); above != "" && !strings.ContainsAny(above[len(above)-1:], ".:;?!>") {
		above = lowerASCII(above)
		sentence = above[strings.LastIndex(above, ". ")+1:] + " " + sentence
	}
	return containsAny(sentence, helpWords) || strings.Contains(sentence, "contact "+lowerASCII(a))
}
