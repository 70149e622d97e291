package message

import "strings"

// Blanks in address lists, where they have no business.

// withoutBlanks takes the blanks around the @ of an address out, which RFC 822
// allowed, and programs leave when they fold a line there. Around a dot they
// may stand too, but there the next word may just as well be another's domain.
//
//	Jan <jan @ b.example>
//	Jan <jan@
//	 b.example>
func withoutBlanks(s string) string {
	words := strings.Fields(s)
	for i := 1; i < len(words); i++ {
		if !strings.HasSuffix(words[i-1], "@") && !strings.HasPrefix(words[i], "@") {
			return s
		}
	}
	return strings.Join(words, "")
}

// bareAddresses gives the addresses of an entry that holds nothing else: a
// list in which people put blanks for commas.
//
//	jan@b.example  els@c.example
func bareAddresses(s string) []string {
	var all []string
	for _, w := range strings.Fields(s) {
		addr := cleanAddress(w)
		if addr == "" || len(all) >= maxAddresses {
			return nil
		}
		all = append(all, addr)
	}
	return all
}
