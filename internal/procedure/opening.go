package procedure

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// open begins a case: registration first and always, then terms, then what may be said to whom.
func (w *work) open(in Message) {
	o := in.Opens
	w.by = actor(in.From, dossier.RoleComplainant)
	b := w.r.Begin
	state, kind := cmp.Or(o.State, b.State), cmp.Or(o.Kind, b.Kind)
	if o.Route == routeBoard && w.r.hasKind(kindBoard) {
		kind = kindBoard
	}
	if o.Complainant == nil && o.State == "" {
		state = b.AskState
	}
	w.add(b.Why("registered however it arrives"), dossier.Received{
		Ref: o.Ref, Number: o.Number, Mailbox: o.Mailbox, Kind: kind, State: state, Public: w.public(state),
		Procedure: dossier.ProcedureID{Name: w.r.Name, Version: w.r.Version, Hash: w.r.Hash},
		Channel:   o.Channel, Track: string(b.Track), Language: o.Language, Received: o.Received, ReceivedAt: in.Mail.Arrived.UTC(),
		Dated: o.Dated, Filed: o.Received, Shut: o.Mentions, Mail: in.Mail,
	})
	w.by = dossier.Actor{Role: roleKlachtd}
	w.belongs(o)
	w.addParty(dossier.RoleComplainant, o.Complainant)
	w.addParty(dossier.RoleReceiver, o.Receiver)
	for _, rule := range w.r.Recognise {
		if rule.Party != "" && slices.Contains(in.Recognised, rule.Name) {
			w.addParty(rule.Party, o.Receiver)
		}
	}
	w.facts(o.Facts)
	w.openTerms("received", w.c.Received)
	w.openTerms("filed", w.c.Filed)
	if w.c.Category != "" {
		w.classified(w.r.Begin.Why("classified when it was registered"), false)
	}
	w.readingTasks(in)
	w.judgeAge(w.factDays())
	w.judgeRepeat()
	if o.Complainant != nil && !w.r.States[state].Ends {
		w.acknowledge(ackOrder{message: in, hold: o.Unconfirmed})
		w.confirmNoted(in)
	}
	w.answerReceiver(in)
	if w.c.State != b.AskState || b.AskState == b.State {
		w.beginLetters()
	}
	offers := w.recognise(in.Recognised)
	if !w.ctx.Limited.Untold { // else a list of the next hour tells it
		w.notify(b.Why("the coordinator is told at once"), dossier.LetterCaseRegistered,
			dossier.LetterDetails{Missing: w.missing(), Offers: offers})
	}
}

// routeBoard is the way round the management line, by a mailbox of the board's own.
const (
	routeBoard              = "board"
	kindBoard  dossier.Kind = "board"
)

func (r *Regulation) hasKind(kind dossier.Kind) bool {
	return slices.ContainsFunc(r.Kinds, func(k KindRule) bool { return k.Kind == kind })
}

// belongs keeps by which route a case goes, where it came from, and what was said when nobody wrote it.
func (w *work) belongs(o *Opening) {
	why := w.r.Begin.Why("how the case began")
	if o.Route != "" {
		w.add(why, dossier.AccessSet{Shut: w.c.Shut, Route: o.Route})
	}
	if o.Link.How != "" {
		w.add(why, dossier.Linked{Link: o.Link})
	}
	for _, l := range o.Links {
		w.add(why, dossier.Linked{Link: l})
	}
	if o.Text != "" {
		w.add(why, dossier.Noted{Text: o.Text, Mail: w.about})
	}
}

// factDays are the days on which it happened, as far as they are known.
func (w *work) factDays() []calendar.Date {
	var days []calendar.Date
	for _, s := range w.c.Facts["facts_dates"] {
		if day, err := calendar.Parse(s); err == nil {
			days = append(days, day)
		}
	}
	return days
}

