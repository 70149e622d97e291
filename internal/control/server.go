package control

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// SocketName is the name of the socket in the directory of the store.
const SocketName = "klachtd.sock"

const (
	socketMode = 0o600

	// maxClients is how many questions are answered at once; further ones wait in the line of the system.
	maxClients = 4
)

// Timeouts of the socket.
const (
	questionTime = 2 * time.Second  // for a client to ask
	frameTime    = 10 * time.Second // for a client to take one frame
	answerTime   = 5 * time.Minute  // for a whole answer
)

// Server answers questions on a socket. Only processes of the same user, and root, can ask: the socket has mode 0600
// in a directory 0700.
type Server struct {
	Source Source
	// Code is the exit code of a failed answer: the same switch that main uses. Nil: 1.
	Code func(error) int
	// Sandbox allows questions with a moment of their own.
	Sandbox bool

	timeouts timeouts // tests shorten them
}

type timeouts struct{ question, frame, answer time.Duration }

// Listen opens the socket at path. One that a dead process left is replaced, one that somebody answers on is not: the
// lock of the store is what keeps two daemons apart, this only keeps a mistake from hiding it.
func Listen(path string) (net.Listener, error) {
	l, err := listen(path)
	if err != nil {
		return nil, fmt.Errorf("open socket %s: %w", path, err)
	}
	return l, nil
}

func listen(path string) (net.Listener, error) {
	switch info, err := os.Lstat(path); {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode().Type() != os.ModeSocket:
		return nil, errors.New("something else has that name")
	case answers(path):
		return nil, errors.New("another process answers on it")
	default:
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	return bind(path)
}

// bind makes the socket under another name and moves it into place, so that it never has a mode but its own.
func bind(path string) (net.Listener, error) {
	dir, err := os.MkdirTemp(filepath.Dir(path), ".sock-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	made := filepath.Join(dir, "s")
	l, err := dialable(made, func(name string) (net.Listener, error) { return net.Listen("unix", name) })
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(made, socketMode), os.Rename(made, path)); err != nil {
		l.Close()
		return nil, err
	}
	return &socket{Listener: l, path: path}, nil
}

// socket is a listener that takes its name away when it closes.
type socket struct {
	net.Listener
	path string
	once sync.Once
}

// Close removes the socket first, so that nobody finds a name without a listener behind it.
func (s *socket) Close() (err error) {
	s.once.Do(func() { err = errors.Join(os.Remove(s.path), s.Listener.Close()) })
	return err
}

// answers says whether somebody listens on a socket.
func answers(path string) bool {
	conn, err := dial(context.Background(), path)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// Serve answers until ctx ends, then lets the answers that were begun break off, and returns when all have.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	var clients sync.WaitGroup
	defer clients.Wait()
	defer l.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	free := make(chan struct{}, maxClients)
	for {
		select {
		case free <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		conn, err := l.Accept()
		if ctx.Err() != nil {
			if conn != nil {
				conn.Close()
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept on the socket: %w", err)
		}
		clients.Go(func() {
			defer func() { <-free }()
			s.client(ctx, conn)
		})
	}
}

// client reads one question and answers it. Whatever goes wrong with the line itself concerns the client alone.
func (s *Server) client(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	t := s.limits()
	ctx, cancel := context.WithTimeout(ctx, t.answer)
	defer cancel()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	_ = conn.SetReadDeadline(time.Now().Add(t.question))
	out := frames{deadlined{conn, t.frame}}
	q, err := readQuestion(conn)
	if err == nil {
		err = s.answer(ctx, q, out)
	}
	_ = out.end(s.ending(err))
}

func (s *Server) limits() timeouts {
	t := s.timeouts
	if t == (timeouts{}) {
		t = timeouts{questionTime, frameTime, answerTime}
	}
	return t
}

func (s *Server) answer(ctx context.Context, q Query, w io.Writer) error {
	if !q.At.IsZero() && !s.Sandbox {
		return &Hinted{fmt.Errorf("%w: --at works in the sandbox only", ErrUsage), HintSandbox}
	}
	b := bufio.NewWriterSize(w, maxFrame)
	if err := Answer(ctx, q, s.Source, b); err != nil {
		b.Flush()
		return err
	}
	return b.Flush()
}

// HintSandbox says how the clock may be bent.
const HintSandbox = "set enabled = true under [sandbox] in the configuration of a trial installation"

func (s *Server) ending(err error) ending {
	if err == nil {
		return ending{}
	}
	e := ending{Code: 1, Text: err.Error()}
	if s.Code != nil {
		e.Code = s.Code(err)
	}
	var h *Hinted
	if errors.As(err, &h) {
		e.Hint = h.Hint
	}
	return e
}

// readQuestion reads one line of JSON.
func readQuestion(r io.Reader) (Query, error) {
	line, err := bufio.NewReader(io.LimitReader(r, maxQuestion)).ReadBytes('\n')
	if err != nil {
		return Query{}, fmt.Errorf("%w: a question is one line of at most %d bytes", ErrUsage, maxQuestion)
	}
	var q Query
	if err := json.Unmarshal(line, &q); err != nil {
		return Query{}, fmt.Errorf("%w: a question is one JSON object", ErrUsage)
	}
	return q, nil
}

// deadlined gives each write a time of its own: a client that stops reading is left after it.
type deadlined struct {
	conn net.Conn
	each time.Duration
}

func (d deadlined) Write(p []byte) (int, error) {
	if err := d.conn.SetWriteDeadline(time.Now().Add(d.each)); err != nil {
		return 0, err
	}
	return d.conn.Write(p)
}
