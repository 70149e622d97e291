package mailbox

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// Wanted says which message of a folder is meant. Its UID is believed only under the UIDVALIDITY to which it belongs;
// otherwise the message is known by its bytes, or, when Digest is zero, by its Message-ID alone.
type Wanted struct {
	UID         UID    // 0: unknown
	UIDValidity uint32 // of the folder; 0: unknown
	MessageID   string
	Digest      [32]byte // SHA-256 of its bytes
}

// Located is where messages were found.
type Located struct {
	UIDValidity uint32
	UIDs        []UID
}

// Locate finds messages of a folder, for Expunge; folder "" is the inbox. A message that is not there is none, and no
// error; ErrNoFolder is returned when the folder is missing. The inbox is selected again before it returns; ErrValidity
// says that UIDs of it from before are void.
func (c *Conn) Locate(ctx context.Context, folder string, w Wanted) (l Located, err error) {
	err = c.within(ctx, folder, true, func(validity uint32) (err error) {
		l.UIDValidity = validity
		l.UIDs, err = c.locate(ctx, w, validity)
		return err
	})
	if err != nil {
		return Located{}, fmt.Errorf("look for a message in a folder: %w", err)
	}
	return l, nil
}

func (c *Conn) locate(ctx context.Context, w Wanted, validity uint32) ([]UID, error) {
	if w.UID != 0 && w.UIDValidity != 0 {
		if w.UIDValidity != validity {
			w.UID = 0
		} else if found, err := c.search(ctx, &imap.SearchCriteria{UID: []imap.UIDSet{imap.UIDSetNum(imap.UID(w.UID))}}); err != nil || len(found) > 0 {
			return found, err
		}
	}
	var maybe []UID
	if w.MessageID != "" { // an empty search text matches everything
		found, err := c.search(ctx, byMessageID(w.MessageID))
		if err != nil {
			return nil, err
		}
		maybe = found
	}
	if w.Digest == ([32]byte{}) {
		return maybe, nil
	}
	if w.UID != 0 && !slices.Contains(maybe, w.UID) {
		maybe = append(maybe, w.UID)
	}
	return c.matching(ctx, maybe, w.Digest)
}

// matching keeps the messages with these bytes: another sender may have used the Message-ID again.
func (c *Conn) matching(ctx context.Context, maybe []UID, digest [32]byte) (same []UID, err error) {
	for _, uid := range maybe {
		sum := sha256.New()
		err := c.FetchTo(ctx, Item{UID: uid}, sum)
		var gone *GoneError
		var unreadable *UnreadableError
		if errors.As(err, &gone) || errors.As(err, &unreadable) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if [32]byte(sum.Sum(nil)) == digest {
			same = append(same, uid)
		}
	}
	return same, nil
}

func (c *Conn) search(ctx context.Context, criteria *imap.SearchCriteria) (found []UID, err error) {
	err = c.do(ctx, "UID SEARCH", func() error {
		d, err := c.cl.UIDSearch(criteria, nil).Wait()
		if err == nil {
			found = firstUIDs(d)
		}
		return err
	})
	return found, err
}

// Expunge removes messages of a folder for good, and those alone: what other people marked as deleted stays. folder "" is
// the inbox. ErrNoExpunge is returned, and nothing done, when the server has no UIDPLUS: a plain EXPUNGE would take that
// mail along. ErrValidity is returned when the folder's UIDVALIDITY is another one, or the inbox's changed. Messages that
// are gone are no error.
func (c *Conn) Expunge(ctx context.Context, folder string, validity uint32, uids []UID) error {
	if !c.caps.Has(imap.CapUIDPlus) {
		return fmt.Errorf("expunge: %w", ErrNoExpunge)
	}
	err := c.within(ctx, folder, false, func(now uint32) error {
		if now != validity {
			return ErrValidity
		}
		for batch := range slices.Chunk(uids, MoveBatch) {
			if err := c.expungeBatch(ctx, uidSet(batch)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("expunge %d messages: %w", len(uids), err)
	}
	return nil
}

func (c *Conn) expungeBatch(ctx context.Context, set imap.UIDSet) error {
	if err := c.flag(ctx, set, imap.FlagDeleted); err != nil {
		return err
	}
	return c.expungeSet(ctx, set)
}

func (c *Conn) expungeSet(ctx context.Context, set imap.UIDSet) error {
	return c.do(ctx, "UID EXPUNGE", func() error {
		cmd := c.cl.UIDExpunge(set)
		for cmd.Next() != 0 {
			c.expunged(1)
		}
		return cmd.Close()
	})
}

// within does something in another folder and comes back to the inbox, unless the connection broke.
func (c *Conn) within(ctx context.Context, folder string, readOnly bool, f func(validity uint32) error) error {
	name := c.opts.Inbox
	if folder != "" {
		name = c.outName(folder)
	}
	var validity uint32
	err := c.do(ctx, "SELECT", func() error {
		d, err := c.cl.Select(name, &imap.SelectOptions{ReadOnly: readOnly}).Wait()
		if err == nil {
			validity = d.UIDValidity
		}
		return err
	})
	if refusal(err) != nil {
		err = fmt.Errorf("%w: %w", ErrNoFolder, err) // Dovecot says NO without a code
	} else if err == nil {
		err = f(validity)
	}
	if c.broken {
		return err
	}
	before := c.validity
	status, selectErr := c.Select(ctx)
	if err == nil {
		err = selectErr
	}
	if err == nil && before != 0 && status.UIDValidity != before {
		err = ErrValidity
	}
	return err
}
