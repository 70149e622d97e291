package outbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"os"
	"regexp"
	"strings"
	"unicode"
)

// ReplyLimit bounds the kept words of a server in bytes.
const ReplyLimit = 200

var (
	enhancedCode = regexp.MustCompile(`^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)`)
	angled       = regexp.MustCompile(`<[^<>]*>`)
	addressLike  = regexp.MustCompile(`[^\s<>"'(),;:=]*@[^\s<>"'(),;]*`)
)

// answered makes a Result of the server's reply to a command.
func answered(state State, reply *textproto.Error, e Envelope) Result {
	enhanced := ""
	if m := enhancedCode.FindStringSubmatch(reply.Msg); m != nil {
		enhanced = m[1]
	}
	r := Result{State: state, Code: reply.Code, Enhanced: enhanced, Reply: cleanReply(reply.Msg, e)}
	if state != Accepted {
		r.Err = fmt.Errorf("%w with %d %s", ErrReply, reply.Code, enhanced)
	}
	return r
}

// cleanReply puts a reply on one line and takes the addresses out: it goes into
// the dossier of one party and may be shown to another.
func cleanReply(text string, e Envelope) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if i > 0 { // each line of a reply repeats the enhanced code
			l = enhancedCode.ReplaceAllString(l, "")
		}
		lines[i] = l
	}
	s := strings.Join(lines, " ")
	for _, a := range []string{e.To, e.From} {
		if a != "" {
			s = replaceFold(s, a, "...")
		}
	}
	s = angled.ReplaceAllString(s, "<...>")
	s = addressLike.ReplaceAllString(s, "...")
	if local, _, ok := strings.Cut(e.To, "@"); ok && len(local) > 2 {
		s = replaceFold(s, local, "...")
	}
	s = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	s = strings.Join(strings.Fields(s), " ")
	for len(s) > ReplyLimit {
		r := []rune(s)
		s = string(r[:len(r)-1])
	}
	return s
}

// replaceFold replaces old in s without regard to ASCII case.
func replaceFold(s, old, new string) string {
	return regexp.MustCompile(`(?i)`+regexp.QuoteMeta(old)).ReplaceAllLiteralString(s, new)
}

// classify gives a reply its state: 4xx may do later, 5xx never will. 421 says
// that the server is closing, which is about the server (RFC 5321, 4.2.1).
func classify(code int) State {
	switch {
	case code >= 500 && code < 600:
		return Refused
	case code >= 200 && code < 300:
		return Accepted
	}
	return Later
}

// broken tells how a connection failed, without the words of the library.
func broken(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	var network net.Error
	var protocol textproto.ProtocolError
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return ErrTimeout
	case errors.As(err, &protocol):
		return ErrAnswer
	}
	return ErrLost
}
