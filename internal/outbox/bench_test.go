package outbox_test

import (
	"bytes"
	"context"
	"net"
	"testing"

	"klachtd/internal/outbox"
	"klachtd/internal/postoffice"
)

// BenchmarkSend sends letters of 4 KB to a sink on this machine.
func BenchmarkSend(b *testing.B) {
	p := postoffice.New(postoffice.Options{})
	defer p.Close()
	_, addr, err := p.Listen()
	if err != nil {
		b.Fatal(err)
	}
	raw := append(letter(1), bytes.Repeat([]byte("een regel van een brief die wat langer is\r\n"), 90)...)
	for name, test := range map[string]struct{ keep, pipelined bool }{
		"dial each": {false, true}, "kept": {true, false}, "kept, pipelined": {true, true},
	} {
		b.Run(name, func(b *testing.B) {
			sender := outbox.New(options(func(context.Context, string, string) (net.Conn, error) {
				conn, err := net.Dial("tcp", addr)
				if err == nil && !test.pipelined {
					conn = &withoutPipelining{Conn: conn}
				}
				return conn, err
			}))
			for range b.N {
				if r := sender.Send(context.Background(), envelope, raw); r.State != outbox.Accepted {
					b.Fatalf("got %+v", r)
				}
				if !test.keep {
					sender.Close()
				}
			}
			sender.Close()
		})
	}
}

// withoutPipelining hides the extension.
type withoutPipelining struct {
	net.Conn
	greeted bool
}

func (c *withoutPipelining) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if !c.greeted {
		at := bytes.Index(p[:n], []byte("PIPELINING"))
		if at >= 0 {
			c.greeted = true
			copy(p[at:], "XXXXXXXXXX")
		}
	}
	return n, err
}
