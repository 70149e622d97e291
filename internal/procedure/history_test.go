package procedure_test

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// everyRegulation are the six that ship, with what an organisation has to fill in.
func everyRegulation(t *testing.T) []*procedure.Regulation {
	t.Helper()
	var all []*procedure.Regulation
	for _, name := range []string{"amnesty", "ombudsman", "milieudefensie", "defenceforchildren", "generic", "awb"} {
		all = append(all, with(t, name, filled[name]))
	}
	return all
}

// checks runs a property so many times when nobody asked for another number (-rapid.checks): histories are long.
func checks(t *testing.T, n int, property func(*rapid.T)) {
	t.Helper()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
		if err := f.Value.Set(strconv.Itoa(n)); err != nil {
			t.Fatal(err)
		}
	}
	rapid.Check(t, property)
}

// crowd are people for every role that the regulations know.
func crowd(ctx procedure.Context) procedure.Context {
	for _, role := range []dossier.Role{
		dossier.RoleHandler, dossier.RoleDirector, dossier.RoleBoard, "colleague", "secretariat", "reviewer", "communication", "team_coordinator",
	} {
		ctx.People = append(ctx.People, procedure.Person{
			ID: dossier.PersonID(string(role) + "@voorbeeld.example"), Name: string(role), Roles: []dossier.Role{role},
		})
	}
	ctx.People = append(ctx.People, procedure.Person{
		ID: merel, Name: "Merel de Vries", TeamCoordinator: "team_coordinator@voorbeeld.example", LineManager: director,
	})
	ctx.NextMeasure = 1
	return ctx
}

// history is a case to which things happen at random.
type history struct {
	rt    *rapid.T
	r     *procedure.Regulation
	c     dossier.Case
	ctx   procedure.Context
	mails int
}

func begin(rt *rapid.T, all []*procedure.Regulation, ctx procedure.Context) *history {
	h := &history{rt: rt, r: rapid.SampledFrom(all).Draw(rt, "regulation"), ctx: ctx}
	in := opening(ctx.Now, ctx.Location)
	in.Opens.Unconfirmed = rapid.IntRange(0, 9).Draw(rt, "unconfirmed") == 0
	h.c = fold(h.c, h.r.Decide(h.c, in, ctx))
	return h
}

// next draws what happens: mostly a command, else a mail of a party, the answer of a mail server, or time.
func (h *history) next() procedure.Input {
	agenda := h.r.Agenda(&h.c, h.ctx)
	switch what := rapid.IntRange(0, 9).Draw(h.rt, "what"); {
	case what == 0 && len(agenda) > 0:
		if at := agenda[0].At(h.ctx); at.After(h.ctx.Now) {
			h.ctx.Now, h.ctx.Arrived = at, at
		}
		return procedure.Elapsed{Entry: agenda[0], Late: rapid.IntRange(0, 9).Draw(h.rt, "late") == 0}
	case what <= 3 && h.queued() != "":
		outcome := procedure.DeliveryAccepted
		if rapid.IntRange(0, 9).Draw(h.rt, "bad") == 0 {
			outcome = procedure.DeliveryBounced
		}
		return procedure.Delivery{Duty: h.queued(), What: outcome, Reply: "250 OK"}
	case what == 4:
		p := rapid.SampledFrom(h.c.Parties).Draw(h.rt, "party")
		return h.mailOf(p)
	}
	return h.command()
}

func (h *history) queued() dossier.DutyID {
	for _, d := range h.c.Duties {
		if d.State == dossier.DutyQueued {
			return d.ID
		}
	}
	return ""
}

func (h *history) mail() dossier.Mail {
	h.mails++
	return dossier.Mail{ID: dossier.MailID(fmt.Sprintf("x%d", h.mails)), Arrived: h.ctx.Now}
}

func (h *history) mailOf(p dossier.Party) procedure.Message {
	return procedure.Message{
		Mail: h.mail(), Proved: true, From: procedure.Speaker{Party: p.ID, Person: p.Person, Role: p.Role, Verified: true},
	}
}

