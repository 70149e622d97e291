package daemon_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/store"
)

// fillBatch is how many cases share a commit while a store is filled.
const fillBatch = 500

// model is one complaint as the product made it: filled stores hold copies of it, each with number, sender and letters
// of its own.
type model struct {
	events  []dossier.Event
	letters []store.Letter
	due     time.Time
}

func readModel(tb testing.TB, d *desk) (m model) {
	tb.Helper()
	check(tb, d.st.View(func(tx *store.Tx) error {
		c, err := tx.Case(1)
		if err != nil {
			return err
		}
		m.events = c.Journal
		for _, l := range c.Duties {
			full, err := tx.Letter(fmt.Sprintf("1/%s", l.ID))
			if err != nil {
				return err
			}
			m.letters = append(m.letters, full)
		}
		s, err := tx.Summary(1)
		m.due = s.Due
		return err
	}))
	return m
}

// add makes one open case, with its mail filed and its letters accepted, that has something to do at due.
func (m model) add(tx *store.Tx, n int, at, due time.Time) error {
	mail, err := tx.AddMail(store.NewMail{
		Mailbox: "klachten", UIDValidity: 1, UID: uint32(n), Arrived: at, Raw: benchMail(n, at), Size: benchBytes,
	})
	if err != nil {
		return err
	}
	ref, number, err := tx.NewCase("K", at.Year())
	if err != nil {
		return err
	}
	id, address := fmt.Sprintf("<klacht-%d@burger.example>", n), fmt.Sprintf("jose.%d@burger%d.example", n, n)
	if err := tx.Append(ref, m.copied(ref, number, mail.ID, id, address)); err != nil {
		return err
	}
	if err := tx.PutAddress(address, ref); err != nil {
		return err
	}
	if err := tx.PutThread(id, store.Thread{Case: ref}); err != nil {
		return err
	}
	for _, l := range m.letters {
		l.Ref, l.Number, l.To = ref, number, address
		letter, err := tx.PutLetter(l)
		if err != nil {
			return err
		}
		if err := tx.SetLetter(letter, store.LetterResult{State: store.LetterAccepted, At: at, Reply: "250 ok"}); err != nil {
			return err
		}
	}
	if err := tx.Settle(mail.ID, store.Settled{At: at, Outcome: store.OutcomeDossier, Case: ref}); err != nil {
		return err
	}
	return tx.SetDue(ref, due)
}

func (m model) copied(ref dossier.Ref, number dossier.Number, mail dossier.MailID, id, address string) []dossier.Event {
	events := make([]dossier.Event, len(m.events))
	for i, e := range m.events {
		switch b := e.Body.(type) {
		case dossier.Received:
			b.Ref, b.Number, b.Mail.ID, b.Mail.MessageID = ref, number, mail, id
			e.Body = b
		case dossier.PartyAdded:
			b.Party.Address, b.Party.Thread = address, id
			e.Body = b
		}
		events[i] = e
	}
	return events
}

// grow fills stores of so many open cases, each going on where the smaller one stopped.
func grow(b *testing.B, sizes []int) (dirs []string) {
	b.Helper()
	d := newDesk(b, lift)
	d.open()
	check(b, d.d.Pass(context.Background(), time.Now()))
	at := time.Now()
	check(b, d.office.Deliver(ourAddress, benchMail(1, at), at))
	check(b, d.d.Pass(context.Background(), at))
	m := readModel(b, d)
	dirs = fillUp(b, d, sizes, 2, func(tx *store.Tx, n int) error {
		return m.add(tx, n, at, m.due.Add(time.Duration(n)*time.Second))
	})
	d.close()
	return dirs
}

