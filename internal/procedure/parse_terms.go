package procedure

import (
	"fmt"
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

func (p *parser) terms(r *Regulation) {
	p.top().at("term").each(func(name string, c cursor) {
		r.Terms = append(r.Terms, p.term(dossier.TermName(name), c))
	})
}

func (p *parser) term(name dossier.TermName, c cursor) TermRule {
	c.rule("title", "length", "from", "binds", "roll", "kinds", "states", "met_by", "met_by_all", "again",
		"pause", "remind", "extension", "notice", "at_end")
	t := TermRule{
		Name: name, Title: c.at("title").must().text(), Length: c.at("length").must().length(),
		From: c.at("from").must().str(), Binds: dossier.Role(c.at("binds").str()),
		Kinds: words[dossier.Kind](c.at("kinds")), States: words[dossier.State](c.at("states")),
		MetBy: c.at("met_by").strs(), Again: c.at("again").flag(), Pause: c.at("pause").allConditions(), Clause: c.clause(),
	}
	if all := c.at("met_by_all"); all.n != nil {
		t.MetBy, t.MetByAll = append(t.MetBy, all.strs()...), true
	}
	if t.Binds == "" {
		t.Binds = dossier.RoleOrganisation
	}
	t.Roll = roll(c.at("roll"), t.Binds)
	for i, r := range c.at("remind").items() {
		t.Remind = append(t.Remind, p.reminders(r, i+1)...)
	}
	for _, s := range c.at("extension").items() {
		t.Steps = append(t.Steps, p.step(s))
	}
	if n := c.at("notice"); n.n != nil {
		n = n.rule("letter", "to", "lead", "late")
		t.Notice = NoticeRule{Letter: dossier.LetterName(n.at("letter").must().str()),
			Audience: words[dossier.Role](n.at("to").must()), Lead: n.at("lead").must().length(), Late: n.at("late").str(), Clause: n.clause()}
	}
	if e := c.at("at_end"); e.n != nil {
		t.AtEnd = p.atEnd(e)
	}
	return t
}

// roll is forward for a window that is granted to a party, none for what the organisation promises, unless the file
// says otherwise.
func roll(c cursor, binds dossier.Role) Roll {
	if said := c.oneOf(string(calendar.RollNone), string(calendar.RollForward)); said != "" {
		return Roll(said)
	}
	if slices.Contains(partyRoles, binds) || binds == AudienceParty {
		return calendar.RollForward
	}
	return calendar.RollNone
}

// reminders reads one entry; it makes a rule of each length in it.
func (p *parser) reminders(c cursor, item int) []ReminderRule {
	c = c.rule("before", "after", "to", "offers", "unless", "records")
	if c.n == nil {
		return nil
	}
	rule := ReminderRule{To: words[dossier.Role](c.at("to").must()), Offers: c.at("offers").strs(),
		Unless: c.at("unless").conditions(), Record: c.at("records").str(), item: item, Clause: c.clause()}
	var rules []ReminderRule
	for _, l := range c.at("before").items() {
		r := rule
		r.Before = l.length()
		rules = append(rules, r)
	}
	for _, l := range c.at("after").items() {
		r := rule
		if r.After = l.length(); r.After.Unit == calendar.WorkingDays {
			r.Day = r.After.N
		}
		rules = append(rules, r)
	}
	if len(rules) == 0 {
		c.wrong("a reminder needs a day", `say before = "3 working days", or after = "3 working days"`)
	}
	return rules
}

func (p *parser) step(c cursor) StepRule {
	c = c.rule("to", "letter", "audience", "when", "lead")
	s := StepRule{
		To: c.at("to").must().length(), Letter: dossier.LetterName(c.at("letter").must().str()),
		Audience: words[dossier.Role](c.at("audience").must()), When: valueOf(c.at("when"), sendings),
		Lead: c.at("lead").length(), Clause: c.clause(),
	}
	if s.When == "" {
		s.When = SendActBy
	}
	if (s.When == SendLead) != !s.Lead.IsZero() && c.n != nil {
		c.wrong(`lead goes with when = "lead"`, "")
	}
	return s
}

func (p *parser) atEnd(c cursor) EndRule {
	c = c.rule("alert", "repeat", "ask", "offers", "letter", "lapses")
	return EndRule{
		Alert: words[dossier.Role](c.at("alert")), Repeat: valueOf(c.at("repeat"), repeats),
		Ask: dossier.Role(c.at("ask").str()), Offers: c.at("offers").strs(),
		Letter: dossier.LetterName(c.at("letter").str()), Lapses: c.at("lapses").flag(), Clause: c.clause(),
	}
}

// ending reads what the end of a case depends on: outcomes, rounds, admissibility, retention, and what comes after.
func (p *parser) ending(r *Regulation) {
	if c := p.top().at("outcomes"); c.n != nil {
		c = c.rule("binding", "value")
		r.Outcomes = Outcomes{Values: p.values(c.at("value")), Binding: c.at("binding").flag(), Clause: c.clause()}
	}
	p.rounds(r)
	p.admissibility(r)
	p.retention(r)
	for _, c := range p.top().at("folder").items() {
		c = c.rule("on", "name")
		r.Folders = append(r.Folders, FolderRule{On: c.at("on").must().str(), Name: c.at("name").must().str(), Clause: c.clause()})
	}
	for _, c := range p.top().at("report").items() {
		c = c.rule("kind", "cadence", "to", "public")
		r.Reports = append(r.Reports, ReportRule{Kind: ReportKind(c.at("kind").must().str()), Cadence: mustValueOf(c.at("cadence"), cadences),
			To: words[dossier.Role](c.at("to").must()), Public: c.at("public").flag(), Clause: c.clause()})
	}
	if c := p.top().at("measures"); c.n != nil {
		c = c.rule("cadence", "to", "repeat")
		r.Measures = MeasuresRule{Cadence: mustValueOf(c.at("cadence"), cadences), To: words[dossier.Role](c.at("to").must()),
			Repeat: c.at("repeat").length(), Clause: c.clause()}
	}
}

// rounds makes a term round_1, round_2 ... of each turn; "round 1" is its anchor.
func (p *parser) rounds(r *Regulation) {
	c := p.top().at("rounds")
	if c.n == nil {
		return
	}
	c = c.rule("only_with", "beyond_limit", "limit", "margin", "overrun", "notice", "skipped", "letter", "turn")
	r.Rounds = Rounds{
		OnlyWith: dossier.Role(c.at("only_with").str()), BeyondLimit: valueOf(c.at("beyond_limit"), beyondLimits),
		Limit: dossier.TermName(c.at("limit").str()), Letter: dossier.LetterName(c.at("letter").must().str()),
		Margin: c.at("margin").length(), Overrun: c.at("overrun").str(), Notice: dossier.LetterName(c.at("notice").str()),
		Skipped: c.at("skipped").str(), Clause: c.clause(),
	}
	for i, turn := range c.at("turn").items() {
		turn = turn.rule("party", "length", "last")
		rr := RoundRule{Party: dossier.Role(turn.at("party").must().str()), Length: turn.at("length").must().length(),
			Last: turn.at("last").flag(), Clause: turn.clause()}
		r.Rounds.Order = append(r.Rounds.Order, rr)
		r.Terms = append(r.Terms, TermRule{
			Name: dossier.TermName(fmt.Sprintf("round_%d", i+1)), From: fmt.Sprintf("round %d", i+1), Length: rr.Length,
			Title: Text{NL: fmt.Sprintf("ronde %d", i+1), EN: fmt.Sprintf("round %d", i+1)},
			Binds: rr.Party, Roll: calendar.RollForward, MetBy: []string{mailOf + string(rr.Party)}, Clause: rr.Clause,
		})
	}
}

// askAfterTurns lets the coordinator be asked what now when a turn ended without a word: turns open on command only.
func askAfterTurns(r *Regulation) {
	var opens []string
	for i := range r.Acts {
		if r.Acts[i].does(DoRound, "") {
			opens = append(opens, r.Acts[i].Name)
		}
	}
	for i := range r.Rounds.Order {
		if t := r.Term(roundTerm(i + 1)); t != nil {
			t.AtEnd = EndRule{Ask: dossier.RoleCoordinator, Offers: opens, Clause: t.Clause}
		}
	}
}

// mailOf begins what meets a term by the arrival of mail.
const mailOf = "mail of "

func (p *parser) admissibility(r *Regulation) {
	c := p.top().at("admissibility")
	if c.n == nil {
		return
	}
	c = c.only("age", "anonymous", "repeated", "ground")
	if a := c.at("age"); a.n != nil {
		a = a.rule("at_most", "before", "ground")
		r.Admit.MaxAge, r.Admit.MaxAgeBy = a.at("at_most").must().length(), a.clause()
		r.Admit.MaxAgeFrom, r.Admit.MaxAgeGround = a.at("before").oneOf(anchorReceived, anchorFiled), a.at("ground").str()
		if r.Admit.MaxAgeFrom == "" {
			r.Admit.MaxAgeFrom = anchorReceived
		}
	}
	if a := c.at("anonymous"); a.n != nil {
		a = a.rule("are")
		r.Admit.Anonymous, r.Admit.AnonBy = mustValueOf(a.at("are"), anonymous), a.clause()
	}
	if a := c.at("repeated"); a.n != nil {
		a = a.rule("unless", "ground")
		r.Admit.Repeated, r.Admit.RepeatBy = a.at("unless").mustOneOf("new facts") != "", a.clause()
		r.Admit.RepeatGround = a.at("ground").str()
	}
	r.Admit.Grounds = p.values(c.at("ground"))
}

// retention makes the term "retention" too, which starts when a case ends.
func (p *parser) retention(r *Regulation) {
	c := p.top().at("retention").must()
	if c.n == nil {
		return
	}
	c = c.rule("length", "minimum", "on_request")
	r.Retain = Retention{Length: c.at("length").must().length(), Minimum: c.at("minimum").length(),
		OnRequest: valueOf(c.at("on_request"), onRequests), Clause: c.clause()}
	r.Terms = append(r.Terms, TermRule{
		Name: dossier.TermRetention, Title: Text{NL: "bewaartermijn", EN: "retention"}, Length: r.Retain.Length,
		From: anchorClosed, Binds: dossier.RoleOrganisation, Roll: calendar.RollNone, Clause: r.Retain.Clause,
	})
}

// Anchors from which a term may run besides letters and acts.
const (
	anchorReceived = "received"
	anchorFiled    = "filed"
	anchorClosed   = "closed"
)
