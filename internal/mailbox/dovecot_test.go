package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/postoffice/debian"
)

// Whatever the server puts between the levels and before the names, the caller
// writes "/".
func TestFolderNames(t *testing.T) {
	for name, test := range map[string]struct {
		o    debian.DovecotOptions
		used map[string]string // asked, used
		dirs []string          // below the Maildir
	}{
		"slash": {
			debian.DovecotOptions{Separator: "/"},
			map[string]string{"Klachten/Verwerkt": "Klachten/Verwerkt", "Zaken/K2026.001 Jan": "Zaken/K2026-001 Jan", "~a": "-a"},
			[]string{".Klachten.Verwerkt", ".Zaken.K2026-001 Jan"},
		},
		"dot": {
			debian.DovecotOptions{Separator: "."},
			map[string]string{"Klachten/Verwerkt": "Klachten/Verwerkt", "Zaken/K2026.001 Jan": "Zaken/K2026-001 Jan"},
			[]string{".Klachten.Verwerkt", ".Zaken.K2026-001 Jan"},
		},
		"prefix": {
			debian.DovecotOptions{Separator: ".", Prefix: "INBOX."},
			map[string]string{"Klachten/Verwerkt": "Klachten/Verwerkt", "Klachten/v1.2": "Klachten/v1-2", "INBOX/Onder": "INBOX/Onder"},
			[]string{".Klachten.Verwerkt", ".Klachten.v1-2", ".Onder"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			d := debian.DovecotWith(t, test.o)
			s := dovecot(d)
			c, _ := fill(t, s, 1)
			for asked, want := range test.used {
				for range 2 {
					if used, err := c.Create(ctx, asked); err != nil || used != want {
						t.Errorf("create %q: got %q, error %v, want %q", asked, used, err, want)
					}
				}
				if err := c.Append(ctx, want, mail(5), arrived); err != nil {
					t.Errorf("append to %q: %v", want, err)
				}
				if found, err := c.Find(ctx, want, "<5@b.example>"); err != nil || !slices.Equal(found, []mailbox.UID{1}) {
					t.Errorf("find in %q: got %v, error %v", want, found, err)
				}
			}
			if test.o.Separator == "." { // the name that was asked means the same folder
				if err := c.Append(ctx, "Klachten/v1.2", mail(6), arrived); errors.Is(err, mailbox.ErrNoFolder) != (name == "dot") {
					t.Errorf("append to the asked name: %v", err)
				}
				if err := c.Append(ctx, "Zaken/K2026.001 Jan", mail(6), arrived); errors.Is(err, mailbox.ErrNoFolder) != (name == "prefix") {
					t.Errorf("append to the asked name: %v", err)
				}
			}
			if moved, err := c.Move(ctx, []mailbox.UID{1}, "Klachten/Verwerkt"); err != nil || moved[1] != 2 {
				t.Errorf("move: got %v, error %v", moved, err)
			}
			for _, dir := range test.dirs {
				if _, err := os.Stat(filepath.Join(d.MailDir, d.User, dir)); err != nil {
					t.Errorf("on the server: %v", err)
				}
			}
			subscribed, _ := os.ReadFile(filepath.Join(d.MailDir, d.User, "subscriptions"))
			if !strings.Contains(string(subscribed), "Verwerkt") {
				t.Errorf("subscribed to %q", subscribed)
			}
		})
	}
}

// Mail that somebody else marked as deleted is theirs to expunge, also where a
// move is COPY and UID EXPUNGE (test 96).
func TestOthersDeletedMailStays(t *testing.T) {
	test := func(t *testing.T, s server, login func() *imapclient.Client) {
		ctx := context.Background()
		c, _ := fill(t, s, 3)
		other := login()
		defer other.Close()
		if err := other.Login(s.options.Username, password).Wait(); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Select("INBOX", nil).Wait(); err != nil {
			t.Fatal(err)
		}
		deleted := imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted}}
		if err := other.Store(imap.UIDSetNum(1), &deleted, nil).Close(); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(c.Capabilities(), "MOVE") {
			t.Error("the server has MOVE")
		}
		if _, err := c.Create(ctx, "Klachten"); err != nil {
			t.Fatal(err)
		}
		moved, err := c.Move(ctx, []mailbox.UID{2, 3, 7}, "Klachten")
		if err != nil || len(moved) != 2 {
			t.Errorf("got %v, error %v", moved, err)
		}
		if got := uids(list(t, c, 1)); !slices.Equal(got, []mailbox.UID{1}) {
			t.Errorf("left in the inbox: %v", got)
		}
		// The count of messages is right: nothing new is heard of.
		if changed, err := c.Idle(ctx, 10*time.Millisecond); changed || err != nil {
			t.Errorf("IDLE: got %v, error %v", changed, err)
		}
	}
	t.Run("postoffice", func(t *testing.T) {
		s := office(t, postoffice.Options{Without: []string{"MOVE"}})
		test(t, s, func() *imapclient.Client {
			conn, err := s.options.Dial(context.Background(), "", "")
			if err != nil {
				t.Fatal(err)
			}
			return imapclient.New(conn, nil)
		})
	})
	t.Run("dovecot", func(t *testing.T) {
		d := debian.DovecotWith(t, debian.DovecotOptions{Without: "MOVE"})
		test(t, dovecot(d), func() *imapclient.Client {
			c, err := imapclient.DialInsecure("127.0.0.1:"+portOf(d), nil)
			if err != nil {
				t.Fatal(err)
			}
			return c
		})
	})
}

