package store

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
)

// A record that does not fit one value stands in pieces in table long, under its own table and key, and leaves a head
// in its place that says how many. All of them are sealed under the record's key.

// longPrefix starts the keys of the pieces of one record; the length in it keeps keys of other records out.
func longPrefix(t table, key []byte) []byte {
	return join([]byte{byte(t)}, binary.BigEndian.AppendUint16(nil, uint16(len(key))), key)
}

func (tx *Tx) putLong(a cipher.AEAD, t table, key, content []byte) error {
	prefix, length, n := longPrefix(t, key), len(content), uint32(0)
	for ; len(content) > 0; n++ {
		piece := content[:min(pieceSize, len(content))]
		content = content[len(piece):]
		k := join(prefix, be32(n))
		if err := tx.kv.put(tabLong, k, sealValue(a, tabLong, k, formPlain, piece)); err != nil {
			return err
		}
	}
	head := join(be32(n), be32(uint32(length)))
	return tx.kv.put(t, key, sealValue(a, t, key, formLong, head))
}

func (tx *Tx) getLong(a cipher.AEAD, t table, key, head []byte) ([]byte, error) {
	if len(head) != 8 {
		return nil, ErrDamaged
	}
	n, length := binary.BigEndian.Uint32(head), binary.BigEndian.Uint32(head[4:])
	if length > maxRecord || n > maxPieces+1 {
		return nil, ErrDamaged
	}
	content := bytes.NewBuffer(make([]byte, 0, length))
	for i := range n {
		k := join(longPrefix(t, key), be32(i))
		v, err := tx.kv.get(tabLong, k)
		if err != nil {
			return nil, err
		}
		_, piece, err := openValue(a, tabLong, k, v)
		if err != nil {
			return nil, err
		}
		content.Write(piece)
	}
	if content.Len() != int(length) {
		return nil, ErrDamaged
	}
	return content.Bytes(), nil
}

// dropLong removes the pieces of the record that stands at a key, if it has any.
func (tx *Tx) dropLong(t table, key []byte) error {
	form, ok, err := tx.kv.head(t, key)
	if err != nil || !ok || form != formLong {
		return err
	}
	prefix := longPrefix(t, key)
	return tx.deleteAll(tabLong, prefix)
}

// deleteAll removes the rows whose keys start with prefix; they must be values without pieces of their own.
func (tx *Tx) deleteAll(t table, prefix []byte) error {
	for {
		keys, err := tx.kv.keys(t, prefix, beyond(prefix), maxScan)
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			if err := tx.kv.delete(t, k); err != nil {
				return err
			}
		}
	}
}
