package intake

import (
	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// Opens reads a mail as one that opens a case because a person says so, whatever Read makes of it: a candidate of a
// service mailbox, a mail of the tray, one that belongs in a case of its own. A mail without a sender opens one whose
// complainant is not known.
func (d *Desk) Opens(m *message.Message, mail dossier.Mail, reg Register) (procedure.Message, error) {
	r := &reader{d: d, m: m, reg: reg, mail: mail}
	if m.From != nil {
		r.from = fold(m.From.Address)
	}
	r.verdict = d.verdict(m, r.from)
	in := r.input(procedure.Speaker{Verified: r.verdict == proof.Pass})
	if r.from == "" {
		in.Opens = &procedure.Opening{
			Mailbox: d.Mailbox, Channel: dossier.ChannelMail, Received: calendar.Of(mail.Arrived, d.Location),
			Dated: dossier.DatedArrival,
		}
		return in, nil
	}
	in.From.Staff = d.staff(r.from)
	in.Opens = r.opening(&in)
	return in, nil
}
