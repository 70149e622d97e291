package daemon_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"klachtd/internal/daemon"
)

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
		rows, err := d.d.Source().Tray()
		check(t, err)
		if len(rows) != daemon.MaxListed+21 {
			t.Errorf("the command line shows %d mails", len(rows))
		}
		d.down()
		d.office.Close()
	})
}
