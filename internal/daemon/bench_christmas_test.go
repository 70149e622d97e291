package daemon_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/store"
)

// openCases is how many cases are open in BenchmarkChristmas; KLACHTD_OPEN sets another number (make bench: 100,000).
func openCases(b *testing.B) int {
	s := os.Getenv("KLACHTD_OPEN")
	if s == "" {
		return 2000
	}
	n, err := strconv.Atoi(s)
	check(b, err)
	return n
}

// BenchmarkChristmas is the first pass of Monday 28 December, after four days on which nobody worked: all that came due
// meanwhile is decided, rendered and sent, and the digest is made, in a desk of many open cases that came in on the working
// days since 23 November. x-tenth compares what a case costs with a desk of a tenth of the size, in the same run: 1 is a
// pass whose time grows with the cases, and no faster.
func BenchmarkChristmas(b *testing.B) {
	n := openCases(b)
	sizes := []int{n / 10, n}
	dirs := advent(b, sizes)
	perCase := make([]float64, len(sizes))
	letters := 0
	for b.Loop() {
		for i, dir := range dirs {
			d := newDesk(b, lift)
			check(b, os.CopyFS(d.storeOpt.Dir, os.DirFS(dir)))
			check(b, private0600(d.storeOpt.Dir))
			d.open()
			monday := d.moment("2026-12-28 08:30")
			began := time.Now()
			check(b, d.d.Pass(context.Background(), monday))
			perCase[i] = float64(time.Since(began)) / float64(sizes[i])
			if letters = len(d.letters()); letters < sizes[i]/10 {
				b.Fatalf("%d letters for %d cases", letters, sizes[i])
			}
			d.close()
			check(b, d.office.Close())
		}
	}
	b.ReportMetric(perCase[1]*float64(n)/1e9, "s/pass")
	b.ReportMetric(perCase[1]/perCase[0], "x-tenth")
	b.ReportMetric(float64(letters), "letters")
	b.ReportMetric(0, "ns/op")
}

// advent fills stores with cases that came in on the working days before Christmas, each as the product made it, with all
// that left until the evening of the 24th.
func advent(b *testing.B, sizes []int) (dirs []string) {
	b.Helper()
	d := newDesk(b, lift)
	d.open()
	check(b, d.d.Pass(context.Background(), d.moment("2026-11-20 10:00")))
	days := 0
	last := d.moment("2026-12-24 10:00")
	for at := d.moment("2026-11-23 10:00"); !at.After(last); at = at.AddDate(0, 0, 1) {
		if at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
			days++
			check(b, d.office.Deliver(ourAddress, benchMail(days, at), at))
		}
		check(b, d.d.Pass(context.Background(), at))
		check(b, d.d.Pass(context.Background(), at.Add(7*time.Hour)))
	}
	models := make([]model, days)
	for i := range models {
		models[i] = modelOf(b, d, dossier.Ref(i+1))
	}
	dirs = fillUp(b, d, sizes, days+1, func(tx *store.Tx, n int) error {
		m := models[n%days]
		return m.add(tx, n, last, m.due)
	})
	d.close()
	check(b, d.office.Close())
	return dirs
}

// modelOf is readModel for any case.
func modelOf(tb testing.TB, d *desk, ref dossier.Ref) (m model) {
	tb.Helper()
	check(tb, d.st.View(func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if err != nil {
			return err
		}
		m.events = c.Journal
		for _, l := range c.Duties {
			if full, err := tx.Letter(fmt.Sprintf("%d/%s", ref, l.ID)); err == nil {
				m.letters = append(m.letters, full)
			}
		}
		s, err := tx.Summary(ref)
		m.due = s.Due
		return err
	}))
	return m
}
