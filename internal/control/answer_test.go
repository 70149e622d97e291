package control

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

func ask(t *testing.T, s Source, q Query) string {
	t.Helper()
	var b bytes.Buffer
	if err := Answer(context.Background(), q, s, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var day24 = time.Date(2026, 4, 24, 10, 0, 0, 0, time.UTC)

func TestListings(t *testing.T) {
	for name, q := range map[string]Query{
		"case-list":       {Command: []string{"case", "list"}},
		"case-list-60":    {Command: []string{"case", "list"}, Width: 60},
		"case-show":       {Command: []string{"case", "show", "k2026-0001"}},
		"case-show-80":    {Command: []string{"case", "show", "K2026-0001"}, Width: 80},
		"case-explain-80": {Command: []string{"case", "explain", "K2026-0001"}, Width: 80},
		"due":             {Command: []string{"due"}},
		"due-80":          {Command: []string{"due"}, Width: 80},
		"due-none":        {Command: []string{"due"}, Until: calendar.New(2026, 4, 1)},
		"queue-80":        {Command: []string{"queue", "list"}, Width: 80},
		"queue-retry":     {Command: []string{"queue", "retry", "1/d12"}},
		"tray-80":         {Command: []string{"tray", "list"}, Width: 80},
	} {
		t.Run(name, func(t *testing.T) {
			q.At = day24
			golden(t, name+".txt", []byte(ask(t, office(), q)))
		})
	}
	t.Run("case-explain-en", func(t *testing.T) {
		s := office()
		s.lang = "en"
		golden(t, "case-explain-en.txt", []byte(ask(t, s, Query{Command: []string{"case", "explain", "K2026-0001"}, Width: 80})))
	})
}

func TestDocuments(t *testing.T) {
	for name, command := range map[string]string{
		"case-list": "case list", "case-show": "case show K2026-0001", "case-explain": "case explain K2026-0001",
		"due": "due", "queue": "queue list", "queue-retry": "queue retry 1/d12", "tray": "tray list",
	} {
		t.Run(name, func(t *testing.T) {
			got := ask(t, office(), Query{Command: strings.Fields(command), JSON: true})
			if !json.Valid([]byte(got)) {
				t.Errorf("no JSON: %s", got)
			}
			golden(t, name+".json", []byte(got))
		})
	}
}

func TestEmptyListings(t *testing.T) {
	for _, command := range []string{"case list", "due", "queue list", "tray list", "retention list"} {
		if got := ask(t, &fake{}, Query{Command: strings.Fields(command), JSON: true}); got != "[]\n" {
			t.Errorf("%s --json on an empty store: %q", command, got)
		}
		if got := ask(t, &fake{}, Query{Command: strings.Fields(command)}); strings.Count(got, "\n") != 1 {
			t.Errorf("%s on an empty store: %q", command, got)
		}
	}
}

// TestNothingHidden holds security.md 78 and 79: no control and no character that reorders a line reaches a terminal,
// and JSON still carries the value itself.
func TestNothingHidden(t *testing.T) {
	for _, command := range []string{"case list", "case show K2026-0001", "case explain K2026-0001", "queue list", "tray list"} {
		for _, q := range []Query{
			{Command: strings.Fields(command)}, {Command: strings.Fields(command), Width: 72}, {Command: strings.Fields(command), JSON: true},
		} {
			for _, c := range ask(t, office(), q) {
				if c != '\n' && hidden(c) {
					t.Errorf("%s, JSON %v: %U in the output", command, q.JSON, c)
				}
			}
		}
	}
	shown := ask(t, office(), Query{Command: []string{"case", "show", "K2026-0001"}, JSON: true})
	var raw struct {
		Journal []struct{ Message *struct{ Subject string } }
	}
	if err := json.Unmarshal([]byte(shown), &raw); err != nil {
		t.Fatal(err)
	}
	doc := Case(complaint())
	if got, want := raw.Journal[9].Message.Subject, doc.Journal[9].Message.Subject; got != want {
		t.Errorf("subject through JSON: got %q, want %q", got, want)
	}
	if text := ask(t, office(), Query{Command: []string{"case", "show", "K2026-0001"}}); !strings.Contains(text, "<U+202E>") {
		t.Errorf("a bidirectional control is not shown as <U+202E>:\n%s", text)
	}
}

func TestWidth(t *testing.T) {
	for _, command := range []string{"case list", "case show K2026-0001", "case explain K2026-0001", "due", "queue list", "tray list"} {
		for n, line := range strings.Split(ask(t, office(), Query{Command: strings.Fields(command), Width: 100}), "\n") {
			if w := len([]rune(line)); w > 100 {
				t.Errorf("%s line %d has %d columns: %s", command, n+1, w, line)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	for command, want := range map[string]error{
		"":                        ErrUsage,
		"case":                    ErrUsage,
		"case show":               ErrUsage,
		"case show K1 K2":         ErrUsage,
		"case destroy K2026-0001": ErrUsage,
		"case list K2026-0001":    ErrUsage,
		"due now":                 ErrUsage,
		"case show K2026-0099":    ErrNotFound,
		"case explain 1":          ErrNotFound,
		"queue retry 9/d9":        ErrNotFound,
	} {
		var b bytes.Buffer
		err := Answer(context.Background(), Query{Command: strings.Fields(command)}, office(), &b)
		var hint *Hinted
		if !errors.Is(err, want) || !errors.As(err, &hint) || hint.Hint == "" {
			t.Errorf("%q: got %v, want %v with a hint", command, err, want)
		}
		if b.Len() > 0 {
			t.Errorf("%q: wrote %q before its error", command, &b)
		}
	}
}

func TestSourceFails(t *testing.T) {
	broken := errors.New("store is gone")
	for _, command := range []string{"case list", "case show K2026-0099", "due", "queue list", "tray list", "queue retry 1/d12"} {
		for _, asJSON := range []bool{false, true} {
			s := office()
			s.err = broken
			err := Answer(context.Background(), Query{Command: strings.Fields(command), JSON: asJSON}, s, &bytes.Buffer{})
			if !errors.Is(err, broken) {
				t.Errorf("%s: got %v, want the error of the source", command, err)
			}
		}
	}
}

// TestEveryEvent runs each kind of event through the document and through the sentence: none may be forgotten.
func TestEveryEvent(t *testing.T) {
	c := complaint()
	duty := c.Duties[0]
	m := mail("m5", "x")
	for _, body := range []dossier.Body{
		dossier.Received{Mail: m}, dossier.Filed{Mail: m}, dossier.LetterDrafted{Duty: duty}, dossier.LetterSuppressed{Duty: duty},
		dossier.LetterQueued{Duty: duty}, dossier.LetterAccepted{Duty: duty.ID}, dossier.LetterRefused{Duty: duty.ID},
		dossier.LetterUnknown{Duty: duty.ID}, dossier.LetterBounced{Duty: duty.ID}, dossier.LetterWaived{Duty: duty.ID},
		dossier.CommandGiven{Word: "status", Mail: m}, dossier.CommandHeld{Word: "oordeel", Why: "code"},
		dossier.CommandRefused{Word: "oordeel", Why: "role"}, dossier.CommandRevoked{First: 3, Last: 5},
		dossier.TermOpened{Term: c.Terms[0]}, dossier.TermExtendedTo{Term: "settle"}, dossier.TermMet{Term: "settle"},
		dossier.TermHasPassed{Term: "settle"}, dossier.StateChanged{State: "settled", Outcome: "gegrond"},
		dossier.PartyAdded{Party: c.Parties[0]}, dossier.PartyChanged{Party: c.Parties[0]}, dossier.FactSet{Field: "received"},
		dossier.Noted{Text: "belde terug"}, dossier.TaskOpened{Task: c.Tasks[0]}, dossier.TaskDone{Task: c.Tasks[0].ID},
		dossier.Recorded{Record: "call", Text: "gesproken"},
	} {
		e := dossier.Event{Seq: 15, At: day24, Body: body}
		if doc := Entry(&c, e); doc.Event != body.Name() {
			t.Errorf("%T: document of %q", body, doc.Event)
		}
		if said := Say(&c, e); said == "" || strings.Contains(said, "%!") {
			t.Errorf("%T: says %q", body, said)
		}
	}
}

// contractKeys are the keys of contract/case.json and due.json, by path; [] stands for each element.
var contractKeys = map[string][]string{
	"case": {
		"number", "procedure.name", "procedure.version", "mailbox", "kind", "state", "public_status", "channel", "track",
		"category", "received", "received_at", "filed", "closed", "outcome", "parties[].role", "parties[].name",
		"parties[].address", "parties[].verified", "facts.facts_dates", "terms[].name", "terms[].article",
		"terms[].started", "terms[].due", "terms[].first_due", "terms[].act_by", "terms[].state", "terms[].met",
		"terms[].steps[].end", "terms[].steps[].act_by", "terms[].steps[].letter", "terms[].steps[].to",
		"terms[].steps[].article", "duties[].letter", "duties[].to", "duties[].article", "duties[].due", "duties[].state",
		"duties[].message_id", "duties[].smtp", "measures", "journal[].seq", "journal[].at", "journal[].event",
		"journal[].by", "journal[].article", "journal[].letter", "journal[].to", "journal[].message.id",
		"journal[].message.message_id", "journal[].message.subject", "journal[].message.digest",
		"journal[].message.attachments",
	},
	"due": {
		"[].date", "[].case", "[].what", "[].letter", "[].to", "[].term", "[].article", "[].due", "[].act_by", "[].mode",
	},
}

func TestContractKeys(t *testing.T) {
	for name, command := range map[string]string{"case": "case show K2026-0001", "due": "due"} {
		got := keys(t, []byte(ask(t, office(), Query{Command: strings.Fields(command), JSON: true})))
		for _, key := range contractKeys[name] {
			if !slices.Contains(got, key) {
				t.Errorf("%s.json: key %q is missing", name, key)
			}
		}
		shared, err := os.ReadFile(filepath.Join(cmp.Or(os.Getenv("KLACHTD_SHARED"), "../../../shared"), "contract", name+".json"))
		if err != nil {
			continue // the papers do not come with the code; contractKeys holds what they say
		}
		for _, key := range keys(t, shared) {
			if !slices.Contains(got, key) && !strings.HasPrefix(key, "facts.") {
				t.Errorf("%s.json of the papers: key %q is missing", name, key)
			}
		}
	}
}

// keys lists the paths of a document, of leaves and of empty lists.
func keys(t *testing.T, text []byte) []string {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	var found []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		found = append(found, path)
		switch v := v.(type) {
		case map[string]any:
			for k, e := range v {
				walk(strings.TrimPrefix(path+"."+k, "."), e)
			}
		case []any:
			for _, e := range v {
				walk(path+"[]", e)
			}
		}
	}
	walk("", v)
	slices.Sort(found)
	return slices.Compact(found)
}

// TestNullsAndLists: what is not there is null for dates, [] for lists, "" for texts.
func TestNullsAndLists(t *testing.T) {
	got := ask(t, &fake{cases: []dossier.Case{{Number: "K2026-0001"}}}, Query{Command: []string{"case", "show", "K2026-0001"}, JSON: true})
	flat := regexp.MustCompile(`\s+`).ReplaceAllString(got, "")
	for _, want := range []string{
		`"category":null`, `"closed":null`, `"outcome":null`, `"received":null`, `"received_at":null`, `"parties":[]`, `"facts":{}`,
		`"terms":[]`, `"duties":[]`, `"measures":[]`, `"journal":[]`, `"track":""`,
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("an empty case has no %s:\n%s", want, got)
		}
	}
}
