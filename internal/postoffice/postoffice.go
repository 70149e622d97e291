// Package postoffice is a mail server that lives inside the process: an IMAP
// server over mailboxes in memory and an SMTP server that delivers into them.
//
// It serves two purposes. `klachtd demo` shows the whole product with it, on
// TCP ports of the loopback interface to which a person can connect a mail
// client. Tests use it over net.Pipe, inside a testing/synctest bubble, and
// tell it to fail: each fault that a real server or network has shown is a
// method here.
//
// The IMAP side is go-imap's imapmemserver. That breaks the connection at a
// MOVE or COPY of a message that is not there, and goes on serving a mailbox
// that was replaced; session.go mends both. The SMTP side is go-smtp. What it
// accepts is recorded; what is addressed to a user is stamped with Return-Path,
// Received and, when asked for, Authentication-Results, and delivered.
//
// Nothing is logged, nothing is written to disk, everything is gone with Close.
package postoffice

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// Options describe the office. The zero value has no users.
type Options struct {
	Users  []User
	Domain string      // of the server itself; empty: post.example
	TLS    *tls.Config // nil: no TLS
	// Implicit makes both servers speak TLS from the first byte instead of
	// offering STARTTLS.
	Implicit bool
	// Login makes the SMTP server ask for the password of a user.
	Login bool
	// Without names IMAP capabilities that are not advertised, such as MOVE,
	// UIDPLUS or IDLE. IMAP4rev2, which implies them, goes with them.
	Without []string
	// Verdict is what is written after the name of the server in
	// Authentication-Results of mail that is delivered; empty: no header.
	Verdict func(Transaction) string
}

// A User is an account with its mailboxes.
type User struct {
	Name      string
	Password  string
	Addresses []string // mail to these, also with +anything before the @, is delivered to the INBOX
	Folders   []string // made at the start, besides INBOX
}

// A Transaction is one mail that the SMTP server accepted.
type Transaction struct {
	From, To string // bare addresses
	Raw      []byte // as it came over the line, dots undone
	At       time.Time
	Login    string // the user who sent it, empty without login
}

// A Mail is a message in a folder.
type Mail struct {
	UID          uint32
	Flags        []string
	InternalDate time.Time
	Raw          []byte
}

// An Office is a running mail server.
type Office struct {
	opts Options
	imap *imapserver.Server
	smtp *smtp.Server

	insideIMAP, insideSMTP, own *pipeListener

	moving sync.Mutex // one MOVE, COPY or reset at a time

	mu       sync.Mutex // guards all below
	users    map[string]*account
	accepted []Transaction
	sessions map[*session]net.Conn
	refused  func(folder string) bool
	full     func(folder string) bool
	plan     SMTPFaults
	nextIMAP []lineFault // of the connections to come, in their order
	nextSMTP []lineFault
	serial   int // of deliveries
}

type account struct {
	User
	boxes *imapmemserver.User
}

// New starts an office. It can be reached by DialIMAP and DialSMTP at once, and
// over TCP after Listen.
func New(o Options) *Office {
	if o.Domain == "" {
		o.Domain = "post.example"
	}
	office := &Office{
		opts: o, users: make(map[string]*account), sessions: make(map[*session]net.Conn),
		insideIMAP: newPipeListener(), insideSMTP: newPipeListener(), own: newPipeListener(),
	}
	for _, u := range o.Users {
		office.AddUser(u)
	}
	quiet := log.New(io.Discard, "", 0)
	office.imap = imapserver.New(&imapserver.Options{
		NewSession: office.newSession, Caps: capabilities(), Logger: quiet,
		TLSConfig: o.TLS, InsecureAuth: true,
	})
	office.smtp = office.newSMTP(quiet)
	serve(office.imap, office.own, func(l net.Listener) net.Listener { return l })
	office.serve(office.insideIMAP, office.insideSMTP)
	return office
}

// AddUser opens an account with an INBOX and the folders of u.
func (o *Office) AddUser(u User) {
	boxes := imapmemserver.NewUser(u.Name, u.Password)
	for _, folder := range append([]string{inbox}, u.Folders...) {
		// The only mistake it knows is a folder that is there already.
		_ = boxes.Create(folder, nil)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.users[u.Name] = &account{User: u, boxes: boxes}
}

// Listen opens both servers on free TCP ports of the loopback interface.
func (o *Office) Listen() (imapAddr, smtpAddr string, err error) {
	il, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", "", fmt.Errorf("listen for IMAP: %w", err)
	}
	sl, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		il.Close()
		return "", "", fmt.Errorf("listen for SMTP: %w", err)
	}
	o.serve(il, sl)
	return il.Addr().String(), sl.Addr().String(), nil
}

func (o *Office) secured(l net.Listener) net.Listener {
	if o.opts.Implicit {
		return tls.NewListener(l, o.opts.TLS)
	}
	return l
}

// DialIMAP connects to the IMAP server inside the process. It can stand where a
// dialer is asked for; the address does not matter.
func (o *Office) DialIMAP(ctx context.Context, _, _ string) (net.Conn, error) {
	return o.insideIMAP.dial(ctx)
}

// DialSMTP connects to the SMTP server inside the process.
func (o *Office) DialSMTP(ctx context.Context, _, _ string) (net.Conn, error) {
	return o.insideSMTP.dial(ctx)
}

// Close stops both servers and cuts every connection.
func (o *Office) Close() error {
	return errors.Join(o.imap.Close(), o.smtp.Close())
}

// serve starts a server on a listener and returns when it listens: a Close that
// comes earlier would pass it by.
func serve(server interface{ Serve(net.Listener) error }, l net.Listener, wrap func(net.Listener) net.Listener) {
	s := &startListener{Listener: l, started: make(chan struct{})}
	go server.Serve(wrap(s))
	<-s.started
}

func (o *Office) serve(il, sl net.Listener) {
	serve(o.imap, il, func(l net.Listener) net.Listener { return o.secured(&faultListener{l, o, &o.nextIMAP, o.opts.Without}) })
	serve(o.smtp, sl, func(l net.Listener) net.Listener { return o.secured(&faultListener{l, o, &o.nextSMTP, nil}) })
}

func capabilities() imap.CapSet {
	set := imap.CapSet{}
	for _, c := range []imap.Cap{
		imap.CapIMAP4rev1, imap.CapIMAP4rev2, imap.CapNamespace, imap.CapUIDPlus, imap.CapMove,
		imap.CapESearch, imap.CapSpecialUse,
	} {
		set[c] = struct{}{}
	}
	return set
}
