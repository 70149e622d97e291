package main

import (
	"io"
	"os"
)

// style is a colour or weight of a terminal (ECMA-48, SGR).
type style string

const (
	bold   style = "1"
	dim    style = "2"
	red    style = "31"
	green  style = "32"
	yellow style = "33"
	cyan   style = "36"
)

// paint colours a text, or leaves it as it is.
type paint func(s style, text string) string

// painter colours on a terminal only, and not where the user wants none (no-color.org).
func painter(w io.Writer) paint {
	if columns(w) == 0 || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return func(_ style, text string) string { return text }
	}
	return func(s style, text string) string { return "\x1b[" + string(s) + "m" + text + "\x1b[0m" }
}
