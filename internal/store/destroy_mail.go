package store

import (
	"bytes"
	"errors"
	"net/mail"
	"slices"

	"klachtd/internal/dossier"
)

// destroyMail erases the mail of a case, and what came in again with the same content.
func (tx *Tx) destroyMail(ref dossier.Ref, c *dossier.Case) error {
	ids, prefix := messageIDs(c), be32(uint32(ref))
	contents := map[string]bool{}
	for {
		keys, err := tx.kv.keys(tabFiled, prefix, beyond(prefix), maxScan)
		if err != nil {
			return err
		}
		if len(keys) == 0 {
			return tx.destroyDoubles(ref, contents, ids)
		}
		for _, k := range keys {
			n := idAtEnd(k)
			r, err := tx.mail(n)
			if err != nil {
				return err
			}
			if len(r.Content) > 0 {
				contents[string(r.Content)] = true
			}
			if err := errors.Join(tx.destroyOne(ref, n, r, ids), tx.kv.delete(tabFiled, k)); err != nil {
				return err
			}
		}
	}
}

// destroyDoubles erases the messages that were ignored since another had their content before.
func (tx *Tx) destroyDoubles(ref dossier.Ref, contents map[string]bool, ids map[dossier.MailID]string) error {
	prefix := []byte{waiting[OutcomeIgnored]}
	for from := prefix; ; {
		keys, err := tx.kv.keys(tabUnfiled, from, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			n := idAtEnd(k)
			r, err := tx.mail(n)
			if err == nil && contents[string(r.Content)] {
				err = tx.destroyOne(ref, n, r, ids)
			}
			if err != nil {
				return err
			}
		}
		from = after(keys[len(keys)-1])
	}
}

// destroyOne erases one message. What stays is its identity: the UIDs under which it came, and keyed digests.
func (tx *Tx) destroyOne(ref dossier.Ref, n uint64, r mailRecord, ids map[dossier.MailID]string) error {
	id, known := ids[mailName(n)]
	if !known {
		id = tx.headerID(n, r)
	}
	if waiting[r.Outcome] != 0 {
		if err := tx.kv.delete(tabUnfiled, unfiledKey(n, r)); err != nil {
			return err
		}
	}
	keys, err := tx.copyKeys(n, r, maxScan)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := tx.expungeMail(ref, k, n, r, id); err != nil {
			return err
		}
	}
	tx.putMail(n, mailRecord{Mailbox: r.Mailbox, UIDValidity: r.UIDValidity, UID: r.UID, Digest: r.Digest,
		Content: r.Content, Attempts: r.Attempts, Outcome: r.Outcome, Size: r.Size, Erased: true, Destroyed: uint32(ref)})
	return errors.Join(tx.deleteAll(tabPiece, be64(n)), tx.dropHeld(n))
}

// messageIDs are those of the messages that a journal names.
func messageIDs(c *dossier.Case) map[dossier.MailID]string {
	ids := map[dossier.MailID]string{}
	for _, e := range c.Journal {
		var m dossier.Mail
		switch b := e.Body.(type) {
		case dossier.Received:
			m = b.Mail
		case dossier.Filed:
			m = b.Mail
		case dossier.LetterBounced:
			m = b.Mail
		case dossier.CommandGiven:
			m = b.Mail
		case dossier.CommandHeld:
			m = b.Mail
		case dossier.CommandRefused:
			m = b.Mail
		}
		if m.ID != "" && m.MessageID != "" {
			ids[m.ID] = m.MessageID
		}
	}
	return ids
}

// headerID reads the Message-ID of a message that no journal names, "" when it has none or cannot be read: it is then
// found on the server by its UID only.
func (tx *Tx) headerID(n uint64, r mailRecord) string {
	key, err := tx.messageKey(n, r)
	if err != nil || r.Pieces == 0 {
		return ""
	}
	a, err := key.aead()
	if err != nil {
		return ""
	}
	piece, err := tx.piece(a, n, 0)
	if err != nil {
		return ""
	}
	m, err := mail.ReadMessage(bytes.NewReader(piece))
	if err != nil {
		return ""
	}
	return m.Header.Get("Message-ID")
}

// newIntake gives the messages that no case holds another key to be wrapped by, and dooms the one that they had.
func (tx *Tx) newIntake() error {
	if slices.ContainsFunc(tx.doomed, func(id keyID) bool { return id >= ownKeys }) {
		return nil // once a transaction is enough
	}
	old, err := tx.intakeKey()
	if err != nil {
		return err
	}
	fresh, err := tx.s.keys.makeOwn(old)
	if err != nil {
		return err
	}
	c, err := tx.count(countIntake)
	if err != nil {
		return err
	}
	c.n, c.dirty = uint64(fresh-intakeKey0), true
	tx.doomed = append(tx.doomed, old)
	for _, t := range []table{tabPending, tabUnfiled} {
		if err := tx.rewrapAll(t, old); err != nil {
			return err
		}
	}
	return nil
}

// rewrapAll wraps the messages of an index anew that are under an old key.
func (tx *Tx) rewrapAll(t table, old keyID) error {
	for from := []byte(nil); ; {
		keys, err := tx.kv.keys(t, from, nil, maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			n := idAtEnd(k)
			r, err := tx.mail(n)
			if err != nil {
				return err
			}
			if r.Erased || keyID(r.Key) != old {
				continue
			}
			if err := tx.rewrap(n, &r, 0); err != nil {
				return err
			}
			tx.putMail(n, r)
		}
		from = after(keys[len(keys)-1])
	}
}

// intakeKey is the key that wraps the keys of messages which no case holds. Each destruction changes it.
func (tx *Tx) intakeKey() (keyID, error) {
	n, err := tx.counter(countIntake)
	return intakeKey0 + keyID(n), err
}
