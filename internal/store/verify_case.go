package store

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"strings"

	"klachtd/internal/dossier"
)

func (v *verifier) meta(r row) string {
	name := string(r.key)
	switch {
	case name == string(keyMark), name == string(keySealedMark):
		return "" // looked at before
	case name == string(keyCompact):
		return v.indexed(tabMeta, r)
	case name == string(keySandbox), name == string(keyRotated):
		content, what := v.sealed(tabMeta, r)
		return first(what, unless(len(content) == 8, wrongRecord))
	}
	series, ok := strings.CutPrefix(name, string(counterKey("")))
	content, what := v.sealed(tabMeta, r)
	if what != "" || !ok || len(content) != 8 {
		return first(what, wrongRecord)
	}
	if series, ok = strings.CutPrefix(series, "number "); !ok {
		return ""
	}
	n := uint32(binary.BigEndian.Uint64(content))
	return unless(v.has(tabNumber, join([]byte(series), be32(n))) && !v.has(tabNumber, join([]byte(series), be32(n+1))),
		"counts other numbers than there are")
}

// stored reads the summary of a case without keeping it.
func (v *verifier) stored(ref dossier.Ref) (a cipher.AEAD, s summaryRecord, err error) {
	if a, err = v.s.keys.aead(keyID(ref)); err != nil {
		return nil, s, err
	}
	found, err := v.getJSON(a, tabCase, be32(uint32(ref)), &s)
	if err == nil && !found {
		err = ErrNotFound
	}
	return a, s, err
}

func (v *verifier) caseRow(r row) string {
	ref := dossier.Ref(binary.BigEndian.Uint32(r.key))
	a, s, err := v.stored(ref)
	if err != nil {
		return word(err)
	}
	taken, err := v.counter(countRef)
	key, ok := numberKey(s.Number)
	what := first(word(err), unless(uint64(ref) <= taken, "was never counted"),
		unless(ok && v.has(tabNumber, key), "has a number that leads nowhere"),
		unless(s.Due.IsZero() || v.has(tabDue, dueKey(ref, s.Due)), "is not in the due index"),
		unless(s.Procedure.Hash == "" || v.has(tabProcedure, []byte(s.Procedure.Hash)), "runs under an unknown regulation"))
	if what != "" {
		return what
	}
	return v.journalOf(ref, a, s)
}

// journalOf folds a case from its journal and holds it against its summary and its letters.
func (v *verifier) journalOf(ref dossier.Ref, a cipher.AEAD, s summaryRecord) string {
	events, err := v.events(a, ref)
	if err != nil || len(events) == 0 {
		return first(word(err), "has no journal")
	}
	fold := dossier.Fold(events)
	made, err := encode((&openCase{fold: &fold, due: s.Due}).record())
	if err != nil {
		return wrongRecord
	}
	written, err := encode(s)
	if err != nil || fold.Ref != ref || !bytes.Equal(made, written) {
		return "summary is not what the journal makes"
	}
	return first(v.owes(ref, fold.Duties), v.measuresOf(ref, fold.Measures))
}

// owes holds the duties that wait for the outbox against it.
func (v *verifier) owes(ref dossier.Ref, duties []dossier.Duty) string {
	for _, d := range duties {
		waits := d.State == dossier.DutyQueued || d.State == dossier.DutyUnknown
		if waits && !v.has(tabLetter, letterKey(ref, string(d.ID), 1)) {
			return "owes a letter that is not in the outbox"
		}
	}
	return ""
}

// measuresOf holds the measures of a case against the table that leads from their numbers to cases.
func (v *verifier) measuresOf(ref dossier.Ref, measures []dossier.Measure) string {
	for _, m := range measures {
		if at, ok, err := v.CaseOfMeasure(m.ID); err != nil || !ok || at != ref {
			return "has a measure whose number leads elsewhere"
		}
	}
	return ""
}

func (v *verifier) eventRow(r row) string {
	// its content was read with the case
	return unless(len(r.key) == 8 && v.has(tabCase, r.key[:4]), wrongLink)
}

