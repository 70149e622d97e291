package message

import (
	"maps"
	"slices"
	"strings"
)

// Bounces without a delivery status, and the signs that a message is one.

// bounceSigns says why m is a bounce. A report type suffices; words in a
// subject do not, because people quote them: they need a sender that is a mail
// system, or a text that says the same.
func bounceSigns(m *Message, p *part, leaves []string) (why []string) {
	if strings.EqualFold(p.params["report-type"], "delivery-status") && p.is("multipart/") ||
		slices.Contains(leaves, "message/delivery-status") || slices.Contains(leaves, "message/global-delivery-status") {
		return []string{"delivery status report"}
	}
	h := header(m.Fields)
	if h.has("X-Failed-Recipients") {
		return []string{"x-failed-recipients"}
	}
	daemon := mailSystem(m) && (!mayBePerson(m) || tellsOfMail(m))
	subject := bounceSubject(m.Subject)
	if !daemon && !subject {
		return nil
	}
	if subject && daemon {
		return []string{"mail system", "bounce subject"}
	}
	if daemon && tellsStatus(m) {
		return []string{"mail system", "status of a recipient"}
	}
	text := bounceText(m.Text)
	switch {
	case daemon && text:
		return []string{"mail system", "bounce text"}
	case daemon && daemonSender(m) && !automaticSubject(m.Subject):
		return []string{"mail system"}
	case subject && text && technical(m) && !speaksOfHimself(m) && (subjectPrefix(m.Subject) == noPrefix || len(m.InReplyTo) == 0):
		return []string{"bounce subject", "bounce text"}
	}
	return nil
}

// technical says whether the text speaks of mail as programs do and names an
// address. People complain of magazines that were not delivered, too.
func technical(m *Message) bool {
	report, _ := splitReport(m.Text)
	return speaksOfMail(m) && len(textRecipients(m, report)) > 0
}

// speaksOfMail says whether the text has a status code or words of mail systems.
func speaksOfMail(m *Message) bool {
	report, _ := splitReport(m.Text)
	return enhanced(report) != "" || containsAny(lowerASCII(clip(report, 4000)), technicalWords)
}

// daemonSender says whether the sender is one that only mail systems use.
func daemonSender(m *Message) bool {
	return strings.Contains(lowerASCII(header(m.Fields).value("From")), "mailer-daemon@")
}

// mailSystem says whether the sender is a program that delivers mail.
func mailSystem(m *Message) bool {
	h := header(m.Fields)
	from := strings.ToLower(headerText(h.value("From")))
	for _, sign := range []string{"mailer-daemon", "mailer_daemon", "mail-daemon", "mailerdaemon", "postmaster", "mail delivery", "mail system", "mdaemon", "ndr@", "smtp",
		"microsoft outlook", "microsoft exchange", "systeembeheerder", "system administrator", "delivery subsystem"} {
		if strings.Contains(from, sign) {
			return true
		}
	}
	for _, v := range h.values("Return-Path") {
		if strings.Trim(v, " <>") == "" || strings.Contains(strings.ToLower(v), "mailer-daemon") {
			return true
		}
	}
	return strings.TrimSpace(from) == "" || strings.Trim(from, " <>") == ""
}

func bounceSubject(subject string) bool {
	return containsAny(strings.ToLower(subject), bounceSubjects)
}

