package procedure

import (
	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Tight says whether the parties of a case can hardly all be heard before its first term ends: the turns of the regulation,
// begun today and one after the other, take longer (the registration says so at once).
func (r *Regulation) Tight(c *dossier.Case, ctx Context) bool {
	t := c.Term(dossier.TermSettle)
	if t == nil || !t.Running() || len(r.Rounds.Order) == 0 {
		return false
	}
	end := ctx.Today()
	for _, turn := range r.Rounds.Order {
		end = ctx.Calendars.Count(end, turn.Length, calendar.RollForward).Due
	}
	return end.After(t.Due)
}

// Signatory is the role whose absence a term waits for, since its letter needs that signature; "" when none does.
func (r *Regulation) Signatory() dossier.Role {
	for _, t := range r.Terms {
		for _, group := range t.Pause {
			for _, cond := range group {
				if cond.Is == CondAbsent && !cond.Not {
					return cond.Of
				}
			}
		}
	}
	return ""
}