func (v *verifier) numberRow(r row) string {
	content, what := v.sealed(tabNumber, r)
	if what != "" || len(content) != 4 {
		return first(what, wrongRecord)
	}
	_, s, err := v.stored(dossier.Ref(binary.BigEndian.Uint32(content)))
	if err != nil && v.has(tabCase, content) {
		return word(err)
	}
	if err != nil {
		t, _, err2 := v.Tombstone(dossier.Ref(binary.BigEndian.Uint32(content)))
		if s.Number = string(t.Number); t.Number == "" {
			return first(word(err), word(err2), wrongLink)
		}
	}
	key, _ := numberKey(s.Number)
	series, n := r.key[:len(r.key)-4], binary.BigEndian.Uint32(r.key[len(r.key)-4:])
	taken, err := v.counter("number " + string(series))
	return first(word(err), unless(bytes.Equal(key, r.key), wrongIndex), unless(uint64(n) <= taken, "was never counted"),
		unless(n == 1 || v.has(tabNumber, join(series, be32(n-1))), "follows a gap"))
}

func (v *verifier) dueRow(r row) string {
	if what := v.indexed(tabDue, r); what != "" || len(r.key) != 12 {
		return first(what, wrongRecord)
	}
	ref := dossier.Ref(binary.BigEndian.Uint32(r.key[8:]))
	_, s, err := v.stored(ref)
	return first(word(err), unless(err != nil || bytes.Equal(r.key, dueKey(ref, s.Due)), wrongIndex))
}

func (v *verifier) threadRow(r row) string {
	content, what := v.sealed(tabThread, r)
	if what != "" {
		return what
	}
	var t threadRecord
	if decode(content, &t) != nil || len(r.key) != 20 || t.Case != binary.BigEndian.Uint32(r.key[16:]) {
		return wrongRecord
	}
	return unless(t.Case == 0 || v.has(tabCase, be32(t.Case)), wrongLink)
}

func (v *verifier) addressRow(r row) string {
	if what := v.indexed(tabAddress, r); what != "" || len(r.key) != 20 {
		return first(what, wrongRecord)
	}
	return unless(v.has(tabCase, be32(^binary.BigEndian.Uint32(r.key[16:]))), wrongLink)
}

func (v *verifier) procedureRow(r row) string {
	content, what := v.sealed(tabProcedure, r)
	if what != "" {
		return what
	}
	var p procedureRecord
	return unless(decode(content, &p) == nil, wrongRecord)
}

// officeRow looks at the rows of the journal and, with the snapshot, at the whole.
func (v *verifier) officeRow(r row) string {
	content, what := v.sealed(tabOffice, r)
	if what != "" || !bytes.Equal(r.key, officeSnapshot) {
		return what
	}
	events, err := v.journal(v.s.rootKey, tabOffice, officeJournal, beyond(officeJournal), 1)
	if err != nil {
		return "journal has a gap or does not open"
	}
	var o dossier.Office
	for _, e := range events {
		o.Apply(e)
	}
	made, err := encode(officeOf(o))
	if err != nil || !bytes.Equal(made, content) {
		return "snapshot is not what the journal makes"
	}
	return v.owes(0, o.Duties)
}

func (v *verifier) answerRow(r row) string {
	content, what := v.sealed(tabAnswer, r)
	return first(what, unless(len(content) == 8 && len(r.key) == 24, wrongRecord))
}

// longRow looks at the place of a piece; its content is read with its record.
func (v *verifier) longRow(r row) string {
	if len(r.key) < 7 {
		return wrongRecord
	}
	t, size := table(r.key[0]), int(binary.BigEndian.Uint16(r.key[1:]))
	if t == 0 || t >= tabEnd || len(r.key) != 3+size+4 {
		return wrongRecord
	}
	form, ok, err := v.kv.head(t, r.key[3:3+size])
	return unless(ok && err == nil && form == formLong, wrongLink)
}
