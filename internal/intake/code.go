package intake

import (
	"strings"

	"klachtd/internal/dossier"
)

// CodeLength is how many letters and digits a one-time code has, without the hyphen or blank in its middle.
const CodeLength = 8

// MaxCodeLines is how many lines of an answer are searched for a code: it is the first thing that people write.
const MaxCodeLines = 10

// code finds the one-time code in an answer to the letter that holds one, "" when there is none. asked: the letter
// that is answered is known to be such a letter. Otherwise only what can be no word of a language counts.
func code(answer string, asked bool) string {
	lines, word := 0, ""
	for line := range strings.Lines(answer) {
		words := strings.FieldsFunc(strings.ToLower(line), func(c rune) bool { return notWord(c) || c == '.' || c == '#' || c == '*' })
		for i, w := range words {
			for _, candidate := range []string{w, joined(words, i)} {
				c, digits := plainCode(candidate)
				switch {
				case c == "":
				case digits:
					return c
				case asked && word == "" && (strings.Contains(candidate, "-") || len(words) == 1):
					word = c
				}
			}
		}
		if lines++; lines == MaxCodeLines {
			break
		}
	}
	return word
}

// joined is a code that is written in two groups with a blank between them.
func joined(words []string, i int) string {
	if i+1 == len(words) || len(words[i]) != CodeLength/2 || len(words[i+1]) != CodeLength/2 {
		return ""
	}
	return words[i] + "-" + words[i+1]
}

// plainCode takes the hyphens off a code. A day (2026-06-01) is none.
func plainCode(word string) (code string, digits bool) {
	if len(word) == len("2006-01-02") && strings.Count(word, "-") == 2 {
		return "", false
	}
	code = strings.ReplaceAll(strings.ReplaceAll(word, "-", ""), "\u2011", "")
	if len(code) != CodeLength {
		return "", false
	}
	for _, c := range code {
		switch {
		case '0' <= c && c <= '9':
			digits = true
		case 'a' <= c && c <= 'z':
		default:
			return "", false
		}
	}
	return code, digits
}

// code is the one-time code that a mail of somebody who may steer holds. A machine's answer, which may quote the whole
// letter, is none.
func (r *reader) code(c *dossier.Case, duty dossier.DutyID) string {
	if !r.readable() || duty == "" {
		return ""
	}
	asked := c == nil
	if c != nil {
		d := c.Duty(duty)
		if d == nil || d.Letter != dossier.LetterOneTimeCode {
			return ""
		}
		asked = true
	}
	return code(r.m.Answer, asked)
}
