package daemon

import (
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/store"
)

// Destroy ends a case as its regulation does once the confirmation has left, for the tests of what follows from it.
func (d *Daemon) Destroy(ref dossier.Ref, by dossier.Actor, now time.Time) error {
	return d.commit(now, func(tx *store.Tx) error {
		c, err := tx.Case(ref)
		if err != nil {
			return err
		}
		events := []dossier.Event{
			{Seq: c.Seq + 1, At: now, By: by, Body: dossier.DestructionOrdered{}},
			{Seq: c.Seq + 2, At: now, By: dossier.Actor{Role: dossier.RoleServer}, Body: dossier.Destroyed{On: d.today(now)}},
		}
		if err := tx.Append(ref, events); err != nil {
			return err
		}
		return d.destroyCase(tx, d.boxes[0], ref, now)
	})
}
