package daemon_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"klachtd/internal/daemon"
)

// TestManyReports: reports about mail that others sent in our name are one line of the list, below what people wrote, and
// take nobody's number (security 12).
func TestManyReports(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-08 10:00"))
		d.up()
		for i := range daemon.MaxListed + 5 {
			d.mail(nil, fmt.Sprintf("From: MAILER-DAEMON@s%d.example\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"+
				"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; z@y.example\nAction: failed\nStatus: 5.1.1\n\n--b--", i))
		}
		d.mail(nil, "From: els@burger.example\nSubject: Over [K2026-0778]\n\nIk wacht nog steeds.")
		d.until(d.moment("2026-06-09 12:00"))
		text := plainText(t, d.last("tray_list", "").Raw)
		if !strings.Contains(text, "1. els@burger.example") || strings.Contains(text, "MAILER-DAEMON") ||
			!strings.Contains(text, fmt.Sprintf("Verder %d keer: een bericht dat een mail niet aankwam", daemon.MaxListed+5)) || strings.Contains(text, "#weiger 2") {
			t.Errorf("%.900s", text)
		}
		if strings.Contains(text, "wachten nog") {
			t.Error("mails that no line tells of")
		}
		d.down()
		d.office.Close()
	})
}

// TestFullTray: a tray that is full of rubbish hides nobody: the next list begins with what is new, and the command line
// shows everything (security 12, rule 12).
func TestFullTray(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-08 10:00"))
		d.up()
		for i := range daemon.MaxListed + 20 {
			d.mail(nil, fmt.Sprintf("From: s%d@elders.example\nSubject: Over [K2026-0777]\n\nRommel %d.", i, i))
		}
		d.until(d.moment("2026-06-09 12:00"))
		first := plainText(t, d.last("tray_list", "").Raw)
		d.mail(nil, "From: els@burger.example\nSubject: Over [K2026-0778]\n\nIk wacht nog steeds.")
		d.until(d.moment("2026-06-10 12:00"))
		second := plainText(t, d.last("tray_list", "").Raw)
		if strings.Contains(first, "els@") || !strings.Contains(strings.Split(second, "2. ")[0], "1. els@burger.example") {
			t.Errorf("the new mail does not stand first in the list of the next day: %.300s", second)
		}
		if !strings.Contains(first, "wachten nog 20 mails") {
			t.Error("nobody is told of what has no line")
		}
		rows, err := d.d.Source().Tray()
		check(t, err)
		if len(rows) != daemon.MaxListed+21 {
			t.Errorf("the command line shows %d mails", len(rows))
		}
		d.down()
		d.office.Close()
	})
}
