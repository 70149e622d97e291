package store

import (
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"

	"klachtd/internal/dossier"
)

// The key file is a header and blocks of equal size. Block 0 holds the store's own keys; block n holds those of cases
// 256(n-1)+1 to 256n, so that the place of a key follows from its id and nothing of the file needs to be in memory.
// A block is 256 entries (nonce, wrapped key, tag; zeros when there is none) and a MAC over them.
const (
	keysMagic    = "klachtd keys 1\n\x00"
	keysHeader   = 32 // magic and the id of the store
	keysPerBlock = 256
	entrySize    = 12 + 32 + 16
	blockSize    = keysPerBlock*entrySize + sha256.Size
	maxAEADs     = 1024 // ciphers kept at hand
)

// keyID names a key: a case's is its Ref; the store's own start at ownKeys.
type keyID uint32

const (
	ownKeys    keyID = 1 << 31
	rootKey          = ownKeys     // seals what belongs to no case; index digests and token secrets come from it
	intakeKey0       = ownKeys + 1 // the first that wraps the keys of messages which no case holds; Destroy makes others
)

// keyFile is the opened key file. Safe for concurrent use.
type keyFile struct {
	mu     sync.Mutex
	path   string
	f      *os.File
	store  [16]byte // id of the store
	wrap   cipher.AEAD
	mac    []byte
	blocks int
	recent recent
}

// place finds the entry of a key.
func (id keyID) place() (block, slot int) {
	if id >= ownKeys {
		return 0, int(id - ownKeys)
	}
	return 1 + int(id-1)/keysPerBlock, int(id-1) % keysPerBlock
}

// createKeys writes a key file with the store's own keys.
func createKeys(path string, master secret) error {
	k := &keyFile{}
	copy(k.store[:], newSecretBytes(16))
	if err := k.derive(master); err != nil {
		return err
	}
	content := append([]byte(keysMagic), k.store[:]...)
	return createFile(path, k.appendBlock(content, 0, 2))
}

// openKeys opens the key file and proves that the master key fits.
func openKeys(path string, master secret) (*keyFile, error) {
	f, err := openPrivate(path, os.O_RDWR)
	if err != nil {
		return nil, err
	}
	k := &keyFile{path: path, f: f}
	if err = k.load(master); err != nil {
		f.Close()
		return nil, err
	}
	return k, nil
}

func (k *keyFile) load(master secret) error {
	var head [keysHeader]byte
	if _, err := k.f.ReadAt(head[:], 0); err != nil || string(head[:len(keysMagic)]) != keysMagic {
		return fmt.Errorf("header of the key file: %w", ErrKeys)
	}
	copy(k.store[:], head[len(keysMagic):])
	if err := k.derive(master); err != nil {
		return err
	}
	info, err := k.f.Stat()
	if err != nil {
		return err
	}
	k.blocks = int((info.Size() - keysHeader) / blockSize) // a block that was cut off in writing does not count
	_, err = k.aead(rootKey)
	return err
}

func (k *keyFile) derive(master secret) error {
	wrap, err := derive(master, "wrap keys").aead()
	if err != nil {
		return err
	}
	mac := derive(master, "authenticate key blocks")
	k.wrap, k.mac = wrap, mac[:]
	return nil
}

func (k *keyFile) close() error { return k.f.Close() }

// appendBlock adds block n with fresh keys in its first slots.
func (k *keyFile) appendBlock(to []byte, n, keys int) []byte {
	start := len(to)
	first := ownKeys
	if n > 0 {
		first = keyID(n-1)*keysPerBlock + 1
	}
	for i := range keys {
		key := newSecret()
		to = k.wrap.Seal(to, nil, key[:], k.label(first+keyID(i)))
	}
	to = append(to, make([]byte, (keysPerBlock-keys)*entrySize)...)
	return k.appendMAC(to, to[start:], n)
}

func (k *keyFile) appendMAC(to, entries []byte, n int) []byte {
	h := hmac.New(sha256.New, k.mac)
	h.Write(k.store[:])
	h.Write(binary.BigEndian.AppendUint32(nil, uint32(n)))
	h.Write(entries)
	return h.Sum(to)
}

// label binds a wrapped key to its place and store.
func (k *keyFile) label(id keyID) []byte {
	return binary.BigEndian.AppendUint32(slices.Clone(k.store[:]), uint32(id))
}

