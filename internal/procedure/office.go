package procedure

import (
	"slices"
	"strconv"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// OfficeInput is what can happen outside of any case.
type OfficeInput interface{ office() }

// PutAside is a message that went to the tray or to quarantine. Near: a term may end within two working days.
type PutAside struct {
	Mail dossier.MailID
	Why  string
	Task dossier.TaskKind // "" for the tray
	Near bool
	Shut []dossier.PersonID // whom it speaks of, or whose case it seems to belong to is shut to
}

// Trouble is something that a person has to look at and that no message stands for (a folder's name, a mailbox
// that is away).
type Trouble struct {
	Task   dossier.TaskKind
	Reason string
	Over   bool // it is over: the task is done
}

// Listed asks for the daily list of what waits in the tray.
type Listed struct {
	Day   calendar.Date
	Lines []dossier.CaseLine
	Shut  map[dossier.MailID][]dossier.PersonID // as in PutAside
}

// Missed asks for the list of what became late while klachtd was away.
type Missed struct{ Lines []dossier.CaseLine }

// RulesAsked is a mail that asks for the text of the regulation. By is the address that it came from.
type RulesAsked struct {
	By   dossier.PersonID
	Mail dossier.MailID
}

// Delivered is a Delivery of a letter of the office.
type Delivered struct{ Delivery }

func (PutAside) office()  {}
func (Trouble) office()   {}
func (Listed) office()    {}
func (Missed) office()    {}
func (Delivered) office() {}
func (Steering) office()  {}
func (Away) office()      {}

func (RulesAsked) office() {}

// DecideOffice says what follows from an input to the office; pure and total as Decide.
func (r *Regulation) DecideOffice(o dossier.Office, in OfficeInput, ctx Context) Decision {
	w := &desk{r: r, o: o.Clone(), ctx: ctx, by: dossier.Actor{Role: roleKlachtd}}
	switch in := in.(type) {
	case Command:
		w.steer(Steering{Command: in})
	case Steering:
		w.steer(in)
	case Away:
		w.away(in)
	case RulesAsked:
		rule := w.r.Letters[dossier.LetterProcedureText]
		w.put(rule.Why("the regulation for who asks"), dossier.LetterQueued{Duty: dossier.Duty{
			ID: dossier.DutyID("d" + w.next()), Letter: dossier.LetterProcedureText, Step: noStep, About: in.Mail, Article: rule.Article,
			To: dossier.Recipient{Role: dossier.RoleStranger, Person: in.By}, Details: dossier.LetterDetails{With: []string{"rules"}},
		}})
	case Suspicion:
		w.suspicion(in)
	case PutAside:
		w.putAside(in)
	case Trouble:
		w.trouble(in)
	case Listed:
		w.trayList(in)
	case Missed:
		w.list(dossier.LetterLateList, "DESIGN 10.6", dossier.LetterDetails{Date: ctx.Today(), Cases: in.Lines})
	case Delivered:
		w.delivered(in)
	default:
		w.scheduled(in)
	}
	return Decision{Events: w.events, Orders: w.orders}
}

// desk is one decision about the office in the making.
type desk struct {
	r      *Regulation
	o      dossier.Office
	ctx    Context
	by     dossier.Actor
	events []dossier.Event
	orders []Order
}

func (w *desk) add(rule string, body dossier.Body) { w.put(design(rule), body) }

func (w *desk) put(why dossier.Basis, body dossier.Body) {
	e := dossier.Event{Seq: w.o.Seq + 1, At: w.ctx.Now.UTC(), By: w.by, Basis: why, Body: body}
	w.events = append(w.events, e)
	w.o.Apply(e)
}

func (w *desk) next() string { return strconv.Itoa(w.o.Seq + 1) }

// readers are the coordinators that are not shut out, or who stands in for them; those above the desk, when a mail
// speaks of everybody at it; and everybody when nobody else is left (rule 12).
func (w *desk) readers(shut []dossier.PersonID) []dossier.Recipient {
	closed := func(id dossier.PersonID) bool { return slices.Contains(shut, id) }
	for _, role := range []dossier.Role{dossier.RoleCoordinator, dossier.RoleManagement, dossier.RoleBoard} {
		if to := staff(w.r, w.ctx, role, closed); len(to) > 0 {
			return to
		}
	}
	return staff(w.r, w.ctx, dossier.RoleCoordinator, func(dossier.PersonID) bool { return false })
}

// trayList gives each reader a list of what he may read (DESIGN 10.2, 10.12).
func (w *desk) trayList(in Listed) {
	var readers []dossier.Recipient
	lines := map[dossier.Recipient][]dossier.CaseLine{}
	for _, l := range in.Lines {
		for _, to := range w.readers(in.Shut[l.Mail]) {
			if lines[to] == nil {
				readers = append(readers, to)
			}
			lines[to] = append(lines[to], l)
		}
	}
	for _, to := range readers {
		details := dossier.LetterDetails{Date: in.Day, Cases: lines[to]}
		w.write("DESIGN 10.2", dossier.LetterTrayList, []dossier.Recipient{to}, details, "")
	}
}

// queue writes to the coordinators.
func (w *desk) queue(rule string, letter dossier.LetterName, details dossier.LetterDetails, about dossier.MailID) {
	w.write(rule, letter, w.readers(nil), details, about)
}

func (w *desk) write(
	rule string, letter dossier.LetterName, all []dossier.Recipient, details dossier.LetterDetails, about dossier.MailID,
) {
	for _, to := range all {
		w.add(rule, dossier.LetterQueued{Duty: dossier.Duty{
			ID: dossier.DutyID("d" + w.next()), Letter: letter, To: to, Step: noStep, Details: details, About: about,
		}})
	}
}

// MaxNotices is how many notices of one kind leave on one day; the others wait for the list.
const MaxNotices = 5

func (w *desk) notices(kind dossier.TaskKind, letter dossier.LetterName) int {
	n := 0
	for _, d := range w.o.Duties {
		if d.Letter == letter && d.Details.Task == kind &&
			calendar.Of(d.Queued, w.ctx.Location) == w.ctx.Today() {
			n++
		}
	}
	return n
}

func (w *desk) putAside(in PutAside) {
	if in.Task == "" {
		if in.Near && w.notices("", dossier.LetterTrayNotice) < MaxNotices {
			details := dossier.LetterDetails{Reason: in.Why}
			w.write("DESIGN 10.3", dossier.LetterTrayNotice, w.readers(in.Shut), details, in.Mail)
		}
		return // the daily list shows it
	}
	w.add("rule 6", dossier.TaskOpened{Task: dossier.Task{
		ID: dossier.TaskID("t" + w.next()), Kind: in.Task, For: dossier.RoleCoordinator, Opened: w.ctx.Now.UTC(),
		Mail: in.Mail, Reason: in.Why,
	}})
	if w.notices(in.Task, dossier.LetterTask) < MaxNotices {
		w.queue("rule 6", dossier.LetterTask, dossier.LetterDetails{Task: in.Task, Reason: in.Why}, "")
	}
}

// trouble is told once as long as its task is open.
func (w *desk) trouble(in Trouble) {
	for _, t := range w.o.Tasks {
		if t.Kind != in.Task || t.Reason != in.Reason {
			continue
		}
		if in.Over {
			w.add("rule 12", dossier.TaskDone{Task: t.ID})
		}
		return
	}
	if in.Over {
		return
	}
	w.add("rule 12", dossier.TaskOpened{Task: dossier.Task{
		ID: dossier.TaskID("t" + w.next()), Kind: in.Task, For: dossier.RoleCoordinator, Opened: w.ctx.Now.UTC(),
		Reason: in.Reason,
	}})
	w.queue("rule 12", dossier.LetterTask, dossier.LetterDetails{Task: in.Task, Reason: in.Reason}, "")
}

func (w *desk) list(letter dossier.LetterName, rule string, details dossier.LetterDetails) {
	if len(details.Cases) == 0 {
		return
	}
	w.queue(rule, letter, details, "")
}

func (w *desk) delivered(in Delivered) {
	d := w.o.Duty(in.Duty)
	if d == nil || d.State == dossier.DutyAccepted {
		return
	}
	w.by = dossier.Actor{Role: dossier.RoleServer}
	switch in.What {
	case DeliveryAccepted:
		w.add("delivery", dossier.LetterAccepted{Duty: d.ID, SMTP: in.Reply, On: w.ctx.Today()})
	case DeliveryRefused:
		w.add("delivery", dossier.LetterRefused{Duty: d.ID, SMTP: in.Reply})
	case DeliveryUnknown:
		w.add("delivery", dossier.LetterUnknown{Duty: d.ID})
	case DeliveryBounced:
		w.add("delivery", dossier.LetterBounced{Duty: d.ID, Status: in.Status, Mail: in.Mail})
	}
}
