package debian

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/smtp"
	"strings"
	"testing"
	"time"
)

const letter = "From: desk@a.example\r\nTo: jan@b.example\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n\r\nDag Jan,\r\n.\r\n..\r\n"

func TestPostfixDelivers(t *testing.T) {
	imap := Dovecot(t)
	mta := Postfix(t, PostfixOptions{
		Into: map[string]string{"jan@b.example": "jan"}, Server: imap,
		Refuse: map[string]string{"weg@b.example": "550 5.1.1 no such user"},
	})
	addr := fmt.Sprintf("127.0.0.1:%d", mta.Port)
	if err := smtp.SendMail(addr, nil, "desk@a.example", []string{"piet@b.example"}, []byte(letter)); err != nil {
		t.Fatal(err)
	}
	if got := mta.Wait(t, 1); !bytes.Contains(got[0], []byte("Dag Jan")) {
		t.Errorf("Postfix delivered %q", got[0])
	}
	if err := smtp.SendMail(addr, nil, "desk@a.example", []string{"weg@b.example"}, []byte(letter)); err == nil ||
		!strings.Contains(err.Error(), "5.1.1") {
		t.Errorf("refused recipient: got %v", err)
	}
	if err := smtp.SendMail(addr, nil, "desk@a.example", []string{"jan@b.example"}, []byte(letter)); err != nil {
		t.Fatal(err)
	}
	imap.User = "jan"
	for deadline := time.Now().Add(startLimit); ; time.Sleep(pollPause) {
		if strings.Contains(dialog(t, imap.Port, "LOGIN jan geheim", "STATUS INBOX (MESSAGES)"), "MESSAGES 1") {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("Dovecot does not show what Postfix delivered")
		}
	}
}

func TestDovecotAppend(t *testing.T) {
	imap := Dovecot(t).Account()
	when := time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)
	imap.Append(t, "INBOX", []byte(letter), when)
	got := dialog(t, imap.Port, "LOGIN "+imap.User+" geheim", "SELECT INBOX", "FETCH 1 INTERNALDATE")
	if !strings.Contains(got, "02-Mar-2026 10:30:00 +0000") {
		t.Errorf("internal date: got %s", got)
	}
}

// dialog speaks IMAP lines and returns what came.
func dialog(t *testing.T, port int, lines ...string) string {
	t.Helper()
	conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(startLimit))
	var all strings.Builder
	r := bufio.NewReader(conn)
	for i, line := range append(lines, "LOGOUT") {
		tag := fmt.Sprintf("a%d", i)
		fmt.Fprintf(conn, "%s %s\r\n", tag, line)
		for {
			got, err := r.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			all.WriteString(got)
			if strings.HasPrefix(got, tag+" ") {
				break
			}
		}
	}
	return all.String()
}

// A port that another process took meanwhile costs an attempt, not the test.
func TestStartAgain(t *testing.T) {
	attempts := 0
	got := start(t, func() (int, error) {
		if attempts++; attempts < startAttempts {
			return 0, errEnded
		}
		return attempts, nil
	})
	if got != startAttempts {
		t.Errorf("got %d", got)
	}
	err := run(t, "", []int{freePort(t)}, "/bin/false")
	if err == nil || !strings.Contains(err.Error(), "it ended") {
		t.Errorf("a server that ends at once: got %v", err)
	}
}
