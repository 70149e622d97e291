package outbox_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/dial"
	"klachtd/internal/outbox"
	"klachtd/internal/postoffice"
)

// A connection that died while nobody used it costs no attempt, however it died.
func TestDeadIdleConnection(t *testing.T) {
	for name, idle := range map[string]time.Duration{"at once": 0, "short": 3 * time.Second, "pause": 30 * time.Second, "long": time.Hour} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, sender := office(postoffice.Options{})
				defer p.Close()
				p.FailSMTP(postoffice.SMTPFaults{Cut: func(postoffice.Transaction) postoffice.Cut { return postoffice.AfterReply }})
				send(t, sender, 1, outbox.Accepted)
				p.FailSMTP(postoffice.SMTPFaults{})
				time.Sleep(idle)
				send(t, sender, 2, outbox.Accepted)
				checkAccepted(t, p, 1, 2)
				sender.Close()
			})
		})
	}
	for _, pause := range []time.Duration{time.Second, time.Minute} {
		t.Run("421 after "+pause.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{on: map[string]func(*dialogue, string){".": func(d *dialogue, _ string) {
					d.say("250 2.0.0 fine")
					go func() {
						io.WriteString(d.Conn, "421 4.4.2 idle for too long\r\n")
						d.Close()
					}()
				}}}
				sender := outbox.New(options(s.dial))
				for n := 1; n <= 3; n++ {
					send(t, sender, n, outbox.Accepted)
					time.Sleep(pause)
				}
				if s.dials != 3 {
					t.Errorf("%d dials", s.dials)
				}
				sender.Close()
			})
		})
	}
}

func TestIdleConnectionIsTried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{}
		sender := outbox.New(options(s.dial))
		for n, pause := range []time.Duration{time.Second, outbox.DefaultIdle, outbox.DefaultStale} {
			send(t, sender, n, outbox.Accepted)
			time.Sleep(pause)
		}
		send(t, sender, 4, outbox.Accepted)
		sender.Close()
		if s.said("NOOP") != 1 || s.dials != 2 || s.said("QUIT") != 2 {
			t.Errorf("%d dials, heard %q", s.dials, s.lines())
		}
	})
}

// Nine minutes for the last answer are patience, eleven are unknown (test 105).
func TestSlowAnswer(t *testing.T) {
	for delay, want := range map[time.Duration]outbox.State{9 * time.Minute: outbox.Accepted, 11 * time.Minute: outbox.Unknown} {
		synctest.Test(t, func(t *testing.T) {
			p, sender := office(postoffice.Options{})
			defer p.Close()
			p.FailSMTP(postoffice.SMTPFaults{Delay: func(postoffice.Transaction) time.Duration { return delay }})
			start := time.Now()
			r := send(t, sender, 1, want)
			if d := time.Since(start); d != min(delay, outbox.DefaultDot) {
				t.Errorf("after %v", d)
			}
			if want == outbox.Unknown && !errors.Is(r.Err, outbox.ErrTimeout) {
				t.Errorf("got %v", r.Err)
			}
			time.Sleep(delay)
			checkAccepted(t, p, 1)
			sender.Close()
		})
	}
}

// A server that falls silent is left in time, at every place, and a context that
// ends is heeded at once.
func TestSilence(t *testing.T) {
	silent := func(d *dialogue, _ string) { d.r.Peek(1) }
	for at, want := range map[string]outbox.State{
		"EHLO": outbox.Down, "MAIL": outbox.Later, "RCPT": outbox.Later, "DATA": outbox.Later, ".": outbox.Unknown,
	} {
		for name, extensions := range both {
			for _, cancelled := range []bool{false, true} {
				synctest.Test(t, func(t *testing.T) {
					s := &script{extensions: extensions, on: map[string]func(*dialogue, string){at: silent}}
					sender := outbox.New(options(s.dial))
					ctx, cancel := context.WithCancel(context.Background())
					defer cancel()
					if cancelled {
						time.AfterFunc(time.Second, cancel)
					}
					start := time.Now()
					r := sender.Send(ctx, envelope, letter(1))
					d := time.Since(start)
					if r.State != want || cancelled != errors.Is(r.Err, context.Canceled) || !cancelled && !errors.Is(r.Err, outbox.ErrTimeout) {
						t.Errorf("%s %s: got %+v", at, name, r)
					}
					if d > outbox.DefaultDot || cancelled && d > 2*time.Second {
						t.Errorf("%s %s: after %v", at, name, d)
					}
					sender.Close()
				})
			}
		}
	}
}

// A letter that stalls half way was not accepted.
func TestStalledData(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{on: map[string]func(*dialogue, string){"DATA": func(d *dialogue, _ string) {
			d.say("354 go on")
			time.Sleep(time.Hour)
		}}}
		sender := outbox.New(options(s.dial))
		r := sender.Send(context.Background(), envelope, bytes.Repeat(letter(100), 1000))
		if r.State != outbox.Later || !errors.Is(r.Err, outbox.ErrTimeout) {
			t.Errorf("got %+v", r)
		}
		time.Sleep(2 * time.Hour)
	})
}

