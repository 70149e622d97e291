package store

import (
	"errors"
	"fmt"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Destroy destroys a case: its journal, letters and mail, and all that leads to them. What stays is a Tombstone and an
// anonymous count (Statistic); what stands on the mail servers is noted to be expunged (Expunges).
//
// The rows go with the transaction. Its keys go right behind the commit, before Update comes back: the case's own, and
// the intake key, under which earlier forms of the records of its mail were wrapped; whoever has the file and the key
// file finds noise from then on. When the process dies between the two, the next Open drops the keys: a case can be
// read whole, or not at all. What the file held is gone from it after the next Compact.
//
// Of its mail stays that it once came, so that it is not taken in again; and the digest of mail with commands, so that
// they do not act again. Whether a case may be destroyed (open letters, a hold) is the caller's to decide.
func (tx *Tx) Destroy(ref dossier.Ref, by dossier.Actor, on calendar.Date) error {
	if err := tx.destroy(ref, by, on); err != nil {
		return fmt.Errorf("destroy case %d: %w", ref, err)
	}
	return nil
}

func (tx *Tx) destroy(ref dossier.Ref, by dossier.Actor, on calendar.Date) error {
	c, err := tx.folded(ref)
	if err != nil {
		return err
	}
	steps := []func() error{
		func() error { return tx.SetDue(ref, time.Time{}) },
		func() error { return tx.newIntake() },
		func() error { return tx.putTombstone(tombstoneOf(c.fold, by, on)) },
		func() error { return tx.countStatistic(statisticOf(c.fold)) },
		func() error { return tx.destroyLetters(ref) },
		func() error { return tx.destroyMail(ref, c.fold) },
		func() error { return tx.dropHeldOf(ref) },
		func() error { return tx.dropMeasures(c.fold.Measures) },
		func() error { return tx.deleteEnding(tabThread, be32(uint32(ref))) },
		func() error { return tx.deleteEnding(tabAddress, be32(^uint32(ref))) },
		func() error { return tx.dropFolder(ref) },
		func() error { return tx.deleteRecords(tabEvent, be32(uint32(ref))) },
		func() error { return tx.delete(tabCase, be32(uint32(ref))) },
		func() error { return tx.putRoot(tabMeta, keyCompact, nil) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	delete(tx.cases, ref)
	tx.doomed = append(tx.doomed, keyID(ref))
	return nil
}

// destroyLetters removes the letters of a case, and notes the copies that were made of them.
func (tx *Tx) destroyLetters(ref dossier.Ref) error {
	prefix := be32(uint32(ref))
	for {
		keys, err := tx.kv.keys(tabLetter, prefix, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			_, r, err := tx.letter(k)
			if err != nil {
				return err
			}
			if err := errors.Join(tx.expungeCopy(ref, r), tx.dropLetter(k)); err != nil {
				return err
			}
		}
	}
}

func (tx *Tx) dropMeasures(measures []dossier.Measure) error {
	for _, m := range measures {
		if n, ok := measureNumber(m.ID); ok {
			if err := tx.kv.delete(tabMeasure, be32(n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// deleteEnding removes the rows whose keys end in a reference: it reads all keys of the table, since nothing else knows
// which Message-IDs and addresses were noted for a case.
func (tx *Tx) deleteEnding(t table, end []byte) error {
	for from := []byte(nil); ; {
		keys, err := tx.kv.keys(t, from, nil, maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			if len(k) > len(end) && string(k[len(k)-len(end):]) == string(end) {
				if err := tx.kv.delete(t, k); err != nil {
					return err
				}
			}
		}
		from = after(keys[len(keys)-1])
	}
}

// deleteRecords removes the records whose keys start with prefix, with the pieces of long ones.
func (tx *Tx) deleteRecords(t table, prefix []byte) error {
	for {
		keys, err := tx.kv.keys(t, prefix, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			if err := tx.delete(t, k); err != nil {
				return err
			}
		}
	}
}
