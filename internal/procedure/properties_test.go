package procedure_test

import (
	"fmt"
	"reflect"
	"slices"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// Steps of the histories below: long ones look for cases that cannot be ended, short ones for the rest.
const (
	longHistory  = 200
	shortHistory = 40
)

// TestAlways plays random histories of all regulations: whatever happens, no act is done outside its gates, no letter goes to
// somebody who may not see it, and no term ends before it begins.
func TestAlways(t *testing.T) {
	all, ctx := everyRegulation(t), crowd(contextAt(t, clock(t, "2026-01-05 10:00")))
	checks(t, 200, func(rt *rapid.T) {
		ctx := ctx
		ctx.Now = someDay(rt, ctx.Location)
		ctx.Arrived = ctx.Now
		h := begin(rt, all, ctx)
		for range rapid.IntRange(1, shortHistory).Draw(rt, "steps") {
			h.happens(h.next())
		}
	})
}

// TestDecideTwice: the same question gets the same answer.
func TestDecideTwice(t *testing.T) {
	all, ctx := everyRegulation(t), crowd(contextAt(t, clock(t, "2026-03-02 10:00")))
	checks(t, 40, func(rt *rapid.T) {
		h := begin(rt, all, ctx)
		for range rapid.IntRange(1, shortHistory).Draw(rt, "steps") {
			in := h.next()
			first := h.r.Decide(h.c, in, h.ctx)
			if again := h.r.Decide(h.c, in, h.ctx); !reflect.DeepEqual(first, again) {
				rt.Fatalf("%T is decided differently the second time:\n%+v\n%+v", in, first, again)
			}
			h.c = fold(h.c, first)
		}
	})
}

// TestCanBeEnded: no two hundred things in a row bring a case to where nobody can end it.
func TestCanBeEnded(t *testing.T) {
	all, ctx := everyRegulation(t), crowd(contextAt(t, clock(t, "2026-03-02 10:00")))
	checks(t, 18, func(rt *rapid.T) {
		h := begin(rt, all, ctx)
		for range longHistory {
			h.c = fold(h.c, h.r.Decide(h.c, h.next(), h.ctx))
		}
		if h.deskless() {
			return // the organisation has to appoint somebody else
		}
		if !ends(h.r, h.c, h.ctx, 2) {
			rt.Fatalf("%s: no two commands end a case in state %s, kind %s", h.r.Name, h.c.State, h.c.Kind)
		}
	})
}

// deskless says whether coordinator and deputy are all parties of the case, the one complaining about the other.
func (h *history) deskless() bool {
	desk := func(role dossier.Role) bool { return role == dossier.RoleCoordinator || role == dossier.RoleDeputy }
	return !slices.ContainsFunc(h.ctx.People, func(p procedure.Person) bool {
		return slices.ContainsFunc(h.r.RolesOf(&h.c, h.ctx, p.ID), desk)
	})
}

// ends says whether so many commands can end a case, by whoever may give them.
func ends(r *procedure.Regulation, c dossier.Case, ctx procedure.Context, depth int) bool {
	if r.States[c.State].Ends {
		return true
	}
	if depth == 0 {
		return false
	}
	for i := range r.Acts {
		a := &r.Acts[i]
		if !slices.Contains(a.In, c.State) || !slices.ContainsFunc(a.Effects, func(e procedure.Effect) bool {
			return e.Do == procedure.DoState || e.Do == procedure.DoKeep
		}) {
			continue
		}
		for _, p := range ctx.People {
			from := speaker(&c, p)
			if !may(r, a, &c, ctx, from) {
				continue
			}
			args := procedure.Args{Answers: map[string]string{}}
			for _, need := range a.Needs {
				give(r, &c, ctx, &args, need, 5)
			}
			line := procedure.Line{Line: 1, Word: a.Words.NL, Written: "#" + a.Words.NL, Args: args}
			mail := dossier.Mail{ID: dossier.MailID(fmt.Sprintf("end%d", depth)), Arrived: ctx.Now}
			after := fold(c, r.Decide(c, procedure.Command{Mail: mail, From: from, Proof: everyProof, Lines: []procedure.Line{line}}, ctx))
			if after.State == c.State {
				continue // refused, perhaps only to him
			}
			if ends(r, after, ctx, depth-1) {
				return true
			}
			break
		}
	}
	return false
}

// TestOrder: two things that have nothing to do with each other come to the same in either order: the answers to two
// letters, and the answer to a letter beside a note.
func TestOrder(t *testing.T) {
	all, ctx := everyRegulation(t), crowd(contextAt(t, clock(t, "2026-03-02 10:00")))
	checks(t, 200, func(rt *rapid.T) {
		h := begin(rt, all, ctx)
		for range rapid.IntRange(1, shortHistory).Draw(rt, "steps") {
			h.c = fold(h.c, h.r.Decide(h.c, h.next(), h.ctx))
		}
		var waiting []procedure.Input
		for _, d := range h.c.Duties {
			if d.State == dossier.DutyQueued {
				waiting = append(waiting, procedure.Delivery{Duty: d.ID, What: procedure.DeliveryAccepted, Reply: "250 OK"})
			}
		}
		if len(waiting) == 0 {
			return
		}
		one := rapid.SampledFrom(waiting).Draw(rt, "one")
		other := rapid.SampledFrom(append(waiting, h.note())).Draw(rt, "other")
		if reflect.DeepEqual(one, other) {
			return
		}
		if a, b := h.after(one, other), h.after(other, one); a != b {
			rt.Fatalf("%s: the order of %+v and %+v matters:\n%s\n%s", h.r.Name, one, other, a, b)
		}
	})
}

// note is a word of the coordinator that changes nothing.
func (h *history) note() procedure.Input {
	args := procedure.Args{Text: "Gebeld met een collega."}
	return procedure.Command{
		Mail: h.mail(), From: speaker(&h.c, h.ctx.People[0]), Proof: everyProof,
		Lines: []procedure.Line{{Line: 1, Word: "notitie", Written: "#notitie", Args: args}},
	}
}

// after says how a case stands after two inputs, without what counts how it came there.
func (h *history) after(inputs ...procedure.Input) string {
	c := h.c
	for _, in := range inputs {
		c = fold(c, h.r.Decide(c, in, h.ctx))
	}
	var rows []string
	for _, t := range c.Terms {
		rows = append(rows, fmt.Sprintf("term %s %s %s %s %s", t.Name, t.Started, t.Due, t.State, t.Met))
	}
	for _, d := range c.Duties {
		rows = append(rows, fmt.Sprintf("letter %s %s%s %s %s", d.Letter, d.To.Party, d.To.Person, d.State, d.Due))
	}
	for _, task := range c.OpenTasks() {
		rows = append(rows, fmt.Sprintf("task %s %s", task.Kind, task.Reason))
	}
	sort.Strings(rows)
	return fmt.Sprint(c.State, c.Public, c.Closed, rows)
}
