package daemon_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/store"
)

// picture is all that must not depend on deaths, line by line: cases with their journals, the office, the tray, what
// is due, the counters, every message with its outcome and its one folder, every letter with its text.
//
// Left out, since a death may change it and nobody is wronged: hours and seconds (the day counts), attempts, the UIDs
// of moved mail (a MOVE whose answer was lost is known by its folder only), events that only say that a server's
// answer was lost, numbers of messages (a death may take one), the numbers of events in the names of duties, tasks and Message-IDs, and when the answer of a
// server was written between the events of others: it goes with the next commit, whatever that is.
func (w *world) picture() string {
	w.t.Helper()
	var out strings.Builder
	check(w.t, w.st.View(func(tx *store.Tx) error {
		var mails []string
		for _, m := range storedMail(w.t, tx) {
			w.named[string(m.ID)] = mailName(w.t, tx, m)
			w.named[fmt.Sprintf("sha256:%x", m.Digest)] = "digest of " + w.named[string(m.ID)]
			mails = append(mails, w.mailLine(m))
		}
		sort.Strings(mails)
		out.WriteString(strings.Join(mails, ""))
		for _, c := range w.cases() {
			w.caseLines(&out, c)
		}
		o, err := tx.Office()
		check(w.t, err)
		o.Duties, o.Seq = slices.DeleteFunc(o.Duties, w.tellsAway), 0
		ids := named(o.Duties, o.Tasks)
		w.line(&out, "office", o, ids)
		w.rests(&out, tx)
		return nil
	}))
	fmt.Fprintln(&out, strings.Join(w.counted, "\n"))
	w.showTray(&out)
	w.showDue(&out, "2027-01-01")
	w.folders(&out)
	w.sink(&out)
	return out.String()
}

// mailName is what a message is called: by its bytes, or by its Message-ID when it answers a letter, whose token and
// Message-ID stand in it.
func mailName(t testing.TB, tx *store.Tx, m store.Mail) string {
	raw, err := tx.RawMail(m.ID)
	check(t, err)
	if header(raw, "In-Reply-To") != "" {
		return "mail " + header(raw, "Message-ID")
	}
	return fmt.Sprintf("mail %x", m.Digest[:6])
}

// tellsAway is true for a letter that says that the mailbox could not be read, in a story whose lines break: it is
// right, and no part of the picture. The task behind it must be over at the end. Neither is a digest: it says how things
// stand at its moment, and a death moves that moment; sink sees to it that each reader gets one a day.
func (w *world) tellsAway(d dossier.Duty) bool {
	if d.Letter == dossier.LetterDigest {
		w.away[d.MessageID] = true
	}
	breaks := slices.ContainsFunc(w.plan.lives, func(f fault) bool { return f.line })
	if breaks && d.Details.Task == dossier.TaskMailbox {
		w.away[d.MessageID] = true
	}
	return w.away[d.MessageID]
}

func (w *world) caseLines(out *strings.Builder, c dossier.Case) {
	ids := named(c.Duties, c.Tasks)
	journal, queued := c.Journal, map[dossier.DutyID]bool{}
	c.Journal, c.Seq = nil, 0
	w.line(out, string(c.Number), c, ids)
	var answers []string
	for _, e := range journal {
		var line strings.Builder
		e.Seq = 0
		w.line(&line, string(c.Number)+" "+e.Body.Name(), e, ids)
		switch b := e.Body.(type) {
		case dossier.LetterUnknown:
			continue
		case dossier.LetterQueued:
			queued[b.Duty.ID] = true
		case dossier.LetterAccepted:
			if !queued[b.Duty] {
				w.t.Errorf("%s: %s was accepted before it was queued", c.Number, ids[string(b.Duty)])
			}
		}
		if e.By.Role == dossier.RoleServer {
			answers = append(answers, line.String())
		} else {
			out.WriteString(line.String())
		}
	}
	sort.Strings(answers)
	out.WriteString(strings.Join(answers, ""))
}

// named gives duties and tasks names by what they are, and letters by their duty, and sorts them by these names.
func named(duties []dossier.Duty, tasks []dossier.Task) map[string]string {
	ids, times := map[string]string{}, map[string]int{}
	give := func(id, name string) {
		times[name]++
		ids[id] = fmt.Sprintf("%s %d", name, times[name])
	}
	for _, d := range duties {
		give(string(d.ID), fmt.Sprintf("%s to %s%s", d.Letter, d.To.Party, d.To.Person))
		if d.MessageID != "" {
			ids[d.MessageID] = "id of " + ids[string(d.ID)]
		}
	}
	for _, t := range tasks {
		give(string(t.ID), fmt.Sprintf("task %s %s", t.Kind, t.Letter))
	}
	slices.SortFunc(duties, func(a, b dossier.Duty) int { return strings.Compare(ids[string(a.ID)], ids[string(b.ID)]) })
	slices.SortFunc(tasks, func(a, b dossier.Task) int { return strings.Compare(ids[string(a.ID)], ids[string(b.ID)]) })
	return ids
}

// line writes a value as JSON, with the names of ids and the local day of each time.
func (w *world) line(out *strings.Builder, title string, v any, ids map[string]string) {
	w.t.Helper()
	raw, err := json.Marshal(v)
	check(w.t, err)
	var tree any
	check(w.t, json.Unmarshal(raw, &tree))
	raw, err = json.Marshal(w.plain(tree, ids))
	check(w.t, err)
	fmt.Fprintf(out, "%s %s\n", title, raw)
}

