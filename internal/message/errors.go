package message

import "errors"

// ErrNoAttachment is returned when an attachment is asked for that the
// message does not have, or that does not lie in the bytes handed in.
var ErrNoAttachment = errors.New("no such attachment")
