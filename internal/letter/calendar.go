package letter

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"
)

// Of a calendar entry.
const (
	entryLength  = time.Hour // how long a talk is taken to last
	maxEntryLine = 75        // bytes of a line before it is folded (RFC 5545 section 3.1)
	utcForm      = "20060102T150405Z"
	calendarFile = "afspraak.ics"
)

// CalendarEntry makes the calendar entry of an invitation from the moment and place that its duty names; ok is false
// when they name no day and hour, or when the letter invites nobody (RFC 5545).
//
// It is published, not requested (RFC 5546 section 3.2.1): opened in a mail program it can be kept, and no program sends
// an answer of its own to it, which would come in as a reaction of the party. Times are in UTC, so that no time zone has
// to be described. No name of a person stands in it, and its UID gives no token away: calendars are shared more widely
// than mail.
func (t *Templates) CalendarEntry(in Input) (f File, ok bool) {
	d := in.Duty.Details
	at, err := time.Parse("15:04", d.Time)
	if err != nil || d.Date.IsZero() || in.Duty.Letter != "hearing_invitation" && in.Duty.Letter != "meeting_invitation" {
		return File{}, false
	}
	w := t.words[language(in.Language)]
	start := d.Date.At(at.Hour(), at.Minute(), in.Date.Location()).UTC()
	_, host, _ := strings.Cut(in.From.Address, "@")
	sum := sha256.Sum256([]byte("calendar\x00" + messageID(in.MessageID)))
	title := w.say("frame", "talk")
	if in.Case.Number != "" {
		title += " " + string(in.Case.Number)
	}
	var b strings.Builder
	put := func(name, value string) { b.WriteString(folded(name+value) + "\r\n") }
	put("BEGIN:", "VCALENDAR")
	put("VERSION:", "2.0")
	put("PRODID:", "-//klachtd//letters//NL")
	put("METHOD:", "PUBLISH")
	put("BEGIN:", "VEVENT")
	put("UID:", hex.EncodeToString(sum[:16])+"@"+escapeText(host))
	put("DTSTAMP:", in.Date.UTC().Format(utcForm))
	put("DTSTART:", start.Format(utcForm))
	put("DTEND:", start.Add(entryLength).Format(utcForm))
	put("SUMMARY:", escapeText(line(title, 120)))
	if d.Place != "" {
		put("LOCATION:", escapeText(line(d.Place, 200)))
	}
	if Mailable(in.From.Address) {
		put(`ORGANIZER;CN="`+strings.ReplaceAll(displayName(fromName(&in)), `"`, "")+`":mailto:`, in.From.Address)
	}
	put("CLASS:", "PRIVATE")
	put("END:", "VEVENT")
	put("END:", "VCALENDAR")
	return File{Name: calendarFile, Type: "text/calendar; method=PUBLISH", Data: []byte(b.String())}, true
}

var textEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// escapeText writes a value of type TEXT (RFC 5545 section 3.3.11).
func escapeText(s string) string { return textEscapes.Replace(lineEnds.Replace(s)) }

// folded breaks a line that is too long, between runes (RFC 5545 section 3.1).
func folded(s string) string {
	var b strings.Builder
	room := maxEntryLine
	for _, r := range s {
		n := utf8.RuneLen(r)
		if n > room {
			b.WriteString("\r\n ")
			room = maxEntryLine - 1
		}
		room -= n
		b.WriteRune(r)
	}
	return b.String()
}

// TextFile makes an enclosure of lines below a title: statements, a complaint, the index of a dossier. It holds words of
// strangers as plain text and nothing that a program would carry out; controls are shown as <U+202E>.
func TextFile(name, title string, lines []string) File {
	var b strings.Builder
	if title = line(title, 200); title != "" {
		b.WriteString(title + "\r\n" + strings.Repeat("=", utf8.RuneCountInString(title)) + "\r\n\r\n")
	}
	for _, l := range lines {
		for part := range strings.SplitSeq(lineEnds.Replace(strings.ToValidUTF8(l, "\uFFFD")), "\n") {
			b.WriteString(strings.TrimRight(visible(part), " ") + "\r\n")
		}
	}
	return File{Name: safeFileName(name), Type: "text/plain", Data: []byte(b.String())}
}
