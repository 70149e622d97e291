// Package calendar holds civil dates, the days on which an office works, the length of terms, and the reason why
// a term ends on the day it ends.
//
// # Rules
//
// The day of an event is day 0 and does not count. A term ends at 24:00 local time on its due date, which is the
// instant at which the next day starts (Date.Start). Days, weeks, months and years are arithmetic on civil dates,
// never a number of hours, so summer time has no say in them; months and years clamp to the last day of the month.
//
// # Two calendars
//
// The office calendar says when people work. Working days are counted on it, and each term gets an act-by date on
// it: the last working day on or before the due date. The statutory calendar follows the Algemene termijnenwet
// (art. 3): it also knows Good Friday, every 5 May and the equated days of the decree, and it alone moves a term
// that rolls. The two differ by law and by habit; one calendar with exceptions would be wrong on both sides.
//
// # Holidays
//
// Holidays come from a formula, so there is no table that runs out, with one exception: the equated days are
// decreed, hence data (equated.go), and EquatedKnown says how far that data reaches. A library was tried and used
// as an oracle only: none knows the equated days or the end rule.
//
// # Order of reasons
//
// A day that is closed for several reasons names one: a holiday before the weekend, the weekend before a closed
// day of the office. A Count keeps every day it passed over with that reason, so that it can be explained years
// later, when the configuration of the calendar has long changed.
package calendar

import "time"

// Values of Rules.LiberationDay. The empty string means Lustrum.
const (
	Always  = "always"
	Lustrum = "lustrum" // years that are a multiple of five
	Never   = "never"
)

// Reasons for a closed day that are no holidays.
const (
	weekend      = "weekend"
	officeClosed = "gesloten"
	equatedDay   = "gelijkgestelde dag"
)

// Rules are one calendar's choices. The zero Rules are the default of the office.
type Rules struct {
	GoodFriday    bool   // closed on Good Friday
	LiberationDay string // Always, Lustrum or Never: closed on 5 May
	Equated       bool   // closed on the equated days, known and extra
	Closed        []Date // further closed days; stronger than Open
	Open          []Date // holidays on which the office works; a weekend day stays closed
	ExtraEquated  []Date // equated days beyond those that are known
}

// Calendar answers which days are open. It is immutable and safe for concurrent use; holidays are computed for
// each question, which costs less than looking them up.
type Calendar struct {
	goodFriday bool
	liberation string
	equated    bool
	closed     map[Date]bool
	open       map[Date]bool
	extra      map[Date]bool
}

// NewOffice returns the calendar on which working days are counted.
func NewOffice(r Rules) *Calendar {
	return &Calendar{
		goodFriday: r.GoodFriday,
		liberation: r.LiberationDay,
		equated:    r.Equated,
		closed:     set(r.Closed),
		open:       set(r.Open),
		extra:      set(r.ExtraEquated),
	}
}

// NewStatutory returns the calendar of the Algemene termijnenwet, on which terms roll. The extra days are decreed
// ones that this program does not know yet.
func NewStatutory(extraEquated []Date) *Calendar {
	return NewOffice(Rules{GoodFriday: true, LiberationDay: Always, Equated: true, ExtraEquated: extraEquated})
}

func set(days []Date) map[Date]bool {
	m := make(map[Date]bool, len(days))
	for _, d := range days {
		m[d] = true
	}
	return m
}

// Holiday returns the Dutch name of a day on which this calendar is closed for another reason than the weekend:
// a holiday ("Tweede Paasdag"), an equated day, or "gesloten" for a closed day of the office.
func (c *Calendar) Holiday(d Date) (name string, ok bool) {
	name = c.holiday(d)
	switch {
	case c.closed[d] && name == "":
		return officeClosed, true
	case name == "", c.open[d] && !c.closed[d]:
		return "", false
	}
	return name, true
}

// holiday leaves the lists of the office aside.
func (c *Calendar) holiday(d Date) string {
	switch name := publicHoliday(d); {
	case name == goodFriday && !c.goodFriday, name == liberationDay && !c.liberated(d.Year()):
	case name != "":
		return name
	}
	if c.equated && (equatedDays[d] || c.extra[d]) {
		return equatedDay
	}
	return ""
}

func (c *Calendar) liberated(year int) bool {
	switch c.liberation {
	case Always:
		return true
	case Never:
		return false
	}
	return year%5 == 0
}

// Closed reports whether d is a weekend day, a holiday or a closed day, and why, in Dutch.
func (c *Calendar) Closed(d Date) (why string, closed bool) {
	name, holiday := c.Holiday(d)
	switch {
	case holiday && name != officeClosed:
		return name, true
	case d.isWeekend():
		return weekend, true
	}
	return name, holiday
}

// Open reports whether d is a working day.
func (c *Calendar) Open(d Date) bool {
	_, closed := c.Closed(d)
	return !closed
}

// AddOpen returns the n-th open day after d, or before d when n is negative; d itself, open or not, when n is 0.
func (c *Calendar) AddOpen(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.Open(d) {
			n--
		}
	}
	return d
}

// OnOrBefore returns the last open day on or before d.
func (c *Calendar) OnOrBefore(d Date) Date { return c.search(d, -1) }

// OnOrAfter returns the first open day on or after d.
func (c *Calendar) OnOrAfter(d Date) Date { return c.search(d, 1) }

// search ends: weekdays without a holiday return each week, and the lists of closed days are finite.
func (c *Calendar) search(d Date, step int) Date {
	for !c.Open(d) {
		d = d.AddDays(step)
	}
	return d
}

// NextWindow returns t itself when it lies within the hours of an open day, else the next opening on an open day.
// A day on which summer time swallows the hours has no window.
func (c *Calendar) NextWindow(t time.Time, h Hours, loc *time.Location) time.Time {
	for d := Of(t, loc); ; d = d.AddDays(1) {
		opening, closing := h.Opening(d, loc), h.Closing(d, loc)
		if !c.Open(d) || !opening.Before(closing) || !t.Before(closing) {
			continue
		}
		if t.Before(opening) {
			return opening
		}
		return t
	}
}
