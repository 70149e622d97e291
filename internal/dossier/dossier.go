// Package dossier says what a case is and how events make it.
//
// A Case (Dutch: dossier) is the fold of its events: [Fold] starts from nothing and applies each event in
// order; [Case.Apply] adds one. Nothing else changes a case, so what the journal shows is what happened.
//
// Who makes events: procedure.Decide, and only it. Who stores them: package store, in types of its own, so that
// this package may change its Go names freely while stored words stay (values.go holds those words; they are
// the fixed sets of the contract and never change).
//
// Three ideas carry the rest:
//
//   - a Term is a period with a last day; it is met by a duty that was accepted or by an event;
//   - a Duty is one letter owed to one recipient. It moves from planned, draft or held over queued to accepted;
//     a bounce takes it to bounced and, with it, opens the terms again that it had met;
//   - a Task is something that waits for a person: whatever klachtd does not do by itself is a task, never silence.
//
// The office (Dutch: het bureau) is the small second aggregate for what belongs to no case: tray, notices, lists.
//
// Addresses and names of parties stand in the case, since the dossier is theirs; people of the configuration are
// named by PersonID only, because they are live: their address is looked up when a letter is rendered.
package dossier

import (
	"time"

	"klachtd/internal/calendar"
)

// Number is the case number that people see: K2026-0001.
type Number string

// Ref is the internal number of a case: what tokens, record keys and index rows hold. Never reused; 0 is the office.
type Ref uint32

// MailID names a stored message ("m17"); unique within a data directory.
type MailID string

// PartyID names a party within its case ("p1").
type PartyID string

// PersonID names a person of the configuration: the lower-cased address.
type PersonID string

// DutyID names a duty within its case: "d" and the number of the event that made it.
type DutyID string

// TaskID names a task within its case: "t" and the number of the event that opened it.
type TaskID string

// Mail is what a dossier keeps in its journal of a stored message. The bytes stand in the store under ID.
type Mail struct {
	ID          MailID
	MessageID   string // with < >; "" when the message has none
	Subject     string
	Digest      string // "sha256:" and hex, of the raw bytes
	Arrived     time.Time
	Attachments []Attachment
}

// Attachment names one attachment of a message; Bytes is its decoded size.
type Attachment struct {
	Name  string
	Type  string
	Bytes int
}

// ProcedureID is the version of a regulation under which a case runs, for good.
type ProcedureID struct {
	Name    string
	Version string
	Hash    string // of the parsed text with common.toml and the organisation's choices
}

// Party is somebody of a case.
type Party struct {
	ID       PartyID
	Role     Role
	Name     string
	Address  string   // "" when only a name or a postal address is known
	Verified bool     // the receiving server vouched for the From domain, or a person confirmed
	Language string   // nl | en; "" is the organisation's
	Person   PersonID // set when the party is somebody of the configuration
	Staff    bool     // one of the organisation's own, by address or domain
	Of       PartyID  // of an adviser or representative: whom he stands by
	Capacity string   // of a representative: word of the regulation
	Thread   string   // Message-ID of the mail by which the party came in; letters to it answer that thread
	NoMail   bool     // the address is one to which no mail can be sent; letters to it are printed
	Removed  bool
}

// Step is one extension of a term: when the end before it is reached without settlement, Letter leaves and the
// term's due date becomes To.
type Step struct {
	End     calendar.Date
	ActBy   calendar.Date
	Letter  LetterName
	To      calendar.Date
	Article string
	Done    bool
	Count   calendar.Count // how To was counted
}

// Term is a running or ended term of a case.
type Term struct {
	Name     TermName
	Article  string
	Binds    Role // organisation or the party that has to act
	Started  calendar.Date
	Due      calendar.Date
	FirstDue calendar.Date
	ActBy    calendar.Date
	State    TermState
	Met      calendar.Date
	MetBy    DutyID // the duty whose acceptance met it; "" when an event did
	Steps    []Step
	Count    calendar.Count
}

// Running says whether the term still asks for something.
func (t Term) Running() bool {
	return t.State == TermOpen || t.State == TermExtended || t.State == TermPassed
}

// Recipient is one addressee: a party of the case or a person of the configuration.
type Recipient struct {
	Role   Role
	Party  PartyID
	Person PersonID
}

// Duty is one letter owed to one recipient.
type Duty struct {
	ID        DutyID
	Letter    LetterName
	To        Recipient
	Article   string
	Due       calendar.Date // last day; zero when no term asks for it
	State     DutyState
	Reason    string // why it is held, suppressed, refused
	MessageID string
	SMTP      string // the server's last reply, one line
	Term      TermName
	Step      int // index of the term's step that the letter announces, -1 for none
	Queued    time.Time
	Accepted  time.Time
	NotBefore time.Time
	About     MailID // the message that it answers
	Details   LetterDetails
}

