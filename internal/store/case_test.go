package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// newCase makes a case with its opening events.
func newCase(t testing.TB, s *Store, prefix string, year int) (ref dossier.Ref, number dossier.Number) {
	t.Helper()
	update(t, s, func(tx *Tx) (err error) {
		if ref, number, err = tx.NewCase(prefix, year); err != nil {
			return err
		}
		received := dossier.Received{Ref: ref, Number: number, State: dossier.StateOpen}
		return tx.Append(ref, numbered(0, start, received))
	})
	return ref, number
}

func TestNumbers(t *testing.T) {
	s := quick(t, Options{})
	for _, want := range []struct {
		prefix string
		year   int
		number dossier.Number
	}{
		{"K", 2026, "K2026-0001"}, {"K", 2026, "K2026-0002"}, {"K", 2027, "K2027-0001"}, {"k", 2026, "k2026-0003"},
		{"NO-", 2026, "NO-2026-0001"}, {"", 2026, "2026-0001"}, {"K", 2026, "K2026-0004"},
	} {
		if _, got := newCase(t, s, want.prefix, want.year); got != want.number {
			t.Errorf("got %s, want %s", got, want.number)
		}
	}
	update(t, s, func(tx *Tx) error {
		c, err := tx.count("number " + string(seriesKey("K", 2026)))
		c.n, c.dirty = 9999, true // years of work
		return err
	})
	failed := errors.New("not this time")
	err := s.Update(func(tx *Tx) error {
		_, _, err := tx.NewCase("K", 2026)
		return errors.Join(err, failed)
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	ref, number := newCase(t, s, "K", 2026)
	if number != "K2026-10000" || ref != 8 {
		t.Errorf("a case that was not made left a gap: case %d, %s", ref, number)
	}
	view(t, s, func(tx *Tx) error {
		for number, want := range map[dossier.Number]dossier.Ref{"K2026-0001": 1, "k2026-0001": 1, "K2026-0003": 4,
			"no-2026-0001": 5, "2026-0001": 6, "K2026-10000": 8, "K2026-0005": 0, "K2026-1": 0, "K2026-00001": 0,
			"K2026": 0, "": 0, "-": 0, "K2026--001": 0, "Kabcd-0001": 0, "K2026-99999999999": 0} {
			if got, ok, err := tx.CaseByNumber(number); err != nil || got != want || ok != (want != 0) {
				t.Errorf("%q: case %d, %v, %v; want %d", number, got, ok, err, want)
			}
		}
		return nil
	})
}

func TestNumbersInOrder(t *testing.T) {
	s := quick(t, Options{})
	for range 3 {
		newCase(t, s, "K", 2026)
	}
	view(t, s, func(tx *Tx) error {
		rows, err := tx.kv.keys(tabNumber, nil, nil, 10)
		for i, k := range rows {
			if want, _ := numberKey(fmt.Sprintf("K2026-%04d", i+1)); !slices.Equal(k, want) {
				t.Errorf("row %d is %x", i, k)
			}
		}
		return err
	})
}

func TestJournalMustContinue(t *testing.T) {
	s := quick(t, Options{})
	ref, _ := newCase(t, s, "K", 2026)
	note := dossier.Noted{Text: "gebeld"}
	for _, c := range []struct {
		name   string
		events []dossier.Event
		want   *SequenceError
	}{
		{"goes on", numbered(1, start, note, note), nil},
		{"the same again", numbered(1, start, note, note), &SequenceError{Ref: ref, Want: 4, Got: 2}},
		{"a gap", numbered(4, start, note), &SequenceError{Ref: ref, Want: 4, Got: 5}},
		{"a gap inside", append(numbered(3, start, note), numbered(5, start, note)...), &SequenceError{Ref: ref, Want: 5, Got: 6}},
		{"nothing", nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := s.Update(func(tx *Tx) error { return tx.Append(ref, c.events) })
			var got *SequenceError
			if errors.As(err, &got); (c.want == nil) != (err == nil) || c.want != nil && *got != *c.want {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	sound(t, s)
}

func TestCaseIsItsJournal(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 1); err != nil {
		t.Fatal(err)
	}
	want := dossier.Fold(opening(1, "K2026-0001", "m1", start.Add(time.Second)))
	check := func(tx *Tx) error {
		c, err := tx.Case(1)
		if err != nil {
			return err
		}
		if d := cmp.Diff(want, c, cmp.Comparer(func(a, b calendar.Date) bool { return a == b })); d != "" {
			t.Error(d)
		}
		c.Parties[0].Name, c.Terms[0].Steps = "changed by the caller", nil
		return nil
	}
	view(t, s, func(tx *Tx) error { return errors.Join(check(tx), check(tx)) })
	update(t, s, func(tx *Tx) error {
		note := numbered(8, start, dossier.StateChanged{State: dossier.StateClosed, Closed: calendar.Of(start, time.UTC)})
		if err := tx.Append(1, note); err != nil {
			return err
		}
		want.Apply(note[0])
		return errors.Join(check(tx), tx.SetDue(1, time.Time{}))
	})
	s = reopen(t, s)
	view(t, s, func(tx *Tx) error {
		sum, err := tx.Summary(1)
		if sum.State != dossier.StateClosed || sum.Seq != 9 || sum.Name != "Jan de Boer" || sum.Tasks != 1 || !sum.Due.IsZero() {
			t.Errorf("summary %+v", sum)
		}
		return errors.Join(err, check(tx))
	})
	sound(t, s)
}

func TestCaseWithoutEvents(t *testing.T) {
	s := quick(t, Options{})
	err := s.Update(func(tx *Tx) error { _, _, err := tx.NewCase("K", 2026); return err })
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
	sound(t, s)
}

func TestRecordsHaveALimit(t *testing.T) {
	s := quick(t, Options{})
	newCase(t, s, "K", 2026)
	zeros := make([]byte, maxRecord) // compresses to nothing, but somebody has to read it again
	for name, f := range map[string]func(*Tx) error{
		"regulation":    func(tx *Tx) error { return tx.PutProcedure("aa", "n", "v", zeros) },
		"event":         func(tx *Tx) error { return tx.Append(1, numbered(1, start, dossier.Noted{Text: string(zeros)})) },
		"prefix":        func(tx *Tx) error { _, _, err := tx.NewCase("a prefix that is long", 2026); return err },
		"year":          func(tx *Tx) error { _, _, err := tx.NewCase("K", 12026); return err },
		"no year":       func(tx *Tx) error { _, _, err := tx.NewCase("K", 0); return err },
		"hash too long": func(tx *Tx) error { return tx.PutProcedure(string(zeros[:maxKey+1]), "n", "v", nil) },
		"too many cases": func(tx *Tx) error {
			c, err := tx.count(countRef)
			if err != nil {
				return err
			}
			c.n = uint64(ownKeys) - 1
			_, _, err = tx.NewCase("K", 2026)
			return err
		},
	} {
		if err := s.Update(f); !errors.Is(err, ErrTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	sound(t, s)
}

func TestDue(t *testing.T) {
	s := quick(t, Options{})
	for range 3 {
		newCase(t, s, "K", 2026)
	}
	set := func(ref dossier.Ref, at time.Time) {
		update(t, s, func(tx *Tx) error { return tx.SetDue(ref, at) })
	}
	hour := func(n int) time.Time { return start.Add(time.Duration(n) * time.Hour) }
	set(1, hour(3))
	set(2, hour(1))
	set(3, hour(2))
	set(2, hour(4)) // moved
	set(2, hour(4))
	for _, c := range []struct {
		now  time.Time
		want []dossier.Ref
	}{{hour(1), nil}, {hour(2), []dossier.Ref{3}}, {hour(4), []dossier.Ref{3, 1, 2}}, {hour(4).Add(-1), []dossier.Ref{3, 1}}} {
		view(t, s, func(tx *Tx) error {
			got, err := tx.Due(c.now, 10)
			if !slices.Equal(got, c.want) {
				t.Errorf("at %s: %v, want %v", c.now, got, c.want)
			}
			return err
		})
	}
	next := func() (at time.Time, ok bool) {
		view(t, s, func(tx *Tx) (err error) { at, ok, err = tx.NextDue(); return err })
		return at, ok
	}
	if at, ok := next(); !ok || !at.Equal(hour(2)) {
		t.Errorf("next %s, %v", at, ok)
	}
	for ref := range dossier.Ref(3) {
		set(ref+1, time.Time{})
	}
	if at, ok := next(); ok {
		t.Errorf("nothing is due, but %s", at)
	}
	sound(t, s)
}

func TestCasesInPages(t *testing.T) {
	s := quick(t, Options{})
	for range 5 {
		newCase(t, s, "K", 2026)
	}
	if err := s.DropKey(3); err != nil {
		t.Fatal(err)
	}
	var got []dossier.Ref
	view(t, s, func(tx *Tx) error {
		for from := dossier.Ref(0); ; {
			page, err := tx.Cases(from, 2)
			if err != nil || len(page) == 0 {
				return err
			}
			for _, c := range page {
				got = append(got, c.Ref)
				from = c.Ref
			}
		}
	})
	if !slices.Equal(got, []dossier.Ref{1, 2, 4, 5}) {
		t.Errorf("cases %v", got)
	}
}

func TestThreadsAndAddresses(t *testing.T) {
	s := quick(t, Options{})
	for range 3 {
		newCase(t, s, "K", 2026)
	}
	update(t, s, func(tx *Tx) error {
		return errors.Join(
			tx.PutThread("<A.1@voorbeeld.example>", Thread{Case: 2, Party: "p1"}),
			tx.PutThread(" <a.1@voorbeeld.example> ", Thread{Case: 1, Person: "anna@voorbeeld.example", Duty: "d7"}),
			tx.PutThread("<b.1@voorbeeld.example>", Thread{Case: 0, Duty: "d2"}),
			tx.PutAddress("Jan@Voorbeeld.example", 1), tx.PutAddress("jan@voorbeeld.example", 3),
			tx.PutAddress("jan@voorbeeld.example", 3), tx.PutAddress("piet@voorbeeld.example", 2),
			tx.PutProcedure("aa", "amnesty", "2013", []byte("text")), tx.PutProcedure("aa", "other", "", nil))
	})
	view(t, s, func(tx *Tx) error {
		got, err := tx.Thread("<a.1@VOORBEELD.example>")
		if d := cmp.Diff([]Thread{{Case: 1, Person: "anna@voorbeeld.example", Duty: "d7"}, {Case: 2, Party: "p1"}}, got); d != "" {
			t.Error(d)
		}
		none, err2 := tx.Thread("<c.1@voorbeeld.example>")
		refs, err3 := tx.CasesOf(" JAN@voorbeeld.example", 10)
		one, err4 := tx.CasesOf("jan@voorbeeld.example", 1)
		if none != nil || !slices.Equal(refs, []dossier.Ref{3, 1}) || !slices.Equal(one, []dossier.Ref{3}) {
			t.Errorf("unknown id: %v; cases %v, first %v", none, refs, one)
		}
		p, err5 := tx.Procedure("aa")
		if p.Name != "amnesty" || p.Version != "2013" || string(p.Text) != "text" {
			t.Errorf("procedure %+v", p)
		}
		if _, err := tx.Procedure("bb"); !errors.Is(err, ErrNotFound) {
			t.Errorf("unknown procedure: %v", err)
		}
		return errors.Join(err, err2, err3, err4, err5)
	})
	sound(t, s)
}
