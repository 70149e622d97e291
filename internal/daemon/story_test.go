package daemon_test

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata"

	"klachtd/internal/daemon"
	"klachtd/internal/postoffice"
	"klachtd/internal/store"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// desk is the whole product inside a bubble: the real daemon on a real store, between an IMAP and an SMTP server in
// the same process.
type desk struct {
	t        testing.TB
	dir      string
	office   *postoffice.Office
	opts     daemon.Options
	storeOpt store.Options
	loc      *time.Location
	log      *bytes.Buffer

	st   *store.Store
	d    *daemon.Daemon
	stop context.CancelFunc
	done chan error

	shown int // letters already shown
	mails int

	delivered string // the last mail

	jumped bool     // time was walked in a jump: the moments of letters are those that they bear
	days   bool     // letters are shown with the moment at which they were accepted
	hides  []string // letters that are not shown
}

const (
	ourAddress = "klachten@voorbeeld.example"
	password   = "geheim-geheim"
)

// verdict makes the mail server of a story write its word on the From domain; "" writes none.
func stamped(raw []byte, verdict string) []byte {
	if verdict == "" {
		return raw
	}
	m := "Authentication-Results: mx.voorbeeld.example; dmarc=" + verdict + " header.from=" + fromDomain(raw) + "\r\n"
	return append([]byte(m), raw...)
}

func fromDomain(raw []byte) string {
	for line := range strings.Lines(string(raw)) {
		if after, ok := strings.CutPrefix(line, "From:"); ok {
			_, host, _ := strings.Cut(after, "@")
			return strings.Trim(host, "> \r\n")
		}
	}
	return ""
}

