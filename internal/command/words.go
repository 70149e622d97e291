package command

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"klachtd/internal/spelling"
)

// A Word is one command in its two languages. Both may be the same.
type Word struct{ Dutch, English string }

// Words is the vocabulary, grouped as its page is: asking, registering, what
// it is, handling, deciding, ending, trays. A regulation offers a part of it.
var Words = []Word{
	{"#help", "#help"}, {"#status", "#status"}, {"#agenda", "#agenda"}, {"#toon", "#show"}, {"#proef", "#rehearse"}, {"#herroep", "#undo"},

	{"#telefoon", "#phone"}, {"#mondeling", "#oral"}, {"#post", "#post"}, {"#receptie", "#reception"}, {"#eigen-klacht", "#own-complaint"},
	{"#klager", "#complainant"}, {"#namens", "#on-behalf-of"}, {"#vertegenwoordiger", "#representative"}, {"#bijstand", "#adviser"},
	{"#ontvangen", "#received"}, {"#feiten", "#facts"}, {"#categorie", "#category"}, {"#naw", "#address"}, {"#lidnummer", "#member-number"},
	{"#onderliggend", "#underlying"}, {"#soort", "#complainant-kind"}, {"#campagne", "#campaign"}, {"#taal", "#language"}, {"#omschrijving", "#summary"},
	{"#extern", "#external"}, {"#samenvoegen", "#merge"}, {"#splitsen", "#split"}, {"#verplaats", "#move"},

	{"#klacht", "#complaint"}, {"#geen-klacht", "#no-complaint"}, {"#vraag-indiener", "#clarify"}, {"#herziening", "#review"}, {"#vraagzaak", "#question-case"},
	{"#signaalzaak", "#signal-case"}, {"#misverstand", "#misunderstanding"}, {"#melding", "#register-only"}, {"#anoniem", "#anonymous"}, {"#opzegging", "#cancellation"},
	{"#onuitgesproken-klacht", "#unspoken-complaint"}, {"#spoed", "#urgent"}, {"#vergelding", "#retaliation"}, {"#niet-ontvankelijk", "#inadmissible"}, {"#nieuwe-feiten", "#new-facts"},

	{"#toewijzen", "#assign"}, {"#zelf", "#take"}, {"#doorverwijzen", "#refer"}, {"#informeel", "#informal"}, {"#formeel", "#formal"}, {"#zelf-informeel", "#self-informal"},
	{"#vraag", "#ask"}, {"#aanvullen", "#supplement"}, {"#doorgaan", "#go-on"}, {"#aangesprokene", "#respondent"}, {"#ronde", "#round"}, {"#horen", "#hear"},
	{"#hoorverslag", "#hearing-report"}, {"#voorleggen", "#put"}, {"#buiten-beschouwing", "#set-aside"}, {"#hoorverzoek", "#hearing-request"},
	{"#hoorverzoek-ingetrokken", "#hearing-request-withdrawn"}, {"#getuige", "#witness"}, {"#stukken", "#documents"}, {"#toestemming", "#consent"}, {"#betrek", "#involve"},
	{"#belafspraak", "#call-slots"}, {"#gebeld", "#called"}, {"#besproken", "#discussed"}, {"#gesprek", "#meeting"}, {"#notitie", "#note"}, {"#deel-notitie", "#share-note"},
	{"#overleg", "#consult"}, {"#actie", "#action"}, {"#actie-uitgevoerd", "#action-done"}, {"#toereikend", "#sufficient"}, {"#herinner", "#remind"}, {"#uitstel", "#extend"}, {"#afwezig", "#absent"},

	{"#voorstel", "#propose"}, {"#fiat", "#approve"}, {"#terug", "#return"}, {"#voorlopig", "#provisional"}, {"#oordeel", "#rule"}, {"#standpunt", "#position"}, {"#resultaat", "#result"},
	{"#afgehandeld", "#settled"}, {"#informeel-afgerond", "#settled-informally"}, {"#concept", "#draft"}, {"#toelichting", "#memo"}, {"#tekenen", "#sign"}, {"#getekend", "#signed"},
	{"#verzenden", "#send"}, {"#verzonden", "#sent"}, {"#herstel", "#correct"}, {"#maatregel", "#measure"}, {"#uitgevoerd", "#done"}, {"#niet-uitgevoerd", "#not-done"}, {"#advies", "#advise"},
	{"#signaal", "#signal"}, {"#leerpunt", "#lesson"}, {"#besproken-mt", "#discussed-mt"}, {"#tevreden", "#satisfied"}, {"#aanbod", "#offer"}, {"#kosten", "#costs"}, {"#beroep", "#appeal"}, {"#besluit-bestuur", "#board-decision"},

	{"#ingetrokken", "#withdrawn"}, {"#sluiten", "#close"}, {"#heropenen", "#reopen"}, {"#bewaren", "#hold"}, {"#identiteit", "#identity"}, {"#vertrouwelijkheid-opheffen", "#lift-confidentiality"},
	{"#vernietigen", "#destroy"}, {"#bevriezen", "#freeze"}, {"#vrijgeven", "#release"}, {"#klokkenluider", "#whistleblower"}, {"#avg-inzage", "#gdpr-access"},
	{"#avg-uitstel", "#gdpr-extend"},

	{"#accepteer", "#accept"}, {"#weiger", "#reject"}, {"#einde", "#end"},
}

