package daemon_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/dossier"
	"klachtd/internal/mailbox"
	"klachtd/internal/outbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/postoffice/debian"
	"klachtd/internal/store"
)

// realDesk is a desk between a real Dovecot and a real Postfix on loopback ports. Mail to the complaints address comes
// back into the Dovecot, all other mail stays with the Postfix.
type realDesk struct {
	*desk
	imap debian.IMAP
	smtp debian.SMTP
}

func newRealDesk(t *testing.T, change func(*daemon.Options)) *realDesk {
	t.Helper()
	imap := debian.Dovecot(t).Account()
	smtp := debian.Postfix(t, debian.PostfixOptions{
		Into: map[string]string{ourAddress: imap.User}, Server: imap,
		Refuse: map[string]string{"weg@burger.example": "550 5.1.1 no such user"},
	})
	d := &desk{t: t, dir: t.TempDir(), log: &bytes.Buffer{}}
	var err error
	d.loc, err = time.LoadLocation("Europe/Amsterdam")
	check(t, err)
	d.office = postoffice.New(postoffice.Options{})
	t.Cleanup(func() { d.office.Close() })
	d.opts = options(t, d.office, d.loc, d.log)
	box := &d.opts.Mailboxes[0]
	box.IMAP = mailbox.Options{
		Host: imap.Host, Port: imap.Port, TLS: "starttls", TLSConfig: imap.TLS, Username: imap.User, Password: imap.Password,
	}
	box.SMTP = outbox.Options{Host: smtp.Host, Port: smtp.Port, TLS: "none"}
	if change != nil {
		change(&d.opts)
	}
	d.storeOpt = store.Options{Dir: t.TempDir() + "/data"}
	return &realDesk{desk: d, imap: imap, smtp: smtp}
}

func complaint(from, subject, text string, at time.Time) []byte {
	return []byte(strings.ReplaceAll("From: "+from+"\nTo: "+ourAddress+"\nDate: "+at.Format(time.RFC1123Z)+
		"\nMessage-ID: <"+strings.ReplaceAll(subject, " ", "-")+"@burger.example>\nSubject: "+subject+"\n\n"+text+"\n", "\n", "\r\n"))
}

// sent waits for n letters and returns them by name and recipient.
func (d *realDesk) sent(n int) []string {
	d.t.Helper()
	var names []string
	for _, raw := range d.smtp.Wait(d.t, n) {
		names = append(names, header(raw, "X-Klachtd-Letter")+" "+header(raw, "To"))
	}
	slices.Sort(names)
	return names
}

func (d *realDesk) inFolder(folder string) string {
	return strings.TrimSpace(d.imap.Doveadm(d.t, "mailbox", "status", "messages", folder))
}

// TestRealServers walks a case through six weeks in the sandbox, by the dates of the mail that a real Dovecot holds.
func TestRealServers(t *testing.T) {
	d := newRealDesk(t, func(o *daemon.Options) { o.Sandbox.Enabled = true })
	d.open()
	at := func(s string) time.Time { return d.moment(s) }
	d.imap.Append(t, "INBOX", complaint("Jan de Boer <jan@burger.example>", "Klacht een", "Mijn klacht.", at("2026-04-02 16:10")), at("2026-04-02 16:10"))
	d.imap.Append(t, "INBOX", complaint("Sanne Visser <sanne@burger.example>", "Klacht later", "Van later.", at("2026-04-20 09:00")), at("2026-04-20 09:00"))
	ctx := context.Background()
	check(t, d.d.PassAt(ctx, at("2026-04-02 16:15")))
	if got, want := d.sent(2), 2; len(got) != want {
		t.Fatalf("letters %q", got)
	}
	if got := d.inFolder("INBOX"); !strings.HasSuffix(got, "=1") {
		t.Errorf("the mail of later must stay in the inbox: %s", got)
	}
	check(t, d.d.PassAt(ctx, at("2026-05-01 12:00")))
	for _, want := range []string{"delay_notice_1 ", "delay_notice_2 ", "acknowledgement "} {
		if !slices.ContainsFunc(d.sent(8), func(s string) bool { return strings.HasPrefix(s, want) && strings.Contains(s, "jan@burger.example") }) {
			t.Errorf("no %sto the complainant among %q", want, d.sent(8))
		}
	}
	if err := d.d.PassAt(ctx, at("2026-04-30 12:00")); err != daemon.ErrBack {
		t.Errorf("going back in time: got %v", err)
	}
	c, _, err := d.d.Source().Case("K2026-0001")
	check(t, err)
	settle := c.Term(dossier.TermSettle)
	if settle.Due.String() != "2026-05-14" || settle.FirstDue.String() != "2026-04-16" || settle.State != dossier.TermExtended {
		t.Errorf("settle is %s, due %s, first %s", settle.State, settle.Due, settle.FirstDue)
	}
	if got := d.inFolder("Klachten/Verwerkt"); !strings.HasSuffix(got, "=2") {
		t.Errorf("handled mail: %s", got)
	}
	d.close()
	d.verify()
	private(t, "| jan@burger.example sanne@burger.example Mijn klacht Van later Sanne Visser\n", d.log.Bytes())
}

