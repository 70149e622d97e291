package mailbox

import (
	"context"
	"fmt"
	"slices"

	"github.com/emersion/go-imap/v2"
)

// MoveBatch bounds the messages of one MOVE, and so the length of its line.
const MoveBatch = 256

// FindLimit bounds the messages that Find returns.
const FindLimit = 100

// Move marks the messages of the inbox as seen and moves them to the folder. It
// returns the new UIDs of those of which the server tells them. A message that
// is gone is no error: it was moved before, by us or by somebody else.
// ErrNoFolder is returned when the folder is missing.
func (c *Conn) Move(ctx context.Context, uids []UID, folder string) (map[UID]UID, error) {
	if !c.caps.Has(imap.CapMove) && !c.caps.Has(imap.CapUIDPlus) {
		return nil, fmt.Errorf("move to folder: %w", ErrNoMove)
	}
	moved := make(map[UID]UID, len(uids))
	for batch := range slices.Chunk(uids, MoveBatch) {
		if err := c.moveBatch(ctx, uidSet(batch), c.outName(folder), moved); err != nil {
			return moved, fmt.Errorf("move %d messages to a folder: %w", len(batch), err)
		}
	}
	return moved, nil
}

func (c *Conn) moveBatch(ctx context.Context, set imap.UIDSet, folder string, moved map[UID]UID) error {
	if err := c.flag(ctx, set, imap.FlagSeen); err != nil {
		return err
	}
	if c.caps.Has(imap.CapMove) {
		return c.do(ctx, "UID MOVE", func() error {
			d, err := c.cl.Move(set, folder).Wait()
			if err != nil {
				return err
			}
			pair(moved, d.SourceUIDs, d.DestUIDs, set)
			return nil
		})
	}
	if err := c.do(ctx, "UID COPY", func() error {
		d, err := c.cl.Copy(set, folder).Wait()
		if err == nil {
			pair(moved, d.SourceUIDs, d.DestUIDs, set)
		}
		return err
	}); err != nil {
		return err
	}
	if err := c.flag(ctx, set, imap.FlagDeleted); err != nil {
		return err
	}
	return c.expungeSet(ctx, set)
}

func (c *Conn) flag(ctx context.Context, set imap.UIDSet, flag imap.Flag) error {
	return c.do(ctx, "UID STORE", func() error {
		add := imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{flag}}
		return c.cl.Store(set, &add, nil).Close()
	})
}

// pair notes which new UID stands for which old one (COPYUID, RFC 4315). The
// sets are the server's: they are believed only as far as they are about what
// was asked.
func pair(moved map[UID]UID, source, dest imap.NumSet, asked imap.UIDSet) {
	from, to := numbers(source), numbers(dest)
	if len(from) != len(to) {
		return
	}
	for i, u := range from {
		if asked.Contains(u) {
			moved[UID(u)] = UID(to[i])
		}
	}
}

// numbers expands a set of at most MoveBatch numbers.
func numbers(set imap.NumSet) []imap.UID {
	uids, ok := set.(imap.UIDSet)
	if !ok {
		return nil
	}
	var l []imap.UID
	for _, r := range uids {
		if r.Start == 0 || r.Stop < r.Start || uint64(len(l))+uint64(r.Stop-r.Start) >= MoveBatch {
			return nil
		}
		for u := uint64(r.Start); u <= uint64(r.Stop); u++ {
			l = append(l, imap.UID(u))
		}
	}
	return l
}

// Find returns the messages of a folder with this Message-ID, at most
// FindLimit: those that were moved before a crash. The inbox is selected again
// before it returns; ErrValidity says that UIDs of before are void.
func (c *Conn) Find(ctx context.Context, folder, messageID string) ([]UID, error) {
	if messageID == "" {
		return nil, nil // an empty search text matches everything
	}
	found, err := c.find(ctx, c.outName(folder), messageID)
	if err != nil && refusal(err) == nil {
		return nil, fmt.Errorf("search in a folder: %w", err)
	}
	before := c.validity
	status, selectErr := c.Select(ctx)
	switch {
	case err != nil:
		return nil, fmt.Errorf("search in a folder: %w", err)
	case selectErr != nil:
		return nil, selectErr
	case before != 0 && status.UIDValidity != before:
		return nil, fmt.Errorf("search in a folder: %w", ErrValidity)
	}
	return found, nil
}

