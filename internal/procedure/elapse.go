package procedure

import (
	"cmp"
	"slices"

	"klachtd/internal/calendar"
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
	case EntryNotice:
		w.lastNotice(e)
	case EntryTask:
		w.remindTask(e)
	case EntryAfter:
		w.after(e, in.Late)
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
		if have.Day == e.Day && have.Kind == e.Kind && have.Term == e.Term && have.Step == e.Step && have.Mark == e.Mark &&
			have.Task == e.Task {
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
	if limit, until, ok := w.standing(); ok && s.To == limit.Due && w.within(e.Term, limit.Name) {
		s.To, s.Count.ActBy = until, w.ctx.Calendars.Office.OnOrBefore(until)
	}
	why := w.why(e, "extension "+itoa(e.Step+1))
	hold := ""
	switch {
	case late:
		hold = "late"
	case w.held():
		hold = "unconfirmed"
	case w.c.State == dossier.StateFrozen:
		hold = reasonFrozen
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
// late says the rest. So is one that turned out to be needless.
func (w *work) remind(e Entry, late bool) {
	why := w.why(e, "reminder")
	rule := w.r.Term(e.Term)
	var to []dossier.Role
	var offers []string
	reason := ""
	for _, i := range e.Rules {
		rr := rule.Remind[i]
		held := w.heldBy(rr.Unless)
		if rr.Record != "" {
			w.add(rr.Why("looked at"), dossier.Recorded{Record: rr.Record, Text: cmp.Or(held, "open"), Day: e.Mark})
		}
		if held == "" {
			to, offers, reason = union(to, rr.To), append(offers, w.possible(rr.Offers, e)...), cmp.Or(reason, rr.says())
		}
	}
	details := dossier.LetterDetails{Term: e.Term, Date: e.Mark, DueDate: e.Due, ActBy: e.ActBy, Offers: offers, Reason: reason}
	if late || len(to) == 0 {
		reason = "late"
		if len(to) == 0 {
			reason = "needless"
		}
		w.waive(why, e, details, reason)
		return
	}
	w.write(why, e, to, details)
}

// says is what a reminder of this rule tells besides the term.
func (r ReminderRule) says() string {
	switch {
	case r.Record != "":
		return dossier.ReasonCheck
	case len(r.Unless) > 0:
		return dossier.ReasonIdle
	}
	return ""
}

// possible leaves out the acts that could put a term off, of one that ends with its limit: no later day would be taken.
func (w *work) possible(offers []string, e Entry) []string {
	return slices.DeleteFunc(slices.Clone(offers), func(name string) bool {
		a := w.r.Named(name)
		return a != nil && a.does(DoExtend, string(e.Term)) && w.atLimit(a, e.Due)
	})
}

// atLimit says whether a gate of an act would let no day pass that lies after this one.
func (w *work) atLimit(a *Act, day calendar.Date) bool {
	return slices.ContainsFunc(a.Gates, func(g Gate) bool {
		return g.Then == ThenRefuse && slices.ContainsFunc(g.Any, func(c Condition) bool {
			limit := w.c.Term(dossier.TermName(c.Name))
			return c.Is == CondWithin && limit != nil && !day.Before(latest(limit))
		})
	})
}

// heldBy is the phrase of the condition that makes a reminder needless, "" when none does.
func (w *work) heldBy(unless []Condition) string {
	for _, c := range unless {
		if w.holds(c, scope{}) {
			return string(c.Is) + " " + c.Name
		}
	}
	return ""
}

// waive notes that a letter of time is over without having left.
func (w *work) waive(why dossier.Basis, e Entry, details dossier.LetterDetails, reason string) {
	to := dossier.Recipient{Role: dossier.RoleCoordinator}
	d := w.duty(why, dossier.Duty{Letter: e.Letter, To: to, Term: e.Term, Step: noStep, Article: e.Article, Details: details})
	d.State, d.Reason = dossier.DutyWaived, reason
	w.add(why, dossier.LetterDrafted{Duty: d})
}

// write sends a letter of time to everybody with one of the roles.
func (w *work) write(why dossier.Basis, e Entry, to []dossier.Role, details dossier.LetterDetails) {
	for _, r := range w.everybody(to) {
		w.queue(why, dossier.Duty{Letter: e.Letter, To: r, Term: e.Term, Step: noStep, Article: e.Article, Details: details})
	}
}

// lastNotice says that a delay has to be told today to be told in time.
func (w *work) lastNotice(e Entry) {
	w.write(w.why(e, "last day for a notice"), e, e.To, dossier.LetterDetails{
		Term: e.Term, Date: e.Mark, DueDate: e.Due, ActBy: e.ActBy, Reason: "notice", Offers: w.extenders(e.Term),
	})
}

// extenders are the acts that put a term off.
func (w *work) extenders(term dossier.TermName) []string {
	var names []string
	for i := range w.r.Acts {
		if w.r.Acts[i].does(DoExtend, string(term)) {
			names = append(names, w.r.Acts[i].Name)
		}
	}
	return names
}

// remindTask reminds of a task whose day has come.
func (w *work) remindTask(e Entry) {
	for _, t := range w.c.OpenTasks() {
		if t.ID == e.Task {
			w.write(w.why(e, "the day of a task"), e, e.To, dossier.LetterDetails{
				Task: t.Kind, Date: t.Due, DueDate: t.Due, Reason: reasonTask, Offers: w.finishers(t.Kind),
			})
			return
		}
	}
}

// finishers are the acts that end a task.
func (w *work) finishers(kind dossier.TaskKind) []string {
	var names []string
	for i := range w.r.Acts {
		if w.r.Acts[i].does(DoDone, string(kind)) {
			names = append(names, w.r.Acts[i].Name)
		}
	}
	return names
}

// pass records that a term ended without what it asks. Who has to know hears of it on the morning of the next working
// day, unless klachtd was away: then the list of what is late says it.
func (w *work) pass(e Entry, late bool) {
	rule := w.r.Term(e.Term)
	if rule.AtEnd.Lapses {
		w.add(w.why(e, "term lapsed"), dossier.TermStopped{Term: e.Term, State: dossier.TermLapsed})
		return
	}
	why := w.why(e, "term passed")
	if t := w.c.Term(e.Term); t != nil && w.isTurn(e.Term) {
		w.resumeLimit(*t, e.Due)
	}
	w.add(why, dossier.TermHasPassed{Term: e.Term, On: e.Due})
	w.task(rule.AtEnd.Why("term passed"), dossier.Task{
		Kind: dossier.TaskTermPassed, For: cmp.Or(rule.AtEnd.Ask, dossier.RoleCoordinator), Reason: string(e.Term),
	})
	if late && rule.AtEnd.Repeat == "" {
		w.waive(why, Entry{Letter: dossier.LetterReminder, Term: e.Term, Article: e.Article}, dossier.LetterDetails{
			Term: e.Term, Date: w.ctx.Today(), DueDate: e.Due, ActBy: e.ActBy, Reason: "passed",
		}, "late")
	}
}

// stateAwaitingSignature is that of a case whose letter waits to be signed.
const stateAwaitingSignature dossier.State = "awaiting_signature"

// reasonPaused is why a letter is not ready then.
const reasonPaused = "paused"

// reasonFrozen is why a letter of time waits for a person: in a frozen case nothing is handled.
const reasonFrozen = "frozen"

// after sends the letter that a passed term demands, to its own audience.
func (w *work) after(e Entry, late bool) {
	why := w.why(e, "after the end of a term")
	rule := w.r.Letters[e.Letter]
	details := dossier.LetterDetails{Term: e.Term, DueDate: e.Due}
	if w.c.State == stateAwaitingSignature {
		details.Reason = reasonPaused
	}
	sent := false
	for _, role := range slices.Concat(rule.To, rule.Cc) {
		for _, to := range w.recipients(role) {
			sent = true
			d := w.duty(why, dossier.Duty{Letter: e.Letter, To: to, Term: e.Term, Step: noStep, Article: e.Article, Details: details})
			frozen := w.c.State == dossier.StateFrozen
			if !late && !frozen && e.Mode != ModeDraft {
				w.queue(why, d)
				continue
			}
			d.State, d.Reason = dossier.DutyDraft, "mode"
			switch {
			case late:
				d.Reason = "late"
			case frozen:
				d.Reason = reasonFrozen
			}
			w.add(why, dossier.LetterDrafted{Duty: d})
			w.task(why, dossier.Task{Kind: dossier.TaskLateLetter, Duty: d.ID, Letter: d.Letter, Reason: d.Reason})
		}
	}
	if !sent {
		w.waive(why, e, details, "nobody")
	}
}

// alert tells that a term is over: who has to decide what now, with the choices; all others that it is.
func (w *work) alert(e Entry) {
	why := w.why(e, "term is over")
	rule := w.r.Term(e.Term)
	day := w.ctx.Today()
	if day.Before(e.Day) {
		day = e.Day
	}
	details := dossier.LetterDetails{Term: e.Term, Date: day, DueDate: e.Due, ActBy: e.ActBy, Reason: "passed", Offers: rule.AtEnd.Offers}
	for _, to := range w.everybody(e.To) {
		d := dossier.Duty{Letter: dossier.LetterReminder, To: to, Term: e.Term, Step: noStep, Article: e.Article, Details: details}
		if rule.AtEnd.Ask != "" {
			d.Letter, d.Details.Task = dossier.LetterTask, dossier.TaskTermPassed
		}
		w.queue(why, d)
	}
}

// kept says that the retention of a case is over: it now stands in the list of what a person may destroy.
func (w *work) kept(e Entry) {
	w.add(w.why(e, "retention is over"), dossier.TermHasPassed{Term: e.Term, On: e.Due})
}
