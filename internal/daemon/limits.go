package daemon

import (
	"strings"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// limited asks the counters which answers at once are forbidden now (DESIGN 10.14).
func (d *Daemon) limited(tx *store.Tx, read intake.Reading, now time.Time) (l procedure.Limited, err error) {
	if l.Sender, err = d.limit(tx, read.Sender, now); err != nil {
		return l, err
	}
	if read.Answered == read.Sender {
		l.Complainant = l.Sender
		return l, nil
	}
	l.Complainant, err = d.limit(tx, read.Answered, now)
	return l, err
}

// Windows of the limits.
const (
	addressWindow = 24 * time.Hour
	domainWindow  = time.Hour
	hourWindow    = time.Hour
)

func (d *Daemon) limit(tx *store.Tx, address string, now time.Time) (string, error) {
	if address == "" || d.known(address) {
		return "", nil
	}
	for _, l := range []struct {
		scope, reason string
		window        time.Duration
		most          int
	}{
		{"address:" + address, "limit_address", addressWindow, d.o.Limits.LettersPerAddr},
		{"domain:" + domainOf(address), "limit_domain", domainWindow, d.o.Limits.LettersPerDomain},
		{"all", "limit_hour", hourWindow, d.o.Limits.LettersPerHour},
	} {
		n, err := tx.Answers(l.scope, now.Add(-l.window))
		if err != nil {
			return "", err
		}
		if n >= l.most {
			return l.reason, nil
		}
	}
	return "", nil
}

// countAnswer counts a letter that answers outside mail at once. Mail to people of the configuration is free.
func (d *Daemon) countAnswer(tx *store.Tx, ch *change, address string, staff bool) error {
	switch ch.in.(type) {
	case procedure.Message, procedure.Command:
	default:
		return nil
	}
	if d.known(address) || (staff && len(ch.sends) == 0) {
		return nil
	}
	return d.countOne(tx, address, ch.ctx.Now)
}

// countOne counts one letter to an address, in each of the windows.
func (d *Daemon) countOne(tx *store.Tx, address string, now time.Time) error {
	for _, scope := range []string{"address:" + address, "domain:" + domainOf(address), "all"} {
		if err := tx.CountAnswer(scope, now); err != nil {
			return err
		}
	}
	return nil
}

func (d *Daemon) known(address string) bool {
	_, ok := d.person(dossier.PersonID(strings.ToLower(address)))
	return ok
}

func domainOf(address string) string {
	_, host, _ := strings.Cut(address, "@")
	return strings.ToLower(host)
}
