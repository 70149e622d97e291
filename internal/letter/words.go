package letter

import (
	"slices"
	"strings"
)

// wordsFile holds, for each language, the words that letters have for klachtd's own names: terms, letters, tasks,
// reasons. It is Markdown too: "## group" and lines "- name: words".
const wordsFile = "words.md"

// words are the words of one language by group and name.
type words map[string]map[string]string

// say gives the words for a name. A name that a regulation made itself is said as it is written there, with spaces.
func (w words) say(group, name string) string {
	if name == "" {
		return ""
	}
	if s, ok := w[group][name]; ok {
		return s
	}
	return strings.ReplaceAll(name, "_", " ")
}

// known gives the words for a name, or those for "other".
func (w words) known(group, name string) string {
	if s, ok := w[group][name]; ok {
		return s
	}
	return w[group]["other"]
}

// readWords reads a file of words.
func readWords(file, text string) (words, []Mistake) {
	w, mistakes := words{}, []Mistake(nil)
	var group string
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		name, said, ok := strings.Cut(strings.TrimPrefix(line, "- "), ":")
		switch {
		case strings.HasPrefix(line, "## "):
			group = strings.TrimSpace(line[3:])
			w[group] = map[string]string{}
		case !strings.HasPrefix(line, "- "):
			// prose between the lists is for whoever reads the file
		case !ok || group == "":
			mistakes = append(mistakes, Mistake{file, i + 1, 1, "this line names no words", `write "- name: words" under a "## group"`})
		default:
			w[group][strings.TrimSpace(name)] = strings.TrimSpace(said)
		}
	}
	return w, mistakes
}

// lacks compares the words of a file with those that the built-in file has: none may be missing.
func (w words) lacks(file string, built words) (mistakes []Mistake) {
	for _, group := range keysOf(built) {
		for _, name := range keysOf(built[group]) {
			if w[group][name] == "" {
				mistakes = append(mistakes, Mistake{file, 0, 0, "there are no words for " + quoted(name) + " in group " + quoted(group),
					"the built-in file says: " + built[group][name]})
			}
		}
	}
	for _, group := range keysOf(w) {
		if built[group] == nil {
			mistakes = append(mistakes, Mistake{file, 0, 0, "unknown group " + quoted(group), oneOf(group, keysOf(built))})
		}
	}
	slices.SortStableFunc(mistakes, func(a, b Mistake) int { return strings.Compare(a.Text, b.Text) })
	return mistakes
}
