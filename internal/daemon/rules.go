package daemon

import (
	"fmt"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/letter"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// whyRules is why a mail is in no case whose sender got the regulation.
const whyRules intake.Reason = "rules_asked"

// sendRules answers who asks for the regulation. What the limits on letters forbid, waits for a person.
func (d *Daemon) sendRules(tx *store.Tx, b *box, p parsed, m store.Mail, read intake.Reading, now time.Time) (outcome, error) {
	reason, err := d.limit(tx, read.Sender, now)
	if err != nil {
		return outcome{}, err
	}
	if reason != "" || !letter.Mailable(read.Sender) {
		return d.putAside(tx, b, p, m, read, now)
	}
	if err := d.office(tx, b, procedure.RulesAsked{By: dossier.PersonID(read.Sender), Mail: p.id}, now); err != nil {
		return outcome{}, fmt.Errorf("send the regulation for message %s: %w", p.id, err)
	}
	if err := d.countOne(tx, read.Sender, now); err != nil {
		return outcome{}, err
	}
	return d.ignore(tx, b, p, whyRules, now)
}

// rulesLetter gives the letter with the regulation its place in the asker's own thread. It has no token: who answers it
// begins something new.
func (d *Daemon) rulesLetter(tx *store.Tx, in *letter.Input) error {
	if in.Duty.Letter != dossier.LetterProcedureText || in.Case.Ref != 0 {
		return nil
	}
	in.ReplyTo, in.Auto = "", letter.AutoReplied
	raw, err := tx.RawMail(in.Duty.About)
	if err != nil {
		return fmt.Errorf("message %s: %w", in.Duty.About, err)
	}
	if id := message.Parse(raw).MessageID; id != "" {
		in.InReplyTo, in.References = id, []string{id}
	}
	return nil
}
