package store

import (
	"errors"
	"fmt"

	"klachtd/internal/dossier"
)

// Errors on which callers branch.
var (
	// ErrLocked is returned when another process holds the store.
	ErrLocked = errors.New("another process holds the store")
	// ErrNewer is returned when the store, or a record of it, was written by a newer version of klachtd.
	ErrNewer = errors.New("written by a newer version of klachtd")
	// ErrKeys is returned when the master key or the key file is missing, unreadable or of another store.
	ErrKeys = errors.New("keys do not open the store")
	// ErrModes is returned when a file of the store may be read by others or belongs to somebody else.
	ErrModes = errors.New("files of the store are open to others")
	// ErrCommitUnknown is returned when a commit failed: the transaction may be in the file or not. The Store refuses
	// everything from then on; reopen it and look.
	ErrCommitUnknown = errors.New("outcome of the commit is unknown: reopen the store")
	// ErrDamaged is returned when a page or a record cannot be what was written.
	ErrDamaged = errors.New("the store is damaged")
	// ErrNotFound is returned when there is no such record.
	ErrNotFound = errors.New("not in the store")
	// ErrDestroyed is returned for what belongs to a case whose key is gone, or to mail that was erased.
	ErrDestroyed = errors.New("destroyed")
	// ErrAttempted is returned when a letter was tried and can no longer be taken back.
	ErrAttempted = errors.New("letter was tried")
	// ErrBusy is returned when the store is in use all the time: try again later.
	ErrBusy = errors.New("store is in use all the time")
	// ErrSettled is returned when a message already has another, final outcome.
	ErrSettled = errors.New("message already has its outcome")
	// ErrTooLarge is returned when something exceeds a limit of the store.
	ErrTooLarge = errors.New("larger than the store takes")
	// ErrClock is returned when the clock of the sandbox would go back.
	ErrClock = errors.New("the clock of the sandbox does not go back")
)

// SequenceError says that events do not continue a journal: a defect of the caller, or a lost update. Ref 0 is the
// office.
type SequenceError struct {
	Ref       dossier.Ref
	Want, Got int
}

// Error names the case and both numbers.
func (e *SequenceError) Error() string {
	return fmt.Sprintf("events of case %d continue with %d, not with %d", e.Ref, e.Want, e.Got)
}
