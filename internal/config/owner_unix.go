//go:build unix

package config

import (
	"os"
	"syscall"
)

// ours says whether a file belongs to the user that klachtd runs as, or to root, who can read everything anyway.
func ours(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || stat.Uid == 0 || int(stat.Uid) == os.Geteuid()
}
