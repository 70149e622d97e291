package letter

import (
	"fmt"
	html "html/template"
	"io"
	"reflect"
	"strings"
	text "text/template"

	"klachtd/internal/dossier"
	"klachtd/mailtemplates"
)

// template is one text, ready to be filled.
type template struct {
	file     string
	name     dossier.LetterName
	variant  dossier.Role
	audience audience
	blocks   map[string]int // and their lines
	always   []string
	subject  *text.Template
	text     *text.Template
	html     *html.Template
}

var frame = func() *html.Template {
	src, err := mailtemplates.Files.ReadFile(frameFile)
	if err != nil {
		panic("unreachable: " + err.Error())
	}
	return html.Must(html.New("frame").Parse(string(src)))
}()

// signature is the line that mail programs know as the beginning of a signature (RFC 3676 section 4.3).
const signature = "-- \n"

// The text part: the line of the sandbox, the letter, what the reader can do, and the footer below the mark of a signature.
const textFrame = `{{if .Trial}}` + markPara + `*** {{.Trial}} ***{{end}}{{template "body" .}}` +
	`{{if .Offers}}` + markPara + `{{.OfferTitle}}` + markPara + `{{.OfferText}}{{range .Offers}}` +
	markPara + `    {{.Line}}{{if .Does}}` + "\n" + `    ({{.Does}}){{end}}{{end}}{{end}}` +
	markPara + signature + `{{template "footer" .}}`

// compile makes the three templates of a text. What it finds is put with the mistakes of s.
func (s *source) compile(footer *source) *template {
	bodyText, bodyHTML := s.write()
	footText, footHTML := footer.write()
	if len(s.mistakes) > 0 {
		return nil
	}
	t := &template{file: s.file, name: s.name, variant: s.variant, audience: s.audience, blocks: s.marked, always: s.always}
	funcs := map[string]any{"cap": capital}
	var err error
	if t.subject, err = text.New("subject").Funcs(funcs).Parse(s.subject); err == nil {
		t.text, err = text.New("text").Funcs(funcs).Parse(textFrame +
			`{{define "body"}}` + bodyText + `{{end}}{{define "footer"}}` + strings.TrimPrefix(footText, markPara) + `{{end}}`)
	}
	if err == nil {
		t.html, err = html.Must(frame.Clone()).Funcs(funcs).Parse(
			`{{define "body"}}` + bodyHTML + `{{end}}{{define "footer"}}` + footHTML + `{{end}}`)
	}
	if err == nil {
		err = t.rehearse()
	}
	if err != nil {
		s.fail(s.bodyLine, 1, "this letter can't be filled: "+err.Error(), "look at its conditions and at the places of its fields")
		return nil
	}
	s.empty(t)
	return t
}

// write puts the pieces of a body together, once as text and once as HTML.
func (s *source) write() (plain, markup string) {
	var a, b strings.Builder
	both := func(action string) {
		a.WriteString(action)
		b.WriteString(action)
	}
	for _, p := range s.pieces {
		switch p.kind {
		case pieceControl:
			both(p.text)
		case pieceOpen:
			both(`{{if $.Shown.` + p.text + `}}`)
		case pieceClose:
			both(`{{end}}`)
		case pieceMarkdown:
			m := parseMarkdown(p, s.audience.staff(), s.fail)
			a.WriteString(m.text())
			b.WriteString(m.html())
		}
	}
	return a.String(), b.String()
}

// rehearse fills the letter with everything and with nothing: whatever can go wrong goes wrong here.
func (t *template) rehearse() error {
	for _, p := range []*Fields{full(), {}} {
		p.Shown = t.shown(keysOf(t.blocks))
		for _, run := range []func(io.Writer) error{
			func(out io.Writer) error { return t.subject.Execute(out, p) },
			func(out io.Writer) error { return t.text.Execute(out, p) },
			func(out io.Writer) error { return t.html.Execute(out, p) },
		} {
			if err := run(io.Discard); err != nil {
				return err
			}
		}
	}
	return nil
}

// empty reports blocks that say nothing, or not what their name promises.
func (s *source) empty(t *template) {
	for _, name := range keysOf(s.marked) {
		body := s.block(name)
		if strings.TrimSpace(body) == "" {
			s.fail(s.marked[name], 1, "the block "+quoted(name)+" is empty", "write its text, or take it out")
		}
		for _, field := range promised[name] {
			if !strings.Contains(body, "."+field) {
				s.fail(s.marked[name], 1, fmt.Sprintf("the block %q does not show {{.%s}}", name, field), "a regulation demands it")
			}
		}
	}
}

// promised are the fields without which a block does not say what a regulation demands by its name.
var promised = map[string][]string{
	"number":           {"Number"},
	"received":         {"Received"},
	"target_date":      {"Target"},
	"reply_period":     {"Target"},
	"new_term":         {"NewDate"},
	"expected_date":    {"NewDate"},
	"outer_date":       {"OuterDate"},
	"contact":          {"Address"},
	"due_date":         {"DueDate"},
	"moment":           {"NewDate"},
	"what_to_react_to": {"Said"},
	"what_was_said":    {"Said"},
	"outcome":          {"Outcome"},
	"ground":           {"Ground"},
	"reasons":          {"Text"},
	"measures":         {"Measures"},
	"costs":            {"Costs"},
	"decision_within":  {"DecideBy"},
	"retention":        {"Keep"},
	"options":          {"AppealText"},
	"offer":            {"Support"},
}

// block is the text between the marks of a block.
func (s *source) block(name string) string {
	var b strings.Builder
	inside := false
	for _, p := range s.pieces {
		switch {
		case p.kind == pieceOpen:
			inside = p.text == name
		case p.kind == pieceClose:
			inside = false
		case inside:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// full is a Fields with something in every field and two values in every list.
func full() *Fields {
	f := &Fields{}
	fill(reflect.ValueOf(f).Elem())
	return f
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(2)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	}
}

// shown is the set of blocks to print.
func (t *template) shown(demanded []string) map[string]bool {
	shown := make(map[string]bool, len(demanded)+len(t.always))
	for _, b := range demanded {
		shown[b] = true
	}
	for _, b := range t.always {
		shown[b] = true
	}
	return shown
}

// Sizes of a usual letter, so that its buffers grow once.
const (
	usualText = 4 << 10
	usualHTML = 12 << 10
)

// filled runs the templates, sets the subject, and returns text and HTML.
func (t *template) filled(p *Fields) (plain, markup string, err error) {
	var subject strings.Builder
	if err := t.subject.Execute(&subject, p); err != nil {
		return "", "", fmt.Errorf("fill subject of %s: %w", t.file, err)
	}
	p.Subject = line(subject.String(), 200)
	if p.Number != "" {
		p.Subject = "[" + p.Number + "] " + p.Subject
	}
	var out strings.Builder
	out.Grow(usualText)
	if err := t.text.Execute(&out, p); err != nil {
		return "", "", fmt.Errorf("fill text of %s: %w", t.file, err)
	}
	var page strings.Builder
	page.Grow(usualHTML)
	if err := t.html.Execute(&page, p); err != nil {
		return "", "", fmt.Errorf("fill HTML of %s: %w", t.file, err)
	}
	return spaceOut(out.String()) + "\n", join(page.String()), nil
}
