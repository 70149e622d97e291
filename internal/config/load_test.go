package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"klachtd/internal/calendar"
	"klachtd/internal/tomltree"
)

// least is a configuration with nothing but what is required.
const least = `
[organisation]
name = "Stichting De Brug"

[[mailbox]]
name = "klachten"
address = "Klachten@DeBrug.example"
procedure = "amnesty"
  [mailbox.imap]
  host = "imap.debrug.example"
  [mailbox.smtp]
  host = "smtp.debrug.example"

[[person]]
name = "Fenna Kuipers"
address = "Fenna@debrug.example"
roles = ["coordinator"]

[[person]]
name = "Joris van Dam"
address = "joris@debrug.example"
roles = ["deputy", "management"]
`

// load expects a configuration without mistakes.
func load(t *testing.T, text string) (*Config, string) {
	t.Helper()
	path := place(t, []byte(text))
	c, mistakes, err := Load(path)
	if err != nil || len(mistakes) > 0 {
		t.Fatalf("error %v, mistakes:\n%v", err, mistakes)
	}
	return c, filepath.Dir(path)
}

func TestDefaults(t *testing.T) {
	c, dir := load(t, least)
	m, p := c.Mailboxes[0], c.People[0]
	hours, err := calendar.ParseHours("08:00-18:00")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		key       string
		got, want any
	}{
		{"data", c.Data, filepath.Join(dir, "data")},
		{"timezone", c.Location.String(), "Europe/Amsterdam"},
		{"language", c.Language, "nl"},
		{"case_prefix", c.CasePrefix, "K"},
		{"templates", c.Templates, ""},
		{"master_key", c.MasterKey, filepath.Join(dir, "data", "master.key")},
		{"organisation", c.Organisation, Organisation{Name: "Stichting De Brug"}},
		{"calendar", c.Calendar, calendar.Rules{LiberationDay: calendar.Lustrum}},
		{"letters.hours", c.Letters.Hours, hours},
		{"letters.recall", c.Letters.Recall, 10 * time.Minute},
		{"letters.from_name", c.Letters.FromName, "Stichting De Brug"},
		{"letters.forward_acknowledgement", c.Letters.ConfirmForward, false},
		{"limits.message_bytes", c.Limits.MessageBytes, int64(50_000_000)},
		{"limits.letter_bytes", c.Limits.LetterBytes, int64(10_000_000)},
		{"limits.letters_per_address", c.Limits.LettersPerAddress, 3},
		{"limits.letters_per_hour", c.Limits.LettersPerHour, 200},
		{"limits.letters_per_domain", c.Limits.LettersPerDomain, 50},
		{"trust", c.Trust, Trust{Profile: "none", Alignment: "relaxed"}},
		{"sandbox", c.Sandbox, Sandbox{}},
		{"retention.unfiled", c.Retention.Unfiled, calendar.Length{N: 90, Unit: calendar.Days}},
		{"retention.key_backups", c.Retention.KeyBackups, calendar.Length{N: 30, Unit: calendar.Days}},
		{"digest", c.Digest, Digest{}},
		{"staff", c.Staff, Staff{}},
		{"mailbox.address", m.Address, "klachten@debrug.example"},
		{"mailbox.aliases", m.Aliases, []string(nil)},
		{"mailbox.procedure", m.Procedure, "amnesty"},
		{"mailbox.intake", m.Mixed, false},
		{"mailbox.start", m.Start, calendar.Date{}},
		{"mailbox.route", m.Board, false},
		{"mailbox.plus_addressing", m.PlusAddressing, false},
		{"mailbox.bounce_plus", m.BouncePlus, false},
		{"mailbox.rules_on_request", m.RulesOnRequest, false},
		{"mailbox.forms", m.Forms, []string(nil)},
		{"mailbox.trust", m.Trust, c.Trust},
		{"mailbox.imap", m.IMAP, IMAP{Host: "imap.debrug.example", Port: 993, TLS: "implicit", Inbox: "INBOX",
			Handled: "Klachten/Verwerkt", Tray: "Klachten/Postbak", Quarantine: "Klachten/Quarantaine", Poll: time.Minute}},
		{"mailbox.smtp", m.SMTP, SMTP{Host: "smtp.debrug.example", Port: 587, TLS: "starttls"}},
		{"person", p, Person{ID: "fenna@debrug.example", Name: "Fenna Kuipers", Address: "fenna@debrug.example",
			Roles: []string{"coordinator"}, Mailboxes: []string{"klachten"}, Language: "nl", Initials: "FK"}},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s is %+v, want %+v", tt.key, tt.got, tt.want)
		}
	}
	if m.Regulation == nil || m.Regulation.Name != "amnesty" {
		t.Errorf("the mailbox has the regulation %v", m.Regulation)
	}
}

