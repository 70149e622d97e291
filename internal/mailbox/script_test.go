package mailbox_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
)

// A script is an IMAP server that says what a test tells it to, over net.Pipe:
// for the servers that misbehave.
type script struct {
	// on answers a command, such as "UID FETCH"; what it does not hold is answered
	// as a friendly server would. The tagged OK is said by the handler itself.
	on       map[string]func(l *dialogue, tag, args string)
	greeting string // empty: a friendly one

	mu    sync.Mutex
	heard []string // every command, without its tag
}

const friendly = "* OK [CAPABILITY IMAP4rev1 IDLE MOVE UIDPLUS] hello"

// A dialogue is one connection to a script.
type dialogue struct {
	net.Conn
	r *bufio.Reader
}

func (l *dialogue) say(format string, args ...any) { fmt.Fprintf(l.Conn, format+"\r\n", args...) }
func (l *dialogue) ok(tag string)                  { l.say("%s OK done", tag) }

func (l *dialogue) hear() (string, error) {
	line, err := l.r.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err
}

func (s *script) dial(context.Context, string, string) (net.Conn, error) {
	client, conn := net.Pipe()
	go s.serve(&dialogue{conn, bufio.NewReader(conn)})
	return client, nil
}

func (s *script) options() mailbox.Options {
	return mailbox.Options{
		Host: "127.0.0.1", Port: 143, TLS: dial.None, Username: userName, Password: password, Dial: s.dial,
	}
}

func (s *script) serve(l *dialogue) {
	defer l.Close()
	if s.greeting == "" {
		s.greeting = friendly
	}
	l.say("%s", s.greeting)
	for {
		line, err := l.hear()
		if err != nil {
			return
		}
		tag, rest, _ := strings.Cut(line, " ")
		name, args, _ := strings.Cut(rest, " ")
		if name == "UID" {
			sub, subArgs, _ := strings.Cut(args, " ")
			name, args = "UID "+sub, subArgs
		}
		s.mu.Lock()
		s.heard = append(s.heard, strings.TrimSpace(name+" "+args))
		s.mu.Unlock()
		if handler := s.on[name]; handler != nil {
			handler(l, tag, args)
			continue
		}
		s.friendly(l, tag, name)
		if name == "LOGOUT" {
			return
		}
	}
}

func (s *script) friendly(l *dialogue, tag, name string) {
	switch name {
	case "CAPABILITY":
		l.say("* CAPABILITY %s", strings.TrimSuffix(strings.TrimPrefix(friendly, "* OK [CAPABILITY "), "] hello"))
	case "LIST":
		l.say(`* LIST (\Noselect) "/" ""`)
	case "SELECT":
		l.say("* 3 EXISTS")
		l.say(`* FLAGS (\Seen \Deleted)`)
		l.say("* OK [UIDVALIDITY 7] valid")
		l.say("* OK [UIDNEXT 4] next")
	case "IDLE":
		l.say("+ idling")
		l.hear() // DONE
	}
	l.ok(tag)
}

func (s *script) commands(prefix string) (l []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.heard {
		if strings.HasPrefix(c, prefix) {
			l = append(l, c)
		}
	}
	return l
}

// three are the items of the messages that a script says it has.
func three(t testing.TB) []mailbox.Item {
	t.Helper()
	return []mailbox.Item{{UID: 1, Size: 100}, {UID: 2, Size: 100}, {UID: 3, Size: 100}}
}

// body is the answer to FETCH for one message.
func body(uid int, raw []byte) string {
	return fmt.Sprintf("* %d FETCH (UID %d BODY[] {%d}\r\n%s)", uid, uid, len(raw), raw)
}
