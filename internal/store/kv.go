package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"os"
	"runtime/debug"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// Limits of the layer, the same for every engine that may stand under it one day.
const (
	maxKey   = 1 << 10   // bytes of a key
	maxValue = 256 << 10 // bytes of a value
	maxScan  = 1024      // rows of one scan
)

// mapSize is how much address space is set aside on 64-bit machines (64 GiB; next to none on others), so that a
// growing file never has to wait for its readers.
const mapSize = 1 << (36 * (^uint(0) >> 63))

// table names an ordered table. Numbers and names are stored and never change.
type table byte

const (
	tabMeta table = iota + 1
	tabCursor
	tabMail
	tabUID
	tabCopy
	tabDigest
	tabContent
	tabPending
	tabUnfiled
	tabFiling
	tabPiece
	tabLoose
	tabEvent
	tabCase
	tabNumber
	tabDue
	tabThread
	tabAddress
	tabProcedure
	tabLetter
	tabLetterRaw
	tabOutbox
	tabStarted
	tabSent
	tabOffice
	tabAnswer
	tabLong
	tabMeasure
	tabCommand
	tabHeld
	tabFiled
	tabDestroyed
	tabStatistic
	tabExpunge
	tabFolder
	tabEnd
)

var tableNames = [tabEnd]string{
	tabMeta: "meta", tabCursor: "cursor", tabMail: "mail", tabUID: "uid", tabCopy: "copy", tabDigest: "digest",
	tabContent: "content", tabPending: "pending", tabUnfiled: "unfiled", tabFiling: "filing", tabPiece: "piece",
	tabLoose: "loose", tabEvent: "event", tabCase: "case", tabNumber: "number", tabDue: "due", tabThread: "thread",
	tabAddress: "address", tabProcedure: "procedure", tabLetter: "letter", tabLetterRaw: "letter_raw",
	tabOutbox: "outbox", tabStarted: "started", tabSent: "sent", tabOffice: "office", tabAnswer: "answer",
	tabLong: "long", tabMeasure: "measure", tabCommand: "command", tabHeld: "held",
	tabFiled: "filed", tabDestroyed: "destroyed", tabStatistic: "statistic", tabExpunge: "expunge", tabFolder: "folder",
}

// appended are the tables whose keys mostly grow: their pages are filled, not left half empty for later keys.
var appended = [tabEnd]bool{tabMail: true, tabUID: true, tabPiece: true, tabEvent: true, tabCase: true, tabNumber: true,
	tabLetter: true, tabLetterRaw: true, tabLong: true}

const fullPages = 0.9

func (t table) String() string { return tableNames[t] }

// engine is the ordered key-value store. Nothing above it knows bbolt.
type engine struct {
	db   *bolt.DB
	path string
}

// row is one key with its value; both are copies.
type row struct {
	key, value []byte
}

