package daemon

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// Limits of mail with commands.
const (
	CommandMaxAge = 30 * 24 * time.Hour // older mail gives none: somebody moved it back into the inbox
	MaxWaiting    = 5                   // mails of one person that wait for a code in one case; further ones are filed only
	MaxUnproved   = 20                  // mails with commands in 24 hours that one person is answered without proof, in all cases
	MaxRefuted    = 10                  // mails with commands in 24 hours and a mailbox of which somebody is told that they are forged
)

// outcomeOffice is why a mail is in no case that gave the office a command or a code. The contract has no outcome of its
// own for it.
const outcomeOffice intake.Reason = "office_command"

// officeMail takes in a mail with commands, or a code, that belongs to no case.
func (d *Daemon) officeMail(
	tx *store.Tx, b *box, p parsed, m store.Mail, read intake.Reading, now time.Time,
) (outcome, error) {
	if confirmed, err := d.confirm(tx, b, p, read, 0, now); err != nil || confirmed {
		if err != nil {
			return outcome{}, err
		}
		return d.ignore(tx, b, p, outcomeOffice, now)
	}
	if read.Command == nil {
		return d.putAside(tx, b, p, m, read, now)
	}
	if err := d.steerOffice(tx, b, p.m, *read.Command, now); err != nil {
		return outcome{}, fmt.Errorf("message %s: %w", p.id, err)
	}
	return d.ignore(tx, b, p, outcomeOffice, now)
}

// steerOffice carries out commands to the office.
func (d *Daemon) steerOffice(tx *store.Tx, b *box, m *message.Message, cmd procedure.Command, now time.Time) error {
	in, err := d.steering(tx, b, cmd, now)
	if err != nil {
		return fmt.Errorf("commands to the office: %w", err)
	}
	if err := d.office(tx, b, in, now); err != nil || cmd.Done {
		return err
	}
	return tx.PutCommand(commandDigest(m, &cmd), now)
}

// suspect tells the coordinators when somebody uses a token of staff that is not his. Commands in the name of staff are
// told where they are refused.
func (d *Daemon) suspect(tx *store.Tx, b *box, p parsed, read intake.Reading, now time.Time) error {
	if read.Security != intake.SecurityToken {
		return nil
	}
	return d.office(tx, b, procedure.Suspicion{Why: string(read.Security), Mail: p.id}, now)
}

// readCommand prepares the commands of a mail for the decision: what was carried out before, or is too old, does
// nothing again. It returns false when the mail is not to be answered, either.
func (d *Daemon) readCommand(
	tx *store.Tx, b *box, p parsed, m store.Mail, read *intake.Reading, now time.Time,
) (bool, error) {
	cmd := read.Command
	if !cmd.Proof.Token && cmd.Proof.Verdict != proofPass {
		cmd.Flags = append(cmd.Flags, dossier.FlagUnproved)
	}
	digest := commandDigest(p.m, cmd)
	at, seen, err := tx.CommandSeen(digest)
	if err != nil {
		return false, err
	}
	old := now.Sub(m.Arrived) > CommandMaxAge || !p.m.Date.IsZero() && now.Sub(p.m.Date) > CommandMaxAge
	if !seen && !old {
		return true, d.crowded(tx, b, p, read, now)
	}
	cmd.Done, cmd.DoneOn = true, at
	told := sha256.Sum256(append([]byte("told\x00"), digest[:]...))
	if _, again, err := tx.CommandSeen(told); err != nil || again || cmd.Opens != nil {
		return false, err // one answer is enough: whoever replays a mail writes no letters with it
	}
	return true, tx.PutCommand(told, now)
}

// crowded makes a plain mail of commands that nothing proves where their sender was answered often enough without proof, or
// where many wait for a code already: else anybody who can write a colleague's address could fill his inbox with codes,
// transcripts and notices.
func (d *Daemon) crowded(tx *store.Tx, b *box, p parsed, read *intake.Reading, now time.Time) error {
	e := read.Command.Proof
	if e.Token && e.Verdict == proofPass || read.Place == intake.PlaceNew {
		return nil
	}
	full, err := d.answeredOften(tx, b, holder(p.m), e, now)
	if err != nil {
		return err
	}
	if !full {
		held, err := tx.HeldOf(read.Case, holder(p.m))
		if err != nil || len(held) < MaxWaiting {
			return err
		}
	}
	read.Command = nil // to the office it goes to the tray
	read.Input.Flags = append(read.Input.Flags, dossier.FlagUnproved)
	return nil
}

// answeredOften counts mails with commands that nothing proves, by their sender, and those that the server refutes, by
// the mailbox: the one sort is answered to who is named, of the other the coordinator is told.
func (d *Daemon) answeredOften(
	tx *store.Tx, b *box, who dossier.PersonID, e procedure.Evidence, now time.Time,
) (bool, error) {
	scope, most := "unproved:"+string(who), MaxUnproved
	switch {
	case e.Verdict == string(proof.Fail):
		scope, most = "refuted:"+b.Name, MaxRefuted
	case e.Verdict == proofPass, e.Token && e.Profile == string(proof.None):
		return false, nil
	}
	n, err := tx.Answers(scope, now.Add(-addressWindow))
	if err != nil || n >= most {
		return n >= most, err
	}
	return false, tx.CountAnswer(scope, now)
}

