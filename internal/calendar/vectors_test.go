package calendar

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A vector is an expression over dates and the day it must give. The functions are those of evaluator.call.
type vector struct {
	Scenario string `json:"scenario"`
	Expr     string `json:"expr"`
	Result   string `json:"result"`
	Weekday  string `json:"weekday"`
}

// vectors are dates that were computed elsewhere, twice, by programs that share nothing with this one.
var vectors = []vector{
	{"acknowledge over Easter", "wd('2026-04-02',5)", "2026-04-10", "Fri"},
	{"acknowledge over a closed Good Friday", "wd('2026-04-02',5,gf=True)", "2026-04-13", "Mon"},
	{"settle", "wk('2026-04-02',2)", "2026-04-16", "Thu"},
	{"settle on King's Day", "wk('2026-04-13',2)", "2026-04-27", "Mon"},
	{"settle on King's Day", "ab(wk('2026-04-13',2))", "2026-04-24", "Fri"},
	{"settle on King's Day", "pw(ab(wk('2026-04-13',2)),3)", "2026-04-21", "Tue"},
	{"settle on King's Day", "wk('2026-04-13',4)", "2026-05-11", "Mon"},
	{"rounds", "wk('2026-06-03',3)", "2026-06-24", "Wed"},
	{"rounds", "wk('2026-06-25',2)", "2026-07-09", "Thu"},
	{"rounds", "wk('2026-07-09',2)", "2026-07-23", "Thu"},
	{"rounds", "wk('2026-06-01',6)", "2026-07-13", "Mon"},
	{"rounds", "ab(cd(wk('2026-06-01',6),-1))", "2026-07-10", "Fri"},
	{"supplement at Christmas", "wk('2026-12-11',2)", "2026-12-25", "Fri"},
	{"supplement at Christmas", "rf(wk('2026-12-11',2))", "2026-12-28", "Mon"},
	{"supplement at Christmas", "wd(rf(wk('2026-12-11',2)),1)", "2026-12-29", "Tue"},
	{"autumn clock change", "wd('2026-10-25',5)", "2026-10-30", "Fri"},
	{"autumn clock change", "wk('2026-10-25',2)", "2026-11-08", "Sun"},
	{"autumn clock change", "ab(wk('2026-10-25',2))", "2026-11-06", "Fri"},
	{"over Ascension", "wd('2026-05-12',5)", "2026-05-20", "Wed"},
	{"over Ascension, equated days closed", "wd('2026-05-12',5,eq=True)", "2026-05-21", "Thu"},
	{"over Whitsun", "wk('2026-05-12',2)", "2026-05-26", "Tue"},
	{"plain week", "wd('2026-06-05',5)", "2026-06-12", "Fri"},
	{"plain week", "wd('2026-08-03',5)", "2026-08-10", "Mon"},
	{"retention", "yr('2026-09-16',5)", "2031-09-16", "Tue"},
	{"retention", "yr('2026-04-24',5)", "2031-04-24", "Thu"},
	{"new facts", "wk('2026-10-19',2)", "2026-11-02", "Mon"},
	{"urgent", "wk('2026-11-16',2)", "2026-11-30", "Mon"},
	{"first working day of a quarter", "nwd('2026-04-01')", "2026-04-01", "Wed"},
	{"first working day of a quarter", "nwd('2026-07-01')", "2026-07-01", "Wed"},
	{"first working day of a quarter", "nwd('2026-10-01')", "2026-10-01", "Thu"},
	{"first working day of a quarter", "nwd('2027-01-01')", "2027-01-04", "Mon"},
	{"silent handler", "wd('2026-08-19',5)", "2026-08-26", "Wed"},
	{"first working day of a month", "nwd('2026-12-01')", "2026-12-01", "Tue"},
	{"over New Year", "wd('2026-12-28',5)", "2027-01-05", "Tue"},
	{"a week to Whit Monday", "cd('2026-05-18',7)", "2026-05-25", "Mon"},
	{"a week to Whit Monday", "ab(cd('2026-05-18',7))", "2026-05-22", "Fri"},
	{"a week", "cd('2026-09-14',7)", "2026-09-21", "Mon"},
	{"fourteen days to Boxing Day", "cd('2026-12-12',14)", "2026-12-26", "Sat"},
	{"fourteen days to Boxing Day", "ab(cd('2026-12-12',14))", "2026-12-24", "Thu"},
	{"check after a week", "cd('2026-12-12',7)", "2026-12-19", "Sat"},
	{"check after a week", "nwd(cd('2026-12-12',7))", "2026-12-21", "Mon"},
	{"fourteen days", "cd('2026-03-03',14)", "2026-03-17", "Tue"},
	{"formal track", "wd('2026-10-16',5)", "2026-10-23", "Fri"},
	{"formal track", "cd('2026-10-16',28)", "2026-11-13", "Fri"},
	{"Saint Nicholas is no holiday", "wd('2026-11-30',5)", "2026-12-07", "Mon"},
	{"one working day", "wd('2026-11-23',1)", "2026-11-24", "Tue"},
	{"six weeks to Whit Monday", "wk('2026-04-13',6)", "2026-05-25", "Mon"},
	{"six weeks to Whit Monday", "rf(wk('2026-04-13',6))", "2026-05-26", "Tue"},
	{"adjourned", "rf(wk('2026-04-13',10))", "2026-06-22", "Mon"},
	{"adjourned from the rolled end", "rf(wk(rf(wk('2026-04-13',6)),4))", "2026-06-23", "Tue"},
	{"four weeks", "rf(wk('2026-04-13',4))", "2026-05-11", "Mon"},
	{"a month from 30 January", "mo('2027-01-30',1)", "2027-02-28", "Sun"},
	{"a month from 30 January", "rf(mo('2027-01-30',1))", "2027-03-01", "Mon"},
	{"three months from 30 January", "rf(mo('2027-01-30',3))", "2027-04-30", "Fri"},
	{"four weeks to Liberation week", "cd('2026-04-02',28)", "2026-04-30", "Thu"},
	{"equated Friday after Ascension", "rf('2026-05-14')", "2026-05-18", "Mon"},
	{"equated day after New Year", "rf('2026-01-01')", "2026-01-05", "Mon"},
	{"leap day", "yr('2028-02-29',1)", "2029-02-28", "Wed"},
	{"leap day", "mo('2027-11-30',3)", "2028-02-29", "Tue"},
	{"end of month, backwards", "mo('2026-03-31',-1)", "2026-02-28", "Sat"},
	{"over Easter, backwards", "pw('2026-04-10',5)", "2026-04-02", "Thu"},
}

