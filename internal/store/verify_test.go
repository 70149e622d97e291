package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klachtd/internal/dossier"
)

// raw changes the store below its seals and indexes, and sets it back afterwards.
func raw(t testing.TB, s *Store, change func(*kv) error) {
	t.Helper()
	k, err := s.engine.begin(true)
	if err != nil {
		t.Fatal(err)
	}
	if err := change(k); err != nil {
		t.Fatal(err)
	}
	if err := k.commit(); err != nil {
		t.Fatal(err)
	}
}

// found runs verify and returns what it tells of a table, "" for any.
func found(t testing.TB, s *Store, tab string) []Problem {
	t.Helper()
	problems, err := s.Verify(nil)
	if err != nil {
		t.Fatal(err)
	}
	var of []Problem
	for _, p := range problems {
		if tab == "" || p.Table == tab {
			of = append(of, p)
		}
	}
	return of
}

func everyRow(t testing.TB, s *Store) map[table][]row {
	t.Helper()
	all := map[table][]row{}
	view(t, s, func(tx *Tx) error {
		for tab := tabMeta; tab < tabEnd; tab++ {
			rows, err := tx.kv.scan(tab, nil, nil, maxScan)
			if err != nil {
				return err
			}
			all[tab] = rows
		}
		return nil
	})
	return all
}

// One bit that is turned in any value, and a row that is lost, is found: for every row of the store.
func TestVerifyFindsEveryBit(t *testing.T) {
	s := build(t, quick(t, Options{}))
	sound(t, s)
	for tab, rows := range everyRow(t, s) {
		for i, r := range rows {
			bit := (i*37 + 11) % (8 * len(r.value))
			if string(r.key) == string(keyMark) {
				continue // in clear; Open looks at it (TestStartRefuses)
			}
			turned := bytes.Clone(r.value)
			turned[bit/8] ^= 1 << (bit % 8)
			raw(t, s, func(k *kv) error { return k.put(tab, r.key, turned) })
			if len(found(t, s, "")) == 0 {
				t.Errorf("bit %d of record %x of table %s", bit, r.key, tab)
			}
			raw(t, s, func(k *kv) error { return k.put(tab, r.key, r.value) })
		}
	}
	sound(t, s)
}

func TestVerifyFindsEveryLostRow(t *testing.T) {
	s := build(t, quick(t, Options{}))
	// what nothing else in the store speaks of: a loss of it cannot be seen
	alone := map[table]bool{tabThread: true, tabAddress: true, tabAnswer: true, tabCopy: true, tabCursor: true,
		tabStatistic: true, tabExpunge: true}
	for tab, rows := range everyRow(t, s) {
		for _, r := range rows {
			if alone[tab] || string(r.key) == string(keySandbox) || string(r.key) == string(keyCompact) {
				continue
			}
			raw(t, s, func(k *kv) error { return k.delete(tab, r.key) })
			if len(found(t, s, "")) == 0 {
				t.Errorf("record %x of table %s is lost", r.key, tab)
			}
			raw(t, s, func(k *kv) error { return k.put(tab, r.key, r.value) })
		}
	}
	sound(t, s)
}

// impossible are rows that say what was never so, each with its seal in order.
var impossible = map[string]struct {
	change func(*Tx) error
	table  string
	what   string
}{
	"due without a case":  {func(tx *Tx) error { return tx.putRoot(tabDue, dueKey(77, start), nil) }, "due", wrongLink},
	"due at another time": {func(tx *Tx) error { return tx.putRoot(tabDue, dueKey(1, start), nil) }, "due", wrongIndex},
	"thread of no case":   {func(tx *Tx) error { return tx.PutThread("<x@voorbeeld.example>", Thread{Case: 77}) }, "thread", wrongLink},
	"address of no case":  {func(tx *Tx) error { return tx.PutAddress("x@voorbeeld.example", 77) }, "address", wrongLink},
	"number of no case": {func(tx *Tx) error {
		key, _ := numberKey("K2026-0003")
		return tx.putRoot(tabNumber, key, be32(77))
	}, "number", wrongLink},
	"gap in the numbers": {func(tx *Tx) error {
		key, _ := numberKey("K2026-0007")
		return tx.putRoot(tabNumber, key, be32(1))
	}, "number", wrongIndex},
	"filing of no message": {func(tx *Tx) error {
		return tx.putRoot(tabFiling, tx.uidKey(inbox, 7, 99), be64(99))
	}, "filing", wrongLink},
	"cursor ahead": {func(tx *Tx) error {
		r, err := tx.cursor(inbox)
		r.High = 99
		return errors.Join(err, tx.putCursor(inbox, r))
	}, "cursor", "is ahead of the store"},
	"letter without a duty": {func(tx *Tx) error {
		_, err := tx.PutLetter(letterOf(1, "", 99, "x@voorbeeld.example", start))
		return err
	}, "letter", "is owed by no duty"},
	"letter row of no letter": {func(tx *Tx) error {
		return tx.putRoot(tabOutbox, join(tx.mailboxKey(inbox), timeKey(start), letterKey(1, "d99", 1)), nil)
	}, "outbox", wrongLink},
	"summary of another state": {func(tx *Tx) error {
		c, err := tx.openCase(1)
		c.stored.State, c.dirty = "closed", true
		return err
	}, "case", "summary is not what the journal makes"},
	"events under another number": {func(tx *Tx) error {
		c, err := tx.openCase(1)
		if err != nil {
			return err
		}
		events := eventsOf(numbered(20, start, dossier.Noted{Text: "gebeld"}))
		return tx.putJSON(c.aead, tabEvent, join(be32(1), be32(10)), events)
	}, "case", wrongSeal},
	"message with other bytes": {func(tx *Tx) error {
		r, err := tx.mail(6)
		r.Bytes++
		tx.putMail(6, r)
		return err
	}, "mail", "pieces do not make the message"},
	"letter with other bytes": {func(tx *Tx) error {
		return tx.put(tx.s.rootKey, tabLetterRaw, letterKey(0, "d2", 1), []byte("other"))
	}, "letter", "bytes are not those that were queued"},
	"message under an unknown key": {func(tx *Tx) error {
		r, err := tx.mail(6)
		r.Key = 5000
		tx.putMail(6, r)
		return err
	}, "mail", wrongKey},
	"newer record": {func(tx *Tx) error {
		return tx.putRoot(tabProcedure, []byte("zz"), []byte(`{"v":2}`))
	}, "procedure", wrongRecord},
	"piece of no message": {func(tx *Tx) error {
		return tx.kv.put(tabPiece, pieceKey(99, 0), []byte{1})
	}, "piece", wrongLink},
	"office that is not its journal": {func(tx *Tx) error {
		return tx.putJSON(tx.s.rootKey, tabOffice, officeSnapshot, officeRecord{header: current, Seq: 2})
	}, "office", "snapshot is not what the journal makes"},
}

