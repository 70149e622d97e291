package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	bolt "go.etcd.io/bbolt"
)

// keyCompact marks that a case was destroyed since the file was last compacted.
var keyCompact = []byte("compact")

// Limits of Compact.
const (
	compactBatch = 1 << 20 // bytes of one transaction of the new file
	compactTries = 1000    // looks for a moment at which nobody reads or writes, one after the other
	wornPages    = 1 << 12 // pages from which on a file that is half empty is worth it: 16 MiB
)

// CompactDue says whether the file holds what should go: rows of a destroyed case in pages that are free but still
// there, or free pages for more than half of it.
func (s *Store) CompactDue() (due bool, err error) {
	err = s.View(func(tx *Tx) error {
		v, err := tx.getRoot(tabMeta, keyCompact)
		due = v != nil
		return err
	})
	if err != nil || due {
		return due, err
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	defer trapFaults()()
	kv, err := s.engine.begin(true)
	if err != nil {
		return false, err
	}
	defer kv.rollback()
	free, all, err := kv.pages()
	return all >= wornPages && 2*free > all, err
}

// Compact copies what the store holds into a new file, without free pages, and puts it in the place of the old one,
// whole or not at all. It takes a moment in which no transaction runs, and lets none begin until it is done; ErrBusy is
// returned when there is no such moment now. The disk needs room for both files.
func (s *Store) Compact() error {
	if err := s.alone(s.compact); err != nil {
		return fmt.Errorf("compact store: %w", err)
	}
	return nil
}

// alone calls f while no transaction runs. It never makes others wait for its turn: a reader that opens a second
// transaction would then wait for ever.
func (s *Store) alone(f func() error) error {
	for range compactTries {
		if s.gate.TryLock() {
			defer s.gate.Unlock()
			if err := s.usable(); err != nil {
				return err
			}
			return f()
		}
		runtime.Gosched()
	}
	return ErrBusy
}

func (s *Store) compact() error {
	tmp := unfinished(s.path)
	defer os.Remove(tmp)
	fresh, err := s.engine.copyTo(tmp)
	if err != nil {
		return err
	}
	if err := os.Rename(tmp, s.path); err != nil {
		return errors.Join(err, fresh.close())
	}
	old := s.engine
	fresh.path, s.engine = s.path, fresh
	if err := errors.Join(syncDir(filepath.Dir(s.path)), old.close()); err != nil { // which of the two files is there after a crash?
		return s.stop(fmt.Errorf("%w: %w", ErrCommitUnknown, err))
	}
	return nil
}

// copyTo writes all rows into a new file, and returns it opened and locked.
func (e *engine) copyTo(path string) (fresh *engine, err error) {
	defer trapFaults()()
	defer fence(0, &err)
	db, err := bolt.Open(path, 0o600, &bolt.Options{
		Timeout: lockWait, FreelistType: bolt.FreelistMapType, InitialMmapSize: mapSize, NoStatistics: true, NoSync: true,
	})
	if err != nil {
		return nil, err
	}
	if err = errors.Join(bolt.Compact(db, e.db, compactBatch), db.Sync()); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	db.NoSync = false
	fresh = &engine{db: db, path: path}
	if err = fresh.settle(); err != nil {
		return nil, errors.Join(err, fresh.close())
	}
	return fresh, nil
}

// settle takes off the mark that asked for the new file, while nobody sees it yet.
func (e *engine) settle() error {
	k, err := e.begin(true)
	if err != nil {
		return err
	}
	if err := k.delete(tabMeta, keyCompact); err != nil {
		k.rollback()
		return err
	}
	return k.commit()
}

// pages counts the pages of the file, and those of them that are free. The transaction must be a writing one.
func (k *kv) pages() (free, all int, err error) {
	defer fence(0, &err)
	for id := 0; ; {
		p, err := k.tx.Page(id)
		if err != nil || p == nil {
			return free, id, err
		}
		if p.Type == "free" {
			free++
			id++
			continue
		}
		id += 1 + p.OverflowCount
	}
}
