package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Forms of a stored value: its first byte, in clear and bound into the seal. Others are of a newer version.
const (
	formPlain byte = 1
	formZstd  byte = 2
	formLong  byte = 3 // sealed: number of pieces and length; the pieces stand in table long
)

const (
	sealOverhead = 1 + 12 + 16           // form, nonce, tag
	pieceSize    = maxValue - 512        // bytes of content in one piece: leaves room for the seal and for zstd's frame
	packFrom     = 1024                  // bytes from which a record is compressed
	maxRecord    = 16 << 20              // bytes of one record; a letter is at most 10 MB
	maxPieces    = maxRecord / pieceSize // pieces of one record
)

// newAEAD makes AES-256-GCM that draws a random nonce for each seal and puts it in front.
func newAEAD(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// derive makes a key for one use out of another.
func derive(from secret, use string) secret {
	out, err := hkdf.Key(sha256.New, from[:], nil, "klachtd 1: "+use, len(secret{}))
	if err != nil {
		panic(err) // unreachable: only a length beyond 8160 bytes is refused
	}
	return secret(out)
}

func newSecretBytes(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

// digest is a keyed digest: what index rows show instead of a name, an address or an identifier.
type digest [16]byte

// digester makes keyed digests; each use has a domain of its own.
type digester struct {
	key secret
}

func (d digester) of(domain byte, parts ...string) (out digest) {
	h := hmac.New(sha256.New, d.key[:])
	buf := []byte{domain}
	for _, p := range parts {
		buf = binary.BigEndian.AppendUint32(buf, uint32(len(p)))
		buf = append(buf, p...)
	}
	h.Write(buf)
	copy(out[:], h.Sum(nil))
	return out
}

// Domains of keyed digests. Stored; they never change.
const (
	domMailbox byte = iota + 1
	domBytes
	domContent
	domThread
	domAddress
	domScope
	domCommand
	domStatistic
	domExpunge
	domFolder
)

// packer compresses and opens records and raw mail. It is made with its store, since a channel inside may not be
// shared between the bubbles of tests.
type packer struct {
	once sync.Once
	enc  *zstd.Encoder
	dec  *zstd.Decoder
}

func (p *packer) start() {
	p.once.Do(func() {
		p.enc, _ = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1),
			zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false), zstd.WithWindowSize(256<<10))
		p.dec, _ = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxRecord),
			zstd.WithDecoderLowmem(true))
	})
}

func (p *packer) pack(to, content []byte) []byte {
	p.start()
	return p.enc.EncodeAll(content, to)
}

func (p *packer) unpack(packed []byte) ([]byte, error) {
	p.start()
	content, err := p.dec.DecodeAll(packed, nil)
	if err != nil {
		return nil, fmt.Errorf("decompress: %w", ErrDamaged)
	}
	return content, nil
}

// sealValue makes the stored form of a piece of content: form, nonce, sealed content, tag. The table, the key and the
// form are bound to it, so that no record can take another's place.
func sealValue(a cipher.AEAD, t table, key []byte, form byte, content []byte) []byte {
	out := make([]byte, 1, len(content)+sealOverhead)
	out[0] = form
	return a.Seal(out, nil, content, bound(t, key, form))
}

// openValue is the reverse of sealValue.
func openValue(a cipher.AEAD, t table, key, value []byte) (form byte, content []byte, err error) {
	if len(value) == 0 {
		return 0, nil, ErrDamaged
	}
	form = value[0]
	if form == 0 || form > formLong {
		return 0, nil, fmt.Errorf("form %d of a record: %w", form, ErrNewer)
	}
	content, err = a.Open(nil, nil, value[1:], bound(t, key, form))
	if err != nil {
		return 0, nil, ErrDamaged
	}
	return form, content, nil
}

func bound(t table, key []byte, form byte) []byte {
	return append([]byte{byte(t), form}, key...)
}

// recent keeps the ciphers of the keys used last, in two generations of bounded size.
type recent struct {
	young, old map[keyID]cipher.AEAD
}

func (r *recent) get(id keyID) cipher.AEAD {
	if a, ok := r.young[id]; ok {
		return a
	}
	a, ok := r.old[id]
	if ok {
		r.put(id, a)
	}
	return a
}

func (r *recent) put(id keyID, a cipher.AEAD) {
	if r.young == nil || len(r.young) >= maxAEADs/2 {
		r.young, r.old = map[keyID]cipher.AEAD{}, r.young
	}
	r.young[id] = a
}

func (r *recent) drop(id keyID) {
	delete(r.young, id)
	delete(r.old, id)
}
