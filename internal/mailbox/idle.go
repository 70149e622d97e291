package mailbox

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Idle waits until the server announces new mail, at most limit. It returns at
// once when mail was announced since the last List. Without the capability IDLE
// it just waits.
//
// When ctx ends, its cause is returned; the connection is still good when the
// server answered DONE within Timeouts.Goodbye.
func (c *Conn) Idle(ctx context.Context, limit time.Duration) (changed bool, err error) {
	if !c.caps.Has(imap.CapIdle) {
		return c.wait(ctx, limit)
	}
	end := time.Now().Add(limit)
	for !changed {
		left := time.Until(end)
		if left <= 0 {
			return false, nil
		}
		changed, err = c.idleSlice(ctx, min(left, c.opts.Timeouts.IdleSlice))
		if err != nil {
			return false, fmt.Errorf("wait for mail: %w", err)
		}
	}
	return true, nil
}

// idleSlice is one IDLE, ended by DONE and NOOP: a server that was stopped
// answers neither, and a NAT sees that the line is alive.
func (c *Conn) idleSlice(ctx context.Context, limit time.Duration) (changed bool, err error) {
	var done func() error
	err = c.do(ctx, "IDLE", func() error {
		cmd, err := c.cl.Idle()
		if err != nil {
			return err
		}
		done = func() error {
			if err := cmd.Close(); err != nil {
				return err
			}
			return cmd.Wait()
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	changed, waitErr := c.wait(ctx, limit)
	if waitErr != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(context.WithoutCancel(ctx), c.opts.Timeouts.Goodbye, ErrTimeout)
		defer cancel()
	}
	if err := c.do(ctx, "DONE", done); err != nil {
		return false, err
	}
	if waitErr != nil {
		return false, waitErr
	}
	return changed, c.Noop(ctx)
}

// wait waits for news, the end of the connection, the limit or ctx.
func (c *Conn) wait(ctx context.Context, limit time.Duration) (changed bool, err error) {
	t := time.NewTimer(limit)
	defer t.Stop()
	select {
	case <-c.news:
		return true, nil
	case <-t.C:
		return false, nil
	case <-c.cl.Closed():
		return false, fmt.Errorf("IDLE: %w", net.ErrClosed)
	case <-ctx.Done():
		return false, context.Cause(ctx)
	}
}
