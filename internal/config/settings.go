package config

import (
	"cmp"
	"strings"
	"time"
	_ "time/tzdata" // a static binary runs where no zones are installed
	"unicode/utf8"

	"klachtd/internal/calendar"
)

// Organisation is what letters say about their sender.
type Organisation struct {
	Name       string
	Office     string
	Telephone  string
	RulesURL   string
	RulesFile  string // path
	PrivacyURL string
	Register   string
}

// Letters says when and how letters leave.
type Letters struct {
	Hours          calendar.Hours
	Recall         time.Duration // how long the letters of a command wait; 0 is not at all
	FromName       string        // the organisation's name when the file has none
	ConfirmForward bool          // a complainant found in a staff forward is acknowledged after a confirmation only
}

// Limits of sizes, in bytes, and of letters that answer mail from outside at once.
type Limits struct {
	MessageBytes      int64
	LetterBytes       int64
	LettersPerAddress int // in 24 hours
	LettersPerHour    int // all of them
	LettersPerDomain  int // in an hour
}

// Trust says whose word counts for a sender being genuine.
type Trust struct {
	Profile      string // rfc8601 | microsoft365 | google | none
	AuthservID   string // lower-cased; "" unless the profile is rfc8601 or google
	Alignment    string // relaxed | strict
	SecondPerson bool   // destruction needs the word of a second coordinator or deputy
}

// Sandbox lets the clock be bent, and letters be sent to one address.
type Sandbox struct {
	Enabled  bool
	Redirect string // "" for none
}

// Retention says how long klachtd keeps what no dossier holds.
type Retention struct {
	Unfiled    calendar.Length
	KeyBackups calendar.Length
}

// Digest is the daily overview for the coordinator, on working days.
type Digest struct {
	Enabled      bool
	Hour, Minute int // local time
}

// Profiles of trust.
const (
	profileRFC8601   = "rfc8601"
	profileMicrosoft = "microsoft365"
	profileGoogle    = "google"
	profileNone      = "none"
)

// googleID is whom Gmail names in its Authentication-Results.
const googleID = "mx.google.com"

// Bounds of values. The lower bounds of sizes leave room for a letter and for the beginning of a mail that is too
// big to be taken whole; the upper ones keep a slip of the pen from filling memory.
const (
	leastMessage, mostMessage = "1KB", "1GB"
	leastLetter, mostLetter   = "20KB", "50MB"
	mostLetters               = 1_000_000
	mostRecall                = 24 * time.Hour
	maxPrefix                 = 8
	maxInitials               = 8
)

var languages = []string{"nl", "en"}

func organisation(t table) Organisation {
	return Organisation{
		Name:       t.required("name", "Stichting Voorbeeld"),
		Office:     t.text("office", ""),
		Telephone:  t.text("telephone", ""),
		RulesURL:   t.web("rules_url"),
		RulesFile:  t.existing("rules_file"),
		PrivacyURL: t.web("privacy_url"),
		Register:   t.text("register", ""),
	}
}

func office(t table) calendar.Rules {
	rules := calendar.Rules{
		GoodFriday:    t.flag("good_friday", false),
		LiberationDay: t.oneOf("liberation_day", calendar.Lustrum, calendar.Always, calendar.Lustrum, calendar.Never),
		Closed:        t.dates("closed"),
		Open:          t.dates("open"),
		ExtraEquated:  t.dates("equated"),
	}
	t.checkOpen(rules)
	return rules
}

// checkOpen finds days that the office cannot open: those that are open already are a slip of the pen.
func (t table) checkOpen(rules calendar.Rules) {
	statutory := calendar.NewStatutory(rules.ExtraEquated)
	closed := map[calendar.Date]bool{}
	for _, d := range rules.Closed {
		closed[d] = true
	}
	for _, n := range t.dayNodes("open") {
		d, err := calendar.ParseLoose(n.Text)
		if err != nil {
			continue
		}
		switch _, holiday := statutory.Holiday(d); {
		case closed[d]:
			t.mistake(n.At, "delete it in one of the two", "%s stands in open and in closed", d)
		case !holiday:
			t.mistake(n.At, "open holds holidays on which the office works; weekends stay closed",
				"%s is a %s and no holiday", d, d.Weekday())
		}
	}
}

