package daemon

import (
	"errors"
	"fmt"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
	"klachtd/internal/letter"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// statements are the words that a letter carries, from the dossier: what a message says without what it quotes, or what
// was recorded. What goes to the other side goes as plain text (DESIGN 10.10); when the complainant's identity is
// withheld, nothing that names him stands in it.
func (d *Daemon) statements(tx *store.Tx, r *procedure.Regulation, ch *change, in *letter.Input) error {
	for _, src := range in.Duty.Details.Words {
		s, err := d.statement(tx, r, ch, src, in.Language)
		if err != nil {
			return err
		}
		if to := in.Duty.To.Party; to != "" && to != src.Party && !d.isStaff(in.Duty) {
			s.Text = contactless(s.Text)
		}
		if in.Duty.Details.Hidden {
			s.Text = withhold(s.Text, &ch.c)
			if p, ok := ch.c.Party(src.Party); ok && concealed(p) {
				s.Who = r.PartyTitle(p.Role, in.Language)
			}
		}
		if s.Text != "" {
			in.Statement = append(in.Statement, s)
		}
	}
	if in.Duty.Letter == dossier.LetterTranscript {
		if err := d.drafted(tx, r, ch, in); err != nil {
			return err
		}
	}
	in.Draft, in.Memo = d.lastText(ch, "draft", in), d.lastText(ch, "memo", in)
	return nil
}

// drafted adds to a transcript what the letters will tell that the command put up: whoever releases one sees first what
// the other side would read.
func (d *Daemon) drafted(tx *store.Tx, r *procedure.Regulation, ch *change, in *letter.Input) error {
	for _, duty := range ch.c.Duties {
		if duty.State != dossier.DutyDraft || duty.About != in.Duty.About || len(duty.Details.Words) == 0 {
			continue
		}
		draft := letter.Input{Duty: duty, Language: in.Language}
		if err := d.statements(tx, r, ch, &draft); err != nil {
			return err
		}
		for _, s := range draft.Statement {
			s.Title, s.Who, s.Name = r.Letters[duty.Letter].Title.In(in.Language), "", ""
			in.Statement = append(in.Statement, s)
		}
	}
	return nil
}

// lastText is the text of a record that a letter encloses by its name.
func (d *Daemon) lastText(ch *change, record string, in *letter.Input) string {
	if !encloses(in.Duty, record) {
		return ""
	}
	text := ""
	for _, e := range ch.c.Journal {
		if k, ok := e.Body.(dossier.Recorded); ok && k.Record == record {
			text = k.Text
		}
	}
	return text
}

func encloses(duty dossier.Duty, what string) bool {
	for _, w := range duty.Details.With {
		if w == what {
			return true
		}
	}
	return false
}

func (d *Daemon) statement(
	tx *store.Tx, r *procedure.Regulation, ch *change, src dossier.Source, lang string,
) (letter.Statement, error) {
	s := letter.Statement{Day: src.Day}
	e := entry(&ch.c, src.Seq)
	if s.Day.IsZero() && !e.At.IsZero() {
		s.Day = d.dayOf(e)
	}
	if p, ok := ch.c.Party(src.Party); ok {
		s.Who = r.PartyTitle(p.Role, lang)
		if p.Name != "" {
			s.Who = p.Name + ", " + s.Who
		}
	}
	switch b := e.Body.(type) {
	case dossier.Recorded:
		s.Title, s.Text = r.Records[b.Record].Title.In(lang), b.Text
		return s, nil
	case dossier.Noted:
		s.Title, s.Text = r.Records["note"].Title.In(lang), b.Text
		return s, nil
	case dossier.Received:
		s.Title = r.ValueTitle("kind", string(b.Kind), lang)
		if told := noteOf(&ch.c, src.Mail); told != "" {
			s.Text = told // it came by another way than mail: the note is the complaint
			return s, nil
		}
	}
	var err error
	s.Text, err = mailText(tx, &ch.c, src.Mail)
	return s, err
}

func entry(c *dossier.Case, seq int) dossier.Event {
	for _, e := range c.Journal {
		if e.Seq == seq && seq > 0 {
			return e
		}
	}
	return dossier.Event{}
}

// noteOf is what a member of staff wrote down in a mail of what was said to him.
func noteOf(c *dossier.Case, id dossier.MailID) string {
	for _, e := range c.Journal {
		if n, ok := e.Body.(dossier.Noted); ok && n.Mail == id {
			return n.Text
		}
	}
	return ""
}

// mailText is what a stored message says: of a forward the originals, else what its sender wrote himself. What is gone
// says nothing.
func mailText(tx *store.Tx, c *dossier.Case, id dossier.MailID) (string, error) {
	if id == "" {
		return "", nil
	}
	raw, err := tx.RawMail(id)
	switch {
	case errors.Is(err, store.ErrDestroyed):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("words of message %s: %w", id, err)
	}
	return ownWords(message.Parse(raw), c), nil
}

// ownWords are those of a message that belong to a case: of several originals in one forward, only those of the case's
// own people. What another complainant wrote stands in a dossier of its own.
func ownWords(m *message.Message, c *dossier.Case) string {
	var parts, own []string
	for _, o := range m.Originals {
		text := strings.TrimSpace(o.Text)
		parts = append(parts, text)
		if o.From == nil {
			continue
		}
		if _, ok := c.PartyAt(strings.ToLower(o.From.Address)); ok {
			own = append(own, text)
		}
	}
	if len(own) > 0 {
		parts = own
	}
	if len(parts) > 0 {
		return strings.Join(parts, "\n\n"+seam+"\n\n")
	}
	if text := strings.TrimSpace(m.Answer); text != "" {
		return text
	}
	return strings.TrimSpace(m.Text)
}

// MaxDiary is how many lines of a journal a letter shows, the newest ones.
const MaxDiary = 200

// diary tells a dossier in the regulation's own words: what came, what left, and what people did.
func (d *Daemon) diary(r *procedure.Regulation, c *dossier.Case, lang string) (lines []letter.JournalLine) {
	for _, e := range c.Journal {
		if what := happened(r, c, e, lang); what != "" {
			lines = append(lines, letter.JournalLine{Day: d.dayOf(e), What: what, Who: d.whoDid(r, c, e.By, lang)})
		}
	}
	return lines[max(0, len(lines)-MaxDiary):]
}

func (d *Daemon) whoDid(r *procedure.Regulation, c *dossier.Case, by dossier.Actor, lang string) string {
	if p, ok := c.Party(by.Party); ok && p.Name != "" {
		return p.Name
	}
	if name := d.nameOf(by.Person); name != "" {
		return name
	}
	return r.PartyTitle(by.Role, lang)
}

func happened(r *procedure.Regulation, c *dossier.Case, e dossier.Event, lang string) string {
	switch b := e.Body.(type) {
	case dossier.Received:
		return joined(r.ValueTitle("kind", string(b.Kind), lang), b.Mail.Subject)
	case dossier.Filed:
		return b.Mail.Subject
	case dossier.LetterAccepted:
		if duty := c.Duty(b.Duty); duty != nil {
			return joined(r.Letters[duty.Letter].Title.In(lang), r.PartyTitle(duty.To.Role, lang))
		}
	case dossier.CommandGiven:
		return "#" + b.Word
	case dossier.StateChanged:
		return r.States[b.State].Title.In(lang)
	case dossier.PartyAdded:
		return joined(r.PartyTitle(b.Party.Role, lang), b.Party.Name)
	case dossier.TermExtendedTo:
		if t := r.Term(b.Term); t != nil {
			return joined(t.Title.In(lang), b.Due.Long(lang))
		}
	case dossier.Recorded:
		return joined(r.Records[b.Record].Title.In(lang), excerpt(b.Text))
	case dossier.Noted:
		return joined(r.Records["note"].Title.In(lang), excerpt(b.Text))
	case dossier.MeasureSet:
		return joined(b.Measure.ID, b.Measure.Text)
	}
	return ""
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ": " + b
}

// receivedDay is the local day on which a message came in.
func (d *Daemon) receivedDay(m dossier.Mail) calendar.Date {
	return calendar.Of(m.Arrived, d.o.Location)
}
