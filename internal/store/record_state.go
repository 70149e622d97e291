package store

import (
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Kinds of events about the case itself: state, people, facts, notes, tasks.
const (
	kindState        = "state_changed"
	kindPartyAdded   = "party_added"
	kindPartyChanged = "party_changed"
	kindFact         = "fact_set"
	kindNote         = "note"
	kindTaskOpened   = "task_opened"
	kindTaskDone     = "task_done"
	kindRecorded     = "record"
)

// partyRecord is somebody of a case.
type partyRecord struct {
	ID       string `json:"id,omitempty"`
	Role     string `json:"role,omitempty"`
	Name     string `json:"name,omitempty"`
	Address  string `json:"address,omitempty"`
	Verified bool   `json:"verified,omitempty"`
	Language string `json:"language,omitempty"`
	Person   string `json:"person,omitempty"`
	Thread   string `json:"thread,omitempty"`
	Removed  bool   `json:"removed,omitempty"`
	NoMail   bool   `json:"no_mail,omitempty"`
	Staff    bool   `json:"staff,omitempty"`
	Of       string `json:"of,omitempty"`
	Capacity string `json:"capacity,omitempty"`
}

// taskRecord is something that waits for a person.
type taskRecord struct {
	ID      string    `json:"id,omitempty"`
	Kind    string    `json:"kind,omitempty"`
	For     string    `json:"for,omitempty"`
	Opened  time.Time `json:"opened,omitzero"`
	Done    time.Time `json:"done,omitzero"`
	Letter  string    `json:"letter,omitempty"`
	Duty    string    `json:"duty,omitempty"`
	Mail    string    `json:"mail,omitempty"`
	Reason  string    `json:"reason,omitempty"`
	Article string    `json:"article,omitempty"`

	Due calendar.Date `json:"due,omitzero"`
}

func putState(r *eventRecord, body dossier.Body) bool {
	switch b := body.(type) {
	case dossier.StateChanged:
		r.Kind, r.State, r.Public, r.Outcome, r.Closed = kindState, string(b.State), b.Public, b.Outcome, b.Closed
	case dossier.PartyAdded:
		r.Kind, r.Member = kindPartyAdded, partyOf(b.Party)
	case dossier.PartyChanged:
		r.Kind, r.Member = kindPartyChanged, partyOf(b.Party)
	case dossier.FactSet:
		r.Kind, r.Field, r.Values = kindFact, b.Field, words[string](b.Values)
	case dossier.Noted:
		r.Kind, r.Text, r.MailID = kindNote, b.Text, string(b.Mail)
	case dossier.TaskOpened:
		t := taskOf(b.Task)
		r.Kind, r.Task = kindTaskOpened, &t
	case dossier.TaskDone:
		r.Kind, r.TaskID = kindTaskDone, string(b.Task)
	case dossier.Recorded:
		r.Kind, r.Record, r.Text, r.Day = kindRecorded, b.Record, b.Text, b.Day
		r.OfParty, r.MailID = string(b.Party), string(b.Mail)
		r.OfPerson, r.Value, r.Amount = string(b.Person), b.Value, b.Amount
	default:
		return false
	}
	return true
}

func getState(r eventRecord) dossier.Body {
	switch r.Kind {
	case kindState:
		return dossier.StateChanged{State: dossier.State(r.State), Public: r.Public, Outcome: r.Outcome, Closed: r.Closed}
	case kindPartyAdded:
		return dossier.PartyAdded{Party: orZero(r.Member).party()}
	case kindPartyChanged:
		return dossier.PartyChanged{Party: orZero(r.Member).party()}
	case kindFact:
		return dossier.FactSet{Field: r.Field, Values: words[string](r.Values)}
	case kindNote:
		return dossier.Noted{Text: r.Text, Mail: dossier.MailID(r.MailID)}
	case kindTaskOpened:
		return dossier.TaskOpened{Task: orZero(r.Task).task()}
	case kindTaskDone:
		return dossier.TaskDone{Task: dossier.TaskID(r.TaskID)}
	case kindRecorded:
		return dossier.Recorded{Record: r.Record, Text: r.Text, Day: r.Day, Party: dossier.PartyID(r.OfParty),
			Mail: dossier.MailID(r.MailID), Person: dossier.PersonID(r.OfPerson), Value: r.Value, Amount: r.Amount}
	}
	return nil
}

func partyOf(p dossier.Party) *partyRecord {
	return &partyRecord{ID: string(p.ID), Role: string(p.Role), Name: p.Name, Address: p.Address, Verified: p.Verified,
		Language: p.Language, Person: string(p.Person), Thread: p.Thread, Removed: p.Removed, NoMail: p.NoMail,
		Staff: p.Staff, Of: string(p.Of), Capacity: p.Capacity}
}

func (r partyRecord) party() dossier.Party {
	return dossier.Party{ID: dossier.PartyID(r.ID), Role: dossier.Role(r.Role), Name: r.Name, Address: r.Address,
		Verified: r.Verified, Language: r.Language, Person: dossier.PersonID(r.Person), Thread: r.Thread, Removed: r.Removed,
		NoMail: r.NoMail, Staff: r.Staff, Of: dossier.PartyID(r.Of), Capacity: r.Capacity}
}

func taskOf(t dossier.Task) taskRecord {
	return taskRecord{ID: string(t.ID), Kind: string(t.Kind), For: string(t.For), Opened: utc(t.Opened), Done: utc(t.Done),
		Letter: string(t.Letter), Duty: string(t.Duty), Mail: string(t.Mail), Reason: t.Reason, Article: t.Article, Due: t.Due}
}

func (r taskRecord) task() dossier.Task {
	return dossier.Task{ID: dossier.TaskID(r.ID), Kind: dossier.TaskKind(r.Kind), For: dossier.Role(r.For),
		Opened: r.Opened, Done: r.Done, Letter: dossier.LetterName(r.Letter), Duty: dossier.DutyID(r.Duty),
		Mail: dossier.MailID(r.Mail), Reason: r.Reason, Article: r.Article, Due: r.Due}
}
