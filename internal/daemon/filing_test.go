package daemon_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/control"
	"klachtd/internal/postoffice"
)

// complains has one more person complain, and lets the daemon look.
func (w *world) complains(n int) {
	w.t.Helper()
	w.mail([]string{"pass"}, fmt.Sprintf("From: Jan %d <jan%d@burger%d.example>\nSubject: Klacht\n\nMijn klacht.", n, n, n))
	check(w.t, w.d.Pass(context.Background(), time.Now()))
}

// Somebody deletes the folder of handled mail while klachtd runs: it is made anew, and complaints go on being taken in.
func TestFolderDeletedByAPerson(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{})
		w.pass()
		w.complains(1)
		for n, folder := range []string{"Klachten/Verwerkt", "Sent"} {
			check(t, w.office.RemoveFolder(ourAddress, folder))
			w.complains(2 + n)
			w.complains(12 + n)
		}
		if n := len(w.cases()); n != 5 {
			t.Errorf("%d cases, want 5", n)
		}
		if n := len(w.messages("INBOX")); n != 0 {
			t.Errorf("%d messages were left in the inbox", n)
		}
		if n := len(w.messages("Sent")); n == 0 {
			t.Error("no copy was made after the folder Sent was deleted")
		}
		w.end()
	})
}

// Security 96: the folder of handled mail is over quota. Complaints are taken in and acknowledged all the same, the
// coordinator is told once, and what was left in the inbox is filed when there is room again.
func TestFolderOverQuota(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{})
		w.pass()
		w.office.RefuseMail(func(folder string) bool { return folder == "Klachten/Verwerkt" })
		for n := range 3 {
			w.complains(n)
		}
		if n := len(w.cases()); n != 3 {
			t.Errorf("%d cases, want 3", n)
		}
		if n := len(w.messages("INBOX")); n != 3 {
			t.Errorf("%d messages in the inbox, want 3", n)
		}
		time.Sleep(turn)
		w.pass()
		if n := w.letters("task"); n != 1 {
			t.Errorf("the coordinator was told %d times", n)
		}
		w.office.RefuseMail(nil)
		w.complains(4)
		if n := len(w.messages("INBOX")); n != 0 {
			t.Errorf("%d messages were left in the inbox", n)
		}
		w.end()
	})
}

// letters counts the letters of this name that were accepted.
func (w *world) letters(name string) (n int) {
	for _, tr := range w.office.Accepted() {
		if header(tr.Raw, "X-Klachtd-Letter") == name {
			n++
		}
	}
	return n
}

// The server is back after an outage: who keeps klachtd need not wait an hour for the next attempt. What waits is tried at
// once, with the same bytes, and once.
func TestRetryOfWhatWaits(t *testing.T) {
	prepare(t)
	for name, faults := range map[string]postoffice.SMTPFaults{
		"later": {Data: func(postoffice.Transaction) *postoffice.Reply { return &postoffice.Reply{Code: 451, Enhanced: "4.3.0"} }},
		"lost":  {Cut: func(postoffice.Transaction) postoffice.Cut { return postoffice.BeforeStore }},
	} {
		t.Run(name, func(t *testing.T) {
			dir := quickDir(t)
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, dir, plan{})
				w.pass()
				w.office.FailSMTP(faults)
				w.complains(1)
				waiting, err := w.d.Source().Queue()
				check(t, err)
				w.office.FailSMTP(postoffice.SMTPFaults{})
				check(t, w.d.Pass(context.Background(), time.Now()))
				if n := len(w.office.Accepted()); len(waiting) != 2 || n != 0 {
					t.Fatalf("%d letters wait, %d left before their time", len(waiting), n)
				}
				for _, l := range waiting {
					check(t, w.d.Source().Retry(l.ID))
				}
				check(t, w.d.Pass(context.Background(), time.Now()))
				if n := len(w.office.Accepted()); n != 2 {
					t.Errorf("%d letters left, want 2", n)
				}
				if err := w.d.Source().Retry(waiting[0].ID); !errors.Is(err, control.ErrRefused) {
					t.Errorf("retry of what was accepted: got %v", err)
				}
				w.end()
			})
		})
	}
}

// Security 101: what somebody takes away before it was read is a line in the log, once.
func TestHoleIsLogged(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{})
		w.pass()
		w.complains(1)
		w.mail(nil, "From: Els <els@burger.example>\nSubject: Klacht\n\nWeg.")
		for _, m := range w.messages("INBOX") {
			check(t, w.office.Remove(ourAddress, "INBOX", uint32(m.UID)))
		}
		w.complains(2)
		w.complains(3)
		if n := strings.Count(w.log.String(), `"messages gone before they were read","mailbox":"klachten","count":1}`); n != 1 {
			t.Errorf("the hole is in the log %d times", n)
		}
		w.end()
	})
}
