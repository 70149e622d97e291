package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"klachtd/internal/procedure"
)

// Limits of a goodbye: what is longer is a text that happens to hold such a line.
const (
	maxGoodbye     = 8  // lines with text, the greeting with them
	maxGoodbyeLine = 80 // letters of one
)

var goodbye = regexp.MustCompile(`(?i)^\s*((met )?(vriendelijke|hartelijke|beste|warme) groet(en|jes)?|groet(en|jes)?|hoogachtend|mvg|m\.v\.g\.|` +
	`alvast (hartelijk )?(bedankt|dank)|(kind|best|warm) regards|regards|sincerely|yours (sincerely|faithfully))[\s,.!]*` +
	`((?-i:\p{Lu})[\pL.'-]*\s*|(van|de|der|den)\s+){0,5}$`)

var greeting = regexp.MustCompile(`(?i)^\s*(zeer )?(geachte|beste|hallo|hoi|dag|goede(morgen|middag|navond|ndag)|dear|hello|hi)\b[^.?!:;]{0,70},\s*$`)

// withoutGreeting begins the text of a command below the line in which its writer greets the reader, when the text goes out
// in a letter: that has a greeting of its own, and says it twice to nobody.
func withoutGreeting(act *procedure.Act, text string) string {
	if !inLetter(act) {
		return text
	}
	first, rest, found := strings.Cut(strings.TrimLeft(text, "\n "), "\n")
	if rest = strings.TrimSpace(rest); !found || rest == "" || !greeting.MatchString(first) {
		return text
	}
	return rest
}

// inLetter says whether the text of an act goes out in a letter.
func inLetter(act *procedure.Act) bool {
	return does(act, procedure.DoLetter) && (act.Part == procedure.PartHandling || act.Part == procedure.PartDeciding)
}

// withoutGoodbye ends the text of a command where its writer says goodbye to us, when the text goes out in a letter: that
// has an end of its own, and the name and telephone number of who wrote the command are not meant for a party. What
// registers somebody's words keeps all of them.
func withoutGoodbye(act *procedure.Act, text string) string {
	if !inLetter(act) {
		return text
	}
	all := strings.Split(text, "\n")
	lines := 0
	for i := len(all) - 1; i > 0 && lines < maxGoodbye; i-- {
		line := strings.TrimSpace(all[i])
		if line == "" {
			continue
		}
		if lines++; goodbye.MatchString(line) {
			return strings.TrimSpace(strings.Join(all[:i], "\n"))
		}
		if utf8.RuneCountInString(line) > maxGoodbyeLine || strings.ContainsAny(line[len(line)-1:], ".?!:") {
			return text
		}
	}
	return text
}
