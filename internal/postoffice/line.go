package postoffice

import (
	"bytes"
	"net"
	"sync"
)

// A lineFault is what happens to one IMAP connection. The zero value is none.
type lineFault struct {
	after int64 // bytes that the server may still write; counted when set
	set   bool
	stall bool // fall silent instead of closing
}

// CutIMAP closes the next IMAP connection after the server has written n bytes.
// Called again, it plans the one after that.
func (o *Office) CutIMAP(n int64) { o.planFault(&o.nextIMAP, lineFault{after: n, set: true}) }

// StallIMAP makes the server fall silent for ever on the next IMAP connection,
// after it has written n bytes.
func (o *Office) StallIMAP(n int64) {
	o.planFault(&o.nextIMAP, lineFault{after: n, set: true, stall: true})
}

// CutSMTP does for SMTP what CutIMAP does.
func (o *Office) CutSMTP(n int64) { o.planFault(&o.nextSMTP, lineFault{after: n, set: true}) }

// StallSMTP does for SMTP what StallIMAP does.
func (o *Office) StallSMTP(n int64) {
	o.planFault(&o.nextSMTP, lineFault{after: n, set: true, stall: true})
}

func (o *Office) planFault(next *[]lineFault, f lineFault) {
	o.mu.Lock()
	defer o.mu.Unlock()
	*next = append(*next, f)
}

func (o *Office) nextFault(next *[]lineFault) (f lineFault) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(*next) > 0 {
		f, *next = (*next)[0], (*next)[1:]
	}
	return f
}

// A faultListener gives each connection the fault that is planned for it.
type faultListener struct {
	net.Listener
	office *Office
	next   *[]lineFault
	hide   []string
}

func (l *faultListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &line{Conn: c, fault: l.office.nextFault(l.next), hide: l.hide, gone: make(chan struct{})}, nil
}

// A line is a connection that can fail on its server's side.
type line struct {
	net.Conn
	hide []string // capabilities taken out of what the server says

	mu       sync.Mutex
	fault    lineFault
	lastWord bool // close after the next write

	once sync.Once
	gone chan struct{} // closed by Close
}

func (l *line) Write(p []byte) (int, error) {
	said := hideCapabilities(p, l.hide)
	l.mu.Lock()
	cut, last := int64(-1), l.lastWord
	if l.fault.set {
		if l.fault.after < int64(len(said)) {
			cut = l.fault.after
		}
		l.fault.after -= min(int64(len(said)), l.fault.after)
	}
	stall := l.fault.stall
	l.mu.Unlock()
	if cut >= 0 {
		if cut > 0 {
			l.Conn.Write(said[:cut])
		}
		if stall {
			<-l.gone
		}
		l.Close()
		return 0, net.ErrClosed
	}
	if _, err := l.Conn.Write(said); err != nil {
		return 0, err
	}
	if last {
		l.Close()
	}
	return len(p), nil
}

func (l *line) Close() error {
	l.once.Do(func() { close(l.gone) })
	return l.Conn.Close()
}

// closeAfterReply lets the server say one more thing.
func (l *line) closeAfterReply() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lastWord = true
}

func hideCapabilities(p []byte, names []string) []byte {
	if len(names) == 0 || !bytes.Contains(p, []byte("CAPABILITY")) {
		return p
	}
	for _, name := range append([]string{"IMAP4rev2"}, names...) {
		p = bytes.ReplaceAll(p, []byte(" "+name+" "), []byte(" "))
		p = bytes.ReplaceAll(p, []byte(" "+name+"\r\n"), []byte("\r\n"))
		p = bytes.ReplaceAll(p, []byte(" "+name+"]"), []byte("]"))
	}
	return p
}
