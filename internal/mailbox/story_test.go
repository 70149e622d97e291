package mailbox_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
	"klachtd/internal/postoffice"
)

// These stories run in a bubble: hours of waiting take no time, and a goroutine
// that is left behind fails the test.

// bubbleOffice must be closed within the bubble.
func bubbleOffice(o postoffice.Options) (*postoffice.Office, server) {
	o.Users = []postoffice.User{{Name: userName, Password: password}}
	p := postoffice.New(o)
	return p, inOffice(p)
}

func TestIdleForThreeHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done := 0
		s := &script{}
		s.on = map[string]func(*dialogue, string, string){
			"IDLE": func(l *dialogue, tag, _ string) {
				l.say("+ idling")
				start := time.Now()
				if word, _ := l.hear(); word != "DONE" {
					t.Errorf("IDLE ended with %q", word)
				}
				if d := time.Since(start); d > mailbox.DefaultIdleSlice {
					t.Errorf("IDLE lasted %v", d)
				}
				done++
				l.ok(tag)
			},
		}
		c, _ := connect(t, s.options())
		before := len(s.commands("NOOP"))
		start := time.Now()
		changed, err := c.Idle(context.Background(), 3*time.Hour)
		if changed || err != nil || time.Since(start) != 3*time.Hour {
			t.Errorf("got %v, error %v after %v", changed, err, time.Since(start))
		}
		if noops := len(s.commands("NOOP")) - before; done != 20 || noops != 20 {
			t.Errorf("%d slices and %d NOOPs, want 20", done, noops)
		}
	})
}

func TestIdleHearsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := bubbleOffice(postoffice.Options{})
		defer p.Close()
		c, _ := connect(t, s.options)
		time.AfterFunc(100*time.Minute, func() { s.deliver(t, mail(1), time.Time{}) })
		start := time.Now()
		changed, err := c.Idle(context.Background(), 5*time.Hour)
		if !changed || err != nil || time.Since(start) != 100*time.Minute {
			t.Errorf("got %v, error %v after %v", changed, err, time.Since(start))
		}
		// What came between the last List and IDLE is not slept over.
		list(t, c, 1)
		s.deliver(t, mail(2), time.Time{})
		if err := c.Noop(context.Background()); err != nil {
			t.Fatal(err)
		}
		start = time.Now()
		if changed, err := c.Idle(context.Background(), time.Hour); !changed || err != nil || time.Since(start) != 0 {
			t.Errorf("announced before: got %v, error %v after %v", changed, err, time.Since(start))
		}
		// What List has shown is not news any more.
		s.deliver(t, mail(3), time.Time{})
		if err := c.Noop(context.Background()); err != nil {
			t.Fatal(err)
		}
		list(t, c, 1)
		if changed, err := c.Idle(context.Background(), time.Minute); changed || err != nil {
			t.Errorf("already listed: got %v, error %v", changed, err)
		}
		c.Close()
	})
}

// News is more messages than before: not their number again, and also when one
// went as one came.
func TestIdleCounts(t *testing.T) {
	for name, test := range map[string]struct {
		says []string
		want bool
	}{
		"the same":       {[]string{"* 3 EXISTS"}, false},
		"fewer":          {[]string{"* 2 EXPUNGE", "* 2 EXISTS"}, false},
		"one more":       {[]string{"* 4 EXISTS"}, true},
		"gone and come":  {[]string{"* 1 EXPUNGE", "* 3 EXISTS"}, true},
		"flags":          {[]string{`* 1 FETCH (FLAGS (\Seen))`, "* OK still here"}, false},
		"come and again": {[]string{"* 3 EXISTS", "* 4 EXISTS"}, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{on: map[string]func(*dialogue, string, string){
				"IDLE": func(l *dialogue, tag, _ string) {
					l.say("+ idling")
					for _, line := range test.says {
						l.say("%s", line)
					}
					l.hear()
					l.ok(tag)
				},
			}}
			c, _ := connect(t, s.options())
			if changed, err := c.Idle(context.Background(), 5*time.Minute); changed != test.want || err != nil {
				t.Errorf("%s: got %v, error %v", name, changed, err)
			}
		})
	}
}

func TestWithoutIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, s := bubbleOffice(postoffice.Options{Without: []string{"IDLE"}})
		defer p.Close()
		c, _ := connect(t, s.options)
		start := time.Now()
		if changed, err := c.Idle(context.Background(), time.Minute); changed || err != nil || time.Since(start) != time.Minute {
			t.Errorf("got %v, error %v after %v", changed, err, time.Since(start))
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if _, err := c.Idle(ctx, time.Minute); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		c.Close()
	})
}

// A server that falls silent is left after Timeouts.Answer, wherever it stands.
func TestSilence(t *testing.T) {
	silent := func(l *dialogue, _, _ string) { l.r.Peek(1) }
	begun := func(text string) func(*dialogue, string, string) {
		return func(l *dialogue, _, _ string) {
			io.WriteString(l, text)
			l.r.Peek(1)
		}
	}
	calls := map[string]func(context.Context, *mailbox.Conn) error{
		"NOOP":   func(ctx context.Context, c *mailbox.Conn) error { return c.Noop(ctx) },
		"SELECT": func(ctx context.Context, c *mailbox.Conn) error { _, err := c.Select(ctx); return err },
		"UID STORE": func(ctx context.Context, c *mailbox.Conn) error {
			_, err := c.Move(ctx, []mailbox.UID{1}, "A")
			return err
		},
		"UID MOVE": func(ctx context.Context, c *mailbox.Conn) error {
			_, err := c.Move(ctx, []mailbox.UID{1}, "A")
			return err
		},
		"EXAMINE":   func(ctx context.Context, c *mailbox.Conn) error { _, err := c.Find(ctx, "A", "<1>"); return err },
		"CREATE":    func(ctx context.Context, c *mailbox.Conn) error { _, err := c.Create(ctx, "A"); return err },
		"APPEND":    func(ctx context.Context, c *mailbox.Conn) error { return c.Append(ctx, "A", mail(1), time.Now()) },
		"UID FETCH": func(ctx context.Context, c *mailbox.Conn) error { _, err := c.List(ctx, 1); return err },
		"IDLE":      func(ctx context.Context, c *mailbox.Conn) error { _, err := c.Idle(ctx, time.Hour); return err },
	}
	for command, call := range calls {
		t.Run(command, func(t *testing.T) { testSilence(t, command, silent, call) })
	}
	whole := func(ctx context.Context, c *mailbox.Conn) error {
		return c.Fetch(ctx, three(t), func(mailbox.Item, []byte) error { return nil })
	}
	to := func(ctx context.Context, c *mailbox.Conn) error {
		return c.FetchTo(ctx, mailbox.Item{UID: 1}, io.Discard)
	}
	for _, text := range []string{"", "* 1 FETCH (UID", "* 1 FETCH (UID 1 BODY[] {50}\r\n", "* 1 FETCH (UID 1 BODY[] {50}\r\nhalf"} {
		t.Run("fetch after "+text, func(t *testing.T) { testSilence(t, "UID FETCH", begun(text), whole) })
		t.Run("stream after "+text, func(t *testing.T) { testSilence(t, "UID FETCH", begun(text), to) })
	}
	t.Run("DONE", func(t *testing.T) {
		testSilence(t, "IDLE", func(l *dialogue, _, _ string) {
			l.say("+ idling")
			l.hear()
			l.r.Peek(1)
		}, func(ctx context.Context, c *mailbox.Conn) error {
			_, err := c.Idle(ctx, 0*time.Second+time.Nanosecond)
			return err
		})
	})
}

func testSilence(t *testing.T, command string, answer func(*dialogue, string, string), call func(context.Context, *mailbox.Conn) error) {
	for name, want := range map[string]error{"silence": mailbox.ErrTimeout, "cancelled": context.Canceled} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{on: map[string]func(*dialogue, string, string){}}
			c, _ := connect(t, s.options())
			s.on[command] = answer
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			limit := mailbox.DefaultAnswer
			if name == "cancelled" {
				time.AfterFunc(time.Second, cancel)
				limit = time.Second
			}
			start := time.Now()
			err := call(ctx, c)
			if d := time.Since(start).Round(time.Millisecond); !errors.Is(err, want) || d > limit+mailbox.DefaultGoodbye {
				t.Errorf("%s: got %v after %v", name, err, d)
			}
			// On a line that broke Close says nothing, and so has nothing to wait for and nothing to complain of: an
			// IDLE that could not be ended holds go-imap's lock on writing.
			start = time.Now()
			err = c.Close()
			if d := time.Since(start); err != nil || d > mailbox.DefaultGoodbye {
				t.Errorf("%s: Close gave %v after %v", name, err, d)
			}
		})
	}
}

