package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Tombstone is what stays of a case that was destroyed: nothing of its parties, nor of what they wrote.
type Tombstone struct {
	Ref       dossier.Ref
	Number    dossier.Number
	Kind      dossier.Kind
	Mailbox   string
	Outcome   string
	Received  calendar.Date
	Closed    calendar.Date
	Destroyed calendar.Date
	By        dossier.Actor // on whose word: a role, and a person of the configuration
	Left      int           // messages on the IMAP server that could not be expunged
	Request   string        // digest of the complainant's last mail, when destruction came before its time
	Asked     time.Time     // when that mail arrived
}

func tombstoneOf(c *dossier.Case, by dossier.Actor, on calendar.Date) Tombstone {
	return Tombstone{Ref: c.Ref, Number: c.Number, Kind: c.Kind, Mailbox: c.Mailbox, Outcome: c.Outcome,
		Received: c.Received, Closed: c.Closed, Destroyed: on, By: dossier.Actor{Role: by.Role, Person: by.Person}}.asked(c)
}

// asked notes on which mail a case was destroyed whose time had not come: the last one of the complainant, or of who acts
// for him. Only its digest stays, and its day, by which whoever still has the mail can show that he asked.
func (t Tombstone) asked(c *dossier.Case) Tombstone {
	if kept := c.Term(dossier.TermRetention); kept == nil || !kept.Due.After(t.Destroyed) {
		return t
	}
	for _, e := range c.Journal {
		b, ok := e.Body.(dossier.Filed)
		p, _ := c.Party(e.By.Party)
		if ok && (p.Role == dossier.RoleComplainant || p.Role == dossier.RoleRepresentative) {
			t.Request, t.Asked = b.Mail.Digest, b.Mail.Arrived
		}
	}
	return t
}

func (tx *Tx) putTombstone(t Tombstone) error {
	r := tombstoneRecord{header: current, Number: string(t.Number), Kind: string(t.Kind), Mailbox: t.Mailbox,
		Outcome: t.Outcome, Received: t.Received, Closed: t.Closed, Destroyed: t.Destroyed, Role: string(t.By.Role),
		Person: string(t.By.Person), Left: t.Left, Request: t.Request, Asked: t.Asked}
	return tx.putJSON(tx.s.rootKey, tabDestroyed, be32(uint32(t.Ref)), r)
}

// Tombstone returns what stays of a destroyed case; ok is false for a case that was not destroyed.
func (tx *Tx) Tombstone(ref dossier.Ref) (t Tombstone, ok bool, err error) {
	var r tombstoneRecord
	ok, err = tx.getJSON(tx.s.rootKey, tabDestroyed, be32(uint32(ref)), &r)
	if err != nil || !ok {
		return Tombstone{}, false, err
	}
	return Tombstone{Ref: ref, Number: dossier.Number(r.Number), Kind: dossier.Kind(r.Kind), Mailbox: r.Mailbox,
		Outcome: r.Outcome, Received: r.Received, Closed: r.Closed, Destroyed: r.Destroyed, Left: r.Left,
		Request: r.Request, Asked: r.Asked,
		By: dossier.Actor{Role: dossier.Role(r.Role), Person: dossier.PersonID(r.Person)}}, true, nil
}

// Tombstones lists destroyed cases in order of their references, beginning behind from (0: at the first).
func (tx *Tx) Tombstones(from dossier.Ref, limit int) ([]Tombstone, error) {
	keys, err := tx.kv.keys(tabDestroyed, be32(uint32(from)+1), nil, limit)
	if err != nil {
		return nil, err
	}
	var list []Tombstone
	for _, k := range keys {
		t, _, err := tx.Tombstone(dossier.Ref(binary.BigEndian.Uint32(k)))
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// missing is the error for a case without a record: destroyed, or never there.
func (tx *Tx) missing(ref dossier.Ref) error {
	_, ok, err := tx.kv.head(tabDestroyed, be32(uint32(ref)))
	switch {
	case err != nil:
		return err
	case ok:
		return fmt.Errorf("case %d: %w", ref, ErrDestroyed)
	}
	return fmt.Errorf("case %d: %w", ref, ErrNotFound)
}

// condemned lists the keys that a crash kept from being dropped, and those that were made in vain.
func (tx *Tx) condemned() ([]keyID, error) {
	intake, err := tx.intakeKey()
	if err != nil {
		return nil, err
	}
	ids, err := tx.s.keys.strays(intake)
	if err != nil {
		return nil, err
	}
	for from := []byte(nil); ; {
		keys, err := tx.kv.keys(tabDestroyed, from, nil, maxScan)
		if err != nil || len(keys) == 0 {
			return ids, err
		}
		for _, k := range keys {
			id := keyID(binary.BigEndian.Uint32(k))
			if err := tx.s.keys.has(id); err == nil {
				ids = append(ids, id)
			} else if !errors.Is(err, ErrDestroyed) {
				return nil, err
			}
		}
		from = after(keys[len(keys)-1])
	}
}
