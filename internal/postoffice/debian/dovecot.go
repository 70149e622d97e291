package debian

import (
	"crypto/tls"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"klachtd/internal/postoffice"
)

// An IMAP is a running Dovecot. Every user name exists, with the same password
// and an empty mailbox; Account gives one that nobody else has.
type IMAP struct {
	Host     string
	Port     int // plain, with STARTTLS
	TLSPort  int
	TLS      *tls.Config // trusts the server's certificate
	User     string
	Password string
	MailDir  string // of all accounts: MailDir/USER is a Maildir

	config string
	uid    int
	serial *atomic.Int64
}

// DovecotOptions change the server.
type DovecotOptions struct {
	Separator string // between folder levels; empty: "/". "." is plain Maildir++
	Prefix    string // of every folder but the INBOX, such as "INBOX."
	Without   string // IMAP capabilities that are not told, such as "MOVE UIDPLUS"
	ReadOnly  bool   // the INBOX may be read, nothing else
	Extra     string // lines for the end of the configuration
}

// Dovecot starts a Dovecot for the test.
func Dovecot(t testing.TB) IMAP { return DovecotWith(t, DovecotOptions{}) }

// DovecotWith starts a Dovecot that differs from the usual one.
func DovecotWith(t testing.TB, o DovecotOptions) IMAP {
	t.Helper()
	program := find(t, "Dovecot", "dovecot-imapd", "/usr/sbin/dovecot", "/usr/local/sbin/dovecot")
	out, err := exec.Command(program, "--version").Output()
	if version := string(out); err != nil || !strings.HasPrefix(version, "2.3.") {
		missing(t, "Dovecot 2.3 is needed, this is %q (another version has another configuration)", version)
	}
	return start(t, func() (IMAP, error) {
		dir := home(t)
		s := IMAP{
			Host: "127.0.0.1", Port: freePort(t), TLSPort: freePort(t), User: "klachten", Password: "geheim",
			MailDir: filepath.Join(dir, "mail"), config: filepath.Join(dir, "dovecot.conf"),
			uid: mailUser(t), serial: new(atomic.Int64),
		}
		makeDir(t, s.MailDir, s.uid)
		s.TLS = certificate(t, dir)
		write(t, s.config, "%s", s.configuration(t, dir, o))
		return s, run(t, filepath.Join(dir, "dovecot.log"), []int{s.Port}, program, "-F", "-c", s.config)
	})
}

// mailUser owns the mail: nobody when we are root, for Dovecot refuses to read
// mail as root.
func mailUser(t testing.TB) int {
	t.Helper()
	if os.Geteuid() != 0 {
		return os.Geteuid()
	}
	u, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		t.Fatal(err)
	}
	return uid
}

