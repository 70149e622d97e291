package message

import (
	"slices"
	"strings"
)

// A Bounce is a report about mail that we sent (RFC 3464, or an older textual
// form).
type Bounce struct {
	Recipients        []string `json:"recipients"` // whom it did not reach
	Status            string   `json:"status"`     // as 5.1.1 (RFC 3463), "" when unknown
	Class             string   `json:"class"`      // failed, delayed, delivered, unknown
	Permanent         bool     `json:"permanent"`  // status or reply of class 5
	OriginalMessageID string   `json:"original_message_id"`
}

// The classes of a bounce.
const (
	ClassFailed    = "failed"
	ClassDelayed   = "delayed"
	ClassDelivered = "delivered"
	ClassUnknown   = "unknown"
)

// bounceOf reads the report: its machine-readable part, and what that leaves
// open from the text.
func bounceOf(m *Message, p *part) *Bounce {
	b := &Bounce{Class: ClassUnknown, Recipients: []string{}}
	if n := noticeIn(m); n.Type == "Bounce" {
		b.readNotice(n)
		return b
	}
	for _, leaf := range find(p, "message/delivery-status", "message/global-delivery-status", "text/delivery-status", "message/disposition-notification") {
		b.readStatus(string(decodeTransfer(leaf.body(), leaf.encoding)))
	}
	report, copied := splitReport(m.Text)
	if len(b.Recipients) == 0 {
		b.Recipients = textRecipients(m, report)
	}
	b.readText(m, report)
	if id := originalID(m, p, copied); id != "" {
		b.OriginalMessageID = id
	}
	return b
}

// find lists the leaves of one of the types, not those in enclosed messages.
func find(p *part, media ...string) []*part {
	var all []*part
	if slices.Contains(media, p.media) {
		all = append(all, p)
	}
	for _, kid := range p.kids {
		all = append(all, find(kid, media...)...)
	}
	return all
}

// recipientStatus is one group of fields of a delivery status.
type recipientStatus struct {
	recipients []string
	action     string
	status     string
	permanent  bool
}

// actions maps Action (RFC 3464 2.3.3) to a class.
var actions = map[string]string{"failed": ClassFailed, "failure": ClassFailed, "delayed": ClassDelayed, "deferred": ClassDelayed,
	"delivered": ClassDelivered, "relayed": ClassDelivered, "expanded": ClassDelivered}

// weight orders classes: one failure among deliveries makes a failure.
var weight = map[string]int{ClassUnknown: 0, ClassDelivered: 1, ClassDelayed: 2, ClassFailed: 3}

// readStatus takes the recipients with the gravest action.
func (b *Bounce) readStatus(text string) {
	for group := range strings.SplitSeq(statusGroups(text), "\n\n") {
		r := &reader{}
		h, _ := r.header([]byte(group), 0, len(group), true)
		if id := ids(append(h.values("X-Original-Message-ID"), h.values("Original-Message-ID")...)...); len(id) > 0 && b.OriginalMessageID == "" {
			b.OriginalMessageID = id[0]
		}
		s := statusOf(h)
		if len(s.recipients) == 0 && s.status == "" {
			continue
		}
		switch class := s.action; {
		case weight[class] < weight[b.Class]:
			continue
		case weight[class] > weight[b.Class]:
			b.Class, b.Recipients, b.Status, b.Permanent = class, []string{}, "", false
		}
		for _, a := range s.recipients {
			if len(b.Recipients) < maxRecipients && !slices.Contains(b.Recipients, a) {
				b.Recipients = append(b.Recipients, a)
			}
		}
		if b.Status == "" {
			b.Status = s.status
		}
		b.Permanent = b.Permanent || s.permanent
	}
}

// statusOf reads one group. A status that says nothing (5.0.0) gives way to
// the one in the diagnostic.
func statusOf(h header) recipientStatus {
	var s recipientStatus
	for _, name := range []string{"Final-Recipient", "Original-Recipient", "X-Actual-Recipient"} {
		v := h.value(name)
		if _, after, ok := strings.Cut(v, ";"); ok {
			v = after
		}
		if a := cleanAddress(v); a != "" && !slices.Contains(s.recipients, a) {
			s.recipients = append(s.recipients, a)
		}
	}
	if len(s.recipients) > 1 && h.value("X-Actual-Recipient") != "" {
		s.recipients = s.recipients[:1]
	}
	s.action = actions[word(h.value("Action"))]
	if s.action == "" {
		s.action = ClassUnknown
		if len(s.recipients) > 0 {
			s.action = ClassFailed
		}
	}
	diagnostic := h.value("Diagnostic-Code")
	s.status = enhanced(h.value("Status"))
	if d := enhanced(diagnostic); d != "" && (s.status == "" || strings.HasSuffix(s.status, ".0.0")) {
		s.status = d
	}
	s.permanent = strings.HasPrefix(s.status, "5") || replyClass(diagnostic) == '5'
	return s
}

// enhanced finds the first status code of RFC 3463 in s.
func enhanced(s string) string {
	for i := 0; i+4 < len(s); i++ {
		if (s[i] != '2' && s[i] != '4' && s[i] != '5') || s[i+1] != '.' || i > 0 && (isDigit(s[i-1]) || s[i-1] == '.') {
			continue
		}
		j := digits(s, i+2)
		if j == i+2 || j > i+5 || j >= len(s) || s[j] != '.' {
			continue
		}
		k := digits(s, j+1)
		if k == j+1 || k > j+4 || k+1 < len(s) && s[k] == '.' && isDigit(s[k+1]) {
			continue
		}
		return s[i:k]
	}
	return ""
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func digits(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// replyClass gives the first digit of the SMTP reply in s, 0 for none. A
// number counts when it stands alone and is a code that RFC 5321 knows.
func replyClass(s string) byte {
	for i := 0; i+2 < len(s); i++ {
		if s[i] != '4' && s[i] != '5' || !isDigit(s[i+1]) || !isDigit(s[i+2]) || s[i+1] > '7' {
			continue
		}
		before := i == 0 || strings.IndexByte(" \t\n(<#':;\"[=", s[i-1]) >= 0
		after := i+3 == len(s) || strings.IndexByte(" \t\n-)>:'\"#,;.]", s[i+3]) >= 0
		if before && after {
			return s[i]
		}
	}
	return 0
}

// originalID finds the id of the mail that bounced: in its copy, in its
// header, or in what the report copied as text.
func originalID(m *Message, p *part, copied string) string {
	for _, e := range m.enclosed {
		if id := ids(e.part.enclosed.fields.value("Message-ID")); len(id) > 0 {
			return id[0]
		}
	}
	for _, leaf := range find(p, "text/rfc822-headers", "message/rfc822-headers", "text/rfc822") {
		if id := idLine(string(decodeTransfer(leaf.body(), leaf.encoding))); id != "" {
			return id
		}
	}
	if id := idLine(copied); id != "" {
		return id
	}
	if id := idLine(m.Text); id != "" {
		return id
	}
	if n := len(m.InReplyTo); n > 0 {
		return m.InReplyTo[n-1]
	}
	if n := len(m.References); n > 0 {
		return m.References[n-1]
	}
	return ""
}

// idLine gives the id of the first line that is a Message-ID field.
func idLine(text string) string {
	const name = "message-id:"
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimLeft(line, " \t>")
		if len(line) > len(name) && strings.EqualFold(line[:len(name)], name) {
			if id := ids(line[len(name):]); len(id) > 0 {
				return id[0]
			}
		}
	}
	return ""
}
