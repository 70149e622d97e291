package procedure

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// command carries out a mail with commands: all lines, or none. What was done, or why not, is answered by one transcript.
// The mail itself is filed in any case.
func (w *work) command(in Command) {
	if in.Opens != nil {
		w.registerNote(in)
		return
	}
	w.about = in.Mail.ID
	w.by = actor(in.From, dossier.RoleStranger)
	if !w.c.Holds(in.Mail.ID) { // it waited for its code
		w.add(design("DESIGN 10.3"), dossier.Filed{Mail: in.Mail, Flags: in.Flags, Answers: in.Answers})
	}
	if in.believed() {
		w.heard(in.From)
	}
	w.readingTasks(Message{Mail: in.Mail, Tasks: in.Tasks})
	w.script(in).run()
}

// believed says whether a mail counts as what its sender wrote: anybody can write the address of one of us.
func (in Command) believed() bool {
	e := in.Proof
	return e.Verdict != verdictFail && (e.Token || e.Verdict == verdictPass || e.Code || in.From.Party != "" && !in.From.Staff)
}

// script is a mail with commands at work.
type script struct {
	w     *work
	in    Command
	roles []dossier.Role
	from  mark // where everything returns to that is not carried out
	lines []dossier.ScriptLine
	party bool // given by a party
}

// mark is a point to which a decision can return.
type mark struct {
	c      dossier.Case
	events int
	orders int
}

func (w *work) mark() mark { return mark{w.c.Clone(), len(w.events), len(w.orders)} }

func (w *work) back(m mark) {
	w.c, w.events, w.orders = m.c.Clone(), w.events[:m.events:m.events], w.orders[:m.orders:m.orders]
}

func (o *script) run() {
	o.party = !slices.ContainsFunc(o.roles, func(r dossier.Role) bool { return !slices.Contains(outsideRoles, r) }) && len(o.roles) > 0
	if o.in.Opens != nil && o.in.From.Staff && !slices.Contains(o.roles, dossier.RoleStaff) { // he was no party yet when he wrote it
		o.roles = append(slices.Clip(o.roles), dossier.RoleStaff)
	}
	switch {
	case o.in.Proof.Verdict == verdictFail:
		o.forged()
	case o.in.Proof.Spent:
		o.refuseAll(RefusedCode)
	case o.in.Done:
		o.refuseAll(RefusedAgain)
	case o.isUndo():
		o.undo()
	default:
		o.carryOut()
	}
}

// carryOut does each line on a copy, and keeps what came of it when all could be done, no code is needed, and it was no
// rehearsal.
func (o *script) carryOut() {
	lines, rehearsal := o.w.r.rehearsal(o.in.Lines)
	needed := standsFirm
	if first := o.in.Lines; rehearsal && first[0].Problem.Why != "" { // what stands behind the word would be passed over
		o.lines = append(o.lines, o.line(first[0], false))
	}
	for i, line := range lines {
		done := o.line(line, i == len(lines)-1)
		o.lines = append(o.lines, done)
		if a := o.w.r.Act(line.Word); a != nil {
			needed = min(needed, o.standing(a))
		}
	}
	o.lines = append(o.lines, misspelt(o.in.Near)...)
	refused := slices.ContainsFunc(o.lines, func(l dossier.ScriptLine) bool { return l.Refused != "" })
	switch {
	case refused:
		o.takeBack()
		o.recordRefusals()
		o.answer(dossier.ScriptRefused)
		o.reportDenied()
	case rehearsal:
		o.w.back(o.from)
		o.answer(dossier.ScriptRehearsed)
	case needed == standsRefused:
		o.w.back(o.from)
		o.refuseAll(RefusedProof)
	case needed == standsCode:
		o.hold()
	default:
		o.answer(dossier.ScriptDone)
	}
}

func (o *script) standing(a *Act) standing {
	if o.party {
		return partyAuthority(o.in.Proof)
	}
	weighed := *a
	if o.replaces(a) {
		weighed.Weight = WeightNormal
	}
	return authority(&weighed, o.in.Proof, o.in.Opens != nil, o.w.ctx.SecondPerson)
}

// replaces says whether an act names another complainant than the case has: all letters about it would go to him. That is no
// note of who complains any more, and has to be proved like an order. While the forwarder was asked to confirm and nothing
// has left, his answer is that note.
func (o *script) replaces(a *Act) bool {
	was := work{c: o.from.c}
	return o.in.Opens == nil && a.does(DoParty, string(dossier.RoleComplainant)) &&
		len(o.from.c.PartiesAs(dossier.RoleComplainant)) > 0 && !was.held()
}

// rehearsal takes the word off that makes a mail one.
func (r *Regulation) rehearsal(lines []Line) (rest []Line, ok bool) {
	if len(lines) == 0 {
		return lines, false
	}
	if a := r.Act(lines[0].Word); a != nil && a.doesDeed(DoCommands, CommandsRehearse) {
		return lines[1:], true
	}
	return lines, false
}

