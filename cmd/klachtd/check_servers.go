package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"

	"klachtd/internal/config"
	"klachtd/internal/mailbox"
	"klachtd/internal/outbox"
)

// wanted are the capabilities that make a difference, in the order of their weight.
var wanted = []string{"MOVE", "UIDPLUS", "IDLE"}

// imap logs in and looks at what klachtd needs of the server.
func (f *findings) imap(ctx context.Context, m config.Mailbox) {
	what := "imap " + m.Name
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	conn, err := mailbox.Connect(ctx, imapOptions(m.IMAP))
	if err != nil {
		f.wrong(what, loginHint(err, "username and password_file under [mailbox.imap]", mailbox.ErrLogin))
		return
	}
	defer conn.Close()
	f.ok(what, "logged in at "+m.IMAP.Host)
	f.capabilities(what, conn.Capabilities())
	status, err := conn.Select(ctx)
	if err != nil {
		f.wrong(what, fmt.Errorf("open folder %s: %w", m.IMAP.Inbox, err))
		return
	}
	if status.ReadOnly {
		f.wrong(what, fmt.Errorf("folder %s may only be read", m.IMAP.Inbox))
	}
	f.ok(what, fmt.Sprintf("folder %s has messages: %d", m.IMAP.Inbox, status.Messages))
	for _, folder := range []string{m.IMAP.Handled, m.IMAP.Tray, m.IMAP.Quarantine, m.IMAP.Sent} {
		if folder != "" {
			f.folder(ctx, conn, what, folder)
		}
	}
}

func (f *findings) capabilities(what string, has []string) {
	var have, lack []string
	for _, name := range wanted {
		if slices.Contains(has, name) {
			have = append(have, name)
		} else {
			lack = append(lack, name)
		}
	}
	switch {
	case !slices.Contains(have, "MOVE") && !slices.Contains(have, "UIDPLUS"):
		f.wrong(what, mailbox.ErrNoMove)
	case !slices.Contains(have, "IDLE"):
		f.note(what, "the server has no IDLE: new mail is seen at the next poll")
	}
	if len(have) > 0 {
		f.ok(what, "the server has "+strings.Join(have, ", "))
	}
	if len(lack) > 0 && len(have) > 0 {
		f.note(what, "the server lacks "+strings.Join(lack, ", "))
	}
}

// nobody is a Message-ID that no mail has: looking for it only asks whether the folder is there.
const nobody = "<klachtd-check@invalid>"

func (f *findings) folder(ctx context.Context, conn *mailbox.Conn, what, folder string) {
	_, err := conn.Find(ctx, folder, nobody)
	switch {
	case errors.Is(err, mailbox.ErrNoFolder):
		f.note(what, "folder "+folder+" is made when it is needed")
	case err != nil:
		f.wrong(what, fmt.Errorf("look into folder %s: %w", folder, err))
	default:
		f.ok(what, "folder "+folder+" is there")
	}
}

// smtp greets the server and logs in; it sends nothing.
func (f *findings) smtp(ctx context.Context, m config.Mailbox) {
	what := "smtp " + m.Name
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	sender := outbox.New(smtpOptions(m.SMTP))
	defer sender.Close()
	if err := sender.Check(ctx); err != nil {
		f.wrong(what, loginHint(err, "username and password_file under [mailbox.smtp]", outbox.ErrLogin))
		return
	}
	says := "logged in at "
	if m.SMTP.Username == "" {
		says = "greeted by "
	}
	f.ok(what, says+m.SMTP.Host)
}

// loginHint adds where to look when a server refused the password, or could not be reached.
func loginHint(err error, keys string, refused error) error {
	var dial *net.OpError
	switch {
	case errors.Is(err, refused):
		return hinted(err, "look at "+keys)
	case errors.As(err, &dial) && dial.Op == "dial":
		return hinted(err, "is the server up, and are host and port right?")
	}
	return err
}
