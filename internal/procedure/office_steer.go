package procedure

import (
	"cmp"
	"slices"
	"time"

	"klachtd/internal/dossier"
)

// Steering is a Command that was given to no case, with what the shell knows of what it may be about.
type Steering struct {
	Command
	Items    []Item                 // lines of the list that the mail answers, or of the last one that its sender got
	Measures map[string]dossier.Ref // cases of the measures that the lines name
	Agenda   []Glance               // what is due, for a line that asks; more than its sender may see
}

// Item is a message that a list showed.
type Item struct {
	N      int // its number in the list, from 1
	Mail   dossier.MailID
	Waits  bool           // nobody decided about it yet
	Case   dossier.Ref    // to which it seems to belong; 0: none, or the sender may not see it
	Number dossier.Number // of Case
}

// Away is the order of a case: somebody is away.
type Away struct{ Absence dossier.Absence }

func (w *desk) away(in Away) {
	if in.Absence.Person != "" && !in.Absence.Until.Before(in.Absence.From) {
		w.absent(design("absence"), in.Absence)
	}
}

func (w *desk) absent(why dossier.Basis, a dossier.Absence) {
	w.put(why, dossier.Recorded{
		Record: dossier.RecordAbsence, Person: a.Person, Day: a.From, Value: a.Until.String(),
	})
}

// steer carries out the lines of a mail, all or none, and answers with one transcript.
func (w *desk) steer(in Steering) {
	s := &officeScript{w: w, in: in, decided: map[dossier.MailID]bool{}, roles: configured(w.ctx, in.From.Person)}
	if in.From.Staff || len(s.roles) > 0 {
		s.roles = append(slices.Clone(s.roles), dossier.RoleStaff)
	}
	w.by = actor(in.From, dossier.RoleStranger)
	s.from = deskMark{w.o.Clone(), len(w.events)}
	switch {
	case in.Proof.Verdict == verdictFail:
		s.forged()
	case in.Proof.Spent:
		s.refuseAll(RefusedProof)
	case in.Done:
		s.refuseAll(RefusedAgain)
	default:
		s.carryOut()
	}
}

// officeScript is a mail with commands to the office at work.
type officeScript struct {
	w       *desk
	in      Steering
	roles   []dossier.Role
	from    deskMark // where everything returns to that is not carried out
	lines   []dossier.ScriptLine
	decided map[dossier.MailID]bool // by earlier lines of the mail
	tries   bool                    // it is a rehearsal
}

type deskMark struct {
	o      dossier.Office
	events int
}

func (s *officeScript) back() {
	s.w.o, s.w.events, s.w.orders = s.from.o.Clone(), s.w.events[:s.from.events:s.from.events], nil
}

func (s *officeScript) carryOut() {
	lines, rehearsal := s.w.r.rehearsal(s.in.Lines)
	needed := standsFirm
	s.tries = rehearsal
	if first := s.in.Lines; rehearsal && first[0].Problem.Why != "" { // what stands behind the word would be passed over
		s.lines = append(s.lines, s.line(first[0]))
	}
	for _, l := range lines {
		s.lines = append(s.lines, s.line(l))
		if a := s.w.r.Act(l.Word); a != nil {
			needed = min(needed, authority(a, s.in.Proof, false, s.w.ctx.SecondPerson))
		}
	}
	s.lines = append(s.lines, misspelt(s.in.Near)...)
	refused := slices.ContainsFunc(s.lines, func(l dossier.ScriptLine) bool { return l.Refused != "" })
	switch {
	case refused:
		s.takeBack()
		s.recordRefusals()
		s.answer(dossier.ScriptRefused)
	case rehearsal:
		s.back()
		s.answer(dossier.ScriptRehearsed)
	case needed == standsCode:
		s.hold()
	default:
		s.answer(dossier.ScriptDone)
	}
}

