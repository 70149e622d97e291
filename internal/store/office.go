package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"klachtd/internal/dossier"
)

// Keys of table office: the snapshot, and what the keys of its journal start with.
var (
	officeSnapshot = []byte{0}
	officeJournal  = []byte{1}
)

// Office returns the office as it stands; the zero Office when nothing ever happened to it.
func (tx *Tx) Office() (dossier.Office, error) {
	var r officeRecord
	if _, err := tx.getJSON(tx.s.rootKey, tabOffice, officeSnapshot, &r); err != nil {
		return dossier.Office{}, fmt.Errorf("read office: %w", err)
	}
	o := dossier.Office{Seq: r.Seq, ListedOn: r.ListedOn, Ran: r.Ran, Floods: r.Floods,
		Known: dossier.Ref(r.Known)}
	for _, a := range r.Absences {
		o.Absences = append(o.Absences, dossier.Absence{Person: dossier.PersonID(a.Person), From: a.From, Until: a.Until})
	}
	for _, t := range r.Tasks {
		o.Tasks = append(o.Tasks, t.task())
	}
	for _, d := range r.Duties {
		o.Duties = append(o.Duties, d.duty())
	}
	return o, nil
}

func officeOf(o dossier.Office) officeRecord {
	r := officeRecord{header: current, Seq: o.Seq, ListedOn: o.ListedOn, Ran: o.Ran, Floods: o.Floods,
		Known: uint32(o.Known)}
	for _, a := range o.Absences {
		r.Absences = append(r.Absences, absenceRecord{Person: string(a.Person), From: a.From, Until: a.Until})
	}
	for _, t := range o.Tasks {
		r.Tasks = append(r.Tasks, taskOf(t))
	}
	for _, d := range o.Duties {
		r.Duties = append(r.Duties, *dutyOf(d))
	}
	return r
}

// PutOffice stores the office as the events made it, and the events. They must continue its journal, else a
// *SequenceError comes back.
func (tx *Tx) PutOffice(o dossier.Office, events []dossier.Event) error {
	if len(events) == 0 {
		return nil
	}
	before, err := tx.Office()
	if err != nil {
		return err
	}
	if err := continues(0, before.Seq, events); err != nil {
		return err
	}
	if last := events[len(events)-1].Seq; o.Seq != last {
		return &SequenceError{Want: last, Got: o.Seq}
	}
	key := join(officeJournal, be32(uint32(events[0].Seq)))
	if err := tx.putJSON(tx.s.rootKey, tabOffice, key, eventsOf(events)); err != nil {
		return fmt.Errorf("append to office: %w", err)
	}
	return tx.putJSON(tx.s.rootKey, tabOffice, officeSnapshot, officeOf(o))
}

// OfficeJournal lists events of the office behind number from, in records of at most limit.
func (tx *Tx) OfficeJournal(from, limit int) ([]dossier.Event, error) {
	rows, err := tx.kv.scan(tabOffice, join(officeJournal, be32(uint32(from)+1)), beyond(officeJournal), limit)
	if err != nil {
		return nil, err
	}
	var events []dossier.Event
	for _, row := range rows {
		content, err := tx.open(tx.s.rootKey, tabOffice, row.key, row.value)
		if err != nil {
			return nil, err
		}
		more, err := decodeEvents(content)
		if err != nil {
			return nil, err
		}
		events = append(events, more...)
	}
	return events, nil
}

// Answers at once are counted per scope in minutes of a day: few rows whatever the traffic. Days of more than a week
// ago are swept away by the next answer.
const (
	answerDays  = 8  // kept, and looked at
	answerSweep = 64 // rows removed with one answer
)

func day(t time.Time) uint32 { return uint32(t.Unix() / 86400) }

func (tx *Tx) scope(scope string) digest { return tx.s.digests.of(domScope, plain(scope)) }

func answerKey(scope digest, at time.Time) []byte {
	return join(be32(day(at)), scope[:], be32(uint32(at.Unix()/60)))
}

// CountAnswer counts a letter that answers mail from outside at once, under an address, a domain or "" for all.
func (tx *Tx) CountAnswer(scope string, at time.Time) error {
	key := answerKey(tx.scope(scope), at)
	v, err := tx.getRoot(tabAnswer, key)
	if err != nil {
		return err
	}
	n := uint64(1)
	if len(v) == 8 {
		n += binary.BigEndian.Uint64(v)
	}
	return errors.Join(tx.putRoot(tabAnswer, key, be64(n)), tx.sweepAnswers(at))
}

func (tx *Tx) sweepAnswers(at time.Time) error {
	keys, err := tx.kv.keys(tabAnswer, nil, be32(day(at.AddDate(0, 0, -answerDays))), answerSweep)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if err := tx.kv.delete(tabAnswer, k); err != nil {
			return err
		}
	}
	return nil
}

// Answers counts the answers of a scope since a time, over eight days at most. The minute in which it lies counts
// whole, so that a limit is never passed by a second.
func (tx *Tx) Answers(scope string, since time.Time) (int, error) {
	total, of := 0, tx.scope(scope)
	for d := day(since); d <= day(since)+answerDays; d++ {
		from := answerKey(of, time.Unix(int64(d)*86400, 0))
		to := beyond(from[:len(from)-4])
		if d == day(since) {
			from = answerKey(of, since)
		}
		n, err := tx.sumAnswers(from, to)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

func (tx *Tx) sumAnswers(from, to []byte) (total int, err error) {
	for {
		rows, err := tx.kv.scan(tabAnswer, from, to, maxScan)
		if err != nil || len(rows) == 0 {
			return total, err
		}
		for _, row := range rows {
			v, err := tx.open(tx.s.rootKey, tabAnswer, row.key, row.value)
			if err != nil {
				return 0, err
			}
			total += int(binary.BigEndian.Uint64(v))
		}
		from = after(rows[len(rows)-1].key)
	}
}

var keySandbox = []byte("sandbox now")

// SandboxNow returns the last time that the sandbox was set to; zero when it never was.
func (tx *Tx) SandboxNow() (time.Time, error) {
	v, err := tx.getRoot(tabMeta, keySandbox)
	if err != nil || v == nil {
		return time.Time{}, err
	}
	return keyTime(v), nil
}

// SetSandboxNow moves the clock of the sandbox. It does not go back: ErrClock.
func (tx *Tx) SetSandboxNow(t time.Time) error {
	was, err := tx.SandboxNow()
	if err != nil {
		return err
	}
	if t.Before(was) {
		return ErrClock
	}
	if t.Equal(was) {
		return nil
	}
	return tx.putRoot(tabMeta, keySandbox, timeKey(utc(t)))
}
