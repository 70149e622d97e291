package store

import (
	"encoding/hex"
	"errors"
	"fmt"
)

// maxProblems is how many problems Verify tells; a store with more needs a backup, not a list.
const maxProblems = 1000

// Problem is something that cannot be in a sound store. Its words hold no personal data: Key is a row's key in
// hexadecimal, of numbers and keyed digests.
type Problem struct {
	Table string
	Key   string
	What  string
}

// String is the problem on one line.
func (p Problem) String() string {
	if p.Key == "" {
		return fmt.Sprintf("%s: %s", p.Table, p.What)
	}
	return fmt.Sprintf("%s %s: %s", p.Table, p.Key, p.What)
}

// verifier walks through the store.
type verifier struct {
	*Tx
	problems    []Problem
	done, total int
	progress    func(done, total int)
}

// errTooMany ends a walk that has told enough.
var errTooMany = errors.New("too many problems")

// Verify reads the whole store and says what is wrong with it: pages, seals, records, the links between them, and
// whether each index says what the records say. Nobody can write while the pages are looked at; the rest is done in
// one reading transaction, which lets the file grow as long as it runs. progress may be nil.
//
// The error is for what kept Verify from looking; what it found is no error.
func (s *Store) Verify(progress func(done, total int)) ([]Problem, error) {
	if progress == nil {
		progress = func(int, int) {}
	}
	v := &verifier{progress: progress}
	if err := s.verifyPages(v); err != nil {
		return nil, fmt.Errorf("verify pages: %w", err)
	}
	s.verifyKeys(v)
	err := s.View(func(tx *Tx) error {
		v.Tx = tx
		return v.walk()
	})
	if err != nil && !errors.Is(err, errTooMany) {
		return v.problems, fmt.Errorf("verify: %w", err)
	}
	return v.problems, nil
}

func (v *verifier) report(table string, key []byte, what string) {
	if len(v.problems) < maxProblems {
		v.problems = append(v.problems, Problem{Table: table, Key: hex.EncodeToString(key), What: what})
	}
}

func (s *Store) verifyPages(v *verifier) error {
	if err := s.usable(); err != nil {
		return err
	}
	s.gate.RLock()
	defer s.gate.RUnlock()
	defer trapFaults()()
	kv, err := s.engine.begin(true)
	if err != nil {
		return err
	}
	defer kv.rollback()
	switch sound, err := kv.heads(); {
	case err != nil:
		return err
	case !sound:
		v.report("pages", nil, "one of the two heads of the file is damaged: the last transaction may be missing")
	}
	faults, err := kv.check()
	if errors.Is(err, ErrDamaged) {
		faults, err = append(faults, "cannot be read"), nil
	}
	for _, f := range faults {
		v.report("pages", nil, f)
	}
	return err
}

// verifyKeys opens every key of the key file.
func (s *Store) verifyKeys(v *verifier) {
	k := s.keys
	k.mu.Lock()
	defer k.mu.Unlock()
	for n := range k.blocks {
		_, sound, err := k.block(n)
		if err != nil || !sound {
			v.report("keys", be32(uint32(n)), "block of keys is damaged")
		}
		for slot := range keysPerBlock {
			id := idAt(n, slot)
			if _, err := k.unwrap(id); err != nil && !isDestroyed(err) {
				v.report("keys", be32(uint32(id)), "key does not open")
			}
		}
	}
}

