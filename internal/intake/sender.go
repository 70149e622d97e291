package intake

import (
	"slices"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/internal/message"
	"klachtd/internal/proof"
)

// fold is the form in which addresses are compared. Local parts are compared without case too: no mail server
// that our users meet tells them apart, and people do not.
func fold(address string) string { return strings.ToLower(strings.TrimSpace(address)) }

func domain(address string) string {
	_, after, _ := strings.Cut(address, "@")
	return after
}

// verdict is the receiving server's word on the From domain. Of several senders, of one found elsewhere, or written so
// that programs differ, nobody knows whom the server judged.
func (d *Desk) verdict(m *message.Message, from string) proof.Verdict {
	fields := make([]proof.Field, len(m.Fields))
	for i, f := range m.Fields {
		fields[i] = proof.Field{Name: f.Name, Value: f.Value}
		if f.Loose {
			fields[i].Name += " " // servers do not take such a field for their own, and so leave it to the sender
		}
	}
	v, _ := proof.Judge(d.Trust, fields, domain(from))
	if v == proof.Pass && m.FromDoubtful {
		return proof.Missing
	}
	return v
}

// ownMail recognises mail that says it is from ourselves: a letter of ours that came back, or somebody who uses
// our address.
func (r *reader) ownMail() (bool, Reason) {
	if r.from == "" || !r.d.ours(r.from) {
		return false, ""
	}
	if _, ok := r.d.Keys.ParseMessageID(r.m.MessageID); ok {
		return true, WhyOwnLetter
	}
	return true, WhyOwnAddress
}

// ours says whether an address reaches us: the mailbox, its aliases, the other mailboxes, and each with a plus.
func (d *Desk) ours(address string) bool {
	local, host, _ := strings.Cut(address, "@")
	plain, _, _ := strings.Cut(local, "+")
	for _, own := range slices.Concat([]string{d.Address}, d.Aliases, d.OwnElse) {
		if fold(own) == address || fold(own) == plain+"@"+host {
			return true
		}
	}
	return false
}

// staff says whether an address belongs to somebody who works here.
func (d *Desk) staff(address string) bool {
	if address == "" || d.ours(address) {
		return false
	}
	if d.person(address) != nil {
		return true
	}
	return slices.ContainsFunc(d.Staff.Addresses, func(a string) bool { return fold(a) == address }) ||
		slices.ContainsFunc(d.Staff.Domains, func(h string) bool { return strings.EqualFold(h, domain(address)) })
}

func (d *Desk) person(address string) *Person { return personAt(d.People, address) }

func personAt(people []Person, address string) *Person {
	for i := range people {
		if fold(people[i].Address) == address {
			return &people[i]
		}
	}
	return nil
}

// peopleOf are those whose roles hold for a case. A mail may reach it by way of any mailbox, and brings no roles along.
func (d *Desk) peopleOf(c *dossier.Case) []Person {
	if c == nil || c.Mailbox == "" || c.Mailbox == d.Mailbox || d.PeopleOf == nil {
		return d.People
	}
	return d.PeopleOf(c.Mailbox)
}

// configured is the sender as somebody of the configuration whose roles hold for a case; nil when he is none.
func (r *reader) configured(c *dossier.Case) *Person { return personAt(r.d.peopleOf(c), r.from) }

func (d *Desk) form(address string) bool {
	return slices.ContainsFunc(d.Forms, func(a string) bool { return fold(a) == address })
}

// told are the roles that receive mail of every case.
var told = []dossier.Role{dossier.RoleCoordinator, dossier.RoleDeputy, dossier.RoleDirector}

// mentions lists who of those that receive case mail by their role is named in the mail itself: they hear nothing
// of it until somebody else has looked (DESIGN 10.12).
func (r *reader) mentions() []dossier.PersonID {
	texts := []string{r.m.Subject, r.m.Text}
	for _, o := range r.m.Originals {
		texts = append(texts, o.Subject, o.Text)
	}
	text := " " + plainWords(strings.ToLower(strings.Join(texts, "\n"))) + " "
	var ids []dossier.PersonID
	for _, p := range r.d.People {
		if !slices.ContainsFunc(p.Roles, func(role dossier.Role) bool { return slices.Contains(told, role) }) {
			continue
		}
		if named(text, strings.ToLower(p.Name)) || named(text, fold(p.Address)) || fold(p.Address) == r.from {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// Mentions lists whom of the desk a mail in the tray speaks of; who wrote it himself is none of them.
func (d *Desk) Mentions(m *message.Message) []dossier.PersonID {
	r := &reader{d: d, m: m}
	ids := r.mentions()
	if m.From == nil {
		return ids
	}
	return slices.DeleteFunc(ids, func(id dossier.PersonID) bool {
		p := d.person(fold(m.From.Address))
		return p != nil && p.ID == id
	})
}

// named looks for a name as whole words, across line breaks and before any punctuation. text is made of plainWords, with
// a blank at both ends.
func named(text, name string) bool {
	words := plainWords(name)
	return words != "" && strings.Contains(text, " "+words+" ")
}

// plainWords are the words of a text with one blank between them, without what stands around them.
func plainWords(text string) string {
	words := strings.FieldsFunc(text, notWord)
	for i, w := range words {
		words[i] = strings.Trim(w, ".")
	}
	return strings.Join(words, " ")
}

func notWord(c rune) bool {
	switch c {
	case ' ', '\t', '\n', '\r', ',', ';', ':', '!', '?', '(', ')', '[', ']', '<', '>', '"', '\'', '\u00a0':
		return true
	}
	return false
}
