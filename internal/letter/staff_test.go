package letter

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"klachtd/internal/dossier"
)

// refusals are all reasons for which a command is not carried out (package procedure has the same list).
var refusals = []string{"unknown", "who", "state", "kind", "needs", "unreadable", "ambiguous", "gate", "turn", "date", "nothing", "own", "proof", "again",
	"late", "other", "case", "open"}

// TestEveryRefusalIsExplained: each has a reason and what to do, in each language, and shows both.
func TestEveryRefusalIsExplained(t *testing.T) {
	for _, language := range languages {
		seen := map[string]string{}
		for _, why := range refusals {
			w := builtIn().words[language]
			reason, remedy := w["refusals"][why], w["remedies"][why]
			if reason == "" || remedy == "" || seen[reason] != "" {
				t.Errorf("%s: %q says %q and %q, as %q does", language, why, reason, remedy, seen[reason])
			}
			seen[reason] = why
			in := result(script(t, dossier.ScriptLine{Word: "#oordeel", Refused: why}), dossier.ScriptRefused)
			in.Language = language
			if text := parsed(t, render(t, in)).text; !strings.Contains(text, reason) || !strings.Contains(text, remedy) {
				t.Errorf("%s: %q is not explained:\n%s", language, why, text)
			}
		}
	}
}

func TestResultHeader(t *testing.T) {
	says := map[dossier.ScriptResult]string{
		dossier.ScriptDone: "Uw opdracht is uitgevoerd.", dossier.ScriptRefused: "Er is niets veranderd.",
		dossier.ScriptRehearsed: "Dit was een proef. Er is niets gebeurd.", dossier.ScriptCode: "Nog niet uitgevoerd: bevestig met de code.",
	}
	for r, words := range says {
		in := done(t)
		in.Result, in.Duty.Details.Result = "", r // as the journal keeps it
		got := sound(t, render(t, in))
		if got.header.Get("X-Klachtd-Result") != string(r) || !strings.Contains(got.text, words) {
			t.Errorf("%s: header %q, text\n%s", r, got.header.Get("X-Klachtd-Result"), got.text)
		}
		for other, said := range says {
			if other != r && strings.Contains(got.text, said) {
				t.Errorf("%s says %q too", r, said)
			}
		}
	}
	if _, err := builtIn().Render(result(done(t), "maybe")); err == nil {
		t.Error("a result that is none leaves")
	}
	in := registered(t)
	in.Result = dossier.ScriptDone
	if r := parsed(t, render(t, in)); r.header.Get("X-Klachtd-Result") != "" {
		t.Error("a letter that is no transcript has a result")
	}
}

func TestWhenALetterLeaves(t *testing.T) {
	now := time.Date(2026, 4, 3, 14, 0, 0, 0, amsterdam)
	for _, c := range []struct {
		name, language, want string
		l                    dossier.ScriptLetter
	}{
		{"at once", "nl", "nu meteen", dossier.ScriptLetter{State: dossier.DutyQueued}},
		{"a moment that is past", "nl", "nu meteen", dossier.ScriptLetter{State: dossier.DutyQueued, At: now.Add(-time.Hour)}},
		{"today", "nl", "vandaag om 14.10 uur, tenzij u #herroep stuurt", dossier.ScriptLetter{State: dossier.DutyQueued, At: now.Add(10 * time.Minute).UTC()}},
		{"today", "en", "today at 14:10, unless you send #undo", dossier.ScriptLetter{State: dossier.DutyQueued, At: now.Add(10 * time.Minute)}},
		{"another day", "nl", "op dinsdag 7 april 2026 om 08.00 uur", dossier.ScriptLetter{At: time.Date(2026, 4, 7, 6, 0, 0, 0, time.UTC)}},
		{"another day", "en", "on Tuesday 7 April 2026 at 08:00", dossier.ScriptLetter{At: time.Date(2026, 4, 7, 6, 0, 0, 0, time.UTC)}},
		{"a draft, to who may not let it go", "nl", "ligt klaar en gaat pas weg als de klachtencoördinator #verzenden stuurt", dossier.ScriptLetter{State: dossier.DutyDraft, At: now.Add(time.Hour)}},
		{"by post", "en", "has to go by post; you get it to print", dossier.ScriptLetter{State: dossier.DutyToPrint}},
	} {
		in := script(t)
		m := maker{in: &in, w: builtIn().words[c.language], lang: c.language}
		if got := m.when(c.l); got != c.want {
			t.Errorf("%s, %s: got %q, want %q", c.name, c.language, got, c.want)
		}
	}
	in := script(t)
	in.Offers = []Offer{{Line: "#verzenden"}}
	m := maker{in: &in, w: builtIn().words["nl"], lang: "nl"}
	if got, want := m.when(dossier.ScriptLetter{State: dossier.DutyDraft}), "ligt klaar en gaat pas weg als u #verzenden stuurt"; got != want {
		t.Errorf("a draft, to who may let it go: got %q, want %q", got, want)
	}
}

