package procedure

import (
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// doing is one act being done: its effects are applied one after the other, so that each sees what came before.
type doing struct {
	*script
	w     *work
	a     *Act
	args  Args
	line  *dossier.ScriptLine
	why   dossier.Basis
	scope scope
	todo  []Effect      // whose conditions held before any of them was done
	was   calendar.Date // the end of the term that the act puts off, as it was
}

// do passes the gates and then does everything; a refusal says why and what for.
func (d *doing) do() (Refusal, string) {
	d.heardParty()
	d.consentOf()
	if why, need := d.gates(); why != "" {
		return why, need
	}
	effects := d.due()
	d.todo = effects
	sends := slices.ContainsFunc(effects, func(e Effect) bool {
		return e.Letter() == dossier.LetterName(d.a.Name) && !d.w.drafts(e)
	})
	if !sends && d.meetsBefore() {
		return RefusedDate, "date"
	}
	if !sends { // an act that sends a letter of its own name meets its terms when that letter is accepted
		d.w.metByAct(d.a, d.args)
	}
	for _, e := range effects {
		if why, need := d.effect(e); why != "" {
			return why, need
		}
	}
	d.w.settled(d.a)
	if d.args.Case != "" && d.args.Ref != 0 && !d.a.does(DoCase, "") && !d.a.does(DoAnswer, "") {
		d.w.add(d.why, dossier.Linked{Link: dossier.Link{Number: d.args.Case, Ref: d.args.Ref, How: linkEarlier}})
	}
	return "", ""
}

// meetsBefore says whether the act would meet a term on a day before the case was received.
func (d *doing) meetsBefore() bool {
	return !d.args.Date.IsZero() && d.args.Date.Before(d.w.c.Received) && d.a.does(DoRecord, "") &&
		slices.ContainsFunc(d.w.c.Terms, func(t dossier.Term) bool { return t.Running() && d.w.r.meets(t.Name, d.a.Name) })
}

// settled ends the question what to do after a term that passed: one of the answers was given.
func (w *work) settled(a *Act) {
	for _, t := range w.c.Terms {
		if rule := w.r.Term(t.Name); rule != nil && slices.Contains(rule.AtEnd.Offers, a.Name) {
			w.finishReason(dossier.TaskTermPassed, string(t.Name))
		}
	}
}

// due are the effects whose conditions hold, judged before any of them is done: an act that moves the case must not
// thereby change what else it does.
func (d *doing) due() []Effect {
	var all []Effect
	for _, e := range d.a.Effects {
		if e.Do == DoLetter && perAudience(e) || d.w.allHold(e.If, d.scope) {
			all = append(all, e)
		}
	}
	return all
}

// perAudience says whether an effect's own conditions are judged for each addressee apart.
func perAudience(e Effect) bool {
	return slices.ContainsFunc(e.If, func(any []Condition) bool {
		return slices.ContainsFunc(any, func(c Condition) bool { return c.Is == CondAgreed && c.Not && c.Of == AudienceEachParty })
	})
}

// gates judges all gates of the act, so that a refusal names everything that is missing, one line each.
func (d *doing) gates() (Refusal, string) {
	var needs, articles []string
	usual := d.line.Article
	for _, g := range d.a.Gates {
		d.line.Article = usual
		if why, need := d.gate(g); why != "" && !slices.Contains(needs, need) {
			needs, articles = append(needs, need), append(articles, d.line.Article)
		}
	}
	if d.line.Article = usual; len(needs) == 0 {
		return "", ""
	}
	if len(slices.Compact(slices.Clone(articles))) == 1 {
		d.line.Article = articles[0]
	}
	return RefusedGate, strings.Join(needs, "\n")
}

// Missing is the part of a gate that people can still bring about, as the file writes it, and its conditions: not what the
// case is. When nothing is left of it, it is the whole gate.
func (g Gate) Missing() (need string, any []Condition) {
	parts := strings.Split(g.Need, " or ")
	if len(parts) != len(g.Any) {
		return g.Need, g.Any
	}
	var left []string
	for i, c := range g.Any {
		if c.Is != CondIs || !slices.Contains([]string{"kind", "track", "state"}, c.Name) {
			left, any = append(left, strings.TrimSpace(parts[i])), append(any, c)
		}
	}
	if len(left) == 0 {
		return g.Need, g.Any
	}
	return strings.Join(left, " or "), any
}

// gate judges one gate: it refuses, warns, or sends first what has to be sent first.
func (d *doing) gate(g Gate) (Refusal, string) {
	if d.w.anyHolds(g.Any, d.scope) {
		return "", ""
	}
	switch g.Then {
	case ThenWarn:
		d.line.Warned = append(append(d.line.Warned, g.Need), d.silent(g)...)
		return "", ""
	case ThenSend:
		if d.sendFirst(g) {
			return "", ""
		}
	}
	if g.Article != "" {
		d.line.Article = g.Article
	}
	need, _ := g.Missing()
	return RefusedGate, need
}

// Unanswered begins a warning that names a letter and somebody of the configuration who has not answered it.
const Unanswered = "unanswered "

// silent names who has not answered the letters for whose answers a record of the gate waits.
func (d *doing) silent(g Gate) (all []string) {
	for _, c := range g.Any {
		if c.Is != CondOpen {
			continue
		}
		for _, until := range d.w.r.Records[c.Name].Until {
			if until.Is == CondAnswered {
				all = append(all, d.w.unanswered(dossier.LetterName(until.Name))...)
			}
		}
	}
	return all
}

// unanswered names who got the letter that went out last of a name and has not written since.
func (w *work) unanswered(letter dossier.LetterName) (all []string) {
	last := map[dossier.PersonID]dossier.Duty{}
	var order []dossier.PersonID
	for _, d := range w.c.Duties {
		if d.Letter != letter || d.To.Person == "" || !left(d) {
			continue
		}
		if _, known := last[d.To.Person]; !known {
			order = append(order, d.To.Person)
		}
		last[d.To.Person] = d
	}
	for _, who := range order {
		if d := last[who]; d.State != dossier.DutyAccepted || !w.wrote(d.To, d) {
			all = append(all, Unanswered+string(letter)+" "+string(who))
		}
	}
	return all
}

// sendFirst sends each of those who have not had it yet the letter that is for them.
func (d *doing) sendFirst(g Gate) bool {
	for _, c := range g.Any {
		missing := d.missed(c)
		for _, to := range missing {
			letter := d.letterFor(g.Send, to)
			if letter == "" {
				return false
			}
			d.order(Effect{Do: DoLetter, what: string(letter), With: d.w.usualWith(letter)}, to, Clause{Article: g.Article}.Why("sent first"))
		}
	}
	return d.w.anyHolds(g.Any, d.scope)
}

func (d *doing) missed(c Condition) []dossier.Recipient {
	switch c.Is {
	case CondTold:
		return d.w.unreached(c.Of, d.scope, func(duty dossier.Duty) bool {
			return slices.Contains(d.w.r.Letters[duty.Letter].Blocks, c.Name)
		})
	case CondSent:
		return d.w.unreached(c.Of, d.scope, func(duty dossier.Duty) bool { return duty.Letter == dossier.LetterName(c.Name) })
	}
	return nil
}

// letterFor picks, of letters that a gate may send, the one whose audience the recipient is.
func (d *doing) letterFor(letters []dossier.LetterName, to dossier.Recipient) dossier.LetterName {
	role := to.Role
	if role == dossier.RoleRepresentative {
		role = dossier.RoleComplainant
	}
	for _, name := range letters {
		if slices.Contains(d.w.r.Letters[name].To, role) {
			return name
		}
	}
	return ""
}

// usualWith is what a letter encloses where an act sends it.
func (w *work) usualWith(letter dossier.LetterName) []string {
	for i := range w.r.Acts {
		for _, e := range w.r.Acts[i].Effects {
			if e.Letter() == letter && len(e.With) > 0 {
				return e.With
			}
		}
	}
	return nil
}

// metByAct records the terms that an act meets.
func (w *work) metByAct(a *Act, args Args) {
	on := w.ctx.Today()
	if !args.Date.IsZero() && !args.Date.After(on) && a.does(DoRecord, "") {
		on = args.Date
	}
	for _, t := range slices.Clone(w.c.Terms) {
		rule := w.r.Term(t.Name)
		if t.Running() && rule != nil && slices.Contains(rule.MetBy, a.Name) && w.allMet(rule, a.Name) {
			w.add(rule.Why("met by "+a.Name), dossier.TermMet{Term: t.Name, On: on})
			w.finishReason(dossier.TaskTermPassed, string(t.Name))
		}
	}
}

// allMet says whether a term has all that it needs, when it needs all of its list: one thing is there already.
func (w *work) allMet(rule *TermRule, has string) bool {
	if !rule.MetByAll {
		return true
	}
	return !slices.ContainsFunc(rule.MetBy, func(what string) bool { return what != has && !w.happened(what) })
}

// happened says whether a letter arrived or an act was done.
func (w *work) happened(what string) bool {
	if slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool {
		return string(d.Letter) == what && d.State == dossier.DutyAccepted && d.Step < 0
	}) {
		return true
	}
	a := w.act(what)
	return a != nil && slices.ContainsFunc(w.journal(), func(e dossier.Event) bool {
		given, ok := e.Body.(dossier.CommandGiven)
		return ok && given.Word == a.Words.NL
	})
}
