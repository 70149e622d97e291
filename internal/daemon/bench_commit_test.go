package daemon_test

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/postoffice"
)

// syncsOfCommit is how often bbolt makes a commit durable: its pages, then the page that names them. strace sees the
// same: see BenchmarkSingle.
const syncsOfCommit = 2

// TestCommitsOfOneMail holds the number of durable writes that stand between a mail and its acknowledgement: one commit
// stores it, one decides it; the server's answer goes with the next commit, or with one of its own a second later.
func TestCommitsOfOneMail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, lift)
		var commits, before atomic.Int64
		d.storeOpt.AfterCommit = func() error { commits.Add(1); return nil }
		d.office.FailSMTP(postoffice.SMTPFaults{Data: func(tr postoffice.Transaction) *postoffice.Reply {
			if strings.HasPrefix(tr.To, "jose.") {
				before.Store(commits.Load())
			}
			return nil
		}})
		d.up()
		for n := range 3 { // the first makes folders and keys
			commits.Store(0)
			check(t, d.office.Deliver(ourAddress, benchMail(n+1, time.Now()), time.Now()))
			d.settle()
			if got := before.Load() * syncsOfCommit; got > 4 {
				t.Errorf("mail %d: %d fdatasyncs until the acknowledgement left, want at most 4", n+1, got)
			}
			if got := commits.Load(); got > 3 {
				t.Errorf("mail %d: %d commits in all, want at most 3", n+1, got)
			}
			time.Sleep(time.Minute)
		}
		d.down()
		d.office.Close()
	})
}

// TestBacklogLeavesOnce sends each letter of a backlog once, while the answers to others are being stored.
func TestBacklogLeavesOnce(t *testing.T) {
	d := newDesk(t, lift)
	d.open()
	check(t, d.d.Pass(context.Background(), time.Now()))
	const mails = 200
	for n := range mails {
		check(t, d.office.Deliver(ourAddress, benchMail(n+1, time.Now()), time.Now()))
	}
	check(t, d.d.Pass(context.Background(), time.Now()))
	seen := map[string]int{}
	for _, tr := range d.letters() {
		seen[header(tr.Raw, "Message-ID")]++
	}
	for id, n := range seen {
		if n > 1 {
			t.Errorf("letter %s left %d times", id, n)
		}
	}
	if want := 2 * mails; len(seen) != want {
		t.Errorf("%d letters left, want %d", len(seen), want)
	}
	d.close()
}

// TestMailWhileBusy: a mail that comes while another is handled is taken in with it, and does not wait for the poll.
func TestMailWhileBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, lift)
		more := false
		d.storeOpt.AfterCommit = func() error {
			if more {
				more = false
				check(t, d.office.Deliver(ourAddress, benchMail(2, time.Now()), time.Now()))
			}
			return nil
		}
		d.up()
		check(t, d.office.Deliver(ourAddress, benchMail(0, time.Now()), time.Now())) // makes the folders
		d.settle()
		more = true
		check(t, d.office.Deliver(ourAddress, benchMail(1, time.Now()), time.Now()))
		d.settle()
		if n := len(d.cases()); n != 3 {
			t.Errorf("%d cases, want 3: of two mails a moment apart one waits", n)
		}
		d.down()
		d.office.Close()
	})
}
