package daemon_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// echoed is how many letters in a row of what came in may stand in an answer: fewer are a word of ours by chance.
const echoed = 8

// TestAcknowledgementRepeatsNothing: what a stranger writes in a subject, a text, a name or the name of a file comes back
// in no letter to him, for his address may be anybody's (security 10, rule 11).
func TestAcknowledgementRepeatsNothing(t *testing.T) {
	n := 500
	if testing.Short() {
		n = 50
	}
	random := rand.New(rand.NewPCG(7, 11))
	word := func() string {
		b := make([]byte, echoed+random.IntN(12))
		for i := range b {
			b[i] = byte('a' + random.IntN(26))
		}
		return string(b)
	}
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-09 08:05"))
		d.open()
		answered := 0
		for i := range n {
			time.Sleep(time.Minute)
			written := []string{word(), word(), word(), word(), word(), word()}
			from := fmt.Sprintf("v%d@d%d.example", i, i)
			d.mail(nil, fmt.Sprintf("From: %s %s <%s>\nSubject: %s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"+
				"--x\nContent-Type: text/plain\n\n%s\n\n--x\nContent-Type: application/pdf; name=%s.pdf\n\n%s\n--x--",
				written[0], written[1], from, written[2], written[3], written[4], written[5]))
			check(t, d.d.Pass(t.Context(), time.Now()))
			for _, tr := range d.letters() {
				if !strings.Contains(header(tr.Raw, "To"), from) {
					continue
				}
				answered++
				said := strings.ToLower(string(tr.Raw) + plainText(t, tr.Raw))
				for _, w := range written {
					for at := range len(w) - echoed + 1 {
						if strings.Contains(said, w[at:at+echoed]) {
							t.Fatalf("%q of %q comes back:\n%s", w[at:at+echoed], written, tr.Raw)
						}
					}
				}
			}
		}
		if answered < n/2 {
			t.Errorf("%d of %d were answered", answered, n)
		}
		d.close()
		d.office.Close()
	})
}
