package daemon

import (
	"context"
	"log/slog"
	"net"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/letter"
	"klachtd/internal/mailbox"
	"klachtd/internal/outbox"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// Options are a configuration as the daemon needs it; cmd/klachtd makes them of config.Config, tests and the demo by
// hand. Everything is read only once New has it.
type Options struct {
	Location     *time.Location
	Language     string // of the organisation: nl | en
	Prefix       string // of case numbers
	Organisation letter.Organisation
	Templates    *letter.Templates
	Calendars    calendar.Calendars
	Hours        calendar.Hours // when letters of time leave, on working days
	Limits       Limits
	Sandbox      Sandbox
	Unfiled      calendar.Length // how long mail that no dossier holds is kept
	DigestAt     calendar.Hours  // its opening is when the daily lists leave
	Recall       time.Duration   // how long the letters of a command wait, so that they can be taken back
	RulesFile    *letter.File    // the regulation as the organisation prints it; nil: none
	Staff        intake.Staff
	People       []Person
	Mailboxes    []Mailbox
	ConfirmAll   bool // forward_acknowledgement = "confirm"
	Log          *slog.Logger
}

// Limits bound what comes in and what goes out (rule 14). Bytes; letters that answer outside mail at once.
type Limits struct {
	MessageBytes     int64
	LetterBytes      int64
	LettersPerAddr   int // to one address in 24 hours
	LettersPerDomain int // to one domain in an hour
	LettersPerHour   int // all of those together
}

// Sandbox bends the clock and, with Redirect, every outgoing letter to one address.
type Sandbox struct {
	Enabled  bool
	Redirect string
}

// Person is somebody of the configuration.
type Person struct {
	ID        dossier.PersonID // the lower-cased address
	Name      string
	Address   string
	Roles     []dossier.Role
	Topics    []string
	Mailboxes []string // names; empty: all
	Language  string   // "" is the organisation's
	Initials  string   // by which commands may name the person; "" are those of the name

	TeamCoordinator dossier.PersonID // who is told in copy of a complaint about this person; "" nobody
	LineManager     dossier.PersonID
}

// Mailbox is one published address with its servers.
type Mailbox struct {
	Name           string
	Address        string
	Aliases        []string
	Forms          []string
	Mixed          bool
	Board          bool          // the mailbox of the board, outside the management line
	Start          calendar.Date // at the first start take in what arrived since; zero: nothing older
	PlusAddressing bool
	BouncePlus     bool
	Regulation     *procedure.Regulation
	Trust          proof.Trust
	RulesOnRequest bool // who asks for the regulation gets it, and makes no case
	SecondPerson   bool // destruction needs the word of a second coordinator or deputy
	IMAP           mailbox.Options
	SMTP           outbox.Options
	Handled        string
	Tray           string
	Quarantine     string
	Sent           string // "": no copies
	Poll           time.Duration
}

// Dial opens a network connection; tests and the demo put servers of their own behind it.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)
