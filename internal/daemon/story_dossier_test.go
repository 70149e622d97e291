package daemon_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/postoffice"
	"klachtd/internal/procedure"
)

// showDossier prints what a dossier holds besides its terms and letters: records with their day, whom they are about and
// what they say, measures, links and turns. The words choose records by name.
func (d *desk) showDossier(out *strings.Builder, number string, names []string) {
	c, ok, err := d.d.Source().Case(number)
	check(d.t, err)
	if !ok {
		fmt.Fprintf(out, "  no case %s\n", number)
		return
	}
	for _, e := range c.Journal {
		switch b := e.Body.(type) {
		case dossier.Recorded:
			name := b.Record
			if len(names) > 0 && !slices.Contains(names, name) {
				continue
			}
			p, _ := c.Party(b.Party)
			fmt.Fprintf(out, "  %s %s %s\n", b.Day, name, oneLine(b.Value, string(p.Role), string(b.Person), b.Text))
		case dossier.Noted:
			if len(names) == 0 || slices.Contains(names, "note") {
				fmt.Fprintf(out, "  note %s\n", oneLine(b.Text))
			}
		case dossier.Filed:
			if d := c.Duty(b.Answers); d != nil && len(names) == 0 && d.Details.Text != "" {
				p, _ := c.Party(e.By.Party)
				fmt.Fprintf(out, "  mail of %s answers %s: %s\n", p.Role, d.Letter, oneLine(d.Details.Text))
			}
		case dossier.TermExtendedTo:
			if len(names) == 0 || slices.Contains(names, "extension") {
				fmt.Fprintf(out, "  extension %s %d to %s by %s %s\n", b.Term, b.Step+1, b.Due, oneLine(string(e.By.Role), string(e.By.Person)), b.Reason)
			}
		}
	}
	if len(names) > 0 {
		return
	}
	for _, m := range c.Measures {
		fmt.Fprintf(out, "  measure %s %s owner %s proposed %s done %s %s\n", m.ID, oneLine(m.Text), m.Owner, m.Proposed, m.Done, m.Reason)
	}
	for _, l := range c.Links {
		fmt.Fprintf(out, "  link %s %s\n", l.Number, l.How)
	}
}

// oneLine joins what there is to say with spaces.
func oneLine(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// showEnclosed prints the parts of the last letter of a name: of a calendar entry what it says, of all others the name.
func (d *desk) showEnclosed(out *strings.Builder, name, to string) {
	m, err := mail.ReadMessage(strings.NewReader(string(d.last(name, to).Raw)))
	check(d.t, err)
	d.showParts(out, m.Header.Get("Content-Type"), m.Body)
}

func (d *desk) showParts(out *strings.Builder, contentType string, body io.Reader) {
	kind, params, err := mime.ParseMediaType(contentType)
	check(d.t, err)
	if !strings.HasPrefix(kind, "multipart/") {
		return
	}
	for r := multipart.NewReader(body, params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			return
		}
		check(d.t, err)
		kind, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		check(d.t, err)
		switch {
		case strings.HasPrefix(kind, "multipart/"):
			d.showParts(out, p.Header.Get("Content-Type"), p)
		case kind != "text/plain" && kind != "text/html" || p.FileName() != "":
			fmt.Fprintf(out, "  %s %s\n", kind, p.FileName())
			if kind == "text/calendar" {
				text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
				check(d.t, err)
				d.showCalendar(out, string(text))
			}
		}
	}
}

// showCalendar leaves out what is made anew each time.
func (d *desk) showCalendar(out *strings.Builder, text string) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if !strings.HasPrefix(line, "UID:") && !strings.HasPrefix(line, "DTSTAMP:") {
			fmt.Fprintf(out, "    %s\n", line)
		}
	}
}

// manner reads from the comments of a story how it shows letters.
func (d *desk) manner(script string) {
	for line := range strings.Lines(script) {
		key, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "# "), ": ")
		switch key {
		case "days":
			d.days = value == "yes"
		case "hides":
			d.hides = strings.Fields(value)
		}
	}
}

// day is the day and hour at which a letter was accepted, for stories that want it.
func (d *desk) day(tr postoffice.Transaction) string {
	if !d.days {
		return ""
	}
	if d.jumped {
		at, err := mail.ParseDate(header(tr.Raw, "Date"))
		check(d.t, err)
		return at.In(d.loc).Format("Mon 2006-01-02 15:04 ")
	}
	return tr.At.In(d.loc).Format("Mon 2006-01-02 15:04 ")
}

// chosen is a regulation with one more choice of the organisation.
func chosen(t testing.TB, r *procedure.Regulation, key, value string) *procedure.Regulation {
	t.Helper()
	set := map[string]procedure.Setting{key: {Value: value, File: "klachtd.toml", Line: 1, Col: 1}}
	for k, s := range choices[r.Name] {
		set[k] = s
	}
	return parsed(t, r.Name, set)
}
