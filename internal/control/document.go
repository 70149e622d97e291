package control

import "klachtd/internal/dossier"

// CaseDoc is a dossier as contract/case.json shows it; in a list it comes without duties and journal.
type CaseDoc struct {
	CaseHead
	Duties   []DutyDoc    `json:"duties"`
	Measures []MeasureDoc `json:"measures"`
	Journal  []EntryDoc   `json:"journal"`
}

// CaseRow is a dossier in a list.
type CaseRow struct {
	CaseHead
	Measures []MeasureDoc `json:"measures"`
}

// CaseHead is what both have.
type CaseHead struct {
	Number       dossier.Number  `json:"number"`
	Procedure    ProcedureDoc    `json:"procedure"`
	Mailbox      string          `json:"mailbox"`
	Kind         dossier.Kind    `json:"kind"`
	State        dossier.State   `json:"state"`
	PublicStatus string          `json:"public_status"`
	Channel      dossier.Channel `json:"channel"`
	Track        string          `json:"track"`
	Category     Text            `json:"category"`
	Received     Day             `json:"received"`
	ReceivedAt   Moment          `json:"received_at"`
	Filed        Day             `json:"filed"`
	Closed       Day             `json:"closed"`
	Outcome      Text            `json:"outcome"`
	Parties      []PartyDoc      `json:"parties"`
	Facts        map[string]any  `json:"facts"`
	Terms        []TermDoc       `json:"terms"`
}

// ProcedureDoc names the regulation under which the case runs.
type ProcedureDoc struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// PartyDoc is somebody of the case.
type PartyDoc struct {
	Role     dossier.Role `json:"role"`
	Name     string       `json:"name"`
	Address  string       `json:"address"`
	Verified bool         `json:"verified"`
}

// TermDoc is a term.
type TermDoc struct {
	Name     dossier.TermName  `json:"name"`
	Article  string            `json:"article"`
	Started  Day               `json:"started"`
	Due      Day               `json:"due"`
	FirstDue Day               `json:"first_due"`
	ActBy    Day               `json:"act_by"`
	State    dossier.TermState `json:"state"`
	Met      Day               `json:"met"`
	Steps    []StepDoc         `json:"steps"`
}

// StepDoc is an extension that the regulation itself provides.
type StepDoc struct {
	End     Day                `json:"end"`
	ActBy   Day                `json:"act_by"`
	Letter  dossier.LetterName `json:"letter"`
	To      Day                `json:"to"`
	Article string             `json:"article"`
}

// DutyDoc is a letter owed to one recipient.
type DutyDoc struct {
	Letter    dossier.LetterName `json:"letter"`
	To        dossier.Role       `json:"to"`
	Article   string             `json:"article"`
	Due       Day                `json:"due"`
	State     dossier.DutyState  `json:"state"`
	MessageID string             `json:"message_id"`
	SMTP      string             `json:"smtp"`
}

// MeasureDoc is a proposed measure.
type MeasureDoc struct {
	ID    string `json:"id"`
	Text  string `json:"text"`
	Owner string `json:"owner"`
	Due   Day    `json:"due"`
	Done  Day    `json:"done"`
}

// Case makes the document of a dossier.
func Case(c dossier.Case) CaseDoc {
	doc := CaseDoc{CaseHead: head(&c), Duties: []DutyDoc{}, Measures: measures(&c), Journal: journal(&c)}
	for _, d := range c.Duties {
		doc.Duties = append(doc.Duties, DutyDoc{
			Letter: d.Letter, To: d.To.Role, Article: d.Article, Due: Day(d.Due), State: d.State,
			MessageID: d.MessageID, SMTP: d.SMTP,
		})
	}
	return doc
}

// Row makes the document of a dossier in a list.
func Row(c dossier.Case) CaseRow { return CaseRow{CaseHead: head(&c), Measures: measures(&c)} }

func head(c *dossier.Case) CaseHead {
	return CaseHead{
		Number: c.Number, Procedure: ProcedureDoc{c.Procedure.Name, c.Procedure.Version}, Mailbox: c.Mailbox,
		Kind: c.Kind, State: c.State, PublicStatus: c.Public, Channel: c.Channel, Track: c.Track,
		Category: Text(c.Category), Received: Day(c.Received), ReceivedAt: Moment(c.ReceivedAt), Filed: Day(c.Filed),
		Closed: Day(c.Closed), Outcome: Text(c.Outcome), Parties: parties(c), Facts: facts(c), Terms: terms(c),
	}
}

func parties(c *dossier.Case) []PartyDoc {
	list := []PartyDoc{}
	for _, p := range c.Parties {
		if !p.Removed {
			list = append(list, PartyDoc{Role: p.Role, Name: p.Name, Address: p.Address, Verified: p.Verified})
		}
	}
	return list
}

// manyDates is the field that is a list however many days it holds: a complaint is about one event or about several.
const manyDates = "facts_dates"

// facts shows a field as a text, or as a list when it holds several values.
func facts(c *dossier.Case) map[string]any {
	m := map[string]any{}
	for name, values := range c.Facts {
		if len(values) == 1 && name != manyDates {
			m[name] = values[0]
			continue
		}
		m[name] = append([]string{}, values...)
	}
	return m
}

func terms(c *dossier.Case) []TermDoc {
	list := []TermDoc{}
	for _, t := range c.Terms {
		doc := TermDoc{
			Name: t.Name, Article: t.Article, Started: Day(t.Started), Due: Day(t.Due), FirstDue: Day(t.FirstDue),
			ActBy: Day(t.ActBy), State: t.State, Met: Day(t.Met), Steps: []StepDoc{},
		}
		for _, s := range t.Steps {
			doc.Steps = append(doc.Steps, StepDoc{
				End: Day(s.End), ActBy: Day(s.ActBy), Letter: s.Letter, To: Day(s.To), Article: s.Article,
			})
		}
		list = append(list, doc)
	}
	return list
}

func measures(c *dossier.Case) []MeasureDoc {
	list := []MeasureDoc{}
	for _, m := range c.Measures {
		list = append(list, measure(m))
	}
	return list
}

func measure(m dossier.Measure) MeasureDoc {
	return MeasureDoc{ID: m.ID, Text: m.Text, Owner: m.Owner, Due: Day(m.Due), Done: Day(m.Done)}
}
