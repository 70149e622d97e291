package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"klachtd/internal/dossier"
)

// LettersDue lists the letters of a mailbox whose time has come, with their bytes, the earliest first;
// those of except, which are under way already, are passed over unread.
func (tx *Tx) LettersDue(mailbox string, now time.Time, limit int, except map[string]bool) ([]Letter, error) {
	prefix := tx.mailboxKey(mailbox)
	keys, err := tx.kv.keys(tabOutbox, prefix, beyond(join(prefix, timeKey(utc(now)))), limit+len(except))
	if err != nil {
		return nil, err
	}
	if len(except) > 0 {
		keys = slices.DeleteFunc(keys, func(k []byte) bool { return except[letterID(k[16:])] })
	}
	return tx.fullLetters(keys[:min(limit, len(keys))], 16)
}

// fullLetters reads the letters that index keys name behind their first bytes. Those of a destroyed case are passed
// over.
func (tx *Tx) fullLetters(keys [][]byte, skip int) ([]Letter, error) {
	var list []Letter
	for _, k := range keys {
		l, err := tx.fullLetter(k[skip:])
		if isDestroyed(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, l)
	}
	return list, nil
}

// NextLetter returns when the next letter of a mailbox has to be tried; ok is false when none waits.
func (tx *Tx) NextLetter(mailbox string) (at time.Time, ok bool, err error) {
	prefix := tx.mailboxKey(mailbox)
	keys, err := tx.kv.keys(tabOutbox, prefix, beyond(prefix), 1)
	if err != nil || len(keys) == 0 {
		return time.Time{}, false, err
	}
	return keyTime(keys[0][8:]), true, nil
}

// StartAttempt marks a further attempt at a letter, before it begins. When no result follows, because the process
// died, the letter is unknown at the next Open and due at once.
func (tx *Tx) StartAttempt(id string) error {
	return tx.changeLetter(id, func(r *letterRecord) {
		r.Attempts++
		r.Started = true
	})
}

// SetLetter notes the result of an attempt. An accepted or refused letter leaves the queue and stays readable. Of a
// letter whose case was destroyed meanwhile nothing is noted.
func (tx *Tx) SetLetter(id string, res LetterResult) error {
	if !res.State.open() && res.State != LetterAccepted && res.State != LetterRefused {
		return fmt.Errorf("letter %s: state %q: %w", id, res.State, ErrNotFound)
	}
	return tx.changeKept(id, func(r *letterRecord) {
		r.State, r.Reply, r.At, r.Started = string(res.State), res.Reply, utc(res.At), false
		r.Next = time.Time{}
		if res.State.open() {
			r.Next = utc(res.Next)
		}
	})
}

// Copied notes that the copy of a letter was made, and where. folder is the one of its case as Folder says it, "" for
// Sent; when the case has another one by now, the copy stays due. That of a letter whose case was destroyed meanwhile is
// looked for when it is expunged.
func (tx *Tx) Copied(id string, at Place, folder string) error {
	now := ""
	if key, err := letterKeyOf(id); err == nil && folder != "" {
		now, err = tx.Folder(dossier.Ref(binary.BigEndian.Uint32(key)))
		if err != nil && !isDestroyed(err) {
			return err
		}
	}
	return tx.changeKept(id, func(r *letterRecord) {
		r.Copied, r.Place, r.Own = folder == now, placeRecord(at), folder != ""
	})
}

// changeKept is changeLetter, but does nothing to a letter that went with its case.
func (tx *Tx) changeKept(id string, f func(*letterRecord)) error {
	if err := tx.changeLetter(id, f); !isDestroyed(err) {
		return err
	}
	return nil
}

func (tx *Tx) changeLetter(id string, f func(*letterRecord)) error {
	key, err := letterKeyOf(id)
	if err != nil {
		return err
	}
	a, was, err := tx.letter(key)
	if err != nil {
		return err
	}
	r := was
	f(&r)
	return tx.putLetter(a, key, r, was)
}