func letters(t table, organisation string) Letters {
	l := Letters{
		Recall:   t.duration("recall", "10m", 0, mostRecall),
		FromName: t.text("from_name", organisation),
	}
	l.ConfirmForward = t.oneOf("forward_acknowledgement", "auto", "auto", "confirm") == "confirm"
	hours, err := calendar.ParseHours(t.text("hours", "08:00-18:00"))
	if err != nil {
		t.mistake(t.place("hours"), `write it as "08:00-18:00"`, "hours cannot be %q", shown(t.text("hours", "")))
	}
	l.Hours = hours
	return l
}

func limits(t table) Limits {
	return Limits{
		MessageBytes:      t.size("message_bytes", "50MB", leastMessage, mostMessage),
		LetterBytes:       t.size("letter_bytes", "10MB", leastLetter, mostLetter),
		LettersPerAddress: t.number("letters_per_address", 3, 0, mostLetters),
		LettersPerHour:    t.number("letters_per_hour", 200, 0, mostLetters),
		LettersPerDomain:  t.number("letters_per_domain", 50, 0, mostLetters),
	}
}

// trust reads [trust], and [mailbox.trust] over what stands there.
func trust(t table, general Trust) Trust {
	tr := Trust{
		Profile: t.oneOf("profile", cmp.Or(general.Profile, profileNone),
			profileRFC8601, profileMicrosoft, profileGoogle, profileNone),
		Alignment:    t.oneOf("alignment", cmp.Or(general.Alignment, "relaxed"), "relaxed", "strict"),
		SecondPerson: t.flag("second_person", general.SecondPerson),
	}
	tr.AuthservID = t.authservID(tr.Profile, general)
	return tr
}

func (t table) authservID(profile string, general Trust) string {
	fallback := ""
	switch {
	case profile == profileGoogle:
		fallback = googleID
	case profile != profileRFC8601:
		t.text("authserv_id", "")
		return ""
	case general.Profile == profile:
		fallback = general.AuthservID
	}
	id := t.text("authserv_id", fallback)
	switch {
	case id == "" && general.Profile != profile:
		t.missing(t.place("profile"), `add authserv_id = "mx.voorbeeld.example"; klachtd check shows what the server writes`,
			"profile rfc8601 needs authserv_id")
	case id != "" && !isDomain(id):
		t.mistake(t.place("authserv_id"), `it is the first word of the server's Authentication-Results, "mx.voorbeeld.example"`,
			"authserv_id cannot be %q", shown(id))
	}
	return strings.ToLower(id)
}

func sandbox(t table) Sandbox {
	s := Sandbox{Enabled: t.flag("enabled", false), Redirect: t.address("redirect")}
	if s.Redirect != "" && !s.Enabled {
		t.mistake(t.place("redirect"), "add enabled = true, or leave redirect empty",
			"redirect is set, but the sandbox is not enabled: letters would go to real people")
	}
	return s
}

func retention(t table) Retention {
	return Retention{Unfiled: t.length("unfiled", "90 days"), KeyBackups: t.length("key_backups", "30 days")}
}

func digest(t table) Digest {
	hour, minute, ok := t.clock("at")
	t.oneOf("days", "working", "working")
	return Digest{Enabled: ok, Hour: hour, Minute: minute}
}

func metrics(t table) {
	if t.text("listen", "") != "" {
		t.mistake(t.place("listen"), `leave it empty: listen = ""`, "this version serves no metrics yet")
	}
}

// zone reads a time zone by its IANA name.
func (t table) zone(key, otherwise string) *time.Location {
	name := t.text(key, otherwise)
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		t.mistake(t.place(key), `write it as "Europe/Amsterdam"`, "there is no time zone %q", shown(name))
		return time.UTC
	}
	return loc
}

// prefix reads what stands before the year in a case number: letters, so that the number stays recognisable.
func (t table) prefix(key, otherwise string) string {
	s := t.text(key, otherwise)
	for _, c := range s {
		if !isLetter(c) || utf8.RuneCountInString(s) > maxPrefix {
			t.mistake(t.place(key), "one to eight letters A to Z", "%s cannot be %q", key, shown(s))
			return otherwise
		}
	}
	return s
}

func isLetter(c rune) bool { return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' }