// misspelt refuses the lines that only look like commands, each with the word that was probably meant.
func misspelt(near []Line) (refused []dossier.ScriptLine) {
	for _, l := range near {
		refused = append(refused, dossier.ScriptLine{
			Line: l.Line, Word: l.Written, Refused: string(cmp.Or(l.Problem.Why, RefusedUnknown)), Suggest: l.Suggest,
		})
	}
	return refused
}

// line does one command, or says why not. A line that is refused leaves no trace.
func (o *script) line(l Line, last bool) dossier.ScriptLine {
	said := dossier.ScriptLine{Line: l.Line, Word: l.Written, Rest: l.Rest}
	a := o.w.r.Act(l.Word)
	if a == nil {
		said.Refused, said.Suggest = string(RefusedUnknown), l.Suggest
		return said
	}
	said.Act, said.Article = a.Name, a.Article
	l.Args = o.w.onlyNote(a, o.asked(a, o.w.named(l.Args)))
	if why, need, article := o.refusal(a, l); why != "" {
		said.Refused, said.Need = string(why), need
		said.Day = l.Problem.Day
		if article != "" {
			said.Article = article
		}
		return said
	}
	before := o.w.mark()
	act := &doing{
		script: o, w: o.w, a: a, args: l.Args, line: &said, why: a.Why("command " + a.Words.NL),
		scope: scope{args: l.Args, party: o.speaksOf(l.Args)},
	}
	if !last {
		act.args.Attachments = nil
	}
	o.w.add(act.why, dossier.CommandGiven{
		Word: a.Words.NL, Text: l.Args.Text, Mail: dossier.Mail{ID: o.in.Mail.ID}, Line: l.Line, Proof: o.evidence(),
	})
	if why, need := act.do(); why != "" {
		o.w.back(before)
		said.Refused, said.Need = string(why), need
		said.Warned, said.Letters, said.Terms, said.State = nil, nil, nil, ""
		return said
	}
	o.follow(&said, before.events)
	return said
}

// named resolves a party that was named by what he is: an earlier line of the same mail may have brought him in.
func (w *work) named(a Args) Args {
	if a.Party == "" && slices.Contains(partyRoles, a.Role) {
		if ps := w.c.PartiesAs(a.Role); len(ps) == 1 {
			a.Party = ps[0].ID
		}
	}
	return a
}

// asked completes a consent that does not say for what: it is for what that party was asked last.
func (o *script) asked(act *Act, a Args) Args {
	if !slices.Contains(act.Needs, recordConsent) || a.Answers[recordConsent] != "" {
		return a
	}
	party := a.Party
	if party == "" {
		party = o.in.From.Party
	}
	for _, d := range slices.Backward(o.w.c.Duties) {
		if d.Letter == dossier.LetterConsent && d.Details.Consent != "" && (d.To.Party == party || party == "") {
			answers := maps.Clone(a.Answers)
			if answers == nil {
				answers = map[string]string{}
			}
			answers[recordConsent] = d.Details.Consent
			a.Answers, a.Party = answers, cmp.Or(a.Party, party, d.To.Party)
			return a
		}
	}
	return a
}

// speaksOf is the party that a command is about: the one that it names, else the party that gives it.
func (o *script) speaksOf(a Args) dossier.PartyID {
	if a.Party == "" && o.party {
		return o.in.From.Party
	}
	return a.Party
}

// follow reads from the events what the line brought about.
func (o *script) follow(said *dossier.ScriptLine, from int) {
	for _, e := range o.w.events[from:] {
		switch b := e.Body.(type) {
		case dossier.LetterQueued:
			said.Letters = append(said.Letters, dossier.ScriptLetter{Letter: b.Duty.Letter, To: b.Duty.To, State: dossier.DutyQueued, At: b.Duty.NotBefore, Due: o.asksBy(b.Duty)})
		case dossier.LetterDrafted:
			said.Letters = append(said.Letters, dossier.ScriptLetter{Letter: b.Duty.Letter, To: b.Duty.To, State: b.Duty.State, Due: o.asksBy(b.Duty)})
		case dossier.TermOpened:
			said.Terms = append(said.Terms, b.Term.Name)
		case dossier.TermExtendedTo:
			said.Terms = append(said.Terms, b.Term)
		case dossier.StateChanged:
			said.State = b.State
		}
	}
}

// asksBy is the day by which a letter asks a party for an answer.
func (o *script) asksBy(d dossier.Duty) calendar.Date {
	if rule := o.w.r.Term(d.Details.Term); rule != nil && rule.Binds != AudienceParty && !slices.Contains(outsideRoles, rule.Binds) {
		return calendar.Date{} // it is we who have to do something by then, or our board
	}
	if d.To.Party == "" || !d.Details.Date.IsZero() && d.Details.Date != d.Details.DueDate || d.Details.Term == "" {
		return calendar.Date{}
	}
	return d.Details.DueDate
}

// evidence says in the journal on what a command was believed.
func (o *script) evidence() string {
	e, said := o.in.Proof, ""
	for _, p := range []struct {
		there bool
		word  string
	}{{e.Token, "token"}, {e.Verdict == verdictPass, "verdict"}, {e.Code, "code"}, {e.Second, "second person"}} {
		if p.there {
			if said != "" {
				said += "+"
			}
			said += p.word
		}
	}
	return said
}

