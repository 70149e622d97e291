package daemon_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"klachtd/internal/control"
	"klachtd/internal/dossier"
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

// ask puts a question to the daemon as the command line does: `ask case show K2026-0001`.
func (d *desk) ask(out *strings.Builder, words []string) {
	d.t.Helper()
	var b bytes.Buffer
	check(d.t, control.Answer(context.Background(), control.Query{Command: words, At: time.Now()}, d.d.Source(), &b))
	for line := range strings.Lines(b.String()) {
		out.WriteString("  " + strings.TrimRight(line, " \n") + "\n")
	}
}

// showFacts prints what a case holds besides terms, letters and tasks: what it is, facts, records, measures, cases beside it.
func (d *desk) showFacts(out *strings.Builder, number string) {
	c, ok, err := d.d.Source().Case(number)
	check(d.t, err)
	if !ok {
		fmt.Fprintf(out, "  no case %s\n", number)
		return
	}
	fmt.Fprintf(out, "  kind %s track %s category %s outcome %s route %s filed %s closed %s\n", c.Kind, c.Track, c.Category,
		c.Outcome, c.Route, c.Filed, c.Closed)
	for _, name := range slices.Sorted(maps.Keys(c.Facts)) {
		fmt.Fprintf(out, "  fact %s %q\n", name, c.Facts[name])
	}
	for _, e := range c.Journal {
		switch f := e.Body.(type) {
		case dossier.Recorded:
			fmt.Fprintf(out, "  record %s %s %s %s %q\n", f.Record, f.Day, f.Person, f.Value, f.Text)
		case dossier.Noted:
			fmt.Fprintf(out, "  note %q\n", f.Text)
		}
	}
	for _, m := range c.Measures {
		fmt.Fprintf(out, "  measure %s %q %s due %s done %s\n", m.ID, m.Text, m.Owner, m.Due, m.Done)
	}
	for _, l := range c.Links {
		fmt.Fprintf(out, "  link %+v\n", l)
	}
}
