package calendar

import (
	"fmt"
	"strings"
	"time"
)

const minutesPerDay = 24 * 60

// Hours is the part of a day in which letters may leave. The zero Hours is the whole day.
type Hours struct {
	from, until int // minutes on the wall clock; until 0 is midnight at the end of the day
}

// ParseHours reads "08:00-18:00". The end lies after the begin and may be 24:00.
func ParseHours(s string) (Hours, error) {
	a, b, ok := strings.Cut(strings.TrimSpace(s), "-")
	from, okFrom := minutes(a)
	until, okUntil := minutes(b)
	if !ok || !okFrom || !okUntil {
		return Hours{}, fmt.Errorf("hours %q: want the form 08:00-18:00", s)
	}
	if until <= from {
		return Hours{}, fmt.Errorf("hours %q: the end must lie after the begin, on the same day", s)
	}
	return Hours{from: from, until: until % minutesPerDay}, nil
}

func minutes(s string) (int, bool) {
	hour, minute, ok := strings.Cut(strings.TrimSpace(s), ":")
	h, okHour := number(hour, 2)
	m, okMinute := number(minute, 2)
	n := h*60 + m
	return n, ok && okHour && okMinute && len(minute) == 2 && m < 60 && n <= minutesPerDay
}

// Opening returns the instant at which the hours begin on d.
func (h Hours) Opening(d Date, loc *time.Location) time.Time {
	return d.At(0, h.from, loc)
}

// Closing returns the instant at which the hours end on d; it is no longer within them.
func (h Hours) Closing(d Date, loc *time.Location) time.Time {
	return d.At(0, h.end(), loc)
}

func (h Hours) end() int {
	if h.until == 0 {
		return minutesPerDay
	}
	return h.until
}

// Contains reports whether t lies within the hours of its day, working day or not.
func (h Hours) Contains(t time.Time, loc *time.Location) bool {
	d := Of(t, loc)
	return !t.Before(h.Opening(d, loc)) && t.Before(h.Closing(d, loc))
}

// String returns the hours as ParseHours reads them.
func (h Hours) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", h.from/60, h.from%60, h.end()/60, h.end()%60)
}

// MarshalText returns String.
func (h Hours) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText writes; empty text is the whole day.
func (h *Hours) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*h = Hours{}
		return nil
	}
	parsed, err := ParseHours(string(text))
	if err != nil {
		return err
	}
	*h = parsed
	return nil
}
