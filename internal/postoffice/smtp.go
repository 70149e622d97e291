package postoffice

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Limits of the SMTP server.
const (
	mailLimit      = 64 << 20
	recipientLimit = 100
)

// A Cut says when the connection breaks at the end of a transaction.
type Cut int

// The moments of a cut.
const (
	NoCut       Cut = iota
	BeforeReply     // the mail is accepted, the answer is lost
	AfterReply      // the answer arrives, then the line is dead
	BeforeStore     // the mail came whole and is lost
)

// A Reply is what the SMTP server answers instead of yes.
type Reply struct {
	Code     int
	Enhanced string // such as 4.2.2
	Text     string
}

// SMTPFaults makes the SMTP server fail. A nil function never does; a nil Reply
// is a yes.
type SMTPFaults struct {
	Mail  func(from string) *Reply
	Rcpt  func(from, to string) *Reply
	Data  func(Transaction) *Reply        // after the final dot
	Cut   func(Transaction) Cut           // after Data said yes
	Delay func(Transaction) time.Duration // before the answer to the dot
}

// FailSMTP sets the faults of the SMTP server from now on.
func (o *Office) FailSMTP(f SMTPFaults) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.plan = f
}

func (o *Office) faults() SMTPFaults {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.plan
}

// Accepted returns every mail that the SMTP server accepted, in their order,
// once for each recipient.
func (o *Office) Accepted() []Transaction {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.accepted)
}

func (o *Office) newSMTP(quiet *log.Logger) *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &visit{office: o, conn: c}, nil
	}))
	s.Domain, s.TLSConfig, s.ErrorLog = o.opts.Domain, o.opts.TLS, quiet
	s.AllowInsecureAuth = true
	s.MaxMessageBytes, s.MaxRecipients = mailLimit, recipientLimit
	return s
}

// A visit is one SMTP connection.
type visit struct {
	office *Office
	conn   *smtp.Conn
	user   string
	from   string
	to     []string
}

var _ smtp.AuthSession = (*visit)(nil)

func (v *visit) Reset()        { v.from, v.to = "", nil }
func (v *visit) Logout() error { return nil }

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

func (v *visit) Auth(mechanism string) (sasl.Server, error) {
	check := func(name, password string) error {
		if v.office.login(name, password) == nil {
			return smtp.ErrAuthFailed
		}
		v.user = name
		return nil
	}
	switch mechanism {
	case sasl.Plain:
		return sasl.NewPlainServer(func(_, name, password string) error { return check(name, password) }), nil
	case sasl.Login:
		return &loginServer{check: check}, nil
	}
	return nil, smtp.ErrAuthUnknownMechanism
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	if v.office.opts.Login && v.user == "" {
		return smtp.ErrAuthRequired
	}
	if f := v.office.faults().Mail; f != nil {
		if err := f(from).err(); err != nil {
			return err
		}
	}
	v.from = from
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	if f := v.office.faults().Rcpt; f != nil {
		if err := f(v.from, to).err(); err != nil {
			return err
		}
	}
	v.to = append(v.to, to)
	return nil
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	var mails []Transaction
	for _, to := range v.to {
		mails = append(mails, Transaction{From: v.from, To: to, Raw: raw, At: time.Now(), Login: v.user})
	}
	faults, first := v.office.faults(), mails[0]
	if faults.Delay != nil {
		time.Sleep(faults.Delay(first))
	}
	if faults.Data != nil {
		if err := faults.Data(first).err(); err != nil {
			return err
		}
	}
	cut := NoCut
	if faults.Cut != nil {
		cut = faults.Cut(first)
	}
	if cut == BeforeStore {
		v.line().Close()
		return nil
	}
	for _, m := range mails {
		if err := v.office.accept(m, v.conn.Hostname()); err != nil {
			return err
		}
	}
	switch cut {
	case BeforeReply:
		v.line().Close()
	case AfterReply:
		v.line().closeAfterReply()
	}
	return nil
}

func (v *visit) line() *line {
	c := v.conn.Conn()
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn()
	}
	return c.(*line)
}

// accept records a mail and delivers it when its recipient is a user.
func (o *Office) accept(m Transaction, helo string) error {
	if a := o.owner(m.To); a != nil {
		if err := o.put(a.Name, inbox, Mail{Raw: o.stamp(m, helo), InternalDate: m.At}); err != nil {
			return err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.accepted = append(o.accepted, m)
	return nil
}

// stamp adds the fields of a final delivery (RFC 5321, 4.4; RFC 8601).
func (o *Office) stamp(m Transaction, helo string) []byte {
	o.mu.Lock()
	o.serial++
	id := o.serial
	o.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "Return-Path: <%s>\r\n", m.From)
	if o.opts.Verdict != nil {
		if verdict := o.opts.Verdict(m); verdict != "" {
			fmt.Fprintf(&b, "Authentication-Results: %s; %s\r\n", o.opts.Domain, verdict)
		}
	}
	fmt.Fprintf(&b, "Received: from %s by %s with ESMTP id %d\r\n\tfor <%s>; %s\r\n",
		helo, o.opts.Domain, id, m.To, m.At.Format(time.RFC1123Z))
	return append([]byte(b.String()), m.Raw...)
}

// err is nil for no reply: an interface, never a nil *smtp.SMTPError.
func (r *Reply) err() error {
	if r == nil {
		return nil
	}
	e := &smtp.SMTPError{Code: r.Code, EnhancedCode: smtp.NoEnhancedCode, Message: r.Text}
	if parts := strings.Split(r.Enhanced, "."); len(parts) == 3 {
		for i := range parts {
			e.EnhancedCode[i], _ = strconv.Atoi(parts[i])
		}
	}
	return e
}

// loginServer is the LOGIN mechanism, which go-sasl has for clients only.
type loginServer struct {
	check func(name, password string) error
	name  string
	step  int
}

var errLoginOrder = errors.New("unexpected response")

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	l.step++
	switch l.step {
	case 1:
		if response == nil {
			return []byte("Username:"), false, nil
		}
		l.step++
		fallthrough
	case 2:
		l.name = string(response)
		return []byte("Password:"), false, nil
	case 3:
		return nil, true, l.check(l.name, string(response))
	}
	return nil, true, errLoginOrder
}
