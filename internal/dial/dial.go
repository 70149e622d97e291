// Package dial is how klachtd reaches a mail server: which ways of protecting a line there are, which of them it refuses,
// and what every line has in common. IMAP and SMTP share it, and the configuration asks it in advance, so that a rule about
// passwords stands once.
//
// A line without TLS is for a server on this machine only. That is asked twice: of the name before anything is dialled,
// and of the address that answered, because a name can lead elsewhere. There is no way to switch the check of a
// certificate off; a server with one of its own gets a tls.Config that knows it.
//
// What comes after the dial (greeting, STARTTLS, login) differs between the protocols and stands with them.
package dial

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"
)

// TLS says how a line is protected.
type TLS string

// The ways to protect a line. None is refused but for this machine.
const (
	Implicit TLS = "implicit"
	StartTLS TLS = "starttls"
	None     TLS = "none"
)

// Keepalive of a line: a dead peer is noticed after KeepAliveIdle + KeepAliveCount * KeepAliveInterval.
const (
	KeepAliveIdle     = 30 * time.Second
	KeepAliveInterval = 15 * time.Second
	KeepAliveCount    = 4
)

// ErrInsecure is returned when a line without TLS is asked to a host that is not this machine.
var ErrInsecure = errors.New("a connection without TLS is allowed to a loopback address only")

// Func opens a line.
type Func func(ctx context.Context, network, address string) (net.Conn, error)

// TCP opens a line with keepalive.
func TCP(ctx context.Context, network, address string) (net.Conn, error) {
	d := net.Dialer{KeepAliveConfig: net.KeepAliveConfig{
		Enable: true, Idle: KeepAliveIdle, Interval: KeepAliveInterval, Count: KeepAliveCount,
	}}
	return d.DialContext(ctx, network, address)
}

// Check refuses what must not be dialled: ErrInsecure, or a way that there is not.
func Check(mode TLS, host string) error {
	switch mode {
	case Implicit, StartTLS:
		return nil
	case None:
		if Loopback(host) {
			return nil
		}
		return ErrInsecure
	}
	return fmt.Errorf("unknown TLS mode %q", mode)
}

// CheckLine refuses a line without TLS whose host turned out to be another machine.
func CheckLine(mode TLS, line net.Conn) error {
	if a, ok := line.RemoteAddr().(*net.TCPAddr); mode == None && ok && !a.IP.IsLoopback() {
		return ErrInsecure
	}
	return nil
}

// Loopback reports whether a host is this machine by its very name, so that no network can listen in.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Config is base, or the system's roots for nil, with the host's name where base has none, and no version below TLS 1.2.
func Config(base *tls.Config, host string) *tls.Config {
	conf := &tls.Config{}
	if base != nil {
		conf = base.Clone()
	}
	if conf.ServerName == "" {
		conf.ServerName = host
	}
	conf.MinVersion = max(conf.MinVersion, tls.VersionTLS12)
	return conf
}
