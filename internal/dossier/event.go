package dossier

import (
	"time"

	"klachtd/internal/calendar"
)

// Event is one line of a journal. Seq counts from 1 within its case, without gaps.
type Event struct {
	Seq   int
	At    time.Time // UTC, the now of the input that made it
	By    Actor
	Basis Basis
	Body  Body
}

// Actor is who made an event happen.
type Actor struct {
	Role   Role
	Party  PartyID
	Person PersonID
}

// Basis is why: the article of the regulation and the rule of the file or of the design that was applied.
type Basis struct {
	Article string
	Rule    string
}

// Body is what happened: one of the types below.
type Body interface {
	// Name is the journal's word for the event (contract: journal `event`).
	Name() string
}

// Received opens a case.
type Received struct {
	Ref        Ref
	Number     Number
	Procedure  ProcedureID
	Mailbox    string
	Kind       Kind
	State      State
	Public     string
	Channel    Channel
	Track      string
	Language   string
	Received   calendar.Date
	ReceivedAt time.Time
	Dated      Dated
	Filed      calendar.Date
	Shut       []PersonID
	Mail       Mail
}

// Filed puts a further message into the case. Flags name what a person should know of it; Answers is the letter of
// ours that it answers.
type Filed struct {
	Mail    Mail
	Flags   []Flag
	Answers DutyID
}

// Flag marks a filed message.
type Flag string

// Flags of filed messages.
const (
	FlagAutomatic  Flag = "automatic"   // an automatic answer: no reaction, stops no term
	FlagOtherParty Flag = "other_party" // came in a thread of another party of the same case
	FlagReceipt    Flag = "receipt"     // a read receipt
	FlagUnproved   Flag = "unproved"    // names the sender without any proof
	FlagBounce     Flag = "bounce"      // a delivery report
)

// LetterDrafted makes a duty whose letter does not leave by itself: State is planned, draft, held or to_print.
type LetterDrafted struct{ Duty Duty }

// LetterSuppressed makes a duty that hygiene forbids to send; Duty.Reason says why. A task goes with it.
type LetterSuppressed struct{ Duty Duty }

// LetterQueued makes a duty, or moves one, to the outbox: it is the order to render the letter.
type LetterQueued struct{ Duty Duty }

// LetterAccepted says that the recipient's server, or ours on its behalf, took the letter.
type LetterAccepted struct {
	Duty DutyID
	SMTP string
	On   calendar.Date // local day of acceptance: what terms are met on
}

// LetterRefused says that the letter will not be delivered: a permanent answer, or five days of trying.
type LetterRefused struct {
	Duty DutyID
	SMTP string
}

// LetterUnknown says that the answer to DATA was lost; the same bytes are tried again.
type LetterUnknown struct{ Duty DutyID }

// LetterBounced says that a delivery report came back after acceptance.
type LetterBounced struct {
	Duty   DutyID
	Status string // RFC 3463 status, as "5.1.1"; "" when the report names none
	Mail   Mail
}

// LetterWaived ends a duty without a letter.
type LetterWaived struct{ Duty DutyID }

// CommandGiven, CommandHeld, CommandRefused and CommandRevoked record what people asked. Proof says on what evidence:
// "token", "verdict", "code", joined by "+".
type (
	// CommandGiven is a command that was carried out.
	CommandGiven struct {
		Word  string // Dutch, without its #
		Text  string
		Mail  Mail
		Line  int
		Proof string
	}
	// CommandHeld waits for a one-time code: all lines of the mail, until the instant Until.
	CommandHeld struct {
		Word  string
		Why   string
		Mail  Mail
		Until time.Time
		Proof string
	}
	// CommandRefused changed nothing.
	CommandRefused struct {
		Word  string
		Why   string
		Mail  Mail
		Line  int
		Proof string
	}
	// CommandRevoked takes back the events of an earlier command (DESIGN 10.7): First to Last.
	CommandRevoked struct {
		First, Last int
	}
)

// TermOpened starts a term, or counts it anew when the day it starts from became known.
type TermOpened struct{ Term Term }

// TermExtendedTo moves the end of a term. Step is the index of the regulation's own extension, -1 for another date.
type TermExtendedTo struct {
	Term   TermName
	Due    calendar.Date
	ActBy  calendar.Date
	Step   int
	Reason string
}

// TermMet says that a term got what it asks; Duty is the letter whose acceptance did it, if one did.
type TermMet struct {
	Term TermName
	On   calendar.Date
	Duty DutyID
}

// TermHasPassed says that the last day of a term went by without it.
type TermHasPassed struct {
	Term TermName
	On   calendar.Date // the last day
}

