package daemon

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"klachtd/internal/dossier"
	"klachtd/internal/intake"
	"klachtd/internal/letter"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/proof"
	"klachtd/internal/store"
)

// change is one input to one case, on its way through handle.
type change struct {
	box   *box
	c     dossier.Case
	in    procedure.Input
	ctx   procedure.Context
	mail  *message.Message // the message behind the input, nil for time and servers
	sends []string         // addresses whose letters answer outside mail at once: counted by the limits
	press *press           // where its letters are made; nil: on the spot
	depth int              // how many orders led to it
}

// handle is the one way in which a case changes: decide, append the events, render the letters to their final
// bytes, put them in the outbox, index the next moment. All of it in tx, so all of it or nothing (rule 2).
func (d *Daemon) handle(tx *store.Tx, ch *change) error {
	d.atHome(ch)
	r, err := d.regulation(tx, ch.box, ch.c.Procedure.Hash)
	if err != nil {
		return err
	}
	if err := d.inform(tx, r, ch); err != nil {
		return err
	}
	decided := d.decideCase(r, ch)
	events := decided.Events
	opened, err := d.prepare(tx, ch, decided)
	if err != nil {
		return err
	}
	ch.c = ch.c.Clone()
	for i := range events {
		if q, ok := events[i].Body.(dossier.LetterQueued); ok {
			q.Duty.MessageID = d.messageID(ch.box, ch.ref(), q.Duty)
			events[i].Body = q
		}
		ch.c.Apply(events[i])
	}
	if err := tx.Append(ch.c.Ref, events); err != nil {
		return fmt.Errorf("append to %s: %w", ch.c.Number, err)
	}
	for _, e := range events {
		if err := d.follow(tx, r, ch, e); err != nil {
			return err
		}
	}
	if err := d.remember(tx, ch, events); err != nil {
		return err
	}
	if err := d.refile(tx, r, ch); err != nil {
		return err
	}
	if err := d.schedule(tx, r, ch); err != nil {
		return err
	}
	return d.carry(tx, ch, decided.Orders, opened)
}

// atHome judges a change in the mailbox of its case, by whatever mailbox it came: people may have roles in one of them only,
// and the case's letters leave from there.
func (d *Daemon) atHome(ch *change) {
	if home := d.box(ch.c.Mailbox); opening(ch.in) == nil && home != ch.box {
		ch.box, ch.ctx = home, d.context(home, ch.ctx.Now, ch.ctx.Arrived, ch.ctx.Limited)
	}
}

// ref is the case's number inside; a case that is being opened has it in its input only.
func (ch *change) ref() dossier.Ref {
	if o := opening(ch.in); o != nil {
		return o.Ref
	}
	return ch.c.Ref
}

// opening is what an input knows of the case that it opens; nil when it opens none.
func opening(in procedure.Input) *procedure.Opening {
	switch in := in.(type) {
	case procedure.Message:
		return in.Opens
	case procedure.Command:
		return in.Opens
	}
	return nil
}

// follow does what an event asks of the store besides being kept: a letter, an address, a thread.
func (d *Daemon) follow(tx *store.Tx, r *procedure.Regulation, ch *change, e dossier.Event) error {
	switch b := e.Body.(type) {
	case dossier.LetterQueued:
		return d.post(tx, r, ch, b.Duty)
	case dossier.PartyAdded:
		return d.knowParty(tx, ch.c.Ref, b.Party)
	case dossier.PartyChanged:
		return d.knowParty(tx, ch.c.Ref, b.Party)
	case dossier.Received:
		return d.knowThread(tx, ch.c.Ref, b.Mail.MessageID, e.By.Party)
	case dossier.Filed:
		return d.knowThread(tx, ch.c.Ref, b.Mail.MessageID, e.By.Party)
	case dossier.MeasureSet:
		return tx.PutMeasure(b.Measure.ID, ch.c.Ref)
	}
	return nil
}

func (d *Daemon) knowParty(tx *store.Tx, ref dossier.Ref, p dossier.Party) error {
	if p.Address != "" {
		if err := tx.PutAddress(p.Address, ref); err != nil {
			return err
		}
	}
	return d.knowThread(tx, ref, p.Thread, p.ID)
}

func (d *Daemon) knowThread(tx *store.Tx, ref dossier.Ref, id string, party dossier.PartyID) error {
	if id == "" {
		return nil
	}
	return tx.PutThread(id, store.Thread{Case: ref, Party: party})
}

// schedule indexes the next moment of a case: one row, whatever happened.
func (d *Daemon) schedule(tx *store.Tx, r *procedure.Regulation, ch *change) error {
	var next time.Time
	for _, e := range r.Agenda(&ch.c, ch.ctx) {
		if at := d.moment(e, ch.ctx); next.IsZero() || at.Before(next) {
			next = at
		}
	}
	return tx.SetDue(ch.c.Ref, next)
}

