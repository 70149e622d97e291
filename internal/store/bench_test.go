package store

import (
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"klachtd/internal/dossier"
)

// BenchmarkNewCase takes in a mail of 8 KB and makes its case: 2 commits, 8 events, 2 letters of 6 KB.
func BenchmarkNewCase(b *testing.B) {
	for _, batch := range []int{1, 64} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			s := quick(b, Options{})
			next, cpu := 1, cpuTime()
			for b.Loop() {
				if err := take(s, next, batch); err != nil {
					b.Fatal(err)
				}
				next += batch
			}
			perMail(b, cpu, next-1)
		})
	}
}

// cpuTime is the processor time that the process has used: the figure that a busy machine does not change much.
func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func perMail(b *testing.B, since time.Duration, mails int) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(mails), "µs/mail")
	b.ReportMetric(float64((cpuTime()-since).Microseconds())/float64(mails), "cpu-µs/mail")
}

// BenchmarkFloor stores the same bytes in the same number of commits with the engine alone: no seals, no records, one
// index row for each table that has rows of digests.
func BenchmarkFloor(b *testing.B) {
	for _, batch := range []int{1, 64} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			e := testEngine(b)
			next, cpu := 1, cpuTime()
			for b.Loop() {
				plainBatch(b, e, next, batch)
				next += batch
			}
			perMail(b, cpu, next-1)
		})
	}
}

func plainBatch(b *testing.B, e *engine, from, n int) {
	for _, tables := range [][]table{{tabPiece, tabDigest, tabUID}, {tabEvent, tabLetterRaw, tabSent, tabContent, tabThread}} {
		k := begin(b, e, true)
		for i := from; i < from+n; i++ {
			for _, t := range tables {
				key, value := be64(uint64(i)), []byte(nil)
				switch t {
				case tabPiece:
					value = complaint(i)
				case tabEvent:
					value = []byte(mailText)[:2000]
				case tabLetterRaw, tabSent:
					value = []byte(letterText)
				case tabDigest, tabContent, tabThread:
					d := digester{}.of(byte(t), string(key))
					key = d[:]
				}
				if err := k.put(t, key, value); err != nil {
					b.Fatal(err)
				}
			}
		}
		if err := k.commit(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkGrowth measures the same, an empty tick and opening, in stores of growing size.
func BenchmarkGrowth(b *testing.B) {
	for _, cases := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("cases=%d", cases), func(b *testing.B) { growth(b, cases) })
	}
}

func growth(b *testing.B, cases int) {
	if testing.Short() && cases > 10_000 {
		b.Skip("large")
	}
	s := quick(b, Options{Dir: filepath.Join(b.TempDir(), "data")})
	next := 1
	for next <= cases {
		if err := take(s, next, 250); err != nil {
			b.Fatal(err)
		}
		next += 250
	}
	for _, batch := range []int{1, 64} {
		b.Run(fmt.Sprintf("new/batch=%d", batch), func(b *testing.B) {
			from, cpu := next, cpuTime()
			for b.Loop() {
				if err := take(s, next, batch); err != nil {
					b.Fatal(err)
				}
				next += batch
			}
			perMail(b, cpu, next-from)
		})
	}
	b.Run("read", func(b *testing.B) { readings(b, s, cases) })
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			s = reopen(b, s)
		}
	})
}

// readings measures what the daemon and the command line read.
func readings(b *testing.B, s *Store, cases int) {
	b.Run("due/empty", func(b *testing.B) {
		for b.Loop() {
			err := s.View(func(tx *Tx) error {
				refs, err := tx.Due(start, 64)
				if len(refs) > 0 {
					b.Fatal("due")
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("case", func(b *testing.B) {
		ref := dossier.Ref(0)
		for b.Loop() {
			ref = ref%dossier.Ref(cases) + 1
			err := s.View(func(tx *Tx) error { _, err := tx.Case(ref); return err })
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("summaries", func(b *testing.B) {
		rows := 0
		began := time.Now()
		for b.Loop() {
			err := s.View(func(tx *Tx) error {
				list, err := tx.Cases(dossier.Ref(rows%(cases-500)), 500)
				rows += len(list)
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(rows)/time.Since(began).Seconds(), "rows/s")
	})
}
