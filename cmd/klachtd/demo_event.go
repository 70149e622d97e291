package main

import (
	"cmp"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/rivo/uniseg"

	"klachtd/internal/calendar"
	"klachtd/internal/control"
	"klachtd/internal/dossier"
)

// told is an event on its way to the screen.
type told struct {
	at      time.Time
	number  string
	mark    string
	style   style
	text    string
	article string
}

// report tells what happened in the cases since the last time, what the tray got, and which letters of no case left.
func (s *stage) report(source control.Source, at time.Time) error {
	var news []told
	err := source.Cases(func(c dossier.Case) error {
		news = append(news, s.newsOf(&c)...)
		return nil
	})
	if err != nil {
		return err
	}
	rows, err := source.Tray()
	if err != nil {
		return err
	}
	for ; s.waits < len(rows); s.waits++ {
		news = append(news, s.inTray(rows[s.waits], at))
	}
	news = append(news, s.officeLetters()...)
	slices.SortStableFunc(news, func(a, b told) int { return a.at.Compare(b.at) })
	for _, n := range news {
		s.day(n.at)
		s.line(n)
	}
	s.now = at
	return nil
}

// newsOf are the events of a case that were not told yet.
func (t *teller) newsOf(c *dossier.Case) []told {
	if t.seen == nil {
		t.seen = map[dossier.Number]int{}
	}
	var news []told
	for _, e := range c.Journal {
		if e.Seq <= t.seen[c.Number] {
			continue
		}
		if n, tell := t.event(c, e); tell {
			n.at, n.number, n.article = e.At, string(c.Number), control.Entry(c, e).Article
			news = append(news, n)
		}
	}
	t.seen[c.Number] = c.Seq
	return news
}

// event puts an event into a line. A letter is told when the server has taken it, not when it was made ready.
func (t *teller) event(c *dossier.Case, e dossier.Event) (told, bool) {
	switch b := e.Body.(type) {
	case dossier.Received:
		return told{mark: "+", style: cyan, text: t.opened(c, b)}, true
	case dossier.Filed:
		return told{mark: "+", style: cyan, text: control.Say(c, e)}, true
	case dossier.LetterQueued, dossier.PartyAdded:
		return told{}, false
	case dossier.LetterAccepted:
		d := c.Duty(b.Duty)
		if d == nil {
			return told{}, false
		}
		return told{mark: "→", style: yellow, text: t.letter(c, d)}, true
	case dossier.TermOpened:
		return told{mark: "◷", style: dim, text: termText(b.Term)}, true
	case dossier.TermExtendedTo:
		return told{mark: "◷", style: yellow, text: fmt.Sprintf("term %s is extended to %s", b.Term, short(b.Due))}, true
	case dossier.TermMet:
		return told{mark: "✓", style: green, text: control.Say(c, e)}, true
	case dossier.TermHasPassed:
		return told{mark: "!", style: red, text: fmt.Sprintf("term %s is over, and nobody did what it asks", b.Term)}, true
	case dossier.Recorded: // without the words, which the mail above it shows
		return told{mark: "·", style: dim, text: strings.TrimSpace("recorded: " + b.Record + " " + b.Value)}, true
	case dossier.LetterSuppressed, dossier.LetterDrafted, dossier.LetterRefused, dossier.LetterBounced:
		return told{mark: "!", style: red, text: control.Say(c, e)}, true
	}
	return told{mark: "·", style: dim, text: control.Say(c, e)}, true
}

// opened says whose dossier it is, and by whom it came.
func (t *teller) opened(c *dossier.Case, b dossier.Received) string {
	s := fmt.Sprintf("a dossier for %s, received %s", t.complainant(c), short(b.Received))
	for _, p := range c.PartiesAs(dossier.RoleReceiver) {
		s += ", forwarded by " + control.Clean(cmp.Or(p.Name, p.Address))
	}
	return s
}

// termText names a term with its last day, and where the regulation itself extends it to.
func termText(t dossier.Term) string {
	s := fmt.Sprintf("term %s ends %s", t.Name, short(t.Due))
	if t.ActBy != t.Due {
		s += fmt.Sprintf(", act by %s", short(t.ActBy))
	}
	for i, step := range t.Steps {
		word := ", then "
		if i > 0 {
			word = " and "
		}
		s += word + short(step.To)
	}
	return s
}

