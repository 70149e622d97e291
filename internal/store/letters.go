package store

import (
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"klachtd/internal/dossier"
)

// LetterState is the state of a letter in the outbox.
type LetterState string

// States of a letter (contract).
const (
	LetterQueued   LetterState = "queued"
	LetterAccepted LetterState = "accepted"
	LetterLater    LetterState = "later"
	LetterRefused  LetterState = "refused"
	LetterUnknown  LetterState = "unknown"
)

// open says whether the letter still has to leave.
func (s LetterState) open() bool {
	return s == LetterQueued || s == LetterLater || s == LetterUnknown
}

// Limits of letters.
const (
	MaxLetter  = 10 << 20 // bytes of one letter
	maxDuty    = 64       // bytes of the name of a duty
	maxLetters = 1000     // letters of one duty
)

// Letter is a letter in the outbox: final bytes for one recipient.
type Letter struct {
	ID        string // "<ref>/<duty>", a further letter of the same duty "<ref>/<duty>/2"; given by PutLetter
	Mailbox   string
	Ref       dossier.Ref // 0: the office
	Number    dossier.Number
	Duty      dossier.DutyID
	Name      dossier.LetterName
	From, To  string // of the envelope
	MessageID string
	Raw       []byte    // left out by Letters
	NotBefore time.Time // the first attempt is not earlier
	Queued    time.Time
	Copy      bool // a copy has to stand in Sent

	// What became of it.
	State    LetterState
	Attempts int       // begun so far, the first with the commit that queued it
	Next     time.Time // of the next attempt, while it has to leave
	At       time.Time // of the last result
	Reply    string    // of the server
	Copied   bool
	Place    Place // of the copy
}

// LetterResult is what came of an attempt.
type LetterResult struct {
	State LetterState
	Next  time.Time // of the next attempt, unless it was accepted or refused
	Reply string
	At    time.Time
}

// PutLetter puts a letter into the outbox, counts its first attempt and returns its id. Its bytes never change. A
// duty that is met by a further letter (after a bounce) keeps the earlier ones.
func (tx *Tx) PutLetter(l Letter) (id string, err error) {
	if len(l.Raw) > MaxLetter {
		return "", fmt.Errorf("letter of %d bytes of case %d: %w", len(l.Raw), l.Ref, ErrTooLarge)
	}
	if len(l.Duty) == 0 || len(l.Duty) > maxDuty || strings.Contains(string(l.Duty), "/") {
		return "", fmt.Errorf("letter of case %d has no duty: %w", l.Ref, ErrNotFound)
	}
	a, err := tx.letterAEAD(l.Ref)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(l.Raw)
	r := letterRecord{Mailbox: l.Mailbox, Number: string(l.Number), Duty: string(l.Duty), Name: string(l.Name),
		From: l.From, To: l.To, MessageID: l.MessageID, Digest: sum[:], NotBefore: utc(l.NotBefore),
		Queued: utc(l.Queued), State: string(LetterQueued), Attempts: 1, Copy: l.Copy}
	r.Next = r.Queued
	if r.NotBefore.After(r.Next) {
		r.Next = r.NotBefore
	}
	key, err := tx.freeLetter(l.Ref, string(l.Duty))
	if err != nil {
		return "", err
	}
	if err := tx.put(a, tabLetterRaw, key, l.Raw); err != nil {
		return "", err
	}
	return letterID(key), tx.putLetter(a, key, r, letterRecord{})
}

// freeLetter finds the key of the next letter of a duty.
func (tx *Tx) freeLetter(ref dossier.Ref, duty string) ([]byte, error) {
	for n := 1; n <= maxLetters; n++ {
		key := letterKey(ref, duty, n)
		if _, ok, err := tx.kv.head(tabLetter, key); err != nil || !ok {
			return key, err
		}
	}
	return nil, fmt.Errorf("letters of duty %s of case %d: %w", duty, ref, ErrTooLarge)
}

// letterKey orders letters by case, duty and number.
func letterKey(ref dossier.Ref, duty string, n int) []byte {
	return binary.BigEndian.AppendUint16(append(be32(uint32(ref)), duty+"/"...), uint16(n))
}

// letterID is what the key says, in words; letterKeyOf is its reverse.
func letterID(key []byte) string {
	ref, duty := binary.BigEndian.Uint32(key), string(key[4:len(key)-3])
	id := strconv.FormatUint(uint64(ref), 10) + "/" + duty
	if n := binary.BigEndian.Uint16(key[len(key)-2:]); n > 1 {
		id += "/" + strconv.Itoa(int(n))
	}
	return id
}

func letterKeyOf(id string) ([]byte, error) {
	parts := strings.Split(id, "/")
	ref, err := strconv.ParseUint(parts[0], 10, 32)
	n := 1
	if err == nil && len(parts) == 3 {
		n, err = strconv.Atoi(parts[2])
	}
	if err != nil || len(parts) < 2 || len(parts) > 3 || n < 1 || n > maxLetters {
		return nil, fmt.Errorf("letter %q: %w", id, ErrNotFound)
	}
	return letterKey(dossier.Ref(ref), parts[1], n), nil
}

