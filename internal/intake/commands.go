package intake

import (
	"slices"
	"strings"

	"klachtd/internal/command"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// partyWords are the four that a party may use; all others are text in his mail.
var partyWords = []string{"hoorverzoek", "toestemming", "beroep", "status"}

// script is a mail with commands in the making.
type script struct {
	*reader
	t     trail
	giver procedure.Speaker
	c     *dossier.Case // nil: none
	rules *procedure.Regulation
	said  command.Mail
	duty  dossier.DutyID // the letter that the mail answers
}

// script reads the commands of a mail; nil when it has none that its sender might give. c is nil where there is no
// case.
func (r *reader) script(c *dossier.Case, s procedure.Speaker, t trail) (*script, error) {
	steers, party := r.steers(c, s), r.readable() && s.Party != "" && c != nil
	if !strings.ContainsRune(r.m.Answer, '#') && !strings.ContainsAny(r.m.Answer, otherSigns) || !steers && !party {
		return nil, nil
	}
	reg, err := r.regulation(c)
	if err != nil || reg == nil {
		return nil, err
	}
	v := vocabulary(reg)
	if !steers {
		v = v.Few(partyWords...)
	}
	o := &script{reader: r, t: t, giver: s, c: c, rules: reg, said: v.Parse(r.m.Answer)}
	if c == nil && len(o.said.Lines) == 0 {
		o.greeted(v)
	}
	if len(o.said.Lines)+len(o.said.Near) == 0 || !steers && !o.partys() {
		return nil, nil
	}
	var ref dossier.Ref
	if c != nil {
		ref = c.Ref
	}
	r.gives = steers
	o.duty, err = r.answered(ref)
	if c != nil && c.Duty(o.duty) == nil {
		o.duty = ""
	}
	return o, err
}

// meant says whether a mail with no more than slips in it was meant to hold commands: in a new mail "#metoo" begins a
// complaint, and what stands under a greeting may be a story that must not be lost.
func (o *script) meant() bool {
	return len(o.said.Lines) > 0 || slices.ContainsFunc(o.said.Near, func(n command.Near) bool { return n.Suggestion != "" && !n.Below })
}

// otherSigns begin lines that look like commands.
const otherSigns = "＃﹟♯⌗⋕"

// partys says whether a party's commands are his to give: the regulation has them, and he is proved to be the party.
// Otherwise the mail is what a party wrote, as any other.
func (o *script) partys() bool {
	for _, l := range o.said.Lines {
		if o.rules.Act(strings.TrimPrefix(l.Word, "#")) == nil {
			return false
		}
	}
	return o.verdict == proof.Pass || o.verdict != proof.Fail && o.proved(o.c, o.giver, o.t)
}

// regulation is the one that gives the words: of the case, or of new ones.
func (r *reader) regulation(c *dossier.Case) (*procedure.Regulation, error) {
	reg, err := r.reg.Regulation(c)
	if reg == nil && err == nil {
		reg = r.d.Regulation
	}
	return reg, err
}

// vocabulary adds the words of a regulation's own acts to those that all have.
func vocabulary(reg *procedure.Regulation) *command.Vocabulary {
	own := make([]command.Word, 0, len(reg.Acts))
	for _, a := range reg.Acts {
		own = append(own, command.Word{Dutch: a.Words.NL, English: a.Words.EN})
	}
	return command.NewVocabulary(own)
}

// command makes the input for Decide. proved is the case in which the sender has to be proved; nil the office.
func (o *script) command(proved *dossier.Case) (*procedure.Command, error) {
	cmd := &procedure.Command{
		Mail: o.mail, From: o.giver, Proof: o.evidence(proved, o.giver, o.t), Answers: o.duty, Automatic: o.automatic(), Tasks: o.readingTasks(),
	}
	for i, l := range o.said.Lines {
		line, err := o.line(l, i == len(o.said.Lines)-1)
		if err != nil {
			return nil, err
		}
		cmd.Lines = append(cmd.Lines, line)
	}
	for _, n := range o.said.Near {
		if n.Below && o.staysInside() {
			continue
		}
		near := procedure.Line{Line: n.Line, Written: n.Written, Suggest: n.Suggestion}
		if n.Below {
			near.Problem.Why = procedure.RefusedBelow
		}
		cmd.Near = append(cmd.Near, near)
	}
	return cmd, nil
}

// staysInside says whether the text of the last command is kept in the dossier only: a note may quote whatever was
// said, a line with # too. What goes out in a letter must not carry a command that somebody meant to give.
func (o *script) staysInside() bool {
	if len(o.said.Lines) == 0 {
		return false
	}
	last := o.rules.Act(strings.TrimPrefix(o.said.Lines[len(o.said.Lines)-1].Word, "#"))
	return last != nil && !does(last, procedure.DoLetter)
}

// line resolves one command. The text and the attachments are the last one's.
func (o *script) line(l command.Line, last bool) (procedure.Line, error) {
	line := procedure.Line{Line: l.Line, Word: strings.TrimPrefix(l.Word, "#"), Written: l.Written, Rest: l.Rest}
	act := o.rules.Act(line.Word)
	if act == nil {
		return line, nil
	}
	below := ""
	if last {
		below = withoutGreeting(act, withoutGoodbye(act, o.said.Text))
	}
	var err error
	line.Args, line.Problem, err = o.arguments(act, l.Rest, below)
	if last {
		line.Args.Attachments = o.mail.Attachments
	}
	return line, err
}

// first is the act of the first command; nil when the regulation has no such word.
func (o *script) first() *procedure.Act {
	if len(o.said.Lines) == 0 {
		return nil
	}
	for _, l := range o.said.Lines {
		a := o.rules.Act(strings.TrimPrefix(l.Word, "#"))
		if a == nil || !does(a, procedure.DoCommands) {
			return a // #proef and the like are about the commands below them
		}
	}
	return nil
}

func does(a *procedure.Act, do procedure.EffectKind) bool {
	for _, e := range a.Effects {
		if e.Do == do {
			return true
		}
	}
	return false
}

// refuse refuses every line that nothing else is wrong with: the mail names no case, another one, or none that its
// sender may see.
func refuse(cmd *procedure.Command, what, said string) {
	for i := range cmd.Lines {
		if cmd.Lines[i].Problem.Why == "" || cmd.Lines[i].Problem.Why == procedure.RefusedCase {
			cmd.Lines[i].Problem = procedure.Problem{Why: procedure.RefusedCase, What: what, Said: said}
		}
	}
}

// What of a Problem with RefusedCase.
const (
	CaseNone    = "case"       // none is named, or none that the sender may see
	CaseAnother = "which_case" // the letter that is answered is of another case than the subject says
)

// reading is the mail with its commands, ready for Decide.
func (o *script) reading(place Place, ref dossier.Ref, cmd *procedure.Command) Reading {
	return Reading{
		Place: place, Case: ref, Command: cmd, Proof: cmd.Proof, Sender: o.from,
		Security: o.security(o.t), Input: o.input(o.giver),
	}
}
