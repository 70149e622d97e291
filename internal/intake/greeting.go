package intake

import (
	"slices"
	"strings"

	"klachtd/internal/command"
)

// A colleague who notes a complaint down greets first: "Hoi, #telefoon 29 mei ...", or on a line of its own. Nothing but a
// greeting may stand there, and only a word that registers a complaint is taken so: what it does nobody can be sorry for, and
// a note that is not understood is a complaint without complainant. All other commands stand at the top.

// greetings are words with which a mail begins.
var greetings = strings.Fields("hoi hi hallo hello hey dag beste geachte goedemorgen goedemiddag goedenavond goedendag dear ls l.s. " +
	"good morning afternoon collega collegas collega's allemaal klachtd klachten team all")

// maxGreetingWords is how many words a greeting has: "Goedemorgen beste Anna de Vries,".
const maxGreetingWords = 6

// greeted reads the commands of a note that begins with a greeting.
func (o *script) greeted(v *command.Vocabulary) {
	text := strings.TrimLeft(o.m.Answer, " \t\r\n\u00a0")
	hail, rest, ok := strings.Cut(text, "#")
	words := strings.Fields(hail)
	if !ok || len(words) == 0 || len(words) > maxGreetingWords || strings.Count(strings.TrimSpace(hail), "\n") > 0 ||
		!slices.Contains(greetings, strings.ToLower(strings.Trim(words[0], ",.!;:"))) || !hails(hail, words) {
		return
	}
	said := v.Parse("#" + rest)
	if len(said.Lines) == 0 {
		return
	}
	if a := o.rules.Act(strings.TrimPrefix(said.Lines[0].Word, "#")); a != nil && channelOf(a) != "" {
		o.said = said
	}
}

// hails says whether words are a greeting to their end: it ends with a comma or a line, or has no word that is no greeting.
func hails(text string, words []string) bool {
	last := words[len(words)-1]
	return strings.Contains(text, "\n") || strings.HasSuffix(last, ",") || strings.HasSuffix(last, "!") ||
		!slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(greetings, strings.ToLower(strings.Trim(w, ",.!;:"))) })
}
