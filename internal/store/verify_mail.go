package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"

	"klachtd/internal/dossier"
)

func (v *verifier) cursorRow(r row) string {
	content, what := v.sealed(tabCursor, r)
	if what != "" {
		return what
	}
	var c cursorRecord
	if decode(content, &c) != nil || !bytes.Equal(r.key, v.mailboxKey(c.Mailbox)) {
		return wrongRecord
	}
	return unless(c.High == 0 || v.has(tabUID, v.uidKey(c.Mailbox, c.HighValid, c.High)), "is ahead of the store")
}

func (v *verifier) mailRow(r row) string {
	n := binary.BigEndian.Uint64(r.key)
	m, err := v.mail(n)
	if err != nil {
		return word(err)
	}
	taken, err := v.counter(countMail)
	what := first(word(err), unless(n <= taken, "was never counted"),
		unless(v.has(tabUID, v.uidKey(m.Mailbox, m.UIDValidity, m.UID)), "has no UID"),
		unless(v.has(tabDigest, v.digestKey(m.Mailbox, m.Digest)), "is not in the index of bytes"),
		unless(len(m.Content) == 0 || v.has(tabContent, v.contentKey(m.Mailbox, m.Content)), "is not in the index of contents"),
		unless(m.Outcome != "" || v.has(tabPending, pendingKey(n, m)), "waits, but not in the index"),
		unless(m.Erased || waiting[m.Outcome] == 0 || v.has(tabUnfiled, unfiledKey(n, m)), "is not in the index of its outcome"),
		unless(m.Case == 0 || v.has(tabCase, be32(m.Case)), "is filed in no case"),
		unless(m.Case == 0 || v.has(tabFiled, filedKey(dossier.Ref(m.Case), n)), "is not in the index of its case"))
	if what != "" || m.Erased {
		return what
	}
	return v.bytesOf(n, m)
}

// bytesOf reads the raw mail and holds it against its digest.
func (v *verifier) bytesOf(n uint64, m mailRecord) string {
	sum := sha256.New()
	size := &counting{}
	err := v.writeRaw(n, m, io.MultiWriter(size, sum))
	switch {
	case isDestroyed(err):
		return ""
	case err != nil:
		return first(word(err), wrongSeal)
	}
	return unless(size.n == m.Bytes && bytes.Equal(sum.Sum(nil), m.Digest), "pieces do not make the message")
}

// counting counts what is written to it.
type counting struct{ n int64 }

func (c *counting) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

func (v *verifier) uidRow(r row) string {
	u, found, err := v.uid(r.key)
	if err != nil || !found {
		return first(word(err), wrongLink)
	}
	return first(unless(v.has(tabMail, be64(u.Mail)), wrongLink), unless(u.Queued == v.has(tabFiling, r.key),
		"and the queue of filings differ"))
}

func (v *verifier) copyRow(r row) string {
	if what := v.indexed(tabCopy, r); what != "" || len(r.key) != 24 {
		return first(what, wrongRecord)
	}
	_, found, err := v.uid(r.key[8:])
	return first(word(err), unless(found && v.has(tabMail, r.key[:8]), wrongLink))
}

// linked opens an index row that holds a message number, and reads that message.
func (v *verifier) linked(t table, r row) (n uint64, m mailRecord, what string) {
	content, what := v.sealed(t, r)
	if what != "" || len(content) != 8 {
		return 0, m, first(what, wrongRecord)
	}
	n = binary.BigEndian.Uint64(content)
	m, err := v.mail(n)
	if errors.Is(err, ErrNotFound) {
		return n, m, wrongLink
	}
	return n, m, word(err)
}

func (v *verifier) digestRow(r row) string {
	_, m, what := v.linked(tabDigest, r)
	return first(what, unless(bytes.Equal(r.key, v.digestKey(m.Mailbox, m.Digest)), wrongIndex))
}

func (v *verifier) contentRow(r row) string {
	_, m, what := v.linked(tabContent, r)
	return first(what, unless(bytes.Equal(r.key, v.contentKey(m.Mailbox, m.Content)), wrongIndex))
}

func (v *verifier) pendingRow(r row) string {
	if what := v.indexed(tabPending, r); what != "" || len(r.key) != 16 {
		return first(what, wrongRecord)
	}
	n := idAtEnd(r.key)
	m, err := v.mail(n)
	return first(word(err), unless(m.Outcome == "" && bytes.Equal(r.key, pendingKey(n, m)), wrongIndex))
}

func (v *verifier) unfiledRow(r row) string {
	if what := v.indexed(tabUnfiled, r); what != "" || len(r.key) != 17 {
		return first(what, wrongRecord)
	}
	n := idAtEnd(r.key)
	m, err := v.mail(n)
	return first(word(err), unless(!m.Erased && bytes.Equal(r.key, unfiledKey(n, m)), wrongIndex))
}

func (v *verifier) filingRow(r row) string {
	n, _, what := v.linked(tabFiling, r)
	if what != "" {
		return what
	}
	u, found, err := v.uid(r.key)
	return first(word(err), unless(found && u.Queued && u.Mail == n, wrongIndex))
}

// pieceRow looks at the place of a piece; its content was read with its message.
func (v *verifier) pieceRow(r row) string {
	if len(r.key) != 12 {
		return wrongRecord
	}
	if v.has(tabLoose, r.key[:8]) {
		return ""
	}
	m, err := v.mail(binary.BigEndian.Uint64(r.key))
	return first(word(err), unless(int(binary.BigEndian.Uint32(r.key[8:])) < m.Pieces, "belongs to no message"))
}
