package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"time"

	"klachtd/internal/config"
	"klachtd/internal/control"
	"klachtd/internal/daemon"
	"klachtd/internal/store"
)

// office is the opened store with the daemon that works on it.
type office struct {
	store  *store.Store
	daemon *daemon.Daemon
}

// open opens the store, which nobody else can do until it is closed.
func open(c *config.Config, log *slog.Logger) (*office, error) {
	return openAt(time.Time{}, c, log)
}

// openAt ends first what a key's time is over for at now: else the first tick would have the daemon open the store
// anew, and leave it to others for a moment. The zero time ends nothing.
func openAt(now time.Time, c *config.Config, log *slog.Logger) (*office, error) {
	o, err := options(c, log)
	if err != nil {
		return nil, err
	}
	st, err := openStore(c)
	if err != nil {
		return nil, err
	}
	if !now.IsZero() {
		if _, err := st.RetireTokens(now); err != nil {
			return nil, errors.Join(fmt.Errorf("retire the key of tokens: %w", err), st.Close())
		}
	}
	d, err := daemon.New(st, o)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &office{store: st, daemon: d}, nil
}

func openStore(c *config.Config) (*store.Store, error) {
	return store.Open(store.Options{Dir: c.Data, MasterKey: c.MasterKey})
}

// close ends connections and releases the store. A server that does not hear the goodbye is no failure: what was said
// before it is stored.
func (o *office) close() error {
	_ = o.daemon.Close()
	return o.store.Close()
}

func socketPath(c *config.Config) string { return filepath.Join(c.Data, control.SocketName) }

// ask puts a question to the daemon that holds the store, or, when there is none, to the store itself.
func (p *program) ask(ctx context.Context, c *config.Config, q control.Query) error {
	q.JSON, q.Width = p.json, columns(p.out)
	err := control.Ask(ctx, socketPath(c), q, p.out)
	if !errors.Is(err, control.ErrNoDaemon) {
		return err
	}
	o, err := open(c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return errors.Join(control.Answer(ctx, q, o.daemon.Source(), p.out), o.close())
}

// newLog writes one JSON object a line.
func newLog(w io.Writer, level slog.Level) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level}))
}
