package mailbox_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
)

// TestEndless: a server that never ends its line costs some memory, not all of it.
func TestEndless(t *testing.T) {
	sent := 0
	o := (&script{}).options()
	done := make(chan bool)
	o.Dial = func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go func() {
			defer close(done)
			defer server.Close()
			for chunk, n := bytes.Repeat([]byte("* OK x"), 10_000), 0; sent < 1<<28; sent += n {
				var err error
				if n, err = server.Write(chunk); err != nil {
					return
				}
			}
		}()
		return client, nil
	}
	if c, err := mailbox.Connect(context.Background(), o); err == nil {
		c.Close()
		t.Error("connected")
	}
	if <-done; sent > 20<<20 {
		t.Errorf("%d bytes read of one line", sent)
	}
}

// A literal that a clean close cuts short ends without an error in go-imap.
func TestTruncatedLiteral(t *testing.T) {
	for _, end := range []string{"", "* 2 FETCH (UID 2 BODY[] {50}\r\n", "* 2 FETCH (UID 2 BODY[] {50}\r\nhalf of it"} {
		s := &script{on: map[string]func(*dialogue, string, string){
			"UID FETCH": func(l *dialogue, _, _ string) {
				io.WriteString(l, body(1, mail(1))+"\r\n"+end)
				l.Close()
			},
		}}
		c, _ := connect(t, s.options())
		got, err := fetch(t, c, three(t))
		if err == nil {
			t.Errorf("cut in %q: no error", end)
		}
		if len(got) != 1 || !bytes.Equal(got[1], mail(1)) {
			t.Errorf("cut in %q: delivered %d messages, want the whole one", end, len(got))
		}
		c, _ = connect(t, s.options())
		var w bytes.Buffer
		if err := c.FetchTo(context.Background(), mailbox.Item{UID: 2}, &w); err == nil {
			t.Errorf("streamed, cut in %q: no error", end)
		}
		if _, err := c.FetchHead(context.Background(), 2, 10); err == nil {
			t.Errorf("head, after a cut in %q: no error", end)
		}
	}
}

// A FETCH of flags that nobody asked for takes the place of the answer: go-imap
// then throws the body away.
func TestBodyAfterUnaskedFlags(t *testing.T) {
	var asked int
	s := &script{on: map[string]func(*dialogue, string, string){
		"UID FETCH": func(l *dialogue, tag, args string) {
			if asked++; asked == 1 {
				l.say(`* 2 FETCH (UID 2 FLAGS (\Flagged))`)
				for n := 1; n <= 3; n++ {
					l.say("%s", body(n, mail(n)))
				}
			} else if strings.HasPrefix(args, "2 ") {
				l.say("%s", body(2, mail(2)))
			}
			l.ok(tag)
		},
	}}
	c, _ := connect(t, s.options())
	got, err := fetch(t, c, three(t))
	if err != nil || len(got) != 3 || !bytes.Equal(got[2], mail(2)) {
		t.Errorf("got %d messages, error %v", len(got), err)
	}
	if asked != 2 {
		t.Errorf("asked %d times, want 2", asked)
	}
}

// The same with the list: the item of a message must not lack its date.
func TestListAfterUnaskedFlags(t *testing.T) {
	var asked int
	item := func(l *dialogue, n int) {
		l.say(`* %d FETCH (UID %d RFC822.SIZE 10 INTERNALDATE "02-Mar-2026 10:30:00 +0100" FLAGS ())`, n, n)
	}
	s := &script{on: map[string]func(*dialogue, string, string){
		"UID FETCH": func(l *dialogue, tag, _ string) {
			if asked++; asked == 1 {
				l.say(`* 2 FETCH (UID 2 FLAGS (\Flagged))`)
				item(l, 1)
				item(l, 3)
			}
			item(l, 2)
			l.ok(tag)
		},
	}}
	c, _ := connect(t, s.options())
	items := list(t, c, 1)
	if got := uids(items); !slices.Equal(got, []mailbox.UID{1, 2, 3}) {
		t.Fatalf("got %v", got)
	}
	if !items[1].InternalDate.Equal(arrived) {
		t.Errorf("got %+v", items[1])
	}
}

