package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// isUndo says whether the mail takes the last commands back.
func (o *script) isUndo() bool {
	return slices.ContainsFunc(o.in.Lines, func(l Line) bool {
		a := o.w.r.Act(l.Word)
		return a != nil && a.doesDeed(DoCommands, CommandsUndo)
	})
}

// Undone begins a warning that names a command that was taken back.
const Undone = "undone "

// undo takes back the last mail with commands, as long as nothing else happened to the case and none of its letters was
// tried (DESIGN 10.7).
func (o *script) undo() {
	if len(o.in.Lines) > 1 || len(o.in.Near) > 0 {
		o.refuseAll(RefusedAlone)
		return
	}
	a := o.w.r.Act(o.in.Lines[0].Word)
	first, last, mail := o.w.lastCommands()
	switch {
	case first == 0:
		o.refuseAll(RefusedNothing)
	case !o.w.r.may(a, o.roles, o.gaveLast()):
		o.refuseAll(RefusedWho)
	case o.in.Late, !o.w.revocable(first, last):
		o.refuseAll(RefusedLate)
	case o.standing(a) == standsRefused:
		o.refuseAll(RefusedProof)
	case o.standing(a) == standsCode:
		o.lines = []dossier.ScriptLine{{Line: 1, Word: o.in.Lines[0].Written, Act: a.Name}}
		o.hold()
	default:
		o.revoke(a, first, last, mail)
	}
}

func (o *script) revoke(a *Act, first, last int, mail dossier.MailID) {
	w := o.w
	var duties []dossier.DutyID
	var undone []string
	var letters []dossier.ScriptLetter
	for _, e := range w.c.Journal {
		if e.Seq < first || e.Seq > last {
			continue
		}
		switch b := e.Body.(type) {
		case dossier.LetterQueued:
			duties = append(duties, b.Duty.ID)
			if !answersCommands(b.Duty.Letter) {
				letters = append(letters, dossier.ScriptLetter{Letter: b.Duty.Letter, To: b.Duty.To, State: dossier.DutyWaived})
			}
		case dossier.CommandGiven:
			undone = append(undone, Undone+"#"+b.Word)
		}
	}
	w.add(a.Why("command "+a.Words.NL), dossier.CommandGiven{Word: a.Words.NL, Mail: dossier.Mail{ID: o.in.Mail.ID}, Line: o.in.Lines[0].Line, Proof: o.evidence()})
	w.add(a.Why("taken back"), dossier.CommandRevoked{First: first, Last: last})
	w.orders = append(w.orders, Order{Do: OrderCancel, Duties: duties, Mail: mail})
	o.lines = []dossier.ScriptLine{{
		Line: o.in.Lines[0].Line, Word: o.in.Lines[0].Written, Act: a.Name, State: w.c.State, Warned: undone, Letters: letters,
	}}
	o.answer(dossier.ScriptDone)
}

// lastCommands finds the events of the last mail with commands: from its first command to what came before its
// transcript. What was taken back already is not there any more.
func (w *work) lastCommands() (first, last int, mail dossier.MailID) {
	for _, e := range w.journal() {
		switch b := e.Body.(type) {
		case dossier.CommandGiven:
			if w.undoes(b.Word) {
				first, last, mail = 0, 0, ""
				continue
			}
			if b.Mail.ID != mail {
				first, mail = e.Seq, b.Mail.ID
			}
			last = e.Seq
		case dossier.LetterQueued:
			if first != 0 && b.Duty.Letter == dossier.LetterTranscript && b.Duty.About == mail {
				last = e.Seq - 1
			}
		}
	}
	return first, last, mail
}

func (w *work) undoes(word string) bool {
	a := w.r.Act(word)
	return a != nil && a.doesDeed(DoCommands, CommandsUndo)
}

// revocable says whether nothing else happened since: only the transcript, its delivery, and the mail that asks for it.
func (w *work) revocable(first, last int) bool {
	for _, e := range w.c.Journal {
		if e.Seq < first {
			continue
		}
		switch b := e.Body.(type) {
		case dossier.LetterAccepted:
			if d := w.c.Duty(b.Duty); d == nil || !answersCommands(d.Letter) {
				return false
			}
		case dossier.LetterUnknown:
			if d := w.c.Duty(b.Duty); d == nil || !answersCommands(d.Letter) {
				return false
			}
		case dossier.Filed:
			if b.Mail.ID != w.about {
				return false
			}
		case dossier.LetterQueued:
			if e.Seq > last && !answersCommands(b.Duty.Letter) {
				return false
			}
		default:
			if e.Seq > last && !harmless(e) {
				return false
			}
		}
	}
	return true
}

// harmless are events after a command that change nothing of the case.
func harmless(e dossier.Event) bool {
	switch e.Body.(type) {
	case dossier.CommandHeld, dossier.CommandRefused:
		return true
	}
	return false
}

// answersCommands says whether a letter only answers who gave a command.
func answersCommands(letter dossier.LetterName) bool {
	switch letter {
	case dossier.LetterTranscript, dossier.LetterHelp, dossier.LetterStatus, dossier.LetterDossierCopy, dossier.LetterOneTimeCode,
		dossier.LetterFormTemplate, dossier.LetterSecurityNotice:
		return true
	}
	return false
}
