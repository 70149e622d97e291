package store

import (
	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// detailsRecord is what a letter says beyond the case itself.
type detailsRecord struct {
	Term     string         `json:"term,omitempty"`
	Date     calendar.Date  `json:"date,omitzero"`
	DueDate  calendar.Date  `json:"due_date,omitzero"`
	ActBy    calendar.Date  `json:"act_by,omitzero"`
	Reason   string         `json:"reason,omitempty"`
	Text     string         `json:"text,omitempty"`
	Task     string         `json:"task,omitempty"`
	Letter   string         `json:"letter,omitempty"`
	Duty     string         `json:"duty,omitempty"`
	SMTP     string         `json:"smtp,omitempty"`
	Missing  []string       `json:"missing,omitempty"`
	Cases    []lineRecord   `json:"cases,omitempty"`
	Party    string         `json:"party,omitempty"`
	Person   string         `json:"person,omitempty"`
	Outcome  string         `json:"outcome,omitempty"`
	Decision string         `json:"decision,omitempty"`
	Clearly  bool           `json:"clearly,omitempty"`
	Ground   string         `json:"ground,omitempty"`
	Consent  string         `json:"consent,omitempty"`
	Other    string         `json:"other,omitempty"`
	Measures []string       `json:"measures,omitempty"`
	Round    int            `json:"round,omitempty"`
	Last     bool           `json:"last,omitempty"`
	From     calendar.Date  `json:"from,omitzero"`
	Time     string         `json:"time,omitempty"`
	Place    string         `json:"place,omitempty"`
	Slots    []string       `json:"slots,omitempty"`
	Costs    []costRecord   `json:"costs,omitempty"`
	Way      string         `json:"way,omitempty"`
	With     []string       `json:"with,omitempty"`
	Words    []sourceRecord `json:"words,omitempty"`
	Result   string         `json:"result,omitempty"`
	Script   []scriptRecord `json:"script,omitempty"`
	Offers   []string       `json:"offers,omitempty"`
	Tasks    []string       `json:"tasks,omitempty"`
	Held     string         `json:"held,omitempty"`
	Hidden   bool           `json:"hidden,omitempty"`
	Kind     string         `json:"kind,omitempty"`
}

// lineRecord is one line of a list letter.
type lineRecord struct {
	Number string        `json:"number,omitempty"`
	Letter string        `json:"letter,omitempty"`
	Date   calendar.Date `json:"date,omitzero"`
	Reason string        `json:"reason,omitempty"`
	Mail   string        `json:"mail,omitempty"`

	Section string `json:"section,omitempty"`
	Measure string `json:"measure,omitempty"`
	Count   int    `json:"count,omitempty"`
	Age     int    `json:"age,omitempty"`
}

// sourceRecord names words of the journal.
type sourceRecord struct {
	Mail  string        `json:"mail,omitempty"`
	Seq   int           `json:"seq,omitempty"`
	Party string        `json:"party,omitempty"`
	Day   calendar.Date `json:"day,omitzero"`
}

// costRecord is one claim of reimbursement; its fields are those of dossier.CostLine.
type costRecord struct {
	Kind    string `json:"kind,omitempty"`
	Amount  int    `json:"amount,omitempty"` // cents
	Granted bool   `json:"granted,omitempty"`
	Reason  string `json:"reason,omitempty"`
}

func detailsOf(d dossier.LetterDetails) detailsRecord {
	r := detailsRecord{Term: string(d.Term), Date: d.Date, DueDate: d.DueDate, ActBy: d.ActBy, Reason: d.Reason,
		Text: d.Text, Task: string(d.Task), Letter: string(d.Letter), Duty: string(d.Duty), SMTP: d.SMTP,
		Missing: words[string](d.Missing), Party: string(d.Party), Person: string(d.Person), Outcome: d.Outcome, Decision: d.Decision,
		Clearly: d.Clearly, Ground: d.Ground, Consent: d.Consent, Other: string(d.Other),
		Measures: words[string](d.Measures), Round: d.Round, Last: d.Last, From: d.From, Time: d.Time, Place: d.Place,
		Slots: words[string](d.Slots), Way: d.Way, With: words[string](d.With), Result: string(d.Result),
		Offers: words[string](d.Offers), Tasks: words[string](d.Tasks), Held: string(d.Held), Hidden: d.Hidden,
		Kind: string(d.Kind)}
	for _, l := range d.Cases {
		r.Cases = append(r.Cases, lineRecord{Number: string(l.Number), Letter: string(l.Letter), Date: l.Date,
			Reason: l.Reason, Mail: string(l.Mail), Section: l.Section, Measure: l.Measure, Count: l.Count, Age: l.Age})
	}
	for _, c := range d.Costs {
		r.Costs = append(r.Costs, costRecord(c))
	}
	for _, w := range d.Words {
		r.Words = append(r.Words, sourceRecord{Mail: string(w.Mail), Seq: w.Seq, Party: string(w.Party), Day: w.Day})
	}
	for _, l := range d.Script {
		r.Script = append(r.Script, scriptOf(l))
	}
	return r
}

func (r detailsRecord) details() dossier.LetterDetails {
	d := dossier.LetterDetails{Term: dossier.TermName(r.Term), Date: r.Date, DueDate: r.DueDate, ActBy: r.ActBy,
		Reason: r.Reason, Text: r.Text, Task: dossier.TaskKind(r.Task), Letter: dossier.LetterName(r.Letter),
		Duty: dossier.DutyID(r.Duty), SMTP: r.SMTP, Missing: words[string](r.Missing), Party: dossier.PartyID(r.Party),
		Person: dossier.PersonID(r.Person), Outcome: r.Outcome, Decision: r.Decision, Clearly: r.Clearly, Ground: r.Ground,
		Consent: r.Consent,
		Other:   dossier.Number(r.Other), Measures: words[string](r.Measures), Round: r.Round, Last: r.Last, From: r.From,
		Time: r.Time, Place: r.Place, Slots: words[string](r.Slots), Way: r.Way, With: words[string](r.With),
		Result: dossier.ScriptResult(r.Result), Offers: words[string](r.Offers), Tasks: words[dossier.TaskKind](r.Tasks),
		Held: dossier.MailID(r.Held), Hidden: r.Hidden, Kind: dossier.Kind(r.Kind)}
	for _, l := range r.Cases {
		d.Cases = append(d.Cases, dossier.CaseLine{Number: dossier.Number(l.Number), Letter: dossier.LetterName(l.Letter),
			Date: l.Date, Reason: l.Reason, Mail: dossier.MailID(l.Mail), Section: l.Section, Measure: l.Measure, Count: l.Count, Age: l.Age})
	}
	for _, c := range r.Costs {
		d.Costs = append(d.Costs, dossier.CostLine(c))
	}
	for _, w := range r.Words {
		d.Words = append(d.Words, dossier.Source{Mail: dossier.MailID(w.Mail), Seq: w.Seq, Party: dossier.PartyID(w.Party),
			Day: w.Day})
	}
	for _, l := range r.Script {
		d.Script = append(d.Script, l.line())
	}
	return d
}
