package store

import (
	"errors"
	"sync"
	"testing"

	"klachtd/internal/dossier"
)

// Readers, writers, destruction and verify at the same time; meant for the race detector.
func TestManyAtOnce(t *testing.T) {
	s := quick(t, Options{})
	if err := take(s, 1, 20); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			for i := range 25 {
				err := s.View(func(tx *Tx) error {
					ref := dossier.Ref((i+n)%20 + 1)
					_, err := tx.Case(ref)
					_, err2 := tx.LettersDue(inbox, start.AddDate(1, 0, 0), 5, nil)
					if ref <= 5 && isDestroyed(err) {
						err = nil
					}
					return errors.Join(err, err2)
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		for n := range 10 {
			if err := take(s, 100+n, 1); err != nil {
				t.Error(err)
			}
		}
	})
	all.Go(func() {
		for ref := range dossier.Ref(5) {
			if err := s.DropKey(ref + 1); err != nil {
				t.Error(err)
			}
		}
	})
	all.Go(func() { sound(t, s) })
	all.Wait()
	sound(t, s)
}