// LetterDetails is what a letter says beyond the case itself. Every field is optional.
type LetterDetails struct {
	Term    TermName      // the term that a reminder or notice is about
	Date    calendar.Date // the new or named date
	DueDate calendar.Date
	ActBy   calendar.Date
	Reason  string // word of the template's own list, never free text of a stranger
	Text    string // what a person of the configuration wrote
	Task    TaskKind
	Letter  LetterName // the letter that a task or delivery_failed is about
	Duty    DutyID
	SMTP    string
	Missing []string // names of missing items (fields of the regulation)
	Cases   []CaseLine

	Party    PartyID       // whom the letter is about, or whose words it carries
	Person   PersonID      // the person of the configuration that a command names
	Outcome  string        // value of the regulation
	Decision string        // on an appeal, where that is no outcome of the complaint: a value of the regulation
	Clearly  bool          // clearly upheld
	Ground   string        // of an inadmissible complaint; of a memo
	Consent  string        // what consent is asked for: value of the regulation
	Other    Number        // another case that the letter names
	Measures []string      // ids of Case.Measures
	Round    int           // turn of the rounds, from 1; Last: it is the last one
	Last     bool          //
	From     calendar.Date // of a period that ends on Date
	Time     string        // of a moment on Date: "10:00"
	Place    string        //
	Slots    []string      // proposed times of a call
	Costs    []CostLine
	Way      string       // how the complainant was told, or the complaint came
	With     []string     // what is enclosed: words of the closed list of package procedure
	Words    []Source     // whose words the letter carries, from the journal
	Result   ScriptResult // of a transcript
	Script   []ScriptLine // of a transcript: line by line what became of it
	Offers   []string     // acts that the reader may want to do now
	Tasks    []TaskKind   // of a digest or a reminder
	Held     MailID       // of one_time_code: the mail whose commands wait
	Hidden   bool         // the complainant's identity is withheld from the reader
	Kind     Kind         // as what the case is handled
}

// Source names words of the journal: a message, or what event Seq recorded.
type Source struct {
	Mail  MailID
	Seq   int
	Party PartyID
	Day   calendar.Date
}

// CostLine is one claim of reimbursement. Amount is in cents.
type CostLine struct {
	Kind    string // value of the regulation
	Amount  int
	Granted bool
	Reason  string
}

// ScriptResult is what became of a mail with commands (X-Klachtd-Result).
type ScriptResult string

// Results of the contract.
const (
	ScriptDone      ScriptResult = "done"
	ScriptRefused   ScriptResult = "refused"
	ScriptRehearsed ScriptResult = "rehearsed"
	ScriptCode      ScriptResult = "code"
)

// ScriptLine is what became of one line of a mail with commands.
type ScriptLine struct {
	Line    int           // of the answer, from 1
	Word    string        // with its #, as it was written
	Act     string        // name of the act; "" when there is none
	Rest    string        // what stood behind the word
	Refused string        // "" when it was carried out, else one of the Refusals of package procedure
	Need    string        // what is missing or could not be read; the gate, as the regulation's file writes it
	Day     calendar.Date // of a date that lies wrong: the last day of the term as it stands; of a mail that came before: when
	Article string
	Suggest string   // the word that was probably meant, with its #
	Warned  []string // gates that only warn, as the file writes them
	Letters []ScriptLetter
	Terms   []TermName // whose dates follow from it
	State   State      // to which the case came; "" when it stayed
	People  []PersonID // who could handle the case
}

// ScriptLetter is a letter that a command ordered.
type ScriptLetter struct {
	Letter LetterName
	To     Recipient
	State  DutyState
	At     time.Time     // not before this instant; zero: at once
	Due    calendar.Date // until when the recipient is asked to answer; zero: not at all
}

// CaseLine is one line of a list letter (late_list, tray_list, digest, measures_check, retention_list): ids, dates and
// words of closed lists only. Reason may also be the name of a term or of a kind of task.
type CaseLine struct {
	Number Number // in a tray_list: of the case to which the message seems to belong, a guess
	Letter LetterName
	Date   calendar.Date
	Reason string
	Mail   MailID

	Section string // of a digest: one of the sections below
	Measure string // of measures_check: id of the measure
	Count   int    // of a line without number: so many more there are in its section
	Age     int    // of a digest: days since the complaint came in, while its case is open
}

