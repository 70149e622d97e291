package letter

import (
	"bytes"
	"fmt"
	html "html/template"
	"io"
	"reflect"
	"slices"
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

// page is what the templates of text and frame see: the fields, and what the frame says besides.
type page struct {
	*Fields
	Language string
	Subject  string
	Trial    string // the visible line of the sandbox
	shown    []string
	always   []string
}

// Shows says whether a block is printed.
func (p *page) Shows(block string) bool {
	return slices.Contains(p.shown, block) || slices.Contains(p.always, block)
}

var frame = func() *html.Template {
	src, err := mailtemplates.Files.ReadFile(frameFile)
	if err != nil {
		panic("unreachable: " + err.Error())
	}
	return html.Must(html.New("frame").Parse(string(src)))
}()

// The text part: the line of the sandbox, the letter, and the footer below the mark that mail programs know for a
// signature (RFC 3676 section 4.3).
const textFrame = `{{if .Trial}}` + markPara + `*** {{.Trial}} ***{{end}}{{template "body" .}}` +
	markPara + "-- \n" + `{{template "footer" .}}`

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
			both(`{{if $.Shows "` + p.text + `"}}`)
		case pieceClose:
			both(`{{end}}`)
		case pieceMarkdown:
			m := parseMarkdown(p, s.fail)
			a.WriteString(m.text())
			b.WriteString(m.html())
		}
	}
	return a.String(), b.String()
}

// rehearse fills the letter with everything and with nothing: whatever can go wrong goes wrong here.
func (t *template) rehearse() error {
	for _, f := range []*Fields{full(), {}} {
		p := &page{Fields: f, Language: "nl", Subject: "x", Trial: "x", shown: keysOf(t.blocks)}
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
	"number":       {"Number"},
	"received":     {"Received"},
	"target_date":  {"Target"},
	"reply_period": {"Target"},
	"new_term":     {"NewDate"},
	"outer_date":   {"OuterDate"},
	"contact":      {"Address"},
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

// filled runs the templates and returns subject, text and HTML.
func (t *template) filled(p *page) (plain, markup []byte, err error) {
	var subject strings.Builder
	if err := t.subject.Execute(&subject, p); err != nil {
		return nil, nil, fmt.Errorf("fill subject of %s: %w", t.file, err)
	}
	p.Subject = line(subject.String(), 200)
	if p.Number != "" {
		p.Subject = "[" + p.Number + "] " + p.Subject
	}
	var out strings.Builder
	if err := t.text.Execute(&out, p); err != nil {
		return nil, nil, fmt.Errorf("fill text of %s: %w", t.file, err)
	}
	var page bytes.Buffer
	if err := t.html.Execute(&page, p); err != nil {
		return nil, nil, fmt.Errorf("fill HTML of %s: %w", t.file, err)
	}
	return []byte(spaceOut(out.String()) + "\n"), page.Bytes(), nil
}
