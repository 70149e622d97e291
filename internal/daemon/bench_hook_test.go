package daemon

import "time"

// Fire is one tick of the timers, for the benchmark of an empty one.
func (d *Daemon) Fire(now time.Time) error { return d.fire(now) }
