package mailbox_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"testing"

	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/postoffice/debian"
)

// A case's folder is made below the inbox, its mail moves on to another one, and what is empty then goes. Mail of others is
// never deleted, nor moved.
func TestMoveOn(t *testing.T) {
	for name, make := range map[string]func(testing.TB) server{
		"memory": func(t testing.TB) server { return office(t, postoffice.Options{}) },
		"slash": func(t testing.TB) server {
			return dovecot(debian.DovecotWith(t, debian.DovecotOptions{Separator: "/"}))
		},
		"dot": func(t testing.TB) server {
			return dovecot(debian.DovecotWith(t, debian.DovecotOptions{Separator: "."}))
		},
		"prefix": func(t testing.TB) server {
			return dovecot(debian.DovecotWith(t, debian.DovecotOptions{Separator: ".", Prefix: "INBOX."}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			c, _ := fill(t, make(t), 3)
			from, err := c.Create(ctx, "INBOX/1. In behandeling/MV K. Jansen")
			must(t, err)
			to, err := c.Create(ctx, "INBOX/2. Afgehandeld/MV K. Jansen K2026-0001")
			must(t, err)
			moved, err := c.Move(ctx, []mailbox.UID{1, 2}, from)
			must(t, err)
			one := located(t, c, from, mailbox.Wanted{UID: moved[1], Digest: sha256.Sum256(mail(1))})
			on, err := c.MoveFrom(ctx, from, one.UIDValidity, one.UIDs, to)
			must(t, err)
			if on[moved[1]] == 0 || len(located(t, c, to, mailbox.Wanted{MessageID: "<1@b.example>"}).UIDs) != 1 {
				t.Errorf("moved %v", on)
			}
			if gone, err := c.RemoveEmpty(ctx, from); gone || err != nil {
				t.Errorf("a folder with mail: gone %v, error %v", gone, err)
			}
			if l := located(t, c, from, mailbox.Wanted{MessageID: "<2@b.example>"}); len(l.UIDs) != 1 {
				t.Error("the mail that is left was lost")
			}
			if _, err := c.MoveFrom(ctx, from, one.UIDValidity+1, one.UIDs, to); !errors.Is(err, mailbox.ErrValidity) {
				t.Errorf("with another UIDVALIDITY: %v", err)
			}
			two := located(t, c, from, mailbox.Wanted{MessageID: "<2@b.example>", Digest: sha256.Sum256(mail(2))})
			_, err = c.MoveFrom(ctx, from, two.UIDValidity, two.UIDs, to)
			must(t, err)
			if gone, err := c.RemoveEmpty(ctx, "INBOX/1. In behandeling"); gone || err != nil && name == "memory" {
				t.Errorf("a folder that holds another: gone %v, error %v", gone, err)
			}
			if gone, err := c.RemoveEmpty(ctx, from); !gone || err != nil {
				t.Errorf("an empty folder: gone %v, error %v", gone, err)
			}
			if _, err := c.Locate(ctx, from, mailbox.Wanted{MessageID: "<2@b.example>"}); !errors.Is(err, mailbox.ErrNoFolder) {
				t.Errorf("the removed folder: %v", err)
			}
			for _, folder := range []string{from, from + " -"} { // an end that was interrupted, and the folder again
				_, err := c.Create(ctx, folder)
				must(t, err)
			}
			if gone, err := c.RemoveEmpty(ctx, from); !gone || err != nil {
				t.Errorf("a folder that was put aside once: gone %v, error %v", gone, err)
			}
			aside, err := c.Create(ctx, from+" -") // its end was interrupted
			must(t, err)
			if gone, err := c.RemoveEmpty(ctx, from); !gone || err != nil {
				t.Errorf("a folder that was put aside: gone %v, error %v", gone, err)
			}
			if _, err := c.Locate(ctx, aside, mailbox.Wanted{MessageID: "<2@b.example>"}); !errors.Is(err, mailbox.ErrNoFolder) {
				t.Errorf("the folder that was put aside: %v", err)
			}
			if items := list(t, c, 1); len(items) != 1 || items[0].UID != 3 {
				t.Errorf("in the inbox: %v", uids(items))
			}
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func located(t testing.TB, c *mailbox.Conn, folder string, w mailbox.Wanted) mailbox.Located {
	t.Helper()
	l, err := c.Locate(context.Background(), folder, w)
	must(t, err)
	return l
}
