package main

import (
	"bytes"
	"fmt"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"strconv"
	"text/template"

	"klachtd/internal/config"
	"klachtd/internal/postoffice"
)

// The accounts of the demo. All have the same password: the servers listen on the loopback interface only, and end
// with the demo.
const (
	inboxUser    = "klachten"
	demoPassword = "demo"
	demoDomain   = "@voorbeeld.example"
)

var demoUsers = []string{inboxUser, "anna", "bert", "chris", "mt", "merel"}

// post is the mail servers inside this process.
type post struct {
	*postoffice.Office
	imap, smtp string // addresses
}

// openPost starts an IMAP and an SMTP server on free ports of the loopback interface. What is sent to staff arrives in
// their mailboxes, what is sent to anybody else is kept and goes nowhere.
func openPost() (*post, error) {
	o := postoffice.Options{Domain: "mx.voorbeeld.example", Login: true}
	for _, name := range demoUsers {
		u := postoffice.User{Name: name, Password: demoPassword, Addresses: []string{name + demoDomain}}
		if name == inboxUser {
			u.Folders = []string{"Sent"}
		}
		o.Users = append(o.Users, u)
	}
	p := &post{Office: postoffice.New(o)}
	var err error
	if p.imap, p.smtp, err = p.Listen(); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// configuration writes a configuration for these servers into dir and reads it, as klachtd run would.
func (p *post) configuration(dir string) (*config.Config, error) {
	t, err := template.ParseFS(demoFiles, "demo/klachtd.toml")
	if err != nil {
		return nil, fmt.Errorf("configuration of the demo: %w", err)
	}
	values := map[string]any{}
	for name, address := range map[string]string{"IMAP": p.imap, "SMTP": p.smtp} {
		host, port, err := net.SplitHostPort(address)
		if err != nil {
			return nil, fmt.Errorf("configuration of the demo: %w", err)
		}
		n, err := strconv.Atoi(port)
		if err != nil {
			return nil, fmt.Errorf("configuration of the demo: %w", err)
		}
		values[name+"Host"], values[name+"Port"] = host, n
	}
	var text bytes.Buffer
	if err := t.Execute(&text, values); err != nil {
		return nil, fmt.Errorf("configuration of the demo: %w", err)
	}
	path := filepath.Join(dir, "klachtd.toml")
	if err := os.WriteFile(filepath.Join(dir, "mail.secret"), []byte(demoPassword+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("configuration of the demo: %w", err)
	}
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		return nil, fmt.Errorf("configuration of the demo: %w", err)
	}
	return (&program{config: path}).load()
}

// letters are all letters that klachtd sent, in their order.
func (p *post) letters() []sent {
	var list []sent
	for _, t := range p.Accepted() {
		if l, ok := readSent(t); ok {
			list = append(list, l)
		}
	}
	return list
}

// sent is a letter as it left.
type sent struct {
	header mail.Header
	to     string
	raw    []byte
}

func readSent(t postoffice.Transaction) (sent, bool) {
	m, err := mail.ReadMessage(bytes.NewReader(t.Raw))
	if err != nil {
		return sent{}, false
	}
	return sent{header: m.Header, to: t.To, raw: t.Raw}, true
}

func (l sent) number() string { return l.header.Get("X-Klachtd-Case") }
func (l sent) name() string   { return l.header.Get("X-Klachtd-Letter") }

// reference is what an answer to the last letter of a name and a case says of it.
func (p *post) reference(letter string) (r reference) {
	for _, l := range p.letters() {
		if l.name()+" "+l.number() != letter {
			continue
		}
		if reply, err := mail.ParseAddress(l.header.Get("Reply-To")); err == nil {
			r = reference{ReplyTo: reply.Address, MessageID: l.header.Get("Message-Id"), Subject: l.header.Get("Subject")}
		}
	}
	return r
}
