package control

import (
	"cmp"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// golden compares with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs; run with -update and look at the difference. Got:\n%s", path, got)
	}
}

var amsterdam = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return loc
}()

var calendars = calendar.Calendars{
	Office: calendar.NewOffice(calendar.Rules{LiberationDay: calendar.Lustrum}), Statutory: calendar.NewStatutory(nil),
}

func length(s string) calendar.Length {
	l, err := calendar.ParseLength(s)
	if err != nil {
		panic(err)
	}
	return l
}

// chronicle writes a journal.
type chronicle struct {
	events []dossier.Event
	now    time.Time
}

func (k *chronicle) at(s string) *chronicle {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, amsterdam)
	if err != nil {
		panic(err)
	}
	k.now = t.UTC()
	return k
}

func (k *chronicle) add(by dossier.Role, article, rule string, body dossier.Body) *chronicle {
	k.events = append(k.events, dossier.Event{
		Seq: len(k.events) + 1, At: k.now, By: dossier.Actor{Role: by},
		Basis: dossier.Basis{Article: article, Rule: rule}, Body: body,
	})
	return k
}

func mail(id, subject string, files ...dossier.Attachment) dossier.Mail {
	return dossier.Mail{
		ID: dossier.MailID(id), MessageID: "<" + id + "@post.example>", Subject: subject, Digest: "sha256:0123",
		Arrived: time.Date(2026, 4, 2, 14, 10, 0, 0, time.UTC), Attachments: files,
	}
}

func term(name dossier.TermName, article string, from calendar.Date, l string) dossier.Term {
	n := calendars.Count(from, length(l), calendar.RollNone)
	return dossier.Term{
		Name: name, Article: article, Binds: dossier.RoleOrganisation, Started: from, Due: n.Due, FirstDue: n.Due,
		ActBy: n.ActBy, State: dossier.TermOpen, Count: n,
	}
}

func step(from calendar.Date, end calendar.Date, to, letter, article string) dossier.Step {
	n := calendars.Count(from, length(to), calendar.RollNone)
	return dossier.Step{
		End: end, ActBy: calendars.Office.OnOrBefore(end), Letter: dossier.LetterName(letter), To: n.Due, Article: article, Count: n,
	}
}

// complaint is a case with everything that the listings show: a complaint over Easter 2026, answered at once, put off
// after two weeks, with a reply that holds a hostile subject and a letter that came back.
func complaint() dossier.Case {
	received := calendar.New(2026, 4, 2)
	settle := term("settle", "9.7.1", received, "2 weeks")
	settle.Steps = []dossier.Step{
		step(received, calendar.New(2026, 4, 16), "4 weeks", "delay_notice_1", "9.7.2"),
		step(received, calendar.New(2026, 4, 30), "6 weeks", "delay_notice_2", "9.7.3"),
	}
	ack := dossier.Duty{
		ID: "d6", Letter: "acknowledgement", To: dossier.Recipient{Role: "complainant", Party: "p1"}, Article: "9.6",
		Due: calendar.New(2026, 4, 10), Step: -1, MessageID: "<k1@voorbeeld.example>",
	}
	notice := dossier.Duty{
		ID: "d12", Letter: "delay_notice_1", To: dossier.Recipient{Role: "complainant", Party: "p1"}, Article: "9.7.2",
		Due: calendar.New(2026, 4, 16), Term: "settle", MessageID: "<k2@voorbeeld.example>",
	}
	brief := dossier.Attachment{Name: "foto.jpg", Type: "image/jpeg", Bytes: 20480}
	k := (&chronicle{}).at("2026-04-02 16:10")
	k.add("complainant", "7.4.3", "registered however it arrives", dossier.Received{
		Ref: 1, Number: "K2026-0001", Procedure: dossier.ProcedureID{Name: "amnesty", Version: "2013-02-06"},
		Mailbox: "klachten", Kind: "complaint", State: "open", Public: "in behandeling", Channel: "mail", Track: "formal",
		Language: "nl", Received: received, ReceivedAt: k.now, Dated: dossier.DatedArrival, Filed: received,
		Mail: mail("m1", "Klacht over een werver aan de deur", brief),
	})
	k.add("klachtd", "", "", dossier.PartyAdded{Party: dossier.Party{
		ID: "p1", Role: "complainant", Name: "Jan de Boer", Address: "jan@post.example", Verified: true,
	}})
	k.add("klachtd", "9.6", "term acknowledge", dossier.TermOpened{Term: term("acknowledge", "9.6", received, "5 working days")})
	k.add("klachtd", "9.7.1", "term settle", dossier.TermOpened{Term: settle})
	k.add("klachtd", "9.7.4", "term hard_limit", dossier.TermOpened{Term: term("hard_limit", "9.7.4", received, "6 weeks")})
	k.add("klachtd", "9.6", "acknowledged at once", dossier.LetterQueued{Duty: ack})
	k.add("klachtd", "7.1.6", "", dossier.FactSet{Field: "facts_dates", Values: []string{"2026-03-20"}})
	k.add("server", "9.6", "", dossier.LetterAccepted{Duty: "d6", SMTP: "250 2.0.0 queued as 4fX", On: received})
	k.add("klachtd", "9.6", "", dossier.TermMet{Term: "acknowledge", On: received, Duty: "d6"})
	k.at("2026-04-09 11:02").add("complainant", "", "", dossier.Filed{
		Mail: mail("m2", "Re: \x1b[2Jklacht\u202egnp.exe"), Flags: []dossier.Flag{dossier.FlagUnproved},
	})
	k.add("klachtd", "", "", dossier.TaskOpened{Task: dossier.Task{
		ID: "t11", Kind: "new_mail", For: "coordinator", Opened: k.now, Mail: "m2",
	}})
	k.at("2026-04-16 08:00").add("clock", "9.7.2", "extension 1", dossier.LetterQueued{Duty: notice})
	k.add("clock", "9.7.2", "extension 1", dossier.TermExtendedTo{
		Term: "settle", Due: calendar.New(2026, 4, 30), ActBy: calendar.New(2026, 4, 30), Step: 0, Reason: "not settled in time",
	})
	k.add("server", "9.7.2", "", dossier.LetterBounced{Duty: "d12", Status: "5.1.1", Mail: mail("m3", "Undelivered Mail")})
	return dossier.Fold(k.events)
}

