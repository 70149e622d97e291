package daemon_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/dossier"
	"klachtd/internal/postoffice"
	"klachtd/internal/store"
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

// Security 104: the server takes each letter and never says so, the first time.
func TestEveryAnswerLostOnce(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{})
		var mu sync.Mutex
		seen := map[string]bool{}
		w.office.FailSMTP(postoffice.SMTPFaults{Cut: func(tr postoffice.Transaction) postoffice.Cut {
			mu.Lock()
			defer mu.Unlock()
			id := header(tr.Raw, "Message-ID")
			if seen[id] {
				return postoffice.NoCut
			}
			seen[id] = true
			return postoffice.BeforeReply
		}})
		time.Sleep(time.Until(w.moment("2026-03-02 10:00")))
		w.pass()
		for n := range 50 {
			w.mail([]string{"pass"}, fmt.Sprintf("From: Jan %d <jan%d@burger%d.example>\nSubject: Klacht\n\nMijn klacht.", n, n, n))
		}
		check(t, w.d.Pass(context.Background(), time.Now()))
		waiting, err := w.d.Source().Queue()
		check(t, err)
		for _, l := range waiting {
			if string(l.State) != string(store.LetterUnknown) {
				t.Errorf("letter %s is %s, not unknown", l.Letter, l.State)
			}
		}
		time.Sleep(turn)
		w.pass()
		if n := len(w.office.Accepted()); len(waiting) != 100 || n != 200 {
			t.Errorf("%d letters were unknown, %d transactions were taken", len(waiting), n)
		}
		if n := w.doubled(); n != 100 {
			t.Errorf("%d letters left twice", n)
		}
		check(t, w.st.View(func(tx *store.Tx) error {
			all, err := tx.Letters(store.LetterFilter{All: true}, 1000)
			for _, l := range all {
				if l.Attempts != 2 {
					t.Errorf("letter %s: %d attempts were counted", l.ID, l.Attempts)
				}
			}
			return err
		}))
		w.sink(&strings.Builder{}) // the second one is the same in every byte
		for _, c := range w.cases() {
			for _, d := range c.Duties {
				if d.State != dossier.DutyAccepted {
					t.Errorf("%s: %s is %s", c.Number, d.Letter, d.State)
				}
			}
		}
		w.end()
	})
}

// cutStory is one long mail and one short one.
var cutStory = `
at 2026-03-02 09:00
pass
at 2026-03-02 09:20
mail pass
| From: Jan de Boer <jan@burger.example>
| Subject: Klacht over de deurverkoop
|
| Op 20 februari ben ik onvriendelijk te woord gestaan.
| ` + strings.Repeat("Dat was niet de eerste keer, en dat is vervelend.\n| ", 400) + `
mail pass
| From: Mia Smit <mia@burger.example>
| Subject: Klacht over een belletje
|
| Ik word elke avond gebeld.
pass
`

// Security 95: the line to the IMAP server breaks after every so many bytes of what it says: in the literal of a FETCH
// of 20 KB, in the answers to MOVE, in a tagged OK. The mail becomes the same two cases, and each stands in its folder
// once.
func TestLineCutAtAnyByte(t *testing.T) {
	prepare(t)
	positions := 200
	if everyOperation {
		positions = 1000
	}
	play := func(t *testing.T, cut int) (got string, heard int) {
		dir := quickDir(t)
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, dir, plan{lives: []fault{{kind: imapByte, n: cut, line: true}}})
			w.tell(cutStory)
			got, heard = w.picture(), w.life.heard
			w.end()
		})
		return got, heard
	}
	want, heard := play(t, 1<<30)
	if heard < 20_000 {
		t.Fatalf("the server said %d bytes only", heard)
	}
	for n := range positions {
		t.Run(fmt.Sprint(heard*n/positions), func(t *testing.T) {
			t.Parallel()
			got, _ := play(t, heard*n/positions)
			sameAs(t, want, got)
		})
	}
}

// A server that takes its time over one letter must not make a death lose what it said about the one before.
func TestAnswerIsStoredWhileTheNextWaits(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{})
		slow := make(chan bool, 1) // one token: the first letter is quick
		slow <- true
		w.office.FailSMTP(postoffice.SMTPFaults{Delay: func(postoffice.Transaction) time.Duration {
			select {
			case <-slow:
				return 0
			default:
				return 5 * time.Minute
			}
		}})
		time.Sleep(time.Until(w.moment("2026-03-02 10:00")))
		w.pass()
		w.mail(nil, "From: Jan de Boer <jan@burger.example>\nSubject: Klacht\n\nMijn klacht.")
		ctx, stop := context.WithCancel(context.Background())
		done := make(chan error)
		go func() { done <- w.d.Run(ctx) }()
		time.Sleep(time.Minute)
		accepted := 0
		for _, c := range w.cases() {
			for _, d := range c.Duties {
				if d.State == dossier.DutyAccepted {
					accepted++
				}
			}
		}
		if n := len(w.office.Accepted()); n != 1 || accepted != 1 {
			t.Errorf("the server took %d letters, the dossier knows of %d", n, accepted)
		}
		time.Sleep(time.Hour)
		stop()
		check(t, <-done)
		w.end()
	})
}

// A process that dies while it sends many letters doubles a batch of them at most.
func TestDeathAmongManyLetters(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{lives: []fault{{}}})
		w.opts.Limits.LettersPerHour = 1000
		time.Sleep(time.Until(w.moment("2026-03-02 10:00")))
		w.pass()
		for n := range 150 {
			w.mail([]string{"pass"}, fmt.Sprintf("From: Jan %d <jan%d@burger%d.example>\nSubject: Klacht\n\nMijn klacht.", n, n, n))
		}
		down := true // the SMTP server answers nobody, so that the letters wait

		w.office.FailSMTP(postoffice.SMTPFaults{Mail: func(string) *postoffice.Reply {
			if down {
				return &postoffice.Reply{Code: 550, Enhanced: "5.7.1", Text: "not now"}
			}
			return nil
		}})
		if err := w.d.Pass(context.Background(), time.Now()); err == nil {
			t.Fatal("a server that answers nobody is no error")
		}
		down = false
		time.Sleep(2 * time.Hour)
		w.life.mu.Lock()
		w.life.fault = fault{kind: smtpRead, n: w.life.count[smtpRead] + 3*280}
		w.life.mu.Unlock()
		w.pass()
		if n := w.doubled(); w.deaths != 1 || n > daemon.SendBatch {
			t.Errorf("%d deaths, %d of %d letters left twice", w.deaths, n, len(w.office.Accepted())-n)
		} else {
			t.Logf("%d letters left twice", n)
		}
		w.end()
	})
}
