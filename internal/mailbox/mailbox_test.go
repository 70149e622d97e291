package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/mailbox"
)

var arrived = time.Date(2026, 3, 2, 10, 30, 0, 0, time.FixedZone("", 3600))

// fill delivers the mails 1 to n and returns the connection and their items.
func fill(t *testing.T, s server, n int) (*mailbox.Conn, []mailbox.Item) {
	t.Helper()
	for i := range n {
		s.deliver(t, mail(i+1), arrived.Add(time.Duration(i)*time.Minute))
	}
	c, status := connect(t, s.options)
	if status.Messages != uint32(n) || status.UIDNext != mailbox.UID(n+1) || status.UIDValidity == 0 || status.ReadOnly {
		t.Fatalf("status: got %+v", status)
	}
	return c, list(t, c, 1)
}

// fetch returns what arrives, by UID.
func fetch(t testing.TB, c *mailbox.Conn, items []mailbox.Item) (map[mailbox.UID][]byte, error) {
	t.Helper()
	got := make(map[mailbox.UID][]byte)
	err := c.Fetch(context.Background(), items, func(i mailbox.Item, raw []byte) error {
		if got[i.UID] != nil {
			t.Errorf("UID %d delivered twice", i.UID)
		}
		got[i.UID] = raw
		return nil
	})
	return got, err
}

func TestMailbox(t *testing.T) {
	eachServer(t, map[string]func(*testing.T, server){
		"list":         testList,
		"fetch":        testFetch,
		"large":        testLarge,
		"move":         testMove,
		"find":         testFind,
		"create":       testCreate,
		"append":       testAppend,
		"idle":         testIdle,
		"wrong login":  testWrongLogin,
		"gone":         testGone,
		"empty":        testEmpty,
		"capabilities": testCapabilities,
	})
}

func testList(t *testing.T, s server) {
	c, items := fill(t, s, 3)
	if got := uids(items); !slices.Equal(got, []mailbox.UID{1, 2, 3}) {
		t.Fatalf("got UIDs %v", got)
	}
	for n, i := range items {
		if want := arrived.Add(time.Duration(n) * time.Minute); !i.InternalDate.Equal(want) {
			t.Errorf("internal date of %d: got %v, want %v", i.UID, i.InternalDate, want)
		}
		if i.Size != int64(len(mail(n+1))) || i.Seen {
			t.Errorf("item %d: got %+v", i.UID, i)
		}
	}
	if got := uids(list(t, c, 3)); !slices.Equal(got, []mailbox.UID{3}) {
		t.Errorf("from 3: got %v", got)
	}
	// A server answers the last message to "4:*".
	if got := list(t, c, 4); len(got) != 0 {
		t.Errorf("from 4: got %v", got)
	}
}

func testFetch(t *testing.T, s server) {
	const n = mailbox.BatchMessages + 10
	c, items := fill(t, s, n)
	got, err := fetch(t, c, items)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if !bytes.Equal(got[mailbox.UID(i+1)], mail(i+1)) {
			t.Errorf("mail %d differs: got %q", i+1, got[mailbox.UID(i+1)])
		}
	}
	if slices.ContainsFunc(list(t, c, 1), func(i mailbox.Item) bool { return i.Seen }) {
		t.Error("fetching marked a mail as seen")
	}
	stop := errors.New("stop")
	if err := c.Fetch(context.Background(), items, func(mailbox.Item, []byte) error { return stop }); err != stop {
		t.Errorf("an error of the receiver: got %v", err)
	}
	if err := c.Noop(context.Background()); err != nil {
		t.Errorf("after an error of the receiver: %v", err)
	}
}

func testLarge(t *testing.T, s server) {
	large := append(mail(1), bytes.Repeat([]byte(strings.Repeat("x", 70)+"\r\n"), 80_000)...)
	s.deliver(t, large, arrived)
	s.deliver(t, mail(2), arrived)
	c, _ := connect(t, s.options)
	items := list(t, c, 1)
	if len(mailbox.Batches(items)) != 2 {
		t.Fatalf("a mail of %d bytes shares a batch", len(large))
	}
	var streamed bytes.Buffer
	if err := c.FetchTo(context.Background(), items[0], &streamed); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(streamed.Bytes(), large) {
		t.Errorf("streamed %d bytes, want %d", streamed.Len(), len(large))
	}
	for _, n := range []int64{100, int64(len(large)) + 100} {
		head, err := c.FetchHead(context.Background(), 1, n)
		if err != nil || !bytes.Equal(head, large[:min(n, int64(len(large)))]) {
			t.Errorf("head of %d bytes: got %d bytes, error %v", n, len(head), err)
		}
	}
	if got, err := fetch(t, c, items); err != nil || !bytes.Equal(got[1], large) || !bytes.Equal(got[2], mail(2)) {
		t.Errorf("after the head: %d mails, error %v", len(got), err)
	}
}

