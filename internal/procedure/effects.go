package procedure

import (
	"slices"
	"strconv"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// effect does one thing of the closed list. It refuses what cannot be done to this case.
func (d *doing) effect(e Effect) (Refusal, string) {
	switch e.Do {
	case DoLetter:
		return d.letter(e)
	case DoOpen, DoMeet, DoEnd, DoSuspend, DoResume, DoExtend:
		return d.term(e)
	case DoState:
		return d.state(e)
	case DoKind:
		d.fact(dossier.FactKind, string(e.Kind()))
		d.w.cancelUnfit(d.why)
		d.w.openFitting()
	case DoTrack:
		d.fact(dossier.FactTrack, string(e.Track()))
	case DoOutcome:
		return d.outcome(e)
	case DoParty:
		return d.party(e.Role())
	case DoAssign:
		return d.assign(e.Role())
	case DoFact:
		return d.set(e.Field())
	case DoRecord:
		d.record(e.Record())
	case DoTask:
		d.task(e.Task())
	case DoDone:
		d.w.finish(e.Task(), "")
	case DoMeasure:
		return d.measure(e.Deed())
	case DoLink, DoCase:
		return d.other(e)
	case DoRound:
		return d.round()
	case DoAccess:
		return d.access(e.Deed())
	case DoKeep:
		return d.keep(e.Deed())
	case DoRelease:
		return d.release(e.Deed())
	case DoAbsence:
		return d.absence()
	case DoAnswer:
		d.reply(e.Deed())
	case DoTray: // it belongs to the office
		return RefusedNothing, "tray"
	case DoCommands: // words about the mail itself were read before, where they have to stand
		return RefusedFirst, ""
	}
	return "", ""
}

func (d *doing) fact(field string, values ...string) {
	d.w.add(d.why, dossier.FactSet{Field: field, Values: values})
}

// state moves the case. An end cancels what is still owed, but for what a letter under way will meet; retention begins.
func (d *doing) state(e Effect) (Refusal, string) {
	to := e.State()
	if to == stateBefore {
		if d.w.c.State != dossier.StateFrozen {
			return "", ""
		}
		to = d.w.c.Before
	}
	if to == dossier.StateDestroyed {
		return "", "" // its confirmation leaves first
	}
	if to == d.w.c.State {
		return "", ""
	}
	if to == dossier.StateClosed {
		if missing := d.w.missingHard(); missing != "" {
			return RefusedNeeds, "field " + missing
		}
	}
	d.w.moveTo(d.why, to)
	return "", ""
}

// moveTo changes the state, and does what beginning or ending a case brings with it.
func (w *work) moveTo(why dossier.Basis, to dossier.State) {
	rule := w.r.States[to]
	moved := dossier.StateChanged{State: to, Public: string(rule.Public)}
	ended := rule.Ends && !w.c.Closed.IsZero() // an ended case that is filed away had its end before
	if rule.Ends {
		moved.Closed = w.ctx.Today()
	}
	if ended {
		moved.Closed = w.c.Closed
	}
	closed := w.c.Closed
	reopened := !closed.IsZero() && !rule.Ends
	w.add(why, moved)
	switch {
	case rule.Ends:
		w.stopTerms(why)
		if !ended {
			w.keepUntil()
		}
	case reopened && to == stateAppeal: // it is the appeal that runs, and nothing of before
		w.stopRetention(why)
	case reopened:
		w.resumeTerms(why, closed)
	}
	w.openFitting()
	if reopened && to != stateAppeal {
		w.handledAfterAll(why)
	}
	if rule.Ends {
		w.waiveDrafts(why)
	} else if to == w.r.Begin.State {
		w.beginLetters()
	}
}

// waiveDrafts ends the letters to parties that still wait for a person when a case ends without them; what was put up by
// this very command stays.
func (w *work) waiveDrafts(why dossier.Basis) {
	for _, d := range slices.Clone(w.c.Duties) {
		waits := d.State == dossier.DutyDraft || d.State == dossier.DutyHeld || d.State == dossier.DutyPlanned
		if waits && d.To.Party != "" && d.About != w.about {
			w.add(why, dossier.LetterWaived{Duty: d.ID})
			w.finishAll(d.ID)
		}
	}
}

// stopTerms cancels the running terms of a case that ended, except those that only wait for the server's answer to a
// letter that meets them, and those that run beside the complaint.
func (w *work) stopTerms(why dossier.Basis) {
	for _, t := range slices.Clone(w.c.Terms) {
		runs := t.Running() || t.State == dossier.TermSuspended
		if runs && t.Name != dossier.TermRetention && !w.r.underWay(&w.c, &t) && !w.beside(t.Name) {
			w.add(why, dossier.TermStopped{Term: t.Name, State: dossier.TermCancelled})
		}
	}
	for _, task := range w.c.OpenTasks() {
		switch task.Kind {
		case dossier.TaskTermPassed, dossier.TaskTermNear, dossier.TaskFindSender, dossier.TaskConfirmForward,
			dossier.TaskTooOld, dossier.TaskBeforeForce, dossier.TaskRepeated, dossier.TaskRoundLimit:
			w.add(why, dossier.TaskDone{Task: task.ID})
		}
	}
}

// beside says whether a term runs beside the complaint, whatever becomes of that: one which an act opens that does not
// move the case (a request for access to personal data).
func (w *work) beside(name dossier.TermName) bool {
	rule := w.r.Term(name)
	if rule == nil || rule.From == anchorReceived || rule.From == anchorFiled {
		return false
	}
	a := w.act(rule.From)
	return a != nil && !a.does(DoState, "")
}

// keepUntil starts the retention of an ended case (DESIGN 10.9).
func (w *work) keepUntil() {
	if w.r.Retain.Length.IsZero() {
		return
	}
	rule := TermRule{Name: dossier.TermRetention, Length: w.r.Retain.Length, Clause: w.r.Retain.Clause}
	w.add(rule.Why("retention"), dossier.TermOpened{Term: w.count(&rule, w.c.Closed)})
}

func (w *work) stopRetention(why dossier.Basis) {
	if t := w.c.Term(dossier.TermRetention); t != nil && t.State == dossier.TermOpen {
		w.add(why, dossier.TermStopped{Term: t.Name, State: dossier.TermCancelled})
	}
}

// kindNotification is what is only to be registered.
const kindNotification dossier.Kind = "notification"

// handledAfterAll makes a complaint of what was only to be registered, and sends the acknowledgement of a case that was ended
// before the complainant had one.
func (w *work) handledAfterAll(why dossier.Basis) {
	if w.c.Kind == kindNotification && w.r.Begin.Kind != "" {
		w.add(why, dossier.FactSet{Field: dossier.FactKind, Values: []string{string(w.r.Begin.Kind)}})
	}
	t := w.c.Term(w.r.Letters[dossier.LetterAcknowledgement].Meets)
	if t == nil || !t.Running() || len(w.c.PartiesAs(dossier.RoleComplainant)) == 0 || slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool {
		return d.Letter == dossier.LetterAcknowledgement && (left(d) || waitsForPerson(d) || d.State == dossier.DutySuppressed)
	}) {
		return
	}
	w.acknowledge(ackOrder{message: Message{Mail: dossier.Mail{ID: w.about}}})
}