// configuration is the least that Dovecot 2.3 needs. Without root all its
// processes run as this user, and none is locked up in an empty directory.
func (s IMAP) configuration(t testing.TB, dir string, o DovecotOptions) string {
	t.Helper()
	if o.Separator == "" {
		o.Separator = "/"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <%[1]s/cert.pem
ssl_key = <%[1]s/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:%[1]s/mail/%%u
mail_uid = %[2]d
mail_gid = %[3]d
first_valid_uid = 1
first_valid_gid = 0
mailbox_list_index = no
passdb {
  driver = static
  args = password=%[4]s
}
userdb {
  driver = static
  args = uid=%[2]d gid=%[3]d home=%[1]s/mail/%%u
}
namespace inbox {
  inbox = yes
  separator = %[5]s
  prefix = %[8]s
  mailbox Sent {
    auto = create
    special_use = \Sent
  }
}
service imap-login {
  inet_listener imap {
    port = %[6]d
  }
  inet_listener imaps {
    port = %[7]d
    ssl = yes
  }
}
`, dir, s.uid, s.gid(t), s.Password, o.Separator, s.Port, s.TLSPort, o.Prefix)
	if os.Geteuid() != 0 {
		b.WriteString(rootless(t))
	}
	if o.Without != "" {
		fmt.Fprintf(&b, "imap_capability = %s\n", capabilitiesWithout(o.Without))
	}
	if o.ReadOnly {
		write(t, filepath.Join(dir, "acl"), "* owner lr\n")
		fmt.Fprintf(&b, "mail_plugins = acl\nprotocol imap {\n  mail_plugins = acl imap_acl\n}\nplugin {\n  acl = vfile:%s/acl\n}\n", dir)
	}
	b.WriteString(o.Extra)
	return b.String()
}

func (s IMAP) gid(t testing.TB) int {
	t.Helper()
	u, err := user.LookupId(strconv.Itoa(s.uid))
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		t.Fatal(err)
	}
	return gid
}

func rootless(t testing.TB) string {
	t.Helper()
	u, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	group, err := user.LookupGroupId(u.Gid)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`default_internal_user = %[1]s
default_internal_group = %[2]s
default_login_user = %[1]s
service imap-login {
  chroot =
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`, u.Username, group.Name)
}

// capabilitiesWithout is what Dovecot 2.3 tells after the login, less the given
// words.
func capabilitiesWithout(words string) string {
	told := "IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ NAMESPACE UIDPLUS MOVE LIST-EXTENDED SPECIAL-USE"
	var left []string
	for _, c := range strings.Fields(told) {
		if !strings.Contains(" "+words+" ", " "+c+" ") {
			left = append(left, c)
		}
	}
	return strings.Join(left, " ")
}

// Account is a server with a user whom nobody else uses.
func (s IMAP) Account() IMAP {
	s.User = fmt.Sprintf("klachten%d", s.serial.Add(1))
	return s
}

// Append delivers a mail into a folder, with the given time as its internal
// date; the zero time is now. It goes by the Maildir, past IMAP, as an MTA does.
func (s IMAP) Append(t testing.TB, folder string, raw []byte, internalDate time.Time) {
	t.Helper()
	dir := filepath.Join(s.MailDir, s.User)
	if folder != "INBOX" {
		dir = filepath.Join(dir, "."+strings.ReplaceAll(folder, "/", "."))
	}
	for _, sub := range []string{"", "tmp", "new", "cur"} {
		makeDir(t, filepath.Join(dir, sub), s.uid)
	}
	if internalDate.IsZero() {
		internalDate = time.Now()
	}
	// The serial number keeps the order: Dovecot gives UIDs by file name.
	name := fmt.Sprintf("%d.M%09d.test", time.Now().Unix(), s.serial.Add(1))
	tmp := filepath.Join(dir, "tmp", name)
	write(t, tmp, "%s", raw)
	if os.Geteuid() == 0 {
		if err := os.Chown(tmp, s.uid, -1); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(tmp, internalDate, internalDate); err != nil { // a Maildir's INTERNALDATE
		t.Fatal(err)
	}
	if err := os.Rename(tmp, filepath.Join(dir, "new", name)); err != nil {
		t.Fatal(err)
	}
}

// Doveadm runs Dovecot's own administration for the account, for example
// Doveadm(t, "mailbox", "delete", "INBOX").
func (s IMAP) Doveadm(t testing.TB, args ...string) string {
	t.Helper()
	doveadm := find(t, "doveadm", "dovecot-core", "/usr/bin/doveadm", "/usr/local/bin/doveadm")
	full := append([]string{"-c", s.config}, args[0])
	if args[0] == "mailbox" {
		full = append(full, args[1])
		args = args[1:]
	}
	full = append(append(full, "-u", s.User), args[1:]...)
	out, err := exec.Command(doveadm, full...).CombinedOutput()
	if err != nil {
		t.Fatalf("doveadm %s: %v: %s", strings.Join(full[2:], " "), err, out)
	}
	return string(out)
}

// certificate writes a certificate for 127.0.0.1 and returns a configuration
// that trusts it.
func certificate(t testing.TB, dir string) *tls.Config {
	t.Helper()
	c := postoffice.NewCertificate("127.0.0.1")
	certPEM, keyPEM := c.PEM()
	write(t, filepath.Join(dir, "cert.pem"), "%s", certPEM)
	write(t, filepath.Join(dir, "key.pem"), "%s", keyPEM)
	return c.Client()
}
