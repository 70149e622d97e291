package outbox_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/dial"
	"klachtd/internal/outbox"
	"klachtd/internal/postoffice"
)

// The connection is cut, or falls silent, after n bytes from the server, for
// n = 0, 1, 2 ... until a letter passes. What the sender says must be true of
// the server: later and down say that it has nothing, accepted that it has it.
func TestFaultAtEveryByte(t *testing.T) {
	for name, plan := range map[string]func(*postoffice.Office, int64){
		"cut": (*postoffice.Office).CutSMTP, "stall": (*postoffice.Office).StallSMTP,
	} {
		t.Run(name, func(t *testing.T) {
			seen := make(map[outbox.State]int)
			for n, passed := int64(0), false; !passed && !t.Failed(); n++ {
				synctest.Test(t, func(t *testing.T) {
					p, sender := office(postoffice.Options{})
					defer p.Close()
					plan(p, n)
					r := sender.Send(context.Background(), envelope, letter(1))
					checkQuiet(t, r)
					seen[r.State]++
					has := len(p.Accepted())
					switch r.State {
					case outbox.Later, outbox.Down:
						if has != 0 {
							t.Errorf("at byte %d: %+v, and the server has it", n, r)
						}
					case outbox.Accepted:
						checkAccepted(t, p, 1)
						passed = true
					case outbox.Refused:
						t.Errorf("at byte %d: %+v", n, r)
					}
					if r := sender.Send(context.Background(), envelope, letter(2)); r.State != outbox.Accepted && !passed {
						t.Errorf("after byte %d: %+v", n, r)
					}
					sender.Close()
				})
			}
			for _, s := range []outbox.State{outbox.Down, outbox.Later, outbox.Unknown, outbox.Accepted} {
				if seen[s] == 0 {
					t.Errorf("no fault led to %s: %v", s, seen)
				}
			}
			t.Logf("%v", seen)
		})
	}
}

// A trap is an SMTP server that notes everything it is told.
type trap struct {
	conf     *tls.Config
	implicit bool
	hide     bool   // STARTTLS is not offered
	starttls string // the answer to STARTTLS; empty: it is carried out

	mu    sync.Mutex
	heard []byte
}

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
	say := func(text string) { io.WriteString(conn, text+"\r\n") }
	say("220 mail.example")
	data := false
	for r := bufio.NewReader(conn); ; {
		line, err := r.ReadString('\n')
		s.mu.Lock()
		s.heard = append(s.heard, line...)
		s.mu.Unlock()
		if err != nil {
			return
		}
		switch verb, _, _ := strings.Cut(strings.TrimSpace(line), " "); {
		case data && verb != ".":
		case verb == "EHLO" && !s.hide && !s.implicit:
			say("250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN")
		case verb == "EHLO":
			say("250-mail.example\r\n250 AUTH PLAIN")
		case verb == "STARTTLS" && s.starttls != "":
			say(s.starttls)
		case verb == "STARTTLS":
			say("220 begin")
			conn = tls.Server(conn, s.conf)
			r = bufio.NewReader(conn)
		case verb == "AUTH":
			say("235 welcome")
		case verb == "DATA":
			say("354 go on")
			data = true
		default:
			say("250 fine")
			data = false
		}
	}
}

// A connection that is not safe is refused, and the password is never said
// (test 129).
func TestUnsafeTLS(t *testing.T) {
	good, old := postoffice.NewCertificate("mail.example"), postoffice.NewExpiredCertificate("mail.example")
	other := postoffice.NewCertificate("other.example")
	weakServer, weakClient := good.Server(), good.Client()
	weakServer.MinVersion, weakServer.MaxVersion, weakClient.MinVersion = tls.VersionTLS10, tls.VersionTLS11, tls.VersionTLS10
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
		"expired":         {&trap{conf: old.Server(), implicit: true}, dial.Implicit, old.Client(), false},
		"expired ST":      {&trap{conf: old.Server()}, dial.StartTLS, old.Client(), false},
		"wrong host":      {&trap{conf: other.Server(), implicit: true}, dial.Implicit, other.Client(), false},
		"wrong host ST":   {&trap{conf: other.Server()}, dial.StartTLS, other.Client(), false},
		"stripped":        {&trap{hide: true}, dial.StartTLS, good.Client(), false},
		"refused":         {&trap{starttls: "454 not today"}, dial.StartTLS, good.Client(), false},
		"not TLS":         {&trap{}, dial.Implicit, good.Client(), false},
		"clear injection": {&trap{starttls: "220 begin\r\n250-mail.example\r\n250 AUTH PLAIN"}, dial.StartTLS, good.Client(), false},
		"TLS 1.1":         {&trap{conf: weakServer, implicit: true}, dial.Implicit, weakClient, false},
	} {
		t.Run(name, func(t *testing.T) {
			sender := outbox.New(outbox.Options{
				Host: "mail.example", Port: 465, TLS: test.tls, TLSConfig: test.conf,
				Username: "klachten", Password: "geheim", Dial: test.trap.dial,
			})
			r := sender.Send(context.Background(), envelope, letter(1))
			if want := map[bool]outbox.State{true: outbox.Accepted, false: outbox.Down}[test.ok]; r.State != want {
				t.Errorf("got %+v", r)
			}
			sender.Close()
			test.trap.mu.Lock()
			defer test.trap.mu.Unlock()
			if said := strings.Contains(string(test.trap.heard), "AUTH PLAIN"); said != test.ok {
				t.Errorf("the password was said: %v", said)
			}
		})
	}
}

func TestOfficeTLS(t *testing.T) {
	cert := postoffice.NewCertificate("127.0.0.1")
	for mode, implicit := range map[dial.TLS]bool{dial.StartTLS: false, dial.Implicit: true} {
		p, _ := office(postoffice.Options{TLS: cert.Server(), Implicit: implicit, Login: true})
		defer p.Close()
		o := options(p.DialSMTP)
		o.TLS, o.TLSConfig, o.Username, o.Password = mode, cert.Client(), "klachten", "geheim"
		sender := outbox.New(o)
		for n := 1; n <= 2; n++ {
			send(t, sender, n, outbox.Accepted)
		}
		checkAccepted(t, p, 1, 2)
		sender.Close()
	}
}

// The sender's two rules for dots and addresses hold for any bytes.
func FuzzSend(f *testing.F) {
	for _, seed := range []string{"a\r\n", ".\r\n", "\r\n.\r\n", "a@b.example\r\n", "\n.\n", "a\x00"} {
		f.Add([]byte(seed), seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte, address string) {
		s := &script{extensions: []string{"PIPELINING"}}
		sender := outbox.New(options(s.dial))
		defer sender.Close()
		r := sender.Send(context.Background(), outbox.Envelope{From: from, To: address}, raw)
		if r.State == outbox.Refused {
			return
		}
		var body strings.Builder
		lines := s.lines()
		for _, l := range lines[4 : len(lines)-1] {
			body.WriteString(strings.TrimPrefix(l, ".") + "\r\n")
			if l == "." {
				t.Errorf("%q ends early", raw)
			}
		}
		if lines[2] != fmt.Sprintf("RCPT TO:<%s>", address) || body.String() != string(raw) || lines[len(lines)-1] != "." {
			t.Errorf("%q to %q arrived as %q", raw, address, lines)
		}
	})
}
