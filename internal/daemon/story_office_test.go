package daemon_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"klachtd/config"
	"klachtd/internal/calendar"
	"klachtd/internal/daemon"
	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/letter"
	"klachtd/internal/mailbox"
	"klachtd/internal/outbox"
	"klachtd/internal/postoffice"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

func options(t testing.TB, o *postoffice.Office, loc *time.Location, log *bytes.Buffer) daemon.Options {
	t.Helper()
	templates, err := letter.Load("")
	check(t, err)
	hours, err := calendar.ParseHours("08:00-18:00")
	check(t, err)
	unfiled, err := calendar.ParseLength("90 days")
	check(t, err)
	return daemon.Options{
		Location: loc, Language: "nl", Prefix: "K", Templates: templates, Hours: hours, DigestAt: hours, Unfiled: unfiled,
		Organisation: letter.Organisation{
			Name: "Stichting Voorbeeld", Office: "Voorbeeldstraat 1, 1000 AA Voorbeeld", Telephone: "020-1234567",
			RulesURL: "https://voorbeeld.example/klachtenregeling", FromName: "Klachten Stichting Voorbeeld",
		},
		Calendars: calendar.Calendars{
			Office:    calendar.NewOffice(calendar.Rules{LiberationDay: "lustrum"}),
			Statutory: calendar.NewStatutory(nil),
		},
		Limits: daemon.Limits{
			MessageBytes: 50 << 20, LetterBytes: 10 << 20, LettersPerAddr: 3, LettersPerDomain: 50, LettersPerHour: 200,
		},
		Staff: intake.Staff{Domains: []string{"voorbeeld.example"}},
		People: []daemon.Person{
			{ID: "anna@voorbeeld.example", Name: "Anna de Vries", Address: "anna@voorbeeld.example",
				Roles: []dossier.Role{dossier.RoleCoordinator}},
			{ID: "bert@voorbeeld.example", Name: "Bert Jansen", Address: "bert@voorbeeld.example",
				Roles: []dossier.Role{dossier.RoleDeputy}},
			{ID: "mt@voorbeeld.example", Name: "Managementteam", Address: "mt@voorbeeld.example",
				Roles: []dossier.Role{dossier.RoleManagement}},
		},
		Mailboxes: []daemon.Mailbox{{
			Name: "klachten", Address: ourAddress, PlusAddressing: true, Regulation: regulation(t, "amnesty"),
			Trust: proof.Trust{Profile: proof.RFC8601, AuthservID: "mx.voorbeeld.example"},
			IMAP: mailbox.Options{
				Host: "127.0.0.1", Port: 143, TLS: "none", Username: ourAddress, Password: password, Dial: o.DialIMAP,
			},
			SMTP:    outbox.Options{Host: "127.0.0.1", Port: 25, TLS: "none", Dial: o.DialSMTP},
			Handled: "Klachten/Verwerkt", Tray: "Klachten/Postbak", Quarantine: "Klachten/Quarantaine", Sent: "Sent",
			Poll: 15 * time.Minute,
		}},
		Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
}

func regulation(t testing.TB, name string) *procedure.Regulation {
	t.Helper()
	return parsed(t, name, choices[name])
}

func parsed(t testing.TB, name string, set map[string]procedure.Setting) *procedure.Regulation {
	t.Helper()
	text, err := config.Files.ReadFile("procedures/" + name + ".toml")
	check(t, err)
	common, err := config.Files.ReadFile("procedures/common.toml")
	check(t, err)
	r, mistakes := procedure.Parse(name+".toml", text, common, set)
	if mistakes != nil {
		t.Fatal(mistakes)
	}
	return r
}
