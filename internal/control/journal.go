package control

import (
	"fmt"

	"klachtd/internal/dossier"
)

// EntryDoc is one line of a journal. seq, at and event are always there; of the others those that the event has.
type EntryDoc struct {
	Seq     int                `json:"seq"`
	At      Moment             `json:"at"`
	Event   string             `json:"event"`
	By      dossier.Role       `json:"by,omitempty"`
	Article string             `json:"article,omitempty"`
	Letter  dossier.LetterName `json:"letter,omitempty"`
	To      dossier.Role       `json:"to,omitempty"`
	Term    dossier.TermName   `json:"term,omitempty"`
	Due     string             `json:"due,omitempty"`
	ActBy   string             `json:"act_by,omitempty"`
	On      string             `json:"on,omitempty"`    // the day on which a term was met or passed, a letter was accepted
	State   string             `json:"state,omitempty"` // of the case, or of the duty
	Public  string             `json:"public_status,omitempty"`
	Outcome string             `json:"outcome,omitempty"`
	Reason  string             `json:"reason,omitempty"`
	SMTP    string             `json:"smtp,omitempty"`
	Status  string             `json:"status,omitempty"` // RFC 3463, of a bounce
	Party   *PartyDoc          `json:"party,omitempty"`
	Field   string             `json:"field,omitempty"`
	Values  []string           `json:"values,omitempty"`
	Task    dossier.TaskKind   `json:"task,omitempty"`
	For     dossier.Role       `json:"for,omitempty"`
	Record  string             `json:"record,omitempty"`
	Command string             `json:"command,omitempty"`
	Text    string             `json:"text,omitempty"`
	Line    int                `json:"line,omitempty"`  // of a command, in its mail
	Proof   string             `json:"proof,omitempty"` // on what evidence: token, verdict, code, joined by +
	Until   *Moment            `json:"until,omitempty"` // how long command_held waits for its code
	First   int                `json:"first,omitempty"` // what command_revoked takes back
	Last    int                `json:"last,omitempty"`
	Role    dossier.Role       `json:"role,omitempty"`    // as what the party of a record takes part
	Value   string             `json:"value,omitempty"`   // the word of an answer: ja, nee
	Amount  int                `json:"amount,omitempty"`  // cents
	Measure *MeasureDoc        `json:"measure,omitempty"` // proposed, carried out or given up
	Link    *LinkDoc           `json:"link,omitempty"`    // the case that this one is tied to
	Flags   []dossier.Flag     `json:"flags,omitempty"`
	Message *MessageDoc        `json:"message,omitempty"`
}

// MessageDoc is what the journal knows of a message; its bytes stand in the store.
type MessageDoc struct {
	ID          dossier.MailID `json:"id"`
	MessageID   string         `json:"message_id"`
	Subject     string         `json:"subject"`
	Digest      string         `json:"digest"`
	Attachments []Attachment   `json:"attachments"`
}

// LinkDoc names another case.
type LinkDoc struct {
	Case dossier.Number `json:"case"`
	How  string         `json:"how"` // earlier | new facts | retaliation | split | merged
}

func journal(c *dossier.Case) []EntryDoc {
	list := make([]EntryDoc, 0, len(c.Journal))
	for _, e := range c.Journal {
		list = append(list, Entry(c, e))
	}
	return list
}

// Entry makes the document of one event. The case tells which letter and which task it is about.
func Entry(c *dossier.Case, e dossier.Event) EntryDoc {
	doc := EntryDoc{Seq: e.Seq, At: Moment(e.At), Event: e.Body.Name(), By: e.By.Role, Article: e.Basis.Article}
	switch b := e.Body.(type) {
	case dossier.Received:
		doc.State, doc.Public, doc.Message = string(b.State), b.Public, message(b.Mail)
	case dossier.Filed:
		doc.Flags, doc.Message = b.Flags, message(b.Mail)
	case dossier.LetterDrafted:
		doc.duty(b.Duty)
	case dossier.LetterSuppressed:
		doc.duty(b.Duty)
	case dossier.LetterQueued:
		doc.duty(b.Duty)
		doc.State = ""
	case dossier.LetterAccepted:
		doc.dutyOf(c, b.Duty)
		doc.SMTP, doc.On = b.SMTP, b.On.String()
	case dossier.LetterRefused:
		doc.dutyOf(c, b.Duty)
		doc.SMTP = b.SMTP
	case dossier.LetterUnknown:
		doc.dutyOf(c, b.Duty)
	case dossier.LetterBounced:
		doc.dutyOf(c, b.Duty)
		doc.Status, doc.Message = b.Status, message(b.Mail)
	case dossier.LetterWaived:
		doc.dutyOf(c, b.Duty)
		doc.Record = "letter_waived"
	default:
		doc.rest(c, e)
	}
	return doc
}

