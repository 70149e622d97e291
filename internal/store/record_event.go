package store

import (
	"fmt"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// eventRecord is one event of whatever kind: wide, with what a kind does not use left out.
type eventRecord struct {
	Seq     int       `json:"seq"`
	At      time.Time `json:"at,omitzero"`
	Role    string    `json:"role,omitempty"` // who made it happen
	Party   string    `json:"party,omitempty"`
	Person  string    `json:"person,omitempty"`
	Article string    `json:"article,omitempty"`
	Rule    string    `json:"rule,omitempty"`
	Kind    string    `json:"kind"`

	Received *receivedRecord `json:"received,omitempty"`
	Mail     *mailRef        `json:"mail,omitempty"`
	Flags    []string        `json:"flags,omitempty"`
	Duty     *dutyRecord     `json:"duty,omitempty"`
	DutyID   string          `json:"duty_id,omitempty"`
	SMTP     string          `json:"smtp,omitempty"`
	Status   string          `json:"status,omitempty"`
	On       calendar.Date   `json:"on,omitzero"`
	Word     string          `json:"word,omitempty"`
	Text     string          `json:"text,omitempty"`
	Why      string          `json:"why,omitempty"`
	First    int             `json:"first,omitempty"`
	Last     int             `json:"last,omitempty"`
	Term     *termRecord     `json:"term,omitempty"`
	TermName string          `json:"term_name,omitempty"`
	Due      calendar.Date   `json:"due,omitzero"`
	ActBy    calendar.Date   `json:"act_by,omitzero"`
	Step     int             `json:"step,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	State    string          `json:"state,omitempty"`
	Public   string          `json:"public,omitempty"`
	Outcome  string          `json:"outcome,omitempty"`
	Closed   calendar.Date   `json:"closed,omitzero"`
	Member   *partyRecord    `json:"member,omitempty"` // the party of the event, not its actor
	Field    string          `json:"field,omitempty"`
	Values   []string        `json:"values,omitempty"`
	MailID   string          `json:"mail_id,omitempty"`
	Task     *taskRecord     `json:"task,omitempty"`
	TaskID   string          `json:"task_id,omitempty"`
	Record   string          `json:"record,omitempty"`
	Day      calendar.Date   `json:"day,omitzero"`
	OfParty  string          `json:"of_party,omitempty"`
	OfPerson string          `json:"of_person,omitempty"`
	Value    string          `json:"value,omitempty"`
	Amount   int             `json:"amount,omitempty"` // cents
	Line     int             `json:"line,omitempty"`
	Proof    string          `json:"proof,omitempty"`
	Until    time.Time       `json:"until,omitzero"`
	Measure  *measureRecord  `json:"measure,omitempty"`
	Link     *linkRecord     `json:"link,omitempty"`
	Shut     []string        `json:"shut,omitempty"`
	Route    string          `json:"route,omitempty"`
}

// recordOf turns an event into its stored form.
func recordOf(e dossier.Event) eventRecord {
	r := eventRecord{Seq: e.Seq, At: utc(e.At), Role: string(e.By.Role), Party: string(e.By.Party),
		Person: string(e.By.Person), Article: e.Basis.Article, Rule: e.Basis.Rule}
	for _, put := range []func(*eventRecord, dossier.Body) bool{putIntake, putLetterEvent, putCommand, putTerm, putState, putTie} {
		if put(&r, e.Body) {
			return r
		}
	}
	panic(fmt.Sprintf("unreachable: event body %T", e.Body))
}

// event turns a stored event back. A kind that this version does not know is of a newer one.
func (r eventRecord) event() (dossier.Event, error) {
	e := dossier.Event{Seq: r.Seq, At: r.At, Basis: dossier.Basis{Article: r.Article, Rule: r.Rule},
		By: dossier.Actor{Role: dossier.Role(r.Role), Party: dossier.PartyID(r.Party), Person: dossier.PersonID(r.Person)}}
	for _, get := range []func(eventRecord) dossier.Body{getIntake, getLetterEvent, getCommand, getTerm, getState, getTie} {
		if e.Body = get(r); e.Body != nil {
			return e, nil
		}
	}
	return e, fmt.Errorf("event of kind %q: %w", r.Kind, ErrNewer)
}

// orZero reads a part of a record that is left out when it says nothing.
func orZero[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

// words turns words of one type into words of another, nil when there are none.
func words[To, From ~string](from []From) []To {
	var to []To
	for _, w := range from {
		to = append(to, To(w))
	}
	return to
}
