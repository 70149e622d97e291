package daemon_test

import (
	"regexp"
	"strings"
)

var placeholder = regexp.MustCompile(`\{code(?: ([^}]+))?\}`)

// written is a code as one_time_code letters hold it.
var written = regexp.MustCompile(`\b[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}\b`)

// filled puts the code of the last one_time_code letter where a story says {code}, or that of the last one to an address
// with {code ADDRESS}.
func (d *desk) filled(body string) string {
	return placeholder.ReplaceAllStringFunc(body, func(s string) string {
		to := placeholder.FindStringSubmatch(s)[1]
		for _, line := range strings.Split(plainText(d.t, d.last("one_time_code", to).Raw), "\n") {
			if code := written.FindString(line); code != "" && !strings.Contains(line, "@") {
				return code
			}
		}
		d.t.Fatalf("no code in the last one_time_code to %q", to)
		return ""
	})
}

// again delivers the last mail once more: as it was, or, wrapped, as a relay passes it on a second time.
func (d *desk) again(words []string) {
	text := d.delivered
	if len(words) > 0 && words[0] == "wrapped" {
		head, body, _ := strings.Cut(text, "\n\n")
		var lines []string
		for line := range strings.SplitSeq(head, "\n") {
			if strings.HasPrefix(line, "Message-ID:") {
				line = "Message-ID: <again-" + strings.TrimPrefix(strings.TrimSpace(strings.TrimPrefix(line, "Message-ID:")), "<")
			}
			lines = append(lines, line)
		}
		text = "Received: from relay.example by mx.voorbeeld.example\n" + strings.Join(lines, "\n") + "\n\n" + body
		if results := "Authentication-Results:"; strings.Contains(head, results) { // the server writes above what it received
			first, rest, _ := strings.Cut(strings.Join(lines, "\n"), "\n")
			text = first + "\nReceived: from relay.example by mx.voorbeeld.example\n" + rest + "\n\n" + body
		}
	}
	d.deliver(text)
}
