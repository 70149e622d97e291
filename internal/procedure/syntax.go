package procedure

import (
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// syntaxMistake is what the parser of TOML says, at its place, with what the line was probably meant to be.
func syntaxMistake(file string, text []byte, err error) Mistake {
	m := Mistake{File: file, Text: strings.TrimPrefix(err.Error(), "toml: ")}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		m.Line, m.Col = at.Position()
	}
	if lines := strings.Split(string(text), "\n"); m.Line > 0 && m.Line <= len(lines) {
		m.Hint = SyntaxHint(m.Text, strings.TrimSpace(lines[m.Line-1]))
	}
	return m
}

// SyntaxHint knows the slips of people who do not write TOML every day: what to say of a line that cannot be read, and the
// problem that the parser has with it; "" when nothing is known.
func SyntaxHint(problem, line string) string {
	key, value, assigned := strings.Cut(line, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch {
	case strings.ContainsAny(line, "“”„‘’"):
		return `curly quotes do not count: use "`
	case strings.Contains(problem, "already"):
		return "it stands in the file twice: put both together"
	case strings.Contains(problem, "escape"):
		return "a backslash needs single quotes around the text: 'C:\\data'"
	case strings.HasPrefix(line, "["):
		return "a table begins with its name in brackets, alone on a line: [name], or [[name]] where there are several"
	case !assigned:
		return "a line has the form key = value"
	case value == "":
		return `an empty text is written as ""`
	case strings.ContainsAny(key, " \t"):
		return "a key is one word, with _ between its parts"
	case strings.HasPrefix(value, `"`) && strings.Count(value, `"`)%2 == 1:
		return "the text has no closing quote"
	case strings.Contains(problem, "expected newline"), value[0] >= 'A' && value[0] != '[' && value[0] != '{':
		return "text stands in quotes: " + key + ` = "..."`
	}
	return ""
}
