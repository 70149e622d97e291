package control

import (
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Day is a date as JSON shows it: null when there is none.
type Day calendar.Date

// MarshalJSON writes "2006-01-02" or null.
func (d Day) MarshalJSON() ([]byte, error) {
	if s := calendar.Date(d).String(); s != "" {
		return []byte(`"` + s + `"`), nil
	}
	return []byte("null"), nil
}

// Moment is an instant as JSON shows it: UTC, in seconds; null when there is none.
type Moment time.Time

// MarshalJSON writes RFC 3339 or null.
func (m Moment) MarshalJSON() ([]byte, error) {
	t := time.Time(m)
	if t.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + t.UTC().Format(time.RFC3339) + `"`), nil
}

// Time returns the instant.
func (m Moment) Time() time.Time { return time.Time(m) }

// Text is a value of a case that may be missing (outcome, category): null when it is empty.
type Text string

// MarshalJSON writes the text or null.
func (t Text) MarshalJSON() ([]byte, error) {
	if t == "" {
		return []byte("null"), nil
	}
	return marshal(string(t))
}

// DueRow is one thing that time will bring (contract/due.json).
type DueRow struct {
	Date    Day                `json:"date"`
	Case    dossier.Number     `json:"case"`
	What    string             `json:"what"`   // letter | reminder | term_end | retention
	Letter  dossier.LetterName `json:"letter"` // "" when none leaves
	To      []dossier.Role     `json:"to"`
	Term    dossier.TermName   `json:"term"`
	Article string             `json:"article"`
	Due     Day                `json:"due"`
	ActBy   Day                `json:"act_by"`
	Mode    string             `json:"mode"` // auto | draft
}

// QueueRow is one letter of the outbox.
type QueueRow struct {
	ID        string             `json:"id"`
	Case      dossier.Number     `json:"case"` // "" for a letter of the office
	Letter    dossier.LetterName `json:"letter"`
	To        dossier.Role       `json:"to"`
	State     string             `json:"state"` // queued | accepted | later | refused | unknown
	Attempts  int                `json:"attempts"`
	Queued    Moment             `json:"queued"`
	Next      Moment             `json:"next"` // null when no further attempt comes by itself
	Article   string             `json:"article"`
	MessageID string             `json:"message_id"`
	SMTP      string             `json:"smtp"` // the server's last reply, one line
}

// TrayRow is one mail that waits for a person.
type TrayRow struct {
	Number      int            `json:"number"` // 1 is the oldest; what commands call it
	ID          dossier.MailID `json:"id"`
	Mailbox     string         `json:"mailbox"`
	ReceivedAt  Moment         `json:"received_at"`
	From        Person         `json:"from"`
	Subject     string         `json:"subject"`
	Why         string         `json:"why"`
	Case        dossier.Number `json:"case"` // the case that it may belong to; "" when nothing points to one
	Attachments []Attachment   `json:"attachments"`
}

// Person is a name with an address; each may be "".
type Person struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Attachment is one attachment; Bytes is its decoded size.
type Attachment struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Bytes int    `json:"bytes"`
}
