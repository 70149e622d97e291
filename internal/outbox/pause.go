package outbox

import "time"

// Lifetime is how long a letter is tried before it counts as failed (RFC 5321,
// 4.5.4.1: four to five days at least).
const Lifetime = 5 * 24 * time.Hour

// The pauses between attempts: FirstPause, doubled each time up to LongestPause,
// as Postfix does it, with up to Jitter more so that letters that failed
// together do not come back together.
const (
	FirstPause   = 5 * time.Minute
	LongestPause = 4000 * time.Second
	Jitter       = 0.1
)

// Pause is the time to wait after the given failed attempt, counted from 1.
// jitter is a number from 0 to 1 that the caller draws.
func Pause(attempt int, jitter float64) time.Duration {
	p := FirstPause
	for n := 1; n < attempt && p < LongestPause; n++ {
		p *= 2
	}
	p = min(p, LongestPause)
	return p + time.Duration(float64(p)*Jitter*min(max(jitter, 0), 1))
}
