package control

import (
	"errors"
	"fmt"
)

var (
	// ErrUsage is returned for a question that cannot be understood.
	ErrUsage = errors.New("no such question")
	// ErrNotFound is returned when there is no such case or letter.
	ErrNotFound = errors.New("not there")
	// ErrRefused is returned when what was asked cannot be done now.
	ErrRefused = errors.New("cannot be done")
	// ErrNoDaemon is returned when nobody answers on the socket.
	ErrNoDaemon = errors.New("no daemon answers")
	// ErrBroken is returned when an answer ended before it said how.
	ErrBroken = errors.New("the daemon broke off its answer")
)

// ErrNoCase is ErrNotFound for a case number as it was typed.
func ErrNoCase(number string) error {
	return fmt.Errorf("there is no case %s: %w", Clean(number), ErrNotFound)
}

// Hinted is an error with a hint of what to do.
type Hinted struct {
	Err  error
	Hint string
}

// Error is the error alone; who prints it prints the hint on a line of its own.
func (h *Hinted) Error() string { return h.Err.Error() }

// Unwrap returns the error.
func (h *Hinted) Unwrap() error { return h.Err }

// Remote is how a question ended that the daemon answered: its exit code and its words.
type Remote struct {
	Code int
	Text string
	Hint string
}

// Error returns the words.
func (r *Remote) Error() string { return r.Text }