func (doc *EntryDoc) rest(c *dossier.Case, e dossier.Event) {
	switch b := e.Body.(type) {
	case dossier.TermOpened:
		doc.Term, doc.Due, doc.ActBy = b.Term.Name, b.Term.Due.String(), b.Term.ActBy.String()
		doc.article(b.Term.Article)
	case dossier.TermExtendedTo:
		doc.Term, doc.Due, doc.ActBy, doc.Reason = b.Term, b.Due.String(), b.ActBy.String(), b.Reason
	case dossier.TermMet:
		doc.Term, doc.On = b.Term, b.On.String()
	case dossier.TermHasPassed:
		doc.Term, doc.On = b.Term, b.On.String()
	case dossier.StateChanged:
		doc.State, doc.Public, doc.Outcome = string(b.State), b.Public, b.Outcome
	case dossier.PartyAdded:
		doc.party(b.Party)
	case dossier.PartyChanged:
		doc.party(b.Party)
	case dossier.FactSet:
		doc.Field, doc.Values = b.Field, b.Values
	case dossier.Noted:
		doc.Text = b.Text
	case dossier.TaskOpened:
		doc.task(b.Task)
	case dossier.TaskDone:
		for _, t := range c.Tasks {
			if t.ID == b.Task {
				doc.task(t)
			}
		}
	case dossier.Recorded:
		doc.Record, doc.Text, doc.On, doc.Value, doc.Amount = b.Record, b.Text, b.Day.String(), b.Value, b.Amount
		if p, ok := c.Party(b.Party); ok {
			doc.Role = p.Role
		}
	default:
		if !doc.commands(c, e) {
			doc.ties(e)
		}
	}
}

func (doc *EntryDoc) commands(c *dossier.Case, e dossier.Event) bool {
	switch b := e.Body.(type) {
	case dossier.CommandGiven:
		doc.Command, doc.Text, doc.Message, doc.Line, doc.Proof = b.Word, b.Text, told(c, b.Mail), b.Line, b.Proof
	case dossier.CommandHeld:
		doc.Command, doc.Reason, doc.Message, doc.Proof = b.Word, b.Why, told(c, b.Mail), b.Proof
		if !b.Until.IsZero() {
			until := Moment(b.Until)
			doc.Until = &until
		}
	case dossier.CommandRefused:
		doc.Command, doc.Reason, doc.Message, doc.Line, doc.Proof = b.Word, b.Why, told(c, b.Mail), b.Line, b.Proof
	case dossier.CommandRevoked:
		doc.First, doc.Last = b.First, b.Last
	default:
		return false
	}
	return true
}

// ties are what a case has to do with others, and its end. Where the contract has no word for an event, it is a
// record, and Record says of what.
func (doc *EntryDoc) ties(e dossier.Event) {
	switch b := e.Body.(type) {
	case dossier.TermStopped:
		doc.Record, doc.Term, doc.State = "term_stopped", b.Term, string(b.State)
	case dossier.MeasureSet:
		m := measure(b.Measure)
		doc.Record, doc.Measure, doc.Reason = "measure", &m, b.Measure.Reason
	case dossier.Linked:
		doc.Record, doc.Link = "link", link(b.Link)
	case dossier.MergedInto:
		doc.Link = link(b.Link)
	case dossier.SplitOff:
		doc.Link = link(b.Link)
	case dossier.AccessSet:
		doc.Record, doc.Value = "access", b.Route
	case dossier.DestructionOrdered:
		doc.Record = "destruction_ordered"
	case dossier.Destroyed:
		doc.On = b.On.String()
	default:
		panic(fmt.Sprintf("unreachable: event body %T", b))
	}
}

func link(l dossier.Link) *LinkDoc { return &LinkDoc{Case: l.Number, How: l.How} }

func (doc *EntryDoc) duty(d dossier.Duty) {
	doc.Letter, doc.To, doc.Due, doc.Reason = d.Letter, d.To.Role, d.Due.String(), d.Reason
	doc.State, doc.Term = string(d.State), d.Term
	doc.article(d.Article)
}

func (doc *EntryDoc) dutyOf(c *dossier.Case, id dossier.DutyID) {
	if d := c.Duty(id); d != nil {
		doc.Letter, doc.To = d.Letter, d.To.Role
		doc.article(d.Article)
	}
}

func (doc *EntryDoc) task(t dossier.Task) {
	doc.Task, doc.For, doc.Letter, doc.Reason = t.Kind, t.For, t.Letter, t.Reason
}

func (doc *EntryDoc) party(p dossier.Party) {
	doc.Party = &PartyDoc{Role: p.Role, Name: p.Name, Address: p.Address, Verified: p.Verified}
}

// article fills in what the event itself does not say.
func (doc *EntryDoc) article(a string) {
	if doc.Article == "" {
		doc.Article = a
	}
}

// message shows a stored mail; nil when the event has none.
// told is the message of a command. Its event keeps the id alone; the rest stands where the message came in.
func told(c *dossier.Case, m dossier.Mail) *MessageDoc {
	if m.Digest != "" {
		return message(m)
	}
	for _, e := range c.Journal {
		switch b := e.Body.(type) {
		case dossier.Received:
			if b.Mail.ID == m.ID {
				return message(b.Mail)
			}
		case dossier.Filed:
			if b.Mail.ID == m.ID {
				return message(b.Mail)
			}
		}
	}
	return message(m)
}

func message(m dossier.Mail) *MessageDoc {
	if m.ID == "" {
		return nil
	}
	doc := &MessageDoc{ID: m.ID, MessageID: m.MessageID, Subject: m.Subject, Digest: m.Digest, Attachments: []Attachment{}}
	for _, a := range m.Attachments {
		doc.Attachments = append(doc.Attachments, Attachment{Name: a.Name, Type: a.Type, Bytes: a.Bytes})
	}
	return doc
}
