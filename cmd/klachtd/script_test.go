package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"klachtd/internal/control"
	"klachtd/internal/postoffice"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"klachtd": main})
}

// scriptTime is how long all scripts together may take on a busy machine.
const scriptTime = 4 * time.Minute

// TestScripts runs the command line as a person would, against the binary itself. Besides the commands of testscript
// the scripts know:
//
//	exits CODE COMMAND...   the command ends with that exit code
//	post                    mail servers inside the test, and klachtd.toml for them
//	deliver FILE TIME       a mail comes into the complaints mailbox, at a local time
//	letters FILE            writes a line for each letter that left: case, letter, recipient
//	waitfor FILE            until the file is there
//	waitcase NUMBER         until the daemon knows the case
//	asks CODE WORDS...      the daemon's answer to a question ends with that exit code
//	damage FILE             turns a bit over in the middle of each page
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:      filepath.Join("testdata", "script"),
		Deadline: time.Now().Add(scriptTime), // a script that fails must not wait for a daemon that it left behind
		Setup: func(e *testscript.Env) error {
			e.Setenv("NO_COLOR", "1")
			e.Setenv("HOME", e.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "post": postCommand, "deliver": deliver, "letters": lettersCommand, "waitfor": waitFor,
			"waitcase": waitCase, "damage": damage, "asks": asks,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// offices holds the mail servers of each script; scripts run in parallel.
var offices sync.Map

func officeOf(ts *testscript.TestScript) *postoffice.Office {
	o, ok := offices.Load(ts)
	if !ok {
		ts.Fatalf("call post first")
	}
	return o.(*postoffice.Office)
}

func postCommand(ts *testscript.TestScript, neg bool, args []string) {
	office := postoffice.New(postoffice.Options{
		Domain: "mx.voorbeeld.example", Login: true,
		Users: []postoffice.User{{Name: "klachten", Password: "geheim", Addresses: []string{"klachten@voorbeeld.example"}}},
	})
	ts.Defer(func() { office.Close() })
	imap, smtp, err := office.Listen()
	ts.Check(err)
	ts.Setenv("IMAP", port(ts, imap))
	ts.Setenv("SMTP", port(ts, smtp))
	offices.Store(ts, office)
	text, err := os.ReadFile(filepath.Join("testdata", "klachtd.toml"))
	ts.Check(err)
	filled := os.Expand(string(text), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs("klachtd.toml"), []byte(filled), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("mail.secret"), []byte("geheim\n"), 0o600))
}

func port(ts *testscript.TestScript, address string) string {
	_, p, err := net.SplitHostPort(address)
	ts.Check(err)
	return p
}

func deliver(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: deliver FILE TIME")
	}
	zone, err := time.LoadLocation("Europe/Amsterdam")
	ts.Check(err)
	at, err := time.ParseInLocation("2006-01-02T15:04", args[1], zone)
	ts.Check(err)
	raw := strings.ReplaceAll(ts.ReadFile(args[0]), "\n", "\r\n")
	ts.Check(officeOf(ts).Deliver("klachten", []byte(raw), at))
}

func lettersCommand(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: letters FILE")
	}
	var b strings.Builder
	for _, l := range (&post{Office: officeOf(ts)}).letters() {
		fmt.Fprintf(&b, "%s %s %s\n", l.number(), l.name(), l.to)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}

// patience is how long a script waits for the daemon.
const patience = 20 * time.Second

func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	eventually(ts, func() bool {
		_, err := os.Lstat(ts.MkAbs(args[0]))
		return err == nil
	})
}

func waitCase(ts *testscript.TestScript, neg bool, args []string) {
	eventually(ts, func() bool {
		q := control.Query{Command: []string{"case", "show", args[0]}}
		return control.Ask(context.Background(), ts.MkAbs("data/klachtd.sock"), q, io.Discard) == nil
	})
}

func asks(ts *testscript.TestScript, neg bool, args []string) {
	var end *control.Remote
	err := control.Ask(context.Background(), ts.MkAbs("data/klachtd.sock"), control.Query{Command: args[1:]}, io.Discard)
	if !errors.As(err, &end) || strconv.Itoa(end.Code) != args[0] {
		ts.Fatalf("the daemon ends with %v, want exit code %s", err, args[0])
	}
}

func eventually(ts *testscript.TestScript, done func() bool) {
	for end := time.Now().Add(patience); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			ts.Fatalf("waited %v in vain", patience)
		}
	}
}

// damage spares the two meta pages and the freelist, without which nothing opens.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	const page = 4096
	raw := []byte(ts.ReadFile(args[0]))
	for at := 5*page + page/2; at < len(raw); at += page {
		raw[at] ^= 1
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), raw, 0o600))
}
