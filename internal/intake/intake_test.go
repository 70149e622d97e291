package intake

import (
	"maps"
	"regexp"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

func TestNumberIn(t *testing.T) {
	for subject, want := range map[string]dossier.Number{
		"Re: [K2026-0001] Uw klacht": "K2026-0001",
		"over k2026-0012.":           "K2026-0012",
		"K2026-12345 en K2026-0001":  "K2026-12345",
		"[K2026-001]":                "",
		"AK2026-0001":                "",
		"K2026-0001x":                "",
		"K2026-1234567890":           "",
		"":                           "",
		"klacht 2026-0001":           "",
	} {
		if got := numberIn(subject, "K"); got != want {
			t.Errorf("%q: got %q, want %q", subject, got, want)
		}
	}
}

func TestNameAndAddress(t *testing.T) {
	for rest, want := range map[string][2]string{
		"Jan de Boer jan@burger.example":                 {"Jan de Boer", "jan@burger.example"},
		"jan@burger.example Jan de Boer":                 {"Jan de Boer", "jan@burger.example"},
		"Jan de Boer, <Jan@Burger.example>":              {"Jan de Boer", "jan@burger.example"},
		"jan@burger.example <mailto:jan@burger.example>": {"", "jan@burger.example"},
		"Jan de Boer": {"Jan de Boer", ""},
		"jan@burger":  {"jan@burger", ""},
	} {
		f := nameAndAddress(rest)
		if f == nil || f.Name != want[0] || f.Address != want[1] {
			t.Errorf("%q: got %+v, want %q", rest, f, want)
		}
	}
	if f := nameAndAddress("  "); f != nil {
		t.Errorf("nothing: got %+v", f)
	}
}

func TestNamed(t *testing.T) {
	for text, want := range map[string]bool{
		"Ik sprak met anna de vries.":                true,
		"Ik sprak met anna de vries, en dat was het": true,
		"Ik sprak met anna\nde  vries en":            true,
		"Joanna de vries":                            false,
		"anna de vriesland":                          false,
		"anna@voorbeeld.example":                     false,
	} {
		if got := named(" "+plainWords(text)+" ", "anna de vries"); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

// reading is a reader for one mail that arrived on 18 May 2026.
func reading(t *testing.T, raw string) *reader {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	d := &Desk{
		Address: "klachten@voorbeeld.example", Prefix: "K", Location: loc, Staff: Staff{Domains: []string{"voorbeeld.example"}},
		Trust: proof.Trust{Profile: proof.RFC8601, AuthservID: "mx.anders.example"},
	}
	m := message.Parse([]byte(raw))
	r := &reader{d: d, m: m, mail: dossier.Mail{Arrived: time.Date(2026, 5, 18, 9, 30, 0, 0, loc)}}
	if m.From != nil {
		r.from = fold(m.From.Address)
	}
	return r
}

// TestReceivedOf: DESIGN section 8, what decides the day of receipt of a forward.
func TestReceivedOf(t *testing.T) {
	attached := func(head string) string {
		return "From: piet@voorbeeld.example\r\nContent-Type: multipart/mixed; boundary=g\r\n\r\n--g\r\n" +
			"Content-Type: message/rfc822\r\n\r\n" + head + "From: els@burger.example\r\nSubject: Klacht\r\n\r\nTekst.\r\n--g--\r\n"
	}
	ours := "Received: from a.example by mx.voorbeeld.example; Tue, 12 May 2026 14:05:00 +0200\r\n"
	verdicts := "Received: from a.example by mx.anders.example; Wed, 13 May 2026 23:30:00 +0000\r\n"
	foreign := "Received: from b.example by mx.burger.example; Mon, 11 May 2026 14:05:00 +0200\r\n"
	for name, test := range map[string]struct {
		head, day string
		dated     dossier.Dated
	}{
		"topmost of our own":        {verdicts + ours + foreign, "2026-05-14", dossier.DatedReceived},
		"foreign ones passed over":  {foreign + ours, "2026-05-12", dossier.DatedReceived},
		"a plausible date":          {foreign + "Date: Fri, 15 May 2026 10:00:00 +0200\r\n", "2026-05-15", dossier.DatedDate},
		"a date after the forward":  {"Date: Fri, 22 May 2026 10:00:00 +0200\r\n", "2026-05-18", dossier.DatedArrival},
		"a date of long ago":        {"Date: Fri, 13 Feb 2026 10:00:00 +0100\r\n", "2026-05-18", dossier.DatedArrival},
		"sixty days ago":            {"Date: Thu, 19 Mar 2026 10:00:00 +0100\r\n", "2026-03-19", dossier.DatedDate},
		"nothing":                   {"", "2026-05-18", dossier.DatedArrival},
		"late in the evening, UTC":  {"Date: Thu, 14 May 2026 22:30:00 +0000\r\n", "2026-05-15", dossier.DatedDate},
		"our own after the forward": {"Received: from a by mx.voorbeeld.example; Fri, 22 May 2026 14:05:00 +0200\r\n", "2026-05-18", dossier.DatedArrival},
	} {
		t.Run(name, func(t *testing.T) {
			r := reading(t, attached(test.head))
			o := r.original()
			if o == nil {
				t.Fatal("no original found")
			}
			day, dated := r.receivedOf(o)
			if day.String() != test.day || dated != test.dated {
				t.Errorf("got %s (%s), want %s (%s)", day, dated, test.day, test.dated)
			}
		})
	}
}

func TestAutomatic(t *testing.T) {
	for name, test := range map[string]struct {
		head string
		want bool
	}{
		"a person":       {"From: a@burger.example\r\nTo: klachten@voorbeeld.example\r\n", false},
		"with a token":   {"From: a@burger.example\r\nTo: klachten+abc@voorbeeld.example\r\n", false},
		"a blind copy":   {"From: a@burger.example\r\nTo: iemand@burger.example\r\n", true},
		"not by the MTA": {"Delivered-To: klachten@voorbeeld.example\r\nFrom: a@burger.example\r\nTo: b@burger.example\r\n", true},
		"two senders":    {"From: a@burger.example, b@burger.example\r\nTo: klachten@voorbeeld.example\r\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			r := reading(t, test.head+"\r\nTekst.\r\n")
			if got := r.automatic(); (got != "") != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestFacts(t *testing.T) {
	r := reading(t, "From: a@burger.example\r\nTo: klachten@voorbeeld.example\r\nSubject: lidnr 1234567\r\n\r\nNog niets.\r\n")
	r.d.Patterns = []Pattern{
		{Field: "member_number", Find: regexp.MustCompile(`(?i)lidnr\s*(\d+)`)}, {Field: "none", Find: regexp.MustCompile(`nooit`)},
		{Field: "whole", Find: regexp.MustCompile(`Nog \w+`)},
	}
	want := map[string][]string{"member_number": {"1234567"}, "whole": {"Nog niets"}}
	if got := r.facts(); !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestOriginal: whose complaint a forward is (DESIGN 10.10), and when it has to be asked.
func TestOriginal(t *testing.T) {
	attach := func(boundary string, mails ...string) string {
		text := "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n"
		for _, m := range mails {
			text += "--" + boundary + "\r\nContent-Type: message/rfc822\r\n\r\n" + m + "\r\n"
		}
		return text + "--" + boundary + "--\r\n"
	}
	els := "From: Els <els@burger.example>\r\nSubject: Klacht\r\n\r\nTekst.\r\n"
	jan := "From: Jan <jan@burger.example>\r\nSubject: Klacht\r\n\r\nTekst.\r\n"
	merel := "From: Merel <merel@voorbeeld.example>\r\nSubject: Fwd\r\n"
	for name, test := range map[string]struct {
		mail, want string
		several    bool
	}{
		"one":                         {attach("g", els), "els@burger.example", false},
		"two of one sender":           {attach("g", els, els), "els@burger.example", false},
		"two senders":                 {attach("g", els, jan), "els@burger.example", true},
		"passed on by a colleague":    {attach("g", merel+attach("h", els)), "els@burger.example", false},
		"with evidence of her own":    {attach("g", "From: els@burger.example\r\n"+attach("h", jan)), "els@burger.example", false},
		"a colleague and an outsider": {attach("g", merel+"\r\nHoi.\r\n", els), "els@burger.example", false},
		"only a colleague":            {attach("g", merel+"\r\nHoi.\r\n"), "merel@voorbeeld.example", false},
		"ourselves":                   {attach("g", "From: klachten@voorbeeld.example\r\n\r\nHoi.\r\n"), "", false},
		"the forwarder himself":       {attach("g", "From: piet@voorbeeld.example\r\n\r\nHoi.\r\n"), "", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := reading(t, "From: piet@voorbeeld.example\r\nTo: klachten@voorbeeld.example\r\n"+test.mail)
			got := ""
			if o := r.original(); o != nil {
				got = o.From.Address
			}
			if got != test.want || (len(r.complainants()) > 1) != test.several {
				t.Errorf("got %q of %q, want %q", got, r.complainants(), test.want)
			}
		})
	}
}

// TestProvedInItsCase: a letter that was issued to somebody in one case proves nothing about his namesake by number in
// another.
func TestProvedInItsCase(t *testing.T) {
	r := reading(t, "From: piet@voorbeeld.example\r\nTo: klachten@voorbeeld.example\r\n\r\nJa.\r\n")
	s := procedure.Speaker{Party: "p2", Role: dossier.RoleReceiver}
	for name, test := range map[string]struct {
		trail trail
		want  bool
	}{
		"token of the case":        {trail{tokens: []proof.Subject{{Audience: proof.Party, Case: 7, Person: 2}}}, true},
		"token of another case":    {trail{tokens: []proof.Subject{{Audience: proof.Party, Case: 8, Person: 2}}}, false},
		"token of another party":   {trail{tokens: []proof.Subject{{Audience: proof.Party, Case: 7, Person: 1}}}, false},
		"letter of the case":       {trail{keyed: []proof.MessageRef{{Audience: proof.Party, Case: 7, Person: 2}}}, true},
		"letter of another case":   {trail{keyed: []proof.MessageRef{{Audience: proof.Party, Case: 8, Person: 2}}}, false},
		"nothing but the sender":   {trail{}, false},
		"token of the desk itself": {trail{tokens: []proof.Subject{{Audience: proof.Staff, Case: 7, Person: 2}}}, false},
	} {
		if got := r.proved(&dossier.Case{Ref: 7}, s, test.trail); got != test.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}

func TestDenies(t *testing.T) {
	for answer, want := range map[string]bool{
		"Dat heb ik niet gestuurd.":                           true,
		"\nBeste collega,\n\nNee!\n":                          true,
		"I did NOT send this":                                 true,
		"Ja, dat klopt.\n\nPiet\nDit bericht is niet voor u.": false,
		"": false,
		"Klopt, nietwaar? Geeneen twijfel; noot: ik ben er zeker": false,
	} {
		if got := denies(answer); got != want {
			t.Errorf("%q: got %t", answer, got)
		}
	}
}

// TestSeveralSenders: with several in From nobody knows whom the receiving server vouched for.
func TestSeveralSenders(t *testing.T) {
	verdict := "Authentication-Results: mx.anders.example; dmarc=pass header.from=voorbeeld.example\r\n"
	for from, verified := range map[string]bool{
		"From: piet@voorbeeld.example\r\n":                                 true,
		"From: piet@voorbeeld.example, mallory@elders.example\r\n":         false,
		"From: x:;\r\nSender: piet@voorbeeld.example\r\n":                  false,
		"From: piet@voorbeeld.example\r\nFrom: mallory@elders.example\r\n": false,
	} {
		r := reading(t, verdict+from+"To: klachten@voorbeeld.example\r\n\r\nEen klacht.\r\n")
		got, err := r.d.Read(r.m, r.mail, nothing{})
		if err != nil {
			t.Fatal(err)
		}
		if got.Input.From.Verified != verified {
			t.Errorf("%q: verified %t", from, got.Input.From.Verified)
		}
	}
}

// nothing is a register without cases.
type nothing struct{}

func (nothing) Threads(string) ([]Thread, error)                 { return nil, nil }
func (nothing) Number(dossier.Number) (dossier.Ref, bool, error) { return 0, false, nil }
func (nothing) Case(dossier.Ref) (dossier.Case, error)           { return dossier.Case{}, nil }

func (nothing) Regulation(*dossier.Case) (*procedure.Regulation, error) { return nil, nil }
