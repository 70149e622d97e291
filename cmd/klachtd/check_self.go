package main

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"klachtd/internal/config"
	"klachtd/internal/mailbox"
	"klachtd/internal/message"
	"klachtd/internal/outbox"
	"klachtd/internal/proof"
)

// Of the mail that a mailbox sends itself.
const (
	selfWait  = time.Minute // how long check waits for it when nobody says otherwise
	selfLook  = time.Second // between two looks into the inbox
	selfHead  = 64 << 10    // bytes of a message in which its header is looked for
	selfMails = 100         // messages that came in meanwhile and are looked at
)

// errSelf is returned when the mail did not come back.
var errSelf = errors.New("the mail to itself did not arrive")

// selfCheck is one mailbox that writes to itself: once to its address and, with plus addressing, once to an address with
// what looks like a token.
type selfCheck struct {
	f     *findings
	m     config.Mailbox
	what  string
	conn  *mailbox.Conn
	start mailbox.Status
	sent  []selfMail
}

type selfMail struct {
	id, to string
	uid    mailbox.UID // 0: not seen
	got    *message.Message
}

// self sends the mails, waits for them, says what the servers made of them, and takes them out of the inbox again.
func (f *findings) self(ctx context.Context, m config.Mailbox, wait time.Duration) {
	c := &selfCheck{f: f, m: m, what: "mail " + m.Name}
	ctx, cancel := context.WithTimeout(ctx, wait+checkTime)
	defer cancel()
	if err := c.run(ctx, wait); err != nil {
		f.wrong(c.what, err)
	}
}

func (c *selfCheck) run(ctx context.Context, wait time.Duration) error {
	var err error
	if c.conn, err = mailbox.Connect(ctx, imapOptions(c.m.IMAP)); err != nil {
		return err
	}
	defer c.conn.Close()
	if c.start, err = c.conn.Select(ctx); err != nil {
		return err
	}
	if err := c.send(ctx); err != nil {
		return err
	}
	for deadline := time.Now().Add(wait); ; {
		missing, err := c.look(ctx)
		if err != nil || !missing || time.Now().After(deadline) {
			return errors.Join(err, c.judge(), c.remove(ctx))
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(selfLook):
		}
	}
}

// random is a text that occurs in no other mail, of the letters of which tokens are made.
func random(n int) string {
	raw := make([]byte, n)
	_, _ = rand.Read(raw) // never fails
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw))[:n]
}

func (c *selfCheck) send(ctx context.Context) error {
	c.sent = []selfMail{{to: c.m.Address}}
	if c.m.PlusAddressing && proof.Fits(c.m.Address) {
		c.sent = append(c.sent, selfMail{to: proof.Plus(c.m.Address, random(proof.TokenLength))})
	}
	sender := outbox.New(smtpOptions(c.m.SMTP))
	defer sender.Close()
	_, host, _ := strings.Cut(c.m.Address, "@")
	for i := range c.sent {
		s := &c.sent[i]
		s.id = "<klachtd-check-" + random(20) + "@" + host + ">"
		raw := strings.Join([]string{
			"From: " + c.m.Address, "To: " + s.to, "Subject: klachtd check " + s.id[15:35], "Message-ID: " + s.id,
			"Date: " + time.Now().Format(time.RFC1123Z), "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
			"Content-Type: text/plain; charset=us-ascii", "", "klachtd check sent this mail to itself. It may be deleted.", "",
		}, "\r\n")
		r := sender.Send(ctx, outbox.Envelope{From: c.m.Address, To: s.to}, []byte(raw))
		if r.State != outbox.Accepted {
			return errors.Join(fmt.Errorf("send a mail to itself: %s %s", r.State, r.Reply), r.Err)
		}
	}
	return nil
}

