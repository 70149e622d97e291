package intake

import (
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/command"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// opens reads a mail that belongs to no case yet.
func (r *reader) opens() (Reading, error) {
	if r.d.Mixed {
		return Reading{Place: PlaceCandidate, Why: WhyCandidate, Sender: r.from}, nil
	}
	in := r.input(procedure.Speaker{Verified: r.verdict == proof.Pass})
	o := &procedure.Opening{Mailbox: r.d.Mailbox, Received: r.day(r.mail.Arrived), Dated: dossier.DatedArrival}
	switch {
	case r.d.form(r.from):
		r.form(o, &in)
	case r.d.staff(r.from):
		r.staffMail(o, &in)
	default:
		o.Channel = dossier.ChannelMail
		o.Complainant = r.senderOf()
	}
	o.Mentions, o.Facts = r.mentions(), r.facts()
	in.Opens = o
	reading := Reading{Place: PlaceNew, Input: in, Sender: r.from}
	if o.Complainant != nil {
		reading.Answered = o.Complainant.Address
	}
	return reading, nil
}

// senderOf is the sender as a party. The name counts as known; whether a letter may use it depends on Verified.
func (r *reader) senderOf() *procedure.Found {
	f := found(r.m.From, r.m.MessageID)
	f.Verified = r.verdict == proof.Pass
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
		in.Tasks = append(in.Tasks, dossier.TaskForwardManyFrom)
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
	for _, o := range r.m.Originals {
		if o.How == "attached" && r.outside(o) && !slices.Contains(senders, fold(o.From.Address)) {
			senders = append(senders, fold(o.From.Address))
		}
	}
	return senders
}

func (r *reader) outside(o message.Original) bool {
	if o.From == nil {
		return false
	}
	a := fold(o.From.Address)
	return strings.Contains(a, "@") && !r.d.ours(a) && a != r.from
}

// original is the forwarded mail to go by: the first one, attached before inline, of somebody from outside; one of
// a colleague only when there is no other.
func (r *reader) original() *message.Original {
	var colleague *message.Original
	for _, how := range []string{"attached", "inline"} {
		for i := range r.m.Originals {
			o := &r.m.Originals[i]
			if o.How != how || !r.outside(*o) {
				continue
			}
			if !r.d.staff(fold(o.From.Address)) {
				return o
			}
			if colleague == nil {
				colleague = o
			}
		}
	}
	return colleague
}

// suppliedByWords reads the lines #klager and #ontvangen.
func (r *reader) suppliedByWords(m command.Mail) *procedure.Supply {
	var s procedure.Supply
	for _, line := range m.Lines {
		switch line.Word {
		case "#klager", "#complainant":
			s.Complainant = nameAndAddress(line.Rest)
		case "#ontvangen", "#received":
			if day, err := calendar.ParseLoose(strings.TrimSpace(line.Rest)); err == nil &&
				!day.After(r.day(r.mail.Arrived)) {
				s.Received = day
			}
		}
	}
	if s.Complainant == nil {
		return nil
	}
	return &s
}

// nameAndAddress reads "Jan de Boer jan@voorbeeld.example", in either order, the address perhaps in < >. A name
// alone is enough: then letters to that complainant are printed.
func nameAndAddress(rest string) *procedure.Found {
	var f procedure.Found
	var name []string
	for _, word := range strings.Fields(rest) {
		if strings.HasPrefix(strings.Trim(word, "<[("), "mailto:") {
			continue // what Outlook writes behind an address
		}
		if a := strings.Trim(word, "<>,;()"); f.Address == "" && strings.Count(a, "@") == 1 && strings.Contains(domain(a), ".") {
			f.Address = fold(a)
			continue
		}
		name = append(name, word)
	}
	f.Name = strings.Trim(strings.Join(name, " "), ",; ")
	if f.Name == "" && f.Address == "" {
		return nil
	}
	return &f
}
