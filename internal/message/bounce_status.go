package message

import "strings"

// statusGroups gives a delivery status with line feeds, and with an empty line
// between two groups where a program or relay left one of blanks. Within a
// group such a line is the fold of a diagnostic.
//
//	Reporting-MTA: dns; mx.b.example
//	(two blanks)
//	Final-Recipient: rfc822; jan@b.example
func statusGroups(text string) string {
	all := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := 0; i+1 < len(all); i++ {
		if all[i] != "" && strings.TrimSpace(all[i]) == "" && hasAnyPrefix(lowerASCII(all[i+1]), []string{"final-recipient:", "original-recipient:", "action:"}) {
			all[i] = ""
		}
	}
	return strings.Join(all, "\n")
}
