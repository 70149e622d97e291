package store

import (
	"bytes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"klachtd/internal/dossier"
)

// Limits of messages.
const (
	MaxInline = 4 << 20  // bytes of a message that AddMail takes; AddMailStream takes longer ones
	MaxMail   = 64 << 20 // bytes of any message
)

// batchPieces is how many pieces one transaction of AddMailStream stores: 4 MiB.
const batchPieces = MaxInline / maxValue

// NewMail is a message as it was fetched.
type NewMail struct {
	Mailbox     string
	UIDValidity uint32
	UID         uint32
	Arrived     time.Time // INTERNALDATE
	Size        int64     // RFC822.SIZE
	Raw         []byte    // for AddMail
	Partial     bool      // Raw is only the beginning
}

// AddResult is what became of a message that was handed in.
type AddResult struct {
	ID    dossier.MailID
	Known bool           // this UID with these bytes was taken in before
	Same  dossier.MailID // set when another UID of the mailbox had the same bytes: it is ID, and nothing is stored twice
}

// AddMail stores a message, in the batch of the transaction, and counts the first attempt at it. Its identity is its
// UID and its bytes: the same again is answered with the record; the same bytes under another UID are remembered as a
// copy that has to be filed like the first one.
func (tx *Tx) AddMail(m NewMail) (AddResult, error) {
	if len(m.Raw) > MaxInline {
		return AddResult{}, fmt.Errorf("add message of %d bytes: %w", len(m.Raw), ErrTooLarge)
	}
	sum := sha256.Sum256(m.Raw)
	if res, err := tx.known(m, sum[:]); err != nil || res.ID != "" {
		return res, err
	}
	n, err := tx.next(countMail)
	if err != nil {
		return AddResult{}, err
	}
	p, err := tx.s.newPieces(n)
	if err != nil {
		return AddResult{}, err
	}
	for raw := m.Raw; len(raw) > 0; {
		piece := raw[:min(pieceSize, len(raw))]
		raw = raw[len(piece):]
		if err := tx.putPiece(p, piece); err != nil {
			return AddResult{}, err
		}
	}
	return tx.admit(m, p, sum[:], int64(len(m.Raw)))
}

// known looks a message up by its identity. The zero AddResult says that it is new.
func (tx *Tx) known(m NewMail, sum []byte) (AddResult, error) {
	key := tx.uidKey(m.Mailbox, m.UIDValidity, m.UID)
	u, found, err := tx.uid(key)
	if err != nil {
		return AddResult{}, err
	}
	if found {
		r, err := tx.mail(u.Mail)
		if err != nil {
			return AddResult{}, err
		}
		if bytes.Equal(r.Digest, sum) {
			return AddResult{ID: mailName(u.Mail), Known: true}, nil
		}
	}
	v, err := tx.getRoot(tabDigest, tx.digestKey(m.Mailbox, sum))
	if err != nil || v == nil {
		return AddResult{}, err
	}
	first := binary.BigEndian.Uint64(v)
	return AddResult{ID: mailName(first), Same: mailName(first)}, tx.addCopy(m, key, first)
}

func (tx *Tx) digestKey(mailbox string, sum []byte) []byte {
	d := tx.s.digests.of(domBytes, string(sum))
	return join(tx.mailboxKey(mailbox), d[:])
}

// addCopy remembers a further copy on the server; it goes where the first one goes.
func (tx *Tx) addCopy(m NewMail, key []byte, first uint64) error {
	if err := tx.putRoot(tabCopy, join(be64(first), key), nil); err != nil {
		return err
	}
	if err := tx.claimUID(key, first); err != nil {
		return err
	}
	if err := tx.reached(m); err != nil {
		return err
	}
	r, err := tx.mail(first)
	if err != nil || r.Folder == "" {
		return err
	}
	return tx.queueFiling(key, first, r.Folder)
}

// claimUID points a UID to a message. A filing that waits under it was of other bytes, which are not there any more.
func (tx *Tx) claimUID(key []byte, n uint64) error {
	_, waits, err := tx.kv.head(tabFiling, key)
	if err == nil && waits {
		err = tx.delete(tabFiling, key)
	}
	return errors.Join(err, tx.putUID(key, uidRecord{Mail: n}))
}

// pieces is the raw mail of one message while it is written.
type pieces struct {
	mail uint64
	key  secret
	aead cipher.AEAD
	n    uint32
}

func (s *Store) newPieces(n uint64) (*pieces, error) {
	p := &pieces{mail: n, key: newSecret()}
	var err error
	p.aead, err = p.key.aead()
	return p, err
}

