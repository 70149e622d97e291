package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"klachtd/internal/dossier"
)

func TestMeasures(t *testing.T) {
	s := build(t, quick(t, Options{}))
	update(t, s, func(tx *Tx) error {
		n, err := tx.NextMeasure()
		if err != nil || n != 2 { // the world has M1
			t.Errorf("next measure %d: %v", n, err)
		}
		return errors.Join(tx.PutMeasure("M2", 2), tx.PutMeasure("m2", 2), tx.PutMeasure("M3", 1))
	})
	s = reopen(t, s)
	view(t, s, func(tx *Tx) error {
		if n, err := tx.NextMeasure(); n != 4 || err != nil {
			t.Errorf("next measure %d: %v", n, err)
		}
		for id, want := range map[string]dossier.Ref{"M1": 1, "m2": 2, "M3": 1, "M4": 0, "M0": 0, "M02": 0, "K1": 0, "": 0, "M99999999999": 0} {
			ref, ok, err := tx.CaseOfMeasure(id)
			if err != nil || ref != want || ok != (want > 0) {
				t.Errorf("measure %q is of case %d (%v), want %d: %v", id, ref, ok, want, err)
			}
		}
		return nil
	})
	if err := s.Update(func(tx *Tx) error { return tx.PutMeasure("12", 1) }); !errors.Is(err, ErrNotFound) {
		t.Errorf("a measure without a name: %v", err)
	}
	sound(t, s)
}

func TestCommandsActOnce(t *testing.T) {
	s := quick(t, Options{})
	one, two := [32]byte{1}, [32]byte{2}
	later := start.AddDate(0, 0, CommandDays)
	update(t, s, func(tx *Tx) error {
		if _, seen, err := tx.CommandSeen(one); seen || err != nil {
			t.Errorf("never given, but seen: %v", err)
		}
		return errors.Join(tx.PutCommand(one, start), tx.PutCommand(one, later))
	})
	seen := func(c [32]byte, want time.Time) {
		t.Helper()
		view(t, s, func(tx *Tx) error {
			at, ok, err := tx.CommandSeen(c)
			if ok != !want.IsZero() || !at.Equal(want) {
				t.Errorf("seen %v at %s, want %s", ok, at, want)
			}
			return err
		})
	}
	seen(one, start)
	update(t, s, func(tx *Tx) error { return tx.PutCommand(two, later) })
	seen(one, start)
	seen(two, later)
	sound(t, s)
	update(t, s, func(tx *Tx) error { return tx.PutCommand([32]byte{3}, later.AddDate(0, 0, 1)) })
	seen(one, time.Time{})
	seen(two, later)
	sound(t, s)
	if CommandDays < 366 {
		t.Error("commands are remembered for less than a year")
	}
}

