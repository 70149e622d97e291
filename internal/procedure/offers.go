package procedure

import (
	"cmp"
	"slices"
	"strings"

	"klachtd/internal/dossier"
)

// MaxOffers is how many commands a letter proposes.
const MaxOffers = 8

// offerOrder is the order in which parts of handling are proposed: what brings a case on comes first.
var offerOrder = []Part{PartHandling, PartDeciding, PartJudging, PartRegistering, PartEnding, PartTrays, PartAsking}

// Offers names the acts that somebody with these roles may do now and whose gates are open, the most sensible first.
func (r *Regulation) Offers(c *dossier.Case, ctx Context, roles []dossier.Role) []string {
	w := &work{r: r, c: *c, ctx: ctx}
	desk := []dossier.Role{dossier.RoleCoordinator, dossier.RoleDeputy, dossier.RoleHandler, dossier.RoleReceiver}
	if !slices.ContainsFunc(roles, func(role dossier.Role) bool { return slices.Contains(desk, role) }) { // what all staff may do is no proposal
		roles = slices.DeleteFunc(slices.Clone(roles), func(role dossier.Role) bool { return role == dossier.RoleStaff })
	}
	var acts []*Act
	for i := range r.Acts {
		a := &r.Acts[i]
		if a.does(DoCommands, "") || a.does(DoTray, "") || !slices.Contains(a.In, c.State) || !r.may(a, roles, false) ||
			len(a.Kinds) > 0 && !slices.Contains(a.Kinds, c.Kind) || !w.gatesOpen(a) || !w.useful(a) {
			continue
		}
		acts = append(acts, a)
	}
	slices.SortStableFunc(acts, func(a, b *Act) int {
		return cmp.Or(cmp.Compare(w.urgency(a), w.urgency(b)), cmp.Compare(slices.Index(offerOrder, a.Part), slices.Index(offerOrder, b.Part)))
	})
	var names []string
	for _, a := range acts[:min(len(acts), MaxOffers)] {
		names = append(names, a.Name)
	}
	return names
}

// Allows says whether somebody with these roles may do an act in this state of the case; without a case, whether it can be
// given where there is none.
func (r *Regulation) Allows(c *dossier.Case, a *Act, roles []dossier.Role) bool {
	if c.Ref == 0 {
		return a.New && r.may(a, roles, false)
	}
	return (slices.Contains(a.In, c.State) || len(a.In) == 0) && r.may(a, roles, false) &&
		(len(a.Kinds) == 0 || slices.Contains(a.Kinds, c.Kind))
}

// gatesOpen judges the gates that do not depend on what a command will say.
func (w *work) gatesOpen(a *Act) bool {
	return !slices.ContainsFunc(a.Gates, func(g Gate) bool {
		return g.Then == ThenRefuse && !slices.ContainsFunc(g.Any, func(c Condition) bool { return w.dependsOnWords(c) || w.holds(c, scope{}) })
	})
}

func (w *work) dependsOnWords(c Condition) bool {
	switch c.Is {
	case CondGiven, CondWithin:
		return true
	case CondIs:
		_, answer := w.r.Answers[c.Name]
		return answer || c.Name == "person" || c.Name == "outcome"
	}
	return c.Of == AudienceParty || c.Of == AudienceOtherParty
}

