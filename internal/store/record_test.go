package store

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

var updateGolden = flag.Bool("update", false, "write the golden files anew")

// bodies are the types of events that exist, in the order of package dossier.
var bodies = []dossier.Body{
	dossier.Received{}, dossier.Filed{}, dossier.LetterDrafted{}, dossier.LetterSuppressed{}, dossier.LetterQueued{},
	dossier.LetterAccepted{}, dossier.LetterRefused{}, dossier.LetterUnknown{}, dossier.LetterBounced{},
	dossier.LetterWaived{}, dossier.CommandGiven{}, dossier.CommandHeld{}, dossier.CommandRefused{},
	dossier.CommandRevoked{}, dossier.TermOpened{}, dossier.TermExtendedTo{}, dossier.TermMet{}, dossier.TermHasPassed{},
	dossier.StateChanged{}, dossier.PartyAdded{}, dossier.PartyChanged{}, dossier.FactSet{}, dossier.Noted{},
	dossier.TaskOpened{}, dossier.TaskDone{}, dossier.Recorded{}, dossier.TermStopped{}, dossier.MeasureSet{},
	dossier.Linked{}, dossier.MergedInto{}, dossier.SplitOff{}, dossier.AccessSet{}, dossier.DestructionOrdered{},
	dossier.Destroyed{},
}

// draw fills a value of any type with what rapid makes: every field, so that none can be forgotten by a conversion.
func draw(rt *rapid.T, v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		sec := rapid.Int64Range(-1, 4e9).Draw(rt, "seconds")
		if sec >= 0 {
			v.Set(reflect.ValueOf(time.Unix(sec, rapid.Int64Range(0, 999_999_999).Draw(rt, "ns")).UTC()))
		}
		return
	case calendar.Date:
		if rapid.Bool().Draw(rt, "dated") {
			n := rapid.IntRange(0, 40000).Draw(rt, "day")
			v.Set(reflect.ValueOf(calendar.New(1990, 1, 1).AddDays(n)))
		}
		return
	case calendar.Length:
		if rapid.Bool().Draw(rt, "long") {
			v.Set(reflect.ValueOf(calendar.Length{N: rapid.IntRange(1, 30).Draw(rt, "n"), Unit: calendar.Weeks}))
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			draw(rt, v.Field(i))
		}
	case reflect.Slice:
		if n := rapid.IntRange(0, 2).Draw(rt, "length"); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				draw(rt, v.Index(i))
			}
		}
	case reflect.String:
		v.SetString(rapid.StringN(0, 12, -1).Draw(rt, "text"))
	case reflect.Int:
		v.SetInt(rapid.Int64Range(-3, 1<<40).Draw(rt, "number"))
	case reflect.Uint32:
		v.SetUint(uint64(rapid.Uint32().Draw(rt, "number")))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(rt, "bool"))
	default:
		rt.Fatalf("no way to draw a %s", v.Type())
	}
}

func TestEveryEventComesBack(t *testing.T) {
	for _, body := range bodies {
		t.Run(reflect.TypeOf(body).Name(), func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				b := reflect.New(reflect.TypeOf(body)).Elem()
				draw(rt, b)
				var e dossier.Event
				for _, v := range []any{&e.Seq, &e.At, &e.By, &e.Basis} {
					draw(rt, reflect.ValueOf(v).Elem())
				}
				e.Seq = max(e.Seq, 1)
				e.Body = b.Interface().(dossier.Body)
				content, err := encode(eventsOf([]dossier.Event{e}))
				if err != nil {
					rt.Fatal(err)
				}
				got, err := decodeEvents(content)
				if err != nil {
					rt.Fatal(err)
				}
				if d := cmp.Diff([]dossier.Event{e}, got, cmp.Comparer(func(a, b calendar.Date) bool { return a == b })); d != "" {
					rt.Fatal(d)
				}
			})
		})
	}
}

// A kind of event must be of one type only, and every type of package dossier must be in the list above.
func TestKindsAreDistinct(t *testing.T) {
	kinds := map[string]bool{}
	for _, b := range bodies {
		kind := recordOf(dossier.Event{Body: b}).Kind
		if kinds[kind] {
			t.Errorf("two types are stored as %q", kind)
		}
		kinds[kind] = true
	}
	source, err := os.ReadFile(filepath.Join("..", "dossier", "event.go"))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(source), ") Name() string"); n != len(bodies) {
		t.Errorf("package dossier has %d types of events, this test %d", n, len(bodies))
	}
}

