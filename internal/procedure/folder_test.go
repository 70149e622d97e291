package procedure_test

import (
	"testing"

	"klachtd/internal/dossier"
	"klachtd/internal/procedure"
)

// The last act or state that a rule names sets the folder; what was taken back does not count.
func TestFolder(t *testing.T) {
	r := &procedure.Regulation{
		Acts: []procedure.Act{{Name: "assign", Words: procedure.Text{NL: "toewijzen", EN: "assign"}}, {Name: "close", Words: procedure.Text{NL: "sluiten", EN: "close"}}},
		Folders: []procedure.FolderRule{{On: "assign", Name: "1. Open/{initials} {complainant}"},
			{On: "close", Name: "2. Dicht/{initials} {complainant} {number}"}, {On: "withdrawn", Name: "3. Weg/{number}"}},
	}
	ctx := procedure.Context{People: []procedure.Person{
		{ID: "anna@voorbeeld.example", Name: "Anna de Vries"}, {ID: "merel@voorbeeld.example", Name: "Merel Vos", Initials: "MV2"}}}
	given := func(seq int, word string) dossier.Event {
		return dossier.Event{Seq: seq, By: dossier.Actor{Person: "anna@voorbeeld.example"}, Body: dossier.CommandGiven{Word: word}}
	}
	merel := dossier.Party{ID: "p2", Role: dossier.RoleHandler, Person: "merel@voorbeeld.example"}
	for name, test := range map[string]struct {
		journal []dossier.Event
		parties []dossier.Party
		want    string
	}{
		"nothing yet":               {nil, nil, ""},
		"the coordinator's":         {[]dossier.Event{given(1, "toewijzen")}, []dossier.Party{jansen("K. Jansen")}, "1. Open/AV K. Jansen"},
		"the handler's":             {[]dossier.Event{given(1, "toewijzen")}, []dossier.Party{jansen("K. Jansen"), merel}, "1. Open/MV2 K. Jansen"},
		"no name":                   {[]dossier.Event{given(1, "toewijzen"), given(2, "sluiten")}, []dossier.Party{jansen("")}, "2. Dicht/AV K2026-0001"},
		"a name makes no level":     {[]dossier.Event{given(1, "assign")}, []dossier.Party{jansen(`a/b\c  {number}`)}, "1. Open/AV a-b-c {number}"},
		"a state":                   {[]dossier.Event{given(1, "toewijzen"), {Seq: 2, Body: dossier.StateChanged{State: "withdrawn"}}}, nil, "3. Weg/K2026-0001"},
		"another act of no rule":    {[]dossier.Event{given(1, "toewijzen"), given(2, "notitie")}, nil, "1. Open/AV"},
		"what was taken back":       {[]dossier.Event{given(1, "toewijzen"), given(2, "sluiten"), {Seq: 3, Body: dossier.CommandRevoked{First: 2, Last: 2}}}, nil, "1. Open/AV"},
		"everything was taken back": {[]dossier.Event{given(1, "toewijzen"), {Seq: 2, Body: dossier.CommandRevoked{First: 1, Last: 1}}}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := &dossier.Case{Number: "K2026-0001", Journal: test.journal, Parties: test.parties}
			if got := r.Folder(c, ctx); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func jansen(name string) dossier.Party {
	return dossier.Party{ID: "p1", Role: dossier.RoleComplainant, Name: name}
}

// What is missing leaves out what the case is: nobody can change that.
func TestGateMissing(t *testing.T) {
	is := func(name, value string, not bool) procedure.Condition {
		return procedure.Condition{Is: procedure.CondIs, Name: name, Value: value, Not: not}
	}
	call := procedure.Condition{Is: procedure.CondRecorded, Name: "call"}
	for _, test := range []struct {
		need string
		any  []procedure.Condition
		want string
	}{
		{"recorded call", []procedure.Condition{call}, "recorded call"},
		{"kind is not complaint or recorded call", []procedure.Condition{is("kind", "complaint", true), call}, "recorded call"},
		{"state is open", []procedure.Condition{is("state", "open", false)}, "state is open"},
		{"lesson is geen or recorded call", []procedure.Condition{is("lesson", "geen", false), call}, "lesson is geen or recorded call"},
	} {
		if got, any := (procedure.Gate{Need: test.need, Any: test.any}).Missing(); got != test.want || len(any) == 0 {
			t.Errorf("%s: got %q with %d conditions, want %q", test.need, got, len(any), test.want)
		}
	}
}
