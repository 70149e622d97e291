package calendar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Limits of what a person may write as a date. A year outside of them is a slip of the pen.
const (
	maxDateText = 48
	minYear     = 1900
	maxYear     = 2199
)

// errLoose does not quote what was written: it may come from a stranger's mail, and errors reach the log.
var errLoose = errors.New("no such date: write 2026-06-01, 1-6-2026 or 1 juni 2026")

// Parse reads 2006-01-02.
func Parse(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("date %q: want the form 2026-06-01", s)
	}
	return ofUTC(t), nil
}

// ParseLoose reads a date as people write it in a command: 2026-06-01, 1-6-2026, 1 juni 2026, 1 june 2026, with
// the usual abbreviations of months and, in words, with a weekday in front, which must then be right. Slashes are
// refused: 1/6/2026 is June here and January elsewhere.
func ParseLoose(s string) (Date, error) {
	if len(s) > maxDateText {
		return Date{}, errLoose
	}
	words := strings.Fields(strings.ToLower(s))
	switch len(words) {
	case 1:
		return parseNumbers(words[0])
	case 3:
		return parseWords(words)
	case 4:
		return parseWithWeekday(words)
	}
	return Date{}, errLoose
}

func parseNumbers(s string) (Date, error) {
	parts := strings.Split(s, "-")
	if len(parts) != 3 {
		return Date{}, errLoose
	}
	if len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0]
	}
	month, ok := number(parts[1], 2)
	if !ok {
		return Date{}, errLoose
	}
	return exactly(parts[2], time.Month(month), parts[0])
}

func parseWords(words []string) (Date, error) {
	month, ok := monthNames[strings.TrimSuffix(words[1], ".")]
	if !ok {
		return Date{}, errLoose
	}
	return exactly(words[2], month, words[0])
}

func parseWithWeekday(words []string) (Date, error) {
	d, err := parseWords(words[1:])
	if err != nil {
		return Date{}, err
	}
	day, ok := weekdayNames[strings.TrimRight(words[0], ".,")]
	if !ok {
		return Date{}, errLoose
	}
	if day != d.Weekday() {
		return Date{}, fmt.Errorf("%s is a %s", d, d.Weekday())
	}
	return d, nil
}

// exactly refuses the days that New would normalise.
func exactly(year string, month time.Month, day string) (Date, error) {
	y, okYear := number(year, 4)
	n, okDay := number(day, 2)
	d := New(y, month, n)
	if !okYear || !okDay || y < minYear || y > maxYear || d.Month() != month {
		return Date{}, errLoose
	}
	return d, nil
}

// number reads 1 to width digits and nothing else; strconv alone would take a sign.
func number(s string, width int) (int, bool) {
	if len(s) > width || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}