// useful leaves out what would change nothing: another copy of help, a release of letters when none waits.
func (w *work) useful(a *Act) bool {
	switch {
	case a.does(DoRelease, ""):
		return slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool {
			return d.State == dossier.DutyDraft || d.State == dossier.DutyToPrint || d.State == dossier.DutySuppressed
		})
	case a.does(DoExtend, ""):
		return slices.ContainsFunc(a.Effects, func(e Effect) bool {
			t := w.c.Term(e.Term())
			return e.Do == DoExtend && t != nil && t.Running() && !w.atLimit(a, t.Due)
		})
	case a.doesDeed(DoMeasure, MeasureDone), a.doesDeed(DoMeasure, MeasureNotDone):
		return slices.ContainsFunc(w.c.Measures, func(m dossier.Measure) bool { return m.Done.IsZero() })
	case a.doesDeed(DoKeep, KeepRelease):
		return w.c.Hold || w.c.State == dossier.StateFrozen
	case a.does(DoAssign, string(dossier.RoleHandler)) && len(a.Needs) == 0: // who takes a case on himself; by now somebody did
		return len(w.c.PartiesAs(dossier.RoleHandler)) == 0
	case a.doesDeed(DoLink, LinkRetaliation), a.does(DoAbsence, ""):
		return false
	case a.New && a.Part == PartRegistering && a.does(DoCase, ""):
		return false
	}
	return true
}

// urgency puts first what a running term or an open task asks for.
func (w *work) urgency(a *Act) int {
	for _, t := range w.c.Terms {
		rule := w.r.Term(t.Name)
		if rule == nil || !t.Running() {
			continue
		}
		if slices.Contains(rule.MetBy, a.Name) || slices.Contains(rule.AtEnd.Offers, a.Name) && t.State == dossier.TermPassed ||
			slices.ContainsFunc(rule.MetBy, func(what string) bool { return a.does(DoLetter, what) }) {
			return 0
		}
	}
	if a.doesDeed(DoRelease, ReleaseDraft) && slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool { return d.State == dossier.DutyDraft }) {
		return 0
	}
	if a.does(DoAssign, string(dossier.RoleHandler)) && len(w.c.PartiesAs(dossier.RoleHandler)) == 0 {
		return 0
	}
	if len(a.Kinds) > 0 && !slices.Contains(a.Kinds, dossier.KindComplaint) { // what belongs to such mail alone
		return 0
	}
	if len(a.In) == 1 && a.In[0] != w.r.Begin.State && a.Part != PartAsking { // what belongs to this state alone is the way on from it
		return 0
	}
	return w.afterTheEnd(a)
}

// afterTheEnd puts first what can be done in ended cases only, and destruction last: nobody shall do that because it was
// proposed.
func (w *work) afterTheEnd(a *Act) int {
	switch {
	case a.doesDeed(DoKeep, KeepDestroy):
		return 2
	case slices.ContainsFunc(a.In, func(s dossier.State) bool { return !w.r.States[s].Ends }):
		return 1
	}
	return 0
}

// Proposal is a command that an open task proposes, as it can be written: "#niet-ontvankelijk te-oud".
type Proposal struct{ Act, Line string }

// Grounds are the commands that say why a complaint is not handled, as open tasks propose them: a task only ever proposes,
// and a person gives the reasons.
func (r *Regulation) Grounds(c *dossier.Case, lang string) (all []Proposal) {
	i := slices.IndexFunc(r.Acts, func(a Act) bool { return slices.Contains(a.Needs, "ground") && slices.Contains(a.In, c.State) })
	if i < 0 {
		return nil
	}
	a := &r.Acts[i]
	for _, t := range c.OpenTasks() {
		ground, about := "", ""
		switch t.Kind {
		case dossier.TaskTooOld:
			ground = r.Admit.MaxAgeGround
		case dossier.TaskBeforeForce:
			ground = r.InForce.Ground
		case dossier.TaskRepeated:
			ground, about = r.Admit.RepeatGround, t.Reason
		}
		for _, rule := range r.Admit.Grounds {
			if rule.Name != ground || ground == "" {
				continue
			}
			word := rule.Name
			if lang == "en" && rule.Title.EN != "" {
				word = rule.Title.EN
			}
			s := &shower{r: r, lang: lang}
			line := strings.Replace(r.Example(a, lang), "["+s.need("ground")+"]", strings.TrimSpace(word+" "+about), 1)
			all = append(all, Proposal{Act: a.Name, Line: line})
		}
	}
	return all
}
