package control

import (
	"fmt"
	"io"
	"strings"

	"klachtd/internal/dossier"
)

// ExplainDoc is `case explain --json`: how every date of a case was counted, in the organisation's language.
type ExplainDoc struct {
	Number   dossier.Number   `json:"number"`
	Received Day              `json:"received"`
	Why      string           `json:"why"` // how the day of receipt is known
	Terms    []ExplainTermDoc `json:"terms"`
}

// ExplainTermDoc is one term with the lines that count it.
type ExplainTermDoc struct {
	Name    dossier.TermName  `json:"name"`
	Article string            `json:"article"`
	Rule    string            `json:"rule"`
	Lines   []string          `json:"lines"`
	Steps   []ExplainStepDoc  `json:"steps"`
	State   dossier.TermState `json:"state"`
	Ends    string            `json:"ends"` // how it stands, in a sentence
}

// ExplainStepDoc is one extension.
type ExplainStepDoc struct {
	Letter  dossier.LetterName `json:"letter"`
	Article string             `json:"article"`
	Says    string             `json:"says"`
	Lines   []string           `json:"lines"`
}

func (a *answer) caseExplain(number string) error {
	c, err := a.find(number)
	if err != nil {
		return err
	}
	doc := Explain(&c, a.s.Language())
	if a.q.JSON {
		return WriteJSON(a.w, doc)
	}
	return a.explain(&c, doc)
}

// Explain writes out the count of every term of a case, in Dutch, or in English when lang is en.
func Explain(c *dossier.Case, lang string) ExplainDoc {
	say := words(lang)
	doc := ExplainDoc{Number: c.Number, Received: Day(c.Received), Why: say.dated(c.Dated), Terms: []ExplainTermDoc{}}
	for i := range c.Terms {
		t := &c.Terms[i]
		d := ExplainTermDoc{
			Name: t.Name, Article: t.Article, Rule: rule(c, t.Name), Lines: t.Count.Explain(lang),
			Steps: []ExplainStepDoc{}, State: t.State, Ends: say.ends(t),
		}
		for n, s := range t.Steps {
			d.Steps = append(d.Steps, ExplainStepDoc{
				Letter: s.Letter, Article: s.Article, Says: say.step(n, s), Lines: after(d.Lines, s.Count.Explain(lang)),
			})
		}
		doc.Terms = append(doc.Terms, d)
	}
	return doc
}

// after leaves out the first line of a count where the one above it began with the same.
func after(above, lines []string) []string {
	if len(above) > 0 && len(lines) > 1 && lines[0] == above[0] {
		return lines[1:]
	}
	return lines
}

// rule is the rule of the regulation that opened a term, as its last opening in the journal names it.
func rule(c *dossier.Case, name dossier.TermName) string {
	found := ""
	for _, e := range c.Journal {
		if b, ok := e.Body.(dossier.TermOpened); ok && b.Term.Name == name {
			found = e.Basis.Rule
		}
	}
	return found
}

func (a *answer) explain(c *dossier.Case, doc ExplainDoc) error {
	say := words(a.s.Language())
	p := &page{w: a.w, width: a.q.Width}
	p.line(0, say.heading(c))
	p.line(0, "")
	p.line(0, say.received(c))
	for i, t := range doc.Terms {
		p.line(0, "")
		p.line(0, say.term(&c.Terms[i]))
		for _, l := range t.Lines {
			p.line(margin, l)
		}
		for _, s := range t.Steps {
			p.line(margin, s.Says)
			for _, l := range s.Lines {
				p.line(2*margin, l)
			}
		}
		p.line(margin, t.Ends)
	}
	return p.err
}

// page writes lines of text, wrapped to the terminal.
type page struct {
	w     io.Writer
	width int
	err   error
}

func (p *page) line(indent int, text string) {
	lines := []string{Clean(text)}
	if p.width > 0 && text != "" {
		lines = wrap(lines[0], max(p.width-indent, longWord))
	}
	for i, l := range lines {
		if i == 1 {
			indent += margin
		}
		if p.err == nil {
			_, p.err = fmt.Fprintf(p.w, "%s%s\n", strings.Repeat(" ", indent), l)
		}
	}
}
