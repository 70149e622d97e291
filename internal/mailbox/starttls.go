package mailbox

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"strings"

	"klachtd/internal/dial"
)

// lineLimit bounds a line of the conversation before STARTTLS, greetLines their
// number.
const (
	lineLimit  = 4096
	greetLines = 20
)

// secure returns the connection on which go-imap may speak. The handshake ends
// with ctx.
func (o Options) secure(ctx context.Context, raw net.Conn) (net.Conn, error) {
	if err := dial.CheckLine(o.TLS, raw); err != nil {
		return nil, err
	}
	if o.TLS == dial.None {
		return raw, nil
	}
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	defer stop()
	greeting := ""
	if o.TLS == dial.StartTLS {
		if err := askStartTLS(raw); err != nil {
			if cause := context.Cause(ctx); cause != nil {
				err = cause
			}
			return nil, fmt.Errorf("STARTTLS: %w", err)
		}
		greeting = "* OK secured\r\n"
	}
	secured := tls.Client(raw, o.tlsConfig())
	if err := secured.HandshakeContext(ctx); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, fmt.Errorf("TLS: %w", err)
	}
	return &greeted{Conn: secured, r: io.MultiReader(strings.NewReader(greeting), secured)}, nil
}

func (o Options) tlsConfig() *tls.Config {
	conf := dial.Config(o.TLSConfig, o.Host)
	if conf.NextProtos == nil && o.TLS == dial.Implicit {
		conf.NextProtos = []string{"imap"}
	}
	return conf
}

// A greeted connection repeats a greeting to go-imap, which expects one: the
// server gave its own before STARTTLS.
type greeted struct {
	net.Conn
	r io.Reader
}

func (g *greeted) Read(p []byte) (int, error) { return g.r.Read(p) }

// askStartTLS asks for STARTTLS and reads not a byte beyond the answer, so that
// nothing sent in clear can pass for what came after the handshake (RFC 9051,
// 11.3). A server that greets with PREAUTH is refused. A Dovecot that is still
// starting greets twice; the second time stands among what is passed over.
func askStartTLS(conn net.Conn) error {
	greeting, err := readLine(conn)
	if err != nil {
		return err
	}
	if !strings.HasPrefix(strings.ToUpper(greeting), "* OK") {
		return ErrStartTLS
	}
	if _, err := io.WriteString(conn, "S1 STARTTLS\r\n"); err != nil {
		return err
	}
	for range greetLines {
		line, err := readLine(conn)
		if err != nil {
			return err
		}
		if rest, tagged := strings.CutPrefix(line, "S1 "); tagged {
			if strings.HasPrefix(strings.ToUpper(rest), "OK") {
				return nil
			}
			return ErrStartTLS
		}
	}
	return ErrStartTLS
}

// readLine reads byte by byte: what follows the line belongs to another reader.
func readLine(r io.Reader) (string, error) {
	var line []byte
	for b := make([]byte, 1); len(line) < lineLimit; {
		if _, err := io.ReadFull(r, b); err != nil {
			return "", err
		}
		if b[0] == '\n' {
			return strings.TrimSuffix(string(line), "\r"), nil
		}
		line = append(line, b[0])
	}
	return "", ErrMalformed
}
