package letter

import (
	"bytes"
	"fmt"
	"strings"
)

// WithoutToken makes the copy of a letter for the folder Sent: its Reply-To names the mailbox without the recipient's
// token. Nothing else changes. A letter that shows the token elsewhere is an error: the copy would give it away to
// whoever reads the folder.
func WithoutToken(raw []byte, mailboxAddress string) ([]byte, error) {
	plain, err := address(mailboxAddress)
	if err != nil {
		return nil, fmt.Errorf("copy for Sent: mailbox: %w", err)
	}
	head, body, ok := bytes.Cut(raw, []byte("\r\n\r\n"))
	if !ok {
		return nil, fmt.Errorf("copy for Sent: the letter has no end of its header")
	}
	var kept [][]byte
	token, inside := "", false
	for field := range bytes.SplitSeq(head, []byte("\r\n")) {
		if len(field) > 0 && (field[0] == ' ' || field[0] == '\t') && inside {
			token += string(field)
			continue
		}
		if inside = hasName(field, "Reply-To:"); inside {
			token = string(field)
			kept = append(kept, []byte("Reply-To: "+plain.String()))
			continue
		}
		kept = append(kept, field)
	}
	local := localPart(token)
	out := bytes.Join([][]byte{bytes.Join(kept, []byte("\r\n")), body}, []byte("\r\n\r\n"))
	if local != "" && local != localPart("<"+mailboxAddress+">") && bytes.Contains(out, []byte(local)) {
		return nil, fmt.Errorf("copy for Sent: the token stands in the letter itself")
	}
	return out, nil
}

func hasName(field []byte, name string) bool {
	return len(field) >= len(name) && strings.EqualFold(string(field[:len(name)]), name)
}

// localPart is what stands before the @ of the address in a field.
func localPart(field string) string {
	_, rest, ok := strings.Cut(field, "<")
	if !ok {
		return ""
	}
	local, _, _ := strings.Cut(rest, "@")
	return local
}