// TestRealRun lets the daemon run against the real servers: IDLE, a reply to the token address, a recipient whom
// Postfix refuses, and a clean end.
func TestRealRun(t *testing.T) {
	d := newRealDesk(t, nil)
	d.open()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.d.Run(ctx) }()
	d.eventually("the first start", d.started)
	now := time.Now()
	d.imap.Append(t, "INBOX", complaint("Jan de Boer <jan@burger.example>", "Klacht een", "Mijn klacht.", now), now)
	d.sent(2)
	ack := d.find("acknowledgement")
	reply := "From: jan@burger.example\r\nTo: " + header(ack, "Reply-To") + "\r\nSubject: Re: " + header(ack, "Subject") +
		"\r\nIn-Reply-To: " + header(ack, "Message-ID") + "\r\nMessage-ID: <antwoord@burger.example>\r\n\r\nNog iets.\r\n"
	d.imap.Append(t, "INBOX", []byte(reply), time.Now())
	d.imap.Append(t, "INBOX", complaint("Weg <weg@burger.example>", "Klacht twee", "Mijn adres is weg.", now), now)
	d.eventually("the reply is filed and the refusal told", func() bool {
		one, ok, err := d.d.Source().Case("K2026-0001")
		check(t, err)
		two, ok2, err := d.d.Source().Case("K2026-0002")
		check(t, err)
		return ok && ok2 && filed(one) == 1 && len(two.Duties) > 0 && two.Duties[0].State == dossier.DutyRefused
	})
	stop()
	select {
	case err := <-done:
		check(t, err)
	case <-time.After(10 * time.Second):
		t.Fatal("the daemon did not end")
	}
	d.close()
	d.verify()
}

// TestRealFolderByHand: a person drags handled mail back into the inbox. It is known and filed again, nothing else.
func TestRealFolderByHand(t *testing.T) {
	d := newRealDesk(t, func(o *daemon.Options) { o.Sandbox.Enabled = true })
	d.open()
	at := d.moment("2026-06-01 10:00")
	d.imap.Append(t, "INBOX", complaint("Jan de Boer <jan@burger.example>", "Klacht een", "Mijn klacht.", at), at)
	d.imap.Doveadm(t, "mailbox", "create", "Klachten")
	check(t, d.d.PassAt(context.Background(), at.Add(time.Minute)))
	d.imap.Doveadm(t, "move", "INBOX", "mailbox", "Klachten/Verwerkt", "all")
	check(t, d.d.PassAt(context.Background(), at.Add(2*time.Minute)))
	if n := len(d.cases()); n != 1 {
		t.Errorf("%d cases after a person moved the mail back, want 1", n)
	}
	if got := d.inFolder("INBOX"); !strings.HasSuffix(got, "=0") {
		t.Errorf("the mail that came back was not filed again: %s", got)
	}
	d.close()
	d.verify()
}

func filed(c dossier.Case) int {
	n := 0
	for _, e := range c.Journal {
		if _, ok := e.Body.(dossier.Filed); ok {
			n++
		}
	}
	return n
}

func (d *realDesk) find(letter string) []byte {
	d.t.Helper()
	for _, raw := range d.smtp.Messages(d.t) {
		if header(raw, "X-Klachtd-Letter") == letter {
			return raw
		}
	}
	d.t.Fatalf("no letter %s", letter)
	return nil
}

// started says whether the mailbox was read once: what comes from then on is new.
func (d *realDesk) started() (yes bool) {
	check(d.t, d.st.View(func(tx *store.Tx) error {
		c, err := tx.Cursor("klachten")
		yes = c.Started
		return err
	}))
	return yes
}

// eventually waits for something to become true on real servers, whose speed is theirs.
func (d *realDesk) eventually(what string, yes func() bool) {
	d.t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if yes() {
			return
		}
	}
	d.t.Fatalf("waited in vain for: %s", what)
}