// moment is when an entry is carried out: letters of time leave in a window of letters.hours, the first that is open.
func (d *Daemon) moment(e procedure.Entry, ctx procedure.Context) time.Time {
	at := e.At(ctx)
	if e.Kind == procedure.EntryEnd || e.Kind == procedure.EntryKeep {
		return at
	}
	if at.Before(ctx.Now) {
		at = ctx.Now
	}
	return d.o.Calendars.Office.NextWindow(at, d.o.Hours, d.o.Location)
}

// regulation is the one under which a case began; a new case gets the one of its mailbox.
func (d *Daemon) regulation(tx *store.Tx, b *box, hash string) (*procedure.Regulation, error) {
	if hash == "" || hash == b.Regulation.Hash {
		return b.Regulation, nil
	}
	for _, other := range d.boxes {
		if other.Regulation.Hash == hash {
			return other.Regulation, nil
		}
	}
	return d.older(tx, hash)
}

func digest(sum [32]byte) string { return "sha256:" + hex.EncodeToString(sum[:]) }

// handleMail reads one message, changes what it is about, and says where it ended: every UID ends in exactly one
// outcome (rule 5).
func (d *Daemon) handleMail(tx *store.Tx, b *box, p parsed, now time.Time) (outcome, error) {
	m, err := tx.Mail(p.id)
	if err != nil {
		return outcome{}, fmt.Errorf("message %s: %w", p.id, err)
	}
	if m.Outcome != "" {
		return outcome{id: p.id, what: m.Outcome}, nil // decided before an answer got lost
	}
	first, seen, err := tx.ContentSeen(b.Name, p.m.ContentDigest(p.raw), p.id)
	if err != nil {
		return outcome{}, err
	}
	mail := intake.Mail(p.m, p.id, m.Arrived, digest(m.Digest))
	read, err := d.read(tx, b, p.m, mail)
	if err != nil {
		return outcome{}, fmt.Errorf("read message %s: %w", p.id, err)
	}
	if seen && first != p.id && (read.Command == nil || read.Command.Opens != nil) {
		return d.ignore(tx, b, p, intake.WhyDuplicate, now)
	}
	if read.Command != nil {
		if answer, err := d.readCommand(tx, b, p, m, &read, now); err != nil {
			return outcome{}, err
		} else if !answer {
			return d.ignore(tx, b, p, intake.WhyDuplicate, now)
		}
	}
	if m.Partial {
		read.Input.Tasks = append(read.Input.Tasks, dossier.TaskTooBig)
	}
	if err := d.suspect(tx, b, p, read, now); err != nil {
		return outcome{}, err
	}
	switch read.Place {
	case intake.PlaceIgnored:
		return d.ignore(tx, b, p, read.Why, now)
	case intake.PlaceTray:
		return d.putAside(tx, b, p, m, read, now)
	case intake.PlaceCandidate:
		return d.candidate(tx, b, p, read, now)
	case intake.PlaceLetter:
		return d.reported(tx, b, p, read, now)
	case intake.PlaceRules:
		return d.sendRules(tx, b, p, m, read, now)
	case intake.PlaceOffice:
		return d.officeMail(tx, b, p, m, read, now)
	}
	return d.intoCase(tx, b, p, m, read, now)
}

// intoCase files a message in its case, or opens one with it.
func (d *Daemon) intoCase(
	tx *store.Tx, b *box, p parsed, m store.Mail, read intake.Reading, now time.Time,
) (outcome, error) {
	ch := &change{box: b, mail: p.m, press: p.press}
	limited, err := d.limited(tx, read, now)
	if err != nil {
		return outcome{}, err
	}
	if read.Place == intake.PlaceNew {
		if limited.Untold, err = d.flooding(tx, b, read.Input.Opens, now); err != nil {
			return outcome{}, err
		}
	}
	ch.ctx = d.context(b, now, m.Arrived, limited)
	if done, refused, err := d.refusedNote(tx, ch, p, m, read, now); err != nil || refused {
		return done, err
	}
	if ch.in, err = d.input(tx, &read, limited); err != nil {
		return outcome{}, err
	}
	if read.Place != intake.PlaceNew {
		if ch.c, err = tx.Case(read.Case); err != nil {
			return outcome{}, fmt.Errorf("case of message %s: %w", p.id, err)
		}
	}
	ch.sends = answers(read)
	if err := d.handle(tx, ch); err != nil {
		return outcome{}, fmt.Errorf("message %s: %w", p.id, err)
	}
	ref, number := ch.c.Ref, ch.c.Number
	if _, err := d.confirm(tx, b, p, read, ref, now); err != nil {
		return outcome{}, fmt.Errorf("code in message %s: %w", p.id, err)
	}
	folder, err := d.shelf(tx, b, ref)
	if err != nil {
		return outcome{}, err
	}
	if m.Partial {
		folder = "" // the original stays where it is: only its beginning was taken in (DESIGN 10.18)
	}
	err = tx.Settle(p.id, store.Settled{At: now, Outcome: store.OutcomeDossier, Case: ref, Folder: folder})
	return outcome{id: p.id, what: store.OutcomeDossier, number: number}, err
}

