package procedure

import (
	"slices"

	"klachtd/internal/dossier"
)

// set writes what the command gives into a field of the dossier.
func (d *doing) set(field string) (Refusal, string) {
	w, a := d.w, d.args
	switch field {
	case dossier.FactReceived:
		if a.Date.After(w.ctx.Today()) {
			return RefusedDate, "date"
		}
		d.fact(field, a.Date.String())
		w.recount()
		w.finish(dossier.TaskReceivedDate, "")
	case dossier.FactFiled:
		d.fact(field, w.saidOn().String())
	case dossier.FactUrgent:
		d.fact(field, answerYes)
	case "facts_dates":
		d.dates8()
	case dossier.FactCategory:
		d.category()
	case "language":
		return d.language()
	case "underlying":
		d.fact(field, nonEmpty(a.Word, a.Answers[field])...)
	case "clearly":
		if v := a.Answers[field]; v != "" {
			d.fact(field, v)
		}
	case "call_slots":
		d.fact(field, a.Times...)
	default:
		if values := d.said(field); len(values) > 0 {
			d.fact(field, values...)
		}
	}
	return "", ""
}

func nonEmpty(all ...string) []string {
	return slices.DeleteFunc(all, func(s string) bool { return s == "" })
}

// said is what a command gave for a field: the answer of that name, a word, or text.
func (d *doing) said(field string) []string {
	a := d.args
	if v := a.Answers[field]; v != "" {
		return []string{v}
	}
	if a.Word != "" {
		return nonEmpty(a.Word, a.Text)
	}
	if slices.Contains(d.a.Needs, "text") {
		return nonEmpty(a.Text)
	}
	return nil
}

// dates8 records when it happened, and flags what the regulation may not handle for its age.
func (d *doing) dates8() {
	var days []string
	for _, day := range d.args.Dates {
		days = append(days, day.String())
	}
	d.fact("facts_dates", days...)
	d.w.judgeAge(d.args.Dates)
}

// category classifies the case, and routes it: handlers with its topic are proposed, or the role that gets it is told.
func (d *doing) category() {
	w := d.w
	if d.args.Category == "" {
		return
	}
	d.fact(dossier.FactCategory, d.args.Category)
	structural := d.args.Answers["structural"] != "" || w.recurs(d.args.Category)
	if structural {
		d.fact("structural", answerYes)
	}
	w.route(d.args.Category, structural)
}

// recurs says whether complaints of one kind by the same complainant come so often that they count as structural.
func (w *work) recurs(category string) bool {
	rule := w.r.Recur
	if rule.Times == 0 {
		return false
	}
	since, n := back(w.c.Received, rule.Within), 1
	for _, other := range w.ctx.Related {
		if other.Category == category && other.Ref != w.c.Ref && !other.Received.Before(since) {
			n++
		}
	}
	return n >= rule.Times
}

// route tells the role of a category, or proposes handlers by topic in a task.
func (w *work) route(category string, structural bool) {
	i := slices.IndexFunc(w.r.Category, func(c CategoryRule) bool { return c.Name == category })
	if i < 0 || w.r.Category[i].When == whenStructural && !structural {
		return
	}
	rule := w.r.Category[i]
	why := rule.Why("category " + category)
	for _, field := range rule.Asks {
		if !w.filled(field) {
			w.task(why, dossier.Task{Kind: dossier.TaskMissing, Reason: field})
		}
	}
	if rule.To != "" {
		w.tell(why, rule.To, dossier.LetterHandlerAssignment, dossier.LetterDetails{Reason: "category", With: []string{"dossier"}})
	}
}

const whenStructural = "structural"

// Suggested lists who could handle a case: those with the topic of its category.
func (r *Regulation) Suggested(c *dossier.Case, ctx Context) []dossier.PersonID {
	i := slices.IndexFunc(r.Category, func(rule CategoryRule) bool { return rule.Name == c.Category })
	if i < 0 || r.Category[i].Topic == "" {
		return nil
	}
	var ids []dossier.PersonID
	for _, p := range ctx.People {
		if slices.Contains(p.Topics, r.Category[i].Topic) && !p.Absent && !slices.Contains(c.Shut, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// language sets the language of a party's letters, or of the whole case.
func (d *doing) language() (Refusal, string) {
	p, ok := d.w.c.Party(d.args.Party)
	if !ok {
		d.fact(dossier.FactLanguage, d.args.Language)
		return "", ""
	}
	p.Language = d.args.Language
	d.w.add(d.why, dossier.PartyChanged{Party: p})
	return "", ""
}