// line does one command, or says why not. Orders of a mail that is refused in the end are dropped with everything else.
func (s *officeScript) line(l Line) dossier.ScriptLine {
	said := dossier.ScriptLine{Line: l.Line, Word: l.Written, Rest: l.Rest}
	a := s.w.r.Act(l.Word)
	if a == nil {
		said.Refused, said.Suggest = string(RefusedUnknown), l.Suggest
		return said
	}
	said.Act, said.Article = a.Name, a.Article
	why, need := s.refusal(a, l)
	if why == "" {
		s.w.put(a.Why("command "+a.Words.NL), dossier.CommandGiven{
			Word: a.Words.NL, Text: l.Args.Text, Mail: dossier.Mail{ID: s.in.Mail.ID}, Line: l.Line, Proof: evidence(s.in.Proof),
		})
		why, need = s.do(a, l)
	}
	said.Refused, said.Need, said.Day = string(why), need, l.Problem.Day
	return said
}

func (s *officeScript) refusal(a *Act, l Line) (why Refusal, need string) {
	switch {
	case !s.w.r.may(a, s.roles, len(s.roles) > 0):
		return RefusedWho, ""
	case l.Problem.Why != "":
		return l.Problem.Why, l.Problem.What
	case !a.New:
		return RefusedCase, "case"
	}
	for _, need := range a.Needs {
		if !l.Args.given(need) {
			return RefusedNeeds, need
		}
	}
	return "", ""
}

// do gives each act the one meaning that it has where there is no case.
func (s *officeScript) do(a *Act, l Line) (why Refusal, need string) {
	if s.tries && a.New && a.Part == PartRegistering {
		return "", "" // it would open a case
	}
	for _, e := range a.Effects {
		switch e.Do {
		case DoAbsence:
			return s.absence(a, l.Args)
		case DoMeasure:
			return s.measure(l)
		case DoAnswer:
			return s.asked(e.Deed(), l)
		case DoCommands:
			if e.Deed() == CommandsRehearse {
				return RefusedFirst, ""
			}
			return RefusedNothing, "" // nothing to take back: what the office does is done by other cases
		}
	}
	if slices.Contains(a.May, "item") || slices.Contains(a.Needs, "item") {
		return s.tray(a, l)
	}
	return RefusedCase, "case"
}

func (s *officeScript) absence(a *Act, args Args) (why Refusal, need string) {
	until := args.Until
	if until.IsZero() {
		until = args.Date
	}
	if until.Before(args.Date) || until.Before(s.w.ctx.Today()) {
		return RefusedDate, "period"
	}
	who := []dossier.PersonID{cmp.Or(args.Person, s.in.From.Person)}
	if args.Person == "" && args.Role != "" {
		who = bearers(s.w.ctx, args.Role)
	}
	if len(who) == 0 || who[0] == "" {
		return RefusedNothing, "person"
	}
	for _, id := range who {
		s.w.absent(a.Why("absence"), dossier.Absence{Person: id, From: args.Date, Until: until})
	}
	return "", ""
}