// input is what a reading brings to its case: its commands when it has any. A case that it opens gets its number now.
func (d *Daemon) input(tx *store.Tx, read *intake.Reading, limited procedure.Limited) (procedure.Input, error) {
	var in procedure.Input = read.Input
	if cmd := read.Command; cmd != nil {
		vouched := cmd.From.Staff && cmd.Proof.Verdict == string(proof.Pass) // the limits are for mail that anybody can have written
		if limited.Sender != "" && cmd.Automatic == "" && !vouched {
			cmd.Automatic = limited.Sender
		}
		in = *cmd
	}
	o := opening(in)
	markUnmailable(o, read.Input.Supplies)
	if read.Command != nil && read.Command.Bare != nil {
		markUnmailable(read.Command.Bare.Opens, nil)
	}
	if o == nil {
		return in, nil
	}
	ref, number, err := tx.NewCase(d.o.Prefix, o.Received.Year())
	if err != nil {
		return nil, fmt.Errorf("number a case: %w", err)
	}
	o.Ref, o.Number = ref, number
	return in, nil
}

// markUnmailable notes whose address no mail can be sent to (a quoted local part, an address literal): a complaint is
// none the worse for it, but its letters have to be printed.
func markUnmailable(o *procedure.Opening, s *procedure.Supply) {
	var people []*procedure.Found
	if o != nil {
		people = append(people, o.Complainant, o.Receiver)
	}
	if s != nil {
		people = append(people, s.Complainant)
	}
	unmailable(people...)
}

func unmailable(people ...*procedure.Found) {
	for _, f := range people {
		if f != nil {
			f.NoMail = f.Address != "" && !letter.Mailable(f.Address)
		}
	}
}

// answers are the outside addresses to which a letter at once would go.
func answers(read intake.Reading) []string {
	var to []string
	for _, a := range []string{read.Sender, read.Answered} {
		if a != "" && !slices.Contains(to, a) {
			to = append(to, a)
		}
	}
	return to
}

func (d *Daemon) ignore(tx *store.Tx, b *box, p parsed, why intake.Reason, now time.Time) (outcome, error) {
	err := tx.Settle(p.id, store.Settled{At: now, Outcome: store.OutcomeIgnored, Reason: string(why), Folder: b.Handled})
	return outcome{id: p.id, what: store.OutcomeIgnored, reason: string(why)}, err
}

// reported takes in a delivery report about one of our letters.
func (d *Daemon) reported(tx *store.Tx, b *box, p parsed, read intake.Reading, now time.Time) (outcome, error) {
	if read.Case == 0 {
		err := d.office(tx, b, procedure.Delivered{Delivery: read.Delivery}, now)
		if err != nil {
			return outcome{}, err
		}
		return d.ignore(tx, b, p, "report_on_notice", now)
	}
	c, err := tx.Case(read.Case)
	if err != nil {
		return outcome{}, fmt.Errorf("case of message %s: %w", p.id, err)
	}
	ch := &change{box: b, c: c, in: read.Delivery, mail: p.m, ctx: d.context(b, now, now, procedure.Limited{})}
	if err := d.handle(tx, ch); err != nil {
		return outcome{}, err
	}
	folder, err := d.shelf(tx, b, c.Ref)
	if err != nil {
		return outcome{}, err
	}
	err = tx.Settle(p.id, store.Settled{At: now, Outcome: store.OutcomeDossier, Case: c.Ref, Folder: folder})
	return outcome{id: p.id, what: store.OutcomeDossier, reason: "delivery_report", number: c.Number}, err
}

// delivered takes in what an SMTP server answered.
func (d *Daemon) delivered(tx *store.Tx, r result) error {
	if err := tx.SetLetter(r.letter.ID, r.state); err != nil {
		return fmt.Errorf("letter %s: %w", r.letter.ID, err)
	}
	if r.what == "" {
		return nil // tried again later: nothing changed for anybody
	}
	in := procedure.Delivery{Duty: r.letter.Duty, What: r.what, Reply: r.state.Reply, Since: leaves(r.letter)}
	if r.letter.Ref == 0 {
		return d.office(tx, r.box, procedure.Delivered{Delivery: in}, r.state.At)
	}
	c, err := tx.Case(r.letter.Ref)
	if errors.Is(err, store.ErrDestroyed) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("case of letter %s: %w", r.letter.ID, err)
	}
	ctx := d.context(d.box(c.Mailbox), r.state.At, r.state.At, procedure.Limited{})
	if err := d.handle(tx, &change{box: d.box(c.Mailbox), c: c, in: in, ctx: ctx}); err != nil {
		return err
	}
	return d.destroyLater(tx, r.letter.Ref, r.state.At)
}