// A body before its UID is thrown away, each time: the message is there, so it
// must not be given up as gone.
func TestBodyBeforeUID(t *testing.T) {
	s := &script{on: map[string]func(*dialogue, string, string){
		"UID FETCH": func(l *dialogue, tag, args string) {
			for n := 1; n <= 3; n++ {
				switch {
				case !strings.Contains(args, "BODY"):
					l.say("* %d FETCH (UID %d)", n, n)
				case n == 2:
					l.say("* 2 FETCH (BODY[] {%d}\r\n%s UID 2)", len(mail(2)), mail(2))
				default:
					l.say("%s", body(n, mail(n)))
				}
			}
			l.ok(tag)
		},
		"FETCH": func(l *dialogue, tag, args string) {
			if strings.HasPrefix(args, "2 ") {
				l.say("%s", body(2, mail(2)))
			}
			l.ok(tag)
		},
	}}
	c, _ := connect(t, s.options())
	got, err := fetch(t, c, three(t))
	if err != nil || !bytes.Equal(got[2], mail(2)) {
		t.Errorf("got %d messages, error %v", len(got), err)
	}
}

// What the server lists and does not hand out is unreadable, and does not hold
// up the others; what it does not list is gone.
func TestUnreadable(t *testing.T) {
	for name, answer := range map[string]string{
		"NIL":        "* 2 FETCH (UID 2 BODY[] NIL)\r\n%s OK done",
		"no body":    "* 2 FETCH (UID 2)\r\n%s OK done",
		"NO":         "%s NO [SERVERBUG] the index of jan@b.example is broken",
		"other UID":  "* 2 FETCH (UID 9 BODY[] {2}\r\nhi)\r\n%s OK done",
		"over limit": "* 2 FETCH (UID 2 BODY[] {2}\r\nhi)\r\n%s OK done",
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{on: map[string]func(*dialogue, string, string){
				"UID FETCH": func(l *dialogue, tag, args string) {
					if !strings.Contains(args, "BODY") {
						if strings.HasPrefix(args, "2 ") {
							l.say("* 2 FETCH (UID 2)")
						}
						l.ok(tag)
						return
					}
					if strings.HasPrefix(args, "1:") {
						l.say("%s", body(1, mail(1)))
					}
					if name != "over limit" {
						l.say(answer, tag)
						return
					}
					l.ok(tag)
				},
				"FETCH": func(l *dialogue, tag, _ string) {
					if name == "over limit" {
						l.ok(tag)
						return
					}
					l.say(answer, tag)
				},
			}}
			c, _ := connect(t, s.options())
			got, err := fetch(t, c, three(t))
			var gone *mailbox.GoneError
			var unreadable *mailbox.UnreadableError
			if !errors.As(err, &gone) || !slices.Equal(gone.UIDs, []mailbox.UID{3}) {
				t.Errorf("gone: got %v", err)
			}
			if !errors.As(err, &unreadable) || !slices.Equal(unreadable.UIDs, []mailbox.UID{2}) {
				t.Errorf("unreadable: got %v", err)
			}
			if len(got) != 1 || !bytes.Equal(got[1], mail(1)) {
				t.Errorf("delivered %d messages", len(got))
			}
			if strings.Contains(err.Error(), "jan@") {
				t.Errorf("the error quotes the server: %v", err)
			}
			if err := c.Noop(context.Background()); err != nil {
				t.Errorf("the connection is lost: %v", err)
			}
		})
	}
}