// letterAEAD is the cipher of a case's letters, or of the office's.
func (tx *Tx) letterAEAD(ref dossier.Ref) (cipher.AEAD, error) {
	if ref == 0 {
		return tx.s.rootKey, nil
	}
	c, err := tx.openCase(ref)
	if err != nil {
		return nil, err
	}
	return c.aead, nil
}

// letter reads a letter's record.
func (tx *Tx) letter(key []byte) (a cipher.AEAD, r letterRecord, err error) {
	_, ok, err := tx.kv.head(tabLetter, key)
	if err == nil && !ok {
		err = ErrNotFound
		if _, gone, _ := tx.kv.head(tabDestroyed, key[:4]); gone {
			err = ErrDestroyed
		}
	}
	if err != nil {
		return nil, r, fmt.Errorf("letter %s: %w", letterID(key), err)
	}
	if ref := dossier.Ref(binary.BigEndian.Uint32(key)); ref == 0 {
		a = tx.s.rootKey
	} else if a, err = tx.s.keys.aead(keyID(ref)); err != nil { // the case itself need not be read for a letter
		return nil, r, fmt.Errorf("letter %s: %w", letterID(key), err)
	}
	if _, err := tx.getJSON(a, tabLetter, key, &r); err != nil {
		return nil, r, fmt.Errorf("letter %s: %w", letterID(key), err)
	}
	return a, r, nil
}

// putLetter writes a letter's record and moves its rows in the indexes from where they were.
func (tx *Tx) putLetter(a cipher.AEAD, key []byte, r, was letterRecord) error {
	r.header = current
	err := errors.Join(
		tx.index(tabOutbox, tx.outboxKey(key, was), tx.outboxKey(key, r)),
		tx.index(tabStarted, startedKey(key, was), startedKey(key, r)),
		tx.index(tabSent, tx.sentKey(key, was), tx.sentKey(key, r)),
		tx.putJSON(a, tabLetter, key, r),
	)
	if err != nil {
		return fmt.Errorf("letter %s: %w", letterID(key), err)
	}
	return nil
}

// index moves an index row; a nil key is none.
func (tx *Tx) index(t table, from, to []byte) error {
	if string(from) == string(to) {
		return nil
	}
	if from != nil {
		if err := tx.delete(t, from); err != nil {
			return err
		}
	}
	if to == nil {
		return nil
	}
	return tx.putRoot(t, to, nil)
}

// outboxKey is the row of a letter that has to leave: by mailbox and time.
func (tx *Tx) outboxKey(key []byte, r letterRecord) []byte {
	if !LetterState(r.State).open() {
		return nil
	}
	return join(tx.mailboxKey(r.Mailbox), timeKey(r.Next), key)
}

// startedKey is the row of a letter of which an attempt runs.
func startedKey(key []byte, r letterRecord) []byte {
	if !r.Started {
		return nil
	}
	return key
}

// sentKey is the row of a letter whose copy has to go to Sent.
func (tx *Tx) sentKey(key []byte, r letterRecord) []byte {
	if r.State != string(LetterAccepted) || !r.Copy || r.Copied {
		return nil
	}
	return join(tx.mailboxKey(r.Mailbox), key)
}

// whole makes what the API shows of a letter's record.
func (r letterRecord) whole(key []byte) Letter {
	return Letter{ID: letterID(key), Mailbox: r.Mailbox, Ref: dossier.Ref(binary.BigEndian.Uint32(key)),
		Number: dossier.Number(r.Number), Duty: dossier.DutyID(r.Duty), Name: dossier.LetterName(r.Name), From: r.From,
		To: r.To, MessageID: r.MessageID, NotBefore: r.NotBefore, Queued: r.Queued, Copy: r.Copy,
		State: LetterState(r.State), Attempts: r.Attempts, Next: r.Next, At: r.At, Reply: r.Reply, Copied: r.Copied,
		Place: Place(r.Place)}
}

// fullLetter reads a letter with its bytes.
func (tx *Tx) fullLetter(key []byte) (Letter, error) {
	a, r, err := tx.letter(key)
	if err != nil {
		return Letter{}, err
	}
	l := r.whole(key)
	if l.Raw, err = tx.get(a, tabLetterRaw, key); err == nil && l.Raw == nil {
		err = ErrDamaged
	}
	if err != nil {
		return Letter{}, fmt.Errorf("bytes of letter %s: %w", l.ID, err)
	}
	return l, nil
}

// Letter returns a letter with its bytes, in whatever state, or ErrNotFound.
func (tx *Tx) Letter(id string) (Letter, error) {
	key, err := letterKeyOf(id)
	if err != nil {
		return Letter{}, err
	}
	return tx.fullLetter(key)
}
