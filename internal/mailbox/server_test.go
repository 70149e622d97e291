package mailbox_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/postoffice/debian"
)

const (
	userName = "klachten"
	password = "geheim"
)

// A server is one that the same tests run against.
type server struct {
	options mailbox.Options
	deliver func(t testing.TB, raw []byte, date time.Time)
}

// eachServer runs the test against the postoffice and against a real Dovecot,
// each time with an empty mailbox.
func eachServer(t *testing.T, tests map[string]func(*testing.T, server)) {
	t.Run("postoffice", func(t *testing.T) {
		for name, test := range tests {
			t.Run(name, func(t *testing.T) { test(t, office(t, postoffice.Options{})) })
		}
	})
	t.Run("dovecot", func(t *testing.T) {
		d := debian.Dovecot(t)
		for name, test := range tests {
			t.Run(name, func(t *testing.T) { test(t, dovecot(d.Account())) })
		}
	})
}

func office(t testing.TB, o postoffice.Options) server {
	t.Helper()
	o.Users = []postoffice.User{{Name: userName, Password: password}}
	p := postoffice.New(o)
	t.Cleanup(func() { p.Close() })
	return inOffice(p)
}

func inOffice(p *postoffice.Office) server {
	return server{
		options: mailbox.Options{
			Host: "127.0.0.1", Port: 143, TLS: dial.None, Username: userName, Password: password, Dial: p.DialIMAP,
		},
		deliver: func(t testing.TB, raw []byte, date time.Time) {
			t.Helper()
			if err := p.Deliver(userName, raw, date); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func dovecot(d debian.IMAP) server {
	return server{
		options: mailbox.Options{Host: d.Host, Port: d.Port, TLS: dial.None, Username: d.User, Password: d.Password},
		deliver: func(t testing.TB, raw []byte, date time.Time) {
			t.Helper()
			d.Append(t, "INBOX", raw, date)
		},
	}
}

// connect logs in and selects the inbox.
func connect(t testing.TB, o mailbox.Options) (*mailbox.Conn, mailbox.Status) {
	t.Helper()
	c, err := mailbox.Connect(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	status, err := c.Select(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return c, status
}

// mail is a message with a Message-ID of its number.
func mail(n int) []byte {
	return fmt.Appendf(nil, "Message-ID: <%d@b.example>\r\nFrom: jan@b.example\r\nSubject: klacht %d\r\n\r\nDag %d,\r\n%s\r\n",
		n, n, n, strings.Repeat("tekst ", n))
}

func list(t testing.TB, c *mailbox.Conn, from mailbox.UID) []mailbox.Item {
	t.Helper()
	items, err := c.List(context.Background(), from)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func uids(items []mailbox.Item) (l []mailbox.UID) {
	for _, i := range items {
		l = append(l, i.UID)
	}
	return l
}

func portOf(d debian.IMAP) string { return strconv.Itoa(d.Port) }
