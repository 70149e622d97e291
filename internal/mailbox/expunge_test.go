package mailbox_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/postoffice/debian"
)

func TestExpunge(t *testing.T) {
	eachServer(t, map[string]func(*testing.T, server){"expunge": testExpunge, "locate": testLocate})
}

func testExpunge(t *testing.T, s server) {
	ctx := context.Background()
	c, _ := fill(t, s, 5)
	status, err := c.Select(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Create(ctx, "Klachten/Verwerkt"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Move(ctx, []mailbox.UID{1, 2, 3}, "Klachten/Verwerkt"); err != nil {
		t.Fatal(err)
	}
	two, err := c.Locate(ctx, "Klachten/Verwerkt", mailbox.Wanted{MessageID: "<2@b.example>"})
	if err != nil || len(two.UIDs) != 1 {
		t.Fatalf("got %v, error %v", two, err)
	}
	for range 2 { // gone is gone
		if err := c.Expunge(ctx, "Klachten/Verwerkt", two.UIDValidity, two.UIDs); err != nil {
			t.Error(err)
		}
	}
	if err := c.Expunge(ctx, "", status.UIDValidity, []mailbox.UID{4}); err != nil {
		t.Error(err)
	}
	if got := uids(list(t, c, 1)); !slices.Equal(got, []mailbox.UID{5}) {
		t.Errorf("left in the inbox: %v", got)
	}
	for id, want := range map[string]int{"<1@b.example>": 1, "<2@b.example>": 0, "<3@b.example>": 1} {
		if found, err := c.Find(ctx, "Klachten/Verwerkt", id); len(found) != want || err != nil {
			t.Errorf("%s: got %v, error %v", id, found, err)
		}
	}
	if err := c.Expunge(ctx, "Klachten/Verwerkt", two.UIDValidity+1, []mailbox.UID{1}); !errors.Is(err, mailbox.ErrValidity) {
		t.Errorf("UIDs of another time: %v", err)
	}
	if err := c.Expunge(ctx, "Nergens", 1, []mailbox.UID{1}); !errors.Is(err, mailbox.ErrNoFolder) {
		t.Errorf("no folder: %v", err)
	}
	if got := uids(list(t, c, 1)); !slices.Equal(got, []mailbox.UID{5}) {
		t.Errorf("left in the inbox after all: %v", got)
	}
}

func testLocate(t *testing.T, s server) {
	ctx := context.Background()
	c, _ := fill(t, s, 2)
	impostor := []byte(strings.Replace(string(mail(2)), "Dag", "Hallo", 1)) // the same Message-ID
	s.deliver(t, impostor, arrived)
	status, err := c.Select(ctx)
	if err != nil {
		t.Fatal(err)
	}
	one, two := sha256.Sum256(mail(1)), sha256.Sum256(mail(2))
	other := status.UIDValidity + 1
	for name, test := range map[string]struct {
		wanted mailbox.Wanted
		want   []mailbox.UID
	}{
		"by its UID":                         {mailbox.Wanted{UID: 2, UIDValidity: status.UIDValidity}, []mailbox.UID{2}},
		"by its UID, whatever its bytes are": {mailbox.Wanted{UID: 2, UIDValidity: status.UIDValidity, Digest: one}, []mailbox.UID{2}},
		"a UID that is gone":                 {mailbox.Wanted{UID: 99, UIDValidity: status.UIDValidity}, nil},
		"a UID of another time":              {mailbox.Wanted{UID: 1, UIDValidity: other, MessageID: "<2@b.example>", Digest: two}, []mailbox.UID{2}},
		"a UID without its time":             {mailbox.Wanted{UID: 1, Digest: one}, []mailbox.UID{1}},
		"a UID of other bytes":               {mailbox.Wanted{UID: 1, Digest: two}, nil},
		"a UID without its time or bytes":    {mailbox.Wanted{UID: 1}, nil},
		"by its bytes":                       {mailbox.Wanted{MessageID: "<2@b.example>", Digest: two}, []mailbox.UID{2}},
		"by its Message-ID":                  {mailbox.Wanted{MessageID: "<2@b.example>"}, []mailbox.UID{2, 3}},
		"nothing":                            {mailbox.Wanted{}, nil},
		"bytes of nobody":                    {mailbox.Wanted{MessageID: "<2@b.example>", Digest: [32]byte{1}}, nil},
	} {
		got, err := c.Locate(ctx, "", test.wanted)
		if err != nil || got.UIDValidity != status.UIDValidity || !slices.Equal(got.UIDs, test.want) {
			t.Errorf("%s: got %v, want %v, error %v", name, got, test.want, err)
		}
	}
	if _, err := c.Locate(ctx, "Nergens", mailbox.Wanted{UID: 1}); !errors.Is(err, mailbox.ErrNoFolder) {
		t.Errorf("no folder: %v", err)
	}
	if got := uids(list(t, c, 1)); !slices.Equal(got, []mailbox.UID{1, 2, 3}) {
		t.Errorf("in the inbox: %v", got)
	}
}

// What other people marked as deleted stays (test 96).
func TestExpungeLeavesOthersDeletedMail(t *testing.T) {
	test := func(t *testing.T, s server, login func() *imapclient.Client) {
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
		status, err := c.Select(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Expunge(context.Background(), "", status.UIDValidity, []mailbox.UID{2}); err != nil {
			t.Error(err)
		}
		if got := uids(list(t, c, 1)); !slices.Equal(got, []mailbox.UID{1, 3}) {
			t.Errorf("left in the inbox: %v", got)
		}
	}
	t.Run("postoffice", func(t *testing.T) {
		s := office(t, postoffice.Options{})
		test(t, s, func() *imapclient.Client {
			conn, err := s.options.Dial(context.Background(), "", "")
			if err != nil {
				t.Fatal(err)
			}
			return imapclient.New(conn, nil)
		})
	})
	t.Run("dovecot", func(t *testing.T) {
		d := debian.Dovecot(t).Account()
		test(t, dovecot(d), func() *imapclient.Client {
			c, err := imapclient.DialInsecure("127.0.0.1:"+portOf(d), nil)
			if err != nil {
				t.Fatal(err)
			}
			return c
		})
	})
}

// A plain EXPUNGE would destroy what others marked as deleted.
func TestNoExpunge(t *testing.T) {
	s := &script{on: map[string]func(*dialogue, string, string){"CAPABILITY": func(l *dialogue, tag, _ string) {
		l.say("* CAPABILITY IMAP4rev1 MOVE")
		l.ok(tag)
	}}, greeting: "* OK hello"}
	c, _ := connect(t, s.options())
	if err := c.Expunge(context.Background(), "Klachten", 6, []mailbox.UID{1}); !errors.Is(err, mailbox.ErrNoExpunge) {
		t.Errorf("got %v", err)
	}
	for _, said := range s.commands("") {
		if strings.Contains(said, "EXPUNGE") || strings.Contains(said, "STORE") {
			t.Errorf("said %q", said)
		}
	}
}
