package message

import (
	"slices"
	"strings"
)

// Absences whose words a person would write as well. What is around the words
// tells them apart.

// officeSubjects begin the subject of an answer, before a colon. A person who
// answers writes Re: there, and one who complains of absence answers nothing.
//
//	Subject: Niet aanwezig: Uitnodiging
//	In-Reply-To: <...>
var officeSubjects = []string{"niet op kantoor", "niet aanwezig", "buiten kantoor", "not in office", "nicht im büro", "nicht im haus"}

// holidaySubjects do so too, before the subject of our letter, which begins with
// the number of the case; else a person asks for another day.
//
//	Subject: Vakantie: [K2026-0118] Uitnodiging
var holidaySubjects = []string{"afwezigheid", "vakantie", "met vakantie", "op vakantie", "met verlof", "vacation", "on vacation", "on leave", "on holiday", "away",
	"urlaub", "im urlaub", "en congé", "en vacances", "absence", "absent", "absente"}

func answersAbsent(m *Message) bool {
	head, rest, ok := strings.Cut(strings.ToLower(m.Subject), ":")
	if !ok || len(m.InReplyTo) == 0 {
		return false
	}
	head = strings.Trim(head, " [(*\u00a0")
	return slices.Contains(officeSubjects, head) || slices.Contains(holidaySubjects, head) && strings.HasPrefix(strings.TrimSpace(rest), "[")
}

// notesAbsence knows the absence of Lotus Notes: the subject names a person.
//
//	Subject: Jan de Boer is out of the office.
//
//	I will be out of the office starting 08-06-2026 and will not return until 22-06-2026.
func notesAbsence(m *Message) bool {
	return strings.HasSuffix(strings.TrimRight(strings.ToLower(m.Subject), " ."), "is out of the office") &&
		strings.HasPrefix(strings.ToLower(strings.TrimSpace(clip(m.Text, 200))), "i will be out of the office")
}
