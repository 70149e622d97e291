package mailbox_test

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"klachtd/internal/mailbox"
)

// Whatever a server answers, a call ends, and nothing is delivered that did not
// come over the line.
func FuzzAnswer(f *testing.F) {
	for _, seed := range []string{
		"", "\r\n", "* 1 FETCH (UID 1 BODY[] {5}\r\nhallo)\r\nT9 OK done\r\n", "* 1 FETCH (UID 1 BODY[] NIL)\r\n",
		"* 1 FETCH (UID 1 BODY[] \"quoted\")\r\n", "* 1 FETCH (UID 1 BODY[] {4294967295}\r\n", "* 1 FETCH (BODY[] {2}\r\nhi UID 1)\r\n",
		"* BYE\r\n", "* 1 FETCH (UID 1 BODY[]<0> {1}\r\nx)\r\n", "* 1 FETCH (UID 1 BODY[] {2}\r\nhi BODY[] {2}\r\nho)\r\n", "+ \r\n",
		"* 1 EXPUNGE\r\n* 9 EXISTS\r\n", "* OK [UIDVALIDITY 9] x\r\n* OK [COPYUID 1 1:9 1:9] x\r\n", "T6 NO [X] y\r\nT7 BAD\r\nT8 OK\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, answer []byte) {
		s := &script{on: map[string]func(*dialogue, string, string){
			"UID FETCH": func(l *dialogue, tag, _ string) {
				l.Write(answer)
				l.Close()
			},
		}}
		o := s.options()
		o.Timeouts.Answer, o.Timeouts.Goodbye = 5*time.Second, time.Second
		check := func(_ mailbox.Item, raw []byte) error {
			if !bytes.Contains(bytes.ReplaceAll(answer, []byte(`\`), nil), bytes.ReplaceAll(raw, []byte(`\`), nil)) {
				t.Errorf("delivered %q of %q", raw, answer)
			}
			return nil
		}
		for _, call := range []func(context.Context, *mailbox.Conn) error{
			func(ctx context.Context, c *mailbox.Conn) error { return c.Fetch(ctx, three(t), check) },
			func(ctx context.Context, c *mailbox.Conn) error {
				return c.FetchTo(ctx, mailbox.Item{UID: 1}, io.Discard)
			},
			func(ctx context.Context, c *mailbox.Conn) error { _, err := c.List(ctx, 1); return err },
		} {
			c, err := mailbox.Connect(context.Background(), o)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			call(context.Background(), c)
			c.Close()
			if d := time.Since(start); d > 4*time.Second {
				t.Errorf("%q took %v", answer, d)
			}
		}
	})
}
