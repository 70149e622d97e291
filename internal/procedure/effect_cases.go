package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/dossier"
)

// linkEarlier and the others say how two cases belong together.
const (
	linkEarlier     = "earlier"
	linkNewFacts    = "new facts"
	linkRetaliation = "retaliation"
	linkSplit       = "split"
	linkMerged      = "merged"
)

// other does what concerns another case as well: the shell carries it out as an order.
func (d *doing) other(e Effect) (Refusal, string) {
	w := d.w
	switch e.Deed() {
	case CaseMerge:
		return d.merge()
	case CaseSplit:
		return d.split()
	case CaseMove:
		return d.move()
	case LinkRetaliation: // and CaseRetaliation
		o := Order{Do: OrderOpen, Mail: w.lastOfComplainant(), Kind: linkRetaliation, How: linkRetaliation, Text: d.args.Text}
		if i := slices.IndexFunc(w.r.Category, func(c CategoryRule) bool { return c.Kind == o.Kind }); i >= 0 {
			o.Facts = map[string]string{dossier.FactCategory: w.r.Category[i].Name}
		}
		w.orders = append(w.orders, o)
	}
	return "", "" // the channels of a case that this mail opened are known already
}

func (d *doing) merge() (Refusal, string) {
	if d.args.Ref == 0 || d.args.Ref == d.w.c.Ref {
		return RefusedCase, "case"
	}
	link := dossier.Link{Number: d.args.Case, Ref: d.args.Ref, How: linkMerged}
	d.w.add(d.why, dossier.MergedInto{Link: link})
	d.w.orders = append(d.w.orders, Order{Do: OrderMerge, Case: d.args.Ref})
	return "", ""
}

// split makes a case of its own of a message: the one that the command names, or the last one of the complainant.
func (d *doing) split() (Refusal, string) {
	mail := d.messageMeant()
	if mail == "" || !d.w.c.Holds(mail) {
		return RefusedNothing, "message"
	}
	if d.w.severalIn(mail) {
		d.w.finish(dossier.TaskSeveral, "")
		d.w.orders = append(d.w.orders, Order{Do: OrderEach, Mail: mail, How: linkSplit})
		return "", ""
	}
	if mail == d.w.c.First() || d.w.isSplitOff(mail) { // the case would be left without its complaint, or has let it go before
		return RefusedNothing, "message"
	}
	how := linkSplit
	if d.a.doesDeed(DoLink, LinkNewFacts) {
		how = linkNewFacts
	}
	d.w.add(d.why, dossier.SplitOff{Mail: mail, Link: dossier.Link{How: how}})
	d.w.orders = append(d.w.orders, Order{Do: OrderOpen, Mail: mail, How: how})
	return "", ""
}

// messageMeant is the message that the command names, or that the answered letter is about; the last one of the complainant
// where that is the complaint itself, which begins the case and is none to take out.
func (d *doing) messageMeant() dossier.MailID {
	mail := d.args.Message
	if mail == "" || strings.TrimSpace(d.line.Rest) == "" && mail == d.w.c.First() && !d.w.severalIn(mail) {
		return d.w.lastOfComplainant()
	}
	return mail
}

// severalIn says whether a message encloses several complaints that nobody has taken apart yet.
func (w *work) severalIn(mail dossier.MailID) bool {
	return slices.ContainsFunc(w.c.OpenTasks(), func(t dossier.Task) bool { return t.Kind == dossier.TaskSeveral && t.Mail == mail })
}

func (d *doing) move() (Refusal, string) {
	if d.args.Ref == 0 || d.args.Ref == d.w.c.Ref {
		return RefusedCase, "case"
	}
	mail := d.messageMeant()
	if mail == "" || !d.w.c.Holds(mail) || mail == d.w.c.First() || d.w.isSplitOff(mail) {
		return RefusedNothing, "message"
	}
	d.w.add(d.why, dossier.SplitOff{Mail: mail, Link: dossier.Link{Number: d.args.Case, Ref: d.args.Ref, How: linkSplit}})
	d.w.orders = append(d.w.orders, Order{Do: OrderFile, Mail: mail, Case: d.args.Ref})
	return "", ""
}

// isSplitOff says whether a message was moved out of the case before.
func (w *work) isSplitOff(mail dossier.MailID) bool {
	return slices.ContainsFunc(w.journal(), func(e dossier.Event) bool {
		s, ok := e.Body.(dossier.SplitOff)
		return ok && s.Mail == mail
	})
}

// lastOfComplainant is the newest message of the complainant, the first one when there is no other.
func (w *work) lastOfComplainant() dossier.MailID {
	last := dossier.MailID("")
	for _, e := range w.journal() {
		switch b := e.Body.(type) {
		case dossier.Received:
			last = b.Mail.ID
		case dossier.Filed:
			p, _ := w.c.Party(e.By.Party)
			if !byMachine(b) && (p.Role == dossier.RoleComplainant || p.Role == dossier.RoleRepresentative) {
				last = b.Mail.ID
			}
		}
	}
	return last
}

// keep holds, freezes, releases or destroys the dossier.
func (d *doing) keep(what Deed) (Refusal, string) {
	switch what {
	case KeepHold:
		d.fact(dossier.FactHold, answerYes)
	case KeepRelease:
		if !d.w.c.Hold && d.w.c.State != dossier.StateFrozen {
			return RefusedNothing, string(KeepHold)
		}
		d.fact(dossier.FactHold)
	case KeepDestroy:
		return d.destroy()
	}
	return "", ""
}

