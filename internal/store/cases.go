package store

import (
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

const (
	maxPrefix    = 16  // bytes of the prefix of case numbers
	maxOpenCases = 256 // unchanged cases that a transaction keeps at hand
)

// Summary is a case in short, for lists: it is read without the journal.
type Summary struct {
	Ref       dossier.Ref
	Number    dossier.Number
	Procedure dossier.ProcedureID
	Mailbox   string
	Kind      dossier.Kind
	State     dossier.State
	Public    string
	Channel   dossier.Channel
	Track     string
	Category  string
	Outcome   string
	Language  string
	Received  calendar.Date
	Filed     calendar.Date
	Closed    calendar.Date
	Urgent    bool
	Name      string // of the first complainant
	Address   string
	Tasks     int // that still wait
	Seq       int
	Due       time.Time // when time has to look at it again; zero: never
}

// openCase is a case that a transaction works on. What changes is written once, at the end.
type openCase struct {
	aead   cipher.AEAD
	fold   *dossier.Case // with its journal; nil until it is needed
	stored *summaryRecord
	due    time.Time
	dirty  bool
}

// NewCase takes the next reference, key and number. Numbers of a prefix and year count from 1 without gaps; they have
// four digits at least. Events must follow in the same transaction.
func (tx *Tx) NewCase(prefix string, year int) (dossier.Ref, dossier.Number, error) {
	if len(prefix) > maxPrefix || year < 1 || year > 9999 {
		return 0, "", fmt.Errorf("number of a case with prefix %q in year %d: %w", prefix, year, ErrTooLarge)
	}
	ref, err := tx.nextRef()
	if err != nil {
		return 0, "", err
	}
	series := seriesKey(prefix, year)
	n, err := tx.next("number " + string(series))
	if err != nil {
		return 0, "", err
	}
	a, err := tx.s.keys.aead(keyID(ref))
	if err != nil {
		return 0, "", err
	}
	tx.cases[ref] = &openCase{aead: a, fold: &dossier.Case{}}
	number := dossier.Number(fmt.Sprintf("%s%d-%04d", prefix, year, n))
	return ref, number, tx.putRoot(tabNumber, join(series, be32(uint32(n))), be32(uint32(ref)))
}

// nextRef takes the next reference whose key can be used: after a backup was put back, the key file may remember
// destroyed cases that this store has never seen.
func (tx *Tx) nextRef() (dossier.Ref, error) {
	for {
		n, err := tx.next(countRef)
		if err != nil {
			return 0, err
		}
		if n >= uint64(ownKeys) {
			return 0, fmt.Errorf("case %d: %w", n, ErrTooLarge)
		}
		usable, err := tx.s.keys.reserve(refOf(n))
		if err != nil || usable {
			return refOf(n), err
		}
	}
}

// seriesKey begins the keys of the numbers of one prefix and year. Case does not matter.
func seriesKey(prefix string, year int) []byte {
	return binary.BigEndian.AppendUint16([]byte(strings.ToUpper(prefix)+"\x00"), uint16(year))
}

// CaseByNumber finds a case by the number that people see; upper and lower case are the same. What is no number, or
// the number of no case, is not found.
func (tx *Tx) CaseByNumber(number dossier.Number) (ref dossier.Ref, ok bool, err error) {
	key, ok := numberKey(string(number))
	if !ok {
		return 0, false, nil
	}
	v, err := tx.getRoot(tabNumber, key)
	if err != nil || v == nil {
		return 0, false, err
	}
	return dossier.Ref(binary.BigEndian.Uint32(v)), true, nil
}

func numberKey(number string) (key []byte, ok bool) {
	i := strings.LastIndexByte(number, '-')
	if i < 4 || i-4 > maxPrefix {
		return nil, false
	}
	prefix, digits := number[:i-4], number[i+1:]
	year, err := strconv.ParseUint(number[i-4:i], 10, 16)
	if err != nil {
		return nil, false
	}
	n, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || fmt.Sprintf("%04d", n) != digits {
		return nil, false
	}
	return join(seriesKey(prefix, int(year)), be32(uint32(n))), true
}

// CaseCount returns how many cases were ever made.
func (tx *Tx) CaseCount() (int, error) {
	n, err := tx.counter(countRef)
	return int(n), err
}

// openCase finds a case: one this transaction has at hand, or the stored one.
func (tx *Tx) openCase(ref dossier.Ref) (*openCase, error) {
	if c := tx.cases[ref]; c != nil {
		return c, nil
	}
	key := be32(uint32(ref))
	if _, ok, err := tx.kv.head(tabCase, key); err != nil {
		return nil, fmt.Errorf("case %d: %w", ref, err)
	} else if !ok {
		return nil, tx.missing(ref)
	}
	a, err := tx.s.keys.aead(keyID(ref))
	if err != nil {
		return nil, fmt.Errorf("case %d: %w", ref, err)
	}
	var r summaryRecord
	if _, err := tx.getJSON(a, tabCase, key, &r); err != nil {
		return nil, fmt.Errorf("case %d: %w", ref, err)
	}
	c := &openCase{aead: a, stored: &r, due: r.Due}
	tx.forgetCases()
	tx.cases[ref] = c
	return c, nil
}

// forgetCases lets go of unchanged cases, so that a transaction may look at any number of them.
func (tx *Tx) forgetCases() {
	if len(tx.cases) < maxOpenCases {
		return
	}
	maps.DeleteFunc(tx.cases, func(_ dossier.Ref, c *openCase) bool { return c.stored != nil && !c.dirty })
}

// folded makes sure that the case was folded from its journal.
func (tx *Tx) folded(ref dossier.Ref) (*openCase, error) {
	c, err := tx.openCase(ref)
	if err != nil || c.fold != nil {
		return c, err
	}
	events, err := tx.events(c.aead, ref)
	if err != nil {
		return nil, err
	}
	fold := dossier.Fold(events)
	c.fold = &fold
	return c, nil
}

// Case returns a whole case, folded from its journal; the caller may change it. ErrNotFound when there is none,
// ErrDestroyed when its key is gone.
func (tx *Tx) Case(ref dossier.Ref) (dossier.Case, error) {
	c, err := tx.folded(ref)
	if err != nil {
		return dossier.Case{}, err
	}
	return c.fold.Clone(), nil
}

// Summary returns a case in short.
func (tx *Tx) Summary(ref dossier.Ref) (Summary, error) {
	c, err := tx.openCase(ref)
	if err != nil {
		return Summary{}, err
	}
	if c.fold != nil {
		return summaryOf(ref, c.record()), nil
	}
	return summaryOf(ref, *c.stored), nil
}

// Cases lists cases in order of their references, beginning behind from (0: at the first). Destroyed ones are passed
// over.
func (tx *Tx) Cases(from dossier.Ref, limit int) ([]Summary, error) {
	var list []Summary
	for len(list) < limit {
		keys, err := tx.kv.keys(tabCase, be32(uint32(from)+1), nil, limit-len(list))
		if err != nil || len(keys) == 0 {
			return list, err
		}
		for _, k := range keys {
			from = dossier.Ref(binary.BigEndian.Uint32(k))
			s, err := tx.Summary(from)
			if isDestroyed(err) {
				continue
			}
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
	}
	return list, nil
}

func summaryOf(ref dossier.Ref, r summaryRecord) Summary {
	return Summary{Ref: ref, Number: dossier.Number(r.Number), Procedure: dossier.ProcedureID(r.Procedure),
		Mailbox: r.Mailbox, Kind: dossier.Kind(r.Kind), State: dossier.State(r.State), Public: r.Public,
		Channel: dossier.Channel(r.Channel), Track: r.Track, Category: r.Category, Outcome: r.Outcome,
		Language: r.Language, Received: r.Received, Filed: r.Filed, Closed: r.Closed, Urgent: r.Urgent, Name: r.Name,
		Address: r.Address, Tasks: r.Tasks, Seq: r.Seq, Due: r.Due}
}

// record makes the summary of a folded case.
func (c *openCase) record() summaryRecord {
	f := c.fold
	r := summaryRecord{header: current, Number: string(f.Number), Procedure: procedureRef(f.Procedure),
		Mailbox: f.Mailbox, Kind: string(f.Kind), State: string(f.State), Public: f.Public, Channel: string(f.Channel),
		Track: f.Track, Category: f.Category, Outcome: f.Outcome, Language: f.Language, Received: f.Received,
		Filed: f.Filed, Closed: f.Closed, Urgent: f.Urgent, Tasks: len(f.OpenTasks()), Seq: f.Seq, Due: c.due}
	if ps := f.PartiesAs(dossier.RoleComplainant); len(ps) > 0 {
		r.Name, r.Address = ps[0].Name, ps[0].Address
	}
	return r
}

// flushCases writes the summaries of the cases that changed.
func (tx *Tx) flushCases() error {
	for ref, c := range tx.cases {
		if c.stored == nil && c.fold.Seq == 0 {
			return fmt.Errorf("case %d has no events: %w", ref, ErrNotFound)
		}
		if !c.dirty {
			continue
		}
		r := c.stored
		if c.fold != nil {
			made := c.record()
			r = &made
		}
		r.Due = c.due
		if err := tx.putJSON(c.aead, tabCase, be32(uint32(ref)), *r); err != nil {
			return fmt.Errorf("case %d: %w", ref, err)
		}
		c.dirty = false
	}
	return nil
}

// SetDue says when time has to look at a case again; the zero time says never. A case has one such moment, and none once
// it is destroyed.
func (tx *Tx) SetDue(ref dossier.Ref, at time.Time) error {
	c, err := tx.openCase(ref)
	if isDestroyed(err) {
		return nil
	}
	if err != nil {
		return err
	}
	at = utc(at)
	if c.due.Equal(at) {
		return nil
	}
	if !c.due.IsZero() {
		if err := tx.delete(tabDue, dueKey(ref, c.due)); err != nil {
			return err
		}
	}
	c.due, c.dirty = at, true
	if at.IsZero() {
		return nil
	}
	return tx.putRoot(tabDue, dueKey(ref, at), nil)
}

func dueKey(ref dossier.Ref, at time.Time) []byte { return join(timeKey(at), be32(uint32(ref))) }

// Due lists the cases whose moment has come, the earliest first.
func (tx *Tx) Due(now time.Time, limit int) ([]dossier.Ref, error) {
	keys, err := tx.kv.keys(tabDue, nil, after(dueKey(^dossier.Ref(0), utc(now))), limit)
	if err != nil {
		return nil, err
	}
	var refs []dossier.Ref
	for _, k := range keys {
		refs = append(refs, dossier.Ref(binary.BigEndian.Uint32(k[8:])))
	}
	return refs, nil
}

// NextDue returns the earliest moment at which a case is due; ok is false when none is.
func (tx *Tx) NextDue() (at time.Time, ok bool, err error) {
	keys, err := tx.kv.keys(tabDue, nil, nil, 1)
	if err != nil || len(keys) == 0 {
		return time.Time{}, false, err
	}
	return keyTime(keys[0]), true, nil
}
