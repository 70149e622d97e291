// Package mailbox reads and files the mail of one IMAP mailbox.
//
// It is a thin adapter: it knows UIDs, raw bytes and folders, and nothing of
// what the bytes mean. A Conn is one connection to one account. It is driven
// by one goroutine at a time, logs nothing, and starts no goroutine that
// outlives a call, but for the reader of go-imap, which ends with Close.
//
// # What go-imap v2 does not do, and how it is fenced here
//
// go-imap v2 has no context, no timeout while it waits for an answer, and a
// few ways to lose a body without an error. All of that is fenced in this
// package and nowhere else:
//
//   - Every wait runs under the watchdog do (watchdog.go): it cuts the raw
//     connection when the context ends, when the server has been silent for
//     Timeouts.Answer, or when a call has lasted Timeouts.Call. The raw
//     connection, because Client.Close waits for a reader that may never come
//     back.
//   - A literal that is shorter than announced is an error; the message is
//     not delivered, and neither the message nor the command is touched again
//     (the library's own reader races with whoever does).
//   - A server may answer with an unasked FETCH of flags first, and go-imap
//     then drops the body that follows. So each UID is ticked off by its body;
//     what lacks one is asked again alone, then by its sequence number, and
//     only what the server no longer lists is reported as gone.
//   - One FETCH at a time: two in flight deadlock.
//   - IDLE runs in slices of at most nine minutes, each ended by DONE and NOOP.
//   - Only UID, FLAGS, INTERNALDATE, RFC822.SIZE and BODY.PEEK[] are asked:
//     one server bug in ENVELOPE or BODYSTRUCTURE would end the connection.
//   - MOVE is replaced only by COPY with UID EXPUNGE, never by a plain EXPUNGE,
//     which would destroy what other people marked as deleted. Expunge does
//     nothing where the server has no UIDPLUS, for the same reason.
//   - STARTTLS is done here, before go-imap sees the connection: its own waits
//     for ever when the answer breaks off, and this way the handshake has a
//     context and nothing that was sent before it is believed.
//
// # Errors
//
// A [StatusError] is the server's NO or BAD: the connection is still good.
// Every other error ends the connection; the caller closes it and connects
// again. No error holds text of the server, which may quote names and
// addresses.
//
// # Folder names
//
// Callers write folders with "/" between the levels. The server's own
// delimiter and prefix are put in on the way out. What a server refuses is
// cleaned by Create, which returns the name to use from then on.
package mailbox

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"klachtd/internal/dial"
)

// UID is the unique identifier of a message within one UIDVALIDITY of one
// folder (RFC 9051, 2.3.1.1).
type UID uint32

// Options say which mailbox to connect to.
type Options struct {
	Host      string
	Port      int
	TLS       dial.TLS
	TLSConfig *tls.Config // nil: the system's roots; the server name is set from Host when empty
	Username  string
	Password  string
	Inbox     string // empty: INBOX

	// Dial opens the raw connection; nil dials TCP with keepalive.
	Dial dial.Func

	Timeouts Timeouts
}

// Timeouts bound every wait. A zero field takes its default.
type Timeouts struct {
	Connect   time.Duration // dial, TLS, greeting and login together
	Answer    time.Duration // the longest silence of the server within a call
	Call      time.Duration // the longest call, however busy the line is
	IdleSlice time.Duration // the longest IDLE before DONE and NOOP
	Goodbye   time.Duration // LOGOUT, and DONE after the context ended
}

// The default timeouts.
const (
	DefaultConnect   = time.Minute
	DefaultAnswer    = time.Minute
	DefaultCall      = 30 * time.Minute
	DefaultIdleSlice = 9 * time.Minute // under the 10 minutes of common NATs and Exchange
	DefaultGoodbye   = 2 * time.Second
)

// A Conn is a connection to a mailbox, logged in. It is not safe for use by
// several goroutines at once, but for Close.
type Conn struct {
	opts Options
	raw  net.Conn // what do cuts; below TLS
	wire *wire    // what go-imap reads and writes
	cl   *imapclient.Client
	caps imap.CapSet

	broken bool // a call ended otherwise than with an answer of the server

	delim  string // the server's hierarchy delimiter; empty: flat
	prefix string // of the personal namespace, such as "INBOX."

	validity uint32 // of the last Select

	mu     sync.Mutex // guards exists, which go-imap's reader also writes
	exists uint32
	news   chan struct{} // holds one token when mail was announced
}