// openEngine opens the file, which must exist unless create is set. It waits at most wait for its lock.
func openEngine(path string, wait time.Duration, create bool) (*engine, error) {
	db, err := bolt.Open(path, 0o600, &bolt.Options{
		Timeout: wait, FreelistType: bolt.FreelistMapType, InitialMmapSize: mapSize, NoStatistics: true,
	})
	if err == berrors.ErrTimeout {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, err
	}
	e := &engine{db: db, path: path}
	if create {
		err = e.createTables()
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return e, nil
}

// createTables makes the tables that are not there yet.
func (e *engine) createTables() error {
	return e.db.Update(func(tx *bolt.Tx) error {
		for t := tabMeta; t < tabEnd; t++ {
			if _, err := tx.CreateBucketIfNotExists([]byte(t.String())); err != nil {
				return fmt.Errorf("create table %s: %w", t, err)
			}
		}
		return nil
	})
}

// complete says whether every table is there.
func (e *engine) complete() (whole bool, err error) {
	defer trapFaults()()
	defer fence(tabMeta, &err)
	err = e.db.View(func(tx *bolt.Tx) error {
		whole = true
		for t := tabMeta; t < tabEnd; t++ {
			whole = whole && tx.Bucket([]byte(t.String())) != nil
		}
		return nil
	})
	return whole, err
}

func (e *engine) close() error { return e.db.Close() }

// begin starts a transaction; a writing one waits for the writer before it.
func (e *engine) begin(write bool) (*kv, error) {
	tx, err := e.db.Begin(write)
	if err != nil {
		return nil, err
	}
	return &kv{tx: tx, path: e.path}, nil
}

// kv is one transaction over the ordered tables. It belongs to one goroutine.
type kv struct {
	tx      *bolt.Tx
	path    string
	buckets [tabEnd]*bolt.Bucket
	dirty   bool
}

func (k *kv) bucket(t table) *bolt.Bucket {
	b := k.buckets[t]
	if b == nil {
		b = k.tx.Bucket([]byte(t.String()))
		if b != nil && appended[t] {
			b.FillPercent = fullPages
		}
		k.buckets[t] = b
	}
	return b
}

// get returns a copy of the value, nil when there is none.
func (k *kv) get(t table, key []byte) (value []byte, err error) {
	defer fence(t, &err)
	return bytes.Clone(k.bucket(t).Get(key)), nil
}

// head returns the first byte of a value, and whether there is one.
func (k *kv) head(t table, key []byte) (first byte, ok bool, err error) {
	defer fence(t, &err)
	v := k.bucket(t).Get(key)
	if len(v) == 0 {
		return 0, v != nil, nil
	}
	return v[0], true, nil
}

func (k *kv) put(t table, key, value []byte) (err error) {
	defer fence(t, &err)
	if len(key) == 0 || len(key) > maxKey {
		return fmt.Errorf("key of %d bytes in table %s: %w", len(key), t, ErrTooLarge)
	}
	if len(value) > maxValue {
		return fmt.Errorf("value of %d bytes in table %s: %w", len(value), t, ErrTooLarge)
	}
	k.dirty = true
	return k.bucket(t).Put(key, value)
}

// delete removes a key; one that is not there is no error.
func (k *kv) delete(t table, key []byte) (err error) {
	defer fence(t, &err)
	k.dirty = true
	return k.bucket(t).Delete(key)
}

// scan returns up to limit rows with from <= key < to, in order of key; a nil to is the end of the table.
func (k *kv) scan(t table, from, to []byte, limit int) (rows []row, err error) {
	defer fence(t, &err)
	limit = min(limit, maxScan)
	c := k.bucket(t).Cursor()
	for key, v := c.Seek(from); key != nil && len(rows) < limit; key, v = c.Next() {
		if to != nil && bytes.Compare(key, to) >= 0 {
			break
		}
		rows = append(rows, row{key: bytes.Clone(key), value: bytes.Clone(v)})
	}
	return rows, nil
}

// keys returns keys as scan returns rows, without their values.
func (k *kv) keys(t table, from, to []byte, limit int) (keys [][]byte, err error) {
	defer fence(t, &err)
	c := k.bucket(t).Cursor()
	for key, _ := c.Seek(from); key != nil && len(keys) < min(limit, maxScan); key, _ = c.Next() {
		if to != nil && bytes.Compare(key, to) >= 0 {
			break
		}
		keys = append(keys, bytes.Clone(key))
	}
	return keys, nil
}

// count counts the keys of a table; only verify pays for that.
func (k *kv) count(t table) (n int, err error) {
	defer fence(t, &err)
	c := k.bucket(t).Cursor()
	for key, _ := c.First(); key != nil; key, _ = c.Next() {
		n++
	}
	return n, nil
}

// check lets the engine look at its own pages. The transaction must be a writing one, since nobody else may write
// meanwhile. The engine looks in a goroutine of its own, where a fault would end the process: so the length of the
// file is looked at first.
func (k *kv) check() (faults []string, err error) {
	defer fence(0, &err)
	info, err := os.Stat(k.path)
	if err != nil {
		return nil, err
	}
	if info.Size() < k.tx.Size() {
		return []string{"the file is shorter than its pages"}, nil
	}
	for e := range k.tx.Check() {
		faults = append(faults, e.Error())
	}
	return faults, nil
}

// Offsets in a head of the file: bbolt keeps two, and silently takes the older when the newer is damaged.
const (
	headStart    = 16 // behind the page's own header
	headChecksum = headStart + 56
	headEnd      = headChecksum + 8
)

// heads says whether both heads of the file are sound.
func (k *kv) heads() (bool, error) {
	f, err := os.Open(k.path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	for n := range 2 {
		var page [headEnd]byte
		if _, err := f.ReadAt(page[:], int64(n*k.tx.DB().Info().PageSize)); err != nil {
			return false, err
		}
		h := fnv.New64a()
		h.Write(page[headStart:headChecksum])
		if binary.NativeEndian.Uint64(page[headChecksum:]) != h.Sum64() {
			return false, nil
		}
	}
	return true, nil
}

// commit makes the transaction durable. Any error leaves its outcome unknown.
func (k *kv) commit() (err error) {
	defer fence(0, &err)
	return k.tx.Commit()
}

func (k *kv) rollback() {
	var err error
	defer fence(0, &err)
	_ = k.tx.Rollback()
}

// trapFaults turns a fault on a mapped page into a panic, which fence turns into an error. The caller restores the
// old setting, which is the goroutine's.
func trapFaults() (restore func()) {
	old := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(old) }
}

// fence turns a panic of the engine over a damaged page into an error. Its text stays out: it may show content.
func fence(t table, err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("read table %q: %w", t.String(), ErrDamaged)
	}
}

// after returns the first possible key behind key.
func after(key []byte) []byte { return append(bytes.Clone(key), 0) }

// beyond returns the first key that does not start with prefix, nil when there is none.
func beyond(prefix []byte) []byte {
	end := bytes.Clone(prefix)
	for i := len(end) - 1; i >= 0; i-- {
		if end[i]++; end[i] != 0 {
			return end[:i+1]
		}
	}
	return nil
}
