package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
)

// A line is a connection to the server, greeted and logged in.
type line struct {
	opts      Options
	raw       net.Conn // what a cancelled context closes; below TLS
	conn      net.Conn // of which the deadlines are set: raw, or the implicit TLS on it
	cl        *smtp.Client
	text      *textproto.Conn
	pipelined bool
	eightBit  bool
	sizeLimit int64 // 0: none
	used      time.Time
	spent     bool // of no use for another letter
	dead      bool // it ended before the server said a word about this letter
}

// within runs f and closes the connection when ctx ends. The deadline d is the
// connection's own.
func (l *line) within(ctx context.Context, d time.Duration, f func() error) error {
	stop := context.AfterFunc(ctx, func() { l.raw.Close() })
	defer stop()
	if err := l.conn.SetDeadline(time.Now().Add(d)); err != nil {
		return err
	}
	return f()
}

// command sends one line and reads the answer.
func (l *line) command(ctx context.Context, text string) (*textproto.Error, error) {
	var reply *textproto.Error
	err := l.within(ctx, l.opts.Timeouts.Answer, func() error {
		if err := l.write([]byte(text)); err != nil {
			return err
		}
		var err error
		reply, err = l.read()
		return err
	})
	return reply, err
}

// write sends bytes in one piece. It goes by go-mail's connection: after
// STARTTLS that is another than ours.
func (l *line) write(p []byte) error {
	if _, err := l.text.W.Write(p); err != nil {
		return err
	}
	return l.text.W.Flush()
}

// read reads one reply, of whatever code.
func (l *line) read() (*textproto.Error, error) {
	code, msg, err := l.text.ReadResponse(0)
	if err != nil {
		return nil, err
	}
	return &textproto.Error{Code: code, Msg: msg}, nil
}

func (l *line) noop(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, l.opts.Timeouts.Connect)
	defer cancel()
	reply, err := l.command(ctx, "NOOP\r\n")
	switch {
	case err != nil:
		return broken(ctx, err)
	case reply.Code != 250:
		return reply
	}
	l.used = time.Now()
	return nil
}

func (l *line) quit(limit time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	_, err := l.command(ctx, "QUIT\r\n")
	l.raw.Close()
	if err != nil {
		return fmt.Errorf("leave the SMTP server: %w", broken(ctx, err))
	}
	return nil
}

// transaction sends one letter to one recipient.
func (l *line) transaction(ctx context.Context, e Envelope, raw []byte) Result {
	r, ok := l.envelope(ctx, e)
	l.used = time.Now()
	if !ok {
		return r
	}
	// From here on the server expects data: the connection is good again only
	// after the answer to the dot.
	l.spent = true
	if err := l.data(ctx, raw); err != nil {
		return Result{State: Later, Err: broken(ctx, err)}
	}
	var reply *textproto.Error
	err := l.within(ctx, l.opts.Timeouts.Dot, func() (err error) {
		reply, err = l.read()
		return err
	})
	if err != nil {
		return Result{State: Unknown, Err: broken(ctx, err)}
	}
	l.used = time.Now()
	state := classify(reply.Code)
	if reply.Code < 200 || reply.Code >= 300 && reply.Code < 400 || reply.Code >= 600 {
		return answered(Unknown, reply, e) // neither yes nor no, and the conversation out of step
	}
	l.spent = reply.Code == 421
	return answered(state, reply, e)
}

// envelope sends MAIL, RCPT and DATA, in one packet where the server allows
// that. It reports whether the server now waits for the letter.
func (l *line) envelope(ctx context.Context, e Envelope) (Result, bool) {
	body := ""
	if l.eightBit {
		body = " BODY=8BITMIME"
	}
	commands := []string{"MAIL FROM:<" + e.From + ">" + body + "\r\n", "RCPT TO:<" + e.To + ">\r\n", "DATA\r\n"}
	replies, err := l.converse(ctx, commands)
	if err != nil {
		l.spent = true
		r := Result{State: Later, Err: broken(ctx, err)}
		l.dead = len(replies) == 0 && errors.Is(r.Err, ErrLost)
		return r, false
	}
	last := replies[len(replies)-1]
	bad := firstBad(replies)
	if bad < 0 {
		return Result{}, true
	}
	refused := replies[bad]
	l.dead = bad == 0 && refused.Code == 421
	state := classify(refused.Code)
	if state == Accepted { // a 2xx to DATA: the conversation is out of step
		state, l.spent = Later, true
	}
	if bad == 0 && state == Refused {
		state = Down // the sender's address: every letter would fare the same
	}
	l.spent = l.spent || refused.Code == 421 || last.Code == 354
	if !l.spent {
		if err := l.reset(ctx); err != nil {
			l.spent = true
		}
	}
	return answered(state, refused, e), false
}

// firstBad is the index of the first reply that stops the transaction, or -1.
func firstBad(replies []*textproto.Error) int {
	for i, r := range replies {
		good := r.Code >= 200 && r.Code < 300
		if i == 2 {
			good = r.Code == 354
		}
		if !good {
			return i
		}
	}
	return -1
}

// converse sends the commands and reads a reply to each, or up to the first bad
// one when they go one by one.
func (l *line) converse(ctx context.Context, commands []string) ([]*textproto.Error, error) {
	var replies []*textproto.Error
	if !l.pipelined {
		for _, c := range commands {
			reply, err := l.command(ctx, c)
			if err != nil {
				return replies, err
			}
			replies = append(replies, reply)
			if firstBad(replies) >= 0 {
				break
			}
		}
		return replies, nil
	}
	err := l.within(ctx, l.opts.Timeouts.Answer, func() error {
		if err := l.write([]byte(strings.Join(commands, ""))); err != nil {
			return err
		}
		for range commands {
			reply, err := l.read()
			if err != nil {
				return err
			}
			replies = append(replies, reply)
		}
		return nil
	})
	return replies, err
}

func (l *line) reset(ctx context.Context) error {
	reply, err := l.command(ctx, "RSET\r\n")
	if err == nil && reply.Code != 250 {
		err = reply
	}
	return err
}

// data writes the letter with its dots doubled (RFC 5321, 4.5.2) and the final
// one, a block under each deadline. An error says that the end of the last block
// was never handed on, and so the dot was not.
func (l *line) data(ctx context.Context, raw []byte) error {
	size := min(len(raw), BlockBytes)
	block := make([]byte, 0, size+size/16+len(dot))
	for atLineStart := true; len(raw) > 0; {
		n := min(len(raw), BlockBytes)
		block, atLineStart = stuff(block[:0], raw[:n], atLineStart)
		if raw = raw[n:]; len(raw) == 0 {
			block = append(block, dot...)
		}
		err := l.within(ctx, l.opts.Timeouts.Block, func() error { return l.write(block) })
		if err != nil {
			return err
		}
	}
	return nil
}

// dot ends a letter, which ends in CRLF itself.
const dot = ".\r\n"

// stuff appends raw to block and doubles the dots at the begin of a line.
func stuff(block, raw []byte, atLineStart bool) ([]byte, bool) {
	if atLineStart && raw[0] == '.' {
		block = append(block, '.')
	}
	for {
		at := bytes.Index(raw, []byte("\n."))
		if at < 0 {
			return append(block, raw...), raw[len(raw)-1] == '\n'
		}
		block = append(append(block, raw[:at+1]...), '.')
		raw = raw[at+1:]
	}
}
