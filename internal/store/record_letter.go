package store

import (
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Kinds of events about letters.
const (
	kindDrafted    = "letter_drafted"
	kindSuppressed = "letter_suppressed"
	kindQueued     = "letter_queued"
	kindAccepted   = "letter_accepted"
	kindRefused    = "letter_refused"
	kindUnknown    = "letter_unknown"
	kindBounced    = "letter_bounced"
	kindWaived     = "letter_waived"
)

// dutyRecord is one letter owed to one recipient.
type dutyRecord struct {
	ID        string        `json:"id,omitempty"`
	Letter    string        `json:"letter,omitempty"`
	Role      string        `json:"role,omitempty"`
	Party     string        `json:"party,omitempty"`
	Person    string        `json:"person,omitempty"`
	Article   string        `json:"article,omitempty"`
	Due       calendar.Date `json:"due,omitzero"`
	State     string        `json:"state,omitempty"`
	Reason    string        `json:"reason,omitempty"`
	MessageID string        `json:"message_id,omitempty"`
	SMTP      string        `json:"smtp,omitempty"`
	Term      string        `json:"term,omitempty"`
	Step      int           `json:"step,omitempty"`
	Queued    time.Time     `json:"queued,omitzero"`
	Accepted  time.Time     `json:"accepted,omitzero"`
	NotBefore time.Time     `json:"not_before,omitzero"`
	About     string        `json:"about,omitempty"`
	Details   detailsRecord `json:"details,omitzero"`
}

func putLetterEvent(r *eventRecord, body dossier.Body) bool {
	switch b := body.(type) {
	case dossier.LetterDrafted:
		r.Kind, r.Duty = kindDrafted, dutyOf(b.Duty)
	case dossier.LetterSuppressed:
		r.Kind, r.Duty = kindSuppressed, dutyOf(b.Duty)
	case dossier.LetterQueued:
		r.Kind, r.Duty = kindQueued, dutyOf(b.Duty)
	case dossier.LetterAccepted:
		r.Kind, r.DutyID, r.SMTP, r.On = kindAccepted, string(b.Duty), b.SMTP, b.On
	case dossier.LetterRefused:
		r.Kind, r.DutyID, r.SMTP = kindRefused, string(b.Duty), b.SMTP
	case dossier.LetterUnknown:
		r.Kind, r.DutyID = kindUnknown, string(b.Duty)
	case dossier.LetterBounced:
		r.Kind, r.DutyID, r.Status, r.Mail = kindBounced, string(b.Duty), b.Status, mailRefOf(b.Mail)
	case dossier.LetterWaived:
		r.Kind, r.DutyID = kindWaived, string(b.Duty)
	default:
		return false
	}
	return true
}

func getLetterEvent(r eventRecord) dossier.Body {
	id := dossier.DutyID(r.DutyID)
	switch r.Kind {
	case kindDrafted:
		return dossier.LetterDrafted{Duty: orZero(r.Duty).duty()}
	case kindSuppressed:
		return dossier.LetterSuppressed{Duty: orZero(r.Duty).duty()}
	case kindQueued:
		return dossier.LetterQueued{Duty: orZero(r.Duty).duty()}
	case kindAccepted:
		return dossier.LetterAccepted{Duty: id, SMTP: r.SMTP, On: r.On}
	case kindRefused:
		return dossier.LetterRefused{Duty: id, SMTP: r.SMTP}
	case kindUnknown:
		return dossier.LetterUnknown{Duty: id}
	case kindBounced:
		return dossier.LetterBounced{Duty: id, Status: r.Status, Mail: r.Mail.mail()}
	case kindWaived:
		return dossier.LetterWaived{Duty: id}
	}
	return nil
}

func dutyOf(d dossier.Duty) *dutyRecord {
	return &dutyRecord{ID: string(d.ID), Letter: string(d.Letter), Role: string(d.To.Role), Party: string(d.To.Party),
		Person: string(d.To.Person), Article: d.Article, Due: d.Due, State: string(d.State), Reason: d.Reason,
		MessageID: d.MessageID, SMTP: d.SMTP, Term: string(d.Term), Step: d.Step, Queued: utc(d.Queued),
		Accepted: utc(d.Accepted), NotBefore: utc(d.NotBefore), About: string(d.About), Details: detailsOf(d.Details)}
}

func (r dutyRecord) duty() dossier.Duty {
	to := dossier.Recipient{Role: dossier.Role(r.Role), Party: dossier.PartyID(r.Party), Person: dossier.PersonID(r.Person)}
	return dossier.Duty{ID: dossier.DutyID(r.ID), Letter: dossier.LetterName(r.Letter), To: to, Article: r.Article,
		Due: r.Due, State: dossier.DutyState(r.State), Reason: r.Reason, MessageID: r.MessageID, SMTP: r.SMTP,
		Term: dossier.TermName(r.Term), Step: r.Step, Queued: r.Queued, Accepted: r.Accepted, NotBefore: r.NotBefore,
		About: dossier.MailID(r.About), Details: r.Details.details()}
}
