package letter

import (
	"fmt"
	"slices"
	"strings"

	"klachtd/internal/dossier"
)

// Demand is what a regulation wants of a letter.
type Demand struct {
	Blocks  []string       // that every wording of it holds
	Readers []dossier.Role // for each of whom there is a wording
}

// Check says what a regulation demands and the letters do not have, in any language: a letter, a wording for one of its
// readers, or a block. The order is that of the letters' names.
func (t *Templates) Check(need map[dossier.LetterName]Demand) []Mistake {
	var mistakes []Mistake
	for _, name := range keysOf(need) {
		if t.letters[key{languages[0], name, ""}] == nil {
			mistakes = append(mistakes, t.unwritten(string(name)))
			continue
		}
		for _, k := range t.names() {
			if k.name == name {
				mistakes = append(mistakes, t.letters[k].lacks(need[name].Blocks)...)
			}
		}
		for _, role := range need[name].Readers {
			mistakes = append(mistakes, t.unmeant(name, role)...)
		}
	}
	return mistakes
}

// unmeant says that no wording of a letter is for a reader: the first language in which that is so.
func (t *Templates) unmeant(name dossier.LetterName, role dossier.Role) []Mistake {
	to := dossier.Recipient{Role: role, Person: "somebody"}
	if slices.Contains(outside, role) {
		to = dossier.Recipient{Role: role, Party: "somebody"}
	}
	for _, language := range languages {
		if _, err := t.find(&Input{Language: language, Duty: dossier.Duty{Letter: name, To: to}}); err == nil {
			continue
		}
		l := t.letters[key{language, name, ""}]
		return []Mistake{{File: l.file, Text: fmt.Sprintf("the regulation sends this letter to %q, and it is for %q", role, l.audience),
			Hint: fmt.Sprintf("write nl/%s.%s.md and en/%s.%s.md in the directory that templates names", name, role, name, role)}}
	}
	return nil
}

func (t *Templates) unwritten(name string) Mistake {
	m := Mistake{Text: "the regulation sends the letter " + quoted(name) + ", which has no text"}
	if meant := nearest(name, t.letterNames()); meant != "" {
		m.Hint = "did you mean " + quoted(meant) + "?"
	} else {
		m.Hint = fmt.Sprintf("write nl/%s.md and en/%s.md in the directory that templates names, or use a letter that has one", name, name)
	}
	return m
}

func (t *template) lacks(blocks []string) (mistakes []Mistake) {
	for _, block := range blocks {
		if _, ok := t.blocks[block]; !ok {
			mistakes = append(mistakes, Mistake{File: t.file, Text: "the regulation demands the block " + quoted(block) +
				", this letter does not hold it", Hint: oneOf(block, keysOf(t.blocks))})
		}
	}
	return mistakes
}

func (t *Templates) letterNames() []string {
	var names []string
	for _, k := range t.names() {
		names = append(names, string(k.name))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// variantParty names the wording of a letter for all parties (status.party); one for all of the organisation is named
// staff (dossier_copy.staff).
const variantParty dossier.Role = "party"

// find picks the text for a recipient: the wording for his role, the one for parties or for staff, else the letter itself.
func (t *Templates) find(in *Input) (*template, error) {
	language := in.Language
	if !slices.Contains(languages, language) {
		language = languages[0]
	}
	role := readerOf(in)
	class := dossier.RoleStaff
	if slices.Contains(outside, in.Duty.To.Role) {
		class = variantParty
	}
	var l *template
	ok := false
	for _, variant := range []dossier.Role{role, class, ""} {
		if l, ok = t.letters[key{language, in.Duty.Letter, variant}]; ok {
			break
		}
	}
	if !ok || !l.audience.takes(in.Duty.To, role) {
		return nil, fmt.Errorf("letter %q to %q: %w", in.Duty.Letter, in.Duty.To.Role, ErrUnknownLetter)
	}
	return l, nil
}

// Render makes the final bytes of the mail, with CRLF line ends. Errors: ErrUnknownLetter, ErrBlock, ErrAddress,
// ErrTooBig. Safe for concurrent use.
func (t *Templates) Render(in Input) ([]byte, error) {
	l, err := t.find(&in)
	if err != nil {
		return nil, err
	}
	m := maker{in: &in, w: t.words[language(in.Language)], lang: language(in.Language)}
	if in.Print != nil && in.Duty.Letter == dossier.LetterPrintPage {
		if in.Files, m.inner, err = t.printed(in); err != nil {
			return nil, fmt.Errorf("print: %w", err)
		}
	}
	f := m.fields(l.audience.staff())
	in.Files, f.LeftOut = m.enclosed()
	f.Files = m.files(in.Files)
	if f.Shown, err = l.demanded(&in); err != nil {
		return nil, err
	}
	text, html, err := l.filled(f)
	if err != nil {
		return nil, err
	}
	return m.mail(l, f.Subject, text, html)
}

func language(l string) string {
	if slices.Contains(languages, l) {
		return l
	}
	return languages[0]
}

// demanded is the set of blocks to print. A task says the block of its kind, a text without that block the one for other
// tasks.
func (l *template) demanded(in *Input) (map[string]bool, error) {
	for _, b := range in.Blocks {
		if _, ok := l.blocks[b]; !ok {
			return nil, fmt.Errorf("%s: block %q: %w", l.file, b, ErrBlock)
		}
	}
	kind := string(in.Duty.Details.Task)
	if _, ok := l.blocks[kind]; !ok {
		kind = "other"
	}
	return l.shown(append(slices.Clone(in.Blocks), kind)), nil
}

// printed fills the letter that goes by post: a page of its own to print, and its text for the mail around it.
func (t *Templates) printed(in Input) ([]File, string, error) {
	inner := *in.Print
	inner.Case, inner.Organisation, inner.From, inner.Date = in.Case, in.Organisation, in.From, in.Date
	inner.Sandbox = in.Sandbox
	l, err := t.find(&inner)
	if err != nil {
		return nil, "", err
	}
	m := maker{in: &inner, w: t.words[language(inner.Language)], lang: language(inner.Language)}
	f := m.fields(false)
	f.Paper, f.PostalTo = true, clip(in.PostalTo)
	if f.Shown, err = l.demanded(&inner); err != nil {
		return nil, "", err
	}
	text, html, err := l.filled(f)
	if err != nil {
		return nil, "", err
	}
	text, _, _ = strings.Cut(text, "\n\n"+signature) // the page has its footer, the mail around it too
	name := string(in.Case.Number) + "-" + string(inner.Duty.Letter) + ".html"
	return append(slices.Clone(in.Files), File{Name: name, Type: "text/html", Data: []byte(html)}), text, nil
}

// limit is the most bytes that the mail may have.
func (m *maker) limit() int {
	if m.in.Limit > 0 {
		return m.in.Limit
	}
	return DefaultLimit
}

// roomForText is kept free of enclosures for the letter itself.
const roomForText = 256 << 10

// enclosed picks the files that fit; the others are named in the letter. Base64 makes four bytes of three, and a line
// end after each 76.
func (m *maker) enclosed() (files []File, left []AttachLine) {
	room := m.limit() - roomForText
	for _, f := range m.in.Files {
		size := len(f.Data)/3*4 + len(f.Data)/57*2 + 1024
		if size > room {
			left = append(left, AttachLine{Name: line(f.Name, MaxFileNameRunes), Size: m.size(len(f.Data))})
			continue
		}
		room -= size
		files = append(files, f)
	}
	return files, left
}
