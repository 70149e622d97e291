package debian

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// An SMTP is a running Postfix. It takes mail for everybody and delivers it on
// this machine only.
type SMTP struct {
	Host string
	Port int

	maildir string
}

// PostfixOptions change the server.
type PostfixOptions struct {
	// Into delivers mail for an address, as in Into["jan@a.example"] = "jan", to
	// that user of a Dovecot; all other mail stays with the Postfix.
	Into   map[string]string
	Server IMAP
	// Refuse answers RCPT for an address, as in "550 5.1.1 no such user".
	Refuse map[string]string
	// RefuseSender answers MAIL for an address.
	RefuseSender map[string]string
	Extra        string // lines for the end of main.cf
}

// Postfix starts a Postfix for the test. It needs root, as Postfix does.
func Postfix(t testing.TB, o PostfixOptions) SMTP {
	t.Helper()
	postfix := find(t, "Postfix", "postfix", "/usr/sbin/postfix")
	if os.Geteuid() != 0 {
		missing(t, "Postfix starts only as root")
	}
	master := find(t, "Postfix", "postfix", "/usr/lib/postfix/sbin/master", "/usr/libexec/postfix/master")
	return start(t, func() (SMTP, error) {
		dir := home(t)
		s := SMTP{Host: "127.0.0.1", Port: freePort(t), maildir: filepath.Join(dir, "mail", "everybody")}
		for _, sub := range []string{"etc", "spool"} {
			makeDir(t, filepath.Join(dir, sub), 0)
		}
		uid := mailUser(t)
		makeDir(t, filepath.Join(dir, "mail"), uid)
		write(t, filepath.Join(dir, "etc", "main.cf"), "%s", s.mainConfig(dir, o, uid))
		write(t, filepath.Join(dir, "etc", "master.cf"), postfixServices, s.Port)
		// It makes the directories of the queue and checks who owns them.
		if out, err := exec.Command(postfix, "-c", filepath.Join(dir, "etc"), "check").CombinedOutput(); err != nil {
			return s, fmt.Errorf("check the configuration of Postfix: %w: %s", err, out)
		}
		return s, run(t, filepath.Join(dir, "mail.log"), []int{s.Port}, master, "-d", "-c", filepath.Join(dir, "etc"))
	})
}

func (s SMTP) mainConfig(dir string, o PostfixOptions, uid int) string {
	boxes := "static:" + filepath.Join(dir, "mail", "everybody") + "/"
	if len(o.Into) > 0 {
		into := make(map[string]string)
		for address, user := range o.Into {
			into[address] = filepath.Join(o.Server.MailDir, user) + "/"
		}
		boxes = inline(into) + ", " + boxes
	}
	return fmt.Sprintf(`compatibility_level = 3.6
queue_directory = %[1]s/spool
data_directory = %[1]s/data
maillog_file = %[1]s/mail.log
maillog_file_prefixes = %[1]s
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.example
mydestination =
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
alias_maps =
alias_database =
local_recipient_maps =
message_size_limit = 52428800
virtual_mailbox_limit = 0
smtpd_delay_reject = no
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_sender_restrictions = %[4]s
smtpd_recipient_restrictions = %[3]s
virtual_mailbox_domains = static:all
virtual_mailbox_maps = %[2]s
virtual_mailbox_base = /
virtual_uid_maps = static:%[5]d
virtual_gid_maps = static:%[5]d
virtual_minimum_uid = 1
%[6]s
`, dir, boxes, access("recipient", o.Refuse), access("sender", o.RefuseSender), uid, o.Extra)
}

func access(what string, answers map[string]string) string {
	if len(answers) == 0 {
		return "permit_mynetworks, reject"
	}
	return "check_" + what + "_access " + inline(answers) + ", permit_mynetworks, reject"
}

// inline writes a lookup table into the configuration itself.
func inline(table map[string]string) string {
	var entries []string
	for k, v := range table {
		entries = append(entries, fmt.Sprintf("{ %s = %s }", k, v))
	}
	slices.Sort(entries)
	return "inline:{ " + strings.Join(entries, ", ") + " }"
}

// postfixServices are those that taking and delivering mail needs; none is
// locked up in the queue directory.
const postfixServices = `127.0.0.1:%d inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`

// Messages returns the mail that was delivered and that no user of a Dovecot
// got, in no particular order.
func (s SMTP) Messages(t testing.TB) [][]byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(s.maildir, "new", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var mails [][]byte
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		mails = append(mails, raw)
	}
	return mails
}

// Wait returns the mail as Messages does, as soon as there are n of them.
func (s SMTP) Wait(t testing.TB, n int) [][]byte {
	t.Helper()
	for deadline := time.Now().Add(startLimit); time.Now().Before(deadline); time.Sleep(pollPause) {
		if mails := s.Messages(t); len(mails) >= n {
			return mails
		}
	}
	t.Fatalf("%d mails were not delivered within %v", n, startLimit)
	return nil
}
