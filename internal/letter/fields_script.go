package letter

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// ScriptRow is one line of a mail with commands, and what became of it.
type ScriptRow struct {
	Line    string // as it was written
	Does    string // the end of a sentence; empty when the word is none
	Refused string // why it was not carried out, a sentence; empty when it was
	Need    string // what is missing, or the gate: the end of a sentence
	Gate    bool   // Needs are gates
	Needs   []string
	How     string // how to write what is missing, or what to do instead: a sentence
	Suggest string // the word that was probably meant
	Article string
	State   string // to which the case came
	Warned  []string
	Only    []string // what would have to be otherwise, of a gate that nobody can open
	Undone  string   // commands that were taken back
	Told    []string // sentences that warn of what comes
	Letters []LeaveLine
	Terms   []CountLine
}

// LeaveLine is a letter that a command ordered.
type LeaveLine struct {
	Letter string
	To     string
	When   string
	Due    string // until when an answer is asked for
}

// CountLine is a date that follows from a command, and how it was counted.
type CountLine struct {
	Name    string
	Due     string
	ActBy   string
	Article string
	Count   string // sentences
}

// GroupRow is a part of the help letter.
type GroupRow struct {
	Title string
	Acts  []ActRow
}

// ActRow is a command that the reader may use.
type ActRow struct {
	Line  string
	Does  string
	Needs string
	May   string
	Who   string
}

// scriptFields fill what became of commands, and what can be done by command.
func (m *maker) scriptFields(f *Fields) {
	in := m.in
	f.Result = string(m.result())
	for _, l := range in.Duty.Details.Script[:min(len(in.Duty.Details.Script), MaxRows)] {
		f.Script = append(f.Script, m.scriptRow(l))
	}
	countOnce(f.Script)
	for _, g := range in.Groups[:min(len(in.Groups), MaxRows)] {
		row := GroupRow{Title: line(m.say("parts", g.Title), 120)}
		for _, a := range g.Acts[:min(len(g.Acts), MaxRows)] {
			row.Acts = append(row.Acts, ActRow{Line: line(a.Line, MaxOfferRunes), Does: line(a.Does, 300), Needs: line(a.Needs, 300),
				May: line(a.May, 300), Who: line(a.Who, 200)})
		}
		f.Groups = append(f.Groups, row)
	}
	f.Code, f.CodeUntil = line(in.Code, 40), m.moment(in.CodeUntil)
	for _, l := range in.Held[:min(len(in.Held), MaxRows)] {
		f.Held = append(f.Held, line(dead(l), MaxOfferRunes))
	}
}

// countOnce keeps the count of a date where it is first named: fifty lines about one term need it once.
func countOnce(rows []ScriptRow) {
	seen := map[CountLine]bool{}
	for _, row := range rows {
		for i, c := range row.Terms {
			if seen[c] {
				row.Terms[i].Count = ""
			}
			seen[c] = true
		}
	}
}

// result is what became of the mail: of a transcript only.
func (m *maker) result() dossier.ScriptResult {
	switch r := m.in.Result; {
	case m.in.Duty.Letter != dossier.LetterTranscript:
		return ""
	case r != "":
		return r
	}
	return m.in.Duty.Details.Result
}

func (m *maker) scriptRow(l dossier.ScriptLine) ScriptRow {
	row := ScriptRow{
		Line: line(dead(strings.TrimSpace(l.Word+" "+l.Rest)), MaxOfferRunes), Does: line(m.in.Acts[l.Act].Does, 300),
		Suggest: line(l.Suggest, 60), Article: line(l.Article, 80), State: m.say("states", string(l.State)),
	}
	if row.Suggest != "" && !strings.HasPrefix(row.Suggest, "#") {
		row.Suggest = "#" + row.Suggest
	}
	if l.Refused != "" {
		m.refusal(&row, l)
		return row
	}
	for _, g := range l.Warned[:min(len(l.Warned), MaxRows)] {
		if word, ok := strings.CutPrefix(g, "undone "); ok {
			row.Undone = line(strings.TrimPrefix(row.Undone+", "+word, ", "), 300)
			continue
		}
		if who, ok := m.unanswered(g); ok {
			row.Told = append(row.Told, who)
			continue
		}
		if n := strings.Fields(g); len(n) == 3 && n[0] == "consent" {
			row.Told = append(row.Told, fmt.Sprintf(m.w.say("warnings", "consent"), n[1], n[2]))
			continue
		}
		if told, ok := m.w["warnings"][strings.ReplaceAll(g, " ", "_")]; ok {
			row.Told = append(row.Told, told)
			continue
		}
		row.Warned = append(row.Warned, m.gate(g))
	}
	for _, s := range l.Letters[:min(len(l.Letters), MaxRows)] {
		row.Letters = append(row.Letters, LeaveLine{
			Letter: m.say("letters", string(s.Letter)), To: m.whom(s.To), When: m.when(s), Due: m.long(s.Due),
		})
	}
	for _, name := range l.Terms[:min(len(l.Terms), MaxRows)] {
		if t := m.in.Case.Term(name); t != nil {
			row.Terms = append(row.Terms, m.count(t))
		}
	}
	return row
}

