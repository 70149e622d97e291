package message

import (
	"slices"
	"strings"
)

// classify says who wrote m and why it thinks so. The order matters: a report
// says by its type what it is; only then do the marks of automatic mail count.
func classify(m *Message, p *part) {
	m.Kind = KindHuman
	report := strings.ToLower(p.params["report-type"])
	leaves := mediaOf(p, []string{p.media})
	switch {
	case rejectedByScript(m, leaves):
		m.Kind, m.Because = KindBounce, []string{"rejected by the recipient's server"}
	case report == "disposition-notification" || slices.Contains(leaves, "message/disposition-notification") || slices.Contains(leaves, "message/global-disposition-notification"):
		m.Kind, m.Because = KindReceipt, []string{"disposition notification"}
	case receiptWords(m):
		m.Kind, m.Because = KindReceipt, []string{"words of a read receipt"}
	case header(m.Fields).has("X-HmXmrOriginalRecipient"): // Hotmail's reports of spam have no type
		m.Kind, m.Because = KindFeedback, []string{"feedback report"}
	case report == "feedback-report" || slices.Contains(leaves, "message/feedback-report") || domainReport(m, leaves):
		m.Kind, m.Because = KindFeedback, []string{"feedback report"}
	case noticeIn(m).Type == "Complaint":
		m.Kind, m.Because = KindFeedback, []string{"feedback report"}
	case noticeIn(m).Type == "Bounce":
		m.Kind, m.Because = KindBounce, []string{"delivery status report"}
	default:
		if why := bounceSigns(m, p, leaves); len(why) > 0 {
			m.Kind, m.Because = KindBounce, why
		} else if why := automaticSigns(m); len(why) > 0 {
			m.Kind, m.Because = KindAuto, why
		} else if why := listSigns(m); len(why) > 0 {
			m.Kind, m.Because = KindList, why
		}
	}
}

// rejectedByScript knows the refusal of Sieve (RFC 5429), which Dovecot sends
// in the shape of a read receipt.
func rejectedByScript(m *Message, leaves []string) bool {
	return slices.Contains(leaves, "message/disposition-notification") && strings.HasPrefix(lowerASCII(m.Subject), "automatically rejected")
}

// mediaOf adds to all the types of the parts that are not inside enclosed messages.
func mediaOf(p *part, all []string) []string {
	for _, kid := range p.kids {
		all = mediaOf(kid, append(all, kid.media))
	}
	return all
}

// automaticSigns are what makes a message that of a program.
func automaticSigns(m *Message) (why []string) {
	h := header(m.Fields)
	if autoSubmitted(h) {
		why = append(why, ReasonAutoSubmitted)
	}
	if suppressed(h) {
		why = append(why, ReasonSuppress)
	}
	if autoreplyField(h) {
		why = append(why, ReasonAutoreply)
	}
	if p := precedence(h); p != "" && p != "list" {
		why = append(why, ReasonPrecedence)
	}
	if m.NullSender {
		why = append(why, ReasonNullSender)
	}
	if robotSender(m) {
		why = append(why, ReasonSender)
	}
	if (automaticSubject(m.Subject) || answersAbsent(m) || notesAbsence(m)) && !beginsWithCommand(m) {
		why = append(why, ReasonSubject)
	}
	if automaticText(m.Text) {
		why = append(why, ReasonText)
	}
	return why
}

// beginsWithCommand says whether a person seems to give a command: a colleague who writes #afwezig may well call it that.
func beginsWithCommand(m *Message) bool {
	return strings.HasPrefix(strings.TrimSpace(clip(m.Text, 200)), "#")
}

func listSigns(m *Message) (why []string) {
	h := header(m.Fields)
	if listField(h) {
		why = append(why, ReasonList)
	}
	if precedence(h) == "list" {
		why = append(why, ReasonPrecedence)
	}
	return why
}