// confirmNoted asks a complainant whom somebody wrote down whether it was understood (phone_confirmation), where the
// regulation has that letter at the beginning.
func (w *work) confirmNoted(in Message) {
	rule, ok := w.r.Letters[dossier.LetterPhone]
	if !ok || w.c.Channel != dossier.ChannelPhone && w.c.Channel != dossier.ChannelOral || in.Opens.Unconfirmed {
		return
	}
	for _, to := range w.recipients(dossier.RoleComplainant) {
		w.queue(rule.Why("what was said is put to the complainant"), dossier.Duty{
			Letter: rule.Name, To: to, Step: noStep, About: in.Mail.ID, Article: rule.Article,
			Details: dossier.LetterDetails{Text: in.Opens.Text, Date: w.c.Received},
		})
	}
}

// beginLetters are owed once, when the case is first one that is handled.
func (w *work) beginLetters() {
	for _, letter := range w.r.Begin.Letters {
		if !slices.ContainsFunc(w.c.Duties, func(d dossier.Duty) bool { return d.Letter == letter }) {
			w.beginLetter(letter)
		}
	}
}

// beginLetter tells those of the organisation who have to know of every new case.
func (w *work) beginLetter(letter dossier.LetterName) {
	rule := w.r.Letters[letter]
	for _, role := range rule.To {
		w.tell(rule.Why("every new case"), role, letter, dossier.LetterDetails{})
	}
}

// openBy opens a case by a mail with commands.
func (w *work) openBy(in Command) {
	w.open(Message{Mail: in.Mail, From: in.From, Automatic: in.Automatic, Opens: in.Opens, Proved: in.Proof.Token, Flags: in.Flags, Tasks: in.Tasks})
	w.tellTasks()
}

// receives makes the member of staff whose note opened a case the party that he now is.
func (w *work) receives(s Speaker) Speaker {
	for _, p := range w.c.PartiesAs(dossier.RoleReceiver) {
		if s.Party == "" {
			s.Party, s.Role = p.ID, p.Role
		}
	}
	for _, p := range w.c.PartiesAs(dossier.RoleComplainant) { // his own complaint
		if s.Party == "" && s.Person == "" && s.Role == p.Role {
			s.Party = p.ID
		}
	}
	return s
}

// roleKlachtd is the actor of what the program does by rule.
const roleKlachtd dossier.Role = "klachtd"

func actor(s Speaker, otherwise dossier.Role) dossier.Actor {
	role := s.Role
	if role == "" {
		role = otherwise
	}
	return dossier.Actor{Role: role, Party: s.Party, Person: s.Person}
}

func (w *work) public(state dossier.State) string { return string(w.r.States[state].Public) }

func (w *work) addParty(role dossier.Role, f *Found) {
	if f == nil {
		return
	}
	id := dossier.PartyID("p" + itoa(len(w.c.Parties)+1))
	w.add(w.r.Begin.Why("party "+string(role)), dossier.PartyAdded{Party: dossier.Party{
		ID: id, Role: role, Name: f.Name, Address: f.Address, Verified: f.Verified, Person: f.Person,
		Thread: f.Thread, NoMail: f.NoMail, Staff: f.Staff,
	}})
}

func (w *work) facts(found map[string][]string) {
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		w.add(w.fieldBasis(name), dossier.FactSet{Field: name, Values: found[name]})
	}
}

func (w *work) fieldBasis(name string) dossier.Basis {
	for _, f := range w.r.Fields {
		if f.Name == name {
			return f.Why("found in the message")
		}
	}
	return design("found in the message")
}

// readingTasks opens what intake could not settle by itself.
func (w *work) readingTasks(in Message) {
	for _, kind := range in.Tasks {
		w.task(design("DESIGN 10.23"), dossier.Task{Kind: kind, Mail: in.Mail.ID})
	}
}

// toldApart are the tasks of a message that the coordinator must not overlook in the mail that registers it.
var toldApart = []dossier.TaskKind{
	dossier.TaskAcknowledge, dossier.TaskUnreadable, dossier.TaskTooBig, dossier.TaskSeveral,
}