// walk looks at every row of every table.
func (v *verifier) walk() error {
	if err := v.checkMark(); err != nil {
		v.report("meta", keyMark, "mark of the store is damaged")
	}
	if intake, err := v.intakeKey(); err != nil || v.s.keys.has(intake) != nil {
		v.report("meta", counterKey(countIntake), "names an intake key that is not there")
	}
	look := map[table]func(row) string{
		tabMeta: v.meta, tabCursor: v.cursorRow, tabMail: v.mailRow, tabUID: v.uidRow, tabCopy: v.copyRow,
		tabDigest: v.digestRow, tabContent: v.contentRow, tabPending: v.pendingRow, tabUnfiled: v.unfiledRow,
		tabFiling: v.filingRow, tabPiece: v.pieceRow, tabLoose: v.plainRow(tabLoose), tabEvent: v.eventRow,
		tabCase: v.caseRow, tabNumber: v.numberRow, tabDue: v.dueRow, tabThread: v.threadRow,
		tabAddress: v.addressRow, tabProcedure: v.procedureRow, tabLetter: v.letterRow, tabLetterRaw: v.letterRawRow,
		tabOutbox: v.letterIndex(tabOutbox), tabStarted: v.letterIndex(tabStarted), tabSent: v.letterIndex(tabSent),
		tabOffice: v.officeRow, tabAnswer: v.answerRow, tabLong: v.longRow,
		tabMeasure: v.measureRow, tabCommand: v.commandRow, tabHeld: v.heldRow,
		tabFiled: v.filedRow, tabDestroyed: v.destroyedRow, tabStatistic: v.statisticRow, tabExpunge: v.expungeRow,
		tabFolder: v.folderRow,
	}
	for t := tabMeta; t < tabEnd; t++ {
		n, err := v.kv.count(t)
		if err != nil {
			v.report(t.String(), nil, "pages cannot be read")
		}
		v.total += n
	}
	for t := tabMeta; t < tabEnd; t++ {
		if err := v.table(t, look[t]); err != nil {
			return err
		}
	}
	v.progress(v.done, v.total)
	return nil
}

// table looks at the rows of one table; look says what is wrong with one, or "".
func (v *verifier) table(t table, look func(row) string) error {
	limit := 128
	if t == tabPiece || t == tabLong {
		limit = 4 // large values
	}
	for from := []byte(nil); ; {
		rows, err := v.kv.scan(t, from, nil, limit)
		if err != nil {
			return nil // reported when the rows were counted
		}
		if len(rows) == 0 {
			return nil
		}
		for _, r := range rows {
			if what := look(r); what != "" {
				v.report(t.String(), r.key, what)
			}
			if len(v.problems) >= maxProblems {
				return errTooMany
			}
		}
		v.done += len(rows)
		v.progress(v.done, v.total)
		from = after(rows[len(rows)-1].key)
	}
}

// Words for what several tables can have.
const (
	wrongSeal   = "does not open"
	wrongRecord = "does not decode"
	wrongIndex  = "says something else than the record it points to"
	wrongLink   = "points to nothing"
	wrongKey    = "has a key that is in no key file"
)

// word tells an error in words that show no content.
func word(err error) string {
	switch {
	case err == nil || isDestroyed(err):
		return ""
	case errors.Is(err, ErrNewer):
		return "was written by a newer version"
	case errors.Is(err, ErrKeys):
		return wrongKey
	case errors.Is(err, ErrNotFound):
		return wrongLink
	}
	return wrongSeal
}

// sealed opens a row under the store's key.
func (v *verifier) sealed(t table, r row) (content []byte, what string) {
	content, err := v.open(v.s.rootKey, t, r.key, r.value)
	return content, word(err)
}

// indexed opens an index row, which must be empty.
func (v *verifier) indexed(t table, r row) string {
	content, what := v.sealed(t, r)
	if what == "" && len(content) != 0 {
		return wrongRecord
	}
	return what
}

func (v *verifier) plainRow(t table) func(row) string {
	return func(r row) string { return v.indexed(t, r) }
}

// has says whether a row is there.
func (v *verifier) has(t table, key []byte) bool {
	_, ok, err := v.kv.head(t, key)
	return ok && err == nil
}

// first returns the first thing that is wrong.
func first(whats ...string) string {
	for _, w := range whats {
		if w != "" {
			return w
		}
	}
	return ""
}

// unless is what is wrong unless ok.
func unless(ok bool, what string) string {
	if ok {
		return ""
	}
	return what
}
