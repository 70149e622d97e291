package daemon

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/internal/letter"
	"klachtd/internal/message"
	"klachtd/internal/procedure"
	"klachtd/internal/store"
)

// MaxEnclosed is how many files a letter gets; which of them fit is the letter's to say, and it names the others.
const MaxEnclosed = 200

// enclose gathers the files of a letter, by the words of the closed list of package procedure. Words that mean text alone
// (statement, memo) stand in the letter itself. With an identity withheld no file of the complainant goes along: it would
// tell in its properties what the text does not.
func (d *Daemon) enclose(tx *store.Tx, r *procedure.Regulation, ch *change, in *letter.Input) error {
	hidden := in.Duty.Details.Hidden
	for _, with := range in.Duty.Details.With {
		var err error
		switch with {
		case "calendar entry":
			if f, ok := d.o.Templates.CalendarEntry(*in); ok {
				in.Files = append(in.Files, f)
			}
		case "rules":
			in.Files = append(in.Files, d.rules(r, in.Language))
		case "dossier":
			err = d.wholeDossier(tx, r, ch, in)
		case "copy":
			if !hidden {
				err = d.signedLetter(tx, ch, in)
			}
		case "complaint", "hearing report", "statement", "draft":
			if !hidden {
				err = d.filesOfWords(tx, in)
			}
		case "attachments":
			if !hidden {
				err = attachments(tx, in, in.Duty.About)
			}
		}
		if err != nil {
			return fmt.Errorf("enclose %s: %w", with, err)
		}
	}
	return nil
}

// rules are the regulation as the organisation prints it, else as klachtd reads it.
func (d *Daemon) rules(r *procedure.Regulation, lang string) letter.File {
	if d.o.RulesFile != nil {
		return *d.o.RulesFile
	}
	return letter.TextFile(r.Name+".txt", r.Title, strings.Split(r.Show(lang), "\n"))
}

func (d *Daemon) filesOfWords(tx *store.Tx, in *letter.Input) error {
	for _, src := range in.Duty.Details.Words {
		if err := attachments(tx, in, src.Mail); err != nil {
			return err
		}
	}
	return nil
}

// recordSigned is the record of the letter that bears a signature.
const recordSigned = "signed_letter"

// signedLetter adds the signed letter itself; without one, what else the words of the copy have with them. What the mail says
// that brought it is for the office alone.
func (d *Daemon) signedLetter(tx *store.Tx, ch *change, in *letter.Input) error {
	for _, e := range slices.Backward(ch.c.Journal) {
		if r, ok := e.Body.(dossier.Recorded); ok && r.Record == recordSigned {
			if err := attachments(tx, in, r.Mail); err != nil || len(in.Files)+len(in.Attachments) > 0 {
				return err
			}
		}
	}
	return d.filesOfWords(tx, in)
}

// attachments adds those of a stored message. What is beyond the room of the letter is named only.
func attachments(tx *store.Tx, in *letter.Input, id dossier.MailID) error {
	if id == "" {
		return nil
	}
	raw, err := tx.RawMail(id)
	switch {
	case errors.Is(err, store.ErrDestroyed):
		return nil
	case err != nil:
		return fmt.Errorf("message %s: %w", id, err)
	}
	m := message.Parse(raw)
	for i, a := range m.Attachments {
		a.Name = nameOf(a, i, in.Language)
		if in.Duty.To.Party != "" && strings.HasPrefix(a.Type, "message/") {
			continue // no party gets an original message, with its addresses, and perhaps somebody else's complaint (DESIGN 10.10)
		}
		if len(in.Files) >= MaxEnclosed || a.Bytes > room(in) {
			in.Attachments = append(in.Attachments, dossier.Attachment{Name: a.Name, Type: a.Type, Bytes: a.Bytes})
			continue
		}
		data, err := m.Open(raw, i)
		if err != nil {
			continue // damaged: the original stands in the dossier
		}
		if ofAnother(in, a.Type, data, len(m.Originals)) {
			continue
		}
		in.Files = append(in.Files, letter.File{Name: a.Name, Type: a.Type, Data: data})
	}
	return nil
}

// nameOf is the name of the ith enclosure of a mail, also when its sender gave it none: a list has to call it something,
// and people open a file by its ending.
func nameOf(a message.Attachment, i int, lang string) string {
	n := procedure.Text{NL: "bijlage", EN: "attachment"}
	ending := endings[a.Type]
	if a.Type == "message/rfc822" {
		n, ending = procedure.Text{NL: "bericht", EN: "message"}, ".eml"
	}
	return cmp.Or(a.Name, fmt.Sprintf("%s-%d%s", n.In(lang), i+1, ending))
}

// endings are those of the types that people enclose.
var endings = map[string]string{
	"application/pdf": ".pdf", "application/msword": ".doc", "image/gif": ".gif", "image/heic": ".heic", "image/jpeg": ".jpg",
	"image/png": ".png", "image/tiff": ".tif", "text/calendar": ".ics", "text/csv": ".csv", "text/html": ".html", "text/plain": ".txt",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}

// ofAnother says whether an enclosed mail is one of several and from somebody who has no part in the case: it is the complaint of
// another, which became a case of its own.
func ofAnother(in *letter.Input, kind string, data []byte, originals int) bool {
	if originals < 2 || !strings.HasPrefix(kind, "message/") || len(in.Case.PartiesAs(dossier.RoleComplainant)) == 0 {
		return false
	}
	m := message.Parse(data)
	if m.From == nil {
		return false
	}
	_, party := in.Case.PartyAt(strings.ToLower(m.From.Address))
	return !party
}

// room is how many bytes may still be enclosed, before they are encoded.
func room(in *letter.Input) int {
	limit := in.Limit
	if limit == 0 {
		limit = letter.DefaultLimit
	}
	left := limit
	for _, f := range in.Files {
		left -= len(f.Data)
	}
	return left
}

// wholeDossier is an index with all that was written, and the attachments.
func (d *Daemon) wholeDossier(tx *store.Tx, r *procedure.Regulation, ch *change, in *letter.Input) error {
	in.Journal = d.diary(r, &ch.c, in.Language)
	var lines []string
	for _, j := range in.Journal {
		lines = append(lines, strings.Join([]string{j.Day.String(), j.What, j.Who}, "  "))
	}
	var files []dossier.MailID
	for _, e := range ch.c.Journal {
		mail := dossier.Mail{}
		switch b := e.Body.(type) {
		case dossier.Received:
			mail = b.Mail
		case dossier.Filed:
			mail = b.Mail
		}
		if mail.ID == "" {
			continue
		}
		text, err := mailText(tx, &ch.c, mail.ID)
		if err != nil {
			return err
		}
		lines = append(lines, "", seam, d.receivedDay(mail).Long(in.Language)+"  "+d.whoDid(r, &ch.c, e.By, in.Language)+"  "+mail.Subject, "", text)
		if len(mail.Attachments) > 0 {
			files = append(files, mail.ID)
		}
	}
	in.Files = append(in.Files, letter.TextFile(string(ch.c.Number)+".txt", string(ch.c.Number), lines))
	for _, id := range files {
		if err := attachments(tx, in, id); err != nil {
			return err
		}
	}
	return nil
}