func (c *Conn) find(ctx context.Context, folder, messageID string) (found []UID, err error) {
	err = c.do(ctx, "EXAMINE", func() error {
		_, err := c.cl.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
		return err
	})
	if refusal(err) != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoFolder, err) // Dovecot says NO without a code
	}
	if err != nil {
		return nil, err
	}
	return c.search(ctx, byMessageID(messageID))
}

func byMessageID(id string) *imap.SearchCriteria {
	return &imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: id}}}
}

func firstUIDs(d *imap.SearchData) (l []UID) {
	set, _ := d.All.(imap.UIDSet)
	for _, r := range set {
		for u := uint64(r.Start); u != 0 && u <= uint64(r.Stop) && len(l) < FindLimit; u++ {
			l = append(l, UID(u))
		}
	}
	return l
}

// MoveFrom moves messages of one folder to another, as Move does from the inbox. ErrValidity is returned, and nothing
// done, when the folder's UIDVALIDITY is another one than that of the UIDs (of Locate); ErrNoFolder when it is missing. The
// inbox is selected again before it returns.
func (c *Conn) MoveFrom(ctx context.Context, from string, validity uint32, uids []UID, to string) (map[UID]UID, error) {
	if !c.caps.Has(imap.CapMove) && !c.caps.Has(imap.CapUIDPlus) {
		return nil, fmt.Errorf("move to folder: %w", ErrNoMove)
	}
	moved := make(map[UID]UID, len(uids))
	err := c.within(ctx, from, false, func(now uint32) error {
		if now != validity {
			return ErrValidity
		}
		for batch := range slices.Chunk(uids, MoveBatch) {
			if err := c.moveBatch(ctx, uidSet(batch), c.outName(to), moved); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return moved, fmt.Errorf("move %d messages between folders: %w", len(uids), err)
	}
	return moved, nil
}

// aside is added to the name of a folder while it is looked at whether it is empty.
const aside = " -"

// RemoveEmpty removes a folder that holds neither mail nor folders; done is false when it stays. A deleted folder takes its
// mail with it, so nobody may put any there between the look and the end: it gets another name first. Of one whose end was
// interrupted it removes what bears that name.
func (c *Conn) RemoveEmpty(ctx context.Context, folder string) (done bool, err error) {
	name := c.outName(folder)
	bare, missing, err := c.bare(ctx, folder)
	if err == nil && missing {
		if bare, _, err = c.bare(ctx, folder+aside); err == nil && bare {
			return c.remove(ctx, name)
		}
	}
	if err != nil || !bare {
		return false, err
	}
	if old, _, err := c.bare(ctx, folder+aside); err == nil && old { // of an earlier end that was interrupted
		if _, err := c.remove(ctx, name); err != nil {
			return false, err
		}
	}
	if err := c.rename(ctx, name, name+aside); err != nil {
		return false, c.kept(err)
	}
	if bare, _, err = c.bare(ctx, folder+aside); err != nil {
		return false, err
	}
	if !bare {
		return false, c.kept(c.rename(ctx, name+aside, name))
	}
	return c.remove(ctx, name)
}

// remove ends a folder that was put aside.
func (c *Conn) remove(ctx context.Context, name string) (done bool, err error) {
	err = c.do(ctx, "UNSUBSCRIBE", func() error { return c.cl.Unsubscribe(name).Wait() })
	if c.kept(err) != nil {
		return false, err
	}
	err = c.do(ctx, "DELETE", func() error { return c.cl.Delete(name + aside).Wait() })
	return err == nil, c.kept(err)
}

// kept is nil for a refusal: the folder stays, which does no harm.
func (c *Conn) kept(err error) error {
	if refusal(err) != nil {
		return nil
	}
	return err
}

func (c *Conn) rename(ctx context.Context, from, to string) error {
	return c.do(ctx, "RENAME", func() error { return c.cl.Rename(from, to, nil).Wait() })
}

// bare says whether a folder is there and holds nothing; missing, that it is not there.
func (c *Conn) bare(ctx context.Context, folder string) (empty, missing bool, err error) {
	if c.delim != "" {
		within := 0
		err := c.do(ctx, "LIST", func() error {
			l, err := c.cl.List("", c.outName(folder)+c.delim+"*", nil).Collect()
			within = len(l)
			return err
		})
		if err != nil || within > 0 {
			return false, false, c.kept(err)
		}
	}
	err = c.do(ctx, "STATUS", func() error {
		d, err := c.cl.Status(c.outName(folder), &imap.StatusOptions{NumMessages: true}).Wait()
		empty = err == nil && d.NumMessages != nil && *d.NumMessages == 0
		return err
	})
	return empty, refusal(err) != nil, c.kept(err)
}
