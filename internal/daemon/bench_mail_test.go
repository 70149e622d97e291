package daemon_test

import (
	"fmt"
	"mime"
	"mime/quotedprintable"
	"slices"
	"strings"
	"syscall"
	"time"
)

// benchBytes is the size of a mail of the benchmarks, as in the aims: 8 KB with everything.
const benchBytes = 8 << 10

// benchMail is the n-th complaint of a backlog: another sender and domain each, encoded words, text and HTML.
func benchMail(n int, at time.Time) []byte {
	host := fmt.Sprintf("burger%d.example", n)
	from := fmt.Sprintf("%s <jose.%d@%s>", mime.QEncoding.Encode("utf-8", fmt.Sprintf("José de Víjver %d", n)), n, host)
	head := []string{
		"Return-Path: <jose@" + host + ">",
		"Received: from mail." + host + " by mx.voorbeeld.example with ESMTPS; " + at.Format(time.RFC1123Z),
		"Authentication-Results: mx.voorbeeld.example; dmarc=pass header.from=" + host,
		"From: " + from,
		"To: Klachten <" + ourAddress + ">",
		"Subject: " + mime.BEncoding.Encode("utf-8", fmt.Sprintf("Één klacht over de collecte, nummer %d", n)),
		"Date: " + at.Format(time.RFC1123Z),
		fmt.Sprintf("Message-ID: <klacht-%d-%d@%s>", n, at.UnixNano(), host),
		"MIME-Version: 1.0",
		`Content-Type: multipart/alternative; boundary="=_deel"`,
	}
	sentence := fmt.Sprintf("Op dag %d belde een collectante aan, en ik vond het geen prettig gesprek: zij bleef aandringen. ", n)
	var lines []string
	for i := 0; len(strings.Join(lines, "\n")) < benchBytes*7/24; i++ {
		lines = append(lines, fmt.Sprintf("%d. %sCafé “De Hoek” zag het.", i, sentence))
	}
	text := strings.Join(lines, "\r\n")
	html := "<html><body><p>" + strings.Join(lines, "</p>\r\n<p>") + "</p></body></html>"
	var b strings.Builder
	b.WriteString(strings.Join(head, "\r\n") + "\r\n\r\n")
	for _, part := range []struct{ kind, body string }{{"plain", text}, {"html", html}} {
		b.WriteString("--=_deel\r\nContent-Type: text/" + part.kind + "; charset=utf-8\r\n" +
			"Content-Transfer-Encoding: quoted-printable\r\n\r\n")
		w := quotedprintable.NewWriter(&b)
		_, _ = w.Write([]byte(part.body)) // a Builder never fails
		_ = w.Close()
		b.WriteString("\r\n")
	}
	b.WriteString("--=_deel--\r\n")
	return []byte(b.String())
}

// cost is what a piece of work took: by the clock, and of the processor in this process. The second hardly changes
// when the machine has other work.
type cost struct{ wall, cpu time.Duration }

func measure(f func()) cost {
	wall, cpu := time.Now(), cpuTime()
	f()
	return cost{time.Since(wall), cpuTime() - cpu}
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u) // fails for an address out of this process only
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func median[T int | float64 | time.Duration](values []T) T {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}
