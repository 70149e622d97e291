package daemon

import (
	"fmt"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/internal/letter"
	"klachtd/internal/message"
	"klachtd/internal/store"
)

// quotes says whether a letter shows the mail that brought it about: not when that mail is the reader's own.
func quotes(duty dossier.Duty) bool {
	return duty.Letter == dossier.LetterTask ||
		duty.Letter == dossier.LetterCaseRegistered && duty.Details.Reason != dossier.ReasonSupplied
}

// seam stands between the note of who forwards and the original.
const seam = "----------"

// words are the sender's own: of a forward the note above and then the original's. In the mail that begins a case, what
// stands below in the style of a forward is the complaint; later it is most often our own letter, quoted.
func words(m *message.Message, opens bool) string {
	if len(m.Originals) == 0 && !opens && len(m.InReplyTo) > 0 && m.Answer != "" {
		return m.Answer // below it our own letter is quoted, with its reader's own links
	}
	if len(m.Originals) == 0 {
		return m.Text
	}
	var parts []string
	if m.Answer != "" {
		parts = append(parts, m.Answer)
	}
	for _, o := range m.Originals {
		if o.How == "attached" || len(parts) == 0 || opens && !o.Nested() {
			parts = append(parts, o.Text)
		}
	}
	return strings.Join(parts, "\n\n"+seam+"\n\n")
}

// begins says whether a mail begins its case. One that became a case of its own later most often answers a letter of ours.
func begins(ch *change) bool {
	o := opening(ch.in)
	return o != nil && o.Link.How == ""
}

// mailLines describes the messages that a list letter names.
func (d *Daemon) mailLines(tx *store.Tx, duty dossier.Duty, in *letter.Input) error {
	ids := []dossier.MailID{}
	if duty.Letter == dossier.LetterTrayNotice || duty.Letter == dossier.LetterSecurityNotice && duty.About != "" {
		ids = append(ids, duty.About)
	}
	for _, line := range duty.Details.Cases {
		if line.Mail != "" {
			ids = append(ids, line.Mail)
		}
	}
	for _, id := range ids {
		line, err := mailLine(tx, id)
		if err != nil {
			return err
		}
		in.Mails = append(in.Mails, line)
	}
	return nil
}

// mailLine reads a stored message again: what a tray list shows is kept nowhere but in the message itself.
func mailLine(tx *store.Tx, id dossier.MailID) (letter.MailLine, error) {
	raw, err := tx.RawMail(id)
	if err != nil {
		return letter.MailLine{}, fmt.Errorf("message %s: %w", id, err)
	}
	m := message.Parse(raw)
	return letter.MailLine{ID: id, From: sender(m), Subject: m.Subject, Excerpt: excerpt(m.Answer)}, nil
}

// sender is who a mail says that it is from: a claim, for staff to read.
func sender(m *message.Message) string {
	switch {
	case m.From == nil:
		return ""
	case m.From.Name == "":
		return m.From.Address
	}
	return m.From.Name + " <" + m.From.Address + ">"
}

// MaxExcerpt is how much of a message a list shows, in runes.
const MaxExcerpt = 160

func excerpt(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > MaxExcerpt {
		return string(r[:MaxExcerpt]) + " ..."
	}
	return string(r)
}
