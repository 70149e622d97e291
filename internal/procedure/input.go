package procedure

import (
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Input is what can happen to a case: a Message, a Command, a timer that Elapsed, a Delivery or an Operator's word.
type Input interface{ input() }

// Message is a mail that intake has assigned to this case, or with Opens set, that opens it.
type Message struct {
	Mail      dossier.Mail
	From      Speaker
	Automatic string // why the mail must not be answered at once; "" when a person wrote it and may be answered
	Machine   bool   // no person wrote it: it is no reaction
	Receipt   bool   // a read receipt
	Flags     []dossier.Flag
	Tasks     []dossier.TaskKind // what reading the mail leaves for a person (unreadable, too big, reply-to elsewhere)
	Opens     *Opening
	Proved    bool           // it answers a letter that was issued to exactly this person
	Supplies  *Supply        // what staff add to the dossier
	Answers   dossier.DutyID // the letter of ours that it answers

	Recognised []string // what it may be: names of Regulation.Recognise

	Joins         *Joining // a person says that its sender takes part in the case
	Moved         bool     // a person put it here: nobody has to be told
	NotUnderstood bool     // staff wrote a line with # that says nothing to klachtd: nothing is done, and they are told
}

// Joining makes the sender of a message a party of the case in which a person files it.
type Joining struct {
	Role dossier.Role
	Who  Found
}

// Speaker is who sent a message, as far as it is known. Party and Person may both be set.
type Speaker struct {
	Party    dossier.PartyID
	Person   dossier.PersonID
	Role     dossier.Role // what he is in this case
	Staff    bool         // one of the organisation's own, by address or domain
	Verified bool         // the receiving server vouched for the domain of From
}

// Found is somebody whom intake found in a message.
type Found struct {
	Name     string
	Address  string
	Verified bool
	Person   dossier.PersonID
	Thread   string // Message-ID of the mail that the person wrote, "" when unknown
	NoMail   bool   // no mail can be sent to the address
	Staff    bool   // one of the organisation's own, by address or domain
}

// Opening is what intake knows of a case that begins. Ref and Number are taken from the counter in the same
// transaction, so that numbers have no gaps.
type Opening struct {
	Ref         dossier.Ref
	Number      dossier.Number
	Mailbox     string
	Language    string
	Channel     dossier.Channel
	Received    calendar.Date
	Dated       dossier.Dated
	Complainant *Found // nil: nobody knows yet
	Receiver    *Found // the member of staff who forwarded or noted it
	Mentions    []dossier.PersonID
	Kind        dossier.Kind   // "" as the regulation says
	State       dossier.State  // "" as the regulation says
	Route       string         // "board": outside the management line
	Link        dossier.Link   // the case that this one came from
	Links       []dossier.Link // cases of the other complaints that the same message encloses
	Text        string         // what was said on the phone, at the desk, in a letter: a note of staff
	Facts       map[string][]string
	Unconfirmed bool // the forwarder has to confirm before the complainant hears anything
}

// Supply is the original that staff enclose with a reply while nobody knows who complains. Zero values say nothing.
type Supply struct {
	Complainant *Found
	Received    calendar.Date
	Links       []dossier.Link // as in Opening
}

// Elapsed is a moment of the agenda that came. Late: its day passed while nobody looked (DESIGN 10.6).
type Elapsed struct {
	Entry Entry
	Late  bool
}

// Outcome of a delivery.
type Outcome string

// What can become of a letter.
const (
	DeliveryAccepted Outcome = "accepted"
	DeliveryRefused  Outcome = "refused"
	DeliveryUnknown  Outcome = "unknown"
	DeliveryBounced  Outcome = "bounced"
	DeliveryDelayed  Outcome = "delayed" // a report that it takes longer: filed, nothing else
	DeliveryWaiting  Outcome = "waiting" // the server did not take it yet: it is tried again
)

// Delivery is what a mail server said about one of our letters, at once or in a report (Mail is set then).
type Delivery struct {
	Duty   dossier.DutyID
	What   Outcome
	Reply  string // the server's answer, one line, without addresses
	Status string // RFC 3463
	Mail   dossier.Mail
	Since  time.Time // when the letter was to leave; zero: not known
}

// Operator is a word from the command line.
type Operator struct {
	Retry dossier.DutyID // try a refused letter again
}

func (Message) input()  {}
func (Elapsed) input()  {}
func (Delivery) input() {}
func (Operator) input() {}

// Person is somebody of the configuration as Decide sees him: an id, no address.
type Person struct {
	ID       dossier.PersonID
	Name     string
	Initials string // by which he is known in the office; "" are those of the name
	Roles    []dossier.Role
	Topics   []string
	Absent   bool
	Only     bool // he bears his roles for the mailbox of the case alone

	TeamCoordinator dossier.PersonID // who is told in copy of a complaint about this person; "" nobody
	LineManager     dossier.PersonID
}

// Related is what Decide may know of another case (DESIGN 10.8).
type Related struct {
	Ref      dossier.Ref
	Number   dossier.Number
	State    dossier.State
	Category string
	Outcome  string
	Received calendar.Date
	Closed   calendar.Date
}

// MaxRelated is how many other cases a decision sees.
const MaxRelated = 20

// Limited says which answers the limits on letters forbid now (DESIGN 10.14); "" when allowed.
type Limited struct {
	Sender      string
	Complainant string
	Untold      bool // too many strangers complain: the coordinator is told of this one in a list
}

// Context is what Decide may know besides case and input (DESIGN 10.8).
type Context struct {
	Now          time.Time
	Arrived      time.Time
	Location     *time.Location
	Calendars    calendar.Calendars
	Hours        calendar.Hours
	People       []Person
	Limited      Limited
	Recall       time.Duration // how long the letters of a command wait
	Related      []Related     // other cases of the same complainant, the newest first
	NextMeasure  int           // the number that the next measure gets
	SecondPerson bool          // destruction needs the word of a second person
}

// Today is the local day of now.
func (ctx Context) Today() calendar.Date { return calendar.Of(ctx.Now, ctx.Location) }

// Decision is what follows from an input: events, in order and numbered on from the case. A LetterQueued among
// them is the order for a letter, Orders are what concerns other things than the case; the zero Decision is "nothing
// happens".
type Decision struct {
	Events []dossier.Event
	Orders []Order
}
