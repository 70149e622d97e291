package intake

import (
	"klachtd/internal/dossier"
	"klachtd/internal/proof"
)

// code is the one-time code that a mail of a person holds who answers the letter that asked for one; "" when none. What
// a machine sends, which may quote the whole letter, holds none. Letters of the office are not known here: an answer to
// any of them may hold a code, and whoever waits for none does not look.
func (r *reader) code(c *dossier.Case, duty dossier.DutyID) string {
	if !r.readable() || duty == "" {
		return ""
	}
	if c != nil {
		if d := c.Duty(duty); d == nil || d.Letter != dossier.LetterOneTimeCode {
			return ""
		}
	}
	return proof.FindCode(r.m.Answer)
}

// blank says whether a person answers a letter that asked for a code, and gives none: whoever writes "akkoord" has to hear
// that it does nothing. Of a letter of the office it says only that it may be one.
func (r *reader) blank(c *dossier.Case, duty dossier.DutyID) bool {
	if !r.readable() || duty == "" || proof.FindCode(r.m.Answer) != "" {
		return false
	}
	if c == nil {
		return true
	}
	d := c.Duty(duty)
	return d != nil && d.Letter == dossier.LetterOneTimeCode
}
