package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/dossier"
)

func add(t testing.TB, s *Store, m NewMail) AddResult {
	t.Helper()
	var res AddResult
	update(t, s, func(tx *Tx) (err error) {
		res, err = tx.AddMail(m)
		return err
	})
	return res
}

func stored(t testing.TB, s *Store, id dossier.MailID) Mail {
	t.Helper()
	var m Mail
	view(t, s, func(tx *Tx) (err error) {
		m, err = tx.Mail(id)
		return err
	})
	return m
}

func rawOf(t testing.TB, s *Store, id dossier.MailID) []byte {
	t.Helper()
	var raw []byte
	view(t, s, func(tx *Tx) (err error) {
		raw, err = tx.RawMail(id)
		return err
	})
	return raw
}

func TestIdentityOfMail(t *testing.T) {
	s := quick(t, Options{})
	first := mailOf(1)
	if got := add(t, s, first); got != (AddResult{ID: "m1"}) {
		t.Fatalf("new: %+v", got)
	}
	copied, moved, other, elsewhere := first, first, mailOf(2), first
	copied.UID = 40
	moved.UIDValidity = 8 // a mailbox that was made anew
	other.UID = first.UID // the server broke its promise, or the first fetch was cut short
	elsewhere.Mailbox = "bestuur"
	for _, c := range []struct {
		name string
		mail NewMail
		want AddResult
	}{
		{"the same again", first, AddResult{ID: "m1", Known: true}},
		{"the same bytes under another UID", copied, AddResult{ID: "m1", Same: "m1"}},
		{"that copy again", copied, AddResult{ID: "m1", Known: true}},
		{"the same bytes after a new UIDVALIDITY", moved, AddResult{ID: "m1", Same: "m1"}},
		{"other bytes under a known UID", other, AddResult{ID: "m2"}},
		{"the same bytes in another mailbox", elsewhere, AddResult{ID: "m3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := add(t, s, c.mail); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
	if m := stored(t, s, "m1"); len(m.Copies) != 2 || m.Attempts != 1 || m.Bytes != int64(len(first.Raw)) {
		t.Errorf("message %+v", m)
	}
	if !bytes.Equal(rawOf(t, s, "m1"), first.Raw) || !bytes.Equal(rawOf(t, s, "m2"), other.Raw) {
		t.Error("bytes differ")
	}
	sound(t, s)
}

func TestPending(t *testing.T) {
	s := quick(t, Options{})
	late, early, early2 := mailOf(1), mailOf(2), mailOf(3)
	late.Arrived, early.Arrived, early2.Arrived = start.Add(time.Hour), start, start
	for _, m := range []NewMail{late, early, early2} {
		add(t, s, m)
	}
	var ids []dossier.MailID
	update(t, s, func(tx *Tx) error {
		ids = nil
		list, err := tx.Pending(10)
		for _, m := range list {
			ids = append(ids, m.ID)
		}
		if err != nil {
			return err
		}
		_, err = tx.CountAttempt("m2")
		return errors.Join(err, tx.Settle("m3", Settled{Outcome: OutcomeIgnored, Reason: "own", At: start}))
	})
	if !slices.Equal(ids, []dossier.MailID{"m2", "m3", "m1"}) {
		t.Errorf("order %v", ids)
	}
	s = reopen(t, s)
	view(t, s, func(tx *Tx) error {
		list, err := tx.Pending(1)
		if len(list) != 1 || list[0].ID != "m2" || list[0].Attempts != 2 {
			t.Errorf("pending %+v", list)
		}
		return err
	})
}

func TestContentSeen(t *testing.T) {
	s := quick(t, Options{})
	for n := 1; n <= 3; n++ {
		m := mailOf(n)
		if n == 3 {
			m.Mailbox = "bestuur"
		}
		add(t, s, m)
	}
	digest := sha256.Sum256([]byte("content"))
	for _, c := range []struct {
		mailbox string
		id      dossier.MailID
		first   dossier.MailID
		seen    bool
	}{
		{inbox, "m1", "m1", false},
		{inbox, "m1", "m1", false}, // asked again after a crash
		{inbox, "m2", "m1", true},
		{"bestuur", "m3", "m3", false},
	} {
		update(t, s, func(tx *Tx) error {
			first, seen, err := tx.ContentSeen(c.mailbox, digest, c.id)
			if first != c.first || seen != c.seen {
				t.Errorf("%s in %s: %s, %v", c.id, c.mailbox, first, seen)
			}
			return err
		})
	}
	sound(t, s)
}

func TestOutcomes(t *testing.T) {
	tray := Settled{Outcome: OutcomeTray, Folder: "Klachten/Postbak", At: start}
	ignored := Settled{Outcome: OutcomeIgnored, Reason: "own", At: start}
	for _, c := range []struct {
		name        string
		first, then Settled
		want        error
	}{
		{"the same again", ignored, ignored, nil},
		{"from the tray into a case", tray, Settled{Outcome: OutcomeDossier, Case: 1, Folder: "Klachten/Verwerkt"}, nil},
		{"from candidate to ignored", Settled{Outcome: OutcomeCandidate}, ignored, nil},
		{"from ignored to the tray", ignored, tray, ErrSettled},
		{"from one case to another", Settled{Outcome: OutcomeDossier, Case: 1}, Settled{Outcome: OutcomeDossier, Case: 2}, ErrSettled},
		{"into a case that is not there", tray, Settled{Outcome: OutcomeDossier, Case: 9}, ErrNotFound},
		{"an outcome that is none", tray, Settled{Outcome: "lost"}, ErrNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := quick(t, Options{})
			if err := take(s, 1, 2); err != nil {
				t.Fatal(err)
			}
			id := add(t, s, mailOf(9)).ID
			update(t, s, func(tx *Tx) error { return tx.Settle(id, c.first) })
			err := s.Update(func(tx *Tx) error { return tx.Settle(id, c.then) })
			if !errors.Is(err, c.want) {
				t.Fatalf("got %v, want %v", err, c.want)
			}
			sound(t, s)
		})
	}
}

func TestFilings(t *testing.T) {
	s := quick(t, Options{})
	add(t, s, mailOf(1))
	again := mailOf(1)
	again.UID = 30
	add(t, s, again)
	update(t, s, func(tx *Tx) error {
		return tx.Settle("m1", Settled{Outcome: OutcomeTray, Folder: "Klachten/Postbak", At: start})
	})
	late := mailOf(1)
	late.UID = 31 // a copy that comes when the message is settled long since
	add(t, s, late)
	filings := waitingFilings(t, s)
	if len(filings) != 3 || filings[0].UID != 1 || filings[2].UID != 31 || filings[0].Folder != "Klachten/Postbak" ||
		filings[1].Digest != sha256.Sum256(again.Raw) {
		t.Fatalf("filings %+v", filings)
	}
	update(t, s, func(tx *Tx) error {
		return errors.Join(tx.Filed(filings[0], Place{"Klachten/Postbak", 3, 11}), tx.Filed(filings[1], Place{}))
	})
	if rest := waitingFilings(t, s); len(rest) != 1 || rest[0].UID != 31 {
		t.Fatalf("left %+v", rest)
	}
	// accepted out of the tray: it moves on from where it stands now
	if err := take(s, 50, 1); err != nil {
		t.Fatal(err)
	}
	update(t, s, func(tx *Tx) error {
		return tx.Settle("m1", Settled{Outcome: OutcomeDossier, Case: 1, Folder: "Klachten/Verwerkt", At: start})
	})
	rest := waitingFilings(t, s)
	if len(rest) != 4 || rest[0].From != (Place{"Klachten/Postbak", 3, 11}) || rest[0].Folder != "Klachten/Verwerkt" {
		t.Fatalf("moves on %+v", rest)
	}
	// the word of a move to the old folder comes late
	update(t, s, func(tx *Tx) error { return tx.Filed(filings[2], Place{"Klachten/Postbak", 3, 12}) })
	if rest = waitingFilings(t, s); len(rest) != 4 || rest[2].From.UID != 12 {
		t.Fatalf("an old move settled a new filing: %+v", rest)
	}
	if m := stored(t, s, "m1"); len(m.Copies) != 3 || !m.Copies[0].Waiting || m.Copies[0].Place.UID != 11 {
		t.Errorf("message %+v", m)
	}
	sound(t, s)
}

// A filing that waits under a UID is void when the server shows other bytes there.
func TestFilingOfOtherBytes(t *testing.T) {
	s := quick(t, Options{})
	add(t, s, mailOf(1))
	update(t, s, func(tx *Tx) error {
		return tx.Settle("m1", Settled{Outcome: OutcomeTray, Folder: "Klachten/Postbak", At: start})
	})
	other := mailOf(2)
	other.UID = 1
	add(t, s, other)
	for range 2 {
		if list := waitingFilings(t, s); len(list) != 0 {
			t.Errorf("the wrong message would be moved: %+v", list)
		}
		update(t, s, func(tx *Tx) error {
			return tx.Settle("m1", Settled{Outcome: OutcomeIgnored, Folder: "Klachten/Verwerkt", At: start})
		})
	}
	sound(t, s)
}

func TestFiledMailStays(t *testing.T) {
	s := quick(t, Options{})
	add(t, s, mailOf(1))
	tray := Settled{Outcome: OutcomeTray, Folder: "Klachten/Postbak", At: start}
	update(t, s, func(tx *Tx) error { return tx.Settle("m1", tray) })
	filing := waitingFilings(t, s)[0]
	update(t, s, func(tx *Tx) error { return tx.Filed(filing, Place{Folder: filing.Folder}) })
	tray.Outcome = OutcomeQuarantine
	update(t, s, func(tx *Tx) error { return tx.Settle("m1", tray) })
	if list := waitingFilings(t, s); len(list) != 0 {
		t.Errorf("it stands in its folder already: %+v", list)
	}
	sound(t, s)
}

func waitingFilings(t testing.TB, s *Store) []Filing {
	t.Helper()
	var list []Filing
	view(t, s, func(tx *Tx) (err error) {
		list, err = tx.Filings(inbox, 10)
		return err
	})
	return list
}

func TestLists(t *testing.T) {
	s := quick(t, Options{})
	update(t, s, func(tx *Tx) error {
		for n := 1; n <= 6; n++ {
			if _, err := tx.AddMail(mailOf(n)); err != nil {
				return err
			}
			to := Settled{Outcome: []string{OutcomeTray, OutcomeQuarantine, OutcomeCandidate}[n%3], At: start.Add(time.Duration(-n) * time.Hour)}
			if err := tx.Settle(mailName(uint64(n)), to); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(tx *Tx) error {
		for _, l := range []struct {
			name string
			list func(dossier.MailID, int) ([]Mail, error)
			want string
		}{{"tray", tx.Tray, "[m6] [m3] []"}, {"quarantine", tx.Quarantined, "[m4] [m1] []"}, {"candidates", tx.Candidates, "[m5] [m2] []"}} {
			var got []string
			for from, more := dossier.MailID(""), true; more; {
				page, err := l.list(from, 1)
				if err != nil {
					return err
				}
				ids := []dossier.MailID{}
				for _, m := range page {
					ids, from = append(ids, m.ID), m.ID
				}
				got, more = append(got, fmt.Sprint(ids)), len(page) > 0
			}
			if strings.Join(got, " ") != l.want {
				t.Errorf("%s: %s, want %s", l.name, got, l.want)
			}
		}
		for since, want := range map[int]string{7: "m6 m3", 6: "m6 m3", 5: "m3", 3: "m3", 2: ""} {
			late, err := tx.WaitingSince(OutcomeTray, start.Add(time.Duration(-since)*time.Hour), 9)
			if err != nil {
				return err
			}
			var ids []string
			for _, m := range late {
				ids = append(ids, string(m.ID))
			}
			if got := strings.Join(ids, " "); got != want {
				t.Errorf("waiting since %d hours: %q, want %q", since, got, want)
			}
		}
		return nil
	})
}

func TestErase(t *testing.T) {
	s := build(t, quick(t, Options{}))
	erase := func(before time.Time) (n int) {
		t.Helper()
		update(t, s, func(tx *Tx) (err error) {
			n, err = tx.Erase(before)
			return err
		})
		return n
	}
	if n := erase(start); n != 0 {
		t.Errorf("%d messages erased that were settled at that moment", n)
	}
	if n := erase(start.Add(time.Second)); n != 3 {
		t.Errorf("%d messages erased, want 3: the tray, the candidate, the quarantine", n)
	}
	err := s.View(func(tx *Tx) error { _, err := tx.RawMail("m3"); return err })
	if !errors.Is(err, ErrDestroyed) {
		t.Errorf("erased mail: %v", err)
	}
	if !bytes.Equal(rawOf(t, s, "m1"), complaint(1)) || !bytes.Equal(rawOf(t, s, "m6"), complaint(6)) {
		t.Error("mail of a case, or mail that waits, was touched")
	}
	again := mailOf(3)
	again.UIDValidity = 9
	if got := add(t, s, again); got.Same != "m3" {
		t.Errorf("erased mail was taken in again: %+v", got)
	}
	sound(t, s)
}

func TestUnknownMail(t *testing.T) {
	s := quick(t, Options{})
	for _, id := range []dossier.MailID{"", "m", "m0", "m1", "m01", "x1", "m-1", "1"} {
		err := s.View(func(tx *Tx) error { _, err := tx.Mail(id); return err })
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", id, err)
		}
	}
}
