package dossier

import (
	"slices"

	"klachtd/internal/calendar"
)

// Office is what belongs to no case: notices about mail in the trays, tasks of the mailbox, daily lists. It is
// changed by events as a case is, but kept as a snapshot: its journal may run for years and nobody folds it.
type Office struct {
	Seq      int
	Tasks    []Task
	Duties   []Duty
	ListedOn calendar.Date // the day of the last tray_list
}

// MaxOfficeDuties is how many ended duties the snapshot keeps; older ones stand in the journal only.
const MaxOfficeDuties = 200

// Apply adds one event to the office. Bodies that belong to cases cannot occur here.
func (o *Office) Apply(e Event) {
	o.Seq = e.Seq
	switch b := e.Body.(type) {
	case TaskOpened:
		o.Tasks = append(o.Tasks, b.Task)
	case TaskDone:
		finishTask(o.Tasks, b.Task, e)
	default:
		applyLetter(&o.Duties, e)
		if q, ok := e.Body.(LetterQueued); ok && q.Duty.Letter == LetterTrayList {
			o.ListedOn = q.Duty.Details.Date
		}
	}
	if a, ok := e.Body.(LetterAccepted); ok {
		// The letter itself stands in the outbox; hundreds of lists would make each later change of the snapshot dear.
		change(o.Duties, a.Duty, func(d *Duty) { d.Details.Cases = nil })
	}
	o.trim()
}

// Duty finds a duty by id; nil when there is none.
func (o *Office) Duty(id DutyID) *Duty {
	for i := range o.Duties {
		if o.Duties[i].ID == id {
			return &o.Duties[i]
		}
	}
	return nil
}

// Clone copies the office so that Apply on the copy never touches the original.
func (o Office) Clone() Office {
	o.Tasks, o.Duties = slices.Clone(o.Tasks), slices.Clone(o.Duties)
	return o
}

func (o *Office) trim() {
	o.Tasks = slices.DeleteFunc(o.Tasks, func(t Task) bool { return !t.Done.IsZero() })
	for len(o.Duties) > MaxOfficeDuties {
		i := slices.IndexFunc(o.Duties, func(d Duty) bool { return d.State == DutyAccepted || d.State == DutyRefused })
		if i < 0 {
			return
		}
		o.Duties = slices.Delete(o.Duties, i, i+1)
	}
}
