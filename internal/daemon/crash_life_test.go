package daemon_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/store"
)

// kind is a kind of operation at which a process can die or a line can break.
type kind string

const (
	beforeCommit kind = "before-commit" // the commit did not reach the file
	afterCommit  kind = "after-commit"  // it did, and nobody knows
	imapWrite    kind = "imap-write"    // half of a command leaves
	imapRead     kind = "imap-read"     // the server has answered, nobody hears it
	imapByte     kind = "imap-byte"     // nothing arrives after that many bytes
	smtpWrite    kind = "smtp-write"
	smtpRead     kind = "smtp-read"
	handling     kind = "handling" // in the middle of a message
)

// fault is the n-th operation of a kind in one life of the process. With line set only the connection breaks.
type fault struct {
	kind kind
	n    int
	line bool
}

var errDead = errors.New("dead")

// life is one process, from start to death: from the operation of its fault on everything fails, and the files are
// copied at that moment, so that nothing that is done later, such as closing the store, can help.
type life struct {
	t     testing.TB
	fault fault
	dir   string // of the store
	left  string // where the files go at the moment of death

	busy sync.Mutex // held from before a commit until after it: nobody dies in the middle of bbolt's own writing

	mu     sync.Mutex
	count  map[kind]int
	struck bool
	dead   bool
	lines  []*frail
	heard  int // bytes from the IMAP server
}

// strikes counts an operation. It reports whether it fails, and whether the process dies of it right now.
func (l *life) strikes(k kind) (fails, dies bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		return true, false
	}
	l.count[k]++
	if l.struck || l.fault.kind != k || l.fault.n != l.count[k] {
		return false, false
	}
	l.struck, l.dead = true, !l.fault.line
	return true, l.dead
}

// bury keeps the files as they are and cuts every line. Nobody writes while it works.
func (l *life) bury() {
	files, err := readFiles(l.dir)
	if err == nil {
		err = writePrivate(l.left, files)
	}
	if err != nil {
		l.t.Error(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.lines {
		f.hangUp()
	}
}

func (l *life) isDead() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dead
}

// at is an operation outside of the store.
func (l *life) at(k kind) error {
	fails, dies := l.strikes(k)
	if dies {
		l.busy.Lock()
		defer l.busy.Unlock()
		l.bury()
	}
	if fails {
		return errDead
	}
	return nil
}

// die ends the process here and now.
func (l *life) die() {
	l.mu.Lock()
	already := l.dead
	l.dead = true
	l.mu.Unlock()
	if already {
		return
	}
	l.busy.Lock()
	defer l.busy.Unlock()
	l.bury()
}

func (l *life) options() store.Options {
	return store.Options{
		Dir: l.dir,
		BeforeCommit: func() error {
			l.busy.Lock()
			fails, dies := l.strikes(beforeCommit)
			if dies {
				l.bury()
			}
			if fails {
				l.busy.Unlock()
				return errDead
			}
			return nil
		},
		AfterCommit: func() error {
			defer l.busy.Unlock()
			fails, dies := l.strikes(afterCommit)
			if dies {
				l.bury()
			}
			if fails {
				return errDead
			}
			return nil
		},
	}
}

// dial makes the lines of this life out of those to the post office.
func (l *life) dial(dial daemon.Dial, write, read kind) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if l.isDead() {
			return nil, errDead
		}
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		f := &frail{Conn: c, l: l, write: write, read: read}
		l.lines = append(l.lines, f)
		return f, nil
	}
}

// frail is a line that breaks at its fault, and when the process dies.
type frail struct {
	net.Conn
	l           *life
	write, read kind
	broken      atomic.Bool
}

func (f *frail) Write(p []byte) (int, error) {
	if f.broken.Load() {
		return 0, errDead
	}
	if fails, dies := f.l.strikes(f.write); fails {
		n, _ := f.Conn.Write(p[:len(p)/2])
		f.end(dies)
		return n, errDead
	}
	return f.Conn.Write(p)
}

func (f *frail) Read(p []byte) (int, error) {
	if f.broken.Load() {
		return 0, errDead
	}
	n, err := f.Conn.Read(p)
	if n == 0 {
		return n, err
	}
	if part, cut := f.l.hear(f.read, n); cut {
		f.end(false)
		return part, errDead
	}
	if fails, dies := f.l.strikes(f.read); fails {
		f.end(dies)
		return 0, errDead
	}
	return n, err
}

// hear counts the bytes of the IMAP server. With a fault of kind imapByte it says how many of them still arrive.
func (l *life) hear(k kind, n int) (part int, cut bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k != imapRead {
		return n, false
	}
	before := l.heard
	l.heard += n
	if l.struck || l.fault.kind != imapByte || l.heard <= l.fault.n {
		return n, false
	}
	l.struck = true
	return l.fault.n - before, true
}

func (f *frail) end(dies bool) {
	if dies {
		f.l.busy.Lock()
		defer f.l.busy.Unlock()
		f.l.bury()
	}
	f.hangUp()
}

// hangUp ends a line as a broken network does: the server may finish what it is saying. (The server of go-imap waits
// for ever when a literal cannot be written to its end.)
func (f *frail) hangUp() {
	if f.broken.Swap(true) {
		return
	}
	f.Conn.SetDeadline(time.Time{})
	go io.Copy(io.Discard, f.Conn)
	time.AfterFunc(time.Second/2, func() { f.Conn.Close() })
}

func (f *frail) Close() error {
	if f.broken.Load() {
		return nil // it is over already
	}
	return f.Conn.Close()
}

// readFiles reads all files of a directory.
func readFiles(dir string) (map[string][]byte, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, e := range entries {
		if files[e.Name()], err = os.ReadFile(filepath.Join(dir, e.Name())); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// writePrivate makes a directory of files with the modes that a store demands.
func writePrivate(dir string, files map[string][]byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name, raw := range files {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// quickDir is a directory that needs no disk where the machine has one: a process that dies loses nothing of what it
// wrote, and thousands of commits wait for no platter.
func quickDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "klachtd-crash-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
