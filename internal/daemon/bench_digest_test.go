package daemon_test

import (
	"testing"
	"time"
)

// BenchmarkDigest reads what a morning's digest is made of in a desk of 100,000 open cases (10,000 with -short): on a quiet
// morning, and on one when all of them are due this week.
func BenchmarkDigest(b *testing.B) {
	size := 100_000
	if testing.Short() {
		size = 10_000
	}
	d := reopened(b, grow(b, []int{size})[0])
	defer d.close()
	for name, days := range map[string]int{"quiet": 2, "busy": 6} {
		b.Run(name, func(b *testing.B) {
			now := time.Now().AddDate(0, 0, days)
			lines := 0
			for b.Loop() {
				var err error
				lines, err = d.d.Survey(now)
				check(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(size), "us/case")
			b.ReportMetric(float64(lines), "lines")
		})
	}
}
