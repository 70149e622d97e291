package letter

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// CostRow is one claim of reimbursement.
type CostRow struct {
	Kind    string // in words
	Amount  string // "€ 12,50"
	Granted bool
	Reason  string
}

// SaidText is what somebody else said: cleaned, with dead links, at most MaxQuoteRunes runes of all of them together.
type SaidText struct {
	Title string
	Who   string // role in words
	Name  string // "" when the reader may not know it
	Day   string
	Lines []string
	Cut   bool // the rest is left out
}

// TextOf is a text of the regulation.
type TextOf struct {
	Name  string
	Lines []string
}

// texts are in the order of their names.
func (m *maker) texts() (list []TextOf) {
	for _, name := range slices.Sorted(maps.Keys(m.in.Texts)) {
		list = append(list, TextOf{line(name, 80), clip(m.in.Texts[name])})
	}
	return list
}

// partyFields fills what letters to parties say of a decision and of what the other side said.
func (m *maker) partyFields(f *Fields) {
	in, c, d := m.in, &m.in.Case, &m.in.Duty.Details
	f.Role = string(m.reader())
	if f.Copy = inCopy(in.Duty.To); f.Copy {
		for _, p := range c.PartiesAs(dossier.RoleRespondent) {
			if p.Person != "" { // by his name in the configuration: a copy echoes nothing
				f.Concerns = m.person(p.Person)
			}
		}
	}
	f.Hidden, f.Clearly, f.Round, f.Last = d.Hidden, d.Clearly, d.Round, d.Last
	f.Kind = string(d.Kind)
	if f.Kind == "" {
		f.Kind = string(c.Kind)
	}
	f.KindTitle, f.Category, f.Outcome = m.title("kind"), m.title("category"), m.title("outcome")
	f.Means, f.Ground = line(m.w["outcomes"][d.Outcome], 300), m.ground()
	f.Way, f.Consent = m.title("way"), line(d.Consent, 80)
	f.Told = d.Way == "telefoon" || d.Way == "bezoek"
	f.Underlying = underlying(c.Facts["underlying"])
	f.OtherCase, f.Time, f.Place = line(string(d.Other), 40), m.hour(line(d.Time, 40)), line(d.Place, 200)
	f.From = m.long(d.From)
	f.Handler, f.Signatory = line(in.Handler, 2*MaxNameRunes), line(in.Signatory, 2*MaxNameRunes)
	m.termFields(f)
	f.Enclosed = len(in.Files) > 0
	v := m.veil()
	f.Measures, f.Text = v.own(m.measures()), v.own(f.Text)
	f.Costs, f.CostTotal = m.costs()
	f.Said, f.SaidDead = m.said(v)
	f.CallSlots = m.callSlots()
	f.AppealText, f.Texts = clip(in.Texts["appeal"]), m.texts()
	f.Support, f.Statistics = clip(in.Texts["offers"]), m.statistics()
	f.Rules, _ = linesOf(strings.Join(in.Rules, "\n"), MaxQuoteRunes*5, MaxQuoteLines*5)
}

// statistics is what stays of a dossier that is destroyed: what the store keeps on its tombstone.
func (m *maker) statistics() (lines []string) {
	c := &m.in.Case
	if m.in.Duty.Letter != dossier.LetterDestruction {
		return nil
	}
	for _, row := range [][2]string{
		{"number", line(string(c.Number), 40)}, {"received", m.long(c.Received)}, {"kind", m.title("kind")},
		{"outcome", m.title("outcome")}, {"closed", m.long(c.Closed)}, {"destroyed", m.long(calendar.Of(m.in.Date, m.in.Date.Location()))},
	} {
		if row[1] != "" {
			lines = append(lines, m.say("statistics", row[0])+": "+row[1])
		}
	}
	return lines
}

// reader is the role as which somebody reads: whoever represents the complainant reads as he does, an adviser as the
// party whom he assists.
func (m *maker) reader() dossier.Role { return readerOf(m.in) }

func readerOf(in *Input) dossier.Role {
	role := in.Duty.To.Role
	if role == dossier.RoleAdviser && in.For != "" {
		role = in.For
	}
	if role == dossier.RoleRepresentative {
		return dossier.RoleComplainant
	}
	return role
}

// title is a word of the regulation. What the daemon gave no title for is said as the regulation writes it.
func (m *maker) title(key string) string {
	if s := line(m.in.Titles[key], 120); s != "" {
		if !strings.Contains(s, " ") {
			s = strings.ReplaceAll(s, "-", " ") // a word that commands take: "too-old"
		}
		return s
	}
	d := m.in.Duty.Details
	raw := map[string]string{"outcome": d.Outcome, "ground": d.Ground, "way": d.Way}[key]
	return line(strings.NewReplacer("_", " ", "-", " ").Replace(raw), 120)
}