func (w *world) plain(v any, ids map[string]string) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if v[k] = w.plain(x, ids); v[k] == nil {
				delete(v, k)
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for i, x := range v {
			v[i] = w.plain(x, ids)
		}
		if len(v) == 0 {
			return nil
		}
	case string:
		for _, names := range []map[string]string{ids, w.named} {
			if known, ok := names[v]; ok {
				return known
			}
		}
		if at, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return calendar.Of(at, w.loc).String()
		}
		if v == "" {
			return nil
		}
	}
	return v
}

func (w *world) mailLine(m store.Mail) string {
	line := fmt.Sprintf("%s %s %s case %d to %q settled %s\n", w.named[string(m.ID)], m.Outcome, m.Reason, m.Case, m.Folder,
		calendar.Of(m.Settled, w.loc))
	for _, c := range m.Copies { // a restored mailbox has more of them: of each it counts that it is filed
		if c.Waiting || !c.Filed {
			line += fmt.Sprintf("  copy %d not filed\n", c.UID)
		}
	}
	return line
}

// rests are the queues, which must be empty.
func (w *world) rests(out *strings.Builder, tx *store.Tx) {
	w.t.Helper()
	box := w.opts.Mailboxes[0].Name
	filings, err := tx.Filings(box, 100)
	check(w.t, err)
	copies, err := tx.CopiesDue(box, 100)
	check(w.t, err)
	pending, err := tx.Pending(100)
	check(w.t, err)
	letters, err := tx.Letters(store.LetterFilter{}, 100)
	check(w.t, err)
	fmt.Fprintf(out, "left: %d to file, %d to copy, %d to decide, %d to send\n", len(filings), len(copies), len(pending),
		len(letters))
}

// folders lists each message of the mailbox by its Message-ID, with its folder.
func (w *world) folders(out *strings.Builder) {
	w.t.Helper()
	names, err := w.office.Folders(ourAddress)
	check(w.t, err)
	var lines []string
	for _, folder := range names {
		lines = append(lines, "folder "+folder)
		for _, m := range w.messages(folder) {
			id := header(m.Raw, "Message-ID")
			if folder == "Sent" { // named by its duty, whose number is left out: its text stands for it
				if header(m.Raw, "Message-ID") == "" {
					continue // what imapmemserver keeps of an APPEND that broke off; other servers keep nothing
				}
				id = header(m.Raw, "X-Klachtd-Letter") + " " + header(m.Raw, "X-Klachtd-Case")
			}
			lines = append(lines, fmt.Sprintf("folder %s %s %v", folder, id, m.Flags))
		}
	}
	sort.Strings(lines)
	fmt.Fprintln(out, strings.Join(lines, "\n"))
}

// sink lists the letters that the SMTP server took, each once: a second one must be the same in every byte.
func (w *world) sink(out *strings.Builder) {
	w.t.Helper()
	first := map[string]int{}
	all := w.office.Accepted()
	var lines []string
	digests := map[string]bool{}
	for i, tr := range all {
		id := header(tr.Raw, "Message-ID")
		for _, s := range w.settled {
			if i >= s.from && s.ids[id] {
				w.t.Errorf("%s to %s was sent again, and the store knew that it was accepted",
					header(tr.Raw, "X-Klachtd-Letter"), tr.To)
			}
		}
		if n, again := first[id]; again {
			if !bytes.Equal(all[n].Raw, tr.Raw) || all[n].To != tr.To || all[n].From != tr.From {
				w.t.Errorf("%s to %s was sent again with other bytes", header(tr.Raw, "X-Klachtd-Letter"), tr.To)
			}
			continue
		}
		first[id] = i
		if header(tr.Raw, "X-Klachtd-Letter") == string(dossier.LetterDigest) {
			if day := tr.To + header(tr.Raw, "Subject"); digests[day] {
				w.t.Errorf("a second digest: %s", day)
			} else {
				digests[day] = true
			}
			continue
		}
		if w.away[id] {
			continue
		}
		lines = append(lines, fmt.Sprintf("letter %s to %s %s %s\n%s", header(tr.Raw, "X-Klachtd-Letter"), tr.To,
			header(tr.Raw, "X-Klachtd-Case"), header(tr.Raw, "Subject"), withoutChance(tr.Raw, plainText(w.t, tr.Raw))))
	}
	sort.Strings(lines)
	fmt.Fprintln(out, strings.Join(lines, "\n"))
}

// doubled is how many letters left more than once.
func (w *world) doubled() int {
	ids := map[string]int{}
	for _, tr := range w.office.Accepted() {
		ids[header(tr.Raw, "Message-ID")]++
	}
	n := 0
	for _, times := range ids {
		n += times - 1
	}
	return n
}

// sameAs compares two pictures and shows the lines that only one has.
func sameAs(t testing.TB, want, got string) {
	t.Helper()
	if want == got {
		return
	}
	lines := map[string]int{}
	for _, l := range strings.Split(want, "\n") {
		lines[l]++
	}
	for _, l := range strings.Split(got, "\n") {
		lines[l]--
	}
	for _, l := range slices.Sorted(maps.Keys(lines)) {
		switch n := lines[l]; {
		case n > 0:
			t.Errorf("without the fault %d more: %s", n, l)
		case n < 0:
			t.Errorf("with the fault %d more: %s", -n, l)
		}
	}
	if !t.Failed() {
		t.Errorf("the same lines in another order:\n%s", diff(want, got))
	}
}