// A slow server is not a silent one: a literal may take as long as it takes, up
// to Timeouts.Call. (go-imap's own limit is five minutes.)
func TestSlowLiteral(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		raw := mail(200)
		s := &script{on: map[string]func(*dialogue, string, string){
			"UID FETCH": func(l *dialogue, tag, _ string) {
				l.say("* 1 FETCH (UID 1 BODY[] {%d}", len(raw))
				for i := 0; i < len(raw); i += 50 {
					time.Sleep(45 * time.Second)
					l.Write(raw[i:min(i+50, len(raw))])
				}
				l.say(")")
				l.ok(tag)
			},
		}}
		c, _ := connect(t, s.options())
		start := time.Now()
		got, err := fetch(t, c, []mailbox.Item{{UID: 1}})
		if err != nil || string(got[1]) != string(raw) || time.Since(start) < 15*time.Minute {
			t.Errorf("got %d bytes, error %v after %v", len(got[1]), err, time.Since(start))
		}
	})
}

// A server that drips for ever is left after Timeouts.Call.
func TestDrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{on: map[string]func(*dialogue, string, string){}}
		c, _ := connect(t, s.options())
		s.on["NOOP"] = func(l *dialogue, _, _ string) {
			for {
				if _, err := io.WriteString(l, "* OK still here\r\n"); err != nil {
					return
				}
				time.Sleep(30 * time.Second)
			}
		}
		start := time.Now()
		err := c.Noop(context.Background())
		if d := time.Since(start); !errors.Is(err, mailbox.ErrTimeout) || d != mailbox.DefaultCall {
			t.Errorf("got %v after %v", err, d)
		}
		c.Close()
		time.Sleep(time.Minute) // for the server to notice
	})
}

func TestConnectTimeouts(t *testing.T) {
	mute := func(client, conn net.Conn) { io.Copy(io.Discard, conn) }
	half := func(client, conn net.Conn) { io.WriteString(conn, "* OK"); io.Copy(io.Discard, conn) }
	noAnswer := func(client, conn net.Conn) { io.WriteString(conn, friendly+"\r\n"); io.Copy(io.Discard, conn) }
	torn := func(client, conn net.Conn) {
		io.WriteString(conn, friendly+"\r\n")
		conn.Read(make([]byte, 64))
		io.WriteString(conn, "S1 OK begin") // and no end of line: go-imap's own STARTTLS waits for ever
		conn.Close()
	}
	for name, test := range map[string]struct {
		tls   dial.TLS
		serve func(client, conn net.Conn)
	}{
		"silent": {dial.None, mute}, "half a greeting": {dial.None, half}, "no answer": {dial.None, noAnswer},
		"silent STARTTLS": {dial.StartTLS, mute}, "half a greeting STARTTLS": {dial.StartTLS, half},
		"no answer STARTTLS": {dial.StartTLS, noAnswer}, "torn STARTTLS": {dial.StartTLS, torn},
		"silent TLS": {dial.Implicit, mute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := (&script{}).options()
				o.TLS = test.tls
				o.Dial = func(context.Context, string, string) (net.Conn, error) {
					client, conn := net.Pipe()
					go func() {
						defer conn.Close()
						test.serve(client, conn)
					}()
					return client, nil
				}
				start := time.Now()
				_, err := mailbox.Connect(context.Background(), o)
				if d := time.Since(start); err == nil || d > mailbox.DefaultConnect+mailbox.DefaultGoodbye {
					t.Errorf("got %v after %v", err, d)
				}
				if err != nil && strings.Contains(err.Error(), "begin") {
					t.Errorf("the error quotes the server: %v", err)
				}
			})
		})
	}
	t.Run("dial", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			o := (&script{}).options()
			o.Dial = func(ctx context.Context, _, _ string) (net.Conn, error) {
				<-ctx.Done()
				return nil, context.Cause(ctx)
			}
			if _, err := mailbox.Connect(context.Background(), o); !errors.Is(err, mailbox.ErrTimeout) {
				t.Errorf("got %v", err)
			}
		})
	})
}