// Two FETCHes in flight deadlock: no command may follow before the answer.
func TestOneFetchInFlight(t *testing.T) {
	var early bool
	s := &script{}
	s.on = map[string]func(*dialogue, string, string){
		"UID FETCH": func(l *dialogue, tag, args string) {
			for n := 1; n <= 3; n++ {
				if strings.HasPrefix(args, "1:3") || strings.HasPrefix(args, string(rune('0'+n))+" ") {
					l.say("%s", body(n, mail(n)))
				}
			}
			early = early || l.r.Buffered() > 0
			l.ok(tag)
		},
	}
	c, _ := connect(t, s.options())
	large := []mailbox.Item{{UID: 1, Size: mailbox.BatchBytes}, {UID: 2, Size: mailbox.BatchBytes}, {UID: 3, Size: mailbox.BatchBytes}}
	err := c.Fetch(context.Background(), large, func(mailbox.Item, []byte) error {
		// The receiver may use the connection: the answer is complete by now.
		return c.Noop(context.Background())
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(s.commands("UID FETCH")); got != 3 || early {
		t.Errorf("%d commands, a command before the answer: %v", got, early)
	}
}

// RFC822.SIZE may lie, as Exchange's does.
func TestWrongSize(t *testing.T) {
	s := &script{on: map[string]func(*dialogue, string, string){
		"UID FETCH": func(l *dialogue, tag, _ string) {
			l.say("%s", body(1, mail(1)))
			l.ok(tag)
		},
	}}
	c, _ := connect(t, s.options())
	for _, size := range []int64{0, 1, 1 << 40, -5} {
		got, err := fetch(t, c, []mailbox.Item{{UID: 1, Size: size}})
		if err != nil || !bytes.Equal(got[1], mail(1)) {
			t.Errorf("size %d: got %q, error %v", size, got[1], err)
		}
	}
}

// A batch whose messages are larger than announced is not held in memory whole:
// what is too much comes alone. A message that is too large by itself does not
// come at all.
func TestLyingSizes(t *testing.T) {
	large, huge := make([]byte, mailbox.FetchLimit*5/8), make([]byte, mailbox.FetchLimit+1)
	send := func(l *dialogue, n int) {
		raw := large
		if n == 3 {
			raw = huge
		}
		l.say("* %d FETCH (UID %d BODY[] {%d}", n, n, len(raw))
		l.Write(raw)
		l.say(")")
	}
	s := &script{on: map[string]func(*dialogue, string, string){}}
	s.on["UID FETCH"] = func(l *dialogue, tag, args string) {
		for n := 1; n <= 3; n++ {
			if strings.HasPrefix(args, "1:3") || args[0] == byte('0'+n) {
				send(l, n)
			}
		}
		l.ok(tag)
	}
	s.on["FETCH"] = s.on["UID FETCH"]
	c, _ := connect(t, s.options())
	got := 0
	err := c.Fetch(context.Background(), three(t), func(_ mailbox.Item, raw []byte) error {
		if got++; len(raw) != len(large) {
			t.Errorf("got %d bytes", len(raw))
		}
		return nil
	})
	var unreadable *mailbox.UnreadableError
	if got != 2 || !errors.As(err, &unreadable) || !slices.Equal(unreadable.UIDs, []mailbox.UID{3}) {
		t.Errorf("got %d messages, error %v", got, err)
	}
	commands := s.commands("UID FETCH")
	if len(commands) != 4 || !strings.HasPrefix(commands[1], "UID FETCH 2 ") {
		t.Errorf("said %q", commands)
	}
	if head, err := c.FetchHead(context.Background(), 3, 1000); err == nil || len(head) != 0 {
		t.Errorf("the head is as long as the server likes: %d bytes, error %v", len(head), err)
	}
}

// ENVELOPE, BODYSTRUCTURE and extensions of one server would end the connection
// sooner or later: they are never asked, nor is anything marked by reading it.
func TestAsksPlainItemsOnly(t *testing.T) {
	s := &script{}
	c, _ := connect(t, s.options())
	ctx := context.Background()
	c.List(ctx, 1)
	c.Fetch(ctx, three(t), func(mailbox.Item, []byte) error { return nil })
	c.FetchTo(ctx, mailbox.Item{UID: 1}, io.Discard)
	c.FetchHead(ctx, 1, 10)
	allowed := []string{"UID", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]", "BODY.PEEK[]<0.10>"}
	for _, command := range append(s.commands("UID FETCH"), s.commands("FETCH")...) {
		_, items, _ := strings.Cut(command, "(")
		for item := range strings.FieldsSeq(strings.TrimSuffix(items, ")")) {
			if !slices.Contains(allowed, item) {
				t.Errorf("asks %s in %q", item, command)
			}
		}
	}
	if n := len(s.commands("UID FETCH")); n < 8 {
		t.Errorf("only %d commands", n)
	}
	for _, command := range s.commands("") {
		if strings.Contains(command, "CONDSTORE") || strings.HasPrefix(command, "ENABLE") || strings.HasPrefix(command, "EXPUNGE") {
			t.Errorf("said %q", command)
		}
	}
}

// A Dovecot that is still starting greets twice.
func TestColdGreeting(t *testing.T) {
	t.Run("STARTTLS", func(t *testing.T) {
		cert := postoffice.NewCertificate("mail.example")
		testTLS(t, &trap{conf: cert.Server(), greeting: coldGreeting}, dial.StartTLS, cert.Client(), true)
	})

	s := &script{greeting: coldGreeting + friendly}
	connect(t, s.options())
}

// After LOGIN the capabilities are others, and go-imap learns them behind our
// back. They are known when Connect returns, and nothing is left to be said.
func TestCapabilitiesAfterLogin(t *testing.T) {
	for range 100 {
		s := &script{greeting: "* OK [CAPABILITY IMAP4rev1] hello"}
		c, err := mailbox.Connect(context.Background(), s.options())
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Capabilities(); !slices.Contains(got, "MOVE") {
			t.Fatalf("got %v", got)
		}
		said := s.commands("")
		if last := said[len(said)-1]; !strings.HasPrefix(last, "LIST") || !slices.Contains(said, "CAPABILITY") {
			t.Fatalf("said %q", said)
		}
		c.Close()
	}
}

const coldGreeting = "* OK Waiting for authentication process to respond..\r\n"

// Not every server says ALREADYEXISTS: what is there is not created.
func TestCreateExisting(t *testing.T) {
	s := &script{on: map[string]func(*dialogue, string, string){
		"LIST": func(l *dialogue, tag, args string) {
			name := strings.Trim(strings.TrimPrefix(args, `"" `), `"`)
			l.say(`* LIST () "/" "%s"`, name)
			l.ok(tag)
		},
		"CREATE": func(l *dialogue, tag, _ string) { l.say("%s NO it is there", tag) },
	}}
	c, _ := connect(t, s.options())
	if used, err := c.Create(context.Background(), "Klachten/Verwerkt"); err != nil || used != "Klachten/Verwerkt" {
		t.Errorf("got %q, error %v", used, err)
	}
	if got := s.commands("CREATE"); len(got) != 0 {
		t.Errorf("said %q", got)
	}
}

func TestReadOnly(t *testing.T) {
	s := &script{on: map[string]func(*dialogue, string, string){
		"SELECT": func(l *dialogue, tag, _ string) {
			l.say("* 1 EXISTS")
			l.say("* OK [UIDVALIDITY 7] valid")
			l.say("%s OK [READ-ONLY] look, do not touch", tag)
		},
		"UID STORE": func(l *dialogue, tag, _ string) { l.say("%s NO read-only", tag) },
	}}
	c, status := connect(t, s.options())
	if !status.ReadOnly || status.UIDNext != 0 {
		t.Errorf("got %+v", status)
	}
	if _, err := c.Move(context.Background(), []mailbox.UID{1}, "Klachten"); err == nil {
		t.Error("moved out of a read-only inbox")
	}
}

// Without MOVE and UIDPLUS go-imap would expunge everything that anybody marked
// as deleted.
func TestNoMove(t *testing.T) {
	plain := func(l *dialogue, tag, _ string) {
		l.say("* CAPABILITY IMAP4rev1")
		l.ok(tag)
	}
	s := &script{greeting: "* OK hello", on: map[string]func(*dialogue, string, string){"CAPABILITY": plain}}
	c, _ := connect(t, s.options())
	if _, err := c.Move(context.Background(), []mailbox.UID{1}, "Klachten"); !errors.Is(err, mailbox.ErrNoMove) {
		t.Errorf("got %v", err)
	}
	if changed, err := c.Idle(context.Background(), time.Millisecond); changed || err != nil {
		t.Errorf("without IDLE: got %v, error %v", changed, err)
	}
	for _, said := range s.commands("") {
		if strings.Contains(said, "EXPUNGE") || strings.Contains(said, "IDLE") || strings.Contains(said, "NAMESPACE") {
			t.Errorf("said %q, which the server does not have", said)
		}
	}
}

// Find must not leave the caller with UIDs of another time.
func TestFindAfterValidityChange(t *testing.T) {
	validity := 6
	s := &script{on: map[string]func(*dialogue, string, string){
		"SELECT": func(l *dialogue, tag, _ string) {
			validity++
			l.say("* OK [UIDVALIDITY %d] valid", validity)
			l.ok(tag)
		},
		"UID SEARCH": func(l *dialogue, tag, _ string) {
			l.say("* SEARCH 4")
			l.ok(tag)
		},
	}}
	c, _ := connect(t, s.options())
	if _, err := c.Find(context.Background(), "Klachten", "<1@b.example>"); !errors.Is(err, mailbox.ErrValidity) {
		t.Errorf("got %v", err)
	}
}
