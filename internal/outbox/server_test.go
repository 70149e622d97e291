package outbox_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"klachtd/internal/dial"
	"klachtd/internal/outbox"
	"klachtd/internal/postoffice"
)

const (
	from = "klachten@a.example"
	to   = "jan.de.vries@b.example"
)

var envelope = outbox.Envelope{From: from, To: to}

// letter is one of a given number.
func letter(n int) []byte {
	return fmt.Appendf(nil, "Message-ID: <%d@a.example>\r\nSubject: bevestiging\r\n\r\nGeachte heer,\r\n.\r\n..\r\n.tekst\r\n%s\r\n",
		n, strings.Repeat("regel ", n))
}

func options(open dial.Func) outbox.Options {
	return outbox.Options{Host: "127.0.0.1", Port: 587, TLS: dial.None, Dial: open}
}

// office starts a post office; in a bubble the test closes it itself.
func office(o postoffice.Options) (*postoffice.Office, *outbox.Sender) {
	o.Users = []postoffice.User{{Name: "klachten", Password: "geheim", Addresses: []string{from}}}
	p := postoffice.New(o)
	return p, outbox.New(options(p.DialSMTP))
}

func send(t testing.TB, s *outbox.Sender, n int, want outbox.State) outbox.Result {
	t.Helper()
	r := s.Send(context.Background(), envelope, letter(n))
	if r.State != want {
		t.Errorf("letter %d: got %+v, want %s", n, r, want)
	}
	if (r.Err == nil) != (want == outbox.Accepted) {
		t.Errorf("letter %d: %s with error %v", n, r.State, r.Err)
	}
	checkQuiet(t, r)
	return r
}

// checkQuiet wants no name in what is logged or kept.
func checkQuiet(t testing.TB, r outbox.Result) {
	t.Helper()
	text := fmt.Sprintf("%s %v", r.Reply, r.Err)
	if strings.Contains(strings.ToLower(text), "vries") || strings.Contains(text, "@") {
		t.Errorf("it quotes an address: %s", text)
	}
	if strings.ContainsAny(r.Reply, "\r\n") || len(r.Reply) > outbox.ReplyLimit {
		t.Errorf("the reply is not one short line: %q", r.Reply)
	}
}

// checkAccepted wants exactly these letters at the server, whole.
func checkAccepted(t testing.TB, p *postoffice.Office, want ...int) {
	t.Helper()
	got := p.Accepted()
	if len(got) != len(want) {
		t.Errorf("the server has %d letters, want %d", len(got), len(want))
		return
	}
	for i, m := range got {
		if m.From != from || m.To != to || !bytes.Equal(m.Raw, letter(want[i])) {
			t.Errorf("letter %d arrived as from %s to %s: %q", want[i], m.From, m.To, m.Raw)
		}
	}
}

// A script is an SMTP server that says what a test tells it to.
type script struct {
	extensions []string                                  // told after EHLO
	on         map[string]func(d *dialogue, args string) // by the first word; "." is the end of the data
	banner     string

	mu    sync.Mutex
	heard []string // every line
	dials int
}

type dialogue struct {
	net.Conn
	r    *bufio.Reader
	last string // line said
}

func (d *dialogue) say(lines ...string) {
	for _, l := range lines {
		d.last = l
		fmt.Fprintf(d.Conn, "%s\r\n", l)
	}
}

func (s *script) dial(context.Context, string, string) (net.Conn, error) {
	client, conn := net.Pipe()
	s.mu.Lock()
	s.dials++
	s.mu.Unlock()
	go s.serve(&dialogue{Conn: conn, r: bufio.NewReader(conn)})
	return client, nil
}

func (s *script) serve(d *dialogue) {
	defer d.Close()
	if s.banner == "" {
		s.banner = "220 mta.example ready"
	}
	d.say(s.banner)
	for data := false; ; data = strings.HasPrefix(d.last, "354") {
		line, err := d.r.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSuffix(line, "\r\n")
		s.mu.Lock()
		s.heard = append(s.heard, line)
		s.mu.Unlock()
		if data && line != "." {
			continue
		}
		verb, args, _ := strings.Cut(line, " ")
		if handler := s.on[verb]; handler != nil {
			handler(d, args)
			continue
		}
		s.friendly(d, verb)
		if verb == "QUIT" {
			return
		}
	}
}

func (s *script) friendly(d *dialogue, verb string) {
	switch verb {
	case "EHLO":
		d.say("250-mta.example")
		for _, e := range s.extensions {
			d.say("250-" + e)
		}
		d.say("250 HELP")
	case "DATA":
		d.say("354 go on")
	case "QUIT":
		d.say("221 bye")
	default:
		d.say("250 2.0.0 fine")
	}
}

// said counts the lines that begin with the prefix.
func (s *script) said(prefix string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.heard {
		if strings.HasPrefix(l, prefix) {
			n++
		}
	}
	return n
}

func (s *script) lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.heard)
}

// answer makes a handler that says fixed lines.
func answer(lines ...string) func(*dialogue, string) {
	return func(d *dialogue, _ string) { d.say(lines...) }
}
