package procedure

import (
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Command is a mail with commands in it, given about a case, about a case that it opens, or, with no case at all, to
// the office. All lines are carried out, or none.
type Command struct {
	Mail      dossier.Mail
	From      Speaker
	Proof     Evidence
	Lines     []Line
	Near      []Line   // lines that look like commands and are none: Written and Suggest only, and Problem.Why
	Opens     *Opening // a registering line opens the case
	Bare      *Message // of Opens: the complaint that the mail encloses, as it is without its lines; nil: the lines are all there is
	Answers   dossier.DutyID
	Flags     []dossier.Flag
	Tasks     []dossier.TaskKind // what reading the mail leaves for a person, as in Message
	Automatic string             // why the mail must not be answered at once
	Done      bool               // the same commands came before: nothing happens again
	Late      bool               // letters of the commands that it takes back are under way
	DoneOn    time.Time
	Passed    bool // by the office, which answers for it unless it is refused here
}

// Line is one command, its words resolved by intake.
type Line struct {
	Line    int    // of the answer, from 1
	Word    string // Dutch, without its #
	Written string // as the sender wrote it, with its #
	Rest    string // what stood behind it
	Suggest string // of Near: the word that was probably meant
	Args    Args
	Problem Problem // what intake could not make out; the line is refused with it
}

// Problem is an argument that is not understood. What is a need of the act ("date", "person", ...).
type Problem struct {
	Why  Refusal // RefusedUnreadable or RefusedAmbiguous; "" when all is well
	What string
	Said string        // as written
	Day  calendar.Date // as ScriptLine.Day, when a trial found it
}

// Args is what stood behind a command's word, and the text below it. A field is empty when the command did not say it.
type Args struct {
	Text        string
	Date        calendar.Date
	Until       calendar.Date // end of a period that begins on Date
	Dates       []calendar.Date
	Days        int
	Time        string // "10:00"
	Place       string
	Times       []string // proposed times of a call
	Person      dossier.PersonID
	Outside     *Found // somebody named by an address where a person was asked for who is nobody of the configuration
	Party       dossier.PartyID
	Role        dossier.Role // the role by which a party or person was named
	Contact     *Found
	Outcome     string
	Ground      string
	Category    string
	Case        dossier.Number
	Ref         dossier.Ref // of Case, when there is such a case and the sender may see it
	Message     dossier.MailID
	Items       []int
	Measure     string
	Amount      int // cents
	Language    string
	Word        string
	Attachments []dossier.Attachment
	Answers     map[string]string // by name of Regulation.Answers: the value taken
	ItemMails   []dossier.MailID  // messages of the tray that Items name
}

// Evidence is what proves who gave a command (DESIGN section 6). Verdict "fail" refuses; anything else but "pass" is
// missing.
type Evidence struct {
	Token   bool   // issued to exactly this person, for this case
	Stale   bool   // there was a token, but it is too old, or no key that lives made it: the sender has to ask for a new one
	Verdict string // pass | missing | fail
	Code    bool   // the one-time code came back from the registered address
	Second  bool   // and a second person said so too
	Wrong   bool   // a code came that is not the one that was sent
	Blank   bool   // of Wrong: what came was no code at all
	Spent   bool   // a code was asked for, and came too late or was wrong too often
	Profile string // trust profile of the mailbox: rfc8601 | microsoft365 | google | none
}

// Refusal says why a line was not carried out; letters hold the sentence.
type Refusal string

// Refusals: the closed list.
const (
	RefusedUnknown    Refusal = "unknown"    // no such word in this regulation
	RefusedWho        Refusal = "who"        // another role may do this
	RefusedState      Refusal = "state"      // not in this state of the case
	RefusedKind       Refusal = "kind"       // not for this kind of case
	RefusedNeeds      Refusal = "needs"      // something is missing: Need says what
	RefusedUnreadable Refusal = "unreadable" // something is not understood: Need says what
	RefusedBelow      Refusal = "below"      // it stands below a text, where no commands are read
	RefusedAmbiguous  Refusal = "ambiguous"  // a name could be several people
	RefusedGate       Refusal = "gate"       // something must have happened first: Need is the gate as the file writes it
	RefusedTurn       Refusal = "turn"       // the turn before still runs: Need is its term
	RefusedDate       Refusal = "date"       // a date that lies wrong: in the past, behind a limit
	RefusedNothing    Refusal = "nothing"    // there is nothing to do it to
	RefusedOwn        Refusal = "own"        // nobody approves his own proposal
	RefusedProof      Refusal = "proof"      // the sender is not who he says
	RefusedAgain      Refusal = "again"      // the same mail came before
	RefusedLate       Refusal = "late"       // it can no longer be taken back
	RefusedOther      Refusal = "other"      // another line of the mail was refused
	RefusedCase       Refusal = "case"       // no such case, or none that the sender may see
	RefusedOpen       Refusal = "open"       // letters are under way, or the case is on hold
	RefusedCode       Refusal = "code"       // its one-time code came too late, or was wrong too often
	RefusedFirst      Refusal = "first"      // it is about the whole mail, and stands somewhere in the middle of it
	RefusedAlone      Refusal = "alone"      // it has to be the only line of its mail
)

// Order is what a decision asks of the shell because it concerns something else than the case that was decided: another
// case, the tray, the outbox. The shell carries orders out in the same transaction.
type Order struct {
	Do          OrderKind
	Mail        dossier.MailID    // the message that it is about
	Case        dossier.Ref       // the case that it goes to
	Role        dossier.Role      // as which party the sender of Mail is taken in; "" files the message only
	Kind        dossier.Kind      // of a case that is opened
	How         string            // of the link between the two cases; "" none
	State       dossier.State     // in which the opened case begins; "" as the regulation says
	Facts       map[string]string // that the opened case begins with: category, route
	Duties      []dossier.DutyID  // letters that must not leave any more
	Person      dossier.PersonID
	From, Until calendar.Date // of an absence
	Text        string
	Line        Line               // of OrderCommand
	Tasks       []dossier.TaskKind // that wait in the opened case
}

// OrderKind is what the shell has to do.
type OrderKind string

// Orders: the closed list.
const (
	OrderOpen    OrderKind = "open"    // open a case with Mail
	OrderFile    OrderKind = "file"    // file Mail in Case
	OrderPut     OrderKind = "put"     // put Mail aside for good: it leaves the tray
	OrderEach    OrderKind = "each"    // give each complaint that Mail encloses a case of its own, the first one this case
	OrderMerge   OrderKind = "merge"   // file all mail of this case in Case
	OrderCancel  OrderKind = "cancel"  // take the letters of Duties out of the outbox
	OrderDestroy OrderKind = "destroy" // drop the key of this case, its records and its filed mail
	OrderAbsence OrderKind = "absence" // note that Person is away
	OrderCommand OrderKind = "command" // carry out Line in Case: the sender gave it where there was no case
)

func (Command) input()  {}
func (Command) office() {}
