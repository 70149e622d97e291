package daemon_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"klachtd/internal/daemon"
	"klachtd/internal/dossier"
	"klachtd/internal/postoffice"
	"klachtd/internal/store"
)

var anna = dossier.Actor{Role: dossier.RoleCoordinator, Person: "anna@voorbeeld.example"}

// everywhere lists the folders in which a word stands.
func (d *desk) everywhere(word string) (found []string) {
	d.t.Helper()
	folders, err := d.office.Folders(ourAddress)
	check(d.t, err)
	for _, f := range folders {
		mails, err := d.office.Messages(ourAddress, f)
		check(d.t, err)
		for _, m := range mails {
			if strings.Contains(string(m.Raw), word) {
				found = append(found, f)
			}
		}
	}
	return found
}

// turn is one pass now.
func (d *desk) turn() {
	d.t.Helper()
	check(d.t, d.d.Pass(context.Background(), time.Now()))
}

// left is what the tombstone of a case says of messages that stay.
func (d *desk) left(ref dossier.Ref) (n int) {
	d.t.Helper()
	check(d.t, d.st.View(func(tx *store.Tx) error {
		t, ok, err := tx.Tombstone(ref)
		if n = t.Left; !ok {
			d.t.Errorf("case %d has no tombstone", ref)
		}
		return err
	}))
	return n
}

// complain brings complaints, each with a name and a word of its own, and lets the desk work.
func (d *desk) complain(from, to int) {
	for n := from; n <= to; n++ {
		d.mail(nil, fmt.Sprintf("From: Klager%d <klager%d@burger.example>\nSubject: Klacht merk%dx\n\nIk klaag over merk%dx.", n, n, n, n))
	}
	d.turn()
}

// numbersOf shows what the command line lists.
func (d *desk) numbersOf() string {
	var b strings.Builder
	check(d.t, d.d.Source().Cases(func(c dossier.Case) error {
		fmt.Fprintf(&b, "%s %s;", c.Number, c.State)
		return nil
	}))
	return b.String()
}

func TestDestroyedCasesLeaveTheServer(t *testing.T) {
	for name, run := range map[string]bool{"passes": false, "daemon": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { destroyTwo(t, run) })
		})
	}
}

func destroyTwo(t *testing.T, run bool) {
	d := newDesk(t, nil)
	d.until(d.moment("2026-06-08 10:00"))
	d.open()
	d.turn() // the first start leaves alone what is there
	d.complain(1, 4)
	for n := 1; n <= 4; n++ {
		if got := d.everywhere(fmt.Sprintf("merk%dx", n)); len(got) == 0 {
			t.Fatalf("complaint %d stands nowhere", n)
		}
	}
	if got := d.everywhere("[K2026-0001]"); len(got) == 0 {
		t.Fatal("no copy of a letter of case 1")
	}
	for _, ref := range []dossier.Ref{1, 3} {
		check(t, d.d.Destroy(ref, anna, time.Now()))
	}
	if run {
		d.close()
		d.up()
		d.until(d.moment("2026-06-09 12:00"))
		d.down()
		d.open()
	} else {
		d.turn()
	}
	for n := 1; n <= 4; n++ {
		mail, copies := d.everywhere(fmt.Sprintf("merk%dx", n)), d.everywhere(fmt.Sprintf("[K2026-000%d]", n))
		if destroyed := n%2 == 1; destroyed != (len(mail) == 0) || destroyed != (len(copies) == 0) {
			t.Errorf("complaint %d stands in %v, letters in %v", n, mail, copies)
		}
	}
	if got := d.numbersOf(); got != "K2026-0001 destroyed;K2026-0002 open;K2026-0003 destroyed;K2026-0004 open;" {
		t.Errorf("cases: %s", got)
	}
	c, found, err := d.d.Source().Case("K2026-0001")
	if !found || err != nil || c.State != dossier.StateDestroyed || len(c.Parties) > 0 || c.Journal[0].By != anna {
		t.Errorf("what is left of case 1: %+v, %v", c, err)
	}
	private(t, "|klager1@burger.example\n|merk1x\n", d.log.Bytes())
	file, err := os.ReadFile(filepath.Join(d.dir, "data", "klachtd.db"))
	check(t, err)
	if bytes.Contains(file, []byte("merk")) || bytes.Contains(file, []byte("burger.example")) {
		t.Error("the store holds words in clear")
	}
	if !run {
		time.Sleep(daemon.HousekeepEach)
		d.turn()
	}
	worn, err := d.st.CompactDue()
	if worn || err != nil {
		t.Errorf("the file was not compacted: %v", err)
	}
	d.close()
	d.verify()
	d.office.Close()
}

