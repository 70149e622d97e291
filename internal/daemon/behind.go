package daemon

import (
	"slices"
	"time"

	"klachtd/internal/store"
)

// behind is what happened outside and is written with the next commit: answers of SMTP servers, mail that was moved,
// copies that were made. Losing it in a crash loses no knowledge that cannot be had again.
type behind struct {
	results []result
	moved   []moved
	copied  []copied
}

type moved struct {
	filing store.Filing
	at     store.Place // UID 0 when the server does not tell
}

type copied struct {
	letter string
	at     store.Place
	folder string // of its case; "" Sent
}

func (b behind) empty() bool { return len(b.results)+len(b.moved)+len(b.copied) == 0 }

// commit is an Update that also writes what waits behind. What waits is taken off only once it is in the file.
func (d *Daemon) commit(now time.Time, f func(*store.Tx) error) error {
	d.mu.Lock()
	b := behind{
		results: slices.Clone(d.pending.results), moved: slices.Clone(d.pending.moved),
		copied: slices.Clone(d.pending.copied),
	}
	d.mu.Unlock()
	err := d.st.Update(func(tx *store.Tx) error {
		if err := d.write(tx, b, now); err != nil {
			return err
		}
		return f(tx)
	})
	if err != nil {
		return err
	}
	d.written(b)
	return nil
}

// flush commits what waits behind, if anything does.
func (d *Daemon) flush(now time.Time) error {
	d.mu.Lock()
	empty := d.pending.empty()
	d.mu.Unlock()
	if empty {
		return nil
	}
	return d.commit(now, func(*store.Tx) error { return nil })
}

func (d *Daemon) write(tx *store.Tx, b behind, now time.Time) error {
	for _, m := range b.moved {
		if err := tx.Filed(m.filing, m.at); err != nil {
			return err
		}
	}
	for _, c := range b.copied {
		if err := tx.Copied(c.letter, c.at, c.folder); err != nil {
			return err
		}
	}
	for _, r := range b.results {
		if err := d.delivered(tx, r); err != nil {
			return err
		}
	}
	return nil
}

// written takes off what b held: it always stands at the front, since others only append.
func (d *Daemon) written(b behind) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pending.results = d.pending.results[min(len(b.results), len(d.pending.results)):]
	d.pending.moved = d.pending.moved[min(len(b.moved), len(d.pending.moved)):]
	d.pending.copied = d.pending.copied[min(len(b.copied), len(d.pending.copied)):]
	for _, r := range b.results {
		r.box.landed(r.letter.ID)
	}
	for _, box := range d.boxes {
		box.ring()
	}
}

func (b *box) landed(id string) {
	b.picking.Lock()
	defer b.picking.Unlock()
	b.mu.Lock()
	delete(b.flying, id)
	b.mu.Unlock()
}

// ring wakes the sender; a bell that rang already rings once.
func (b *box) ring() {
	select {
	case b.wake <- struct{}{}:
	default:
	}
}
