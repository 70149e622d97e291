package message

import "time"

// Document is what "klachtd inspect" prints of a message: contract/inspect.json.
type Document struct {
	Kind          Kind         `json:"kind"`
	Because       []string     `json:"automatic_because"`
	Subject       string       `json:"subject"`
	From          *Address     `json:"from"`
	SenderProblem string       `json:"sender_problem"`
	ReplyTo       *Address     `json:"reply_to"`
	To            []Address    `json:"to"`
	Cc            []Address    `json:"cc"`
	Date          *string      `json:"date"` // RFC 3339, null when unknown
	MessageID     string       `json:"message_id"`
	InReplyTo     []string     `json:"in_reply_to"`
	References    []string     `json:"references"`
	Text          string       `json:"text"`
	Answer        string       `json:"answer"`
	Forwarded     *Original    `json:"forwarded"` // the first of Originals
	Attachments   []Attachment `json:"attachments"`
	Bounce        *Bounce      `json:"bounce"`
	Commands      []any        `json:"commands"`
	Warnings      []string     `json:"warnings"`
	Originals     []Original   `json:"originals"`
}

// Inspect gives m as the document of contract/inspect.json: every key is
// there, no list is null.
func Inspect(m *Message) any {
	d := Document{
		Kind: m.Kind, Because: filled(m.Because), Subject: m.Subject, From: m.From, SenderProblem: m.SenderProblem,
		ReplyTo: m.ReplyTo, To: filled(m.To), Cc: filled(m.Cc), MessageID: m.MessageID,
		InReplyTo: filled(m.InReplyTo), References: filled(m.References), Text: m.Text, Answer: m.Answer,
		Attachments: filled(m.Attachments), Bounce: m.Bounce, Commands: filled(m.Commands), Warnings: filled(m.Warnings),
		Originals: make([]Original, 0, len(m.Originals)),
	}
	if !m.Date.IsZero() {
		date := m.Date.Format(time.RFC3339)
		d.Date = &date
	}
	for _, o := range m.Originals {
		o.To, o.Cc = filled(o.To), filled(o.Cc)
		d.Originals = append(d.Originals, o)
	}
	if len(d.Originals) > 0 {
		d.Forwarded = &d.Originals[0]
	}
	return d
}

func filled[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
