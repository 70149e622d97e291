package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klachtd/internal/message"
)

// told runs the demo into a pipe and returns what it printed, in lines that are no longer wrapped.
func tellDemo(t *testing.T, keep string) string {
	t.Helper()
	var out, errs bytes.Buffer
	args := []string{"demo"}
	if keep != "" {
		args = append(args, "--keep", keep)
	}
	if code := run(context.Background(), args, streams{in: strings.NewReader(""), out: &out, err: &errs}); code != 0 {
		t.Fatalf("exit code %d: %s", code, &errs)
	}
	if errs.Len() > 0 {
		t.Errorf("standard error: %s", &errs)
	}
	return out.String()
}

// TestDemoStory holds the dates of the story: a complaint over Easter, King's Day and Ascension Day 2026.
func TestDemoStory(t *testing.T) {
	out := tellDemo(t, "")
	for n, line := range strings.Split(out, "\n") {
		if w := len([]rune(line)); w > storyColumns {
			t.Errorf("line %d has %d columns: %s", n+1, w, line)
		}
	}
	story := regexp.MustCompile(`\n {23,}|\s*\[[0-9., ]+\]`).ReplaceAllString(out, " ")
	story = regexp.MustCompile(` +`).ReplaceAllString(story, " ")
	at := 0
	for _, want := range []string{
		"Thursday 2 April 2026\n",
		"16:10 K2026-0001 + a dossier for Hanna Kuipers, received Thu 2 April",
		"term acknowledge ends Fri 10 April",
		"term settle ends Thu 16 April, then Thu 30 April and Thu 14 May",
		"term hard_limit ends Thu 14 May, act by Wed 13 May",
		"→ acknowledgement to Hanna Kuipers (complainant): settled by Thu 16 April",
		"✓ term acknowledge: met, in time",
		"Monday 13 April 2026\n",
		"08:00 K2026-0001 → reminder to Anna de Vries (coordinator): settle ends Thu 16 April",
		"09:20 K2026-0001 + filed in the dossier",
		"Tuesday 14 April 2026\n",
		"11:05 K2026-0002 + a dossier for Tomas Wiersma, received Thu 9 April, forwarded by Merel Vos",
		"term acknowledge ends Thu 16 April",
		"acknowledgement to Tomas Wiersma (complainant): settled by Thu 23 April",
		"→ receiver_receipt to Merel Vos",
		"14:30 K2026-0002 · #toewijzen by the coordinator, proved by token and verdict",
		"→ transcript to Anna de Vries (coordinator)",
		"→ handler_assignment to Chris Bakker (handler)",
		"Thursday 16 April 2026\n",
		"08:00 K2026-0001 → delay_notice_1 to Hanna Kuipers (complainant): now by Thu 30 April",
		"Friday 17 April 2026\n",
		"10:20 K2026-0002 · recorded: proposal gegrond",
		"→ settlement_proposal to Anna de Vries (coordinator)",
		"Monday 20 April 2026\n",
		"09:40 K2026-0002 · #fiat by the coordinator",
		"09:50 K2026-0002 → ruling to Tomas Wiersma (complainant)",
		"✓ term settle: met, in time",
		"the case is now closed",
		"20:14 tray + in the tray: Piet Bos, in the thread of K2026-0001",
		"Thursday 30 April 2026\n",
		"08:00 K2026-0001 → delay_notice_2 to Hanna Kuipers (complainant): now by Thu 14 May",
		"Friday 15 May 2026\n",
		"00:00 K2026-0001 ! term hard_limit is over",
		"08:00 K2026-0001 → reminder to Managementteam (management): hard_limit is over since Thu 14 May",
		"✓ acknowledge met on Thu 2 April",
		"✓ settle met on Mon 20 April",
		"K2026-0001 complaint, open",
		"letters left in these six weeks",
	} {
		i := strings.Index(story[at:], want)
		if i < 0 {
			t.Fatalf("the story does not tell %q behind what came before:\n%s", want, story[at:])
		}
		at += i
	}
	if strings.Contains(out, "\x1b") {
		t.Error("a pipe gets colours")
	}
}

func TestDemoKeeps(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept")
	tellDemo(t, dir)
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "letters", "*.eml"))
	if err != nil || len(files) < 20 {
		t.Fatalf("%d letters are kept (%v)", len(files), err)
	}
	frames := regexp.MustCompile(`<iframe sandbox title="[^"]+" srcdoc="[^"]+" style="height:\d+px"`).FindAll(page, -1)
	came := 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		m := message.Parse(raw)
		if m.MessageID == "" || m.Subject == "" {
			t.Errorf("%s has no Message-ID or subject", filepath.Base(f))
		}
		if strings.HasSuffix(f, "-in.eml") {
			came++
		}
		if !bytes.Contains(page, []byte(filepath.Base(f))) {
			t.Errorf("%s is not on the page", filepath.Base(f))
		}
	}
	if len(frames) != len(files)-came {
		t.Errorf("%d framed letters on the page, want %d", len(frames), len(files)-came)
	}
	for _, never := range []string{"<script", "http-equiv", "javascript:", "src=\"http"} {
		if bytes.Contains(page, []byte(never)) {
			t.Errorf("the page holds %s", never)
		}
	}
	for _, f := range append(files, filepath.Join(dir, "index.html"), filepath.Join(dir, "klachtd.toml")) {
		if info, err := os.Stat(f); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: mode %v (%v), want 0600", filepath.Base(f), info.Mode(), err)
		}
	}
}

func TestDemoRefusesFullDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine.txt"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	var errs bytes.Buffer
	code := run(context.Background(), []string{"demo", "--keep", dir}, streams{strings.NewReader(""), &bytes.Buffer{}, &errs})
	if code != exitUse || !strings.Contains(errs.String(), "is not empty") {
		t.Errorf("exit code %d, %s", code, &errs)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("the directory now holds %v", entries)
	}
}

// TestDemoLeavesNothing: without --keep the temporary directory is gone afterwards.
func TestDemoLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	tellDemo(t, "")
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestWrapped(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one  two\nthree", 20, []string{"one two three"}},
		{"longerthanten a", 10, []string{"longerthanten", "a"}},
		{"één twéé drie", 8, []string{"één twéé", "drie"}},
	} {
		if got := wrapped(c.text, c.width); !slices.Equal(got, c.want) {
			t.Errorf("wrapped(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestHTMLPart(t *testing.T) {
	const alternative = "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\n" +
		"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>caf=C3=A9</p>\r\n--b--\r\n"
	for name, c := range map[string]struct{ raw, want string }{
		"alternative": {alternative, "<p>café</p>"},
		"plain":       {"Content-Type: text/plain\r\n\r\nx", ""},
		"no type":     {"Subject: x\r\n\r\nx", ""},
		"broken":      {"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n", ""},
		"no mail":     {"\x00", ""},
	} {
		if got := htmlPart([]byte(c.raw)); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