// proofPass is the verdict that vouches for a sender, as Evidence names it.
const proofPass = "pass"

// holder is for whom commands wait: whoever gave them, by address.
func holder(m *message.Message) dossier.PersonID {
	if m.From == nil {
		return ""
	}
	return dossier.PersonID(strings.ToLower(m.From.Address))
}

// commandDigest is what makes two mails the same commands: sender, day and hour, subject, and the lines with what
// stands behind and below them. Message-ID, Received and the like may differ.
func commandDigest(m *message.Message, cmd *procedure.Command) [32]byte {
	h := sha256.New()
	part := func(s string) {
		_ = binary.Write(h, binary.BigEndian, uint64(len(s)))
		h.Write([]byte(s))
	}
	part(string(holder(m)))
	part(m.Date.UTC().Format(time.RFC3339))
	part(m.Subject)
	for _, l := range cmd.Lines {
		part(l.Word)
		part(l.Rest)
		part(l.Args.Text)
	}
	return [32]byte(h.Sum(nil))
}

// remember notes that the commands of a mail were carried out, when they were: neither refused nor held.
func (d *Daemon) remember(tx *store.Tx, ch *change, events []dossier.Event) error {
	cmd, ok := ch.in.(procedure.Command)
	if !ok || cmd.Done || ch.mail == nil {
		return nil
	}
	for _, e := range events {
		if _, given := e.Body.(dossier.CommandGiven); given {
			return tx.PutCommand(commandDigest(ch.mail, &cmd), ch.ctx.Now)
		}
	}
	return nil
}

// inform completes an input with what its words may mean, and its context with what only the store knows.
func (d *Daemon) inform(tx *store.Tx, r *procedure.Regulation, ch *change) (err error) {
	switch in := ch.in.(type) {
	case procedure.Message:
		in.Recognised = recognised(r, ch.mail, in)
		ch.in = in
		if in.Opens != nil && in.Opens.Complainant != nil {
			ch.ctx.Related, err = d.related(tx, in.Opens.Ref, in.Opens.Complainant.Address)
		}
	case procedure.Command:
		if ch.ctx.NextMeasure, err = tx.NextMeasure(); err != nil {
			return fmt.Errorf("number a measure: %w", err)
		}
		var addresses []string
		for _, p := range ch.c.PartiesAs(dossier.RoleComplainant) {
			addresses = append(addresses, p.Address)
		}
		if in.Opens != nil && in.Opens.Complainant != nil {
			addresses = append(addresses, in.Opens.Complainant.Address)
		}
		ch.ctx.Related, err = d.related(tx, ch.ref(), addresses...)
	}
	return err
}

// recognised names what a mail may be by its own words, a withdrawal or a request for access: rules of the regulation. What
// staff who handle the case write says nothing of that kind.
func recognised(r *procedure.Regulation, m *message.Message, in procedure.Message) (names []string) {
	if m == nil || in.Machine || in.Receipt {
		return nil
	}
	text := m.Answer
	switch in.From.Role {
	case dossier.RoleHandler, dossier.RoleCoordinator, dossier.RoleDeputy:
		return nil
	}
	if in.Opens != nil {
		text = m.Subject + "\n" + words(m, true)
	}
	for _, rule := range r.Recognised(text) {
		if rule.Party == "" {
			names = append(names, rule.Name)
		}
	}
	if in.Opens == nil || in.Opens.Receiver == nil || in.Opens.Receiver.Person == "" {
		return names
	}
	for _, rule := range r.Recognised(m.Answer) { // what the colleague wrote himself
		if rule.Party != "" {
			names = append(names, rule.Name)
		}
	}
	return names
}

// related summarizes the other cases of complainants, the newest first.
func (d *Daemon) related(tx *store.Tx, ref dossier.Ref, addresses ...string) (list []procedure.Related, err error) {
	seen := map[dossier.Ref]bool{ref: true}
	for _, address := range addresses {
		if address == "" {
			continue
		}
		refs, err := tx.CasesOf(address, procedure.MaxRelated+1)
		if err != nil {
			return nil, err
		}
		for _, ref := range refs {
			if seen[ref] || len(list) >= procedure.MaxRelated {
				continue
			}
			seen[ref] = true
			other, err := tx.Case(ref)
			if errors.Is(err, store.ErrDestroyed) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("related case: %w", err)
			}
			if at, ok := other.PartyAt(address); ok && at.Role == dossier.RoleComplainant {
				list = append(list, summary(&other))
			}
		}
	}
	return list, nil
}

func summary(c *dossier.Case) procedure.Related {
	return procedure.Related{
		Ref: c.Ref, Number: c.Number, State: c.State, Category: c.Category, Outcome: c.Outcome, Received: c.Received,
		Closed: c.Closed,
	}
}
