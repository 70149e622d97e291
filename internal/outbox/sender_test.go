package outbox_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/outbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/postoffice/debian"
)

var both = map[string][]string{"one by one": nil, "pipelined": {"PIPELINING"}}

func TestKeptConnection(t *testing.T) {
	for name, extensions := range both {
		t.Run(name, func(t *testing.T) {
			s := &script{extensions: extensions}
			sender := outbox.New(options(s.dial))
			for n := 1; n <= 3; n++ {
				send(t, sender, n, outbox.Accepted)
			}
			sender.Close()
			if s.dials != 1 || s.said("MAIL FROM:<"+from+">") != 3 || s.said("RCPT TO:<"+to+">") != 3 || s.said("QUIT") != 1 {
				t.Errorf("%d dials, heard %q", s.dials, s.lines())
			}
			send(t, sender, 4, outbox.Accepted) // after Close it dials again
			sender.Close()
		})
	}
}

func TestSameBytesArrive(t *testing.T) {
	// It ends where a block of the sender ends.
	block := strings.Repeat(strings.Repeat("x", 62)+"\r\n", outbox.BlockBytes/64)
	p, sender := office(postoffice.Options{})
	defer p.Close()
	for n := 1; n <= 3; n++ {
		send(t, sender, n, outbox.Accepted)
	}
	checkAccepted(t, p, 1, 2, 3)
	for _, raw := range []string{
		"a\r\n", ".\r\n", "..\r\n", "\r\n.\r\n", "\r\n.\r\nMAIL FROM:<x@y.example>\r\n", ".a\r\n.\r\n.b\r\n",
		strings.Repeat(".\r\n", outbox.BlockBytes),
		block + ".y\r\n", block[1:] + ".y\r\n", block[2:] + ".y\r\n", "xx" + block + ".y\r\n",
	} {
		if r := sender.Send(context.Background(), envelope, []byte(raw)); r.State != outbox.Accepted {
			t.Fatalf("%.20q: got %+v", raw, r)
		}
		all := p.Accepted()
		if got := all[len(all)-1].Raw; string(got) != raw {
			t.Errorf("%.20q arrived as %.40q", raw, got)
		}
	}
}

// Body bytes that a server could read as a second mail never leave (test 70).
func TestBadBytes(t *testing.T) {
	s := &script{}
	sender := outbox.New(options(s.dial))
	for _, raw := range []string{"", "a", "a\r\nb", "a\n", "a\r\n.\n", "a\rb\r\n", "\n.\n", "a\r\n\r", "\na\r\n", "a\x00b\r\n", "\n", "\r"} {
		r := sender.Send(context.Background(), envelope, []byte(raw))
		if r.State != outbox.Refused || !errors.Is(r.Err, outbox.ErrBytes) {
			t.Errorf("%q: got %+v", raw, r)
		}
	}
	if s.dials != 0 {
		t.Error("it dialled")
	}
}

