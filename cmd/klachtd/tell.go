package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"klachtd/internal/control"
	"klachtd/internal/daemon"
	"klachtd/internal/letter"
	"klachtd/internal/store"
	"klachtd/internal/tomltree"
)

// The rules of the interface.
//
// Results go to standard output, everything else to standard error with "klachtd:" before each line; the log of the
// daemon is the exception, one JSON object a line. No capital at the beginning of a message and no full stop at its
// end. Whatever a person wrote (a configuration, a regulation, a letter) is answered with file, line, column and a
// hint, all mistakes at once. What stands in a mail is never printed but escaped. A terminal gets width, colour and
// progress bars; a pipe gets none of them, and NO_COLOR is respected.

// Exit codes.
const (
	exitDone  = 0
	exitFail  = 1
	exitUse   = 2
	exitStore = 3
)

// exitCode is the one place where errors become exit codes. Stages of check are joined: the mistake that has to be
// mended first decides.
func exitCode(err error) int {
	var (
		remote    *control.Remote
		use       *useError
		mistakes  tomltree.Mistakes
		templates letter.Mistakes
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &remote):
		return remote.Code
	case errors.As(err, &use), errors.As(err, &mistakes), errors.As(err, &templates),
		isAny(err, control.ErrUsage, daemon.ErrBack, errTold):
		return exitUse
	case isAny(err, store.ErrLocked, store.ErrNewer, store.ErrKeys, store.ErrModes, store.ErrDamaged, store.ErrCommitUnknown,
		errProblems):
		return exitStore
	}
	return exitFail
}

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}

// useError is wrong use: what is wrong and what to do.
type useError struct{ text, hint string }

func (e *useError) Error() string { return e.text }

func wrongUse(text, hint string) error { return &useError{text, hint} }

// hinted is any other error with a hint.
func hinted(err error, hint string) error {
	if err == nil {
		return nil
	}
	return &control.Hinted{Err: err, Hint: hint}
}

// tell prints an error: each line of it, and its hint.
func tell(w io.Writer, err error) {
	if err == nil || errors.Is(err, errTold) {
		return
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped")
	}
	for line := range strings.Lines(err.Error()) {
		fmt.Fprintln(w, "klachtd:", control.Clean(strings.TrimRight(line, "\n")))
	}
	if hint := hintOf(err); hint != "" {
		fmt.Fprintln(w, "klachtd: hint:", control.Clean(hint))
	}
}

// errTold is returned for wrong use whose words stand on the screen already.
var errTold = errors.New("told")

func hintOf(err error) string {
	var (
		use    *useError
		hint   *control.Hinted
		remote *control.Remote
	)
	switch {
	case errors.As(err, &use):
		return use.hint
	case errors.As(err, &hint):
		return hint.Hint
	case errors.As(err, &remote):
		return remote.Hint
	}
	return hintOfStore(err)
}

func hintOfStore(err error) string {
	switch {
	case errors.Is(err, store.ErrLocked):
		return "end the other klachtd first; case, due, queue and tray also answer while klachtd run works"
	case errors.Is(err, store.ErrNewer):
		return "use the newer klachtd, or put back a backup of before the update"
	case errors.Is(err, store.ErrKeys):
		return "put back case.keys and master.key that belong to this store"
	case errors.Is(err, store.ErrModes):
		return "chmod 700 the data directory and chmod 600 the files in it; they must belong to you"
	case errors.Is(err, store.ErrDamaged):
		return "klachtd verify says more; keep a copy of the data directory before anything else"
	case errors.Is(err, store.ErrCommitUnknown):
		return "is the disk full? start again: klachtd looks what was stored"
	}
	return ""
}

// columns is the width of the terminal behind w; 0 when there is none.
func columns(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}
