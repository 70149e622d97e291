package tomltree

import (
	"fmt"
	"strings"
)

// syntaxHint knows the slips of people who do not write TOML every day: what to say of line n that cannot be read, and the
// problem that the parser has with it; "" when nothing is known. From is the line on which its statement begins; closed says
// that it has an end.
func syntaxHint(problem, line string, n, from int, closed bool) string {
	key, value, assigned := strings.Cut(line, "=")
	key, value = strings.TrimSpace(key), strings.TrimSpace(value)
	switch {
	case strings.ContainsAny(line, "“”„‘’"):
		return `curly quotes do not count: use "`
	case strings.Contains(problem, "already"):
		return "it stands in the file twice: put both together"
	case strings.Contains(problem, "escape"):
		return "a backslash needs single quotes around the text: 'C:\\data'"
	case from < n && closed:
		return ""
	case from < n:
		return fmt.Sprintf("in what begins on line %d a comma, a quote or a bracket is missing", from)
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
