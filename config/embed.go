// Package config holds what ships with klachtd besides the program: the regulations, an example configuration and the
// systemd unit. README.md teaches how to configure klachtd and how to write a regulation.
package config

import "embed"

// Files are procedures/*.toml, and common.toml among them, which is no regulation but what they share; klachtd.toml, an
// example with every key; and klachtd.service.
//
//go:embed procedures/*.toml klachtd.toml klachtd.service
var Files embed.FS
