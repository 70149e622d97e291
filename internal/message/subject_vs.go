package message

import "strings"

// VS begins the answers of Finns ("vastaus") and the forwards of Danes and
// Norwegians ("videresendt"); the labels of the block tell which.
//
//	VS: klage
//
//	Fra: Els Mulder <els@b.example>
//	Sendt: 11. juni 2026 10:12

// isForwardVS says whether subject begins so and the text holds labels of
// Danish or Norwegian.
func isForwardVS(subject string, all []line) bool {
	if !hasAnyPrefix(strings.ToLower(subject), []string{"vs:", "vs.:"}) {
		return false
	}
	for _, l := range all {
		if hasAnyPrefix(strings.ToLower(strings.TrimLeft(l.text, "*")), []string{"fra:", "fra*:"}) {
			return true
		}
	}
	return false
}