func bearers(ctx Context, role dossier.Role) []dossier.PersonID {
	var ids []dossier.PersonID
	for _, p := range ctx.People {
		if slices.Contains(p.Roles, role) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// measure passes the line on to the case in which the measure was proposed.
func (s *officeScript) measure(l Line) (why Refusal, need string) {
	ref := s.in.Measures[l.Args.Measure]
	if ref == 0 {
		return RefusedNothing, "measure"
	}
	s.w.orders = append(s.w.orders, Order{Do: OrderCommand, Case: ref, Line: l, Mail: s.in.Mail.ID, Person: s.in.From.Person})
	return "", ""
}

func (s *officeScript) asked(what Deed, l Line) (why Refusal, need string) {
	details := dossier.LetterDetails{Date: s.w.ctx.Today()}
	switch {
	case l.Args.Case != "" && l.Args.Ref == 0:
		return RefusedCase, "case"
	case l.Args.Ref != 0:
		s.w.orders = append(s.w.orders, Order{Do: OrderCommand, Case: l.Args.Ref, Line: l, Mail: s.in.Mail.ID, Person: s.in.From.Person})
		return "", ""
	case what == AnswerHelp && wantsForm(l.Args):
		s.letter(dossier.LetterFormTemplate, details)
		return "", ""
	case what == AnswerHelp:
		for i := range s.w.r.Acts {
			if a := &s.w.r.Acts[i]; a.New && s.w.r.may(a, s.roles, false) {
				details.Offers = append(details.Offers, a.Name)
			}
		}
		s.letter(dossier.LetterHelp, details)
		return "", ""
	case what == AnswerAgenda:
		details.Cases = agendaLines(s.in.Agenda, s.in.From.Person)
		s.letter(dossier.LetterDigest, details)
		return "", ""
	}
	return RefusedCase, "case"
}

func (s *officeScript) letter(name dossier.LetterName, details dossier.LetterDetails) {
	to := dossier.Recipient{Role: cmp.Or(s.in.From.Role, firstRole(s.roles)), Person: s.in.From.Person}
	if to.Person == "" {
		return
	}
	s.w.write("every command is answered", name, []dossier.Recipient{to}, details, s.in.Mail.ID)
}

func (s *officeScript) takeBack() {
	s.back()
	for i, l := range s.lines {
		if l.Refused == "" {
			s.lines[i] = dossier.ScriptLine{Line: l.Line, Word: l.Word, Act: l.Act, Rest: l.Rest, Refused: string(RefusedOther)}
		}
	}
}

func (s *officeScript) refuseAll(why Refusal) {
	for _, l := range s.in.Lines {
		said := dossier.ScriptLine{Line: l.Line, Word: l.Written, Rest: l.Rest, Refused: string(why)}
		if a := s.w.r.Act(l.Word); a != nil {
			said.Act = a.Name
		}
		s.lines = append(s.lines, said)
	}
	s.recordRefusals()
	s.answer(dossier.ScriptRefused)
}

func (s *officeScript) recordRefusals() {
	for _, l := range s.lines {
		s.w.put(dossier.Basis{Article: l.Article, Rule: "refused: " + l.Refused}, dossier.CommandRefused{
			Word: l.Word, Why: l.Refused, Mail: dossier.Mail{ID: s.in.Mail.ID}, Line: l.Line, Proof: evidence(s.in.Proof),
		})
	}
}

// forged records commands whose sender the receiving server does not vouch for, and tells the real coordinators.
func (s *officeScript) forged() {
	for _, l := range s.in.Lines {
		s.lines = append(s.lines, dossier.ScriptLine{Line: l.Line, Word: l.Written, Refused: string(RefusedProof)})
	}
	s.recordRefusals()
	told := 0
	for _, d := range s.w.o.Duties {
		if d.Letter == dossier.LetterSecurityNotice && d.Queued.After(s.w.ctx.Now.Add(-24*time.Hour)) {
			told++
		}
	}
	if told < MaxNotices {
		s.w.by = dossier.Actor{Role: roleKlachtd}
		s.w.queue("rule 8", dossier.LetterSecurityNotice, dossier.LetterDetails{Reason: "forged"}, s.in.Mail.ID)
	}
}

// hold keeps the whole mail until its one-time code comes back from the registered address.
func (s *officeScript) hold() {
	s.back()
	for _, l := range s.in.Lines {
		s.w.put(design("DESIGN 6"), dossier.CommandHeld{
			Word: l.Word, Why: "code", Mail: dossier.Mail{ID: s.in.Mail.ID},
			Until: s.w.ctx.Now.Add(CodeHours * time.Hour).UTC(), Proof: evidence(s.in.Proof),
		})
	}
	s.answer(dossier.ScriptCode)
	s.w.by = dossier.Actor{Role: roleKlachtd}
	s.letter(dossier.LetterOneTimeCode, dossier.LetterDetails{Held: s.in.Mail.ID, Script: s.lines, Result: dossier.ScriptCode, Reason: s.codeReason()})
}

// codeReason is why a code is asked for once more.
func (s *officeScript) codeReason() string { return (&script{in: s.in.Command}).codeReason() }

func (s *officeScript) answer(result dossier.ScriptResult) {
	if s.in.Automatic != "" && !s.in.Proof.Token {
		return
	}
	s.w.by = dossier.Actor{Role: roleKlachtd}
	d := dossier.LetterDetails{Result: result, Script: s.lines}
	switch {
	case s.in.Opens != nil:
		d.Reason = dossier.ReasonNotRegistered
	case result == dossier.ScriptCode:
		d.Reason = s.codeReason()
	}
	s.letter(dossier.LetterTranscript, d)
}

// evidence says in the journal on what a command was believed.
func evidence(e Evidence) string { return (&script{in: Command{Proof: e}}).evidence() }