// TestCountOfADate: the count is that of the date that holds, and a date that a person gave has none.
func TestCountOfADate(t *testing.T) {
	in := script(t, dossier.ScriptLine{Word: "#uitstel", Act: "extend", Terms: []dossier.TermName{dossier.TermSettle}})
	s := in.Case.Term(dossier.TermSettle)
	s.Due = s.Steps[0].To
	if c := fieldsOf(in).Script[0].Terms[0]; !strings.Contains(c.Count, "4 weken na dag 0 is donderdag 30 april 2026") {
		t.Errorf("got %+v", c)
	}
	s.Due = day(t, "2026-05-01")
	if c := fieldsOf(in).Script[0].Terms[0]; c.Count != "" || c.Due != "vrijdag 1 mei 2026" {
		t.Errorf("got %+v", c)
	}
}

// Reference: RFC 6068 sections 2 and 5.
func TestMailto(t *testing.T) {
	for _, c := range []struct{ to, subject, body, reply, want string }{
		{"a@b.example", "", "", "", "mailto:a@b.example"},
		{"a+tok@b.example", "[K1] Opdracht", "#fiat\n", "", "mailto:a+tok@b.example?subject=%5BK1%5D%20Opdracht&body=%23fiat%0D%0A"},
		{"a@b.example", "", "een\r\ntwee + 3 & vier?", "<x@b.example>", "mailto:a@b.example?body=een%0D%0Atwee%20%2B%203%20%26%20vier%3F&In-Reply-To=%3Cx%40b.example%3E"},
		{"a@b.example?bcc=x@y.example", "", "é%", "", "mailto:a@b.example%3Fbcc%3Dx@y.example?body=%C3%A9%25"},
	} {
		if got := Mailto(c.to, c.subject, c.body, c.reply); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// TestMailtoRoundTrip: whatever stands in it, a link has one recipient, and subject and text come out as they went in.
func TestMailtoRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		subject, body := hostile().Draw(rt, "subject"), hostile().Draw(rt, "body")
		u, err := url.Parse(Mailto("a+tok@b.example", subject, body, ""))
		if err != nil || u.Opaque != "a+tok@b.example" || strings.ContainsAny(u.String(), "\r\n\" <>") {
			rt.Fatalf("%v: %v", u, err)
		}
		q, err := url.ParseQuery(strings.ReplaceAll(u.RawQuery, "+", "%2B"))
		want := strings.ReplaceAll(lineEnds.Replace(body), "\n", "\r\n")
		if err != nil || q.Get("body") != want || len(q) > 2 {
			rt.Fatalf("%v: got %q, want %q", err, q, want)
		}
	})
}

// TestOffersLeadToUs: a link that a caller made is used only when it writes to our own address and to nobody else.
func TestOffersLeadToUs(t *testing.T) {
	own := "mailto:klachten+c4qx3tokenbbb@voorbeeld.example?subject=x&body=%23fiat"
	for mailto, kept := range map[string]bool{
		own: true, "mailto:klachten@voorbeeld.example": true,
		"mailto:dief@elders.example?body=x": false, "https://elders.example": false, own + "&bcc=dief@elders.example": false,
		"mailto:klachten@voorbeeld.example?CC=dief@elders.example": false, "mailto:klachten@voorbeeld.example,dief@elders.example": false,
		own + "\r\nx": false, own + strings.Repeat("x", MaxMailto): false, "": false,
	} {
		in := tight(t)
		in.Offers = []Offer{{Line: "#fiat", Mailto: mailto}}
		if got := fieldsOf(in).Offers[0].Mailto; (got == mailto) != kept || !opensReply(got) {
			t.Errorf("%q became %q", mailto, got)
		}
	}
	in := tight(t)
	in.ReplyTo = ""
	if got := fieldsOf(in).Offers[0].Mailto; !strings.HasPrefix(got, "mailto:klachten@voorbeeld.example?") ||
		!strings.HasSuffix(got, "&In-Reply-To=%3Ck.9f1c2d3e4b5a%40voorbeeld.example%3E") {
		t.Errorf("without a token in the address: %q", got)
	}
	in.Offers = slices.Repeat([]Offer{{Line: "#help"}}, MaxOffers+5)
	if n := len(fieldsOf(in).Offers); n != MaxOffers {
		t.Errorf("%d offers", n)
	}
}

