package daemon

import (
	"errors"
	"fmt"
	"sync"

	"klachtd/internal/letter"
	"klachtd/internal/store"
)

// press renders the letters of a batch beside the transaction that decides it: making the bytes of a mail takes about
// half of the time of a message and asks nothing of the store. The letters reach the outbox at the end of the same
// transaction (rule 2). It belongs to one run of the transaction's function.
type press struct {
	templates *letter.Templates
	jobs      []*job
	busy      sync.WaitGroup
}

// job is one letter in the making; raw and err are there once done.
type job struct {
	letter store.Letter
	err    error
}

// add begins a letter. Nothing that in leads to may change any more.
func (p *press) add(in letter.Input, l store.Letter) {
	j := &job{letter: l}
	p.jobs = append(p.jobs, j)
	p.busy.Go(func() {
		defer func() {
			if recover() != nil {
				j.err = errPanic
			}
		}()
		j.letter.Raw, j.err = p.templates.Render(in)
	})
}

// finish waits for all letters, and puts them into the outbox unless the transaction failed already or one of them
// could not be made.
func (p *press) finish(tx *store.Tx, err error) error {
	p.busy.Wait()
	if err != nil {
		return err
	}
	for _, j := range p.jobs {
		err = errors.Join(err, p.put(tx, j))
	}
	return err
}

func (p *press) put(tx *store.Tx, j *job) error {
	if j.err != nil {
		return fmt.Errorf("render %s for %s: %w", j.letter.Name, j.letter.Number, j.err)
	}
	_, err := tx.PutLetter(j.letter)
	return err
}
