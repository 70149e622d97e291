package daemon_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/procedure"
)

// floodCases is how many cases a forger names in turn: their numbers can be guessed.
const floodCases = 40

// TestCommandFlood: a thousand forged commands in a day, in the name of one who may give them, make no mail bomb of codes,
// transcripts and notices, whatever they say, for whatever case, and whatever the mail server says of them.
func TestCommandFlood(t *testing.T) {
	bodies := []string{
		"#spoed", "#oordeel gegrond\nZo was het.", "#onzin", "#uitstel morgen misschien", "#notitie\nEen notitie.", "#help", "#status", "#agenda",
		"#proef\n#ingetrokken", "#vernietigen\nWeg ermee.", "#herroep", "#telefonisch\nNog een klacht.", "#klacht 1", "#dossier",
	}
	for _, c := range []struct {
		name, verdict string
		subject       func(i int) string
		most          int
		part          int // of floodSize
	}{
		{"no verdict, one case", "", func(int) string { return "[K2026-0001]" }, daemon.MaxUnproved, 8},
		{"no verdict, all cases", "", func(i int) string { return fmt.Sprintf("[K2026-%04d]", 1+i%floodCases) }, daemon.MaxUnproved, 2},
		{"no verdict, no case", "", func(i int) string { return fmt.Sprintf("Bericht %d", i) }, daemon.MaxUnproved, 8},
		{"refuted, all cases", "fail", func(i int) string { return fmt.Sprintf("[K2026-%04d]", 1+i%floodCases) }, daemon.MaxRefuted, 2},
		{"refuted, no case", "fail", func(i int) string { return fmt.Sprintf("Bericht %d", i) }, daemon.MaxRefuted, 8},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, nil)
				d.until(d.moment("2026-06-09 09:05"))
				d.up()
				for i := range floodCases {
					d.mail([]string{"pass"}, fmt.Sprintf("From: v%d@burger%d.example\nSubject: Klacht\n\nDit is klacht %d.", i, i, i))
				}
				d.settle()
				count(d)
				n := floodSize(t) / c.part
				for i := range n {
					d.mail([]string{c.verdict}, fmt.Sprintf("From: Anna de Vries <anna@voorbeeld.example>\nSubject: %s\n\n%s\n", c.subject(i), bodies[i%len(bodies)]))
					if i%100 == 99 {
						time.Sleep(10 * time.Minute)
						d.settle()
					}
				}
				sent, all := count(d), 0
				for _, k := range sent {
					all += k
				}
				// A mail that waits for its code says so in a transcript, and codes come in a letter of their own.
				if most := 2*c.most + procedure.MaxNotices; all > most {
					t.Errorf("%d letters after %d forged commands, at most %d: %v", all, n, most, sent)
				}
				if all == 0 {
					t.Error("nobody was told anything")
				}
				// And the coordinator herself is heard all the same.
				d.reply("case_registered", []string{"anna@voorbeeld.example", "pass"}, "#notitie\nGebeld.")
				d.settle()
				if sent = count(d); sent["transcript"] != 1 {
					t.Errorf("her own command: %v", sent)
				}
				d.down()
				d.verify()
				d.office.Close()
			})
		})
	}
}

// TestPartyFlood: a party who asks for the status a hundred times a day is answered a few times.
func TestPartyFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-09 09:05"))
		d.up()
		d.mail([]string{"pass"}, "From: jan@burger.example\nSubject: Klacht\n\nMijn klacht.")
		d.settle()
		for i := range 100 {
			d.reply("acknowledgement", []string{"jan@burger.example", "pass"}, fmt.Sprintf("#status\n%d", i))
			d.settle()
		}
		got := 0
		for _, tr := range d.letters() {
			if tr.To == "jan@burger.example" {
				got++
			}
		}
		if got > d.opts.Limits.LettersPerAddr || got < 2 {
			t.Errorf("%d letters to a party in a day, at most %d", got, d.opts.Limits.LettersPerAddr)
		}
		d.down()
		d.office.Close()
	})
}

// TestFloodOfDomains: strangers of as many domains as there are mails are acknowledged up to the limit of an hour.
func TestFloodOfDomains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const most = 30
		d := newDesk(t, func(o *daemon.Options) { o.Limits.LettersPerHour = most })
		d.until(d.moment("2026-06-09 10:05"))
		d.up()
		for i := range 3 * most {
			d.mail(nil, fmt.Sprintf("From: v%d@d%d.example\nSubject: Klacht\n\nDit is klacht %d.", i, i, i))
		}
		d.settle()
		if got := count(d)["acknowledgement"]; got != most {
			t.Errorf("%d acknowledgements in an hour, want %d", got, most)
		}
		d.down()
		d.office.Close()
	})
}

// TestTenThousandRounds: an automaton that shows no mark of one and answers within seconds, with another subject each time,
// gets three letters a day (security 8). KLACHTD_FLOOD sets the number of rounds.
func TestTenThousandRounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-09 00:05"))
		d.open()
		rounds := floodSize(t)
		days := 1 + rounds*8/(24*3600)
		for i := range rounds {
			time.Sleep(8 * time.Second)
			d.mail(nil, fmt.Sprintf("From: robot@elders.example\nSubject: Antwoord %d\n\nUw bericht is ontvangen, %d.", i, i))
			if i < 20 || i%50 == 0 {
				check(t, d.d.Pass(t.Context(), time.Now()))
			}
		}
		check(t, d.d.Pass(t.Context(), time.Now()))
		if got := toRobot(d); got != 3*days {
			t.Errorf("%d letters to the robot in %d days", got, days)
		}
		d.close()
		d.office.Close()
	})
}
