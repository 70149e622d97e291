package letter

import (
	"regexp"
	"runtime"
	"strings"
	"testing"

	"klachtd/internal/calendar"
	"klachtd/internal/dossier"
)

// TestBlocks: each block of each letter is printed when it is demanded, and is not when it is neither demanded nor
// always there; text and HTML agree.
func TestBlocks(t *testing.T) {
	said := map[string]string{
		"received": "donderdag 2 april 2026", "in_treatment": "in behandeling", "number": "K2026-0001",
		"target_date": "Afgehandeld uiterlijk op", "reply_period": "binnen 2 weken", "call_appointment": "Wij bellen u graag",
		"confidentiality": "vertrouwelijk", "identity_confidential": "Uw naam blijft bij ons", "assistance": "U mag hulp vragen",
		"right_to_be_heard": "U kunt uw verhaal vertellen", "no_costs": "Het kost u niets", "no_retaliation": "geen last van krijgen", "board_route": "bestuur@voorbeeld.example",
		"contact": "klachten@voorbeeld.example",
	}
	l := builtIn().letters[key{"nl", "acknowledgement", ""}]
	for block := range l.blocks {
		if said[block] == "" {
			t.Errorf("the test knows nothing about block %q", block)
		}
	}
	for block, words := range said {
		t.Run(block, func(t *testing.T) {
			with := parsed(t, render(t, acknowledgement(t, []string{block})))
			if !strings.Contains(with.text, words) || !strings.Contains(with.html, strings.TrimSuffix(words, " op")) {
				t.Errorf("the block is not printed:\n%s", with.text)
			}
			without := parsed(t, render(t, acknowledgement(t, nil)))
			if has := strings.Contains(without.text, words); has != contains(l.always, block) {
				t.Errorf("printed without being demanded: %v", has)
			}
		})
	}
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// taskKinds are all tasks that the engine opens.
var taskKinds = []dossier.TaskKind{
	dossier.TaskAcknowledge, dossier.TaskConfirmForward, dossier.TaskFindSender, dossier.TaskUndelivered, dossier.TaskLateLetter,
	dossier.TaskTermPassed, dossier.TaskUnreadable, dossier.TaskTooBig, dossier.TaskFlagged, dossier.TaskQuarantine,
	dossier.TaskFolder, dossier.TaskReplyTo, dossier.TaskPrint, dossier.TaskTermNear, dossier.TaskLimit,
	dossier.TaskSeveral, dossier.TaskReceivedDate, dossier.TaskMissing, dossier.TaskTooOld, dossier.TaskBeforeForce, dossier.TaskRepeated,
	dossier.TaskRoundLimit, dossier.TaskUnfiled,
}

// TestTasks: each kind of task has a title, a note and a text of its own, in each language; an unknown kind has one too.
func TestTasks(t *testing.T) {
	for _, language := range languages {
		seen := map[string]dossier.TaskKind{}
		for _, kind := range append(taskKinds, "a_kind_of_a_regulation") {
			in := task(t, kind, "")
			in.Language = language
			r := parsed(t, render(t, in))
			body, _, _ := strings.Cut(r.text, "K2026-0001")
			if twin, ok := seen[body]; ok {
				t.Errorf("%s: %q says the same as %q", language, kind, twin)
			}
			if seen[body] = kind; !strings.Contains(body, map[string]string{"nl": "Wat u kunt doen:", "en": "What you can do:"}[language]) {
				t.Errorf("%s: %q does not say what to do:\n%s", language, kind, body)
			}
		}
		w := builtIn().words[language]
		for _, kind := range taskKinds {
			if w["tasks"][string(kind)] == "" || w["notes"][string(kind)] == "" {
				t.Errorf("%s: no words for %q", language, kind)
			}
		}
	}
}

// sparse is s with nothing in it that may be missing.
func sparse(in Input) Input {
	in.Organisation, in.Greeting, in.Blocks, in.CallSlots, in.InReplyTo, in.References = Organisation{Name: "Voorbeeld"}, "", nil, nil, "", nil
	in.To.Name = ""
	in.Case = dossier.Case{Number: in.Case.Number, Received: in.Case.Received}
	in.Duty.Details = dossier.LetterDetails{Task: in.Duty.Details.Task}
	in.Quote, in.Attachments, in.Mails, in.Missing, in.PostalTo = "", nil, nil, nil, nil
	in.Titles, in.Texts, in.Rules, in.Statement, in.Files = nil, nil, nil, nil, nil
	in.Handler, in.Signatory, in.Retention = "", "", calendar.Length{}
	return in
}

// gaps are what a missing value leaves behind in a sentence.
var gaps = regexp.MustCompile(`[a-z] [.,;:](\s|$)|\(\s*\)|[a-z]  [a-z]|<no value>|: \n|op \.|on \.|,\.|\.\.`)

// TestNoGaps: whatever is unknown, no letter holds a sentence with a hole in it.
func TestNoGaps(t *testing.T) {
	for _, s := range samples(t) {
		for _, language := range languages {
			for name, in := range map[string]Input{"full": s.in, "sparse": sparse(s.in)} {
				in.Language = language
				r := parsed(t, render(t, in))
				letter, _, _ := strings.Cut(r.text, "\n-- \n")
				if gap := gaps.FindString(letter); gap != "" && in.Quote == "" {
					t.Errorf("%s %s %s: %q in\n%s", s.name, language, name, gap, letter)
				}
			}
		}
	}
}

// TestListsAreCut: a letter names at most MaxRows rows and says how many are left.
func TestListsAreCut(t *testing.T) {
	in := lateList(t)
	in.Duty.Details.Cases = nil
	for range MaxRows + 7 {
		in.Duty.Details.Cases = append(in.Duty.Details.Cases, dossier.CaseLine{Number: "K2026-0009", Letter: "reminder"})
	}
	r := parsed(t, render(t, in))
	if n := strings.Count(r.text, "K2026-0009"); n != MaxRows {
		t.Errorf("%d rows", n)
	}
	if !strings.Contains(r.text, "Er staan er nog 7 op de lijst.") {
		t.Error("the letter does not say that rows are left out")
	}
}

func TestQuoteIsCut(t *testing.T) {
	in := registered(t)
	in.Quote = strings.Repeat("praat ", MaxQuoteRunes)
	r := sound(t, render(t, in))
	if n := strings.Count(r.text, "praat"); n > MaxQuoteRunes/6+1 || !strings.Contains(r.text, "De rest staat in de mail zelf") {
		t.Errorf("%d words", n)
	}
	in.Quote = strings.Repeat("regel\n", 2*MaxQuoteLines)
	if r = parsed(t, render(t, in)); strings.Count(r.text, "> regel") != MaxQuoteLines {
		t.Errorf("%d lines", strings.Count(r.text, "> regel"))
	}
}

// TestReminderSaysWhatComes: the reminder names the letter that leaves by itself, or says that nothing does.
func TestReminderSaysWhatComes(t *testing.T) {
	in := reminder(t)
	if text := parsed(t, render(t, in)).text; !strings.Contains(text, "op donderdag 16 april 2026 vanzelf het bericht van uitstel. Daarin staat donderdag 30 april 2026") {
		t.Error(text)
	}
	in.Case.Term(dossier.TermSettle).Steps[0].Done = true
	if text := parsed(t, render(t, in)).text; !strings.Contains(text, "vanzelf het tweede bericht van uitstel. Daarin staat donderdag 14 mei 2026") {
		t.Error(text)
	}
	in.Duty.Details.Term = dossier.TermAcknowledge
	in.Duty.Details.ActBy, in.Duty.Details.DueDate = day(t, "2026-04-24"), day(t, "2026-04-27")
	if text := parsed(t, render(t, in)).text; !strings.Contains(text, "gebeurt niets vanzelf") || !strings.Contains(text, "Laatste werkdag daarvoor: vrijdag 24 april 2026") {
		t.Error(text)
	}
	in.Duty.Details.DueDate = calendar.Date{}
	if text := parsed(t, render(t, in)).text; strings.Contains(text, "Laatste werkdag") {
		t.Error("a last working day before no day at all")
	}
}

// TestHugeQuote: what a stranger sends is cut before it is looked at, so that its size costs nothing.
func TestHugeQuote(t *testing.T) {
	in := registered(t)
	in.Quote = strings.Repeat("https://elders.example/\u202e ", 1<<20)
	in.Case.Parties[0].Name = in.Quote
	raw := render(t, in)
	if len(raw) > 1<<20 {
		t.Errorf("a letter of %d bytes", len(raw))
	}
	sound(t, raw)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	render(t, in)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 {
		t.Errorf("%d bytes allocated", n)
	}
}
