package outbox

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"klachtd/internal/dial"
)

// connect dials, secures the connection, greets and logs in.
func (o Options) connect(ctx context.Context) (*line, error) {
	if err := dial.Check(o.TLS, o.Host); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.Timeouts.Connect, ErrTimeout)
	defer cancel()
	raw, err := o.Dial(ctx, "tcp", o.address())
	if err != nil {
		return nil, err
	}
	raw = &measured{Conn: raw}
	l := &line{opts: o, raw: raw, conn: raw}
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	defer stop()
	if err := l.greet(ctx); err != nil {
		raw.Close()
		return nil, tellConnect(ctx, err)
	}
	l.used = time.Now()
	return l, nil
}

// answerLimit bounds what a server may say before it is spoken to again, a TLS handshake included. The readers of
// textproto keep a line whole, however long it is.
const answerLimit = 1 << 20

// A measured connection ends when the server says too much.
type measured struct {
	net.Conn
	got atomic.Int64
}

func (m *measured) Read(p []byte) (int, error) {
	n, err := m.Conn.Read(p)
	if m.got.Add(int64(n)) > answerLimit {
		m.Close()
		return 0, ErrAnswer
	}
	return n, err
}

func (m *measured) Write(p []byte) (int, error) {
	m.got.Store(0)
	return m.Conn.Write(p)
}

func (l *line) greet(ctx context.Context) error {
	o := l.opts
	if err := dial.CheckLine(o.TLS, l.raw); err != nil {
		return err
	}
	if o.TLS == dial.Implicit {
		secured := tls.Client(l.raw, dial.Config(o.TLSConfig, o.Host))
		if err := secured.HandshakeContext(ctx); err != nil {
			return err
		}
		l.conn = secured
	}
	l.conn.SetDeadline(time.Now().Add(o.Timeouts.Connect))
	cl, err := smtp.NewClient(l.conn, o.Host)
	if err != nil {
		return err
	}
	l.cl = cl
	if err := cl.Hello(o.HELO); err != nil {
		return err
	}
	if o.TLS == dial.StartTLS {
		if err := l.startTLS(); err != nil {
			return err
		}
	}
	if o.Username != "" {
		if err := l.login(); err != nil {
			return err
		}
	}
	l.text = cl.Text
	l.pipelined, _ = cl.Extension("PIPELINING")
	l.eightBit, _ = cl.Extension("8BITMIME")
	_, size := cl.Extension("SIZE")
	l.sizeLimit, _ = strconv.ParseInt(size, 10, 64)
	return nil
}

// startTLS has no fallback: without TLS no password is sent. What the server
// offered in clear, and what came in clear after its answer, is forgotten:
// go-mail asks again with a new reader (RFC 3207, 4.2).
func (l *line) startTLS() error {
	if offered, _ := l.cl.Extension("STARTTLS"); !offered {
		return ErrStartTLS
	}
	if err := l.cl.StartTLS(dial.Config(l.opts.TLSConfig, l.opts.Host)); err != nil {
		if reply := new(textproto.Error); errors.As(err, &reply) {
			return fmt.Errorf("%w with %d", ErrStartTLS, reply.Code)
		}
		return err
	}
	return nil
}

func (l *line) login() error {
	o := l.opts
	offered, list := l.cl.Extension("AUTH")
	mechanisms := strings.Fields(strings.ToUpper(list))
	var auth smtp.Auth
	switch {
	case offered && slices.Contains(mechanisms, "PLAIN"):
		auth = smtp.PlainAuth("", o.Username, o.Password, o.Host, o.TLS == dial.None)
	case offered && slices.Contains(mechanisms, "LOGIN"):
		auth = smtp.LoginAuth(o.Username, o.Password, o.Host, o.TLS == dial.None)
	default:
		return fmt.Errorf("%w: it offers neither PLAIN nor LOGIN", ErrLogin)
	}
	err := l.cl.Auth(auth)
	if reply := new(textproto.Error); errors.As(err, &reply) && reply.Code >= 500 {
		return fmt.Errorf("%w: %w", ErrLogin, err)
	}
	return err
}

// tellConnect keeps what helps an operator: the verdict on a certificate, the
// server's reply, a refused dial.
func tellConnect(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	var (
		reply *textproto.Error
		cert  *tls.CertificateVerificationError
		alert tls.AlertError
		rec   tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &reply), errors.As(err, &cert), errors.As(err, &alert), errors.As(err, &rec),
		errors.Is(err, ErrStartTLS), errors.Is(err, ErrLogin), errors.Is(err, dial.ErrInsecure):
		return err
	}
	return broken(ctx, err)
}
