package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"klachtd/internal/calendar"
	"klachtd/internal/control"
	"klachtd/internal/store"
)

func (p *program) keysCommand() *cobra.Command {
	return p.group("keys", "the keys of the data directory: rotate", p.rotateCommand())
}

// Keys that can be rotated.
const (
	keyOfTokens = "token"
	keyOfStore  = "store"
)

func (p *program) rotateCommand() *cobra.Command {
	var at string
	c := &cobra.Command{
		Use:   "rotate [token|store]",
		Short: "a new key for tokens (without a word), or for the store",
		Long: fmt.Sprintf(`token: a new key signs what letters carry to be answered. Answers to letters of before are accepted for %d more days,
or until the next rotation: two in a row end all of them at once, when a key may be known to others.
store: a new master key, under which all other keys are wrapped anew. The old master key then opens copies only that were
made of case.keys before; make new copies of both.

It needs the store for itself: end klachtd run first. The next start uses the new keys.`, store.TokenGraceDays),
		Example: "klachtd keys rotate -c /etc/klachtd/klachtd.toml\nklachtd keys rotate store",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return exactly(1, "token or store")(c, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			which := keyOfTokens
			if len(args) > 0 {
				which = args[0]
			}
			if which != keyOfTokens && which != keyOfStore {
				return wrongUse(fmt.Sprintf("klachtd keys rotate takes token or store, not %q", which), "klachtd keys rotate --help")
			}
			conf, err := p.load()
			if err != nil {
				return err
			}
			now, err := momentOrNow(at, conf)
			if err != nil {
				return err
			}
			st, err := openStore(conf)
			if err != nil {
				return err
			}
			done, err := rotate(st, which, now, conf.Location)
			if err = errors.Join(err, st.Close()); err != nil {
				return err
			}
			return p.rotated(done)
		},
	}
	c.Flags().StringVar(&at, "at", "", "the `TIME` to take for now (sandbox only)")
	return p.jsonFlag(c)
}

// rotation is what keys rotate --json prints.
type rotation struct {
	Key   string      `json:"key"`
	Until control.Day `json:"until"` // the last day on which what the key before signed is accepted; null for the store
}

func rotate(st *store.Store, which string, now time.Time, loc *time.Location) (rotation, error) {
	if which == keyOfStore {
		return rotation{Key: which}, st.RotateMaster()
	}
	until := calendar.Of(now, loc).AddDays(store.TokenGraceDays - 1)
	return rotation{which, control.Day(until)}, st.RotateTokens(now)
}

func (p *program) rotated(r rotation) error {
	if p.json {
		return control.WriteJSON(p.out, r)
	}
	text := "a new master key wraps the keys of the store: make new copies of it and of case.keys\n"
	if r.Key == keyOfTokens {
		text = fmt.Sprintf("a new key signs tokens; those of before are accepted until %s\n", control.Long(calendar.Date(r.Until)))
	}
	_, err := fmt.Fprint(p.out, text)
	return err
}