func testMove(t *testing.T, s server) {
	ctx := context.Background()
	c, _ := fill(t, s, 4)
	if _, err := c.Move(ctx, []mailbox.UID{1}, "Klachten/Verwerkt"); !errors.Is(err, mailbox.ErrNoFolder) {
		t.Fatalf("to a missing folder: got %v", err)
	}
	if _, err := c.Create(ctx, "Klachten/Verwerkt"); err != nil {
		t.Fatal(err)
	}
	moved, err := c.Move(ctx, []mailbox.UID{1, 3}, "Klachten/Verwerkt")
	if err != nil {
		t.Fatal(err)
	}
	if len(moved) != 2 || moved[1] != 1 || moved[3] != 2 {
		t.Errorf("new UIDs: got %v", moved)
	}
	// After a lost answer it is asked again; the others must stay.
	if again, err := c.Move(ctx, []mailbox.UID{1, 3}, "Klachten/Verwerkt"); err != nil || len(again) != 0 {
		t.Errorf("again: got %v, error %v", again, err)
	}
	if got := uids(list(t, c, 1)); !slices.Equal(got, []mailbox.UID{2, 4}) {
		t.Errorf("left in the inbox: %v", got)
	}
	o := s.options
	o.Inbox = "Klachten/Verwerkt"
	there, _ := connect(t, o)
	if items := list(t, there, 1); len(items) != 2 || !items[0].Seen || !items[0].InternalDate.Equal(arrived) {
		t.Errorf("in the folder: %+v", items)
	}
}

func testFind(t *testing.T, s server) {
	ctx := context.Background()
	c, _ := fill(t, s, 3)
	if _, err := c.Create(ctx, "Klachten/Verwerkt"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Move(ctx, []mailbox.UID{2, 3}, "Klachten/Verwerkt"); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string][]mailbox.UID{
		"<3@b.example>": {2}, "<1@b.example>": nil, "": nil, "<\"\\é@b.example>": nil,
	} {
		if got, err := c.Find(ctx, "Klachten/Verwerkt", id); err != nil || !slices.Equal(got, want) {
			t.Errorf("find %q: got %v, error %v, want %v", id, got, err, want)
		}
	}
	if _, err := c.Find(ctx, "Nergens", "<3@b.example>"); !errors.Is(err, mailbox.ErrNoFolder) {
		t.Errorf("in a missing folder: got %v", err)
	}
	if got := uids(list(t, c, 1)); !slices.Equal(got, []mailbox.UID{1}) {
		t.Errorf("the inbox is selected again: got %v", got)
	}
}

func testCreate(t *testing.T, s server) {
	ctx := context.Background()
	c, _ := fill(t, s, 1)
	for _, folder := range []string{"Klachten/Verwerkt", "Klachten/Verwerkt", "K2026-0001 & Café", "Klachten/Een/Twee/Drie"} {
		used, err := c.Create(ctx, folder)
		if err != nil || used != folder {
			t.Errorf("create %q: got %q, error %v", folder, used, err)
		}
		if err := c.Append(ctx, folder, mail(1), arrived); err != nil {
			t.Errorf("append to %q: %v", folder, err)
		}
	}
	for folder, want := range map[string]string{"A*B%C/\x01D": "A-B-C/D", " / ": "", "": ""} {
		used, err := c.Create(ctx, folder)
		if used != want || (want == "") != (err != nil) {
			t.Errorf("create %q: got %q, error %v, want %q", folder, used, err, want)
		}
	}
	if used, err := c.Create(ctx, "INBOX"); used != "INBOX" || err != nil {
		t.Errorf("create INBOX: got %q, error %v", used, err)
	}
}

func testAppend(t *testing.T, s server) {
	ctx := context.Background()
	o := s.options
	o.Inbox = "Sent"
	c, _ := connect(t, s.options)
	if err := c.Append(ctx, "Nergens", mail(9), arrived); !errors.Is(err, mailbox.ErrNoFolder) {
		t.Errorf("to a missing folder: got %v", err)
	}
	if _, err := c.Create(ctx, "Sent"); err != nil {
		t.Fatal(err)
	}
	big := append(mail(7), bytes.Repeat([]byte("0123456789\r\n"), 10_000)...)
	for _, raw := range [][]byte{mail(7), big} {
		if err := c.Append(ctx, "Sent", raw, arrived); err != nil {
			t.Fatal(err)
		}
	}
	sent, _ := connect(t, o)
	items := list(t, sent, 1)
	got, err := fetch(t, sent, items)
	if err != nil || len(got) != 2 || !bytes.Equal(got[1], mail(7)) || !bytes.Equal(got[2], big) {
		t.Fatalf("in Sent: %d mails, error %v", len(got), err)
	}
	if !items[0].Seen || !items[0].InternalDate.Equal(arrived) {
		t.Errorf("in Sent: %+v", items[0])
	}
}

