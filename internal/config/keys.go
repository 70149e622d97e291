package config

// keys are the keys that each table takes; "" is the top of the file. A table of the list [[mailbox]] is "mailbox".
// [procedure.NAME] is missing: its keys are those that the regulation declares.
var keys = map[string][]string{
	"": {
		"data", "timezone", "language", "case_prefix", "templates", "master_key", "organisation", "calendar", "letters",
		"limits", "trust", "sandbox", "retention", "digest", "metrics", "mailbox", "staff", "person", "procedure",
	},
	"organisation": {"name", "office", "telephone", "rules_url", "rules_file", "privacy_url", "register"},
	"calendar":     {"good_friday", "liberation_day", "closed", "open", "equated"},
	"letters":      {"hours", "recall", "from_name", "forward_acknowledgement"},
	"limits":       {"message_bytes", "letter_bytes", "letters_per_address", "letters_per_hour", "letters_per_domain"},
	"trust":        {"profile", "authserv_id", "alignment", "second_person"},
	"sandbox":      {"enabled", "redirect"},
	"retention":    {"unfiled", "key_backups"},
	"digest":       {"at", "days"},
	"metrics":      {"listen"},
	"mailbox": {
		"name", "address", "aliases", "procedure", "intake", "start", "route", "plus_addressing", "bounce_plus",
		"rules_on_request", "forms", "trust", "imap", "smtp",
	},
	"mailbox.trust": {"profile", "authserv_id", "alignment", "second_person"},
	"mailbox.imap": {
		"host", "port", "tls", "username", "password_file", "inbox", "handled", "tray", "quarantine", "sent", "poll",
		"oauth2",
	},
	"mailbox.smtp": {"host", "port", "tls", "username", "password_file", "helo"},
	"staff":        {"domains", "addresses"},
	"person": {
		"name", "address", "roles", "topics", "mailboxes", "language", "initials", "team_coordinator", "line_manager",
	},
}

// lists are the tables that may stand in the file more than once.
var lists = map[string]bool{"mailbox": true, "person": true}

// secrets are keys that people try because other programs have them. Their values are never repeated.
var secrets = []string{"password", "pass", "secret", "password_env"}

// header writes a table as it stands in the file: [[mailbox]], [mailbox.imap].
func header(path string) string {
	switch {
	case path == "":
		return "the top of the file"
	case lists[path]:
		return "[[" + path + "]]"
	}
	return "[" + path + "]"
}