// Who writes to a destroyed case gets what everybody gets who names a case number: nothing is lost, nothing is told.
func TestMailToADestroyedCase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-08 10:00"))
		d.open()
		d.turn()
		d.complain(1, 1)
		ack, registered := d.last("acknowledgement", ""), d.last("case_registered", "anna@voorbeeld.example")
		check(t, d.d.Destroy(1, anna, time.Now()))
		d.turn()
		for _, mail := range []string{
			"From: klager1@burger.example\nSubject: Re: [K2026-0001]\n\nEn nu?",
			"From: klager1@burger.example\nSubject: Re: klacht\nIn-Reply-To: " + header(ack.Raw, "Message-ID") + "\n\nEn nu dan?",
			"From: anna@voorbeeld.example\nSubject: Re: klacht\nIn-Reply-To: " + header(registered.Raw, "Message-ID") + "\n\n#status",
			"From: MAILER-DAEMON@elders.example\nSubject: Undelivered\nIn-Reply-To: " + header(ack.Raw, "Message-ID") + "\n\nNiet bezorgd.",
		} {
			d.mail([]string{"pass"}, mail)
		}
		d.turn()
		rows, err := d.d.Source().Tray()
		check(t, err)
		for _, r := range rows {
			if r.Case != "" {
				t.Errorf("the tray tells that a mail belongs to %s", r.Case)
			}
		}
		var from []string
		for _, r := range rows {
			from = append(from, r.From.Address)
		}
		// the report of a mail server is of no use to anybody
		if got := fmt.Sprint(from); got != "[klager1@burger.example klager1@burger.example anna@voorbeeld.example]" {
			t.Errorf("in the tray is mail of %s", got)
		}
		if strings.Contains(d.log.String(), "quarantine") {
			t.Error("a mail could not be handled")
		}
		d.until(d.moment("2026-06-09 12:00")) // and the list of the tray can be made
		d.turn()
		d.close()
		d.verify()
		d.office.Close()
	})
}

// A server that cannot expunge single messages keeps them, and the tombstone says so.
func TestServerThatCannotExpunge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.office.Close()
		d.office = postoffice.New(postoffice.Options{
			Without: []string{"UIDPLUS"},
			Users:   []postoffice.User{{Name: ourAddress, Password: password, Addresses: []string{ourAddress}}},
		})
		d.opts.Mailboxes[0].IMAP.Dial, d.opts.Mailboxes[0].SMTP.Dial = d.office.DialIMAP, d.office.DialSMTP
		d.until(d.moment("2026-06-08 10:00"))
		d.open()
		d.turn()
		d.complain(1, 1)
		check(t, d.d.Destroy(1, anna, time.Now()))
		d.turn()
		if got := d.everywhere("merk1x"); len(got) == 0 {
			t.Error("the complaint is gone: something expunged what others marked")
		}
		if left := d.left(1); left != 2 { // the complaint, and the copy of its acknowledgement
			t.Errorf("the tombstone tells of %d messages that stay", left)
		}
		d.close()
		d.office.Close()
	})
}

// A case whose letters still have to leave ends when the last of them has.
func TestDestructionWaitsForLetters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, nil)
		d.until(d.moment("2026-06-08 10:00"))
		d.open()
		d.turn()
		busy := true
		d.office.FailSMTP(postoffice.SMTPFaults{Data: func(postoffice.Transaction) *postoffice.Reply {
			if busy {
				return &postoffice.Reply{Code: 451, Text: "later"}
			}
			return nil
		}})
		d.complain(1, 1)
		check(t, d.d.Destroy(1, anna, time.Now()))
		if got := d.numbersOf(); got != "K2026-0001 destroyed;" {
			t.Errorf("cases: %s", got)
		}
		if c, _, err := d.d.Source().Case("K2026-0001"); len(c.Parties) == 0 || err != nil {
			t.Error("the case is gone before its letters")
		}
		busy = false
		time.Sleep(time.Hour)
		d.turn()
		if len(d.letters()) < 2 {
			t.Errorf("%d letters left", len(d.letters()))
		}
		if c, _, err := d.d.Source().Case("K2026-0001"); len(c.Parties) > 0 || err != nil {
			t.Error("the case stands after its letters have left")
		}
		if got := d.everywhere("merk1x"); len(got) > 0 {
			d.turn()
		}
		if got := d.everywhere("merk1x"); len(got) > 0 {
			t.Errorf("the complaint stands in %v", got)
		}
		d.close()
		d.verify()
		d.office.Close()
	})
}

// The process dies while the mail of a destroyed case is expunged: the next run does the rest.
func TestExpungeIsResumed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for cut := int64(100); cut < 4000; cut += 389 {
			d := newDesk(t, nil)
			d.open()
			d.turn()
			d.complain(1, 2)
			check(t, d.d.Destroy(1, anna, time.Now()))
			d.close()
			d.open()
			d.office.CutIMAP(cut)
			_ = d.d.Pass(context.Background(), time.Now())
			_ = d.d.Close() // the line may be gone
			check(t, d.st.Close())
			d.open()
			d.turn()
			if got := d.everywhere("merk1x"); len(got) > 0 {
				t.Errorf("cut at %d: the complaint stands in %v", cut, got)
			}
			if got := d.everywhere("merk2x"); len(got) != 1 {
				t.Errorf("cut at %d: the other stands in %v", cut, got)
			}
			d.close()
			d.verify()
			d.office.Close()
		}
	})
}
