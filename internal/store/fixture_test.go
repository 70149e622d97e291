package store

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

const inbox = "klachten"

// start is the now of the fixtures.
var start = time.Date(2026, 4, 2, 14, 10, 0, 0, time.UTC)

// quick opens a store in a fresh directory.
func quick(t testing.TB, o Options) *Store {
	t.Helper()
	if o.Dir == "" {
		o.Dir = filepath.Join(t.TempDir(), "data")
	}
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// reopen closes the store and opens it again.
func reopen(t testing.TB, s *Store) *Store {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	o := s.opts
	o.BeforeCommit, o.AfterCommit = nil, nil
	return quick(t, o)
}

func update(t testing.TB, s *Store, f func(*Tx) error) {
	t.Helper()
	if err := s.Update(f); err != nil {
		t.Fatal(err)
	}
}

func view(t testing.TB, s *Store, f func(*Tx) error) {
	t.Helper()
	if err := s.View(f); err != nil {
		t.Fatal(err)
	}
}

// sound fails the test when verify finds anything.
func sound(t testing.TB, s *Store) {
	t.Helper()
	problems, err := s.Verify(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error("verify:", p)
	}
}

// filler is text that compresses as real text does.
func filler(line string, size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, line, i, i*104729)
	}
	return b.String()
}

var (
	mailText   = filler("Regel %d: op straat werd mij gezegd dat %x niet klopt, en dat vind ik vreemd.\r\n", 7600)
	letterText = filler("<p style=\"margin:0 0 12px\">Regel %d: op vrijdag 10 april 2026 hoort u meer (%x).</p>\r\n", 5800)
)

// complaint makes the bytes of an 8 KB mail.
func complaint(n int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Received: from mx.voorbeeld.example (mx%d) by mail.voorbeeld.example; Thu, 2 Apr 2026 14:10:%02d +0000\r\n", n, n%60)
	fmt.Fprintf(&b, "From: Jan de Boer <jan%d@voorbeeld.example>\r\nTo: klachten@voorbeeld.example\r\n", n)
	fmt.Fprintf(&b, "Subject: Klacht over de werving %d\r\nMessage-ID: <%d.1@voorbeeld.example>\r\n\r\n%s", n, n, mailText)
	return b.Bytes()
}

func mailOf(n int) NewMail {
	raw := complaint(n)
	return NewMail{Mailbox: inbox, UIDValidity: 7, UID: uint32(n), Arrived: start.Add(time.Duration(n) * time.Second),
		Size: int64(len(raw)), Raw: raw}
}

// opening is the journal of a new case: eight events, two of them letters.
func opening(ref dossier.Ref, number dossier.Number, mail dossier.MailID, at time.Time) []dossier.Event {
	on := calendar.Of(at, time.UTC)
	count := calendar.Count{From: on, Length: calendar.Length{N: 5, Unit: calendar.WorkingDays}, Roll: calendar.RollNone,
		End: on.AddDays(8), Due: on.AddDays(8), ActBy: on.AddDays(8), Skipped: []calendar.Skip{
			{Day: on.AddDays(2), Why: "zaterdag", During: "count"}, {Day: on.AddDays(3), Why: "zondag", During: "count"}}}
	step := dossier.Step{End: on.AddDays(14), ActBy: on.AddDays(14), Letter: "delay_notice_1", To: on.AddDays(28),
		Article: "9.7.2", Count: count}
	bodies := []dossier.Body{
		dossier.Received{Ref: ref, Number: number, Procedure: dossier.ProcedureID{Name: "amnesty", Version: "2013-02-06", Hash: "abc"},
			Mailbox: inbox, Kind: dossier.KindComplaint, State: dossier.StateOpen, Public: "in behandeling",
			Channel: dossier.ChannelMail, Track: "formal", Language: "nl", Received: on, ReceivedAt: at,
			Dated: dossier.DatedArrival, Filed: on, Mail: dossier.Mail{ID: mail, MessageID: "<a." + string(mail) + "@voorbeeld.example>",
				Subject: "Klacht over de werving", Digest: "sha256:00", Arrived: at}},
		dossier.PartyAdded{Party: dossier.Party{ID: "p1", Role: dossier.RoleComplainant, Name: "Jan de Boer",
			Address: "jan@voorbeeld.example", Verified: true}},
		dossier.TermOpened{Term: dossier.Term{Name: dossier.TermAcknowledge, Article: "9.6", Binds: dossier.RoleOrganisation,
			Started: on, Due: count.Due, FirstDue: count.Due, ActBy: count.ActBy, State: dossier.TermOpen, Count: count}},
		dossier.TermOpened{Term: dossier.Term{Name: dossier.TermSettle, Article: "9.7.1", Binds: dossier.RoleOrganisation,
			Started: on, Due: step.End, FirstDue: step.End, ActBy: step.ActBy, State: dossier.TermOpen,
			Steps: []dossier.Step{step, step}, Count: count}},
		dossier.TermOpened{Term: dossier.Term{Name: dossier.TermHardLimit, Article: "9.7.4", Binds: dossier.RoleOrganisation,
			Started: on, Due: on.AddDays(42), FirstDue: on.AddDays(42), ActBy: on.AddDays(41), State: dossier.TermOpen, Count: count}},
		dossier.TaskOpened{Task: dossier.Task{ID: "t6", Kind: dossier.TaskTermNear, For: dossier.RoleCoordinator,
			Opened: at, Reason: "test", Article: "5.6"}},
		dossier.LetterQueued{Duty: dossier.Duty{ID: "d7", Letter: dossier.LetterAcknowledgement,
			To: dossier.Recipient{Role: dossier.RoleComplainant, Party: "p1"}, Article: "9.6", Due: count.Due,
			MessageID: messageID(ref, 7), Term: dossier.TermAcknowledge, Step: -1, About: mail}},
		dossier.LetterQueued{Duty: dossier.Duty{ID: "d8", Letter: dossier.LetterCaseRegistered,
			To: dossier.Recipient{Role: dossier.RoleCoordinator, Person: "anna@voorbeeld.example"}, Article: "5.6",
			MessageID: messageID(ref, 8), Step: -1, About: mail}},
	}
	return numbered(0, at, bodies...)
}

