package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

var (
	anna     = dossier.Actor{Role: dossier.RoleCoordinator, Person: "anna@voorbeeld.example"}
	theDay   = calendar.New(2031, time.April, 2)
	errCrash = errors.New("the process dies")
)

func destroy(t testing.TB, s *Store, ref dossier.Ref) {
	t.Helper()
	update(t, s, func(tx *Tx) error { return tx.Destroy(ref, anna, theDay) })
}

// gone fails the test unless nothing of a case can be read or found.
func gone(t testing.TB, s *Store, ref dossier.Ref) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		_, err := tx.Case(ref)
		_, err2 := tx.Summary(ref)
		_, err3 := tx.RawMail(mailName(uint64(ref)))
		_, err4 := tx.Letter(fmt.Sprintf("%d/d7", ref))
		for i, err := range []error{err, err2, err3, err4} {
			if !isDestroyed(err) {
				t.Errorf("case %d, question %d: %v", ref, i, err)
			}
		}
		for _, id := range []string{fmt.Sprintf("<%d.1@voorbeeld.example>", ref), messageID(ref, 7), messageID(ref, 8)} {
			if th, err := tx.Thread(id); len(th) > 0 || err != nil {
				t.Errorf("thread of case %d: %v, %v", ref, th, err)
			}
		}
		if refs, err := tx.CasesOf(fmt.Sprintf("jan%d@voorbeeld.example", ref), 10); len(refs) > 0 || err != nil {
			t.Errorf("address of case %d: %v, %v", ref, refs, err)
		}
		letters, err := tx.Letters(LetterFilter{All: true}, 1000)
		for _, l := range letters {
			if l.Ref == ref {
				t.Errorf("letter %s", l.ID)
			}
		}
		if mails, err := tx.MailOf(ref, "", 10); len(mails) > 0 || err != nil {
			t.Errorf("mail of case %d: %v, %v", ref, mails, err)
		}
		due, err5 := tx.Due(start.AddDate(9, 0, 0), 1000)
		for _, r := range due {
			if r == ref {
				t.Errorf("case %d is due", ref)
			}
		}
		if stone, ok, err := tx.Tombstone(ref); !ok || stone.Ref != ref || err != nil {
			t.Errorf("tombstone of case %d: %+v, %v", ref, stone, err)
		}
		return errors.Join(err, err5)
	})
}

// whole fails the test unless a case can be read with its mail and letters.
func whole(t testing.TB, s *Store, ref dossier.Ref) {
	t.Helper()
	view(t, s, func(tx *Tx) error {
		c, err := tx.Case(ref)
		raw, err2 := tx.RawMail(mailName(uint64(ref)))
		l, err3 := tx.Letter(fmt.Sprintf("%d/d7", ref))
		_, stone, err4 := tx.Tombstone(ref)
		if err := errors.Join(err, err2, err3, err4); err != nil {
			return err
		}
		if c.Seq < 8 || !bytes.Equal(raw, complaint(int(ref))) || len(l.Raw) == 0 || stone {
			t.Errorf("case %d is not whole", ref)
		}
		return nil
	})
}

