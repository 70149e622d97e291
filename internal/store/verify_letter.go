package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"klachtd/internal/dossier"
)

func (v *verifier) letterRow(r row) string {
	if len(r.key) < 8 {
		return wrongRecord
	}
	a, l, err := v.letter(r.key)
	if err != nil {
		return word(err)
	}
	raw, err := v.get(a, tabLetterRaw, r.key)
	if err != nil || raw == nil {
		return first(word(err), "has no bytes")
	}
	sum := sha256.Sum256(raw)
	return first(unless(bytes.Equal(sum[:], l.Digest), "bytes are not those that were queued"),
		v.indexes(tabOutbox, v.outboxKey(r.key, l)), v.indexes(tabStarted, startedKey(r.key, l)),
		v.indexes(tabSent, v.sentKey(r.key, l)), v.owed(r.key, l))
}

func (v *verifier) indexes(t table, key []byte) string {
	return unless(key == nil || v.has(t, key), "is not in the index "+t.String())
}

// owed holds a letter that has to leave against the duty that it is for.
func (v *verifier) owed(key []byte, l letterRecord) string {
	if !LetterState(l.State).open() {
		return ""
	}
	ref := dossier.Ref(binary.BigEndian.Uint32(key))
	if ref == 0 {
		o, err := v.Office()
		return first(word(err), unless(o.Duty(dossier.DutyID(l.Duty)) != nil, "is owed by no duty"))
	}
	c, err := v.Case(ref)
	return first(word(err), unless(err != nil || c.Duty(dossier.DutyID(l.Duty)) != nil, "is owed by no duty"))
}

func (v *verifier) letterRawRow(r row) string {
	// its content was read with the letter
	return unless(v.has(tabLetter, r.key), wrongLink)
}

// letterIndex looks at a row of an index of letters, whose key ends in the letter's.
func (v *verifier) letterIndex(t table) func(row) string {
	skip := map[table]int{tabOutbox: 16, tabStarted: 0, tabSent: 8}[t]
	return func(r row) string {
		if what := v.indexed(t, r); what != "" || len(r.key) < skip+8 {
			return first(what, wrongRecord)
		}
		key := r.key[skip:]
		_, l, err := v.letter(key)
		if err != nil {
			return word(err)
		}
		want := map[table][]byte{tabOutbox: v.outboxKey(key, l), tabStarted: startedKey(key, l),
			tabSent: v.sentKey(key, l)}[t]
		return unless(bytes.Equal(r.key, want), wrongIndex)
	}
}
