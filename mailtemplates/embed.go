// Package mailtemplates holds the letters: one Markdown text each, in Dutch (nl) and English (en), the words that they
// share (words.md), what stands below each of them (footer.md), and the HTML frame around them. Package letter reads
// them; README.md says how to write and replace one.
package mailtemplates

import "embed"

// Files are all texts, by language.
//
//go:embed nl en frame.html
var Files embed.FS
