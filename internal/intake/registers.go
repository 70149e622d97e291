package intake

import (
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/command"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// orders reads the commands of a mail that answers nothing and names no case in its subject.
func (r *reader) orders(t trail) (Reading, bool, error) {
	if r.d.form(r.from) {
		return Reading{}, false, nil
	}
	s := r.atOffice()
	if !s.Staff {
		return r.partyAsks(t)
	}
	o, err := r.script(nil, s, t)
	if err != nil || o == nil || !o.meant() {
		return Reading{}, false, err
	}
	registers := o.registers()
	if r.verdict == proof.Fail && (registers || s.Person == "") {
		// In somebody's name, but perhaps a complaint all the same: it is taken in as a mail without commands.
		return Reading{}, false, nil
	}
	var reading Reading
	if registers && !o.rehearses() {
		reading, err = o.opens()
	} else {
		reading, err = o.forOffice(false)
	}
	return reading, true, err
}

// rehearses says whether a note of staff is a rehearsal: it opens no case then. Above a forward it is none, since
// somebody's complaint lies below.
func (o *script) rehearses() bool {
	if len(o.said.Lines) == 0 || o.original() != nil {
		return false
	}
	a := o.rules.Act(strings.TrimPrefix(o.said.Lines[0].Word, "#"))
	return a != nil && slices.ContainsFunc(a.Effects, func(e procedure.Effect) bool {
		return e.Do == procedure.DoCommands && e.Deed() == procedure.CommandsRehearse
	})
}

// partyAsks reads a party's word in a new mail, which names the case itself: "#status K2026-0001".
func (r *reader) partyAsks(t trail) (Reading, bool, error) {
	if !r.readable() || !strings.HasPrefix(strings.TrimSpace(r.m.Answer), "#") {
		return Reading{}, false, nil
	}
	lines := command.Parse(r.m.Answer).Lines
	if len(lines) == 0 {
		return Reading{}, false, nil
	}
	number := numberIn(lines[0].Rest, r.d.Prefix)
	if number == "" {
		return Reading{}, false, nil
	}
	ref, ok, err := r.visible(number)
	if err != nil || !ok {
		return Reading{}, false, err
	}
	reading, err := r.inCase(ref, t)
	return reading, err == nil && reading.Command != nil, err
}

// registers says whether commands in a new mail register a complaint: they say by which way it came, or who complains,
// or they stand above a forward. Whoever only asks about a case, registers nothing.
func (o *script) registers() bool {
	asks := false
	if first := o.first(); first != nil {
		asks = does(first, procedure.DoAnswer)
	}
	for _, l := range o.said.Lines {
		a := o.rules.Act(strings.TrimPrefix(l.Word, "#"))
		if a != nil && !asks && (channelOf(a) != "" || a.New && a.Weight == procedure.WeightRegistering) {
			return true
		}
	}
	return !asks && o.original() != nil
}

// channels are the ways by which a complaint comes that staff register: the last one is the sender's own complaint.
var channels = []procedure.Deed{procedure.CaseMail, procedure.CasePhone, procedure.CaseOral, procedure.CasePost, procedure.CaseReception,
	procedure.CaseOwn}

// channelOf is the way by which a complaint came that an act registers; "" none.
func channelOf(a *procedure.Act) procedure.Deed {
	for _, e := range a.Effects {
		if e.Do == procedure.DoCase && slices.Contains(channels, e.Deed()) {
			return e.Deed()
		}
	}
	return ""
}

// opens is a case that a member of staff registers. What the lines say stands in the opening too, so that its terms
// begin on the right day.
func (o *script) opens() (Reading, error) {
	if known, again, err := o.sameComplaint(); err != nil || again && known.Place == PlaceCase {
		if err != nil {
			return Reading{}, err
		}
		return o.known(known)
	}
	cmd, err := o.command(nil)
	if err != nil {
		return Reading{}, err
	}
	in := o.input(o.giver)
	opening := o.registered(&in, cmd)
	cmd.From, cmd.Opens, cmd.Tasks = in.From, opening, in.Tasks
	cmd.From.Staff = true
	if o.original() != nil {
		bare := o.input(procedure.Speaker{Verified: o.verdict == proof.Pass, Staff: true})
		bare.Opens = o.opening(&bare)
		cmd.Bare = &bare
	}
	reading := o.reading(PlaceNew, 0, cmd)
	in.Opens = opening
	reading.Input = in
	if opening.Complainant != nil {
		reading.Answered = opening.Complainant.Address
	}
	return reading, nil
}

// known gives the commands about the case that the same complaint opened before.
func (o *script) known(reading Reading) (Reading, error) {
	c, err := o.reg.Case(reading.Case)
	if err != nil {
		return Reading{}, err
	}
	s, belongs := o.speaker(&c, o.t)
	if !belongs {
		s = reading.Input.From
		s.Staff = true
	}
	o.c, o.giver = &c, s
	cmd, err := o.command(&c)
	if err != nil {
		return Reading{}, err
	}
	return o.reading(PlaceCase, c.Ref, cmd), nil
}

// registered makes the opening of what staff register.
func (o *script) registered(in *procedure.Message, cmd *procedure.Command) *procedure.Opening {
	opening := o.opening(in)
	orig := o.original()
	if opening.Receiver == nil {
		opening.Receiver, opening.Complainant = opening.Complainant, nil
		in.From.Role = dossier.RoleReceiver
	}
	if orig == nil {
		opening.Channel, opening.Complainant = dossier.ChannelForward, nil
		opening.Text = o.said.Text
		o.filledIn(opening)
	}
	for i := range cmd.Lines {
		o.apply(opening, &cmd.Lines[i], in, orig != nil)
	}
	if opening.Complainant == nil && orig == nil && byNote(opening.Channel) && opening.Receiver != nil {
		opening.Complainant = o.noted(opening.Text)
	}
	if opening.Receiver != nil {
		opening.Mentions = slices.DeleteFunc(opening.Mentions, func(id dossier.PersonID) bool { return o.onlyWrote(id, opening.Text) })
	}
	opening.Unconfirmed = opening.Receiver != nil && (o.verdict != proof.Pass || orig != nil && o.d.ConfirmAll)
	return opening
}

// onlyWrote says whether somebody registers a complaint that does not speak of him: his address and his signature are in
// every mail of his own.
func (r *reader) onlyWrote(id dossier.PersonID, note string) bool {
	p := r.d.person(r.from)
	if p == nil || p.ID != id {
		return false
	}
	for _, orig := range r.m.Originals {
		note += "\n" + orig.Subject + "\n" + orig.Text
	}
	said := " " + plainWords(strings.ToLower(note)) + " "
	return !named(said, strings.ToLower(p.Name)) && !named(said, fold(p.Address))
}

// apply takes over what one line says of the complaint.
func (o *script) apply(opening *procedure.Opening, line *procedure.Line, in *procedure.Message, forward bool) {
	a := o.rules.Act(line.Word)
	if a == nil {
		return
	}
	switch channel := channelOf(a); channel {
	case "":
	case procedure.CaseOwn:
		opening.Channel, opening.Receiver, opening.Complainant = dossier.ChannelMail, nil, o.senderOf()
		in.From.Role = dossier.RoleComplainant
	default:
		if channel != procedure.CaseMail {
			opening.Channel = dossier.Channel(channel)
		}
		if !forward && line.Args.Text == "" && line.Problem.Why == "" {
			line.Args.Text = o.said.Text // below the last line, but it is what was said
		}
		if opening.Text == "" && !forward {
			opening.Text = line.Args.Text // on the line itself
		}
		o.receivedOn(opening, line, in)
	}
	if line.Args.Contact != nil && partyOfAct(a) == dossier.RoleComplainant {
		opening.Complainant = corrected(opening.Complainant, line.Args.Contact)
	}
	if a.Weight == procedure.WeightRegistering && channelOf(a) == "" && slices.Contains(a.Needs, "date") {
		o.receivedOn(opening, line, in)
	}
}

// receivedOn takes the day that a line names as the day of receipt. A day to come is none.
func (o *script) receivedOn(opening *procedure.Opening, line *procedure.Line, in *procedure.Message) {
	day := line.Args.Date
	if day.IsZero() {
		return
	}
	if day.After(o.day(o.mail.Arrived)) {
		line.Problem = procedure.Problem{Why: procedure.RefusedDate, What: "date", Said: day.String()}
		return
	}
	opening.Received, opening.Dated = day, dossier.DatedCommand
	in.Tasks = slices.DeleteFunc(in.Tasks, func(t dossier.TaskKind) bool { return t == dossier.TaskReceivedDate })
}

// partyOfAct is as what an act takes somebody in.
func partyOfAct(a *procedure.Act) dossier.Role {
	for _, e := range a.Effects {
		if e.Do == procedure.DoParty {
			return e.Role()
		}
	}
	return ""
}

// corrected is who complains when a line says so: it may give the sender of the original his name, or put somebody
// else in his place.
func corrected(before, said *procedure.Found) *procedure.Found {
	f := *said
	if before == nil {
		return &f
	}
	if f.Address == "" && (before.Name == "" || shares(before.Name, f.Name) || shares(before.Address, f.Name)) {
		f.Address = before.Address
	}
	if f.Name == "" && f.Address == before.Address {
		f.Name = before.Name
	}
	if f.Address == before.Address {
		f.Thread = before.Thread
	}
	return &f
}

// shares says whether a name has a word of another name, or of an address, that is more than a letter or two.
func shares(name, called string) bool {
	low := command.Fold(name)
	return slices.ContainsFunc(nameWords(called), func(w string) bool { return len(w) > 3 && strings.Contains(low, w) })
}

// filledIn reads what a note says behind labels, as the form that klachtd mails has them.
func (o *script) filledIn(opening *procedure.Opening) {
	l := labels(o.said.Text)
	if f := contactIn(o.said.Text); f != nil {
		f.Staff = o.d.staff(f.Address)
		if p := o.d.person(f.Address); p != nil {
			f.Person = p.ID
		}
		opening.Complainant = f
	}
	day, err := calendar.ParseLoose(l["date"])
	if such, ok := lastSuch(l["date"], opening.Received); err != nil && ok {
		day, err = such, nil
	}
	if err == nil && !day.After(opening.Received) {
		opening.Received, opening.Dated = day, dossier.DatedCommand
	}
	reach := strings.Trim(l["street"]+"; "+l["phone"], "; ")
	if reach != "" && opening.Facts["address"] == nil && slices.ContainsFunc(o.rules.Fields, func(f procedure.FieldRule) bool { return f.Name == "address" }) {
		opening.Facts["address"] = []string{reach}
	}
}