func TestVerifyFindsWhatCannotBe(t *testing.T) {
	for name, c := range impossible {
		t.Run(name, func(t *testing.T) {
			s := build(t, quick(t, Options{}))
			update(t, s, c.change)
			problems := found(t, s, c.table)
			if len(problems) == 0 || problems[0].What != c.what {
				t.Errorf("got %v, want %q", problems, c.what)
			}
		})
	}
}

// A record of one case cannot stand in another's place, though both are sound and their keys are at hand.
func TestRecordsDoNotChangePlaces(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 2); err != nil {
		t.Fatal(err)
	}
	var one, two []byte
	view(t, s, func(tx *Tx) (err error) {
		if one, err = tx.kv.get(tabCase, be32(1)); err == nil {
			two, err = tx.kv.get(tabCase, be32(2))
		}
		return err
	})
	view(t, s, func(tx *Tx) error {
		c, err := tx.openCase(1)
		if err != nil {
			return err
		}
		if _, _, err := openValue(c.aead, tabCase, be32(1), one); err != nil {
			t.Errorf("in its own place: %v", err)
		}
		for name, try := range map[string]func() error{
			"another key":   func() error { _, _, err := openValue(c.aead, tabCase, be32(2), one); return err },
			"another table": func() error { _, _, err := openValue(c.aead, tabEvent, be32(1), one); return err },
			"another case":  func() error { _, _, err := openValue(c.aead, tabCase, be32(1), two); return err },
			"another form": func() error {
				_, _, err := openValue(c.aead, tabCase, be32(1), append([]byte{one[0] ^ 3}, one[1:]...))
				return err
			},
		} {
			if err := try(); !errors.Is(err, ErrDamaged) {
				t.Errorf("%s: %v", name, err)
			}
		}
		return nil
	})
	raw(t, s, func(k *kv) error { return errors.Join(k.put(tabCase, be32(1), two), k.put(tabCase, be32(2), one)) })
	err := s.View(func(tx *Tx) error { _, err := tx.Case(1); return err })
	if !errors.Is(err, ErrDamaged) {
		t.Errorf("two cases changed places: %v", err)
	}
	if problems := found(t, s, "case"); len(problems) != 2 {
		t.Errorf("verify: %v", problems)
	}
}

func TestDestroyedCase(t *testing.T) {
	s := build(t, quick(t, Options{}))
	old, err := os.ReadFile(s.keys.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DropKey(1); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		view(t, s, func(tx *Tx) error {
			_, err := tx.Case(1)
			_, err2 := tx.RawMail("m1")
			_, err3 := tx.Letter("1/d7")
			if !isDestroyed(err) || !isDestroyed(err2) || !isDestroyed(err3) {
				t.Errorf("case: %v, mail: %v, letter: %v", err, err2, err3)
			}
			_, err = tx.Case(2)
			_, err2 = tx.RawMail("m2")
			return errors.Join(err, err2)
		})
		sound(t, s)
		s = reopen(t, s)
	}
	if ref, _ := newCase(t, s, "K", 2026); ref != 4 {
		t.Errorf("the next case is %d", ref)
	}
	if now, _ := os.ReadFile(s.keys.path); bytes.Contains(now, old[blockOffset(1):blockOffset(1)+entrySize]) {
		t.Error("the destroyed key still stands in the file")
	}
	if err := s.DropKey(5000); !errors.Is(err, ErrNotFound) {
		t.Errorf("the key of no case: %v", err)
	}
}