// StateChanged moves the case.
type StateChanged struct {
	State   State
	Public  string
	Outcome string
	Closed  calendar.Date // set when the new state ends the case
}

// PartyAdded brings somebody into the case; PartyChanged replaces what is known of a party.
type (
	PartyAdded   struct{ Party Party }
	PartyChanged struct{ Party Party }
)

// FactSet records a field of the case. Those of the list below stand in the case itself.
type FactSet struct {
	Field  string
	Values []string
}

// FactReceived is the field that holds the day on which the complaint first reached the organisation, once a
// person has said it (DESIGN section 8: it always wins). Value: the date, as 2006-01-02.
const FactReceived = "received"

// Fields that stand in the case itself. FactUrgent and FactHold are set by any value and cleared by none; FactFiled is a
// date; the others hold one word of the regulation.
const (
	FactFiled    = "filed"
	FactKind     = "kind"
	FactTrack    = "track"
	FactCategory = "category"
	FactOutcome  = "outcome"
	FactUrgent   = "urgent"
	FactHold     = "hold"
	FactRound    = "round"
	FactLanguage = "case_language"
)

// Noted is an internal note.
type Noted struct {
	Text string
	Mail MailID
}

// TaskOpened puts something to a person; TaskDone ends it.
type (
	TaskOpened struct{ Task Task }
	TaskDone   struct{ Task TaskID }
)

// Recorded is a record that a regulation's act keeps (a call, a hearing, a consent).
type Recorded struct {
	Record string
	Text   string
	Day    calendar.Date
	Party  PartyID
	Person PersonID
	Mail   MailID
	Value  string // the word of an answer: ja, nee, reis, structureel
	Amount int    // cents
}

// TermStopped ends a term or lets it stand still: State is cancelled or suspended.
type TermStopped struct {
	Term  TermName
	State TermState
}

// MeasureSet records a measure, or what became of it.
type MeasureSet struct{ Measure Measure }

// Linked ties another case to this one.
type Linked struct{ Link Link }

// MergedInto ends a case whose messages went to another one.
type MergedInto struct{ Link Link }

// SplitOff says that a message of this case became a case of its own, or went to another one.
type SplitOff struct {
	Mail MailID
	Link Link
}

// AccessSet says to whom the case is closed from now on, and by which route it goes.
type AccessSet struct {
	Shut  []PersonID
	Route string
}

// DestructionOrdered says that the dossier is destroyed as soon as its confirmation has left.
type DestructionOrdered struct{}

// Destroyed is the last event of a dossier; the shell then drops its key (DESIGN section 7).
type Destroyed struct{ On calendar.Date }

// Name methods: the journal's words (contract/values.md).
func (Received) Name() string           { return "received" }
func (Filed) Name() string              { return "filed" }
func (LetterDrafted) Name() string      { return "letter_drafted" }
func (LetterSuppressed) Name() string   { return "letter_suppressed" }
func (LetterQueued) Name() string       { return "letter_queued" }
func (LetterAccepted) Name() string     { return "letter_accepted" }
func (LetterRefused) Name() string      { return "letter_refused" }
func (LetterUnknown) Name() string      { return "letter_unknown" }
func (LetterBounced) Name() string      { return "letter_bounced" }
func (LetterWaived) Name() string       { return "record" }
func (CommandGiven) Name() string       { return "command" }
func (CommandHeld) Name() string        { return "command_held" }
func (CommandRefused) Name() string     { return "command_refused" }
func (CommandRevoked) Name() string     { return "command_revoked" }
func (TermOpened) Name() string         { return "term_opened" }
func (TermExtendedTo) Name() string     { return "term_extended" }
func (TermMet) Name() string            { return "term_met" }
func (TermHasPassed) Name() string      { return "term_passed" }
func (StateChanged) Name() string       { return "state_changed" }
func (PartyAdded) Name() string         { return "party_added" }
func (PartyChanged) Name() string       { return "party_changed" }
func (FactSet) Name() string            { return "fact_set" }
func (Noted) Name() string              { return "note" }
func (TaskOpened) Name() string         { return "task_opened" }
func (TaskDone) Name() string           { return "task_done" }
func (Recorded) Name() string           { return "record" }
func (TermStopped) Name() string        { return "record" }
func (MeasureSet) Name() string         { return "record" }
func (Linked) Name() string             { return "record" }
func (MergedInto) Name() string         { return "merged" }
func (SplitOff) Name() string           { return "split" }
func (AccessSet) Name() string          { return "record" }
func (DestructionOrdered) Name() string { return "record" }
func (Destroyed) Name() string          { return "destroyed" }
