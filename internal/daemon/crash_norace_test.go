//go:build !race

package daemon_test

const slowed = false
