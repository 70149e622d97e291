package procedure_test

import (
	"slices"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// termsHold: a term never ends before it begins, nor is it met before its case was received.
func (h *history) termsHold(before dossier.Case) {
	for _, t := range h.c.Terms {
		if t.Due.Before(t.Started) || t.FirstDue.Before(t.Started) {
			h.rt.Fatalf("%s: term %s from %s ends on %s, first on %s", h.r.Name, t.Name, t.Started, t.Due, t.FirstDue)
		}
		if !t.Met.IsZero() && t.Met.Before(h.c.Received) {
			h.rt.Fatalf("%s: term %s is met on %s, before the case was received on %s", h.r.Name, t.Name, t.Met, h.c.Received)
		}
		rule := h.r.Term(t.Name)
		if rule != nil && rule.From == "received" && t.Started.Before(h.c.Received) && before.Term(t.Name) == nil {
			h.rt.Fatalf("%s: term %s begins on %s, before its anchor %s", h.r.Name, t.Name, t.Started, h.c.Received)
		}
		for _, s := range t.Steps {
			if s.To.Before(t.Started) {
				h.rt.Fatalf("%s: an extension of term %s leads to %s, before it began", h.r.Name, t.Name, s.To)
			}
		}
	}
}

// actsHold: what was done was for its giver to do, in the state and for the kind of the case, with all that it needs, and
// every gate that refuses was open. The conditions are judged here once more, from the case, as far as they are about it alone.
func (h *history) actsHold(before dossier.Case, in procedure.Input, d procedure.Decision) {
	cmd, ok := in.(procedure.Command)
	if !ok {
		return
	}
	for _, e := range d.Events {
		given, ok := e.Body.(dossier.CommandGiven)
		if !ok {
			continue
		}
		a := named(h.r, given.Word)
		switch {
		case a == nil:
			h.rt.Fatalf("%s: %q is no act", h.r.Name, given.Word)
		case !may(h.r, a, &before, h.ctx, cmd.From):
			h.rt.Fatalf("%s: #%s was done for %+v", h.r.Name, given.Word, cmd.From)
		case !slices.Contains(a.In, before.State):
			h.rt.Fatalf("%s: #%s was done in state %s", h.r.Name, given.Word, before.State)
		case len(a.Kinds) > 0 && !slices.Contains(a.Kinds, before.Kind):
			h.rt.Fatalf("%s: #%s was done for kind %s", h.r.Name, given.Word, before.Kind)
		}
		for _, g := range a.Gates {
			if g.Then == procedure.ThenRefuse && shut(&before, g) {
				h.rt.Fatalf("%s: #%s was done although not %q", h.r.Name, given.Word, g.Need)
			}
		}
	}
}

// shut says whether a gate is closed for sure: all its conditions can be judged from the case alone, and none holds.
func shut(c *dossier.Case, g procedure.Gate) bool {
	for _, cond := range g.Any {
		holds, known := judged(c, cond)
		if !known || holds {
			return false
		}
	}
	return len(g.Any) > 0
}

func judged(c *dossier.Case, cond procedure.Condition) (holds, known bool) {
	switch cond.Is {
	case procedure.CondParty:
		holds = len(c.PartiesAs(dossier.Role(cond.Name))) > 0
	case procedure.CondHas:
		if cond.Name != dossier.FactUrgent {
			return false, false
		}
		holds = c.Urgent
	case procedure.CondRecorded:
		if cond.Of != "" {
			return false, false
		}
		holds = kept(c, cond.Name)
	case procedure.CondOver:
		t := c.Term(dossier.TermName(cond.Name))
		holds = t != nil && !t.Running()
	default:
		return false, false
	}
	return holds != cond.Not, true
}

// kept says whether a record stands in the journal and was not taken back.
func kept(c *dossier.Case, name string) bool {
	return slices.ContainsFunc(c.Journal, func(e dossier.Event) bool {
		r, ok := e.Body.(dossier.Recorded)
		return ok && r.Record == name && !revoked(c, e.Seq) || name == "note" && isNote(e) && !revoked(c, e.Seq)
	})
}

func isNote(e dossier.Event) bool { _, ok := e.Body.(dossier.Noted); return ok }

func revoked(c *dossier.Case, seq int) bool {
	return slices.ContainsFunc(c.Journal, func(e dossier.Event) bool {
		r, ok := e.Body.(dossier.CommandRevoked)
		return ok && seq >= r.First && seq <= r.Last
	})
}

// forStaff are letters that hold what only the organisation may read.
var forStaff = []dossier.LetterName{
	dossier.LetterCaseRegistered, dossier.LetterReceiverReceipt, dossier.LetterTranscript, dossier.LetterTask, dossier.LetterReminder,
	dossier.LetterDeliveryFailed, dossier.LetterSecurityNotice, dossier.LetterPrintPage, "handler_assignment", "settlement_proposal",
	"draft_review", "memo", "director_notice", "measures_check", "late_list", "tray_list", "digest",
}

// lettersHold: no letter of the organisation goes to a party, none about a case to whom it is complained about as staff, and
// no party reads a note, a draft or what it may not see.
func (h *history) lettersHold(in procedure.Input, d procedure.Decision) {
	for _, e := range d.Events {
		var duty dossier.Duty
		switch b := e.Body.(type) {
		case dossier.LetterQueued:
			duty = b.Duty
		case dossier.LetterDrafted:
			duty = b.Duty
		default:
			continue
		}
		p, isParty := h.c.Party(duty.To.Party)
		out := isParty && slices.Contains(outside, p.Role)
		if out && slices.Contains(forStaff, duty.Letter) && !h.staffToo(p) {
			h.rt.Fatalf("%s: %s, which is for staff, goes to %s", h.r.Name, duty.Letter, p.Role)
		}
		if !isParty && h.complainedAbout(duty.To.Person) && duty.Letter != dossier.LetterTranscript && !chosen(in, duty.To.Person) {
			h.rt.Fatalf("%s: %s goes to %s, about whom the complaint is", h.r.Name, duty.Letter, duty.To.Person)
		}
		if out {
			h.wordsHold(duty, p)
		}
	}
}

// staffToo says whether a party works for the organisation and is answered as such.
func (h *history) staffToo(p dossier.Party) bool { return p.Person != "" || p.Staff }

func (h *history) complainedAbout(id dossier.PersonID) bool {
	return slices.ContainsFunc(h.c.PartiesAs(dossier.RoleRespondent), func(p dossier.Party) bool { return id != "" && p.Person == id })
}

// chosen says whether a letter goes to somebody because a command names him or he gave it, not because of a role.
func chosen(in procedure.Input, id dossier.PersonID) bool {
	cmd, ok := in.(procedure.Command)
	return ok && (cmd.From.Person == id || slices.ContainsFunc(cmd.Lines, func(l procedure.Line) bool { return l.Args.Person == id }))
}

// wordsHold: what a party reads was said by a party, or is a hearing report, a note that an act shares, or the letter's own draft.
func (h *history) wordsHold(duty dossier.Duty, to dossier.Party) {
	for _, s := range duty.Details.Words {
		for _, e := range h.c.Journal {
			if e.Seq != s.Seq {
				continue
			}
			switch b := e.Body.(type) {
			case dossier.Noted:
				if duty.Letter != "shared_note" {
					h.rt.Fatalf("%s: %s shows a note to %s", h.r.Name, duty.Letter, to.Role)
				}
			case dossier.Recorded:
				if b.Record == "memo" || b.Record == "note" || h.r.Records[b.Record].Private {
					h.rt.Fatalf("%s: %s shows %s to %s", h.r.Name, duty.Letter, b.Record, to.Role)
				}
			case dossier.Filed:
				if p, ok := h.c.Party(e.By.Party); !ok || p.Role == dossier.RoleHandler {
					h.rt.Fatalf("%s: %s shows mail of staff to %s", h.r.Name, duty.Letter, to.Role)
				}
			}
		}
	}
}
