package intake

import (
	"slices"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/command"
	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// caseRoles are the roles of the configuration whose bearers belong to every case of the mailbox.
var caseRoles = []dossier.Role{dossier.RoleCoordinator, dossier.RoleDeputy}

// aboveRoles are those that get the mail of a case which names everybody at the desk, and may answer it.
var aboveRoles = []dossier.Role{dossier.RoleManagement, dossier.RoleBoard}

// inCase files a mail whose trail leads to one case, when its sender is somebody of that case.
func (r *reader) inCase(ref dossier.Ref, t trail) (Reading, error) {
	c, err := r.reg.Case(ref)
	if err != nil {
		return Reading{}, err
	}
	speaker, known := r.speaker(&c)
	if !known {
		return Reading{Place: PlaceTray, Why: WhyStranger, Case: ref}, nil
	}
	proved := r.proved(ref, speaker, t)
	sure := proved || r.verdict == proof.Pass
	if !sure && speaker.Party == "" {
		// Anybody can write our own people's addresses: only proved are they more than strangers.
		return Reading{Place: PlaceTray, Why: WhyStranger, Case: ref}, nil
	}
	in := r.input(speaker)
	if !sure {
		in.Flags = append(in.Flags, dossier.FlagUnproved)
	}
	if r.elsewhere(speaker, t) {
		in.Flags = append(in.Flags, dossier.FlagOtherParty)
	}
	if speaker.Role == dossier.RoleReceiver || slices.Contains(caseRoles, speaker.Role) {
		in.Supplies = r.supplies(&c)
		in.NotUnderstood = sure && r.notUnderstood()
		in.Proved = proved && !in.Machine && !in.Receipt && (in.Supplies != nil || !denies(r.m.Answer))
	}
	return Reading{Place: PlaceCase, Case: ref, Input: in, Sender: r.from, Answered: complainantOf(&c, in.Supplies)}, nil
}

// byNumber files a mail that names a case in its subject only. From a stranger it goes to the tray whether the
// number exists or not, so that nobody can find out.
func (r *reader) byNumber(t trail) (Reading, error) {
	ref, ok, err := r.reg.Number(t.number)
	if err != nil {
		return Reading{}, err
	}
	if !ok {
		return Reading{Place: PlaceTray, Why: WhyNumber}, nil
	}
	reading, err := r.inCase(ref, t)
	if reading.Place == PlaceTray {
		reading.Why = WhyNumber
	}
	return reading, err
}

// speaker finds who of a case sent the mail: a party by the address of From, or a person of the configuration who
// belongs to the case by his role.
func (r *reader) speaker(c *dossier.Case) (procedure.Speaker, bool) {
	s := procedure.Speaker{Verified: r.verdict == proof.Pass}
	person := r.d.person(r.from)
	if person != nil {
		s.Person = person.ID
		if slices.Contains(c.Shut, person.ID) {
			return s, false
		}
	}
	if p, ok := c.PartyAt(r.from); ok {
		s.Party, s.Role = p.ID, p.Role
		return s, true
	}
	if person == nil {
		return s, false
	}
	for _, role := range slices.Concat(caseRoles, aboveRoles) {
		if slices.Contains(person.Roles, role) {
			s.Role = role
			return s, true
		}
	}
	return s, false
}

// elsewhere says whether a party writes in the thread of another one.
func (r *reader) elsewhere(s procedure.Speaker, t trail) bool {
	if s.Party == "" {
		return false
	}
	for _, token := range t.tokens {
		if token.Audience == proof.Party && PartyRef(s.Party) != token.Person {
			return true
		}
	}
	return len(t.issued) > 0 && !slices.Contains(t.issued, s.Party)
}

// proved says whether a mail was sent by somebody who holds a token that was issued to exactly him in this case: in
// the address that he answered, or by the keyed id of the letter that he answered (In-Reply-To, never References).
// A token of another case proves nothing here: parties are numbered in each case anew.
func (r *reader) proved(ref dossier.Ref, s procedure.Speaker, t trail) bool {
	if r.verdict == proof.Fail {
		return false
	}
	mine := func(of uint32, a proof.Audience, person uint32) bool {
		switch {
		case dossier.Ref(of) != ref:
			return false
		case a == proof.Staff:
			return r.d.Keys.Names(person, r.from)
		}
		return s.Party != "" && person == PartyRef(s.Party)
	}
	today := r.day(r.mail.Arrived)
	for _, token := range t.tokens {
		if mine(token.Case, token.Audience, token.Person) && !proof.Expired(token, today) {
			return true
		}
	}
	return slices.ContainsFunc(t.keyed, func(k proof.MessageRef) bool { return mine(k.Case, k.Audience, k.Person) })
}

// MaxDenialLines is how many lines of an answer are searched for a denial: what stands lower is a signature.
const MaxDenialLines = 2

// denies says whether a forwarder who was asked to confirm seems to say no: "Dat heb ik niet gestuurd". Then nothing
// leaves, and a person reads what he says.
func denies(answer string) bool {
	lines := 0
	for line := range strings.Lines(answer) {
		words := strings.Fields(plainWords(strings.ToLower(line)))
		if len(words) == 0 {
			continue
		}
		if slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains([]string{"nee", "neen", "niet", "geen", "nooit", "no", "not", "never"}, w)
		}) {
			return true
		}
		if lines++; lines == MaxDenialLines {
			return false
		}
	}
	return false
}

