package daemon

import (
	"context"
	"errors"
	"sync"
	"time"

	"klachtd/internal/store"
)

// MaxRounds bounds how often one pass sends what its own deliveries brought up (a refusal writes to the
// coordinator, and that letter may be refused in turn).
const MaxRounds = 4

// Pass is one turn at an instant: drain, decide, fire, send. It comes back when nothing is left to do at that
// instant. A server that cannot be reached is an error of the pass, but holds up nothing else; after
// store.ErrCommitUnknown the store must be opened anew.
func (d *Daemon) Pass(ctx context.Context, now time.Time) error {
	d.begin(now)
	var errs faults
	sending := make(chan struct{})
	var senders sync.WaitGroup
	for _, b := range d.boxes {
		senders.Go(func() { errs.add(d.sendWhile(ctx, b, now, sending)) })
	}
	for _, b := range d.boxes {
		errs.add(d.drainBox(ctx, b, now))
	}
	errs.add(d.fire(now))
	close(sending)
	senders.Wait()
	errs.add(d.settle(ctx, now))
	if err := d.housekeep(now); !errors.Is(err, ErrRetired) { // the next run begins without it
		errs.add(err)
	}
	errs.add(d.tidy(now))
	return errs.join()
}

// settle stores what the servers answered, sends what follows from it, and makes the copies for Sent.
func (d *Daemon) settle(ctx context.Context, now time.Time) error {
	var errs faults
	for range MaxRounds {
		if err := d.flush(now); err != nil {
			return err
		}
		sent := 0
		for _, b := range d.boxes {
			n, err := d.sendDue(ctx, b, now)
			errs.add(err)
			sent += n
		}
		if sent == 0 {
			break
		}
	}
	for _, b := range d.boxes {
		_, err := d.copyToSent(ctx, b, now)
		errs.add(err)
	}
	errs.add(d.flush(now))
	for _, b := range d.boxes {
		errs.add(d.expungeDestroyed(ctx, b, now))
	}
	return errs.join()
}

// ErrBack is returned when a sandbox is asked to go back in time.
var ErrBack = errors.New("the clock of a sandbox never goes back")

// MaxSteps bounds the walk of PassAt: moments between two calls.
const MaxSteps = 100_000

// PassAt is Pass in the sandbox: it walks from due moment to due moment up to at, so that nothing is late that only
// the jump made late (DESIGN 10.5). It returns ErrBack when at lies before the last one.
func (d *Daemon) PassAt(ctx context.Context, at time.Time) error {
	last, err := d.sandboxNow()
	if err != nil {
		return err
	}
	if at.Before(last) {
		return ErrBack
	}
	for range MaxSteps {
		moment, ok, err := d.nextMoment()
		if err != nil {
			return err
		}
		if !ok || !moment.Before(at) || !moment.After(last) {
			break // nothing before at, or a moment that could not be dealt with when it came: at has to do
		}
		if err := d.Pass(ctx, moment); err != nil {
			return err
		}
		last = moment
	}
	if err := d.Pass(ctx, at); err != nil {
		return err
	}
	return d.st.Update(func(tx *store.Tx) error { return tx.SetSandboxNow(at) })
}

func (d *Daemon) sandboxNow() (last time.Time, err error) {
	err = d.st.View(func(tx *store.Tx) error { last, err = tx.SandboxNow(); return err })
	return last, err
}

// nextMoment is the first moment that the store knows of: of a case, or of a letter that is tried again.
func (d *Daemon) nextMoment() (next time.Time, ok bool, err error) {
	err = d.st.View(func(tx *store.Tx) error {
		next, ok, err = tx.NextDue()
		if err != nil {
			return err
		}
		list, waits, err := d.listDue(tx)
		if err != nil {
			return err
		}
		if waits && (!ok || list.Before(next)) {
			next, ok = list, true
		}
		schedule, waits, err := d.scheduleNext(tx)
		if err != nil {
			return err
		}
		if waits && (!ok || schedule.Before(next)) {
			next, ok = schedule, true
		}
		for _, b := range d.boxes {
			at, found, err := tx.NextLetter(b.Name)
			if err != nil {
				return err
			}
			if found {
				at = maxTime(at, b.held())
			}
			if found && (!ok || at.Before(next)) {
				next, ok = at, true
			}
		}
		return nil
	})
	return next, ok, err
}

// faults gathers errors of steps that do not depend on each other.
type faults struct {
	mu   sync.Mutex
	errs []error
}

func (f *faults) add(err error) {
	if err != nil {
		f.mu.Lock()
		f.errs = append(f.errs, err)
		f.mu.Unlock()
	}
}

func (f *faults) join() error { return errors.Join(f.errs...) }
