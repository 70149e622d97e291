package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"klachtd/internal/config"
	"klachtd/internal/daemon"
)

func (p *program) onceCommand() *cobra.Command {
	var at string
	c := &cobra.Command{
		Use:   "once",
		Short: "one pass: fetch, decide, send what is due; then end",
		Long: `Does what the daemon does in one turn: fetches new mail, makes dossiers, sends what is due, and ends.
In a sandbox --at sets the clock: the time up to then is walked from due moment to due moment. It never goes back.`,
		Example: "klachtd once -c trial.toml --at 2026-04-02T16:10",
		Args:    exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			conf, err := p.load()
			if err != nil {
				return err
			}
			when, err := moment(at, conf)
			if err != nil {
				return err
			}
			o, err := open(conf, newLog(p.err, slog.LevelWarn))
			if err != nil {
				return err
			}
			return errors.Join(pass(c.Context(), o.daemon, when), o.close())
		},
	}
	c.Flags().StringVar(&at, "at", "", "the `TIME` to take for now (sandbox only)")
	return c
}

// pass is one turn now, or at a moment of the sandbox.
func pass(ctx context.Context, d *daemon.Daemon, at time.Time) error {
	if at.IsZero() {
		return d.Pass(ctx, time.Now())
	}
	err := d.PassAt(ctx, at)
	if errors.Is(err, daemon.ErrBack) {
		return hinted(err, "give a later --at, or begin with an empty data directory")
	}
	return err
}

// momentOrNow is a moment of the sandbox, or now when none is given.
func momentOrNow(at string, c *config.Config) (time.Time, error) {
	when, err := moment(at, c)
	if err == nil && when.IsZero() {
		when = time.Now()
	}
	return when, err
}