func TestDovecotReadOnly(t *testing.T) {
	d := debian.DovecotWith(t, debian.DovecotOptions{ReadOnly: true})
	s := dovecot(d)
	s.deliver(t, mail(1), arrived)
	c, status := connect(t, s.options)
	if !status.ReadOnly || status.Messages != 1 {
		t.Errorf("got %+v", status)
	}
	if got, err := fetch(t, c, list(t, c, 1)); err != nil || !bytes.Equal(got[1], mail(1)) {
		t.Errorf("reading: got %d, error %v", len(got), err)
	}
	if _, err := c.Move(context.Background(), []mailbox.UID{1}, "Sent"); err == nil {
		t.Error("moved out of a read-only inbox")
	}
	if used, err := c.Create(context.Background(), "Klachten"); err == nil {
		t.Errorf("created %q without the right to", used)
	}
	if err := c.Noop(context.Background()); err != nil {
		t.Errorf("the connection is lost: %v", err)
	}
}

// Dovecot says OK to NOOP and then ends the connection (pitfall 8). A new one
// shows another UIDVALIDITY; UID 1 is another mail.
func TestDeletedFolder(t *testing.T) {
	ctx := context.Background()
	d := debian.Dovecot(t)
	o := dovecot(d).options
	owner, _ := connect(t, o)
	make := func(n int) {
		t.Helper()
		if _, err := owner.Create(ctx, "Klachten"); err != nil {
			t.Fatal(err)
		}
		if err := owner.Append(ctx, "Klachten", mail(n), arrived); err != nil {
			t.Fatal(err)
		}
	}
	make(1)
	o.Inbox = "Klachten"
	c, before := connect(t, o)
	items := list(t, c, 1)
	d.Doveadm(t, "mailbox", "delete", "Klachten")
	start := time.Now()
	c.Noop(ctx)
	got, err := fetch(t, c, items)
	if err == nil || len(got) != 0 || time.Since(start) > 10*time.Second {
		t.Errorf("from a deleted folder: got %d, error %v after %v", len(got), err, time.Since(start))
	}
	c.Close()
	make(2)
	c, after := connect(t, o)
	if after.UIDValidity == before.UIDValidity {
		t.Errorf("UIDVALIDITY stayed %d", after.UIDValidity)
	}
	if got, err := fetch(t, c, list(t, c, 1)); err != nil || !bytes.Equal(got[1], mail(2)) {
		t.Errorf("after the new folder: got %q, error %v", got[1], err)
	}
}

// A server that lost its index gives new UIDs to the same mail (test 97).
func TestDovecotValidity(t *testing.T) {
	d := debian.Dovecot(t)
	s := dovecot(d)
	c, before := func() (*mailbox.Conn, mailbox.Status) {
		for n := range 3 {
			s.deliver(t, mail(n+1), arrived)
		}
		return connect(t, s.options)
	}()
	c.Close()
	for _, pattern := range []string{"dovecot-uidlist", "dovecot-uidvalidity*", "dovecot.index*"} {
		files, _ := filepath.Glob(filepath.Join(d.MailDir, d.User, pattern))
		for _, f := range files {
			if err := os.Remove(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	time.Sleep(1100 * time.Millisecond) // it is the time in seconds
	c, after := connect(t, s.options)
	if before.UIDValidity == after.UIDValidity {
		t.Errorf("UIDVALIDITY stayed %d", after.UIDValidity)
	}
	if got, err := fetch(t, c, list(t, c, 1)); err != nil || len(got) != 3 {
		t.Errorf("got %d mails, error %v", len(got), err)
	}
}

// A full folder refuses; the mail stays where it is.
func TestOverQuota(t *testing.T) {
	s := &script{on: map[string]func(*dialogue, string, string){
		"UID MOVE": func(l *dialogue, tag, _ string) { l.say("%s NO [OVERQUOTA] full", tag) },
		"APPEND": func(l *dialogue, tag, _ string) {
			l.say("+ go on")
			io.CopyN(io.Discard, l.r, int64(len(mail(1)))+2)
			l.say("%s NO [OVERQUOTA] full", tag)
		},
	}}
	c, _ := connect(t, s.options())
	ctx := context.Background()
	var refused *mailbox.StatusError
	if _, err := c.Move(ctx, []mailbox.UID{1}, "Klachten"); !errors.As(err, &refused) || refused.Code != "OVERQUOTA" {
		t.Errorf("move: got %v", err)
	}
	if err := c.Append(ctx, "Sent", mail(1), arrived); !errors.As(err, &refused) || refused.Code != "OVERQUOTA" {
		t.Errorf("append: got %v", err)
	}
	if err := c.Noop(ctx); err != nil {
		t.Errorf("the connection is lost: %v", err)
	}
}

// A server may refuse before it sees a byte; go-imap then gives up the
// connection, and the reason must not be lost with it.
func TestAppendRefusedAtOnce(t *testing.T) {
	s := &script{on: map[string]func(*dialogue, string, string){
		"APPEND": func(l *dialogue, tag, _ string) { l.say("%s NO [TRYCREATE] no such folder", tag) },
	}}
	c, _ := connect(t, s.options())
	if err := c.Append(context.Background(), "Sent", mail(1), arrived); !errors.Is(err, mailbox.ErrNoFolder) {
		t.Errorf("got %v", err)
	}
}
