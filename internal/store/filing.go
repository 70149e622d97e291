package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"klachtd/internal/dossier"
)

// Cursor is how far a mailbox was read.
type Cursor struct {
	UIDValidity uint32
	Next        uint32 // the first UID not yet taken in
	Started     bool
	LastDrain   time.Time // when the mailbox was last read to its end
	Since       time.Time // of the UIDs under Below, those that arrived earlier are left alone: they were there at the start
	Below       uint32
}

// Cursor returns the cursor of a mailbox; the zero Cursor when it was never read.
func (tx *Tx) Cursor(mailbox string) (Cursor, error) {
	r, err := tx.cursor(mailbox)
	if err != nil {
		return Cursor{}, err
	}
	return Cursor{
		UIDValidity: r.UIDValidity, Next: r.Next, Started: r.Started, LastDrain: r.LastDrain, Since: r.Since, Below: r.Below,
	}, nil
}

// SetCursor moves the cursor of a mailbox: in the transaction that stores what lies before it.
func (tx *Tx) SetCursor(mailbox string, c Cursor) error {
	r, err := tx.cursor(mailbox)
	if err != nil {
		return err
	}
	r.UIDValidity, r.Next, r.Started, r.LastDrain = c.UIDValidity, c.Next, c.Started, utc(c.LastDrain)
	r.Since, r.Below = utc(c.Since), c.Below
	return tx.putCursor(mailbox, r)
}

func (tx *Tx) cursor(mailbox string) (r cursorRecord, err error) {
	if _, err = tx.getJSON(tx.s.rootKey, tabCursor, tx.mailboxKey(mailbox), &r); err != nil {
		return r, fmt.Errorf("read cursor: %w", err)
	}
	return r, nil
}

func (tx *Tx) putCursor(mailbox string, r cursorRecord) error {
	r.header, r.Mailbox = current, mailbox
	return tx.putJSON(tx.s.rootKey, tabCursor, tx.mailboxKey(mailbox), r)
}

// highest is the last message taken in from a mailbox in this transaction.
type highest struct{ validity, uid uint32 }

// reached notes how far the intake came. Verify holds it against the rows: a cursor beyond them shows a loss.
func (tx *Tx) reached(m NewMail) error {
	h := tx.highest[m.Mailbox]
	if h == nil {
		r, err := tx.cursor(m.Mailbox)
		if err != nil {
			return err
		}
		h = &highest{r.HighValid, r.High}
		tx.highest[m.Mailbox] = h
	}
	if m.UIDValidity != h.validity || m.UID > h.uid {
		h.validity, h.uid = m.UIDValidity, m.UID
	}
	return nil
}

func (tx *Tx) flushHighest() error {
	for mailbox, h := range tx.highest {
		r, err := tx.cursor(mailbox)
		if err != nil {
			return err
		}
		if r.HighValid == h.validity && r.High == h.uid {
			continue
		}
		r.HighValid, r.High = h.validity, h.uid
		if err := tx.putCursor(mailbox, r); err != nil {
			return err
		}
	}
	return nil
}

// Filing is a copy of a message that has to be moved on the IMAP server.
type Filing struct {
	Mail        dossier.MailID
	Mailbox     string
	UIDValidity uint32 // under which it came in
	UID         uint32
	From        Place // where it stands since an earlier filing; zero: still where it came in
	Folder      string
	Size        int64
	Digest      [32]byte // SHA-256 of its bytes, to know it again after a crash
	Also        []string // further folders of its case in which it may stand, when a death took the note of an earlier filing
}

// Filings lists what has to be moved in a mailbox, in order of UID.
func (tx *Tx) Filings(mailbox string, limit int) ([]Filing, error) {
	prefix := tx.mailboxKey(mailbox)
	keys, err := tx.kv.keys(tabFiling, prefix, beyond(prefix), limit)
	if err != nil {
		return nil, err
	}
	var list []Filing
	for _, k := range keys {
		f, err := tx.filing(k)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

func (tx *Tx) filing(key []byte) (Filing, error) {
	u, found, err := tx.uid(key)
	if err == nil && !found {
		err = fmt.Errorf("filing %x of no message: %w", key, ErrDamaged)
	}
	if err != nil {
		return Filing{}, err
	}
	r, err := tx.mail(u.Mail)
	if err != nil {
		return Filing{}, err
	}
	f := Filing{Mail: mailName(u.Mail), Mailbox: r.Mailbox, UIDValidity: binary.BigEndian.Uint32(key[8:]),
		UID: binary.BigEndian.Uint32(key[12:]), From: Place(u.Place), Folder: u.Folder, Size: r.Size}
	copy(f.Digest[:], r.Digest)
	f.Also, err = tx.enteredBy(f.Folder)
	return f, err
}

// Filed notes that a filing was carried out, and where the copy stands now. The zero Place says that it is gone. That of
// a message whose case was destroyed meanwhile has to go from there.
func (tx *Tx) Filed(f Filing, at Place) error {
	key := tx.uidKey(f.Mailbox, f.UIDValidity, f.UID)
	u, found, err := tx.uid(key)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("filed copy of message %s: %w", f.Mail, ErrNotFound)
	}
	u.Filed, u.Place = true, placeRecord(at)
	r, err := tx.mail(u.Mail)
	if err != nil {
		return err
	}
	if r.Destroyed != 0 {
		u.Place = placeRecord{} // the order below knows it; the name of a folder may be that of a person
		return errors.Join(tx.putUID(key, u), tx.movedAfter(key, r, at))
	}
	if u.Folder != f.Folder {
		return tx.putUID(key, u) // it has got another folder meanwhile: that filing still waits
	}
	u.Queued = false
	if err := tx.putUID(key, u); err != nil {
		return err
	}
	return tx.delete(tabFiling, key)
}

// fileCopies queues the filing of every copy of a message.
func (tx *Tx) fileCopies(n uint64, r mailRecord) error {
	if r.Folder == "" {
		return nil
	}
	keys, err := tx.copyKeys(n, r, maxScan)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := tx.queueFiling(k, n, r.Folder); err != nil {
			return err
		}
	}
	return nil
}

// queueFiling orders the move of one copy, unless it stands in its folder or its UID has become another message's. One whose
// move to another folder waits may be on its way there: where it stands is looked at when that is done.
func (tx *Tx) queueFiling(key []byte, n uint64, folder string) error {
	u, found, err := tx.uid(key)
	if err != nil || !found || u.Mail != n || u.Filed && u.Place.Folder == folder && !u.Queued {
		return err
	}
	u.Folder, u.Queued = folder, true
	if err := tx.putUID(key, u); err != nil {
		return err
	}
	return tx.putRoot(tabFiling, key, be64(u.Mail))
}

func idAtEnd(key []byte) uint64 { return binary.BigEndian.Uint64(key[len(key)-8:]) }