// fake is a Source of cases and rows that a test gives.
type fake struct {
	cases []dossier.Case
	due   []DueRow
	queue []QueueRow
	tray  []TrayRow
	lang  string
	err   error
}

func (f *fake) Cases(each func(dossier.Case) error) error {
	for _, c := range f.cases {
		if err := each(c); err != nil {
			return err
		}
	}
	return f.err
}

func (f *fake) Case(number string) (dossier.Case, bool, error) {
	for _, c := range f.cases {
		if strings.EqualFold(string(c.Number), number) {
			return c, true, nil
		}
	}
	return dossier.Case{}, false, f.err
}

func (f *fake) Due(until calendar.Date) ([]DueRow, error) {
	var rows []DueRow
	for _, r := range f.due {
		if until.IsZero() || !calendar.Date(r.Date).After(until) {
			rows = append(rows, r)
		}
	}
	return rows, f.err
}

func (f *fake) Queue() ([]QueueRow, error) { return f.queue, f.err }
func (f *fake) Tray() ([]TrayRow, error)   { return f.tray, f.err }
func (f *fake) Language() string           { return cmp.Or(f.lang, "nl") }
func (f *fake) Location() *time.Location   { return amsterdam }

func (f *fake) Retry(id string) error {
	if id != "1/d12" {
		return ErrNotFound
	}
	return f.err
}

func office() *fake {
	second := complaint()
	second.Ref, second.Number, second.Closed, second.State = 2, "K2026-0002", calendar.New(2026, 4, 20), "settled"
	for i := range second.Terms {
		second.Terms[i].State = dossier.TermCancelled
	}
	third := dossier.Case{Number: "K2026-0010", State: "assess", Received: calendar.New(2026, 4, 21)}
	return &fake{
		cases: []dossier.Case{complaint(), second, third},
		due: []DueRow{
			{
				Date: Day(calendar.New(2026, 4, 21)), Case: "K2026-0001", What: "reminder", Letter: "reminder",
				To: []dossier.Role{"coordinator"}, Term: "settle", Article: "5.6", Due: Day(calendar.New(2026, 4, 27)),
				ActBy: Day(calendar.New(2026, 4, 24)), Mode: "auto",
			},
			{
				Date: Day(calendar.New(2026, 4, 24)), Case: "K2026-0001", What: "letter", Letter: "delay_notice_1",
				To: []dossier.Role{"complainant", "respondent"}, Term: "settle", Article: "9.7.2",
				Due: Day(calendar.New(2026, 4, 27)), ActBy: Day(calendar.New(2026, 4, 24)), Mode: "draft",
			},
			{
				Date: Day(calendar.New(2026, 5, 14)), Case: "K2026-0001", What: "term_end", Term: "hard_limit", Article: "9.7.4",
				Due: Day(calendar.New(2026, 5, 14)), ActBy: Day(calendar.New(2026, 5, 13)), Mode: "auto",
			},
		},
		queue: []QueueRow{{
			ID: "1/d12", Case: "K2026-0001", Letter: "delay_notice_1", To: "complainant", State: "later", Attempts: 3,
			Queued: Moment(time.Date(2026, 4, 16, 6, 0, 0, 0, time.UTC)), Next: Moment(time.Date(2026, 4, 16, 9, 30, 0, 0, time.UTC)),
			Article: "9.7.2", MessageID: "<k2@voorbeeld.example>", SMTP: "450 4.2.0 greylisted, try again later",
		}},
		tray: []TrayRow{{
			Number: 1, ID: "m9", Mailbox: "klachten", ReceivedAt: Moment(time.Date(2026, 4, 16, 6, 0, 0, 0, time.UTC)),
			From: Person{"Piet \x1b]52;c;aGk=\x07", "piet@elders.example"}, Subject: "Re: [K2026-0001] \u200bbuurman",
			Why: "stranger_in_thread", Case: "K2026-0001",
		}},
	}
}
