package store

import (
	"bytes"
	"encoding/binary"

	"klachtd/internal/dossier"
)

func (v *verifier) measureRow(r row) string {
	content, what := v.sealed(tabMeasure, r)
	if what != "" || len(content) != 4 || len(r.key) != 4 {
		return first(what, wrongRecord)
	}
	taken, err := v.counter(countMeasure)
	return first(word(err), unless(uint64(binary.BigEndian.Uint32(r.key)) <= taken, "was never counted"),
		unless(v.has(tabCase, content), wrongLink))
}

func (v *verifier) commandRow(r row) string {
	content, what := v.sealed(tabCommand, r)
	if what != "" {
		return what
	}
	if bytes.HasPrefix(r.key, commandDay) {
		return first(unless(len(content) == 0 && len(r.key) == 21, wrongRecord),
			unless(v.has(tabCommand, join(commandRow, r.key[len(r.key)-16:])), wrongLink))
	}
	if len(content) != 8 || len(r.key) != 17 {
		return wrongRecord
	}
	return v.indexes(tabCommand, join(commandDay, be32(day(keyTime(content))), r.key[1:]))
}

func (v *verifier) heldRow(r row) string {
	content, what := v.sealed(tabHeld, r)
	if what != "" || len(r.key) < 9 {
		return first(what, wrongRecord)
	}
	n := idAtEnd(r.key)
	h, ok, err := v.held(n)
	if err != nil || !ok {
		return first(word(err), wrongLink)
	}
	if !bytes.HasPrefix(r.key, heldMail) {
		return unless(len(content) == 0 && (bytes.Equal(r.key, heldOfCase(h.Case, n)) ||
			bytes.Equal(r.key, heldUntil(h.Until, n))), wrongIndex)
	}
	return first(unless(v.has(tabMail, be64(n)), wrongLink),
		unless(h.Case == dossier.Ref(0) || v.has(tabCase, be32(uint32(h.Case))), wrongLink),
		v.indexes(tabHeld, heldOfCase(h.Case, n)), v.indexes(tabHeld, heldUntil(h.Until, n)))
}
