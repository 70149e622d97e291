package daemon

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// hold remembers that the commands of a mail wait for a code that leaves with this letter. The same letter again, after
// a wrong code, gives neither more time nor more tries.
func (d *Daemon) hold(tx *store.Tx, ch *change, duty dossier.Duty) error {
	if duty.Letter != dossier.LetterOneTimeCode || duty.Details.Held == "" {
		return nil
	}
	to, _, _ := d.addressee(ch, duty)
	who := dossier.PersonID(strings.ToLower(to.Address))
	before, waits, err := tx.Held(duty.Details.Held)
	if err != nil || waits && before.Person == who {
		return err
	}
	err = tx.PutHeld(store.Held{
		Mail: duty.Details.Held, Case: ch.c.Ref, Person: who, Until: ch.ctx.Now.Add(proof.CodeHours * time.Hour).UTC(),
	})
	if err != nil {
		return fmt.Errorf("hold message %s: %w", duty.Details.Held, err)
	}
	return nil
}

// confirm looks whether a mail brings the code for which earlier commands of the same person wait, and carries those
// out, judged anew; true when it did anything. A wrong code, or an answer without any, is counted and answered with the letter again; after
// proof.CodeTries of them, or when it is too late, the commands are refused. Everything goes to the registered address
// only, and a mail that nobody wrote, or whose sender the server refutes, confirms nothing.
func (d *Daemon) confirm(
	tx *store.Tx, b *box, p parsed, read intake.Reading, ref dossier.Ref, now time.Time,
) (bool, error) {
	if read.Code == "" && !read.NoCode || read.Command != nil || p.m.Kind != message.KindHuman || read.Proof.Verdict == string(proof.Fail) {
		return false, nil
	}
	waiting, err := tx.HeldOf(ref, holder(p.m))
	if err != nil || len(waiting) == 0 {
		return false, err
	}
	if read.NoCode {
		if ref == 0 {
			o, err := tx.Office()
			if duty := o.Duty(read.Input.Answers); err != nil || duty == nil || duty.Letter != dossier.LetterOneTimeCode {
				return false, err
			}
		}
		return true, d.wrongCode(tx, b, waiting[len(waiting)-1], true, now)
	}
	for _, h := range waiting {
		if d.keys.KnowsCode(read.Code, uint32(ref), string(h.Mail), string(h.Person)) {
			return true, d.confirmed(tx, b, h, now)
		}
	}
	return true, d.wrongCode(tx, b, waiting[len(waiting)-1], false, now)
}

// confirmed carries out what waited, when the code came in time. Gates and roles are judged as they are now.
func (d *Daemon) confirmed(tx *store.Tx, b *box, h store.Held, now time.Time) error {
	if err := tx.DropHeld(h.Mail); err != nil {
		return err
	}
	late := now.After(h.Until) || h.Tries >= proof.CodeTries
	return d.heldAgain(tx, b, h, now, func(cmd *procedure.Command, giver dossier.PersonID) {
		if late {
			cmd.Proof.Spent = true
			return
		}
		cmd.Proof.Code, cmd.Proof.Second = true, h.Person != giver
	})
}

// wrongCode counts an answer that is not the code, or with blank set none at all.
func (d *Daemon) wrongCode(tx *store.Tx, b *box, h store.Held, blank bool, now time.Time) error {
	tries, err := tx.CountTry(h.Mail)
	if err != nil {
		return fmt.Errorf("count a code: %w", err)
	}
	over := tries >= proof.CodeTries || now.After(h.Until)
	if over {
		if err := tx.DropHeld(h.Mail); err != nil {
			return err
		}
	}
	return d.heldAgain(tx, b, h, now, func(cmd *procedure.Command, giver dossier.PersonID) {
		cmd.Proof.Wrong, cmd.Proof.Blank, cmd.Proof.Spent = true, blank, over
		cmd.Proof.Code = !over && h.Person != giver // the second person's code is still to come
	})
}

// heldAgain reads the mail whose commands wait once more, and decides them on what is proved now.
func (d *Daemon) heldAgain(
	tx *store.Tx, b *box, h store.Held, now time.Time, prove func(cmd *procedure.Command, giver dossier.PersonID),
) error {
	stored, err := tx.Mail(h.Mail)
	if err != nil {
		return fmt.Errorf("message %s: %w", h.Mail, err)
	}
	raw, err := tx.RawMail(h.Mail)
	if errors.Is(err, store.ErrDestroyed) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("message %s: %w", h.Mail, err)
	}
	m := message.Parse(raw)
	read, err := d.read(tx, b, m, intake.Mail(m, h.Mail, stored.Arrived, digest(stored.Digest)))
	if err != nil {
		return fmt.Errorf("read message %s: %w", h.Mail, err)
	}
	if read.Command == nil || read.Place == intake.PlaceCase && read.Case != h.Case {
		return nil // the roles of whoever gave it are gone since
	}
	cmd := *read.Command
	prove(&cmd, holder(m))
	if h.Case == 0 {
		return d.steerOffice(tx, b, m, cmd, now)
	}
	c, err := tx.Case(h.Case)
	if err != nil {
		return fmt.Errorf("case of message %s: %w", h.Mail, err)
	}
	if cmd.Opens != nil {
		cmd.Opens, cmd.Lines = nil, d.stillToDo(tx, b, &c, cmd.Lines) // it opened this case when it came
	}
	return d.handle(tx, &change{
		box: b, c: c, in: cmd, mail: m, ctx: d.context(b, now, stored.Arrived, procedure.Limited{}),
	})
}

// stillToDo leaves out the lines that opened the case.
func (d *Daemon) stillToDo(tx *store.Tx, b *box, c *dossier.Case, lines []procedure.Line) []procedure.Line {
	r, err := d.regulation(tx, b, c.Procedure.Hash)
	if err != nil {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l procedure.Line) bool {
		a := r.Act(l.Word)
		return a != nil && a.New && !slices.Contains(a.In, c.State)
	})
}
