package mailbox

import (
	"context"
	"net"
	"syscall"
	"testing"

	"klachtd/internal/dial"
)

// A peer that is gone without a word is noticed by keepalive alone when nobody
// waits for it.
func TestKeepAlive(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, err := Options{}.withDefaults().Dial(context.Background(), "tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ level, option, want int }{
		"keepalive": {syscall.SOL_SOCKET, syscall.SO_KEEPALIVE, 1},
		"idle":      {syscall.IPPROTO_TCP, syscall.TCP_KEEPIDLE, int(dial.KeepAliveIdle.Seconds())},
		"interval":  {syscall.IPPROTO_TCP, syscall.TCP_KEEPINTVL, int(dial.KeepAliveInterval.Seconds())},
		"count":     {syscall.IPPROTO_TCP, syscall.TCP_KEEPCNT, dial.KeepAliveCount},
	} {
		var got int
		var optErr error
		err := raw.Control(func(fd uintptr) { got, optErr = syscall.GetsockoptInt(int(fd), test.level, test.option) })
		if err != nil || optErr != nil || got != test.want {
			t.Errorf("%s: got %d, want %d, errors %v and %v", name, got, test.want, err, optErr)
		}
	}
}
