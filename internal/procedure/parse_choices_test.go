package procedure_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"klachtd/internal/calendar"
	"klachtd/internal/procedure"
)

// The texts of the five contradict themselves or leave gaps in 42 places. Each has its proposed way out in a file,
// with its code beside it, so that a reader finds what was decided and why.
func TestEveryGapIsDecided(t *testing.T) {
	gaps := map[string]int{"AI": 16, "NO": 8, "MD": 6, "DC": 6, "GT": 4, "ALL": 2}
	var all strings.Builder
	for _, name := range append([]string{"common"}, shipped...) {
		all.Write(read(t, name))
	}
	text := all.String()
	for source, n := range gaps {
		for i := 1; i <= n; i++ {
			code := fmt.Sprintf("C-%s-%d", source, i)
			if !strings.Contains(text, code+"\n") && !strings.Contains(text, code+",") && !strings.Contains(text, code+")") &&
				!strings.Contains(text, code+":") {
				t.Errorf("no file decides %s", code)
			}
		}
	}
}

func with(t *testing.T, name string, choices map[string]procedure.Setting) *procedure.Regulation {
	t.Helper()
	r, mistakes := procedure.Parse(name+".toml", read(t, name), read(t, "common"), choices)
	if mistakes != nil {
		t.Fatalf("\n%s", mistakes)
	}
	return r
}

// What an organisation sets stands in the regulation, and in its version.
func TestChoices(t *testing.T) {
	since := calendar.New(2014, time.January, 1)
	amnesty := with(t, "amnesty", map[string]procedure.Setting{"in_force_since": {Value: since}})
	if got := amnesty.InForce.Since; got != since {
		t.Errorf("in force since %s, want %s", got, since)
	}
	if amnesty.Hash == parse(t, "amnesty").Hash {
		t.Error("a choice does not change the version")
	}
	slots := []string{"ma 10:00-12:00", "do 14:00-16:00"}
	ombudsman := with(t, "ombudsman", map[string]procedure.Setting{"call_slots": {Value: slots}})
	if got := ombudsman.Texts["call_slots"].Lines; !slices.Equal(got, slots) {
		t.Errorf("call slots %q, want %q", got, slots)
	}
	generic := parse(t, "generic")
	if got := generic.Term("settle").Length.String(); got != "21 days" {
		t.Errorf("settle %s, want 21 days", got)
	}
	if got := generic.Texts["appeal"].Lines; len(got) != 1 || !strings.HasPrefix(got[0], "Bent u") {
		t.Errorf("appeal text %q", got)
	}
}

// The version is that of the meaning: comments and spacing do not change it.
func TestHashOfMeaning(t *testing.T) {
	text, common := string(read(t, "amnesty")), read(t, "common")
	plain, _ := procedure.Parse("amnesty.toml", []byte(text), common, nil)
	for name, other := range map[string]string{
		"comment": "# seen\n" + text,
		"spacing": strings.ReplaceAll(text, " = ", "="),
	} {
		if r, mistakes := procedure.Parse("amnesty.toml", []byte(other), common, nil); mistakes != nil || r.Hash != plain.Hash {
			t.Errorf("%s changes the version: %s", name, mistakes)
		}
	}
	longer := strings.Replace(text, `"5 working days"`, `"6 working days"`, 1)
	if r, mistakes := procedure.Parse("amnesty.toml", []byte(longer), common, nil); mistakes != nil || r.Hash == plain.Hash {
		t.Errorf("a longer term does not change the version: %s", mistakes)
	}
}

const sixth = `
name     = "sixth"
title    = "Een zesde\tregeling"
version  = "1"
inherits = "common"

[term.settle]
title   = { nl = "afhandeling", en = "settlement" }
length  = "6 weeks"
from    = "received"
roll    = "forward"
met_by  = "settled"
article = "9:11"

[[term.settle.extension]]
to       = "10 weeks"
letter   = "delay_notice_1"
audience = ["complainant", "respondent"]
when     = "lead"
lead     = "3 working days"
article  = "9:11"

[[term.settle.extension]]
to       = "14 weeks"
letter   = "delay_notice_1"
audience = ["complainant"]
when     = "never"
article  = "9:11"

[letter.delay_notice_1]
article = "9:11"

[answer."how told"]
"by \"mail\"" = { nl = "mail", en = "mail" }

[act.settled]
part    = "deciding"
words   = { nl = "afgehandeld", en = "settled" }
does    = { nl = "handelt af", en = "settles" }
who     = "coordinator"
weight  = "normal"
needs   = ["how told"]
records = "note"
state   = "settled"
article = "9:12"

[retention]
length  = "5 years"
article = "9:12a"
`

// A regulation is written without Go: what the shipped ones do not use of the language reads, shows and keeps as well.
func TestSixth(t *testing.T) {
	r, mistakes := procedure.Parse("sixth.toml", []byte(sixth), read(t, "common"), nil)
	if mistakes != nil {
		t.Fatalf("\n%s", mistakes)
	}
	again, mistakes := procedure.Parse("sixth.toml", r.Text, nil, nil)
	if mistakes != nil || again.Hash != r.Hash || again.Title != "Een zesde\tregeling" {
		t.Errorf("its own text reads as %q: %s", again.Title, mistakes)
	}
	if r.Act("aanvullen") != nil || r.States["awaiting_supplement"].Public != "" {
		t.Error("keeps an inherited act whose term it does not have")
	}
	if got := r.Act("afgehandeld"); got == nil || got != r.Act("settled") {
		t.Error("a word and its twin are not the same act")
	}
	nl := r.Show("nl")
	for _, want := range []string{
		"Niet gehaald in 6 weken: 3 werkdagen ervoor gaat vanzelf “uitstelbericht” naar de klager en de aangesprokene; de termijn wordt 10 weken (art. 9:11).",
		"Niet gehaald in 10 weken: op opdracht gaat “uitstelbericht” naar de klager; de termijn wordt 14 weken (art. 9:11).",
	} {
		if !strings.Contains(nl, want) {
			t.Errorf("does not say %q", want)
		}
	}
}

func TestSummary(t *testing.T) {
	want := "Klachtenreglement Amnesty International Nederland: ontvangstbevestiging 5 werkdagen, afhandeling 2 weken en uiterste termijn 6 weken"
	if got := parse(t, "amnesty").Summary("nl"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
