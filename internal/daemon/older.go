package daemon

import (
	"errors"
	"fmt"

	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// errRegulation is returned when the stored text of a regulation can no longer be read.
var errRegulation = errors.New("stored regulation has mistakes")

// older reads a version of a regulation that is no longer configured, from the text that the store keeps.
func (d *Daemon) older(tx *store.Tx, hash string) (*procedure.Regulation, error) {
	d.mu.Lock()
	r, ok := d.versions[hash]
	d.mu.Unlock()
	if ok {
		return r, nil
	}
	p, err := tx.Procedure(hash)
	if err != nil {
		return nil, fmt.Errorf("regulation %.12s: %w", hash, err)
	}
	r, mistakes := procedure.Parse(p.Name, p.Text, nil, nil)
	if r == nil || len(mistakes) > 0 {
		return nil, fmt.Errorf("regulation %s of %s: %w", p.Name, p.Version, errRegulation)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.versions[hash] = r
	return r, nil
}