// A store that was put back from a backup has not seen the cases that were destroyed since.
func TestDestroyedKeyIsNotTaken(t *testing.T) {
	s := quick(t, Options{})
	newCase(t, s, "K", 2026)
	if err := s.DropKey(2); err != nil {
		t.Fatal(err)
	}
	ref, number := newCase(t, s, "K", 2026)
	if ref != 3 || number != "K2026-0002" {
		t.Errorf("case %d, %s", ref, number)
	}
	sound(t, s)
}

func TestKeysInManyBlocks(t *testing.T) {
	s := quick(t, Options{})
	for range 3 {
		update(t, s, func(tx *Tx) error {
			for range 250 {
				ref, number, err := tx.NewCase("K", 2026)
				if err != nil {
					return err
				}
				if err := tx.Append(ref, numbered(0, start, dossier.Received{Ref: ref, Number: number})); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if s.keys.blocks != 4 {
		t.Errorf("%d blocks of keys", s.keys.blocks)
	}
	s = reopen(t, s)
	sound(t, s)
	if err := s.DropKey(300); err != nil {
		t.Fatal(err)
	}
	sound(t, s)
}

func TestVerifyFindsDamagedKeys(t *testing.T) {
	s := build(t, quick(t, Options{}))
	if err := turn(s.keys.path, blockOffset(1)+100); err != nil {
		t.Fatal(err)
	}
	if problems := found(t, s, "keys"); len(problems) != 2 {
		t.Errorf("got %v, want a damaged block and a key that does not open", problems)
	}
}

// turn turns one bit of a file.
func turn(path string, at int64) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	content[at] ^= 4
	return os.WriteFile(path, content, 0o600)
}

// Pages that are zero, that say nonsense or that are gone are told, and never end the process.
func TestDamagedPages(t *testing.T) {
	const page = 4096
	s := build(t, quick(t, Options{}))
	for n := range 2 { // so that opening has nothing to write, whichever head it takes
		update(t, s, func(tx *Tx) error {
			return tx.SetLetter("2/d7", LetterResult{State: LetterLater, Next: start.Add(time.Duration(n)), At: start})
		})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	used := int(binary.NativeEndian.Uint64(content[highestHead(content)*page+16+40:])) // pages in use, from the newer head
	content = content[:used*page]
	missed := 0
	for n := 2; n < used; n++ {
		damaged := bytes.Clone(content)
		clear(damaged[n*page : (n+1)*page])
		if !tells(t, s.opts, damaged) {
			missed++ // a free page
		}
	}
	if missed > used/2 {
		t.Errorf("%d of %d zeroed pages were not noticed", missed, used)
	}
	if !tells(t, s.opts, content[:(used/2)*page]) {
		t.Error("half a file was not noticed")
	}
	for head := range 2 {
		damaged := bytes.Clone(content)
		damaged[head*page+40] ^= 1
		if !tells(t, s.opts, damaged) {
			t.Errorf("head %d is damaged, and nobody tells", head)
		}
	}
}

// highestHead says which of the two heads of a file is the newer one.
func highestHead(content []byte) int {
	if binary.NativeEndian.Uint64(content[4096+16+48:]) > binary.NativeEndian.Uint64(content[16+48:]) {
		return 1
	}
	return 0
}

// tells says whether opening or verifying a store with this content shows that something is wrong.
func tells(t testing.TB, o Options, content []byte) bool {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "d")
	if err := os.CopyFS(dir, os.DirFS(o.Dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, storeName), content, 0o600); err != nil {
		t.Fatal(err)
	}
	private700(t, dir)
	s, err := Open(Options{Dir: dir})
	if err != nil {
		if strings.Contains(err.Error(), "goroutine") {
			t.Errorf("the error shows a trace: %v", err)
		}
		return true
	}
	defer s.Close()
	problems, err := s.Verify(nil)
	return err != nil || len(problems) > 0
}

func TestVerifyTellsProgress(t *testing.T) {
	s := build(t, quick(t, Options{}))
	var last, total, calls int
	if _, err := s.Verify(func(d, n int) {
		if d < last || d > n {
			t.Errorf("%d of %d after %d", d, n, last)
		}
		last, total, calls = d, n, calls+1
	}); err != nil {
		t.Fatal(err)
	}
	if last != total || total == 0 || calls < int(tabEnd)-5 {
		t.Errorf("ended at %d of %d, in %d calls", last, total, calls)
	}
}

func TestProblemsHaveALimit(t *testing.T) {
	s := quick(t, Options{})
	update(t, s, func(tx *Tx) error {
		for n := range maxProblems + 10 {
			if err := tx.PutAddress(random(n%50), dossier.Ref(n+1)); err != nil {
				return err
			}
		}
		return nil
	})
	if n := len(found(t, s, "")); n != maxProblems {
		t.Errorf("%d problems", n)
	}
}
