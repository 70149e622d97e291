package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

// A case's folder takes all its mail and the copies of its letters along; a name has one case.
func TestSetFolder(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 3); err != nil {
		t.Fatal(err)
	}
	const name, long, done = "INBOX/Zaken/AV K. Jansen", "INBOX/Zaken/AV K. Jansen K2026-0002", "INBOX/Klaar/AV K. Jansen"
	filings := func() (list []Filing) {
		view(t, s, func(tx *Tx) (err error) { list, err = tx.Filings(inbox, 10); return err })
		return list
	}
	update(t, s, func(tx *Tx) error {
		err := errors.Join(tx.SetLetter("1/d7", LetterResult{State: LetterAccepted, At: start}),
			tx.SetLetter("2/d7", LetterResult{State: LetterAccepted, At: start}))
		for _, f := range filings() {
			err = errors.Join(err, tx.Filed(f, Place{Folder: f.Folder, UID: f.UID + 10}))
		}
		return err
	})
	set := func(ref int, want string, names ...string) {
		t.Helper()
		update(t, s, func(tx *Tx) error {
			used, err := tx.SetFolder(refOf(uint64(ref)), names...)
			again, err2 := tx.SetFolder(refOf(uint64(ref)), names...)
			if used != want || again != want {
				t.Errorf("folder of case %d: %q, then %q, want %q", ref, used, again, want)
			}
			return errors.Join(err, err2)
		})
		sound(t, s)
	}
	set(1, name, name)
	set(2, long, "INBOX/Zaken/AV K- jansen", long) // a server may clean both names to one
	waiting := filings()
	if len(waiting) != 2 || waiting[0].Folder != name || waiting[0].From.UID != 11 || waiting[1].Folder != long {
		t.Fatalf("filings %+v", waiting)
	}
	copies := func() (ids string) {
		view(t, s, func(tx *Tx) error {
			due, err := tx.CopiesDue(inbox, 10)
			for _, l := range due {
				ids += fmt.Sprintf("%s in %q ", l.ID, l.Place.Folder)
			}
			return err
		})
		return ids
	}
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.Copied("1/d7", Place{Folder: name}, name), tx.Copied("2/d7", Place{Folder: "Sent"}, ""))
	})
	set(1, done, done)
	if got := copies(); got != fmt.Sprintf("1/d7 in %q ", name) {
		t.Errorf("copies due: %s; the one in Sent stays, the other goes along", got)
	}
	update(t, s, func(tx *Tx) error { return tx.Copied("1/d7", Place{Folder: name}, name) }) // made while the folder changed
	if copies() == "" {
		t.Error("a copy in the folder that was is not due any more")
	}
	update(t, s, func(tx *Tx) error { return tx.Filed(waiting[0], Place{Folder: name, UID: 5}) })
	if left := filings(); len(left) != 2 || left[0].Folder != done || left[0].From.Folder != name {
		t.Errorf("a move that ended while the folder changed: %+v", left)
	}
	destroy(t, s, 1)
	sound(t, s)
	set(2, done, done)
	if err := s.View(func(tx *Tx) error { _, err := tx.Folder(1); return err }); !isDestroyed(err) {
		t.Errorf("folder of a destroyed case: %v", err)
	}
}

// A case that gets its folder back before its mail was moved: the move that waits would take the mail elsewhere, and a death
// may already have done so.
func TestFolderThereAndBack(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 1); err != nil {
		t.Fatal(err)
	}
	const here, there = "INBOX/Zaken/AV K. Jansen", "INBOX/Zaken/BJ K. Jansen"
	set := func(name string) {
		t.Helper()
		update(t, s, func(tx *Tx) error { _, err := tx.SetFolder(1, name); return err })
	}
	filings := func() (list []Filing) {
		view(t, s, func(tx *Tx) (err error) { list, err = tx.Filings(inbox, 10); return err })
		return list
	}
	set(here)
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.Enter(here, "INBOX/Zaken/AV K- Jansen"), tx.Filed(filings()[0], Place{Folder: here, UIDValidity: 3, UID: 8}))
	})
	set(there)
	update(t, s, func(tx *Tx) error {
		err := tx.Enter(there, "INBOX/Zaken/BJ K- Jansen")
		return errors.Join(err, tx.Enter(there, "INBOX/Zaken/BJ K- Jansen"), tx.Enter("INBOX/Zaken/nobody", "INBOX/Zaken/nobody"))
	})
	set(here)
	sound(t, s)
	entered := []string{"INBOX/Zaken/AV K- Jansen", "INBOX/Zaken/BJ K- Jansen"}
	waiting := filings()
	if len(waiting) != 1 || waiting[0].Folder != here || waiting[0].From.UID != 8 || !slices.Equal(waiting[0].Also, entered) {
		t.Fatalf("filings %+v", waiting)
	}
	update(t, s, func(tx *Tx) error { return tx.Filed(waiting[0], waiting[0].From) })
	if left := filings(); len(left) > 0 {
		t.Errorf("filed, and waits: %+v", left)
	}
	destroy(t, s, 1)
	view(t, s, func(tx *Tx) error {
		all, err := tx.Expunges(inbox, 10)
		if len(all) == 0 || !slices.Equal(all[0].Also, entered) {
			t.Errorf("to expunge: %+v", all)
		}
		return err
	})
}
