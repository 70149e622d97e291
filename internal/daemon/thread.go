package daemon

import "klachtd/internal/dossier"

// MaxThread is how many ids of its thread a letter names, the newest ones.
const MaxThread = 20

// thread finds the recipient's own thread: what that party wrote and what we wrote to it, nobody else's ids
// (rule 10). The last id is the one that the letter answers.
func thread(c *dossier.Case, duty dossier.Duty) (inReplyTo string, references []string) {
	add := func(id string) {
		if id != "" && (len(references) == 0 || references[len(references)-1] != id) {
			references = append(references, id)
		}
	}
	mine := func(to dossier.Recipient) bool {
		return to.Party == duty.To.Party && to.Person == duty.To.Person
	}
	if p, ok := c.Party(duty.To.Party); ok {
		add(p.Thread)
	}
	for _, e := range c.Journal {
		switch b := e.Body.(type) {
		case dossier.Filed:
			if e.By.Party != "" && e.By.Party == duty.To.Party {
				add(b.Mail.MessageID)
			}
		case dossier.LetterQueued:
			if b.Duty.ID != duty.ID && mine(b.Duty.To) {
				add(b.Duty.MessageID)
			}
		}
	}
	if len(references) > MaxThread {
		references = references[len(references)-MaxThread:]
	}
	if len(references) > 0 {
		inReplyTo = references[len(references)-1]
	}
	return inReplyTo, references
}
