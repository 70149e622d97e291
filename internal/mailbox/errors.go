package mailbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"

	"github.com/emersion/go-imap/v2"
)

var (
	// ErrStartTLS is returned when the server does not offer STARTTLS, or spoils
	// it. The password was not sent.
	ErrStartTLS = errors.New("the server refuses STARTTLS")
	// ErrLogin is returned when the server refuses the user name or password.
	ErrLogin = errors.New("the server refuses the user name or password")
	// ErrNoMove is returned when the server has neither MOVE nor UIDPLUS: mail
	// could only be moved there by expunging what others marked as deleted.
	ErrNoMove = errors.New("the server has neither MOVE nor UIDPLUS")
	// ErrNoExpunge is returned when the server has no UIDPLUS: single messages
	// cannot be removed there without those that others marked as deleted.
	ErrNoExpunge = errors.New("the server has no UIDPLUS")
	// ErrNoFolder is returned when the folder does not exist.
	ErrNoFolder = errors.New("the folder does not exist")
	// ErrTimeout is returned when the server did not answer in time.
	ErrTimeout = errors.New("the server did not answer in time")
	// ErrValidity is returned when the UIDVALIDITY of the inbox changed within a
	// call. UIDs read before mean nothing any more.
	ErrValidity = errors.New("the UIDVALIDITY of the inbox changed")
	// errEmptyName is returned when nothing is left of a folder name.
	errEmptyName = errors.New("nothing is left of the folder name")
	// ErrMalformed is returned when the server's answer could not be read.
	ErrMalformed = errors.New("the server's answer could not be read")
)

// A GoneError says that messages no longer are in the folder: somebody moved
// or deleted them before they were fetched.
type GoneError struct{ UIDs []UID }

func (e *GoneError) Error() string {
	return fmt.Sprintf("%d messages are gone (first UID %d)", len(e.UIDs), e.UIDs[0])
}

// An UnreadableError says that messages are in the folder, but that the server
// does not hand out their bytes, or that they are over FetchLimit. Later
// attempts may do better.
type UnreadableError struct{ UIDs []UID }

func (e *UnreadableError) Error() string {
	return fmt.Sprintf("%d messages can't be read (first UID %d)", len(e.UIDs), e.UIDs[0])
}

// A StatusError is the server's NO or BAD to a command. The connection is still
// good. It holds no text of the server.
type StatusError struct {
	Type string // NO, BAD, or BYE as a greeting
	Code string // response code (RFC 9051, 7.1), such as TRYCREATE; often empty
}

func (e *StatusError) Error() string {
	if e.Code == "" {
		return "the server says " + e.Type
	}
	return "the server says " + e.Type + " [" + e.Code + "]"
}

// Is makes a missing folder known as ErrNoFolder.
func (e *StatusError) Is(target error) bool {
	return target == ErrNoFolder &&
		(e.Code == string(imap.ResponseCodeTryCreate) || e.Code == string(imap.ResponseCodeNonExistent))
}

// refusal returns the server's NO or BAD within err, or nil when the connection
// itself failed.
func refusal(err error) *StatusError {
	var s *StatusError
	errors.As(err, &s)
	return s
}

// clean keeps of an error what says where it went wrong and drops what may
// quote a mail: the server's own words, and the parser's.
func clean(err error) error {
	if answer := (*imap.Error)(nil); errors.As(err, &answer) {
		return &StatusError{Type: string(answer.Type), Code: string(answer.Code)}
	}
	for _, known := range []error{
		context.Canceled, context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe,
		net.ErrClosed, os.ErrDeadlineExceeded,
		ErrTimeout, ErrStartTLS, ErrMalformed, errWriter,
	} {
		if errors.Is(err, known) {
			return err
		}
	}
	var (
		network net.Error
		cert    *tls.CertificateVerificationError
		host    x509.HostnameError
		alert   tls.AlertError
		record  tls.RecordHeaderError
	)
	if errors.As(err, &network) || errors.As(err, &cert) || errors.As(err, &host) ||
		errors.As(err, &alert) || errors.As(err, &record) {
		return err
	}
	return ErrMalformed
}
