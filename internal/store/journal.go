package store

import (
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"fmt"

	"klachtd/internal/dossier"
)

// maxEvents is how many events one case may have.
const maxEvents = 100_000

// Append adds events to the journal of a case, as one record, and brings its summary up to date. They must continue
// the journal without a gap, else a *SequenceError comes back: a defect, or a lost update.
func (tx *Tx) Append(ref dossier.Ref, events []dossier.Event) error {
	if len(events) == 0 {
		return nil
	}
	c, err := tx.folded(ref)
	if err != nil {
		return err
	}
	if err := continues(ref, c.fold.Seq, events); err != nil {
		return err
	}
	if c.fold.Seq+len(events) > maxEvents {
		return fmt.Errorf("append to case %d: %w", ref, ErrTooLarge)
	}
	key := join(be32(uint32(ref)), be32(uint32(events[0].Seq)))
	if err := tx.putJSON(c.aead, tabEvent, key, eventsOf(events)); err != nil {
		return fmt.Errorf("append to case %d: %w", ref, err)
	}
	for _, e := range events {
		c.fold.Apply(e)
	}
	c.dirty = true
	return nil
}

func continues(ref dossier.Ref, seq int, events []dossier.Event) error {
	for i, e := range events {
		if want := seq + 1 + i; e.Seq != want {
			return &SequenceError{Ref: ref, Want: want, Got: e.Seq}
		}
	}
	return nil
}

func eventsOf(events []dossier.Event) eventsRecord {
	r := eventsRecord{header: current, Events: make([]eventRecord, len(events))}
	for i, e := range events {
		r.Events[i] = recordOf(e)
	}
	return r
}

// events reads the journal of a case.
func (tx *Tx) events(a cipher.AEAD, ref dossier.Ref) ([]dossier.Event, error) {
	prefix := be32(uint32(ref))
	events, err := tx.journal(a, tabEvent, prefix, beyond(prefix), 1)
	if err != nil {
		return nil, fmt.Errorf("journal of case %d: %w", ref, err)
	}
	return events, nil
}

// journal reads records of events in order, which must go on from number next: a record that is missing is damage.
func (tx *Tx) journal(a cipher.AEAD, t table, from, to []byte, next int) ([]dossier.Event, error) {
	var events []dossier.Event
	for {
		rows, err := tx.kv.scan(t, from, to, 64)
		if err != nil || len(rows) == 0 {
			return events, err
		}
		for _, row := range rows {
			content, err := tx.open(a, t, row.key, row.value)
			if err != nil {
				return nil, err
			}
			more, err := decodeEvents(content)
			if err != nil {
				return nil, err
			}
			if more[0].Seq != next || binary.BigEndian.Uint32(row.key[len(row.key)-4:]) != uint32(next) {
				return nil, ErrDamaged
			}
			next += len(more)
			events = append(events, more...)
		}
		from = after(rows[len(rows)-1].key)
	}
}

func decodeEvents(content []byte) ([]dossier.Event, error) {
	var r eventsRecord
	if err := decode(content, &r); err != nil {
		return nil, err
	}
	if len(r.Events) == 0 {
		return nil, ErrDamaged
	}
	events := make([]dossier.Event, len(r.Events))
	for i, stored := range r.Events {
		e, err := stored.event()
		if err != nil {
			return nil, err
		}
		if e.Seq != r.Events[0].Seq+i {
			return nil, ErrDamaged
		}
		events[i] = e
	}
	return events, nil
}

// DropKey destroys the key of a case. From then on nothing of the case can be read from this store, and nothing from
// a copy of it either once the copies of the key file are gone that are older. The rows still stand; they are noise.
func (s *Store) DropKey(ref dossier.Ref) error {
	if err := s.usable(); err != nil {
		return err
	}
	return s.dropKeys([]keyID{keyID(ref)})
}

func (s *Store) dropKeys(ids []keyID) error {
	if err := s.keys.drop(ids...); err != nil {
		return s.stop(fmt.Errorf("destroy keys: %w", err))
	}
	return nil
}

func isDestroyed(err error) bool { return errors.Is(err, ErrDestroyed) }
