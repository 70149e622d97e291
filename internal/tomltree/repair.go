package tomltree

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// repair empties the statements that are no TOML, until go-toml takes the rest; ok is false when it never does.
func repair(file string, text []byte) (rest []byte, broken Mistakes, ok bool) {
	for range maxBroken {
		m, ok := check(file, text)
		if ok {
			return text, broken, true
		}
		lines := bytes.Split(text, []byte("\n"))
		m.Line = min(max(m.Line, 1), len(lines))
		line := lines[m.Line-1]
		m.Col = utf8.RuneCount(line[:min(max(m.Col-1, 0), len(line))]) + 1
		from, closed := beginning(text, lines, m.Line)
		m.Hint = syntaxHint(m.Text, strings.TrimSpace(string(line)), m.Line, from, closed)
		if last := len(broken) - 1; last >= 0 && broken[last].Line == m.Line {
			from = m.Line // it is told, and what was taken out for it was not enough
		} else {
			broken = append(broken, m)
		}
		empty(lines, from, m.Line)
		text = bytes.Join(lines, []byte("\n"))
	}
	return nil, broken, false
}

// check lets go-toml judge the whole text: syntax, keys that are written twice, tables that contradict each other. The
// column of the mistake is in bytes.
func check(file string, text []byte) (Mistake, bool) {
	var all map[string]any
	err := toml.Unmarshal(text, &all)
	if err == nil {
		return Mistake{}, true
	}
	m := Mistake{File: file, Text: strings.TrimPrefix(err.Error(), "toml: ")}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		m.Line, m.Col = at.Position()
	}
	return m, false
}

// beginning finds the line on which the statement begins that made go-toml give up at line n. A list that nobody closed is
// noticed far below.
func beginning(text []byte, lines [][]byte, n int) (from int, closed bool) {
	last, closed := lastRead(text, n)
	if closed {
		return max(last, 1), true
	}
	if i := slices.IndexFunc(lines[last:n], begins); i >= 0 {
		return last + 1 + i, false
	}
	return n, false
}

// empty takes out a statement that was noticed at line n. What follows stays when it looks like the next one; with a broken
// header go its keys, for they would land in the table before it.
func empty(lines [][]byte, from, n int) {
	header := isHeader(lines[from-1])
	lines[from-1] = nil
	for i := from; i < len(lines); i++ {
		next := begins(lines[i]) || i >= n && isWord(lines[i])
		if isHeader(lines[i]) || next && !header {
			return
		}
		lines[i] = nil
	}
}

// lastRead finds the line of the last statement up to line n that the parser can read. It is closed when the parser can
// read on behind line n: then it is that statement which does not do.
func lastRead(text []byte, n int) (last int, closed bool) {
	r := reader{text: text, starts: lineStarts(text)}
	r.parser.Reset(text)
	for r.parser.NextExpression() {
		key := r.parser.Expression().Key()
		if !key.Next() {
			continue
		}
		line := r.place(key.Node().Raw).Line
		if line > n {
			return last, true
		}
		last = line
	}
	return last, r.parser.Error() == nil
}

// begins says whether a line looks like the beginning of a statement.
func begins(line []byte) bool { return isHeader(line) || isWord(line) && bytes.ContainsRune(line, '=') }

func isHeader(line []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(line), []byte("[")) }

// isWord says whether a line begins with a letter: in lists stand texts in quotes, numbers and tables in braces.
func isWord(line []byte) bool {
	first, _ := utf8.DecodeRune(bytes.TrimSpace(line))
	return unicode.IsLetter(first)
}
