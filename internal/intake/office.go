package intake

import (
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// atOffice is the sender where no case is concerned.
func (r *reader) atOffice() procedure.Speaker {
	s := procedure.Speaker{Verified: r.verdict == proof.Pass, Staff: r.d.staff(r.from)}
	if s.Staff {
		s.Role = dossier.RoleStaff
	}
	if p := r.d.person(r.from); p != nil {
		s.Person = p.ID
		if len(p.Roles) > 0 {
			s.Role = p.Roles[0]
		}
	}
	return s
}

// toOffice reads an answer to a letter of the office: a list, a digest, a notice. Its commands are for the office,
// unless the first one asks about a case.
func (r *reader) toOffice(t trail) (Reading, error) {
	s := r.atOffice()
	o, err := r.script(nil, s, t)
	if err != nil {
		return Reading{}, err
	}
	if o != nil && o.registers() && r.verdict != proof.Fail {
		return o.opens() // the form that klachtd mailed, filled in
	}
	if o != nil {
		return o.forOffice(true)
	}
	duty, err := r.answered(0)
	if err != nil {
		return Reading{}, err
	}
	if s.Staff {
		if c := r.code(nil, duty); c != "" || r.blank(nil, duty) {
			in := r.input(s)
			in.Answers = duty
			return Reading{Place: PlaceOffice, Why: WhyOffice, Security: r.security(t), Code: c, NoCode: c == "", Input: in, Sender: r.from, Proof: r.evidence(nil, s, t)}, nil
		}
	}
	return Reading{Place: PlaceTray, Why: WhyOffice, Security: r.security(t)}, nil
}

// forOffice gives commands that belong to no case. A token of the office counts for them when they answer its letter.
func (o *script) forOffice(answers bool) (Reading, error) {
	if c, ok, err := o.asksAbout(); err != nil || ok {
		if err != nil {
			return Reading{}, err
		}
		return o.about(&c, answers)
	}
	cmd, err := o.command(nil)
	if err != nil {
		return Reading{}, err
	}
	if cmd.From.Person == "" && cmd.From.Staff && o.verdict == proof.Pass {
		cmd.From.Person = dossier.PersonID(o.from) // a colleague whom only his domain names is answered, too
	}
	for i, l := range cmd.Lines {
		if a := o.rules.Act(l.Word); a != nil && !a.New && l.Problem.Why == "" {
			cmd.Lines[i].Problem = procedure.Problem{Why: procedure.RefusedCase, What: CaseNone}
		}
	}
	return o.reading(PlaceOffice, 0, cmd), nil
}

// asksAbout finds the case that the first command names when it only asks: "#toon K2026-0001".
func (o *script) asksAbout() (dossier.Case, bool, error) {
	act := o.first()
	if act == nil || !does(act, procedure.DoAnswer) {
		return dossier.Case{}, false, nil
	}
	for i, l := range o.said.Lines {
		line, err := o.line(l, i == len(o.said.Lines)-1)
		if err != nil || line.Args.Ref == 0 {
			if err != nil {
				return dossier.Case{}, false, err
			}
			continue
		}
		c, err := o.reg.Case(line.Args.Ref)
		return c, err == nil, err
	}
	return dossier.Case{}, false, nil
}

// about gives commands about a case that only they name.
func (o *script) about(c *dossier.Case, answers bool) (Reading, error) {
	s, _ := o.speaker(c, trail{})
	again, err := o.script(c, s, o.t)
	if err != nil {
		return Reading{}, err
	}
	if again == nil { // he is a party of it, and these are no words for parties
		return o.nowhere(nil)
	}
	cmd, err := again.command(c)
	if err != nil {
		return Reading{}, err
	}
	if answers {
		office := o.evidence(nil, o.giver, o.t)
		cmd.Proof.Token = cmd.Proof.Token || office.Token
		cmd.Proof.Stale = !cmd.Proof.Token && office.Stale
	}
	return again.reading(PlaceCase, c.Ref, cmd), nil
}

// nowhere refuses commands whose case is none, or none that the sender may see, with the same answer.
func (o *script) nowhere(err error) (Reading, error) {
	if err != nil {
		return Reading{}, err
	}
	cmd, err := o.command(nil)
	if err != nil {
		return Reading{}, err
	}
	refuse(cmd, CaseNone, string(o.t.number))
	return o.reading(PlaceOffice, 0, cmd), nil
}

// several is a mail whose trail leads to more than one case. Commands in it are asked back, all else waits.
func (r *reader) several(t trail) (Reading, error) {
	if s := r.atOffice(); s.Staff && s.Person != "" {
		if o, err := r.script(nil, s, t); err != nil || o != nil {
			reading, err := o.nowhere(err)
			if err == nil {
				refuse(reading.Command, CaseAnother, "")
			}
			return reading, err
		}
	}
	return Reading{Place: PlaceTray, Why: WhySeveral, Security: r.security(t)}, nil
}
