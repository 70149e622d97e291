package outbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strconv"
	"time"

	"klachtd/internal/dial"
)

// A Sender sends letters over one kept connection. It is used by one goroutine
// at a time.
type Sender struct {
	opts Options
	line *line // nil: not connected
}

// New returns a Sender. It does not connect yet.
func New(o Options) *Sender { return &Sender{opts: o.withDefaults()} }

func (o Options) withDefaults() Options {
	if o.HELO == "" {
		o.HELO = "localhost"
	}
	if o.Dial == nil {
		o.Dial = dial.TCP
	}
	t := &o.Timeouts
	for _, f := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&t.Connect, DefaultConnect}, {&t.Answer, DefaultAnswer}, {&t.Block, DefaultBlock},
		{&t.Dot, DefaultDot}, {&t.Goodbye, DefaultGoodbye}, {&t.Idle, DefaultIdle}, {&t.Stale, DefaultStale},
	} {
		if *f.field <= 0 {
			*f.field = f.value
		}
	}
	return o
}

// Send makes one attempt to hand the letter to the server. The bytes must end
// in CRLF and hold no bare CR or LF; a letter or an address that can't be sent
// is refused without an attempt.
func (s *Sender) Send(ctx context.Context, e Envelope, raw []byte) Result {
	for _, check := range []error{checkEnvelope(e), checkBytes(raw)} {
		if check != nil {
			return Result{State: Refused, Err: check}
		}
	}
	kept := s.line
	r := s.attempt(ctx, e, raw)
	if kept != nil && kept == s.line && kept.dead {
		// It died while it was idle; the server has not heard of this letter.
		s.drop()
		r = s.attempt(ctx, e, raw)
	}
	if s.line != nil && s.line.spent {
		s.drop()
	}
	return r
}

func (s *Sender) attempt(ctx context.Context, e Envelope, raw []byte) Result {
	if err := s.ready(ctx); err != nil {
		return s.down(err, e)
	}
	if limit := s.line.sizeLimit; limit > 0 && int64(len(raw)) > limit {
		// Told here: as an answer to MAIL it would look like a refusal of the sender.
		return Result{State: Refused, Code: 552, Enhanced: "5.3.4", Err: ErrSize}
	}
	return s.line.transaction(ctx, e, raw)
}

// ready gives the Sender a connection. A kept one is tried after a pause and
// given up after a long one.
func (s *Sender) ready(ctx context.Context) error {
	if s.line != nil {
		idle := time.Since(s.line.used)
		switch {
		case idle >= s.opts.Timeouts.Stale:
			s.quit()
		case idle >= s.opts.Timeouts.Idle:
			if s.line.noop(ctx) != nil {
				s.drop()
			}
		}
	}
	if s.line != nil {
		return nil
	}
	l, err := s.opts.connect(ctx)
	if err != nil {
		return err
	}
	s.line = l
	return nil
}

// down is the Result of a connection that could not be made.
func (s *Sender) down(err error, e Envelope) Result {
	r := Result{State: Down}
	if reply := new(textproto.Error); errors.As(err, &reply) {
		refused := err
		r = answered(Down, reply, e)
		err = r.Err // the other quotes the server
		if errors.Is(refused, ErrLogin) {
			err = fmt.Errorf("%w: %w", ErrLogin, r.Err)
		}
	}
	r.Err = fmt.Errorf("connect to SMTP server %s: %w", s.opts.Host, err)
	return r
}

// Check connects and logs in, if there is no connection yet, and asks for a sign
// of life. It sends nothing.
func (s *Sender) Check(ctx context.Context) error {
	if err := s.ready(ctx); err != nil {
		return s.down(err, Envelope{}).Err
	}
	if err := s.line.noop(ctx); err != nil {
		s.drop()
		return s.down(err, Envelope{}).Err
	}
	return nil
}

// Close says goodbye when the server listens, and closes the connection. The
// Sender may be used again.
func (s *Sender) Close() error {
	if s.line == nil {
		return nil
	}
	return s.quit()
}

func (s *Sender) quit() error {
	err := s.line.quit(s.opts.Timeouts.Goodbye)
	s.line = nil
	return err
}

func (s *Sender) drop() {
	s.line.raw.Close()
	s.line = nil
}

func (o Options) address() string { return net.JoinHostPort(o.Host, strconv.Itoa(o.Port)) }
