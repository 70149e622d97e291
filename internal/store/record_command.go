package store

import "klachtd/internal/dossier"

// Kinds of events about commands.
const (
	kindCommand        = "command"
	kindCommandHeld    = "command_held"
	kindCommandRefused = "command_refused"
	kindCommandRevoked = "command_revoked"
)

func putCommand(r *eventRecord, body dossier.Body) bool {
	switch b := body.(type) {
	case dossier.CommandGiven:
		r.Kind, r.Word, r.Text, r.Mail = kindCommand, b.Word, b.Text, mailRefOf(b.Mail)
		r.Line, r.Proof = b.Line, b.Proof
	case dossier.CommandHeld:
		r.Kind, r.Word, r.Why, r.Mail = kindCommandHeld, b.Word, b.Why, mailRefOf(b.Mail)
		r.Until, r.Proof = utc(b.Until), b.Proof
	case dossier.CommandRefused:
		r.Kind, r.Word, r.Why, r.Mail = kindCommandRefused, b.Word, b.Why, mailRefOf(b.Mail)
		r.Line, r.Proof = b.Line, b.Proof
	case dossier.CommandRevoked:
		r.Kind, r.First, r.Last = kindCommandRevoked, b.First, b.Last
	default:
		return false
	}
	return true
}

func getCommand(r eventRecord) dossier.Body {
	switch r.Kind {
	case kindCommand:
		return dossier.CommandGiven{Word: r.Word, Text: r.Text, Mail: r.Mail.mail(), Line: r.Line, Proof: r.Proof}
	case kindCommandHeld:
		return dossier.CommandHeld{Word: r.Word, Why: r.Why, Mail: r.Mail.mail(), Until: r.Until, Proof: r.Proof}
	case kindCommandRefused:
		return dossier.CommandRefused{Word: r.Word, Why: r.Why, Mail: r.Mail.mail(), Line: r.Line, Proof: r.Proof}
	case kindCommandRevoked:
		return dossier.CommandRevoked{First: r.First, Last: r.Last}
	}
	return nil
}
