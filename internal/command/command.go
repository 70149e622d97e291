// Package command reads the small language of staff mail.
//
// A command is a line of # and a known word, then what the word wants:
//
//	#toewijzen chris@voorbeeld.example
//	#uitstel 1 juni 2026
//	Wij wachten nog op het verslag van de beller.
//	#einde
//	deze regel leest niemand
//
// The rules of order:
//
//  1. What is read is the answer of a mail: what the sender wrote himself,
//     without quotes, forwards and signature. That is package message's work.
//  2. Reading begins at the first line that is not blank. If that is no
//     command, the mail has none. Blank lines between commands are passed
//     over, because mail programs put them there.
//  3. The first other line ends the reading. From there on everything is the
//     text of the last command, down to #einde (#end) or to the end. A command
//     below it is not read as one; it stands in Near as Below, for whoever
//     wrote it meant it, and the text would carry it to somebody else. So
//     does a command under a greeting (maxGreeting lines), rule 2 or not:
//     filed in silence, its writer would think that it was done.
//  4. Case and accents don't matter, nor blanks that don't break, nor a colon
//     behind the word, nor the curly quotes of word processors.
//  5. What only looks like a command never acts: another sign than #, letters
//     of another script, letters that don't show, a word that is nearly
//     right, or one that people say for it (#dicht for #sluiten). Such a line
//     ends the reading and stands in Near, with the word that was probably
//     meant, so that the mail can be refused with a hint.
//
// Each Dutch word has an English twin; Line.Word is always the Dutch one, so
// that nobody behind this package knows two. A Vocabulary is the words that
// are known; a regulation may add words of its own (NewVocabulary). Which of
// them it offers, to whom and in which state, is not known here. A party of a
// case has four words: all others are text in his mail (Few).
//
// Why no grammar with arguments: what stands behind a word depends on the act
// that a regulation makes of it, and people write it in any order. The act
// reads its own Rest.
package command

import (
	"slices"
	"strings"
)

// Limits of one mail.
const (
	MaxLines    = 50       // commands; the next one ends the reading and is told in Near
	maxGreeting = 3        // lines with text above a command that make it no command but are likely no text of their own
	maxInput    = 1 << 20  // bytes that are read
	maxRest     = 4 << 10  // bytes behind a word
	maxWord     = 64       // bytes of a word
	endWord     = "#einde" // ends the text
	sign        = '#'      // begins a command
	nbsp        = "\u00a0" // what HTML mail puts for blanks
	narrow      = "\u202f" // the narrow one of French keyboards
	blanks      = " \t\r\u00a0\u202f"
)

// A Line is one command.
type Line struct {
	Line    int    `json:"line"` // its line in the answer, the first is 1
	Word    string `json:"word"` // the Dutch word with its #
	Rest    string `json:"rest"` // what follows on the line, quotes straightened
	Written string `json:"-"`    // the word as the sender wrote it
}

// Near is a line that looks like a command but is none.
type Near struct {
	Line       int
	Written    string // its first word, as written
	Suggestion string // the word that was probably meant, "" when none is near
	Below      bool   // it is a command, below a text
}

// A Mail is what one answer says in the language.
type Mail struct {
	Lines []Line
	Text  string // of the last command; the whole answer when there is no command
	Near  []Near
}

// A parser is a Mail in the making.
type parser struct {
	Mail
	known *Vocabulary
}

// Lines gives the commands of an answer.
func Lines(answer string) []Line { return Parse(answer).Lines }

// Parse reads an answer with the words that every regulation knows.
func Parse(answer string) Mail { return standard.Parse(answer) }

