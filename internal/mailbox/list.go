package mailbox

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// ListLimit bounds the items of one List: those with the lowest UIDs are kept,
// and the rest is for the next call.
const ListLimit = 50_000

// A Status is the state of the inbox when it was selected.
type Status struct {
	UIDValidity uint32
	UIDNext     UID // 0 when the server does not tell
	Messages    uint32
	ReadOnly    bool
}

// An Item is what is known of a message before it is fetched.
type Item struct {
	UID          UID
	Size         int64 // RFC822.SIZE: bytes, as the server guesses them
	InternalDate time.Time
	Seen         bool
}

// Select opens the inbox. UIDs are valid as long as Status.UIDValidity stays.
func (c *Conn) Select(ctx context.Context) (Status, error) {
	var s Status
	err := c.do(ctx, "SELECT", func() error {
		c.wire.startRecord()
		d, err := c.cl.Select(c.opts.Inbox, nil).Wait()
		answer := c.wire.stopRecord()
		if err != nil {
			return err
		}
		// go-imap drops the response code of a tagged OK.
		s = Status{
			UIDValidity: d.UIDValidity, UIDNext: UID(d.UIDNext), Messages: d.NumMessages,
			ReadOnly: bytes.Contains(answer, []byte("[READ-ONLY]")),
		}
		c.mu.Lock()
		c.exists = d.NumMessages
		c.mu.Unlock()
		return nil
	})
	if err != nil {
		return Status{}, fmt.Errorf("open inbox %q: %w", c.opts.Inbox, err)
	}
	c.validity = s.UIDValidity
	return s, nil
}

// List returns what stands in the inbox with a UID of at least from, in the
// order of their UIDs, at most ListLimit of them.
func (c *Conn) List(ctx context.Context, from UID) ([]Item, error) {
	select {
	case <-c.news: // what was announced until now is in the answer
	default:
	}
	// "from:*" also means the last message when its UID is lower (RFC 9051, 9).
	set := imap.UIDSet{{Start: imap.UID(max(from, 1)), Stop: 0}}
	items, torn, err := c.list(ctx, set, from)
	if err == nil && len(torn) > 0 {
		// A flag changed meanwhile and its notice took the place of the answer.
		var again []Item
		again, _, err = c.list(ctx, uidSet(torn), from)
		items = append(items, again...)
		slices.SortFunc(items, byUID)
	}
	if err != nil {
		return nil, fmt.Errorf("list inbox %q: %w", c.opts.Inbox, err)
	}
	return items, nil
}

// list returns the whole items of set and the UIDs of which only a part came.
func (c *Conn) list(ctx context.Context, set imap.UIDSet, from UID) (items []Item, torn []UID, err error) {
	err = c.do(ctx, "UID FETCH", func() error {
		cmd := c.cl.Fetch(set, &imap.FetchOptions{UID: true, Flags: true, InternalDate: true, RFC822Size: true})
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			item, err := readItem(m)
			switch {
			case err != nil:
				c.cut()
				return err
			case item.UID < from || item.UID == 0:
			case item.InternalDate.IsZero():
				torn = append(torn, item.UID)
			default:
				items = append(items, item)
			}
			if len(items) >= 2*ListLimit {
				items = lowest(items)
			}
		}
		return cmd.Close()
	})
	return lowest(items), torn, err
}

// readItem reads the items of a message. A body that nobody asked for is read
// to its end: see stream for what a half one leads to.
func readItem(m *imapclient.FetchMessageData) (item Item, err error) {
	for d := m.Next(); d != nil; d = m.Next() {
		switch d := d.(type) {
		case imapclient.FetchItemDataUID:
			item.UID = UID(d.UID)
		case imapclient.FetchItemDataRFC822Size:
			item.Size = d.Size
		case imapclient.FetchItemDataInternalDate:
			item.InternalDate = d.Time
		case imapclient.FetchItemDataFlags:
			item.Seen = slices.Contains(d.Flags, imap.FlagSeen)
		case imapclient.FetchItemDataBodySection:
			if d.Literal == nil {
				continue
			}
			if err := copyWhole(io.Discard, d.Literal); err != nil {
				return Item{}, err
			}
		}
	}
	return item, nil
}

// lowest sorts the items and keeps at most ListLimit.
func lowest(items []Item) []Item {
	slices.SortFunc(items, byUID)
	return items[:min(len(items), ListLimit)]
}

func byUID(a, b Item) int { return cmp.Compare(a.UID, b.UID) }

func uidSet(uids []UID) imap.UIDSet {
	var s imap.UIDSet
	for _, u := range uids {
		s.AddNum(imap.UID(u))
	}
	return s
}
