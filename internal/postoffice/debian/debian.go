// Package debian starts the mail servers of Debian's packages for a test:
// Dovecot for IMAP and Postfix for SMTP, private, on free ports of the loopback
// interface, with everything they write under one temporary directory. The
// system's own configuration is neither read nor touched, and nothing listens
// outside this machine.
//
// Both servers run as children in the foreground, so that stopping is waiting
// for a process and not for a file with a number in it. The directory is not
// that of testing.T: its name must be short, for the paths of Unix sockets may
// not exceed 107 bytes.
//
// When a server is not installed, or can't run as this user, the test is
// skipped with a sentence that says so. With KLACHTD_DEMAND_SERVERS=1 it fails
// instead.
package debian

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// The waits for a server.
const (
	startLimit = 20 * time.Second
	stopLimit  = 20 * time.Second
	pollPause  = 5 * time.Millisecond
)

// demand is the environment variable that turns a skip into a failure.
const demand = "KLACHTD_DEMAND_SERVERS"

// missing skips the test, or fails it where the servers are demanded.
func missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv(demand) == "1" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// find returns the first of the paths that is a program.
func find(t testing.TB, name, packages string, paths ...string) string {
	t.Helper()
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil && info.Mode().Perm()&0o111 != 0 {
			return p
		}
	}
	missing(t, "%s is not installed (on Debian: apt-get install %s)", name, packages)
	return ""
}

// home makes the directory of a server, and removes it after the test.
func home(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "post")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Errorf("remove the directory of a mail server: %v", err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil { // other users of the server search it
		t.Fatal(err)
	}
	return dir
}

func write(t testing.TB, path string, format string, args ...any) {
	t.Helper()
	if err := os.WriteFile(path, fmt.Appendf(nil, format, args...), 0o644); err != nil {
		t.Fatal(err)
	}
}

// makeDir makes a directory that belongs to uid, when this process may give it
// away.
func makeDir(t testing.TB, path string, uid int) {
	t.Helper()
	if err := os.MkdirAll(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(path, uid, -1); err != nil {
			t.Fatal(err)
		}
	}
}

// freePort is a port that nobody listens on at this moment.
func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// startAttempts is how often a server is started anew: another process may take
// a free port before the server does.
const startAttempts = 3

// start tries until one attempt gives a running server.
func start[S any](t testing.TB, attempt func() (S, error)) S {
	t.Helper()
	var errs []error
	for range startAttempts {
		s, err := attempt()
		if err == nil {
			return s
		}
		errs = append(errs, err)
	}
	t.Fatal(errors.Join(errs...))
	panic("unreachable")
}

// run starts a server, waits until each port answers with a greeting, and stops
// it after the test.
func run(t testing.TB, logFile string, ports []int, name string, args ...string) error {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.WaitDelay = stopLimit
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", filepath.Base(name), err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for _, port := range ports {
		if err := greeting(port, ended); err != nil {
			stop(t, cmd, ended, filepath.Base(name))
			log, _ := os.ReadFile(logFile)
			return fmt.Errorf("start %s: %w\n%s\n%s", filepath.Base(name), err, said.Bytes(), log)
		}
	}
	t.Cleanup(func() { stop(t, cmd, ended, filepath.Base(name)) })
	return nil
}

var errEnded = errors.New("it ended")

// greeting waits for the first byte that a server says.
func greeting(port int, ended chan error) error {
	addr := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	for deadline := time.Now().Add(startLimit); time.Now().Before(deadline); time.Sleep(pollPause) {
		select {
		case err := <-ended:
			ended <- err
			return errors.Join(errEnded, err)
		default:
		}
		conn, err := net.DialTimeout("tcp", addr, startLimit)
		if err != nil {
			continue
		}
		conn.SetReadDeadline(time.Now().Add(startLimit))
		_, err = conn.Read(make([]byte, 1))
		conn.Close()
		if err == nil {
			return nil
		}
	}
	return fmt.Errorf("port %d does not answer", port)
}

func stop(t testing.TB, cmd *exec.Cmd, ended chan error, name string) {
	t.Helper()
	cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(stopLimit):
		t.Errorf("%s did not stop within %v", name, stopLimit)
		cmd.Process.Kill()
		<-ended
	}
}