// Parse reads an answer. It has no errors: what is no command is text.
func (v *Vocabulary) Parse(answer string) Mail {
	m := parser{known: v}
	answer = clip(answer, maxInput)
	text := make([]string, 0, 8)
	reading, number, above := true, 0, 0
	for s := range strings.SplitSeq(answer, "\n") {
		number++
		if reading && strings.Trim(s, blanks) == "" {
			continue
		}
		if reading {
			if reading = m.read(s, number); reading {
				if v.ends(s) {
					return m.Mail
				}
				continue
			}
		}
		if len(m.Lines) > 0 && v.ends(s) {
			break
		}
		if len(m.Lines) > 0 || above > 0 && above <= maxGreeting {
			m.below(s, number)
		}
		if strings.Trim(s, blanks) != "" {
			above++
		}
		text = append(text, strings.TrimRight(s, blanks))
	}
	m.Text = strings.Trim(strings.Join(text, "\n"), "\n")
	return m.Mail
}

// read takes one line above the text; false means that the text begins.
func (m *parser) read(s string, number int) bool {
	written, rest, ok := split(s)
	if !ok {
		m.miss(s, number)
		return false
	}
	word, known := m.known.Lookup(written)
	if known && word == endWord && len(m.Lines) == 0 {
		return false // it ends nothing
	}
	if !known || len(m.Lines) >= MaxLines {
		m.miss(s, number)
		return false
	}
	if word != endWord {
		m.Lines = append(m.Lines, Line{Line: number, Word: word, Rest: straighten(rest), Written: written})
	}
	return true
}

// miss notes a line that a person would take for a command.
func (m *parser) miss(s string, number int) {
	if m.known.few || !looksLike(s) {
		return
	}
	written := clip(firstWord(s), maxWord)
	suggestion, _ := m.known.Suggest(written)
	m.Near = append(m.Near, Near{Line: number, Written: written, Suggestion: suggestion})
}

// below notes a command that stands in the text of another, or under a greeting.
func (m *parser) below(s string, number int) {
	written, _, ok := split(s)
	if !ok || m.known.few || len(m.Near) >= MaxLines || slices.ContainsFunc(m.Near, func(n Near) bool { return n.Line == number }) {
		return
	}
	near := Near{Line: number, Written: written, Below: true}
	word, known := m.known.Lookup(written)
	if !known && len(m.Lines) == 0 {
		near.Suggestion, known = m.known.Suggest(written)
	}
	if known && word != endWord {
		m.Near = append(m.Near, near)
	}
}

// ends says whether s is the command that ends the text.
func (v *Vocabulary) ends(s string) bool {
	written, _, ok := split(s)
	if !ok {
		return false
	}
	word, known := v.Lookup(written)
	return known && word == endWord
}

// split takes a line apart: # and letters, then a blank or a colon or the end.
// A letter that does not show anywhere in the line makes it no command.
func split(s string) (written, rest string, ok bool) {
	s = strings.Trim(s, blanks)
	if len(s) < 2 || s[0] != sign || hasHidden(s) {
		return "", "", false
	}
	end := 1
	for end < len(s) && !strings.ContainsRune(blanks+":.,;!", runeAt(s, end)) {
		end += len(string(runeAt(s, end)))
	}
	written, rest = s[:end], strings.TrimLeft(s[end:], ":.,;!")
	if rest != "" && !strings.ContainsRune(blanks, runeAt(rest, 0)) || len(written) > maxWord {
		return "", "", false
	}
	return written, clip(strings.Trim(rest, blanks), maxRest), true
}

// firstWord gives the beginning of a line up to its first blank; a blank
// behind the sign is passed over.
func firstWord(s string) string {
	s = strings.Trim(s, blanks)
	if f := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(blanks, r) }); len(f) > 1 && len([]rune(f[0])) == 1 {
		return f[0] + f[1]
	} else if len(f) > 0 {
		return f[0]
	}
	return s
}

// straighten undoes what word processors do to quotes, blanks and hyphens.
func straighten(s string) string {
	return straight.Replace(s)
}

var straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`,
	"‘", "'", "’", "'", "‚", "'", "‛", "'", nbsp, " ", narrow, " ", "\u2011", "-", "\u2010", "-")

// clip shortens s to at most n bytes at a rune's edge.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
