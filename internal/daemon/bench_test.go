package daemon_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/smtp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"

	"klachtd/internal/daemon"
	"klachtd/internal/dial"
	"klachtd/internal/mailbox"
	"klachtd/internal/outbox"
	"klachtd/internal/postoffice"
)

// The benchmarks of this package hold klachtd to a floor that is measured in the same rounds (bench_floor_test.go):
// each round does the same mail with both, one after the other in turns, and the median of the rounds' ratios is
// reported, since absolutes of a machine with other work say little. Metrics:
//
//	x-floor      time of klachtd by the time of a loop that sends one letter for each mail, as in the aims
//	x-floor-2    the same against a loop that sends two, as klachtd does (acknowledgement, case_registered)
//	x-cpu-2      processor time against that loop, the servers of both included
//
// BENCH=... in `make bench` chooses among them.

// lift is what the benchmarks change in the options of a desk: no limit on letters, a log that nobody keeps, no copies
// in Sent (they come behind the answers, and the floor makes none).
func lift(o *daemon.Options) {
	o.Limits.LettersPerAddr, o.Limits.LettersPerDomain, o.Limits.LettersPerHour = 1<<30, 1<<30, 1<<30
	o.Log = slog.New(slog.NewJSONHandler(io.Discard, nil))
	for i := range o.Mailboxes {
		o.Mailboxes[i].Sent = ""
	}
}

// rival is a desk beside plain loops: of one letter and of two for each mail.
type rival struct {
	*desk
	host  host
	plain [2]*plainLoop
	next  int // number of the next mail

	acknowledged atomic.Int64 // acknowledgements that the server took
	last         atomic.Int64 // when the last of them was, in Unix nanoseconds
}

// host is an IMAP server with a mailbox for klachtd and one for each plain loop. The SMTP server is always the one
// inside the process, which takes what it gets.
type host struct {
	imap    mailbox.Options
	users   [3]string // of klachtd and of the loops
	deliver func(user string, raw []byte, at time.Time)
}

// insideHost is the server inside the process, over TCP like any other.
func insideHost(b *testing.B, o *postoffice.Office) host {
	b.Helper()
	h := host{users: [3]string{ourAddress, "vloer1@voorbeeld.example", "vloer2@voorbeeld.example"}}
	for _, user := range h.users[1:] {
		o.AddUser(postoffice.User{Name: user, Password: password, Addresses: []string{user}})
	}
	addr, _, err := o.Listen()
	check(b, err)
	h.imap = mailbox.Options{Host: "127.0.0.1", Port: port(b, addr), TLS: dial.None, Username: ourAddress, Password: password}
	h.deliver = func(user string, raw []byte, at time.Time) { check(b, o.Deliver(user, raw, at)) }
	return h
}

func port(b *testing.B, addr string) int {
	b.Helper()
	_, digits, err := net.SplitHostPort(addr)
	check(b, err)
	n, err := strconv.Atoi(digits)
	check(b, err)
	return n
}

func newRival(b *testing.B, make func(*testing.B, *postoffice.Office) host) *rival {
	b.Helper()
	r := &rival{desk: newDesk(b, lift)}
	r.host = make(b, r.office)
	_, smtpAddr, err := r.office.Listen()
	check(b, err)
	r.opts.Mailboxes[0].IMAP = r.host.imap
	r.opts.Mailboxes[0].SMTP = outbox.Options{Host: "127.0.0.1", Port: port(b, smtpAddr), TLS: "none"}
	r.office.FailSMTP(postoffice.SMTPFaults{Data: r.accepted})
	for i := range r.plain {
		sc, err := smtp.Dial(smtpAddr)
		check(b, err)
		r.plain[i] = newPlainLoop(b, r.dial(), sc, r.host.users[i+1], r.host.imap.Password)
	}
	r.open()
	b.Cleanup(r.close)
	r.warmUp()
	return r
}

// dial connects a plain loop as klachtd connects itself.
func (r *rival) dial() *imapclient.Client {
	r.t.Helper()
	o := r.host.imap
	addr := net.JoinHostPort(o.Host, strconv.Itoa(o.Port))
	if o.TLS == dial.None {
		c, err := imapclient.DialInsecure(addr, nil)
		check(r.t, err)
		return c
	}
	c, err := imapclient.DialStartTLS(addr, &imapclient.Options{TLSConfig: o.TLSConfig})
	check(r.t, err)
	return c
}

