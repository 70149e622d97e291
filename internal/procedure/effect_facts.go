package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// set writes what the command gives into a field of the dossier.
func (d *doing) set(field string) (Refusal, string) {
	w, a := d.w, d.args
	w.finishReason(dossier.TaskMissing, field)
	switch field {
	case dossier.FactReceived:
		if a.Date.After(w.ctx.Today()) || a.Date.After(w.registered()) {
			return RefusedDate, "date"
		}
		d.fact(field, a.Date.String())
		w.recount()
		w.finish(dossier.TaskReceivedDate, "")
		w.judgeAge(w.factDays())
	case dossier.FactFiled:
		day := w.saidOn()
		if !a.Date.IsZero() {
			day = a.Date
		}
		d.fact(field, day.String())
	case dossier.FactUrgent:
		d.fact(field, answerYes)
	case "facts_dates":
		d.happenedOn()
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

// registered is the day on which the first message of the case arrived: it was received then at the latest.
func (w *work) registered() calendar.Date {
	for _, e := range w.c.Journal {
		if r, ok := e.Body.(dossier.Received); ok && !r.Mail.Arrived.IsZero() {
			return calendar.Of(r.Mail.Arrived, w.ctx.Location)
		}
	}
	return w.ctx.Today()
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
	takes := func(need string) bool { return slices.Contains(d.a.Needs, need) || slices.Contains(d.a.May, need) }
	if _, answer := d.w.r.Answers[field]; answer && takes(field) {
		return nil // it may be left out, and was
	}
	if takes("word") || takes("text") {
		return nonEmpty(a.Text)
	}
	return []string{answerYes}
}

// happenedOn records when it happened, and flags what the regulation may not handle for its age.
func (d *doing) happenedOn() {
	var days []string
	for _, day := range d.args.Dates {
		days = append(days, day.String())
	}
	d.fact("facts_dates", days...)
	d.w.judgeAge(d.args.Dates)
}

// category classifies the case; who could handle it is shown in the transcript.
func (d *doing) category() {
	w := d.w
	if d.args.Category == "" {
		return
	}
	d.fact(dossier.FactCategory, d.args.Category)
	w.classified(d.why, d.args.Answers["structural"] != "")
	if len(w.c.PartiesAs(dossier.RoleHandler)) == 0 {
		d.line.People = w.r.Suggested(&w.c, w.ctx)
	}
}

// classified brings what the regulation has with the category of the case: what recurs is structural, what is needed to
// know who could handle it is asked, and facts come with it.
func (w *work) classified(why dossier.Basis, structural bool) {
	rule := w.r.category(w.c.Category)
	if structural || w.recurs(w.c.Category) {
		w.add(why, dossier.FactSet{Field: "structural", Values: []string{answerYes}})
	}
	if rule == nil {
		return
	}
	why = rule.Why("category " + rule.Name)
	for _, field := range rule.Asks {
		if !w.filled(field) {
			w.task(why, dossier.Task{Kind: dossier.TaskMissing, Reason: field})
		}
	}
	for _, sets := range rule.Sets {
		field, value, _ := strings.Cut(sets, " ")
		if len(w.c.Facts[field]) == 0 || w.suggested(field) {
			w.add(why, dossier.FactSet{Field: field, Values: []string{value}})
		}
	}
}

// suggested says whether a field was last set by a category, not by a command.
func (w *work) suggested(field string) bool {
	by := ""
	for _, e := range w.journal() {
		if f, ok := e.Body.(dossier.FactSet); ok && f.Field == field {
			by = e.Basis.Rule
		}
	}
	return strings.HasPrefix(by, "category ")
}

func (r *Regulation) category(name string) *CategoryRule {
	for i := range r.Category {
		if r.Category[i].Name == name {
			return &r.Category[i]
		}
	}
	return nil
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

// Suggested lists who could handle a case: those with the topic of its category, else those with its role. A category
// that counts only when it is structural suggests nobody before.
func (r *Regulation) Suggested(c *dossier.Case, ctx Context) []dossier.PersonID {
	rule := r.category(c.Category)
	if rule == nil || rule.When == whenStructural && len(c.Facts["structural"]) == 0 {
		return nil
	}
	topic := rule.Topic
	if field, ok := strings.CutPrefix(topic, "{"); ok {
		topic = ""
		if values := c.Facts[strings.TrimSuffix(field, "}")]; len(values) > 0 {
			topic = values[0]
		}
	}
	var byTopic, byRole []dossier.PersonID
	for _, p := range ctx.People {
		switch {
		case p.Absent || slices.Contains(c.Shut, p.ID):
		case topic != "" && slices.Contains(p.Topics, topic):
			byTopic = append(byTopic, p.ID)
		case rule.To != "" && slices.Contains(p.Roles, rule.To):
			byRole = append(byRole, p.ID)
		}
	}
	if len(byTopic) > 0 {
		return byTopic
	}
	return byRole
}

const whenStructural = "structural"

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