// input is what every mail of a case brings.
func (r *reader) input(s procedure.Speaker) procedure.Message {
	in := procedure.Message{Mail: r.mail, From: s, Automatic: r.automatic()}
	switch r.m.Kind {
	case message.KindAuto, message.KindFeedback, message.KindBounce:
		in.Machine = true
	case message.KindReceipt:
		in.Receipt = true
	}
	in.Tasks = r.readingTasks()
	return in
}

func (r *reader) readingTasks() []dossier.TaskKind {
	var tasks []dossier.TaskKind
	if r.m.Encrypted || r.unreadable() {
		tasks = append(tasks, dossier.TaskUnreadable)
	}
	if r.m.ReplyTo != nil && r.from != "" && domain(fold(r.m.ReplyTo.Address)) != domain(r.from) && !r.d.form(r.from) {
		tasks = append(tasks, dossier.TaskReplyTo)
	}
	return tasks
}

// notUnderstood says whether an answer holds a line that looks like a command and is none that klachtd carries out, or
// one whose words cannot be read. Then nothing of the mail is done, and its sender is told.
func (r *reader) notUnderstood() bool {
	m := command.Parse(r.m.Answer)
	for _, line := range m.Lines {
		one := command.Mail{Lines: []command.Line{line}}
		if s := r.suppliedByWords(one); s == nil || (s.SentBy != "" && s.SentOn.IsZero()) {
			return true
		}
	}
	return len(m.Near) > 0
}

// unreadable says that nothing of a message could be read but what stands in its header.
func (r *reader) unreadable() bool {
	return len(r.m.Warnings) > 0 && strings.TrimSpace(r.m.Text) == "" && len(r.m.Attachments) == 0 &&
		len(r.m.Originals) == 0
}

// supplies reads what staff add to a case: the lines #klager, #ontvangen and #verzonden; or, while nobody knows who
// complains, the original attached or quoted in a forward.
func (r *reader) supplies(c *dossier.Case) *procedure.Supply {
	if s := r.suppliedByWords(command.Parse(r.m.Answer)); s != nil {
		if r.verdict != proof.Pass && r.d.Trust.Profile != proof.None && r.d.Trust.Profile != "" {
			s.SentBy, s.SentOn = "", calendar.Date{} // of normal weight: token and verdict (DESIGN 6)
		}
		if *s == (procedure.Supply{}) {
			return nil
		}
		return s
	}
	o := r.original()
	if o == nil || len(c.PartiesAs(dossier.RoleComplainant)) > 0 {
		return nil
	}
	received, dated := r.receivedOf(o)
	s := &procedure.Supply{Complainant: found(o.From, o.MessageID)}
	if dated != dossier.DatedArrival {
		s.Received = received
	}
	return s
}

func complainantOf(c *dossier.Case, s *procedure.Supply) string {
	if s != nil && s.Complainant != nil && s.Complainant.Address != "" {
		return s.Complainant.Address
	}
	for _, p := range c.PartiesAs(dossier.RoleComplainant) {
		return p.Address
	}
	return ""
}
