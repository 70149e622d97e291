package procedure

import (
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// term opens, meets, ends, suspends, resumes or extends a term of the case.
func (d *doing) term(e Effect) (Refusal, string) {
	w, name := d.w, e.Term()
	t := w.c.Term(name)
	switch e.Do {
	case DoOpen:
		d.openTerm(w.r.Term(name))
	case DoMeet:
		if t != nil && t.Running() {
			w.add(d.why, dossier.TermMet{Term: name, On: d.on()})
			w.finishReason(dossier.TaskTermPassed, string(name))
		}
	case DoEnd:
		if t != nil && t.Running() {
			w.add(d.why, dossier.TermStopped{Term: name, State: dossier.TermCancelled})
		}
	case DoSuspend:
		if t != nil && t.Running() {
			w.add(d.why, dossier.TermStopped{Term: name, State: dossier.TermSuspended})
		}
	case DoResume:
		if t != nil && t.State == dossier.TermSuspended {
			again := *t
			again.State = dossier.TermOpen
			w.add(d.why, dossier.TermOpened{Term: again})
		}
	case DoExtend:
		return d.extend(name, t)
	}
	return "", ""
}

// on is the day that the command names when it lies behind us, else today.
func (d *doing) on() calendar.Date {
	today := d.w.ctx.Today()
	if !d.args.Date.IsZero() && d.args.Date.Before(today) {
		return d.args.Date
	}
	return today
}

// openTerm starts a term. One that runs from a letter starts when that letter is accepted; all others count from the
// day on which the complainant said what the coordinator now marks.
func (d *doing) openTerm(rule *TermRule) {
	if rule == nil || rule.Length.IsZero() || d.sendsAnchor(rule) {
		return
	}
	from := d.w.saidOn()
	if isSentAnchor(rule.From) {
		from = calendar.Of(d.w.ctx.Now.Add(d.w.ctx.Recall), d.w.ctx.Location)
	}
	if d.script.party {
		from = calendar.Of(d.in.Mail.Arrived, d.w.ctx.Location)
	}
	if !d.args.Date.IsZero() && !d.args.Date.After(d.w.ctx.Today()) && !slices.Contains([]string{"received", "filed"}, rule.From) {
		from = d.args.Date
	}
	d.w.add(rule.Why("term "+string(rule.Name)), dossier.TermOpened{Term: d.w.count(rule, from)})
}

// sendsAnchor says whether the act sends the letter from which a term runs: then the term waits for that letter.
func (d *doing) sendsAnchor(rule *TermRule) bool {
	return slices.ContainsFunc(d.a.Effects, func(e Effect) bool {
		return e.Do == DoLetter && rule.From == sentAnchor(e.Letter())
	})
}

// extend moves the end of a term to the day that is given. The letter of the extension says it; it is the one that the
// regulation has for the step which the case has reached.
func (d *doing) extend(name dossier.TermName, t *dossier.Term) (Refusal, string) {
	switch {
	case t == nil || !t.Running():
		return RefusedNothing, string(name)
	case !d.args.Date.After(d.w.ctx.Today()):
		return RefusedDate, "date"
	case !d.args.Date.After(t.Due):
		d.line.Day = t.Due
		return RefusedDate, ""
	}
	was, step := *t, noStep
	if d.was.IsZero() {
		d.was = was.Due
	}
	for i, s := range t.Steps {
		if !s.Done && !s.To.After(d.args.Date) {
			step = i
		}
	}
	if step == noStep { // a day before the one that the regulation gives is that extension all the same
		step = slices.IndexFunc(t.Steps, func(s dossier.Step) bool { return !s.Done })
	}
	d.w.add(d.why, dossier.TermExtendedTo{
		Term: name, Due: d.args.Date, ActBy: d.w.ctx.Calendars.Office.OnOrBefore(d.args.Date), Step: step, Reason: d.args.Text,
	})
	d.w.finishReason(dossier.TaskTermPassed, string(name))
	if rule := d.w.r.Term(name); rule != nil && rule.Notice.Late != "" && d.w.ctx.Today().After(noticeDay(&was, rule, d.w.ctx)) {
		d.w.add(rule.Notice.Why("the notice is late"), dossier.Recorded{Record: rule.Notice.Late, Day: d.w.ctx.Today(), Mail: d.in.Mail.ID})
		d.line.Warned = append(d.line.Warned, "recorded "+rule.Notice.Late)
	}
	return "", ""
}

// finishReason ends the open tasks of a kind that have a reason.
func (w *work) finishReason(kind dossier.TaskKind, reason string) {
	for _, t := range w.c.OpenTasks() {
		if t.Kind == kind && t.Reason == reason {
			w.add(design("task done"), dossier.TaskDone{Task: t.ID})
		}
	}
}

// extensionLetter is the letter of the first step that was not announced yet, of the terms that the act extends, and who
// hears of it.
func (d *doing) extensionLetter(e Effect) (dossier.LetterName, []dossier.Role) {
	w := d.w
	for _, rule := range w.r.Terms {
		t := w.c.Term(rule.Name)
		if t == nil || !d.a.does(DoExtend, string(rule.Name)) {
			continue
		}
		for i, s := range rule.Steps {
			if i < len(t.Steps) && !t.Steps[i].Done && !announced(&w.c, rule.Name, s.Letter) {
				return s.Letter, s.Audience
			}
		}
		if rule.Notice.Letter != "" && rule.Notice.Letter == e.Letter() {
			return rule.Notice.Letter, rule.Notice.Audience
		}
		if len(rule.Steps) > 0 {
			last := rule.Steps[len(rule.Steps)-1]
			return last.Letter, last.Audience
		}
	}
	return e.Letter(), nil
}

func announced(c *dossier.Case, term dossier.TermName, letter dossier.LetterName) bool {
	return slices.ContainsFunc(c.Duties, func(d dossier.Duty) bool {
		return d.Letter == letter && (d.Term == term || d.Details.Term == term) && left(d)
	})
}

func isSentAnchor(anchor string) bool { return len(anchor) > 5 && anchor[len(anchor)-5:] == " sent" }

// heard records that somebody of the case reacted: terms that ask for "mail of" him are met.
func (w *work) heard(s Speaker) {
	roles := w.roles(s)
	if slices.Contains(roles, dossier.RoleRepresentative) {
		roles = append(roles, dossier.RoleComplainant)
	}
	for _, t := range slices.Clone(w.c.Terms) {
		rule := w.r.Term(t.Name)
		if rule == nil || !slices.ContainsFunc(roles, func(role dossier.Role) bool { return w.awaits(rule, t, role) }) {
			continue
		}
		if t.Running() {
			w.metByMail(rule, t)
		} else {
			w.tooLate(t)
		}
	}
}

// awaits says whether a term is met by a mail of a role. A turn, and a term that binds whoever was asked, wait for all of
// them.
func (w *work) awaits(rule *TermRule, t dossier.Term, role dossier.Role) bool {
	if slices.Contains(rule.MetBy, mailOf+string(role)) {
		return !w.isTurn(t.Name) || w.allReacted(t)
	}
	if !slices.Contains(rule.MetBy, mailOf+string(AudienceParty)) {
		return false
	}
	return t.Binds == role || t.Binds == AudienceParty && w.allReacted(t)
}

// allReacted says whether everybody has written who was asked to react within a term.
func (w *work) allReacted(t dossier.Term) bool {
	asked := slices.DeleteFunc(slices.Clone(w.c.Duties), func(d dossier.Duty) bool {
		return d.To.Party == "" || d.Details.Term != t.Name || d.State != dossier.DutyAccepted ||
			calendar.Of(d.Accepted, w.ctx.Location).Before(t.Started)
	})
	return len(asked) > 0 && !slices.ContainsFunc(asked, func(d dossier.Duty) bool {
		return !w.wrote(d.To, d) && !slices.ContainsFunc(w.sameSide(d.To), func(p dossier.Recipient) bool { return w.wrote(p, d) })
	})
}

// sameSide is for whom somebody acts who got a letter in his place, and who acts for him since.
func (w *work) sameSide(to dossier.Recipient) (all []dossier.Recipient) {
	other := dossier.RoleComplainant
	switch to.Role {
	case dossier.RoleComplainant:
		other = dossier.RoleRepresentative
	case dossier.RoleRepresentative:
	default:
		return nil
	}
	for _, p := range w.c.PartiesAs(other) {
		all = append(all, dossier.Recipient{Role: p.Role, Party: p.ID})
	}
	return all
}

// tooLate notes once that what a term asked for came after all, when the case had gone on without it.
func (w *work) tooLate(t dossier.Term) {
	without := t.State == dossier.TermLapsed || t.State == dossier.TermMetState && t.Met.After(t.Due) && t.MetBy == ""
	if !without || !w.arrivedOn().After(t.Due) || slices.ContainsFunc(w.recorded(recordLate, w.opened(t.Name)), func(k kept) bool {
		return k.Value == string(t.Name)
	}) {
		return
	}
	w.add(dossier.Basis{Article: t.Article, Rule: "came late"}, dossier.Recorded{
		Record: recordLate, Value: string(t.Name), Day: w.arrivedOn(), Mail: w.about,
	})
}

// metByMail records that a reaction came, late or in time; a term that asks again and again begins anew, and a case that
// only waited for this goes on.
func (w *work) metByMail(rule *TermRule, t dossier.Term) {
	why := dossier.Basis{Article: t.Article, Rule: "met by a mail"}
	if t.State == dossier.TermPassed {
		w.add(why, dossier.Recorded{Record: recordLate, Value: string(t.Name), Day: w.arrivedOn(), Mail: w.about})
	}
	w.add(why, dossier.TermMet{Term: t.Name, On: w.arrivedOn()})
	w.finishReason(dossier.TaskTermPassed, string(t.Name))
	w.resumeLimit(t, w.arrivedOn())
	if rule.Again && w.c.Closed.IsZero() {
		w.add(why, dossier.TermOpened{Term: w.count(rule, w.arrivedOn())})
	}
	for _, name := range rule.MetBy {
		a := w.act(name)
		if a == nil || len(a.In) != 1 || a.In[0] != w.c.State {
			continue
		}
		for _, e := range a.Effects {
			if e.Do == DoState && len(e.If) == 0 {
				w.moveTo(why, e.State())
				return
			}
		}
	}
}

// resumeLimit lets the limit go on that stood still while a turn ran, later by as many days as the turn took.
func (w *work) resumeLimit(turn dossier.Term, on calendar.Date) {
	limit := w.c.Term(w.r.Rounds.Limit)
	if w.r.Rounds.BeyondLimit != BeyondSuspend || limit == nil || limit.State != dossier.TermSuspended || turn.Name != roundTerm(w.c.Round) {
		return
	}
	again, until := *limit, limit.Due.AddDays(turn.Started.DaysUntil(turn.Due))
	again.Due = limit.Due.AddDays(turn.Started.DaysUntil(on))
	again.ActBy, again.State = w.ctx.Calendars.Office.OnOrBefore(again.Due), dossier.TermExtended
	w.add(w.r.Rounds.Why("the limit goes on"), dossier.TermOpened{Term: again})
	w.follow(dossier.Term{Name: limit.Name, Due: until}, again.Due)
}

// recordLate says that what a term asked for came after its end.
const recordLate = "late"

// arrivedOn is the local day on which the message at hand arrived.
func (w *work) arrivedOn() calendar.Date {
	if w.ctx.Arrived.IsZero() {
		return w.ctx.Today()
	}
	return calendar.Of(w.ctx.Arrived, w.ctx.Location)
}