// giver is somebody who gives a command: one of the organisation, or now and then a party.
func (h *history) giver() procedure.Speaker {
	if p := rapid.SampledFrom(h.c.Parties).Draw(h.rt, "giving party"); rapid.IntRange(0, 9).Draw(h.rt, "outside") == 0 {
		return procedure.Speaker{Party: p.ID, Person: p.Person, Role: p.Role, Verified: true}
	}
	i := min(rapid.IntRange(0, 2*len(h.ctx.People)).Draw(h.rt, "person"), len(h.ctx.People)-1)
	if rapid.Bool().Draw(h.rt, "coordinator") {
		i = 0
	}
	return speaker(&h.c, h.ctx.People[i])
}

// speaker is a person of the configuration as intake knows him in a case.
func speaker(c *dossier.Case, p procedure.Person) procedure.Speaker {
	from := procedure.Speaker{Person: p.ID, Role: dossier.RoleStaff, Staff: true, Verified: true}
	if len(p.Roles) > 0 {
		from.Role = p.Roles[0]
	}
	for _, party := range c.Parties {
		if party.Person == p.ID && !party.Removed {
			from.Party, from.Role = party.ID, party.Role
		}
	}
	return from
}

var everyProof = procedure.Evidence{Token: true, Verdict: "pass", Code: true, Second: true, Profile: "rfc8601"}

// command is any act by anybody, but mostly one that brings the case on by somebody who may give it.
func (h *history) command() procedure.Command {
	a, from := &h.r.Acts[rapid.IntRange(0, len(h.r.Acts)-1).Draw(h.rt, "act")], h.giver()
	if rapid.IntRange(0, 9).Draw(h.rt, "any") > 2 {
		if on := h.brings(); len(on) > 0 {
			a = on[rapid.IntRange(0, len(on)-1).Draw(h.rt, "act that brings on")]
		}
		for _, p := range h.ctx.People {
			if who := speaker(&h.c, p); may(h.r, a, &h.c, h.ctx, who) {
				from = who
				break
			}
		}
	}
	return procedure.Command{Mail: h.mail(), From: from, Proof: everyProof, Lines: []procedure.Line{h.line(a)}}
}

// brings are the acts that can be done in this state and do not end the case.
func (h *history) brings() []*procedure.Act {
	var all []*procedure.Act
	for i := range h.r.Acts {
		a := &h.r.Acts[i]
		if a.Part != procedure.PartAsking && a.Part != procedure.PartTrays && slices.Contains(a.In, h.c.State) && !slices.ContainsFunc(a.Effects, h.endsCase) {
			all = append(all, a)
		}
	}
	return all
}

func (h *history) endsCase(e procedure.Effect) bool {
	return h.r.States[e.State()].Ends || e.Do == procedure.DoCase
}

// line gives an act all that it needs, most of the time, and some of what it may have.
func (h *history) line(a *procedure.Act) procedure.Line {
	args := procedure.Args{Answers: map[string]string{}}
	for _, need := range a.Needs {
		if rapid.IntRange(0, 19).Draw(h.rt, "leaves out") > 0 {
			h.give(&args, need, rapid.IntRange(0, 99).Draw(h.rt, need))
		}
	}
	for _, may := range a.May {
		if rapid.Bool().Draw(h.rt, "may") {
			h.give(&args, may, rapid.IntRange(0, 99).Draw(h.rt, may))
		}
	}
	return procedure.Line{Line: 1, Word: a.Words.NL, Written: "#" + a.Words.NL, Args: args}
}

// pick takes one of a list by a number that was drawn.
func pick[T any](all []T, n int) (one T) {
	if len(all) > 0 {
		one = all[n%len(all)]
	}
	return one
}

// give says one thing that a command can have behind its word.
func (h *history) give(args *procedure.Args, need string, n int) {
	give(h.r, &h.c, h.ctx, args, need, n)
}