func bounceText(text string) bool {
	return containsAny(strings.ToLower(clip(text, 4000)), bounceTexts)
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// splitReport cuts the text of a bounce where the copy of the original begins.
func splitReport(text string) (report, copied string) {
	at := len(text)
	low := lowerASCII(text)
	for _, mark := range originalMarks {
		if i := strings.Index(low, mark); i >= 0 && i < at {
			at = i
		}
	}
	return text[:at], text[at:]
}

// lowerASCII lowers A to Z only, so that every byte keeps its place.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// readText fills what the delivery status left open.
func (b *Bounce) readText(m *Message, report string) {
	if b.Class == ClassUnknown {
		b.Class = ClassFailed
		if containsAny(strings.ToLower(m.Subject+"\n"+clip(report, 4000)), delayedWords) {
			b.Class = ClassDelayed
		}
	}
	if b.Class == ClassDelivered {
		return
	}
	if b.Status == "" {
		b.Status = enhanced(report)
		b.Permanent = b.Permanent || strings.HasPrefix(b.Status, "5")
		if at := strings.Index(report, b.Status); b.Status != "" {
			report = lineAt(report, at) // other numbers are ports, years and cases
		}
	}
	if b.Permanent || b.Class == ClassDelayed {
		return
	}
	switch reply := replyClass(report); {
	case reply == '5':
		b.Permanent = true
	case reply == 0 && b.Status == "":
		b.Permanent = givesUp(strings.ToLower(report))
	}
}

// givesUp says whether a report without any number, in lower case, tells of a
// failure that will stay one.
func givesUp(report string) bool {
	if containsAny(report, transientWords) {
		return strings.Contains(report, "permanent")
	}
	return containsAny(report, permanentWords)
}

// lineAt gives the line of text in which place at lies.
func lineAt(text string, at int) string {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return line
}

// textRecipients finds whom a textual bounce is about: X-Failed-Recipients, or
// the addresses that begin a line or follow a word that introduces them. Our
// own address, the sender's and the mail system's are none.
func textRecipients(m *Message, report string) []string {
	var all []string
	ours := ownAddresses(m)
	skip := maps.Clone(ours)
	add := func(s string) {
		a := cleanAddress(s)
		low := strings.ToLower(a)
		if a == "" || skip[low] || strings.HasPrefix(low, "postmaster@") || strings.HasPrefix(low, "mailer-daemon@") || len(all) >= maxRecipients {
			return
		}
		skip[low] = true
		all = append(all, a)
	}
	for _, v := range header(m.Fields).values("X-Failed-Recipients") {
		for _, a := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' }) {
			add(a)
		}
	}
	if len(all) > 0 {
		return all
	}
	for _, leading := range []bool{true, false} {
		bare, above := false, ""
		for line := range strings.SplitSeq(clip(report, 20000), "\n") {
			a := recipientIn(line, leading)
			if !leading && ours[strings.ToLower(cleanAddress(a))] {
				_, rest, _ := strings.Cut(line, a)
				a = recipientIn(rest, false) // from us to whom it did not reach
			}
			if a != "" && !onlyNamed(above, line, a) {
				add(a)
			}
			bare, above = bare || namesMailbox(line), line
		}
		if len(all) > 0 || bare {
			break
		}
	}
	if all == nil {
		all = []string{}
	}
	return all
}

// ownAddresses are those that a bounce names without telling of them: who gets
// it, with and without the token in his address, and who sent it.
func ownAddresses(m *Message) map[string]bool {
	ours := map[string]bool{}
	for _, a := range append(append([]Address{}, m.To...), m.DeliveredTo...) {
		ours[strings.ToLower(a.Address)] = true
		ours[withoutDetail(a.Address)] = true
	}
	if m.From != nil {
		ours[strings.ToLower(m.From.Address)] = true
	}
	return ours
}

// recipientIn gives the address of a line: the one it begins with, or, when
// leading is false, any. Exchange copies the fields of the original above the
// addresses that failed, so "To:" introduces none.
func recipientIn(line string, leading bool) string {
	line = strings.TrimLeft(line, " \t*->.")
	low := lowerASCII(line)
	for _, intro := range []string{"(expanded from:", "(generated from", "rcpt to:", "recipient:", "recipient address:", "user:", "email address:", "failed recipient:", "ontvanger:", "mailto:"} {
		if strings.HasPrefix(low, intro) {
			line = strings.TrimSpace(line[len(intro):])
			break
		}
	}
	at := strings.IndexByte(line, '@')
	if at < 0 {
		return ""
	}
	start := strings.LastIndexAny(line[:at], " \t<\"'(,;:[") + 1
	end := at + len(line[at:])
	if n := strings.IndexAny(line[at:], " \t>\"'),;:]"); n >= 0 {
		end = at + n
	}
	if leading && strings.Trim(line[:start], " <\"'([") != "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(line[start:end], "SMTP="); ok {
		return rest // the X.400 form of old Exchange
	}
	return line[start:end]
}
