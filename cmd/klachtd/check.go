package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"klachtd/internal/config"
	"klachtd/internal/control"
	"klachtd/internal/dossier"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// checkTime bounds what check waits for one server.
const checkTime = 30 * time.Second

func (p *program) checkCommand() *cobra.Command {
	var offline bool
	var wait time.Duration
	c := &cobra.Command{
		Use:   "check",
		Short: "configuration, regulations, letters, store; IMAP and SMTP",
		Long: `Says whether klachtd could run with this configuration, a line for each finding. It logs in to the mail servers,
looks at the folders, and sends each mailbox a mail to itself: that shows whether mail arrives, with its Message-ID and at
an address with a token, and which trust profile fits. It deletes that mail again. With --offline it leaves the servers
alone; with --wait 0s, or while klachtd runs, it sends nothing.`,
		Example: "klachtd check -c /etc/klachtd/klachtd.toml",
		Args:    exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			conf, err := p.load()
			if err != nil {
				return err
			}
			f := &findings{w: p.out}
			if f.files(conf) {
				f.store(c.Context(), conf)
			}
			for _, m := range conf.Mailboxes {
				f.address(m)
				if !offline {
					before := len(f.errs)
					f.imap(c.Context(), m)
					f.smtp(c.Context(), m)
					f.mailSelf(c.Context(), m, wait, before)
				}
			}
			return f.verdict()
		},
	}
	c.Flags().BoolVar(&offline, "offline", false, "leave the mail servers alone")
	c.Flags().DurationVar(&wait, "wait", selfWait, "how long to wait for the mail to itself")
	return c
}

// findings are the lines of a check.
type findings struct {
	w    io.Writer
	errs []error
	busy bool // a running klachtd has the store
}

func (f *findings) line(mark, what, says string) {
	fmt.Fprintf(f.w, "%-6s %-18s %s\n", mark, control.Clean(what), control.Clean(says))
}

func (f *findings) ok(what, says string)   { f.line("ok", what, says) }
func (f *findings) note(what, says string) { f.line("note", what, says) }

// wrong prints an error, each line of it, and its hint.
func (f *findings) wrong(what string, err error) {
	f.errs = append(f.errs, err)
	for line := range strings.Lines(err.Error()) {
		f.line("WRONG", what, strings.TrimRight(line, "\n"))
	}
	if hint := hintOf(err); hint != "" {
		f.line("", "", "hint: "+hint)
	}
}

// verdict keeps the errors, so that the exit code is that of the gravest, and says how many there were.
func (f *findings) verdict() error {
	if len(f.errs) == 0 {
		return nil
	}
	return &checked{f.errs}
}

// checked is what a check found wrong. Its words stand on the screen already.
type checked struct{ errs []error }

func (c *checked) Error() string {
	if len(c.errs) == 1 {
		return "1 thing is wrong"
	}
	return fmt.Sprintf("%d things are wrong", len(c.errs))
}

func (c *checked) Unwrap() []error { return c.errs }

// mailSelf lets a mailbox write to itself, unless something was found wrong with it since before, or a running klachtd
// would read that mail.
func (f *findings) mailSelf(ctx context.Context, m config.Mailbox, wait time.Duration, before int) {
	switch {
	case wait <= 0 || len(f.errs) > before:
	case f.busy:
		f.note("mail "+m.Name, "no mail to itself while klachtd runs")
	default:
		f.self(ctx, m, min(wait, mostWait))
	}
}

// mostWait bounds what check waits for its own mail.
const mostWait = 10 * time.Minute

// files says what was read: everything that a mistake could be in is read by now but the letters. It returns false when
// nothing can be opened with them.
func (f *findings) files(c *config.Config) bool {
	f.ok("configuration", c.File)
	for _, m := range c.Mailboxes {
		f.ok("regulation", fmt.Sprintf("%s, version %s, for mailbox %s", m.Regulation.Title, m.Regulation.Version, m.Name))
	}
	if _, err := letters(c); err != nil {
		f.wrong("letters", err)
		return false
	}
	says := "built in, Dutch and English"
	if c.Templates != "" {
		says += ", some replaced by " + c.Templates
	}
	f.ok("letters", says)
	return true
}

// store opens the store, or finds that a daemon has it.
func (f *findings) store(ctx context.Context, c *config.Config) {
	o, err := open(c, slog.New(slog.DiscardHandler))
	if errors.Is(err, store.ErrLocked) &&
		control.Ask(ctx, socketPath(c), control.Query{Command: []string{"queue", "list"}}, io.Discard) == nil {
		f.busy = true
		f.ok("store", "in use by a running klachtd")
		return
	}
	if err != nil {
		f.wrong("store", err)
		return
	}
	n := 0
	err = o.daemon.Source().Cases(func(dossier.Case) error { n++; return nil })
	if err = errors.Join(err, o.close()); err != nil {
		f.wrong("store", err)
		return
	}
	f.ok("store", fmt.Sprintf("%s opens, dossiers: %d", o.store.Path(), n))
}

// address says whether a token fits into the address (DESIGN 10.15).
func (f *findings) address(m config.Mailbox) {
	what := "address " + m.Name
	switch {
	case !m.PlusAddressing:
		f.note(what, m.Address+" without plus addressing: answers are known by their Message-ID and by the case number")
	case !proof.Fits(m.Address):
		f.wrong(what, hinted(fmt.Errorf("with a token more than 64 characters stand before the @ of %s", m.Address),
			"use a shorter address, or plus_addressing = false"))
	default:
		f.ok(what, fmt.Sprintf("%s has room for a token of %d characters", m.Address, proof.TokenLength))
	}
}
