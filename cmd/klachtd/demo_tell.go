package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rivo/uniseg"
	"golang.org/x/term"

	"klachtd/internal/calendar"
	"klachtd/internal/config"
	"klachtd/internal/control"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
)

const (
	storyColumns = 80 // of the story, however wide the terminal is
	leastColumns = 80 // of the dossier at its end
	quoteLines   = 8  // of a mail that comes in

	linePause = 45 * time.Millisecond // behind each line of the journal, on a terminal
	dayPause  = 350 * time.Millisecond
)

// teller tells the story on a terminal or into a pipe.
type teller struct {
	w      io.Writer
	paint  paint
	loc    *time.Location
	people map[dossier.PersonID]string
	slow   bool // a person is looking

	shown   calendar.Date          // the day of the last heading
	now     time.Time              // up to which the story is told
	seen    map[dossier.Number]int // events told
	notes   int                    // letters of the office told
	repeats map[string]bool        // those among them that are not told again
	waits   int                    // mails in the tray told
}

func namesOf(c *config.Config) map[dossier.PersonID]string {
	names := map[dossier.PersonID]string{}
	for _, p := range c.People {
		names[dossier.PersonID(p.ID)] = p.Name
	}
	return names
}

func (t *teller) printf(format string, v ...any) { fmt.Fprintf(t.w, format, v...) }

func (t *teller) pause(d time.Duration) {
	if t.slow {
		time.Sleep(d)
	}
}

// opening says what runs, and how to look in with a mail client.
func (t *teller) opening(p *post) {
	t.printf("%s\n\n", t.paint(bold, "klachtd: a complaints desk that lives in a mailbox"))
	t.says(`This is the real program, with a clock that is set forward. Two mail servers run inside this process; nothing
leaves the machine.`)
	t.printf("  IMAP  %s    SMTP  %s    no TLS, this machine only\n", t.paint(cyan, p.imap), t.paint(cyan, p.smtp))
	t.printf("  Connect a mail client: user %s (the coordinator), password %s.\n", t.paint(cyan, "anna"), t.paint(cyan, demoPassword))
	t.printf("  Others: %s.\n", strings.Join(slices.DeleteFunc(slices.Clone(demoUsers), func(u string) bool { return u == "anna" }), ", "))
	t.printf("\n  Stichting Voorbeeld works by the regulation %s.\n", t.paint(cyan, "amnesty"))
	t.printf("  Anna de Vries coordinates, Bert Jansen stands in for her.\n")
}

// heading stands above a part of the story.
func (t *teller) heading(text string) {
	t.pause(dayPause)
	t.printf("\n%s\n", t.paint(bold, text))
}

// day stands above what happens on it, once; new says whether it was not there yet.
func (t *teller) day(at time.Time) (new bool) {
	d := calendar.Of(at, t.loc)
	if d == t.shown {
		return false
	}
	t.shown = d
	t.heading(d.Long("en"))
	return true
}

// says prints a piece of the story.
func (t *teller) says(text string) {
	for _, line := range wrapped(text, storyColumns-2) {
		t.printf("  %s\n", line)
	}
	t.printf("\n")
}

// quote shows the beginning of a mail that comes in.
func (t *teller) quote(raw []byte) {
	m := message.Parse(raw)
	bar := t.paint(dim, "│")
	if m.From != nil {
		t.printf("  %s %s\n", bar, control.Clean(fmt.Sprintf("Van:        %s <%s>", m.From.Name, m.From.Address)))
	}
	t.printf("  %s %s\n", bar, cut(control.Clean("Onderwerp:  "+m.Subject), storyColumns-4))
	for _, a := range m.Attachments {
		t.printf("  %s %s\n", bar, control.Clean("Bijlage:    "+a.Name))
	}
	t.printf("  %s\n", bar)
	lines := strings.Split(strings.TrimSpace(m.Answer), "\n")
	if len(lines) > quoteLines {
		lines = append(lines[:quoteLines], "...")
	}
	for _, line := range lines {
		t.printf("  %s\n", strings.TrimRight(bar+" "+control.Clean(line), " "))
	}
	t.printf("\n")
	t.pause(dayPause)
}

