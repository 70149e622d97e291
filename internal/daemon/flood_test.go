package daemon_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"klachtd/internal/daemon"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// floodSize is how many forged complaints the flood brings; KLACHTD_FLOOD sets another number.
func floodSize(t *testing.T) int {
	n := 2000
	if s := os.Getenv("KLACHTD_FLOOD"); s != "" {
		var err error
		n, err = strconv.Atoi(s)
		check(t, err)
	}
	return n
}

// TestFlood: thousands of complaints from forged addresses of one victim's domain in an hour are as many dossiers, few
// acknowledgements, few notices, and one list (security 9).
func TestFlood(t *testing.T) {
	n := floodSize(t)
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-09 10:05"))
		d.up()
		for i := range n {
			d.mail(nil, fmt.Sprintf("From: v%d@slachtoffer.example\nSubject: Klacht %d\n\nDit is klacht %d.", i, i, i))
			if i%500 == 499 {
				d.settle()
			}
		}
		d.until(d.moment("2026-06-09 10:55"))
		cases := 0
		check(t, d.d.Source().Cases(func(dossier.Case) error { cases++; return nil }))
		if cases != n {
			t.Errorf("%d dossiers of %d complaints", cases, n)
		}
		sent := count(d)
		if got := sent["acknowledgement"]; got == 0 || got > d.opts.Limits.LettersPerDomain {
			t.Errorf("%d acknowledgements, at most %d", got, d.opts.Limits.LettersPerDomain)
		}
		if got := sent["case_registered"]; got != daemon.LetterFlood {
			t.Errorf("%d registrations told one by one, want %d", got, daemon.LetterFlood)
		}
		if got := sent["task"] + sent["tray_notice"] + sent["digest"]; got > procedure.MaxNotices {
			t.Errorf("further notices: %v", sent)
		}
		d.until(d.moment("2026-06-09 15:00"))
		sent = count(d)
		if len(sent) != 1 || sent["digest"] != 1 {
			t.Errorf("after the hour: %v", sent)
		}
		list := plainText(t, d.last("digest", "anna@voorbeeld.example").Raw)
		more := n - daemon.LetterFlood - procedure.MaxSection
		if !strings.Contains(list, "K2026-0021") || !strings.Contains(list, strconv.Itoa(more)) || strings.Contains(list, "slachtoffer") {
			t.Errorf("the list does not begin with what was not told, or count %d others:\n%s", more, list)
		}
		d.down()
		d.verify()
		d.office.Close()
	})
}

// count is how many letters of each name left since the last count.
func count(d *desk) map[string]int {
	sent := map[string]int{}
	for _, tr := range d.letters() {
		sent[header(tr.Raw, "X-Klachtd-Letter")]++
	}
	return sent
}

// TestBrakes: each of the three brakes on loops is enough alone; with none of them there would be a loop.
func TestBrakes(t *testing.T) {
	const rounds = 40
	for _, c := range []struct {
		name      string
		automatic bool // it says that nobody wrote it: classify
		answers   bool // it names the letter that it answers: mark
		limits    int  // letters to one address in a day: count
		want      int
	}{
		{"classify", true, false, 1_000_000, 1}, // the first mail was written by a person
		{"mark", false, true, 1_000_000, 1},
		{"count", false, false, 3, 3},
		{"none", false, false, 1_000_000, rounds + 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, func(o *daemon.Options) {
					o.Limits.LettersPerAddr, o.Limits.LettersPerDomain, o.Limits.LettersPerHour = c.limits, c.limits, c.limits
				})
				d.until(d.moment("2026-06-09 10:05"))
				d.up()
				d.mail(nil, "From: robot@elders.example\nSubject: Klacht\n\nEen klacht.")
				d.settle()
				for i := range rounds {
					head := fmt.Sprintf("From: robot@elders.example\nSubject: Uw bericht %d\n", i)
					if c.automatic {
						head += "Auto-Submitted: auto-replied\n"
					}
					if c.answers {
						head += "In-Reply-To: " + header(d.last("acknowledgement", "").Raw, "Message-ID") + "\n"
					}
					d.mail(nil, head+fmt.Sprintf("\nIk ben er niet, %d.", i))
					d.settle()
				}
				if got := toRobot(d); got != c.want {
					t.Errorf("%d letters to the robot, want %d", got, c.want)
				}
				d.down()
				d.office.Close()
			})
		})
	}
}

func toRobot(d *desk) int {
	n := 0
	for _, tr := range d.letters() {
		if tr.To == "robot@elders.example" {
			n++
		}
	}
	return n
}

// TestRudeRobot: whatever the rhythm of an automaton that shows no mark of one, no day holds more than three letters to it
// (security 8).
func TestRudeRobot(t *testing.T) {
	rhythms := rapid.SliceOfN(rapid.IntRange(1, 9*60), 20, 40)
	for seed := range 10 {
		synctest.Test(t, func(t *testing.T) { rude(t, rhythms.Example(seed)) })
	}
}

func rude(t *testing.T, minutes []int) {
	d := newDesk(t, nil)
	d.until(d.moment("2026-06-09 10:05"))
	d.open()
	var left []time.Time
	for i, gap := range minutes {
		time.Sleep(time.Duration(gap) * time.Minute)
		d.mail(nil, fmt.Sprintf("From: robot@elders.example\nSubject: Iets %d\n\nNog iets, %d.", i, i))
		check(t, d.d.Pass(t.Context(), time.Now()))
		for range toRobot(d) {
			left = append(left, time.Now())
		}
	}
	for i := range left {
		if i >= 3 && left[i].Sub(left[i-3]) < 24*time.Hour {
			t.Errorf("four letters within a day: %s to %s", left[i-3], left[i])
		}
	}
	if len(left) == 0 {
		t.Error("nothing was ever answered")
	}
	d.close()
	d.office.Close()
}
