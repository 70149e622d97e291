package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
)

// visit is what the daemon does with a connection: look, read, file.
func visit(ctx context.Context, o mailbox.Options, got map[mailbox.UID][]byte) error {
	c, err := mailbox.Connect(ctx, o)
	if err != nil {
		return err
	}
	defer c.Close()
	if _, err := c.Select(ctx); err != nil {
		return err
	}
	if _, err := c.Create(ctx, "Klachten/Verwerkt"); err != nil {
		return err
	}
	items, err := c.List(ctx, 1)
	if err != nil {
		return err
	}
	err = c.Fetch(ctx, items, func(i mailbox.Item, raw []byte) error {
		got[i.UID] = raw
		return nil
	})
	if err != nil {
		return err
	}
	_, err = c.Move(ctx, uids(items), "Klachten/Verwerkt")
	return err
}

// The connection is cut after n bytes from the server, for n = 0, 1, 2 ... until
// a visit passes. After each cut a second visit finds every mail exactly once,
// and never a byte that differs.
func TestCutAtEveryByte(t *testing.T) {
	const mails = 3
	for _, test := range []struct {
		without []string
		step    int64
	}{{nil, 1}, {[]string{"MOVE"}, 5}} {
		without, n := test.without, int64(0)
		for ; ; n += test.step {
			passed := false
			synctest.Test(t, func(t *testing.T) {
				p, s := bubbleOffice(postoffice.Options{Without: without})
				defer p.Close()
				for i := range mails {
					s.deliver(t, mail(i+1), arrived)
				}
				p.CutIMAP(n)
				got := make(map[mailbox.UID][]byte)
				passed = visit(context.Background(), s.options, got) == nil
				if err := visit(context.Background(), s.options, got); err != nil {
					t.Fatalf("after a cut at byte %d: %v", n, err)
				}
				checkFiled(t, p, n, mails, got, without != nil)
			})
			if passed || t.Failed() {
				break
			}
		}
		t.Logf("without %v: passed at byte %d", without, n)
		if n < 500 {
			t.Errorf("a visit passed with a cut at byte %d: too early to be true", n)
		}
	}
}

// checkFiled wants each mail whole and in the folder once. COPY and EXPUNGE are
// two commands: without MOVE a cut between them leaves two copies, which Find
// shows.
func checkFiled(t *testing.T, p *postoffice.Office, n int64, mails int, got map[mailbox.UID][]byte, twice bool) {
	t.Helper()
	for i := range mails {
		if !bytes.Equal(got[mailbox.UID(i+1)], mail(i+1)) {
			t.Errorf("cut at byte %d: mail %d is %q", n, i+1, got[mailbox.UID(i+1)])
		}
	}
	filed, err := p.Messages(userName, "Klachten/Verwerkt")
	if err != nil {
		t.Fatal(err)
	}
	left, err := p.Messages(userName, "INBOX")
	if err != nil || len(left) != 0 {
		t.Errorf("cut at byte %d: %d left in the inbox, error %v", n, len(left), err)
	}
	for i := range mails {
		copies := 0
		for _, m := range filed {
			if bytes.Equal(m.Raw, mail(i+1)) && slices.Contains(m.Flags, `\Seen`) {
				copies++
			}
		}
		if copies != 1 && !(twice && copies == 2) {
			t.Errorf("cut at byte %d: %d copies of mail %d", n, copies, i+1)
		}
	}
}

// The same with a server that falls silent instead.
func TestStallAtManyBytes(t *testing.T) {
	for n := int64(0); ; n += 37 {
		passed := false
		synctest.Test(t, func(t *testing.T) {
			p, s := bubbleOffice(postoffice.Options{})
			defer p.Close()
			s.deliver(t, mail(1), arrived)
			p.StallIMAP(n)
			start := time.Now()
			err := visit(context.Background(), s.options, map[mailbox.UID][]byte{})
			passed = err == nil
			if d := time.Since(start); !passed && !errors.Is(err, mailbox.ErrTimeout) || d > mailbox.DefaultAnswer+10*time.Second {
				t.Errorf("silent from byte %d: got %v after %v", n, err, d)
			}
		})
		if passed || t.Failed() {
			break
		}
	}
}

// When the inbox is replaced, the connection ends, and the new one shows another
// UIDVALIDITY with UIDs from 1.
func TestUIDValidityChange(t *testing.T) {
	p := postoffice.New(postoffice.Options{Users: []postoffice.User{{Name: userName, Password: password}}})
	defer p.Close()
	s := inOffice(p)
	for n := range 4 {
		s.deliver(t, mail(n+1), arrived)
	}
	c, before := connect(t, s.options)
	if err := p.Remove(userName, "INBOX", 1); err != nil {
		t.Fatal(err)
	}
	if err := p.ResetUIDValidity(userName); err != nil {
		t.Fatal(err)
	}
	if err := c.Noop(context.Background()); err == nil {
		t.Error("the old connection still answers")
	}
	c, after := connect(t, s.options)
	if after.UIDValidity == before.UIDValidity || after.UIDNext != 4 {
		t.Errorf("before %+v, after %+v", before, after)
	}
	got, err := fetch(t, c, list(t, c, 1))
	if err != nil || !bytes.Equal(got[1], mail(2)) || !bytes.Equal(got[3], mail(4)) {
		t.Errorf("got %d mails, error %v", len(got), err)
	}
}

func TestRefusedFolderNames(t *testing.T) {
	dots := func(name string) bool { return bytes.ContainsAny([]byte(name), ".") }
	most := func(name string) bool { return bytes.ContainsAny([]byte(name), ".é&") }
	for _, test := range []struct {
		refuse     func(string) bool
		name, want string
	}{
		{dots, "Klachten/K2026.001", "Klachten/K2026-001"},
		{dots, "Klachten/Verwerkt", "Klachten/Verwerkt"},
		{most, "Klachten/Jan & Café.", "Klachten/Jan - Caf_-"},
		{func(string) bool { return true }, "Klachten", ""},
	} {
		p := postoffice.New(postoffice.Options{Users: []postoffice.User{{Name: userName, Password: password}}})
		defer p.Close()
		p.RefuseFolders(test.refuse)
		c, _ := connect(t, inOffice(p).options)
		used, err := c.Create(context.Background(), test.name)
		if used != test.want || (test.want == "") != (err != nil) {
			t.Errorf("%q: got %q, error %v, want %q", test.name, used, err, test.want)
		}
		folders, _ := p.Folders(userName)
		if test.want != "" && !slices.Contains(folders, test.want) {
			t.Errorf("%q: the folders are %v", test.name, folders)
		}
	}
}
