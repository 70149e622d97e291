package daemon

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"klachtd/internal/mailbox"
	"klachtd/internal/store"
)

// HeadBytes is what is fetched of a message over the limit: enough for its header and the beginning of its text.
const HeadBytes = 100 << 10

// MaxBatches bounds the batches of one drain, so that timers get their turn in a mailbox that fills as fast as it
// is read. The next drain goes on where this one stopped.
const MaxBatches = 4096

// drainBox takes in what is new in a mailbox. A connection that broke is given up and made anew in the next turn; one
// that was kept since an earlier turn at once, since servers hang up on who was silent for long.
func (d *Daemon) drainBox(ctx context.Context, b *box, now time.Time) error {
	b.drain.Lock()
	defer b.drain.Unlock()
	kept := b.conn != nil
	err := d.drainOnce(ctx, b, now)
	if kept && broke(err) {
		b.hangUp()
		err = d.drainOnce(ctx, b, now)
	}
	b.mu.Lock()
	wasAway := b.away != nil
	b.away = err
	if err == nil {
		b.drained = now
	}
	b.mu.Unlock()
	switch {
	case err != nil:
		b.hangUp()
		d.log.away(b.Name, "imap", err)
		return fmt.Errorf("drain mailbox %q: %w", b.Name, err)
	case wasAway:
		d.log.back(b.Name)
	}
	return nil
}

// broke says whether a connection may be to blame: neither the store nor the server's own words were.
func broke(err error) bool {
	var said *mailbox.StatusError
	return err != nil && !errors.Is(err, store.ErrCommitUnknown) && !errors.As(err, &said)
}

func (b *box) hangUp() {
	if b.conn != nil {
		b.conn.Close()
		b.conn = nil
		clear(b.folder) // a folder that is gone is made anew over the next one
	}
}

func (d *Daemon) drainOnce(ctx context.Context, b *box, now time.Time) error {
	if err := d.leftovers(b, now); err != nil {
		return err
	}
	if err := d.connect(ctx, b); err != nil {
		return err
	}
	cursor, err := d.place(ctx, b, now)
	if err != nil {
		return err
	}
	if err := d.fileBehind(ctx, b, now); err != nil {
		return err
	}
	return d.takeAll(ctx, b, cursor, now)
}

// takeAll takes in what is there, and looks again until nothing new came meanwhile: a server that was asked to open the
// inbox for a move does not announce what it already counted in its answer.
func (d *Daemon) takeAll(ctx context.Context, b *box, cursor store.Cursor, now time.Time) error {
	for batches := 0; batches < MaxBatches; {
		items, err := b.conn.List(ctx, mailbox.UID(cursor.Next))
		if err != nil {
			return err
		}
		d.tellHole(b, cursor, items)
		items, later := d.upTo(items, cursor, now)
		for _, batch := range mailbox.Batches(items) {
			if batches++; batches > MaxBatches {
				return nil
			}
			if cursor, err = d.takeIn(ctx, b, cursor, batch, later, now); err != nil {
				return err
			}
			if err := d.fileBehind(ctx, b, now); err != nil {
				return err
			}
		}
		if len(items) == 0 || later != 0 { // before what has to wait, the cursor does not move on
			return nil
		}
	}
	return nil
}

// tellHole logs how many messages came in and were taken away before they were listed (security 101): the UIDs between
// what was read last and what is there. In a rescan, and in a sandbox whose clock waits, a hole says nothing.
func (d *Daemon) tellHole(b *box, c store.Cursor, items []mailbox.Item) {
	if len(items) == 0 || c.Next <= c.Below || d.o.Sandbox.Enabled {
		return
	}
	last := items[0].UID
	for _, it := range items {
		last = max(last, it.UID)
	}
	if hole := int(last) + 1 - int(c.Next) - len(items); hole > 0 {
		d.log.gone(b.Name, hole)
	}
}

func (d *Daemon) connect(ctx context.Context, b *box) error {
	if b.conn != nil {
		return nil
	}
	conn, err := mailbox.Connect(ctx, b.IMAP)
	if err != nil {
		return err
	}
	b.conn = conn
	return nil
}

// place selects the inbox and says where reading goes on. At the first start older mail is left alone (DESIGN
// 10.1); a new UIDVALIDITY is read from its beginning, and the digests find what is known.
func (d *Daemon) place(ctx context.Context, b *box, now time.Time) (store.Cursor, error) {
	status, err := b.conn.Select(ctx)
	if err != nil {
		return store.Cursor{}, err
	}
	var cursor store.Cursor
	err = d.st.View(func(tx *store.Tx) error { cursor, err = tx.Cursor(b.Name); return err })
	if err != nil {
		return cursor, err
	}
	switch {
	case !cursor.Started:
		cursor = d.firstCursor(b, status, now)
	case cursor.UIDValidity != status.UIDValidity:
		d.log.rescan(b.Name, status.UIDValidity)
		cursor.UIDValidity, cursor.Next, cursor.Below = status.UIDValidity, 1, uint32(status.UIDNext)
	default:
		return cursor, nil
	}
	return cursor, d.st.Update(func(tx *store.Tx) error { return tx.SetCursor(b.Name, cursor) })
}

