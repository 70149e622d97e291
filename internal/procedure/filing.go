package procedure

import (
	"slices"
	"strconv"

	"klachtd/internal/dossier"
)

func itoa(n int) string { return strconv.Itoa(n) }

// message files a mail in its case, or opens one with it.
func (w *work) message(in Message) {
	w.about = in.Mail.ID
	if in.Opens != nil {
		w.open(in)
	} else {
		w.file(in)
	}
	w.tellTasks()
}

// file puts a mail into the dossier and does what it asks for.
func (w *work) file(in Message) {
	if in.Joins != nil {
		in.From = w.join(*in.Joins)
	}
	w.by = actor(in.From, dossier.RoleStranger)
	if !w.c.Holds(in.Mail.ID) { // else it is here already, and only now understood
		w.add(design("DESIGN 10.3"), dossier.Filed{Mail: in.Mail, Flags: flags(in), Answers: in.Answers})
	}
	w.by = dossier.Actor{Role: roleKlachtd}
	w.readingTasks(in)
	if in.Machine || in.Receipt {
		return // an automatic reply is no reaction: it stops no term and is answered to nobody
	}
	w.heard(in.From)
	w.keepAnswer(in)
	switch {
	case in.Supplies != nil && (in.Proved || in.From.Verified && len(w.c.PartiesAs(dossier.RoleComplainant)) == 0):
		w.supply(in)
	case in.Proved && in.From.Role == dossier.RoleReceiver && w.held():
		w.confirm(in)
	default:
		w.announce(in)
	}
}

// reasonCameLate says of new mail that the day was over until which it was asked for.
const reasonCameLate = "came_late"

// cameLate is the term for which a mail came too late, nil when there is none.
func (w *work) cameLate(mail dossier.MailID) *dossier.Term {
	for _, k := range w.recorded(recordLate, 0) {
		if k.Mail == mail {
			return w.c.Term(dossier.TermName(k.Value))
		}
	}
	return nil
}

// keepAnswer keeps what answers one of our letters as the record that the regulation wants.
func (w *work) keepAnswer(in Message) {
	d := w.c.Duty(in.Answers)
	if d == nil {
		return
	}
	rule := w.r.Letters[d.Letter]
	if rule.Answer.Record == "" || !w.allHold(rule.Answer.If, scope{args: Args{Attachments: in.Mail.Attachments}, party: in.From.Party}) {
		return
	}
	w.add(rule.Why("the answer is kept"), dossier.Recorded{
		Record: rule.Answer.Record, Day: w.arrivedOn(), Party: in.From.Party, Person: in.From.Person, Mail: in.Mail.ID,
	})
}

func flags(in Message) []dossier.Flag {
	fs := in.Flags
	if in.Machine {
		fs = append(fs[:len(fs):len(fs)], dossier.FlagAutomatic)
	}
	if in.Receipt {
		fs = append(fs[:len(fs):len(fs)], dossier.FlagReceipt)
	}
	return fs
}

func (w *work) held() bool {
	return slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool { return d.State == dossier.DutyHeld })
}

// confirm lets held acknowledgements go: the forwarder has proved himself by his reply.
func (w *work) confirm(in Message) {
	for _, d := range w.c.Duties {
		if d.Letter != dossier.LetterAcknowledgement || d.State != dossier.DutyHeld {
			continue
		}
		w.verify(dossier.RoleComplainant)
		w.finish(dossier.TaskConfirmForward, d.ID)
		in.Automatic = ""
		w.acknowledge(ackOrder{message: in, released: d.ID})
	}
}

func (w *work) verify(role dossier.Role) {
	for _, p := range w.c.PartiesAs(role) {
		if !p.Verified {
			p.Verified = true
			w.add(w.r.Begin.Why("confirmed by the forwarder"), dossier.PartyChanged{Party: p})
		}
	}
}

// announce shows new mail of a party to whoever handles the case: mail that nobody reads is lost mail. What the
// handler and the coordinator write themselves is filed only.
func (w *work) announce(in Message) {
	details := dossier.LetterDetails{Task: dossier.TaskNewMail, Offers: w.recognise(in.Recognised)}
	for _, f := range in.Flags {
		switch f {
		case dossier.FlagOtherParty:
			w.task(design("DESIGN 10.3"), dossier.Task{Kind: dossier.TaskFlagged, Mail: in.Mail.ID})
			details.Task = dossier.TaskFlagged
		case dossier.FlagUnproved:
			details.Reason = string(f)
		}
	}
	if t := w.cameLate(in.Mail.ID); t != nil && details.Reason == "" {
		details.Term, details.DueDate, details.Reason = t.Name, t.Due, reasonCameLate
	}
	switch in.From.Role {
	case dossier.RoleHandler, dossier.RoleCoordinator, dossier.RoleDeputy:
		return
	}
	if in.Moved {
		return
	}
	why := design("new mail is shown to the handler")
	w.tell(why, dossier.RoleHandler, dossier.LetterTask, details)
	if w.beyondHandler(details.Offers) {
		w.tell(why, dossier.RoleCoordinator, dossier.LetterTask, details)
	}
}

// beyondHandler says whether mail of a case with a handler asks for what only the coordinator can do: the case has ended, or what
// the mail seems to be is not the handler's to decide.
func (w *work) beyondHandler(offers []string) bool {
	if len(w.c.PartiesAs(dossier.RoleHandler)) == 0 {
		return false // it went to the coordinator
	}
	return w.r.States[w.c.State].Ends || slices.ContainsFunc(offers, func(name string) bool {
		a := w.act(name)
		return a != nil && !w.r.may(a, []dossier.Role{dossier.RoleHandler}, false)
	})
}

// join makes the sender of a message from the tray a party: a person has said who that is.
func (w *work) join(j Joining) Speaker {
	p, ok := w.c.PartyAt(j.Who.Address)
	if !ok || p.Role != j.Role {
		w.by = dossier.Actor{Role: roleKlachtd}
		p = dossier.Party{
			ID: w.nextParty(), Role: j.Role, Name: j.Who.Name, Address: j.Who.Address, Verified: true, Person: j.Who.Person,
			Staff: j.Who.Staff, NoMail: j.Who.NoMail, Thread: j.Who.Thread,
		}
		why := design("DESIGN 10.3")
		w.add(why, dossier.PartyAdded{Party: p})
		w.shutOut(why, j.Role, p)
	}
	return Speaker{Party: p.ID, Role: p.Role, Person: p.Person, Staff: p.Staff, Verified: true}
}
