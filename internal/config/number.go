package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/tomltree"
)

// number reads a whole number between two bounds.
func (t table) number(key string, otherwise, least, most int) int {
	n := t.get(key)
	if n == nil {
		return otherwise
	}
	if n.Kind != tomltree.Number {
		t.wrongKind(n, tomltree.Number, "")
		return otherwise
	}
	v, ok := n.Whole()
	if !ok || v < int64(least) || v > int64(most) {
		t.mistake(n.At, fmt.Sprintf("%d to %d", least, most), "%s cannot be %s", key, shown(n.Text))
		return otherwise
	}
	return int(v)
}

// units are those of a size in bytes. They are the decimal ones, as mail servers count their limits: a letter of
// "10MB" passes a server that takes 10 240 000 bytes.
var units = []struct {
	name  string
	bytes int64
}{{"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"B", 1}}

// size reads a number of bytes such as "50MB".
func (t table) size(key, otherwise string, least, most string) int64 {
	n := t.get(key)
	if n != nil && n.Kind == tomltree.Number {
		n.Kind, n.Text = tomltree.Text, n.Text+"B"
	}
	s := t.text(key, otherwise)
	v, ok := parseSize(s)
	low, _ := parseSize(least)
	high, _ := parseSize(most)
	if !ok || v < low || v > high {
		t.mistake(t.place(key), fmt.Sprintf("write it as %q; %s to %s", otherwise, least, most), "%s cannot be %q", key, shown(s))
		v, _ = parseSize(otherwise)
	}
	return v
}

func parseSize(s string) (int64, bool) {
	for _, u := range units {
		if digits, ok := cutUnit(s, u.name); ok {
			n, err := strconv.ParseUint(digits, 10, 32)
			return int64(n) * u.bytes, err == nil
		}
	}
	return 0, false
}

func cutUnit(s, unit string) (string, bool) {
	if len(s) <= len(unit) || !strings.EqualFold(s[len(s)-len(unit):], unit) {
		return "", false
	}
	return strings.TrimSpace(s[:len(s)-len(unit)]), true
}

// duration reads "10m", "1h30m" or "0".
func (t table) duration(key, otherwise string, least, most time.Duration) time.Duration {
	s := t.text(key, otherwise)
	v, err := time.ParseDuration(s)
	if err != nil || v < least || v > most {
		hint := fmt.Sprintf("write it as %q; %s to %s", otherwise, plain(least), plain(most))
		t.mistake(t.place(key), hint, "%s cannot be %q", key, shown(s))
		v, _ = time.ParseDuration(otherwise)
	}
	return v
}

// plain writes a duration as a person does: 24h, not 24h0m0s.
func plain(d time.Duration) string {
	s := d.String()
	if d == 0 {
		return "0"
	}
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// length reads a period of civil days such as "90 days".
func (t table) length(key, otherwise string) calendar.Length {
	l, err := calendar.ParseLength(t.text(key, otherwise))
	if err == nil && l.Unit != calendar.WorkingDays {
		return l
	}
	hint := fmt.Sprintf("write it as %q; days, weeks, months or years", otherwise)
	t.mistake(t.place(key), hint, "%s cannot be %q", key, shown(t.text(key, "")))
	l, _ = calendar.ParseLength(otherwise)
	return l
}

// date reads a civil date, with or without quotes. Left out or empty it is no date.
func (t table) date(key string) calendar.Date {
	n := t.get(key)
	if n == nil || n.Kind == tomltree.Text && n.Text == "" {
		return calendar.Date{}
	}
	d, _ := t.day(n)
	return d
}

func (t table) dates(key string) []calendar.Date {
	var days []calendar.Date
	for _, n := range t.dayNodes(key) {
		if d, ok := t.day(n); ok {
			days = append(days, d)
		}
	}
	return days
}

func (t table) dayNodes(key string) []*tomltree.Node {
	n := t.get(key)
	switch {
	case n == nil:
		return nil
	case n.Kind != tomltree.List:
		t.wrongKind(n, tomltree.List, "")
		return nil
	}
	return n.Items
}

func (r *reader) day(n *tomltree.Node) (calendar.Date, bool) {
	if n.Kind != tomltree.Text && n.Kind != tomltree.Day {
		r.wrongKind(n, tomltree.Day, "2026-06-01")
		return calendar.Date{}, false
	}
	d, err := calendar.ParseLoose(n.Text)
	if err != nil {
		r.mistake(n.At, `write year-month-day, "2026-06-01"`, "%q is no date", shown(n.Text))
		return calendar.Date{}, false
	}
	return d, true
}

// clock reads a time of day; ok is false when it is left out.
func (t table) clock(key string) (hour, minute int, ok bool) {
	s := t.text(key, "")
	if s == "" {
		return 0, 0, false
	}
	at, err := time.Parse("15:04", s)
	if err != nil {
		t.mistake(t.place(key), `write it as "08:00"`, "%s cannot be %q", key, shown(s))
	}
	return at.Hour(), at.Minute(), err == nil
}
