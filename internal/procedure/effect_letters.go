package procedure

import (
	"cmp"
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// letter orders a letter for each of its audience, and for those in copy.
func (d *doing) letter(e Effect) (Refusal, string) {
	name := e.Letter()
	rule := d.w.r.Letters[name]
	d.w.inPerson = rule.InPerson
	defer func() { d.w.inPerson = false }()
	roles := e.To
	if len(roles) == 0 {
		roles = rule.To
	}
	if d.a.does(DoExtend, "") && isDelay(d.w.r, name) {
		letter, audience := d.extensionLetter(e)
		e.what, name, rule = string(letter), letter, d.w.r.Letters[letter]
		if len(audience) > 0 {
			roles = audience
		}
	}
	if d.a.does(DoRound, "") && name == d.w.r.Rounds.Letter {
		return "", "" // the turn itself sends it
	}
	found := false
	d.countConsent(e)
	for _, role := range roles {
		for _, to := range d.addressees(role) {
			found = true
			if d.w.allHold(e.If, d.scope) || perAudience(e) && !d.agreedBy(e, to) {
				d.order(e, to, d.why)
			}
		}
	}
	if !found && d.args.given("person") && len(roles) > 0 && d.w.r.Roles[roles[0]].Of != "" {
		to, ok := d.asked(roles[0])
		if !ok {
			return RefusedNeeds, "person"
		}
		d.order(e, to, d.why)
	}
	if !found && len(roles) > 0 && slices.Contains([]dossier.Role{AudiencePerson, AudienceParty}, roles[0]) {
		return RefusedNeeds, string(roles[0])
	}
	d.copies(e, rule)
	d.adviserCopies(e, roles)
	return "", ""
}

// asked is whom the command names where nobody is known above him: then it is he who is asked, as long as he is one of the
// organisation.
func (d *doing) asked(role dossier.Role) (dossier.Recipient, bool) {
	switch out := d.args.Outside; {
	case d.args.Person != "":
		return d.w.toPerson(d.args)[0], true
	case out != nil && out.Staff && out.Address != "":
		return dossier.Recipient{Role: role, Person: dossier.PersonID(out.Address)}, true
	}
	return dossier.Recipient{}, false
}

// addressees are who gets a letter for a role. Of the act that brings somebody into the case it is for him: who had that role
// before has had his.
func (d *doing) addressees(role dossier.Role) []dossier.Recipient {
	if p, ok := d.w.c.Party(d.scope.party); ok && p.Role == role && role != dossier.RoleComplainant &&
		(d.a.does(DoParty, string(role)) || d.a.doesDeed(DoAccess, AccessIdentity)) {
		return d.w.toParty(p.ID)
	}
	return d.w.addressees(role, d.scope)
}

// isDelay says whether a letter announces an extension.
func isDelay(r *Regulation, letter dossier.LetterName) bool {
	return slices.ContainsFunc(r.Terms, func(t TermRule) bool {
		return t.Notice.Letter == letter && letter != "" || slices.ContainsFunc(t.Steps, func(s StepRule) bool { return s.Letter == letter })
	})
}

// WarnConsent begins a warning that a letter waits for the consent of both sides: of so many, so many agreed.
const WarnConsent = "consent"

// countConsent tells how many have agreed already to what a letter waits for.
func (d *doing) countConsent(e Effect) {
	w := d.w
	for _, any := range e.If {
		for _, c := range any {
			sides := w.addressees(c.Of, d.scope)
			if c.Is != CondAgreed || c.Not || c.Of != AudienceEachParty || w.anyHolds(any, d.scope) {
				continue
			}
			yes := 0
			for _, to := range sides {
				if w.agreed(c.Name, AudienceParty, scope{party: to.Party}) {
					yes++
				}
			}
			d.line.Warned = append(d.line.Warned, WarnConsent+" "+itoa(yes)+" "+itoa(len(sides)))
		}
	}
}

// agreedBy says whether one addressee has agreed already to what the others are still asked.
func (d *doing) agreedBy(e Effect, to dossier.Recipient) bool {
	for _, any := range e.If {
		for _, c := range any {
			if c.Is == CondAgreed && d.w.agreed(c.Name, AudienceParty, scope{party: to.Party}) {
				return true
			}
		}
	}
	return false
}

// adviserCopies gives who assists a party the letters that the party gets, or whoever acts for him.
func (d *doing) adviserCopies(e Effect, roles []dossier.Role) {
	for _, p := range d.w.c.PartiesAs(dossier.RoleAdviser) {
		of, ok := d.w.c.Party(p.Of)
		if !ok {
			continue
		}
		gets := slices.ContainsFunc(roles, func(role dossier.Role) bool {
			return slices.ContainsFunc(d.addressees(role), func(to dossier.Recipient) bool {
				return to.Party == of.ID || of.Role == dossier.RoleComplainant && to.Role == dossier.RoleRepresentative
			})
		})
		if gets && p.Role == dossier.RoleAdviser {
			d.order(e, dossier.Recipient{Role: p.Role, Party: p.ID, Person: p.Person}, d.why)
		}
	}
}

// copies are letters of their own to those whom the regulation wants told as well (DESIGN 10.10).
func (d *doing) copies(e Effect, rule LetterRule) {
	cc := e.Cc
	if len(cc) == 0 {
		cc = rule.Cc
	}
	for _, role := range cc {
		for _, to := range d.w.recipients(role) {
			d.order(e, to, d.why)
		}
	}
}

// superiors are who stands above a party in the organisation, as the configuration has it for each member of staff.
func (w *work) superiors(role, of dossier.Role) []dossier.Recipient {
	var to []dossier.Recipient
	for _, p := range w.c.PartiesAs(of) {
		for _, person := range w.ctx.People {
			if p.Person == "" || person.ID != p.Person {
				continue
			}
			id := person.TeamCoordinator
			if role == roleLineManager {
				id = person.LineManager
			}
			if id != "" {
				to = append(to, dossier.Recipient{Role: role, Person: id})
			}
		}
	}
	return to
}

// roleLineManager is the one of the two that is not the team coordinator.
const roleLineManager dossier.Role = "line_manager"

// order makes one letter for one recipient. It waits for a possible #herroep, unless it goes to who gave the command. A
// letter of the same name that lies ready for him is the one that leaves.
func (d *doing) order(e Effect, to dossier.Recipient, why dossier.Basis) {
	w, name := d.w, e.Letter()
	duty := dossier.Duty{
		Letter: name, To: to, Step: noStep, About: d.in.Mail.ID, NotBefore: w.ctx.Now.Add(w.ctx.Recall).UTC(),
		Details: d.details(e, to),
	}
	if w.ctx.Recall <= 0 || to == w.sender() {
		duty.NotBefore = w.ctx.Now.UTC()
	}
	if article := w.r.Letters[name].Article; article != "" && why.Article == "" {
		duty.Article = article
	}
	if d.joinCosts(duty) || d.confirmedAlready(duty) {
		return
	}
	if waiting := w.waiting(name, to); waiting != nil {
		duty.ID, duty.Term, duty.Due, duty.Step = waiting.ID, waiting.Term, waiting.Due, waiting.Step
		w.finishAll(waiting.ID)
	} else if t := w.metTerm(name); t != nil {
		duty.Term, duty.Due = t.Name, t.Due
	}
	if w.drafts(e) && duty.ID == "" {
		duty = w.duty(why, duty)
		duty.State, duty.Reason = dossier.DutyDraft, "mode"
		w.add(why, dossier.LetterDrafted{Duty: duty})
		w.task(why, dossier.Task{Kind: dossier.TaskLateLetter, Duty: duty.ID, Letter: name, Reason: waitsForWord})
		return
	}
	w.queue(why, duty)
}

// drafts says whether a letter waits for a person first: as the act says it, else as the letter does.
func (w *work) drafts(e Effect) bool {
	return cmp.Or(e.Mode, w.r.mode(e.Letter())) == ModeDraft
}

// confirmedAlready says whether a note that opened the case was put to the complainant when it was registered.
func (d *doing) confirmedAlready(duty dossier.Duty) bool {
	return d.in.Opens != nil && duty.Letter == dossier.LetterPhone && slices.ContainsFunc(d.w.c.Duties, func(o dossier.Duty) bool {
		return o.Letter == duty.Letter && o.To == duty.To && o.About == duty.About
	})
}

// joinCosts adds to the decision on costs that an earlier line of this mail ordered: one letter says what becomes of each.
func (d *doing) joinCosts(duty dossier.Duty) bool {
	if len(duty.Details.Costs) == 0 {
		return false
	}
	for i := d.script.from.events; i < len(d.w.events); i++ {
		q, ok := d.w.events[i].Body.(dossier.LetterQueued)
		if !ok || q.Duty.Letter != duty.Letter || q.Duty.To != duty.To {
			continue
		}
		q.Duty.Details.Costs = append(slices.Clip(q.Duty.Details.Costs), duty.Details.Costs...)
		q.Duty.Details.Text = join(q.Duty.Details.Text, duty.Details.Text)
		d.w.events[i].Body = q
		d.w.c.Duty(q.Duty.ID).Details = q.Duty.Details
		return true
	}
	return false
}

// waiting is a letter of that name that lies ready for a recipient.
func (w *work) waiting(name dossier.LetterName, to dossier.Recipient) *dossier.Duty {
	for i := range w.c.Duties {
		d := &w.c.Duties[i]
		if d.Letter == name && d.To.Party == to.Party && d.To.Person == to.Person &&
			slices.Contains([]dossier.DutyState{dossier.DutyDraft, dossier.DutyHeld, dossier.DutySuppressed, dossier.DutyPlanned}, d.State) {
			return d
		}
	}
	return nil
}

// metTerm is the running term that a letter meets.
func (w *work) metTerm(name dossier.LetterName) *dossier.Term {
	if t := w.c.Term(w.r.Letters[name].Meets); t != nil && t.Running() {
		return t
	}
	return nil
}

// details is what the command lets the letter say.
func (d *doing) details(e Effect, to dossier.Recipient) dossier.LetterDetails {
	w, a := d.w, d.args
	l := dossier.LetterDetails{
		Text: a.Text, Date: a.Date, From: calendar.Date{}, Time: a.Time, Place: a.Place, Slots: a.Times, Party: a.Party,
		Person: a.Person, Outcome: a.Outcome, Ground: a.Ground, Other: a.Case, Kind: w.c.Kind,
		With:    w.encloses(e.Letter(), e.With),
		Clearly: a.Answers["clearly"] != "" || len(w.c.Facts["clearly"]) > 0, Consent: d.consentFor(e),
		Way: a.Answers["way"], Decision: d.decision(), Hidden: w.hidden(to), Reason: d.returned(e),
	}
	if !a.Until.IsZero() {
		l.From, l.Date = a.Date, a.Until
	}
	for _, m := range w.c.Measures {
		l.Measures = append(l.Measures, m.ID)
	}
	if to.Party != "" && l.Party == "" {
		l.Party = to.Party
	}
	d.wording(e, &l)
	d.dates(e, &l)
	return l
}

// letterConsultation asks a colleague something.
const letterConsultation dossier.LetterName = "consultation"

// returned marks the letter with which a proposal goes back to who made it.
func (d *doing) returned(e Effect) string {
	if e.Letter() == letterConsultation && d.a.does(DoState, "") {
		return dossier.ReasonReturned
	}
	return ""
}

// decision is what was decided on an appeal, where that is no outcome of the complaint.
func (d *doing) decision() string {
	if d.a.does(DoOutcome, "") {
		return ""
	}
	return d.args.Answers["decision"]
}

// consentFor is what a letter asks consent for: what its condition speaks of, or what the act is about.
func (d *doing) consentFor(e Effect) string {
	if said := d.args.Answers[recordConsent]; said != "" {
		return said
	}
	for _, any := range e.If {
		for _, c := range any {
			if c.Is == CondAgreed {
				return c.Name
			}
		}
	}
	values := d.w.r.Answers[recordConsent].Values
	for _, v := range values {
		if v.Name == d.a.Name || len(values) == 1 {
			return v.Name
		}
	}
	return ""
}

// dates gives the last day of what the recipient is asked, as if the letter left on the day for which it is ordered.
func (d *doing) dates(e Effect, l *dossier.LetterDetails) {
	w := d.w
	if isDelay(w.r, e.Letter()) && d.a.does(DoExtend, "") {
		i := slices.IndexFunc(d.a.Effects, func(x Effect) bool { return x.Do == DoExtend })
		l.Term, l.DueDate = d.a.Effects[i].Term(), d.was
		if t := w.c.Term(l.Term); t != nil && d.was.IsZero() {
			l.DueDate = t.Due
		}
		return
	}
	leaves := calendar.Of(w.ctx.Now.Add(w.ctx.Recall), w.ctx.Location)
	for i := range w.r.Terms {
		rule := &w.r.Terms[i]
		opens := rule.From == sentAnchor(e.Letter()) || rule.From == d.a.Name ||
			isSentAnchor(rule.From) && d.a.does(DoOpen, string(rule.Name)) && !d.sendsAnchor(rule) && d.asksAnswer(e.Letter())
		if !opens || rule.Length.IsZero() {
			continue
		}
		from := leaves
		if rule.From == d.a.Name {
			from = w.saidOn()
			if d.script.party {
				from = w.arrivedOn()
			}
		}
		l.Term, l.DueDate = rule.Name, w.count(rule, from).Due
	}
}

// asksAnswer says whether a letter must tell until when an answer is asked for.
func (d *doing) asksAnswer(letter dossier.LetterName) bool {
	return slices.Contains(d.w.r.Letters[letter].Blocks, blockDueDate)
}

// blockDueDate is that block.
const blockDueDate = "due_date"

// wording names the words that a letter carries: what was said before, by whom it may be told.
func (d *doing) wording(e Effect, l *dossier.LetterDetails) {
	w := d.w
	for _, with := range l.With {
		switch with {
		case "complaint":
			l.Words = append(l.Words, w.complaint()...)
		case "hearing report":
			l.Words = append(l.Words, w.lastRecord(recordHearing, d.scope.party)...)
		case "note":
			l.Words = append(l.Words, w.note(d.args.Items)...)
		case "draft":
			l.Words = append(l.Words, w.lastRecord("draft", "")...)
		case "memo":
			l.Words = append(l.Words, w.lastRecord("memo", "")...)
		case "copy":
			d.copyOf(l)
		}
	}
	if p := w.recorded(recordProposal, 0); len(p) > 0 && d.a.does(DoOutcome, outcomeProposed) {
		last := p[len(p)-1]
		l.Outcome = last.Value
		l.Text = join(last.Text, d.args.Text)
	}
	if d.a.does(DoRecord, "costs") {
		granted := d.args.Answers["yes_no"] != answerNo
		l.Costs = []dossier.CostLine{{Kind: d.args.Answers["cost"], Amount: d.args.Amount, Granted: granted, Reason: d.args.Text}}
	}
}

// encloses is what a letter has with it: what the act says, and what it has whoever sends it.
func (w *work) encloses(letter dossier.LetterName, with []string) []string {
	all := slices.Clone(with)
	for _, s := range w.r.Letters[letter].With {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// heardParty turns the words round that name to whom a report is put instead of whose report it is.
func (d *doing) heardParty() {
	if !slices.ContainsFunc(d.a.Effects, func(e Effect) bool { return slices.Contains(e.With, "hearing report") }) ||
		len(d.w.lastRecord(recordHearing, d.scope.party)) > 0 {
		return
	}
	for _, k := range slices.Backward(d.w.recorded(recordHearing, 0)) {
		if slices.ContainsFunc(d.w.otherSide(k.Party), func(to dossier.Recipient) bool { return to.Party == d.scope.party }) {
			d.scope.party, d.args.Party = k.Party, k.Party
			return
		}
	}
}

// recordHearing is what somebody said when heard.
const recordHearing = "hearing_report"

// copyOf lets a copy say what the letter says that it is a copy of: the signed draft, or what was agreed. The letter itself is
// enclosed by the shell. A draft that is an attachment says it in the file alone.
func (d *doing) copyOf(l *dossier.LetterDetails) {
	drafts := d.w.recorded("draft", 0)
	if l.Text == "" && len(drafts) > 0 {
		last := drafts[len(drafts)-1]
		if l.Text = last.Text; l.Text == "" {
			l.Words = append(l.Words, dossier.Source{Mail: last.Mail, Seq: last.seq, Day: last.Day})
		}
	}
	if l.Outcome == "" {
		l.Outcome = d.w.c.Outcome
	}
}

func join(a, b string) string {
	if a != "" && b != "" {
		return a + "\n\n" + b
	}
	return a + b
}
