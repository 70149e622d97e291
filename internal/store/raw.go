package store

import (
	"bytes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"time"

	"klachtd/internal/dossier"
)

// wrapLabel binds a wrapped message key to its message.
func wrapLabel(n uint64) []byte { return append([]byte("message key"), be64(n)...) }

// wrap seals the key of a message under another key.
func (tx *Tx) wrap(n uint64, r *mailRecord, key secret, under keyID) error {
	a, err := tx.s.keys.aead(under)
	if err != nil {
		return err
	}
	r.Key, r.Wrapped = uint32(under), a.Seal(nil, nil, key[:], wrapLabel(n))
	return nil
}

// rewrap moves the key of a message under that of a case: from then on it dies with the case. Case 0 is the intake.
func (tx *Tx) rewrap(n uint64, r *mailRecord, ref dossier.Ref) error {
	key, err := tx.messageKey(n, *r)
	if err != nil {
		return err
	}
	if ref == 0 {
		under, err := tx.intakeKey()
		if err != nil {
			return err
		}
		return tx.wrap(n, r, key, under)
	}
	if _, err := tx.openCase(ref); err != nil {
		return err
	}
	return tx.wrap(n, r, key, keyID(ref))
}

func (tx *Tx) messageKey(n uint64, r mailRecord) (s secret, err error) {
	if r.Erased {
		return s, fmt.Errorf("message m%d: %w", n, ErrDestroyed)
	}
	a, err := tx.s.keys.aead(keyID(r.Key))
	if err != nil {
		return s, fmt.Errorf("message m%d: %w", n, err)
	}
	key, err := a.Open(nil, nil, r.Wrapped, wrapLabel(n))
	if err != nil || len(key) != len(s) {
		return s, fmt.Errorf("key of message m%d: %w", n, ErrDamaged)
	}
	return secret(key), nil
}

// RawMail returns the bytes of a message, exactly as they were fetched. ErrDestroyed says that they are gone.
func (tx *Tx) RawMail(id dossier.MailID) ([]byte, error) {
	var b bytes.Buffer
	err := tx.WriteRaw(id, &b)
	return b.Bytes(), err
}

// WriteRaw writes the bytes of a message piece by piece, so that a large one needs little memory.
func (tx *Tx) WriteRaw(id dossier.MailID, w io.Writer) error {
	n, err := mailNumber(id)
	if err != nil {
		return err
	}
	r, err := tx.mail(n)
	if err != nil {
		return err
	}
	return tx.writeRaw(n, r, w)
}

func (tx *Tx) writeRaw(n uint64, r mailRecord, w io.Writer) error {
	key, err := tx.messageKey(n, r)
	if err != nil {
		return err
	}
	a, err := key.aead()
	if err != nil {
		return err
	}
	for i := range r.Pieces {
		piece, err := tx.piece(a, n, uint32(i))
		if err != nil {
			return err
		}
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) piece(a cipher.AEAD, n uint64, i uint32) ([]byte, error) {
	k := pieceKey(n, i)
	v, err := tx.kv.get(tabPiece, k)
	if err != nil {
		return nil, err
	}
	if v == nil {
		return nil, fmt.Errorf("piece %d of message m%d is missing: %w", i, n, ErrDamaged)
	}
	return tx.open(a, tabPiece, k, v)
}

// maxErase is how many messages one call of Erase takes.
const maxErase = 500

// Erase destroys the bytes and keys of messages that no case holds and that got their outcome before a time, at most
// 500 of them, and returns how many; and letters of the office of before that time. That they once came stays known, so that they are not taken in again.
func (tx *Tx) Erase(before time.Time) (int, error) {
	done := 0
	for _, outcome := range []string{OutcomeCandidate, OutcomeTray, OutcomeQuarantine, OutcomeIgnored} {
		from := []byte{waiting[outcome]}
		keys, err := tx.kv.keys(tabUnfiled, from, join(from, timeKey(utc(before))), maxErase-done)
		if err != nil {
			return done, err
		}
		for _, k := range keys {
			if err := tx.erase(k); err != nil {
				return done, err
			}
			done++
		}
	}
	return done, tx.eraseNotices(before)
}

// eraseNotices removes letters of the office that left, or never will, before a time: they show what stood in the tray,
// also of mail that a case held later and took with it.
func (tx *Tx) eraseNotices(before time.Time) error {
	prefix := be32(0)
	for from := prefix; ; {
		keys, err := tx.kv.keys(tabLetter, from, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			_, r, err := tx.letter(k)
			if err == nil && !LetterState(r.State).open() && r.Queued.Before(before) {
				err = tx.dropLetter(k)
			}
			if err != nil {
				return err
			}
		}
		from = after(keys[len(keys)-1])
	}
}

func (tx *Tx) erase(key []byte) error {
	n := idAtEnd(key)
	r, err := tx.mail(n)
	if err != nil {
		return err
	}
	r.Erased, r.Wrapped, r.Key, r.Pieces = true, nil, 0, 0
	tx.putMail(n, r)
	return errors.Join(tx.deleteAll(tabPiece, be64(n)), tx.delete(tabUnfiled, key))
}
