package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// openTerms starts the terms that run from one of the anchors ("received", "filed", "closed", "<letter> sent").
func (w *work) openTerms(anchor string, from calendar.Date) {
	for i := range w.r.Terms {
		rule := &w.r.Terms[i]
		if rule.From == anchor && w.applies(rule) {
			w.add(rule.Why("term "+string(rule.Name)), dossier.TermOpened{Term: w.count(rule, from)})
		}
	}
}

func (w *work) applies(rule *TermRule) bool {
	if rule.Length.IsZero() {
		return false
	}
	if len(rule.Kinds) > 0 && !slices.Contains(rule.Kinds, w.c.Kind) {
		return false
	}
	return len(rule.States) == 0 || slices.Contains(rule.States, w.c.State)
}

// count makes a term of a case from its rule: the end, the last working day to act, and each extension, counted
// from the term's own anchor.
func (w *work) count(rule *TermRule, from calendar.Date) dossier.Term {
	n := w.ctx.Calendars.Count(from, rule.Length, rule.Roll)
	t := dossier.Term{
		Name: rule.Name, Article: rule.Article, Binds: rule.Binds, Started: from,
		Due: n.Due, FirstDue: n.Due, ActBy: n.ActBy, State: dossier.TermOpen, Count: n,
	}
	if t.Binds == "" {
		t.Binds = dossier.RoleOrganisation
	}
	end := n
	for _, s := range rule.Steps {
		to := w.ctx.Calendars.Count(from, s.To, rule.Roll)
		t.Steps = append(t.Steps, dossier.Step{
			End: end.Due, ActBy: end.ActBy, Letter: s.Letter, To: to.Due, Article: s.Article, Count: to,
		})
		end = to
	}
	return t
}

// meets says whether a letter or an act meets a term.
func (r *Regulation) meets(term dossier.TermName, what string) bool {
	rule := r.Term(term)
	return rule != nil && slices.Contains(rule.MetBy, what)
}

// metBy records the terms that an accepted letter meets.
func (w *work) metBy(d dossier.Duty, on calendar.Date) {
	if d.Step >= 0 || w.othersWait(d) {
		return
	}
	for _, t := range slices.Clone(w.c.Terms) {
		rule := w.r.Term(t.Name)
		if (t.Running() || t.State == dossier.TermSuspended) && rule != nil && w.r.meets(t.Name, string(d.Letter)) && w.allMet(rule, string(d.Letter)) {
			w.add(rule.Why("met by "+string(d.Letter)), dossier.TermMet{Term: t.Name, On: on, Duty: d.ID})
			w.finishReason(dossier.TaskTermPassed, string(t.Name))
		}
	}
}

// othersWait says whether the same letter, ordered in the same moment, has not reached everybody yet whom it was for.
func (w *work) othersWait(d dossier.Duty) bool {
	return slices.ContainsFunc(w.c.Duties, func(o dossier.Duty) bool {
		return o.ID != d.ID && o.Letter == d.Letter && o.About == d.About && o.Step < 0 && o.Queued.Equal(d.Queued) &&
			(o.State == dossier.DutyQueued || o.State == dossier.DutyUnknown || o.State == dossier.DutyRefused || o.State == dossier.DutyBounced)
	})
}

// sentAnchor is the anchor of terms that run from the sending of a letter.
func sentAnchor(letter dossier.LetterName) string { return strings.TrimSpace(string(letter)) + " sent" }

// back steps a length back from a day, in calendar time; working days have AddOpen.
func back(day calendar.Date, l calendar.Length) calendar.Date {
	switch l.Unit {
	case calendar.Weeks:
		return day.AddDays(-7 * l.N)
	case calendar.Months:
		return day.AddMonths(-l.N)
	case calendar.Years:
		return day.AddYears(-l.N)
	}
	return day.AddDays(-l.N)
}

// ahead steps a length on from a day, in calendar time.
func ahead(day calendar.Date, l calendar.Length) calendar.Date {
	l.N = -l.N
	return back(day, l)
}
