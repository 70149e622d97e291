package letter

import (
	"regexp"
	"slices"
	"strings"

	"klachtd/internal/dossier"
)

// source is one template file, cut into its parts but not yet understood.
type source struct {
	file     string // as told in mistakes
	name     dossier.LetterName
	variant  dossier.Role // "" for the letter itself
	language string

	subject    string
	subjectAt  int // line of the subject
	subjectCol int
	audience   audience
	blocks     []string // declared in the front matter
	body       string
	bodyLine   int // line of the file at which body begins

	pieces []piece
	marked map[string]int // blocks of the body and their line
	always []string       // blocks that are always printed

	mistakes []Mistake
}

// audience is for whom a letter is written; it decides which fields may stand in it.
type audience string

const (
	forComplainant audience = "complainant" // and who represents him
	forRespondent  audience = "respondent"
	forParty       audience = "party"  // any party of the case
	forAnyone      audience = "anyone" // a party, or somebody of the organisation who may read no more than a party
	forStaff       audience = "staff"  // people of the configuration, about a case
	forOffice      audience = "office" // people of the configuration, about no case
)

var audiences = []string{string(forComplainant), string(forRespondent), string(forParty), string(forAnyone), string(forStaff), string(forOffice)}

// staff says whether the letter goes to people of the configuration.
func (a audience) staff() bool { return a == forStaff || a == forOffice }

// takes says whether a letter for a may go to somebody who reads as role (readerOf).
func (a audience) takes(to dossier.Recipient, role dossier.Role) bool {
	switch a {
	case forComplainant:
		return role == dossier.RoleComplainant
	case forRespondent:
		return role == dossier.RoleRespondent || inCopy(to)
	case forParty:
		return to.Party != ""
	case forAnyone:
		return to != dossier.Recipient{}
	default:
		return !slices.Contains(outside, to.Role)
	}
}

// inCopy says whether the recipient is of the organisation: he may get in copy what a member of staff gets who is
// complained about (NO-9: the team coordinator, the line manager).
func inCopy(to dossier.Recipient) bool {
	return to.Party == "" && to.Person != "" && !slices.Contains(outside, to.Role)
}

// outside are the roles that get no letter meant for staff.
var outside = []dossier.Role{
	dossier.RoleComplainant, dossier.RoleRepresentative, dossier.RoleRespondent,
	dossier.RoleAdviser, dossier.RoleWitness, dossier.RoleInvolved, dossier.RoleStranger,
}

// pieceKind says what a piece of a body is.
type pieceKind int

const (
	pieceMarkdown pieceKind = iota
	pieceControl            // a line of conditions: {{if ...}}, {{else}}, {{range ...}}, {{end}}
	pieceOpen               // ::: name
	pieceClose              // :::
)

// piece is a run of lines of one kind.
type piece struct {
	kind pieceKind
	line int // of the file
	text string
}

// frontKeys are the keys of the front matter.
var frontKeys = []string{"subject", "to", "blocks"}

func (s *source) fail(line, column int, text, hint string) {
	s.mistakes = append(s.mistakes, Mistake{File: s.file, Line: line, Column: column, Text: text, Hint: hint})
}

// read cuts text into front matter and body, and the body into pieces.
func (s *source) read(text string) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	end := s.front(lines)
	if end == 0 {
		return
	}
	s.bodyLine = end + 1
	s.body = strings.Join(lines[end:], "\n")
	s.cut(lines, end)
}

// front reads the front matter and returns the index of the first line of the body, 0 when there is none.
func (s *source) front(lines []string) int {
	if strings.TrimSpace(lines[0]) != "---" {
		s.fail(1, 1, "the file does not begin with ---", `begin with "---", "subject: ...", "to: ...", "---"`)
		return 0
	}
	end := slices.IndexFunc(lines[1:], func(l string) bool { return strings.TrimSpace(l) == "---" })
	if end < 0 {
		s.fail(1, 1, "the front matter has no end", `close it with a line "---"`)
		return 0
	}
	for i, line := range lines[1 : end+1] {
		if strings.TrimSpace(line) != "" {
			s.key(i+2, line)
		}
	}
	if s.subject == "" {
		s.fail(1, 1, "the front matter has no subject", `add a line "subject: ..."`)
	}
	if s.audience == "" {
		s.fail(1, 1, "the front matter does not say for whom the letter is", `add a line "to: complainant"`)
	}
	return end + 2
}

// key reads one line of the front matter.
func (s *source) key(n int, line string) {
	key, value, ok := strings.Cut(line, ":")
	key, trimmed := strings.TrimSpace(key), strings.TrimSpace(value)
	if !ok {
		s.fail(n, 1, "this line has no colon", "write key: value")
		return
	}
	switch key {
	case "subject":
		s.subject, s.subjectAt, s.subjectCol = trimmed, n, 1+strings.Index(line, trimmed)
	case "to":
		if !slices.Contains(audiences, trimmed) {
			s.fail(n, 1+strings.Index(line, trimmed), "unknown audience "+quoted(trimmed), oneOf(trimmed, audiences))
			return
		}
		s.audience = audience(trimmed)
	case "blocks":
		s.blocks = strings.FieldsFunc(trimmed, func(r rune) bool { return r == ',' || r == ' ' })
	default:
		s.fail(n, 1, "unknown key "+quoted(key), oneOf(key, frontKeys))
	}
}

