// Package command reads the small language of staff mail.
package command

// Line is one command: its line number in the answer, its word as written and
// what follows on the line.
type Line struct {
	Line int    `json:"line"`
	Word string `json:"word"` // canonical Dutch word with its #
	Rest string `json:"rest"`
}

// Mail is what one mail says in the command language.
type Mail struct {
	Lines []Line
	Text  string // of the last command
	Near  []Near // lines that look like commands but are none
}

// Near is a line that begins like a command, with the word that was meant.
type Near struct {
	Line       int
	Word       string
	Suggestion string // "" when nothing is near
}

// Parse reads the answer of a mail.
func Parse(answer string) Mail { return Mail{} }

// Lines gives the commands of an answer.
func Lines(answer string) []Line { return Parse(answer).Lines }

// Suggest gives the known word that word probably means.
func Suggest(word string) (string, bool) { return "", false }