// letter names a letter, its recipient and the date that it is about.
func (t *teller) letter(c *dossier.Case, d *dossier.Duty) string {
	s := fmt.Sprintf("%s to %s", d.Letter, t.recipient(c, d.To))
	switch {
	case d.Letter == dossier.LetterAcknowledgement:
		if settle := c.Term(dossier.TermSettle); settle != nil {
			s += fmt.Sprintf(": settled by %s", short(settle.FirstDue))
		}
	case d.Letter == dossier.LetterReminder && d.Details.Reason == "passed":
		s += fmt.Sprintf(": %s is over since %s", d.Details.Term, short(d.Details.DueDate))
	case d.Letter == dossier.LetterReminder:
		s += fmt.Sprintf(": %s ends %s", d.Details.Term, short(d.Details.DueDate))
	case d.Step >= 0 && !d.Details.Date.IsZero():
		s += fmt.Sprintf(": now by %s", short(d.Details.Date))
	case d.Letter == dossier.LetterTask:
		s += ": " + strings.ReplaceAll(string(d.Details.Task), "_", " ")
	}
	return s
}

func (t *teller) recipient(c *dossier.Case, to dossier.Recipient) string {
	name := t.people[to.Person]
	if p, ok := c.Party(to.Party); ok {
		name = cmp.Or(p.Name, p.Address)
	}
	if name == "" {
		return string(to.Role)
	}
	return control.Clean(fmt.Sprintf("%s (%s)", name, to.Role))
}

func (t *teller) complainant(c *dossier.Case) string {
	for _, p := range c.PartiesAs(dossier.RoleComplainant) {
		return control.Clean(cmp.Or(p.Name, p.Address))
	}
	return "somebody unknown"
}

func (t *teller) inTray(r control.TrayRow, at time.Time) told {
	text := fmt.Sprintf("in the tray: %s, in the thread of %s", control.Clean(r.From.Name), r.Case)
	return told{at: at, number: "tray", mark: "+", style: cyan, text: text}
}

// comeBack are the lists that come again, and how often.
var comeBack = map[string]string{
	string(dossier.LetterTrayList): "again and again until a person decides",
	string(dossier.LetterDigest):   "on every working day with news",
}

// officeLetters are the letters that belong to no case; a list that comes each day is told once.
func (s *stage) officeLetters() []told {
	var news []told
	all := s.post.letters()
	for _, l := range all[min(s.notes, len(all)):] {
		if l.number() != "" {
			continue
		}
		if s.repeats[l.name()+l.to] {
			continue
		}
		to := l.to
		if a, err := mail.ParseAddress(l.header.Get("To")); err == nil {
			to = cmp.Or(a.Name, a.Address)
		}
		at, err := l.header.Date()
		if err != nil {
			continue
		}
		text := control.Clean(l.name() + " to " + to)
		if often := comeBack[l.name()]; often != "" {
			s.repeats[l.name()+l.to] = true
			text += ", " + often
		}
		news = append(news, told{at: at, number: "office", mark: "→", style: yellow, text: text})
	}
	s.notes = len(all)
	return news
}

// line prints an event: when, which case, what, and on which article.
func (t *teller) line(n told) {
	const before = 23 // columns of time, number and mark
	article := ""
	if n.article != "" {
		article = "[" + n.article + "]"
	}
	lines := wrapped(n.text, storyColumns-before)
	last := len(lines) - 1
	if article != "" && uniseg.StringWidth(lines[last])+1+len(article) > storyColumns-before {
		lines, last = append(lines, ""), last+1
	}
	for i, line := range lines {
		head := strings.Repeat(" ", before)
		if i == 0 {
			head = fmt.Sprintf("  %s  %-10s  %s ", n.at.In(t.loc).Format("15:04"), n.number, t.paint(n.style, n.mark))
		}
		if i == last && article != "" {
			room := storyColumns - before - uniseg.StringWidth(line) - len(article)
			line += strings.Repeat(" ", room) + t.paint(dim, article)
		}
		t.printf("%s%s\n", head, line)
	}
	t.pause(linePause)
}

// storyYear is the one in which the story plays; a date in another one says so.
const storyYear = 2026

// short is a date as the story tells it: Thu 2 April.
func short(d calendar.Date) string {
	switch {
	case d.IsZero():
		return "no day"
	case d.Year() != storyYear:
		return d.Long("en")
	}
	return fmt.Sprintf("%s %d %s", d.Weekday().String()[:3], d.Day(), d.Month())
}