// Sections of a digest, in the order in which they matter.
const (
	SectionOverdue     = "overdue"     // a term is over without what it asks
	SectionToday       = "today"       // what time brings today
	SectionWeek        = "week"        // and until Sunday
	SectionAhead       = "ahead"       // and later, for who asks
	SectionUndelivered = "undelivered" // letters that were refused or came back
	SectionDrafts      = "drafts"      // letters that wait for a person
	SectionTasks       = "tasks"       // what else waits for a person
	SectionNew         = "new"         // registered since the last digest
	SectionTray        = "tray"        // Count: mails that belong to no case
	SectionDestroy     = "destroy"     // dossiers whose retention is over
)

// Task is something that waits for a person.
type Task struct {
	ID      TaskID
	Kind    TaskKind
	For     Role
	Opened  time.Time
	Done    time.Time
	Due     calendar.Date // the day by which it should be done; zero: none
	Letter  LetterName
	Duty    DutyID
	Mail    MailID
	Reason  string
	Article string
}

// Measure is a measure that was proposed as the result of a complaint. ID is unique within a data directory: "M12".
type Measure struct {
	ID       string
	Text     string
	Owner    string // whoever has to carry it out, as written
	Person   PersonID
	Proposed calendar.Date
	Due      calendar.Date
	Done     calendar.Date
	Reason   string // why it was not carried out
}

// Link ties two cases together.
type Link struct {
	Number Number
	Ref    Ref
	How    string // "earlier", "new facts", "retaliation", "split", "merged"
}

// Case is a dossier as its events made it.
type Case struct {
	Ref        Ref
	Number     Number
	Procedure  ProcedureID
	Mailbox    string
	Kind       Kind
	State      State
	Public     string // public status: what a party sees
	Channel    Channel
	Track      string
	Category   string
	Outcome    string
	Language   string
	Received   calendar.Date
	ReceivedAt time.Time
	Dated      Dated // how the day of receipt is known
	Filed      calendar.Date
	Closed     calendar.Date
	Urgent     bool
	Parties    []Party
	Facts      map[string][]string
	Terms      []Term
	Duties     []Duty
	Tasks      []Task
	Measures   []Measure
	Shut       []PersonID // people of the configuration who get nothing of this case (DESIGN 10.12)
	Route      string     // "board": outside the management line
	Hold       bool       // legal hold: no destruction
	Before     State      // of a frozen case: the state to which it returns
	Round      int        // the turn of the rounds that was opened last
	Links      []Link
	Destroying bool // destruction was ordered; its confirmation is under way
	Journal    []Event
	Seq        int // number of the last event
}

// Party finds a party by id; ok is false when there is none or it was removed.
func (c *Case) Party(id PartyID) (p Party, ok bool) {
	for _, p := range c.Parties {
		if p.ID == id && !p.Removed {
			return p, true
		}
	}
	return Party{}, false
}

// PartiesAs lists the parties with a role, in the order in which they came.
func (c *Case) PartiesAs(role Role) []Party {
	var ps []Party
	for _, p := range c.Parties {
		if p.Role == role && !p.Removed {
			ps = append(ps, p)
		}
	}
	return ps
}

// PartyAt finds the first party with an address (compared as stored: lower case).
func (c *Case) PartyAt(address string) (p Party, ok bool) {
	for _, p := range c.Parties {
		if address != "" && p.Address == address && !p.Removed {
			return p, true
		}
	}
	return Party{}, false
}

// Term finds a term by name; nil when the case has none.
func (c *Case) Term(name TermName) *Term {
	for i := range c.Terms {
		if c.Terms[i].Name == name {
			return &c.Terms[i]
		}
	}
	return nil
}

// Duty finds a duty by id; nil when the case has none.
func (c *Case) Duty(id DutyID) *Duty {
	for i := range c.Duties {
		if c.Duties[i].ID == id {
			return &c.Duties[i]
		}
	}
	return nil
}

// OpenTasks lists the tasks that still wait.
func (c *Case) OpenTasks() []Task {
	var open []Task
	for _, t := range c.Tasks {
		if t.Done.IsZero() {
			open = append(open, t)
		}
	}
	return open
}

// First is the message with which the case began, "" when no message did.
func (c *Case) First() MailID {
	for _, e := range c.Journal {
		if r, ok := e.Body.(Received); ok {
			return r.Mail.ID
		}
	}
	return ""
}

// Holds says whether the case's journal has the message.
func (c *Case) Holds(id MailID) bool {
	for _, e := range c.Journal {
		switch b := e.Body.(type) {
		case Received:
			if b.Mail.ID == id {
				return true
			}
		case Filed:
			if b.Mail.ID == id {
				return true
			}
		}
	}
	return false
}
