package daemon

import (
	"errors"
	"fmt"
	"log/slog"

	"klachtd/internal/dossier"
	"klachtd/internal/letter"
	"klachtd/internal/mailbox"
	"klachtd/internal/store"
)

// record is the vocabulary of the log: one method per event. Values are ids, counts, dates and codes (rule 13);
// errors are named by a code, since foreign ones may quote a mail.
type record struct{ l *slog.Logger }

// Attribute keys of the log.
const (
	keyMailbox = "mailbox"
	keyMail    = "mail"
	keyCase    = "case"
	keyCount   = "count"
	keyCode    = "code"
	keyOutcome = "outcome"
	keyReason  = "reason"
	keyLetter  = "letter"
	keyState   = "state"
	keyAttempt = "attempt"
	keyValid   = "uidvalidity"
)

func (r record) started(mailboxes int) { r.l.Info("started", keyCount, mailboxes) }
func (r record) stopped()              { r.l.Info("stopped") }

func (r record) firstStart(mailbox string, leftAlone uint32) {
	r.l.Info("first start", keyMailbox, mailbox, keyCount, leftAlone)
}

func (r record) rescan(mailbox string, validity uint32) {
	r.l.Warn("mailbox has a new UIDVALIDITY, rescanning", keyMailbox, mailbox, keyValid, validity)
}

func (r record) stored(mailbox string, n int) {
	r.l.Info("messages stored", keyMailbox, mailbox, keyCount, n)
}

func (r record) handled(mail dossier.MailID, outcome, reason string, number dossier.Number) {
	r.l.Info("message handled", keyMail, mail, keyOutcome, outcome, keyReason, reason, keyCase, number)
}

func (r record) retrying(mail dossier.MailID, attempt int, err error) {
	r.l.Warn("message could not be handled", keyMail, mail, keyAttempt, attempt, keyCode, code(err))
}

func (r record) filed(mailbox string, n int) {
	r.l.Info("messages filed", keyMailbox, mailbox, keyCount, n)
}

func (r record) expunged(mailbox string, n, left int) {
	r.l.Info("messages of destroyed cases expunged", keyMailbox, mailbox, keyCount, n, "left", left)
}

func (r record) gone(mailbox string, n int) {
	r.l.Warn("messages gone before they were read", keyMailbox, mailbox, keyCount, n)
}

func (r record) fired(n int) { r.l.Info("agenda carried out", keyCount, n) }

func (r record) delivery(letter, state string, attempt, smtp int) {
	r.l.Info("letter tried", keyLetter, letter, keyState, state, keyAttempt, attempt, keyCode, smtp)
}

func (r record) away(mailbox, server string, err error) {
	r.l.Error("server cannot be used", keyMailbox, mailbox, "server", server, keyCode, code(err))
}

func (r record) back(mailbox string) { r.l.Info("server is back", keyMailbox, mailbox) }

func (r record) stuck(ref dossier.Ref, err error) {
	r.l.Error("agenda cannot be carried out", "ref", ref, keyCode, code(err))
}

func (r record) failed(what string, err error) {
	r.l.Error("step broke off", "step", what, keyCode, code(err))
}

// code names an error without its text.
func code(err error) string {
	for _, known := range []struct {
		is   error
		code string
	}{
		{store.ErrCommitUnknown, "commit_unknown"}, {store.ErrDamaged, "store_damaged"}, {store.ErrNotFound, "not_found"},
		{store.ErrDestroyed, "destroyed"}, {mailbox.ErrNoMove, "imap_no_move"}, {errPanic, "panic"},
		{errServer, "smtp_server"}, {errAgenda, "agenda"}, {errRegulation, "regulation"}, {letter.ErrBlock, "letter_block"},
		{letter.ErrAddress, "letter_address"}, {letter.ErrTooBig, "letter_too_big"},
		{letter.ErrUnknownLetter, "letter_unknown"},
	} {
		if errors.Is(err, known.is) {
			return known.code
		}
	}
	return shortCode(err)
}

// shortCode is the Go type of the innermost error: enough to look for, and never a word of a mail or a server.
func shortCode(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return fmt.Sprintf("%T", err)
		}
		err = inner
	}
}