var (
	actionExp  = regexp.MustCompile(`\{\{.*?\}\}`)
	controlExp = regexp.MustCompile(`^\{\{\s*(if|else|end|range|with|/\*)`)
	blockName  = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// cut walks over the lines of the body. open is the line of the open block, depth counts the conditions in it.
func (s *source) cut(lines []string, from int) {
	s.marked = map[string]int{}
	open, depth := 0, 0
	for i := from; i < len(lines); i++ {
		n, line := i+1, lines[i]
		s.actionsOf(n, line)
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == ":::":
			if open == 0 {
				s.fail(n, 1, "no block is open here", `open one with "::: name"`)
			} else if depth != 0 {
				s.fail(n, 1, "a condition that began in this block does not end in it", "put {{end}} before :::")
			}
			open, depth = 0, 0
			s.pieces = append(s.pieces, piece{pieceClose, n, ""})
		case strings.HasPrefix(trimmed, ":::"):
			if open != 0 {
				s.fail(n, 1, "a block can't stand in a block", "close the one above it with :::")
			}
			open, depth = n, 0
			s.mark(n, strings.Fields(trimmed[3:]))
		default:
			depth += balance(line)
			s.add(n, line, trimmed)
		}
	}
	if open != 0 {
		s.fail(open, 1, "this block is not closed", `close it with a line ":::"`)
	}
	s.declared()
}

// mark opens a block.
func (s *source) mark(n int, words []string) {
	var name string
	if len(words) > 0 {
		name = words[0]
	}
	switch {
	case !blockName.MatchString(name):
		s.fail(n, 5, "a block needs a name of small letters", `write "::: confidentiality"`)
	case s.marked[name] != 0:
		s.fail(n, 5, "the block "+quoted(name)+" stands here twice", "give one of them another name")
	case len(words) > 2 || len(words) == 2 && words[1] != "always":
		s.fail(n, 5, "a block is marked by its name, and perhaps the word always", `write "::: name" or "::: name always"`)
	}
	s.marked[name] = n
	if len(words) == 2 {
		s.always = append(s.always, name)
	}
	s.pieces = append(s.pieces, piece{pieceOpen, n, name})
}

// declared compares the blocks of the front matter with those of the body.
func (s *source) declared() {
	for _, name := range s.blocks {
		if s.marked[name] == 0 {
			s.fail(s.bodyLine, 1, "the front matter names the block "+quoted(name)+", the text does not hold it",
				oneOf(name, keysOf(s.marked)))
		}
	}
	for _, name := range keysOf(s.marked) {
		if !slices.Contains(s.blocks, name) {
			s.fail(s.marked[name], 5, "the block "+quoted(name)+" is not named in the front matter", "add it to blocks:")
		}
	}
}

// add puts a line into a control piece of its own, or into the run of Markdown that is open.
func (s *source) add(n int, line, trimmed string) {
	if trimmed != "" && onlyControl(trimmed) {
		s.pieces = append(s.pieces, piece{pieceControl, n, trimmed})
		return
	}
	if last := len(s.pieces) - 1; last >= 0 && s.pieces[last].kind == pieceMarkdown {
		s.pieces[last].text += line + "\n"
		return
	}
	s.pieces = append(s.pieces, piece{pieceMarkdown, n, line + "\n"})
}

// actionsOf finds actions that this simple reading of lines would misread.
func (s *source) actionsOf(n int, line string) {
	rest := actionExp.ReplaceAllString(line, "")
	if i := strings.Index(rest, "{{"); i >= 0 {
		s.fail(n, 1+strings.Index(line, "{{"), "this {{ has no }} on its line", "write the whole of it on one line")
	}
	for _, at := range actionExp.FindAllStringIndex(line, -1) {
		a := line[at[0]:at[1]]
		if strings.HasPrefix(a, "{{-") || strings.HasSuffix(a, "-}}") {
			s.fail(n, at[0]+1, "{{- and -}} have no use here", "leave the minus out")
		}
	}
}

// onlyControl says whether a line holds conditions and nothing else.
func onlyControl(line string) bool {
	if strings.TrimSpace(actionExp.ReplaceAllString(line, "")) != "" {
		return false
	}
	for _, a := range actionExp.FindAllString(line, -1) {
		if !controlExp.MatchString(a) {
			return false
		}
	}
	return true
}

// balance counts the conditions that a line opens, minus those that it ends.
func balance(line string) (n int) {
	for _, a := range actionExp.FindAllString(line, -1) {
		switch m := controlExp.FindStringSubmatch(a); {
		case m == nil:
		case m[1] == "if" || m[1] == "range" || m[1] == "with":
			n++
		case m[1] == "end":
			n--
		}
	}
	return n
}
