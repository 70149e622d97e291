package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/dossier"
)

func ids(letters []Letter) string {
	var out []string
	for _, l := range letters {
		out = append(out, l.ID)
	}
	return strings.Join(out, " ")
}

func dueLetters(t testing.TB, s *Store, now time.Time) []Letter {
	t.Helper()
	var list []Letter
	view(t, s, func(tx *Tx) (err error) {
		list, err = tx.LettersDue(inbox, now, 10, nil)
		return err
	})
	return list
}

func put(t testing.TB, s *Store, l Letter) (id string) {
	t.Helper()
	update(t, s, func(tx *Tx) (err error) {
		id, err = tx.PutLetter(l)
		return err
	})
	return id
}

// TestLettersUnderWay: what is under way is passed over, and takes nobody's place among the letters asked for.
func TestLettersUnderWay(t *testing.T) {
	s := quick(t, Options{})
	ref, number := newCase(t, s, "K", 2026)
	var ids []string
	for n := range 4 {
		ids = append(ids, put(t, s, letterOf(ref, number, n+1, "jan@voorbeeld.example", start.Add(time.Duration(n)*time.Minute))))
	}
	var got []string
	view(t, s, func(tx *Tx) error {
		list, err := tx.LettersDue(inbox, start.Add(time.Hour), 2, map[string]bool{ids[0]: true, ids[2]: true})
		for _, l := range list {
			got = append(got, l.ID)
		}
		return err
	})
	if want := []string{ids[1], ids[3]}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestLettersLeaveInTime(t *testing.T) {
	s := quick(t, Options{})
	ref, number := newCase(t, s, "K", 2026)
	at := func(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }
	recall := letterOf(ref, number, 5, "jan@voorbeeld.example", at(0))
	recall.NotBefore = at(2)
	other := letterOf(ref, number, 6, "jan@voorbeeld.example", at(0))
	other.Mailbox = "bestuur"
	for _, l := range []Letter{letterOf(ref, number, 7, "jan@voorbeeld.example", at(1)), recall, other,
		letterOf(0, "", 7, "anna@voorbeeld.example", at(0))} {
		put(t, s, l)
	}
	for _, c := range []struct {
		now  time.Time
		want string
	}{{at(0).Add(-1), ""}, {at(0), "0/d7"}, {at(1), "0/d7 1/d7"}, {at(2), "0/d7 1/d7 1/d5"}} {
		if got := ids(dueLetters(t, s, c.now)); got != c.want {
			t.Errorf("at %s: %q, want %q", c.now, got, c.want)
		}
	}
	view(t, s, func(tx *Tx) error {
		next, ok, err := tx.NextLetter("bestuur")
		_, none, err2 := tx.NextLetter("elders")
		if !ok || !next.Equal(at(0)) || none {
			t.Errorf("next letter %s, %v; of another mailbox %v", next, ok, none)
		}
		return errors.Join(err, err2)
	})
	l := dueLetters(t, s, at(2))[2]
	if !bytes.Equal(l.Raw, recall.Raw) || l.To != recall.To || l.From != recall.From || l.MessageID != recall.MessageID ||
		l.Attempts != 1 || l.State != LetterQueued || l.Number != number || l.Duty != "d5" {
		t.Errorf("letter %+v", l)
	}
}

func TestWhatBecomesOfALetter(t *testing.T) {
	hour := start.Add(time.Hour)
	for _, c := range []struct {
		name   string
		result LetterResult
		due    bool // at its next time
		copies int
	}{
		{"accepted", LetterResult{State: LetterAccepted, Reply: "250 ok", At: start}, false, 1},
		{"refused", LetterResult{State: LetterRefused, Reply: "550 no", At: start}, false, 0},
		{"later", LetterResult{State: LetterLater, Reply: "451 later", Next: hour, At: start}, true, 0},
		{"unknown", LetterResult{State: LetterUnknown, Next: hour, At: start}, true, 0},
		{"queued again", LetterResult{State: LetterQueued, Next: hour, At: start}, true, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := quick(t, Options{})
			ref, number := newCase(t, s, "K", 2026)
			id := put(t, s, letterOf(ref, number, 7, "jan@voorbeeld.example", start))
			update(t, s, func(tx *Tx) error { return errors.Join(tx.StartAttempt(id), tx.SetLetter(id, c.result)) })
			if got := len(dueLetters(t, s, hour.Add(-1))); got != 0 {
				t.Errorf("%d letters before their time", got)
			}
			if got := len(dueLetters(t, s, hour)) == 1; got != c.due {
				t.Errorf("due %v, want %v", got, c.due)
			}
			view(t, s, func(tx *Tx) error {
				l, err := tx.Letter(id)
				if l.State != c.result.State || l.Reply != c.result.Reply || l.Attempts != 2 || !l.At.Equal(start) || len(l.Raw) == 0 {
					t.Errorf("letter %+v", l)
				}
				copies, err2 := tx.CopiesDue(inbox, 10)
				if len(copies) != c.copies {
					t.Errorf("%d copies, want %d", len(copies), c.copies)
				}
				return errors.Join(err, err2)
			})
		})
	}
}

func TestCopiedLetter(t *testing.T) {
	s := build(t, quick(t, Options{}))
	update(t, s, func(tx *Tx) error { return tx.Copied("1/d7", Place{"Sent", 4, 9}, "") })
	view(t, s, func(tx *Tx) error {
		copies, err := tx.CopiesDue(inbox, 10)
		l, err2 := tx.Letter("1/d7")
		if len(copies) != 0 || !l.Copied || l.Place.UID != 9 {
			t.Errorf("copies %v, letter %+v", copies, l)
		}
		return errors.Join(err, err2)
	})
	sound(t, s)
}

