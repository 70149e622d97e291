package dossier

import (
	"maps"
	"slices"
	"time"

	"klachtd/internal/calendar"
)

// Office is what belongs to no case: notices about mail in the trays, tasks of the mailbox, lists, schedules, absences.
// It is changed by events as a case is, but kept as a snapshot: its journal may run for years and nobody folds it.
type Office struct {
	Seq      int
	Tasks    []Task
	Duties   []Duty
	ListedOn calendar.Date            // the day of the last tray_list
	Absences []Absence                // those that are not over, in order of Person and From
	Ran      map[string]calendar.Date // by name of a schedule: the last day on which it was carried out
	Floods   map[string]time.Time     // by mailbox: since when registrations are told in one list
	Known    Ref                      // the last case that was there at the last digest
}

// Absence says that a person of the configuration is away from From to Until, both included.
type Absence struct {
	Person PersonID
	From   calendar.Date
	Until  calendar.Date
}

// Records of the office. They are kept as Recorded; the words never change.
const (
	RecordAbsence   = "absence"    // Person is away from Day until Value (2006-01-02)
	RecordSchedule  = "schedule"   // the schedule Text was carried out on Day; Amount is Known then, if it is not 0
	RecordFlood     = "flood"      // from now on registrations in the mailbox Text are told in one list
	RecordFloodTold = "flood_told" // and that list was made
)

// MaxOfficeDuties is how many ended duties the snapshot keeps; older ones stand in the journal only.
const MaxOfficeDuties = 64

// MaxListLines is how many lines of lists that have left the snapshot keeps, those of the newest lists: a reply to a list
// names them by their place. The letters themselves stand in the outbox.
const MaxListLines = 1000

// Apply adds one event to the office. Bodies that belong to cases cannot occur here.
func (o *Office) Apply(e Event) {
	o.Seq = e.Seq
	switch b := e.Body.(type) {
	case TaskOpened:
		o.Tasks = append(o.Tasks, b.Task)
	case TaskDone:
		finishTask(o.Tasks, b.Task, e)
	case Recorded:
		o.record(b, e.At)
	default:
		applyLetter(&o.Duties, e)
		if q, ok := e.Body.(LetterQueued); ok && q.Duty.Letter == LetterTrayList {
			o.ListedOn = q.Duty.Details.Date
		}
	}
	o.trim()
}

func (o *Office) record(b Recorded, at time.Time) {
	switch b.Record {
	case RecordAbsence:
		until, err := calendar.Parse(b.Value)
		if err != nil {
			return
		}
		o.absence(Absence{Person: b.Person, From: b.Day, Until: until}, calendar.Of(at, time.UTC))
	case RecordSchedule:
		put(&o.Ran, b.Text, b.Day)
		o.Known = max(o.Known, Ref(b.Amount))
	case RecordFlood:
		put(&o.Floods, b.Text, at)
	case RecordFloodTold:
		delete(o.Floods, b.Text)
	}
}

func put[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}

// absence takes the place of those of the same person that it touches; what is over is forgotten.
func (o *Office) absence(a Absence, today calendar.Date) {
	o.Absences = slices.DeleteFunc(o.Absences, func(b Absence) bool {
		over := b.Until.AddDays(1).Before(today) // a day of grace: the event knows its instant, not the local day
		return over || b.Person == a.Person && !b.Until.Before(a.From) && !a.Until.Before(b.From)
	})
	o.Absences = append(o.Absences, a)
	slices.SortFunc(o.Absences, func(a, b Absence) int {
		if a.Person != b.Person {
			if a.Person < b.Person {
				return -1
			}
			return 1
		}
		return a.From.Compare(b.From)
	})
}

// Absent says whether a person is away on a day.
func (o *Office) Absent(id PersonID, day calendar.Date) bool {
	return slices.ContainsFunc(o.Absences, func(a Absence) bool {
		return a.Person == id && !day.Before(a.From) && !a.Until.Before(day)
	})
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
	o.Tasks, o.Duties, o.Absences = slices.Clone(o.Tasks), slices.Clone(o.Duties), slices.Clone(o.Absences)
	o.Ran, o.Floods = maps.Clone(o.Ran), maps.Clone(o.Floods)
	return o
}

func (o *Office) trim() {
	o.Tasks = slices.DeleteFunc(o.Tasks, func(t Task) bool { return !t.Done.IsZero() })
	for len(o.Duties) > MaxOfficeDuties {
		i := slices.IndexFunc(o.Duties, func(d Duty) bool { return d.State == DutyAccepted || d.State == DutyRefused })
		if i < 0 {
			break
		}
		o.Duties = slices.Delete(o.Duties, i, i+1)
	}
	o.forgetLines()
}

// forgetLines drops what no reply needs any more: of lists that left, the lines of all but the newest; of overviews all.
func (o *Office) forgetLines() {
	kept := 0
	for i := len(o.Duties) - 1; i >= 0; i-- {
		d := &o.Duties[i]
		if d.State != DutyAccepted || len(d.Details.Cases) == 0 {
			continue
		}
		kept += len(d.Details.Cases)
		if !answerable(d.Letter) || kept > MaxListLines {
			d.Details.Cases = nil
		}
	}
}

// answerable are the lists whose lines a reply can name.
func answerable(letter LetterName) bool {
	return letter == LetterTrayList || letter == LetterMeasuresCheck
}
