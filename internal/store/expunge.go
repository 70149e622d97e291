package store

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"klachtd/internal/dossier"
)

// Expunge is a message on the IMAP server that has to go since its case was destroyed.
type Expunge struct {
	ID        string // given by Expunges
	Case      dossier.Ref
	Mailbox   string
	Place     Place    // Folder "": where mail comes in; UIDValidity 0: unknown; UID 0: to be found by MessageID
	Sent      bool     // a copy of a letter of ours; with Folder "" in the folder of such copies, if it was made at all
	MessageID string   // "" when the message has none
	Digest    [32]byte // SHA-256 of its bytes; zero for a letter, whose Message-ID is nobody else's
	Size      int64    // as the server said; 0 for a letter
	Also      []string // further folders in which it may stand, when a death took the note of its filing
}

func (tx *Tx) expungeKey(mailbox string, what ...string) []byte {
	d := tx.s.digests.of(domExpunge, what...)
	return join(tx.mailboxKey(mailbox), d[:])
}

// expungeMail orders the end of one copy of a message, and takes back its filing.
func (tx *Tx) expungeMail(ref dossier.Ref, key []byte, n uint64, r mailRecord, messageID string) error {
	u, found, err := tx.uid(key)
	if err != nil || !found || u.Mail != n {
		return err
	}
	e := Expunge{Case: ref, Mailbox: r.Mailbox, MessageID: messageID, Size: r.Size}
	copy(e.Digest[:], r.Digest)
	e.Place = Place(u.Place)
	if !u.Filed {
		e.Place = Place{UIDValidity: binary.BigEndian.Uint32(key[8:]), UID: binary.BigEndian.Uint32(key[12:])}
	}
	e.Also, err = tx.Entered(ref)
	if own, err2 := tx.Folder(ref); u.Queued && u.Folder != "" && u.Folder != own {
		e.Also, err = append(slices.Clone(e.Also), u.Folder), errors.Join(err, err2) // the one for all mail
	}
	if err != nil {
		return err
	}
	if r.Partial {
		e.Digest = [32]byte{} // only its beginning is known: it is where it came in, or it is not found
		e.MessageID = ""
	}
	u.Folder, u.Queued, u.Place = "", false, placeRecord{} // the name of a folder may be that of a person
	return errors.Join(tx.kv.delete(tabFiling, key), tx.putUID(key, u), tx.putExpunge(tx.expungeKey(r.Mailbox, "mail", string(key)), e))
}

// expungeCopy orders the end of the copy of a letter, made or about to be.
func (tx *Tx) expungeCopy(ref dossier.Ref, r letterRecord) error {
	if !r.Copy || !r.Copied && r.State != string(LetterAccepted) {
		return nil
	}
	also, err := tx.Entered(ref)
	if err != nil {
		return err
	}
	e := Expunge{Case: ref, Mailbox: r.Mailbox, Place: Place(r.Place), Sent: true, MessageID: r.MessageID, Also: also}
	return tx.putExpunge(tx.expungeKey(r.Mailbox, "letter", r.MessageID), e)
}

// movedAfter orders the end of a copy once more that was filed while its case was destroyed.
func (tx *Tx) movedAfter(key []byte, r mailRecord, at Place) error {
	k := tx.expungeKey(r.Mailbox, "mail", string(key))
	e, found, err := tx.expunge(k)
	if err != nil || at.Folder == "" {
		return err
	}
	if !found {
		e = Expunge{Case: dossier.Ref(r.Destroyed), Mailbox: r.Mailbox, Size: r.Size}
		copy(e.Digest[:], r.Digest)
	}
	e.Place = at
	return tx.putExpunge(k, e)
}

func (tx *Tx) putExpunge(key []byte, e Expunge) error {
	r := expungeRecord{header: current, Case: uint32(e.Case), Mailbox: e.Mailbox, Place: placeRecord(e.Place), Sent: e.Sent,
		MessageID: e.MessageID, Size: e.Size, Also: e.Also}
	if e.Digest != ([32]byte{}) {
		r.Digest = e.Digest[:]
	}
	if err := tx.putJSON(tx.s.rootKey, tabExpunge, key, r); err != nil {
		return fmt.Errorf("order an expunge: %w", err)
	}
	return nil
}

func (tx *Tx) expunge(key []byte) (e Expunge, found bool, err error) {
	var r expungeRecord
	found, err = tx.getJSON(tx.s.rootKey, tabExpunge, key, &r)
	if err != nil || !found {
		return Expunge{}, false, err
	}
	e = Expunge{ID: hex.EncodeToString(key), Case: dossier.Ref(r.Case), Mailbox: r.Mailbox, Place: Place(r.Place),
		Sent: r.Sent, MessageID: r.MessageID, Size: r.Size, Also: r.Also}
	copy(e.Digest[:], r.Digest)
	return e, true, nil
}

// Expunges lists what has to go from a mailbox.
func (tx *Tx) Expunges(mailbox string, limit int) ([]Expunge, error) {
	prefix := tx.mailboxKey(mailbox)
	keys, err := tx.kv.keys(tabExpunge, prefix, beyond(prefix), limit)
	if err != nil {
		return nil, err
	}
	var list []Expunge
	for _, k := range keys {
		e, _, err := tx.expunge(k)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// Expunged ends the order: the message is gone. left says that it stays after all, because the server cannot remove it
// or has it elsewhere; the tombstone of its case counts it. Doing it twice changes nothing.
func (tx *Tx) Expunged(e Expunge, left bool) error {
	key, err := hex.DecodeString(e.ID)
	if err != nil {
		return fmt.Errorf("expunge %q: %w", e.ID, ErrNotFound)
	}
	now, found, err := tx.expunge(key)
	if err != nil || !found || now.Place != e.Place {
		return err // it was filed elsewhere meanwhile: that order stands
	}
	if err := tx.delete(tabExpunge, key); err != nil || !left {
		return err
	}
	t, ok, err := tx.Tombstone(e.Case)
	if err != nil || !ok {
		return err
	}
	t.Left++
	return tx.putTombstone(t)
}
