package letter

import (
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"klachtd/mailtemplates"
)

// longest is how many words a sentence of a letter may have. Level B1 asks for short ones.
const longest = 25

// stiff are words of offices and courts that a letter does without.
var stiff = regexp.MustCompile(`(?i)\b(teneinde|derhalve|inzake|conform|middels|hierbij|heden|dienaangaande|desbetreffend\w*|alsmede|echter|ingevolge|` +
	`mitsdien|voornoemd\w*|onderhavig\w*|hereby|herewith|pursuant|notwithstanding|aforementioned|heretofore|henceforth)\b`)

var sentenceEnd = regexp.MustCompile(`[.?!:]\s|\n\n|\n-|\n>`)

// TestPlainLanguage holds all letters to short sentences and plain words.
func TestPlainLanguage(t *testing.T) {
	for _, s := range samples(t) {
		for _, language := range languages {
			in := s.in
			in.Language, in.Quote = language, ""
			letter, _, _ := strings.Cut(parsed(t, render(t, in)).text, "\n-- \n")
			if word := stiff.FindString(letter); word != "" {
				t.Errorf("%s %s says %q", s.name, language, word)
			}
			for _, sentence := range sentenceEnd.Split(letter, -1) {
				if n := len(strings.Fields(sentence)); n > longest {
					t.Errorf("%s %s: a sentence of %d words: %s", s.name, language, n, sentence)
				}
			}
		}
	}
}

// TestTwins: each letter has the same blocks, fields and audience in both languages.
func TestTwins(t *testing.T) {
	fields := regexp.MustCompile(`\.[A-Z]\w*`)
	for k, nl := range builtIn().letters {
		if k.language != "nl" {
			continue
		}
		en := builtIn().letters[key{"en", k.name, k.variant}]
		if !reflect.DeepEqual(keysOf(nl.blocks), keysOf(en.blocks)) || !reflect.DeepEqual(nl.always, en.always) || nl.audience != en.audience {
			t.Errorf("%s: the languages differ in blocks or audience", fileName(k))
		}
		a, b := named(t, fields, nl.file), named(t, fields, en.file)
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: the languages name other fields: %v, %v", fileName(k), a, b)
		}
	}
	for _, group := range keysOf(builtIn().words["nl"]) {
		if a, b := keysOf(builtIn().words["nl"][group]), keysOf(builtIn().words["en"][group]); !reflect.DeepEqual(a, b) {
			t.Errorf("words, group %s: %v, %v", group, a, b)
		}
	}
}

func named(t *testing.T, fields *regexp.Regexp, file string) map[string]bool {
	t.Helper()
	text, err := fs.ReadFile(mailtemplates.Files, strings.TrimPrefix(file, "mailtemplates/"))
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for _, f := range fields.FindAllString(string(text), -1) {
		set[f] = true
	}
	return set
}

// TestStaffLettersLinkToUsOnly: rule 18 of security.md. Words of strangers stand in these letters; what can be clicked
// beside them opens a mail to our own address.
func TestStaffLettersLinkToUsOnly(t *testing.T) {
	href := regexp.MustCompile(`href="([^"]*)"`)
	for _, s := range samples(t) {
		if slices.Contains(outside, s.in.Duty.To.Role) {
			continue
		}
		for _, m := range href.FindAllStringSubmatch(parsed(t, render(t, s.in)).html, -1) {
			if link := html.UnescapeString(m[1]); !opensReply(link) && link != voorbeeld.RulesURL && link != voorbeeld.PrivacyURL {
				t.Errorf("%s holds a link to %q", s.name, link)
			}
		}
	}
}

// TestNoPreformattedHeaders: go-mail writes such a field as it is, line ends and all. Reference: security.md test 68.
func TestNoPreformattedHeaders(t *testing.T) {
	banned := regexp.MustCompile(`Set(Gen)?HeaderPreformatted`)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil && banned.Match(text) {
			t.Errorf("%s uses %s", path, banned.Find(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestReadme: README.md lists every letter with its audience and blocks, and every field, and nothing else.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("../../mailtemplates/README.md")
	if err != nil {
		t.Fatal(err)
	}
	letters, fields := map[string]string{}, map[string]bool{}
	section := ""
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		name, isRow := "", strings.HasPrefix(line, "| `")
		if isRow {
			name = strings.Trim(strings.TrimSpace(cells[1]), "`")
		}
		switch {
		case strings.HasPrefix(line, "## "):
			section = strings.TrimSpace(line[3:])
		case isRow && section == "The letters":
			letters[name] = strings.TrimSpace(cells[2]) + ": " + strings.TrimSpace(cells[4])
		case isRow && strings.HasPrefix(section, "Fields"):
			for _, f := range strings.Fields(cells[1]) {
				fields[strings.Trim(f, "`")] = true
			}
		}
	}
	for k, l := range builtIn().letters {
		if k.language != "nl" { // TestTwins compares the languages
			continue
		}
		name := strings.TrimSuffix(fileName(k), ".md")
		want := string(l.audience) + ": " + strings.Join(keysOf(l.blocks), ", ")
		if l.name == "task" {
			want = string(l.audience) + ": one for each kind of task, and other"
		}
		if letters[name] != want {
			t.Errorf("%s: README says %q, the file %q", name, letters[name], want)
		}
		delete(letters, name)
	}
	for name := range letters {
		t.Errorf("README lists the letter %s, which does not exist", name)
	}
	for _, name := range fieldNames(fieldsType) {
		if !fields[name] {
			t.Errorf("README does not list the field %s", name)
		}
		delete(fields, name)
	}
	for name := range fields {
		t.Errorf("README lists the field %s, which does not exist", name)
	}
}