func newDesk(t testing.TB, change func(*daemon.Options)) *desk {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Amsterdam")
	check(t, err)
	d := &desk{t: t, dir: t.TempDir(), loc: loc, log: &bytes.Buffer{}}
	d.office = postoffice.New(postoffice.Options{
		Users: []postoffice.User{{Name: ourAddress, Password: password, Addresses: []string{ourAddress}}},
	})
	t.Cleanup(func() { d.office.Close() })
	d.opts = options(t, d.office, loc, d.log)
	if change != nil {
		change(&d.opts)
	}
	for _, m := range d.opts.Mailboxes[1:] {
		d.office.AddUser(postoffice.User{Name: m.Address, Password: password, Addresses: []string{m.Address}})
	}
	d.storeOpt = store.Options{Dir: filepath.Join(d.dir, "data")}
	return d
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open opens the store and makes the daemon, without starting its loops.
func (d *desk) open() {
	d.t.Helper()
	st, err := store.Open(d.storeOpt)
	check(d.t, err)
	d.st = st
	d.d, err = daemon.New(st, d.opts)
	check(d.t, err)
}

func (d *desk) close() {
	d.t.Helper()
	check(d.t, d.d.Close())
	check(d.t, d.st.Close())
	d.st, d.d = nil, nil
}

// up starts the daemon as `klachtd run` does.
func (d *desk) up() {
	d.open()
	ctx, stop := context.WithCancel(context.Background())
	d.stop, d.done = stop, make(chan error, 1)
	go func() { d.done <- d.d.Run(ctx) }()
	d.settle()
}

// down ends it as SIGTERM does.
func (d *desk) down() {
	d.t.Helper()
	d.stop()
	check(d.t, <-d.done)
	d.stop = nil
	d.close()
}

// once walks to a moment in one jump, as `klachtd once --at` does. Letters are shown with the day that they bear.
func (d *desk) once(at time.Time) {
	d.t.Helper()
	d.jumped = true
	d.open()
	check(d.t, d.d.PassAt(d.t.Context(), at))
	d.close()
}

// settle lets everybody finish what they are at, and the answers of servers be stored.
func (d *desk) settle() {
	time.Sleep(3 * time.Second)
	synctest.Wait()
}

// until sleeps to a moment of office time.
func (d *desk) until(at time.Time) {
	d.t.Helper()
	if !at.After(time.Now()) {
		d.t.Fatalf("%s has passed", at)
	}
	time.Sleep(time.Until(at))
	d.settle()
}

func (d *desk) moment(s string) time.Time {
	d.t.Helper()
	loc := d.loc
	if utc, ok := strings.CutSuffix(s, "Z"); ok { // an hour that comes twice has no other name
		s, loc = utc, time.UTC
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	check(d.t, err)
	return at
}

// deliver puts a mail into the inbox that its To names, with line ends as on the wire.
func (d *desk) deliver(text string) {
	d.t.Helper()
	raw := strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	box := ourAddress
	for _, m := range d.opts.Mailboxes[1:] {
		local, _, _ := strings.Cut(m.Address, "@")
		if strings.Contains(header([]byte(raw), "To"), local) {
			box = m.Address
		}
	}
	check(d.t, d.office.Deliver(box, []byte(raw), time.Now()))
}

// letters are what the SMTP server accepted since the last call.
func (d *desk) letters() []postoffice.Transaction {
	all := d.office.Accepted()
	fresh := all[d.shown:]
	d.shown = len(all)
	return fresh
}

func header(raw []byte, name string) string {
	head, _, _ := strings.Cut(strings.ReplaceAll(string(raw), "\r\n", "\n"), "\n\n")
	head = strings.ReplaceAll(strings.ReplaceAll(head, "\n ", " "), "\n\t", " ")
	for line := range strings.Lines(head) {
		if n, v, ok := strings.Cut(line, ":"); ok && strings.EqualFold(n, name) {
			return strings.TrimSpace(v)
		}
	}
	return ""
}

// play runs a story: commands, each with what it brought about. See testdata/story/README for the commands.
func (d *desk) play(script string) string {
	var out strings.Builder
	d.manner(script)
	lines := strings.Split(script, "\n")
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if strings.HasPrefix(line, "  ") {
			continue // what it brought about when the file was written
		}
		out.WriteString(line + "\n")
		if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") {
			continue
		}
		var body []string
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "|") {
			i++
			out.WriteString(lines[i] + "\n")
			body = append(body, strings.TrimPrefix(strings.TrimPrefix(lines[i], "|"), " "))
		}
		d.command(&out, strings.Fields(line), strings.Join(body, "\n"))
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

func (d *desk) command(out *strings.Builder, words []string, body string) {
	d.t.Helper()
	body = d.carry(d.filled(body))
	if slices.Contains([]string{"letter", "enclosed", "reply", "bounce"}, words[0]) && !d.got(words[1], "") {
		fmt.Fprintf(out, "  no letter %s\n", words[1])
		return // a story that wants it shows that it is missing
	}
	switch words[0] {
	case "again":
		d.again(words[1:])
	case "at":
		d.until(d.moment(words[1] + " " + words[2]))
	case "up":
		d.up()
	case "once":
		d.once(d.moment(words[1] + " " + words[2]))
	case "down":
		d.down()
	case "choose":
		d.choose(words[1], strings.Join(words[2:], " "))
	case "mail":
		d.mail(words[1:], body)
	case "case":
		d.showCase(out, words[1])
	case "dossier":
		d.showDossier(out, words[1], words[2:])
	case "enclosed":
		d.showEnclosed(out, words[1], strings.Join(words[2:], ""))
		return
	case "due":
		d.showDue(out, words[1])
	case "facts":
		d.showFacts(out, words[1])
	case "ask":
		d.ask(out, words[1:])
		return
	case "folders":
		d.showFolders(out)
	case "tray":
		d.showTray(out)
	case "rollover":
		check(d.t, d.office.ResetUIDValidity(ourAddress))
	case "refuse", "later", "take":
		d.office.FailSMTP(postoffice.SMTPFaults{Rcpt: func(_, to string) *postoffice.Reply {
			switch {
			case to != words[1] || words[0] == "take":
				return nil
			case words[0] == "later":
				return &postoffice.Reply{Code: 450, Enhanced: "4.2.0", Text: "try again later"}
			}
			return &postoffice.Reply{Code: 550, Enhanced: "5.1.1", Text: "unknown"}
		}})
	case "bounce":
		d.bounce(words[1])
	case "reply":
		d.reply(words[1], words[2:], body)
	case "letter":
		d.showLetter(out, words[1], words[2:])
		return
	default:
		if !d.meddle(words) {
			d.t.Fatalf("unknown command %q", words[0])
		}
	}
	if d.stop != nil {
		d.settle()
	}
	d.show(out)
}

// mail delivers a message: header lines and body as given, with To, Date and Message-ID filled in when they are
// not there. The words name the verdict of the mail server.
func (d *desk) mail(words []string, text string) {
	d.mails++
	head, body, _ := strings.Cut(text, "\n\n")
	has := func(name string) bool { return strings.Contains("\n"+head, "\n"+name+":") }
	if !has("To") {
		head += "\nTo: " + ourAddress
	}
	if !has("Date") {
		head += "\nDate: " + time.Now().In(d.loc).Format(time.RFC1123Z)
	}
	if !has("Message-ID") {
		head += fmt.Sprintf("\nMessage-ID: <mail-%d@post.example>", d.mails)
	}
	verdict := ""
	if len(words) > 0 {
		verdict = words[0]
	}
	if verdict == "-" {
		verdict = ""
	}
	raw := stamped([]byte(head+"\n\n"+body+"\n"), verdict)
	d.delivered = strings.ReplaceAll(string(raw), "\r\n", "\n")
	d.deliver(d.delivered)
}

// last is the last letter of a name that went to an address.
func (d *desk) last(name, to string) postoffice.Transaction {
	d.t.Helper()
	for _, tr := range slices.Backward(d.office.Accepted()) {
		if header(tr.Raw, "X-Klachtd-Letter") == name && (to == "" || tr.To == to) {
			return tr
		}
	}
	d.t.Fatalf("no letter %s to %q", name, to)
	return postoffice.Transaction{}
}

func (d *desk) got(name, to string) bool {
	return slices.ContainsFunc(d.office.Accepted(), func(tr postoffice.Transaction) bool {
		return (to == "" || tr.To == to) && header(tr.Raw, "X-Klachtd-Letter") == name
	})
}

// reply answers the last letter of a name, his own where he got one, as a mail client does: to its Reply-To, with its
// id. Words: who answers, and the verdict of the mail server.
func (d *desk) reply(name string, words []string, body string) {
	tr := d.last(name, "")
	if len(words) > 0 && d.got(name, words[0]) {
		tr = d.last(name, words[0])
	}
	from := tr.To
	if len(words) > 0 {
		from = words[0]
	}
	head := "From: " + from + "\nTo: " + cmp.Or(header(tr.Raw, "Reply-To"), header(tr.Raw, "From")) + "\nSubject: Re: " + header(tr.Raw, "Subject") +
		"\nIn-Reply-To: " + header(tr.Raw, "Message-ID") + "\nReferences: " + header(tr.Raw, "Message-ID")
	if strings.HasPrefix(body, "Subject:") {
		head = strings.Replace(head, "Subject: Re: ", "X-Subject: ", 1)
	}
	if strings.HasPrefix(body, "Content-Type:") || strings.HasPrefix(body, "Subject:") {
		head += "\n" + body
	} else {
		head += "\n\n" + body
	}
	var verdict []string
	if len(words) > 1 {
		verdict = words[1:2]
	}
	d.mail(verdict, head)
}

// bounce returns the last letter of a name as a mail server does (RFC 3464).
func (d *desk) bounce(name string) {
	tr := d.last(name, "")
	d.mail(nil, strings.Join([]string{
		"From: Mail Delivery System <MAILER-DAEMON@post.example>", "To: " + tr.From, "Return-Path: <>",
		"Subject: Undelivered Mail Returned to Sender", "Auto-Submitted: auto-replied",
		"Content-Type: multipart/report; report-type=delivery-status; boundary=b", "",
		"--b", "Content-Type: text/plain", "", "The mail could not be delivered.", "",
		"--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; post.example", "",
		"Final-Recipient: rfc822; " + tr.To, "Action: failed", "Status: 5.1.1", "",
		"--b", "Content-Type: text/rfc822-headers", "", "Message-ID: " + header(tr.Raw, "Message-ID"), "", "--b--",
	}, "\n"))
}

// TestStories plays every story of testdata/story in a bubble of its own and compares what happens with what the file
// says. With -update the file is rewritten: read the difference before you keep it.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/story/*.txt")
	check(t, err)
	if len(files) == 0 {
		t.Fatal("no stories")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			script, err := os.ReadFile(file)
			check(t, err)
			var got string
			var log []byte
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, setting(t, string(script)))
				got = d.play(string(script))
				d.discreet(t, string(script))
				if d.stop != nil {
					d.down()
				}
				d.verify()
				log = d.log.Bytes()
				d.office.Close()
			})
			private(t, string(script), log)
			if *update {
				check(t, os.WriteFile(file, []byte(got), 0o644))
				return
			}
			if got != string(script) {
				t.Errorf("the story went another way:\n%s", diff(string(script), got))
			}
		})
	}
}

// verify reads the whole store.
func (d *desk) verify() {
	d.t.Helper()
	st, err := store.Open(d.storeOpt)
	check(d.t, err)
	defer st.Close()
	problems, err := st.Verify(nil)
	check(d.t, err)
	for _, p := range problems {
		d.t.Errorf("verify: %+v", p)
	}
}

// diff shows the lines that differ, with a little of what stands around them.
func diff(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	var out strings.Builder
	for i := range max(len(w), len(g)) {
		a, b := "", ""
		if i < len(w) {
			a = w[i]
		}
		if i < len(g) {
			b = g[i]
		}
		if a != b {
			fmt.Fprintf(&out, "line %d\n  want %s\n  got  %s\n", i+1, a, b)
		}
	}
	return out.String()
}
