package procedure

import (
	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// roundTerm is the term of a turn.
func roundTerm(n int) dossier.TermName { return dossier.TermName("round_" + itoa(n)) }

// Ways of Rounds.BeyondLimit.
const (
	beyondCap     = "cap"
	beyondSuspend = "suspend"
)

// round opens the next turn: what was said goes to the other side, with a day to answer. A turn in which there is
// nothing to answer is passed over and recorded.
func (d *doing) round() (Refusal, string) {
	w := d.w
	n := w.c.Round + 1
	if n > len(w.r.Rounds.Order) {
		return RefusedNothing, "round"
	}
	if t := w.c.Term(roundTerm(n - 1)); t != nil && (t.State == dossier.TermOpen || t.State == dossier.TermExtended) {
		return RefusedGate, "not open " + string(t.Name)
	}
	turn := w.r.Rounds.Order[n-1]
	said := w.turnSaid(n)
	d.fact(dossier.FactRound, itoa(n))
	if d.args.Answers["skip"] != "" || len(said) == 0 {
		w.add(turn.Why("passed over"), dossier.Recorded{Record: recordRoundSkipped, Value: itoa(n), Day: w.ctx.Today(), Mail: d.in.Mail.ID})
		return "", ""
	}
	due, warn := w.turnEnd(turn, calendar.Of(w.ctx.Now.Add(w.ctx.Recall), w.ctx.Location))
	if warn {
		d.line.Warned = append(d.line.Warned, "within "+string(w.r.Rounds.Limit))
		w.beyond()
	}
	for _, to := range w.recipients(turn.Party) {
		duty := dossier.Duty{
			Letter: w.r.Rounds.Letter, To: to, Step: noStep, About: d.in.Mail.ID, NotBefore: w.ctx.Now.Add(w.ctx.Recall).UTC(),
			Article: turn.Article,
			Details: dossier.LetterDetails{
				Round: n, Last: turn.Last, DueDate: due, Words: said, With: []string{"statement"}, Term: roundTerm(n), Party: to.Party,
				Hidden: w.hidden(to.Role), Text: d.args.Text,
			},
		}
		w.queue(turn.Why("round "+itoa(n)), duty)
	}
	return "", ""
}

// recordRoundSkipped says that a turn was passed over.
const recordRoundSkipped = "round_skipped"

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
	if w.r.Rounds.BeyondLimit == beyondCap {
		return w.ctx.Calendars.Office.AddOpen(limit.Due, -1), true
	}
	return due, true
}

// beyond records why the limit will be passed, or lets it stand still.
func (w *work) beyond() {
	why := w.r.Rounds.Why("both sides are heard")
	if w.r.Rounds.BeyondLimit == beyondCap {
		return
	}
	w.add(why, dossier.FactSet{Field: "overrun_reason", Values: []string{"hoor en wederhoor"}})
	if t := w.c.Term(w.r.Rounds.Limit); w.r.Rounds.BeyondLimit == beyondSuspend && t != nil && t.Running() {
		w.add(why, dossier.TermStopped{Term: t.Name, State: dossier.TermSuspended})
	}
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
	if due, beyond := w.turnEnd(turn, on); beyond && w.r.Rounds.BeyondLimit == beyondCap {
		t.Due, t.FirstDue, t.ActBy = due, due, due
	}
	w.add(turn.Why("round "+itoa(n)), dossier.TermOpened{Term: t})
}
