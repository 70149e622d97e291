package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/config"
	"klachtd/internal/control"
	"klachtd/internal/daemon"
	"klachtd/internal/letter"
	"klachtd/internal/store"
	"klachtd/internal/tomltree"
)

func TestExitCodes(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"nothing":           {nil, exitDone},
		"anything":          {errors.New("x"), exitFail},
		"wrong use":         {wrongUse("x", "y"), exitUse},
		"shown help":        {errTold, exitUse},
		"configuration":     {tomltree.Mistakes{{}}, exitUse},
		"letters":           {fmt.Errorf("load: %w", letter.Mistakes{{}}), exitUse},
		"unknown question":  {hinted(control.ErrUsage, "y"), exitUse},
		"back in time":      {daemon.ErrBack, exitUse},
		"locked":            {fmt.Errorf("open: %w", store.ErrLocked), exitStore},
		"keys":              {store.ErrKeys, exitStore},
		"modes":             {store.ErrModes, exitStore},
		"newer":             {store.ErrNewer, exitStore},
		"damaged":           {store.ErrDamaged, exitStore},
		"commit unknown":    {store.ErrCommitUnknown, exitStore},
		"problems":          {hinted(errProblems, "y"), exitStore},
		"remote":            {fmt.Errorf("ask: %w", &control.Remote{Code: 3}), 3},
		"no such case":      {control.ErrNoCase("K1"), exitFail},
		"check, only smtp":  {&checked{[]error{errors.New("x")}}, exitFail},
		"check, with store": {&checked{[]error{errors.New("x"), store.ErrKeys}}, exitStore},
		"check, with both":  {&checked{[]error{store.ErrKeys, letter.Mistakes{{}}}}, exitUse},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%s: exit code %d, want %d", name, got, c.want)
		}
	}
}

func TestVerdict(t *testing.T) {
	if err := verdict(nil); err != nil {
		t.Errorf("a sound store: %v", err)
	}
	err := verdict([]store.Problem{{Table: "cases", Key: "01", What: "x"}})
	if exitCode(err) != exitStore || hintOf(err) == "" || !strings.Contains(err.Error(), "1") {
		t.Errorf("a store with a problem: %v, hint %q", err, hintOf(err))
	}
}

func TestTell(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{errTold, ""},
		{errors.New("x"), "klachtd: x\n"},
		{errors.Join(errors.New("x"), errors.New("y")), "klachtd: x\nklachtd: y\n"},
		{wrongUse("x", "y"), "klachtd: x\nklachtd: hint: y\n"},
		{context.Canceled, "klachtd: stopped\n"},
		{errors.New("a\x1b[2Jb"), "klachtd: a<U+001B>[2Jb\n"},
		{&control.Remote{Code: 1, Text: "x", Hint: "y"}, "klachtd: x\nklachtd: hint: y\n"},
		{fmt.Errorf("open: %w", store.ErrLocked), "klachtd: open: another process holds the store\nklachtd: hint: " +
			"end the other klachtd first; case, due, queue and tray also answer while klachtd run works\n"},
	} {
		var b bytes.Buffer
		tell(&b, c.err)
		if b.String() != c.want {
			t.Errorf("tell(%v) = %q, want %q", c.err, b.String(), c.want)
		}
	}
}

func TestMoment(t *testing.T) {
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	c := &config.Config{Location: loc, Sandbox: config.Sandbox{Enabled: true}}
	want := time.Date(2026, 4, 2, 14, 10, 0, 0, time.UTC)
	for _, at := range []string{
		"2026-04-02T16:10", "2026-04-02 16:10", "2026-04-02T16:10:00", "2026-04-02 16:10:00", "2026-04-02T14:10:00Z",
		"2026-04-02T16:10:00+02:00", "2026-04-02T16:10:00.0",
	} {
		if got, err := moment(at, c); err != nil || !got.Equal(want) {
			t.Errorf("moment(%q) = %v, %v, want %v", at, got, err, want)
		}
	}
	for _, at := range []string{"2026-04-02", "16:10", "now", "2-4-2026 16:10", "2026-04-31T16:10"} {
		if got, err := moment(at, c); exitCode(err) != exitUse {
			t.Errorf("moment(%q) = %v, %v, want wrong use", at, got, err)
		}
	}
	if got, err := moment("", &config.Config{}); err != nil || !got.IsZero() {
		t.Errorf("no --at: %v, %v", got, err)
	}
	if _, err := moment("2026-04-02T16:10", &config.Config{}); exitCode(err) != exitUse {
		t.Errorf("--at without a sandbox: %v", err)
	}
}