func (o *script) gaveLast() bool {
	for _, e := range slices.Backward(o.w.journal()) {
		if _, ok := e.Body.(dossier.CommandGiven); ok {
			return same(e.By, actor(o.in.From, ""))
		}
	}
	return false
}

func same(a, b dossier.Actor) bool {
	return a.Person != "" && a.Person == b.Person || a.Party != "" && a.Party == b.Party
}

// takeBack undoes the lines that could be done, since one could not.
func (o *script) takeBack() {
	o.w.back(o.from)
	for i := range o.lines {
		if o.lines[i].Refused == "" {
			o.lines[i] = dossier.ScriptLine{
				Line: o.lines[i].Line, Word: o.lines[i].Word, Act: o.lines[i].Act, Rest: o.lines[i].Rest, Refused: string(RefusedOther),
			}
		}
	}
}

// refuseAll refuses every line for the same reason.
func (o *script) refuseAll(why Refusal) {
	o.lines = nil
	for _, l := range o.in.Lines {
		said := dossier.ScriptLine{Line: l.Line, Word: l.Written, Rest: l.Rest, Refused: string(why)}
		if a := o.w.r.Act(l.Word); a != nil {
			said.Act = a.Name
		}
		if why == RefusedAgain && !o.in.DoneOn.IsZero() {
			said.Day = calendar.Of(o.in.DoneOn, o.w.ctx.Location)
		}
		o.lines = append(o.lines, said)
	}
	o.recordRefusals()
	o.answer(dossier.ScriptRefused)
}

func (o *script) recordRefusals() {
	for _, l := range o.lines {
		word := l.Word
		if a := o.w.act(l.Act); a != nil {
			word = a.Words.NL
		}
		o.w.add(dossier.Basis{Article: l.Article, Rule: "refused: " + l.Refused}, dossier.CommandRefused{
			Word: word, Why: l.Refused, Mail: dossier.Mail{ID: o.in.Mail.ID}, Line: l.Line, Proof: o.evidence(),
		})
	}
}

func (w *work) act(name string) *Act {
	for i := range w.r.Acts {
		if w.r.Acts[i].Name == name {
			return &w.r.Acts[i]
		}
	}
	return nil
}

// forged records commands whose sender the receiving server does not vouch for. Nothing is answered to that sender; the
// real coordinator is told.
func (o *script) forged() {
	for _, l := range o.in.Lines {
		o.lines = append(o.lines, dossier.ScriptLine{Line: l.Line, Word: l.Written, Refused: string(RefusedProof)})
	}
	o.recordRefusals()
	w := o.w
	w.by = dossier.Actor{Role: roleKlachtd}
	told := 0
	for _, d := range w.c.Duties {
		if d.Letter == dossier.LetterSecurityNotice && d.Queued.After(w.ctx.Now.Add(-24*time.Hour)) {
			told++
		}
	}
	if told < MaxNotices {
		w.notify(design("rule 8"), dossier.LetterSecurityNotice, dossier.LetterDetails{Reason: "forged"})
	}
}

// show lets whoever handles the case know what a party wants: a mail that nobody reads is lost.
func (o *script) show() {
	asks := !slices.ContainsFunc(o.lines, func(l dossier.ScriptLine) bool {
		a := o.w.act(l.Act)
		return a == nil || a.Part != PartAsking
	})
	confirms := o.in.Proof.Code && o.in.From.Person != ""  // a colleague's code; what it confirms was shown before
	if !o.party || asks || confirms || o.in.Opens != nil { // a mail that opens a case stands in the notice of registration
		return
	}
	o.w.by = dossier.Actor{Role: roleKlachtd}
	o.w.tell(design("new mail is shown to the handler"), dossier.RoleHandler, dossier.LetterTask,
		dossier.LetterDetails{Task: dossier.TaskNewMail})
}

// answer sends the transcript. A party gets none: what he ordered is answered by letters of its own.
func (o *script) answer(result dossier.ScriptResult) {
	o.show()
	if o.party || o.in.Automatic != "" && !o.in.Proof.Token || o.in.Passed && result == dossier.ScriptDone {
		return
	}
	w := o.w
	w.by = dossier.Actor{Role: roleKlachtd}
	d := dossier.LetterDetails{Result: result, Script: o.lines, Other: o.named()}
	switch {
	case result == dossier.ScriptCode && o.codeReason() != "":
		d.Reason = o.codeReason()
	case o.in.Opens != nil && result != dossier.ScriptDone:
		d.Reason = dossier.ReasonRegistered
	}
	w.queue(design("every command is answered"), dossier.Duty{
		Letter: dossier.LetterTranscript, To: w.sender(), Step: noStep, About: o.in.Mail.ID, Details: d,
	})
}

func (o *script) named() dossier.Number {
	for _, l := range o.in.Lines {
		if l.Args.Case != "" {
			return l.Args.Case
		}
	}
	return ""
}
