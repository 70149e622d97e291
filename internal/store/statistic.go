package store

import (
	"fmt"
	"slices"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Whether a case was settled within its term.
const (
	SettledInTime = "in_time"
	SettledLate   = "late"
)

// Statistic says how many destroyed cases were alike. It holds words of the regulation and months, never what a person
// wrote. A count may be one: what is published is the report's to thin out.
type Statistic struct {
	Kind, Category, Outcome, Channel string
	Received, Closed                 string // months, as 2026-04; "" when there was none
	Settled                          string // SettledInTime, SettledLate, "" when it was not settled
	Count                            int
}

func statisticOf(c *dossier.Case) Statistic {
	s := Statistic{Kind: word1(string(c.Kind)), Category: word1(c.Category), Outcome: word1(c.Outcome),
		Channel: word1(string(c.Channel)), Received: month(c.Received), Closed: month(c.Closed), Count: 1}
	if t := c.Term(dossier.TermSettle); t != nil && t.State == dossier.TermMetState {
		s.Settled = SettledInTime
		if t.Met.After(t.Due) {
			s.Settled = SettledLate
		}
	}
	return s
}

func month(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()[:len("2026-04")]
}

// maxWord is how long a word of a regulation is at most.
const maxWord = 40

// word1 lets only single words of a regulation through, so that no free text comes into a statistic.
func word1(s string) string {
	if len(s) > maxWord || slices.ContainsFunc([]rune(s), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '-'
	}) {
		return "other"
	}
	return s
}

// countStatistic counts a case with those that were like it.
func (tx *Tx) countStatistic(s Statistic) error {
	of := tx.s.digests.of(domStatistic, s.Kind, s.Category, s.Outcome, s.Channel, s.Received, s.Closed, s.Settled)
	var r statisticRecord
	if _, err := tx.getJSON(tx.s.rootKey, tabStatistic, of[:], &r); err != nil {
		return fmt.Errorf("count statistics: %w", err)
	}
	n := r.Count + s.Count
	return tx.putJSON(tx.s.rootKey, tabStatistic, of[:], statisticRecord{header: current, Kind: s.Kind, Category: s.Category,
		Outcome: s.Outcome, Channel: s.Channel, Received: s.Received, Closed: s.Closed, Settled: s.Settled, Count: n})
}

// Statistics lists what is counted of destroyed cases, in an order that says nothing.
func (tx *Tx) Statistics() ([]Statistic, error) {
	var list []Statistic
	for from := []byte(nil); ; {
		rows, err := tx.kv.scan(tabStatistic, from, nil, maxScan)
		if err != nil || len(rows) == 0 {
			return list, err
		}
		for _, row := range rows {
			content, err := tx.open(tx.s.rootKey, tabStatistic, row.key, row.value)
			if err != nil {
				return nil, err
			}
			var r statisticRecord
			if err := decode(content, &r); err != nil {
				return nil, err
			}
			list = append(list, Statistic{Kind: r.Kind, Category: r.Category, Outcome: r.Outcome, Channel: r.Channel,
				Received: r.Received, Closed: r.Closed, Settled: r.Settled, Count: r.Count})
		}
		from = after(rows[len(rows)-1].key)
	}
}
