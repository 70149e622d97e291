package mailbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// The limits of a FETCH. Fifty messages a command are eight times as fast as
// one by one; beyond 64 nothing is won.
const (
	BatchMessages = 64
	BatchBytes    = 4 << 20
	// FetchLimit bounds a message that Fetch holds in memory, whatever size the
	// server had announced. What is larger is unreadable by Fetch; FetchTo and
	// FetchHead have no such limit.
	FetchLimit = 64 << 20
)

var errWriter = errors.New("the message could not be written")

// Batches cuts items into pieces of at most BatchMessages messages and
// BatchBytes bytes. A message larger than that stands alone.
func Batches(items []Item) [][]Item {
	var batches [][]Item
	start, bytes := 0, int64(0)
	for i, item := range items {
		if i > start && (i-start == BatchMessages || bytes+item.Size > BatchBytes) {
			batches = append(batches, items[start:i])
			start, bytes = i, 0
		}
		bytes += item.Size
	}
	if start < len(items) {
		batches = append(batches, items[start:])
	}
	return batches
}

// Fetch hands the raw bytes of each item to each, in the order of the items,
// a batch at a time, without marking anything as seen. The bytes belong to
// each. Nothing is handed on that did not come whole; an error of each ends the
// fetch and is returned as it is.
//
// When all others are delivered, a *GoneError names what is no longer there,
// and an *UnreadableError what the server does not hand out; they may come
// joined. After any other error the connection is of no use.
func (c *Conn) Fetch(ctx context.Context, items []Item, each func(Item, []byte) error) error {
	var lost lost
	for _, batch := range Batches(items) {
		if err := c.fetchBatch(ctx, batch, each, &lost); err != nil {
			return err
		}
	}
	return lost.err()
}

// lost collects what a fetch could not deliver.
type lost struct{ gone, unreadable []UID }

func (l *lost) err() error {
	var errs []error
	if len(l.gone) > 0 {
		errs = append(errs, &GoneError{l.gone})
	}
	if len(l.unreadable) > 0 {
		errs = append(errs, &UnreadableError{l.unreadable})
	}
	return errors.Join(errs...)
}

// fetchBatch delivers what came whole, also when the connection broke after it.
func (c *Conn) fetchBatch(ctx context.Context, batch []Item, each func(Item, []byte) error, lost *lost) error {
	bodies := make(map[UID][]byte, len(batch))
	var broken error
	if len(batch) > 1 {
		uids := make([]UID, len(batch))
		for i, item := range batch {
			uids[i] = item.UID
		}
		err := c.bodies(ctx, uidSet(uids), bodies)
		// A NO may follow good messages: the others are asked one by one.
		if err != nil && refusal(err) == nil {
			broken = fmt.Errorf("fetch %d messages: %w", len(batch), err)
		}
	}
	for _, item := range batch {
		raw, whole := bodies[item.UID]
		if !whole && broken == nil {
			raw, whole, broken = c.fetchAlone(ctx, item.UID, lost)
		}
		if !whole {
			continue
		}
		delete(bodies, item.UID)
		if err := each(item, raw); err != nil {
			return err
		}
	}
	return broken
}

// fetchAlone fetches one message, at last by its sequence number: go-imap loses
// a body that the server sends before the UID.
func (c *Conn) fetchAlone(ctx context.Context, uid UID, lost *lost) (raw []byte, whole bool, err error) {
	bodies := make(map[UID][]byte, 1)
	err = c.alone(ctx, uid, lost, func(set imap.NumSet) (bool, error) {
		err := c.bodies(ctx, set, bodies)
		raw, whole = bodies[uid]
		return whole, err
	})
	return raw, whole, err
}

// alone calls fetch with the UID, and when that brings no body with the
// sequence number of the message. What the server does not list any more is
// gone; what it lists and does not hand out is unreadable.
func (c *Conn) alone(ctx context.Context, uid UID, lost *lost, fetch func(imap.NumSet) (bool, error)) error {
	whole, err := fetch(uidSet([]UID{uid}))
	if whole || err != nil && refusal(err) == nil {
		return err
	}
	seq, err := c.position(ctx, uid)
	if err != nil {
		return fmt.Errorf("fetch message with UID %d: %w", uid, err)
	}
	if seq == 0 {
		lost.gone = append(lost.gone, uid)
		return nil
	}
	whole, err = fetch(imap.SeqSetNum(seq))
	if whole || err != nil && refusal(err) == nil {
		return err
	}
	lost.unreadable = append(lost.unreadable, uid)
	return nil
}

// position returns the sequence number of a message, 0 when it is gone.
func (c *Conn) position(ctx context.Context, uid UID) (seq uint32, err error) {
	err = c.do(ctx, "UID FETCH", func() error {
		cmd := c.cl.Fetch(uidSet([]UID{uid}), &imap.FetchOptions{UID: true})
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			item, err := readItem(m)
			if err != nil {
				c.cut()
				return err
			}
			if item.UID == uid {
				seq = m.SeqNum
			}
		}
		return cmd.Close()
	})
	return seq, err
}