func TestDestroy(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 6); err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *Tx) error {
		again := mailOf(1)
		again.UID = 70
		if _, err := tx.AddMail(again); err != nil { // a second copy on the server
			return err
		}
		double := mailOf(1)
		double.UID, double.Raw = 71, append([]byte("X-Other: 1\r\n"), double.Raw...)
		r, err := tx.AddMail(double) // the same content in other bytes
		if err != nil {
			return err
		}
		if _, seen, err := tx.ContentSeen(inbox, [32]byte{1, 0, 0, 1}, r.ID); !seen || err != nil {
			t.Errorf("the double is no double: %v", err)
		}
		return errors.Join(tx.Settle(r.ID, Settled{Outcome: OutcomeIgnored, Reason: "duplicate", At: start}),
			tx.SetLetter("1/d7", LetterResult{State: LetterAccepted, At: start}),
			tx.PutHeld(Held{Mail: "m1", Case: 1, Person: "anna@voorbeeld.example", Until: start}),
			tx.PutHeld(Held{Mail: "m6", Case: 1, Person: "anna@voorbeeld.example", Until: start}),
			tx.Append(1, numbered(8, start, dossier.MeasureSet{Measure: dossier.Measure{ID: "M1"}},
				dossier.FactSet{Field: dossier.FactOutcome, Values: []string{"upheld"}}, dossier.Noted{Text: random(700 << 10)})),
			tx.PutMeasure("M1", 1))
	})
	sound(t, s)
	destroy(t, s, 1)
	destroy(t, s, 4)
	for range 2 {
		sound(t, s)
		for ref := range dossier.Ref(6) {
			if ref == 0 || ref == 3 {
				gone(t, s, ref+1)
			} else {
				whole(t, s, ref+1)
			}
		}
		s = reopen(t, s)
	}
	view(t, s, func(tx *Tx) error {
		stone, _, err := tx.Tombstone(1)
		want := Tombstone{Ref: 1, Number: "K2026-0001", Kind: dossier.KindComplaint, Mailbox: inbox, Outcome: "upheld",
			Received: calendar.Of(start, time.UTC), Destroyed: theDay, By: anna}
		if d := cmp.Diff(want, stone, cmp.Comparer(func(a, b calendar.Date) bool { return a == b })); d != "" {
			t.Error(d)
		}
		if ref, ok, err := tx.CaseByNumber("K2026-0001"); ref != 1 || !ok || err != nil {
			t.Errorf("its number leads to %d (%v): %v", ref, ok, err)
		}
		if _, ok, err2 := tx.CaseOfMeasure("M1"); ok || err2 != nil {
			t.Errorf("its measure: %v", err2)
		}
		if n, err2 := tx.NextMeasure(); n != 2 || err2 != nil {
			t.Errorf("the next measure is %d: %v", n, err2)
		}
		for _, id := range []dossier.MailID{"m1", "m6"} {
			if _, ok, err2 := tx.Held(id); ok || err2 != nil {
				t.Errorf("mail %s about it still waits for a code: %v", id, err2)
			}
		}
		if _, err2 := tx.RawMail("m7"); !isDestroyed(err2) {
			t.Errorf("the double can be read: %v", err2)
		}
		stones, err2 := tx.Tombstones(1, 10)
		if len(stones) != 1 || stones[0].Ref != 4 {
			t.Errorf("tombstones behind case 1: %v", stones)
		}
		counts, err3 := tx.Statistics()
		if len(counts) != 2 || counts[0].Count+counts[1].Count != 2 {
			t.Errorf("statistics %v", counts)
		}
		return errors.Join(err, err2, err3)
	})
	// what came once is known, and taken in no more
	update(t, s, func(tx *Tx) error {
		r, err := tx.AddMail(mailOf(1))
		if !r.Known || err != nil {
			t.Errorf("the mail came again: %+v, %v", r, err)
		}
		moved := mailOf(1)
		moved.UIDValidity = 8
		r, err = tx.AddMail(moved)
		if r.Same != "m1" || err != nil {
			t.Errorf("the mail came under another UIDVALIDITY: %+v, %v", r, err)
		}
		_, err2 := tx.Filings(inbox, 100)
		return errors.Join(err, err2)
	})
	sound(t, s)
	if ref, number := newCase(t, s, "K", 2026); ref != 7 || number != "K2026-0007" {
		t.Errorf("the next case is %d, %s", ref, number)
	}
}

func TestDestroyTwiceAndNothing(t *testing.T) {
	s := build(t, quick(t, Options{}))
	for ref, want := range map[dossier.Ref]error{3: ErrDestroyed, 99: ErrNotFound} {
		if err := s.Update(func(tx *Tx) error { return tx.Destroy(ref, anna, theDay) }); !errors.Is(err, want) {
			t.Errorf("destroy case %d: %v, want %v", ref, err, want)
		}
	}
	// what was under way when a case was destroyed is forgotten, and does not stop the others
	destroy(t, s, 2)
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.SetLetter("2/d7", LetterResult{State: LetterAccepted, At: start}),
			tx.Copied("2/d7", Place{Folder: "Sent", UID: 3}, ""), tx.SetDue(2, start))
	})
	sound(t, s)
	gone(t, s, 2)
	reopen(t, s)
}

// A whole decision may end in a destruction: events, letters and the end share a transaction, and functions of
// transactions run twice.
func TestDestroyWithinADecision(t *testing.T) {
	s := build(t, quick(t, Options{Rerun: func() bool { return true }}))
	update(t, s, func(tx *Tx) error {
		return errors.Join(appendOnce(tx, 1, 10, dossier.Destroyed{On: theDay}), tx.Destroy(1, anna, theDay),
			tx.Destroy(2, anna, theDay), tx.SetDue(1, start))
	})
	gone(t, s, 1)
	gone(t, s, 2)
	sound(t, s)
	sound(t, reopen(t, s))
}

// at copies the directory of a store, as a death at this moment would leave it.
func at(t testing.TB, s *Store) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(dir, os.DirFS(s.opts.Dir)); err != nil {
		t.Fatal(err)
	}
	private700(t, dir)
	return dir
}

// The process dies before, within and behind the commit of a destruction: the case is whole, or gone.
func TestDeathWhileDestroying(t *testing.T) {
	var dirs []string
	var s *Store
	look := func() error {
		if s != nil {
			dirs = append(dirs, at(t, s))
		}
		return nil
	}
	made := quick(t, Options{BeforeCommit: func() error { return look() }, AfterCommit: func() error { return look() }})
	if err := take(made, 1, 3); err != nil {
		t.Fatal(err)
	}
	s = made
	destroy(t, s, 2)
	dirs = append(dirs, at(t, s))
	if len(dirs) != 3 {
		t.Fatalf("%d moments", len(dirs))
	}
	for i, dir := range dirs {
		c := quick(t, Options{Dir: dir})
		sound(t, c)
		whole(t, c, 1)
		whole(t, c, 3)
		if i == 0 {
			whole(t, c, 2)
			destroy(t, c, 2)
		}
		gone(t, c, 2)
		sound(t, c)
		sound(t, reopen(t, c))
	}
}

