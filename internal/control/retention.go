package control

import (
	"cmp"
	"fmt"
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// RetentionRow is a dossier whose retention is over, or will be.
type RetentionRow struct {
	Case    dossier.Number `json:"case"`
	Closed  Day            `json:"closed"`
	Due     Day            `json:"due"` // the day on which its retention ends
	Article string         `json:"article"`
	Hold    bool           `json:"hold"` // a legal hold or a freeze: it is not destroyed
}

// retention lists what is due for destruction: today, or with --until later. The last day of a retention is a day on which
// the dossier is kept.
func (a *answer) retention() error {
	until := a.q.Until
	if until.IsZero() {
		until = a.today()
	}
	rows := []RetentionRow{}
	err := a.s.Cases(func(c dossier.Case) error {
		t := c.Term(dossier.TermRetention)
		if t != nil && !c.Closed.IsZero() && t.Running() && t.Due.Before(until) && c.State != dossier.StateDestroyed {
			rows = append(rows, RetentionRow{
				Case: c.Number, Closed: Day(c.Closed), Due: Day(t.Due), Article: t.Article,
				Hold: c.Hold || c.State == dossier.StateFrozen,
			})
		}
		return a.ctx.Err()
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(x, y RetentionRow) int { return calendar.Date(x.Due).Compare(calendar.Date(y.Due)) })
	if a.q.JSON {
		return writeArray(a.w, rows)
	}
	t := &table{head: []string{"CASE", "ENDED", "KEPT UNTIL", "ARTICLE", ""}}
	for _, r := range rows {
		held := ""
		if r.Hold {
			held = "on hold"
		}
		t.row(string(r.Case), Long(calendar.Date(r.Closed)), Long(calendar.Date(r.Due)), cmp.Or(r.Article, "-"), held)
	}
	return a.write(t, "nothing is due for destruction up to "+Long(until), fmt.Sprintf("%s; #vernietigen in a mail destroys one", count(len(rows), "dossier")))
}
