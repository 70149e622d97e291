package mailbox_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/postoffice/debian"
)

// A trap is an IMAP server that notes everything it is told, over TLS or not.
type trap struct {
	conf     *tls.Config
	implicit bool
	greeting string // said before the greeting
	starttls string // the answer to STARTTLS; empty: it is carried out

	mu    sync.Mutex
	heard []byte
}

// dial goes over TCP: on a net.Pipe two ends that both have something to say
// about a broken handshake wait for each other.
func (s *trap) dial(context.Context, string, string) (net.Conn, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	defer l.Close()
	client, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		return nil, err
	}
	conn, err := l.Accept()
	if err != nil {
		return nil, err
	}
	go s.serve(conn)
	return client, nil
}

func (s *trap) serve(conn net.Conn) {
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	if s.implicit {
		conn = tls.Server(conn, s.conf)
	}
	io.WriteString(conn, s.greeting+"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hello\r\n")
	for r := bufio.NewReader(conn); ; {
		line, err := r.ReadString('\n')
		s.mu.Lock()
		s.heard = append(s.heard, line...)
		s.mu.Unlock()
		if err != nil {
			return
		}
		tag, command, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case command == "STARTTLS" && s.starttls != "":
			io.WriteString(conn, tag+" "+s.starttls+"\r\n")
		case command == "STARTTLS":
			io.WriteString(conn, tag+" OK begin\r\n")
			conn = tls.Server(conn, s.conf)
			r = bufio.NewReader(conn)
		case strings.HasPrefix(command, "LIST"):
			io.WriteString(conn, "* LIST () \"/\" \"\"\r\n"+tag+" OK done\r\n")
		case strings.HasPrefix(command, "CAPABILITY"):
			io.WriteString(conn, "* CAPABILITY IMAP4rev1\r\n"+tag+" OK done\r\n")
		default:
			io.WriteString(conn, tag+" OK done\r\n")
		}
	}
}

// A connection that is not safe is refused, and the password is never said.
func TestUnsafeTLS(t *testing.T) {
	good := postoffice.NewCertificate("mail.example")
	for name, test := range map[string]struct {
		trap *trap
		tls  dial.TLS
		conf *tls.Config
		ok   bool
	}{
		"good":            {&trap{conf: good.Server(), implicit: true}, dial.Implicit, good.Client(), true},
		"good STARTTLS":   {&trap{conf: good.Server()}, dial.StartTLS, good.Client(), true},
		"self-signed":     {&trap{conf: good.Server(), implicit: true}, dial.Implicit, nil, false},
		"self-signed ST":  {&trap{conf: good.Server()}, dial.StartTLS, nil, false},
		"expired":         {&trap{conf: postoffice.NewExpiredCertificate("mail.example").Server(), implicit: true}, dial.Implicit, nil, false},
		"stripped":        {&trap{starttls: "BAD what is that"}, dial.StartTLS, good.Client(), false},
		"refused":         {&trap{starttls: "NO not today"}, dial.StartTLS, good.Client(), false},
		"not TLS":         {&trap{}, dial.Implicit, good.Client(), false},
		"clear injection": {&trap{starttls: "OK begin\r\n* OK [CAPABILITY IMAP4rev1] injected"}, dial.StartTLS, good.Client(), false},
	} {
		t.Run(name, func(t *testing.T) {
			testTLS(t, test.trap, test.tls, test.conf, test.ok)
		})
	}
	t.Run("expired but known", func(t *testing.T) {
		old := postoffice.NewExpiredCertificate("mail.example")
		testTLS(t, &trap{conf: old.Server(), implicit: true}, dial.Implicit, old.Client(), false)
	})
	t.Run("wrong host", func(t *testing.T) {
		other := postoffice.NewCertificate("other.example")
		testTLS(t, &trap{conf: other.Server(), implicit: true}, dial.Implicit, other.Client(), false)
		testTLS(t, &trap{conf: other.Server()}, dial.StartTLS, other.Client(), false)
	})
	t.Run("TLS 1.1", func(t *testing.T) {
		conf := good.Server()
		conf.MinVersion, conf.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
		weak := good.Client()
		weak.MinVersion = tls.VersionTLS10
		testTLS(t, &trap{conf: conf, implicit: true}, dial.Implicit, weak, false)
	})
	t.Run("PREAUTH", func(t *testing.T) {
		s := &script{greeting: "* PREAUTH welcome"}
		o := s.options()
		o.TLS = dial.StartTLS
		if _, err := mailbox.Connect(context.Background(), o); !errors.Is(err, mailbox.ErrStartTLS) {
			t.Errorf("got %v", err)
		}
		if got := s.commands(""); len(got) != 0 {
			t.Errorf("said %v", got)
		}
	})
}

func testTLS(t *testing.T, s *trap, mode dial.TLS, conf *tls.Config, ok bool) {
	t.Helper()
	c, err := mailbox.Connect(context.Background(), mailbox.Options{
		Host: "mail.example", Port: 993, TLS: mode, TLSConfig: conf,
		Username: userName, Password: password, Dial: s.dial,
	})
	if (err == nil) != ok {
		t.Errorf("got %v", err)
	}
	if err == nil {
		c.Close()
	}
	if refused := strings.HasPrefix(s.starttls, "NO") || strings.HasPrefix(s.starttls, "BAD"); errors.Is(err, mailbox.ErrStartTLS) != refused {
		t.Errorf("got %v", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if said := strings.Contains(string(s.heard), password); said != ok {
		t.Errorf("the password was said: %v", said)
	}
}

func TestDovecotTLS(t *testing.T) {
	d := debian.Dovecot(t)
	d.Append(t, "INBOX", mail(1), arrived)
	for mode, port := range map[dial.TLS]int{dial.StartTLS: d.Port, dial.Implicit: d.TLSPort} {
		o := dovecot(d).options
		o.TLS, o.Port, o.TLSConfig = mode, port, d.TLS
		c, _ := connect(t, o)
		if got, err := fetch(t, c, list(t, c, 1)); err != nil || string(got[1]) != string(mail(1)) {
			t.Errorf("%s: got %d mails, error %v", mode, len(got), err)
		}
		o.TLSConfig = nil
		if _, err := mailbox.Connect(context.Background(), o); err == nil {
			t.Errorf("%s: a certificate that nobody knows is accepted", mode)
		}
	}
}

func TestOfficeTLS(t *testing.T) {
	cert := postoffice.NewCertificate("127.0.0.1")
	for mode, implicit := range map[dial.TLS]bool{dial.StartTLS: false, dial.Implicit: true} {
		s := office(t, postoffice.Options{TLS: cert.Server(), Implicit: implicit})
		s.options.TLS, s.options.TLSConfig = mode, cert.Client()
		s.deliver(t, mail(1), arrived)
		c, _ := connect(t, s.options)
		if got, err := fetch(t, c, list(t, c, 1)); err != nil || string(got[1]) != string(mail(1)) {
			t.Errorf("%s: got %d mails, error %v", mode, len(got), err)
		}
	}
}
