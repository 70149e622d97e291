package main

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"klachtd/internal/control"
)

// build says which klachtd this is.
type build struct {
	Version  string `json:"version"`
	Revision string `json:"revision"` // of the source; "" when it was not built from a repository
	Changed  bool   `json:"changed"`  // with changes that are in no revision
	Time     string `json:"time"`     // of the revision
	Go       string `json:"go"`
	System   string `json:"system"`
}

func (p *program) versionCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "version", Short: "which klachtd this is", Args: exactly(0, ""),
		RunE: func(*cobra.Command, []string) error {
			b := thisBuild()
			if p.json {
				return control.WriteJSON(p.out, b)
			}
			_, err := fmt.Fprintln(p.out, b)
			return err
		},
	}
	return withoutConfig(p.jsonFlag(c))
}

func thisBuild() build {
	b := build{Version: "unknown", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	b.Version = cmp.Or(info.Main.Version, b.Version)
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Revision = s.Value
		case "vcs.time":
			b.Time = s.Value
		case "vcs.modified":
			b.Changed = s.Value == "true"
		}
	}
	return b
}

// String is the line that people put into a report.
func (b build) String() string {
	s := "klachtd " + b.Version
	if b.Revision != "" {
		s += fmt.Sprintf(" (%.12s, %s", b.Revision, b.Time)
		if b.Changed {
			s += ", changed"
		}
		s += ")"
	}
	return s + " " + b.Go + " " + b.System
}
