package store

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"klachtd/internal/dossier"
)

// Tx is a transaction, of Update or of View. It belongs to the goroutine and ends with the function that got it.
type Tx struct {
	s        *Store
	kv       *kv
	counters map[string]*count
	cases    map[dossier.Ref]*openCase
	mails    map[uint64]*openMail
	highest  map[string]*highest
	doomed   []keyID // keys that are dropped behind the commit
}

// count is a counter of table meta as this transaction sees it.
type count struct {
	n     uint64
	dirty bool
}

// Names of counters.
const (
	countRef    = "ref"    // the last case reference taken
	countMail   = "mail"   // the last message number taken
	countIntake = "intake" // how far behind the first intake key the one in use stands
)

func newTx(s *Store, kv *kv) *Tx {
	return &Tx{s: s, kv: kv, counters: map[string]*count{}, cases: map[dossier.Ref]*openCase{},
		mails: map[uint64]*openMail{}, highest: map[string]*highest{}}
}

// flush writes what the transaction gathered: one row per counter, cursor, message and case, however often they
// changed.
func (tx *Tx) flush() error {
	for name, c := range tx.counters {
		if !c.dirty {
			continue
		}
		if err := tx.putRoot(tabMeta, counterKey(name), be64(c.n)); err != nil {
			return err
		}
	}
	return errors.Join(tx.flushHighest(), tx.flushMails(), tx.flushCases())
}

func counterKey(name string) []byte { return []byte("count " + name) }

// counter reads a counter.
func (tx *Tx) counter(name string) (uint64, error) {
	c, err := tx.count(name)
	if err != nil {
		return 0, err
	}
	return c.n, nil
}

// next takes the next number of a counter.
func (tx *Tx) next(name string) (uint64, error) {
	c, err := tx.count(name)
	if err != nil {
		return 0, err
	}
	c.n++
	c.dirty = true
	return c.n, nil
}

func (tx *Tx) count(name string) (*count, error) {
	if c := tx.counters[name]; c != nil {
		return c, nil
	}
	v, err := tx.getRoot(tabMeta, counterKey(name))
	if err != nil {
		return nil, fmt.Errorf("read counter %q: %w", name, err)
	}
	c := &count{}
	if v != nil {
		if len(v) != 8 {
			return nil, fmt.Errorf("read counter %q: %w", name, ErrDamaged)
		}
		c.n = binary.BigEndian.Uint64(v)
	}
	tx.counters[name] = c
	return c, nil
}

// putRoot and getRoot store and read a record under the store's own key.
func (tx *Tx) putRoot(t table, key, content []byte) error {
	return tx.put(tx.s.rootKey, t, key, content)
}

func (tx *Tx) getRoot(t table, key []byte) ([]byte, error) {
	return tx.get(tx.s.rootKey, t, key)
}

// put seals a record and stores it: as it is, compressed, or in pieces of their own when it is too long for one value.
func (tx *Tx) put(a cipher.AEAD, t table, key, content []byte) error {
	if err := tx.dropLong(t, key); err != nil {
		return err
	}
	if len(content) > maxRecord {
		return fmt.Errorf("record of %d bytes in table %s: %w", len(content), t, ErrTooLarge)
	}
	form := formPlain
	if len(content) > packFrom {
		form, content = formZstd, tx.s.packer.pack(nil, content)
	}
	if len(content) > pieceSize {
		return tx.putLong(a, t, key, content)
	}
	return tx.kv.put(t, key, sealValue(a, t, key, form, content))
}

// get reads a record, nil when there is none. An empty record is an empty slice.
func (tx *Tx) get(a cipher.AEAD, t table, key []byte) ([]byte, error) {
	v, err := tx.kv.get(t, key)
	if err != nil || v == nil {
		return nil, err
	}
	return tx.open(a, t, key, v)
}

// open reads the content of a stored value.
func (tx *Tx) open(a cipher.AEAD, t table, key, value []byte) ([]byte, error) {
	form, content, err := openValue(a, t, key, value)
	if err == nil && form == formLong {
		content, err = tx.getLong(a, t, key, content)
	}
	if err == nil && form != formPlain {
		content, err = tx.s.packer.unpack(content)
	}
	if err != nil {
		return nil, fmt.Errorf("record %x of table %s: %w", key, t, err)
	}
	if content == nil {
		content = []byte{}
	}
	return content, nil
}

// delete removes a record with its pieces.
func (tx *Tx) delete(t table, key []byte) error {
	if err := tx.dropLong(t, key); err != nil {
		return err
	}
	return tx.kv.delete(t, key)
}

// putJSON and getJSON store and read a record of the types in records.go.
func (tx *Tx) putJSON(a cipher.AEAD, t table, key []byte, v any) error {
	content, err := encode(v)
	if err != nil {
		return fmt.Errorf("encode record of table %s: %w", t, err)
	}
	return tx.put(a, t, key, content)
}

func (tx *Tx) getJSON(a cipher.AEAD, t table, key []byte, v versioned) (found bool, err error) {
	content, err := tx.get(a, t, key)
	if err != nil || content == nil {
		return false, err
	}
	if err := decode(content, v); err != nil {
		return false, fmt.Errorf("record %x of table %s: %w", key, t, err)
	}
	return true, nil
}

// encode writes a record as JSON.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// decode reads a record. What a newer version wrote is refused; the words of the JSON decoder stay out of the error,
// since they quote what they stumble over.
func decode(content []byte, v versioned) error {
	if err := json.Unmarshal(content, v); err != nil {
		return fmt.Errorf("decode: %w", ErrDamaged)
	}
	switch version := v.version(); {
	case version > recordVersion:
		return fmt.Errorf("version %d: %w", version, ErrNewer)
	case version < 1:
		return fmt.Errorf("version %d: %w", version, ErrDamaged)
	}
	return nil
}

// Keys: numbers are big-endian, so that their order is that of the bytes.

func be32(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }
func be64(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// timeKey orders instants; the zero time comes first. Good for the years 1678 to 2262, what lies outside is moved to
// their ends.
func timeKey(t time.Time) []byte {
	return be64(uint64(unixNano(t)) ^ 1<<63)
}

func unixNano(t time.Time) int64 {
	switch y := t.Year(); {
	case y < 1678:
		return -1 << 63
	case y > 2261:
		return 1<<63 - 1
	}
	return t.UnixNano()
}

func keyTime(key []byte) time.Time {
	n := int64(binary.BigEndian.Uint64(key) ^ 1<<63)
	if n == -1<<63 {
		return time.Time{}
	}
	return time.Unix(0, n).UTC()
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// utc strips the zone and the monotonic clock.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Round(0)
}
