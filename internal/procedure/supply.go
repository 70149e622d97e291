package procedure

import (
	"cmp"
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// supply takes in the original that staff enclose with a reply while nobody knows who complains, and answers them with
// how it stands now.
func (w *work) supply(in Message) {
	s, why := in.Supplies, w.r.Begin.Why("staff add to the dossier")
	if in.Proved {
		in.Automatic = "" // a colleague who proved himself, whatever his mail program writes
	}
	if !s.Received.IsZero() {
		w.add(why, dossier.FactSet{Field: dossier.FactReceived, Values: []string{s.Received.String()}})
		w.recount()
		w.finish(dossier.TaskReceivedDate, "")
	}
	for _, l := range s.Links {
		w.add(why, dossier.Linked{Link: l})
	}
	if s.Complainant != nil {
		w.supplyComplainant(in)
	}
	if in.Proved && in.From.Role == dossier.RoleReceiver && w.held() {
		w.confirm(in)
	}
	w.answerSupply(in)
}

// supplyComplainant names the complainant, or corrects who he is: then letters that did not reach him go to where he
// is found, and an acknowledgement that somebody else got is owed to him.
func (w *work) supplyComplainant(in Message) {
	f, why := in.Supplies.Complainant, w.r.Begin.Why("staff say who complains")
	known := w.c.PartiesAs(dossier.RoleComplainant)
	if len(known) == 0 {
		w.addParty(dossier.RoleComplainant, f)
		w.add(why, dossier.StateChanged{State: w.r.Begin.State, Public: w.public(w.r.Begin.State)})
		w.finish(dossier.TaskFindSender, "")
		w.acknowledge(ackOrder{message: in, hold: !in.Proved})
		return
	}
	p, before := known[0], known[0].Address
	if f.Name != "" {
		p.Name = f.Name
	}
	if f.Address != "" && f.Address != p.Address {
		p.Address, p.NoMail, p.Thread, p.Person = f.Address, f.NoMail, "", f.Person
	}
	p.Verified = true
	w.add(why, dossier.PartyChanged{Party: p})
	w.sendAgain(in, p, p.Address != before)
}

func (w *work) sendAgain(in Message, p dossier.Party, moved bool) {
	for _, d := range slices.Clone(w.c.Duties) {
		switch {
		case d.To.Party != p.ID:
		case d.State == dossier.DutyHeld && d.Letter == dossier.LetterAcknowledgement:
			w.finish(dossier.TaskConfirmForward, d.ID)
			w.acknowledge(ackOrder{message: in, released: d.ID})
		case d.State == dossier.DutyRefused, d.State == dossier.DutyBounced:
			w.again(d)
		case moved && d.State == dossier.DutyToPrint && p.Address != "" && !p.NoMail: // it need not be printed any more
			w.again(d)
			w.finish(dossier.TaskPrint, d.ID)
		case moved && d.State == dossier.DutyAccepted && d.Letter == dossier.LetterAcknowledgement:
			w.acknowledge(ackOrder{message: in})
		}
	}
}

// again owes a letter anew that did not arrive: the same words, a new letter.
func (w *work) again(d dossier.Duty) {
	old := d.ID
	d.ID, d.SMTP, d.Reason, d.MessageID = "", "", "", ""
	w.queue(design("a letter that did not arrive is sent again"), w.duty(design("again"), d))
	w.finish(dossier.TaskUndelivered, old)
	w.add(design("another letter took its place"), dossier.LetterWaived{Duty: old})
}

// sentElsewhere records that what waited for a person went by another way: the pages to print, or else what was
// suppressed or waits as a draft. It returns whether anything waited.
func (w *work) sentElsewhere(why dossier.Basis, way string, day calendar.Date) bool {
	for _, states := range [][]dossier.DutyState{
		{dossier.DutyToPrint}, {dossier.DutySuppressed, dossier.DutyDraft, dossier.DutyRefused, dossier.DutyBounced},
	} {
		found := false
		for _, d := range slices.Clone(w.c.Duties) {
			if d.To.Party == "" || d.To.Role == dossier.RoleReceiver || !slices.Contains(states, d.State) {
				continue
			}
			found = true
			on := dossier.Basis{Article: cmp.Or(d.Article, why.Article), Rule: "sent by another way"}
			w.add(on, dossier.LetterAccepted{Duty: d.ID, SMTP: way, On: day})
			w.arrived(d, day)
			w.finishAll(d.ID)
			w.stepReleased(on, d)
		}
		if found {
			return true
		}
	}
	return false
}

// arrived does what follows when a letter has left for good: the terms that it meets, and those that run from it.
func (w *work) arrived(d dossier.Duty, on calendar.Date) {
	w.metBy(d, on)
	w.openTerms(sentAnchor(d.Letter), on)
	w.roundSent(d, on)
	w.destroyed(design("DESIGN 7"))
}

// finishAll ends every open task about a duty.
func (w *work) finishAll(duty dossier.DutyID) {
	for _, t := range w.c.OpenTasks() {
		if t.Duty == duty {
			w.add(design("task done"), dossier.TaskDone{Task: t.ID})
		}
	}
}

// answerSupply shows how the dossier stands now: to the forwarder as a receipt, to the coordinator as the
// registration.
func (w *work) answerSupply(in Message) {
	if in.From.Role == dossier.RoleReceiver {
		w.answerReceiver(in)
		return
	}
	w.queue(design("staff see what their line did"), dossier.Duty{
		Letter: dossier.LetterCaseRegistered, Step: noStep, About: in.Mail.ID,
		To:      dossier.Recipient{Role: in.From.Role, Person: in.From.Person},
		Details: dossier.LetterDetails{Missing: w.missing(), Reason: dossier.ReasonSupplied},
	})
}

// recount counts the terms anew that run from the day of receipt. What was met stays met, and an extension that was
// announced stays announced.
func (w *work) recount() {
	for i := range w.r.Terms {
		rule := &w.r.Terms[i]
		old := w.c.Term(rule.Name)
		if old == nil || (rule.From != "received" && rule.From != "filed") {
			continue
		}
		from := w.c.Received
		if rule.From == "filed" {
			from = w.c.Filed
		}
		w.add(rule.Why("counted from the day that staff name"), dossier.TermOpened{Term: carry(*old, w.count(rule, from))})
	}
}

func carry(old, t dossier.Term) dossier.Term {
	for i := range t.Steps {
		if i < len(old.Steps) && old.Steps[i].Done {
			t.Steps[i].Done = true
			t.Due, t.ActBy, t.State = t.Steps[i].To, t.Steps[i].Count.ActBy, dossier.TermExtended
		}
	}
	if old.State == dossier.TermMetState {
		t.State, t.Met, t.MetBy = old.State, old.Met, old.MetBy
	}
	return t
}
