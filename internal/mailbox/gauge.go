package mailbox

import (
	"bytes"
	"strconv"
)

// Limits of an answer. go-imap keeps a line whole, however long it is, and
// that of the greeting comes from whoever listens at the port. Literals are
// the callers' to bound: those read no more than they asked for.
const (
	answerLine    = 16 << 20 // bytes of a line; one of flags or folders has a few hundred
	answerLiteral = 2 << 30
	literalDigits = 24 // bytes at the end of a line in which a literal is announced
)

// A lineGauge measures the lines of what is read.
type lineGauge struct {
	length  int    // of the line so far
	tail    []byte // its last bytes
	literal int64  // bytes that belong to no line
	over    bool   // a limit was passed: nothing more is read
}

// pass fails at a line or literal that nobody sends in earnest.
func (g *lineGauge) pass(read []byte) error {
	for len(read) > 0 {
		if n := min(g.literal, int64(len(read))); n > 0 {
			g.literal, read = g.literal-n, read[n:]
			continue
		}
		end := bytes.IndexByte(read, '\n')
		piece := read
		if end >= 0 {
			piece = read[:end]
		}
		if g.length += len(piece); g.over || g.length > answerLine {
			g.over = true
			return ErrMalformed
		}
		g.tail = append(g.tail, piece[max(0, len(piece)-literalDigits):]...)
		g.tail = g.tail[max(0, len(g.tail)-literalDigits):]
		if end < 0 {
			return nil
		}
		g.literal = announced(g.tail)
		g.length, g.tail, read = 0, g.tail[:0], read[end+1:]
		if g.literal > answerLiteral {
			g.literal, g.over = 0, true
			return ErrMalformed
		}
	}
	return nil
}

// announced is the size of the literal that a line ends with, 0 for none.
func announced(line []byte) int64 {
	line = bytes.TrimSuffix(line, []byte("\r"))
	inside, ok := bytes.CutSuffix(line, []byte("}"))
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(string(bytes.TrimSuffix(inside[bytes.LastIndexByte(inside, '{')+1:], []byte("+"))), 10, 64)
	if err != nil || n < 0 {
		return 0 // go-imap refuses it
	}
	return n
}
