//go:build race

package daemon_test

// slowed is set where the race detector makes everything ten times slower: fewer operations are tried.
const slowed = true