// A Vocabulary is the words that a reader knows.
type Vocabulary struct {
	words []Word
	dutch map[string]string // of each word, the Dutch one
	few   bool              // all other words are text, and no mistake
}

// standard is Words.
var standard = newVocabulary(Words)

func newVocabulary(words []Word) *Vocabulary {
	v := &Vocabulary{words: words, dutch: make(map[string]string, 2*len(words))}
	for _, w := range words {
		v.dutch[w.Dutch], v.dutch[w.English] = w.Dutch, w.Dutch
	}
	return v
}

// NewVocabulary knows Words and those of a regulation, with or without their #. Where both have a word, the
// regulation's holds.
func NewVocabulary(own []Word) *Vocabulary {
	var more []Word
	for _, w := range own {
		w = Word{signed(w.Dutch), signed(w.English)}
		if standard.dutch[w.Dutch] != w.Dutch || standard.dutch[w.English] != w.Dutch {
			more = append(more, w)
		}
	}
	if len(more) == 0 {
		return standard
	}
	return newVocabulary(append(slices.Clone(Words), more...))
}

// Few is the part of a vocabulary that a party has: any other line with a # is text.
func (v *Vocabulary) Few(dutch ...string) *Vocabulary {
	var few []Word
	for _, w := range v.words {
		if slices.Contains(dutch, strings.TrimPrefix(w.Dutch, "#")) || w.Dutch == endWord {
			few = append(few, w)
		}
	}
	v = newVocabulary(few)
	v.few = true
	return v
}

func signed(word string) string { return "#" + strings.TrimPrefix(word, "#") }

// Lookup gives the Dutch word, with its #, of a word in either language, in
// any case and with any accents. ok is false when it is not known.
func (v *Vocabulary) Lookup(word string) (dutchWord string, ok bool) {
	folded, ok := fold(word)
	if !ok {
		return "", false
	}
	dutchWord, ok = v.dutch[folded]
	return dutchWord, ok
}

// Suggest gives the known word that word was probably meant to be, in the
// language in which it is near. A known word suggests itself.
func (v *Vocabulary) Suggest(word string) (suggestion string, ok bool) {
	p := plain(clip(word, maxWord))
	if p == "" {
		return "", false
	}
	best := 0
	for _, w := range v.words {
		for _, known := range []string{w.Dutch, w.English} {
			d := spelling.Distance(p, strings.TrimPrefix(known, "#"))
			if allowed := 1 + len(known)/6; d <= allowed && (suggestion == "" || d < best) {
				suggestion, best = known, d
			}
		}
	}
	if meant, synonym := v.synonym(p); synonym && best > 0 || suggestion == "" && synonym {
		return meant, true
	}
	return suggestion, suggestion != ""
}

// Fold brings a text to the form in which words and names are compared: lower case, without accents, one blank
// between words. Other scripts stay what they are.
func Fold(text string) string {
	var out strings.Builder
	for _, r := range norm.NFD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			out.WriteRune(unicode.ToLower(r))
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}
