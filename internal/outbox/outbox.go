// Package outbox sends stored letters over SMTP: the same bytes at each
// attempt, one recipient in each transaction, and an answer that says what to
// do next.
//
// A Sender keeps one connection to the submission server. It is dialled when a
// letter has to go, kept for as long as letters follow each other, and tried
// with NOOP before it is used again after a pause; a connection that died while
// nobody used it costs a dial, not an attempt.
//
// # What a Result means
//
//   - accepted: the server took the letter. It is its to deliver now.
//   - later: the server took nothing and says that another attempt may do.
//   - refused: the server will never take this letter for this recipient.
//   - unknown: the whole letter went out and the answer was lost. The server
//     may have it. The caller sends the same bytes with the same Message-ID
//     again, or waits (RFC 1047).
//   - down: no letter can go out: the dial, TLS, the login or the sender's
//     address failed. It says nothing about this letter; the queue stops.
//
// The line between later and unknown is the final dot: the server can't have
// accepted what it has not seen the end of.
//
// # One round trip less
//
// Where the server offers PIPELINING (RFC 2920), MAIL, RCPT and DATA go in one
// write. If the server refuses the recipient and yet asks for data, the
// connection is dropped: no dot is ever sent for a letter without a recipient.
//
// # What go-mail does not do
//
// This package uses go-mail's smtp.Client for the greeting, EHLO, STARTTLS and
// AUTH, and speaks the transaction itself on the client's text connection:
// go-mail's own Send resets a mail at the first refused recipient, gives
// network errors as permanent, sets one deadline for the whole mail, and adds
// SMTPUTF8 whenever it is offered. Its texts quote the recipients; nothing of
// them leaves this package.
package outbox

import (
	"crypto/tls"
	"time"

	"klachtd/internal/dial"
)

// Options say which server takes the letters.
type Options struct {
	Host      string
	Port      int
	TLS       dial.TLS
	TLSConfig *tls.Config // nil: the system's roots; the server name is set from Host when empty
	Username  string      // empty: no login
	Password  string
	HELO      string // empty: localhost

	// Dial opens the raw connection; nil dials TCP with keepalive.
	Dial dial.Func

	Timeouts Timeouts
}

// Timeouts bound every wait. A zero field takes its default (RFC 5321,
// 4.5.3.2).
type Timeouts struct {
	Connect time.Duration // dial, TLS, greeting, EHLO and login together
	Answer  time.Duration // MAIL, RCPT, DATA
	Block   time.Duration // a piece of the letter of BlockBytes
	Dot     time.Duration // the answer to the whole letter
	Goodbye time.Duration // QUIT
	Idle    time.Duration // a connection unused for so long is tried before it is used
	Stale   time.Duration // a connection unused for so long is not used again
}

// The default timeouts.
const (
	DefaultConnect = 2 * time.Minute
	DefaultAnswer  = 5 * time.Minute
	DefaultBlock   = 3 * time.Minute
	DefaultDot     = 10 * time.Minute // RFC 5321, 4.5.3.2.6: less makes doubles
	DefaultGoodbye = 2 * time.Second
	DefaultIdle    = 5 * time.Second
	DefaultStale   = 2 * time.Minute
)

// BlockBytes is how much of a letter is written under one deadline.
const BlockBytes = 64 << 10

// LetterLimit bounds a letter in bytes.
const LetterLimit = 64 << 20

// An Envelope is the two addresses of a transaction, bare: a@b.example. From may
// be empty (RFC 5321, 4.5.5).
type Envelope struct{ From, To string }

// A State says what became of an attempt.
type State string

// The states; see the package comment.
const (
	Accepted State = "accepted"
	Later    State = "later"
	Refused  State = "refused"
	Unknown  State = "unknown"
	Down     State = "down"
)

// A Result is the outcome of one attempt.
type Result struct {
	State    State
	Code     int    // the server's reply code, 0 without an answer
	Enhanced string // enhanced status code such as 5.1.1 (RFC 3463), or empty
	Reply    string // the server's words on one line, without addresses, at most ReplyLimit bytes
	Err      error  // what went wrong, without addresses; nil when accepted
}
