package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"klachtd/internal/dossier"
)

// schema is the version of the stored form.
const schema = 1

// The mark of a store is its first record, the only one that stands in clear: what it is, version, id of the store.
// A sealed copy beside it shows whether it is as it was written.
const (
	markMagic = "klachtd store\x00"
	markSize  = len(markMagic) + 2 + 16
)

var (
	keyMark       = []byte("mark")
	keySealedMark = []byte("sealed mark")
)

// prepare makes what is not there yet, in the order master key, key file, store: each is made under a temporary name
// and gets its own when it is durable, so that a crash leaves the earlier ones, which the next start takes up.
func (s *Store) prepare() error {
	if err := privateDir(s.opts.Dir); err != nil {
		return err
	}
	stored, err := exists(s.path)
	if err != nil || stored {
		return err
	}
	keys := filepath.Join(s.opts.Dir, keysName)
	keyed, err := exists(keys)
	if err != nil {
		return err
	}
	master, err := loadMaster(s.opts.MasterKey, !keyed)
	if err != nil {
		return err
	}
	if !keyed {
		if err := createKeys(keys, master); err != nil {
			return fmt.Errorf("make key file: %w", err)
		}
	}
	return s.create(keys, master)
}

func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// create makes the store's file: bbolt does not survive a crash while it makes one in place.
func (s *Store) create(keysPath string, master secret) error {
	keys, err := openKeys(keysPath, master)
	if err != nil {
		return err
	}
	defer keys.close()
	root, err := keys.secret(rootKey)
	if err != nil {
		return err
	}
	tmp := unfinished(s.path)
	defer os.Remove(tmp)
	if err := createStore(tmp, keys.store, root); err != nil {
		return fmt.Errorf("make store: %w", err)
	}
	return publish(tmp, s.path)
}

func createStore(path string, id [16]byte, root secret) error {
	e, err := openEngine(path, lockWait, true)
	if err != nil {
		return err
	}
	err = putMark(e, id, root)
	if err = errors.Join(err, e.close()); err != nil {
		return err
	}
	return syncFile(path)
}

func putMark(e *engine, id [16]byte, root secret) error {
	a, err := derive(root, "seal records").aead()
	if err != nil {
		return err
	}
	k, err := e.begin(true)
	if err != nil {
		return err
	}
	mark := binary.BigEndian.AppendUint16([]byte(markMagic), schema)
	mark = append(mark, id[:]...)
	err = k.put(tabMeta, keyMark, mark)
	if err == nil {
		err = k.put(tabMeta, keySealedMark, sealValue(a, tabMeta, keySealedMark, formPlain, mark))
	}
	if err != nil {
		k.rollback()
		return err
	}
	return k.commit()
}

// checkSchema reads the mark before any key is needed.
func (s *Store) checkSchema() error {
	mark, err := s.readMark()
	if err != nil {
		return err
	}
	version := binary.BigEndian.Uint16(mark[len(markMagic):])
	if version > schema {
		return fmt.Errorf("stored form %d, this version knows %d: %w", version, schema, ErrNewer)
	}
	if version == 0 {
		return fmt.Errorf("stored form 0: %w", ErrDamaged)
	}
	return nil
}

func (s *Store) readMark() ([]byte, error) {
	defer trapFaults()()
	k, err := s.engine.begin(false) // while it opens, nobody else is there
	if err != nil {
		return nil, err
	}
	defer k.rollback()
	mark, err := k.get(tabMeta, keyMark)
	if err != nil {
		return nil, err
	}
	if len(mark) != markSize || string(mark[:len(markMagic)]) != markMagic {
		return nil, fmt.Errorf("not a store of klachtd: %w", ErrDamaged)
	}
	return mark, nil
}

// checkMark proves that the keys are those of this store and that the mark is as it was written.
func (tx *Tx) checkMark() error {
	mark, err := tx.kv.get(tabMeta, keyMark)
	if err != nil {
		return err
	}
	if len(mark) != markSize {
		return fmt.Errorf("mark of the store: %w", ErrDamaged)
	}
	if [16]byte(mark[markSize-16:]) != tx.s.keys.store {
		return fmt.Errorf("key file of another store: %w", ErrKeys)
	}
	sealed, err := tx.kv.get(tabMeta, keySealedMark)
	if err != nil {
		return err
	}
	_, written, err := openValue(tx.s.rootKey, tabMeta, keySealedMark, sealed)
	if err != nil || string(written) != string(mark) {
		return fmt.Errorf("mark of the store: %w", ErrDamaged)
	}
	return nil
}

func refOf(n uint64) dossier.Ref { return dossier.Ref(n) }
