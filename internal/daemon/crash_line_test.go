package daemon_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A server hangs up on who says nothing for half an hour (RFC 9051, 5.4). That is no mailbox that is away: the next
// pass connects anew, reads, and tells nobody.
func TestConnectionLostWhileIdle(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{})
		w.pass()
		time.Sleep(3 * time.Hour)
		w.mail(nil, "From: Jan de Boer <jan@burger.example>\nSubject: Klacht\n\nMijn klacht.")
		check(t, w.d.Pass(context.Background(), time.Now()))
		if n := len(w.cases()); n != 1 {
			t.Errorf("%d cases after the pause", n)
		}
		for _, tr := range w.office.Accepted() {
			if name := header(tr.Raw, "X-Klachtd-Letter"); name == "task" {
				t.Errorf("a letter %s for a connection that timed out", name)
			}
		}
		w.end()
	})
}