// firstCursor stands behind what is there, or before it with a start date: then what arrived earlier is passed over.
// What is passed over stays so in a rescan (Since), else a new UIDVALIDITY would make cases of years of old mail.
func (d *Daemon) firstCursor(b *box, status mailbox.Status, now time.Time) store.Cursor {
	c := store.Cursor{UIDValidity: status.UIDValidity, Next: 1, Started: true}
	switch {
	case !b.Start.IsZero():
		c.Since, c.Below = b.Start.Start(d.o.Location).Add(-time.Second), uint32(status.UIDNext)
	case !d.o.Sandbox.Enabled:
		c.Since, c.Next = now, uint32(status.UIDNext)
		d.log.firstStart(b.Name, status.Messages)
	}
	return c
}

// upTo leaves alone what came before the start, and leaves for later what arrived after now (a sandbox whose clock
// stands before it). later is the first UID of those, 0 when there is none: the cursor stays before it, and what
// lies behind it is known by its UID when it is listed again.
func (d *Daemon) upTo(items []mailbox.Item, c store.Cursor, now time.Time) (taken []mailbox.Item, later uint32) {
	for _, it := range items {
		switch {
		case uint32(it.UID) < c.Below && !it.InternalDate.After(c.Since):
		case d.o.Sandbox.Enabled && it.InternalDate.After(now):
			if later == 0 {
				later = uint32(it.UID)
			}
		default:
			taken = append(taken, it)
		}
	}
	return taken, later
}

// takeIn fetches a batch, commits it, and has it decided. The cursor moves in the same commit.
func (d *Daemon) takeIn(
	ctx context.Context, b *box, c store.Cursor, batch []mailbox.Item, later uint32, now time.Time,
) (store.Cursor, error) {
	for _, it := range batch {
		c.Next = max(c.Next, uint32(it.UID)+1)
	}
	if later != 0 {
		c.Next = min(c.Next, later)
	}
	mails, err := d.fetch(ctx, b, c, batch)
	if err != nil {
		return c, err
	}
	large, err := d.storeLarge(mails)
	if err != nil {
		return c, err
	}
	var fresh []arrival
	err = d.commit(now, func(tx *store.Tx) error {
		fresh = append(fresh[:0], large...)
		for _, m := range mails {
			if len(m.Raw) > store.MaxInline {
				continue
			}
			added, err := tx.AddMail(m)
			if err != nil {
				return err
			}
			if added.Same == "" && !added.Known {
				fresh = append(fresh, arrival{id: added.ID, raw: m.Raw})
			}
		}
		return tx.SetCursor(b.Name, c)
	})
	if err != nil {
		return c, err
	}
	d.log.stored(b.Name, len(mails))
	return c, d.decide(b, fresh, now)
}

// storeLarge stores mail that is too large for one transaction with others, each in transactions of its own.
func (d *Daemon) storeLarge(mails []store.NewMail) ([]arrival, error) {
	var large []arrival
	for _, m := range mails {
		if len(m.Raw) <= store.MaxInline {
			continue
		}
		raw := m.Raw
		m.Raw = nil
		added, err := d.st.AddMailStream(m, bytes.NewReader(raw))
		if err != nil {
			return nil, fmt.Errorf("store message: %w", err)
		}
		if added.Same == "" && !added.Known {
			large = append(large, arrival{id: added.ID, raw: raw})
		}
	}
	return large, nil
}

// fetch reads a batch; of a message over the limit only the beginning. What was expunged meanwhile is gone.
func (d *Daemon) fetch(ctx context.Context, b *box, cursor store.Cursor, batch []mailbox.Item) ([]store.NewMail, error) {
	var mails []store.NewMail
	var whole []mailbox.Item
	add := func(it mailbox.Item, raw []byte, partial bool) {
		mails = append(mails, store.NewMail{
			Mailbox: b.Name, UIDValidity: cursor.UIDValidity, UID: uint32(it.UID), Arrived: it.InternalDate,
			Size: it.Size, Raw: raw, Partial: partial,
		})
	}
	for _, it := range batch {
		if it.Size <= d.o.Limits.MessageBytes {
			whole = append(whole, it)
			continue
		}
		raw, err := b.conn.FetchHead(ctx, it.UID, HeadBytes)
		if err != nil {
			return nil, err
		}
		add(it, raw, true)
	}
	err := b.conn.Fetch(ctx, whole, func(it mailbox.Item, raw []byte) error {
		add(it, raw, false)
		return nil
	})
	var gone *mailbox.GoneError
	if errors.As(err, &gone) {
		d.log.gone(b.Name, len(gone.UIDs))
		err = nil
	}
	var unreadable *mailbox.UnreadableError
	if errors.As(err, &unreadable) {
		err = d.fetchUnreadable(ctx, b, batch, unreadable.UIDs, add)
	}
	return mails, err
}

// fetchUnreadable takes what a server gives of messages that it will not give whole: their beginning, or nothing.
// Even then the message ends in the tray, where a person sees that there is one.
func (d *Daemon) fetchUnreadable(
	ctx context.Context, b *box, batch []mailbox.Item, uids []mailbox.UID, add func(mailbox.Item, []byte, bool),
) error {
	for _, it := range batch {
		if !slices.Contains(uids, it.UID) {
			continue
		}
		raw, err := b.conn.FetchHead(ctx, it.UID, HeadBytes)
		var refused *mailbox.StatusError
		if err != nil && !errors.As(err, &refused) {
			return err
		}
		add(it, raw, true)
	}
	return nil
}