// resumeTerms runs the terms of a case on that was ended on a day and is open again: also those that were met by its end alone,
// when nothing was decided.
func (w *work) resumeTerms(why dossier.Basis, ended calendar.Date) {
	for _, t := range slices.Clone(w.c.Terms) {
		switch {
		case t.Name == dossier.TermRetention && t.State == dossier.TermOpen:
			w.add(why, dossier.TermStopped{Term: t.Name, State: dossier.TermCancelled})
		case t.State == dossier.TermCancelled && t.Name != dossier.TermRetention, w.metByEnding(t, ended):
			t.State, t.Met, t.MetBy = dossier.TermOpen, calendar.Date{}, ""
			if t.Due != t.FirstDue {
				t.State = dossier.TermExtended
			}
			w.add(why, dossier.TermOpened{Term: t})
		}
	}
}

// metByEnding says whether a letter that only said that the case ended met a term: a withdrawal, not a ruling.
func (w *work) metByEnding(t dossier.Term, ended calendar.Date) bool {
	d := w.c.Duty(t.MetBy)
	return t.State == dossier.TermMetState && d != nil && w.c.Outcome == "" && d.Letter != dossier.LetterAcknowledgement &&
		!t.Met.Before(ended) && t.Binds == dossier.RoleOrganisation && w.r.Term(t.Name) != nil
}

// openFitting starts the terms that run for the kind and the state to which the case came, and that it does not have yet.
// They count from their own anchor all the same, so that one may be past at once.
func (w *work) openFitting() {
	for i := range w.r.Terms {
		rule := &w.r.Terms[i]
		if w.c.Term(rule.Name) != nil || !w.applies(rule) || !w.c.Closed.IsZero() {
			continue
		}
		switch rule.From {
		case anchorReceived:
			w.add(rule.Why("term "+string(rule.Name)), dossier.TermOpened{Term: w.count(rule, w.c.Received)})
		case anchorFiled:
			w.add(rule.Why("term "+string(rule.Name)), dossier.TermOpened{Term: w.count(rule, w.c.Filed)})
		}
	}
}