// An empty text is the same as a key that is left out.
func TestEmptyTexts(t *testing.T) {
	want, _ := load(t, least)
	got, dir := load(t, `
data = ""
timezone = ""
language = ""
case_prefix = ""
templates = ""
master_key = ""
[letters]
hours = ""
recall = ""
from_name = ""
forward_acknowledgement = ""
[calendar]
liberation_day = ""
[limits]
message_bytes = ""
[trust]
profile = ""
authserv_id = ""
alignment = ""
[retention]
unfiled = ""
[digest]
at = ""
days = ""
`+strings.Replace(least, "[mailbox.smtp]", `tls = ""
username = ""
password_file = ""
inbox = ""
handled = ""
poll = ""
[mailbox.smtp]
helo = ""
tls = ""`, 1))
	got.File, want.File = "", ""
	want.Data, want.MasterKey = filepath.Join(dir, "data"), filepath.Join(dir, "data", "master.key")
	want.Mailboxes[0].Regulation, got.Mailboxes[0].Regulation = nil, nil
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

// Notepad writes a byte order mark and ends lines its own way.
func TestNotepad(t *testing.T) {
	c, _ := load(t, "\ufeff"+strings.ReplaceAll(least, "\n", "\r\n"))
	if got, want := c.People[1].Roles, []string{"deputy", "management"}; !slices.Equal(got, want) {
		t.Errorf("roles are %q, want %q", got, want)
	}
	_, mistakes := Parse("klachtd.toml", []byte("\ufeff[organistion]\r\nname = \"De Brug\"\r\n"))
	if len(mistakes) != 2 || mistakes[1].Line != 1 || mistakes[1].Col != 2 {
		t.Errorf("a slip behind a byte order mark is told as %v, want 1:2", mistakes)
	}
}

func TestExample(t *testing.T) {
	text, err := os.ReadFile("../../config/klachtd.toml")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := load(t, string(text))
	for name, used := range usedKeys(tree(text)) {
		for _, key := range keys[name] {
			if !used[key] && name != "mailbox.trust" && key != "trust" && key != "oauth2" {
				t.Errorf("the example does not show %s in %s", key, header(name))
			}
		}
	}
	if got, want := c.Mailboxes[0].IMAP.Password.Reveal(), "hunter2"; got != want {
		t.Errorf("IMAP password is %q, want %q", got, want)
	}
	if got, want := c.Mailboxes[0].SMTP.Password.Reveal(), "correct horse"; got != want {
		t.Errorf("SMTP password is %q, want %q", got, want)
	}
	if got, want := c.Mailboxes[0].Trust.AuthservID, "mx.debrug.example"; got != want {
		t.Errorf("authserv_id is %q, want %q", got, want)
	}
}

func tree(text []byte) *tomltree.Node {
	root, _ := tomltree.Read("klachtd.toml", text)
	return root
}

// usedKeys gathers the keys that a file shows in any table of a kind.
func usedKeys(root *tomltree.Node) map[string]map[string]bool {
	used := map[string]map[string]bool{}
	var walk func(path string, n *tomltree.Node)
	walk = func(path string, n *tomltree.Node) {
		for _, item := range n.Items {
			walk(path, item)
		}
		for _, name := range n.Names() {
			if used[path] == nil {
				used[path] = map[string]bool{}
			}
			used[path][name] = true
			if below := strings.TrimPrefix(path+"."+name, "."); keys[below] != nil {
				walk(below, n.Find(name))
			}
		}
	}
	walk("", root)
	return used
}

func TestContract(t *testing.T) {
	dir := os.Getenv("KLACHTD_SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	text, err := os.ReadFile(filepath.Join(dir, "contract", "klachtd.toml"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the papers are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	c, _ := load(t, string(text))
	m := c.Mailboxes[0]
	for _, tt := range []struct {
		key       string
		got, want any
	}{
		{"organisation.name", c.Organisation.Name, "Stichting Voorbeeld"},
		{"trust", c.Trust, Trust{Profile: "rfc8601", AuthservID: "mx.voorbeeld.example", Alignment: "relaxed"}},
		{"digest", c.Digest, Digest{Enabled: true, Hour: 8}},
		{"mailbox", m.Name + m.Address, "klachtenklachten@voorbeeld.example"},
		{"imap", m.IMAP.Host, "imap.voorbeeld.example"},
		{"sent", m.IMAP.Sent, "Sent"},
		{"smtp", m.SMTP.Password.Reveal(), "correct horse"},
		{"staff", c.Staff, Staff{Domains: []string{"voorbeeld.example"}, Addresses: []string{"vrijwilliger@post.example"}}},
		{"people", len(c.People), 5},
		{"topics", c.People[2].Topics, []string{"ledenwerving", "publiekscommunicatie"}},
		{"line_manager", c.People[4].LineManager, "lg@voorbeeld.example"},
		{"initials", c.People[1].Initials, "BJ"},
		{"in_force_since", m.Regulation.InForce.Since.String(), "2013-02-06"},
	} {
		if diff := cmp.Diff(tt.want, tt.got); diff != "" {
			t.Errorf("%s differs (-want +got):\n%s", tt.key, diff)
		}
	}
}

func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	big := filepath.Join(dir, "big.toml")
	write(t, big, strings.Repeat("#", tomltree.MaxText+1), 0o600)
	for _, path := range []string{filepath.Join(dir, "absent.toml"), dir, big} {
		c, mistakes, err := Load(path)
		if err == nil || c != nil || mistakes != nil {
			t.Errorf("%s: got config %v, mistakes %v, error %v; want an error", filepath.Base(path), c, mistakes, err)
		}
	}
}

func TestWorldWritable(t *testing.T) {
	path := place(t, []byte(least))
	if err := os.Chmod(path, 0o646); err != nil {
		t.Fatal(err)
	}
	_, mistakes, err := Load(path)
	if err != nil || len(mistakes) != 1 || mistakes[0].Line != 1 || !strings.Contains(mistakes[0].Hint, "chmod") {
		t.Errorf("got mistakes %v, error %v; want one about the mode", mistakes, err)
	}
}

func TestForeignSecret(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	path := place(t, []byte(strings.Replace(least, "[mailbox.smtp]", `username = "klachten"
password_file = "imap.secret"
[mailbox.smtp]`, 1)))
	if err := os.Chown(filepath.Join(filepath.Dir(path), "imap.secret"), 4711, 4711); err != nil {
		t.Fatal(err)
	}
	_, mistakes, err := Load(path)
	if err != nil || len(mistakes) != 1 || !strings.Contains(mistakes[0].Text, "another user") {
		t.Errorf("got mistakes %v, error %v; want one about the owner", mistakes, err)
	}
}

func TestOwnTrust(t *testing.T) {
	c, _ := load(t, strings.Replace(least, "[mailbox.imap]", `[mailbox.trust]
profile = "google"
alignment = "strict"
[mailbox.imap]`, 1)+`
[trust]
profile = "rfc8601"
authserv_id = "MX.debrug.example"
second_person = true
`)
	if want := (Trust{Profile: "rfc8601", AuthservID: "mx.debrug.example", Alignment: "relaxed", SecondPerson: true}); c.Trust != want {
		t.Errorf("[trust] is %+v, want %+v", c.Trust, want)
	}
	want := Trust{Profile: "google", AuthservID: "mx.google.com", Alignment: "strict", SecondPerson: true}
	if got := c.Mailboxes[0].Trust; got != want {
		t.Errorf("[mailbox.trust] is %+v, want %+v", got, want)
	}
}

func TestServers(t *testing.T) {
	for _, tt := range []struct {
		imap, smtp               string
		imapPort, smtpPort       int
		imapTLS, smtpTLS, reason string
	}{
		{"", "", 993, 587, "implicit", "starttls", "the usual ones"},
		{"port = 143", "port = 465", 143, 465, "starttls", "implicit", "tls by the port"},
		{`tls = "starttls"`, `tls = "implicit"`, 143, 465, "starttls", "implicit", "the port by tls"},
		{`host = "[::1]"` + "\n" + `tls = "none"`, `host = "localhost"` + "\n" + `tls = "none"`, 143, 25, "none", "none", "this machine"},
		{"port = 1993", "port = 2525", 1993, 2525, "implicit", "starttls", "a port of its own"},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			imap, smtp := tt.imap, tt.smtp
			if !strings.Contains(imap, "host") {
				imap, smtp = "host = \"imap.debrug.example\"\n"+imap, "host = \"smtp.debrug.example\"\n"+smtp
			}
			text := strings.Replace(least, `host = "imap.debrug.example"`, imap, 1)
			c, _ := load(t, strings.Replace(text, `host = "smtp.debrug.example"`, smtp, 1))
			m := c.Mailboxes[0]
			if m.IMAP.Port != tt.imapPort || m.IMAP.TLS != tt.imapTLS {
				t.Errorf("IMAP on %d with %s, want %d with %s", m.IMAP.Port, m.IMAP.TLS, tt.imapPort, tt.imapTLS)
			}
			if m.SMTP.Port != tt.smtpPort || m.SMTP.TLS != tt.smtpTLS {
				t.Errorf("SMTP on %d with %s, want %d with %s", m.SMTP.Port, m.SMTP.TLS, tt.smtpPort, tt.smtpTLS)
			}
		})
	}
}

func TestCalendars(t *testing.T) {
	c, _ := load(t, least+`
[calendar]
good_friday = true
closed = ["2026-05-15", 2026-12-24]
open = ["2026-04-27"]
equated = ["2030-05-31"]
`)
	both := c.Calendars()
	for _, tt := range []struct {
		day               string
		office, statutory bool // open
	}{
		{"2026-04-03", false, false}, // Good Friday
		{"2026-04-27", true, false},  // King's Day, on which this office works
		{"2026-12-24", false, true},
		{"2030-05-31", true, false}, // equated
	} {
		d, err := calendar.Parse(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := both.Office.Open(d); got != tt.office {
			t.Errorf("%s: the office is open: %v, want %v", tt.day, got, tt.office)
		}
		if got := both.Statutory.Open(d); got != tt.statutory {
			t.Errorf("%s: the statutory calendar is open: %v, want %v", tt.day, got, tt.statutory)
		}
	}
}