func TestHeldMail(t *testing.T) {
	s := build(t, quick(t, Options{}))
	anna, piet := dossier.PersonID("anna@voorbeeld.example"), dossier.PersonID("piet@voorbeeld.example")
	held := []Held{{Mail: "m4", Case: 1, Person: anna, Until: start.Add(3 * time.Hour)},
		{Mail: "m5", Case: 1, Person: piet, Until: start.Add(time.Hour)},
		{Mail: "m6", Person: anna, Until: start.Add(2 * time.Hour)}}
	update(t, s, func(tx *Tx) error {
		for _, h := range held {
			if err := tx.PutHeld(h); err != nil {
				return err
			}
		}
		return nil
	})
	sound(t, s)
	want := func(what string, got []Held, mails ...dossier.MailID) {
		t.Helper()
		var ids []dossier.MailID
		for _, h := range got {
			ids = append(ids, h.Mail)
		}
		if fmt.Sprint(ids) != fmt.Sprint(mails) {
			t.Errorf("%s: %v, want %v", what, ids, mails)
		}
	}
	update(t, s, func(tx *Tx) error {
		if got, ok, err := tx.Held("m5"); !ok || got != held[1] || err != nil {
			t.Errorf("held %+v (%v), want %+v: %v", got, ok, held[1], err)
		}
		for _, id := range []dossier.MailID{"m1", "m99", "x"} {
			if _, ok, err := tx.Held(id); ok || err != nil {
				t.Errorf("message %q waits: %v", id, err)
			}
		}
		of, err := tx.HeldOf(1, anna)
		want("anna's in case 1", of, "m3", "m4") // the world holds m3
		office, err2 := tx.HeldOf(0, anna)
		want("anna's in the office", office, "m6")
		for want := 1; want <= 2; want++ {
			if n, err := tx.CountTry("m4"); n != want || err != nil {
				t.Errorf("try %d: %v", n, err)
			}
		}
		if _, err := tx.CountTry("m1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("a try at what does not wait: %v", err)
		}
		return errors.Join(err, err2, tx.DropHeld("m1"))
	})
	sound(t, s)
	update(t, s, func(tx *Tx) error {
		over, err := tx.SweepHeld(start.Add(2*time.Hour), 10)
		want("over", over, "m5", "m6")
		again, err2 := tx.SweepHeld(start.Add(2*time.Hour), 10)
		want("over again", again)
		h, ok, err3 := tx.Held("m4")
		if !ok || h.Tries != 2 {
			t.Errorf("m4 %+v", h)
		}
		return errors.Join(err, err2, err3, tx.DropHeld("m4"))
	})
	sound(t, s)
	view(t, s, func(tx *Tx) error {
		if _, ok, err := tx.Held("m4"); ok || err != nil {
			t.Errorf("m4 still waits: %v", err)
		}
		return nil
	})
}

func TestCancelLetters(t *testing.T) {
	s := build(t, quick(t, Options{}))
	cancel := func(ref dossier.Ref, duties ...dossier.DutyID) error {
		return s.Update(func(tx *Tx) error { return tx.CancelLetters(ref, duties) })
	}
	for name, duties := range map[string][]dossier.DutyID{"accepted": {"d7"}, "accepted among others": {"d8", "d7"}} {
		if err := cancel(1, duties...); !errors.Is(err, ErrAttempted) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := cancel(2, "d7"); !errors.Is(err, ErrAttempted) { // an attempt runs
		t.Errorf("under way: %v", err)
	}
	update(t, s, func(tx *Tx) error { return tx.StartAttempt("2/d8") })
	if err := cancel(2, "d8"); !errors.Is(err, ErrAttempted) { // and it is still queued
		t.Errorf("under way for the second time: %v", err)
	}
	queued := func() (ids []string) {
		view(t, s, func(tx *Tx) error {
			letters, err := tx.Letters(LetterFilter{}, 100)
			for _, l := range letters {
				ids = append(ids, l.ID)
			}
			return err
		})
		return ids
	}
	if got := fmt.Sprint(queued()); got != "[0/d2 1/d8 2/d8 2/d7]" {
		t.Errorf("waiting: %s", got)
	}
	if err := cancel(1, "d8", "d99"); err != nil {
		t.Error(err)
	}
	if got := fmt.Sprint(queued()); got != "[0/d2 2/d8 2/d7]" {
		t.Errorf("waiting: %s", got)
	}
	view(t, s, func(tx *Tx) error {
		if _, err := tx.Letter("1/d8"); !errors.Is(err, ErrNotFound) {
			t.Errorf("the letter that was taken back: %v", err)
		}
		if th, err := tx.Thread(messageID(1, 8)); len(th) != 0 || err != nil {
			t.Errorf("its thread %v: %v", th, err)
		}
		return nil
	})
	for _, p := range found(t, s, "") { // that its duty is over is the caller's event
		if p.What != "owes a letter that is not in the outbox" {
			t.Error(p)
		}
	}
	if err := cancel(0, "d2"); err != nil {
		t.Errorf("a letter of the office: %v", err)
	}
}
