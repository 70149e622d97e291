package procedure

import (
	"cmp"
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// roundTerm is the term of a turn.
func roundTerm(n int) dossier.TermName { return dossier.TermName("round_" + itoa(n)) }

// isTurn says whether a term is that of a turn.
func (w *work) isTurn(name dossier.TermName) bool {
	for n := range w.r.Rounds.Order {
		if name == roundTerm(n+1) {
			return true
		}
	}
	return false
}

// WarnRounds begins a warning of a transcript about turns that do not fit: with a BeyondLimit behind it, or with
// "settle" when a case with turns will hardly be settled in its first term.
const WarnRounds = "rounds "

// warnOfRounds tells, when a case comes to have turns, that it will hardly be settled in its first term.
func (d *doing) warnOfRounds(role dossier.Role) {
	w := d.w
	t := w.c.Term(dossier.TermSettle)
	if role == "" || role != w.r.Rounds.OnlyWith || len(w.r.Rounds.Order) == 0 || t == nil || t.State != dossier.TermOpen {
		return
	}
	if end := w.ctx.Calendars.Count(w.ctx.Today(), w.r.Rounds.Order[0].Length, calendar.RollForward).Due; end.After(t.Due) {
		d.line.Warned = append(d.line.Warned, WarnRounds+"settle")
	}
}

// round opens the next turn: what was said goes to the other side, with a day to answer. A turn in which there is
// nothing to answer is passed over and recorded.
func (d *doing) round() (Refusal, string) {
	w := d.w
	n := w.c.Round + 1
	if n > len(w.r.Rounds.Order) {
		return RefusedNothing, "round"
	}
	if t := w.c.Term(roundTerm(n - 1)); t != nil && (t.State == dossier.TermOpen || t.State == dossier.TermExtended) {
		return RefusedTurn, string(t.Name)
	}
	if t := w.c.Term(roundTerm(n - 1)); t != nil && t.State == dossier.TermPassed {
		w.passOver(w.r.Rounds.Order[n-2], n-1, d.in.Mail.ID)
		w.add(w.r.Rounds.Order[n-2].Why("the next round begins"), dossier.TermStopped{Term: t.Name, State: dossier.TermLapsed})
		w.finishReason(dossier.TaskTermPassed, string(t.Name))
	}
	turn := w.r.Rounds.Order[n-1]
	said := w.turnSaid(n)
	d.fact(dossier.FactRound, itoa(n))
	if d.args.Answers["skip"] != "" || len(said) == 0 {
		w.passOver(turn, n, d.in.Mail.ID)
		d.line.Warned = append(d.line.Warned, WarnRounds+"skipped")
		return "", ""
	}
	due, warn := w.turnEnd(turn, calendar.Of(w.ctx.Now.Add(w.ctx.Recall), w.ctx.Location))
	if warn {
		d.line.Warned = append(d.line.Warned, WarnRounds+string(cmp.Or(w.r.Rounds.BeyondLimit, BeyondWarn)))
		w.beyond(due)
	}
	for _, to := range w.recipients(turn.Party) {
		duty := dossier.Duty{
			Letter: w.r.Rounds.Letter, To: to, Step: noStep, About: d.in.Mail.ID, NotBefore: w.ctx.Now.Add(w.ctx.Recall).UTC(),
			Article: turn.Article,
			Details: dossier.LetterDetails{
				Round: n, Last: turn.Last, DueDate: due, Words: said, With: []string{"statement"}, Term: roundTerm(n), Party: to.Party,
				Hidden: w.hidden(to), Text: d.args.Text,
			},
		}
		w.queue(turn.Why("round "+itoa(n)), duty)
	}
	return "", ""
}

// passOver records, once, that a turn went by without a word or was passed over.
func (w *work) passOver(turn RoundRule, n int, mail dossier.MailID) {
	record := w.r.Rounds.Skipped
	if record == "" {
		record = recordSkipped
	}
	for _, k := range w.recorded(record, 0) {
		if k.Value == itoa(n) {
			return
		}
	}
	w.add(turn.Why("passed over"), dossier.Recorded{Record: record, Value: itoa(n), Day: w.ctx.Today(), Mail: mail})
}

// recordSkipped stands in where a regulation names no record for it.
const recordSkipped = "round_skipped"

// turnSaid is what the party of a turn can react to: the complaint, or what the party of the turn before wrote.
func (w *work) turnSaid(n int) []dossier.Source {
	if n == 1 {
		return w.complaint()
	}
	before := w.r.Rounds.Order[n-2].Party
	since := 0
	for _, e := range w.journal() {
		if q, ok := e.Body.(dossier.LetterQueued); ok && q.Duty.Letter == w.r.Rounds.Letter && q.Duty.Details.Round == n-1 {
			since = e.Seq
		}
	}
	if since == 0 {
		return nil
	}
	var said []dossier.Source
	for _, e := range w.journal() {
		f, ok := e.Body.(dossier.Filed)
		if !ok || e.Seq < since || byMachine(f) {
			continue
		}
		p, _ := w.c.Party(e.By.Party)
		if p.Role == before || before == dossier.RoleComplainant && p.Role == dossier.RoleRepresentative {
			said = append(said, dossier.Source{Mail: f.Mail.ID, Seq: e.Seq, Party: p.ID, Day: calendar.Of(f.Mail.Arrived, w.ctx.Location)})
		}
	}
	return said
}

// turnEnd is the last day of a turn that begins on a day, and whether that lies beyond the limit.
func (w *work) turnEnd(turn RoundRule, from calendar.Date) (due calendar.Date, beyond bool) {
	due = w.ctx.Calendars.Count(from, turn.Length, calendar.RollForward).Due
	limit := w.c.Term(w.r.Rounds.Limit)
	if limit == nil || !due.After(limit.Due) {
		return due, false
	}
	if w.r.Rounds.BeyondLimit == BeyondCap {
		end := before(limit.Due, w.r.Rounds.Margin, w.ctx)
		if w.r.Rounds.Margin.IsZero() {
			end = w.ctx.Calendars.Office.AddOpen(limit.Due, -1)
		}
		if end.Before(from) {
			end = from
		}
		return end, true
	}
	return due, true
}

// beyond records why the limit will be passed and tells the parties once, or lets the limit stand still until the turn ends.
func (w *work) beyond(end calendar.Date) {
	rounds := w.r.Rounds
	why := rounds.Why("both sides are heard")
	if rounds.BeyondLimit == BeyondCap {
		return
	}
	if t := w.c.Term(rounds.Limit); rounds.BeyondLimit == BeyondSuspend && t != nil && t.Running() {
		limit := *t
		w.add(why, dossier.TermStopped{Term: limit.Name, State: dossier.TermSuspended})
		until := limit.Due.AddDays(calendar.Of(w.ctx.Now.Add(w.ctx.Recall), w.ctx.Location).DaysUntil(end))
		if w.follow(limit, until) {
			w.noticeOfTurns(why, until)
		}
		return
	}
	if rounds.Overrun != "" && len(w.recorded(rounds.Overrun, 0)) == 0 {
		w.add(why, dossier.Recorded{Record: rounds.Overrun, Day: w.ctx.Today(), Text: w.r.States[dossier.StateRounds].Title.In(w.r.Language)})
	}
	w.noticeOfTurns(why, w.lastTurnEnd())
}

// noticeOfTurns tells each party once that the turns take longer, and until when.
func (w *work) noticeOfTurns(why dossier.Basis, last calendar.Date) {
	rounds := w.r.Rounds
	if rounds.Notice == "" || slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool { return d.Letter == rounds.Notice && d.Details.Reason == reasonRounds }) {
		return
	}
	for _, to := range w.addressees(AudienceEachParty, scope{}) {
		w.queue(why, dossier.Duty{
			Letter: rounds.Notice, To: to, Step: noStep, About: w.about, NotBefore: w.ctx.Now.Add(w.ctx.Recall).UTC(),
			Details: dossier.LetterDetails{Date: last, Reason: reasonRounds, Term: rounds.Limit},
		})
	}
}

