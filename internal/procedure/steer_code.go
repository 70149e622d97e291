package procedure

import (
	"slices"
	"time"

	"klachtd/internal/dossier"
)

// CodeHours is how long a mail with commands waits for its one-time code (DESIGN section 6).
const CodeHours = 72

// hold keeps the whole mail until its one-time code comes back from the registered address.
func (o *script) hold() {
	o.w.back(o.from)
	to, found := o.codeTo()
	if !found {
		o.refuseAll(RefusedProof)
		return
	}
	for _, l := range o.in.Lines {
		o.w.add(design("DESIGN 6"), dossier.CommandHeld{
			Word: l.Word, Why: "code", Mail: dossier.Mail{ID: o.in.Mail.ID}, Until: o.w.ctx.Now.Add(CodeHours * time.Hour).UTC(),
			Proof: o.evidence(),
		})
	}
	for i := range o.lines {
		o.lines[i].Letters, o.lines[i].Terms, o.lines[i].State = nil, nil, ""
	}
	o.answer(dossier.ScriptCode)
	o.w.by = dossier.Actor{Role: roleKlachtd}
	details := dossier.LetterDetails{Held: o.in.Mail.ID, Script: o.lines, Result: dossier.ScriptCode}
	details.Reason = o.codeReason()
	o.w.queue(design("DESIGN 6"), dossier.Duty{Letter: dossier.LetterOneTimeCode, To: to, Step: noStep, About: o.in.Mail.ID, Details: details})
}

// codeReason is why a code is asked for beyond the first time: it was wrong, or a second person has to agree.
func (o *script) codeReason() string {
	switch {
	case o.in.Proof.Blank:
		return dossier.ReasonNoCode
	case o.in.Proof.Wrong:
		return dossier.ReasonWrongCode
	case o.in.Proof.Code:
		return dossier.ReasonSecond
	}
	return ""
}

// codeTo is who has to give a code: whoever gave the commands; and after him, where two have to agree, a colleague who
// could have given them.
func (o *script) codeTo() (dossier.Recipient, bool) {
	w := o.w
	if !o.in.Proof.Code {
		return w.sender(), true
	}
	for _, role := range []dossier.Role{dossier.RoleCoordinator, dossier.RoleDeputy} {
		for _, p := range w.ctx.People {
			if slices.Contains(p.Roles, role) && p.ID != w.giver.Person && !p.Absent && !w.concerns(p.ID) && !slices.Contains(w.c.Shut, p.ID) {
				return dossier.Recipient{Role: role, Person: p.ID}, true
			}
		}
	}
	return dossier.Recipient{}, false
}