// CopiesDue lists the accepted letters of a mailbox whose copy has to be made, with their bytes. One whose Place has a
// folder stands there, and has to go elsewhere: its case has got another folder.
func (tx *Tx) CopiesDue(mailbox string, limit int) ([]Letter, error) {
	prefix := tx.mailboxKey(mailbox)
	keys, err := tx.kv.keys(tabSent, prefix, beyond(prefix), limit)
	if err != nil {
		return nil, err
	}
	return tx.fullLetters(keys, 8)
}

// LetterFilter chooses letters for a list. The zero filter chooses those that still have to leave.
type LetterFilter struct {
	All     bool         // also accepted and refused ones
	Mailbox string       // "": of every mailbox
	State   LetterState  // "": in every state; accepted and refused need All or Case
	Case    *dossier.Ref // only those of this case (0: the office), in whatever state
	After   string       // the last letter of the page before
}

func (f LetterFilter) takes(r letterRecord) bool {
	return (f.Mailbox == "" || r.Mailbox == f.Mailbox) && (f.State == "" || r.State == string(f.State))
}

// Letters lists letters without their bytes: those that have to leave in order of mailbox and time, others in order
// of case and duty. Letters of destroyed cases are passed over.
func (tx *Tx) Letters(f LetterFilter, limit int) ([]Letter, error) {
	if f.All || f.Case != nil {
		return tx.listLetters(f, limit)
	}
	var list []Letter
	from, err := tx.outboxAfter(f.After)
	if err != nil {
		return nil, err
	}
	for len(list) < limit {
		keys, err := tx.kv.keys(tabOutbox, from, nil, limit-len(list))
		if err != nil || len(keys) == 0 {
			return list, err
		}
		for _, k := range keys {
			from = after(k)
			if list, err = tx.addLetter(list, k[16:], f); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// outboxAfter finds where a page goes on: behind the row of a letter.
func (tx *Tx) outboxAfter(id string) ([]byte, error) {
	if id == "" {
		return nil, nil
	}
	key, err := letterKeyOf(id)
	if err != nil {
		return nil, err
	}
	_, r, err := tx.letter(key)
	if err != nil {
		return nil, err
	}
	r.State = string(LetterQueued)
	return after(tx.outboxKey(key, r)), nil
}

func (tx *Tx) listLetters(f LetterFilter, limit int) ([]Letter, error) {
	var from, to []byte
	if f.Case != nil {
		from = be32(uint32(*f.Case))
		to = beyond(from)
	}
	if f.After != "" {
		key, err := letterKeyOf(f.After)
		if err != nil {
			return nil, err
		}
		from = after(key)
	}
	var list []Letter
	for len(list) < limit {
		keys, err := tx.kv.keys(tabLetter, from, to, limit-len(list))
		if err != nil || len(keys) == 0 {
			return list, err
		}
		for _, k := range keys {
			from = after(k)
			if list, err = tx.addLetter(list, k, f); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

func (tx *Tx) addLetter(list []Letter, key []byte, f LetterFilter) ([]Letter, error) {
	_, r, err := tx.letter(key)
	if isDestroyed(err) || err == nil && !f.takes(r) {
		return list, nil
	}
	if err != nil {
		return nil, err
	}
	return append(list, r.whole(key)), nil
}

// unfinishedAttempts makes the letters unknown whose attempt was cut short: the server may have taken them.
func (tx *Tx) unfinishedAttempts() error {
	keys, err := tx.kv.keys(tabStarted, nil, nil, maxScan)
	if err != nil {
		return err
	}
	for _, k := range keys {
		a, was, err2 := tx.letter(k)
		if isDestroyed(err2) {
			err2 = tx.delete(tabStarted, k)
		} else if err2 == nil {
			r := was
			r.State, r.Started, r.Next = string(LetterUnknown), false, was.Queued
			err2 = tx.putLetter(a, k, r, was)
		}
		err = errors.Join(err, err2)
	}
	return err
}
