package message

import "strings"

// Help desks and forums write a line into their letters that asks to answer
// above it; what stands below it in an answer is theirs, with or without
// quote marks.
//
//	##- Typ uw antwoord boven deze regel -##
//	--- Reply above this line ---

const maxReplyLine = 120 // bytes

// replyLines are how those lines say it, in lower case.
var replyLines = []string{
	"reply above this line", "reply above the line", "reply above this message", "type your reply above", "write your reply above", "type a reply above", "reply above -", "respond above this line", "enter your reply below", "reply to this email directly",
	"antwoord boven deze regel", "antwoord boven deze lijn", "reageer boven deze regel", "antwoorden boven deze regel", "reactie boven deze regel", "tekst boven deze regel",
	"antwort über dieser zeile", "antwort oberhalb dieser zeile", "antworten sie oberhalb dieser zeile", "antworten sie über dieser zeile", "bitte über dieser linie antworten",
	"répondre au-dessus de cette ligne", "réponse au-dessus de cette ligne", "répondez au-dessus de cette ligne",
}

// isReplyLine wants more than the words: a person may quote them.
func isReplyLine(text string) bool {
	if len(text) < 10 || len(text) > maxReplyLine || strings.IndexByte("-#=*_~[<", text[0]) < 0 {
		return false
	}
	return containsAny(strings.ToLower(text), replyLines)
}
