package message

import "strings"

// People keep mail systems, are called as one, and paste what one told them
// into a complaint that they cannot be heard.
//
//	From: Postmaster Wijkblad <postmaster@b.example>
//	Subject: Pakket niet bezorgd
//
//	Het pakket is niet bezorgd, de bezorger kon niet naar binnen.

// mayBePerson says whether the sender, who looks like a mail system, may be
// someone who keeps one: he complains of parcels that were not delivered, too.
func mayBePerson(m *Message) bool {
	from := strings.ToLower(headerText(header(m.Fields).value("From")))
	return !m.NullSender && m.From != nil && !containsAny(from, []string{"daemon@", "daemon <", "daemon\" <", "mailer_daemon", "<>", "ndr@", "microsoftexchange"})
}

// tellsOfMail says whether the text is about a mail: in the words of mail
// systems, by a copy of the mail, or by an address that is not the sender's;
// that of whoever keeps a system or bears a name like one is his own.
func tellsOfMail(m *Message) bool {
	from := strings.ToLower(headerText(header(m.Fields).value("From")))
	if speaksOfMail(m) || len(m.enclosed) > 0 || strings.TrimSpace(m.Text) == "" {
		return true
	}
	report, _ := splitReport(m.Text)
	return containsAny(from, []string{"postmaster", "mail delivery", "mail system", "microsoft outlook", "microsoft exchange"}) && len(textRecipients(m, report)) > 0
}

// speaksOfHimself says whether a text with the words of a bounce is that of a
// person: he forwards it, sent it under his own address, or says I and my,
// which mail systems say in nobody else's name.
func speaksOfHimself(m *Message) bool {
	if subjectPrefix(m.Subject) == forwardPrefix {
		return true
	}
	if m.From != nil && m.ReturnPathTop && strings.EqualFold(m.ReturnPath, m.From.Address) && !robotSender(m) && !roleSender(m) {
		return true
	}
	report, _ := splitReport(m.Text)
	words := " " + strings.Join(strings.FieldsFunc(strings.ToLower(clip(report, 4000)), func(r rune) bool { return strings.ContainsRune(" \t\n,.!?:;\"()", r) }), " ") + " "
	return containsAny(words, []string{" ik ", " mijn ", " my ", " ich ", " meine ", " mein ", " mes ", " mon "})
}
