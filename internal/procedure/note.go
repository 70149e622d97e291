package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// A mail with commands that opens a case registers nothing when a line of it is refused: all lines, or none. Where the
// lines stand above a complaint that somebody forwards, that is registered as if there were no lines.

// RefusedNote judges a mail with commands that would open a case. When a line is refused it returns the lines, each with
// why it is; the others are refused with it.
func (r *Regulation) RefusedNote(in Command, ctx Context) ([]Line, bool) {
	if in.Opens == nil || in.Bare != nil {
		return nil, false
	}
	said, refused := (&work{r: r, ctx: ctx}).tried(in)
	if !refused {
		return nil, false
	}
	lines := slices.Clone(in.Lines)
	for i := range lines {
		at := slices.IndexFunc(said, func(l dossier.ScriptLine) bool { return l.Line == lines[i].Line })
		if lines[i].Problem.Why == "" && at >= 0 {
			lines[i].Problem = Problem{Why: Refusal(said[at].Refused), What: said[at].Need, Day: said[at].Day}
		}
	}
	return lines, true
}

// registerNote opens a case by a mail with commands.
func (w *work) registerNote(in Command) {
	if in.Bare != nil {
		if lines, refused := (&work{r: w.r, ctx: w.ctx}).tried(in); refused {
			w.openBare(in, lines)
			return
		}
	}
	w.opens(in).run()
}

// tried carries out a mail that opens a case on nothing, and says what became of its lines.
func (w *work) tried(in Command) ([]dossier.ScriptLine, bool) {
	in.Bare = nil
	o := w.opens(in)
	o.run()
	return o.lines, slices.ContainsFunc(o.lines, func(l dossier.ScriptLine) bool { return l.Refused != "" })
}

// opens opens a case by a mail with commands, which are still to be carried out.
func (w *work) opens(in Command) *script {
	w.about = in.Mail.ID
	w.openBy(in)
	in.From = w.receives(in.From)
	return w.script(in)
}

// script is a mail with commands, ready to be carried out.
func (w *work) script(in Command) *script {
	w.by = actor(in.From, dossier.RoleStranger)
	w.giver = in.From
	return &script{w: w, in: in, roles: w.roles(in.From), from: w.mark()}
}

// openBare registers the complaint that a mail forwards whose lines are refused, and says so.
func (w *work) openBare(in Command, refused []dossier.ScriptLine) {
	bare, opening := *in.Bare, *in.Bare.Opens
	opening.Ref, opening.Number = in.Opens.Ref, in.Opens.Number
	bare.Opens, bare.Automatic, bare.Proved, bare.Flags = &opening, in.Automatic, in.Proof.Token, in.Flags
	w.about = in.Mail.ID
	w.open(bare)
	w.tellTasks()
	in.From = w.receives(in.From)
	o := w.script(in)
	o.lines = refused
	o.recordRefusals()
	o.answer(dossier.ScriptRefused)
	o.reportDenied()
}
