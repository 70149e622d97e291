package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

// Unit is what the length of a term is counted in, in the plural.
type Unit string

// The units of a term. Working days are those of the office calendar.
const (
	WorkingDays Unit = "working days"
	Days        Unit = "days"
	Weeks       Unit = "weeks"
	Months      Unit = "months"
	Years       Unit = "years"
)

// MaxLength is the largest number of a term, in any unit: ten years of days. MaxWorkingDays is the largest number
// of working days, for each one is walked, and each closed day among them is kept with the term.
const (
	MaxLength      = 3660
	MaxWorkingDays = 366
)

// Length is the length of a term. The zero Length is none.
type Length struct {
	N    int
	Unit Unit
}

// ParseLength reads a length as the configuration and the regulations write it: "5 working days", "2 weeks",
// "1 year", "21 days".
func ParseLength(s string) (Length, error) {
	digits, word, ok := strings.Cut(strings.TrimSpace(s), " ")
	n, numeric := number(digits, len("3660"))
	if !ok || !numeric {
		return Length{}, fmt.Errorf("length %q: want a number and a unit, such as \"2 weeks\"", s)
	}
	unit, ok := unitOf(word)
	if !ok {
		return Length{}, fmt.Errorf("length %q: unknown unit: want working days, days, weeks, months or years", s)
	}
	limit := MaxLength
	if unit == WorkingDays {
		limit = MaxWorkingDays
	}
	if n < 1 || n > limit {
		return Length{}, fmt.Errorf("length %q: want 1 to %d %s", s, limit, unit)
	}
	return Length{N: n, Unit: unit}, nil
}

// unitOf takes singular and plural, whatever the number: a slip there is not worth a refusal.
func unitOf(word string) (Unit, bool) {
	word = strings.Join(strings.Fields(strings.ToLower(word)), " ")
	for unit, names := range english.units {
		if word == names[0] || word == names[1] {
			return unit, true
		}
	}
	return "", false
}

// IsZero reports whether l is no length.
func (l Length) IsZero() bool { return l == Length{} }

// String returns the length as ParseLength reads it, "" for none.
func (l Length) String() string { return l.Text("en") }

// Text returns the length in a language: "5 werkdagen", or "5 working days" when lang is "en".
func (l Length) Text(lang string) string {
	if l.IsZero() {
		return ""
	}
	names := wordsFor(lang).units[l.Unit]
	if l.N == 1 {
		return "1 " + names[0]
	}
	return strconv.Itoa(l.N) + " " + names[1]
}

// MarshalText returns String.
func (l Length) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText writes; empty text is no length.
func (l *Length) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*l = Length{}
		return nil
	}
	parsed, err := ParseLength(string(text))
	if err != nil {
		return err
	}
	*l = parsed
	return nil
}
