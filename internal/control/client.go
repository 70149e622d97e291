package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// dialTime is how long a daemon has to take up the line.
const dialTime = 2 * time.Second

// Ask puts a question to the daemon on the socket at path and copies its answer to out. ErrNoDaemon is returned when
// nobody listens there; a *[Remote] when the answer ends badly.
func Ask(ctx context.Context, path string, q Query, out io.Writer) error {
	conn, err := dial(ctx, path)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	line, err := json.Marshal(q)
	if err != nil {
		return err
	}
	if _, err := conn.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("ask the daemon: %w", err)
	}
	e, err := receive(conn, out)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("read the daemon's answer: %w", err)
	case e.Code != 0:
		return &Remote{Code: e.Code, Text: e.Text, Hint: e.Hint}
	}
	return nil
}

func dial(ctx context.Context, path string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	conn, err := dialable(path, func(name string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", name)
	})
	switch {
	case err == nil:
		return conn, nil
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED):
		return nil, fmt.Errorf("%w on %s", ErrNoDaemon, path)
	}
	return nil, fmt.Errorf("ask the daemon: %w", err)
}

// maxSocketPath is what every system takes as the name of a socket (104 bytes on BSD, 108 on Linux, with the zero).
const maxSocketPath = 100

// dialable calls f with a name for the socket that the system takes: a path that is too long is reached through a
// link in the directory for temporary files.
func dialable[T any](path string, f func(string) (T, error)) (T, error) {
	if len(path) <= maxSocketPath {
		return f(path)
	}
	var none T
	dir, err := os.MkdirTemp("", "klachtd-")
	if err != nil {
		return none, err
	}
	defer os.RemoveAll(dir)
	whole, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return none, err
	}
	link := filepath.Join(dir, "d")
	if err := os.Symlink(whole, link); err != nil {
		return none, err
	}
	return f(filepath.Join(link, filepath.Base(path)))
}
