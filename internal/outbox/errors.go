package outbox

import "errors"

var (
	// ErrStartTLS is returned when the server does not offer STARTTLS, or spoils
	// it. The password was not sent.
	ErrStartTLS = errors.New("the server refuses STARTTLS")
	// ErrLogin is returned when the server refuses the user name or password.
	ErrLogin = errors.New("the server refuses the user name or password")
	// ErrAddress is returned when an address can't be given to a server in one
	// correct command.
	ErrAddress = errors.New("the address can't be used in SMTP")
	// ErrBytes is returned when the bytes are no mail: a bare CR or LF, a NUL, or
	// no CRLF at the end.
	ErrBytes = errors.New("the letter holds a bare CR or LF or does not end in CRLF")
	// ErrSize is returned when the letter is larger than the server takes.
	ErrSize = errors.New("the letter is larger than the server takes")
	// ErrTimeout is returned when the server did not answer in time.
	ErrTimeout = errors.New("the server did not answer in time")
	// ErrLost is returned when the connection broke.
	ErrLost = errors.New("the connection broke")
	// ErrAnswer is returned when the server's answer makes no sense.
	ErrAnswer = errors.New("the server's answer could not be read")
	// ErrReply is returned when the server said no; the Result tells how.
	ErrReply = errors.New("the server refused the command")
)
