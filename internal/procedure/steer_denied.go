package procedure

import (
	"slices"
	"time"

	"klachtd/internal/dossier"
)

// reasonDenied is why the coordinator is told of commands that somebody gave whose role may not.
const reasonDenied = "denied"

// reportDenied tells the coordinator when somebody of the organisation gave a command that is the coordinator's alone: who
// handles a complaint may well not know that. What only asks is refused without that.
func (o *script) reportDenied() {
	w := o.w
	if o.party || slices.Contains(o.roles, dossier.RoleCoordinator) || slices.Contains(o.roles, dossier.RoleDeputy) {
		return
	}
	i := slices.IndexFunc(o.lines, func(l dossier.ScriptLine) bool {
		a := w.act(l.Act)
		return l.Refused == string(RefusedWho) && a != nil && a.Weight != WeightLight && slices.Contains(a.Who, dossier.RoleCoordinator)
	})
	if i < 0 || w.noticesToday(reasonDenied) >= MaxNotices {
		return
	}
	w.by = dossier.Actor{Role: roleKlachtd}
	w.notify(w.act(o.lines[i].Act).Why("only the coordinator may"), dossier.LetterSecurityNotice, dossier.LetterDetails{
		Reason: reasonDenied, Person: o.in.From.Person, Party: o.in.From.Party, Script: o.lines,
	})
}

// noticesToday counts the notices of a kind that left about this case in a day.
func (w *work) noticesToday(reason string) int {
	n := 0
	for _, d := range w.c.Duties {
		if d.Letter == dossier.LetterSecurityNotice && d.Details.Reason == reason && d.Queued.After(w.ctx.Now.Add(-24*time.Hour)) {
			n++
		}
	}
	return n
}
