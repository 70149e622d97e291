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
	var sealed []row
	raw(t, s, func(k *kv) (err error) { // the sealed journal of case 1, as it stands in the file
		sealed, err = k.scan(tabEvent, be32(1), be32(2), 100)
		return errors.Join(err, k.put(tabMeta, keyCompact, nil), k.delete(tabMeta, keyCompact))
	})
	stands := func(file []byte) (n int) {
		for _, r := range sealed {
			if bytes.Contains(file, r.value[:min(64, len(r.value))]) {
				n++
			}
		}
		return n
	}
	if n := stands(destroyed); n == 0 || n != len(sealed) {
		t.Fatalf("%d of %d events of case 1 can be found in the file", n, len(sealed))
	}
	due := func(want bool) {
		t.Helper()
		if got, err := s.CompactDue(); got != want || err != nil {
			t.Errorf("compaction is due: %v, want %v: %v", got, want, err)
		}
	}
	due(false)
	destroy(t, s, 1)
	if before, _ := os.ReadFile(s.path); stands(before) == 0 { // later transactions may use the free pages again
		t.Error("the free pages are gone already: the test proves nothing")
	}
	due(true)
	s = reopen(t, s)
	due(true)
	was := picture(t, s)
	if err := s.Compact(); err != nil {
		t.Fatal(err)
	}
	due(false)
	after, _ := os.ReadFile(s.path)
	if stands(after) > 0 {
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
