package config

import (
	"regexp"
	"strings"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dial"
	"klachtd/internal/procedure"
)

// Mailbox is one published address with its servers and its regulation.
type Mailbox struct {
	Name           string
	Address        string
	Aliases        []string
	Procedure      string // name of the regulation
	Regulation     *procedure.Regulation
	Mixed          bool          // a service mailbox: mail is a candidate before it is a case
	Start          calendar.Date // first start takes in what arrived since; zero: nothing older
	Board          bool          // the mailbox of the board, outside the management line
	PlusAddressing bool
	BouncePlus     bool
	RulesOnRequest bool
	Forms          []string // senders of web forms
	Trust          Trust
	IMAP           IMAP
	SMTP           SMTP
}

// IMAP says where mail is read and where handled mail goes.
type IMAP struct {
	Host       string
	Port       int
	TLS        string // implicit | starttls | none
	Username   string // "" with Password "": no login
	Password   Secret
	Inbox      string
	Handled    string
	Tray       string
	Quarantine string
	Sent       string // "" for no copies
	Poll       time.Duration
}

// SMTP says where letters are handed in.
type SMTP struct {
	Host     string
	Port     int
	TLS      string // implicit | starttls | none
	Username string // "" with Password "": no login
	Password Secret
	HELO     string // "" for the machine's name
}

// Ways to encrypt a connection.
const (
	tlsImplicit = "implicit"
	tlsStart    = "starttls"
	tlsNone     = "none"
)

// Ports of RFC 8314 section 3, and those of connections that begin in the clear.
const (
	portIMAPS, portIMAP         = 993, 143
	portSubmissions, portSubmit = 465, 587
	portSMTP                    = 25
	mostPort                    = 65535
)

// Bounds of polling, which goes on beside IDLE. A tenth of a second is for tests.
const (
	leastPoll = 100 * time.Millisecond
	mostPoll  = 24 * time.Hour
)

// tokenLength is how many characters stand between the plus and the @ of an address with a token (package proof);
// with the plus they must leave room for the mailbox's own name (DESIGN 10.15).
const tokenLength = 45

var mailboxName = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]{0,31}$`)

func mailbox(t table, general Trust) Mailbox {
	m := Mailbox{
		Name:           t.mailboxName(),
		Address:        t.requiredAddress("address", "klachten@voorbeeld.example"),
		Aliases:        t.addresses("aliases"),
		Procedure:      t.required("procedure", "amnesty"),
		Mixed:          t.oneOf("intake", "complaints", "complaints", "mixed") == "mixed",
		Start:          t.date("start"),
		Board:          t.oneOf("route", "", "board") == "board",
		PlusAddressing: t.flag("plus_addressing", false),
		BouncePlus:     t.flag("bounce_plus", false),
		RulesOnRequest: t.flag("rules_on_request", false),
		Forms:          t.addresses("forms"),
		Trust:          trust(t.table("trust"), general),
		IMAP:           imap(t.table("imap")),
		SMTP:           smtp(t.table("smtp")),
	}
	t.checkPlus(m)
	return m
}

func (t table) mailboxName() string {
	s := t.required("name", "klachten")
	if s != "" && !mailboxName.MatchString(s) {
		t.mistake(t.place("name"), "letters, digits, dot, hyphen and underscore; 32 at most", "a mailbox cannot be called %q", shown(s))
	}
	return s
}

func (t table) checkPlus(m Mailbox) {
	if m.BouncePlus && !m.PlusAddressing {
		t.mistake(t.place("bounce_plus"), "add plus_addressing = true when the server has it", "bounce_plus needs plus_addressing")
	}
	local, _, _ := strings.Cut(m.Address, "@")
	if room := maxLocal - tokenLength - len("+"); m.PlusAddressing && len(local) > room {
		t.mistake(t.place("address"), "set plus_addressing = false, or use a shorter address",
			"with plus_addressing at most %d characters may stand before the @, and here are %d", room, len(local))
	}
}

// server is what IMAP and SMTP have in common.
type server struct {
	host, tls, username string
	port                int
	password            Secret
}

// imap reads [mailbox.imap]. What the file leaves out is what every server understands.
func imap(t table) IMAP {
	if n := t.get("oauth2"); n != nil {
		t.mistake(n.At, "use password_file", "this version has no OAuth2 yet")
	}
	s := t.server("imap.voorbeeld.example", func(port int) string {
		if port == portIMAP {
			return tlsStart
		}
		return tlsImplicit
	})
	if s.port == 0 {
		s.port = map[string]int{tlsImplicit: portIMAPS, tlsStart: portIMAP, tlsNone: portIMAP}[s.tls]
	}
	i := IMAP{
		Host: s.host, Port: s.port, TLS: s.tls, Username: s.username, Password: s.password,
		Inbox:      t.text("inbox", "INBOX"),
		Handled:    t.text("handled", "Klachten/Verwerkt"),
		Tray:       t.text("tray", "Klachten/Postbak"),
		Quarantine: t.text("quarantine", "Klachten/Quarantaine"),
		Sent:       t.text("sent", ""),
		Poll:       t.duration("poll", "1m", leastPoll, mostPoll),
	}
	t.checkFolders()
	return i
}

func smtp(t table) SMTP {
	s := t.server("smtp.voorbeeld.example", func(port int) string {
		if port == portSubmissions {
			return tlsImplicit
		}
		return tlsStart
	})
	if s.port == 0 {
		s.port = map[string]int{tlsImplicit: portSubmissions, tlsStart: portSubmit, tlsNone: portSMTP}[s.tls]
	}
	helo := t.text("helo", "")
	if helo != "" && !isDomain(helo) {
		t.mistake(t.place("helo"), "leave it empty, or write a host name", "helo cannot be %q", shown(helo))
	}
	return SMTP{Host: s.host, Port: s.port, TLS: s.tls, Username: s.username, Password: s.password, HELO: helo}
}

// server reads where and how to connect; a port that is left out is 0.
func (t table) server(example string, usual func(port int) string) server {
	s := server{host: t.host("host", example), port: t.number("port", 0, 1, mostPort)}
	s.tls = t.oneOf("tls", usual(s.port), tlsImplicit, tlsStart, tlsNone)
	if s.tls == tlsNone && s.host != "" && !dial.Loopback(s.host) {
		t.mistake(t.place("tls"), "use implicit or starttls",
			`tls = "none" would send the password in the clear; it is for a server on this machine only`)
	}
	s.username = t.text("username", "")
	s.password = t.secret("password_file")
	if named := t.text("password_file", ""); (s.username == "") != (named == "") {
		t.loginHalf(named == "")
	}
	return s
}

func (t table) loginHalf(username bool) {
	if username {
		t.missing(t.place("username"), `add password_file = "klachten.secret"`, "username needs password_file")
		return
	}
	t.missing(t.place("password_file"), `add username = "klachten@voorbeeld.example"`, "password_file needs username")
}

// checkFolders makes sure that handled mail leaves the inbox, and each outcome can be told from the others.
func (t table) checkFolders() {
	seen := map[string]string{}
	usual := map[string]string{
		"inbox": "INBOX", "handled": "Klachten/Verwerkt", "tray": "Klachten/Postbak", "quarantine": "Klachten/Quarantaine",
	}
	for _, key := range []string{"inbox", "handled", "tray", "quarantine", "sent"} {
		folder := strings.ToLower(t.text(key, usual[key]))
		if other, twice := seen[folder]; twice && folder != "" {
			t.mistake(t.place(key), "each of them is a folder of its own", "%s and %s are the same folder", other, key)
		}
		seen[folder] = key
	}
}
