package mailbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
)

// The numbers of COPYUID are the server's: a range of four milliards must not
// be written out, and what was not asked for is nobody's.
func TestCopyUIDIsNotTrusted(t *testing.T) {
	for answer, want := range map[string]int{
		"7 1:4294967295 1:4294967295": 0,
		"7 1:2 5:6":                   2,
		"7 1:2 5":                     0,
		"7 3:4 5:6":                   0,
	} {
		s := &script{on: map[string]func(*dialogue, string, string){
			"UID MOVE": func(l *dialogue, tag, _ string) { l.say("%s OK [COPYUID %s] done", tag, answer) },
		}}
		c, _ := connect(t, s.options())
		moved, err := c.Move(context.Background(), []mailbox.UID{1, 2}, "Klachten")
		if err != nil || len(moved) != want {
			t.Errorf("COPYUID %s: got %v, error %v", answer, moved, err)
		}
	}
}

// No error may hold what the server says: it may quote names and addresses.
func TestErrorsQuoteNothing(t *testing.T) {
	const secret = "jan.de.vries@b.example"
	s := &script{on: map[string]func(*dialogue, string, string){
		"UID MOVE": func(l *dialogue, tag, _ string) { l.say("%s BAD [TRYCREATE] mailbox of %s", tag, secret) },
		"CREATE":   func(l *dialogue, tag, _ string) { l.say("%s NO [OVERQUOTA] mailbox of %s", tag, secret) },
		"UID FETCH": func(l *dialogue, tag, _ string) {
			l.say("* 1 FETCH (UID 1 ENVELOPE (%q %s", secret, secret)
		},
	}}
	c, _ := connect(t, s.options())
	s.on["NOOP"] = func(l *dialogue, tag, _ string) { l.say("%s NO mailbox of %s", tag, secret) }
	ctx := context.Background()
	var errs []error
	errs = append(errs, c.Noop(ctx))
	_, err := c.Move(ctx, []mailbox.UID{1}, secret)
	errs = append(errs, err)
	_, err = c.Create(ctx, secret)
	errs = append(errs, err)
	_, err = c.List(ctx, 1)
	errs = append(errs, err)
	foreign := &script{on: map[string]func(*dialogue, string, string){
		"UID FETCH": func(l *dialogue, _, _ string) { l.say("jan.de.vries OK") }, // go-imap quotes an unknown tag
	}}
	c, _ = connect(t, foreign.options())
	_, err = c.List(ctx, 1)
	errs = append(errs, err)
	_, err = mailbox.Connect(ctx, (&script{greeting: "* BYE " + secret}).options())
	errs = append(errs, err)
	_, err = mailbox.Connect(ctx, (&script{greeting: secret}).options())
	errs = append(errs, err)
	for i, err := range errs {
		if err == nil || strings.Contains(err.Error(), "vries") {
			t.Errorf("%d: got %v", i, err)
		}
	}
}

func TestInsecureIsRefused(t *testing.T) {
	for host, refused := range map[string]bool{
		"127.0.0.1": false, "::1": false, "localhost": false, "127.3.2.1": false,
		"mail.example": true, "10.0.0.1": true, "localhost.example": true, "": true, "0.0.0.0": true,
	} {
		o := (&script{}).options()
		o.Host = host
		c, err := mailbox.Connect(context.Background(), o)
		if errors.Is(err, dial.ErrInsecure) != refused {
			t.Errorf("%q: got %v", host, err)
		}
		if err == nil {
			c.Close()
		}
	}
	o := (&script{}).options()
	o.TLS = "maybe"
	if _, err := mailbox.Connect(context.Background(), o); err == nil {
		t.Error("an unknown TLS mode is accepted")
	}
}
