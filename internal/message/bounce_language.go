package message

// Mail systems speak the language of who runs them. What they all write is
// the address and the reply of SMTP.
//
//	From: Microsoft Outlook <MicrosoftExchange329e71ec@b.example>
//	Subject: Kan ikke leveres: Ontvangstbevestiging
//
//	Levering til disse modtagere eller grupper mislykkedes:
//
//	jan@b.example
//	Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'

// tellsStatus says whether the text of m, which comes from a mail system, has
// a reply of SMTP and the address of who was not reached. An absence with a
// null sender has neither.
func tellsStatus(m *Message) bool {
	if automaticSubject(m.Subject) || answersAbsent(m) || speaksOfHimself(m) {
		return false
	}
	report, _ := splitReport(m.Text)
	report = clip(report, 4000)
	return enhanced(report) != "" && replyClass(report) != 0 && len(textRecipients(m, report)) > 0
}
