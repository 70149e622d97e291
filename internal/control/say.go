package control

import (
	"fmt"
	"strings"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// Say tells an event of a case in one line of English, without its date and article. Everything in it is cleaned.
func Say(c *dossier.Case, e dossier.Event) string {
	return Clean(say(c, e))
}

func say(c *dossier.Case, e dossier.Event) string {
	doc := Entry(c, e)
	switch b := e.Body.(type) {
	case dossier.Received:
		return fmt.Sprintf("a %s came in by %s%s", b.Kind, b.Channel, about(doc.Message))
	case dossier.Filed:
		return "filed in the dossier" + about(doc.Message) + flags(b.Flags)
	case dossier.LetterDrafted:
		return fmt.Sprintf("%s: %s%s", letter(doc), drafted[b.Duty.State], because(b.Duty.Reason))
	case dossier.LetterSuppressed:
		return letter(doc) + ": not sent by itself" + because(b.Duty.Reason)
	case dossier.LetterQueued:
		return letter(doc) + ": queued"
	case dossier.LetterAccepted:
		return letter(doc) + ": accepted" + because(b.SMTP)
	case dossier.LetterRefused:
		return letter(doc) + ": refused" + because(b.SMTP)
	case dossier.LetterUnknown:
		return letter(doc) + ": the server's answer was lost; it is sent again"
	case dossier.LetterBounced:
		return letter(doc) + ": came back undelivered" + because(b.Status)
	case dossier.LetterWaived:
		return letter(doc) + ": no longer owed"
	}
	return sayRest(c, e, doc)
}

// drafted says what a letter that does not leave by itself waits for.
var drafted = map[dossier.DutyState]string{
	dossier.DutyPlanned: "planned",
	dossier.DutyDraft:   "waits for release",
	dossier.DutyHeld:    "waits for a confirmation",
	dossier.DutyToPrint: "to be printed and posted",
	dossier.DutyWaived:  "left out",
}

func sayRest(c *dossier.Case, e dossier.Event, doc EntryDoc) string {
	switch b := e.Body.(type) {
	case dossier.TermOpened:
		return fmt.Sprintf("term %s: to %s", b.Term.Name, Long(b.Term.Due))
	case dossier.TermExtendedTo:
		return fmt.Sprintf("term %s: extended to %s", b.Term, Long(b.Due)) + because(b.Reason)
	case dossier.TermMet:
		return fmt.Sprintf("term %s: met%s", b.Term, inTime(c, b))
	case dossier.TermHasPassed:
		return fmt.Sprintf("term %s: passed on %s", b.Term, Long(b.On))
	case dossier.StateChanged:
		if b.Outcome != "" {
			return fmt.Sprintf("the case is now %s: %s", b.State, b.Outcome)
		}
		return fmt.Sprintf("the case is now %s", b.State)
	case dossier.PartyAdded:
		return fmt.Sprintf("%s: %s", b.Party.Role, who(b.Party.Name, b.Party.Address))
	case dossier.PartyChanged:
		return fmt.Sprintf("%s is now %s", b.Party.Role, who(b.Party.Name, b.Party.Address))
	case dossier.FactSet:
		return fmt.Sprintf("%s: %s", spaced(b.Field), strings.Join(b.Values, ", "))
	case dossier.Noted:
		return "note: " + b.Text
	case dossier.TaskOpened:
		return fmt.Sprintf("task for the %s: %s", b.Task.For, task(b.Task))
	case dossier.TaskDone:
		return fmt.Sprintf("done: %s", spaced(string(doc.Task)))
	case dossier.Recorded:
		return sayRecord(b, doc)
	}
	if s := sayCommand(e); s != "" {
		return s
	}
	return sayTie(e)
}

func letter(doc EntryDoc) string { return fmt.Sprintf("%s to %s", doc.Letter, doc.To) }

func about(m *MessageDoc) string {
	if m == nil {
		return ""
	}
	s := " without a subject"
	if m.Subject != "" {
		s = fmt.Sprintf(": “%s”", m.Subject)
	}
	if n := len(m.Attachments); n > 0 {
		s += fmt.Sprintf(" (%s)", count(n, "attachment"))
	}
	return s
}

func because(reason string) string {
	if reason == "" {
		return ""
	}
	return " (" + spaced(reason) + ")"
}

func flags(list []dossier.Flag) string {
	words := make([]string, len(list))
	for i, f := range list {
		words[i] = string(f)
	}
	return because(strings.Join(words, ", "))
}

func task(t dossier.Task) string {
	s := spaced(string(t.Kind))
	if t.Letter != "" {
		s += " " + string(t.Letter)
	}
	return s + because(t.Reason)
}

// inTime says whether a term was met before its end.
func inTime(c *dossier.Case, b dossier.TermMet) string {
	t := c.Term(b.Term)
	switch {
	case t == nil || t.Due.IsZero():
		return ""
	case b.On.After(t.Due):
		return ", late"
	}
	return ", in time"
}

// who names a person for a line.
func who(name, address string) string {
	switch {
	case name == "" && address == "":
		return "somebody unknown"
	case name == "":
		return address
	case address == "":
		return name
	}
	return name + " <" + address + ">"
}

// spaced makes words of an identifier; a text with spaces in it, such as a server's reply, stays as it is.
func spaced(s string) string {
	if strings.Contains(s, " ") {
		return s
	}
	return strings.ReplaceAll(s, "_", " ")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Long is a date as listings show it: Thu 2026-04-02, "-" when there is none.
func Long(d calendar.Date) string {
	if d.IsZero() {
		return "-"
	}
	return d.Weekday().String()[:3] + " " + d.String()
}

// clock is an instant as listings show it.
func clock(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(loc).Format("Mon 2006-01-02 15:04")
}

// minute is clock without the day of the week, for tables with little room.
func minute(t time.Time, loc *time.Location) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(loc).Format("2006-01-02 15:04")
}