// An attempt that was begun and has no result may have delivered the letter.
func TestAttemptThatWasCutShort(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 1); err != nil {
		t.Fatal(err)
	}
	id, waiting := "1/d7", "1/d8"
	update(t, s, func(tx *Tx) error {
		err := tx.SetLetter(id, LetterResult{State: LetterLater, Next: start.Add(time.Hour), At: start})
		return errors.Join(err, tx.StartAttempt(id))
	})
	s = reopen(t, s)
	var states []string
	for _, l := range dueLetters(t, s, start.Add(time.Second)) {
		states = append(states, fmt.Sprintf("%s %s %d", l.ID, l.State, l.Attempts))
	}
	if want := []string{id + " unknown 2", waiting + " queued 1"}; !slices.Equal(states, want) {
		t.Errorf("got %q, want %q", states, want)
	}
	if n := rows(t, s, tabStarted); n != 0 {
		t.Errorf("%d attempts still run", n)
	}
	sound(t, s)
}

func TestFurtherLetterOfADuty(t *testing.T) {
	s := quick(t, Options{})
	ref, number := newCase(t, s, "K", 2026)
	first := letterOf(ref, number, 7, "jan@voorbeeld.example", start)
	second := letterOf(ref, number, 7, "jan@nieuw.example", start)
	id1, id2 := put(t, s, first), put(t, s, second)
	if id1 != "1/d7" || id2 != "1/d7/2" {
		t.Errorf("ids %s and %s", id1, id2)
	}
	view(t, s, func(tx *Tx) error {
		for id, want := range map[string]Letter{id1: first, id2: second} {
			got, err := tx.Letter(id)
			if err != nil || !bytes.Equal(got.Raw, want.Raw) || got.To != want.To {
				t.Errorf("letter %s: %v, %v", id, got.To, err)
			}
		}
		return nil
	})
}

func TestLettersToOrFromNowhere(t *testing.T) {
	s := quick(t, Options{})
	ref, number := newCase(t, s, "K", 2026)
	large := letterOf(ref, number, 7, "jan@voorbeeld.example", start)
	large.Raw = make([]byte, MaxLetter+1)
	noDuty, slash, noCase := large, large, large
	noDuty.Raw, slash.Raw, noCase.Raw = nil, nil, nil
	noDuty.Duty, slash.Duty, noCase.Ref = "", "d/1", 9
	for name, c := range map[string]struct {
		letter Letter
		want   error
	}{"too large": {large, ErrTooLarge}, "no duty": {noDuty, ErrNotFound}, "odd duty": {slash, ErrNotFound}, "no case": {noCase, ErrNotFound}} {
		err := s.Update(func(tx *Tx) error { _, err := tx.PutLetter(c.letter); return err })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	for _, id := range []string{"", "1", "1/d7", "x/d7", "1/d7/0", "1/d7/x", "1/d7/2/3", "5000/d7", "99999999999/d7"} {
		err := s.Update(func(tx *Tx) error { return tx.StartAttempt(id) })
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
	id := put(t, s, letterOf(ref, number, 7, "jan@voorbeeld.example", start))
	if err := s.Update(func(tx *Tx) error { return tx.SetLetter(id, LetterResult{State: "lost"}) }); !errors.Is(err, ErrNotFound) {
		t.Errorf("a state that is none: %v", err)
	}
}

func TestLongLetter(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 1); err != nil {
		t.Fatal(err)
	}
	l := letterOf(1, "K2026-0001", 7, "jan@voorbeeld.example", start)
	l.Raw = []byte(random(3 << 20))
	put(t, s, l)
	if got := dueLetters(t, s, start); !bytes.Equal(got[0].Raw, l.Raw) {
		t.Error("bytes differ")
	}
	sound(t, s)
}

func TestListOfLetters(t *testing.T) {
	s := quick(t, Options{})
	for range 2 {
		newCase(t, s, "K", 2026)
	}
	for _, ref := range []dossier.Ref{2, 1, 0} {
		for duty := 7; duty <= 8; duty++ {
			put(t, s, letterOf(ref, "", duty, "jan@voorbeeld.example", start.Add(-time.Duration(ref)*time.Hour)))
		}
	}
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.SetLetter("1/d7", LetterResult{State: LetterAccepted}), tx.SetLetter("2/d8", LetterResult{State: LetterRefused}))
	})
	one, office := dossier.Ref(1), dossier.Ref(0)
	for _, c := range []struct {
		name   string
		filter LetterFilter
		want   string
	}{
		{"to leave", LetterFilter{}, "2/d7 1/d8 0/d7 0/d8"},
		{"all", LetterFilter{All: true}, "0/d7 0/d8 1/d7 1/d8 2/d7 2/d8"},
		{"refused", LetterFilter{All: true, State: LetterRefused}, "2/d8"},
		{"of a case", LetterFilter{Case: &one}, "1/d7 1/d8"},
		{"of the office", LetterFilter{Case: &office}, "0/d7 0/d8"},
		{"of another mailbox", LetterFilter{Mailbox: "bestuur"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []Letter
			view(t, s, func(tx *Tx) error {
				for f := c.filter; ; {
					page, err := tx.Letters(f, 1)
					if err != nil || len(page) == 0 {
						return err
					}
					got = append(got, page...)
					f.After = page[0].ID
				}
			})
			if ids(got) != c.want {
				t.Errorf("%q, want %q", ids(got), c.want)
			}
		})
	}
}