// look reads what came in since, and says whether one of the mails is still missing.
func (c *selfCheck) look(ctx context.Context) (missing bool, err error) {
	if err := c.conn.Noop(ctx); err != nil {
		return true, err
	}
	items, err := c.conn.List(ctx, max(c.start.UIDNext, 1))
	if err != nil {
		return true, err
	}
	slices.Reverse(items) // the newest first, where the server does not tell the next UID
	for _, item := range items[:min(len(items), selfMails)] {
		if slices.ContainsFunc(c.sent, func(s selfMail) bool { return s.uid == item.UID }) {
			continue
		}
		head, err := c.conn.FetchHead(ctx, item.UID, selfHead)
		if err != nil {
			return true, err
		}
		c.claim(item.UID, message.Parse(head))
	}
	return slices.ContainsFunc(c.sent, func(s selfMail) bool { return s.uid == 0 }), nil
}

// claim knows a mail again by its subject: its Message-ID may be another one by now.
func (c *selfCheck) claim(uid mailbox.UID, m *message.Message) {
	for i := range c.sent {
		if s := &c.sent[i]; s.uid == 0 && m.Subject == "klachtd check "+s.id[15:35] {
			s.uid, s.got = uid, m
		}
	}
}

// judge says what came of the mails.
func (c *selfCheck) judge() error {
	plain := c.sent[0]
	switch {
	case plain.uid == 0:
		return hinted(errSelf, "is "+c.m.Address+" the address of this mailbox, and does its mail arrive in folder "+c.m.IMAP.Inbox+"?")
	case plain.got.MessageID == plain.id:
		c.f.ok(c.what, "a mail to itself arrived, with its Message-ID")
	default:
		c.f.note(c.what, "a mail to itself arrived with another Message-ID: answers are known by the token and the case number")
	}
	if len(c.sent) > 1 {
		if c.sent[1].uid == 0 {
			return hinted(fmt.Errorf("mail to %s+... does not arrive", strings.Split(c.m.Address, "@")[0]), "set plus_addressing = false")
		}
		c.f.ok(c.what, "mail to an address with a token arrives")
	}
	return c.stamp(plain.got)
}

// stamp says which trust profile fits what the server wrote above the mail.
func (c *selfCheck) stamp(m *message.Message) error {
	fields := make([]proof.Field, len(m.Fields))
	for i, f := range m.Fields {
		fields[i] = proof.Field{Name: f.Name, Value: f.Value}
	}
	s := proof.Stamped(fields)
	profile, id := s.Fits()
	fits := fmt.Sprintf("profile = %q", profile)
	if profile == proof.RFC8601 {
		fits += fmt.Sprintf(", authserv_id = %q", id)
	}
	switch {
	case profile == proof.None:
		c.f.note(c.what, "the server writes no Authentication-Results above it: "+fits+" fits, unless it does so for mail from outside")
	case s.Exchange:
		c.f.ok(c.what, "Exchange stamped it: "+fits+" fits")
	default:
		c.f.ok(c.what, "the server stamped it: "+fits+" fits")
	}
	configured := proof.Trust{Profile: proof.Profile(c.m.Trust.Profile), AuthservID: c.m.Trust.AuthservID}
	if profile != proof.None && !configured.Accepts(s) {
		c.f.note(c.what, fmt.Sprintf("the configuration says profile = %q, authserv_id = %q", c.m.Trust.Profile, c.m.Trust.AuthservID))
	}
	return nil
}

// remove takes the mails out of the inbox; a server without UIDPLUS leaves that to a person.
func (c *selfCheck) remove(ctx context.Context) error {
	var uids []mailbox.UID
	for _, s := range c.sent {
		if s.uid != 0 {
			uids = append(uids, s.uid)
		}
	}
	if len(uids) == 0 {
		return nil
	}
	err := c.conn.Expunge(ctx, "", c.start.UIDValidity, uids)
	if errors.Is(err, mailbox.ErrNoExpunge) {
		c.f.note(c.what, fmt.Sprintf("the server cannot delete single mails: delete %d with the subject “klachtd check” by hand", len(uids)))
		return nil
	}
	return err
}