// destroy orders the destruction of an ended dossier. It is carried out once the confirmation has left (DESIGN section 7).
func (d *doing) destroy() (Refusal, string) {
	w := d.w
	busy := func(s dossier.DutyState) bool { return s == dossier.DutyQueued || s == dossier.DutyUnknown }
	switch {
	case w.c.Hold, w.c.State == dossier.StateFrozen:
		return RefusedOpen, string(KeepHold)
	case w.c.Closed.IsZero():
		return RefusedState, string(w.c.State)
	case slices.ContainsFunc(w.c.Duties, func(x dossier.Duty) bool {
		return busy(x.State) && x.To.Party != "" && x.Letter != dossier.LetterDestruction
	}):
		return RefusedOpen, "letters"
	}
	w.add(d.why, dossier.DestructionOrdered{})
	return "", ""
}

// destroyed ends a dossier whose confirmation has left, or for which nobody can be told.
func (w *work) destroyed(why dossier.Basis) {
	if !w.c.Destroying {
		return
	}
	for _, d := range w.c.Duties {
		if d.Letter == dossier.LetterDestruction && d.State != dossier.DutyAccepted && d.State != dossier.DutyWaived &&
			d.State != dossier.DutyRefused && d.State != dossier.DutyBounced {
			return
		}
	}
	w.add(why, dossier.Destroyed{On: w.ctx.Today()})
	w.orders = append(w.orders, Order{Do: OrderDestroy, Case: w.c.Ref})
}

// release lets drafts go, or records that a letter went by another way.
func (d *doing) release(what Deed) (Refusal, string) {
	w := d.w
	if what == ReleaseDraft {
		n := 0
		for _, duty := range slices.Clone(w.c.Duties) {
			if duty.State != dossier.DutyDraft && !(duty.State == dossier.DutySuppressed && duty.To.Party != "") {
				continue
			}
			n++
			duty.State, duty.Reason, duty.NotBefore = "", "", w.ctx.Now.Add(w.ctx.Recall).UTC()
			if d.args.Text != "" {
				duty.Details.Text = d.args.Text
			}
			w.queue(d.why, duty)
			w.finishAll(duty.ID)
			w.stepReleased(d.why, duty)
		}
		if n == 0 && !slices.ContainsFunc(d.a.Effects, func(e Effect) bool { return e.Do == DoLetter && w.allHold(e.If, d.scope) }) {
			return RefusedNothing, "draft"
		}
		return "", ""
	}
	way, day := d.args.Answers["way"], d.args.Date
	if day.IsZero() {
		day = w.arrivedOn() // "#verzonden mail": today, unless somebody says another day
	}
	if day.After(w.ctx.Today()) || day.Before(w.c.Received) {
		return RefusedDate, "date"
	}
	records := slices.ContainsFunc(d.todo, func(e Effect) bool { return e.Do == DoRecord })
	if !w.sentElsewhere(d.why, way, day) && !records {
		return RefusedNothing, "draft"
	}
	return "", ""
}

// stepReleased moves the term whose extension a released letter announces.
func (w *work) stepReleased(why dossier.Basis, d dossier.Duty) {
	t := w.c.Term(d.Term)
	if t == nil || d.Step < 0 || d.Step >= len(t.Steps) || t.Steps[d.Step].Done {
		return
	}
	s := t.Steps[d.Step]
	w.add(why, dossier.TermExtendedTo{Term: t.Name, Due: s.To, ActBy: s.Count.ActBy, Step: d.Step, Reason: "released"})
	w.finishReason(dossier.TaskTermPassed, string(t.Name))
}

// reply orders the letter that answers a question to klachtd itself.
func (d *doing) reply(what Deed) {
	letter := map[Deed]dossier.LetterName{
		AnswerHelp: dossier.LetterHelp, AnswerStatus: dossier.LetterStatus, AnswerAgenda: dossier.LetterStatus, AnswerDossier: dossier.LetterDossierCopy,
		AnswerAccess: dossier.LetterDossierCopy,
	}[what]
	if what == AnswerHelp && wantsForm(d.args) {
		letter = dossier.LetterFormTemplate
	}
	w := d.w
	answer := dossier.Duty{
		Letter: letter, To: w.sender(), Step: noStep, About: d.in.Mail.ID, NotBefore: w.ctx.Now.UTC(),
		Details: dossier.LetterDetails{Reason: string(what), With: replyWith(what), Date: w.ctx.Today().AddDays(d.args.Days)},
	}
	if d.script.party && d.in.Automatic != "" {
		w.limitAnswer(d.why, answer, d.in.Automatic)
		return
	}
	w.queue(d.why, answer)
}

// limitAnswer keeps back an answer to a party who had his letters of the day; one task says so, however often he asks.
func (w *work) limitAnswer(why dossier.Basis, answer dossier.Duty, reason string) {
	answer = w.duty(why, answer)
	answer.Reason = reason
	w.add(why, dossier.LetterSuppressed{Duty: answer})
	waits := func(t dossier.Task) bool { return t.Kind == dossier.TaskLimit && t.Letter == answer.Letter }
	if !slices.ContainsFunc(w.c.OpenTasks(), waits) {
		w.task(why, dossier.Task{Kind: dossier.TaskLimit, Duty: answer.ID, Letter: answer.Letter, Reason: reason})
	}
}

func replyWith(what Deed) []string {
	if what == AnswerDossier {
		return []string{"dossier"}
	}
	return nil
}

// wantsForm says whether somebody asks for the form to fill in: "#help formulier".
func wantsForm(a Args) bool { return a.Word == "formulier" || a.Word == "form" }
