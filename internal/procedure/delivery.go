package procedure

import (
	"cmp"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// delivery records what became of a letter. Acceptance meets the terms that the letter meets; a refusal or a
// bounce opens them again and is put to the coordinator the same day (C-ALL-2).
func (w *work) delivery(in Delivery) {
	w.by = dossier.Actor{Role: dossier.RoleServer}
	w.about = in.Mail.ID
	if in.Mail.ID != "" {
		w.add(design("RFC 3464"), dossier.Filed{Mail: in.Mail, Flags: []dossier.Flag{dossier.FlagBounce}})
	}
	d := w.c.Duty(in.Duty)
	if d == nil {
		return
	}
	why := dossier.Basis{Article: d.Article, Rule: "delivery " + string(in.What)}
	switch in.What {
	case DeliveryAccepted:
		w.accepted(why, *d, in)
	case DeliveryUnknown:
		if d.State == dossier.DutyQueued {
			w.add(why, dossier.LetterUnknown{Duty: d.ID})
		}
		w.stillTried(why, *d, in)
	case DeliveryWaiting:
		w.stillTried(why, *d, in)
	case DeliveryRefused:
		if d.State != dossier.DutyRefused {
			w.add(why, dossier.LetterRefused{Duty: d.ID, SMTP: in.Reply})
			w.undelivered(why, *d, in)
			w.destroyed(why)
		}
	case DeliveryBounced:
		if d.State != dossier.DutyBounced {
			w.add(why, dossier.LetterBounced{Duty: d.ID, Status: in.Status, Mail: in.Mail})
			w.undelivered(why, *d, in)
		}
	case DeliveryDelayed:
		// filed above; the letter is still under way
	}
}

func (w *work) accepted(why dossier.Basis, d dossier.Duty, in Delivery) {
	if d.State == dossier.DutyAccepted {
		return
	}
	on := calendar.Of(w.ctx.Now, w.ctx.Location)
	w.add(why, dossier.LetterAccepted{Duty: d.ID, SMTP: in.Reply, On: on})
	w.arrived(d, on)
	for _, kind := range []dossier.TaskKind{dossier.TaskAcknowledge, dossier.TaskLateLetter, dossier.TaskUndelivered} {
		w.finish(kind, d.ID)
	}
}

// How long a letter may wait for the other server before the coordinator is told: any letter, and one whose legal date
// ends within so many working days, once a server that takes nobody the first time has had its chance.
const (
	LongWait  = 4 * time.Hour
	ShortWait = time.Hour
	NearTerm  = 2 // working days
)

// stillTried tells the coordinator, once, that a letter to a party still does not arrive.
func (w *work) stillTried(why dossier.Basis, d dossier.Duty, in Delivery) {
	tried := w.ctx.Now.Sub(in.Since)
	near := !d.Due.IsZero() && !d.Due.After(w.ctx.Calendars.Office.AddOpen(w.ctx.Today(), NearTerm))
	told := slices.ContainsFunc(w.c.Tasks, func(t dossier.Task) bool { return t.Kind == dossier.TaskUndelivered && t.Duty == d.ID })
	if in.Since.IsZero() || told || tried < ShortWait || !near && tried < LongWait {
		return
	}
	in.What = DeliveryWaiting
	w.undelivered(why, d, in)
}

// undelivered opens a task and tells the coordinator. A notice that cannot be delivered itself is only a task:
// telling the same address again would run in a circle.
func (w *work) undelivered(why dossier.Basis, d dossier.Duty, in Delivery) {
	w.finish(dossier.TaskUndelivered, d.ID)
	w.task(why, dossier.Task{
		Kind: dossier.TaskUndelivered, Duty: d.ID, Letter: d.Letter, Mail: in.Mail.ID, Reason: string(in.What),
	})
	if d.To.Party == "" {
		return
	}
	w.notify(why, dossier.LetterDeliveryFailed, dossier.LetterDetails{
		Letter: d.Letter, Duty: d.ID, SMTP: cmp.Or(in.Reply, in.Status), Reason: string(in.What), Term: d.Term, DueDate: d.Due,
	})
}

// operator carries out a word from the command line: a refused or bounced letter is tried again, with the same
// words, as a new letter.
func (w *work) operator(in Operator) {
	w.by = dossier.Actor{Role: dossier.RoleOperator}
	d := w.c.Duty(in.Retry)
	if d == nil || (d.State != dossier.DutyRefused && d.State != dossier.DutyBounced) {
		return
	}
	w.again(*d)
}
