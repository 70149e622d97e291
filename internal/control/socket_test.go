package control

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"klachtd/internal/dossier"
)

// serve runs a Server until the test ends and returns the path of its socket.
func serve(t *testing.T, s *Server) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), SocketName)
	serveAt(t, s, path)
	return path
}

func serveAt(t *testing.T, s *Server, path string) {
	t.Helper()
	l, err := Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("serve: %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Error("the server does not end")
		}
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the socket is left behind: %v", err)
		}
	})
}

func TestAskIsAnswer(t *testing.T) {
	path := serve(t, &Server{Source: office()})
	for _, command := range []string{"case list", "case show K2026-0001", "due", "tray list"} {
		q := Query{Command: strings.Fields(command), JSON: true, Width: 80}
		var got bytes.Buffer
		if err := Ask(context.Background(), path, q, &got); err != nil {
			t.Fatal(err)
		}
		if want := ask(t, office(), q); got.String() != want {
			t.Errorf("%s over the socket:\n%s\nwant\n%s", command, &got, want)
		}
	}
}

func TestBigAnswer(t *testing.T) {
	s := office()
	for n := range 1200 {
		c := complaint()
		c.Number = dossier.Number(fmt.Sprintf("K2027-%04d", n))
		s.cases = append(s.cases, c)
	}
	var got bytes.Buffer
	if err := Ask(context.Background(), serve(t, &Server{Source: s}), Query{Command: []string{"case", "list"}, JSON: true}, &got); err != nil {
		t.Fatal(err)
	}
	var list []map[string]any
	if err := json.Unmarshal(got.Bytes(), &list); err != nil || len(list) != len(s.cases) {
		t.Errorf("%d cases (%v), want %d", len(list), err, len(s.cases))
	}
}

func TestRemoteErrors(t *testing.T) {
	s := office()
	path := serve(t, &Server{Source: s, Code: func(err error) int {
		if errors.Is(err, ErrUsage) {
			return 2
		}
		return 3
	}})
	for command, want := range map[string]Remote{
		"case show K2026-0099": {3, "there is no case K2026-0099: not there", "klachtd case list shows all numbers"},
		"case burn":            {2, "no such question", "klachtd help lists the commands"},
	} {
		var got *Remote
		err := Ask(context.Background(), path, Query{Command: strings.Fields(command)}, io.Discard)
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%s: got %#v, want %#v", command, err, want)
		}
	}
	err := Ask(context.Background(), path, Query{Command: []string{"due"}, At: day24}, io.Discard)
	var got *Remote
	if !errors.As(err, &got) || got.Code != 2 || got.Hint != HintSandbox {
		t.Errorf("--at outside the sandbox: %#v", err)
	}
}

func TestNobodyListens(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "missing.sock")
	stale := filepath.Join(dir, "stale.sock")
	l, err := net.Listen("unix", stale)
	if err != nil {
		t.Fatal(err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	l.Close()
	for _, path := range []string{missing, stale} {
		if err := Ask(context.Background(), path, Query{}, io.Discard); !errors.Is(err, ErrNoDaemon) {
			t.Errorf("%s: got %v, want ErrNoDaemon", filepath.Base(path), err)
		}
	}
	t.Run("a stale socket is replaced", func(t *testing.T) {
		serveAt(t, &Server{Source: office()}, stale)
		if err := Ask(context.Background(), stale, Query{Command: []string{"due"}}, io.Discard); err != nil {
			t.Error(err)
		}
	})
}

func TestListenRefuses(t *testing.T) {
	path := serve(t, &Server{Source: office()})
	if l, err := Listen(path); err == nil {
		l.Close()
		t.Error("a second server takes the socket of a living one")
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if l, err := Listen(file); err == nil {
		l.Close()
		t.Error("a file is replaced by a socket")
	}
	if got, _ := os.ReadFile(file); string(got) != "mine" {
		t.Errorf("the file now holds %q", got)
	}
}

func TestSocketMode(t *testing.T) {
	path := serve(t, &Server{Source: office()})
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode(); got.Perm() != 0o600 || got.Type() != os.ModeSocket {
		t.Errorf("mode %v, want a socket with 0600", got)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("beside the socket: %v (%v)", left, err)
	}
}

func TestLongPath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("d", 60), strings.Repeat("e", 60))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, SocketName)
	serveAt(t, &Server{Source: office()}, path)
	if err := Ask(context.Background(), path, Query{Command: []string{"due"}}, io.Discard); err != nil {
		t.Error(err)
	}
}

