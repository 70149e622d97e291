package dossier

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"klachtd/internal/calendar"
)

// Fold makes a case from its whole journal.
func Fold(events []Event) Case {
	var c Case
	for _, e := range events {
		c.Apply(e)
	}
	return c
}

// Apply adds one event to the case. It never refuses: what may happen was decided before the event was written.
// Event bodies of types unknown to this version cannot occur; the store refuses newer records.
func (c *Case) Apply(e Event) {
	c.Seq = e.Seq
	c.Journal = append(c.Journal, e)
	switch b := e.Body.(type) {
	case Received:
		c.open(b)
	case Filed, Noted, Recorded, CommandGiven, CommandHeld, CommandRefused, SplitOff:
		// kept in the journal only
	case LetterDrafted, LetterSuppressed, LetterQueued, LetterAccepted, LetterRefused, LetterUnknown, LetterBounced,
		LetterWaived:
		applyLetter(&c.Duties, e)
		c.reopenTerms(e)
	case TermOpened:
		c.openTerm(b.Term)
	case TermExtendedTo:
		c.extend(b)
	case TermMet:
		if t := c.Term(b.Term); t != nil {
			t.State, t.Met, t.MetBy = TermMetState, b.On, b.Duty
		}
	case TermHasPassed:
		if t := c.Term(b.Term); t != nil && t.Running() {
			t.State = TermPassed
		}
	case StateChanged:
		c.move(b)
	case PartyAdded:
		c.Parties = append(c.Parties, b.Party)
	case PartyChanged:
		for i := range c.Parties {
			if c.Parties[i].ID == b.Party.ID {
				c.Parties[i] = b.Party
			}
		}
	case FactSet:
		c.setFact(b)
	case TaskOpened:
		c.Tasks = append(c.Tasks, b.Task)
	case TaskDone:
		finishTask(c.Tasks, b.Task, e)
	case TermStopped, MeasureSet, Linked, MergedInto, AccessSet, DestructionOrdered, Destroyed:
		c.applyOrder(b)
	case CommandRevoked:
		c.revoke(b, e)
	default:
		panic(fmt.Sprintf("unreachable: event body %T", b))
	}
}

// applyOrder adds what people order about a case besides its letters and terms.
func (c *Case) applyOrder(body Body) {
	switch b := body.(type) {
	case TermStopped:
		if t := c.Term(b.Term); t != nil && (t.Running() || t.State == TermSuspended) {
			t.State = b.State
		}
	case MeasureSet:
		c.setMeasure(b.Measure)
	case Linked:
		c.Links = append(c.Links, b.Link)
	case MergedInto:
		c.Links = append(c.Links, b.Link)
	case AccessSet:
		c.Shut, c.Route = b.Shut, b.Route
	case DestructionOrdered:
		c.Destroying = true
	case Destroyed:
		c.State, c.Destroying = StateDestroyed, false
	}
}

func (c *Case) open(b Received) {
	c.Ref, c.Number, c.Procedure, c.Mailbox = b.Ref, b.Number, b.Procedure, b.Mailbox
	c.Kind, c.State, c.Public, c.Channel, c.Track = b.Kind, b.State, b.Public, b.Channel, b.Track
	c.Language, c.Received, c.ReceivedAt, c.Dated = b.Language, b.Received, b.ReceivedAt, b.Dated
	c.Filed, c.Shut = b.Filed, b.Shut
}

func (c *Case) openTerm(t Term) {
	if old := c.Term(t.Name); old != nil {
		*old = t
		return
	}
	c.Terms = append(c.Terms, t)
}

func (c *Case) setFact(b FactSet) {
	if c.Facts == nil {
		c.Facts = map[string][]string{}
	}
	c.Facts[b.Field] = b.Values
	value := ""
	if len(b.Values) > 0 {
		value = b.Values[0]
	}
	switch b.Field {
	case FactReceived:
		if day, err := calendar.Parse(value); err == nil {
			c.Received, c.Filed, c.Dated = day, day, DatedCommand
		}
	case FactFiled:
		if day, err := calendar.Parse(value); err == nil {
			c.Filed = day
		}
	case FactRound:
		c.Round, _ = strconv.Atoi(value)
	case FactUrgent:
		c.Urgent = value != ""
	case FactHold:
		c.Hold = value != ""
	default:
		c.setWord(b.Field, value)
	}
}

func (c *Case) setWord(field, value string) {
	switch field {
	case FactKind:
		c.Kind = Kind(value)
	case FactTrack:
		c.Track = value
	case FactCategory:
		c.Category = value
	case FactOutcome:
		c.Outcome = value
	case FactLanguage:
		c.Language = value
	}
}

func (c *Case) setMeasure(m Measure) {
	for i := range c.Measures {
		if c.Measures[i].ID == m.ID {
			c.Measures[i] = m
			return
		}
	}
	c.Measures = append(c.Measures, m)
}

