package main

import (
	"bytes"
	"cmp"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/message"
)

// A pageMail is one mail of the page.
type pageMail struct {
	At       time.Time // local
	In       bool      // it came in
	Who      string    // the other side
	Subject  string
	Case     string
	Letter   string            // of the letter catalogue
	File     string            // .eml, relative to the page
	Frame    template.HTMLAttr // the HTML part, as srcdoc of a sandboxed frame; "" when there is none
	Text     string
	Height   int // pixels of the frame
	FirstOne bool

	raw []byte
}

// Clock is the time of day of the mail.
func (m pageMail) Clock() string { return m.At.Format("15:04") }

// pageDay is a day with its mails.
type pageDay struct {
	Title string
	ID    string
	Mails []pageMail
}

// keepMails writes every mail as .eml and all of them on one page.
func keepMails(dir string, came []arrived, letters []sent, loc *time.Location) error {
	var mails []pageMail
	for _, a := range came {
		mails = append(mails, inMail(a))
	}
	for _, l := range letters {
		mails = append(mails, outMail(l))
	}
	slices.SortStableFunc(mails, func(a, b pageMail) int { return a.At.Compare(b.At) })
	if err := os.MkdirAll(filepath.Join(dir, "letters"), 0o700); err != nil {
		return fmt.Errorf("keep the letters: %w", err)
	}
	for i := range mails {
		m := &mails[i]
		m.At, m.FirstOne = m.At.In(loc), i < 2
		m.File = fmt.Sprintf("letters/%02d-%s-%s.eml", i+1, m.At.Format(time.DateOnly), cmp.Or(m.Letter, "in"))
		if err := os.WriteFile(filepath.Join(dir, m.File), m.raw, 0o600); err != nil {
			return fmt.Errorf("keep the letters: %w", err)
		}
	}
	return writePage(filepath.Join(dir, "index.html"), days(mails))
}

func inMail(a arrived) pageMail {
	m := message.Parse(a.raw)
	p := pageMail{At: a.at, In: true, Subject: m.Subject, Text: m.Text, raw: a.raw}
	if m.From != nil {
		p.Who = m.From.Name
	}
	for _, f := range m.Attachments {
		p.Text += "\n[" + f.Name + "]\n"
	}
	return p
}

func outMail(l sent) pageMail {
	m := message.Parse(l.raw)
	p := pageMail{
		At: m.Date, Who: l.to, Subject: m.Subject, Case: l.number(), Letter: l.name(), Text: m.Text,
		raw: l.raw,
	}
	if part := htmlPart(l.raw); part != "" {
		p.Frame = template.HTMLAttr(`srcdoc="` + template.HTMLEscapeString(part) + `"`)
	}
	if len(m.To) > 0 {
		p.Who = cmp.Or(m.To[0].Name, l.to)
	}
	p.Height = frameHeight(m.Text)
	return p
}

// Rough measures of a letter in its frame: a frame without scripts cannot say how high it is.
const (
	frameRow     = 29  // pixels of a line with what stands above it
	frameColumns = 72  // of a line
	frameRest    = 300 // pixels of head and foot, with some to spare
)

func frameHeight(text string) int {
	rows := 0
	for line := range strings.Lines(text) {
		if n := len(strings.TrimSpace(line)); n > 0 {
			rows += 1 + n/frameColumns
		}
	}
	return rows*frameRow + frameRest
}

func days(mails []pageMail) []pageDay {
	var list []pageDay
	for _, m := range mails {
		d := calendar.Of(m.At, m.At.Location())
		if len(list) == 0 || list[len(list)-1].ID != d.String() {
			list = append(list, pageDay{Title: d.Long("en"), ID: d.String()})
		}
		last := &list[len(list)-1]
		last.Mails = append(last.Mails, m)
	}
	return list
}

func writePage(path string, days []pageDay) error {
	t, err := template.ParseFS(demoFiles, "demo/page.html")
	if err != nil {
		return fmt.Errorf("page of the letters: %w", err)
	}
	count := 0
	for _, d := range days {
		count += len(d.Mails)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, map[string]any{"Days": days, "Count": count}); err != nil {
		return fmt.Errorf("page of the letters: %w", err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("page of the letters: %w", err)
	}
	return nil
}
