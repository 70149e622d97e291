package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"mime"
	"os"
	"path/filepath"

	"klachtd/internal/calendar"
	"klachtd/internal/config"
	"klachtd/internal/daemon"
	"klachtd/internal/dial"
	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/letter"
	"klachtd/internal/mailbox"
	"klachtd/internal/outbox"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// options turns a configuration into what the daemon takes. letter.Mistakes is returned when a letter cannot be used.
func options(c *config.Config, log *slog.Logger) (daemon.Options, error) {
	templates, err := letters(c)
	if err != nil {
		return daemon.Options{}, err
	}
	o := daemon.Options{
		Location:     c.Location,
		Language:     c.Language,
		Prefix:       c.CasePrefix,
		Organisation: organisation(c),
		Templates:    templates,
		Calendars:    c.Calendars(),
		Hours:        c.Letters.Hours,
		Limits: daemon.Limits{
			MessageBytes: c.Limits.MessageBytes, LetterBytes: c.Limits.LetterBytes, LettersPerAddr: c.Limits.LettersPerAddress,
			LettersPerDomain: c.Limits.LettersPerDomain, LettersPerHour: c.Limits.LettersPerHour,
		},
		Sandbox:    daemon.Sandbox(c.Sandbox),
		Unfiled:    c.Retention.Unfiled,
		DigestAt:   digestHours(c),
		Staff:      intake.Staff(c.Staff),
		ConfirmAll: c.Letters.ConfirmForward,
		Recall:     c.Letters.Recall,
		Log:        log,
	}
	if o.RulesFile, err = rulesFile(c.Organisation.RulesFile); err != nil {
		return daemon.Options{}, err
	}
	for _, p := range c.People {
		o.People = append(o.People, person(p))
	}
	for _, m := range c.Mailboxes {
		o.Mailboxes = append(o.Mailboxes, box(c, m))
	}
	return o, nil
}

// maxRulesFile bounds the regulation that letters enclose, in bytes: with it a letter still fits every mailbox.
const maxRulesFile = 5 << 20

// rulesFile reads the regulation that the organisation prints; nil when there is none.
func rulesFile(path string) (*letter.File, error) {
	if path == "" {
		return nil, nil
	}
	info, err := os.Stat(path)
	if err == nil && info.Size() > maxRulesFile {
		err = fmt.Errorf("larger than %d bytes", maxRulesFile)
	}
	if err != nil {
		return nil, fmt.Errorf("read organisation.rules_file: %w", err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read organisation.rules_file: %w", err)
	}
	kind := mime.TypeByExtension(filepath.Ext(path))
	if kind == "" {
		kind = "application/octet-stream"
	}
	return &letter.File{Name: filepath.Base(path), Type: kind, Data: data}, nil
}

// letters loads the letters and holds them against what the regulations demand of them.
func letters(c *config.Config) (*letter.Templates, error) {
	templates, err := letter.Load(c.Templates)
	if err != nil {
		return nil, err
	}
	var mistakes letter.Mistakes
	for _, m := range c.Mailboxes {
		mistakes = append(mistakes, templates.Check(demands(m.Regulation))...)
	}
	if len(mistakes) > 0 {
		return nil, mistakes
	}
	return templates, nil
}

// demands is what a regulation wants of the letters.
func demands(r *procedure.Regulation) map[dossier.LetterName]letter.Demand {
	need := map[dossier.LetterName]letter.Demand{}
	for name, rule := range r.Letters {
		need[name] = letter.Demand{Blocks: rule.Blocks, Readers: r.Readers(name)}
	}
	return need
}

func organisation(c *config.Config) letter.Organisation {
	o := letter.Organisation{
		Name: c.Organisation.Name, Office: c.Organisation.Office, Telephone: c.Organisation.Telephone,
		RulesURL: c.Organisation.RulesURL, PrivacyURL: c.Organisation.PrivacyURL, Register: c.Organisation.Register,
		FromName: c.Letters.FromName,
	}
	for _, m := range c.Mailboxes {
		if m.Board {
			o.Board = m.Address
		}
	}
	return o
}

// digestHours begin when the daily lists leave.
func digestHours(c *config.Config) calendar.Hours {
	if !c.Digest.Enabled {
		return c.Letters.Hours
	}
	h, err := calendar.ParseHours(fmt.Sprintf("%02d:%02d-24:00", c.Digest.Hour, c.Digest.Minute))
	if err != nil {
		return c.Letters.Hours
	}
	return h
}

func person(p config.Person) daemon.Person {
	d := daemon.Person{
		ID: dossier.PersonID(p.ID), Name: p.Name, Address: p.Address, Topics: p.Topics, Mailboxes: p.Mailboxes,
		Language: p.Language, Initials: p.Initials, TeamCoordinator: dossier.PersonID(p.TeamCoordinator),
		LineManager: dossier.PersonID(p.LineManager),
	}
	for _, r := range p.Roles {
		d.Roles = append(d.Roles, dossier.Role(r))
	}
	return d
}

func box(c *config.Config, m config.Mailbox) daemon.Mailbox {
	return daemon.Mailbox{
		Name: m.Name, Address: m.Address, Aliases: m.Aliases, Forms: m.Forms, Mixed: m.Mixed, Board: m.Board, Start: m.Start,
		PlusAddressing: m.PlusAddressing, BouncePlus: m.BouncePlus, Regulation: m.Regulation,
		Trust: trust(c, m), SecondPerson: m.Trust.SecondPerson, RulesOnRequest: m.RulesOnRequest, IMAP: imapOptions(m.IMAP), SMTP: smtpOptions(m.SMTP),
		Handled: m.IMAP.Handled, Tray: m.IMAP.Tray, Quarantine: m.IMAP.Quarantine, Sent: m.IMAP.Sent, Poll: m.IMAP.Poll,
	}
}

func trust(c *config.Config, m config.Mailbox) proof.Trust {
	return proof.Trust{
		Profile: proof.Profile(m.Trust.Profile), AuthservID: m.Trust.AuthservID,
		Alignment: proof.Alignment(m.Trust.Alignment), StaffDomains: c.Staff.Domains,
	}
}

func imapOptions(i config.IMAP) mailbox.Options {
	return mailbox.Options{
		Host: i.Host, Port: i.Port, TLS: dial.TLS(i.TLS), Username: i.Username, Password: i.Password.Reveal(), Inbox: i.Inbox,
	}
}

func smtpOptions(s config.SMTP) outbox.Options {
	return outbox.Options{
		Host: s.Host, Port: s.Port, TLS: dial.TLS(s.TLS), Username: s.Username, Password: s.Password.Reveal(),
		HELO: cmp.Or(s.HELO, hostname()),
	}
}

// hostname is the machine's own name, "" when it has none.
func hostname() string {
	name, err := os.Hostname()
	if err != nil {
		return ""
	}
	return name
}