// refusal says why a line was not carried out, and what to do.
func (m *maker) refusal(row *ScriptRow, l dossier.ScriptLine) {
	row.Refused, row.How = m.w.known("refusals", l.Refused), m.w["remedies"][l.Refused]
	if who := m.in.Acts[l.Act].Who; l.Refused == "who" && who != "" {
		row.How = strings.ReplaceAll(m.w["remedies"]["who_named"], "{who}", line(who, 200))
	}
	gate := l.Refused == "gate"
	switch {
	case gate && excluded(l.Need):
		row.Refused, row.How = m.w.known("refusals", "excluded"), m.w["remedies"]["excluded"]
		row.Only = m.gates(l.Need)
	case gate:
		row.Gate, row.Needs = true, m.gates(l.Need)
		if strings.HasPrefix(l.Need, "within ") && !strings.Contains(l.Need, " or ") {
			row.How = m.w["ways"]["within"]
		}
	case l.Need != "", !l.Day.IsZero():
		m.lacking(row, l)
	}
}

// lacking says what a refused line needs, and how to write that.
func (m *maker) lacking(row *ScriptRow, l dossier.ScriptLine) {
	row.Need = m.need(l.Need)
	if s, ok := m.w["states"][l.Need]; ok && l.Refused == "state" {
		row.Need = strings.ReplaceAll(m.say("frame", "stands"), "{state}", s)
	}
	if t := m.in.Case.Term(dossier.TermName(l.Need)); t != nil && l.Refused == "turn" {
		row.Need = m.say("terms", l.Need) + ", " + m.say("frame", "by") + " " + m.long(t.Due)
	}
	way := m.dated(m.w["ways"][l.Need])
	if !l.Day.IsZero() {
		row.Need = m.long(l.Day)
		if l.Refused == "date" {
			row.Need, way, row.How = strings.ReplaceAll(m.say("frame", "runs_until"), "{day}", row.Need), m.w["ways"]["later"], ""
		}
	}
	if words := m.in.Choices[l.Need]; len(words) > 0 {
		way = strings.ReplaceAll(m.w["ways"]["choice"], "{words}", line(strings.Join(words, ", "), 0))
	}
	row.How = strings.TrimSpace(way + " " + row.How)
}

// excluded says whether a gate is one that no act can open: what the command names is excluded, or was done.
func excluded(gate string) bool {
	if strings.Contains(gate, "\n") {
		return false
	}
	for need := range strings.SplitSeq(gate, " or ") {
		named := strings.HasPrefix(need, "party is ") || strings.HasPrefix(need, "person is ") // whom the command names
		if !named && !strings.Contains(need, " is not ") && !strings.HasPrefix(need, "not ") {
			return false
		}
	}
	return true
}

// gates are what must have happened first, each once.
func (m *maker) gates(needs string) (all []string) {
	for need := range strings.SplitSeq(needs, "\n") {
		if g := m.gate(need); len(all) < MaxRows && !slices.Contains(all, g) {
			all = append(all, g)
		}
	}
	return all
}

// unanswered says who has not answered a letter yet: "unanswered", the letter, and the id of the person.
func (m *maker) unanswered(warning string) (string, bool) {
	words := strings.Fields(warning)
	if len(words) != 3 || words[0] != "unanswered" {
		return "", false
	}
	who := m.whom(dossier.Recipient{Person: dossier.PersonID(words[2])})
	for _, d := range slices.Backward(m.in.Case.Duties) {
		if d.Letter == dossier.LetterName(words[1]) && string(d.To.Person) == words[2] {
			who = m.whom(d.To)
			break
		}
	}
	return fmt.Sprintf(m.say("warnings", "unanswered"), who), true
}

// gate says what must have happened first, as the end of a sentence: "de klager is gehoord".
func (m *maker) gate(g string) string {
	if s := m.in.Gates[g]; s != "" {
		return line(s, 300)
	}
	return line(strings.ReplaceAll(g, "_", " "), 300)
}

