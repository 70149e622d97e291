package procedure_test

import (
	"slices"
	"strings"
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// A frozen case is not handled: no act of a running case, no letter that time sends. It goes on where it stood when it
// is released.
func TestFrozen(t *testing.T) {
	o := newOffice(t, "2026-06-01 10:00")
	o.must("bevriezen", procedure.Args{Text: "Hij betwist zijn gegevens."})
	o.refused(procedure.RefusedState, "toewijzen", procedure.Args{Person: chris})
	o.refused(procedure.RefusedState, "ingetrokken", procedure.Args{})
	o.must("notitie", procedure.Args{Text: "Wij wachten."})
	o.at("2026-06-16 10:00")
	for _, d := range o.c.Duties {
		if d.Letter == "delay_notice_1" && (d.State != dossier.DutyDraft || d.Reason != "frozen") {
			t.Errorf("a letter of time is %s (%s) in a frozen case", d.State, d.Reason)
		}
	}
	if !slices.ContainsFunc(o.c.OpenTasks(), func(x dossier.Task) bool { return x.Kind == dossier.TaskLateLetter && x.Reason == "frozen" }) {
		t.Error("nobody hears that the letter did not leave")
	}
	o.must("vrijgeven", procedure.Args{Text: "Uitgezocht."})
	if o.c.State != dossier.StateOpen {
		t.Errorf("released, the case is %s", o.c.State)
	}
	o.must("toewijzen", procedure.Args{Person: chris})
	o.refused(procedure.RefusedNothing, "vrijgeven", procedure.Args{Text: "Nog eens."})
}

// A word of the tray does nothing in a case, and says so; a case keeps the message with which it began.
func TestNothingToDoItTo(t *testing.T) {
	o := newOffice(t, "2026-06-01 10:00")
	o.refused(procedure.RefusedNothing, "accepteer", procedure.Args{Items: []int{1}})
	o.refused(procedure.RefusedNothing, "weiger", procedure.Args{})
	o.refused(procedure.RefusedNothing, "splitsen", procedure.Args{Message: "m1"})
	o.refused(procedure.RefusedNothing, "verplaats", procedure.Args{Case: "K2026-0002", Ref: 2})
}

// #proef makes a rehearsal of a mail that begins with it; anywhere else nothing is done, since who wrote it wanted that.
// #herroep stands alone.
func TestWordsOfTheMail(t *testing.T) {
	for _, c := range []struct {
		words []string
		want  []procedure.Refusal
	}{
		{[]string{"spoed", "proef", "toewijzen"}, []procedure.Refusal{procedure.RefusedOther, procedure.RefusedFirst, procedure.RefusedOther}},
		{[]string{"spoed", "herroep"}, []procedure.Refusal{procedure.RefusedAlone, procedure.RefusedAlone}},
		{[]string{"proef toewijzen chris", "spoed"}, []procedure.Refusal{procedure.RefusedUnreadable, procedure.RefusedOther}},
	} {
		o := newOffice(t, "2026-06-01 10:00")
		in := procedure.Command{
			Mail: o.mail(), From: procedure.Speaker{Person: anna, Role: dossier.RoleCoordinator, Staff: true},
			Proof: procedure.Evidence{Token: true, Verdict: "pass"},
		}
		for i, word := range c.words {
			l := procedure.Line{Line: i + 1, Word: word, Written: "#" + word, Args: procedure.Args{Person: chris}}
			if first, rest, more := strings.Cut(word, " "); more {
				l.Word, l.Rest, l.Problem = first, rest, procedure.Problem{Why: procedure.RefusedUnreadable, What: "text"}
			}
			in.Lines = append(in.Lines, l)
		}
		var got []procedure.Refusal
		for _, e := range o.decide(in).Events {
			if q, ok := e.Body.(dossier.LetterQueued); ok && q.Duty.Letter == dossier.LetterTranscript {
				for _, l := range q.Duty.Details.Script {
					got = append(got, procedure.Refusal(l.Refused))
				}
			}
		}
		if !slices.Equal(got, c.want) || o.c.Urgent {
			t.Errorf("%v: refused %v, urgent %v; want %v and nothing done", c.words, got, o.c.Urgent, c.want)
		}
	}
}

// A date behind a limit is refused with the limit; an extension to an earlier day with the day that the term has; and a
// party that the case does not have yet is no missing word.
func TestRefusedDates(t *testing.T) {
	o := newOffice(t, "2026-06-01 10:00")
	if l := o.says(anna, dossier.RoleCoordinator, "uitstel", procedure.Args{Date: june(12), Text: "Druk."}); l.Refused != "date" || l.Day != june(15) {
		t.Errorf("an earlier day is refused with %q %s, want date 2026-06-15", l.Refused, l.Day)
	}
	if got := o.r.GateWords(&o.c, "nl")["within hard_limit"]; got != "de datum niet na maandag 13 juli 2026 ligt" {
		t.Errorf("the limit is told as %q", got)
	}
	if l := o.says(anna, dossier.RoleCoordinator, "vraag", procedure.Args{Role: dossier.RoleRespondent, Text: "Waarom?"}); l.Refused != "nothing" || l.Need != "no_party" {
		t.Errorf("a question to nobody is refused with %q %q, want nothing no_party", l.Refused, l.Need)
	}
}