func testIdle(t *testing.T, s server) {
	ctx := context.Background()
	c, _ := fill(t, s, 1)
	if changed, err := c.Idle(ctx, 20*time.Millisecond); changed || err != nil {
		t.Errorf("nothing new: got %v, error %v", changed, err)
	}
	delivered := make(chan struct{})
	go func() {
		defer close(delivered)
		time.Sleep(50 * time.Millisecond)
		s.deliver(t, mail(2), arrived)
	}()
	start := time.Now()
	changed, err := c.Idle(ctx, 20*time.Second)
	<-delivered
	if !changed || err != nil || time.Since(start) > 10*time.Second {
		t.Errorf("new mail: got %v, error %v after %v", changed, err, time.Since(start))
	}
	if got := uids(list(t, c, 2)); !slices.Equal(got, []mailbox.UID{2}) {
		t.Errorf("after IDLE: got %v", got)
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if _, err := c.Idle(short, time.Minute); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with a context that ends: got %v", err)
	}
	if err := c.Noop(ctx); err != nil {
		t.Errorf("after the context ended: %v", err)
	}
}

func testWrongLogin(t *testing.T, s server) {
	s.options.Password = "onjuist"
	if _, err := mailbox.Connect(context.Background(), s.options); err == nil {
		t.Error("a wrong password is let in")
	} else if !errors.Is(err, mailbox.ErrLogin) && s.options.Dial != nil {
		t.Errorf("got %v", err)
	}
}

func testGone(t *testing.T, s server) {
	c, items := fill(t, s, 3)
	other, _ := connect(t, s.options)
	if _, err := other.Create(context.Background(), "Weg"); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Move(context.Background(), []mailbox.UID{2}, "Weg"); err != nil {
		t.Fatal(err)
	}
	other.Close() // a server may show the message to us until nobody else has it
	if err := c.Noop(context.Background()); err != nil {
		t.Fatal(err)
	}
	got, err := fetch(t, c, items)
	var gone *mailbox.GoneError
	if !errors.As(err, &gone) || !slices.Equal(gone.UIDs, []mailbox.UID{2}) {
		t.Errorf("got %v", err)
	}
	if len(got) != 2 || !bytes.Equal(got[3], mail(3)) {
		t.Errorf("the others: got %d", len(got))
	}
	if err := c.FetchTo(context.Background(), items[1], new(bytes.Buffer)); !errors.As(err, &gone) {
		t.Errorf("streamed: got %v", err)
	}
	if _, err := c.FetchHead(context.Background(), 2, 10); !errors.As(err, &gone) {
		t.Errorf("head: got %v", err)
	}
}

func testEmpty(t *testing.T, s server) {
	c, items := fill(t, s, 0)
	if len(items) != 0 {
		t.Errorf("got %v", items)
	}
	if got, err := fetch(t, c, items); err != nil || len(got) != 0 {
		t.Errorf("fetch: got %v, error %v", got, err)
	}
	if moved, err := c.Move(context.Background(), nil, "Weg"); err != nil || len(moved) != 0 {
		t.Errorf("move: got %v, error %v", moved, err)
	}
}

func testCapabilities(t *testing.T, s server) {
	c, _ := fill(t, s, 0)
	got := c.Capabilities()
	for _, want := range []string{"IDLE", "IMAP4rev1", "MOVE", "UIDPLUS"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing in %v", want, got)
		}
	}
	if !slices.IsSorted(got) {
		t.Errorf("not sorted: %v", got)
	}
}

func TestBatches(t *testing.T) {
	sizes := func(n int, size int64) []mailbox.Item { return slices.Repeat([]mailbox.Item{{Size: size}}, n) }
	for _, test := range []struct {
		items []mailbox.Item
		want  []int
	}{
		{nil, nil},
		{sizes(1, 10), []int{1}},
		{sizes(64, 10), []int{64}},
		{sizes(65, 10), []int{64, 1}},
		{sizes(4, mailbox.BatchBytes/2), []int{2, 2}},
		{sizes(2, mailbox.BatchBytes+1), []int{1, 1}},
		{append(sizes(2, 10), append(sizes(1, 99<<20), sizes(1, 10)...)...), []int{2, 1, 1}},
	} {
		var got []int
		for _, b := range mailbox.Batches(test.items) {
			got = append(got, len(b))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", fmt.Sprint(len(test.items)), got, test.want)
		}
	}
}