// samples are records of every type, for the golden files.
func samples() map[string]any {
	at := start
	events := opening(1, "K2026-0001", "m1", at)
	on := calendar.Of(at, time.UTC)
	events = append(events, numbered(8, at,
		dossier.Filed{Mail: dossier.Mail{ID: "m2", Attachments: []dossier.Attachment{{Name: "bon.pdf", Type: "application/pdf", Bytes: 12}}},
			Flags: []dossier.Flag{dossier.FlagAutomatic}},
		dossier.LetterDrafted{Duty: dossier.Duty{ID: "d10", State: dossier.DutyDraft}},
		dossier.LetterSuppressed{Duty: dossier.Duty{ID: "d11", Reason: "automatic"}},
		dossier.LetterAccepted{Duty: "d7", SMTP: "250 ok", On: on}, dossier.LetterRefused{Duty: "d8", SMTP: "550 no"},
		dossier.LetterUnknown{Duty: "d8"}, dossier.LetterBounced{Duty: "d7", Status: "5.1.1", Mail: dossier.Mail{ID: "m3"}},
		dossier.LetterWaived{Duty: "d8"}, dossier.CommandGiven{Word: "notitie", Text: "gebeld"},
		dossier.CommandHeld{Word: "vernietigen", Why: "code"}, dossier.CommandRefused{Word: "sluiten", Why: "proof"},
		dossier.CommandRevoked{First: 17, Last: 18}, dossier.TermExtendedTo{Term: "settle", Due: on, ActBy: on, Step: 1, Reason: "holiday"},
		dossier.TermMet{Term: "settle", On: on, Duty: "d7"}, dossier.TermHasPassed{Term: "settle", On: on},
		dossier.StateChanged{State: dossier.StateSettled, Public: "afgehandeld", Outcome: "upheld", Closed: on},
		dossier.PartyChanged{Party: dossier.Party{ID: "p1", Thread: "<t@voorbeeld.example>", Removed: true}}, dossier.FactSet{Field: "member", Values: []string{"1", "2"}},
		dossier.Noted{Text: "nog bellen", Mail: "m2"}, dossier.TaskDone{Task: "t6"},
		dossier.Recorded{Record: "call", Text: "gesproken", Day: on, Party: "p1", Mail: "m2"})...)
	events = append(events, numbered(29, at,
		dossier.Filed{Mail: dossier.Mail{ID: "m3"}, Answers: "d7"},
		dossier.CommandGiven{Word: "uitstel", Line: 2, Proof: "token+verdict"},
		dossier.CommandHeld{Word: "vernietigen", Until: at, Proof: "token"},
		dossier.CommandRefused{Word: "sluiten", Line: 3, Proof: "token"},
		dossier.Recorded{Record: "consent", Person: "jan@voorbeeld.example", Value: "ja", Amount: 1250},
		dossier.TermStopped{Term: "settle", State: dossier.TermSuspended},
		dossier.MeasureSet{Measure: dossier.Measure{ID: "M1", Text: "bord ophangen", Owner: "beheer", Person: "jan@voorbeeld.example",
			Proposed: on, Due: on, Done: on, Reason: "te duur"}},
		dossier.Linked{Link: dossier.Link{Number: "K2026-0002", Ref: 2, How: "earlier"}},
		dossier.SplitOff{Mail: "m3", Link: dossier.Link{Number: "K2026-0003", Ref: 3, How: "split"}},
		dossier.AccessSet{Shut: []dossier.PersonID{"piet@voorbeeld.example"}, Route: "board"},
		dossier.LetterQueued{Duty: dossier.Duty{ID: "d40", Letter: "transcript", Details: fullDetails(on, at)}},
		dossier.MergedInto{Link: dossier.Link{Number: "K2026-0004", Ref: 4, How: "merged"}},
		dossier.DestructionOrdered{}, dossier.Destroyed{On: on})...)
	return map[string]any{
		"events": eventsOf(events),
		"cursor": cursorRecord{current, inbox, 7, 8, true, at, at, 3, 7, 6},
		"mail": mailRecord{current, inbox, 7, 1, at, 8000, 8000, 1, []byte{1, 2}, true, 1, []byte{3}, 2, []byte{4}, "dossier",
			"why", 1, "Klachten", at, true, 1},
		"tombstone": tombstoneRecord{current, "K2026-0001", "complaint", inbox, "upheld", on, on, on, "coordinator",
			"anna@voorbeeld.example", 2, "sha256:05", at},
		"statistic": statisticRecord{current, "complaint", "financial", "upheld", "mail", "2026-04", "2026-05", "in_time", 3},
		"expunge":   expungeRecord{current, 1, inbox, placeRecord{"Klachten", 9, 4}, true, "<m@voorbeeld.example>", []byte{6}, 12, []string{"Klachten/Verwerkt"}},
		"held":      heldRecord{current, 1, "anna@voorbeeld.example", at, 2},
		"uid":       uidRecord{current, 1, "Klachten", true, true, placeRecord{"Klachten", 9, 4}},
		"procedure": procedureRecord{current, "amnesty", "2013-02-06", []byte("text")},
		"thread":    threadRecord{current, 1, "p1", "anna@voorbeeld.example", "d7"},
		"letter": letterRecord{current, inbox, "K2026-0001", "d7", "acknowledgement", "a@voorbeeld.example", "b@voorbeeld.example",
			"<m@voorbeeld.example>", []byte{5}, at, at, "later", 2, true, at, at, "451", true, true, placeRecord{"Sent", 2, 3}, true},
		"folder": folderRecord{current, "INBOX/1. In behandeling/MV Jansen", []string{"INBOX/1- In behandeling/MV Jansen"}},
		"office": officeOf(dossier.Office{Seq: 2, ListedOn: on, Tasks: []dossier.Task{{ID: "t1", Opened: at}},
			Duties: []dossier.Duty{{ID: "d2", Details: dossier.LetterDetails{Cases: []dossier.CaseLine{{Number: "K2026-0001", Date: on}}}}}}),
		"summary": (&openCase{fold: ref(dossier.Fold(events[:8])), due: at}).record(),
	}
}