// TestTrayOffers: each message of a list can be decided on by a click, in the order of the list; a guess at its case is
// offered as filing only, and mail of a service mailbox is no complaint rather than rejected.
func TestTrayOffers(t *testing.T) {
	var got []string
	for _, o := range fieldsOf(trayList(t)).Offers {
		if got = append(got, o.Line); !opensReply(o.Mailto) || !strings.Contains(o.Mailto, "body="+escapeMailto(o.Line+"\n", "")) {
			t.Errorf("%s opens %s", o.Line, o.Mailto)
		}
	}
	if want := []string{"#klacht 1", "#accepteer 1 K2026-0001", "#weiger 1", "#klacht 2", "#geen-klacht 2"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	in := trayList(t)
	in.Duty.Details.Cases = slices.Repeat(in.Duty.Details.Cases, MaxTrayOffers)
	if n := len(fieldsOf(in).Offers); n != MaxTrayOffers {
		t.Errorf("%d offers", n)
	}
}

// TestPartiesGetNoCommands: what is offered to staff, and any token, stands in no letter to a party.
func TestPartiesGetNoCommands(t *testing.T) {
	for _, s := range samples(t) {
		if !slices.Contains(outside, s.in.Duty.To.Role) {
			continue
		}
		in := s.in
		in.Offers, in.Code, in.Journal = offers, "7KQ4-MX2P", []JournalLine{{What: "intern"}}
		in.Held, in.Memo, in.Draft, in.Acts = []string{"#fiat"}, "intern", "intern", acts
		r := parsed(t, render(t, in))
		for _, secret := range []string{"c4qx3token", "mailto:", "7KQ4", "intern", "#fiat", "Wat u nu kunt doen"} {
			if strings.Contains(r.text+r.html, secret) {
				t.Errorf("%s holds %q", s.name, secret)
			}
		}
	}
}

// TestStatusOfAParty: a party learns its public status and its own dates, nothing else of the case.
func TestStatusOfAParty(t *testing.T) {
	for to, want := range map[dossier.Recipient]string{toComplainant: "aanvulling van de klager", toRespondent: "reactie van de aangesprokene"} {
		in := partyStatus(t)
		in.Duty.To, in.Case.State = to, "in_review"
		text := strings.ToLower(parsed(t, render(t, in)).text)
		if !strings.Contains(text, want+":") || !strings.Contains(text, "stand: in behandeling") {
			t.Errorf("%s reads\n%s", to.Role, text)
		}
		for _, other := range []string{"meelezers", "ieder geval", "aanvulling van de klager:", "reactie van de aangesprokene:"} {
			if other != want+":" && strings.Contains(text, other) {
				t.Errorf("%s reads %q", to.Role, other)
			}
		}
		if has := strings.Contains(text, "klacht afhandelen"); has != (to == toComplainant) {
			t.Errorf("%s reads about the promise to the complainant: %v", to.Role, has)
		}
	}
}

// TestWordingForStaff: one letter has a wording for the organisation and another for parties.
func TestWordingForStaff(t *testing.T) {
	for _, c := range []struct {
		letter dossier.LetterName
		to     dossier.Recipient
		file   string
	}{
		{"status", toCoordinator, "status.md"}, {"status", toReceiver, "status.md"}, {"status", toComplainant, "status.party.md"},
		{"status", toRespondent, "status.party.md"}, {"dossier_copy", toHandler, "dossier_copy.staff.md"}, {"dossier_copy", toComplainant, "dossier_copy.md"},
	} {
		in := basic(t, c.letter, c.to)
		if l, err := builtIn().find(&in); err != nil || !strings.HasSuffix(l.file, "/"+c.file) {
			t.Errorf("%s to %s: %v, %v", c.letter, c.to.Role, l, err)
		}
	}
	in := basic(t, "transcript", toComplainant)
	if _, err := builtIn().Render(in); err == nil {
		t.Error("a transcript goes to a party")
	}
}

// TestDigestHoldsNoNames: whatever the cases hold, the lines of a digest are numbers, dates and our own words.
func TestDigestHoldsNoNames(t *testing.T) {
	in := digest(t)
	in.Case = easter(t)
	text := parsed(t, render(t, in)).text
	for _, name := range []string{"Boer", "jan@", "Werving", "Piet"} {
		if strings.Contains(text, name) {
			t.Errorf("the digest holds %q", name)
		}
	}
	if late, soon := strings.Index(text, "Te laat"), strings.Index(text, "Deze week"); late < 0 || soon < late {
		t.Errorf("what is late does not come first:\n%s", text)
	}
	if !strings.Contains(text, "K2026-0003: De ontvangst bevestigen, maandag 13 april 2026") {
		t.Errorf("a term is not called what it is:\n%s", text)
	}
}

// transcript50 is the answer to a mail of fifty commands, each with a letter, a date and its count.
func transcript50(t testing.TB) Input {
	var lines []dossier.ScriptLine
	for i := range 50 {
		lines = append(lines, dossier.ScriptLine{Line: i + 1, Word: "#vraag", Act: "ask", Rest: fmt.Sprintf("klager %d", i),
			Letters: []dossier.ScriptLetter{{Letter: "question", To: toComplainant, State: dossier.DutyQueued, At: time.Date(2026, 4, 3, 12, 10, 0, 0, time.UTC)}},
			Terms:   []dossier.TermName{dossier.TermSettle}})
	}
	return result(script(t, lines...), dossier.ScriptDone)
}

func BenchmarkTranscript50(b *testing.B) {
	in := transcript50(b)
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(render(b, in))))
	}
}