// cut shortens a line to a number of columns.
func cut(s string, columns int) string {
	for i := range s {
		if uniseg.StringWidth(s[:i]) >= columns-1 && uniseg.StringWidth(s) > columns {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}

// wrapped breaks a text at spaces.
func wrapped(text string, width int) []string {
	var lines []string
	line, used := "", 0
	for word := range strings.FieldsSeq(text) {
		w := uniseg.StringWidth(word)
		if used > 0 && used+1+w > width {
			lines = append(lines, line)
			line, used = "", 0
		}
		if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+word, used+w
	}
	return append(lines, line)
}

// summary says which terms were met.
func (t *teller) summary(s control.Source) {
	t.heading("What the regulation asked, and what came of it")
	_ = s.Cases(func(c dossier.Case) error { // it was read a moment ago
		t.printf("\n  %s  %s, received %s\n", c.Number, t.complainant(&c), short(c.Received))
		for _, term := range c.Terms {
			mark, state := t.came(&term)
			t.printf("  %s %-14s %-29s %s\n", mark, term.Name, state, t.paint(dim, "["+term.Article+"]"))
		}
		return nil
	})
}

func (t *teller) came(term *dossier.Term) (mark, state string) {
	switch {
	case term.State == dossier.TermMetState:
		return t.paint(green, "✓"), "met on " + short(term.Met)
	case term.State == dossier.TermPassed:
		return t.paint(red, "!"), "passed on " + short(term.Due)
	case term.State == dossier.TermExtended:
		return t.paint(yellow, "…"), "extended to " + short(term.Due)
	}
	return t.paint(yellow, "…"), "runs to " + short(term.Due)
}

// farewell says how to go on.
func (t *teller) farewell(letters int, kept string) {
	t.heading("How to go on")
	rows := [][2]string{
		{"klachtd procedure show amnesty", "the regulation, in plain words"},
		{"klachtd help", "all commands; config/README.md says how to configure"},
	}
	t.printf("\n  %d letters left in these six weeks.\n", letters)
	if kept == "" {
		rows = append([][2]string{{"klachtd demo --keep letters", "leaves them as .eml and as one page to look at"}}, rows...)
	} else {
		t.printf("  They lie in %s; all on one page: %s\n", t.paint(cyan, kept+"/letters"), t.paint(cyan, kept+"/index.html"))
		file := kept + "/klachtd.toml"
		rows = append([][2]string{
			{"klachtd case explain " + string(firstCase) + " -c " + file, "how each date is counted"},
			{"klachtd due -c " + file, "what time will bring"},
		}, rows...)
	}
	t.printf("\n  Before make install, write %s in the place of klachtd.\n", t.paint(cyan, "go run ./cmd/klachtd"))
	for _, r := range rows {
		t.printf("\n  %s\n      %s\n", t.paint(cyan, r[0]), r[1])
	}
	t.printf("\n")
}

// linger keeps the servers up for a mail client, as long as somebody sits at the terminal.
func (p *program) linger(ctx context.Context, t *teller) {
	in, ok := p.in.(interface{ Fd() uintptr })
	if !ok || !term.IsTerminal(int(in.Fd())) || columns(p.out) == 0 {
		return
	}
	t.printf("  The mail servers stay up for your mail client. %s ends the demo.\n", t.paint(bold, "Enter"))
	pressed := make(chan struct{})
	var reading sync.WaitGroup // not waited for: only a key ends it
	reading.Go(func() {
		defer close(pressed)
		_, _ = p.in.Read(make([]byte, 1))
	})
	select {
	case <-pressed:
	case <-ctx.Done():
	}
}