// block reads a block; sound says whether its MAC is right.
func (k *keyFile) block(n int) (entries []byte, sound bool, err error) {
	b := make([]byte, blockSize)
	if _, err := k.f.ReadAt(b, blockOffset(n)); err != nil {
		return nil, false, fmt.Errorf("key block %d: %w: %w", n, ErrKeys, err)
	}
	entries = b[:keysPerBlock*entrySize]
	return entries, hmac.Equal(k.appendMAC(nil, entries, n), b[len(entries):]), nil
}

func blockOffset(n int) int64 { return keysHeader + int64(n)*blockSize }

// aead returns the cipher of a key.
func (k *keyFile) aead(id keyID) (cipher.AEAD, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if a := k.recent.get(id); a != nil {
		return a, nil
	}
	key, err := k.unwrap(id)
	if err != nil {
		return nil, err
	}
	a, err := key.aead()
	if err != nil {
		return nil, err
	}
	k.recent.put(id, a)
	return a, nil
}

// unwrap reads one key from the file.
func (k *keyFile) unwrap(id keyID) (s secret, err error) {
	n, slot := id.place()
	if id == 0 || n >= k.blocks || slot >= keysPerBlock {
		return s, fmt.Errorf("key %d is not in the key file: %w", id, ErrKeys)
	}
	var e [entrySize]byte
	if _, err := k.f.ReadAt(e[:], blockOffset(n)+int64(slot*entrySize)); err != nil {
		return s, fmt.Errorf("key %d: %w: %w", id, ErrKeys, err)
	}
	if e == ([entrySize]byte{}) {
		return s, fmt.Errorf("key %d: %w", id, ErrDestroyed)
	}
	key, err := k.wrap.Open(nil, nil, e[:], k.label(id))
	if err != nil {
		return s, fmt.Errorf("key %d does not open: %w", id, ErrKeys)
	}
	return secret(key), nil
}

// secret returns a key of the store itself, for deriving others.
func (k *keyFile) secret(id keyID) (secret, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.unwrap(id)
}

// reserve makes sure that the key of a case is durable, and says whether it can be used: a destroyed one cannot.
// Blocks are made ahead, 256 keys with one fsync.
func (k *keyFile) reserve(ref dossier.Ref) (usable bool, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	n, slot := keyID(ref).place()
	for k.blocks <= n {
		if err := k.extend(); err != nil {
			return false, fmt.Errorf("make keys ahead: %w", err)
		}
	}
	var e [entrySize]byte
	if _, err := k.f.ReadAt(e[:], blockOffset(n)+int64(slot*entrySize)); err != nil && err != io.EOF {
		return false, err
	}
	return e != ([entrySize]byte{}), nil
}

func (k *keyFile) extend() error {
	b := k.appendBlock(nil, k.blocks, keysPerBlock)
	if _, err := k.f.WriteAt(b, blockOffset(k.blocks)); err != nil {
		return err
	}
	if err := k.f.Sync(); err != nil { // a second try may say yes to what was lost
		return fmt.Errorf("%w: %w", ErrCommitUnknown, err)
	}
	k.blocks++
	return nil
}

// settle looks at the last block: one whose keys no case has taken may be the rest of a write that a crash cut
// short, and is made anew; any other must be sound.
func (k *keyFile) settle(taken dossier.Ref) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n, _ := keyID(taken).place(); taken > 0 && n >= k.blocks {
		return fmt.Errorf("key file ends before case %d: %w", taken, ErrKeys)
	}
	_, sound, err := k.block(k.blocks - 1)
	if err != nil || sound {
		return err
	}
	if k.blocks > 1 && keyID(taken) <= keyID(k.blocks-2)*keysPerBlock {
		k.blocks--
		return nil
	}
	return fmt.Errorf("key block %d is damaged: %w", k.blocks-1, ErrKeys)
}

// drop destroys keys: the file is written anew without them and takes the old one's place. A key that is not there any
// more is no error. The cipher of an intake key stays at hand, for those who read the store as it was before.
func (k *keyFile) drop(ids ...keyID) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	content, err := k.content()
	if err != nil {
		return err
	}
	var blocks []int
	for _, id := range ids {
		n, slot := id.place()
		if id == 0 || n >= k.blocks || slot >= keysPerBlock {
			return fmt.Errorf("key %d: %w", id, ErrNotFound)
		}
		clear(entryOf(content, n, slot))
		blocks = append(blocks, n)
	}
	if err := k.rewrite(content, blocks...); err != nil {
		return err
	}
	for _, id := range ids {
		if id < ownKeys {
			k.recent.drop(id)
		}
	}
	return nil
}
