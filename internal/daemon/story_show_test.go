package daemon_test

import (
	"fmt"
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

func (d *desk) show(out *strings.Builder) {
	for _, tr := range d.letters() {
		if slices.Contains(d.hides, header(tr.Raw, "X-Klachtd-Letter")) {
			continue
		}
		fmt.Fprintf(out, "  %sletter %s to %s %s %s\n", d.day(tr), header(tr.Raw, "X-Klachtd-Letter"), tr.To, strings.TrimSpace(
			header(tr.Raw, "X-Klachtd-Case")+" "+header(tr.Raw, "X-Klachtd-Result")), header(tr.Raw, "Auto-Submitted"))
	}
}

// cases reads all cases through the daemon's view for the command line.
func (d *desk) cases() []dossier.Case {
	d.t.Helper()
	var cs []dossier.Case
	check(d.t, d.d.Source().Cases(func(c dossier.Case) error {
		cs = append(cs, c)
		return nil
	}))
	return cs
}

func (d *desk) showCase(out *strings.Builder, number string) {
	c, ok, err := d.d.Source().Case(number)
	check(d.t, err)
	if !ok {
		fmt.Fprintf(out, "  no case %s\n", number)
		return
	}
	fmt.Fprintf(out, "  %s %s %s received %s (%s)\n", c.Number, c.State, c.Channel, c.Received, c.Dated)
	for _, p := range c.Parties {
		fmt.Fprintf(out, "  %s %s verified=%t\n", p.Role, p.Address, p.Verified)
	}
	for _, t := range c.Terms {
		fmt.Fprintf(out, "  term %s %s started %s due %s act by %s %s %s\n", t.Name, t.Article, t.Started, t.Due, t.ActBy,
			t.State, t.Met)
	}
	for _, du := range c.Duties {
		fmt.Fprintf(out, "  duty %s to %s %s %s\n", du.Letter, du.To.Role, du.State, du.Reason)
	}
	for _, task := range c.OpenTasks() {
		fmt.Fprintf(out, "  task %s for %s %s\n", task.Kind, task.For, task.Reason)
	}
}

func (d *desk) showFolders(out *strings.Builder) {
	folders, err := d.office.Folders(ourAddress)
	check(d.t, err)
	slices.Sort(folders)
	for _, f := range folders {
		mails, err := d.office.Messages(ourAddress, f)
		check(d.t, err)
		fmt.Fprintf(out, "  %s %d\n", f, len(mails))
	}
}

func (d *desk) showDue(out *strings.Builder, until string) {
	day, err := calendar.Parse(until)
	check(d.t, err)
	rows, err := d.d.Source().Due(day)
	check(d.t, err)
	for _, r := range rows {
		fmt.Fprintf(out, "  %s %s %s %s to %v %s %s due %s act by %s\n", calendar.Date(r.Date), r.Case, r.What, r.Letter,
			r.To, r.Term, r.Article, calendar.Date(r.Due), calendar.Date(r.ActBy))
	}
}

func (d *desk) showTray(out *strings.Builder) {
	rows, err := d.d.Source().Tray()
	check(d.t, err)
	for _, r := range rows {
		fmt.Fprintf(out, "  %d %s why %s case %s\n", r.Number, r.From.Address, r.Why, r.Case)
	}
}

// showLetter prints lines of the text of the last letter of a name; the words choose lines that hold one of them.
func (d *desk) showLetter(out *strings.Builder, name string, words []string) {
	text := plainText(d.t, d.last(name, "").Raw)
	if name == "one_time_code" {
		text = written.ReplaceAllString(text, "CODE")
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if len(words) == 0 || slices.ContainsFunc(words, func(w string) bool { return strings.Contains(line, w) }) {
			fmt.Fprintf(out, "  %s\n", line)
		}
	}
}
