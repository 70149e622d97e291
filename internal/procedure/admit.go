package procedure

import (
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// judgeAge flags facts that lie too far back, or before the regulation came into force. It decides nothing: a person
// does (V5). A fact of exactly the age that is allowed is still allowed.
func (w *work) judgeAge(days []calendar.Date) {
	rule := w.r.Admit
	for _, kind := range []dossier.TaskKind{dossier.TaskTooOld, dossier.TaskBeforeForce} {
		w.finish(kind, "")
	}
	if !rule.MaxAge.IsZero() {
		from := w.c.Received
		if rule.MaxAgeFrom == anchorFiled {
			from = w.c.Filed
		}
		limit := back(from, rule.MaxAge)
		if n := older(days, limit); n > 0 {
			w.task(rule.MaxAgeBy.Why("too old"), dossier.Task{Kind: dossier.TaskTooOld, Due: limit, Reason: part(n, days)})
		}
	}
	if since := w.r.InForce.Since; !since.IsZero() {
		if n := older(days, since); n > 0 {
			w.task(w.r.InForce.Why("before entry into force"), dossier.Task{Kind: dossier.TaskBeforeForce, Due: since, Reason: part(n, days)})
		}
	}
}

func older(days []calendar.Date, limit calendar.Date) int {
	n := 0
	for _, day := range days {
		if day.Before(limit) {
			n++
		}
	}
	return n
}

// part says whether all facts fall out or only some: "1/2".
func part(n int, days []calendar.Date) string { return itoa(n) + "/" + itoa(len(days)) }

// judgeRepeat points out that the same complainant has a case that ended: it may have been dealt with before.
func (w *work) judgeRepeat() {
	admitted := func(l dossier.Link) bool { return l.How == linkNewFacts } // a person has said that there are new facts
	if !w.r.Admit.Repeated || slices.ContainsFunc(w.c.Links, admitted) {
		return
	}
	for _, other := range w.ctx.Related {
		if !other.Closed.IsZero() && other.Ref != w.c.Ref {
			w.task(w.r.Admit.RepeatBy.Why("dealt with before"), dossier.Task{Kind: dossier.TaskRepeated, Reason: string(other.Number)})
			return
		}
	}
}