// TestEndless: a server that never ends its line, or its answer, is hung up on; in clear that may be anybody on the way.
func TestEndless(t *testing.T) {
	for name, chunk := range map[string]string{"line": "220 x", "lines": "220-x\r\n"} {
		sent, done := 0, make(chan bool)
		sender := outbox.New(options(func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go func() {
				defer close(done)
				defer server.Close()
				for b, n := bytes.Repeat([]byte(chunk), 10_000), 0; sent < 1<<23; sent += n {
					var err error
					if n, err = server.Write(b); err != nil {
						return
					}
				}
			}()
			return client, nil
		}))
		send(t, sender, 1, outbox.Down)
		if <-done; sent > 4<<20 {
			t.Errorf("%s: %d bytes read", name, sent)
		}
		sender.Close()
	}
}

func TestRefusedConnections(t *testing.T) {
	for name, test := range map[string]struct {
		s    *script
		code int
	}{
		"banner 554": {&script{banner: "554 5.7.1 no service for jan.de.vries@b.example"}, 554},
		"banner 421": {&script{banner: "421 4.3.2 too busy"}, 421},
		"no banner":  {&script{banner: "hello jan.de.vries@b.example"}, 0},
		"EHLO":       {&script{on: map[string]func(*dialogue, string){"EHLO": answer("550 no"), "HELO": answer("550 no")}}, 550},
	} {
		sender := outbox.New(options(test.s.dial))
		r := send(t, sender, 1, outbox.Down)
		if r.Code != test.code || errors.Is(r.Err, outbox.ErrLogin) {
			t.Errorf("%s: got %+v", name, r)
		}
		if err := sender.Check(context.Background()); err == nil || err.Error() != r.Err.Error() {
			t.Errorf("%s: the check says %v, sending %v", name, err, r.Err)
		}
		sender.Close()
	}
	o := options(func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	})
	send(t, outbox.New(o), 1, outbox.Down)
}

func TestInsecureIsRefused(t *testing.T) {
	for host, refused := range map[string]bool{
		"127.0.0.1": false, "::1": false, "localhost": false,
		"mail.example": true, "10.0.0.1": true, "localhost.example": true, "": true,
	} {
		o := options((&script{}).dial)
		o.Host = host
		sender := outbox.New(o)
		if r := sender.Send(context.Background(), envelope, letter(1)); errors.Is(r.Err, dial.ErrInsecure) != refused || refused && r.State != outbox.Down {
			t.Errorf("%q: got %+v", host, r)
		}
		sender.Close()
	}
}

func TestLogin(t *testing.T) {
	for password, want := range map[string]outbox.State{"geheim": outbox.Accepted, "onjuist": outbox.Down} {
		p, _ := office(postoffice.Options{Login: true})
		defer p.Close()
		o := options(p.DialSMTP)
		o.Username, o.Password = "klachten", password
		sender := outbox.New(o)
		r := send(t, sender, 1, want)
		if want == outbox.Down && (r.Code != 535 || !errors.Is(r.Err, outbox.ErrLogin)) {
			t.Errorf("got %+v", r)
		}
		sender.Close()
	}
	s := &script{extensions: []string{"AUTH PLAIN"}, on: map[string]func(*dialogue, string){"AUTH": answer("454 4.7.0 try again")}}
	o := options(s.dial)
	o.Username, o.Password = "klachten", "geheim"
	if r := send(t, outbox.New(o), 1, outbox.Down); r.Code != 454 || errors.Is(r.Err, outbox.ErrLogin) {
		t.Errorf("a login that may do later: got %+v", r)
	}
	for name, test := range map[string]struct {
		auth string
		want outbox.State
	}{"LOGIN": {"AUTH LOGIN", outbox.Accepted}, "other": {"AUTH CRAM-MD5", outbox.Down}, "none": {"HELP", outbox.Down}} {
		s := &script{extensions: []string{test.auth}, on: map[string]func(*dialogue, string){"AUTH": func(d *dialogue, _ string) {
			d.say("334 VXNlcm5hbWU6")
			d.r.ReadString('\n')
			d.say("334 UGFzc3dvcmQ6")
			d.r.ReadString('\n')
			d.say("235 2.7.0 welcome")
		}}}
		o := options(s.dial)
		o.Username, o.Password = "klachten", "geheim"
		sender := outbox.New(o)
		if r := sender.Send(context.Background(), envelope, letter(1)); r.State != test.want {
			t.Errorf("%s: got %+v", name, r)
		}
		sender.Close()
	}
}

func TestCheck(t *testing.T) {
	s := &script{}
	sender := outbox.New(options(s.dial))
	for range 2 {
		if err := sender.Check(context.Background()); err != nil {
			t.Error(err)
		}
	}
	s.on = map[string]func(*dialogue, string){"NOOP": answer("421 4.3.2 bye jan.de.vries@b.example")}
	err := sender.Check(context.Background())
	if err == nil {
		t.Error("a server that says goodbye passes")
	}
	checkQuiet(t, outbox.Result{Err: err})
	sender.Close()
	if s.dials != 1 || s.said("MAIL") != 0 {
		t.Errorf("%d dials, heard %q", s.dials, s.lines())
	}
}
