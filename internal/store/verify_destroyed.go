package store

import (
	"bytes"
	"encoding/binary"

	"klachtd/internal/dossier"
)

func (v *verifier) filedRow(r row) string {
	if what := v.indexed(tabFiled, r); what != "" || len(r.key) != 12 {
		return first(what, wrongRecord)
	}
	m, err := v.mail(idAtEnd(r.key))
	return first(word(err), unless(m.Case == binary.BigEndian.Uint32(r.key), wrongIndex))
}

// destroyedRow proves that a destroyed case is gone: its records and its key.
func (v *verifier) destroyedRow(r row) string {
	if len(r.key) != 4 {
		return wrongRecord
	}
	ref := dossier.Ref(binary.BigEndian.Uint32(r.key))
	t, _, err := v.Tombstone(ref)
	if err != nil {
		return word(err)
	}
	key, ok := numberKey(string(t.Number))
	alive := v.s.keys.has(keyID(ref))
	return first(unless(ok && v.has(tabNumber, key), "has a number that leads nowhere"),
		unless(!v.has(tabCase, r.key), "was destroyed, and still stands"),
		unless(isDestroyed(alive), "was destroyed, and its key is still there"))
}

func (v *verifier) statisticRow(r row) string {
	content, what := v.sealed(tabStatistic, r)
	if what != "" {
		return what
	}
	var s statisticRecord
	return unless(decode(content, &s) == nil && s.Count > 0, wrongRecord)
}

func (v *verifier) expungeRow(r row) string {
	e, _, err := v.expunge(r.key)
	if err != nil {
		return word(err)
	}
	return first(unless(bytes.HasPrefix(r.key, v.mailboxKey(e.Mailbox)), wrongRecord),
		unless(v.has(tabDestroyed, be32(uint32(e.Case))), wrongLink))
}