// need says what a command lacks.
func (m *maker) need(name string) string {
	if s := m.in.Needs[name]; s != "" {
		return line(s, 300)
	}
	for _, section := range []string{"needs", "states", "terms"} {
		if s, ok := m.w[section][name]; ok {
			return s
		}
	}
	return line(m.say("fields", strings.TrimPrefix(name, "field ")), 120)
}

// whom says to whom a letter goes: his role, and his name when there is one.
func (m *maker) whom(to dossier.Recipient) string {
	role, name := m.say("roles", string(to.Role)), ""
	if p, ok := m.in.Case.Party(to.Party); ok {
		name = nameOf(p)
	}
	if name == "" {
		name = m.person(to.Person)
	}
	if name = line(name, 2*MaxNameRunes); role == "" || name == "" {
		return role + name
	}
	return role + " (" + name + ")"
}

// person is the name of somebody of the configuration, or his address.
func (m *maker) person(id dossier.PersonID) string {
	if name := m.in.People[id]; name != "" {
		return line(name, 2*MaxNameRunes)
	}
	return line(string(id), 2*MaxNameRunes)
}

// when says when a letter leaves, as the end of a sentence.
func (m *maker) when(l dossier.ScriptLetter) string {
	if l.State == dossier.DutyDraft && !m.releases() {
		return m.say("leaves", "draft_other")
	}
	if l.State != dossier.DutyQueued && l.State != "" {
		if s, ok := m.w["leaves"][string(l.State)]; ok {
			return s
		}
	}
	now := m.in.Date
	if l.At.IsZero() || !l.At.After(now) {
		return m.say("leaves", "now")
	}
	at := l.At.In(now.Location())
	if calendar.Of(at, at.Location()) == m.today() {
		return strings.ReplaceAll(m.say("leaves", "today"), "{time}", m.clock(at))
	}
	return strings.NewReplacer("{day}", m.long(calendar.Of(at, at.Location())), "{time}", m.clock(at)).Replace(m.say("leaves", "day"))
}

// releases says whether the reader himself can let a letter go that is ready: it is proposed to him then.
func (m *maker) releases() bool {
	return m.offered("#verzenden", "#send")
}

// offered says whether the reader is proposed a command, by one of its words.
func (m *maker) offered(words ...string) bool {
	return slices.ContainsFunc(m.in.Offers, func(o Offer) bool {
		said := strings.Fields(o.Line)
		return len(said) > 0 && slices.Contains(words, said[0])
	})
}

// clock writes a time of day as people do: 14.10, or 14:10 in English.
func (m *maker) clock(t time.Time) string {
	if m.lang == "nl" {
		return t.Format("15.04")
	}
	return t.Format("15:04")
}

// hour writes the hour of an appointment, which a command gives as 10:00, in the same way as a clock.
func (m *maker) hour(s string) string {
	if m.lang == "nl" {
		return strings.ReplaceAll(s, ":", ".")
	}
	return s
}

// moment writes a day and a time of day.
func (m *maker) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(m.in.Date.Location())
	return strings.NewReplacer("{day}", m.long(calendar.Of(t, t.Location())), "{time}", m.clock(t)).Replace(m.say("frame", "moment"))
}

// count says a term, its last day and how that was counted. A term that was given another date by a person has no
// count.
func (m *maker) count(t *dossier.Term) CountLine {
	n := t.Count
	for _, s := range t.Steps {
		if s.To == t.Due {
			n = s.Count
		}
	}
	c := CountLine{Name: m.say("terms", string(t.Name)), Due: m.long(t.Due), ActBy: m.unless(t.ActBy, t.Due), Article: line(t.Article, 80)}
	if n.Due == t.Due {
		c.Count = line(strings.Join(n.Explain(m.lang), " "), 1000)
	}
	return c
}

// running are the terms that still ask for something, the nearest first.
func (m *maker) running() (lines []TermLine) {
	ts := slices.DeleteFunc(slices.Clone(m.in.Case.Terms), func(t dossier.Term) bool {
		return !t.Running() || t.Name == dossier.TermRetention
	})
	slices.SortStableFunc(ts, func(a, b dossier.Term) int { return a.Due.Compare(b.Due) })
	for _, t := range ts[:min(len(ts), MaxRows)] {
		lines = append(lines, TermLine{Name: m.say("terms", string(t.Name)), Due: m.long(t.Due), ActBy: m.unless(t.ActBy, t.Due),
			Article: line(t.Article, 80)})
	}
	return lines
}
