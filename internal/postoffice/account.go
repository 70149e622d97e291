package postoffice

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const inbox = "INBOX"

func (o *Office) account(name string) *account {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.users[name]
}

// owner finds the user to whom an address belongs, plus addressing included.
func (o *Office) owner(address string) *account {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	local, _, _ = strings.Cut(local, "+")
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, a := range o.users {
		for _, own := range a.Addresses {
			if strings.EqualFold(own, local+"@"+domain) {
				return a
			}
		}
	}
	return nil
}

// Deliver puts a mail in the INBOX of a user, with the given internal date; the
// zero time is now.
func (o *Office) Deliver(user string, raw []byte, internalDate time.Time) error {
	return o.put(user, inbox, Mail{Raw: raw, InternalDate: internalDate})
}

func (o *Office) put(user, folder string, m Mail) error {
	a := o.account(user)
	if a == nil {
		return fmt.Errorf("deliver to user %q: no such user", user)
	}
	var flags []imap.Flag
	for _, f := range m.Flags {
		flags = append(flags, imap.Flag(f))
	}
	_, err := a.boxes.Append(folder, literal{bytes.NewReader(m.Raw)}, &imap.AppendOptions{Time: m.InternalDate, Flags: flags})
	if err != nil {
		return fmt.Errorf("deliver to folder %q: %w", folder, err)
	}
	return nil
}

type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

// Folders lists the folders of a user.
func (o *Office) Folders(user string) ([]string, error) {
	var names []string
	err := o.look(user, func(c *imapclient.Client) error {
		list, err := c.List("", "*", nil).Collect()
		for _, d := range list {
			names = append(names, d.Mailbox)
		}
		return err
	})
	slices.Sort(names)
	return names, err
}

// Messages returns what stands in a folder, in the order of the UIDs.
func (o *Office) Messages(user, folder string) ([]Mail, error) {
	var mails []Mail
	err := o.look(user, func(c *imapclient.Client) error {
		data, err := c.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
		if err != nil || data.NumMessages == 0 {
			return err
		}
		list, err := c.Fetch(imap.SeqSet{{Start: 1, Stop: 0}}, &imap.FetchOptions{
			UID: true, Flags: true, InternalDate: true,
			BodySection: []*imap.FetchItemBodySection{{Peek: true}},
		}).Collect()
		for _, m := range list {
			mails = append(mails, readMail(m))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read folder %q of user %q: %w", folder, user, err)
	}
	return mails, nil
}

func readMail(b *imapclient.FetchMessageBuffer) Mail {
	m := Mail{UID: uint32(b.UID), InternalDate: b.InternalDate}
	for _, f := range b.Flags {
		m.Flags = append(m.Flags, string(f))
	}
	for _, s := range b.BodySection {
		m.Raw = s.Bytes
	}
	return m
}

// look reads through the front door: imapmemserver has no other. Its own
// door: no TLS, and no planned fault is spent on it.
func (o *Office) look(user string, f func(*imapclient.Client) error) error {
	a := o.account(user)
	if a == nil {
		return fmt.Errorf("look into the mailbox of %q: no such user", user)
	}
	conn, err := o.own.dial(context.Background())
	if err != nil {
		return err
	}
	c := imapclient.New(conn, nil)
	defer c.Close()
	if err := c.Login(a.Name, a.Password).Wait(); err != nil {
		return err
	}
	return f(c)
}

// ResetUIDValidity replaces the INBOX of a user by a new one with the same mail,
// a higher UIDVALIDITY and UIDs from 1, as a server does after a restore. Who
// had it selected loses the connection.
func (o *Office) ResetUIDValidity(user string) error {
	o.moving.Lock()
	defer o.moving.Unlock()
	mails, err := o.Messages(user, inbox)
	if err != nil {
		return err
	}
	boxes := o.account(user).boxes
	if err := boxes.Delete(inbox); err != nil {
		return err
	}
	if err := boxes.Create(inbox, nil); err != nil {
		return err
	}
	for _, m := range mails {
		if err := o.put(user, inbox, m); err != nil {
			return err
		}
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for s, conn := range o.sessions {
		if s.user == user && strings.EqualFold(s.selected, inbox) {
			conn.Close()
		}
	}
	return nil
}

// RemoveFolder deletes a folder with its mail, as its owner could with a mail
// client.
func (o *Office) RemoveFolder(user, folder string) error {
	return o.look(user, func(c *imapclient.Client) error { return c.Delete(folder).Wait() })
}

// Remove takes a message out of a folder, as its owner could with a mail
// client.
func (o *Office) Remove(user, folder string, uid uint32) error {
	return o.look(user, func(c *imapclient.Client) error {
		if _, err := c.Select(folder, nil).Wait(); err != nil {
			return err
		}
		set := imap.UIDSetNum(imap.UID(uid))
		deleted := imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
		if err := c.Store(set, &deleted, nil).Close(); err != nil {
			return err
		}
		return c.UIDExpunge(set).Close()
	})
}