// TestWiring: every field of the daemon's options, and of its mailbox and person, gets its value from a configuration
// that sets everything.
func TestWiring(t *testing.T) {
	dir := t.TempDir()
	text, err := os.ReadFile(filepath.Join("testdata", "wiring.toml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"mail.secret": "geheim", "rules.pdf": "%PDF-1.4"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, mistakes := config.Parse(filepath.Join(dir, "klachtd.toml"), text)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	o, err := options(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{o, o.Mailboxes[0], o.People[0], o.Organisation, o.Limits, o.Sandbox, o.Staff, o.Mailboxes[0].Trust,
		o.Mailboxes[0].IMAP, o.Mailboxes[0].SMTP} {
		s := reflect.ValueOf(v)
		for i := range s.NumField() {
			name := s.Type().Field(i).Name
			if s.Field(i).IsZero() && !slices.Contains([]string{"TLSConfig", "Dial", "Timeouts"}, name) {
				t.Errorf("%s.%s has no value", s.Type(), name)
			}
		}
	}
	if got := o.Mailboxes[0].IMAP.Password; got != "geheim" {
		t.Errorf("IMAP password %q", got)
	}
	if got := o.DigestAt.String(); got != "07:30-24:00" {
		t.Errorf("daily lists leave in %s", got)
	}
}

// inspectKeys are those of contract/inspect.json at the top.
var inspectKeys = []string{
	"kind", "automatic_because", "subject", "from", "sender_problem", "reply_to", "to", "cc", "date", "message_id",
	"in_reply_to", "references", "text", "answer", "forwarded", "attachments", "bounce", "commands", "warnings", "originals",
}

func TestInspectKeys(t *testing.T) {
	want := inspectKeys
	shared := filepath.Join(cmp.Or(os.Getenv("KLACHTD_SHARED"), "../../../shared"), "contract", "inspect.json")
	if text, err := os.ReadFile(shared); err == nil { // the papers do not come with the code
		var doc map[string]any
		if err := json.Unmarshal(text, &doc); err != nil {
			t.Fatal(err)
		}
		for key := range doc {
			want = append(want, key)
		}
	}
	for name, raw := range map[string]string{"mail": "From: a@b.example\n\nx", "empty": "", "noise": "\x00\xff\n\n\x1b"} {
		var out bytes.Buffer
		p := &program{streams: streams{in: strings.NewReader(raw), out: &out}}
		if err := p.inspect("-", control.WriteJSON); err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
			t.Fatal(err)
		}
		for _, key := range want {
			if _, ok := doc[key]; !ok {
				t.Errorf("%s: key %q is missing", name, key)
			}
		}
		if len(doc) != len(inspectKeys) {
			t.Errorf("%s: %d keys, want %d", name, len(doc), len(inspectKeys))
		}
	}
}

// TestUsageNamesAll: the one screen knows every command, and names none that is not there.
func TestUsageNamesAll(t *testing.T) {
	root := (&program{streams: streams{out: io.Discard, err: io.Discard}}).commands()
	for _, c := range root.Commands() {
		if !c.Hidden && !strings.Contains(usage, "\n  "+c.Name()) {
			t.Errorf("usage does not name %s", c.Name())
		}
	}
	for _, line := range strings.Split(usage, "\n") {
		if len(line) > 80 {
			t.Errorf("a line of the usage has %d columns: %s", len(line), line)
		}
	}
}

func TestFailingOutput(t *testing.T) {
	for _, args := range [][]string{{"version", "--json"}, {"procedure", "show", "amnesty"}, {"procedure", "list", "--json"}} {
		if code := run(context.Background(), args, streams{strings.NewReader(""), full{}, io.Discard}); code != exitFail {
			t.Errorf("%v on a full disk: exit code %d", args, code)
		}
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// TestShippedRegulationsHaveTheirLetters: for everybody to whom one of them sends a letter there are words.
func TestShippedRegulationsHaveTheirLetters(t *testing.T) {
	templates, err := letter.Load("")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range shipped() {
		r, _, err := readRegulation(name)
		if err != nil {
			t.Fatal(err)
		}
		if mistakes := templates.Check(demands(r)); len(mistakes) > 0 {
			t.Errorf("%s:\n%s", name, letter.Mistakes(mistakes))
		}
	}
}
