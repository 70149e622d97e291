package store

import (
	"encoding/binary"
	"fmt"
	"time"

	"klachtd/internal/dossier"
)

// Held is a mail with commands that waits for a one-time code. The code itself is kept nowhere.
type Held struct {
	Mail   dossier.MailID
	Case   dossier.Ref // 0: the office
	Person dossier.PersonID
	Until  time.Time // from then on the code is good for nothing
	Tries  int       // wrong codes so far
}

// maxHeld bounds what HeldOf returns: one person's mail in one case.
const maxHeld = 100

// What the keys of table held start with: the mail, and the indexes by case and by end.
var (
	heldMail = []byte{0}
	heldCase = []byte{1}
	heldEnd  = []byte{2}
)

func heldOfCase(ref dossier.Ref, n uint64) []byte { return join(heldCase, be32(uint32(ref)), be64(n)) }
func heldUntil(at time.Time, n uint64) []byte     { return join(heldEnd, timeKey(utc(at)), be64(n)) }

// PutHeld lets the commands of a mail wait, or changes what is known of one that waits.
func (tx *Tx) PutHeld(h Held) error {
	n, err := mailNumber(h.Mail)
	if err != nil {
		return err
	}
	if err := tx.dropHeld(n); err != nil {
		return err
	}
	r := heldRecord{header: current, Case: uint32(h.Case), Person: string(h.Person), Until: utc(h.Until), Tries: h.Tries}
	if err := tx.putJSON(tx.s.rootKey, tabHeld, join(heldMail, be64(n)), r); err != nil {
		return fmt.Errorf("hold message %s: %w", h.Mail, err)
	}
	for _, key := range [][]byte{heldOfCase(h.Case, n), heldUntil(h.Until, n)} {
		if err := tx.putRoot(tabHeld, key, nil); err != nil {
			return fmt.Errorf("hold message %s: %w", h.Mail, err)
		}
	}
	return nil
}

// Held finds the mail that waits; ok is false when it does not wait, or no longer. Whether its time is over is the
// caller's to see: only he knows what now is.
func (tx *Tx) Held(mail dossier.MailID) (h Held, ok bool, err error) {
	n, err := mailNumber(mail)
	if err != nil {
		return Held{}, false, nil // the id comes from a mail
	}
	return tx.held(n)
}

func (tx *Tx) held(n uint64) (h Held, ok bool, err error) {
	var r heldRecord
	ok, err = tx.getJSON(tx.s.rootKey, tabHeld, join(heldMail, be64(n)), &r)
	if err != nil || !ok {
		return Held{}, false, err
	}
	return Held{Mail: mailName(n), Case: dossier.Ref(r.Case), Person: dossier.PersonID(r.Person), Until: r.Until,
		Tries: r.Tries}, true, nil
}

// HeldOf lists what waits for a person in a case, the oldest first.
func (tx *Tx) HeldOf(ref dossier.Ref, person dossier.PersonID) ([]Held, error) {
	prefix := join(heldCase, be32(uint32(ref)))
	var list []Held
	for from := prefix; len(list) < maxHeld; {
		keys, err := tx.kv.keys(tabHeld, from, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return list, err
		}
		for _, k := range keys {
			h, ok, err := tx.held(idAtEnd(k))
			if err != nil {
				return nil, err
			}
			if ok && h.Person == person && len(list) < maxHeld {
				list = append(list, h)
			}
		}
		from = after(keys[len(keys)-1])
	}
	return list, nil
}

// CountTry counts a wrong code and returns how many that makes. ErrNotFound when the mail does not wait.
func (tx *Tx) CountTry(mail dossier.MailID) (int, error) {
	h, ok, err := tx.Held(mail)
	if err == nil && !ok {
		err = fmt.Errorf("commands of message %q do not wait: %w", mail, ErrNotFound)
	}
	if err != nil {
		return 0, err
	}
	h.Tries++
	return h.Tries, tx.PutHeld(h)
}

// DropHeld ends the waiting of a mail: its code came, or is not to come any more. One that does not wait is no error.
func (tx *Tx) DropHeld(mail dossier.MailID) error {
	n, err := mailNumber(mail)
	if err != nil {
		return err
	}
	return tx.dropHeld(n)
}

func (tx *Tx) dropHeld(n uint64) error {
	h, ok, err := tx.held(n)
	if err != nil || !ok {
		return err
	}
	for _, key := range [][]byte{join(heldMail, be64(n)), heldOfCase(h.Case, n), heldUntil(h.Until, n)} {
		if err := tx.kv.delete(tabHeld, key); err != nil {
			return err
		}
	}
	return nil
}

// SweepHeld ends the waiting of what waited in vain, at most limit of it, and returns that, the oldest first.
func (tx *Tx) SweepHeld(now time.Time, limit int) ([]Held, error) {
	keys, err := tx.kv.keys(tabHeld, heldEnd, join(heldEnd, timeKey(utc(now)), be64(^uint64(0))), limit)
	if err != nil {
		return nil, err
	}
	var over []Held
	for _, k := range keys {
		n := binary.BigEndian.Uint64(k[len(k)-8:])
		h, ok, err := tx.held(n)
		if err != nil {
			return nil, err
		}
		if ok {
			over = append(over, h)
		}
		if err := tx.dropHeld(n); err != nil {
			return nil, err
		}
	}
	return over, nil
}

// dropHeldOf ends the waiting of all mail of a case.
func (tx *Tx) dropHeldOf(ref dossier.Ref) error {
	prefix := join(heldCase, be32(uint32(ref)))
	for {
		keys, err := tx.kv.keys(tabHeld, prefix, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			if err := tx.dropHeld(idAtEnd(k)); err != nil {
				return err
			}
		}
	}
}