func messageID(ref dossier.Ref, duty int) string {
	return fmt.Sprintf("<%d.%d.klachtd@voorbeeld.example>", ref, duty)
}

// numbered makes events that continue a journal.
func numbered(seq int, at time.Time, bodies ...dossier.Body) []dossier.Event {
	var events []dossier.Event
	for i, b := range bodies {
		events = append(events, dossier.Event{Seq: seq + i + 1, At: at, By: dossier.Actor{Role: dossier.RoleClock},
			Basis: dossier.Basis{Article: "9.6", Rule: "test"}, Body: b})
	}
	return events
}

// letterOf makes a letter of 6 KB.
func letterOf(ref dossier.Ref, number dossier.Number, duty int, to string, at time.Time) Letter {
	id := dossier.DutyID(fmt.Sprintf("d%d", duty))
	raw := fmt.Sprintf("To: <%s>\r\nSubject: [%s] Uw klacht\r\nMessage-ID: %s\r\n\r\n%s", to, number, messageID(ref, duty), letterText)
	return Letter{Mailbox: inbox, Ref: ref, Number: number, Duty: id, Name: dossier.LetterAcknowledgement,
		From: "klachten@voorbeeld.example", To: to, MessageID: messageID(ref, duty), Raw: []byte(raw), Queued: at,
		Copy: duty == 7}
}

// handleNew does for a stored message what the daemon does: one case, eight events, two letters, one outcome.
func handleNew(tx *Tx, id dossier.MailID, n int) (dossier.Ref, error) {
	at := start.Add(time.Duration(n) * time.Second)
	if _, _, err := tx.ContentSeen(inbox, [32]byte{byte(n), byte(n >> 8), byte(n >> 16), 1}, id); err != nil {
		return 0, err
	}
	ref, number, err := tx.NewCase("K", 2026)
	if err != nil {
		return 0, err
	}
	address := fmt.Sprintf("jan%d@voorbeeld.example", n)
	steps := []func() error{
		func() error { return tx.Append(ref, opening(ref, number, id, at)) },
		func() error { return tx.SetDue(ref, at.Add(8*24*time.Hour)) },
		func() error { return tx.PutAddress(address, ref) },
		func() error {
			return tx.PutThread(fmt.Sprintf("<%d.1@voorbeeld.example>", n), Thread{Case: ref, Party: "p1"})
		},
		func() error { return tx.PutThread(messageID(ref, 7), Thread{Case: ref, Party: "p1", Duty: "d7"}) },
		func() error {
			return tx.PutThread(messageID(ref, 8), Thread{Case: ref, Person: "anna@voorbeeld.example", Duty: "d8"})
		},
		func() error { _, err := tx.PutLetter(letterOf(ref, number, 7, address, at)); return err },
		func() error {
			_, err := tx.PutLetter(letterOf(ref, number, 8, "anna@voorbeeld.example", at))
			return err
		},
		func() error {
			return tx.Settle(id, Settled{Outcome: OutcomeDossier, Case: ref, Folder: "Klachten/Verwerkt", At: at})
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return 0, err
		}
	}
	return ref, nil
}

// take stores and handles messages first to first+n-1, in the two transactions of a batch.
func take(s *Store, first, n int) error {
	ids := make([]dossier.MailID, n)
	err := s.Update(func(tx *Tx) error {
		for i := range n {
			r, err := tx.AddMail(mailOf(first + i))
			if err != nil {
				return err
			}
			ids[i] = r.ID
		}
		return tx.SetCursor(inbox, Cursor{UIDValidity: 7, Next: uint32(first + n), Started: true})
	})
	if err != nil {
		return err
	}
	return s.Update(func(tx *Tx) error {
		if err := tx.PutProcedure("abc", "amnesty", "2013-02-06", []byte(strings.Repeat("[[term]]\n", 1000))); err != nil {
			return err
		}
		for i, id := range ids {
			if _, err := handleNew(tx, id, first+i); err != nil {
				return err
			}
		}
		return nil
	})
}
