package daemon

import (
	"errors"
	"fmt"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// MaxLooked is how many cases an overview reads whole, per mailbox; of further ones that have something to say it tells
// how many there are.
const MaxLooked = 2000

// survey is what the digests of a day are made of.
type survey struct {
	win     procedure.Window
	ctx     map[*box]procedure.Context
	glances map[*box][]procedure.Glance
	looked  map[*box]int
	more    map[*box]int
	last    dossier.Ref
}

// survey looks at all cases in short and reads those that have something to say: time brings something by the last day
// of the window, somebody has a task, it is new, or its retention is over. It reads in pages, beside the intake.
func (d *Daemon) survey(win procedure.Window, o dossier.Office, now time.Time) (survey, error) {
	s := survey{
		win: win, ctx: map[*box]procedure.Context{}, glances: map[*box][]procedure.Glance{}, looked: map[*box]int{},
		more: map[*box]int{},
	}
	for _, b := range d.boxes {
		s.ctx[b] = d.context(b, now, now, procedure.Limited{})
	}
	for from := dossier.Ref(0); ; {
		rows := 0
		err := d.st.View(func(tx *store.Tx) error {
			page, err := tx.Cases(from, PageSize)
			if err != nil {
				return err
			}
			for _, row := range page {
				if err := d.lookInto(tx, row, &s); err != nil {
					return err
				}
				from, s.last = row.Ref, row.Ref
			}
			rows = len(page)
			return nil
		})
		if err != nil || rows == 0 {
			return s, err
		}
	}
}

func (d *Daemon) lookInto(tx *store.Tx, row store.Summary, s *survey) error {
	if !d.speaks(row, s.win) {
		return nil
	}
	b := d.box(row.Mailbox)
	if s.looked[b] == MaxLooked {
		s.more[b]++
		return nil
	}
	s.looked[b]++
	gs, err := d.glances(tx, row.Ref, b, s.win, s.ctx[b])
	s.glances[b] = append(s.glances[b], gs...)
	return err
}

// speaks says of a case in short whether an overview may have to show it.
func (d *Daemon) speaks(row store.Summary, win procedure.Window) bool {
	soon := !row.Due.IsZero() && row.Due.Before(win.Until.AddDays(1).Start(d.o.Location))
	kept := !row.Closed.IsZero() && row.Due.IsZero()
	return row.Tasks > 0 || soon || kept || row.Ref > win.After
}

// glances is the overview of one case; nothing of one of another mailbox, or one that was destroyed.
func (d *Daemon) glances(
	tx *store.Tx, ref dossier.Ref, b *box, win procedure.Window, ctx procedure.Context,
) ([]procedure.Glance, error) {
	c, err := tx.Case(ref)
	if errors.Is(err, store.ErrDestroyed) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("case %d: %w", ref, err)
	}
	if d.box(c.Mailbox) != b {
		return nil, nil
	}
	r, err := d.regulation(tx, b, c.Procedure.Hash)
	if err != nil {
		return nil, err
	}
	return r.Overview(&c, win, ctx), nil
}

// week is the window of a digest: registered since the last one, due until Sunday.
func (d *Daemon) week(o dossier.Office, now time.Time) procedure.Window {
	today := d.today(now)
	toSunday := (7 - int(today.Weekday())) % 7
	return procedure.Window{After: o.Known, Until: today.AddDays(toSunday)}
}

// digests sends the overviews of a day, and the list of what is due for destruction when it has something new or a month
// begins.
func (d *Daemon) digests(o dossier.Office, now time.Time) error {
	s, err := d.survey(d.week(o, now), o, now)
	if err != nil {
		return fmt.Errorf("survey of the cases: %w", err)
	}
	return d.commit(now, func(tx *store.Tx) error {
		o, err := tx.Office()
		if err != nil {
			return fmt.Errorf("read the office: %w", err)
		}
		for _, b := range d.boxes {
			lines, err := d.trayLines(tx, b, time.Time{})
			if err != nil {
				return err
			}
			shut, err := d.shutLines(tx, b, lines)
			if err != nil {
				return err
			}
			in := procedure.Digest{
				Mailbox: b.Name, Day: d.today(now), Glances: s.glances[b], Tray: lines, Shut: shut, More: s.more[b],
				Known: s.last,
			}
			if err := d.office(tx, b, in, now); err != nil {
				return err
			}
			if err := d.retentionList(tx, b, o, s.glances[b], now); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Daemon) retentionList(tx *store.Tx, b *box, o dossier.Office, all []procedure.Glance, now time.Time) error {
	last, today := procedure.Ran(o, procedure.ScheduleRetention, b.Name), d.today(now)
	var due []procedure.Glance
	fresh := false
	for _, g := range all {
		if g.Line.Section == dossier.SectionDestroy {
			due = append(due, g)
			fresh = fresh || !g.Line.Date.Before(last)
		}
	}
	first := calendar.New(today.Year(), today.Month(), 1)
	if len(due) == 0 || !fresh && today != d.o.Calendars.Office.OnOrAfter(first) {
		return nil
	}
	return d.office(tx, b, procedure.RetentionList{Mailbox: b.Name, Day: today, Glances: due}, now)
}
