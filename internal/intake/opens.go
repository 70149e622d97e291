package intake

import (
	"slices"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// opens reads a mail that belongs to no case yet.
func (r *reader) opens(t trail) (Reading, error) {
	if reading, ok, err := r.orders(t); ok || err != nil {
		return reading, err
	}
	if r.d.Mixed && !(r.d.Forwards && r.d.staff(r.from) && r.original() != nil) {
		return Reading{Place: PlaceCandidate, Why: WhyCandidate, Sender: r.from}, nil
	}
	if known, ok, err := r.sameComplaint(); ok || err != nil {
		return known, err
	}
	in := r.input(procedure.Speaker{Verified: r.verdict == proof.Pass, Staff: r.d.staff(r.from)})
	o := r.opening(&in)
	in.Opens = o
	reading := Reading{Place: PlaceNew, Input: in, Sender: r.from, Security: r.security(t)}
	if o.Complainant != nil {
		reading.Answered = o.Complainant.Address
	}
	return reading, nil
}

// opening is what a mail that opens a case says about it.
func (r *reader) opening(in *procedure.Message) *procedure.Opening {
	o := &procedure.Opening{Mailbox: r.d.Mailbox, Received: r.day(r.mail.Arrived), Dated: dossier.DatedArrival}
	switch {
	case r.d.form(r.from):
		r.form(o, in)
	case r.d.staff(r.from):
		r.staffMail(o, in)
	default:
		o.Channel = dossier.ChannelMail
		o.Complainant = r.senderOf()
	}
	if r.d.Board {
		o.Route = routeBoard
	}
	o.Mentions, o.Facts = r.mentions(), r.facts()
	if o.Receiver != nil && r.original() != nil { // whoever passes a complaint on is named in his own mail
		o.Mentions = slices.DeleteFunc(o.Mentions, func(id dossier.PersonID) bool { return r.onlyWrote(id, "") })
	}
	return o
}

// routeBoard is the way by which a case of the board's own mailbox goes.
const routeBoard = "board"

// sameComplaint finds the case of a complaint that came twice, once by mail and once through a colleague who
// forwarded it: the Message-ID of the original leads there, and its sender is a party of it. A complaint is
// registered once, however often it comes. A forward is believed on the receiving server's word only.
func (r *reader) sameComplaint() (Reading, bool, error) {
	id, sender := r.m.MessageID, r.from
	forward := r.d.staff(r.from)
	if forward {
		o := r.original()
		if o == nil || len(r.complainants()) > 1 {
			return Reading{}, false, nil
		}
		id, sender = o.MessageID, fold(o.From.Address)
	}
	if id == "" {
		return Reading{}, false, nil
	}
	threads, err := r.reg.Threads(id)
	if err != nil {
		return Reading{}, false, err
	}
	for _, th := range threads {
		c, err := r.reg.Case(th.Case)
		if err != nil {
			return Reading{}, false, err
		}
		p, ok := c.PartyAt(sender)
		if !ok || p.Thread != id || (!forward && c.Channel != dossier.ChannelForward) {
			continue
		}
		if forward && r.verdict != proof.Pass {
			return Reading{Place: PlaceTray, Why: WhyAgain, Case: c.Ref}, true, nil
		}
		s := procedure.Speaker{Role: dossier.RoleReceiver, Verified: r.verdict == proof.Pass}
		if !forward {
			s.Party, s.Role = p.ID, p.Role
		}
		return Reading{Place: PlaceCase, Case: c.Ref, Input: r.input(s), Sender: r.from}, true, nil
	}
	return Reading{}, false, nil
}

// senderOf is the sender as a party. The name counts as known; whether a letter may use it depends on Verified.
func (r *reader) senderOf() *procedure.Found {
	f := found(r.m.From, r.m.MessageID)
	f.Verified, f.Staff = r.verdict == proof.Pass, r.d.staff(r.from)
	if p := r.d.person(r.from); p != nil {
		f.Person = p.ID
	}
	return f
}

func found(a *message.Address, thread string) *procedure.Found {
	return &procedure.Found{Name: a.Name, Address: fold(a.Address), Thread: thread}
}

// facts are what the regulation's patterns find in the complaint: a member number, an address.
func (r *reader) facts() map[string][]string {
	text := r.m.Subject + "\n" + r.m.Text
	if o := r.original(); o != nil && r.d.staff(r.from) {
		text = o.Subject + "\n" + o.Text
	}
	found := map[string][]string{}
	for _, p := range r.d.Patterns {
		if groups := p.Find.FindStringSubmatch(text); groups != nil {
			found[p.Field] = []string{strings.TrimSpace(groups[min(1, len(groups)-1)])}
		}
	}
	return found
}

// form takes the complainant from the Reply-To of a configured web form, whose mail may be answered although a
// machine sent it. A form without a usable Reply-To leaves the complainant to be found.
func (r *reader) form(o *procedure.Opening, in *procedure.Message) {
	o.Channel = dossier.ChannelForm
	in.Automatic, in.Machine = "", false
	if r.m.ReplyTo != nil && fold(r.m.ReplyTo.Address) != "" && !r.d.ours(fold(r.m.ReplyTo.Address)) {
		o.Complainant = found(r.m.ReplyTo, r.m.MessageID)
	}
}

// staffMail is a forward when it holds an original of somebody else; otherwise what the regulation says of staff
// mail without one. A forward is believed at once only with the receiving server's word that staff sent it.
func (r *reader) staffMail(o *procedure.Opening, in *procedure.Message) {
	o.Channel = dossier.ChannelForward
	o.Receiver = r.senderOf()
	in.From.Role, in.From.Person = dossier.RoleReceiver, o.Receiver.Person
	if several := r.complainants(); len(several) > 1 {
		in.Tasks = append(in.Tasks, dossier.TaskSeveral)
		return
	}
	if orig := r.original(); orig != nil {
		o.Complainant = found(orig.From, orig.MessageID)
		o.Received, o.Dated = r.receivedOf(orig)
		if o.Dated == dossier.DatedArrival {
			in.Tasks = append(in.Tasks, dossier.TaskReceivedDate)
		}
		o.Unconfirmed = r.verdict != proof.Pass || r.d.ConfirmAll
		return
	}
	if r.d.StaffMail == procedure.StaffMailOwn {
		o.Channel = dossier.ChannelMail
		o.Complainant, o.Receiver = o.Receiver, nil
		in.From.Role = dossier.RoleComplainant
	}
}

// complainants are the different outside senders of the attached originals.
func (r *reader) complainants() []string {
	var senders []string
	for _, o := range r.fromOutside() {
		if a := fold(o.From.Address); o.How == "attached" && !slices.Contains(senders, a) {
			senders = append(senders, a)
		}
	}
	return senders
}

// original is the forwarded mail to go by: the first one of somebody from outside; one of a colleague only when there
// is no other.
func (r *reader) original() *message.Original {
	if from := r.fromOutside(); len(from) > 0 {
		return from[0]
	}
	for i := range r.m.Originals {
		if o := &r.m.Originals[i]; r.fromOther(o) {
			return o
		}
	}
	return nil
}

// fromOutside are the originals whose senders are neither staff nor ourselves, in this order: attached to the mail
// itself, attached to what a colleague passed on, inline. Only the first kind that there is counts: what a
// complainant encloses with his own mail is evidence, not another complaint.
func (r *reader) fromOutside() []*message.Original {
	for _, kind := range []func(*message.Original) bool{
		func(o *message.Original) bool { return o.How == "attached" && !o.Nested() },
		func(o *message.Original) bool { return o.How == "attached" && o.Nested() },
		func(o *message.Original) bool { return o.How == "inline" },
	} {
		var found []*message.Original
		for i := range r.m.Originals {
			if o := &r.m.Originals[i]; kind(o) && r.fromOther(o) && !r.d.staff(fold(o.From.Address)) {
				found = append(found, o)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// fromOther says whether an original has a usable sender who is neither the forwarder nor ourselves.
func (r *reader) fromOther(o *message.Original) bool {
	if o.From == nil {
		return false
	}
	a := fold(o.From.Address)
	return strings.Contains(a, "@") && !r.d.ours(a) && a != r.from
}
