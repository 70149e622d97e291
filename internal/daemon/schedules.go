package daemon

import (
	"fmt"
	"slices"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/letter"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// schedules carries out what the calendar asks for besides the agendas of cases: digests, the check of measures, the list
// of what is due for destruction, and what a flood left untold. Each happens once for its day, however often it is
// looked at, because the office remembers the day.
func (d *Daemon) schedules(now time.Time) error {
	d.mu.Lock()
	early := now.Before(d.look)
	d.mu.Unlock()
	if early {
		return nil
	}
	o, err := d.begun(now)
	if err != nil {
		return err
	}
	var errs faults
	if last := d.lastDigest(o); !d.digestDue(last).After(now) && d.digestDay(now) {
		errs.add(d.measureChecks(o, now))
		errs.add(d.digests(o, now))
	}
	errs.add(d.floods(o, now))
	if err := errs.join(); err != nil {
		return err
	}
	return d.lookAgain(now)
}

// lookAgain notes when schedules may have something to do next, so that not each turn reads the office.
func (d *Daemon) lookAgain(now time.Time) error {
	o, err := d.readOffice()
	if err != nil {
		return err
	}
	next := d.digestDue(d.lastDigest(o))
	if !next.After(now) { // on a day without digests
		next = d.o.DigestAt.Opening(d.o.Calendars.Office.AddOpen(d.today(now), 1), d.o.Location)
	}
	for _, since := range o.Floods {
		next = earlier(next, since.Add(FloodWait))
	}
	d.lookAt(earlier(next, now.Add(FloodWait))) // a flood may begin while this is looked at
	return nil
}

func (d *Daemon) lookAt(at time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.look = at
}

func (d *Daemon) readOffice() (o dossier.Office, err error) {
	err = d.st.View(func(tx *store.Tx) error {
		o, err = tx.Office()
		return err
	})
	if err != nil {
		return o, fmt.Errorf("read the office: %w", err)
	}
	return o, nil
}

// begun starts the schedules of mailboxes that are new: their first digest is that of the next working day.
func (d *Daemon) begun(now time.Time) (o dossier.Office, err error) {
	day := d.today(now)
	if now.Before(d.o.DigestAt.Opening(day, d.o.Location)) {
		day = day.AddDays(-1)
	}
	if o, err = d.readOffice(); err != nil {
		return o, err
	}
	fresh := false
	for _, b := range d.boxes {
		if !procedure.Ran(o, procedure.ScheduleDigest, b.Name).IsZero() {
			continue
		}
		fresh = true
		err := d.commit(now, func(tx *store.Tx) error {
			return d.office(tx, b, procedure.Begun{Mailbox: b.Name, Day: day}, now)
		})
		if err != nil {
			return o, err
		}
	}
	if fresh {
		return d.readOffice()
	}
	return o, nil
}

// lastDigest is the day of the last digests: of the mailbox whose lies longest back.
func (d *Daemon) lastDigest(o dossier.Office) calendar.Date {
	var last calendar.Date
	for i, b := range d.boxes {
		if day := procedure.Ran(o, procedure.ScheduleDigest, b.Name); i == 0 || day.Before(last) {
			last = day
		}
	}
	return last
}

// digestDue is the next moment of a digest: the first opening of the digest's hours on a working day after the last one.
func (d *Daemon) digestDue(last calendar.Date) time.Time {
	return d.o.DigestAt.Opening(d.o.Calendars.Office.AddOpen(last, 1), d.o.Location)
}

// digestDay says whether digests leave today, at this hour: after days of standing still they wait for a working day.
func (d *Daemon) digestDay(now time.Time) bool {
	today := d.today(now)
	return d.o.Calendars.Office.OnOrAfter(today) == today && !now.Before(d.o.DigestAt.Opening(today, d.o.Location))
}

// measureChecks asks about open measures on the first working day of each period of the regulation, and again after a
// while about those that nobody answered.
func (d *Daemon) measureChecks(o dossier.Office, now time.Time) error {
	for _, b := range d.boxes {
		check, due := d.measuresDue(b, procedure.Ran(o, procedure.ScheduleMeasures, b.Name), d.today(now))
		if !due {
			continue
		}
		err := d.commit(now, func(tx *store.Tx) error {
			all, err := d.openMeasures(tx, b, check, now)
			if err != nil {
				return err
			}
			return d.office(tx, b, procedure.MeasuresCheck{Mailbox: b.Name, Day: d.today(now), Glances: all}, now)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// measuresDue says whether the check of a mailbox is due; check is the first working day of the period, and what was
// proposed before it is asked about.
func (d *Daemon) measuresDue(b *box, last, today calendar.Date) (check calendar.Date, due bool) {
	rule := b.Regulation.Measures
	if rule.Cadence == "" {
		return check, false
	}
	check = d.o.Calendars.Office.OnOrAfter(periodStart(rule.Cadence, today))
	if check.After(today) { // the period has begun, its first working day has not come
		check = d.o.Calendars.Office.OnOrAfter(periodStart(rule.Cadence, periodStart(rule.Cadence, today).AddDays(-1)))
	}
	if last.Before(check) {
		return check, true
	}
	if rule.Repeat.IsZero() {
		return check, false
	}
	again := d.o.Calendars.Office.OnOrAfter(d.o.Calendars.Count(last, rule.Repeat, calendar.RollNone).Due)
	return check, !again.After(today)
}

// periodStart is the first day of the period in which a day lies.
func periodStart(cadence procedure.Cadence, day calendar.Date) calendar.Date {
	months := map[procedure.Cadence]int{
		procedure.CadenceMonthly: 1, procedure.CadenceQuarterly: 3, procedure.CadenceHalfYearly: 6, procedure.CadenceYearly: 12,
	}[cadence]
	if months == 0 {
		return day
	}
	month := (int(day.Month())-1)/months*months + 1
	return calendar.New(day.Year(), time.Month(month), 1)
}

// openMeasures reads the measures that nobody answered; they are numbered through all cases.
func (d *Daemon) openMeasures(tx *store.Tx, b *box, before calendar.Date, now time.Time) ([]procedure.Glance, error) {
	next, err := tx.NextMeasure()
	if err != nil {
		return nil, fmt.Errorf("count of measures: %w", err)
	}
	ctx := d.context(b, now, now, procedure.Limited{})
	var all []procedure.Glance
	seen := map[dossier.Ref]bool{}
	for n := 1; n < next; n++ {
		ref, ok, err := tx.CaseOfMeasure(fmt.Sprintf("M%d", n))
		if err != nil {
			return nil, fmt.Errorf("case of measure %d: %w", n, err)
		}
		if !ok || seen[ref] {
			continue
		}
		seen[ref] = true
		c, err := tx.Case(ref)
		if err != nil {
			return nil, fmt.Errorf("case %d: %w", ref, err)
		}
		if d.box(c.Mailbox) != b {
			continue
		}
		r, err := d.regulation(tx, b, c.Procedure.Hash)
		if err != nil {
			return nil, err
		}
		all = append(all, r.MeasuresOf(&c, before, ctx)...)
	}
	return all, nil
}

// scheduleNext is the next moment at which schedules may have something to do; ok is false when nothing can come of them.
func (d *Daemon) scheduleNext(tx *store.Tx) (at time.Time, ok bool, err error) {
	o, err := tx.Office()
	if err != nil {
		return at, false, fmt.Errorf("read the office: %w", err)
	}
	for _, since := range o.Floods {
		at, ok = earlier(at, since.Add(FloodWait)), true
	}
	measures, waits, err := d.measuresNext(tx, o)
	if err != nil {
		return at, false, err
	}
	if waits {
		at, ok = earlier(at, measures), true
	}
	last := d.lastDigest(o)
	if last.IsZero() {
		return at, ok, nil
	}
	worth, err := d.worthDigest(tx, o)
	if err != nil || !worth {
		return at, ok, err
	}
	return earlier(at, d.digestDue(last)), true, nil
}

// MaxCheckDays is how many working days ahead the next check of measures is looked for: more than a year's.
const MaxCheckDays = 300

// measuresNext is the next moment at which somebody is asked what became of measures; ok is false when none is open.
func (d *Daemon) measuresNext(tx *store.Tx, o dossier.Office) (at time.Time, ok bool, err error) {
	open, err := anyOpenMeasure(tx)
	if err != nil || !open {
		return at, false, err
	}
	for _, b := range d.boxes {
		last := procedure.Ran(o, procedure.ScheduleMeasures, b.Name)
		if last.IsZero() {
			continue // with the first digest
		}
		for n := range MaxCheckDays {
			day := d.o.Calendars.Office.AddOpen(last, n+1)
			if _, due := d.measuresDue(b, last, day); due {
				at, ok = earlier(at, d.o.DigestAt.Opening(day, d.o.Location)), true
				break
			}
		}
	}
	return at, ok, nil
}

func anyOpenMeasure(tx *store.Tx) (bool, error) {
	next, err := tx.NextMeasure()
	if err != nil {
		return false, fmt.Errorf("count of measures: %w", err)
	}
	for n := next - 1; n > 0; n-- { // the newest are the likeliest
		ref, ok, err := tx.CaseOfMeasure(fmt.Sprintf("M%d", n))
		if err != nil {
			return false, fmt.Errorf("case of measure %d: %w", n, err)
		}
		if !ok {
			continue
		}
		c, err := tx.Case(ref)
		if err != nil {
			return false, fmt.Errorf("case %d: %w", ref, err)
		}
		if slices.ContainsFunc(c.Measures, procedure.OpenMeasure) {
			return true, nil
		}
	}
	return false, nil
}

// worthDigest says whether any digest can have something to say: a sandbox need not stop at each day of five quiet years.
func (d *Daemon) worthDigest(tx *store.Tx, o dossier.Office) (bool, error) {
	if len(o.Tasks) > 0 {
		return true, nil
	}
	if first, err := oldest(tx, time.Time{}); err != nil || !first.IsZero() {
		return err == nil, err
	}
	for from := dossier.Ref(0); ; {
		page, err := tx.Cases(from, PageSize)
		if err != nil || len(page) == 0 {
			return false, err
		}
		for _, row := range page {
			if row.Closed.IsZero() || row.Tasks > 0 || row.Due.IsZero() || row.Ref > o.Known {
				return true, nil
			}
			from = row.Ref
		}
	}
}

// measuresIn reads the measures that a check asks about: the office keeps their ids only.
func measuresIn(tx *store.Tx, duty dossier.Duty) (all []letter.Measure, err error) {
	for _, line := range duty.Details.Cases {
		if line.Measure == "" {
			continue
		}
		ref, ok, err := tx.CaseOfMeasure(line.Measure)
		if err != nil {
			return nil, fmt.Errorf("case of measure %s: %w", line.Measure, err)
		}
		if !ok {
			continue
		}
		c, err := tx.Case(ref)
		if err != nil {
			return nil, fmt.Errorf("case of measure %s: %w", line.Measure, err)
		}
		for _, m := range c.Measures {
			if m.ID == line.Measure {
				all = append(all, letter.Measure{Number: c.Number, Measure: m})
			}
		}
	}
	return all, nil
}
