// Package message turns the raw bytes of a mail into a Message.
package message

import "time"

// Kind says who wrote a message: a person or which sort of machine.
type Kind string

// The kinds of contract values "inspect kind".
const (
	Human    Kind = "human"
	BounceOf Kind = "bounce"
	Auto     Kind = "auto"
	List     Kind = "list"
	Feedback Kind = "feedback"
	Receipt  Kind = "receipt"
)

// Message is what was understood of one mail. Everything in it but Fields is
// valid UTF-8 without control characters other than newline and tab.
type Message struct {
	Kind    Kind
	Because []string // why Kind is not Human

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
	Bounce      *Bounce // set when Kind is BounceOf
	Warnings    []string

	Fields        []Field // the top header in order, values raw but unfolded
	ReturnPath    string  // the address of the first Return-Path field, "" for <> and for none
	ReturnPathTop bool    // a Return-Path stands above all other fields: our own server wrote it
	NullSender    bool    // ReturnPathTop and the path is <>

	Encrypted bool
	Signed    bool

	// Commands is left for the caller; Inspect prints it.
	Commands []any
}

// Field is one header field: the name as written, the value raw and unfolded.
type Field struct{ Name, Value string }

// Address is one mailbox. The domain is lower-cased; Name is decoded.
type Address struct {
	Name    string `json:"name"`
	Address string `json:"address"`
}

// Original is a forwarded message.
type Original struct {
	How       string    `json:"how"` // Attached or Inline
	From      *Address  `json:"from"`
	To        []Address `json:"to"`
	Cc        []Address `json:"cc"`
	Subject   string    `json:"subject"`
	Date      string    `json:"date"` // RFC 3339 when attached, a civil day when inline, "" when unknown
	DateTime  time.Time `json:"-"`    // zero when unknown; UTC when an inline block names no zone
	Day       string    `json:"-"`    // the civil day 2006-01-02 in the sender's own zone
	Text      string    `json:"text"`
	Note      string    `json:"note"` // what the forwarder wrote above it
	MessageID string    `json:"-"`
	Fields    []Field   `json:"-"`
	// Attachments are those of an attached original; Message.Open does not open them by this index.
	Attachments []Attachment `json:"-"`
}

// The ways in which an original travels.
const (
	Attached = "attached"
	Inline   = "inline"
)

// Attachment is a leaf that is not the body, or an enclosed message.
type Attachment struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Bytes int    `json:"bytes"` // decoded size; estimated from the encoded length for base64

	offset, length int // of the encoded body in the raw message
	encoding       string
}

// Bounce is a report about mail that we sent.
type Bounce struct {
	Recipients        []string `json:"recipients"`
	Status            string   `json:"status"` // 5.1.1, "" when unknown
	Class             string   `json:"class"`  // failed, delayed, delivered, unknown
	Permanent         bool     `json:"permanent"`
	OriginalMessageID string   `json:"original_message_id"`
}

// Parse reads raw. It never fails and never panics; what could not be
// understood is told in Warnings.
func Parse(raw []byte) *Message {
	return &Message{Kind: Human}
}

// Open decodes attachment i of the message that was parsed from raw.
func (m *Message) Open(raw []byte, i int) ([]byte, error) { return nil, nil }

// ContentDigest identifies the content whatever way it came: SHA-256 over
// From, Date, Message-ID, Subject and the decoded parts.
func (m *Message) ContentDigest(raw []byte) [32]byte { return [32]byte{} }

// Automatic says why the message must never be answered at once.
func (m *Message) Automatic() (reason string, yes bool) { return "", false }

// Names says whether one of the addresses stands in a header of the message.
func (m *Message) Names(addresses ...string) bool { return false }

// Inspect is what "klachtd inspect" prints of m.
func Inspect(m *Message) any { return nil }
