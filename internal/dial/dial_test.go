package dial

import (
	"crypto/tls"
	"errors"
	"net"
	"testing"
)

func TestCheck(t *testing.T) {
	for _, tc := range []struct {
		mode TLS
		host string
		want string
	}{
		{Implicit, "imap.provider.example", ""}, {StartTLS, "imap.provider.example", ""}, {None, "localhost", ""}, {None, "::1", ""},
		{None, "imap.provider.example", ErrInsecure.Error()}, {None, "10.0.0.1", ErrInsecure.Error()},
		{"", "localhost", `unknown TLS mode ""`}, {"plain", "localhost", `unknown TLS mode "plain"`},
	} {
		got := ""
		if err := Check(tc.mode, tc.host); err != nil {
			got = err.Error()
		}
		if got != tc.want {
			t.Errorf("%s to %s: %q, want %q", tc.mode, tc.host, got, tc.want)
		}
	}
}

// line ends at an address of the test's choice.
type line struct {
	net.Conn
	remote net.Addr
}

func (l line) RemoteAddr() net.Addr { return l.remote }

func TestCheckLine(t *testing.T) {
	here, away := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, &net.TCPAddr{IP: net.IPv4(10, 0, 0, 1)}
	for _, tc := range []struct {
		mode   TLS
		remote net.Addr
		want   error
	}{
		{None, here, nil}, {None, away, ErrInsecure}, {StartTLS, away, nil}, {Implicit, away, nil}, {None, &net.UnixAddr{}, nil},
	} {
		if err := CheckLine(tc.mode, line{remote: tc.remote}); !errors.Is(err, tc.want) {
			t.Errorf("%s to %s: %v, want %v", tc.mode, tc.remote, err, tc.want)
		}
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "127.8.8.8": true, "::1": true,
		"10.0.0.1": false, "imap.debrug.example": false, "localhost.debrug.example": false, "::": false, "0.0.0.0": false,
	} {
		if got := Loopback(host); got != want {
			t.Errorf("%s is loopback: %v, want %v", host, got, want)
		}
	}
}

func TestConfig(t *testing.T) {
	base := &tls.Config{MinVersion: tls.VersionTLS10, ServerName: "mx.example"}
	if c := Config(base, "imap.example"); c.ServerName != "mx.example" || c.MinVersion != tls.VersionTLS12 || base.MinVersion != tls.VersionTLS10 {
		t.Errorf("name %q, version %x; the base has %x", c.ServerName, c.MinVersion, base.MinVersion)
	}
	if c := Config(nil, "imap.example"); c.ServerName != "imap.example" || c.InsecureSkipVerify || c.MinVersion != tls.VersionTLS12 {
		t.Errorf("name %q, version %x", c.ServerName, c.MinVersion)
	}
	if c := Config(&tls.Config{MinVersion: tls.VersionTLS13}, "x"); c.MinVersion != tls.VersionTLS13 {
		t.Errorf("version %x", c.MinVersion)
	}
}
