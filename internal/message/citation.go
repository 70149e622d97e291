package message

import "strings"

// People put > before what they list or cite, in a mail that answers none:
//
//	Mijn punten:
//
//	> de balie was dicht
//	> niemand nam de telefoon op

// citationAt says whether the marked lines from line i were written by hand: a
// sentence with a colon stands above them, and it tells of nobody who wrote
// and of no day, as the sentences of programs do.
func citationAt(all []line, i int) bool {
	if all[i].depth == 0 {
		return false
	}
	above := i - 1
	for above >= 0 && all[above].blank() && all[above].depth == 0 {
		above--
	}
	if above < 0 || all[above].depth > 0 {
		return false
	}
	text := all[above].text
	low := " " + strings.ToLower(text) + " "
	return strings.HasSuffix(text, ":") && !strings.ContainsAny(text, "0123456789@<>") && !containsAny(low, verbs) && !containsAny(low, bareVerbs)
}
