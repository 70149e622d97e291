package message

import (
	"net/mail"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// The years a mail can be from. What lies outside is a broken clock.
const (
	firstYear = 1980
	lastYear  = 2199
)

// maxOffset is the furthest that any place lies from Greenwich, in seconds.
const maxOffset = 14 * 60 * 60

// A moment is a date as it was written: perhaps without a time, perhaps
// without a zone.
type moment struct {
	time    time.Time // UTC when no zone was written
	hasTime bool
	hasZone bool
}

// day is the civil day in the zone that was written.
func (m moment) day() string { return m.time.Format("2006-01-02") }

// headerDate reads a Date field. Terms never count from it but for one case
// (DESIGN 8), so an odd one costs nothing but its display.
func headerDate(v string) (t time.Time, ok bool) {
	v = strings.TrimSpace(v)
	if v == "" {
		return time.Time{}, false
	}
	if t, err := mail.ParseDate(v); err == nil && plausible(t.Year()) {
		name, offset := t.Zone()
		if minutes, ok := zones[strings.ToLower(name)]; ok && offset == 0 && minutes != 0 {
			zone := time.FixedZone(name, minutes*60) // net/mail leaves the zones of RFC 5322 4.3 at zero
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone), true
		}
		if offset < -maxOffset || offset > maxOffset {
			return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC), true
		}
		return t, true
	}
	m, ok := anyDate(v)
	return m.time, ok
}

func plausible(year int) bool { return year >= firstYear && year <= lastYear }

// anyDate reads a date as people's programs write it, in the month names of
// a dozen languages.
//
//	Wed, Oct 27, 2021 at 9:31 AM       wo 27 okt. 2021 om 09:31
//	26. Oktober 2021 um 14:25:08 OESZ  28/10/2021 12:46
//	2026-06-11T10:12:13+02:00          Thu, 18 Oct 12 22:48 MEZ (CET)
func anyDate(s string) (m moment, ok bool) {
	d := dateParts{}
	for _, t := range dateTokens(strings.ToLower(clip(s, 120))) {
		d.take(t)
	}
	year, month, day := d.resolve()
	if !plausible(year) || month < 1 || month > 12 || day < 1 || day > 31 {
		return moment{}, false
	}
	zone := time.UTC
	if d.hasZone {
		zone = time.FixedZone(d.zoneName, d.offset)
	}
	t := time.Date(year, time.Month(month), day, d.hour, d.minute, d.second, 0, zone)
	if t.Day() != day {
		return moment{}, false
	}
	return moment{t, d.hasTime, d.hasZone}, true
}

// dateTokens splits at blanks and at the T of ISO 8601; the date characters
// of Chinese and Japanese become hyphens.
func dateTokens(s string) []string {
	s = strings.NewReplacer("年", "-", "月", "-", "日", " ", "de ", " ", "(", " ", ")", " ", ",", " ", "\u202f", " ", "\u00a0", " ", "\u200e", "").Replace(s)
	if len(s) > 10 && s[10] == 't' && s[4] == '-' {
		s = s[:10] + " " + s[11:]
	}
	return strings.Fields(s)
}

// dateParts collects what the words of a date say.
type dateParts struct {
	numbers []int // day and year beside a named month
	month   int
	// monthFirst says that no number stood before the name of the month.
	monthFirst bool
	numeric    []int // 2026-06-11, 11-6-2026
	american   bool  // AM or PM was written

	hour, minute, second int
	hasTime, hasZone     bool
	offset               int
	zoneName             string
}

func (d *dateParts) take(t string) {
	t = strings.Trim(t, ".;'’")
	switch {
	case t == "":
	case t == "am" || t == "pm" || t == "a.m" || t == "p.m":
		d.halfDay(t[0] == 'p')
	case d.takeTime(t), d.takeZone(t), d.takeNumeric(t):
	case t[0] >= '0' && t[0] <= '9':
		digits := strings.TrimRightFunc(t, func(r rune) bool { return !unicode.IsDigit(r) })
		if n, err := strconv.Atoi(digits); err == nil {
			d.numbers = append(d.numbers, n)
		}
	default:
		d.takeMonth(t)
	}
}

// takeMonth reads the name of a month. What looks like one before the day is
// the name of a weekday when another follows: mardi 9 juin.
func (d *dateParts) takeMonth(t string) {
	if d.month != 0 && !(d.monthFirst && len(d.numbers) <= 1) {
		return
	}
	if m := monthNamed(t); m != 0 {
		d.monthFirst = d.month == 0 && len(d.numbers) == 0
		d.month = m
	}
}

func (d *dateParts) halfDay(afternoon bool) {
	if !d.hasTime {
		return // Am 9. Juni
	}
	d.american = true
	if afternoon && d.hour < 12 {
		d.hour += 12
	}
	if !afternoon && d.hour == 12 {
		d.hour = 0
	}
}