// Either exactly one correct RCPT results, or none (test 69).
func TestAddresses(t *testing.T) {
	good := []string{
		"jan@b.example", "jan.de.vries+k=2026@mail.b.example", "o'hara@b.example", "a@xn--caf-dma.example", "x@localhost",
		"!#$%&'*+-/=?^_`{|}~@b.example", strings.Repeat("a", 64) + "@b.example",
	}
	bad := []string{
		`"a@evil.example> SIZE=1"@b.example`, "a@b.example\r\nRCPT TO:<x@y.example>", "<@a,@b:c@d.example>", "x@[127.0.0.1]",
		strings.Repeat("a", 310) + "@b.example", "jan@café.example", "jän@b.example", "", "@", "jan", "jan@", "@b.example",
		"jan@b.example ", " jan@b.example", "jan@@b.example", "jan@b@c.example", "<jan@b.example>", "jan@b.example>", "jan..a@b.example",
		".jan@b.example", "jan.@b.example", "jan@b..example", "jan@.b.example", "jan@b.example.", "jan@-b.example", "jan@b-.example",
		"jan@b_c.example", "jan(x)@b.example", "jan,piet@b.example", "jan;@b.example", `jan\@b.example`, "jan@b.example\x00",
		strings.Repeat("a", 65) + "@b.example", "a@" + strings.Repeat("b", 64) + ".example", "a@" + strings.Repeat("b.", 130) + "example",
	}
	for name, extensions := range both {
		s := &script{extensions: extensions}
		sender := outbox.New(options(s.dial))
		for _, a := range good {
			before := s.said("RCPT")
			r := sender.Send(context.Background(), outbox.Envelope{From: from, To: a}, letter(1))
			if r.State != outbox.Accepted || s.said("RCPT") != before+1 || s.said("RCPT TO:<"+a+">") != 1 {
				t.Errorf("%s: to %q: got %+v, heard %q", name, a, r, s.lines())
			}
		}
		heard := len(s.lines())
		for _, a := range bad {
			for _, e := range []outbox.Envelope{{From: from, To: a}, {From: a, To: to}} {
				if a == "" && e.From == "" {
					continue // the empty sender is a good one
				}
				if r := sender.Send(context.Background(), e, letter(1)); r.State != outbox.Refused || !errors.Is(r.Err, outbox.ErrAddress) {
					t.Errorf("%s: %q: got %+v", name, e, r)
				}
			}
		}
		if len(s.lines()) != heard {
			t.Errorf("%s: a bad address reached the server: %q", name, s.lines()[heard:])
		}
		if r := sender.Send(context.Background(), outbox.Envelope{To: to}, letter(1)); r.State != outbox.Accepted || s.said("MAIL FROM:<>") != 1 {
			t.Errorf("%s: the empty sender: got %+v", name, r)
		}
	}
}

// What each answer at each place means (test 106).
func TestReplies(t *testing.T) {
	for _, test := range []struct {
		at, reply string
		want      outbox.State
		code      int
		enhanced  string
		dials     int // for this letter and the next
	}{
		{"MAIL", "421 4.3.2 closing", outbox.Later, 421, "4.3.2", 2},
		{"MAIL", "451 4.3.0 try again", outbox.Later, 451, "4.3.0", 1},
		{"MAIL", "550 5.7.1 not you, <klachten@a.example>", outbox.Down, 550, "5.7.1", 1},
		{"MAIL", "530 authenticate first", outbox.Down, 530, "", 1},
		{"RCPT", "450 4.2.0 greylisted, jan.de.vries@b.example", outbox.Later, 450, "4.2.0", 1},
		{"RCPT", "452 4.2.2 full", outbox.Later, 452, "4.2.2", 1},
		{"RCPT", "421 4.7.0 too fast", outbox.Later, 421, "4.7.0", 2},
		{"RCPT", "550 5.1.1 <Jan.De.Vries@b.example>: no such user", outbox.Refused, 550, "5.1.1", 1},
		{"RCPT", "553 bad mailbox jan.de.vries", outbox.Refused, 553, "", 1},
		{"DATA", "451 4.3.0 not now", outbox.Later, 451, "4.3.0", 1},
		{"DATA", "554 5.5.1 no", outbox.Refused, 554, "5.5.1", 1},
		{"DATA", "250 what", outbox.Later, 250, "", 2},
		{".", "451 4.3.0 disk", outbox.Later, 451, "4.3.0", 1},
		{".", "421 4.3.0 closing", outbox.Later, 421, "4.3.0", 2},
		{".", "554 5.7.1 spam from jan.de.vries@b.example", outbox.Refused, 554, "5.7.1", 1},
		{".", "552 5.3.4 too big", outbox.Refused, 552, "5.3.4", 1},
		{".", "354 what", outbox.Unknown, 354, "", 2},
	} {
		for name, extensions := range both {
			t.Run(name+"/"+test.at+" "+test.reply, func(t *testing.T) {
				s := &script{extensions: extensions, on: map[string]func(*dialogue, string){}}
				s.on[test.at] = answer(test.reply)
				if name == "pipelined" && test.at != "." && test.at != "DATA" {
					s.on["DATA"] = answer("503 5.5.1 no recipient")
				}
				sender := outbox.New(options(s.dial))
				r := send(t, sender, 1, test.want)
				if r.Code != test.code || r.Enhanced != test.enhanced || r.Reply == "" {
					t.Errorf("got %+v", r)
				}
				s.mu.Lock()
				s.on = nil
				s.mu.Unlock()
				send(t, sender, 2, outbox.Accepted)
				if s.dials != test.dials {
					t.Errorf("%d dials, want %d", s.dials, test.dials)
				}
				sender.Close()
			})
		}
	}
}

