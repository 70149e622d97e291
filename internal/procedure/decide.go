package procedure

import (
	"fmt"
	"strconv"

	"klachtd/internal/dossier"
)

// Decide says what follows from an input to a case. It is pure and total: the same regulation, case, input and
// context give the same decision, the case is left untouched, and nothing is refused with an error; what may not
// be done is an event that says so. Timers are inputs like mail: there is no second way to change a case.
func (r *Regulation) Decide(c dossier.Case, in Input, ctx Context) Decision {
	w := &work{r: r, c: c.Clone(), ctx: ctx}
	switch in := in.(type) {
	case Message:
		w.message(in)
	case Command:
		w.command(in)
	case Elapsed:
		w.elapsed(in)
	case Delivery:
		w.delivery(in)
	case Operator:
		w.operator(in)
	default:
		panic(fmt.Sprintf("unreachable: input %T", in))
	}
	return Decision{Events: w.events, Orders: w.orders}
}

// work is one decision in the making: each event is applied to the copy of the case at once, so that what follows
// sees it.
type work struct {
	r      *Regulation
	c      dossier.Case
	ctx    Context
	by     dossier.Actor
	about  dossier.MailID // the message that is being decided, for threading and quoting
	giver  Speaker        // who gave the commands that are being decided
	events []dossier.Event
	orders []Order

	inPerson bool // letters go to the complainant himself, whoever represents him
	measures int  // proposed in this decision
}

// add appends an event and applies it.
func (w *work) add(why dossier.Basis, body dossier.Body) {
	e := dossier.Event{Seq: w.c.Seq + 1, At: w.ctx.Now.UTC(), By: w.by, Basis: why, Body: body}
	w.events = append(w.events, e)
	w.c.Apply(e)
}

// next is the number of the event that add would make: ids of duties and tasks are made of it.
func (w *work) next() string { return strconv.Itoa(w.c.Seq + 1) }

// design is the basis of what no article asks for but a rule of klachtd.
func design(rule string) dossier.Basis { return dossier.Basis{Rule: rule} }

// task puts something to a person.
func (w *work) task(why dossier.Basis, t dossier.Task) {
	t.ID = dossier.TaskID("t" + w.next())
	t.Opened = w.ctx.Now.UTC()
	if t.For == "" {
		t.For = dossier.RoleCoordinator
	}
	t.Article = why.Article
	w.add(why, dossier.TaskOpened{Task: t})
}

// finish ends the open tasks of a kind, those about a duty only when one is named.
func (w *work) finish(kind dossier.TaskKind, duty dossier.DutyID) {
	for _, t := range w.c.OpenTasks() {
		if t.Kind == kind && (duty == "" || t.Duty == duty) {
			w.add(design("task done"), dossier.TaskDone{Task: t.ID})
		}
	}
}
