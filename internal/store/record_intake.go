package store

import (
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Kinds of events about mail that came in.
const (
	kindReceived = "received"
	kindFiled    = "filed"
)

// receivedRecord opens a case.
type receivedRecord struct {
	Ref        uint32        `json:"ref"`
	Number     string        `json:"number"`
	Procedure  procedureRef  `json:"procedure,omitzero"`
	Mailbox    string        `json:"mailbox,omitempty"`
	Kind       string        `json:"kind,omitempty"`
	State      string        `json:"state,omitempty"`
	Public     string        `json:"public,omitempty"`
	Channel    string        `json:"channel,omitempty"`
	Track      string        `json:"track,omitempty"`
	Language   string        `json:"language,omitempty"`
	Received   calendar.Date `json:"received,omitzero"`
	ReceivedAt time.Time     `json:"received_at,omitzero"`
	Dated      string        `json:"dated,omitempty"`
	Filed      calendar.Date `json:"filed,omitzero"`
	Shut       []string      `json:"shut,omitempty"`
}

// mailRef is what a journal keeps of a message.
type mailRef struct {
	ID          string             `json:"id,omitempty"`
	MessageID   string             `json:"message_id,omitempty"`
	Subject     string             `json:"subject,omitempty"`
	Digest      string             `json:"digest,omitempty"`
	Arrived     time.Time          `json:"arrived,omitzero"`
	Attachments []attachmentRecord `json:"attachments,omitempty"`
}

type attachmentRecord struct {
	Name  string `json:"name,omitempty"`
	Type  string `json:"type,omitempty"`
	Bytes int    `json:"bytes,omitempty"`
}

func putIntake(r *eventRecord, body dossier.Body) bool {
	switch b := body.(type) {
	case dossier.Received:
		r.Kind, r.Mail = kindReceived, mailRefOf(b.Mail)
		r.Received = &receivedRecord{Ref: uint32(b.Ref), Number: string(b.Number), Procedure: procedureRef(b.Procedure),
			Mailbox: b.Mailbox, Kind: string(b.Kind), State: string(b.State), Public: b.Public,
			Channel: string(b.Channel), Track: b.Track, Language: b.Language, Received: b.Received,
			ReceivedAt: utc(b.ReceivedAt), Dated: string(b.Dated), Filed: b.Filed, Shut: words[string](b.Shut)}
	case dossier.Filed:
		r.Kind, r.Mail, r.Flags = kindFiled, mailRefOf(b.Mail), words[string](b.Flags)
		r.DutyID = string(b.Answers)
	default:
		return false
	}
	return true
}

func getIntake(r eventRecord) dossier.Body {
	switch r.Kind {
	case kindReceived:
		b := orZero(r.Received)
		return dossier.Received{Ref: dossier.Ref(b.Ref), Number: dossier.Number(b.Number),
			Procedure: dossier.ProcedureID(b.Procedure), Mailbox: b.Mailbox, Kind: dossier.Kind(b.Kind),
			State: dossier.State(b.State), Public: b.Public, Channel: dossier.Channel(b.Channel), Track: b.Track,
			Language: b.Language, Received: b.Received, ReceivedAt: b.ReceivedAt, Dated: dossier.Dated(b.Dated),
			Filed: b.Filed, Shut: words[dossier.PersonID](b.Shut), Mail: r.Mail.mail()}
	case kindFiled:
		return dossier.Filed{Mail: r.Mail.mail(), Flags: words[dossier.Flag](r.Flags),
			Answers: dossier.DutyID(r.DutyID)}
	}
	return nil
}

// mailRefOf returns nil for a message of which nothing is known.
func mailRefOf(m dossier.Mail) *mailRef {
	r := mailRef{ID: string(m.ID), MessageID: m.MessageID, Subject: m.Subject, Digest: m.Digest, Arrived: utc(m.Arrived)}
	for _, a := range m.Attachments {
		r.Attachments = append(r.Attachments, attachmentRecord(a))
	}
	if r.ID == "" && r.MessageID == "" && r.Subject == "" && r.Digest == "" && r.Arrived.IsZero() && r.Attachments == nil {
		return nil
	}
	return &r
}

func (r *mailRef) mail() dossier.Mail {
	if r == nil {
		return dossier.Mail{}
	}
	m := dossier.Mail{ID: dossier.MailID(r.ID), MessageID: r.MessageID, Subject: r.Subject, Digest: r.Digest,
		Arrived: r.Arrived}
	for _, a := range r.Attachments {
		m.Attachments = append(m.Attachments, dossier.Attachment(a))
	}
	return m
}
