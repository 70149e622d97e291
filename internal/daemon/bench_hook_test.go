package daemon

import "time"

// Fire is one tick of the timers, for the benchmark of an empty one.
func (d *Daemon) Fire(now time.Time) error { return d.fire(now) }

// Survey reads what a digest is made of and counts its lines.
func (d *Daemon) Survey(now time.Time) (lines int, err error) {
	o, err := d.readOffice()
	if err != nil {
		return 0, err
	}
	s, err := d.survey(d.week(o, now), o, now)
	for _, all := range s.glances {
		lines += len(all)
	}
	return lines, err
}
