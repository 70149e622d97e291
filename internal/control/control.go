// Package control shows what the store holds: to scripts as the JSON documents of the contract, to people as listings
// and explanations, and to a second process over a socket beside a running daemon.
//
// # Two ways, one answer
//
// While `klachtd run` holds the store nobody else can open it, so the daemon answers questions on data/klachtd.sock
// ([Server]). Without a daemon the command line opens the store itself. Both end in [Answer] with the same [Source];
// what a person sees never depends on which way it came.
//
//	klachtd case show K2026-0001 --json
//	   -> Query{Command: [case show K2026-0001], JSON: true}
//	   -> socket there?  Ask:    one line of JSON out, frames with the answer back, the last one says how it ended
//	      else           Answer: the same, on the store that was opened here
//
// # Documents
//
// The types of document.go, journal.go and rows.go are the contract: names of keys never change, keys may be added. A
// date, a category or an outcome that is not there is null, any other text that is not there is "", a list without
// members is []. They are types of their own, not those of package dossier, so that neither binds the other.
//
// The journal shows what happened, by whom, on which article, which message and which letter; ids of parties,
// people, duties and tasks stay inside.
//
// # What is on the screen
//
// Names, subjects and texts come from strangers. Listings escape whatever is no visible character (clean.go), and JSON
// is written so that no such character stands in it as it is: a mail can neither move the cursor nor turn the order
// of a line around.
//
// Why not HTTP on the socket: the question is one line and the answer is a stream with an exit code at its end; both
// ends are the same binary. Why no writes besides `queue retry`: cases are steered by mail, with proof of who speaks.
package control

import (
	"context"
	"io"
	"strings"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Source is what a question is answered from: the daemon's view of the store. Its methods may be called by several
// goroutines at once.
type Source interface {
	// Cases calls each with every case in the order of the numbers (2 before 10), until it returns an error.
	Cases(each func(dossier.Case) error) error
	// Case finds a case by its number, in upper or lower case; false when there is none.
	Case(number string) (dossier.Case, bool, error)
	// Due lists what time will bring, in order of date, to the day given; the zero day is no limit.
	Due(until calendar.Date) ([]DueRow, error)
	// Queue lists the outbox: what waits, then what could not be delivered.
	Queue() ([]QueueRow, error)
	// Tray lists mail that waits for a person, oldest first.
	Tray() ([]TrayRow, error)
	// Retry makes another attempt of a letter. ErrNotFound is returned when there is none with that id, ErrRefused
	// when its state asks for none.
	Retry(id string) error
	// Language is that of the organisation: nl or en.
	Language() string
	// Location is the organisation's time zone.
	Location() *time.Location
}

// Query is one question.
type Query struct {
	Command []string      `json:"command"` // "case list", "case show NUMBER", "due", "queue retry ID", ...
	JSON    bool          `json:"json,omitempty"`
	Until   calendar.Date `json:"until"`           // of due and retention list; zero: no limit, today
	At      time.Time     `json:"at"`              // what "today" is for a listing; zero: now. Sandbox only: the caller sees to it
	Width   int           `json:"width,omitempty"` // columns of the terminal; 0: no limit, for a pipe
}

// Commands are the questions that Answer knows, with what stands after each.
var Commands = map[string]string{
	"case list": "", "case show": "NUMBER", "case explain": "NUMBER", "case similar": "NUMBER", "due": "", "queue list": "", "queue retry": "ID",
	"tray list": "", "retention list": "",
}

// Answer answers a question on w. ErrUsage is returned for a question that it does not know, ErrNotFound for a case
// or a letter that is not there; nothing is written then.
func Answer(ctx context.Context, q Query, s Source, w io.Writer) error {
	a := &answer{ctx: ctx, q: q, s: s, w: w}
	name, args := q.split()
	takes, known := Commands[name]
	if !known || (takes != "") != (len(args) == 1) || len(args) > 1 {
		return &Hinted{ErrUsage, "klachtd help lists the commands"}
	}
	switch name {
	case "case list":
		return a.caseList()
	case "case show":
		return a.caseShow(args[0])
	case "case explain":
		return a.caseExplain(args[0])
	case "case similar":
		return a.caseSimilar(args[0])
	case "due":
		return a.due()
	case "queue list":
		return a.queue()
	case "queue retry":
		return a.retry(args[0])
	case "tray list":
		return a.tray()
	case "retention list":
		return a.retention()
	}
	panic("unreachable: command " + name)
}

// split parts the words of a command from what stands after them.
func (q Query) split() (name string, args []string) {
	n := len(q.Command)
	if n > 0 && q.Command[0] != "due" {
		n = min(n, 2)
	} else {
		n = min(n, 1)
	}
	return strings.Join(q.Command[:n], " "), q.Command[n:]
}

// answer is one question while it is answered.
type answer struct {
	ctx context.Context
	q   Query
	s   Source
	w   io.Writer
}

// today is the local day that a listing takes for now.
func (a *answer) today() calendar.Date {
	at := a.q.At
	if at.IsZero() {
		at = time.Now()
	}
	return calendar.Of(at, a.s.Location())
}

// find reads a case, or says that there is none.
func (a *answer) find(number string) (dossier.Case, error) {
	c, ok, err := a.s.Case(number)
	if err != nil {
		return c, err
	}
	if !ok {
		return c, &Hinted{ErrNoCase(number), "klachtd case list shows all numbers"}
	}
	return c, nil
}