// cancelUnfit ends the terms that do not run for the kind that the case has become.
func (w *work) cancelUnfit(why dossier.Basis) {
	for _, t := range slices.Clone(w.c.Terms) {
		rule := w.r.Term(t.Name)
		if rule != nil && t.Running() && len(rule.Kinds) > 0 && !slices.Contains(rule.Kinds, w.c.Kind) {
			w.add(why, dossier.TermStopped{Term: t.Name, State: dossier.TermCancelled})
		}
	}
}

// outcome sets how the case ended: a name, the one given, or the one of the proposal that is approved.
func (d *doing) outcome(e Effect) (Refusal, string) {
	value := e.Outcome()
	switch value {
	case outcomeGiven:
		value = d.args.Outcome
	case outcomeProposed:
		p := d.w.recorded(recordProposal, 0)
		if len(p) == 0 {
			return RefusedNothing, recordProposal
		}
		last := p[len(p)-1]
		if last.Person != "" && last.Person == d.in.From.Person {
			return RefusedOwn, recordProposal
		}
		value = last.Value
	}
	if value != "" {
		d.args.Outcome = value
		d.fact(dossier.FactOutcome, value)
	}
	return "", ""
}

const recordProposal = "proposal"

// record keeps what the act writes down.
func (d *doing) record(name string) {
	if name == recordNote {
		d.w.add(d.why, dossier.Noted{Text: d.args.Text, Mail: d.in.Mail.ID})
		return
	}
	r := dossier.Recorded{
		Record: name, Text: d.args.Text, Day: d.args.Date, Party: d.args.Party, Person: d.args.Person, Mail: d.in.Mail.ID,
		Value: d.value(), Amount: d.args.Amount,
	}
	if r.Day.IsZero() {
		r.Day = d.w.ctx.Today()
	}
	if name == recordProposal {
		r.Person = d.in.From.Person
	}
	if r.Party == "" && d.script.party {
		r.Party = d.in.From.Party
	}
	d.w.add(d.why, r)
}

// value is the one word of an answer that the command gave, an outcome, or "what=yes" of a consent.
func (d *doing) value() string {
	if what := d.args.Answers[recordConsent]; what != "" {
		return what + "=" + d.args.Answers["yes_no"]
	}
	if d.args.Outcome != "" {
		return d.args.Outcome
	}
	for _, need := range slices.Concat(d.a.Needs, d.a.May) {
		if v := d.args.Answers[need]; v != "" && need != "yes_no" {
			return v
		}
	}
	return d.args.Word
}

// task opens what waits for a person, with the day that was given or that the regulation's reminder says.
func (d *doing) task(kind dossier.TaskKind) {
	rule := d.w.r.Tasks[kind]
	t := dossier.Task{Kind: kind, For: rule.For, Due: d.args.Date, Mail: d.in.Mail.ID}
	if !rule.Remind.IsZero() {
		t.Due = d.w.ctx.Calendars.Count(d.w.ctx.Today(), rule.Remind, calendar.RollNone).Due
	}
	d.w.task(d.why, t)
}

// measure proposes a measure, or says what became of one.
func (d *doing) measure(what Deed) (Refusal, string) {
	w := d.w
	if what == MeasurePropose {
		n := w.ctx.NextMeasure + w.measures
		w.measures++
		m := dossier.Measure{
			ID: "M" + strconv.Itoa(max(n, 1)), Text: d.args.Text, Person: d.args.Person, Owner: string(d.args.Person),
			Proposed: w.ctx.Today(), Due: d.args.Date,
		}
		if d.args.Outside != nil {
			m.Owner = d.args.Outside.Address
		}
		w.add(d.why, dossier.MeasureSet{Measure: m})
		return "", ""
	}
	i := slices.IndexFunc(w.c.Measures, func(m dossier.Measure) bool { return m.ID == d.args.Measure })
	if i < 0 {
		return RefusedNothing, "measure"
	}
	m := w.c.Measures[i]
	if what == MeasureDone {
		m.Done, m.Reason = d.args.Date, ""
	} else {
		m.Reason = d.args.Text
	}
	w.add(d.why, dossier.MeasureSet{Measure: m})
	return "", ""
}

// absence asks the office to note it: it belongs to no case.
func (d *doing) absence() (Refusal, string) {
	who := d.args.Person
	if who == "" && d.args.Role != "" {
		for _, p := range d.w.ctx.People {
			if slices.Contains(p.Roles, d.args.Role) {
				who = p.ID
			}
		}
	}
	if who == "" {
		who = d.in.From.Person
	}
	until := d.args.Until
	if until.IsZero() {
		until = d.args.Date
	}
	if until.Before(d.args.Date) || until.Before(d.w.ctx.Today()) {
		return RefusedDate, "period"
	}
	d.w.orders = append(d.w.orders, Order{Do: OrderAbsence, Person: who, From: d.args.Date, Until: until})
	return "", ""
}
