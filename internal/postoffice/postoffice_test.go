package postoffice

import (
	"context"
	"net/smtp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

const letter = "From: jan@b.example\r\nSubject: klacht\r\n\r\nDag.\r\n"

var arrived = time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)

func newOffice(t testing.TB, change ...func(*Options)) *Office {
	t.Helper()
	o := Options{Users: []User{
		{Name: "klachten", Password: "geheim", Addresses: []string{"klachten@a.example", "bestuur@a.example"}, Folders: []string{"Sent"}},
		{Name: "anna", Password: "anders", Addresses: []string{"anna@a.example"}},
	}}
	for _, f := range change {
		f(&o)
	}
	return New(o)
}

func client(t testing.TB, o *Office, user, password string) *imapclient.Client {
	t.Helper()
	conn, err := o.DialIMAP(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	c := imapclient.New(conn, nil)
	if err := c.Login(user, password).Wait(); err != nil {
		t.Fatal(err)
	}
	return c
}

func deliver(t testing.TB, o *Office, n int) {
	t.Helper()
	for range n {
		if err := o.Deliver("klachten", []byte(letter), arrived); err != nil {
			t.Fatal(err)
		}
	}
}

func messages(t testing.TB, o *Office, user, folder string) []Mail {
	t.Helper()
	m, err := o.Messages(user, folder)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestDeliver(t *testing.T) {
	o := newOffice(t)
	defer o.Close()
	deliver(t, o, 2)
	got := messages(t, o, "klachten", "INBOX")
	if len(got) != 2 || got[1].UID != 2 || string(got[1].Raw) != letter || !got[1].InternalDate.Equal(arrived) || len(got[1].Flags) != 0 {
		t.Errorf("got %+v", got)
	}
	if folders, err := o.Folders("klachten"); err != nil || !slices.Equal(folders, []string{"INBOX", "Sent"}) {
		t.Errorf("folders: got %v, error %v", folders, err)
	}
	if err := o.Remove("klachten", "INBOX", 1); err != nil {
		t.Fatal(err)
	}
	if got := messages(t, o, "klachten", "INBOX"); len(got) != 1 || got[0].UID != 2 {
		t.Errorf("after removing: %+v", got)
	}
	if err := o.Deliver("niemand", []byte(letter), arrived); err == nil {
		t.Error("delivered to nobody")
	}
	if _, err := o.Messages("klachten", "Nergens"); err == nil {
		t.Error("read a folder that is not there")
	}
}

// imapmemserver breaks the connection there.
func TestMoveOfNothing(t *testing.T) {
	o := newOffice(t)
	defer o.Close()
	deliver(t, o, 1)
	c := client(t, o, "klachten", "geheim")
	defer c.Close()
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	for _, set := range []imap.NumSet{imap.UIDSetNum(7), imap.SeqSetNum(7)} {
		if _, err := c.Move(set, "Sent").Wait(); err != nil {
			t.Errorf("move %v: %v", set, err)
		}
		if _, err := c.Copy(set, "Sent").Wait(); err != nil {
			t.Errorf("copy %v: %v", set, err)
		}
	}
	if _, err := c.Move(imap.UIDSetNum(1, 7), "Sent").Wait(); err != nil {
		t.Error(err)
	}
	if got := messages(t, o, "klachten", "Sent"); len(got) != 1 {
		t.Errorf("in Sent: %+v", got)
	}
}

func TestReset(t *testing.T) {
	o := newOffice(t)
	defer o.Close()
	deliver(t, o, 3)
	if err := o.Remove("klachten", "INBOX", 1); err != nil {
		t.Fatal(err)
	}
	c := client(t, o, "klachten", "geheim")
	defer c.Close()
	before, err := c.Select("INBOX", nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.ResetUIDValidity("klachten"); err != nil {
		t.Fatal(err)
	}
	<-c.Closed()
	c = client(t, o, "klachten", "geheim")
	defer c.Close()
	after, err := c.Select("INBOX", nil).Wait()
	if err != nil || after.UIDValidity <= before.UIDValidity || after.NumMessages != 2 || after.UIDNext != 3 {
		t.Errorf("before %+v, after %+v, error %v", before, after, err)
	}
	if got := messages(t, o, "klachten", "INBOX"); !got[0].InternalDate.Equal(arrived) {
		t.Errorf("the date changed: %v", got[0].InternalDate)
	}
	if err := o.ResetUIDValidity("niemand"); err == nil {
		t.Error("reset of nobody's inbox")
	}
}

func TestRoute(t *testing.T) {
	o := newOffice(t, func(o *Options) {
		o.Verdict = func(m Transaction) string {
			if strings.HasSuffix(m.From, "@b.example") {
				return "dmarc=pass header.from=b.example"
			}
			return ""
		}
	})
	defer o.Close()
	imapAddr, smtpAddr, err := o.Listen()
	if err != nil {
		t.Fatal(err)
	}
	send := func(from string, to ...string) {
		t.Helper()
		if err := smtp.SendMail(smtpAddr, nil, from, to, []byte(letter)); err != nil {
			t.Fatal(err)
		}
	}
	send("jan@b.example", "Klachten+tok-en@A.example", "buiten@c.example")
	send("piet@c.example", "bestuur@a.example")
	var to []string
	for _, m := range o.Accepted() {
		to = append(to, m.To)
		if string(m.Raw) != letter {
			t.Errorf("accepted %q", m.Raw)
		}
	}
	if !slices.Equal(to, []string{"Klachten+tok-en@A.example", "buiten@c.example", "bestuur@a.example"}) {
		t.Errorf("accepted mail to %v", to)
	}
	got := messages(t, o, "klachten", "INBOX")
	if len(got) != 2 || len(messages(t, o, "anna", "INBOX")) != 0 {
		t.Fatalf("delivered %d mails", len(got))
	}
	first := string(got[0].Raw)
	for _, want := range []string{
		"Return-Path: <jan@b.example>\r\n", "Authentication-Results: post.example; dmarc=pass header.from=b.example\r\n",
		"Received: from localhost by post.example with ESMTP id 1\r\n\tfor <Klachten+tok-en@A.example>; ",
	} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is missing in %q", want, first)
		}
	}
	if !strings.HasSuffix(first, letter) || strings.Contains(string(got[1].Raw), "Authentication") {
		t.Errorf("got %q and %q", first, got[1].Raw)
	}
	c, err := imapclient.DialInsecure(imapAddr, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login("klachten", "onjuist").Wait(); err == nil {
		t.Error("a wrong password is let in")
	}
	if err := c.Login("klachten", "geheim").Wait(); err != nil {
		t.Error(err)
	}
}

func TestFaults(t *testing.T) {
	o := newOffice(t, func(o *Options) { o.Login = true; o.Without = []string{"MOVE", "IDLE"} })
	defer o.Close()
	_, addr, err := o.Listen()
	if err != nil {
		t.Fatal(err)
	}
	auth := smtp.PlainAuth("", "klachten", "geheim", "127.0.0.1")
	send := func(a smtp.Auth) string {
		if err := smtp.SendMail(addr, a, "klachten@a.example", []string{"jan@b.example"}, []byte(letter)); err != nil {
			return err.Error()
		}
		return ""
	}
	no := &Reply{Code: 450, Enhanced: "4.2.0", Text: "later"}
	for name, test := range map[string]struct {
		auth     smtp.Auth
		faults   SMTPFaults
		want     string
		accepted int
	}{
		"none":     {auth, SMTPFaults{}, "", 1},
		"no login": {nil, SMTPFaults{}, "5.7.0 Please", 0},
		"MAIL":     {auth, SMTPFaults{Mail: func(string) *Reply { return no }}, "4.2.0 later", 0},
		"RCPT":     {auth, SMTPFaults{Rcpt: func(string, string) *Reply { return no }}, "4.2.0 later", 0},
		"DATA":     {auth, SMTPFaults{Data: func(Transaction) *Reply { return no }}, "4.2.0 later", 0},
		"yes":      {auth, SMTPFaults{Data: func(Transaction) *Reply { return nil }}, "", 1},
		"store":    {auth, SMTPFaults{Cut: func(Transaction) Cut { return BeforeStore }}, "EOF", 0},
		"reply":    {auth, SMTPFaults{Cut: func(Transaction) Cut { return BeforeReply }}, "EOF", 1},
		"after":    {auth, SMTPFaults{Cut: func(Transaction) Cut { return AfterReply }}, "", 1}, // and an error at QUIT
	} {
		before := len(o.Accepted())
		o.FailSMTP(test.faults)
		if got := send(test.auth); !strings.Contains(got, test.want) || (got == "") != (test.want == "") && name != "after" {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
		if got := len(o.Accepted()) - before; got != test.accepted {
			t.Errorf("%s: accepted %d, want %d", name, got, test.accepted)
		}
	}
	c := client(t, o, "klachten", "geheim")
	defer c.Close()
	caps, err := c.Capability().Wait()
	if err != nil || caps.Has(imap.CapMove) || caps.Has(imap.CapIdle) || !caps.Has(imap.CapUIDPlus) {
		t.Errorf("capabilities %v, error %v", caps, err)
	}
}

// Everything ends with Close, or the bubble would say so.
func TestCloseInBubble(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			o := newOffice(t)
			if time.Now().Year() == 2000 { // as in a bubble
				o.Close()
				return
			}
			t.Error("not in a bubble")
		})
	}
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		deliver(t, o, 1)
		c := client(t, o, "klachten", "geheim")
		if _, err := c.Select("INBOX", nil).Wait(); err != nil {
			t.Fatal(err)
		}
		idle, err := c.Idle()
		if err != nil {
			t.Fatal(err)
		}
		o.Close()
		<-c.Closed()
		idle.Close()
		if _, err := o.DialSMTP(context.Background(), "", ""); err == nil {
			t.Error("dialled a closed office")
		}
	})
}