// fillUp adds cases from the next number on, and keeps a copy of the data directory at each size. The desk stays open.
func fillUp(b *testing.B, d *desk, sizes []int, next int, add func(*store.Tx, int) error) (dirs []string) {
	b.Helper()
	for _, size := range sizes {
		for next <= size {
			last := min(size, next+fillBatch-1)
			check(b, d.st.Update(func(tx *store.Tx) error {
				for n := next; n <= last; n++ {
					if err := add(tx, n); err != nil {
						return err
					}
				}
				return nil
			}))
			next = last + 1
		}
		d.close()
		dir := filepath.Join(b.TempDir(), "data")
		check(b, os.CopyFS(dir, os.DirFS(d.storeOpt.Dir)))
		check(b, private0600(dir))
		dirs = append(dirs, dir)
		d.open()
	}
	return dirs
}

// private0600 gives a copy the modes that a store demands.
func private0600(dir string) error {
	if err := os.Chmod(dir, 0o700); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	for _, f := range files {
		if err == nil {
			err = os.Chmod(f, 0o600)
		}
	}
	return err
}

// BenchmarkGrowth measures the same mail, an empty tick of the timers and the start in desks of 1,000, 10,000 and 100,000
// open cases, in turns. x-1000 is the median of the ratios to the smallest in the same turn.
func BenchmarkGrowth(b *testing.B) {
	sizes := []int{1_000, 10_000, 100_000}
	if testing.Short() {
		sizes = sizes[:2]
	}
	dirs := grow(b, sizes)
	desks := make([]*desk, len(sizes))
	for i, dir := range dirs {
		desks[i] = reopened(b, dir)
	}
	for _, n := range []int{1, 64} {
		b.Run(fmt.Sprintf("batch=%d", n), func(b *testing.B) { growth(b, desks, sizes, n) })
	}
	b.Run("tick", func(b *testing.B) { ticks(b, desks[len(desks)-1]) })
	for _, d := range desks {
		d.close()
	}
	b.Run("start", func(b *testing.B) { starts(b, desks[len(desks)-1]) })
}

func reopened(b *testing.B, dir string) *desk {
	b.Helper()
	d := newDesk(b, lift)
	d.storeOpt.Dir = dir
	d.open()
	check(b, d.d.Pass(context.Background(), time.Now()))
	return d
}

func growth(b *testing.B, desks []*desk, sizes []int, n int) {
	walls, cpus := make([][]float64, len(desks)), make([][]float64, len(desks))
	next := 1 << 24 // numbers of mails that no filled store has
	for b.Loop() {
		all := make([]cost, len(desks))
		for i, d := range desks {
			for range n {
				next++
				check(b, d.office.Deliver(ourAddress, benchMail(next, time.Now()), time.Now()))
			}
			all[i] = measure(func() { check(b, d.d.Pass(context.Background(), time.Now())) })
		}
		for i, c := range all {
			walls[i], cpus[i] = append(walls[i], ratio(c.wall, all[0].wall)), append(cpus[i], ratio(c.cpu, all[0].cpu))
		}
	}
	for i, size := range sizes[1:] {
		b.ReportMetric(median(walls[i+1]), fmt.Sprintf("x-1000@%d", size))
		b.ReportMetric(median(cpus[i+1]), fmt.Sprintf("x-1000-cpu@%d", size))
	}
	b.ReportMetric(0, "ns/op")
}

// ticks looks at the timers with nothing due.
func ticks(b *testing.B, d *desk) {
	now := time.Now()
	for b.Loop() {
		check(b, d.d.Fire(now))
	}
}

// starts opens the store and makes a daemon, as a start does before it dials. live-MB is the memory that
// a desk holds which found nothing to do a few times.
func starts(b *testing.B, d *desk) {
	for b.Loop() {
		d.open()
		check(b, d.st.View(func(tx *store.Tx) error { _, _, err := tx.NextDue(); return err }))
		d.close()
	}
	before := live()
	d.open()
	for range 3 { // turns that find nothing
		check(b, d.d.Pass(context.Background(), time.Now()))
	}
	b.ReportMetric(float64(live()-before)/(1<<20), "live-MB")
	d.close()
}

// live is how much of the heap is in use.
func live() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
