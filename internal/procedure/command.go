package procedure

import "klachtd/internal/dossier"

// command records a line of staff mail. Its words are acts of the regulation; the ones that no act knows are
// refused in the journal.
func (w *work) command(in Command) {
	w.by = actor(in.From, dossier.RoleStranger)
	w.about = in.Mail.ID
	act := w.r.Act(in.Word)
	if act == nil {
		w.add(design("DESIGN 6"), dossier.CommandRefused{Word: in.Word, Why: "unknown word", Mail: in.Mail})
		return
	}
	w.add(act.Why("act "+act.Name), dossier.CommandRefused{Word: in.Word, Why: "acts are not carried out yet", Mail: in.Mail})
}