// fullDetails says something in every field.
func fullDetails(on calendar.Date, at time.Time) dossier.LetterDetails {
	return dossier.LetterDetails{Term: "settle", Date: on, DueDate: on, ActBy: on, Reason: "r", Text: "t", Task: "print",
		Letter: "memo", Duty: "d1", SMTP: "250", Missing: []string{"name"}, Cases: []dossier.CaseLine{{Number: "K2026-0002",
			Letter: "memo", Date: on, Reason: "r", Mail: "m1", Age: 3}}, Party: "p1", Person: "jan@voorbeeld.example", Outcome: "upheld",
		Clearly: true, Ground: "late", Consent: "hearing", Other: "K2026-0003", Measures: []string{"M1"}, Round: 2, Last: true,
		From: on, Time: "10:00", Place: "zaal 2", Slots: []string{"ma 9:00"}, Costs: []dossier.CostLine{{Kind: "travel",
			Amount: 1250, Granted: true, Reason: "r"}}, Way: "phone", With: []string{"dossier"},
		Words: []dossier.Source{{Mail: "m1", Seq: 3, Party: "p1", Day: on}}, Result: dossier.ScriptDone,
		Script: []dossier.ScriptLine{{Line: 1, Word: "#uitstel", Act: "extend", Rest: "2 weken", Refused: "gate", Need: "n",
			Article: "5", Suggest: "#uitstel", Warned: []string{"w"}, Letters: []dossier.ScriptLetter{{Letter: "memo",
				To: dossier.Recipient{Role: "handler", Party: "p2", Person: "jan@voorbeeld.example"}, State: "queued", At: at}},
			Terms: []dossier.TermName{"settle"}, State: "open"}}, Offers: []string{"extend"}, Tasks: []dossier.TaskKind{"print"},
		Held: "m2", Hidden: true, Kind: "complaint"}
}

func ref[T any](v T) *T { return &v }

// Records of every released version must decode for good. These files are such records before they are sealed: a
// file that exists is never written anew for another form, a new version gets files of its own.
func TestStoredRecordsStillDecode(t *testing.T) {
	for name, sample := range samples() {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", "records", "v1-"+name+".json")
			want, err := encode(sample)
			if err != nil {
				t.Fatal(err)
			}
			if *updateGolden {
				if err := os.WriteFile(path, append(want, '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			stored, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := reflect.New(reflect.TypeOf(sample))
			if err := decode(stored, got.Interface().(versioned)); err != nil {
				t.Fatal(err)
			}
			again, err := encode(got.Elem().Interface())
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), string(again)); d != "" {
				t.Error(d)
			}
			if name == "events" {
				if events, err := decodeEvents(stored); err != nil || len(events) != 43 {
					t.Errorf("%d events: %v", len(events), err)
				}
			}
		})
	}
}

func TestNewerRecordsAreRefused(t *testing.T) {
	for _, c := range []struct {
		name, content string
		want          error
	}{
		{"a newer version", `{"v":2,"events":[{"seq":1,"kind":"note"}]}`, ErrNewer},
		{"an event of a newer kind", `{"v":1,"events":[{"seq":1,"kind":"foretold"}]}`, ErrNewer},
		{"no version", `{"events":[{"seq":1,"kind":"note"}]}`, ErrDamaged},
		{"no events", `{"v":1}`, ErrDamaged},
		{"a gap", `{"v":1,"events":[{"seq":1,"kind":"note"},{"seq":3,"kind":"note"}]}`, ErrDamaged},
		{"no JSON", `{"v":1,"events":[{"seq":"Jan"}]}`, ErrDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := decodeEvents([]byte(c.content)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	a, err := newSecret().aead()
	if err != nil {
		t.Fatal(err)
	}
	v := sealValue(a, tabMeta, []byte("k"), formLong+1, nil)
	if _, _, err := openValue(a, tabMeta, []byte("k"), v); !errors.Is(err, ErrNewer) {
		t.Errorf("an unknown form: %v", err)
	}
}

// TestDayOfScripts: the day of a refusal comes back; one that was stored before it had a field for it said the day as what
// it needs.
func TestDayOfScripts(t *testing.T) {
	on := calendar.New(2026, time.June, 10)
	if got := scriptOf(dossier.ScriptLine{Refused: "date", Day: on}).line(); got.Day != on || got.Need != "" {
		t.Errorf("came back with %q and %s", got.Need, got.Day)
	}
	day, other := scriptRecord{Refused: "date", Need: "2026-06-10"}.line(), scriptRecord{Refused: "date", Need: "period"}.line()
	if day.Day != on || day.Need != "" {
		t.Errorf("got %q and %s", day.Need, day.Day)
	}
	if !other.Day.IsZero() || other.Need != "period" {
		t.Errorf("got %q and %s", other.Need, other.Day)
	}
}