// bodies fetches the messages of set into memory, FetchLimit bytes in all: the
// announced sizes by which a batch was cut may lie. What is over that is read
// and thrown away.
func (c *Conn) bodies(ctx context.Context, set imap.NumSet, into map[UID][]byte) error {
	held := int64(0)
	return c.stream(ctx, set, wholeBody(), func(uid UID, lit imap.LiteralReader) error {
		if held+lit.Size() > FetchLimit {
			return copyWhole(io.Discard, lit)
		}
		held += lit.Size()
		raw := make([]byte, lit.Size())
		if _, err := io.ReadFull(lit, raw); err != nil {
			return errors.Join(io.ErrUnexpectedEOF, err)
		}
		into[uid] = raw
		return nil
	})
}

func wholeBody() *imap.FetchItemBodySection { return &imap.FetchItemBodySection{Peek: true} }

// stream sends one FETCH and calls body for each literal with its UID.
//
// An error of body leaves the literal half read. The library then has two
// readers on one buffer; so the connection is cut, and neither message nor
// command is touched again.
func (c *Conn) stream(ctx context.Context, set imap.NumSet, section *imap.FetchItemBodySection,
	body func(UID, imap.LiteralReader) error) error {
	return c.do(ctx, "UID FETCH", func() error {
		cmd := c.cl.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			if err := readBodies(m, body); err != nil {
				c.cut()
				return err
			}
		}
		return cmd.Close()
	})
}

func readBodies(m *imapclient.FetchMessageData, body func(UID, imap.LiteralReader) error) error {
	var uid UID
	for d := m.Next(); d != nil; d = m.Next() {
		switch d := d.(type) {
		case imapclient.FetchItemDataUID:
			uid = UID(d.UID)
		case imapclient.FetchItemDataBodySection:
			if d.Literal == nil || uid == 0 { // BODY[] NIL happens
				continue
			}
			if err := body(uid, d.Literal); err != nil {
				return err
			}
		}
	}
	return nil
}

// FetchTo streams one message of any size to w. On an error w holds part of a
// message and the connection is of no use, unless the error is a *GoneError or
// an *UnreadableError: then nothing was written.
func (c *Conn) FetchTo(ctx context.Context, item Item, w io.Writer) error {
	var lost lost
	err := c.alone(ctx, item.UID, &lost, func(set imap.NumSet) (whole bool, err error) {
		err = c.stream(ctx, set, wholeBody(), func(uid UID, lit imap.LiteralReader) error {
			if uid != item.UID || whole {
				return copyWhole(io.Discard, lit)
			}
			whole = true
			return copyWhole(w, lit)
		})
		return whole, err
	})
	if err != nil {
		return fmt.Errorf("fetch message with UID %d: %w", item.UID, err)
	}
	return lost.err()
}

// copyWhole copies a literal. A literal cut short ends without an error of its
// own; errors of w are told apart from those of the line.
func copyWhole(w io.Writer, lit imap.LiteralReader) error {
	tee := &writerErr{w: w}
	n, err := io.Copy(tee, lit)
	switch {
	case tee.err != nil:
		return fmt.Errorf("%w: %w", errWriter, tee.err)
	case err != nil:
		return err
	case n != lit.Size():
		return io.ErrUnexpectedEOF
	}
	return nil
}

type writerErr struct {
	w   io.Writer
	err error
}

func (t *writerErr) Write(p []byte) (int, error) {
	n, err := t.w.Write(p)
	if err != nil {
		t.err = err
	}
	return n, err
}

// FetchHead returns the first n bytes of a message, fewer when it is shorter.
// n is at most FetchLimit.
func (c *Conn) FetchHead(ctx context.Context, uid UID, n int64) ([]byte, error) {
	n = min(n, FetchLimit)
	section := &imap.FetchItemBodySection{Peek: true, Partial: &imap.SectionPartial{Offset: 0, Size: n}}
	var head []byte
	var lost lost
	err := c.alone(ctx, uid, &lost, func(set imap.NumSet) (whole bool, err error) {
		err = c.stream(ctx, set, section, func(u UID, lit imap.LiteralReader) error {
			if u != uid || lit.Size() > n {
				return copyWhole(io.Discard, lit)
			}
			head = slices.Grow(head[:0], int(lit.Size()))[:lit.Size()]
			if _, err := io.ReadFull(lit, head); err != nil {
				return errors.Join(io.ErrUnexpectedEOF, err)
			}
			whole = true
			return nil
		})
		return whole, err
	})
	if err != nil {
		return nil, fmt.Errorf("fetch head of message with UID %d: %w", uid, err)
	}
	return head, lost.err()
}