// A server that refuses the recipient and asks for data all the same gets no
// data and no dot: an empty letter must not be delivered to anybody.
func TestDataWithoutRecipient(t *testing.T) {
	s := &script{extensions: []string{"PIPELINING"}, on: map[string]func(*dialogue, string){"RCPT": answer("550 5.1.1 no such user")}}
	sender := outbox.New(options(s.dial))
	send(t, sender, 1, outbox.Refused)
	if got := s.lines(); slices.Contains(got, ".") || slices.Contains(got, "RSET") {
		t.Errorf("heard %q", got)
	}
	s.on = nil
	send(t, sender, 2, outbox.Accepted)
	if s.dials != 2 {
		t.Errorf("%d dials", s.dials)
	}
	sender.Close()
}

// The letter came whole and the answer was lost: unknown, and sent again with
// the same bytes (test 104).
func TestLostAnswer(t *testing.T) {
	for cut, want := range map[postoffice.Cut]outbox.State{
		postoffice.BeforeReply: outbox.Unknown, postoffice.BeforeStore: outbox.Unknown, postoffice.AfterReply: outbox.Accepted,
	} {
		p, sender := office(postoffice.Options{})
		defer p.Close()
		p.FailSMTP(postoffice.SMTPFaults{Cut: func(postoffice.Transaction) postoffice.Cut { return cut }})
		r := send(t, sender, 1, want)
		if want == outbox.Unknown && !errors.Is(r.Err, outbox.ErrLost) {
			t.Errorf("got %v", r.Err)
		}
		p.FailSMTP(postoffice.SMTPFaults{})
		if want == outbox.Unknown {
			send(t, sender, 1, outbox.Accepted)
		}
		send(t, sender, 2, outbox.Accepted)
		switch cut {
		case postoffice.BeforeReply:
			checkAccepted(t, p, 1, 1, 2)
		default:
			checkAccepted(t, p, 1, 2)
		}
		sender.Close()
	}
}

func TestGreylisting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, sender := office(postoffice.Options{})
		defer p.Close()
		start, attempts := time.Now(), 0
		p.FailSMTP(postoffice.SMTPFaults{Rcpt: func(_, _ string) *postoffice.Reply {
			if time.Since(start) < 15*time.Minute {
				return &postoffice.Reply{Code: 450, Enhanced: "4.2.0", Text: "greylisted"}
			}
			return nil
		}})
		for {
			attempts++
			if r := sender.Send(context.Background(), envelope, letter(1)); r.State == outbox.Accepted {
				break
			} else if r.State != outbox.Later {
				t.Fatalf("got %+v", r)
			}
			time.Sleep(outbox.Pause(attempts, 0.5))
		}
		if attempts != 3 {
			t.Errorf("%d attempts", attempts)
		}
		checkAccepted(t, p, 1)
		sender.Close()
	})
}

