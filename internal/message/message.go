// Package message turns the raw bytes of a mail into a Message.
package message

import "time"

// Kind says who wrote a message: a person or which sort of machine.
type Kind string

// The kinds of contract values "inspect kind".
const (
	KindHuman    Kind = "human"
	KindBounce   Kind = "bounce"
	KindAuto     Kind = "auto"
	KindList     Kind = "list"
	KindFeedback Kind = "feedback"
	KindReceipt  Kind = "receipt"
)

// Message is what was understood of one mail. Everything in it but Fields is
// valid UTF-8 without control characters other than newline and tab.
type Message struct {
	Kind    Kind
	Because []string // why Kind is not KindHuman

	Subject       string
	From          *Address // nil when no address could be found
	SenderProblem string   // why From is nil or doubtful, "" when all is well
	Sender        *Address
	ReplyTo       *Address
	To, Cc        []Address
	DeliveredTo   []Address // Delivered-To, X-Original-To, Envelope-To

	Date       time.Time // zero when unknown; keeps the zone of the field
	MessageID  string    // with its angle brackets, "" when there is none
	InReplyTo  []string
	References []string

	Text   string // the body as text: text/plain, else made from HTML
	Answer string // what the sender wrote, without quotes and signature

	Originals   []Original
	Attachments []Attachment
	Bounce      *Bounce // set when Kind is KindBounce
	Warnings    []string

	Fields        []Field // the top header in order, values raw but unfolded
	ReturnPath    string  // the address of the first Return-Path field, "" for <> and for none
	ReturnPathTop bool    // a Return-Path stands above all other fields: our own server wrote it
	NullSender    bool    // ReturnPathTop and the path is <>

	Encrypted bool
	Signed    bool

	enclosed []enclosure

	// Commands is left for the caller; Inspect prints it.
	Commands []any
}
