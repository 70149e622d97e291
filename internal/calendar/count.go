package calendar

// Roll is what a term does when it ends on a day that is closed on the statutory calendar.
type Roll string

// The organisation's own promises do not roll; windows that are given to a party roll forward, because a party
// should never lose time. The empty Roll is RollNone.
const (
	RollNone    Roll = "none"
	RollForward Roll = "forward"
)

// During says in which part of a count a day was passed over.
const (
	DuringCount = "count"  // office calendar, working days
	DuringRoll  = "roll"   // statutory calendar
	DuringActBy = "act_by" // office calendar, backwards
)

// Calendars is the pair that every term is counted with.
type Calendars struct {
	Office    *Calendar
	Statutory *Calendar
}

// Count is a counted term with everything that explains it. It is stored with the case, so a term that was counted
// once stays as it was.
type Count struct {
	From    Date   `json:"from"` // day 0
	Length  Length `json:"length"`
	Roll    Roll   `json:"roll"`
	End     Date   `json:"end"`    // before rolling
	Due     Date   `json:"due"`    // after rolling; End when Roll is none
	ActBy   Date   `json:"act_by"` // last working day of the office on or before Due
	Skipped []Skip `json:"skipped,omitempty"`
}

// Skip is a day that was passed over, with the Dutch reason, and in which part of the count.
type Skip struct {
	Day    Date   `json:"day"`
	Why    string `json:"why"`
	During string `json:"during"`
}

// Count counts a term of length l from day 0. An act-by date can lie before day 0 when the term is shorter than
// the closed days on which it begins and ends. A zero Length ends on day 0.
func (c Calendars) Count(from Date, l Length, r Roll) Count {
	n := Count{From: from, Length: l, Roll: r, End: from}
	switch l.Unit {
	case WorkingDays:
		n.countOpen(c.Office)
	case Days:
		n.End = from.AddDays(l.N)
	case Weeks:
		n.End = from.AddDays(7 * l.N)
	case Months:
		n.End = from.AddMonths(l.N)
	case Years:
		n.End = from.AddYears(l.N)
	}
	n.Due = n.End
	if r == RollForward {
		n.Due = n.walk(c.Statutory, n.End, 1, DuringRoll)
	}
	n.ActBy = n.walk(c.Office, n.Due, -1, DuringActBy)
	return n
}

func (n *Count) countOpen(office *Calendar) {
	for range n.Length.N {
		n.End = n.walk(office, n.End.AddDays(1), 1, DuringCount)
	}
}

// walk is Calendar.search with a record of the days passed over.
func (n *Count) walk(c *Calendar, d Date, step int, during string) Date {
	for {
		why, closed := c.Closed(d)
		if !closed {
			return d
		}
		n.Skipped = append(n.Skipped, Skip{Day: d, Why: why, During: during})
		d = d.AddDays(step)
	}
}