// tellTasks writes to the coordinator about what this decision left to him (rule 12). What the limits on letters
// suppressed stands in the mail that registers the case: in a flood a second letter for each would be a flood of ours. There
// stands, too, which letter lies ready until he says what the mail is.
func (w *work) tellTasks() {
	for _, e := range slices.Clone(w.events) {
		o, ok := e.Body.(dossier.TaskOpened)
		if !ok || !slices.Contains(toldApart, o.Task.Kind) || strings.HasPrefix(o.Task.Reason, looksLike) ||
			o.Task.Reason == waitsForWord || w.ctx.Limited.Untold || o.Task.Reason != "" && o.Task.Reason == w.ctx.Limited.Complainant {
			continue
		}
		details := dossier.LetterDetails{Task: o.Task.Kind, Letter: o.Task.Letter, Duty: o.Task.Duty, Reason: o.Task.Reason}
		if d := w.c.Duty(o.Task.Duty); d != nil {
			details.Term, details.DueDate = d.Term, d.Due
		}
		w.notify(e.Basis, dossier.LetterTask, details)
	}
}

// ackOrder is what has to be known to acknowledge.
type ackOrder struct {
	message  Message
	hold     bool           // the forwarder has to confirm first
	released dossier.DutyID // a held acknowledgement that may go now
}

// acknowledge owes the complainant the acknowledgement. It leaves at once, unless hygiene forbids an automatic
// answer, the forwarder has to confirm first, the regulation wants a draft, or its term is already past: then it
// is a visible task (rule 12). A kind of case for which its term does not run gets none.
func (w *work) acknowledge(o ackOrder) {
	rule, ok := w.r.Letters[dossier.LetterAcknowledgement]
	if !ok || len(rule.To) == 0 || w.unfit(rule.Meets) {
		return
	}
	why := rule.Why("acknowledgement")
	for _, to := range w.recipients(rule.To[0]) {
		d := dossier.Duty{
			ID: o.released, Letter: rule.Name, To: to, Step: noStep, About: o.message.Mail.ID,
			Article: rule.Article,
		}
		if t := w.c.Term(rule.Meets); t != nil {
			d.Term, d.Due, d.Article = t.Name, t.Due, t.Article
			why.Article = t.Article
		}
		w.oweAcknowledgement(why, d, o, rule)
	}
}

// unfit says whether a term is not for the kind of the case.
func (w *work) unfit(name dossier.TermName) bool {
	rule := w.r.Term(name)
	return rule != nil && len(rule.Kinds) > 0 && !slices.Contains(rule.Kinds, w.c.Kind)
}

// waitsForWord is why a letter waits that the regulation wants a person to let go.
const waitsForWord = "draft"

func (w *work) oweAcknowledgement(why dossier.Basis, d dossier.Duty, o ackOrder, rule LetterRule) {
	in := o.message
	d = w.duty(why, d)
	reason := in.Automatic
	if reason == "" {
		reason = w.ctx.Limited.Complainant
	}
	switch {
	case reason != "":
		d.Reason = reason
		w.add(why, dossier.LetterSuppressed{Duty: d})
		w.task(why, dossier.Task{Kind: dossier.TaskAcknowledge, Duty: d.ID, Letter: d.Letter, Reason: reason})
	case o.hold:
		d.State, d.Reason = dossier.DutyHeld, "unconfirmed"
		w.add(why, dossier.LetterDrafted{Duty: d})
		w.task(why, dossier.Task{Kind: dossier.TaskConfirmForward, For: dossier.RoleReceiver, Duty: d.ID, Letter: d.Letter})
	case !d.Due.IsZero() && w.ctx.Today().After(d.Due):
		d.State, d.Reason = dossier.DutyDraft, "term_past"
		w.add(why, dossier.LetterDrafted{Duty: d})
		w.task(why, dossier.Task{Kind: dossier.TaskLateLetter, Duty: d.ID, Letter: d.Letter, Reason: "term_past"})
	case rule.Mode == ModeDraft:
		d.State, d.Reason = dossier.DutyDraft, "mode"
		w.add(why, dossier.LetterDrafted{Duty: d})
		w.task(why, dossier.Task{Kind: dossier.TaskAcknowledge, Duty: d.ID, Letter: d.Letter, Reason: waitsForWord})
	case w.r.heldBack(rule.Name, in.Recognised) != "":
		d.State, d.Reason = dossier.DutyDraft, looksLike+w.r.heldBack(rule.Name, in.Recognised)
		w.add(why, dossier.LetterDrafted{Duty: d})
		w.task(why, dossier.Task{Kind: dossier.TaskAcknowledge, Duty: d.ID, Letter: d.Letter, Reason: d.Reason})
	default:
		w.queue(why, d)
	}
}