// Connect dials, secures the connection, logs in and asks for the
// capabilities. ErrLogin is returned when the server refuses the password,
// dial.ErrInsecure when the options ask for a plain connection to another machine.
// A server without MOVE and UIDPLUS can be read; only Move refuses it.
func Connect(ctx context.Context, o Options) (*Conn, error) {
	c, err := connect(ctx, o.withDefaults())
	if err != nil {
		return nil, fmt.Errorf("connect to IMAP server %s: %w", o.Host, err)
	}
	return c, nil
}

func connect(ctx context.Context, o Options) (*Conn, error) {
	if err := dial.Check(o.TLS, o.Host); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.Timeouts.Connect, ErrTimeout)
	defer cancel()
	raw, err := o.Dial(ctx, "tcp", net.JoinHostPort(o.Host, strconv.Itoa(o.Port)))
	if err != nil {
		return nil, err
	}
	secured, err := o.secure(ctx, raw)
	if err != nil {
		raw.Close()
		return nil, err
	}
	c := &Conn{opts: o, raw: raw, news: make(chan struct{}, 1)}
	c.wire = &wire{Conn: secured, raw: raw}
	c.cl = imapclient.New(c.wire, &imapclient.Options{UnilateralDataHandler: c.listener()})
	if err := c.login(ctx); err != nil {
		c.cut()
		return nil, err
	}
	return c, nil
}

func (o Options) withDefaults() Options {
	if o.Inbox == "" {
		o.Inbox = "INBOX"
	}
	if o.Dial == nil {
		o.Dial = dial.TCP
	}
	t := &o.Timeouts
	for _, f := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&t.Connect, DefaultConnect}, {&t.Answer, DefaultAnswer}, {&t.Call, DefaultCall},
		{&t.IdleSlice, DefaultIdleSlice}, {&t.Goodbye, DefaultGoodbye},
	} {
		if *f.field <= 0 {
			*f.field = f.value
		}
	}
	return o
}

// login waits for the greeting, logs in and learns what the server can do.
func (c *Conn) login(ctx context.Context) error {
	if err := c.do(ctx, "greeting", c.cl.WaitGreeting); err != nil {
		return err
	}
	if err := c.learnCapabilities(ctx); err != nil {
		return err
	}
	if c.cl.State() == imap.ConnStateNotAuthenticated {
		if err := c.do(ctx, "LOGIN", c.authenticate); err != nil {
			if refusal(err) != nil {
				return fmt.Errorf("%w: %w", ErrLogin, err)
			}
			return err
		}
		if err := c.learnCapabilities(ctx); err != nil {
			return err
		}
	}
	return c.do(ctx, "NAMESPACE", c.learnNames)
}

func (c *Conn) authenticate() error {
	if c.caps.Has(imap.CapLoginDisabled) && slices.Contains(c.caps.AuthMechanisms(), sasl.Plain) {
		return c.cl.Authenticate(sasl.NewPlainClient("", c.opts.Username, c.opts.Password))
	}
	return c.cl.Login(c.opts.Username, c.opts.Password).Wait()
}

// learnCapabilities waits until go-imap knows them. When a greeting or the answer
// to LOGIN does not tell, go-imap asks by itself, in a goroutine that would later
// meet an IDLE and wait for its end. After LOGIN it does so, and forgets the old
// capabilities, only after the command is done: the NOOP lets it get there.
func (c *Conn) learnCapabilities(ctx context.Context) error {
	return c.do(ctx, "CAPABILITY", func() error {
		if err := c.cl.Noop().Wait(); err != nil {
			return err
		}
		if c.caps = c.cl.Caps(); c.caps == nil {
			return ErrMalformed
		}
		return nil
	})
}

// Capabilities are what the server advertises, sorted.
func (c *Conn) Capabilities() []string {
	var l []string
	for name := range c.caps {
		l = append(l, string(name))
	}
	slices.Sort(l)
	return l
}

// Noop asks the server for a sign of life.
func (c *Conn) Noop(ctx context.Context) error {
	return c.do(ctx, "NOOP", func() error { return c.cl.Noop().Wait() })
}

// Close says goodbye when the server listens, and closes the connection. It
// returns within Timeouts.Goodbye and a little.
//
// On a line that broke nothing is said: an IDLE that could not be ended holds go-imap's lock on writing.
func (c *Conn) Close() error {
	if c.broken {
		c.cut()
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), c.opts.Timeouts.Goodbye)
	defer cancel()
	err := c.do(ctx, "LOGOUT", func() error { return c.cl.Logout().Wait() })
	c.cut()
	return err
}

// cut closes the raw connection and waits for go-imap's reader to end.
func (c *Conn) cut() {
	c.raw.Close()
	t := time.NewTimer(c.opts.Timeouts.Goodbye)
	defer t.Stop()
	select {
	case <-c.cl.Closed():
	case <-t.C:
	}
}
