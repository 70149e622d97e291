package proof

import (
	"encoding/binary"
	"math"
	"time"

	"klachtd/internal/calendar"
)

// How long a token is good, in days.
const (
	StaffTokenDays = 180 // after the day of issue
	PartyTokenDays = 90  // after the end of the case, which the caller knows
)

const tokenHead = 12

// TokenLength is the number of characters of a token.
const TokenLength = 45

var firstDay = calendar.New(2020, time.January, 1)

// Subject is what a token proves: to whom it was issued, in which case, on which day. It proves no role: roles are
// computed when a command comes.
type Subject struct {
	Audience Audience
	Case     uint32 // internal reference; 0 is no case
	Person   uint32 // PersonRef for staff, number of the party otherwise
	Day      calendar.Date
}

// Token returns the token of a subject: lower-case letters and digits, TokenLength of them. A day that does not fit
// (before 2020, after mid-2199) becomes the nearest that does. It panics without a current key.
func (k Keys) Token(s Subject) string {
	head := make([]byte, tokenHead, tokenHead+macSize)
	binary.BigEndian.PutUint32(head[2:], s.Case)
	binary.BigEndian.PutUint32(head[6:], s.Person)
	day := min(max(firstDay.DaysUntil(s.Day), 0), math.MaxUint16)
	binary.BigEndian.PutUint16(head[10:], uint16(day))
	return k.sign(forToken, s.Audience, head)
}

// Verify returns the subject of a token, in lower or upper case, or ErrToken. It does not look at the day; see
// Expired.
func (k Keys) Verify(token string) (Subject, error) {
	head, audience, ok := k.open(forToken, token, tokenHead)
	if !ok {
		return Subject{}, ErrToken
	}
	return Subject{
		Audience: audience,
		Case:     binary.BigEndian.Uint32(head[2:]),
		Person:   binary.BigEndian.Uint32(head[6:]),
		Day:      firstDay.AddDays(int(binary.BigEndian.Uint16(head[10:]))),
	}, nil
}

// Expired reports whether a token of staff is older than StaffTokenDays. A party's token does not age by itself.
func Expired(s Subject, today calendar.Date) bool {
	return s.Audience == Staff && s.Day.DaysUntil(today) > StaffTokenDays
}
