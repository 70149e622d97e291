package store

import (
	"encoding/binary"
	"errors"
	"fmt"

	"klachtd/internal/dossier"
)

// CancelLetters takes the letters of duties out of the outbox, for good. ErrAttempted comes back, and nothing changed,
// when one of them was tried or has left. A letter under way for the first time looks here like one that waits: whoever
// sends has to look at that. Duties without a letter are passed over.
func (tx *Tx) CancelLetters(ref dossier.Ref, duties []dossier.DutyID) error {
	var keys [][]byte
	for _, d := range duties {
		of, err := tx.lettersOf(ref, d)
		if err != nil {
			return err
		}
		keys = append(keys, of...)
	}
	for _, k := range keys {
		_, r, err := tx.letter(k)
		if err != nil {
			return err
		}
		if r.State != string(LetterQueued) || r.Attempts > 1 || r.Started {
			return fmt.Errorf("cancel letter %s: %w", letterID(k), ErrAttempted)
		}
	}
	for _, k := range keys {
		if err := tx.dropLetter(k); err != nil {
			return fmt.Errorf("cancel letter %s: %w", letterID(k), err)
		}
	}
	return nil
}

// lettersOf lists the keys of the letters of a duty.
func (tx *Tx) lettersOf(ref dossier.Ref, duty dossier.DutyID) ([][]byte, error) {
	first := letterKey(ref, string(duty), 0)
	return tx.kv.keys(tabLetter, first, beyond(first[:len(first)-2]), maxLetters)
}

// dropLetter removes a letter with its bytes, its rows in the indexes and its Message-ID.
func (tx *Tx) dropLetter(key []byte) error {
	_, r, err := tx.letter(key)
	if err != nil {
		return err
	}
	thread := join(tx.threadKey(r.MessageID), be32(binary.BigEndian.Uint32(key)))
	return errors.Join(
		tx.index(tabOutbox, tx.outboxKey(key, r), nil), tx.index(tabStarted, startedKey(key, r), nil),
		tx.index(tabSent, tx.sentKey(key, r), nil), tx.delete(tabLetter, key), tx.delete(tabLetterRaw, key),
		tx.kv.delete(tabThread, thread),
	)
}