func (c *Case) extend(b TermExtendedTo) {
	t := c.Term(b.Term)
	if t == nil {
		return
	}
	t.Due, t.ActBy = b.Due, b.ActBy
	if t.Running() {
		t.State = TermExtended
	}
	first := true
	for i := range t.Steps {
		s := &t.Steps[i]
		switch {
		case i <= b.Step || !s.To.After(b.Due):
			s.Done = true
		case first && !s.Done: // the next extension begins where this one ends
			s.End, s.ActBy, first = b.Due, b.ActBy, false
		}
	}
}

// move changes the state. What becomes of terms is said by events of their own: one that waits for the answer of a mail
// server is still to be met after the end of the case.
func (c *Case) move(b StateChanged) {
	if b.State == StateFrozen {
		c.Before = c.State
	}
	c.State, c.Public = b.State, b.Public
	if b.Outcome != "" {
		c.Outcome = b.Outcome
	}
	c.Closed = b.Closed
}

// reopenTerms opens the terms again that a letter had met which did not arrive after all (DESIGN 10.9).
func (c *Case) reopenTerms(e Event) {
	switch b := e.Body.(type) {
	case LetterBounced:
		c.reopen(b.Duty)
	case LetterRefused:
		c.reopen(b.Duty)
	}
}

func (c *Case) reopen(id DutyID) {
	for i := range c.Terms {
		t := &c.Terms[i]
		if t.State != TermMetState || t.MetBy != id || id == "" {
			continue
		}
		t.Met, t.MetBy, t.State = calendar.Date{}, "", TermOpen
		if t.Due != t.FirstDue {
			t.State = TermExtended
		}
	}
}

func (c *Case) revoke(b CommandRevoked, e Event) {
	var kept []Event
	for _, old := range c.Journal {
		if old.Seq < b.First || old.Seq > b.Last {
			kept = append(kept, old)
		}
	}
	journal := c.Journal
	again := Case{}
	for _, old := range kept {
		if old.Seq != e.Seq {
			again.Apply(old)
		}
	}
	*c = again
	c.Journal, c.Seq = journal, e.Seq
}

func applyLetter(duties *[]Duty, e Event) {
	switch b := e.Body.(type) {
	case LetterDrafted:
		putDuty(duties, b.Duty, e)
	case LetterSuppressed:
		b.Duty.State = DutySuppressed
		putDuty(duties, b.Duty, e)
	case LetterQueued:
		b.Duty.State, b.Duty.Queued = DutyQueued, e.At
		putDuty(duties, b.Duty, e)
	case LetterAccepted:
		change(*duties, b.Duty, func(d *Duty) { d.State, d.Reason, d.SMTP, d.Accepted = DutyAccepted, "", b.SMTP, e.At })
	case LetterRefused:
		change(*duties, b.Duty, func(d *Duty) { d.State, d.SMTP = DutyRefused, b.SMTP })
	case LetterUnknown:
		change(*duties, b.Duty, func(d *Duty) { d.State = DutyUnknown })
	case LetterBounced:
		change(*duties, b.Duty, func(d *Duty) { d.State, d.Reason = DutyBounced, b.Status })
	case LetterWaived:
		change(*duties, b.Duty, func(d *Duty) { d.State = DutyWaived })
	}
}

// putDuty adds a duty, or replaces the one with its id: a draft that is released keeps its place and its number.
func putDuty(duties *[]Duty, d Duty, e Event) {
	if d.ID == "" {
		d.ID = DutyID("d" + strconv.Itoa(e.Seq))
	}
	for i := range *duties {
		if (*duties)[i].ID == d.ID {
			(*duties)[i] = d
			return
		}
	}
	*duties = append(*duties, d)
}

func change(duties []Duty, id DutyID, f func(*Duty)) {
	for i := range duties {
		if duties[i].ID == id {
			f(&duties[i])
		}
	}
}

func finishTask(tasks []Task, id TaskID, e Event) {
	for i := range tasks {
		if tasks[i].ID == id && tasks[i].Done.IsZero() {
			tasks[i].Done = e.At
		}
	}
}

// Clone copies a case so that Apply on the copy never touches the original.
func (c Case) Clone() Case {
	c.Parties = slices.Clone(c.Parties)
	c.Facts = maps.Clone(c.Facts)
	c.Terms = slices.Clone(c.Terms)
	for i := range c.Terms {
		c.Terms[i].Steps = slices.Clone(c.Terms[i].Steps)
	}
	c.Duties = slices.Clone(c.Duties)
	c.Tasks = slices.Clone(c.Tasks)
	c.Measures = slices.Clone(c.Measures)
	c.Shut = slices.Clone(c.Shut)
	c.Links = slices.Clone(c.Links)
	c.Journal = slices.Clip(c.Journal)
	return c
}
