package message

import "time"

// An Original is a forwarded message: enclosed as a file, or copied into the
// text. Lists may be nil.
type Original struct {
	How  string    `json:"how"`  // Attached or Inline
	From *Address  `json:"from"` // nil when unknown; Address is "" when an inline block shows only the name
	To   []Address `json:"to"`
	Cc   []Address `json:"cc"`

	Subject  string    `json:"subject"`
	Date     string    `json:"date"` // RFC 3339 when attached, a civil day when inline, "" when unknown
	DateTime time.Time `json:"-"`    // zero when unknown; UTC when an inline block names no zone
	Day      string    `json:"-"`    // the civil day 2006-01-02 in the zone as written, "" when unknown

	Text        string       `json:"text"`
	Note        string       `json:"note"` // what the forwarder wrote above it
	MessageID   string       `json:"-"`
	Fields      []Field      `json:"-"` // of an attached original
	Attachments []Attachment `json:"-"` // of an attached original: open the enclosed message and parse it to open them
	Attachment  int          `json:"-"` // index of the enclosed message in Message.Attachments, -1 when inline or nested

	depth int // 0 for an original of the message itself, 1 for an original of that, ...
}

// Nested says whether the original was itself forwarded by another original:
// a forward of a forward. The one that it lay in stands before it.
func (o Original) Nested() bool { return o.depth > 0 }

// The ways in which an original travels.
const (
	Attached = "attached"
	Inline   = "inline"
)

// maxForwards is how deep forwards of forwards are followed.
const maxForwards = 5

// originals finds the messages that m forwards: enclosed ones first; only
// without any the text is searched.
func (r *reader) originals(m *Message, depth int) {
	if depth >= maxForwards {
		return
	}
	note := ""
	if len(m.enclosed) > 0 {
		note = ownWords(m.Text, false)
	}
	for _, e := range m.enclosed {
		if len(m.Originals) >= maxOriginals {
			r.warn("more than %d forwarded messages: the rest was not opened", maxOriginals)
			return
		}
		sub := r.message(e.part.enclosed, depth+1)
		m.Originals = append(m.Originals, attachedOriginal(sub, note, e.index))
		m.nest(sub.Originals)
	}
	if len(m.Originals) == 0 {
		m.inlineOriginals(m.Text, m.Subject, len(m.InReplyTo) > 0, 0)
	}
}

// nest lists the originals of an original behind it.
func (m *Message) nest(inner []Original) {
	for _, o := range inner {
		o.depth++
		o.Attachment = -1
		if len(m.Originals) < maxOriginals {
			m.Originals = append(m.Originals, o)
		}
	}
}

func attachedOriginal(sub *Message, note string, index int) Original {
	o := Original{How: Attached, From: sub.From, To: sub.To, Cc: sub.Cc, Subject: sub.Subject, DateTime: sub.Date,
		Text: sub.Text, Note: note, MessageID: sub.MessageID, Fields: sub.Fields, Attachments: sub.Attachments, Attachment: index}
	if !sub.Date.IsZero() {
		o.Date, o.Day = sub.Date.Format(time.RFC3339), sub.Date.Format("2006-01-02")
	}
	return o
}

// inlineOriginals finds the forward in text, and the forwards in that.
func (m *Message) inlineOriginals(text, subject string, answers bool, depth int) {
	for depth < maxForwards && len(m.Originals) < maxOriginals {
		o, ok := forwardIn(text, subject, answers)
		if !ok {
			return
		}
		o.depth = depth
		m.Originals = append(m.Originals, o)
		text, subject, answers = o.Text, o.Subject, true
		depth++
	}
}
