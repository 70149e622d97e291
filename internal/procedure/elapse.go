package procedure

import (
	"klachtd/internal/dossier"
)

// elapsed carries out an entry of the agenda whose moment came. An entry that the case no longer has is nothing:
// between the ring of the timer and now somebody acted.
func (w *work) elapsed(in Elapsed) {
	w.by = dossier.Actor{Role: dossier.RoleClock}
	e, ok := w.current(in.Entry)
	if !ok {
		return
	}
	switch e.Kind {
	case EntryStep:
		w.step(e, in.Late)
	case EntryReminder:
		w.remind(e, in.Late)
	case EntryEnd:
		w.pass(e, in.Late)
	case EntryAlert:
		w.alert(e)
	case EntryKeep:
		w.kept(e)
	}
}

func (w *work) current(e Entry) (Entry, bool) {
	for _, have := range w.r.Agenda(&w.c, w.ctx) {
		if have.Day == e.Day && have.Kind == e.Kind && have.Term == e.Term && have.Step == e.Step && have.Index == e.Index {
			return have, true
		}
	}
	return Entry{}, false
}

func (w *work) why(e Entry, rule string) dossier.Basis {
	return dossier.Basis{Article: e.Article, Rule: rule}
}

// step sends the notice of an extension and moves the term. Late, or when the regulation wants a draft, the notice
// waits for the coordinator and the term stands where it stood (DESIGN 10.6). So it does while a forward waits for
// its forwarder's word: whom an unproved mail names hears nothing, at the end of a term no more than at once.
func (w *work) step(e Entry, late bool) {
	t := w.c.Term(e.Term)
	s := t.Steps[e.Step]
	why := w.why(e, "extension "+itoa(e.Step+1))
	hold := ""
	switch {
	case late:
		hold = "late"
	case w.held():
		hold = "unconfirmed"
	case e.Mode == ModeDraft:
		hold = "mode"
	}
	for _, role := range e.To {
		for _, to := range w.recipients(role) {
			w.stepLetter(why, e, to, s, hold)
		}
	}
	if hold == "unconfirmed" {
		w.notify(why, dossier.LetterTask, dossier.LetterDetails{
			Task: dossier.TaskConfirmForward, Reason: hold, Term: e.Term, DueDate: e.Due, ActBy: e.ActBy,
		})
	}
	if hold != "" && owed(&w.c, e.Term, e.Step) {
		return
	}
	w.add(why, dossier.TermExtendedTo{
		Term: e.Term, Due: s.To, ActBy: s.Count.ActBy, Step: e.Step, Reason: "not settled in time",
	})
}

func (w *work) stepLetter(why dossier.Basis, e Entry, to dossier.Recipient, s dossier.Step, hold string) {
	d := w.duty(why, dossier.Duty{
		Letter: e.Letter, To: to, Term: e.Term, Step: e.Step, Due: e.Due, Article: e.Article,
		Details: dossier.LetterDetails{Term: e.Term, Date: s.To, DueDate: e.Due, ActBy: s.Count.ActBy},
	})
	if hold == "" {
		w.queue(why, d)
		return
	}
	d.State, d.Reason = dossier.DutyDraft, hold
	w.add(why, dossier.LetterDrafted{Duty: d})
	w.task(why, dossier.Task{Kind: dossier.TaskLateLetter, Duty: d.ID, Letter: d.Letter, Reason: hold})
}

// remind writes to staff. A reminder whose time is past says nothing any more: it is noted, and the list of what is
// late says the rest.
func (w *work) remind(e Entry, late bool) {
	why := w.why(e, "reminder")
	for _, to := range w.everybody(e.To) {
		d := w.duty(why, dossier.Duty{
			Letter: e.Letter, To: to, Term: e.Term, Step: noStep, Article: e.Article,
			Details: dossier.LetterDetails{Term: e.Term, Date: e.Day, DueDate: e.Due, ActBy: e.ActBy},
		})
		if late {
			d.State, d.Reason = dossier.DutyWaived, "late"
			w.add(why, dossier.LetterDrafted{Duty: d})
			continue
		}
		w.queue(why, d)
	}
}

// pass records that a term ended without what it asks, and tells those who have to know.
func (w *work) pass(e Entry, late bool) {
	why := w.why(e, "term passed")
	w.add(why, dossier.TermHasPassed{Term: e.Term, On: e.Due})
	w.task(why, dossier.Task{Kind: dossier.TaskTermPassed, Reason: string(e.Term)})
	if late {
		return
	}
	if rule := w.r.Term(e.Term); rule.AtEnd.Repeat != "" {
		return // the alert of the next working day says it
	}
	for _, role := range e.To {
		w.tell(why, role, dossier.LetterTask, dossier.LetterDetails{
			Task: dossier.TaskTermPassed, Term: e.Term, Date: w.ctx.Today(), DueDate: e.Due, ActBy: e.ActBy,
		})
	}
}

// alert tells again, on each working day, that a term is over.
func (w *work) alert(e Entry) {
	why := w.why(e, "term is over")
	day := w.ctx.Today()
	if day.Before(e.Day) {
		day = e.Day
	}
	for _, to := range w.everybody(e.To) {
		w.queue(why, w.duty(why, dossier.Duty{
			Letter: e.Letter, To: to, Term: e.Term, Step: noStep, Article: e.Article,
			Details: dossier.LetterDetails{Term: e.Term, Date: day, DueDate: e.Due, ActBy: e.ActBy, Reason: "passed"},
		}))
	}
}

// kept says that the retention of a case is over: it now stands in the list of what a person may destroy.
func (w *work) kept(e Entry) {
	w.add(w.why(e, "retention is over"), dossier.TermHasPassed{Term: e.Term, On: e.Due})
}
