package message

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestScore prints how many samples are read right, per corpus, in the shared
// folder or in those that KLACHTD_CORPUS names (separated as in PATH). A folder
// may be laid out as the shared one; or hold mails, each with what is expected
// of it beside it, as far as that is known: klacht.eml, and klacht.json with
// keys of contract/inspect.json. Of mails without, it tells what was found. It
// judges nothing: the tests of the corpora do.
func TestScore(t *testing.T) {
	var out strings.Builder
	if folders := os.Getenv("KLACHTD_CORPUS"); folders != "" {
		for _, dir := range filepath.SplitList(folders) {
			scoreIn(t, &out, dir)
		}
	} else {
		scoreIn(t, &out, shared(t))
	}
	t.Log("\n" + out.String())
}

// scoreIn prints the figures of each corpus that dir holds.
func scoreIn(t *testing.T, out *strings.Builder, dir string) {
	t.Helper()
	holds := func(elem ...string) bool {
		_, err := os.Stat(filepath.Join(append([]string{dir}, elem...)...))
		return err == nil
	}
	if holds("forward_expect.json") {
		score(out, "forwards", forwardsIn(t, dir), nil)
	}
	if holds("email_reply_trimmer", "test", "trimmed") {
		score(out, "answers", answersIn(t, dir), contradicted)
	}
	if holds("sisimai_expect.json") {
		score(out, "bounces", bouncesIn(t, dir), hardIsNotPermanent)
	}
	if all := expectedIn(t, dir); len(all) > 0 {
		score(out, "expected", all, nil)
	}
	describe(t, out, dir)
}

// expectedIn compares the mails of dir that have their expectation beside them.
func expectedIn(t *testing.T, dir string) (all []result) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !isMail(path, d) {
			return err
		}
		expected, err := os.ReadFile(strings.TrimSuffix(path, filepath.Ext(path)) + ".json")
		if err != nil {
			return nil
		}
		raw, err := os.ReadFile(path)
		if err == nil {
			all = append(all, compareDocument(d.Name(), raw, expected))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// compareDocument compares each key of an expectation with what is read.
func compareDocument(name string, raw, expected []byte) result {
	r := result{name: name}
	want, got := map[string]any{}, map[string]any{}
	if err := json.Unmarshal(expected, &want); err != nil {
		r.note("its expectation: %v", err)
	}
	b, err := json.Marshal(Inspect(Parse(raw)))
	if err == nil {
		err = json.Unmarshal(b, &got)
	}
	if err != nil {
		r.note("its document: %v", err)
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if !reflect.DeepEqual(want[key], got[key]) {
			r.note("%s = %v, want %v", key, got[key], want[key])
		}
	}
	return r
}

// TestCompareDocument: an expectation that does not hold is told.
func TestCompareDocument(t *testing.T) {
	raw := mailWith("klacht", "tekst")
	if r := compareDocument("a.eml", raw, []byte(`{"subject":"klacht","attachments":[],"from":{"name":"Jan de Boer","address":"jan@b.example"}}`)); len(r.wrong) > 0 {
		t.Errorf("wrong: %q", r.wrong)
	}
	if r := compareDocument("a.eml", raw, []byte(`{"subject":"vraag","kind":"auto","text":"tekst"}`)); len(r.wrong) != 2 {
		t.Errorf("wrong: %q, want kind and subject", r.wrong)
	}
}

// hardIsNotPermanent names expectations that are read by their status: "hard"
// is that program's own judgement of whether to write again.
var hardIsNotPermanent = map[string]string{"(all)": "hard is not permanent: judged by status and reply"}

// score prints the figures of one corpus, its mistakes and its exceptions.
func score(out *strings.Builder, corpus string, all []result, exceptions map[string]string) {
	right := 0
	for _, r := range all {
		if len(r.wrong) == 0 {
			right++
		}
	}
	fmt.Fprintf(out, "%-10s %4d of %4d right\n", corpus, right, len(all))
	for _, r := range all {
		for _, w := range r.wrong {
			fmt.Fprintf(out, "  wrong      %s: %s\n", r.name, w)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(exceptions)) {
		fmt.Fprintf(out, "  exception  %s: %s\n", name, exceptions[name])
	}
}

// describe prints what was found in a folder whose mails nobody has read:
// kinds, mails without a sender or text, forwards, warnings and times.
func describe(t *testing.T, out *strings.Builder, dir string) {
	t.Helper()
	counts, warnings := map[string]int{}, map[string]int{}
	var took []time.Duration
	longest, slowest := time.Duration(0), ""
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || !isMail(path, d) {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		start := time.Now()
		m := Parse(raw)
		took = append(took, time.Since(start))
		if longest == 0 || took[len(took)-1] > longest {
			longest, slowest = took[len(took)-1], filepath.Base(path)
		}
		count(counts, warnings, m)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(out, "%s: %d mails\n", dir, len(took))
	list(out, counts)
	list(out, warnings)
	if n := len(took); n > 0 {
		slices.Sort(took)
		fmt.Fprintf(out, "  time       half within %v, 99 of 100 within %v, slowest %v (%s)\n", took[n/2], took[n*99/100], took[n-1], slowest)
	}
}

// isMail says whether a file is a mail: by its name, or by its folder in a
// Maildir.
func isMail(path string, d os.DirEntry) bool {
	switch filepath.Ext(path) {
	case ".eml", ".raw":
		return !d.IsDir()
	}
	folder := filepath.Base(filepath.Dir(path))
	return d.Type().IsRegular() && (folder == "cur" || folder == "new")
}

func count(counts, warnings map[string]int, m *Message) {
	counts["kind       "+string(m.Kind)]++
	if len(m.Originals) > 0 {
		counts["with       a forwarded message"]++
	}
	if m.From == nil {
		counts["without    a sender"]++
	}
	if strings.TrimSpace(m.Text) == "" {
		counts["without    text"]++
	}
	if m.Bounce != nil && len(m.Bounce.Recipients) == 0 {
		counts["without    a recipient of the bounce"]++
	}
	if m.Kind == KindHuman && strings.TrimSpace(m.Answer) == "" {
		counts["without    an answer, of people"]++
	}
	if len(m.Warnings) > 0 {
		counts["with       a warning"]++
	}
	for _, w := range m.Warnings {
		if _, after, ok := strings.Cut(w, ": "); ok && strings.HasPrefix(w, "part ") {
			w = "part: " + after
		}
		warnings["warning    "+w]++
	}
}

func list(out *strings.Builder, counts map[string]int) {
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(out, "  %s: %d\n", what, counts[what])
	}
}
