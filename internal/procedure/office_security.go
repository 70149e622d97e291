package procedure

import (
	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Suspicion is mail that looks like an attack: Why is a word of package intake. The mail itself goes its way; here the
// coordinators are told.
type Suspicion struct {
	Why  string
	Mail dossier.MailID
}

func (Suspicion) office() {}

// suspicion is told once a day for each kind: whoever sends a thousand such mails writes one letter with them.
func (w *desk) suspicion(in Suspicion) {
	for _, d := range w.o.Duties {
		if d.Letter == dossier.LetterSecurityNotice && d.Details.Reason == in.Why && calendar.Of(d.Queued, w.ctx.Location) == w.ctx.Today() {
			return
		}
	}
	w.queue("rule 8", dossier.LetterSecurityNotice, dossier.LetterDetails{Reason: in.Why}, in.Mail)
}
