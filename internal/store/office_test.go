package store

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

func TestOffice(t *testing.T) {
	s := quick(t, Options{})
	put := func(o dossier.Office, events []dossier.Event) error {
		return s.Update(func(tx *Tx) error { return tx.PutOffice(o, events) })
	}
	events := numbered(0, start, dossier.TaskOpened{Task: dossier.Task{ID: "t1", Kind: dossier.TaskFolder, Opened: start}})
	var o dossier.Office
	o.Apply(events[0])
	if err := put(o, events); err != nil {
		t.Fatal(err)
	}
	var sequence *SequenceError
	if err := put(o, events); !errors.As(err, &sequence) || sequence.Want != 2 {
		t.Errorf("the same events again: %v", err)
	}
	if err := put(o, numbered(1, start, dossier.TaskDone{Task: "t1"})); !errors.As(err, &sequence) || sequence.Got != 1 {
		t.Errorf("an office without its events: %v", err)
	}
	if err := put(o, nil); err != nil {
		t.Errorf("no events: %v", err)
	}
	view(t, s, func(tx *Tx) error {
		got, err := tx.Office()
		if got.Seq != 1 || len(got.Tasks) != 1 || got.Tasks[0].Kind != dossier.TaskFolder {
			t.Errorf("office %+v", got)
		}
		journal, err2 := tx.OfficeJournal(0, 10)
		rest, err3 := tx.OfficeJournal(1, 10)
		if len(journal) != 1 || len(rest) != 0 {
			t.Errorf("journal %v, behind it %v", journal, rest)
		}
		return errors.Join(err, err2, err3)
	})
	sound(t, s)
}

// TestOfficeKept: absences, schedules and floods come back as they were kept.
func TestOfficeKept(t *testing.T) {
	s := quick(t, Options{})
	day := calendar.Of(start, time.UTC)
	events := numbered(0, start,
		dossier.Recorded{Record: dossier.RecordAbsence, Person: "anna@voorbeeld.example", Day: day, Value: day.AddDays(7).String()},
		dossier.Recorded{Record: dossier.RecordSchedule, Text: "digest klachten", Day: day, Amount: 7},
		dossier.Recorded{Record: dossier.RecordFlood, Text: "klachten"})
	var o dossier.Office
	for _, e := range events {
		o.Apply(e)
	}
	update(t, s, func(tx *Tx) error { return tx.PutOffice(o, events) })
	view(t, s, func(tx *Tx) error {
		got, err := tx.Office()
		if len(got.Absences) != 1 || len(got.Ran) != 1 || len(got.Floods) != 1 || !reflect.DeepEqual(got, o) {
			t.Errorf("got %+v, want %+v", got, o)
		}
		return err
	})
}

func TestAnswers(t *testing.T) {
	s := quick(t, Options{})
	count := func(scope string, at time.Time) {
		update(t, s, func(tx *Tx) error { return tx.CountAnswer(scope, at) })
	}
	day := 24 * time.Hour
	for _, at := range []time.Duration{0, time.Second, 2 * time.Minute, 20 * time.Hour} {
		count("Jan@voorbeeld.example", start.Add(at))
		count("", start.Add(at))
	}
	count("voorbeeld.example", start)
	for _, c := range []struct {
		name, scope string
		since       time.Time
		want        int
	}{
		{"of a day", "jan@voorbeeld.example", start.Add(20*time.Hour - day), 4},
		{"the minute counts whole", "jan@voorbeeld.example", start.Add(2*time.Minute + 30*time.Second), 2},
		{"across midnight", "jan@voorbeeld.example", start.Add(3 * time.Minute), 1},
		{"nothing since", "jan@voorbeeld.example", start.Add(21 * time.Hour), 0},
		{"of a domain", "voorbeeld.example", start, 1},
		{"of all", "", start, 4},
		{"of nobody", "piet@voorbeeld.example", start, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			view(t, s, func(tx *Tx) error {
				got, err := tx.Answers(c.scope, c.since)
				if got != c.want {
					t.Errorf("got %d, want %d", got, c.want)
				}
				return err
			})
		})
	}
	was := rows(t, s, tabAnswer)
	count("piet@voorbeeld.example", start.Add(10*day))
	if now := rows(t, s, tabAnswer); now >= was {
		t.Errorf("%d rows became %d: old ones were not swept", was, now)
	}
	sound(t, s)
}

func TestSandboxClock(t *testing.T) {
	s := quick(t, Options{})
	set := func(at time.Time) error { return s.Update(func(tx *Tx) error { return tx.SetSandboxNow(at) }) }
	if err := errors.Join(set(start), set(start), set(start.Add(time.Hour))); err != nil {
		t.Fatal(err)
	}
	if err := set(start); !errors.Is(err, ErrClock) {
		t.Errorf("back: %v", err)
	}
	view(t, reopen(t, s), func(tx *Tx) error {
		now, err := tx.SandboxNow()
		if !now.Equal(start.Add(time.Hour)) {
			t.Errorf("now %s", now)
		}
		return err
	})
}

func TestSecrets(t *testing.T) {
	s := quick(t, Options{})
	first := s.Secrets()
	if first.Token[0].Secret == ([32]byte{}) || first.Token[1].Secret != ([32]byte{}) || first.Letter == ([32]byte{}) {
		t.Fatal("a new store has one secret for tokens and one for letters")
	}
	if s = reopen(t, s); s.Secrets() != first {
		t.Error("secrets do not outlive the process")
	}
	if err := s.RotateTokens(start); err != nil {
		t.Fatal(err)
	}
	second := s.Secrets()
	if second.Token[1] != first.Token[0] || second.Token[0].ID == first.Token[0].ID || second.Letter != first.Letter {
		t.Error("after a rotation the old secret is accepted, a new one issues")
	}
	if s = reopen(t, s); s.Secrets() != second {
		t.Error("the rotation is lost")
	}
	if other := quick(t, Options{}).Secrets(); other.Token[0].Secret == first.Token[0].Secret || other.Letter == first.Letter {
		t.Error("two stores have the same secrets")
	}
}

func TestCursor(t *testing.T) {
	s := quick(t, Options{})
	want := Cursor{UIDValidity: 7, Next: 12, Started: true, LastDrain: start, Since: start.Add(-time.Hour), Below: 5}
	update(t, s, func(tx *Tx) error { return tx.SetCursor(inbox, want) })
	add(t, s, mailOf(11)) // intake does not move what the daemon set
	view(t, s, func(tx *Tx) error {
		got, err := tx.Cursor(inbox)
		none, err2 := tx.Cursor("bestuur")
		if got != want || none != (Cursor{}) {
			t.Errorf("cursor %+v, of another mailbox %+v", got, none)
		}
		return errors.Join(err, err2)
	})
	sound(t, s)
}