func TestPause(t *testing.T) {
	minutes := []int{5, 10, 20, 40, 66, 66}
	for i, want := range minutes {
		if got := int(outbox.Pause(i+1, 0).Minutes()); got != want {
			t.Errorf("pause %d: got %d minutes, want %d", i+1, got, want)
		}
	}
	for _, attempt := range []int{-1, 0, 1, 5, 1 << 40} {
		for _, jitter := range []float64{-1, 0, 0.5, 1, 7} {
			p := outbox.Pause(attempt, jitter)
			if p < outbox.FirstPause || float64(p) > float64(outbox.LongestPause)*(1+outbox.Jitter) {
				t.Errorf("Pause(%d, %v) = %v", attempt, jitter, p)
			}
		}
	}
	if outbox.Pause(1, 1) <= outbox.Pause(1, 0) {
		t.Error("no jitter")
	}
}

// A letter over the server's limit is refused without MAIL: as an answer to MAIL
// it would stop the queue.
func TestSizeLimit(t *testing.T) {
	s := &script{extensions: []string{"SIZE 300"}}
	sender := outbox.New(options(s.dial))
	send(t, sender, 1, outbox.Accepted)
	r := send(t, sender, 100, outbox.Refused)
	if r.Code != 552 || r.Enhanced != "5.3.4" || !errors.Is(r.Err, outbox.ErrSize) || s.said("MAIL") != 1 {
		t.Errorf("got %+v, heard %q", r, s.lines())
	}
	sender.Close()
	huge := bytes.Repeat([]byte("0123456789\r\n"), outbox.LetterLimit/12+1)
	if r := sender.Send(context.Background(), envelope, huge); r.State != outbox.Refused || !errors.Is(r.Err, outbox.ErrSize) {
		t.Errorf("over our own limit: got %+v", r)
	}
}

// SMTPUTF8 would be a promise that we do not need and the next server may not
// keep.
func TestNoSMTPUTF8(t *testing.T) {
	s := &script{extensions: []string{"SMTPUTF8", "8BITMIME", "DSN", "PIPELINING"}}
	sender := outbox.New(options(s.dial))
	send(t, sender, 1, outbox.Accepted)
	sender.Close()
	if s.said("MAIL FROM:<"+from+"> BODY=8BITMIME") != 1 || strings.Contains(strings.Join(s.lines(), "\n"), "SMTPUTF8") {
		t.Errorf("heard %q", s.lines())
	}
}

func TestPostfix(t *testing.T) {
	mta := debian.Postfix(t, debian.PostfixOptions{
		Refuse:       map[string]string{"weg@b.example": "550 5.1.1 no such user", "later@b.example": "450 4.2.0 greylisted"},
		RefuseSender: map[string]string{"vreemd@a.example": "550 5.7.1 not your address"},
	})
	o := options(nil)
	o.Host, o.Port = mta.Host, mta.Port
	sender := outbox.New(o)
	defer sender.Close()
	for _, test := range []struct {
		e    outbox.Envelope
		want outbox.State
		code int
	}{
		{outbox.Envelope{From: from, To: to}, outbox.Accepted, 250},
		{outbox.Envelope{From: from, To: "weg@b.example"}, outbox.Refused, 550},
		{outbox.Envelope{From: from, To: "later@b.example"}, outbox.Later, 450},
		{outbox.Envelope{From: "vreemd@a.example", To: to}, outbox.Down, 550},
		{outbox.Envelope{From: "", To: to}, outbox.Accepted, 250},
	} {
		r := sender.Send(context.Background(), test.e, letter(7))
		if r.State != test.want || r.Code != test.code || len(r.Enhanced) != 5 {
			t.Errorf("from %s to %s: got %+v", test.e.From, test.e.To, r)
		}
		checkQuiet(t, r)
	}
	body := letter(7)[bytes.Index(letter(7), []byte("\r\n\r\n")):]
	for _, m := range mta.Wait(t, 2) { // a Maildir holds bare LF
		if !bytes.Contains(bytes.ReplaceAll(m, []byte("\n"), []byte("\r\n")), body) {
			t.Errorf("delivered %q", m)
		}
	}
}
