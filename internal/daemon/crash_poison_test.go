package daemon_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/store"
)

// twenty delivers twenty complaints, the first of which breaks its reading.
func (w *world) twenty() {
	w.t.Helper()
	for n := range 20 {
		subject := "Klacht"
		if n == 0 {
			subject = "Gif"
		}
		w.mail(nil, fmt.Sprintf("From: Jan %d <jan%d@burger%d.example>\nSubject: %s\n\nMijn klacht.", n, n, n, subject))
	}
}

// first is what the store says of the first message, and its bytes.
func (w *world) first() (m store.Mail, raw []byte) {
	w.t.Helper()
	check(w.t, w.st.View(func(tx *store.Tx) (err error) {
		if m, err = tx.Mail("m1"); err != nil {
			return err
		}
		raw, err = tx.RawMail("m1")
		return err
	}))
	return m, raw
}

// givenUp checks that the first message went to quarantine with its bytes, that the coordinator was told, and that the
// other nineteen are cases.
func (w *world) givenUp() {
	w.t.Helper()
	m, raw := w.first()
	if m.Outcome != store.OutcomeQuarantine || m.Attempts != 3 || int64(len(raw)) != m.Bytes {
		w.t.Errorf("the bad message ended as %q after %d attempts with %d bytes of %d", m.Outcome, m.Attempts, len(raw), m.Bytes)
	}
	if n := len(w.messages("Klachten/Quarantaine")); n != 1 {
		w.t.Errorf("%d messages in the folder of the quarantine", n)
	}
	if n := len(w.messages("INBOX")); n != 0 {
		w.t.Errorf("%d messages are left in the inbox", n)
	}
	if n := len(w.cases()); n != 19 {
		w.t.Errorf("%d of 19 cases", n)
	}
	told := 0
	for _, tr := range w.office.Accepted() {
		if header(tr.Raw, "X-Klachtd-Letter") == string(dossier.LetterTask) && tr.To == "anna@voorbeeld.example" {
			told++
		}
	}
	if told != 1 {
		w.t.Errorf("the coordinator was told %d times", told)
	}
}

// Security 102: a message that breaks its reading, first of twenty, is in quarantine after one pass; the others are
// cases after the same pass.
func TestPoison(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{})
		time.Sleep(time.Until(w.moment("2026-03-02 10:00")))
		w.pass()
		w.twenty()
		w.pass()
		w.givenUp()
		w.end()
	})
}

// A message that ends the process is counted before it is tried: after the third death it goes to quarantine, and the
// same life makes cases of the others.
func TestPoisonThatKills(t *testing.T) {
	prepare(t)
	dir := quickDir(t)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, dir, plan{lives: []fault{{}, {}, {}, {}}})
		w.kills = true
		time.Sleep(time.Until(w.moment("2026-03-02 10:00")))
		w.pass()
		w.twenty()
		w.pass()
		if w.deaths != 3 {
			t.Errorf("%d deaths", w.deaths)
		}
		w.givenUp()
		w.end()
	})
}
