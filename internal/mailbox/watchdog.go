package mailbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
)

// do runs f, which waits for the server, and cuts the raw connection when ctx
// ends, when the server is silent for Timeouts.Answer, or after Timeouts.Call.
// It is the only way to cancel a call of go-imap.
func (c *Conn) do(ctx context.Context, what string, f func() error) error {
	ctx, cancel := context.WithTimeoutCause(ctx, c.opts.Timeouts.Call, ErrTimeout)
	defer cancel()
	ctx, cancelCause := context.WithCancelCause(ctx)
	defer cancelCause(nil)
	stop := context.AfterFunc(ctx, func() { c.raw.Close() })
	defer stop()
	c.wire.watch(time.AfterFunc(c.opts.Timeouts.Answer, func() { cancelCause(ErrTimeout) }), c.opts.Timeouts.Answer)
	defer c.wire.unwatch()

	err := f()
	// The cause comes first: go-imap takes a tagged OK whose text was cut off for
	// a success, and then the connection is gone all the same.
	if cause := context.Cause(ctx); cause != nil {
		c.broken = true
		return fmt.Errorf("%s: %w", what, cause)
	}
	if err != nil {
		err = fmt.Errorf("%s: %w", what, clean(err))
		c.broken = c.broken || refusal(err) == nil
	}
	return err
}

// A wire is the connection as go-imap sees it. It notes each sign of life for
// the watchdog, which is why go-imap's own read deadlines (five minutes for a
// literal, however large) are not passed on. Closing it closes the raw
// connection: a TLS goodbye could block.
type wire struct {
	net.Conn
	raw net.Conn

	mu      sync.Mutex
	silence *time.Timer
	limit   time.Duration
	record  []byte // of what is read, while not nil
	line    lineGauge
}

// recordLimit bounds what is kept of the answer to SELECT.
const recordLimit = 16 << 10

func (w *wire) watch(t *time.Timer, limit time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.silence, w.limit = t, limit
}

func (w *wire) unwatch() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.silence != nil {
		w.silence.Stop()
		w.silence = nil
	}
}

// alive notes what was read, and whether that is still an answer.
func (w *wire) alive(read []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	// A timer that has fired already must not be wound up again.
	if w.silence != nil && w.silence.Stop() {
		w.silence.Reset(w.limit)
	}
	if w.record != nil && len(w.record)+len(read) <= recordLimit {
		w.record = append(w.record, read...)
	}
	return w.line.pass(read)
}

func (w *wire) startRecord() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.record = make([]byte, 0, 512)
}

func (w *wire) stopRecord() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	r := w.record
	w.record = nil
	return r
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.Conn.Read(p)
	if n > 0 {
		if over := w.alive(p[:n]); over != nil {
			w.raw.Close()
			return 0, over
		}
	}
	return n, err
}

func (w *wire) Write(p []byte) (int, error) {
	n, err := w.Conn.Write(p)
	if n > 0 {
		w.alive(nil)
	}
	return n, err
}

func (w *wire) SetReadDeadline(time.Time) error { return nil }

func (w *wire) Close() error {
	err := w.raw.Close()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// listener hears what the server says unasked. It is called by go-imap's reader.
func (c *Conn) listener() *imapclient.UnilateralDataHandler {
	return &imapclient.UnilateralDataHandler{
		Mailbox: func(d *imapclient.UnilateralDataMailbox) {
			if d.NumMessages == nil {
				return
			}
			c.mu.Lock()
			defer c.mu.Unlock()
			if *d.NumMessages > c.exists {
				select {
				case c.news <- struct{}{}:
				default:
				}
			}
			c.exists = *d.NumMessages
		},
		Expunge: func(uint32) { c.expunged(1) },
	}
}

func (c *Conn) expunged(n uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.exists -= min(n, c.exists)
}