func pieceKey(mail uint64, n uint32) []byte { return join(be64(mail), be32(n)) }

func (tx *Tx) putPiece(p *pieces, content []byte) error {
	k := pieceKey(p.mail, p.n)
	p.n++
	return tx.kv.put(tabPiece, k, sealValue(p.aead, tabPiece, k, formZstd, tx.s.packer.pack(nil, content)))
}

// admit makes a message visible whose pieces stand.
func (tx *Tx) admit(m NewMail, p *pieces, sum []byte, size int64) (AddResult, error) {
	r := mailRecord{Mailbox: m.Mailbox, UIDValidity: m.UIDValidity, UID: m.UID, Arrived: utc(m.Arrived), Size: m.Size,
		Bytes: size, Pieces: int(p.n), Digest: sum, Partial: m.Partial, Attempts: 1}
	under, err := tx.intakeKey()
	if err != nil {
		return AddResult{}, err
	}
	if err := tx.wrap(p.mail, &r, p.key, under); err != nil {
		return AddResult{}, err
	}
	key := tx.uidKey(m.Mailbox, m.UIDValidity, m.UID)
	tx.putMail(p.mail, r)
	err = errors.Join(
		tx.claimUID(key, p.mail),
		tx.putRoot(tabDigest, tx.digestKey(m.Mailbox, sum), be64(p.mail)),
		tx.putRoot(tabPending, pendingKey(p.mail, r), nil),
		tx.reached(m),
	)
	if err != nil {
		return AddResult{}, fmt.Errorf("add message m%d: %w", p.mail, err)
	}
	return AddResult{ID: mailName(p.mail)}, nil
}

// AddMailStream stores a message of any size up to MaxMail, as AddMail does but in transactions of its own: pieces of
// at most 4 MiB a commit, and a last small one that makes the message visible. What a crash leaves is swept by Open. It
// must not be called within an Update, which would wait for itself.
func (s *Store) AddMailStream(m NewMail, raw io.Reader) (AddResult, error) {
	var n uint64
	err := s.Update(func(tx *Tx) (err error) {
		if n, err = tx.next(countMail); err != nil {
			return err
		}
		return tx.putRoot(tabLoose, be64(n), nil)
	})
	if err != nil {
		return AddResult{}, err
	}
	p, err := s.newPieces(n)
	if err != nil {
		return AddResult{}, err
	}
	sum := sha256.New()
	size, err := s.store(p, io.TeeReader(raw, sum))
	if err != nil {
		return AddResult{}, errors.Join(err, s.Update(func(tx *Tx) error { return tx.sweep(n) }))
	}
	return s.admit(m, p, sum, size)
}

// store writes a stream in pieces.
func (s *Store) store(p *pieces, raw io.Reader) (size int64, err error) {
	buf := make([]byte, batchPieces*pieceSize)
	for {
		n, err := io.ReadFull(raw, buf)
		if size += int64(n); size > MaxMail {
			return 0, fmt.Errorf("add message of more than %d bytes: %w", MaxMail, ErrTooLarge)
		}
		start := p.n
		stored := s.Update(func(tx *Tx) error {
			p.n = start
			for part := buf[:n]; len(part) > 0; {
				piece := part[:min(pieceSize, len(part))]
				part = part[len(piece):]
				if err := tx.putPiece(p, piece); err != nil {
					return err
				}
			}
			return nil
		})
		if stored != nil {
			return 0, stored
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return size, nil
		}
		if err != nil {
			return 0, fmt.Errorf("read message: %w", err)
		}
	}
}

func (s *Store) admit(m NewMail, p *pieces, sum hash.Hash, size int64) (res AddResult, err error) {
	digest := sum.Sum(nil)
	err = s.Update(func(tx *Tx) error {
		res, err = tx.known(m, digest)
		if err == nil && res.ID != "" {
			return tx.sweep(p.mail)
		}
		if err == nil {
			res, err = tx.admit(m, p, digest, size)
		}
		if err != nil {
			return err
		}
		return tx.delete(tabLoose, be64(p.mail))
	})
	return res, err
}

// sweep removes the pieces of a message that did not become visible.
func (tx *Tx) sweep(n uint64) error {
	return errors.Join(tx.deleteAll(tabPiece, be64(n)), tx.delete(tabLoose, be64(n)))
}

// sweepLoose removes what interrupted calls of AddMailStream left.
func (tx *Tx) sweepLoose() error {
	keys, err := tx.kv.keys(tabLoose, nil, nil, maxScan)
	if err != nil {
		return err
	}
	for _, k := range keys {
		err = errors.Join(err, tx.sweep(binary.BigEndian.Uint64(k)))
	}
	return err
}
