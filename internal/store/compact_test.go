package store

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"klachtd/internal/dossier"
)

func TestCompact(t *testing.T) {
	s := build(t, quick(t, Options{}))
	destroyed, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	var event []byte
	raw(t, s, func(k *kv) error { // the sealed journal of case 1, as it stands in the file
		rows, err := k.scan(tabEvent, be32(1), be32(2), 1)
		event = rows[0].value
		return errors.Join(err, k.put(tabMeta, keyCompact, nil), k.delete(tabMeta, keyCompact))
	})
	if !bytes.Contains(destroyed, event[:64]) {
		t.Fatal("the journal of case 1 cannot be found in the file")
	}
	due := func(want bool) {
		t.Helper()
		if got, err := s.CompactDue(); got != want || err != nil {
			t.Errorf("compaction is due: %v, want %v: %v", got, want, err)
		}
	}
	due(false)
	destroy(t, s, 1)
	due(true)
	s = reopen(t, s)
	due(true)
	was := picture(t, s)
	before, _ := os.ReadFile(s.path)
	if !bytes.Contains(before, event[:64]) {
		t.Error("the free page is gone already: the test proves nothing")
	}
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	due(false)
	after, _ := os.ReadFile(s.path)
	if bytes.Contains(after, event[:64]) {
		t.Error("a record of the destroyed case still stands in the file")
	}
	for range 2 {
		sound(t, s)
		if picture(t, s) != was {
			t.Error("a compacted store shows something else")
		}
		if _, err := Open(Options{Dir: s.opts.Dir, Timeout: time.Millisecond}); !errors.Is(err, ErrLocked) {
			t.Errorf("a second process opens it: %v", err)
		}
		update(t, s, func(tx *Tx) error { _, err := tx.AddMail(mailOf(100)); return err })
		update(t, s, func(tx *Tx) error { return tx.SetSandboxNow(start) })
		was = picture(t, s)
		s = reopen(t, s)
	}
	entries, _ := os.ReadDir(s.opts.Dir)
	if len(entries) != 3 {
		t.Errorf("files: %v", entries)
	}
}

// Compact never makes a reader wait for another reader.
func TestCompactWaitsItsTurn(t *testing.T) {
	s := build(t, quick(t, Options{}))
	s.gate.RLock()
	if err := s.alone(func() error { t.Error("ran beside a reader"); return nil }); err != ErrBusy {
		t.Errorf("got %v", err)
	}
	s.gate.RUnlock()
	err := s.View(func(*Tx) error {
		return s.View(func(*Tx) error { return nil })
	})
	if err != nil {
		t.Error(err)
	}
}

func TestWornFileIsCompacted(t *testing.T) {
	s := quick(t, Options{})
	var ids []dossier.MailID
	for n := range 10 {
		m := mailOf(n)
		m.UID, m.Raw = uint32(n+1), []byte(random(3 << 20)[n:])
		update(t, s, func(tx *Tx) error {
			r, err := tx.AddMail(m)
			ids = append(ids, r.ID)
			return errors.Join(err, tx.Settle(r.ID, Settled{Outcome: OutcomeTray, At: start}))
		})
	}
	if due, err := s.CompactDue(); due || err != nil {
		t.Errorf("a full file is worn: %v", err)
	}
	update(t, s, func(tx *Tx) error { _, err := tx.Erase(start.AddDate(1, 0, 0)); return err })
	if due, err := s.CompactDue(); !due || err != nil {
		t.Errorf("an empty file is not worn: %v", err)
	}
	big, _ := os.Stat(s.path)
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	if small, _ := os.Stat(s.path); small.Size()*2 > big.Size() {
		t.Errorf("from %d to %d bytes", big.Size(), small.Size())
	}
	sound(t, s)
}