func TestVectors(t *testing.T) {
	for _, v := range vectors {
		t.Run(v.Scenario+" "+v.Expr, v.check)
	}
}

// TestSharedVectors reads the vectors of the specification where that lies beside the repository.
func TestSharedVectors(t *testing.T) {
	dir := os.Getenv("KLACHTD_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "spec", "vectors.json"))
	if os.IsNotExist(err) {
		t.Skip("no shared specification; set KLACHTD_SHARED")
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Vectors []vector }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Vectors) == 0 {
		t.Fatal("no vectors in the file")
	}
	own := map[string]string{}
	for _, v := range vectors {
		own[v.Expr] = v.Result
	}
	for _, v := range file.Vectors {
		t.Run(v.Scenario+" "+v.Expr, v.check)
		if own[v.Expr] != v.Result {
			t.Errorf("%s: the table of this test has %q, the specification %q", v.Expr, own[v.Expr], v.Result)
		}
	}
}

func (v vector) check(t *testing.T) {
	e := evaluator{rest: v.Expr, statutory: NewStatutory(nil)}
	e.office = NewOffice(Rules{
		GoodFriday: strings.Contains(v.Expr, "gf=True"),
		Equated:    strings.Contains(v.Expr, "eq=True"),
	})
	got, err := e.date()
	if err != nil || e.rest != "" {
		t.Fatalf("expression %s: rest %q, %v", v.Expr, e.rest, err)
	}
	if got.String() != v.Result || got.Weekday().String()[:3] != v.Weekday {
		t.Errorf("%s = %s %s, want %s %s", v.Expr, got, got.Weekday(), v.Result, v.Weekday)
	}
}

// An evaluator reads the expressions of the vectors: calls whose first argument is a date or a call.
type evaluator struct {
	rest              string
	office, statutory *Calendar
}

func (e *evaluator) date() (Date, error) {
	if quoted, ok := strings.CutPrefix(e.rest, "'"); ok {
		day, rest, _ := strings.Cut(quoted, "'")
		e.rest = rest
		return Parse(day)
	}
	name, rest, _ := strings.Cut(e.rest, "(")
	e.rest = rest
	d, err := e.date()
	if err != nil {
		return Date{}, err
	}
	arguments, rest, ok := strings.Cut(e.rest, ")")
	if !ok {
		return Date{}, fmt.Errorf("no closing bracket after %s", name)
	}
	e.rest = rest
	n := 0
	if arguments != "" {
		if _, err := fmt.Sscanf(arguments, ",%d", &n); err != nil {
			return Date{}, fmt.Errorf("arguments %q of %s: %w", arguments, name, err)
		}
	}
	return e.call(name, d, n)
}

func (e *evaluator) call(name string, d Date, n int) (Date, error) {
	switch name {
	case "wd":
		return e.office.AddOpen(d, n), nil
	case "pw":
		return e.office.AddOpen(d, -n), nil
	case "ab":
		return e.office.OnOrBefore(d), nil
	case "nwd":
		return e.office.OnOrAfter(d), nil
	case "rf":
		return e.statutory.OnOrAfter(d), nil
	case "cd":
		return d.AddDays(n), nil
	case "wk":
		return d.AddDays(7 * n), nil
	case "mo":
		return d.AddMonths(n), nil
	case "yr":
		return d.AddYears(n), nil
	}
	return Date{}, fmt.Errorf("unknown function %q", name)
}
