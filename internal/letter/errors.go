package letter

import "errors"

var (
	// ErrAddress is returned when a recipient or sender cannot be written as exactly one mail address.
	ErrAddress = errors.New("not one mail address")

	// ErrTooBig is returned when a letter exceeds its limit with everything left out that may be left out.
	ErrTooBig = errors.New("letter is too big")

	// ErrUnknownLetter is returned when no template has the name, or none is meant for that recipient.
	ErrUnknownLetter = errors.New("no such letter")

	// ErrBlock is returned when a regulation demands a block that the template does not hold.
	ErrBlock = errors.New("letter lacks a block")
)
