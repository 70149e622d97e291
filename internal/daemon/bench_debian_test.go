package daemon_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/postoffice/debian"
)

// dovecotHost is a Dovecot of its own, with STARTTLS for klachtd and the loops alike.
func dovecotHost(b *testing.B, _ *postoffice.Office) host {
	b.Helper()
	first := debian.Dovecot(b)
	accounts := []debian.IMAP{first.Account(), first.Account(), first.Account()}
	h := host{imap: mailbox.Options{
		Host: first.Host, Port: first.Port, TLS: dial.StartTLS, TLSConfig: first.TLS,
		Username: accounts[0].User, Password: first.Password,
	}}
	by := map[string]*imapclient.Client{}
	for i, a := range accounts {
		h.users[i] = a.User
		h.imap.Username = a.User
		r := rival{desk: &desk{t: b}, host: h}
		by[a.User] = r.dial()
		check(b, by[a.User].Login(a.User, a.Password).Wait())
		b.Cleanup(func() { by[a.User].Close() })
	}
	h.imap.Username = accounts[0].User
	h.deliver = func(user string, raw []byte, at time.Time) {
		cmd := by[user].Append("INBOX", int64(len(raw)), &imap.AppendOptions{Time: at})
		_, err := bytes.NewReader(raw).WriteTo(cmd)
		check(b, err)
		check(b, cmd.Close())
		_, err = cmd.Wait()
		check(b, err)
	}
	return h
}

// BenchmarkDovecotBacklog and BenchmarkDovecotSingle are BenchmarkBacklog and BenchmarkSingle before a real IMAP server,
// whose processor time is not in the figures.
func BenchmarkDovecotBacklog(b *testing.B) { newRival(b, dovecotHost).compare(b, 128, 64) }

func BenchmarkDovecotSingle(b *testing.B) { newRival(b, dovecotHost).compare(b, 1, 1) }