// accepted counts the acknowledgements as the server takes them.
func (r *rival) accepted(t postoffice.Transaction) *postoffice.Reply {
	if strings.HasPrefix(t.To, "jose.") {
		r.last.Store(time.Now().UnixNano())
		r.acknowledged.Add(1)
	}
	return nil
}

// warmUp starts the cursor and lets one mail through, whose letters show how large those of the loops have to be.
func (r *rival) warmUp() {
	r.t.Helper()
	r.pass()
	r.bring(1)
	r.pass()
	ack, registered := r.desk.last("acknowledgement", "").Raw, r.desk.last("case_registered", "").Raw
	r.plain[0].letters, r.plain[1].letters = [][]byte{ack}, [][]byte{ack, registered}
	for _, f := range r.plain {
		f.take(1, 1)
		f.clear()
	}
}

// bring delivers the same mails to all.
func (r *rival) bring(n int) {
	r.t.Helper()
	for range n {
		r.next++
		now := time.Now()
		raw := benchMail(r.next, now)
		for _, user := range r.host.users {
			r.host.deliver(user, raw, now)
		}
	}
}

func (r *rival) pass() {
	r.t.Helper()
	check(r.t, r.d.Pass(context.Background(), time.Now()))
}

// round is what one round of all took; first is until the last acknowledgement was accepted.
type round struct {
	ours  cost
	first time.Duration
	plain [2]cost
}

// play does a round; who begins changes with each.
func (r *rival) play(n, batch, turn int) (res round) {
	r.t.Helper()
	r.bring(n)
	before := r.acknowledged.Load()
	steps := []func(){func() {
		began := time.Now()
		res.ours = measure(r.pass)
		res.first = time.Duration(r.last.Load() - began.UnixNano())
	}}
	for i, f := range r.plain {
		steps = append(steps, func() { res.plain[i] = measure(func() { f.take(n, batch) }) })
	}
	for i := range steps {
		steps[(i+turn)%len(steps)]()
	}
	if got := r.acknowledged.Load() - before; got != int64(n) {
		r.t.Fatalf("%d acknowledgements for %d mails", got, n)
	}
	for _, f := range r.plain {
		f.clear()
	}
	return res
}

// compare plays rounds until the benchmark has enough, and reports the medians.
func (r *rival) compare(b *testing.B, n, batch int) {
	var times, firsts, cpus []time.Duration
	var one, two, cpu, first, floors []float64
	for turn := 0; b.Loop(); turn++ {
		res := r.play(n, batch, turn)
		times, firsts, cpus = append(times, res.ours.wall), append(firsts, res.first), append(cpus, res.ours.cpu)
		one = append(one, ratio(res.ours.wall, res.plain[0].wall))
		two = append(two, ratio(res.ours.wall, res.plain[1].wall))
		cpu = append(cpu, ratio(res.ours.cpu, res.plain[1].cpu))
		first = append(first, ratio(res.first, res.plain[0].wall))
		floors = append(floors, perMail(res.plain[0].wall, n))
	}
	b.ReportMetric(perMail(median(times), n), "µs/mail")
	b.ReportMetric(perMail(median(cpus), n), "cpu-µs/mail")
	b.ReportMetric(median(floors), "floor-µs/mail")
	b.ReportMetric(median(one), "x-floor")
	b.ReportMetric(median(two), "x-floor-2")
	b.ReportMetric(median(cpu), "x-cpu-2")
	b.ReportMetric(perMail(median(firsts), n), "µs/mail-accepted")
	b.ReportMetric(median(first), "x-floor-accepted")
	b.ReportMetric(0, "ns/op") // the loops and the deliveries are in it: it means nothing
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

func perMail(d time.Duration, n int) float64 { return float64(d.Nanoseconds()) / 1e3 / float64(n) }

// BenchmarkBacklog takes in a backlog of 8 KB complaints, each a case with two letters, all stored and accepted.
func BenchmarkBacklog(b *testing.B) {
	newRival(b, insideHost).compare(b, 256, 64)
}

// BenchmarkSingle takes in one complaint: from the look into the mailbox to the acknowledgement that the server has
// accepted, and to the end of the pass, when that is stored as well.
func BenchmarkSingle(b *testing.B) {
	newRival(b, insideHost).compare(b, 1, 1)
}
