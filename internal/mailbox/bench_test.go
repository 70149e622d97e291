package mailbox_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice/debian"
)

const benchMails = 1024

// BenchmarkFetch reads mails of 8 KB from a Dovecot on this machine, by the
// number of messages in one FETCH. The batch that mailbox uses is the last.
func BenchmarkFetch(b *testing.B) {
	d := debian.Dovecot(b)
	raw := append(mail(1), bytes.Repeat([]byte("een regel van een klacht die wat langer is\r\n"), 180)...)
	for range benchMails {
		d.Append(b, "INBOX", raw, arrived)
	}
	for _, mode := range []dial.TLS{dial.None, dial.Implicit} {
		for _, batch := range []int{1, 8, 32, mailbox.BatchMessages} {
			b.Run(fmt.Sprintf("%s/%d", mode, batch), func(b *testing.B) {
				o := dovecot(d).options
				if o.TLS = mode; mode == dial.Implicit {
					o.Port, o.TLSConfig = d.TLSPort, d.TLS
				}
				c, _ := connect(b, o)
				items := list(b, c, 1)
				b.SetBytes(int64(len(raw)))
				b.ResetTimer()
				for n := 0; n < b.N; n += batch {
					at := n % (benchMails - batch + 1)
					err := c.Fetch(context.Background(), items[at:at+min(batch, b.N-n)], func(mailbox.Item, []byte) error { return nil })
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkMove files mails in sets, as the daemon does behind a commit.
func BenchmarkMove(b *testing.B) {
	d := debian.Dovecot(b)
	for _, batch := range []int{1, mailbox.BatchMessages} {
		b.Run(fmt.Sprint(batch), func(b *testing.B) {
			s := dovecot(d.Account())
			for range b.N {
				s.deliver(b, mail(1), arrived)
			}
			c, _ := connect(b, s.options)
			if _, err := c.Create(context.Background(), "Klachten/Verwerkt"); err != nil {
				b.Fatal(err)
			}
			all := uids(list(b, c, 1))
			b.ResetTimer()
			for n := 0; n < len(all); n += batch {
				if _, err := c.Move(context.Background(), all[n:min(n+batch, len(all))], "Klachten/Verwerkt"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
