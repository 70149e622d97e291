package store

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// nextMaster is what the name of a master key gets that is about to take the place of the one in use.
const nextMaster = ".next"

// RotateMaster makes a new master key and wraps all keys anew under it. From then on the old one opens nothing of this
// store, but the copies of the key file that were made before. What the keys seal stays as it is.
//
// The new master key stands beside the old one before the key file is written anew, and takes its place afterwards: at
// every moment one of the two opens the key file, and Open finishes what a crash left.
func (s *Store) RotateMaster() error {
	err := s.alone(s.rotateMaster)
	if err != nil {
		return fmt.Errorf("rotate master key: %w", err)
	}
	return nil
}

func (s *Store) rotateMaster() error {
	path := s.opts.MasterKey
	fresh := newSecret()
	if err := replaceFile(path+nextMaster, fresh.file()); err != nil {
		return err
	}
	if err := s.keys.rewrap(fresh); errors.Is(err, ErrCommitUnknown) {
		return s.stop(err)
	} else if err != nil { // the key file is as it was
		return errors.Join(err, os.Remove(path+nextMaster))
	}
	if err := finishMaster(path); err != nil { // the next Open does it
		return s.stop(fmt.Errorf("%w: %w", ErrCommitUnknown, err))
	}
	return nil
}

// file is what stands in the file of a master key.
func (s secret) file() []byte {
	return []byte(masterMagic + base64.StdEncoding.EncodeToString(s[:]) + "\n")
}

// finishMaster gives the next master key the place of the old one.
func finishMaster(path string) error {
	if err := os.Rename(path+nextMaster, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// openRotated opens the key file with the master key, or with the next one when a rotation was cut short between the
// two. A next one that is not needed was never used, and goes.
func openRotated(keysPath, masterPath string) (*keyFile, error) {
	master, err := loadMaster(masterPath, false)
	if err != nil {
		return nil, err
	}
	k, err := openKeys(keysPath, master)
	next, nextErr := loadMaster(masterPath+nextMaster, false)
	switch {
	case errors.Is(nextErr, fs.ErrNotExist):
		return k, err
	case err == nil:
		return k, os.Remove(masterPath + nextMaster)
	case nextErr != nil || !errors.Is(err, ErrKeys):
		return nil, errors.Join(err, nextErr)
	}
	k, nextErr = openKeys(keysPath, next)
	if nextErr != nil {
		return nil, err
	}
	if err := finishMaster(masterPath); err != nil {
		return nil, errors.Join(err, k.close())
	}
	return k, nil
}

// rewrap writes the key file anew, every key of it wrapped under another master key.
func (k *keyFile) rewrap(master secret) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	content, err := k.content()
	if err != nil {
		return err
	}
	fresh := &keyFile{store: k.store, path: k.path, f: k.f, blocks: k.blocks}
	if err := fresh.derive(master); err != nil {
		return err
	}
	var blocks []int
	for n := range k.blocks {
		if _, sound, err := k.block(n); err != nil || !sound {
			return errors.Join(err, fmt.Errorf("key block %d is damaged: %w", n, ErrKeys))
		}
		for slot := range keysPerBlock {
			id := idAt(n, slot)
			key, err := k.unwrap(id)
			if isDestroyed(err) {
				continue
			}
			if err != nil {
				return err
			}
			copy(entryOf(content, n, slot), fresh.wrap.Seal(nil, nil, key[:], fresh.label(id)))
		}
		blocks = append(blocks, n)
	}
	if err := fresh.rewrite(content, blocks...); err != nil {
		return err
	}
	k.wrap, k.mac, k.f = fresh.wrap, fresh.mac, fresh.f
	return nil
}

// idAt is the reverse of keyID.place.
func idAt(block, slot int) keyID {
	if block == 0 {
		return ownKeys + keyID(slot)
	}
	return keyID(block-1)*keysPerBlock + 1 + keyID(slot)
}