func give(r *procedure.Regulation, c *dossier.Case, ctx procedure.Context, args *procedure.Args, need string, n int) {
	day := ctx.Today().AddDays(n%40 - 5)
	switch need {
	case "text", "content":
		args.Text = "Wij hebben er goed naar gekeken."
	case "date", "moment":
		args.Date, args.Time, args.Place = day, "10:00", "Voorbeeldstraat 1"
	case "period":
		args.Date, args.Until = day, day.AddDays(7)
	case "dates":
		args.Dates = []calendar.Date{day.AddDays(-60)}
	case "days":
		args.Days = n + 1
	case "times":
		args.Times = []string{"maandag 10:00", "dinsdag 11:00"}
	case "person":
		args.Person = pick(ctx.People, n).ID
	case "party":
		p := pick(c.Parties, n)
		args.Party, args.Role = p.ID, p.Role
	case "contact":
		args.Contact = &procedure.Found{Name: "Kim de Wit", Address: fmt.Sprintf("kim%d@burger.example", n%4)}
		if n%5 == 0 {
			p := pick(ctx.People, n/5)
			args.Contact = &procedure.Found{Name: p.Name, Address: string(p.ID), Person: p.ID, Staff: true}
		}
	case "outcome":
		args.Outcome = pick(r.Outcomes.Values, n).Name
	case "ground":
		args.Ground = pick(r.Admit.Grounds, n).Name
	case "category":
		args.Category = pick(r.Category, n).Name
	case "case":
		args.Case, args.Ref = "K2026-0009", 9
	case "message":
		args.Message = dossier.MailID(fmt.Sprintf("x%d", n%7))
	case "measure":
		args.Measure = "M1"
	case "language":
		args.Language = "en"
	case "word":
		args.Word = "123"
	case "item":
		args.Items = []int{1 + n%3}
	case "amount":
		args.Amount = 100 * (n + 1)
	case "attachment":
		args.Attachments = []dossier.Attachment{{Name: "brief.pdf"}}
	default:
		if values := r.Answers[need].Values; len(values) > 0 {
			args.Answers[need] = pick(values, n).Name
		}
	}
}

// happens decides an input, holds it against what must always be so, and goes on with the case as it is then.
func (h *history) happens(in procedure.Input) procedure.Decision {
	before := h.c
	d := h.r.Decide(before, in, h.ctx)
	if before.Seq != h.c.Seq || len(before.Journal) != len(h.c.Journal) {
		h.rt.Fatal("Decide changed the case that it was given")
	}
	h.c = fold(before, d)
	h.termsHold(before)
	h.actsHold(before, in, d)
	h.lettersHold(in, d)
	return d
}

// outside are parties that do not work for the organisation, or stand in the case for themselves.
var outside = []dossier.Role{
	dossier.RoleComplainant, dossier.RoleRepresentative, dossier.RoleRespondent, dossier.RoleAdviser, dossier.RoleWitness, dossier.RoleInvolved,
}

// someDay begins histories in 2026, where holidays are near and where they are not.
func someDay(rt *rapid.T, loc *time.Location) time.Time {
	return time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(rt, "month")), rapid.IntRange(1, 28).Draw(rt, "day"), 10, 0, 0, 0, loc)
}

func named(r *procedure.Regulation, word string) *procedure.Act {
	return r.Act(strings.TrimPrefix(word, "#"))
}

// may is who may give a command, said again in the words of the regulation's file.
func may(r *procedure.Regulation, a *procedure.Act, c *dossier.Case, ctx procedure.Context, from procedure.Speaker) bool {
	var roles []dossier.Role
	for _, p := range ctx.People {
		if p.ID == from.Person {
			roles = append(slices.Clone(p.Roles), dossier.RoleStaff)
		}
	}
	for _, p := range c.Parties {
		if !p.Removed && (p.ID == from.Party || p.Person != "" && p.Person == from.Person) {
			roles = append(roles, p.Role)
		}
	}
	if from.Staff {
		roles = append(roles, dossier.RoleStaff)
	}
	return slices.ContainsFunc(roles, func(role dossier.Role) bool {
		stands := r.Roles[role].StandsIn
		for seen := 0; stands != "" && seen < 5; seen++ {
			if slices.Contains(a.Who, stands) {
				return true
			}
			stands = r.Roles[stands].StandsIn
		}
		inside := !slices.Contains(outside, role)
		return slices.Contains(a.Who, role) || inside && slices.Contains(a.Who, "everyone") || !inside && slices.Contains(a.Who, "party") ||
			slices.Contains(a.Who, "giver")
	})
}
