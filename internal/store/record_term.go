package store

import (
	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Kinds of events about terms.
const (
	kindTermOpened   = "term_opened"
	kindTermExtended = "term_extended"
	kindTermMet      = "term_met"
	kindTermPassed   = "term_passed"
	kindTermStopped  = "term_stopped"
)

// termRecord is a term. How it was counted is kept as calendar.Count writes it, whose words never change either.
type termRecord struct {
	Name     string          `json:"name,omitempty"`
	Article  string          `json:"article,omitempty"`
	Binds    string          `json:"binds,omitempty"`
	Started  calendar.Date   `json:"started,omitzero"`
	Due      calendar.Date   `json:"due,omitzero"`
	FirstDue calendar.Date   `json:"first_due,omitzero"`
	ActBy    calendar.Date   `json:"act_by,omitzero"`
	State    string          `json:"state,omitempty"`
	Met      calendar.Date   `json:"met,omitzero"`
	MetBy    string          `json:"met_by,omitempty"`
	Steps    []stepRecord    `json:"steps,omitempty"`
	Count    *calendar.Count `json:"count,omitempty"`
}

type stepRecord struct {
	End     calendar.Date   `json:"end,omitzero"`
	ActBy   calendar.Date   `json:"act_by,omitzero"`
	Letter  string          `json:"letter,omitempty"`
	To      calendar.Date   `json:"to,omitzero"`
	Article string          `json:"article,omitempty"`
	Done    bool            `json:"done,omitempty"`
	Count   *calendar.Count `json:"count,omitempty"`
}

func putTerm(r *eventRecord, body dossier.Body) bool {
	switch b := body.(type) {
	case dossier.TermOpened:
		r.Kind, r.Term = kindTermOpened, termOf(b.Term)
	case dossier.TermExtendedTo:
		r.Kind, r.TermName, r.Due, r.ActBy = kindTermExtended, string(b.Term), b.Due, b.ActBy
		r.Step, r.Reason = b.Step, b.Reason
	case dossier.TermMet:
		r.Kind, r.TermName, r.On, r.DutyID = kindTermMet, string(b.Term), b.On, string(b.Duty)
	case dossier.TermHasPassed:
		r.Kind, r.TermName, r.On = kindTermPassed, string(b.Term), b.On
	case dossier.TermStopped:
		r.Kind, r.TermName, r.State = kindTermStopped, string(b.Term), string(b.State)
	default:
		return false
	}
	return true
}

func getTerm(r eventRecord) dossier.Body {
	name := dossier.TermName(r.TermName)
	switch r.Kind {
	case kindTermOpened:
		return dossier.TermOpened{Term: orZero(r.Term).term()}
	case kindTermExtended:
		return dossier.TermExtendedTo{Term: name, Due: r.Due, ActBy: r.ActBy, Step: r.Step, Reason: r.Reason}
	case kindTermMet:
		return dossier.TermMet{Term: name, On: r.On, Duty: dossier.DutyID(r.DutyID)}
	case kindTermPassed:
		return dossier.TermHasPassed{Term: name, On: r.On}
	case kindTermStopped:
		return dossier.TermStopped{Term: name, State: dossier.TermState(r.State)}
	}
	return nil
}

func termOf(t dossier.Term) *termRecord {
	r := &termRecord{Name: string(t.Name), Article: t.Article, Binds: string(t.Binds), Started: t.Started, Due: t.Due,
		FirstDue: t.FirstDue, ActBy: t.ActBy, State: string(t.State), Met: t.Met, MetBy: string(t.MetBy),
		Count: countOf(t.Count)}
	for _, s := range t.Steps {
		r.Steps = append(r.Steps, stepRecord{End: s.End, ActBy: s.ActBy, Letter: string(s.Letter), To: s.To,
			Article: s.Article, Done: s.Done, Count: countOf(s.Count)})
	}
	return r
}

func (r termRecord) term() dossier.Term {
	t := dossier.Term{Name: dossier.TermName(r.Name), Article: r.Article, Binds: dossier.Role(r.Binds),
		Started: r.Started, Due: r.Due, FirstDue: r.FirstDue, ActBy: r.ActBy, State: dossier.TermState(r.State),
		Met: r.Met, MetBy: dossier.DutyID(r.MetBy), Count: orZero(r.Count)}
	for _, s := range r.Steps {
		t.Steps = append(t.Steps, dossier.Step{End: s.End, ActBy: s.ActBy, Letter: dossier.LetterName(s.Letter),
			To: s.To, Article: s.Article, Done: s.Done, Count: orZero(s.Count)})
	}
	return t
}

// countOf returns nil for a count that was never made.
func countOf(c calendar.Count) *calendar.Count {
	if c.From.IsZero() && c.End.IsZero() && c.Due.IsZero() && c.ActBy.IsZero() && c.Length.IsZero() && c.Roll == "" &&
		len(c.Skipped) == 0 {
		return nil
	}
	return &c
}
