package letter

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"klachtd/internal/dossier"
	"klachtd/mailtemplates"
)

// Limits of a directory that replaces letters.
const (
	maxFiles    = 500
	maxFileSize = 256 << 10 // bytes of one text
)

// Languages in which every letter exists.
var languages = []string{"nl", "en"}

// Files of a language that are no letters.
const (
	footerFile = "footer.md"
	frameFile  = "frame.html"
)

// Templates are all letters, ready to be filled. Safe for concurrent use.
type Templates struct {
	letters map[key]*template
	words   map[string]words
}

// key names one text: the letter, or the wording of it for one role.
type key struct {
	language string
	name     dossier.LetterName
	variant  dossier.Role
}

// text is one file as it was found: built in, or in the directory that replaces it.
type textFile struct {
	shown string // its name in mistakes
	text  string
}

// Load reads the built-in letters; files of dir (nl/NAME.md, en/NAME.md) replace single ones, "" replaces none. A
// file with a new name is a new letter. The error is Mistakes, or about dir itself.
func Load(dir string) (*Templates, error) {
	built, err := readTexts(mailtemplates.Files, "mailtemplates")
	if err != nil {
		return nil, fmt.Errorf("read built-in letters: %w", err)
	}
	files := built
	if dir != "" {
		own, err := readTexts(os.DirFS(dir), filepath.Clean(dir))
		if err != nil {
			return nil, fmt.Errorf("read letters of %q: %w", dir, err)
		}
		var mistakes Mistakes
		if files, mistakes = overlay(built, own); len(mistakes) > 0 {
			return nil, mistakes
		}
	}
	l := loader{files: files, built: built, t: &Templates{letters: map[key]*template{}, words: map[string]words{}}}
	for _, language := range languages {
		l.language(language)
	}
	l.complete()
	if len(l.mistakes) > 0 {
		return nil, l.sorted()
	}
	return l.t, nil
}

// readTexts reads all texts of the language directories, by their path below root.
func readTexts(root fs.FS, shown string) (map[string]textFile, error) {
	files := map[string]textFile{}
	for _, language := range languages {
		entries, err := fs.ReadDir(root, language)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			name := path.Join(language, e.Name())
			if e.IsDir() || path.Ext(name) != ".md" {
				continue
			}
			if len(files) == maxFiles {
				return nil, fmt.Errorf("more than %d files", maxFiles)
			}
			text, err := readText(root, name)
			if err != nil {
				return nil, err
			}
			files[name] = textFile{shown: path.Join(filepath.ToSlash(shown), name), text: text}
		}
	}
	return files, nil
}

func readText(root fs.FS, name string) (string, error) {
	info, err := fs.Stat(root, name)
	if err != nil {
		return "", err
	}
	if info.Size() > maxFileSize {
		return "", fmt.Errorf("%s is larger than %d bytes", name, maxFileSize)
	}
	text, err := fs.ReadFile(root, name)
	return strings.TrimPrefix(string(text), "\ufeff"), err
}

// overlay puts the organisation's own files over the built-in ones. A name that is nearly one of the built-in ones
// is taken for a slip: the letter that was meant to be replaced would go on leaving.
func overlay(built, own map[string]textFile) (map[string]textFile, Mistakes) {
	files := map[string]textFile{}
	for name, f := range built {
		files[name] = f
	}
	var mistakes Mistakes
	for _, name := range keysOf(own) {
		if _, ok := built[name]; !ok {
			if meant := nearest(name, keysOf(built)); meant != "" {
				mistakes = append(mistakes, Mistake{File: own[name].shown, Text: "no built-in letter has this name",
					Hint: "did you mean " + quoted(meant) + "?"})
			}
		}
		files[name] = own[name]
	}
	return files, mistakes
}

// loader collects what Load finds.
type loader struct {
	files, built map[string]textFile
	t            *Templates
	mistakes     Mistakes
}

func (l *loader) add(ms []Mistake) { l.mistakes = append(l.mistakes, ms...) }

func (l *loader) sorted() Mistakes {
	slices.SortStableFunc(l.mistakes, func(a, b Mistake) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return slices.Compact(l.mistakes)
}

// language loads the words, the footer and every letter of one language.
func (l *loader) language(language string) {
	l.words(language)
	footer := l.part(path.Join(language, footerFile))
	for _, name := range keysOf(l.files) {
		dir, base := path.Split(name)
		if dir != language+"/" || base == wordsFile || base == footerFile {
			continue
		}
		if t := l.letter(language, name, footer); t != nil {
			l.t.letters[key{language, t.name, t.variant}] = t
		}
	}
}

func (l *loader) words(language string) {
	name := path.Join(language, wordsFile)
	built, _ := readWords(name, l.built[name].text)
	w, mistakes := readWords(l.files[name].shown, l.files[name].text)
	l.add(mistakes)
	l.add(w.lacks(l.files[name].shown, built))
	l.t.words[language] = w
}

// part reads a text without front matter.
func (l *loader) part(name string) *source {
	f := l.files[name]
	s := &source{file: f.shown, audience: forParty, body: f.text, bodyLine: 1}
	s.cut(strings.Split(strings.ReplaceAll(f.text, "\r\n", "\n"), "\n"), 0)
	s.checkActions(f.text, 1, 1)
	l.add(s.mistakes)
	return s
}

// letter reads one file; nil when it has mistakes.
func (l *loader) letter(language, name string, footer *source) *template {
	f := l.files[name]
	base, variant, _ := strings.Cut(strings.TrimSuffix(path.Base(name), ".md"), ".")
	s := &source{file: f.shown, name: dossier.LetterName(base), variant: dossier.Role(variant), language: language}
	if !blockName.MatchString(base) || variant != "" && !blockName.MatchString(variant) {
		s.fail(0, 0, "a letter's file is named by small letters", "as acknowledgement.md, or delay_notice_1.respondent.md")
	}
	s.read(f.text)
	if len(s.mistakes) == 0 {
		s.checkActions(s.subject, s.subjectAt, s.subjectCol)
		s.checkActions(s.body, s.bodyLine, 1)
	}
	var t *template
	if len(s.mistakes) == 0 {
		t = s.compile(footer)
	}
	l.add(s.mistakes)
	return t
}

// complete compares the languages: a letter, and each wording of it, exists in all of them.
func (l *loader) complete() {
	for _, k := range l.t.names() {
		for _, language := range languages {
			other := key{language, k.name, k.variant}
			if _, ok := l.t.letters[other]; !ok && !l.failed(other) {
				l.add([]Mistake{{File: path.Join(language, fileName(k)), Text: "this letter exists in " + k.language + " only",
					Hint: "write it in this language too"}})
			}
		}
	}
}

// failed says whether the file is there but has mistakes of its own.
func (l *loader) failed(k key) bool {
	_, ok := l.files[path.Join(k.language, fileName(k))]
	return ok
}

func fileName(k key) string {
	if k.variant != "" {
		return string(k.name) + "." + string(k.variant) + ".md"
	}
	return string(k.name) + ".md"
}

// names lists all texts in a fixed order.
func (t *Templates) names() []key {
	keys := make([]key, 0, len(t.letters))
	for k := range t.letters {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return strings.Compare(a.language+"/"+fileName(a), b.language+"/"+fileName(b))
	})
	return keys
}