// raw speaks to the socket without the client.
func raw(t *testing.T, path string) net.Conn {
	t.Helper()
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}

func impatient() *Server {
	return &Server{
		Source: office(), Code: func(error) int { return 2 },
		timeouts: timeouts{question: 50 * time.Millisecond, frame: 50 * time.Millisecond, answer: time.Second},
	}
}

func TestBadQuestions(t *testing.T) {
	path := serve(t, impatient())
	for name, question := range map[string]string{
		"huge":    `{"command":["` + strings.Repeat("x", maxQuestion) + `"]}` + "\n",
		"no JSON": "case list\n",
		"silent":  "",
		"half":    `{"command":["due"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			conn := raw(t, path)
			_, _ = io.WriteString(conn, question) // the server may hang up first
			e, err := receive(conn, io.Discard)
			if err == nil && e.Code != 2 {
				t.Errorf("ends with %+v, want code 2", e)
			}
			if err != nil && name != "huge" {
				t.Errorf("no ending: %v", err)
			}
		})
	}
	if err := Ask(context.Background(), path, Query{Command: []string{"due"}}, io.Discard); err != nil {
		t.Errorf("after bad questions: %v", err)
	}
}

// TestSlowClients: clients that never read or never ask hold up others only for as long as the timeouts say.
func TestSlowClients(t *testing.T) {
	s := impatient()
	big := office()
	for range 600 {
		big.cases = append(big.cases, complaint())
	}
	s.Source = big
	path := serve(t, s)
	for n := range 3 * maxClients {
		conn := raw(t, path)
		if n%2 == 0 {
			if _, err := io.WriteString(conn, `{"command":["case","list"],"json":true}`+"\n"); err != nil {
				t.Fatal(err)
			}
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := Ask(ctx, path, Query{Command: []string{"due"}}, io.Discard); err != nil {
		t.Errorf("behind slow clients: %v", err)
	}
}

func TestManyClients(t *testing.T) {
	path := serve(t, &Server{Source: office()})
	var all sync.WaitGroup
	for range 8 * maxClients {
		all.Go(func() {
			if err := Ask(context.Background(), path, Query{Command: []string{"case", "list"}}, io.Discard); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestBrokenOff(t *testing.T) {
	var whole bytes.Buffer
	f := frames{&whole}
	if _, err := f.Write([]byte("the first half")); err != nil {
		t.Fatal(err)
	}
	if err := f.end(ending{Code: 1}); err != nil {
		t.Fatal(err)
	}
	for n := range whole.Len() {
		if _, err := receive(bytes.NewReader(whole.Bytes()[:n]), io.Discard); !errors.Is(err, ErrBroken) {
			t.Fatalf("an answer cut after %d bytes: got %v, want ErrBroken", n, err)
		}
	}
	if e, err := receive(&whole, io.Discard); err != nil || e.Code != 1 {
		t.Errorf("the whole answer: %+v, %v", e, err)
	}
}

// TestLimits: a question and a frame are refused at the first byte over their limit, however whole they are.
func TestLimits(t *testing.T) {
	line := `{"command":["due","` + strings.Repeat("x", maxQuestion) + `"]}` + "\n"
	if q, err := readQuestion(strings.NewReader(line)); !errors.Is(err, ErrUsage) {
		t.Errorf("a question of %d bytes: %v, %v", len(line), q, err)
	}
	for size, want := range map[int]error{maxFrame: nil, maxFrame + 1: ErrBroken} {
		var b bytes.Buffer
		if err := (frames{&b}).send(frameText, make([]byte, size)); err != nil {
			t.Fatal(err)
		}
		if _, _, err := readFrame(&b); !errors.Is(err, want) {
			t.Errorf("a frame of %d bytes: %v, want %v", size, err, want)
		}
	}
}

func TestAskEndsWithContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := Ask(ctx, path, Query{Command: []string{"due"}}, io.Discard); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the end of the context", err)
	}
}

func FuzzReceive(f *testing.F) {
	f.Add([]byte("o\x00\x00\x00\x02hix\x00\x00\x00\x0a{\"code\":0}"))
	f.Add([]byte("x\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if _, err := receive(bytes.NewReader(text), io.Discard); err != nil && !errors.Is(err, ErrBroken) {
			t.Errorf("an error of another kind: %v", err)
		}
	})
}
