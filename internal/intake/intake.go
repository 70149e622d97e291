// Package intake decides what a mail is to klachtd: which case it belongs to, who speaks, and what it is (a new
// complaint, a reply, a forward by staff, a delivery report). It turns a message.Message into an input for
// procedure.Decide, or says that the mail belongs to no case.
//
// It reads, it does not decide: what follows from the input is the regulation's business. And it holds routing and
// authority apart. Which case a mail belongs to may be read from anything (tokens, keyed Message-IDs, References,
// the number in the subject), for all of it only chooses a dossier. Who speaks is read from From, and believed no
// further than the proof goes: a token that was issued to exactly that person, or the receiving server's verdict.
//
// The order of questions, first match wins (DESIGN 10.3):
//
//  1. our own letter come back: ignored; anything else from our own address: tray
//  2. a delivery report: to the letter that it is about, by bounce token or keyed Message-ID; else tray
//  3. no sender to be found: tray
//  4. token, keyed Message-ID or reference to one case: that case when From is somebody of it, else tray;
//     to several cases: tray
//  5. a well-formed case number in the subject: that case when From is somebody of it, else tray, whether the
//     number exists or not
//  6. new: from staff with an original, a forward; from staff without, what the regulation says; else a complaint
//
// Beside that, a mail may give commands (Reading.Command): when package command finds any in what the sender wrote
// himself, and he is somebody who may steer. That is whoever stands in the configuration or belongs to its staff, and
// is not the one who complains or is complained about; parties have four words, and whatever else they write with a #
// is text, as it is with strangers. What machines send is never a command. A command's case is that of the trail, of
// the subject, or of its first line; registering words open one; all else is for the office. The words come from the
// regulation of that case, and with them what may stand behind a word (arguments.go); whether the sender may do it,
// now, with this proof, Decide says. Numbers of cases that somebody may not see are answered as numbers of none.
//
// A reply of staff without a command that encloses the complaint, while nobody knows who complains, supplies its
// sender (procedure.Supply): that is a forward come late, and no word.
//
// A stranger in a known thread is never filed into the dossier, since each party would then read him; a Cc makes
// nobody a party; and a forward by an outsider makes nobody else the complainant.
package intake

