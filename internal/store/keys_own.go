package store

import (
	"bytes"
	"fmt"
	"os"
)

// makeOwn makes a key of the store itself, in a place of block 0 that is free, durable when it comes back. What a
// transaction does not use after all is dropped by the next Open. inUse is passed over though it be free: its cipher may
// still be at hand.
func (k *keyFile) makeOwn(inUse keyID) (keyID, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	content, err := k.content()
	if err != nil {
		return 0, err
	}
	for slot := 1; slot < keysPerBlock; slot++ {
		id, e := ownKeys+keyID(slot), entryOf(content, 0, slot)
		if id == inUse || !bytes.Equal(e, make([]byte, entrySize)) {
			continue
		}
		key := newSecret()
		copy(e, k.wrap.Seal(nil, nil, key[:], k.label(id)))
		k.recent.drop(id)
		return id, k.rewrite(content, 0)
	}
	return 0, fmt.Errorf("keys of the store itself: %w", ErrTooLarge)
}

// has says with an error why a key cannot be used.
func (k *keyFile) has(id keyID) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	_, err := k.unwrap(id)
	return err
}

// strays lists the keys of the store itself that are in the file and in no use.
func (k *keyFile) strays(intake keyID) (ids []keyID, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	entries, _, err := k.block(0)
	if err != nil {
		return nil, err
	}
	for slot := 1; slot < keysPerBlock; slot++ {
		id := ownKeys + keyID(slot)
		if id != intake && !bytes.Equal(entries[slot*entrySize:(slot+1)*entrySize], make([]byte, entrySize)) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// content reads the whole file, whole blocks only.
func (k *keyFile) content() ([]byte, error) {
	content := make([]byte, blockOffset(k.blocks))
	if _, err := k.f.ReadAt(content, 0); err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	return content, nil
}

// entryOf is the place of an entry in the content of the file.
func entryOf(content []byte, block, slot int) []byte {
	at := int(blockOffset(block)) + slot*entrySize
	return content[at : at+entrySize]
}

// rewrite puts the changed content in the place of the file; blocks are those whose MAC has to be made anew. After an
// error nobody knows which of the two files is the one.
func (k *keyFile) rewrite(content []byte, blocks ...int) error {
	for _, n := range blocks {
		block := content[blockOffset(n):blockOffset(n+1)]
		entries := block[:keysPerBlock*entrySize]
		copy(block[len(entries):], k.appendMAC(nil, entries, n))
	}
	if err := replaceFile(k.path, content); err != nil {
		return fmt.Errorf("%w: %w", ErrCommitUnknown, err)
	}
	f, err := openPrivate(k.path, os.O_RDWR)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCommitUnknown, err)
	}
	k.f.Close()
	k.f = f
	return nil
}
