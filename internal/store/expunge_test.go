package store

import (
	"errors"
	"fmt"
	"testing"

	"klachtd/internal/dossier"
)

func TestExpunges(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 2); err != nil {
		t.Fatal(err)
	}
	var filings []Filing
	update(t, s, func(tx *Tx) (err error) {
		filings, err = tx.Filings(inbox, 10)
		err2 := tx.SetLetter("1/d7", LetterResult{State: LetterAccepted, At: start})
		err3 := tx.SetLetter("2/d7", LetterResult{State: LetterAccepted, At: start})
		return errors.Join(err, err2, err3, tx.Filed(filings[0], Place{"Verwerkt", 5, 11}), tx.Copied("1/d7", Place{Folder: "Sent"}, ""))
	})
	destroy(t, s, 1)
	destroy(t, s, 2) // its filing and its copy are under way
	list := func() (all []Expunge) {
		view(t, s, func(tx *Tx) (err error) { all, err = tx.Expunges(inbox, 10); return err })
		return all
	}
	find := func(ref dossier.Ref, sent bool) Expunge {
		t.Helper()
		for _, e := range list() {
			if e.Case == ref && e.Sent == sent {
				return e
			}
		}
		t.Fatalf("nothing to expunge of case %d (%v)", ref, sent)
		return Expunge{}
	}
	one, two := find(1, false), find(2, false)
	if one.Place != (Place{"Verwerkt", 5, 11}) || one.Digest == [32]byte{} || one.MessageID != "<a.m1@voorbeeld.example>" {
		t.Errorf("mail of case 1: %+v", one)
	}
	if two.Place != (Place{"", 7, 2}) || two.Size != int64(len(complaint(2))) {
		t.Errorf("mail of case 2: %+v", two)
	}
	if e := find(1, true); e.Place.Folder != "Sent" || e.MessageID != messageID(1, 7) {
		t.Errorf("copy of case 1: %+v", e)
	}
	if e := find(2, true); e.Place.Folder != "" || e.MessageID != messageID(2, 7) {
		t.Errorf("copy of case 2: %+v", e)
	}
	// the move of case 2 ends behind its destruction
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.Filed(filings[1], Place{"Verwerkt", 5, 12}), tx.Expunged(two, false))
	})
	if e := find(2, false); e.Place != (Place{"Verwerkt", 5, 12}) {
		t.Errorf("mail of case 2, filed meanwhile: %+v", e)
	}
	view(t, s, func(tx *Tx) error {
		if waiting, err := tx.Filings(inbox, 10); len(waiting) > 0 || err != nil {
			t.Errorf("filings %v: %v", waiting, err)
		}
		return nil
	})
	sound(t, s)
	s = reopen(t, s)
	sent := find(2, true)
	for range 2 {
		update(t, s, func(tx *Tx) error { return errors.Join(tx.Expunged(one, false), tx.Expunged(sent, true)) })
	}
	view(t, s, func(tx *Tx) error {
		stone, _, err := tx.Tombstone(2)
		if stone.Left != 1 || len(list()) != 2 {
			t.Errorf("left %d, and %d to expunge", stone.Left, len(list()))
		}
		return err
	})
	update(t, s, func(tx *Tx) error { return tx.Filed(filings[0], Place{"Verwerkt", 5, 11}) })
	if e := find(1, false); e.Place.UID != 11 { // its order had ended before the move did
		t.Errorf("mail of case 1, filed once more: %+v", e)
	}
	sound(t, s)
}

func TestRefile(t *testing.T) {
	s := build(t, quick(t, Options{}))
	update(t, s, func(tx *Tx) error { return errors.Join(tx.Refile("m1", 2, "Verwerkt"), tx.Refile("m1", 2, "Verwerkt")) })
	sound(t, s)
	for _, id := range []dossier.MailID{"m3", "m6"} {
		if err := s.Update(func(tx *Tx) error { return tx.Refile(id, 2, "Verwerkt") }); !errors.Is(err, ErrNotFound) {
			t.Errorf("refile %s, which no case holds: %v", id, err)
		}
	}
	destroy(t, s, 1)
	view(t, s, func(tx *Tx) error {
		of, err := tx.MailOf(2, "", 10)
		rest, err2 := tx.MailOf(2, "m1", 10)
		if fmt.Sprint(of, rest) != "[m1 m2] [m2]" {
			t.Errorf("mail of case 2: %v, %v", of, rest)
		}
		_, err3 := tx.RawMail("m1")
		return errors.Join(err, err2, err3)
	})
	destroy(t, s, 2)
	if err := s.View(func(tx *Tx) error { _, err := tx.RawMail("m1"); return err }); !isDestroyed(err) {
		t.Errorf("the mail that was moved: %v", err)
	}
	sound(t, s)
}