// reasonRounds is the reason of a notice of delay that the turns of the parties bring.
const reasonRounds = "rounds"

// follow moves the terms that end with the limit to where it will end, and says whether there are any.
func (w *work) follow(limit dossier.Term, due calendar.Date) (moved bool) {
	for _, t := range slices.Clone(w.c.Terms) {
		if t.Running() && t.Due == limit.Due && w.within(t.Name, limit.Name) && due != limit.Due {
			w.add(w.r.Rounds.Why("with the limit"), dossier.TermExtendedTo{
				Term: t.Name, Due: due, ActBy: w.ctx.Calendars.Office.OnOrBefore(due), Step: noStep, Reason: reasonRounds,
			})
			moved = true
		}
	}
	return moved
}

// within says whether an act may put a term off no further than to the end of another.
func (w *work) within(term, limit dossier.TermName) bool {
	return slices.ContainsFunc(w.r.Acts, func(a Act) bool {
		return a.does(DoExtend, string(term)) && slices.ContainsFunc(a.Gates, func(g Gate) bool {
			return slices.ContainsFunc(g.Any, func(c Condition) bool { return c.Is == CondWithin && c.Name == string(limit) })
		})
	})
}

// standing is the limit while it stands still, and where it will end when the turn takes its whole time.
func (w *work) standing() (limit dossier.Term, until calendar.Date, ok bool) {
	t, turn := w.c.Term(w.r.Rounds.Limit), w.c.Term(roundTerm(w.c.Round))
	if t == nil || turn == nil || t.State != dossier.TermSuspended || !turn.Running() {
		return dossier.Term{}, calendar.Date{}, false
	}
	return *t, t.Due.AddDays(turn.Started.DaysUntil(turn.Due)), true
}

// lastTurnEnd is the end of the last turn still to come, when all take their whole time.
func (w *work) lastTurnEnd() calendar.Date {
	day := calendar.Of(w.ctx.Now.Add(w.ctx.Recall), w.ctx.Location)
	for n := w.c.Round; n <= len(w.r.Rounds.Order); n++ {
		if n >= 1 {
			day = w.ctx.Calendars.Count(day, w.r.Rounds.Order[n-1].Length, calendar.RollForward).Due
		}
	}
	return day
}

// roundSent starts the term of a turn on the day on which its letter was accepted.
func (w *work) roundSent(d dossier.Duty, on calendar.Date) {
	n := d.Details.Round
	if d.Letter != w.r.Rounds.Letter || n < 1 || n > len(w.r.Rounds.Order) {
		return
	}
	if t := w.c.Term(roundTerm(n)); t != nil && t.Running() {
		return
	}
	turn := w.r.Rounds.Order[n-1]
	rule := TermRule{Name: roundTerm(n), Length: turn.Length, Roll: calendar.RollForward, Binds: turn.Party, Clause: turn.Clause}
	t := w.count(&rule, on)
	if due, beyond := w.turnEnd(turn, on); beyond && w.r.Rounds.BeyondLimit == BeyondCap {
		t.Due, t.FirstDue, t.ActBy = due, due, due
	}
	w.add(turn.Why("round "+itoa(n)), dossier.TermOpened{Term: t})
}