// takeTime reads 9:31, 09:31:05, 09.31, 9h31, 9:31am and 22:48:39z, with a zone glued on.
func (d *dateParts) takeTime(t string) bool {
	if d.hasTime {
		return false
	}
	rest, zone := t, ""
	if i := strings.IndexAny(t, "+z"); i > 3 {
		rest, zone = t[:i], t[i:]
	} else if i := strings.LastIndexByte(t, '-'); i > 4 && strings.Contains(t[:i], ":") {
		rest, zone = t[:i], t[i:]
	}
	half := ""
	if strings.HasSuffix(rest, "am") || strings.HasSuffix(rest, "pm") {
		rest, half = rest[:len(rest)-2], rest[len(rest)-2:]
	}
	f := strings.FieldsFunc(rest, func(r rune) bool { return r == ':' || r == 'h' })
	if len(f) < 2 && strings.Count(rest, ".") == 1 && len(rest) == 5 {
		f = strings.Split(rest, ".")
	}
	if d.month != 0 && strings.Count(rest, ".") == 2 && len(rest) == 8 {
		f = strings.Split(rest, ".") // 16.09.58 behind a month is no date
	}
	if len(f) < 2 || len(f) > 3 {
		return false
	}
	var n [3]int
	for i, s := range f {
		s, _, _ = strings.Cut(s, ".")
		v, err := strconv.Atoi(s)
		if err != nil || v < 0 || v > 60 || len(s) > 2 {
			return false
		}
		n[i] = v
	}
	if n[0] > 24 {
		return false
	}
	d.hour, d.minute, d.second, d.hasTime = n[0], n[1], n[2], true
	if half != "" {
		d.halfDay(half == "pm")
	}
	if zone != "" {
		d.takeZone(zone)
	}
	return true
}

// takeZone reads +0200, +02:00, gmt+2, utc and the names in zones.
func (d *dateParts) takeZone(t string) bool {
	if d.hasZone {
		return false
	}
	if off, ok := zones[t]; ok {
		d.offset, d.hasZone, d.zoneName = off*60, true, strings.ToUpper(t)
		return true
	}
	t = strings.TrimPrefix(strings.TrimPrefix(t, "gmt"), "utc")
	if len(t) < 2 || t[0] != '+' && t[0] != '-' {
		return false
	}
	digits := strings.ReplaceAll(t[1:], ":", "")
	n, err := strconv.Atoi(digits)
	if err != nil || len(digits) > 4 {
		return false
	}
	if len(digits) <= 2 {
		n *= 100
	}
	d.offset = (n/100*60 + n%100) * 60
	if d.offset > maxOffset {
		d.offset = 0
	}
	if t[0] == '-' {
		d.offset = -d.offset
	}
	d.hasZone = true
	return true
}

// takeNumeric reads three numbers between hyphens, slashes or dots.
func (d *dateParts) takeNumeric(t string) bool {
	f := strings.FieldsFunc(t, func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	if len(f) != 3 || d.numeric != nil {
		return false
	}
	var n []int
	for i, s := range f {
		v, err := strconv.Atoi(s)
		if err != nil {
			if i == 1 && monthNamed(s) > 0 {
				v = monthNamed(s) // 27-okt-2021
			} else {
				return false
			}
		}
		n = append(n, v)
	}
	d.numeric = n
	return true
}

// resolve says which number is what. 3/4/2026 is read the European way unless
// the time is written the American way.
func (d *dateParts) resolve() (year, month, day int) {
	if n := d.numeric; n != nil {
		switch {
		case n[0] > 31:
			return n[0], n[1], n[2]
		case n[1] > 12 || d.american && n[0] <= 12:
			return fullYear(n[2]), n[0], n[1]
		}
		return fullYear(n[2]), n[1], n[0]
	}
	if d.month == 0 && len(d.numbers) == 3 && d.numbers[2] > 31 {
		return d.numbers[2], d.numbers[1], d.numbers[0] // 4. 6. 2026, as Czechs write it
	}
	if d.month == 0 || len(d.numbers) < 2 {
		return 0, 0, 0
	}
	day, year = d.numbers[0], d.numbers[1]
	if day > 31 {
		day, year = year, day
	}
	return fullYear(year), d.month, day
}

// fullYear reads years of two digits (RFC 5322 4.3).
func fullYear(y int) int {
	switch {
	case y < 50:
		return y + 2000
	case y < 100:
		return y + 1900
	}
	return y
}

// monthNamed gives the month that t names by its first letters, 0 for none;
// the longest beginning wins: červen is June, červenec July.
func monthNamed(t string) int {
	t = strings.Trim(t, ".,")
	if len(t) < 3 {
		return 0
	}
	month, longest := 0, 0
	for i, names := range months {
		for _, n := range names {
			if len(n) > longest && strings.HasPrefix(t, n) {
				month, longest = i+1, len(n)
			}
		}
	}
	return month
}