// The commit of a destruction fails, before or after it reached the file.
func TestDestructionWhoseCommitFails(t *testing.T) {
	for _, before := range []bool{true, false} {
		fail := false
		hook := func(mine bool) func() error {
			return func() error {
				if fail && before == mine {
					return errCrash
				}
				return nil
			}
		}
		s := quick(t, Options{BeforeCommit: hook(true), AfterCommit: hook(false)})
		if err := take(s, 1, 2); err != nil {
			t.Fatal(err)
		}
		fail = true
		err := s.Update(func(tx *Tx) error { return tx.Destroy(1, anna, theDay) })
		if !errors.Is(err, ErrCommitUnknown) {
			t.Errorf("got %v", err)
		}
		s = reopen(t, s)
		sound(t, s)
		if before {
			whole(t, s, 1)
			destroy(t, s, 1)
		}
		gone(t, s, 1)
		whole(t, s, 2)
	}
}

// Whoever kept the file of last night, and of the night before the mail was filed, opens nothing with the keys of today.
func TestBackupsOfADestroyedCase(t *testing.T) {
	s := quick(t, Options{})
	update(t, s, func(tx *Tx) error { _, err := tx.AddMail(mailOf(1)); return err })
	unfiled := at(t, s)
	update(t, s, func(tx *Tx) error {
		if err := tx.PutProcedure("abc", "amnesty", "2013-02-06", []byte("[[term]]")); err != nil {
			return err
		}
		_, err := handleNew(tx, "m1", 1)
		return err
	})
	filed := at(t, s)
	if err := take(s, 2, 1); err != nil {
		t.Fatal(err)
	}
	destroy(t, s, 1)
	keys, err := os.ReadFile(filepath.Join(s.opts.Dir, keysName))
	if err != nil {
		t.Fatal(err)
	}
	for name, dir := range map[string]string{"unfiled": unfiled, "filed": filed} {
		old := quick(t, Options{Dir: dir})
		view(t, old, func(tx *Tx) error { _, err := tx.RawMail("m1"); return err })
		if err := errors.Join(old.Close(), os.WriteFile(filepath.Join(dir, keysName), keys, 0o600)); err != nil {
			t.Fatal(err)
		}
		old, err := Open(Options{Dir: dir})
		if err != nil {
			t.Fatal(err)
		}
		err = old.View(func(tx *Tx) error { _, err := tx.RawMail("m1"); return err })
		if !isDestroyed(err) {
			t.Errorf("%s: the mail in an old file: %v", name, err)
		}
		if err := old.View(func(tx *Tx) error { _, err := tx.Case(1); return err }); name == "filed" && !isDestroyed(err) {
			t.Errorf("%s: the case in an old file: %v", name, err)
		}
		if err := old.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestStatisticsHoldWordsOnly(t *testing.T) {
	c := dossier.Case{Kind: "complaint", Category: "Jan de Boer, Dorpsstraat 1", Outcome: "upheld\n",
		Channel: dossier.ChannelMail, Received: theDay, Terms: []dossier.Term{{Name: dossier.TermSettle,
			State: dossier.TermMetState, Met: theDay.AddDays(1), Due: theDay}}}
	want := Statistic{Kind: "complaint", Category: "other", Outcome: "other", Channel: "mail", Received: "2031-04",
		Settled: SettledLate, Count: 1}
	if got := statisticOf(&c); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	c.Terms[0].Met = theDay
	if got := statisticOf(&c); got.Settled != SettledInTime {
		t.Errorf("got %+v", got)
	}
}

// Letters to staff about the tray show words of mail, and go when that mail goes.
func TestNoticesAreErased(t *testing.T) {
	s := build(t, quick(t, Options{}))
	erase := func(at time.Time) {
		t.Helper()
		update(t, s, func(tx *Tx) error { _, err := tx.Erase(at); return err })
	}
	there := func(want bool) {
		t.Helper()
		err := s.View(func(tx *Tx) error { _, err := tx.Letter("0/d2"); return err })
		if (err == nil) != want || err != nil && !errors.Is(err, ErrNotFound) {
			t.Errorf("the notice is there: %v, want %v", err, want)
		}
	}
	erase(start.AddDate(1, 0, 0))
	there(true) // it has to leave yet
	update(t, s, func(tx *Tx) error {
		o, err := tx.Office()
		if err != nil {
			return err
		}
		events := numbered(o.Seq, start, dossier.LetterAccepted{Duty: "d2"})
		o.Apply(events[0])
		return errors.Join(tx.SetLetter("0/d2", LetterResult{State: LetterAccepted, At: start}), tx.PutOffice(o, events))
	})
	erase(start)
	there(true)
	erase(start.Add(time.Second))
	there(false)
	sound(t, s)
	whole(t, s, 2)
}