// ground is a sentence: that of words.md, else the regulation's own words.
func (m *maker) ground() string {
	if s := m.w["grounds"][m.in.Duty.Details.Ground]; s != "" {
		return s
	}
	if s := m.title("ground"); s != "" {
		return capital(s) + "."
	}
	return ""
}

// underlying says what becomes of the case underneath, from the fact of that name: it holds a case number, and one of
// two words of the contract.
func underlying(fact []string) string {
	words := strings.Fields(strings.Join(fact, " "))
	switch {
	case slices.Contains(words, "opschorten"):
		return "suspend"
	case slices.Contains(words, "doorgaan"):
		return "continue"
	}
	return ""
}

// termFields give dates of the case's terms where the details name none: a term that a letter opens may stand in the
// case already when the letter is made.
func (m *maker) termFields(f *Fields) {
	c, d := &m.in.Case, &m.in.Duty
	name := d.Details.Term
	if name == "" {
		name = d.Term
	}
	if t := c.Term(name); t != nil && f.DueDate == "" {
		f.DueDate = m.long(t.Due)
	}
	if t := c.Term("appeal"); t != nil {
		f.AppealOn, f.DecideBy, f.DecideIn = m.long(t.Started), m.long(t.Due), m.length(t.Count.Length)
	}
	f.Keep = m.length(m.in.Retention)
	if t := c.Term(dossier.TermRetention); t != nil {
		f.KeepUntil = m.long(t.Due)
	}
}

func (m *maker) length(l calendar.Length) string {
	if l.IsZero() {
		return ""
	}
	return l.Text(m.lang)
}

// measures are those that the letter names; a letter that names none shows all of the case that were not dropped, so
// that it never says that there is none.
func (m *maker) measures() (lines []string) {
	named := m.in.Duty.Details.Measures
	for _, e := range m.in.Case.Measures {
		if len(named) > 0 && !slices.Contains(named, e.ID) || len(named) == 0 && e.Reason != "" || len(lines) == MaxRows {
			continue
		}
		text := line(e.Text, 1000)
		if !e.Due.IsZero() {
			text = strings.TrimRight(text, ".") + " (" + m.say("frame", "by") + " " + m.long(e.Due) + ")"
		}
		lines = append(lines, text)
	}
	return lines
}

// costs are the claims, and the sum of what is granted.
func (m *maker) costs() (rows []CostRow, total string) {
	sum, granted := 0, 0
	for _, c := range m.in.Duty.Details.Costs[:min(len(m.in.Duty.Details.Costs), MaxRows)] {
		kind := line(m.in.Titles["cost."+c.Kind], 120)
		if kind == "" {
			kind = line(strings.ReplaceAll(c.Kind, "_", " "), 120)
		}
		rows = append(rows, CostRow{Kind: kind, Amount: m.euro(c.Amount), Granted: c.Granted, Reason: line(c.Reason, 1000)})
		if c.Granted {
			sum, granted = sum+c.Amount, granted+1
		}
	}
	if granted > 1 {
		total = m.euro(sum)
	}
	return rows, total
}

// euro writes cents: € 12,50, with a space at which no line ends, or €12.50.
func (m *maker) euro(cents int) string {
	whole, rest := strconv.Itoa(cents/100), fmt.Sprintf("%02d", cents%100)
	if m.lang == "nl" {
		return "€\u00a0" + whole + "," + rest
	}
	return "€" + whole + "." + rest
}

// callSlots are the proposed times. What the organisation wrote in their place may be a whole sentence ("Laat ons
// weten wanneer"): the letter has its own for that.
func (m *maker) callSlots() []string {
	for _, list := range [][]string{m.in.Duty.Details.Slots, m.in.CallSlots, m.in.Texts["call_slots"]} {
		list = slices.DeleteFunc(clip(list), func(s string) bool { return strings.HasSuffix(s, ".") })
		if len(list) > 0 {
			return list
		}
	}
	return nil
}

// said are the words of somebody else. Who complains is left out of them when the reader may not know it, whatever the
// caller gave.
func (m *maker) said(v *veil) (texts []SaidText, dead bool) {
	room := MaxQuoteRunes
	for _, s := range m.in.Statement[:min(len(m.in.Statement), MaxRows)] {
		if room <= 0 {
			break
		}
		t := SaidText{Title: line(s.Title, 120), Who: line(s.Who, 120), Name: personName(s.Name), Day: m.long(s.Day)}
		t.Lines, t.Cut = linesOf(s.Text, room, MaxQuoteLines)
		if v != nil {
			t.Name, t.Lines = "", v.over(t.Lines)
			t.Who, t.Title = v.takeOut(t.Who), v.takeOut(t.Title)
		}
		for i, l := range t.Lines {
			harmless, n := unlink(l)
			t.Lines[i], dead = harmless, dead || n > 0
			room -= len([]rune(harmless))
		}
		texts = append(texts, t)
	}
	return texts, dead
}
