package intake

import (
	"slices"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
)

// inCase files a mail whose trail leads to one case, when its sender is somebody of that case, and reads the commands
// that it may hold.
func (r *reader) inCase(ref dossier.Ref, t trail) (Reading, error) {
	c, err := r.reg.Case(ref)
	if err != nil {
		return Reading{}, err
	}
	speaker, known := r.speaker(&c, t)
	if !known {
		return r.stranger(&c, speaker, t)
	}
	if o, err := r.script(&c, speaker, t); err != nil || o != nil {
		return o.inCase(err)
	}
	return r.says(&c, speaker, t)
}

// inCase gives commands about the case that is answered. A subject that names another one leaves open which is meant.
func (o *script) inCase(err error) (Reading, error) {
	if err != nil {
		return Reading{}, err
	}
	if c, ok, err := o.asksAbout(); err != nil || ok && c.Ref != o.c.Ref {
		if err != nil {
			return Reading{}, err
		}
		return o.about(&c, false) // "#status K2026-0002", in an answer about another case
	}
	cmd, err := o.command(o.c)
	if err != nil {
		return Reading{}, err
	}
	if o.t.number != "" && o.t.number != o.c.Number {
		refuse(cmd, CaseAnother, string(o.t.number))
	}
	if o.elsewhere(o.c, o.giver, o.t) {
		cmd.Flags = append(cmd.Flags, dossier.FlagOtherParty)
	}
	o.enclosed(cmd)
	reading := o.reading(PlaceCase, o.c.Ref, cmd)
	reading.Answered = complainantOf(o.c, nil)
	return reading, nil
}

// enclosed puts a line before the others that names the sender of the complaint enclosed with them, while nobody knows
// who complains and no line says so: "#ontvangen 5 juni 2026", with the complaint attached.
func (o *script) enclosed(cmd *procedure.Command) {
	if o.giver.Role != dossier.RoleReceiver && !slices.Contains(caseRoles, o.giver.Role) || len(cmd.Lines) == 0 {
		return
	}
	s := o.supplies(o.c)
	if s == nil {
		return
	}
	var names *procedure.Act
	for i := range o.rules.Acts {
		if a := &o.rules.Acts[i]; names == nil && partyOfAct(a) == dossier.RoleComplainant {
			names = a
		}
	}
	said := func(l procedure.Line) bool {
		a := o.rules.Act(l.Word)
		return a != nil && partyOfAct(a) == dossier.RoleComplainant
	}
	if names == nil || slices.ContainsFunc(cmd.Lines, said) {
		return
	}
	f := s.Complainant
	f.Staff = o.d.staff(f.Address)
	cmd.Lines = slices.Insert(cmd.Lines, 0, procedure.Line{
		Word: names.Words.NL, Written: "#" + names.Words.NL, Rest: strings.TrimSpace(f.Name + " " + f.Address),
		Args: procedure.Args{Contact: f},
	})
}

// stranger is somebody who is nobody of the case that his mail leads to. Colleagues who give commands are told that
// there is no such case, as everybody is who may not see one; all other mail waits in the tray.
func (r *reader) stranger(c *dossier.Case, s procedure.Speaker, t trail) (Reading, error) {
	if s.Staff && r.outside(c) {
		if o, err := r.script(nil, r.atOffice(), t); err != nil || o != nil {
			return o.nowhere(err)
		}
	}
	return Reading{Place: PlaceTray, Why: WhyStranger, Case: c.Ref, Security: r.security(t)}, nil
}

// outside says whether a colleague has nothing to do with a case: he is not shut out of it.
func (r *reader) outside(c *dossier.Case) bool {
	p := r.configured(c)
	return p == nil || !slices.Contains(c.Shut, p.ID) && !concerned(c, p.ID)
}

// says files a mail without commands as what its sender wrote in the case.
func (r *reader) says(c *dossier.Case, speaker procedure.Speaker, t trail) (Reading, error) {
	proved := r.proved(c, speaker, t)
	sure := proved || r.verdict == proof.Pass
	if !sure && speaker.Party == "" {
		// Anybody can write our own people's addresses: only proved are they more than strangers.
		return Reading{Place: PlaceTray, Why: WhyStranger, Case: c.Ref, Security: r.security(t)}, nil
	}
	in := r.input(speaker)
	if !sure {
		in.Flags = append(in.Flags, dossier.FlagUnproved)
	}
	if r.elsewhere(c, speaker, t) {
		in.Flags = append(in.Flags, dossier.FlagOtherParty)
	}
	var err error
	if in.Answers, err = r.answered(c.Ref); err != nil {
		return Reading{}, err
	}
	if c.Duty(in.Answers) == nil {
		in.Answers = ""
	}
	if speaker.Role == dossier.RoleReceiver || slices.Contains(caseRoles, speaker.Role) {
		in.Supplies = r.supplies(c)
		in.Proved = proved && !in.Machine && !in.Receipt && (in.Supplies != nil || !denies(r.m.Answer))
	}
	return Reading{
		Place: PlaceCase, Case: c.Ref, Input: in, Sender: r.from, Answered: complainantOf(c, in.Supplies),
		Code: r.code(c, in.Answers), NoCode: r.blank(c, in.Answers), Proof: r.evidence(c, speaker, t), Security: r.security(t),
	}, nil
}

// byNumber files a mail that names a case in its subject only. From a stranger it goes to the tray whether the
// number exists or not, so that nobody can find out.
func (r *reader) byNumber(t trail) (Reading, error) {
	ref, ok, err := r.reg.Number(t.number)
	if err != nil {
		return Reading{}, err
	}
	var reading Reading
	if ok {
		reading, err = r.inCase(ref, t)
	} else {
		reading, err = r.noCase(t)
	}
	if reading.Place == PlaceTray {
		reading.Why = WhyNumber
	}
	return reading, err
}

// noCase is a mail with a number that no case has.
func (r *reader) noCase(t trail) (Reading, error) {
	if s := r.atOffice(); s.Staff {
		if o, err := r.script(nil, s, t); err != nil || o != nil {
			return o.nowhere(err)
		}
	}
	return Reading{Place: PlaceTray, Why: WhyNumber}, nil
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

// unreadable says that nothing of a message could be read but what stands in its header. A wrapping of S/MIME that does not
// open is no attachment that says something by itself.
func (r *reader) unreadable() bool {
	says := slices.ContainsFunc(r.m.Attachments, func(a message.Attachment) bool {
		return a.Type != "application/pkcs7-mime" && a.Type != "application/x-pkcs7-mime"
	})
	return len(r.m.Warnings) > 0 && strings.TrimSpace(r.m.Text) == "" && !says && len(r.m.Originals) == 0
}

// supplies finds who complains in what staff enclose with a reply, while nobody knows: the original attached or quoted
// in a forward.
func (r *reader) supplies(c *dossier.Case) *procedure.Supply {
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