// answerReceiver tells the member of staff who forwarded what became of it, or asks who complains.
func (w *work) answerReceiver(in Message) {
	letter := dossier.LetterReceiverReceipt
	if w.c.State == w.r.Begin.AskState && len(w.c.PartiesAs(dossier.RoleComplainant)) == 0 {
		letter = dossier.LetterSenderQuestion
		w.task(w.r.Begin.Why("the sender must be found"), dossier.Task{Kind: dossier.TaskFindSender, Mail: in.Mail.ID})
	}
	why := w.r.Begin.Why("the receiver is answered")
	for _, to := range w.parties(dossier.RoleReceiver) {
		d := w.duty(why, dossier.Duty{
			Letter: letter, To: to, Step: noStep, About: in.Mail.ID,
			Details: dossier.LetterDetails{Missing: w.missing(), Reason: w.receiptVariant()},
		})
		if d.Reason = in.Automatic; d.Reason == "" && !in.From.Verified && !in.Proved {
			d.Reason = w.ctx.Limited.Sender // the limits are for mail whose sender nobody vouches for as staff
		}
		if d.Reason != "" {
			w.add(why, dossier.LetterSuppressed{Duty: d})
			w.task(why, dossier.Task{Kind: dossier.TaskLimit, Duty: d.ID, Letter: letter, Reason: d.Reason})
			continue
		}
		w.queue(why, d)
	}
}

// receiptVariant names the wording of the receipt: "confirm" asks the forwarder to confirm by replying.
func (w *work) receiptVariant() string {
	for _, d := range w.c.Duties {
		if d.Letter == dossier.LetterAcknowledgement && d.State == dossier.DutyHeld {
			return "confirm"
		}
	}
	return ""
}

// missing lists the fields that the regulation wants in every dossier from its beginning and that nobody has filled.
func (w *work) missing() []string {
	var names []string
	for _, f := range w.r.Fields {
		if !f.IfAny && !f.Late && w.lacksField(f) {
			names = append(names, f.Name)
		}
	}
	return names
}

// lacksField says whether nobody filled a field that a case of this kind has.
func (w *work) lacksField(f FieldRule) bool {
	return (len(f.Kinds) == 0 || slices.Contains(f.Kinds, w.c.Kind)) && !w.filled(f.Name) && !w.recordedAny(f.Records)
}

// missingHard is the first field without which a case cannot be closed and that nobody filled, "" when none is.
func (w *work) missingHard() string {
	for _, f := range w.r.Fields {
		if f.Hard && !f.IfAny && w.lacksField(f) {
			return f.Name
		}
	}
	return ""
}

func (w *work) recordedAny(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return len(w.recorded(name, 0)) > 0 })
}

// filled knows the fields that stand in the case itself; all others are facts.
func (w *work) filled(field string) bool {
	switch field {
	case "complainant", "name":
		for _, p := range w.c.PartiesAs(dossier.RoleComplainant) {
			if p.Name != "" {
				return true
			}
		}
		return false
	case "representative", "respondent", "receiver", "handler", "adviser":
		return len(w.c.PartiesAs(dossier.Role(field))) > 0
	case "reason", "description", "content", "received", "channel", "correspondence", "status", "filed":
		return true
	case "category":
		return w.c.Category != ""
	case "outcome", "settlement":
		return w.c.Outcome != ""
	}
	return len(w.c.Facts[field]) > 0
}
