package procedure_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// office plays one case of the Amnesty regulation: people write and command, letters are accepted, time passes.
type office struct {
	t     testing.TB
	r     *procedure.Regulation
	c     dossier.Case
	ctx   procedure.Context
	mails int
}

func newOffice(t testing.TB, at string) *office {
	o := &office{t: t, r: amnesty(t), ctx: contextAt(t, clock(t, at))}
	o.ctx.People = append(o.ctx.People, procedure.Person{ID: "chris@voorbeeld.example", Name: "Chris Bakker", Roles: []dossier.Role{dossier.RoleHandler}})
	o.decide(opening(o.ctx.Now, o.ctx.Location))
	o.accept()
	return o
}

func clock(t testing.TB, at string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", at, amsterdam(t))
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func (o *office) decide(in procedure.Input) procedure.Decision {
	o.t.Helper()
	d := o.r.Decide(o.c, in, o.ctx)
	o.c = fold(o.c, d)
	return d
}

// at moves the clock and carries out what time brings until then.
func (o *office) at(when string) {
	o.t.Helper()
	now := clock(o.t, when)
	for range 100 {
		agenda := o.r.Agenda(&o.c, o.ctx)
		if len(agenda) == 0 || agenda[0].At(o.ctx).After(now) {
			break
		}
		if at := agenda[0].At(o.ctx); at.After(o.ctx.Now) {
			o.ctx.Now, o.ctx.Arrived = at, at
		}
		o.decide(procedure.Elapsed{Entry: agenda[0]})
		o.accept()
	}
	o.ctx.Now, o.ctx.Arrived = now, now
}

// accept lets the mail server take everything that is queued.
func (o *office) accept() {
	for _, d := range slices.Clone(o.c.Duties) {
		if d.State == dossier.DutyQueued {
			o.decide(procedure.Delivery{Duty: d.ID, What: procedure.DeliveryAccepted, Reply: "250 OK"})
		}
	}
}

func (o *office) mail() dossier.Mail {
	o.mails++
	return dossier.Mail{ID: dossier.MailID("x" + string(rune('a'+o.mails))), Arrived: o.ctx.Now}
}

func (o *office) writes(party dossier.Role) {
	o.t.Helper()
	p := o.party(party)
	o.decide(procedure.Message{Mail: o.mail(), From: procedure.Speaker{Party: p.ID, Role: party, Verified: true}, Proved: true})
	o.accept()
}

func (o *office) party(role dossier.Role) dossier.Party {
	o.t.Helper()
	ps := o.c.PartiesAs(role)
	if len(ps) == 0 {
		o.t.Fatalf("no %s", role)
	}
	return ps[0]
}

// says gives one command with all proof; it returns the transcript's line.
func (o *office) says(who dossier.PersonID, role dossier.Role, word string, args procedure.Args) dossier.ScriptLine {
	o.t.Helper()
	return o.gives(who, role, procedure.Evidence{Token: true, Verdict: "pass", Profile: "rfc8601"}, word, args)
}

func (o *office) gives(who dossier.PersonID, role dossier.Role, proof procedure.Evidence, word string, args procedure.Args) dossier.ScriptLine {
	o.t.Helper()
	from := procedure.Speaker{Person: who, Role: role, Staff: true}
	if role == dossier.RoleHandler {
		from.Party = o.party(role).ID
	}
	d := o.decide(procedure.Command{
		Mail: o.mail(), From: from, Proof: proof, Lines: []procedure.Line{{Line: 1, Word: word, Written: "#" + word, Args: args}},
	})
	o.accept()
	for _, e := range d.Events {
		if q, ok := e.Body.(dossier.LetterQueued); ok && len(q.Duty.Details.Script) > 0 {
			return q.Duty.Details.Script[0]
		}
	}
	return dossier.ScriptLine{Refused: "no transcript"}
}

// must gives a command of the coordinator that has to be carried out.
func (o *office) must(word string, args procedure.Args) {
	o.t.Helper()
	if l := o.says(anna, dossier.RoleCoordinator, word, args); l.Refused != "" {
		o.t.Fatalf("#%s was refused: %s %s", word, l.Refused, l.Need)
	}
}

func (o *office) refused(why procedure.Refusal, word string, args procedure.Args) {
	o.t.Helper()
	before := o.c.State
	l := o.says(anna, dossier.RoleCoordinator, word, args)
	if l.Refused != string(why) {
		o.t.Fatalf("#%s: refused %q (%s), want %q", word, l.Refused, l.Need, why)
	}
	if o.c.State != before {
		o.t.Errorf("#%s was refused and moved the case to %s", word, o.c.State)
	}
}

func (o *office) due(term dossier.TermName, want string) {
	o.t.Helper()
	got := "none"
	if t := o.c.Term(term); t != nil {
		got = t.Due.String() + " " + string(t.State)
	}
	if got != want {
		o.t.Errorf("term %s is %s, want %s", term, got, want)
	}
}

// People of the tests' organisation.
const (
	anna  dossier.PersonID = "anna@voorbeeld.example"
	bert  dossier.PersonID = "bert@voorbeeld.example"
	chris dossier.PersonID = "chris@voorbeeld.example"
)

func found(name, address string) *procedure.Found {
	return &procedure.Found{Name: name, Address: address}
}

func on(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestRounds: the turns of S-AI-04, each from the day on which its letter was sent, and the warning that the last one
// passes the limit.
func TestRounds(t *testing.T) {
	o := newOffice(t, "2026-06-01 10:00")
	o.refused(procedure.RefusedGate, "ronde", procedure.Args{})
	o.must("aangesprokene", procedure.Args{Contact: found("Piet Smit", "piet@voorbeeld.example")})
	o.at("2026-06-03 10:00")
	o.must("ronde", procedure.Args{})
	o.due("round_1", "2026-06-24 open")
	o.at("2026-06-24 11:00")
	o.writes(dossier.RoleRespondent)
	o.due("round_1", "2026-06-24 met")
	o.at("2026-06-25 10:00")
	o.must("ronde", procedure.Args{})
	o.due("round_2", "2026-07-09 open")
	o.at("2026-07-09 10:00")
	o.writes(dossier.RoleComplainant)
	l := o.says(anna, dossier.RoleCoordinator, "ronde", procedure.Args{})
	if len(l.Warned) == 0 {
		t.Error("nothing warns that the last turn passes the limit")
	}
	o.due("round_3", "2026-07-23 open")
	o.due("hard_limit", "2026-07-13 open")
	o.refused(procedure.RefusedNothing, "ronde", procedure.Args{})
}

// TestApproval: a proposal reaches nobody until the coordinator approves it, and not who proposed it (S-AI-24).
func TestApproval(t *testing.T) {
	o := newOffice(t, "2026-04-13 10:00")
	o.must("toewijzen", procedure.Args{Person: chris})
	propose := procedure.Args{Outcome: "gegrond", Text: "Er is te vaak gebeld."}
	if l := o.says(chris, dossier.RoleHandler, "voorstel", propose); l.Refused != "" {
		t.Fatalf("proposal refused: %+v", l)
	}
	for _, d := range o.c.Duties {
		if d.Letter == "ruling" {
			t.Error("a proposal sent a ruling")
		}
	}
	if l := o.says(chris, dossier.RoleHandler, "fiat", procedure.Args{}); l.Refused != string(procedure.RefusedWho) {
		t.Errorf("the handler's fiat: %+v", l)
	}
	o.must("terug", procedure.Args{Text: "Motivering te kort."})
	if o.c.State != dossier.StateOpen {
		t.Errorf("after #terug the case is %s", o.c.State)
	}
	o.says(chris, dossier.RoleHandler, "voorstel", propose)
	o.at("2026-04-23 10:00")
	o.must("fiat", procedure.Args{})
	o.due(dossier.TermRetention, "2031-04-23 open")
	o.due(dossier.TermSettle, "2026-04-27 met")
	if o.c.State != dossier.StateSettled || o.c.Outcome != "gegrond" {
		t.Errorf("settled as %s, %s", o.c.State, o.c.Outcome)
	}
}

// TestSupplement: the window of S-AI-06 rolls over Christmas; when nothing comes the coordinator is asked, and nothing
// closes by itself.
func TestSupplement(t *testing.T) {
	o := newOffice(t, "2026-12-10 10:00")
	o.at("2026-12-11 10:00")
	o.must("aanvullen", procedure.Args{Text: "Welke brief bedoelt u?"})
	o.due("supplement", "2026-12-28 open")
	o.at("2026-12-29 09:00")
	o.due("supplement", "2026-12-28 passed")
	asked := false
	for _, d := range o.c.Duties {
		asked = asked || d.Letter == dossier.LetterTask && slices.Contains(d.Details.Offers, "go_on")
	}
	if !asked || o.c.State != dossier.StateSupplement {
		t.Errorf("asked %v, state %s", asked, o.c.State)
	}
	o.must("doorgaan", procedure.Args{})
	if o.c.State != dossier.StateOpen {
		t.Errorf("after #doorgaan the case is %s", o.c.State)
	}
}

// TestSecrecyFirst: who is heard before he ever got a letter is first told of his duty of secrecy (S-AI-20).
func TestSecrecyFirst(t *testing.T) {
	o := newOffice(t, "2026-06-15 10:00")
	o.must("aangesprokene", procedure.Args{Contact: found("Piet Smit", "piet@voorbeeld.example")})
	p := o.party(dossier.RoleRespondent)
	o.must("horen", procedure.Args{Party: p.ID, Date: on("2026-06-24"), Time: "10:00"})
	var got []string
	for _, d := range o.c.Duties {
		if d.To.Party == p.ID {
			got = append(got, string(d.Letter))
		}
	}
	if want := "respondent_notice hearing_invitation"; strings.Join(got, " ") != want {
		t.Errorf("the respondent got %v, want %s", got, want)
	}
}

// TestHearing: what was said at a hearing may not be used before the other side could react (article 9.5.4).
func TestHearing(t *testing.T) {
	o := newOffice(t, "2026-06-15 10:00")
	o.must("aangesprokene", procedure.Args{Contact: found("Piet Smit", "piet@voorbeeld.example")})
	klager, piet := o.party(dossier.RoleComplainant).ID, o.party(dossier.RoleRespondent).ID
	o.must("hoorverslag", procedure.Args{Party: klager, Text: "Hij hing op."})
	ruling := procedure.Args{Outcome: "gegrond", Text: "Zo was het."}
	o.refused(procedure.RefusedGate, "oordeel", ruling)
	o.must("voorleggen", procedure.Args{Party: piet}) // whose report it is, or to whom it goes: both are understood
	o.refused(procedure.RefusedGate, "oordeel", ruling)
	o.writes(dossier.RoleRespondent)
	o.must("oordeel", ruling)
}

// TestConsent: documents are asked for only when both sides agree (S-AI-28).
func TestConsent(t *testing.T) {
	o := newOffice(t, "2026-11-18 10:00")
	o.must("aangesprokene", procedure.Args{Contact: found("Piet Smit", "piet@voorbeeld.example")})
	ask := procedure.Args{Text: "belopnames", Outside: &procedure.Found{Address: "bureau@bellen.example"}}
	o.must("stukken", ask)
	yes := func(party dossier.Role) {
		p := o.party(party)
		o.decide(procedure.Command{
			Mail: o.mail(), From: procedure.Speaker{Party: p.ID, Role: party}, Proof: procedure.Evidence{Token: true},
			Lines: []procedure.Line{{Line: 1, Word: "toestemming", Written: "#toestemming", Args: procedure.Args{
				Answers: map[string]string{"consent": "documents", "yes_no": "ja"},
			}}},
		})
		o.accept()
	}
	requests := func() (n int) {
		for _, d := range o.c.Duties {
			if d.Letter == "documents_request" {
				n++
			}
		}
		return n
	}
	yes(dossier.RoleComplainant)
	o.must("stukken", ask)
	if requests() != 0 {
		t.Error("documents were asked for with one consent of two")
	}
	yes(dossier.RoleRespondent)
	o.must("stukken", ask)
	if requests() != 1 {
		t.Errorf("%d requests with both consents", requests())
	}
}

// TestLimit: no extension goes beyond the hard limit (article 9.7.4).
func TestLimit(t *testing.T) {
	o := newOffice(t, "2026-06-01 10:00")
	o.refused(procedure.RefusedGate, "uitstel", procedure.Args{Date: on("2026-07-14"), Text: "druk"})
	o.refused(procedure.RefusedDate, "uitstel", procedure.Args{Date: on("2026-06-10"), Text: "druk"})
	o.must("uitstel", procedure.Args{Date: on("2026-07-01"), Text: "wij wachten op het verslag"})
	o.due(dossier.TermSettle, "2026-07-01 extended")
}

// TestUndo: a mail with commands is taken back as long as none of its letters was tried.
func TestUndo(t *testing.T) {
	o := newOffice(t, "2026-06-01 10:00")
	o.ctx.Recall = 10 * time.Minute
	transcriptOnly := func() {
		for _, d := range slices.Clone(o.c.Duties) {
			if d.State == dossier.DutyQueued && d.Letter == dossier.LetterTranscript {
				o.decide(procedure.Delivery{Duty: d.ID, What: procedure.DeliveryAccepted})
			}
		}
	}
	command := func(word string, args procedure.Args) procedure.Decision {
		d := o.decide(procedure.Command{
			Mail: o.mail(), From: procedure.Speaker{Person: anna, Role: dossier.RoleCoordinator, Staff: true},
			Proof: procedure.Evidence{Token: true, Verdict: "pass"}, Lines: []procedure.Line{{Line: 1, Word: word, Written: "#" + word, Args: args}},
		})
		transcriptOnly()
		return d
	}
	command("oordeel", procedure.Args{Outcome: "gegrond", Text: "Zo was het."})
	if o.c.State != dossier.StateSettled {
		t.Fatalf("state %s", o.c.State)
	}
	d := command("herroep", procedure.Args{})
	if o.c.State != dossier.StateOpen || o.c.Outcome != "" || len(d.Orders) != 1 || len(d.Orders[0].Duties) == 0 {
		t.Errorf("after #herroep: state %s, outcome %q, orders %+v", o.c.State, o.c.Outcome, d.Orders)
	}
	command("oordeel", procedure.Args{Outcome: "gegrond", Text: "Zo was het."})
	o.accept()
	command("herroep", procedure.Args{})
	if o.c.State != dossier.StateSettled {
		t.Error("what had left was taken back")
	}
}

// TestEvidence: what each weight asks for (DESIGN section 6).
func TestEvidence(t *testing.T) {
	type e = procedure.Evidence
	note, assign := procedure.Args{Text: "een notitie"}, procedure.Args{Person: chris}
	rule := procedure.Args{Outcome: "gegrond", Text: "Zo was het."}
	for _, test := range []struct {
		name, word string
		args       procedure.Args
		proof      e
		want       string // done, code, none
	}{
		{"light with a token", "notitie", note, e{Token: true, Verdict: "missing"}, "done"},
		{"light with a verdict", "notitie", note, e{Verdict: "pass"}, "done"},
		{"light with neither", "notitie", note, e{Verdict: "missing"}, "code"},
		{"normal with both", "toewijzen", assign, e{Token: true, Verdict: "pass"}, "done"},
		{"normal with a token", "toewijzen", assign, e{Token: true, Verdict: "missing", Profile: "rfc8601"}, "code"},
		{"normal with a verdict", "toewijzen", assign, e{Verdict: "pass"}, "code"},
		{"normal without profile", "toewijzen", assign, e{Token: true, Verdict: "missing", Profile: "none"}, "done"},
		{"heavy with both", "oordeel", rule, e{Token: true, Verdict: "pass", Profile: "rfc8601"}, "done"},
		{"heavy in Microsoft 365", "oordeel", rule, e{Token: true, Verdict: "pass", Profile: "microsoft365"}, "code"},
		{"heavy without profile", "oordeel", rule, e{Token: true, Verdict: "missing", Profile: "none"}, "code"},
		{"heavy with its code", "oordeel", rule, e{Token: true, Verdict: "missing", Profile: "none", Code: true}, "done"},
		{"a verdict that fails", "notitie", note, e{Token: true, Verdict: "fail"}, "none"},
		{"a verdict that fails, with a code", "oordeel", rule, e{Token: true, Verdict: "fail", Code: true}, "none"},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := newOffice(t, "2026-06-01 10:00")
			o.gives(anna, dossier.RoleCoordinator, test.proof, test.word, test.args)
			got := "none"
			for _, d := range o.c.Duties {
				switch d.Letter {
				case dossier.LetterTranscript:
					got = string(d.Details.Result)
				case dossier.LetterOneTimeCode:
					got = "code"
				}
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestAllOrNone: when one line of a mail is refused, no line is carried out.
func TestAllOrNone(t *testing.T) {
	o := newOffice(t, "2026-06-01 10:00")
	before := o.c
	d := o.decide(procedure.Command{
		Mail: o.mail(), From: procedure.Speaker{Person: anna, Role: dossier.RoleCoordinator, Staff: true},
		Proof: procedure.Evidence{Token: true, Verdict: "pass"},
		Lines: []procedure.Line{
			{Line: 1, Word: "toewijzen", Written: "#toewijzen", Args: procedure.Args{Person: chris}},
			{Line: 2, Word: "uitstel", Written: "#uitstel", Args: procedure.Args{Text: "geen datum"}},
		},
	})
	var script []dossier.ScriptLine
	for _, e := range d.Events {
		if q, ok := e.Body.(dossier.LetterQueued); ok {
			script = q.Duty.Details.Script
		}
	}
	if len(o.c.Parties) != len(before.Parties) || len(script) != 2 ||
		script[0].Refused != string(procedure.RefusedOther) || script[1].Refused != string(procedure.RefusedNeeds) || script[1].Need != "date" {
		t.Errorf("parties %d, script %+v", len(o.c.Parties), script)
	}
}

// TestRehearsal: nothing happens but the transcript.
func TestRehearsal(t *testing.T) {
	o := newOffice(t, "2026-06-01 10:00")
	d := o.decide(procedure.Command{
		Mail: o.mail(), From: procedure.Speaker{Person: anna, Role: dossier.RoleCoordinator, Staff: true},
		Proof: procedure.Evidence{Token: true, Verdict: "pass"},
		Lines: []procedure.Line{
			{Line: 1, Word: "proef", Written: "#proef"},
			{Line: 2, Word: "oordeel", Written: "#oordeel", Args: procedure.Args{Outcome: "gegrond", Text: "Zo was het."}},
		},
	})
	if got := letters(d); !slices.Equal(got, []string{"transcript to anna@voorbeeld.example"}) || o.c.State != dossier.StateOpen {
		t.Errorf("letters %v, state %s", got, o.c.State)
	}
}