import (
	"regexp"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// Desk is what intake knows of one mailbox. Its fields are set once; it may be used by several goroutines.
type Desk struct {
	Mailbox    string
	Address    string   // the published address, lower case
	Aliases    []string // further addresses that deliver here
	OwnElse    []string // addresses of the other mailboxes of this data directory
	Mixed      bool     // a service mailbox: new mail is a candidate
	Forwards   bool     // in such a mailbox, what a colleague forwards is a case at once
	Board      bool     // the mailbox of the board, outside the management line
	Rules      bool     // who asks for the regulation gets it, and makes no case
	Forms      []string // senders of web forms, whose Reply-To is the complainant
	Prefix     string   // of case numbers
	Keys       proof.Keys
	Trust      proof.Trust
	StaffMail  procedure.StaffMail
	Regulation *procedure.Regulation // of new cases, where the register knows none
	Staff      Staff
	People     []Person
	PeopleOf   func(mailbox string) []Person // of the cases of another mailbox: roles belong to a case's own; nil: the same people
	Patterns   []Pattern                     // facts that can be found in a text
	Location   *time.Location
	ConfirmAll bool // forward_acknowledgement = "confirm"
}

// Staff says who counts as staff when they forward or note a complaint.
type Staff struct {
	Domains   []string
	Addresses []string
}

// Person is somebody of the configuration, with what can name him in a mail.
type Person struct {
	ID       dossier.PersonID
	Name     string
	Address  string
	Initials string // by which commands may name him ("@mdv"); "" are those of the name
	Roles    []dossier.Role
}

// Pattern finds a field of the regulation in the text of a complaint: the first group, or else the whole match.
type Pattern struct {
	Field string
	Find  *regexp.Regexp
}

// Register is what intake asks of the store. Errors are the store's; "not there" is no error.
type Register interface {
	// Threads lists where a Message-ID is known: our own letters and mail that was filed.
	Threads(messageID string) ([]Thread, error)
	// Number finds a case by its number, upper or lower case.
	Number(n dossier.Number) (dossier.Ref, bool, error)
	// Case reads a case; a case that was destroyed has no parties.
	Case(ref dossier.Ref) (dossier.Case, error)
	// Regulation is the one under which a case runs, or of new cases in this mailbox (c is nil); nil when unknown.
	Regulation(c *dossier.Case) (*procedure.Regulation, error)
}

// Thread is a place where a Message-ID is known.
type Thread struct {
	Case  dossier.Ref
	Party dossier.PartyID
	Duty  dossier.DutyID
}

// Place is where a mail belongs.
type Place string

// Places of a mail. PlaceLetter is a delivery report about one of our letters, PlaceOffice a mail with commands or a
// code that belongs to no case, PlaceRules one that only asks for the regulation.
const (
	PlaceCase      Place = "case"
	PlaceNew       Place = "new"
	PlaceLetter    Place = "letter"
	PlaceOffice    Place = "office"
	PlaceCandidate Place = "candidate"
	PlaceTray      Place = "tray"
	PlaceIgnored   Place = "ignored"
	PlaceRules     Place = "rules"
)

// Reading is what intake made of a mail.
type Reading struct {
	Place    Place
	Why      Reason
	Case     dossier.Ref // of PlaceCase and PlaceLetter; for the tray a guess, 0 when there is none
	Input    procedure.Message
	Command  *procedure.Command // set when the mail gives commands; then it is to be decided instead of Input
	Delivery procedure.Delivery // of PlaceLetter
	Code     string             // a one-time code that the mail may hold, as package proof reads it
	NoCode   bool               // it answers a letter with a code, and holds none; of a letter of the office: it may be one
	Proof    procedure.Evidence // who sent Command or Code
	Security Security           // what somebody has to look at, besides all else
	Sender   string             // the address that an answer at once would go to
	Answered string             // the complainant's address, for the limits on letters
}

// Security is a word for what looks like an attack.
type Security string

// What Security may say.
const (
	SecurityToken  Security = "token_leak"     // a token of staff came from somebody else's address
	SecurityForged Security = "forged_command" // commands in the name of staff, which the receiving server refutes
)

// Reason is a word for why a mail is where it is; letters and lists hold the sentence.
type Reason string

// Reasons of tray and ignored.
const (
	WhyOwnLetter  Reason = "own_letter"
	WhyOwnAddress Reason = "own_address"
	WhyBounce     Reason = "foreign_bounce"
	WhyNoSender   Reason = "no_sender"
	WhyStranger   Reason = "stranger_in_thread"
	WhySeveral    Reason = "several_cases"
	WhyNumber     Reason = "number_from_stranger"
	WhyOffice     Reason = "answer_to_office"
	WhyAgain      Reason = "forwarded_again"
	WhyDuplicate  Reason = "duplicate"
	WhyCandidate  Reason = "mixed_mailbox"
	WhyRules      Reason = "asks_rules"
	WhyNote       Reason = "note_refused" // a note with commands that registers nothing, whose writer cannot be told
)

// Mail makes the journal's view of a stored message.
func Mail(m *message.Message, id dossier.MailID, arrived time.Time, digest string) dossier.Mail {
	mail := dossier.Mail{ID: id, MessageID: m.MessageID, Subject: m.Subject, Digest: digest, Arrived: arrived.UTC()}
	for _, a := range m.Attachments {
		mail.Attachments = append(mail.Attachments, dossier.Attachment{Name: a.Name, Type: a.Type, Bytes: a.Bytes})
	}
	return mail
}

// Read says where a mail belongs and what it says. mail is the journal's view of it (see Mail).
func (d *Desk) Read(m *message.Message, mail dossier.Mail, reg Register) (Reading, error) {
	r := &reader{d: d, m: m, reg: reg, mail: mail}
	if m.From != nil {
		r.from = fold(m.From.Address)
	}
	r.verdict = d.verdict(m, r.from)
	return r.read()
}

// reader is one reading in the making.
type reader struct {
	d       *Desk
	m       *message.Message
	reg     Register
	mail    dossier.Mail
	from    string
	verdict proof.Verdict
	gives   bool // the mail holds commands of somebody who may steer, or says so
}

func (r *reader) read() (Reading, error) {
	if own, why := r.ownMail(); own {
		place := PlaceTray
		if why == WhyOwnLetter {
			place = PlaceIgnored
		}
		return Reading{Place: place, Why: why}, nil
	}
	if r.m.Kind == message.KindBounce {
		return r.bounce()
	}
	if r.from == "" {
		return Reading{Place: PlaceTray, Why: WhyNoSender}, nil
	}
	trail, err := r.trail()
	if err != nil {
		return Reading{}, err
	}
	switch {
	case len(trail.cases) > 1:
		return r.several(trail)
	case len(trail.cases) == 1:
		return r.inCase(trail.cases[0], trail)
	case trail.office:
		return r.toOffice(trail)
	case trail.number == "" && r.asksRules():
		return Reading{Place: PlaceRules, Why: WhyRules, Sender: r.from}, nil
	case trail.number != "":
		return r.byNumber(trail)
	}
	return r.opens(trail)
}

// day is the local civil day of an instant.
func (r *reader) day(t time.Time) calendar.Date { return calendar.Of(t, r.d.Location) }
