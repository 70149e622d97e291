package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"klachtd/internal/config"
	"klachtd/internal/control"
	"klachtd/internal/daemon"
	"klachtd/internal/store"
)

func (p *program) runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "the daemon",
		Long: `Watches the mailboxes, keeps the dossiers and sends the letters, until it is told to end (SIGTERM, Ctrl-C).
The log goes to standard error, one JSON object a line, without personal data.`,
		Example: "klachtd run -c /etc/klachtd/klachtd.toml",
		Args:    exactly(0, ""),
		RunE: func(c *cobra.Command, _ []string) error {
			conf, err := p.load()
			if err != nil {
				return err
			}
			return p.keepRunning(c.Context(), conf)
		},
	}
}

// After a commit of which nobody knows whether it is in the file, the store is opened anew and says so itself.
const (
	maxReopens  = 3
	reopenPause = time.Second
)

func (p *program) keepRunning(ctx context.Context, c *config.Config) error {
	log := newLog(p.err, slog.LevelInfo)
	for reopens := 0; ; reopens++ {
		err := serve(ctx, c, log)
		if errors.Is(err, daemon.ErrRetired) && ctx.Err() == nil {
			continue // with the keys that are left
		}
		if !errors.Is(err, store.ErrCommitUnknown) || reopens == maxReopens || ctx.Err() != nil {
			return err
		}
		log.Error("store is opened anew", "count", reopens+1)
		select {
		case <-time.After(reopenPause):
		case <-ctx.Done():
		}
	}
}

// serve works on an opened store and answers the command line, until ctx ends or one of both cannot go on.
func serve(ctx context.Context, c *config.Config, log *slog.Logger) error {
	o, err := openAt(time.Now(), c, log)
	if err != nil {
		return err
	}
	socket, err := control.Listen(socketPath(c))
	if err != nil {
		return errors.Join(err, o.close())
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	server := &control.Server{Source: o.daemon.Source(), Code: exitCode, Sandbox: c.Sandbox.Enabled}
	var answering sync.WaitGroup
	var failed error
	answering.Go(func() {
		defer stop()
		failed = server.Serve(ctx, socket)
	})
	err = o.daemon.Run(ctx)
	stop()
	answering.Wait()
	return errors.Join(err, failed, o.close())
}
