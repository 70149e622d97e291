package store

import (
	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Kinds of events about measures, about other cases, and about whom the dossier is closed to or that it ends.
const (
	kindMeasure   = "measure_set"
	kindLinked    = "linked"
	kindMerged    = "merged"
	kindSplit     = "split"
	kindAccess    = "access_set"
	kindOrdered   = "destruction_ordered"
	kindDestroyed = "destroyed"
)

// measureRecord is a measure that was proposed as the result of a complaint.
type measureRecord struct {
	ID       string        `json:"id,omitempty"`
	Text     string        `json:"text,omitempty"`
	Owner    string        `json:"owner,omitempty"`
	Person   string        `json:"person,omitempty"`
	Proposed calendar.Date `json:"proposed,omitzero"`
	Due      calendar.Date `json:"due,omitzero"`
	Done     calendar.Date `json:"done,omitzero"`
	Reason   string        `json:"reason,omitempty"`
}

// linkRecord names another case.
type linkRecord struct {
	Number string `json:"number,omitempty"`
	Ref    uint32 `json:"ref,omitempty"`
	How    string `json:"how,omitempty"`
}

func putTie(r *eventRecord, body dossier.Body) bool {
	switch b := body.(type) {
	case dossier.MeasureSet:
		r.Kind, r.Measure = kindMeasure, measureOf(b.Measure)
	case dossier.Linked:
		r.Kind, r.Link = kindLinked, linkOf(b.Link)
	case dossier.MergedInto:
		r.Kind, r.Link = kindMerged, linkOf(b.Link)
	case dossier.SplitOff:
		r.Kind, r.MailID, r.Link = kindSplit, string(b.Mail), linkOf(b.Link)
	case dossier.AccessSet:
		r.Kind, r.Shut, r.Route = kindAccess, words[string](b.Shut), b.Route
	case dossier.DestructionOrdered:
		r.Kind = kindOrdered
	case dossier.Destroyed:
		r.Kind, r.On = kindDestroyed, b.On
	default:
		return false
	}
	return true
}

func getTie(r eventRecord) dossier.Body {
	switch r.Kind {
	case kindMeasure:
		return dossier.MeasureSet{Measure: orZero(r.Measure).measure()}
	case kindLinked:
		return dossier.Linked{Link: orZero(r.Link).link()}
	case kindMerged:
		return dossier.MergedInto{Link: orZero(r.Link).link()}
	case kindSplit:
		return dossier.SplitOff{Mail: dossier.MailID(r.MailID), Link: orZero(r.Link).link()}
	case kindAccess:
		return dossier.AccessSet{Shut: words[dossier.PersonID](r.Shut), Route: r.Route}
	case kindOrdered:
		return dossier.DestructionOrdered{}
	case kindDestroyed:
		return dossier.Destroyed{On: r.On}
	}
	return nil
}

func measureOf(m dossier.Measure) *measureRecord {
	return &measureRecord{ID: m.ID, Text: m.Text, Owner: m.Owner, Person: string(m.Person), Proposed: m.Proposed,
		Due: m.Due, Done: m.Done, Reason: m.Reason}
}

func (r measureRecord) measure() dossier.Measure {
	return dossier.Measure{ID: r.ID, Text: r.Text, Owner: r.Owner, Person: dossier.PersonID(r.Person),
		Proposed: r.Proposed, Due: r.Due, Done: r.Done, Reason: r.Reason}
}

func linkOf(l dossier.Link) *linkRecord {
	return &linkRecord{Number: string(l.Number), Ref: uint32(l.Ref), How: l.How}
}

func (r linkRecord) link() dossier.Link {
	return dossier.Link{Number: dossier.Number(r.Number), Ref: dossier.Ref(r.Ref), How: r.How}
}
