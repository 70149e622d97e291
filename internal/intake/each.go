package intake

import (
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
)

// Each makes an opening of each complaint that a forward encloses, one for each outside sender of an attached original,
// in their order. A person asked for it; so nobody has to confirm them.
func (d *Desk) Each(m *message.Message, mail dossier.Mail, reg Register) []procedure.Message {
	r := &reader{d: d, m: m, reg: reg, mail: mail}
	if m.From != nil {
		r.from = fold(m.From.Address)
	}
	r.verdict = d.verdict(m, r.from)
	var all []procedure.Message
	seen := map[string]bool{}
	for _, o := range r.fromOutside() {
		sender := fold(o.From.Address)
		if o.How != "attached" || seen[sender] {
			continue
		}
		seen[sender] = true
		in := r.input(procedure.Speaker{Verified: true, Staff: true, Role: dossier.RoleReceiver})
		in.Tasks, in.Automatic = nil, ""
		opening := &procedure.Opening{
			Mailbox: d.Mailbox, Channel: dossier.ChannelForward, Receiver: r.senderOf(), Complainant: found(o.From, o.MessageID),
			Mentions: r.mentions(),
		}
		opening.Received, opening.Dated = r.receivedOf(o)
		if d.Board {
			opening.Route = routeBoard
		}
		in.Opens = opening
		all = append(all, in)
	}
	return all
}
