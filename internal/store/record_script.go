package store

import (
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// scriptRecord is what became of one line of a mail with commands.
type scriptRecord struct {
	Line    int                  `json:"line,omitempty"`
	Word    string               `json:"word,omitempty"`
	Act     string               `json:"act,omitempty"`
	Rest    string               `json:"rest,omitempty"`
	Refused string               `json:"refused,omitempty"`
	Need    string               `json:"need,omitempty"`
	Day     calendar.Date        `json:"day,omitzero"`
	Article string               `json:"article,omitempty"`
	Suggest string               `json:"suggest,omitempty"`
	Warned  []string             `json:"warned,omitempty"`
	Letters []scriptLetterRecord `json:"letters,omitempty"`
	Terms   []string             `json:"terms,omitempty"`
	State   string               `json:"state,omitempty"`
	People  []string             `json:"people,omitempty"`
}

// scriptLetterRecord is a letter that a command ordered.
type scriptLetterRecord struct {
	Letter string    `json:"letter,omitempty"`
	Role   string    `json:"role,omitempty"`
	Party  string    `json:"party,omitempty"`
	Person string    `json:"person,omitempty"`
	State  string    `json:"state,omitempty"`
	At     time.Time `json:"at,omitzero"`

	Due calendar.Date `json:"due,omitzero"`
}

func scriptOf(l dossier.ScriptLine) scriptRecord {
	r := scriptRecord{Line: l.Line, Word: l.Word, Act: l.Act, Rest: l.Rest, Refused: l.Refused, Need: l.Need, Day: l.Day,
		Article: l.Article, Suggest: l.Suggest, Warned: words[string](l.Warned), Terms: words[string](l.Terms),
		State: string(l.State), People: words[string](l.People)}
	for _, s := range l.Letters {
		r.Letters = append(r.Letters, scriptLetterRecord{Letter: string(s.Letter), Role: string(s.To.Role),
			Party: string(s.To.Party), Person: string(s.To.Person), State: string(s.State), At: utc(s.At), Due: s.Due})
	}
	return r
}

func (r scriptRecord) line() dossier.ScriptLine {
	l := dossier.ScriptLine{Line: r.Line, Word: r.Word, Act: r.Act, Rest: r.Rest, Refused: r.Refused, Need: r.Need, Day: r.Day,
		Article: r.Article, Suggest: r.Suggest, Warned: words[string](r.Warned), Terms: words[dossier.TermName](r.Terms),
		State: dossier.State(r.State), People: words[dossier.PersonID](r.People)}
	if day, err := calendar.Parse(r.Need); err == nil { // records of before said the day there
		l.Need, l.Day = "", day
	}
	for _, s := range r.Letters {
		l.Letters = append(l.Letters, dossier.ScriptLetter{Letter: dossier.LetterName(s.Letter), At: s.At, Due: s.Due,
			State: dossier.DutyState(s.State), To: dossier.Recipient{Role: dossier.Role(s.Role),
				Party: dossier.PartyID(s.Party), Person: dossier.PersonID(s.Person)}})
	}
	return l
}
