package main

import (
	"errors"
	"fmt"
	"io/fs"
	"time"

	"klachtd/internal/config"
	"klachtd/internal/control"
)

// load reads the configuration; its mistakes come as an error with one line each.
func (p *program) load() (*config.Config, error) {
	c, mistakes, err := config.Load(p.config)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, wrongUse(fmt.Sprintf("there is no configuration %s", p.config), "name it with -c FILE; klachtd demo needs none")
	case err != nil:
		return nil, wrongUse(err.Error(), "name the configuration with -c FILE")
	case len(mistakes) > 0:
		return nil, mistakes
	}
	return c, nil
}

// moments are the forms of --at; those without a zone are local to the organisation.
var moments = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"}

// moment reads --at; the zero time when it was not given. Only a sandbox has a clock that can be set.
func moment(at string, c *config.Config) (time.Time, error) {
	if at == "" {
		return time.Time{}, nil
	}
	if !c.Sandbox.Enabled {
		return time.Time{}, wrongUse("--at works in the sandbox only, and "+c.File+" enables none", control.HintSandbox)
	}
	for _, form := range moments {
		if t, err := time.ParseInLocation(form, at, c.Location); err == nil {
			return t, nil
		}
	}
	return time.Time{}, wrongUse(fmt.Sprintf("--at cannot be %q", at), "write it as 2026-04-02T16:10, or with a zone 2026-04-02T16:10:00+02:00")
}
